"""What the pages and the forms of own indicators begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.catalogue import Catalogue
from core.errors import NyckeltalError
from core.features.own_indicators.store import current_own
from core.features.own_indicators.work import Wizard
from core.outcomes.figures import Figures
from core.web.choices import OWN
from core.web.render import render
from core.web.visit import Visit


def places_of(figures: Figures | None, catalogue: Catalogue) -> Mapping[str, str]:
    """Those that may stand in a file, id -> name: all that there are figures for, else the participants."""
    return figures.snapshot.municipalities if figures else {one.id: one.name for one in catalogue.participants}


def wizard_of(person: Person, catalogue: Catalogue, figures: Figures | None, now: datetime) -> Wizard:
    """PERSON's wizard. Raises NotAllowedError for who may put in nothing."""
    return Wizard(current_own(catalogue), catalogue, places_of(figures, catalogue), by=person, now=now)


def explained(draw: Callable[[Visit], str]) -> Callable[[Visit], str]:
    """DRAW, with a page that says what is the matter where it cannot; who may not see it is told elsewhere."""

    def page(asked: Visit) -> str:
        try:
            return draw(asked)
        except NotAllowedError:
            raise
        except NyckeltalError as error:
            return render(
                "message.html",
                title="Det går inte att visa",
                paragraphs=(error.message, error.advice),
                action="Till egna nyckeltal",
                action_address=OWN,
                address=asked.address,
            )

    return page

"""What the tests of the pages of own indicators share: a database with accounts, and visits to the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from core.access.people import Person
from core.catalogue import default_catalogue
from core.features.own_indicators.shared import wizard_of
from core.features.own_indicators.store import OwnStore, current_own
from core.features.own_indicators.work import Wizard, as_typed
from core.site.figures import figure_source
from core.web.visit import Visit
from tests.features.own_indicators.stored import indicator

HOSTILE = "<script>alert(1)</script> & \"citat\" 'x'"
GOOD = "Kommun;2022;2023;2024\nHuddinge;79;80,5;81,5\nBotkyrka;78;79;80\n"


def asked(person: Person, address: str = "/egna", **params: str) -> Visit:
    figures = figure_source().get()
    return Visit(address, params, figures, person)


def store() -> OwnStore:
    return current_own()


def wizard(person: Person) -> Wizard:
    figures = figure_source().get()
    catalogue = figures.catalogue if figures else default_catalogue()
    return wizard_of(person, catalogue, figures, datetime.now(UTC))


def begun(person: Person, content: str | None = GOOD, fields: Mapping[str, str] | None = None) -> int:
    """A piece of PERSON's work, described (with FIELDS changed) and with a file of CONTENT."""
    own = wizard(person)
    number = own.begin().id
    own.describe(number, as_typed(indicator()) | dict(fields or {}))
    if content is not None:
        own.put_file(number, "trivsel.csv", content.encode())
    return number

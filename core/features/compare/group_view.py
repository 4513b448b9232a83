"""Välj kommuner att jämföra: tick boxes for everyone in the country."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN, comparison_group
from core.web.choices import GROUP_FORM, Choices, link, query
from core.web.render import render


@dataclass(frozen=True)
class Tick:
    """A municipality that can be ticked."""

    id: str
    name: str
    ticked: bool


def group_html(figures: Figures, choices: Choices, *, path: str, address: str) -> str:
    """The choice among all municipalities; the form leads to PATH with those that were ticked."""
    present = comparison_group(figures, choices.choice.municipality, choices.group, kind="övergripande")
    ticks = [Tick(id_, name, id_ in present.members) for id_, name in figures.snapshot.municipalities.items()]
    return render(
        "group.html",
        address=address,
        action=GROUP_FORM,
        page=path.strip("/"),
        kept=query(replace(choices, group=None)),
        back=link(path, choices),
        ticked=[tick for tick in ticks if tick.ticked],
        others=[tick for tick in ticks if not tick.ticked],
        most=MOST_CHOSEN,
    )

"""Sök as the templates draw it."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Indicator
from core.compare.search import MOST_LETTERS, search
from core.overview.figures import Figures
from core.ui.choices import AREAS, INDICATOR, Choices, link, query
from core.ui.render import render
from core.words import labels


@dataclass(frozen=True)
class Hit:
    """Something found: its name, what it is, and its page."""

    name: str
    about: str
    address: str


def hits(figures: Figures, choices: Choices, text: str) -> tuple[Hit, ...]:
    """What TEXT finds, areas before indicators; the choices of the reader follow along."""
    found = search(figures.catalogue, text)
    names = {area.id: area.name for area in figures.catalogue.areas}
    areas = [Hit(a.name, "område", link(AREAS, choices, area=a.id)) for a in found.areas]
    indicators = [
        Hit(
            i.name,
            f"{names[i.area]} · {i.unit} · {_known_as(i)}",
            link(INDICATOR, choices, kpi=i.kpi),
        )
        for i in found.indicators
    ]
    return (*areas, *indicators)


def search_html(figures: Figures, choices: Choices, text: str, *, address: str) -> str:
    """The page, with what TEXT (a stranger's) finds."""
    return render(
        "search.html",
        address=address,
        text=text[:MOST_LETTERS],
        kept=query(choices),
        hits=hits(figures, choices, text),
    )


def _known_as(indicator: Indicator) -> str:
    """What an indicator can be found by outside: Kolada's number, where it has one."""
    return labels.OWN if indicator.own else indicator.kpi

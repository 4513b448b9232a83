"""Finished HTML of whole pages, kept for the next reader. No Streamlit, so that the warm-up can call it too."""

from __future__ import annotations

from dataclasses import replace

from core.features.indicator.view import indicator_page
from core.features.overview.view import overview
from core.outcomes.figures import Figures
from core.web.choices import INDICATOR, OVERVIEW, Choices, link
from core.web.menus import Option, around
from core.web.render import render

# The first view of 290 municipalities (some 140 kB each), the indicators of seven (some 50 kB).
PAGES_KEPT = 1000
# Stands in the kept page for how targets are set, which is another address for whoever may.
TARGETS_PLACE = "#sa-laggs-mal-in"


def overview_html(figures: Figures, choices: Choices) -> str:
    """The overview of CHOICES, which has a municipality."""
    return figures.kept(_overview, replace(choices, kpi=None), most=PAGES_KEPT)


def _overview(figures: Figures, choices: Choices) -> str:
    page = overview(figures, choices)
    return render("overview.html", page=page, targets=TARGETS_PLACE, **around(figures, choices, OVERVIEW))


def indicator_html(figures: Figures, choices: Choices) -> str:
    """The page of the chosen indicator for the chosen municipality. Raises ValueError without either."""
    return figures.kept(_indicator, choices, most=PAGES_KEPT)


def _indicator(figures: Figures, choices: Choices) -> str:
    if choices.kpi is None:
        raise ValueError("no indicator is chosen")
    page = indicator_page(figures, choices, choices.kpi)
    return render("indicator.html", page=page, **around(figures, choices, INDICATOR))


def choose_html(figures: Figures, choices: Choices, *, path: str, address: str) -> str:
    """The choice among all municipalities; leads to the page PATH."""
    names = figures.snapshot.municipalities

    def option(municipality: str) -> Option:
        to = link(path, choices, municipality=municipality)
        return Option(names[municipality], to, municipality == choices.municipality)

    return render(
        "choose.html",
        address=address,
        participants=[option(p.id) for p in figures.catalogue.participants if p.id in names],
        everyone=[option(municipality) for municipality in names],
    )

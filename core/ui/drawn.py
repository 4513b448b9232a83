"""Finished HTML of whole pages, kept for the next reader. No Streamlit, so that the warm-up can call it too."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.overview.figures import Figures
from core.ui.choices import ABOUT, CHOOSE, DOWNLOADS, INDICATOR, OVERVIEW, Choices, link
from core.ui.indicator_view import indicator_page
from core.ui.overview_view import Option, overview
from core.ui.render import render
from core.words.sources import attribution, fetched_words

# 290 municipalities' first view; a page takes some 150 kB.
_PAGES_KEPT = 300


@dataclass(frozen=True)
class Place:
    """The chosen municipality and the ways to another."""

    name: str
    options: tuple[Option, ...]
    others: str


def place(figures: Figures, choices: Choices, path: str) -> Place:
    """The municipality's menu: the participants, and the way to all others."""
    names = figures.snapshot.municipalities
    options = tuple(
        Option(names[p.id], link(path, choices, municipality=p.id), p.id == choices.municipality)
        for p in figures.catalogue.participants
        if p.id in names
    )
    return Place(names[choices.choice.municipality], options, choose_address(choices, path))


def choose_address(choices: Choices, path: str) -> str:
    """Where one chooses among all municipalities, coming back to PATH afterwards."""
    base = link(CHOOSE, choices)
    if path != INDICATOR or choices.kpi is None:
        return base
    return f"{base}{'&' if '?' in base else '?'}till={choices.kpi}"


def overview_html(figures: Figures, choices: Choices) -> str:
    """The overview of CHOICES, which has a municipality."""
    return figures.kept(_overview, replace(choices, kpi=None), most=_PAGES_KEPT)


def _overview(figures: Figures, choices: Choices) -> str:
    info = figures.snapshot.info
    return render(
        "overview.html",
        page=overview(figures, choices),
        place=place(figures, choices, OVERVIEW),
        address=link(OVERVIEW, choices),
        listing=choices.show.value,
        fetched=fetched_words(info.fetched_at, is_example=info.is_example),
        source=attribution(is_example=info.is_example),
        about=link(ABOUT, choices),
        download_csv=link(f"{DOWNLOADS}/oversikt.csv", choices),
        download_excel=link(f"{DOWNLOADS}/oversikt.xlsx", choices),
    )


def indicator_html(figures: Figures, choices: Choices) -> str:
    """The page of the chosen indicator for the chosen municipality. Raises ValueError without either."""
    return figures.kept(_indicator, choices, most=_PAGES_KEPT)


def _indicator(figures: Figures, choices: Choices) -> str:
    if choices.kpi is None:
        raise ValueError("no indicator is chosen")
    info = figures.snapshot.info
    return render(
        "indicator.html",
        page=indicator_page(figures, choices, choices.kpi),
        place=place(figures, choices, INDICATOR),
        address=link(INDICATOR, choices),
        is_example=info.is_example,
        source=attribution(is_example=info.is_example),
        download_csv=link(f"{DOWNLOADS}/indikator.csv", choices),
        download_excel=link(f"{DOWNLOADS}/indikator.xlsx", choices),
    )


def choose_html(figures: Figures, choices: Choices, *, kpi: str | None, address: str) -> str:
    """The choice among all municipalities; KPI is the indicator to come back to, if any."""
    path = INDICATOR if kpi else OVERVIEW
    names = figures.snapshot.municipalities

    def option(municipality: str) -> Option:
        to = link(path, choices, municipality=municipality, kpi=kpi)
        return Option(names[municipality], to, municipality == choices.municipality)

    return render(
        "choose.html",
        address=address,
        participants=[option(p.id) for p in figures.catalogue.participants if p.id in names],
        everyone=[option(municipality) for municipality in names],
    )

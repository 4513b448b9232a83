"""Whole pages as HTML, from what an address says. No Streamlit: the server paints them first, Streamlit then."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import escape

from core.catalogue import default_catalogue
from core.overview.figures import Figures
from core.ui.about_view import about_html
from core.ui.choices import ABOUT, CHOOSE, INDICATOR, OVERVIEW, Choices, Unknown, link, read
from core.ui.drawn import choose_html, indicator_html, overview_html
from core.ui.render import render

# What each address is called in the browser's tab, and which stand in the header.
TITLES = {OVERVIEW: "Översikt", INDICATOR: "Indikator", ABOUT: "Om", CHOOSE: "Välj kommun"}
IN_HEADER = (OVERVIEW, ABOUT)
_ADDRESS = re.compile(r'data-view="[^"]*"')


@dataclass(frozen=True)
class Visit:
    """What a page has to go on. ``figures`` is None until something has been fetched."""

    path: str
    figures: Figures | None
    params: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    unknown: tuple[Unknown, ...] = ()

    @classmethod
    def of(cls, path: str, params: Mapping[str, str], figures: Figures | None) -> Visit:
        """The visit to PATH with PARAMS of the address."""
        if figures is None:
            return cls(path, None, dict(params))
        choices, unknown = read(params, figures)
        return cls(path, figures, dict(params), choices, tuple(unknown))

    @property
    def address(self) -> str:
        """The address as it stands, for the script that waits until it is drawn."""
        query = urlencode(self.params)
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True)
class HeaderLink:
    """A page's link in the header."""

    words: str
    address: str
    chosen: bool


def brand() -> str:
    """The product's name, as the co-operation has it."""
    return default_catalogue().cooperation.name


def tab_title(visit: Visit) -> str:
    """What stands in the browser's tab."""
    words = [TITLES[visit.path], brand()]
    if visit.figures and visit.choices.kpi and visit.path == INDICATOR:
        words[0] = visit.figures.catalogue.by_kpi[visit.choices.kpi].name
    if visit.figures and visit.choices.municipality and visit.path in (OVERVIEW, INDICATOR):
        words.insert(1, visit.figures.snapshot.municipalities[visit.choices.municipality])
    return " – ".join(words)


def header(visit: Visit) -> str:
    """The top of every page, with what is wrong with the address."""
    return render(
        "shell.html",
        brand=brand(),
        home=link(OVERVIEW, visit.choices),
        pages=[HeaderLink(TITLES[p], link(p, visit.choices), p == visit.path) for p in IN_HEADER],
        is_example=visit.figures is not None and visit.figures.snapshot.info.is_example,
        unknowns=visit.unknown,
    )


def overview_page(visit: Visit) -> str:
    """Översikt, or the choice of a municipality."""
    if visit.figures is None or visit.choices.municipality is None:
        return choose_page(visit)
    return _addressed(overview_html(visit.figures, visit.choices), visit)


def indicator_page(visit: Visit) -> str:
    """Indikator, or what is needed first."""
    if visit.figures is None or visit.choices.municipality is None:
        return choose_page(visit)
    if visit.choices.kpi is None:
        return message(
            visit.address,
            "Välj en indikator",
            "Länken säger inte vilken indikator som ska visas.",
            action="Till översikten",
            action_address=link(OVERVIEW, visit.choices),
        )
    return _addressed(indicator_html(visit.figures, visit.choices), visit)


def _addressed(html: str, visit: Visit) -> str:
    """HTML, kept for everyone, with the address as this reader has it: the script waits until it sees that one."""
    return _ADDRESS.sub(lambda _: f'data-view="{escape(visit.address)}"', html, count=1)


def choose_page(visit: Visit) -> str:
    """The choice among all municipalities; leads back to the indicator one came from, if any."""
    if visit.figures is None:
        return message(
            visit.address,
            "Det finns inga siffror än",
            "Administratören hämtar dem från Kolada med: python -m core refresh",
            "Eller gör exempeldata med: python -m core example",
        )
    wanted = visit.params.get("till") or visit.choices.kpi
    kpi = wanted if wanted in visit.figures.catalogue.by_kpi else None
    return choose_html(visit.figures, visit.choices, kpi=kpi, address=visit.address)


def about_page(visit: Visit) -> str:
    """Om."""
    return about_html(visit.figures, visit.choices, address=visit.address)


def message(address: str, title: str, *paragraphs: str, action: str = "", action_address: str = OVERVIEW) -> str:
    """A page that says what is the matter and what to do."""
    return render(
        "message.html",
        title=title,
        paragraphs=paragraphs,
        action=action,
        action_address=action_address,
        address=address,
    )


CONTENT: Mapping[str, Callable[[Visit], str]] = {
    OVERVIEW: overview_page,
    INDICATOR: indicator_page,
    ABOUT: about_page,
    CHOOSE: choose_page,
}

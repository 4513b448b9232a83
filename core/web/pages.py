"""A page as its feature brings it to the site, and what is drawn where it cannot be. No Streamlit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from threading import RLock
from typing import Any, TypeVar
from urllib.parse import urlencode

import pandas as pd
from markupsafe import escape
from starlette.routing import BaseRoute

from core.access.form import RETURN_FIELD, SIGN_IN
from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may
from core.outcomes.figures import Figures
from core.web.choices import ACCOUNT, OVERVIEW, SEARCH, Choices, link
from core.web.maker import KEPT, MAKER, known
from core.web.menus import Option
from core.web.render import render
from core.web.turns import PAGES_AT_ONCE
from core.web.visit import Visit
from core.words.dates import today

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Dated:
    """What a page that tells of deadlines is asked for: CHOICES, on a day, with DRAFTS for who may see them."""

    choices: Choices
    today: date
    drafts: bool = False


# What a page shows of figures, the same for everybody; and the whole of it, for who asks.
Draw = Callable[[Figures, Choices], str]
DrawDated = Callable[[Figures, Dated], str]
Show = Callable[[Visit], str]

# What stands in a page that is kept for everybody, in place of what only some may see there.
TARGETS_PLACE = "#sa-laggs-mal-in"
COMMENT_PLACE = '<span class="nk-edit"></span>'
# What reminders there are of the year's dates, and the choice of one's own.
REMINDERS_PLACE, OWN_REMINDERS_PLACE = '<span class="nk-reminders"></span>', '<span class="nk-own-reminders"></span>'

_ADDRESS = re.compile(r'data-view="[^"]*"')
# Packing takes a tenth of a page's making, and opening it a fifth of a millisecond.
_LEVEL = 1
# Where the process that makes pages is lost, all come at once with what it made.
_ALONE = RLock()


class Whose(StrEnum):
    """Whom a page is about."""

    MUNICIPALITY = "kommun"
    # On the way to one of a municipality's: its address has the municipality, its title has not.
    WAY = "vägen"
    EVERYBODY = "alla"
    # Made at every visit, never kept, with fields that are made anew each time.
    PERSON = "en person"


class Door(StrEnum):
    """What the navigation opens, in its order. Behind the last, which has no word, are one's own pages."""

    STATE = "Läget"
    COMPARE = "Jämför"
    GOALS = "Mål och åtgärder"
    WORK = "Arbetet"
    ONES_OWN = ""


@dataclass(frozen=True)
class MenuItem:
    """A page's line in the menu of its door. ``words`` are its title where they are not given.

    ``chosen`` is what of the choices it stands for, for a page that has several lines.
    """

    order: int
    words: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """What a page's file holds: ``name`` is what it is called before the municipality ({kpi}, {area} and {volume}
    are the chosen).

    ``area`` is the id of that which the page shows, where other choices than the area's settle it (None: all);
    ``group`` tells with whom the page compares, where it does; ``source`` where what it says comes from, where that is
    not from the figures. ``is_dated`` where it says what day it is: another day's is made anew.
    """

    name: str
    frame: Callable[[Figures, Choices], pd.DataFrame]
    group: Callable[[Figures, Choices], str] | None = None
    source: str = ""
    is_dated: bool = False
    area: Callable[[Figures, Choices], str | None] = lambda _, choices: choices.area


def dated_table(name: str, frame: Callable[[Figures, Dated], pd.DataFrame], source: str = "") -> Table:
    """The file of a page that tells of deadlines: FRAME as all may see it, of the day that it is."""
    return Table(
        name,
        lambda figures, choices: frame(figures, Dated(choices, today(datetime.now(UTC)))),
        None,
        source,
        is_dated=True,
    )


def _everybody(_: Person) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """A page. ``file`` is its own in the folder pages; ``named`` is its title with a chosen {indicator} or {area}.

    ``door`` is what is open where it is shown, ``menu`` its lines there, and ``offered_to`` tells who has these.
    ``parts`` are Streamlit's own scripts that it needs beside the frame, by the beginning of their names: its first
    paint fetches them ahead. ``is_long`` where a click shows the server's paint until Streamlit has drawn it.
    """

    path: str
    title: str
    file: str
    show: Show
    whose: Whose = Whose.MUNICIPALITY
    named: str = ""
    needs_indicator: bool = False
    table: Table | None = None
    door: Door | None = None
    menu: tuple[MenuItem, ...] = ()
    offered_to: Callable[[Person], bool] = _everybody
    parts: tuple[str, ...] = ()
    is_long: bool = False


@dataclass(frozen=True)
class Moved:
    """Where a page is now. From a page that has taken its old address, only what has one of its PARAMS goes there."""

    path: str
    params: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feature:
    """What a folder in core/features brings. ``places`` are what it puts in others' kept pages, for who asks.

    ``moved`` are the old addresses of its pages.
    """

    pages: tuple[Page, ...]
    routes: Callable[[], list[BaseRoute]] = list
    places: Mapping[str, Show] = field(default_factory=dict)
    moved: Mapping[str, Moved] = field(default_factory=dict)


def of_a_municipality(draw: Draw) -> Show:
    """The page that DRAW makes for a municipality, kept for the next reader; or the choice of one."""
    return kept_by(draw, lambda visit: visit.choices)


def of_a_day(draw: DrawDated) -> Show:
    """The same of a page that tells what is late: kept for the day, and with drafts only for who may read plans."""

    def dated(visit: Visit) -> Dated:
        drafts = may(visit.person, Action.READ_PLANS, municipality=visit.choices.municipality)
        return Dated(visit.choices, today(visit.now), drafts)

    return kept_by(draw, dated)


def kept_by(draw: Callable[[Figures, K], str], key_of: Callable[[Visit], K]) -> Show:
    """The same of a page that depends on more than the choices: KEY_OF a visit tells on what."""

    def packed(figures: Figures, key: K) -> bytes:
        return zlib.compress(draw(figures, key).encode(), _LEVEL)

    number = known(packed)

    def made(figures: Figures, key: K) -> bytes:
        page = MAKER.page(number, figures, key) if _is_made_elsewhere(figures) else None
        # Of what is entered as it is read here: somebody may have saved while it was made.
        if page is not None and all(figures.entered.facts(part) == fact for part, fact in page.of.items()):
            figures.asks(*page.of)
            return page.content
        with _ALONE:
            return packed(figures, key)

    def show(visit: Visit) -> str:
        if visit.figures is None or visit.choices.municipality is None:
            return choose_html(visit, visit.path)
        making = PAGES_AT_ONCE.away if _is_made_elsewhere(visit.figures) else PAGES_AT_ONCE.long
        html = zlib.decompress(visit.figures.kept(made, key_of(visit), most=KEPT, making=making)).decode()
        # Drawn for everyone, with the address as this reader has it: the script waits until it sees that one.
        return _ADDRESS.sub(lambda _: f'data-view="{escape(visit.address)}"', html, count=1)

    return show


def _is_made_elsewhere(figures: Figures) -> bool:
    """Whether the process that makes pages has FIGURES: it knows those in use, and no previews."""
    return MAKER.is_up and figures.lasting.folder is not None


def of_an_indicator(draw: Draw) -> Show:
    """The same of the chosen indicator; without one, the way to choose it."""
    whole = of_a_municipality(draw)

    def show(visit: Visit) -> str:
        if visit.choices.municipality is None or visit.choices.kpi is not None:
            return whole(visit)
        return _choose_indicator_html(visit)

    return show


def _choose_indicator_html(visit: Visit) -> str:
    """The way to an indicator for the page of VISIT: all that are shown first, by area."""
    shown = [one for one in visit.catalogue.indicators if one.prominence == 1]
    return render(
        "choose_indicator.html",
        address=visit.address,
        search=link(SEARCH, visit.choices),
        areas=[
            (area.name, [Option(one.name, link(visit.path, visit.choices, kpi=one.kpi), False) for one in own])
            for area in visit.catalogue.areas
            if (own := [one for one in shown if one.area == area.id])
        ],
    )


def personal(
    path: str,
    title: str,
    file: str,
    draw: Show,
    offered_to: Callable[[Person], bool] = _everybody,
    *,
    door: Door | None = None,
    menu: tuple[MenuItem, ...] = (),
) -> Page:
    """The page that DRAW makes for one person. Rights are asked for where its content is fetched."""

    def show(visit: Visit) -> str:
        try:
            return draw(visit)
        except NotAllowedError as error:
            return refusal_html(visit, error)

    return Page(path, title, file, show, Whose.PERSON, door=door, menu=menu, offered_to=offered_to)


def choose_html(visit: Visit, path: str) -> str:
    """The choice among all municipalities; leads to the page PATH."""
    if visit.figures is None:
        return without_figures(visit)
    names, choices = visit.figures.snapshot.municipalities, visit.choices

    def option(municipality: str) -> Option:
        to = link(path, choices, municipality=municipality)
        return Option(names[municipality], to, municipality == choices.municipality)

    return render(
        "choose.html",
        address=visit.address,
        participants=[option(p.id) for p in visit.catalogue.participants if p.id in names],
        everyone=[option(municipality) for municipality in names],
    )


def came_from(visit: Visit, *known: str) -> str:
    """The page that the address says one came from; the first of KNOWN where it is none of these."""
    path = f"/{visit.params.get('till', '').strip('/')}"
    return path if path in known else known[0]


def without_figures(visit: Visit) -> str:
    """What stands where there is nothing to show yet."""
    return message(
        visit.address,
        "Det finns inga siffror än",
        "Administratören hämtar dem från Kolada med: python -m core refresh",
        "Eller gör exempeldata med: python -m core example",
    )


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


def not_found(address: str, what: str, which: str, action: str, action_address: str) -> str:
    """The page for a link to WHAT ("Övningen") that names none that there is; WHICH is the word for one."""
    why = f"Länken säger inte vilken {which} som ska visas, eller så finns den inte."
    return message(address, f"{what} hittas inte", why, action=action, action_address=action_address)


def refusal_html(visit: Visit, error: NotAllowedError) -> str:
    """What somebody meets who asks for a page that she may not see."""
    said, here = (error.message, error.advice), urlencode({RETURN_FIELD: visit.address})
    if visit.person.must_change_password:
        action, to = "Till Mitt konto", f"{ACCOUNT}?{here}"
        return message(visit.address, "Byt lösenord först", *said, action=action, action_address=to)
    if visit.person.is_signed_in:
        return message(visit.address, "Sidan kräver ett annat konto", *said, action="Till översikten")
    to = f"{SIGN_IN}?{here}"
    return message(visit.address, "Sidan kräver att du loggar in", *said, action="Logga in", action_address=to)

"""Året as its template draws it: what is late first, then what comes next, the band, the areas, all dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from core.features.year.band import WIDTH, Band, band
from core.features.year.words import areas_title, late_rows, title_words
from core.outcomes.figures import Figures
from core.outcomes.year import AreaStatus, AskedYear, Item, ItemState, Worked, YearNow, YearWork, owner_of, year_now
from core.web.choices import AREAS, PRESENT, PROJECT_PLAN, YEAR, YEAR_DATE, Choices, feed_link, link
from core.web.menus import Menu, Option, around
from core.web.pages import Dated
from core.web.render import render
from core.words.dates import away_words, day_words, month_name, short_day, short_days, weekday_words
from core.words.formats import counted, first_upper
from core.year.copying import beside_last
from core.year.models import Awaits, Lane

LANE_NAMES = {
    Lane.CONFERENCE: "Konferensen",
    Lane.BUDGET: "Budget",
    Lane.FOLLOW_UP: "Uppföljning",
    Lane.KOLADA: "Kolada publicerar",
}
_SYMBOLS = {
    ItemState.DONE: "state-done",
    ItemState.GOING_ON: "state-half",
    ItemState.COMING: "state-none",
    ItemState.LATE: "overdue",
}
_NEXT = 5
# In the address and the forms: which date, and whose year it is in.
KEY, OWNER = "datum", "vems"


@dataclass(frozen=True)
class AskedPage:
    """What the page is asked for: by whom does not matter, but whether she may change the co-operation's dates
    (TOGETHER) and the municipality's own (TOWN).
    """

    choices: Choices
    today: date
    work: YearWork
    together: bool = False
    town: bool = False

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.choices.plan_year or self.today.year


@dataclass(frozen=True)
class RowView:
    """A line in a list of dates. ``away`` is how far from today it is, ``work`` where it is changed ('' for none)."""

    day: str
    title: str
    about: str
    away: str
    symbol: str
    state: str
    work: str = ""


@dataclass(frozen=True)
class CellView:
    """How far an area is with something: a symbol and words, late where it should have been there."""

    symbol: str
    words: str
    is_late: bool = False


@dataclass(frozen=True)
class AreaView:
    """An area's line. ``cells`` are figures, own indicators (None: it has none), deck and report."""

    name: str
    address: str
    municipality: str
    convenor: str
    is_without: bool
    figures: CellView
    own: CellView | None
    deck: CellView
    report: CellView


def year_html(figures: Figures, asked: AskedPage) -> str:
    """The page for those who may change as ASKED says."""
    choices, year, today = asked.choices, asked.year, asked.today
    municipality = choices.choice.municipality
    now = year_now(figures, AskedYear(municipality, year, today, asked.work))
    shown = [one for one in now.items if choices.lane in (None, one.lane)]
    name = figures.snapshot.municipalities[municipality]
    book, own = figures.year_of(owner_of(figures)), figures.year_of(municipality)
    return render(
        "year.html",
        title=title_words(now, year, today),
        year=year,
        name=name,
        day=weekday_words(today),
        is_this_year=year == today.year,
        menus=_menus(figures, choices, asked),
        views=_views(choices),
        differs=_differs(now, asked.work, year),
        present=PRESENT,
        late=list(_late(now, today)),
        next=[_row(one, asked, figures, (one.on - today).days) for one in now.next(_NEXT)],
        band=None if choices.without_band else _band(shown, asked, name),
        width=WIDTH,
        past=list(_months([one for one in shown if one.until < today.replace(day=1)], asked, figures)),
        months=list(_months([one for one in shown if one.until >= today.replace(day=1)], asked, figures)),
        areas_title=areas_title(now.areas),
        areas=[_area(one, now, choices, today) for one in _late_first(now)],
        has_own=any(one.own_due or one.waiting for one in now.areas),
        is_empty=not book.of_year(year) and not own.of_year(year),
        has_last=bool(book.of_year(year - 1)),
        has_last_own=bool(own.of_year(year - 1)),
        is_made=bool(book.of_year(year)),
        is_made_own=bool(own.of_year(year)),
        beside=[one for one in beside_last(book, year) if one.before] if book.of_year(year) else [],
        add=[(words, _date_address(asked, whose)) for words, whose in _whose(figures, asked, name)],
        owner=owner_of(figures),
        municipality=municipality,
        together=asked.together,
        town=asked.town,
        plan=f"{PROJECT_PLAN}?{urlencode({'kommun': municipality, 'plan': year})}",
        feed=feed_link(municipality, None),
        calendar=f"{YEAR}/kalender.ics?{urlencode({'kommun': municipality})}",
        **around(figures, choices, YEAR),
    )


def _differs(now: YearNow, work: YearWork, year: int) -> str:
    """That the decks' seminar day is not that of YEAR's conference, in words; '' where it is, or there is none."""
    conference, seminar = now.conference, work.seminar_on
    if conference is None or seminar is None or seminar.year != year or conference.on <= seminar <= conference.until:
        return ""
    return f"Konferensen är {day_words(conference.on)} här, men {day_words(seminar)} i bildspelen."


def _whose(figures: Figures, asked: AskedPage, name: str) -> Iterator[tuple[str, str]]:
    if asked.together:
        yield "Lägg till ett datum för alla", owner_of(figures)
    if asked.town:
        yield f"Lägg till ett datum för {name}", asked.choices.choice.municipality


def _date_address(asked: AskedPage, owner: str, key: str = "") -> str:
    params = {"kommun": asked.choices.choice.municipality, "plan": str(asked.year), OWNER: owner, KEY: key}
    return f"{YEAR_DATE}?{urlencode({name: text for name, text in params.items() if text})}"


def _menus(figures: Figures, choices: Choices, asked: AskedPage) -> list[Menu]:
    books = (figures.year_of(owner_of(figures)), figures.year_of(choices.choice.municipality))
    this = asked.today.year
    years = sorted({this, this + 1, asked.year, *(year for book in books for year in book.years)}, reverse=True)
    lanes = [(None, "Alla fyra spår"), *LANE_NAMES.items()]
    return [
        Menu(
            "År",
            tuple(
                Option(str(year), link(YEAR, choices, plan_year=None if year == this else year), year == asked.year)
                for year in years
            ),
        ),
        Menu("Visa", tuple(Option(words, link(YEAR, choices, lane=one), one is choices.lane) for one, words in lanes)),
    ]


def _views(choices: Choices) -> Menu:
    return Menu(
        "Visning",
        tuple(
            Option(words, link(YEAR, choices, without_band=is_list), choices.without_band is is_list)
            for words, is_list in (("Band och listor", False), ("Bara lista", True))
        ),
    )


def _band(items: Sequence[Item], asked: AskedPage, name: str) -> Band:
    own = {Lane.BUDGET: name, Lane.FOLLOW_UP: name, Lane.CONFERENCE: "alla kommuner", Lane.KOLADA: "våra indikatorer"}
    chosen = asked.choices.lane
    lanes = {one: (words, own[one]) for one, words in LANE_NAMES.items() if chosen in (None, one)}
    return band(items, lanes, asked.year, asked.today)


def _late(now: YearNow, today: date) -> Iterator[RowView]:
    for one in now.late:
        days = (today - one.until).days
        for title, about in late_rows(one, now.areas):
            yield RowView(short_day(one.until), title, about, counted(days, "1 dag", "dagar"), "overdue", "")


def _row(one: Item, asked: AskedPage, figures: Figures, away: int) -> RowView:
    hangs = f"{one.hangs}, flyttas med den" if one.hangs else ""
    lane = "Kolada publicerar" if one.lane is Lane.KOLADA else ""
    about = ". ".join(first_upper(text) for text in (lane, one.by if not lane else "", one.note, hangs) if text)
    may = asked.together if one.lane is Lane.CONFERENCE else asked.town
    owner = owner_of(figures) if one.lane is Lane.CONFERENCE else asked.choices.choice.municipality
    words = f"pågår till {short_day(one.until)}" if one.state is ItemState.GOING_ON else away_words(away)
    work = _date_address(asked, owner, one.key) if one.key and may else ""
    return RowView(short_days(one.on, one.until), one.title, about, words, _SYMBOLS[one.state], one.state, work)


def _months(items: Sequence[Item], asked: AskedPage, figures: Figures) -> Iterator[tuple[str, list[RowView]]]:
    for month in range(1, 13):
        rows = [_row(one, asked, figures, (one.on - asked.today).days) for one in items if one.on.month == month]
        if rows:
            yield first_upper(month_name(month)), rows


def _late_first(now: YearNow) -> list[AreaStatus]:
    late = {area for one in now.late for area in one.missing}
    return sorted(now.areas, key=lambda one: (one.area not in late, one.is_convened))


def _area(one: AreaStatus, now: YearNow, choices: Choices, today: date) -> AreaView:
    return AreaView(
        name=one.name,
        address=link(AREAS, choices, area=one.area),
        municipality=one.municipality or "ingen",
        convenor=one.convenor or ("utsedd" if one.has_account else "utan ägare"),
        is_without=not one.is_convened,
        figures=_new(one.new, one.due),
        own=_own(one) if one.own_due or one.waiting else None,
        deck=_made(one.area, one.deck, now, today, Awaits.DECKS, ("fryst", "ej påbörjat", "försenat")),
        report=_made(one.area, one.report, now, today, Awaits.REPORTS, ("inlämnad", "ej påbörjad", "försenad")),
    )


def _new(new: int, due: int) -> CellView:
    if not due:
        return CellView("state-none", "inga väntas i år")
    if not new:
        return CellView("state-none", f"inga av {due} nya")
    if new == due:
        return CellView("state-done", f"alla {due} nya" if due > 1 else "den enda ny")
    return CellView("state-half", f"{new} av {due} nya")


def _own(one: AreaStatus) -> CellView:
    if one.waiting:
        return CellView("state-half", f"{one.waiting} granskas")
    return _new(one.own_new, one.own_due)


def _made(  # noqa: PLR0917 - one line of the table
    area: str, made: Worked | None, now: YearNow, today: date, awaits: Awaits, words: tuple[str, str, str]
) -> CellView:
    ready, none, late = words
    if made is not None and made.ready_on is not None:
        return CellView("state-done", f"{ready} {short_day(made.ready_on)}")
    due = next((one for one in now.late if one.awaits is awaits and area in one.missing), None)
    if due is not None:
        days = (today - due.until).days
        return CellView("overdue", f"{late} {counted(days, '1 dag', 'dagar')}", is_late=True)
    return CellView("state-half", "utkast") if made is not None else CellView("state-none", none)


_COLUMNS = ["datum", "till och med", "vad", "spår", "vem", "hänger på", "läge", "att säga"]


def year_rows(figures: Figures, asked: Dated, work: YearWork) -> pd.DataFrame:
    """The year's dates as a table."""
    year = asked.choices.plan_year or asked.today.year
    now = year_now(figures, AskedYear(asked.choices.choice.municipality, year, asked.today, work))
    rows = [
        {
            "datum": one.on.isoformat(),
            "till och med": one.until.isoformat() if one.until > one.on else "",
            "vad": one.title,
            "spår": LANE_NAMES[one.lane],
            "vem": one.by,
            "hänger på": one.hangs,
            "läge": one.state.value,
            "att säga": one.note,
        }
        for one in now.items
        if asked.choices.lane in (None, one.lane)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)

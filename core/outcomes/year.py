"""The co-operation's year put together: what is entered, what the program knows by itself, and how far each area is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.cycle.plans import InterimPeriod
from core.outcomes.figures import Figures
from core.words.formats import counted, first_lower
from core.year.book import YearBook
from core.year.dates import same_date
from core.year.models import AreaRole, Awaits, Lane, YearEvent, hanging_words, together

# Kolada publishes some indicators at a time: what comes within a fortnight is one date.
_FORTNIGHT = 13
_NOBODY = "ingen"
_AREAS_TOLD = 4
# What every municipality's figures of a year are waited for in: the year after.
_AFTER = 1
_AREAS_KEPT = 6


@dataclass(frozen=True)
class Worked:
    """What is made for an area in a year, and the day it was frozen or given out."""

    area: str
    ready_on: date | None


@dataclass(frozen=True)
class YearWork:
    """What is worked on in a year, as the features tell it: decks and reports, how many own indicators WAIT to be
    approved by area, and the areas that have a CONVENOR's account; and the seminar
    day as the decks have it.
    """

    decks: tuple[Worked, ...] = ()
    reports: tuple[Worked, ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()
    convened: frozenset[str] = frozenset()
    seminar_on: date | None = None


@dataclass(frozen=True)
class AskedYear:
    """The year that is asked for, with MUNICIPALITY's own dates, as it stands TODAY."""

    municipality: str
    year: int
    today: date
    work: YearWork = YearWork()


class ItemState(StrEnum):
    """How it is with a date."""

    DONE = "klart"
    GOING_ON = "pågår"
    COMING = "kommer"
    LATE = "försenat"


@dataclass(frozen=True)
class Item:
    """A date in the year. ``key`` is the event's id, '' for what the program knows by itself.

    ``hangs`` says what it hangs on ("6 veckor före konferensen"), ``note`` what there is to say of it, and ``missing``
    are the areas that it waits for. ``weight`` is how many indicators Kolada publishes.
    """

    key: str
    lane: Lane
    on: date
    until: date
    title: str
    state: ItemState
    by: str = ""
    hangs: str = ""
    note: str = ""
    awaits: Awaits = Awaits.NOTHING
    missing: tuple[str, ...] = ()
    is_conference: bool = False
    weight: int = 0


@dataclass(frozen=True)
class AreaStatus:
    """How far an area is in a year. Counts are of indicators whose new value is due this year, and have come.

    ``convenor`` is a function, '' where nobody is named; ``has_account`` tells whether somebody has an account for it.
    """

    area: str
    name: str
    municipality: str
    convenor: str
    has_account: bool
    new: int
    due: int
    own_new: int
    own_due: int
    waiting: int
    deck: Worked | None
    report: Worked | None

    @property
    def is_convened(self) -> bool:
        """Whether anybody calls the area's group together."""
        return bool(self.convenor) or self.has_account


@dataclass(frozen=True, eq=False)
class YearNow:
    """A year as it stands: its dates by day, and the areas in the catalogue's order."""

    items: tuple[Item, ...]
    areas: tuple[AreaStatus, ...]

    @property
    def late(self) -> list[Item]:
        """What should have been there, the oldest first."""
        return [one for one in self.items if one.state is ItemState.LATE]

    def next(self, count: int) -> list[Item]:
        """The COUNT dates that come, or go on, next."""
        return [one for one in self.items if one.state in (ItemState.COMING, ItemState.GOING_ON)][:count]

    @property
    def conference(self) -> Item | None:
        """The day that all lead up to."""
        return next((one for one in self.items if one.is_conference), None)


def owner_of(figures: Figures) -> str:
    """Whose the co-operation's own year is."""
    return together(is_example=figures.snapshot.info.is_example)


def year_now(figures: Figures, asked: AskedYear) -> YearNow:
    """The year ASKED for; without a municipality the co-operation's own dates."""
    book, own = figures.year_of(owner_of(figures)), figures.year_of(asked.municipality or _NOBODY)
    areas = tuple(_area_statuses(figures, asked.year, asked.work, book))
    items = [
        *_entered(book, asked, areas),
        *_entered(own, asked, areas),
        *_interim(figures, asked),
        *_published(figures, asked),
    ]
    return YearNow(tuple(sorted(items, key=lambda one: (one.on, one.until))), areas)


def _area_statuses(figures: Figures, year: int, work: YearWork, book: YearBook) -> Iterator[AreaStatus]:
    """How far each area is in YEAR."""
    plan = book.plan(year)
    roles = {one.id: one for one in plan.areas} if plan else {}
    decks, reports = ({one.area: one for one in made} for made in (work.decks, work.reports))
    names, waiting = figures.snapshot.municipalities, dict(work.waiting)
    fresh = figures.kept(_fresh, year, most=_AREAS_KEPT)
    for area in figures.catalogue.areas:
        role = roles.get(area.id, AreaRole(area.id))
        own = [one for one in figures.catalogue.indicators if one.area == area.id and one.own]
        kolada = [one for one in figures.catalogue.indicators if one.area == area.id and not one.own]
        yield AreaStatus(
            area=area.id,
            name=area.name,
            municipality=names.get(role.municipality or area.coordinator or "", ""),
            convenor=role.function,
            has_account=area.id in work.convened,
            new=sum(fresh.get(one.kpi, False) for one in kolada),
            due=sum(one.kpi in fresh for one in kolada),
            own_new=sum(fresh.get(one.kpi, False) for one in own),
            own_due=sum(one.kpi in fresh for one in own),
            waiting=waiting.get(area.id, 0),
            deck=decks.get(area.id),
            report=reports.get(area.id),
        )


def _fresh(figures: Figures, year: int) -> Mapping[str, bool]:
    """Whether the value that is due in YEAR, of the year before, has come: by kpi, without those that have none due.

    One that is measured every second or fourth year is due so many years after the last. An open year has not come.
    """
    frame = figures.snapshot.kpi_years
    closed = frame[(frame["n"] > 0) & ~frame["is_open"].astype(bool)]
    newest = {str(kpi): int(last) for kpi, last in closed.groupby("kpi")["year"].max().items()}
    found = {}
    for one in figures.catalogue.indicators:
        last, wanted = newest.get(one.kpi), year - _AFTER
        if last is None or last >= wanted or last + one.step <= wanted:
            found[one.kpi] = last is not None and last >= wanted
    return found


def _entered(book: YearBook, asked: AskedYear, areas: Sequence[AreaStatus]) -> Iterator[Item]:
    events = book.of_year(asked.year)
    for key, day in book.days(asked.year).items():
        one = events[key]
        missing, what = _awaited(one, book, asked, areas)
        until = day + timedelta(one.lasts)
        hangs = f"{hanging_words(one.days)} {_name_of(events[one.hangs_on])}" if one.hangs_on else ""
        yield Item(
            key,
            one.lane,
            day,
            until,
            one.title,
            _state(day, until, asked.today, is_missing=bool(what)),
            one.by,
            hangs,
            what,
            one.awaits,
            missing,
            one.is_conference,
        )


def _name_of(event: YearEvent) -> str:
    return "konferensen" if event.is_conference else f"”{event.title}”"


def _awaited(
    one: YearEvent, book: YearBook, asked: AskedYear, areas: Sequence[AreaStatus]
) -> tuple[tuple[str, ...], str]:
    """The areas that ONE still waits for, and what is missing in words; '' where all is there."""
    if one.awaits is Awaits.PLAN:
        plan = book.plan(asked.year)
        return (), "" if plan and plan.approved_on else "planen är inte fastställd än"
    lacks = {
        Awaits.CONVENORS: [area.area for area in areas if not area.is_convened],
        Awaits.OWN: [area.area for area in areas if area.own_new < area.own_due or area.waiting],
        Awaits.DECKS: [area.area for area in areas if area.deck is None or area.deck.ready_on is None],
        Awaits.REPORTS: [area.area for area in areas if area.report is None or area.report.ready_on is None],
    }.get(one.awaits, [])
    return tuple(lacks), f"{len(lacks)} av {len(areas)} saknas" if lacks else ""


def _state(day: date, until: date, today: date, *, is_missing: bool) -> ItemState:
    if until < today:
        return ItemState.LATE if is_missing else ItemState.DONE
    return ItemState.GOING_ON if day <= today and until > day else ItemState.COMING


def _interim(figures: Figures, asked: AskedYear) -> Iterator[Item]:
    """When the municipality's interim periods are to be followed up: in a year that it has plans for."""
    if not asked.municipality or asked.year not in figures.goals_of(asked.municipality).years:
        return
    for year, period in [
        (asked.year - 1, InterimPeriod.YEAR),
        (asked.year, InterimPeriod.FIRST),
        (asked.year, InterimPeriod.SECOND),
    ]:
        day = period.answer_by(year)
        words = "Uppföljning av helåret" if period is InterimPeriod.YEAR else f"Uppföljning av {period.value}"
        title = f"{words} {year}" if year != asked.year else words
        yield Item(
            "", Lane.FOLLOW_UP, day, day, title, _state(day, day, asked.today, is_missing=False), "nämnder och styrelse"
        )


def _published(figures: Figures, asked: AskedYear) -> Iterator[Item]:
    """When Kolada publishes what the catalogue has, within a fortnight as one; of other years by this year's dates."""
    days = figures.kept(_publication_days, asked.year, most=_AREAS_KEPT)
    group: list[tuple[date, str]] = []
    for one in days:
        if group and (one[0] - group[0][0]).days > _FORTNIGHT:
            yield _group(figures, group, asked.today)
            group = []
        group.append(one)
    if group:
        yield _group(figures, group, asked.today)


def _publication_days(figures: Figures, year: int) -> tuple[tuple[date, str], ...]:
    """Day and KPI of what Kolada publishes in YEAR, final or preliminary, by day."""
    found = set()
    for one in figures.catalogue.indicators:
        info = figures.snapshot.kpis.get(one.kpi)
        for day in (info.publication_date, info.prel_publication_date) if info else ():
            # What is said of one year comes about as far into the next ones.
            if day is not None and (year - day.year) % one.step == 0:
                found.add((same_date(day, year), one.kpi))
    return tuple(sorted(found))


def _group(figures: Figures, group: Sequence[tuple[date, str]], today: date) -> Item:
    kpis = dict.fromkeys(kpi for _, kpi in group)
    first, last = group[0][0], group[-1][0]
    title = counted(len(kpis), "1 indikator", "indikatorer")
    return Item(
        "",
        Lane.KOLADA,
        first,
        last,
        title,
        _state(first, last, today, is_missing=False),
        "Kolada",
        note=_areas_words(figures, kpis),
        weight=len(kpis),
    )


def _areas_words(figures: Figures, kpis: Iterable[str]) -> str:
    """The areas of KPIS, with how many each has, the most first."""
    counts: dict[str, int] = {}
    for kpi in kpis:
        area = figures.catalogue.by_kpi[kpi].area
        counts[area] = counts.get(area, 0) + 1
    names = {one.id: first_lower(one.name) for one in figures.catalogue.areas}
    told = [f"{names[area]} {count}" for area, count in sorted(counts.items(), key=lambda one: -one[1])]
    more = len(told) - _AREAS_TOLD
    return ", ".join(told[:_AREAS_TOLD]) + (f" och {counted(more, 'ett område', 'områden')} till" if more > 0 else "")

"""What somebody is to be reminded of, a week and a day before it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from core.access.contacts import Contact, Reminds
from core.access.people import Person, Role
from core.access.rights import Action, may_somewhere
from core.outcomes.figures import Figures
from core.outcomes.undertakings import AskedMine, undertakings
from core.outcomes.year import AskedYear, Item, YearWork, year_now
from core.words.formats import first_lower, listed
from core.year.models import Awaits, Lane

WEEK, DAY = timedelta(7), timedelta(1)
# What is made in a year, by the year.
WorkIn = Callable[[int], YearWork]


class Stage(StrEnum):
    """How long before: each comes once. Who was not reached in time is reminded later, as long as it is before."""

    WEEK = "vecka"
    DAY = "dag"


@dataclass(frozen=True)
class Reminder:
    """Something that is due ``on`` a day. ``key`` is the same for the same thing, day and stage.

    ``municipality`` is whose it is ('' of the co-operation); ``is_mine`` where it is somebody's own undertaking, which
    is found on her page by ``place``.
    """

    key: str
    on: date
    title: str
    about: str
    municipality: str = ""
    is_mine: bool = False
    place: str = ""


def stage_of(on: date, today: date) -> Stage | None:
    """Which reminder of what is due ON a day is to have gone by TODAY; None for none."""
    left = on - today
    if not timedelta(0) <= left <= WEEK:
        return None
    return Stage.DAY if left <= DAY else Stage.WEEK


def due_of(one: Item) -> date:
    """The day that ONE is reminded of: its first, or the last where something has to be there."""
    return one.until if one.awaits is not Awaits.NOTHING else one.on


def dates_ahead(figures: Figures, asked: AskedYear, work: WorkIn, *, first: date, last: date) -> tuple[Item, ...]:
    """The co-operation's dates and those of whom ASKED is for from FIRST to LAST, where their work is not there yet."""
    return tuple(
        one
        for year in range(first.year, last.year + 1)
        for one in year_now(figures, replace(asked, year=year, work=work(year))).items
        if one.lane is not Lane.KOLADA and first <= due_of(one) <= last
        if one.awaits is Awaits.NOTHING or one.note
    )


def kinds_for(person: Person) -> tuple[Reminds, ...]:
    """What PERSON can be reminded of."""
    may = {
        Reminds.TOWN: person.municipality is not None,
        Reminds.AREA: bool(person.areas),
        Reminds.MINE: may_somewhere(person, Action.READ_PLANS),
    }
    return tuple(one for one in Reminds if may.get(one, True))


def concerns(one: Item, person: Person, kinds: frozenset[Reminds]) -> bool:
    """Whether PERSON, who has chosen KINDS, is reminded of the date ONE, which is the co-operation's or her own."""
    if one.lane is not Lane.CONFERENCE:
        return Reminds.TOWN in kinds
    return Reminds.TOGETHER in kinds or (Reminds.AREA in kinds and bool({*one.missing} & {*person.areas}))


@dataclass(frozen=True)
class Reminding:
    """What everybody is to be reminded of TODAY; WORK tells what is made in a year, asked once for all."""

    figures: Figures
    today: date
    work: WorkIn

    def of(self, person: Person, contact: Contact) -> list[Reminder]:
        """What PERSON, who has CONTACT, is to have been told by today, the nearest first."""
        found = [self._dated(one, person) for one in self._dates(person) if concerns(one, person, contact.kinds)]
        if Reminds.MINE in contact.kinds:
            found += self._mine(person)
        return sorted(found, key=lambda one: one.on)

    def _dates(self, person: Person) -> Sequence[Item]:
        return self.figures.kept(_dates_soon, (person.municipality or "", self.today, self._works), most=20)

    @cached_property
    def _works(self) -> tuple[tuple[int, YearWork], ...]:
        years = range(self.today.year, (self.today + WEEK).year + 1)
        return tuple((year, self.work(year)) for year in years)

    def _dated(self, one: Item, person: Person) -> Reminder:
        due, names = due_of(one), self.figures.catalogue.area_by_id
        mine = listed([first_lower(names[area].name) for area in one.missing if area in person.areas])
        note = f"Det saknas för {mine}" if mine else one.note
        place = person.municipality or "" if one.lane is not Lane.CONFERENCE else ""
        key = one.key or f"{one.lane.name}-{one.title}"
        about = ". ".join(filter(None, (one.by, note)))
        return Reminder(self._key(key, due, place), due, one.title, about, person.municipality or "")

    def _mine(self, person: Person) -> Iterator[Reminder]:
        is_everywhere = person.role is Role.ADMINISTRATOR
        everywhere = (one.id for one in self.figures.catalogue.participants)
        for place in everywhere if is_everywhere else filter(None, [person.municipality]):
            for one in undertakings(self.figures, AskedMine(person, place, self.today)).next:
                if one.due is not None and stage_of(one.due, self.today):
                    key = self._key(f"{one.kind.name}-{one.key}-{one.of}", one.due, place)
                    yield Reminder(key, one.due, one.title, one.about, place, is_mine=True, place=one.key)

    def _key(self, key: str, due: date, place: str) -> str:
        return f"{key}/{place}/{due.isoformat()}/{stage_of(due, self.today)}"


def _dates_soon(figures: Figures, asked: tuple[str, date, tuple[tuple[int, YearWork], ...]]) -> tuple[Item, ...]:
    municipality, today, works = asked
    return dates_ahead(
        figures,
        AskedYear(municipality, today.year, today),
        dict(works).__getitem__,
        first=today,
        last=today + WEEK,
    )

"""How a year is changed: dates set, moved and taken away, the project plan written. Rights in front, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may
from core.errors import NyckeltalError
from core.goals.models import new_id
from core.state.database import reading, writing
from core.state.entries import Entries, Entry, Save, V, as_made, save_of, saved_in, undo
from core.tabular.fields import checked_fields, choice_field, day_field, text_field, whole_field
from core.year.book import DAYS_EXAMPLES, EVENTS, KINDS, PROJECT_PLANS, YearBook, read_book
from core.year.copying import copied_events, copied_plan
from core.year.dates import hanging_on
from core.year.models import (
    LANES_OF_A_TOWN,
    LANES_TOGETHER,
    AreaRole,
    Awaits,
    DaysExample,
    DaysExamples,
    Lane,
    ProjectPlan,
    YearEvent,
    is_together,
)

LONGEST_TITLE, LONGEST_FUNCTION, LONGEST_TEXT = 120, 100, 4000
# How far one date can hang from another, and how many dates a year has room for.
MOST_APART, _MOST_EVENTS = 400, 200
# What there is time for at the conference.
MOST_OF_THE_DAY = 3
READ_AGAIN = "Läs in sidan igen."
FIRST_YEAR, LAST_YEAR = 2000, 2099

Typed = Mapping[str, str]


class YearError(NyckeltalError):
    """Something cannot be done to the year as it was asked for."""


def may_change(by: Person, owner: str) -> bool:
    """Whether BY may change the year of OWNER: the co-operation's, or a municipality's own dates."""
    if is_together(owner):
        return may(by, Action.CHANGE_YEAR)
    return may(by, Action.DECIDE_PLAN, municipality=owner)


@dataclass(frozen=True)
class _Writing:
    session: Session
    book: YearBook
    save: Save


@dataclass(frozen=True)
class YearPlanning:
    """The year of OWNER, and who changes it when. All raise StateError; those that write NotAllowedError."""

    engine: Engine
    owner: str
    by: Person
    now: datetime

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Where OWNER's own dates stand."""
        return LANES_TOGETHER if is_together(self.owner) else LANES_OF_A_TOWN

    def require(self) -> None:
        """Raise NotAllowedError for who may not change it."""
        if not may_change(self.by, self.owner):
            raise NotAllowedError(self.by, Action.CHANGE_YEAR)

    def history(self, of: Entries[V], key: str) -> list[Entry[V]]:
        """All versions of what KEY names, newest first. Raises NotAllowedError: they have names."""
        self.require()
        with reading(self.engine) as connection:
            return of.history(connection, self.owner, key)

    def add(self, year: int, typed: Typed) -> tuple[str, Save]:
        """A new date of YEAR as TYPED (``_event``); its id. Raises YearError, FieldsError."""
        with self._writing() as at:
            if len(at.book.of_year(year)) >= _MOST_EVENTS:
                raise YearError(f"Året har redan {_MOST_EVENTS} datum.", "Ta bort något av dem först.")
            key = new_id()
            return key, self._put(at, self._event(at.book, YearEvent(key, year, "", self.lanes[0]), typed), 0)

    def change(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the date KEY be as TYPED; what hangs on it moves along. Raises YearError, FieldsError, OvertakenError."""
        with self._writing() as at:
            return self._put(at, self._event(at.book, self._held(at.book, key), typed), seen)

    def remove(self, key: str, seen: int) -> Save:
        """Take away the date KEY; what hung on it keeps the day that it has. Raises YearError, OvertakenError."""
        with self._writing() as at:
            one = self._held(at.book, key)
            days = at.book.days(one.year)
            EVENTS.put(at.session, self.owner, key, None, at.save, seen=seen)
            for other in at.book.of_year(one.year).values():
                if other.hangs_on == key:
                    alone = replace(other, on=days.get(other.id), hangs_on="", days=0)
                    EVENTS.put(at.session, self.owner, other.id, alone, at.save)
            return at.save

    def make_year(self, year: int) -> Save:
        """Make YEAR of the one before: dates on the same weekdays, and the project plan, not approved. Undone as one.

        Raises YearError where there are dates in it already, or none before.
        """
        with self._writing() as at:
            if at.book.of_year(year):
                raise YearError(f"{year} har redan datum.", "Ändra dem ett och ett, eller ta bort dem först.")
            made = copied_events(at.book, year, new_id)
            if not made:
                raise YearError(f"Det finns inga datum för {year - 1} att utgå från.", "Lägg till datumen ett och ett.")
            for one in made:
                EVENTS.put(at.session, self.owner, one.id, one, at.save)
            before = at.book.plan(year - 1)
            if before and not at.book.plan(year):
                PROJECT_PLANS.put(at.session, self.owner, str(year), copied_plan(before, year), at.save)
            return at.save

    def write_plan(self, year: int, typed: Typed, areas: tuple[AreaRole, ...], seen: int) -> Save:
        """Let the project plan of YEAR be as TYPED: background, purpose, organisation, lessons, approved_on,
        approved_by; with its AREAS.

        Raises YearError, FieldsError, OvertakenError.
        """
        with self._writing() as at:
            found = checked_fields(_PLAN, **typed)
            for one in areas:
                checked_fields({"function": _FUNCTION}, function=one.function)
            if bool(found["approved_on"]) != bool(found["approved_by"].strip()):
                field = "approved_by" if found["approved_on"] else "approved_on"
                what = "Dagen och vem som fastställde planen hör ihop."
                raise YearError(what, "Fyll i båda, eller lämna båda tomma.", field=field)
            plan = ProjectPlan(year, areas=areas, **found)
            PROJECT_PLANS.put(at.session, self.owner, str(year), plan, at.save, seen=seen)
            return as_made(at.session, at.save)

    def pick(self, year: int, municipality: str, measure: str, *, is_picked: bool) -> Save:
        """Let the example of MUNICIPALITY's MEASURE (an id) be one of the conference's of YEAR, or no longer.

        Raises YearError where there are as many as there is time for.
        """
        with self._writing() as at:
            one, before = DaysExample(municipality, measure), at.book.picked(year)
            others = tuple(other for other in before if other != one)
            if is_picked and len(others) >= MOST_OF_THE_DAY:
                raise YearError(f"{MOST_OF_THE_DAY} exempel är redan valda.", "Ta bort ett av dem först.")
            picked = DaysExamples((*others, one) if is_picked else others)
            DAYS_EXAMPLES.put(at.session, self.owner, str(year), picked, at.save)
            return as_made(at.session, at.save)

    def undo(self, batch: str) -> int:
        """Let what was before the save BATCH hold again; how many things came back. Raises YearError, OvertakenError,
        VersionError.
        """
        with self._writing() as at:
            made = saved_in(at.session, self.owner, batch)
            if any(one.kind not in KINDS for one in made):
                raise YearError("Det här ångras inte här.", "Gå till sidan där det gjordes.")
            gone = {one.key for one in made if one.kind == EVENTS.kind and one.first == 1}
            if any(one.hangs_on in gone and one.id not in gone for one in at.book.events.values()):
                raise YearError("Något annat hänger på datumet nu.", "Ta bort det i stället.")
            return undo(at.session, self.owner, batch, self.by, self.now)

    @contextmanager
    def _writing(self) -> Iterator[_Writing]:
        self.require()
        with writing(self.engine) as session:
            yield _Writing(session, read_book(session.connection(), self.owner), save_of(self.by, self.now))

    def _held(self, book: YearBook, key: str) -> YearEvent:
        if key not in book.events:
            raise YearError("Datumet finns inte.", READ_AGAIN)
        return book.events[key]

    def _put(self, at: _Writing, one: YearEvent, seen: int) -> Save:
        EVENTS.put(at.session, self.owner, one.id, one, at.save, seen=seen)
        return as_made(at.session, at.save)

    def _event(self, book: YearBook, before: YearEvent, typed: Typed) -> YearEvent:
        """BEFORE as TYPED: title, lane, by, awaits, is_conference ("ja"); on, or hangs_on (an id) with count, unit and
        side; until. Raises YearError, FieldsError.
        """
        found = checked_fields(_EVENT, **typed)
        lane = next((one for one in self.lanes if one == typed.get("lane")), self.lanes[0])
        one = replace(before, title=found["title"].strip(), lane=lane, by=found["by"].strip(), lasts=0)
        if lane is Lane.CONFERENCE:
            one = replace(one, awaits=found["awaits"], is_conference=typed.get("is_conference") == "ja")
        one = self._timed(book, one, typed)
        others = {key: other for key, other in book.of_year(one.year).items() if key != one.id}
        conference = next((other for other in others.values() if other.is_conference), None)
        if one.is_conference and conference:
            what = f"Året har redan en konferensdag: ”{conference.title}”."
            raise YearError(what, "Ändra den, eller ta bort krysset.", field="is_conference")
        days = YearBook(self.owner, {**others, one.id: one}).days(one.year)
        _require_in_year(one, days, {**others, one.id: one})
        if found["until"]:
            lasts = (found["until"] - days[one.id]).days
            if lasts < 0 or found["until"].year != one.year:
                what = f"Det börjar {days[one.id].isoformat()}, så det kan inte pågå till {found['until'].isoformat()}."
                raise YearError(what, "Välj en senare dag samma år, eller lämna fältet tomt.", field="until")
            one = replace(one, lasts=lasts)
        return one

    def _timed(self, book: YearBook, one: YearEvent, typed: Typed) -> YearEvent:
        """ONE on a day of its own, or hung on another."""
        anchor = typed.get("hangs_on", "")
        if not anchor:
            day = checked_fields({"on": day_field("Dag")}, on=typed.get("on"))["on"]
            return replace(one, on=day, hangs_on="", days=0)
        if typed.get("on", "").strip():
            what = "Både ett eget datum och ett att hänga på är valt."
            raise YearError(what, "Töm dagen, eller välj att den gäller.", field="on")
        others = book.of_year(one.year)
        if anchor not in others:
            raise YearError("Datumet som det ska hänga på finns inte.", "Välj ett annat.", field="hangs_on")
        if anchor == one.id or anchor in hanging_on(one.id, others):
            what = f"”{others[anchor].title}” hänger redan på det här datumet."
            raise YearError(what, "Välj ett annat, eller ett eget datum.", field="hangs_on")
        count = checked_fields({"count": _COUNT}, count=typed.get("count"))["count"]
        days = count * (7 if typed.get("unit") == "veckor" else 1) * (1 if typed.get("side") == "efter" else -1)
        return replace(one, on=None, hangs_on=anchor, days=days)


def _require_in_year(one: YearEvent, days: Mapping[str, date], events: Mapping[str, YearEvent]) -> None:
    """Raise YearError where ONE, or what moves with it, comes outside its year."""
    for key in (one.id, *hanging_on(one.id, events)):
        last = days[key] + timedelta(events[key].lasts if key != one.id else 0)
        if days[key].year != one.year or last.year != one.year:
            whose = "Dagen" if key == one.id else f"”{events[key].title}” flyttas med och"
            day = (last if days[key].year == one.year else days[key]).isoformat()
            what = f"{whose} hamnar {day}, utanför {one.year}."
            raise YearError(
                what, f"Välj en dag så att allt ryms i {one.year}.", field="hangs_on" if one.hangs_on else "on"
            )


_AWAITS = {one: one.value or "inget" for one in Awaits}
_COUNT = whole_field("Hur långt ifrån", 0, MOST_APART)
_FUNCTION = text_field("Funktion", LONGEST_FUNCTION, is_needed=False)
_EVENT = {
    "title": text_field("Vad", LONGEST_TITLE),
    "until": day_field("Pågår till och med", is_needed=False),
    "by": text_field("Vem", LONGEST_FUNCTION, is_needed=False),
    "awaits": choice_field("Vad ska vara klart", _AWAITS, Awaits.NOTHING),
}
_PLAN = {
    "background": text_field("Bakgrund", LONGEST_TEXT, is_needed=False, has_lines=True),
    "purpose": text_field("Syfte", LONGEST_TEXT, is_needed=False, has_lines=True),
    "organisation": text_field("Organisation", LONGEST_TEXT, is_needed=False, has_lines=True),
    "lessons": text_field("Lärdomar från förra året", LONGEST_TEXT, is_needed=False, has_lines=True),
    "approved_on": day_field("Fastställd den", is_needed=False),
    "approved_by": text_field("Fastställd av", LONGEST_FUNCTION, is_needed=False),
}

"""What a room does together with notes: it writes, groups, puts dots and concludes; a leader shows it on the screen."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.catalogue.exercises import Picture
from core.cycle.exercises import RUNS, Run, close_run
from core.cycle.working import READ_AGAIN, CycleError
from core.signals.dots import counted_dots
from core.signals.shown_groups import FEWEST
from core.state.ballots import BallotRow, answered, answers, forget_keys
from core.state.database import reading
from core.state.entries import Entries, Entry, Save, mark, save_of, values_of
from core.state.notes import Counts, Note, authors, counts, notes, settle
from core.state.steps import Step, last_step, take_back
from core.tabular.fields import checked_fields, text_field

LONGEST_HEADING, LONGEST_CONCLUSION = 60, 2000
MOST_HEADINGS, MOST_AT_ONCE = 40, 150
_STATE = "läge"
DOTS = "prickar"


class Phase(StrEnum):
    """How far a room has come."""

    WRITE = "skriva"
    GROUP = "gruppera"
    VOTE = "rosta"
    ORDER = "ordning"
    CONCLUDE = "slutsatser"


@dataclass(frozen=True)
class RoomState:
    """A room's PHASE; after a vote how many ``voted`` and the ``dots`` by heading, None where too few did."""

    phase: Phase = Phase.WRITE
    voted: int = 0
    dots: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Heading:
    """What notes of a FIELD stand together under."""

    field: str
    name: str


@dataclass(frozen=True)
class Placed:
    """Where the leader has put a note: under a ``heading`` ('' for none), and whether it is hidden."""

    heading: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Said:
    """What the room answers to a question at its end."""

    text: str


# All of them are kept by the run in place of a municipality: a room asks for its own alone.
STATES, HEADINGS = Entries("rum", RoomState), Entries("rubrik i rummet", Heading)
PLACED, SAID = Entries("lappens plats", Placed), Entries("rummets slutsats", Said)
_GROUPING = (PLACED, HEADINGS)
_ALL: tuple[Entries[Any], ...] = (STATES, HEADINGS, PLACED, SAID)
# Where one goes from where. Back from a vote its dots are thrown away, and nobody has seen them; after it nobody goes
# back, for who then voted would not be blind.
_WAYS = {
    (Phase.WRITE, Phase.GROUP),
    (Phase.GROUP, Phase.WRITE),
    (Phase.GROUP, Phase.VOTE),
    (Phase.GROUP, Phase.ORDER),
    (Phase.VOTE, Phase.GROUP),
    (Phase.VOTE, Phase.ORDER),
    (Phase.ORDER, Phase.GROUP),
    (Phase.ORDER, Phase.CONCLUDE),
    (Phase.CONCLUDE, Phase.ORDER),
}

# Front pages are written, shown and talked about.
_PAGES_WAYS = {(Phase.WRITE, Phase.CONCLUDE), (Phase.CONCLUDE, Phase.WRITE)}


@dataclass(frozen=True)
class Board:
    """A room as its screen shows it. ``notes`` are those that are new since it was asked for, with those taken back.

    ``mark`` changes with all that the leader does. ``phones`` have written, ``voted`` have put dots. ``said`` are
    the conclusions and their versions' numbers, by question; ``step`` what can be taken back. What the leader does is
    left out where who asks knows the mark.
    """

    run: Run
    state: RoomState
    mark: str
    headings: Mapping[str, Heading]
    placed: Mapping[str, Placed]
    said: Mapping[str, tuple[str, int]]
    notes: tuple[Note, ...]
    counts: Counts
    phones: int
    voted: int
    step: Step | None

    def heading_of(self, note: Note) -> str:
        """What NOTE stands under now: '' for nothing, and under a heading that is gone."""
        found = self.placed[note.key].heading if note.key in self.placed else note.part
        return found if found in self.headings and self.headings[found].field == note.field else ""

    def is_hidden(self, note: Note) -> bool:
        """Whether NOTE is hidden."""
        return note.key in self.placed and self.placed[note.key].is_hidden

    @property
    def shown(self) -> list[Note]:
        """The notes that stand and are not hidden."""
        return [one for one in self.notes if one.text and not self.is_hidden(one)]

    def ordered(self, field: str) -> list[tuple[str, Heading]]:
        """FIELD's headings: by dots after a vote, else as they were made."""
        mine = [key for key, one in self.headings.items() if one.field == field]
        order = counted_dots([self.state.dots], mine) if self.state.dots else mine
        return [(key, self.headings[key]) for key in order]


@dataclass(frozen=True)
class Room:
    """The room KEY of MUNICIPALITY for whoever leads it. All raise StateError, NotAllowedError and CycleError."""

    engine: Engine
    municipality: str
    key: str
    by: Person
    now: datetime

    def board(self, *, since: int = 0, known: str = "") -> Board:
        """It as it is now, for who KNOWS its mark; with the notes that were written or changed after SINCE."""
        require(self.by, Action.READ_PLANS, municipality=self.municipality)
        with reading(self.engine) as connection:
            return board_of(connection, self._run(connection), since, known)

    def to_phase(self, before: str, after: str) -> None:
        """Go from the phase BEFORE to AFTER. By two at once it is done once."""
        with self._changing() as (session, save, state):
            if state.phase == after:
                return
            if state.phase != before:
                raise CycleError("Någon annan har gått vidare i övningen.", "Se var ni är nu.")
            ways = _PAGES_WAYS if self._is_pages(session) else _WAYS
            is_blind_no_more = state.phase is Phase.ORDER and after == Phase.GROUP and state.voted
            if (state.phase, after) not in ways or is_blind_no_more:
                raise CycleError("Dit går det inte härifrån.", READ_AGAIN)
            to = Phase(after)
            if to in (Phase.VOTE, Phase.ORDER) and not HEADINGS.values(session.connection(), self.key):
                raise CycleError("Det finns inga rubriker än.", "Gruppera lapparna under minst en rubrik först.")
            STATES.put(session, self.key, _STATE, self._left(session, state, to), save, is_public=False)

    def _left(self, session: Session, state: RoomState, to: Phase) -> RoomState:
        """What STATE becomes TO."""
        if state.phase is not Phase.VOTE:
            return replace(state, phase=to)
        if to is Phase.GROUP:
            session.execute(delete(BallotRow).where(BallotRow.room == self.key))
            return RoomState(to)
        given = [one.get(DOTS, {}) for one in answers(session.connection(), self.key)]
        forget_keys(session, self.key)
        headings = HEADINGS.values(session.connection(), self.key)
        return RoomState(to, len(given), counted_dots(given, headings) if len(given) >= FEWEST else None)

    def move(self, keys: Sequence[str], heading: str) -> None:
        """Put the notes KEYS under HEADING of their field, '' for none."""
        with self._grouping() as (session, save):
            field = HEADINGS.values(session.connection(), self.key)[heading].field if heading else ""
            for one, before in self._placed(session, keys):
                if not heading or one.field == field:
                    PLACED.put(session, self.key, one.key, replace(before, heading=heading), save, is_public=False)

    def hide(self, keys: Sequence[str], *, is_hidden: bool) -> None:
        """Hide the notes KEYS from all screens, or show them again; in any phase."""
        with self._changing() as (session, save, _):
            for one, before in self._placed(session, keys):
                PLACED.put(session, self.key, one.key, replace(before, is_hidden=is_hidden), save, is_public=False)

    def name(self, heading: str, field: str, name: str, keys: Sequence[str] = ()) -> str:
        """Let HEADING ('' for a new one, in FIELD) be called NAME, and have the notes KEYS too; its key."""
        found = checked_fields(_NAMED, name=" ".join(name.split()))["name"]
        with self._grouping() as (session, save):
            self._require(session, 0, "" if heading else field)
            headings = HEADINGS.values(session.connection(), self.key)
            same = [
                key for key, one in headings.items() if one.field == field and one.name.casefold() == found.casefold()
            ]
            if not heading and not same and len(headings) >= MOST_HEADINGS:
                raise CycleError(f"{MOST_HEADINGS} rubriker är redan många.", "Slå ihop några av dem först.")
            if heading and heading not in headings:
                raise CycleError("Rubriken finns inte längre.", "Se hur det står nu.")
            # One that is called so already takes the notes.
            key = heading or (same or [secrets.token_hex(6)])[0]
            if heading or not same:
                place = headings[heading].field if heading else field
                HEADINGS.put(session, self.key, key, Heading(place, found), save, is_public=False)
            for one, before in self._placed(session, keys):
                if one.field == field:
                    PLACED.put(session, self.key, one.key, replace(before, heading=key), save, is_public=False)
            return key

    def remove(self, heading: str) -> None:
        """Take HEADING away; its notes stand without one."""
        with self._grouping() as (session, save):
            HEADINGS.put(session, self.key, heading, None, save, is_public=False)

    def conclude(self, question: str, text: str, seen: int) -> None:
        """Let TEXT be the answer to QUESTION, seen in the version SEEN. Raises OvertakenError, FieldsError."""
        found = checked_fields(_SAID, text=text)["text"].strip()
        with self._changing() as (session, save, _):
            self._require(session, 1, question)
            SAID.put(session, self.key, question, Said(found), save, seen=seen, is_public=False)

    def take_back(self, batch: str) -> None:
        """Take the newest step back, which is BATCH. Raises VersionError where it is another."""
        with self._grouping() as (session, save):
            take_back(session, self.key, batch, _GROUPING, save)

    def close(self) -> None:
        """Close the room: what is hidden or taken back is gone, and nobody knows any longer who wrote the others."""
        with self._changing() as (session, save, state):
            board = board_of(session.connection(), self._run(session.connection()))
            if state.phase is Phase.VOTE:
                left = self._left(session, state, Phase.ORDER)
                STATES.put(session, self.key, _STATE, left, save, is_public=False)
            count = max(board.phones, board.voted)
            settle(session, self.key, [replace(one, part=board.heading_of(one) or one.part) for one in board.shown])
            close_run(session, self.municipality, board.run, count, save)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Session, Save, RoomState]]:
        require(self.by, Action.LEAD_EXERCISE, municipality=self.municipality)
        # Not ``writing``: no reader's page shows a room, and its hundred steps make nobody's pages anew.
        with noting(self.engine, one_at_a_time=True) as session:
            if self._run(session.connection()).closed_on:
                raise CycleError("Övningen är stängd.", "Resultatet står på sidan Övningar.")
            yield session, save_of(self.by, self.now), state_of(session, self.key)

    @contextmanager
    def _grouping(self) -> Iterator[tuple[Session, Save]]:
        with self._changing() as (session, save, state):
            if state.phase not in (Phase.WRITE, Phase.GROUP):
                raise CycleError("Rubrikerna ligger fast sedan röstningen började.", "Gå tillbaka för att gruppera om.")
            yield session, save

    def _is_pages(self, session: Session) -> bool:
        of = self._run(session.connection()).of
        return of is not None and of.picture is Picture.FRONT_PAGE

    def _require(self, session: Session, section: int, question: str) -> None:
        """Raise CycleError for a QUESTION that the exercise's SECTION has not; '' is none."""
        asked = self._run(session.connection()).asked(section)
        if question and question not in {one.id for one in asked}:
            raise CycleError("Det fältet har övningen inte.", READ_AGAIN)

    def _placed(self, session: Session, keys: Collection[str]) -> list[tuple[Note, Placed]]:
        wanted = dict.fromkeys(keys)
        if len(wanted) > MOST_AT_ONCE:
            raise CycleError(f"Högst {MOST_AT_ONCE} lappar flyttas på en gång.", "Markera färre.")
        held = {one.key: one for one in notes(session.connection(), self.key) if one.key in wanted and one.text}
        placed = PLACED.values(session.connection(), self.key)
        return [(held[key], placed.get(key) or Placed(held[key].part)) for key in wanted if key in held]

    def _run(self, connection: Connection) -> Run:
        entry = RUNS.newest(connection, self.municipality, self.key)
        if entry is None or entry.value is None:
            raise CycleError("Övningen finns inte.", READ_AGAIN)
        return entry.value


def board_of(connection: Connection, run: Run, since: int = 0, known: str = "") -> Board:
    """The room of RUN for who KNOWS its mark; with the notes that were written or changed after SINCE."""
    now = mark(connection, run.id, [one.kind for one in _ALL], public=False)
    state, is_known = state_of(connection, run.id), now == known
    held = {} if is_known else values_of(connection, run.id, (HEADINGS, PLACED))
    said = [] if is_known else SAID.current(connection, run.id)
    return Board(
        run,
        state,
        now,
        held.get(HEADINGS.kind, {}),
        held.get(PLACED.kind, {}),
        {one.key: (one.value.text, one.number) for one in said if one.value},
        tuple(notes(connection, run.id, since=since)),
        counts(connection, run.id),
        run.answered if run.closed_on else authors(connection, run.id),
        answered(connection, run.id) if state.phase is Phase.VOTE else state.voted,
        None if run.closed_on or is_known else last_step(connection, run.id, _GROUPING),
    )


def state_of(connection: Connection | Session, key: str) -> RoomState:
    """How far the room KEY has come."""
    return _value(STATES.newest(connection, key, _STATE)) or RoomState()


def _value(entry: Entry[Any] | None) -> Any:
    return entry.value if entry else None


_NAMED = {"name": text_field("Rubriken", LONGEST_HEADING)}
_SAID = {"text": text_field("Slutsatsen", LONGEST_CONCLUSION, is_needed=False, has_lines=True)}

"""A room's notes and dots from phones, without an account: nothing is lost, and what is sent twice counts once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.access.addresses import keyed
from core.access.throttle import address_secret
from core.catalogue.exercises import Picture
from core.cycle.exercises import RUNS, Run, answerer_of
from core.cycle.rooms import DOTS, HEADINGS, Heading, Phase, RoomState, state_of
from core.cycle.together import once, together
from core.cycle.working import CycleError
from core.signals.dots import are_given
from core.state.ballots import answer_of, put_answer
from core.state.database import reading
from core.state.notes import Counts, Note, counts, note, notes, put_note

LONGEST_NOTE = 280
# What is more is no room but somebody's script.
MOST_NOTES, MOST_OF_ONE = 10_000, 80
# They show nothing, or turn round the reading of what stands beside them.
_UNSEEN = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

T = TypeVar("T")


@dataclass(frozen=True)
class RoomNow:
    """An open or closed room as a phone meets it: its ``headings`` are there to put dots on while it votes.

    ``mine`` are the notes of whoever asks, and ``dots`` hers by heading.
    """

    run: Run
    state: RoomState
    headings: Mapping[str, Heading]
    mine: tuple[Note, ...] = ()
    dots: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Phones:
    """The rooms of MUNICIPALITY for whoever has the address of one. All raise StateError."""

    engine: Engine
    municipality: str
    picture: ClassVar[Picture] = Picture.NOTES

    def now(self, key: str, token: str = "") -> RoomNow | None:
        """The room KEY for the browser that has TOKEN; None where there is none."""
        with reading(self.engine) as connection:
            now = self._now(connection, key)
            if not token or now is None or now.run.closed_on:
                return now
            who = answerer_of(connection, key, token)
            mine = tuple(one for one in notes(connection, key, author=who) if one.text)
            given = answer_of(connection, key, who) if now.state.phase is Phase.VOTE else None
            return replace(now, mine=mine, dots=(given or {}).get(DOTS, {}))

    def write(self, key: str, token: str, sent: str, place: str, text: str) -> Note:
        """Keep TEXT as a note in the field PLACE. SENT is the phone's own name for it: what comes twice is kept once.

        Raises CycleError where it is closed, empty, too long or full.
        """
        plain = checked_note(text)

        def deed(session: Session, now: RoomNow) -> Note:
            if place not in {one.id for one in now.run.asked(0)}:
                raise CycleError("Välj ett av fälten.", "Och skicka lappen igen.")
            mine = note_key(session, key, sent)
            if found := note(session, key, mine):
                return found[0]
            author = answerer_of(session, key, token)
            known = require_room(counts(session, key, author))
            return put_note(session, key, Note(mine, place, "", plain), author, known)

        return self._written(key, deed)

    def withdraw(self, key: str, token: str, mine: str) -> None:
        """Take back the note MINE, which the browser that has TOKEN has written. Once or twice is the same."""

        def deed(session: Session, _: RoomNow) -> None:
            found = note(session, key, mine)
            if found and found[1] == answerer_of(session, key, token) and found[0].text:
                put_note(session, key, replace(found[0], text=""), found[1])

        self._written(key, deed)

    def put_dots(self, key: str, token: str, dots: Mapping[str, int]) -> None:
        """Let DOTS (by heading) be those of the browser that has TOKEN, in place of what it gave before.

        Raises CycleError where no vote is open, or there are too many of them.
        """

        def deed(session: Session, now: RoomNow) -> None:
            if now.state.phase is not Phase.VOTE:
                raise CycleError("Röstningen är inte öppen.", "Se på skärmen i rummet var ni är.")
            fields: dict[str, list[str]] = {}
            for heading, one in now.headings.items():
                fields.setdefault(one.field, []).append(heading)
            if not are_given(dots, fields):
                raise CycleError("Det är fler prickar än du har.", "Ta bort några och skicka igen.")
            put_answer(session, key, answerer_of(session, key, token), (DOTS,), {DOTS: dict(dots)})

        self._written(key, deed)

    def _written(self, key: str, deed: Callable[[Session, RoomNow], T]) -> T:
        """What DEED makes of the room KEY, with what others in the house write meanwhile. Raises CycleError."""

        def in_turn(session: Session) -> T:
            now = once(session, f"room {self.municipality} {key}", lambda: self._now(session.connection(), key))
            if now is None:
                raise CycleError("Övningen finns inte.", "Kontrollera adressen, eller fråga den som leder den.")
            if now.run.of is None or now.run.of.picture is not self.picture:
                raise CycleError("Det skrivs inte i det här rummet.", "Läs av rutan på skärmen igen.")
            if now.run.closed_on:
                raise CycleError("Övningen är stängd.", "Det sista du skrev kom inte med: säg det i rummet.")
            return deed(session, now)

        return together(self.engine).done(in_turn)

    def _now(self, connection: Connection, key: str) -> RoomNow | None:
        entry = RUNS.newest(connection, self.municipality, key)
        if entry is None or entry.value is None or not entry.value.is_live:
            return None
        state = state_of(connection, key)
        headings = HEADINGS.values(connection, key) if state.phase is Phase.VOTE else {}
        return RoomNow(entry.value, state, headings)


def plain_note(text: str, *, has_lines: bool = False) -> str:
    """TEXT as it is kept: without what does not show, on one line, or HAS_LINES on as many as say something."""
    lines = text.splitlines() if has_lines else (text,)
    return "\n".join(filter(None, map(_on_one_line, lines)))


def _on_one_line(text: str) -> str:
    signs = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join("".join(sign for sign in signs if sign not in _UNSEEN).split())


def checked_note(text: str, longest: int = LONGEST_NOTE, *, has_lines: bool = False) -> str:
    """TEXT as it is kept. Raises CycleError for an empty one, and over LONGEST."""
    plain = plain_note(text, has_lines=has_lines)
    if not plain:
        raise CycleError("Lappen är tom.", "Skriv något på den.")
    if len(plain) > longest:
        raise CycleError(f"Texten är {len(plain)} tecken, och högst {longest} får plats.", "Korta den eller dela den.")
    return plain


def require_room(counted: Counts) -> Counts:
    """COUNTED. Raises CycleError where it leaves no room for one more note."""
    if counted.mine >= MOST_OF_ONE:
        raise CycleError(f"Du har skrivit {counted.mine} lappar, och fler får inte plats.", "Ta bort någon först.")
    if counted.notes >= MOST_NOTES:
        raise CycleError("Rummet är fullt av lappar.", "Säg till den som leder övningen.")
    return counted


def note_key(session: Session, key: str, sent: str) -> str:
    """What a note is kept by that a phone names SENT."""
    return keyed(address_secret(session), "note", key, sent)[:32]

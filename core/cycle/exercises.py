"""Exercises as they are led and answered: a leader with an account, everybody else without one and unknown."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.access.addresses import keyed
from core.access.entering import Entering
from core.access.rights import Action
from core.access.rows import noting
from core.access.throttle import Guesses, address_secret
from core.catalogue.exercises import Exercise, Question, default_exercises
from core.cycle.together import once, together
from core.cycle.working import READ_AGAIN, CycleError, Typed
from core.state.ballots import CodeError, answer_of, answered, answers, forget_keys, put_answer
from core.state.database import reading, writing
from core.state.entries import Entries, Entry, Save, save_of
from core.state.notes import authors
from core.tabular.fields import checked_fields, choice_field, text_field
from core.words.dates import today

# None that looks like another, or makes a word.
_LETTERS, LETTERS_LONG = "BCDFGHJKLMNPRSTVXZ", 4
# Six wrong tries a minute from an address when its thirty free ones are used.
_FORGET = timedelta(seconds=10)
_ROOMS, EVERYWHERE = "övningar", "alla"
# What a room has is kept by its key, where else a municipality's stands.
_ROOM_KEY = re.compile(r"[0-9a-z]{1,16}")
# A municipality's employees may answer one; what is more is no survey but somebody's script.
MOST_ANSWERS = 5000
MOST_OPEN, MOST_ITEMS, LONGEST_TITLE, LONGEST_ANSWER = 40, 150, 120, 1000


class Way(StrEnum):
    """How an exercise is answered: by one, for the municipality; by a room of people; or over weeks."""

    ALONE = "ensam"
    ROOM = "i rummet"
    LINK = "med länk"


@dataclass(frozen=True)
class Item:
    """What a section is asked about: a council goal or an indicator, as it was called when the exercise began."""

    id: str
    name: str


@dataclass(frozen=True)
class Run:
    """An exercise that is run: ``exercise`` is its id in the catalogue, ``letters`` lead to it while it is open.

    ``filled`` are answers by field that the program has given: they stand until somebody answers otherwise.
    ``shown_on`` is since when everybody may see what it came to, as a function (``shown_by``) has decided.
    """

    id: str
    exercise: str
    title: str
    way: Way
    letters: str
    started_on: date
    items: tuple[Item, ...] = ()
    filled: Mapping[str, tuple[str, ...]] | None = None
    closed_on: date | None = None
    answered: int = 0
    shown_on: date | None = None
    shown_by: str = ""

    @property
    def of(self) -> Exercise | None:
        """The exercise; None for one that the file no longer has."""
        return default_exercises().get(self.exercise)

    @property
    def is_shown_to_all(self) -> bool:
        """Whether everybody may see what it came to, so that it can be a slide."""
        return self.closed_on is not None and self.shown_on is not None

    @property
    def is_live(self) -> bool:
        """Whether a room writes it together, on pages of its own, in place of answering questions."""
        return self.of is not None and self.of.is_live

    def asked(self, section: int) -> tuple[Question, ...]:
        """The questions of SECTION (from 0): of a room 0 are its fields, and 1 what it answers at its end."""
        return self.of.sections[section].questions if self.of else ()


@dataclass(frozen=True)
class Led:
    """Where letters lead."""

    municipality: str
    run: str


RUNS = Entries("övning", Run)
LED = Entries("övningens bokstäver", Led)


def new_run() -> str:
    """A key for a run, which is all that is needed to answer: nobody guesses it."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Leading(Entering):
    """The exercises of MUNICIPALITY for whoever leads them. All raise StateError and NotAllowedError."""

    def start(self, key: str, typed: Typed, items: Sequence[Item], filled: Mapping[str, tuple[str, ...]]) -> Run:
        """Let KEY (of ``new_run``) begin, about ITEMS. TYPED: exercise, title, way.

        Sent twice it begins once. Raises CycleError, FieldsError.
        """
        self.require(Action.LEAD_EXERCISE)
        exercise = default_exercises().get(typed.get("exercise", ""))
        if exercise is None:
            raise CycleError("Övningen finns inte.", READ_AGAIN)
        found = checked_fields(_STARTED, title=typed.get("title", ""), way=typed.get("way", ""))
        if exercise.is_live and (found["way"] is not Way.ROOM or not _ROOM_KEY.fullmatch(key)):
            raise CycleError("Övningen görs i ett rum, på telefonerna.", READ_AGAIN)
        with writing(self.engine) as session:
            if (before := RUNS.newest(session, self.municipality, key)) and before.value:
                return before.value
            is_open = [
                one for one in RUNS.values(session.connection(), self.municipality).values() if not one.closed_on
            ]
            if len(is_open) >= MOST_OPEN:
                raise CycleError(f"{MOST_OPEN} övningar är redan öppna.", "Stäng någon av dem först.")
            save = save_of(self.by, self.now)
            letters = free_letters(session)
            run = Run(
                key,
                exercise.id,
                found["title"].strip(),
                found["way"],
                letters,
                self.today,
                tuple(items[:MOST_ITEMS]),
                dict(filled),
            )
            RUNS.put(session, self.municipality, key, run, save, is_public=False)
            LED.put(session, EVERYWHERE, letters, Led(self.municipality, key), save, is_public=False)
            return run

    def close(self, key: str) -> Run:
        """Close KEY: its answers are shown, none comes more, and nobody can change hers. Raises CycleError."""
        self.require(Action.LEAD_EXERCISE)
        with writing(self.engine) as session:
            entry = RUNS.newest(session, self.municipality, key)
            if entry is None or entry.value is None:
                raise CycleError("Övningen finns inte.", READ_AGAIN)
            if entry.value.closed_on:
                told = f"{entry.created_by} stängde övningen {entry.value.closed_on}."
                raise CycleError(told, "Resultatet står på sidan.")
            if entry.value.is_live:
                raise CycleError("Ett rum stängs på sin skärm.", "Öppna skärmen.")
            count = answered(session.connection(), key)
            return close_run(session, self.municipality, entry.value, count, save_of(self.by, self.now))

    def show_all(self, key: str, function: str, *, is_sure: bool) -> Run:
        """Let everybody see what KEY came to, as FUNCTION decides. Raises CycleError, FieldsError."""
        by = checked_fields(_SHOWN, shown_by=function)["shown_by"].strip()
        if not is_sure:
            raise CycleError("Inget är ändrat än.", "Kryssa i att alla får se resultatet.", field="saker")
        return self._shown(key, self.today, by)

    def show_nobody(self, key: str) -> Run:
        """Take that back: decks that are frozen keep what they had. Raises CycleError."""
        return self._shown(key, None, "")

    def _shown(self, key: str, on: date | None, by: str) -> Run:
        self.require(Action.LEAD_EXERCISE)
        with writing(self.engine) as session:
            entry = RUNS.newest(session, self.municipality, key)
            if entry is None or entry.value is None or not entry.value.closed_on:
                raise CycleError("Övningen har inget resultat att visa än.", "Stäng den först.")
            run = replace(entry.value, shown_on=on, shown_by=by)
            RUNS.put(session, self.municipality, key, run, save_of(self.by, self.now), is_public=False)
            return run

    def runs(self) -> list[Entry[Run]]:
        """All that have been begun, the newest first."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return RUNS.current(connection, self.municipality)[::-1]

    def given(self, key: str) -> list[dict[str, Any]]:
        """All answers to KEY, which is closed, in an order that says nothing; [] while it is open."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            entry = RUNS.newest(connection, self.municipality, key)
            return answers(connection, key) if entry and entry.value and entry.value.closed_on else []


@dataclass(frozen=True)
class Answering:
    """An exercise of MUNICIPALITY for whoever has its address. All raise StateError."""

    engine: Engine
    municipality: str

    def asked(self, key: str, token: str = "") -> tuple[Run, Mapping[str, Any]] | None:
        """The run KEY, and what the browser that has TOKEN has answered while it is open; None where there is none."""
        with reading(self.engine) as connection:
            run = _run(connection, self.municipality, key)
            if run is None or not token or run.closed_on:
                return (run, {}) if run else None
            return run, answer_of(connection, key, answerer_of(connection, key, token)) or {}

    def count(self, run: Run) -> int:
        """How many have answered RUN, or have written in its room."""
        with reading(self.engine) as connection:
            is_open_room = run.is_live and run.closed_on is None
            return authors(connection, run.id) if is_open_room else answered(connection, run.id)

    def put(self, key: str, token: str, asked: Collection[str], given: Mapping[str, Any]) -> None:
        """Let GIVEN be what the browser that has TOKEN answers of the fields ASKED. Nothing says when, or from where.

        Raises CycleError where it is closed, full or answered by another who answers it alone.
        """

        def deed(session: Session) -> None:
            connection, named = session.connection(), f"run {self.municipality} {key}"
            run = once(session, named, lambda: _run(connection, self.municipality, key))
            if run is None:
                raise CycleError("Övningen finns inte.", "Kontrollera adressen, eller fråga den som leder den.")
            if run.is_live:
                raise CycleError("Övningen har inga frågor att svara på.", "Läs av rutan på skärmen igen.")
            if run.closed_on:
                raise CycleError(f"Övningen stängdes {run.closed_on}.", "Det sista du svarade kom inte med.")
            who = answerer_of(session, key, token)
            most = 1 if run.way is Way.ALONE else MOST_ANSWERS
            if answered(connection, key) >= most and answer_of(connection, key, who) is None:
                why = "Den besvaras av en person, och någon har redan börjat." if most == 1 else "Den är full."
                raise CycleError(why, "Fråga den som leder övningen.")
            put_answer(session, key, who, asked, given)

        together(self.engine).done(deed)


def shown_to_all(engine: Engine, municipality: str) -> list[tuple[Run, list[dict[str, Any]]]]:
    """The closed runs of MUNICIPALITY that everybody may see, with their answers, the newest first."""
    with reading(engine) as connection:
        runs = list(RUNS.values(connection, municipality).values())[::-1]
        return [(one, answers(connection, one.id)) for one in runs if one.is_shown_to_all]


def led_to(engine: Engine, letters: str, address: str, now: datetime) -> tuple[str, str]:
    """The municipality and the run that LETTERS, typed at ADDRESS, lead to. Raises CodeError, StateError.

    In place of a municipality a deck's showing has ``core.cycle.audience.SHOWN_FOR``.
    """
    plain = "".join(sign for sign in letters.upper() if sign.isalnum())[:LETTERS_LONG]
    with noting(engine, one_at_a_time=True) as session:
        guesses = Guesses(session, _ROOMS, address, now, _FORGET)
        seconds = guesses.wait()
        found = None if seconds else LED.newest(session, EVERYWHERE, plain)
        if not seconds and not (found and found.value):
            # Counted though it is refused.
            guesses.wrong()
    if seconds:
        raise CodeError(
            "Det har blivit många fel bokstäver härifrån.", f"Läs av rutan i stället, eller försök om {seconds} s."
        )
    if found is None or found.value is None:
        raise CodeError("Bokstäverna leder ingenstans.", "Kontrollera dem. Övningen kan också vara stängd.")
    return found.value.municipality, found.value.run


def last_before(run: Run, runs: Iterable[Run]) -> Run | None:
    """The closed one among RUNS of the same exercise that was the last before RUN; None for none."""
    closed = [
        one
        for one in runs
        if one.exercise == run.exercise and one.id != run.id and one.closed_on and one.started_on <= run.started_on
    ]
    earlier = [one for one in closed if run.closed_on is None or str(one.closed_on) <= str(run.closed_on)]
    return max(earlier, key=lambda one: (str(one.closed_on), one.id), default=None)


def close_run(session: Session, municipality: str, run: Run, count: int, save: Save) -> Run:
    """RUN of MUNICIPALITY closed, with COUNT answers that nobody finds a browser from. In a session that writes."""
    forget_keys(session, run.id)
    closed = replace(run, closed_on=today(save.now), answered=count)
    RUNS.put(session, municipality, run.id, closed, save, is_public=False)
    LED.put(session, EVERYWHERE, run.letters, None, save, is_public=False)
    return closed


def free_letters(session: Session) -> str:
    """Letters that lead nowhere yet, in a session that writes."""
    while True:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(LETTERS_LONG))
        found = LED.newest(session, EVERYWHERE, letters)
        if found is None or found.value is None:
            return letters


def answerer_of(session: Session | Connection, key: str, token: str) -> str:
    """What an answer is kept by until its run is closed: nobody finds the browser from it."""
    return keyed(address_secret(session), "answer", key, token)[:32]


def _run(connection: Connection, municipality: str, key: str) -> Run | None:
    entry = RUNS.newest(connection, municipality, key)
    return entry.value if entry else None


_SHOWN = {"shown_by": text_field("Vem som har bestämt det (funktion)", LONGEST_TITLE)}
_STARTED = {
    "title": text_field("Övningens namn", LONGEST_TITLE),
    "way": choice_field("Hur den besvaras", {one: one.value for one in Way}),
}

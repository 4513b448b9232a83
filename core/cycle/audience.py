"""A question that a deck puts to its audience: a stage shows it, phones answer it, and its bars close it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.cycle.exercises import (
    EVERYWHERE,
    LED,
    MOST_ANSWERS,
    Led,
    answerer_of,
    free_letters,
)
from core.cycle.together import once, together
from core.cycle.working import READ_AGAIN, CycleError
from core.signals.shown_groups import FEWEST
from core.state.ballots import answer_of, answered, answers, forget_keys, put_answer
from core.state.database import reading
from core.state.entries import Entries, Save, save_of
from core.words.dates import today

# What stands in place of a municipality: a showing is of the co-operation.
SHOWN_FOR = "bildspel"
LEAST_ANSWERS, MOST_CHOICES, LONGEST_CHOICE, LONGEST_QUESTION = 2, 8, 80, 200
_MOST_ROUNDS = 100
_FIELD = "svar"


@dataclass(frozen=True)
class Question:
    """What is asked on the SLIDE (its id) of AREA's deck, as it stood on the screen."""

    area: str
    slide: str
    text: str
    choices: tuple[str, ...]
    is_several: bool = False


@dataclass(frozen=True)
class Round:
    """A question that was asked once: ``id`` is what its answers are kept by. Closed when its bars are shown."""

    id: str
    question: Question
    is_closed: bool = False


@dataclass(frozen=True)
class Showing:
    """A deck that was shown on a day: its ``rounds`` in order, and the id of the one that phones see.

    ``stage`` is the browser that shows it. ``id`` and ``letters`` lead phones to it.
    """

    id: str
    deck: str
    on: date
    letters: str
    stage: str
    now: str = ""
    rounds: tuple[Round, ...] = ()

    @property
    def current(self) -> Round | None:
        """The round that phones see."""
        return next((one for one in self.rounds if one.id == self.now), None)

    def of(self, question: Question) -> Round | None:
        """The last round of QUESTION's slide."""
        mine = (one for one in reversed(self.rounds) if _place(one.question) == _place(question))
        return next(mine, None)


@dataclass(frozen=True)
class Counted:
    """A round ON a day: ``count`` persons have answered; ``counts`` by choice, None while they are not to be shown.

    Fewer than five are never shown, as in every exercise (CYCLE.md, section 6): a phone is promised the same here.
    """

    on: date
    round: Round
    count: int
    counts: tuple[int, ...] | None


SHOWINGS = Entries("visning", Showing)


@dataclass(frozen=True)
class Stage:
    """The browser STAGE that shows a DECK, and whoever is signed in there. All raise StateError, NotAllowedError.

    Nothing here makes readers' pages anew: it is said beside the figures, not of them.
    """

    engine: Engine
    deck: str
    stage: str
    by: Person
    now: datetime

    def show(self, question: Question, *, is_anew: bool = False) -> tuple[Showing, Counted]:
        """Let phones see QUESTION from now on; what its last round came to where that is closed.

        IS_ANEW begins a new round, and takes a showing over from another browser. Raises CycleError where another
        shows the deck.
        """
        require(self.by, Action.EDIT_DECK, area=question.area)
        with noting(self.engine, one_at_a_time=True) as session:
            save = save_of(self.by, self.now)
            showing = self._todays(session, save)
            if showing.stage != self.stage and not is_anew:
                raise CycleError("Frågan visas från en annan dator.", "Tryck R för att ta över den här.")
            found = showing.of(question)
            # What has been written anew since is another question.
            if found is None or is_anew or found.question != question:
                _close(session, found)
                found = Round(_new_key(), question)
                kept = tuple(replace(one, is_closed=True) if _is_of(one, question) else one for one in showing.rounds)
                if len(kept) >= _MOST_ROUNDS:
                    raise CycleError("Bildspelet har ställt för många frågor i dag.", "Fortsätt utan telefoner.")
                showing = replace(showing, rounds=(*kept, found))
            showing = replace(showing, stage=self.stage, now=found.id)
            SHOWINGS.put(session, SHOWN_FOR, showing.id, showing, save, is_public=False)
            return showing, _counted(session.connection(), showing, found)

    def bars(self, question: Question) -> tuple[Showing, Counted]:
        """Close QUESTION's round of today and tell what it came to. From now on nobody finds whose an answer is."""
        require(self.by, Action.EDIT_DECK, area=question.area)
        with noting(self.engine, one_at_a_time=True) as session:
            save = save_of(self.by, self.now)
            showing = self._todays(session, save)
            found = showing.of(question)
            if found is None:
                raise CycleError("Frågan är inte ställd i dag.", READ_AGAIN)
            if not found.is_closed:
                _close(session, found)
                closed = replace(found, is_closed=True)
                rounds = tuple(closed if one.id == found.id else one for one in showing.rounds)
                showing, found = replace(showing, rounds=rounds), closed
                SHOWINGS.put(session, SHOWN_FOR, showing.id, showing, save, is_public=False)
            return showing, _counted(session.connection(), showing, found)

    def _todays(self, session: Session, save: Save) -> Showing:
        """The showing of the deck today; a new one where there is none, and then those of other days are over."""
        on = today(self.now)
        held = [one for one in SHOWINGS.values(session.connection(), SHOWN_FOR).values() if one.deck == self.deck]
        if mine := next((one for one in held if one.on == on), None):
            return mine
        for old in held:
            _end(session, old, save)
        showing = Showing(_new_key(), self.deck, on, free_letters(session), self.stage)
        LED.put(session, EVERYWHERE, showing.letters, Led(SHOWN_FOR, showing.id), save, is_public=False)
        return showing


@dataclass(frozen=True)
class Audience:
    """A showing for whoever has its KEY, without an account. All raise StateError."""

    engine: Engine
    key: str

    def showing(self) -> Showing | None:
        """It as it is; None where there is none."""
        return self.seen("")[0]

    def seen(self, token: str) -> tuple[Showing | None, tuple[int, ...]]:
        """The same, and the choices that the browser with TOKEN has made in the open round, by place."""
        with reading(self.engine) as connection:
            showing = _showing(connection, self.key)
            current = showing.current if showing else None
            if not token or current is None or current.is_closed:
                return showing, ()
            found = answer_of(connection, current.id, answerer_of(connection, current.id, token))
            return showing, tuple(found.get(_FIELD, ())) if found else ()

    def count(self, round_id: str) -> int:
        """How many have answered in ROUND_ID."""
        with reading(self.engine) as connection:
            return answered(connection, round_id)

    def put(self, round_id: str, token: str, chosen: Sequence[int]) -> None:
        """Let CHOSEN (places) be what the browser with TOKEN answers: one answer, however often it is sent.

        Raises CycleError where the round is closed, full or another's, or CHOSEN is none of its choices.
        """
        if not token:
            raise CycleError("Webbläsaren tar inte emot kakor härifrån.", "Tillåt dem och skicka igen.")

        def deed(session: Session) -> None:
            connection = session.connection()
            showing = once(session, f"showing {self.key}", lambda: _showing(connection, self.key))
            found = next((one for one in showing.rounds if one.id == round_id), None) if showing else None
            if found is None:
                raise CycleError("Frågan finns inte.", "Läs av rutan på skärmen igen.")
            if found.is_closed:
                raise CycleError("Svaren visas redan.", "Ditt svar hann inte fram innan staplarna visades.")
            places = sorted({one for one in chosen if 0 <= one < len(found.question.choices)})
            if not places or (len(places) > 1 and not found.question.is_several):
                raise CycleError("Inget svar är valt.", "Välj ett och skicka igen.")
            answerer = answerer_of(session, round_id, token)
            if answered(connection, round_id) >= MOST_ANSWERS and answer_of(connection, round_id, answerer) is None:
                raise CycleError("Frågan har så många svar som får plats.", "Säg ditt i rummet.")
            put_answer(session, round_id, answerer, (_FIELD,), {_FIELD: places})

        together(self.engine).done(deed)


def told(engine: Engine, area: str) -> Mapping[str, tuple[Counted, ...]]:
    """What the closed rounds of AREA's deck that somebody answered came to, by the slide's id, the newest first.

    Raises StateError.
    """
    found: dict[str, list[Counted]] = {}
    with reading(engine) as connection:
        for showing in reversed(SHOWINGS.values(connection, SHOWN_FOR).values()):
            for one in reversed(showing.rounds):
                if not one.is_closed or one.question.area != area:
                    continue
                counted = _counted(connection, showing, one)
                if counted.count:
                    found.setdefault(one.question.slide, []).append(counted)
    return {slide: tuple(some) for slide, some in found.items()}


def _counted(connection: Connection, showing: Showing, one: Round) -> Counted:
    count = answered(connection, one.id)
    if not one.is_closed or count < FEWEST:
        return Counted(showing.on, one, count, None)
    given = [places for ballot in answers(connection, one.id) for places in ballot.get(_FIELD, ())]
    return Counted(showing.on, one, count, tuple(given.count(n) for n in range(len(one.question.choices))))


def _close(session: Session, one: Round | None) -> None:
    if one is not None and not one.is_closed:
        forget_keys(session, one.id)


def _end(session: Session, old: Showing, save: Save) -> None:
    """OLD is over: its letters lead nowhere, and what was left open is closed."""
    held = LED.newest(session, EVERYWHERE, old.letters)
    if held and held.value == Led(SHOWN_FOR, old.id):
        LED.put(session, EVERYWHERE, old.letters, None, save, is_public=False)
    for one in old.rounds:
        _close(session, one)
    ended = replace(old, rounds=tuple(replace(one, is_closed=True) for one in old.rounds))
    SHOWINGS.put(session, SHOWN_FOR, old.id, ended, save, is_public=False)


def _showing(connection: Connection, key: str) -> Showing | None:
    entry = SHOWINGS.newest(connection, SHOWN_FOR, key)
    return entry.value if entry else None


def _place(question: Question) -> tuple[str, str]:
    return question.area, question.slide


def _is_of(one: Round, question: Question) -> bool:
    return _place(one.question) == _place(question)


def _new_key() -> str:
    return secrets.token_hex(8)

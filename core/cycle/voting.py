"""What somebody with a code does in a blind vote, without an account: sees what is asked, and answers once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from core.access.rows import noting
from core.access.throttle import Guesses
from core.cycle.book import MEASURES, VOTES
from core.cycle.models import Measure, Vote
from core.cycle.priorities import LEAST, MOST
from core.cycle.working import CycleError
from core.state.ballots import CodeError, answered, cast
from core.state.database import reading

# An effort and an effect, by the measure's id.
Given = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Ballot:
    """What a voter is asked: the vote, its measures in their order, and how many have answered it."""

    vote: Vote
    measures: tuple[Measure, ...]
    answered: int


@dataclass(frozen=True)
class Voting:
    """The votes of MUNICIPALITY for those who have a vote's address. All raise StateError."""

    engine: Engine
    municipality: str

    def ballot(self, key: str) -> Ballot | None:
        """The vote KEY, which nobody guesses; None where there is none."""
        with reading(self.engine) as connection:
            return _ballot(connection, self.municipality, key)

    def cast(self, key: str, code: str, given: Given, address: str, now: datetime) -> None:
        """Keep what is GIVEN by CODE in the vote KEY, sent from ADDRESS.

        Raises CodeError for a code that is used or none, after many wrong ones from there for a while for all;
        CycleError where it is closed or something is not answered.
        """
        refused: CodeError | None = None
        with noting(self.engine, one_at_a_time=True) as session:
            asked = _ballot(session.connection(), self.municipality, key)
            _require_open(asked)
            if asked is None or any(not _is_whole(given.get(one.id)) for one in asked.measures):
                raise CycleError("Alla förslag behöver både en insats och en effekt.", "Fyll i det som saknas.")
            guesses = Guesses(session, key, address, now)
            if seconds := guesses.wait():
                raise CodeError("Det har blivit många fel koder härifrån.", f"Vänta {seconds} s och försök igen.")
            try:
                cast(session, key, code, {one.id: list(given[one.id]) for one in asked.measures})
            except CodeError as error:
                # Counted though nothing else is kept.
                guesses.wrong()
                refused = error
        if refused:
            raise refused


def _require_open(asked: Ballot | None) -> None:
    if asked is None:
        raise CycleError("Omröstningen finns inte.", "Kontrollera adressen, eller fråga den som leder den.")
    if asked.vote.closed_on:
        raise CycleError(f"Omröstningen stängdes {asked.vote.closed_on}.", "Din röst kom inte med. Säg till i rummet.")


def _is_whole(given: tuple[int, int] | None) -> bool:
    return given is not None and all(LEAST <= one <= MOST for one in given)


def _ballot(connection: Connection, municipality: str, key: str) -> Ballot | None:
    entry = VOTES.newest(connection, municipality, key)
    if entry is None or entry.value is None:
        return None
    held = MEASURES.values(connection, municipality)
    measures = tuple(held[one] for one in entry.value.measures if one in held)
    return Ballot(entry.value, measures, answered(connection, key))

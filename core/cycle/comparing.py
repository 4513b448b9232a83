"""Municipalities that agree to let what an exercise came to stand beside each other's: each says so for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from core.access.entering import Entering
from core.access.rights import Action
from core.cycle.exercises import EVERYWHERE, LONGEST_TITLE, RUNS, Run
from core.cycle.working import CycleError
from core.state.ballots import answers
from core.state.database import reading, writing
from core.state.entries import Entries, Save, as_made, save_of, saved_in, undo
from core.state.versions import VersionError
from core.tabular.fields import checked_fields, text_field


@dataclass(frozen=True)
class Consent:
    """That RUN of MUNICIPALITY's, of EXERCISE, stands beside others' since ``on``, as a function (``by``) decided."""

    municipality: str
    run: str
    exercise: str
    on: date
    by: str


@dataclass(frozen=True)
class Agreeing:
    """A municipality's newest run that it lets stand beside others', with its answers."""

    consent: Consent
    run: Run
    given: tuple[Mapping[str, Any], ...]


# Kept in one place for all, where each municipality sees who else has agreed.
CONSENTS = Entries("jämförelse", Consent)


@dataclass(frozen=True)
class Comparing(Entering):
    """What MUNICIPALITY compares, for who asks and when. All raise StateError and NotAllowedError."""

    def agree(self, key: str, function: str, *, is_sure: bool) -> Save:
        """Let the closed run KEY stand beside others', as FUNCTION decides. Raises CycleError, FieldsError."""
        self.require(Action.LEAD_EXERCISE)
        by = checked_fields(_DECIDED, agreed_by=function)["agreed_by"].strip()
        if not is_sure:
            raise CycleError("Inget är ändrat än.", "Kryssa i att de andra får se resultatet.", field="saker")
        save = save_of(self.by, self.now)
        with writing(self.engine) as session:
            entry = RUNS.newest(session, self.municipality, key)
            run = entry.value if entry else None
            if run is None or not run.closed_on:
                raise CycleError("Övningen har inget resultat att jämföra än.", "Stäng den först.")
            if run.of is None or run.of.is_live:
                raise CycleError("Det som ett rum skriver jämförs inte.", "Visa det för varandra när ni ses.")
            named = self._named(key)
            before = CONSENTS.newest(session, EVERYWHERE, named)
            if before is None or before.value is None:
                consent = Consent(self.municipality, key, run.exercise, self.today, by)
                CONSENTS.put(session, EVERYWHERE, named, consent, save, is_public=False)
            return as_made(session, save)

    def take_back(self, key: str) -> Save:
        """Let the run KEY stand beside no other's any longer."""
        self.require(Action.LEAD_EXERCISE)
        save = save_of(self.by, self.now)
        with writing(self.engine) as session:
            CONSENTS.put(session, EVERYWHERE, self._named(key), None, save, is_public=False)
            return as_made(session, save)

    def undo(self, batch: str) -> None:
        """Let what was before its own save BATCH hold again. Raises OvertakenError, VersionError."""
        self.require(Action.LEAD_EXERCISE)
        with writing(self.engine) as session:
            made, mine = saved_in(session, EVERYWHERE, batch), self._named("")
            if any(one.kind != CONSENTS.kind or not one.key.startswith(mine) for one in made):
                raise VersionError("Det här ångras inte här.", "Gå till sidan där det gjordes.")
            undo(session, EVERYWHERE, batch, self.by, self.now)

    def consents(self) -> list[Consent]:
        """All that hold, in the order that they were given: who has agreed is told to whoever may read plans."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return _consents(connection)

    def agreeing(self, exercise: str) -> list[Agreeing]:
        """The newest run of EXERCISE of each that agrees; [] where MUNICIPALITY itself does not: to see is to show."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            held = [one for one in _consents(connection) if one.exercise == exercise]
            if not any(one.municipality == self.municipality for one in held):
                return []
            return list(_newest(connection, held))

    def _named(self, key: str) -> str:
        return f"{self.municipality}/{key}"


def _consents(connection: Connection) -> list[Consent]:
    return list(CONSENTS.values(connection, EVERYWHERE).values())


def _newest(connection: Connection, held: Iterable[Consent]) -> Iterator[Agreeing]:
    by_place: dict[str, list[Consent]] = {}
    for one in held:
        by_place.setdefault(one.municipality, []).append(one)
    for place, mine in by_place.items():
        runs = RUNS.values(connection, place)
        closed = [(runs[one.run], one) for one in mine if one.run in runs and runs[one.run].closed_on]
        if closed:
            run, consent = max(closed, key=lambda one: (str(one[0].closed_on), one[0].id))
            yield Agreeing(consent, run, tuple(answers(connection, run.id)))


_DECIDED = {"agreed_by": text_field("Vem som har bestämt det (funktion)", LONGEST_TITLE)}

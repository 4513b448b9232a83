"""What a municipality enters in the steering cycle: who changes it, when, and what of it she may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Engine

from core.access.people import Person
from core.access.rights import Action, require
from core.state.database import reading
from core.state.entries import Entries, Entry
from core.words.dates import today

V = TypeVar("V")


@dataclass(frozen=True)
class Entering:
    """What MUNICIPALITY enters, and who changes it when. All raise StateError."""

    engine: Engine
    municipality: str
    by: Person
    now: datetime

    @property
    def today(self) -> date:
        """The day that it is, in Sweden."""
        return today(self.now)

    def require(self, action: Action, area: str | None = None) -> None:
        """Raise NotAllowedError unless ACTION may be done to what MUNICIPALITY has (of AREA)."""
        require(self.by, action, area=area, municipality=self.municipality)

    def history(self, of: Entries[V], key: str) -> list[Entry[V]]:
        """All versions of what KEY names, newest first. Raises NotAllowedError."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return of.history(connection, self.municipality, key)

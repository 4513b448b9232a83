"""All that is entered of somebody's year, read at once: a municipality's, or the co-operation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, Engine

from core.state.database import reading
from core.state.entries import Entries, mark, values_of
from core.year.dates import days_of
from core.year.models import DaysExample, DaysExamples, ProjectPlan, YearEvent

EVENTS = Entries("årsdatum", YearEvent)
PROJECT_PLANS = Entries("projektplan", ProjectPlan)
DAYS_EXAMPLES = Entries("dagens exempel", DaysExamples)
KINDS = (EVENTS.kind, PROJECT_PLANS.kind, DAYS_EXAMPLES.kind)


@dataclass(frozen=True, eq=False)
class YearBook:
    """The dates (by id) and the project plans (by year, as a text) of OWNER: of all years."""

    owner: str
    events: Mapping[str, YearEvent] = field(default_factory=dict)
    plans: Mapping[str, ProjectPlan] = field(default_factory=dict)
    examples: Mapping[str, DaysExamples] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that have a date or a plan, newest first."""
        dated = {one.year for one in self.events.values()}
        return tuple(sorted(dated | {one.year for one in self.plans.values()}, reverse=True))

    def of_year(self, year: int) -> dict[str, YearEvent]:
        """The dates of YEAR by id."""
        return {key: one for key, one in self.events.items() if one.year == year}

    def days(self, year: int) -> dict[str, date]:
        """``days_of`` those of YEAR."""
        return days_of(self.of_year(year))

    def plan(self, year: int) -> ProjectPlan | None:
        """The project plan of YEAR."""
        return self.plans.get(str(year))

    def picked(self, year: int | None) -> tuple[DaysExample, ...]:
        """The good examples that are picked for the conference of YEAR; None: of the last year that has any."""
        chosen = max((int(one) for one, of in self.examples.items() if of.picked), default=0) if year is None else year
        return self.examples.get(str(chosen), DaysExamples()).picked


def read_book(connection: Connection, owner: str) -> YearBook:
    """The year book of OWNER."""
    held = values_of(connection, owner, (EVENTS, PROJECT_PLANS, DAYS_EXAMPLES))
    return YearBook(owner, held[EVENTS.kind], held[PROJECT_PLANS.kind], held[DAYS_EXAMPLES.kind])


class YearBooks:
    """The year books of one database. All raise StateError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def book(self, owner: str) -> YearBook:
        """``read_book``."""
        with reading(self._engine) as connection:
            return read_book(connection, owner)

    def mark(self, owner: str) -> str:
        """The same as long as the year book of OWNER is the same."""
        with reading(self._engine) as connection:
            return mark(connection, owner, KINDS, public=False)

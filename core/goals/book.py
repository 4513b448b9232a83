"""All that a municipality has entered of its goal chain, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, Engine

from core.goals.models import Assignment, Body, BodyKind, Goal, Overruling, Plan, plan_key
from core.state.database import reading
from core.state.entries import Entries, Entry, mark, values_of

BODIES = Entries("organ", Body)
PLANS = Entries("plan", Plan)
ASSIGNMENTS = Entries("uppdrag", Assignment)
OVERRULINGS = Entries("eget ansikte", Overruling)
# What the chain is made of: what else is entered (as in reviews) makes nothing of it anew.
_OF_THE_CHAIN = tuple(one.kind for one in (BODIES, PLANS, ASSIGNMENTS, OVERRULINGS))
_KINDS = tuple(BodyKind)


@dataclass(frozen=True, eq=False)
class GoalBook:
    """The bodies, plans (of all years), assignments and overruled goals of MUNICIPALITY.

    With drafts for those who may see them, else each plan as it was last decided. ``plans`` are by ``Plan.key``.
    """

    municipality: str
    bodies: Mapping[str, Body] = field(default_factory=dict)
    plans: Mapping[str, Entry[Plan]] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    overrulings: Mapping[str, Overruling] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that have a plan, newest first."""
        return tuple(sorted({plan.year for plan in self._all}, reverse=True))

    def of_year(self, year: int) -> tuple[Plan, ...]:
        """The plans of YEAR, the council's first, then in the order of the bodies."""
        return tuple(
            plan.value
            for body in sorted(self.bodies.values(), key=lambda body: _KINDS.index(body.kind))
            if (plan := self.plans.get(plan_key(body.id, year))) and plan.value
        )

    @cached_property
    def goals(self) -> Mapping[str, tuple[Plan, Goal]]:
        """Every goal of every year with the plan that it stands in, by the goal's id."""
        return {goal.id: (plan, goal) for plan in self._all for goal in plan.goals}

    @property
    def _all(self) -> tuple[Plan, ...]:
        return tuple(entry.value for entry in self.plans.values() if entry.value)


def read_book(connection: Connection, municipality: str, *, drafts: bool) -> GoalBook:
    """The goal book of MUNICIPALITY. Who may read DRAFTS is asked for by whoever asks."""
    public = not drafts
    plans = PLANS.current(connection, municipality, public=public)
    held = values_of(connection, municipality, (BODIES, ASSIGNMENTS, OVERRULINGS), public=public)
    return GoalBook(
        municipality,
        held[BODIES.kind],
        {entry.key: entry for entry in plans},
        held[ASSIGNMENTS.kind],
        held[OVERRULINGS.kind],
    )


class GoalBooks:
    """The goal books of one database. All raise StateError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def book(self, municipality: str, *, drafts: bool) -> GoalBook:
        """``read_book``."""
        with reading(self._engine) as connection:
            return read_book(connection, municipality, drafts=drafts)

    def mark(self, municipality: str, *, drafts: bool) -> str:
        """The same as long as the goal book of MUNICIPALITY is the same."""
        with reading(self._engine) as connection:
            return mark(connection, municipality, _OF_THE_CHAIN, public=not drafts)

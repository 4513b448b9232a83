"""What the rules of the review go on: a plan with what figures and targets say of its indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from core.catalogue.models import Category, Influence
from core.goals.checking import council_plan
from core.goals.models import Assignment, Body, BodyKind, Goal, GoalIndicator, Level, Plan, Volume
from core.outcomes.aims import Aim, aims_of
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.figures import Figures
from core.signals import Gender
from core.words import labels
from core.words.sentences import Row


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator of a goal. ``value`` is its newest outcome as shown (None: none), of ``year``.

    ``others`` is how many other municipalities have a value that year, ``is_divided`` whether it is published by
    gender. ``aims`` are its targets, earliest first.
    """

    kpi: str
    gender: str
    name: str
    decimals: int
    category: Category
    influence: Influence
    others: int
    is_divided: bool
    value: float | None = None
    year: int | None = None
    aims: tuple[Aim, ...] = ()

    @property
    def key(self) -> str:
        """What it is told by: N15428, N15428K."""
        return self.kpi if self.gender == Gender.TOTAL else f"{self.kpi}{self.gender}"

    @property
    def called(self) -> str:
        """Its name, with the gender where it is not the total's."""
        return labels.with_gender(self.name, self.gender)


@dataclass(frozen=True, eq=False)
class PlanFacts:
    """A body's plan as it is reviewed. ``above`` are the council's standing goals by id.

    ``areas_with_goals`` are ids of the goal areas that the body has goals under, those it shares with others too.
    ``assignments`` are those that it gives in the plan.
    """

    body: Body
    plan: Plan
    above: Mapping[str, Goal]
    areas_with_goals: frozenset[str]
    assignments: tuple[Assignment, ...]
    known: Mapping[GoalIndicator, IndicatorFacts]

    @property
    def year(self) -> int:
        """The plan's."""
        return self.plan.year

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """Its goals that are not withdrawn."""
        return self.plan.standing_goals

    @property
    def goal_areas(self) -> tuple[Goal, ...]:
        """The council's, in their order."""
        return tuple(goal for goal in self.above.values() if goal.level is Level.AREA)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """What its money is to give."""
        return self.plan.volumes

    @property
    def balance(self) -> float | None:
        """The frame less the net budget in tkr; None where either is not told."""
        if self.plan.frame is None or self.plan.net_budget is None:
            return None
        return self.plan.frame - self.plan.net_budget

    def of_goal(self, goal: Goal) -> list[IndicatorFacts]:
        """GOAL's indicators, those that exist."""
        return [self.known[one] for one in goal.indicators if one in self.known]

    def indicators(self) -> Iterator[tuple[Goal, IndicatorFacts]]:
        """Every goal with each of its indicators."""
        for goal in self.goals:
            for one in self.of_goal(goal):
                yield goal, one


def reviewed_plans(figures: Figures, municipality: str, year: int) -> tuple[PlanFacts, ...]:
    """The plans of YEAR that are reviewed, drafts too: everybody's but the council's, in the order of the bodies.

    Who may read drafts is asked for by whoever asks.
    """
    book = figures.goals_of(municipality, drafts=True)
    council = council_plan(book, year)
    above = {goal.id: goal for goal in (council.standing_goals if council else ())}
    plans = [plan for plan in book.of_year(year) if book.bodies[plan.body].kind is not BodyKind.COUNCIL]
    known = _known(figures, municipality, year)

    def areas_of(body: str) -> frozenset[str]:
        goals = [goal for plan in plans for goal in plan.standing_goals if body in (plan.body, *goal.bodies)]
        return frozenset(above[goal.parent].parent or "" for goal in goals if goal.parent in above)

    return tuple(
        PlanFacts(
            book.bodies[plan.body],
            plan,
            above,
            areas_of(plan.body),
            tuple(one for one in book.assignments.values() if (one.giver, one.year) == (plan.body, year)),
            known,
        )
        for plan in plans
    )


def _known(figures: Figures, municipality: str, year: int) -> dict[GoalIndicator, IndicatorFacts]:
    chain = chain_of(figures, AskedChain(municipality, year, drafts=True))
    rows = {one.indicator: one.row for goal in chain.goals.values() for one in goal.indicators if one.row}
    years = figures.snapshot.kpi_years
    years = years[years["kpi"].isin({one.kpi for one in rows}) & (years["n"] > 0)]
    counts: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    columns = (years[column].tolist() for column in ("kpi", "gender", "year", "n"))
    for kpi, gender, then, n in zip(*columns, strict=True):
        counts[kpi, gender][then] = n
    return {
        one: _facts(figures, one, row, counts, aims_of(figures, municipality, one.kpi, one.gender))
        for one, row in rows.items()
    }


def _facts(
    figures: Figures,
    one: GoalIndicator,
    row: Row,
    counts: Mapping[tuple[str, str], Mapping[int, int]],
    aims: Sequence[Aim],
) -> IndicatorFacts:
    indicator = figures.catalogue.by_kpi[one.kpi]
    value: float | None = None if pd.isna(row["value"]) else round(row["value"], indicator.decimals)
    measured = counts.get((one.kpi, one.gender), {})
    # Where the municipality has none itself, whoever had one last.
    year = int(row["year"]) if value is not None else max(measured, default=None)
    count = measured.get(year or 0, 0)
    return IndicatorFacts(
        one.kpi,
        one.gender,
        indicator.name,
        indicator.decimals,
        indicator.category,
        indicator.influence,
        count if value is None else max(0, count - 1),
        any((one.kpi, gender) in counts for gender in (Gender.WOMEN, Gender.MEN)),
        value,
        year if value is not None else None,
        tuple(aims),
    )

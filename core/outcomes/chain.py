"""The goal chain with its faces: what a municipality wants to reach in a year, and whether it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.goals.book import GoalBook
from core.goals.models import Body, Goal, GoalIndicator, Level, Overruling, Plan
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Attainment
from core.signals.goal_faces import GoalFace, goal_face
from core.words.sentences import Row

# The participants' this year and next, for readers and for those who work.
_CHAINS_KEPT = 40


@dataclass(frozen=True)
class AskedChain:
    """Whose chain, of which year, and whether with plans that are not decided."""

    municipality: str
    year: int
    drafts: bool = False


@dataclass(frozen=True, eq=False)
class ChainIndicator:
    """An indicator of a goal, with its row as ``signal_rows`` has it; None where it is none (any more)."""

    indicator: GoalIndicator
    row: Row | None

    @property
    def face(self) -> Attainment:
        """The face of its newest outcome until the plan's year."""
        return Attainment(self.row["attainment"]) if self.row else Attainment.NOT_JUDGED


@dataclass(frozen=True, eq=False)
class ChainGoal:
    """A goal in its place: ``below`` are the goals counted in it, ``supporters`` those that help it from elsewhere."""

    goal: Goal
    plan: Plan
    body: Body
    indicators: tuple[ChainIndicator, ...]
    below: tuple[ChainGoal, ...]
    supporters: tuple[ChainGoal, ...]
    computed: GoalFace
    overruling: Overruling | None

    @property
    def face(self) -> Attainment:
        """The face that stands: the owner's where she has overruled the computed one."""
        return self.overruling.face if self.overruling else self.computed.face


@dataclass(frozen=True, eq=False)
class Chain:
    """A municipality's goals of a year. ``loose`` are committee goals without a council goal that can be seen above."""

    asked: AskedChain
    book: GoalBook
    areas: tuple[ChainGoal, ...]
    loose: tuple[ChainGoal, ...]

    @cached_property
    def goals(self) -> Mapping[str, ChainGoal]:
        """Every goal by its id, from the top and down."""
        return {one.goal.id: one for one in _walked((*self.areas, *self.loose))}

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The year's plans, the council's first."""
        return self.book.of_year(self.asked.year)


def chain_of(figures: Figures, asked: AskedChain) -> Chain:
    """The chain ASKED for, kept until its goals or targets are others. Without plans it has no goals.

    A goal's face is computed from its indicators and the faces that stand of the goals below it, each counting one
    (a goal area's from its council goals alone). Withdrawn goals are left out.
    """
    return figures.kept(_chain, asked, most=_CHAINS_KEPT)


def standing_year(figures: Figures, book: GoalBook) -> int | None:
    """The newest year with plans in BOOK until FIGURES were fetched, else the first; None without plans."""
    years = book.years
    return next((year for year in years if year <= figures.snapshot.info.fetched_at.year), years[-1] if years else None)


def served_goals(
    figures: Figures, municipality: str, body: str | None = None, *, drafts: bool = False
) -> Mapping[str, tuple[Goal, ...]]:
    """The goals of the standing year (BODY's alone, where given) that each indicator (id) serves: decided ones, or with
    DRAFTS.

    Committee goals first.
    """
    book = figures.goals_of(municipality, drafts=drafts)
    year = standing_year(figures, book)
    served: defaultdict[str, list[Goal]] = defaultdict(list)
    for plan in reversed(book.of_year(year) if year else ()):
        for goal in plan.standing_goals:
            if body not in (None, plan.body, *goal.bodies):
                continue
            for kpi in dict.fromkeys(one.kpi for one in goal.indicators):
                served[kpi].append(goal)
    return {kpi: tuple(goals) for kpi, goals in served.items()}


def indicators_of(figures: Figures, asked: AskedChain, goal: Goal) -> tuple[ChainIndicator, ...]:
    """The indicators of GOAL as they are in the year ASKED for, though it is withdrawn."""
    rows = _rows(figures, asked, [goal])
    return tuple(ChainIndicator(one, rows.get((one.kpi, one.gender))) for one in goal.indicators)


def _chain(figures: Figures, asked: AskedChain) -> Chain:
    book = figures.goals_of(asked.municipality, drafts=asked.drafts)
    plans = book.of_year(asked.year)
    rows = _rows(figures, asked, [goal for plan in plans for goal in plan.goals])
    standing = {goal.id: (plan, goal) for plan in plans for goal in plan.standing_goals}
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for _, goal in standing.values():
        parent = goal.parent if goal.parent in standing else None
        below[parent].append(goal.id)

    def made(key: str) -> ChainGoal:
        plan, goal = standing[key]
        indicators = tuple(ChainIndicator(one, rows.get((one.kpi, one.gender))) for one in goal.indicators)
        lower = tuple(made(one) for one in below[key])
        parts = [] if goal.level is Level.AREA else [one.face for one in indicators]
        face = goal_face([*parts, *(one.face for one in lower)])
        body = book.bodies[plan.body]
        return ChainGoal(goal, plan, body, indicators, lower, (), face, book.overrulings.get(key))

    tops = [made(key) for key in below[None]]
    by_id = {one.goal.id: one for one in _walked(tops)}
    areas = tuple(_supported(one, by_id) for one in tops if one.goal.level is Level.AREA)
    return Chain(asked, book, areas, tuple(one for one in tops if one.goal.level is not Level.AREA))


def _supported(one: ChainGoal, by_id: Mapping[str, ChainGoal]) -> ChainGoal:
    """ONE and those below it, with whoever supports them."""
    supporters = tuple(other for other in by_id.values() if one.goal.id in other.goal.supports)
    below = tuple(_supported(lower, by_id) for lower in one.below)
    return replace(one, below=below, supporters=supporters)


def _rows(figures: Figures, asked: AskedChain, goals: Sequence[Goal]) -> dict[tuple[str, str], Row]:
    """The rows of the indicators of GOALS, by kpi and gender: of an earlier year as they were then."""
    genders = {one.gender for goal in goals for one in goal.indicators}
    year = asked.year if figures.years and asked.year < figures.years[0] else None
    return {
        (row["kpi"], gender): row
        for gender in sorted(genders)
        for row in figures.records(Choice(asked.municipality, gender, year=year))
    }


def _walked(goals: Sequence[ChainGoal]) -> Iterator[ChainGoal]:
    for one in goals:
        yield one
        yield from _walked(one.below)

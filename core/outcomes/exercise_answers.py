"""What of an exercise the program can answer: of council goals from the chain, of indicators from the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from core.catalogue.exercises import Exercise, Fill, Question
from core.catalogue.models import Category
from core.cycle.exercises import Item
from core.cycle.plans import InterimPeriod
from core.goals.models import Level
from core.outcomes.aims import aims_of
from core.outcomes.chain import AskedChain, ChainGoal, ChainIndicator, chain_of, served_goals, standing_year
from core.outcomes.exercises import field_of
from core.outcomes.figures import Figures
from core.words.sentences import Row

# The guide asks for more than ten others, and for two years.
MORE_THAN, YEARS = 10, 2
# Efficiency is none of the guide's five: that is left to those who answer.
_CATEGORIES: Mapping[Category, str] = {
    Category.RESOURCE: "resurs",
    Category.PRODUCTION: "aktivitet",
    Category.RESULT_SUBJECTIVE: "subjektivt",
    Category.RESULT_OBJECTIVE: "objektivt",
    Category.INFORMATION: "information",
}


class _Known(NamedTuple):
    """The year's goals by id, and the ids of the indicators that council goals use."""

    goals: Mapping[str, ChainGoal]
    used: Collection[str]


def filled(
    figures: Figures, municipality: str, exercise: Exercise, items: Sequence[Item]
) -> dict[str, tuple[str, ...]]:
    """The answers to EXERCISE about ITEMS that the program knows, by field; of the decided plan of the year."""
    questions = [one for one in exercise.questions if one.fills]
    if not questions or not items:
        return {}
    year = standing_year(figures, figures.goals_of(municipality))
    goals = chain_of(figures, AskedChain(municipality, year)).goals if year else {}
    served = served_goals(figures, municipality).items()
    known = _Known(goals, {kpi for kpi, of in served if any(goal.level is Level.COUNCIL for goal in of)})
    return {
        field_of(question, item): answer
        for item in items
        for question in questions
        if (answer := _answer(figures, municipality, question, item, known))
    }


def _answer(figures: Figures, municipality: str, question: Question, item: Item, known: _Known) -> tuple[str, ...]:
    """QUESTION's answer about ITEM; () where the program does not know."""
    indicator = figures.catalogue.by_kpi.get(item.id)
    match question.fills:
        case Fill.INFLUENCE:
            return (indicator.influence.value,) if indicator else ()
        case Fill.CATEGORY:
            kind = _CATEGORIES.get(indicator.category) if indicator else None
            return (kind,) if kind else ()
        case Fill.USED:
            return ("a",) if item.id in known.used else ()
    goal = known.goals.get(item.id)
    if goal is None or question.fills is None:
        return ()
    return ("ja",) if _holds(figures, municipality, question.fills, goal) else ("nej",)


def _holds(figures: Figures, municipality: str, asked: Fill, goal: ChainGoal) -> bool:
    """Whether what is ASKED holds of GOAL with the goals under it."""
    found = list(_indicators(goal))
    rows = [one.row for one in found if one.row]
    match asked:
        case Fill.MEASURABLE:
            return bool(found)
        case Fill.COMPARABLE:
            return any(_others(figures, row) > MORE_THAN for row in rows)
        case Fill.AIMED:
            return any(
                aims_of(figures, municipality, one.indicator.kpi, one.indicator.gender) for one in found if one.row
            )
        case Fill.TWO_YEARS:
            return any(_is_alike(figures, row) for row in rows)
        case Fill.INTERIM:
            said = figures.cycle_of(municipality, drafts=True).check_ins.values()
            mine = {one.goal.id for one in _goals(goal)}
            periods = list(InterimPeriod)[:-1]
            return any(one.of in mine and one.year == goal.plan.year and one.period in periods for one in said)
    return False


def _goals(goal: ChainGoal) -> Iterator[ChainGoal]:
    yield goal
    for one in goal.below:
        yield from _goals(one)


def _indicators(goal: ChainGoal) -> Iterator[ChainIndicator]:
    for one in _goals(goal):
        yield from one.indicators


def _others(figures: Figures, row: Row) -> int:
    """How many other municipalities have a value of ROW's indicator in its outcome's year; none where it has none."""
    found = figures.snapshot.kpi_year(row["kpi"], row["gender"], row["year"])
    return 0 if found is None else int(found["n"]) - 1


def _is_alike(figures: Figures, row: Row) -> bool:
    """Whether ROW's indicator has two years up to its outcome that are measured in one way."""
    series = row["series"]
    if not isinstance(series, list) or len(series) < YEARS:
        return False
    (before, _), (last, _) = series[-2:]
    indicator = figures.catalogue.by_kpi[row["kpi"]]
    return not any(before < year <= last for year in indicator.break_years)

"""The page of one goal: what is above and below it, its indicators, assignments, and the same goal in other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.row_view import RowView
from core.features.goals import words
from core.features.goals.parts import (
    Asked,
    FaceView,
    IndicatorTable,
    asked_view,
    assignments_by_goal,
    face_view,
    indicator_table,
    origins,
)
from core.features.goals.view import bodies_words, goal_address
from core.goals.book import GoalBook
from core.goals.models import Goal, Level, Plan
from core.outcomes.chain import AskedChain, Chain, ChainGoal, chain_of, indicators_of
from core.outcomes.figures import Figures
from core.outcomes.told import Told, told_about
from core.web.choices import DEVIATIONS, GOALS, Choices, link
from core.web.pages import Dated
from core.web.told import ToldWays, told_ways
from core.words.addresses import web_address
from core.words.formats import filled_lines, first_upper


@dataclass(frozen=True)
class GoalLine:
    """Another goal, in a line; ``face`` is None for one that is withdrawn."""

    title: str
    whose: str
    address: str
    face: FaceView | None


@dataclass(frozen=True)
class GoalPage:
    """The whole page; ``face`` is None where the goal is withdrawn, and ``withdrawn`` says why it is."""

    title: str
    level: str
    year: int
    sentence: str
    face: FaceView | None
    withdrawn: str
    text: tuple[str, ...]
    body: str
    owner: str
    plan: str
    decision: str
    decision_address: str
    is_draft: bool
    above: tuple[GoalLine, ...]
    supports: tuple[GoalLine, ...]
    below: tuple[GoalLine, ...]
    supporters: tuple[GoalLine, ...]
    rows: tuple[RowView, ...]
    has_red_beside_green: bool
    table: IndicatorTable
    acted: ToldWays | None
    deviating: str
    deviations_address: str
    asked: Asked
    years: tuple[GoalLine, ...]
    chain_address: str


def goal_page(figures: Figures, asked: Dated, key: str) -> GoalPage:
    """The page of the goal KEY, which is one of the municipality's, of whichever year."""
    choices, municipality = asked.choices, asked.choices.choice.municipality
    book = figures.goals_of(municipality, drafts=asked.drafts)
    plan, goal = book.goals[key]
    chain = chain_of(figures, AskedChain(municipality, plan.year, asked.drafts))
    one = chain.goals.get(key)
    indicators = one.indicators if one else indicators_of(figures, chain.asked, goal)
    table = indicator_table(figures, choices, indicators)
    lines = _Lines(choices, chain)
    decision = plan.decision
    given = () if goal.withdrawn else assignments_by_goal(book).get(key, ())
    return GoalPage(
        title=goal.title,
        level=first_upper(goal.level.value),
        year=plan.year,
        sentence=words.goal_sentence(one) if one else "",
        face=face_view(one) if one else None,
        withdrawn=" ".join(goal.withdrawn.split()),
        text=filled_lines(goal.text),
        body=bodies_words(book, plan, goal),
        owner=goal.owner or book.bodies[plan.body].owner,
        plan=plan.title,
        decision=decision.words if decision else "",
        decision_address=web_address(decision.link) if decision else "",
        is_draft=decision is None,
        above=lines.of(_above(chain, goal)),
        supports=lines.of([chain.goals[other] for other in goal.supports if other in chain.goals]),
        below=lines.of(one.below if one else ()),
        supporters=lines.of(one.supporters if one else ()),
        rows=tuple(line.row for line in table.lines if line.row),
        has_red_beside_green=words.has_red_beside_green([one.row for one in indicators if one.row]),
        table=table,
        acted=told_ways(figures, choices, _told(figures, municipality, goal)),
        deviating=words.deviating_words(sum(bool(one.row and one.row["is_deviation"]) for one in indicators)),
        deviations_address=link(DEVIATIONS, choices, body=plan.body),
        asked=asked_view(choices, given, asked.today, key),
        years=_other_years(figures, asked, book, key),
        chain_address=f"{link(GOALS, choices, plan_year=plan.year, body=None)}#mal-{key}",
    )


def _told(figures: Figures, municipality: str, goal: Goal) -> list[Told]:
    """What is told of GOAL's indicators, whichever gender it follows."""
    kpis = dict.fromkeys(one.kpi for one in goal.indicators)
    return [one for kpi in kpis for one in told_about(figures, municipality, kpi)]


class _Lines:
    def __init__(self, choices: Choices, chain: Chain) -> None:
        self._choices, self._book = choices, chain.book

    def of(self, goals: Sequence[ChainGoal]) -> tuple[GoalLine, ...]:
        """GOALS with their bodies; the council's own need no name."""
        return tuple(
            GoalLine(
                one.goal.title,
                self._whose(one),
                goal_address(self._choices, one.goal),
                face_view(one),
            )
            for one in goals
        )

    def _whose(self, one: ChainGoal) -> str:
        is_committees = one.goal.level is Level.COMMITTEE
        return bodies_words(self._book, one.plan, one.goal) if is_committees else one.goal.level.value


def _above(chain: Chain, goal: Goal) -> list[ChainGoal]:
    """The goals above GOAL, from the top and down."""
    found: list[ChainGoal] = []
    parent = goal.parent
    while parent is not None and (one := chain.goals.get(parent)):
        found.insert(0, one)
        parent = one.goal.parent
    return found


def _other_years(figures: Figures, asked: Dated, book: GoalBook, key: str) -> tuple[GoalLine, ...]:
    """The same goal in earlier and later years, newest first: what it was made from, and what was made from it."""
    later = [other for other in book.goals if key in origins(book, other)[1:]]
    same = sorted({*origins(book, key)[1:], *later}, key=lambda other: book.goals[other][0].year, reverse=True)
    return tuple(_in_its_year(figures, asked, *book.goals[other]) for other in same)


def _in_its_year(figures: Figures, asked: Dated, plan: Plan, goal: Goal) -> GoalLine:
    chain = chain_of(figures, AskedChain(asked.choices.choice.municipality, plan.year, asked.drafts))
    one = chain.goals.get(goal.id)
    return GoalLine(goal.title, str(plan.year), goal_address(asked.choices, goal), face_view(one) if one else None)

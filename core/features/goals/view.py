"""The page Mål as the templates draw it: a municipality's goal chain of a year, readable from the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.features.goals import words
from core.features.goals.filters import Menus, is_shown, menus
from core.features.goals.parts import (
    Asked,
    FaceView,
    IndicatorTable,
    asked_view,
    assignments_by_goal,
    face_view,
    indicator_table,
)
from core.features.goals.words import TrendWords
from core.goals.book import GoalBook
from core.goals.counting import counted
from core.goals.models import Assignment, Goal, Level, Plan
from core.outcomes.chain import AskedChain, Chain, ChainGoal, chain_of, standing_year
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Attainment
from core.web.choices import ASSIGNMENTS, GOAL, GOALS, OVERVIEW, Choices, link
from core.web.pages import Dated
from core.words.addresses import web_address
from core.words.formats import filled_lines

_WITHOUT_AREA = "Utan målområde"


@dataclass(frozen=True)
class Supporter:
    """A goal that helps another from elsewhere, and where it is counted."""

    title: str
    body: str
    face: FaceView
    address: str
    counted_under: str


@dataclass(frozen=True)
class GoalView:
    """A goal with what folds out under it. ``supports`` are other goals that it helps."""

    id: str
    title: str
    body: str
    face: FaceView
    counted: str
    trend: TrendWords
    text: tuple[str, ...]
    table: IndicatorTable
    asked: Asked
    supports: tuple[str, ...]
    address: str
    is_draft: bool


@dataclass(frozen=True)
class CouncilView:
    """A council goal and the committee goals under it; ``goal`` is None for those that stand under no council goal."""

    id: str
    title: str
    sentence: str
    goal: GoalView | None
    below: tuple[GoalView, ...]
    supporters: tuple[Supporter, ...]


@dataclass(frozen=True)
class Band:
    """A goal area."""

    id: str
    title: str
    address: str
    reached: str
    counts: str
    councils: tuple[CouncilView, ...]


@dataclass(frozen=True)
class Decided:
    """A plan that the page is made of, and who decided it when; ``words`` are empty for a draft."""

    title: str
    words: str
    address: str


@dataclass(frozen=True)
class GoalsPage:
    """The whole page. ``years`` are those that have a plan, where the asked one has none: (year, address)."""

    title: str
    year: int | None
    decided: Decided | None
    drafts: tuple[str, ...]
    menus: Menus
    bands: tuple[Band, ...]
    late: str
    given: str
    given_address: str
    overview_address: str
    reset_address: str
    years: tuple[tuple[int, str], ...]
    has_goals: bool


def goals_page(figures: Figures, asked: Dated) -> GoalsPage:
    """The page of the chosen municipality and year."""
    choices, municipality = asked.choices, asked.choices.choice.municipality
    book = figures.goals_of(municipality, drafts=asked.drafts)
    year = choices.plan_year or standing_year(figures, figures.goals_of(municipality)) or standing_year(figures, book)
    chain = chain_of(figures, AskedChain(municipality, year or 0, asked.drafts))
    bands = _Bands(figures, asked, chain).all()
    shown = [one for one in chain.goals.values() if is_shown(one, replace(choices, face=None))]
    mine = (one for one in book.assignments.values() if choices.body in (None, one.giver, *one.receivers))
    given = counted(mine, asked.today)
    return GoalsPage(
        title=_title(figures, choices, chain, shown, year),
        year=year,
        decided=_decided(chain.plans, choices.body),
        drafts=tuple(f"{book.bodies[plan.body].name}: {plan.title}" for plan in chain.plans if not plan.decision),
        menus=menus(figures, choices, chain, year),
        bands=bands,
        late=words.late_words(given.late) if given.late else "",
        given=given.words,
        given_address=link(ASSIGNMENTS, choices),
        overview_address=link(OVERVIEW, choices, show=Show.GOALS, area=None, year=None),
        reset_address=link(GOALS, replace(choices, body=None, area=None, face=None)),
        years=tuple((one, link(GOALS, choices, plan_year=one)) for one in book.years),
        has_goals=bool(chain.goals),
    )


def _title(figures: Figures, choices: Choices, chain: Chain, shown: Sequence[ChainGoal], year: int | None) -> str:
    """The page's sentence, of the council's goals; of the committees' where a body or an area is chosen."""
    name = figures.snapshot.municipalities[choices.choice.municipality]
    if not chain.goals:
        return f"{name} har inga mål för {year}" if year else f"{name} har inte lagt in några mål än"
    of = {level: [one for one in shown if one.goal.level is level] for level in Level}
    level = Level.COMMITTEE if choices.body or choices.area or not of[Level.COUNCIL] else Level.COUNCIL
    if not of[level]:
        return "Inga mål i urvalet"
    said = words.title(of[level], level)
    whose = chain.book.bodies[choices.body].name if choices.body else ""
    return f"{whose}: {said[:1].lower()}{said[1:]}" if whose else said


def _decided(plans: Sequence[Plan], body: str | None) -> Decided | None:
    """The plan of BODY, else the council's, or whatever comes first."""
    plan = next((one for one in plans if one.body == body), plans[0] if plans else None)
    if plan is None:
        return None
    decision = plan.decision
    return Decided(plan.title, decision.words if decision else "", web_address(decision.link) if decision else "")


class _Bands:
    """The chain as bands, of what the reader has chosen to see."""

    def __init__(self, figures: Figures, asked: Dated, chain: Chain) -> None:
        self._figures, self._asked, self._chain, self._choices = figures, asked, chain, asked.choices
        self._given: Mapping[str, Sequence[Assignment]] = assignments_by_goal(chain.book)

    def all(self) -> tuple[Band, ...]:
        """The goal areas, then what stands under none."""
        loose = [one for one in self._chain.loose if one.goal.level is Level.COUNCIL]
        alone = [one for one in self._chain.loose if one.goal.level is Level.COMMITTEE]
        bands = [
            self._band(one.goal.id, one.goal.title, one.below, goal_address(self._choices, one.goal))
            for one in self._chain.areas
        ]
        if loose or alone:
            bands.append(self._band("utan", _WITHOUT_AREA, loose, "", alone))
        return tuple(band for band in bands if band.councils)

    def _band(
        self, key: str, title: str, councils: Sequence[ChainGoal], address: str, alone: Sequence[ChainGoal] = ()
    ) -> Band:
        views = [view for one in councils if (view := self._council(one))]
        kept = self._kept(alone)
        if kept:
            views.append(CouncilView("utan-fullmaktigemal", "Utan fullmäktigemål", "", None, kept, ()))
        faces = [one.face for one in councils]
        return Band(
            id=f"mal-{key}",
            title=title,
            address=address,
            reached=f"{faces.count(Attainment.REACHED)} av {len(faces)} nås" if faces else "",
            counts=words.counts_words(sum(view.goal is not None for view in views), sum(len(v.below) for v in views)),
            councils=tuple(views),
        )

    def _council(self, one: ChainGoal) -> CouncilView | None:
        below = self._kept(one.below)
        if not below and not is_shown(one, self._choices):
            return None
        return CouncilView(
            id=f"mal-{one.goal.id}",
            title=one.goal.title,
            sentence=words.goal_sentence(one),
            goal=self._goal(one),
            below=below,
            supporters=tuple(self._supporter(other) for other in one.supporters if is_shown(other, self._choices)),
        )

    def _kept(self, goals: Sequence[ChainGoal]) -> tuple[GoalView, ...]:
        return tuple(self._goal(one) for one in goals if is_shown(one, self._choices))

    def _goal(self, one: ChainGoal) -> GoalView:
        goal, goals = one.goal, self._chain.goals
        return GoalView(
            id=f"mal-{goal.id}",
            title=goal.title,
            body=bodies_words(self._chain.book, one.plan, goal),
            face=face_view(one),
            counted=words.indicators_reached(one),
            trend=words.trend_words([indicator.row for indicator in one.indicators if indicator.row]),
            text=filled_lines(goal.text),
            table=indicator_table(self._figures, self._choices, one.indicators, has_sparks=False),
            asked=asked_view(self._choices, self._given.get(goal.id, ()), self._asked.today, goal.id),
            supports=tuple(goals[other].goal.title for other in goal.supports if other in goals),
            address=goal_address(self._choices, goal),
            is_draft=one.plan.decision is None,
        )

    def _supporter(self, other: ChainGoal) -> Supporter:
        above = self._chain.goals.get(other.goal.parent or "")
        return Supporter(
            title=other.goal.title,
            body=other.body.name,
            face=face_view(other),
            address=f"#mal-{above.goal.id}" if above else "",
            counted_under=above.goal.title if above else "",
        )


def goal_address(choices: Choices, goal: Goal) -> str:
    """The page of GOAL, which says itself of which year it is."""
    return link(GOAL, choices, goal=goal.id, plan_year=None, body=None)


def bodies_words(book: GoalBook, plan: Plan, goal: Goal) -> str:
    """The body whose PLAN GOAL stands in, and those that share it."""
    return ", ".join(book.bodies[key].name for key in dict.fromkeys((plan.body, *goal.bodies)) if key in book.bodies)

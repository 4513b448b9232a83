"""The page Avstämning: bodies × rules as a matrix, and what is open under one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.rights import Action, may, require
from core.access.service import current_engine
from core.features.reviews.asked import LAST_YEAR, Asked, Only, asked_of
from core.features.reviews.panel import Panel, panel_of
from core.features.reviews.reviewing import LONGEST_FUNCTION, LONGEST_TEXT, Reviewing
from core.features.reviews.words import GROUPS, HEADS, RULE_TEXTS, earlier_words, title_of
from core.goals.book import GoalBook
from core.goals.judged import Outcome, Recommendation, ReviewBook
from core.goals.models import BodyKind, plan_key
from core.outcomes.plan_review import Reviewed, reviewed
from core.outcomes.plan_rules import Rule
from core.web.choices import PLAN, REVIEW, Choices, link
from core.web.drafts import WorkKind
from core.web.menus import Menu, Option
from core.web.pages import choose_html, without_figures
from core.web.render import render
from core.web.typed import typed_before
from core.web.visit import Visit
from core.words.formats import listed, spans

_ONLY_WORDS = {Only.ALL: "Alla", Only.TO_LOOK_AT: "Att se över", Only.UNANSWERED: "Utan svar"}


@dataclass(frozen=True)
class Cell:
    """What one rule says of one plan; ``count`` is None where it is not judged.

    ``is_answered`` where only what has no answer is asked for, and all that it found has one.
    """

    head: str
    count: int | None
    address: str
    is_open: bool
    is_answered: bool


@dataclass(frozen=True)
class RowView:
    """A body's plan. ``cells`` are by group, ``panel`` is what is open of it."""

    name: str
    address: str
    total: int
    answered: int
    is_draft: bool
    cells: tuple[tuple[Cell, ...], ...]
    panel: Panel | None

    @property
    def sum_words(self) -> str:
        """What is said of a plan with nothing to look at."""
        every = [one for group in self.cells for one in group]
        if any(one.is_answered for one in every):
            return "alla besvarade"
        return "i ordning" if any(one.count is not None for one in every) else "bedöms inte"


@dataclass(frozen=True)
class Earlier:
    """A recommendation of the year before, with its key, its version and its body's name."""

    key: str
    body: str
    said: Recommendation
    number: int


def reviewing_of(visit: Visit, municipality: str) -> Reviewing:
    """MUNICIPALITY's reviews for who asks, in the process's own database."""
    engine = current_engine()
    return Reviewing(engine, municipality, visit.person, visit.now)


def review_html(visit: Visit) -> str:
    """The matrix that the address asks for. Raises NotAllowedError."""
    if visit.figures is None:
        return without_figures(visit)
    municipality = visit.choices.municipality or visit.person.municipality
    if municipality is None or municipality not in visit.figures.snapshot.municipalities:
        return choose_html(visit, REVIEW)
    require(visit.person, Action.READ_PLANS, municipality=municipality)
    book, said = visit.figures.goals_of(municipality, drafts=True), reviewing_of(visit, municipality).book()
    asked, typed = asked_of(visit, municipality, book), typed_before(visit, WorkKind.REVIEW)
    every = reviewed(visit.figures, municipality, asked.year)
    plans = [one for one in every if asked.body in ("", one.facts.body.id)]
    rows, earlier = tuple(_rows(visit, asked, plans, said, typed)), _earlier(said, book, asked)
    return render(
        "review.html",
        address=visit.address,
        notice=visit.notice,
        title=title_of(plans, said, asked.year),
        place=visit.figures.snapshot.municipalities[municipality],
        asked=asked,
        params=asked.params,
        menus=_menus(visit, asked, book),
        only=_tabs(asked),
        groups={group: [HEADS[rule] for rule in rules] for group, rules in GROUPS.items()},
        rows=rows,
        has_plans=bool(every),
        all_drafts=len(plans) > 1 and all(one.facts.plan.decision is None for one in plans),
        without=_without_plan(book, asked),
        no_budget=listed([one.facts.body.name for one in plans if not one.checks[Rule.BUDGET].is_judged]),
        years=spans(sorted(book.years)),
        to_plans=link(PLAN, Choices(municipality, plan_year=asked.year)),
        rules=[(HEADS[rule], RULE_TEXTS[rule]) for rule in Rule],
        earlier=earlier,
        earlier_title=earlier_words([one.said for one in earlier]),
        is_earlier_open=asked.open == LAST_YEAR,
        outcomes=list(Outcome),
        can_review=may(visit.person, Action.DECIDE_PLAN, municipality=municipality),
        longest=LONGEST_TEXT,
        longest_function=LONGEST_FUNCTION,
        review=REVIEW,
        files=urlencode({name: text for name, text in asked.params.items() if name in ("kommun", "plan", "organ")}),
    )


def _rows(
    visit: Visit, asked: Asked, plans: Sequence[Reviewed], said: ReviewBook, typed: Mapping[str, str]
) -> Iterator[RowView]:
    found = [_row(visit, asked, plan, said, typed) for plan in plans]
    for row in sorted(found, key=lambda row: -row.total):
        if row.total or row.panel or asked.only is Only.ALL:
            yield row


def _row(visit: Visit, asked: Asked, plan: Reviewed, said: ReviewBook, typed: Mapping[str, str]) -> RowView:
    body, answered = plan.facts.body, said.of_plan(plan.facts.body.id, asked.year)
    is_open = asked.open == body.id

    def cell(rule: Rule) -> Cell:
        check = plan.checks[rule]
        left = [one for one in check.findings if asked.only is not Only.UNANSWERED or one.key not in answered]
        is_here = is_open and asked.rule is rule
        address = asked.address() if is_here else asked.address(open=body.id, rule=rule)
        count = len(left) if check.is_judged else None
        return Cell(HEADS[rule], count, address, is_here, is_answered=bool(check.findings) and not left)

    cells = tuple(tuple(cell(rule) for rule in rules) for rules in GROUPS.values())
    return RowView(
        body.name,
        asked.address() if is_open and asked.rule is None else asked.address(open=body.id),
        sum(one.count or 0 for group in cells for one in group),
        sum(key in answered for key in plan.findings),
        plan.facts.plan.decision is None,
        cells,
        panel_of(visit, asked, plan, said, typed) if is_open else None,
    )


def _menus(visit: Visit, asked: Asked, book: GoalBook) -> list[Menu]:
    """Municipality where there is a choice, year, and body."""
    places = [p for p in visit.catalogue.participants if may(visit.person, Action.READ_PLANS, municipality=p.id)]
    towns = tuple(Option(p.name, Asked(p.id, asked.year).address(), p.id == asked.municipality) for p in places)
    years = sorted({*book.years, asked.year}, reverse=True)
    plans = [book.bodies[plan.body] for plan in book.of_year(asked.year)]
    bodies = [("", "Alla"), *((one.id, one.name) for one in plans if one.kind is not BodyKind.COUNCIL)]
    return [
        *([Menu("Kommun", towns)] if len(towns) > 1 else []),
        Menu("År", tuple(Option(str(year), asked.address(year=year), year == asked.year) for year in years)),
        Menu("Nämnd", tuple(Option(name, asked.address(body=one), one == asked.body) for one, name in bodies)),
    ]


def _tabs(asked: Asked) -> Menu:
    options = (Option(words, asked.address(only=only), only is asked.only) for only, words in _ONLY_WORDS.items())
    return Menu("Visa", tuple(options))


def _without_plan(book: GoalBook, asked: Asked) -> str:
    """Which bodies of the year have no plan, in words."""
    return listed(
        [
            body.name
            for body in book.bodies.values()
            if body.kind is not BodyKind.COUNCIL
            and body.is_of(asked.year)
            and plan_key(body.id, asked.year) not in book.plans
        ]
    )


def _earlier(said: ReviewBook, book: GoalBook, asked: Asked) -> list[Earlier]:
    """What was recommended the year before, what is not done first."""
    found = [
        Earlier(one.key, book.bodies[body.id].name, one.value, one.number)
        for body in book.bodies.values()
        if asked.body in ("", body.id)
        for one in said.recommended(body.id, asked.year - 1)
        if one.value
    ]
    return sorted(found, key=lambda one: one.said.outcome is Outcome.DONE)

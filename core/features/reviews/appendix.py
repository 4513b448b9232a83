"""Bilaga till plan: all goals of a year with their indicators, milestones, final targets and assignments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.goals.book import GoalBook
from core.goals.models import Assignment, Body, Decision, Goal, GoalIndicator, Plan
from core.outcomes.aims import aims_of
from core.outcomes.chain import AskedChain, Chain, ChainGoal, ChainIndicator, chain_of
from core.outcomes.figures import Figures
from core.words import labels
from core.words.formats import first_upper, listed, number
from core.words.sentences import amount
from core.words.sources import attribution

KIND = "Bilaga till plan"
_INDICATORS = ("Indikator", "Utfall", "Etappmål", "Slutmål")
_INDICATOR_SHARES = (0.4, 0.18, 0.22, 0.2)
_ASSIGNMENTS = ("Uppdrag", "Till", "Senast", "Läge")
_ASSIGNMENT_SHARES = (0.5, 0.24, 0.13, 0.13)
_VOLUMES = ("Volym", "Antal", "Kostnad, tkr")
_VOLUME_SHARES = (0.6, 0.2, 0.2)


def appendix_paper(figures: Figures, asked: AskedChain, body: str = "") -> Paper:
    """The appendix of ASKED, of BODY's plan (an id) alone where one is given, as a document."""
    info, place = figures.snapshot.info, figures.snapshot.municipalities[asked.municipality]
    chain = chain_of(figures, asked)
    plans = [plan for plan in chain.plans if body in ("", plan.body)]
    whose = f"{chain.book.bodies[body].name}, " if body in chain.book.bodies else ""
    title = f"Mål, indikatorer, etappmål och uppdrag {asked.year}"
    return Paper(
        KIND,
        title,
        (f"{whose}{place}", figures_words(figures), attribution(is_example=info.is_example)),
        f"{title} · {whose}{place}",
        figures_words(figures),
        tuple(appendix_blocks(figures, chain, plans)) or (Line("Det finns inga planer för året."),),
        has_drafts=any(plan.decision is None for plan in plans),
        is_example=info.is_example,
        made=Made(TemplateKind.REVIEW),
    )


def figures_words(figures: Figures) -> str:
    """Of which day the figures are."""
    return f"Siffror per {figures.snapshot.info.fetched_at.date().isoformat()}"


def appendix_blocks(figures: Figures, chain: Chain, plans: Sequence[Plan]) -> Iterator[Block]:
    """PLANS of CHAIN: a body each, its goals in the order of the plan, then its assignments and its money."""
    for plan in plans:
        body = chain.book.bodies[plan.body]
        yield Heading(f"{body.name}: {plan.title}", begins_page=True)
        yield Line(decision_words(plan.decision), Look.QUIET)
        for goal in plan.standing_goals:
            yield from _goal(figures, chain, chain.goals[goal.id])
        given = [one for one in chain.book.assignments.values() if (one.giver, one.year) == (plan.body, plan.year)]
        if given:
            yield Heading("Uppdrag", 2)
            yield Grid(_ASSIGNMENTS, _ASSIGNMENT_SHARES, tuple(_assignment(one, chain.book) for one in given))
        yield from _money(plan)


def decision_words(decision: Decision | None) -> str:
    """Where, when and under which § a plan was decided."""
    if decision is None:
        return "Utkast, inte beslutad."
    return f"Beslutad av {decision.by} {decision.on.isoformat()}, § {decision.paragraph}."


def _goal(figures: Figures, chain: Chain, one: ChainGoal) -> Iterator[Block]:
    goal = one.goal
    yield Heading(goal.title, 2)
    if above := _above(chain, goal, one.body):
        yield Line(above, Look.QUIET)
    if goal.text:
        yield Line(goal.text)
    if one.indicators:
        rows = tuple(_indicator(figures, chain.asked, indicator) for indicator in one.indicators)
        yield Grid(_INDICATORS, _INDICATOR_SHARES, rows)


def _above(chain: Chain, goal: Goal, body: Body) -> str:
    """What GOAL stands under, supports, and who shares it and answers for it."""
    names = {key: one.goal.title for key, one in chain.goals.items()}
    supported = [names[key] for key in goal.supports if key in names]
    sharing = [chain.book.bodies[one].name for one in goal.bodies if one in chain.book.bodies and one != body.id]
    parts = (
        first_upper(goal.level.value),
        f"under ”{names[goal.parent]}”" if goal.parent in names else "",
        f"stöder {listed([f'”{name}”' for name in supported])}" if supported else "",
        f"delas med {listed(sharing)}" if sharing else "",
        f"ansvarig: {goal.owner}" if goal.owner else "",
    )
    return f"{', '.join(filter(None, parts))}."


def _indicator(figures: Figures, asked: AskedChain, one: ChainIndicator) -> tuple[str, ...]:
    indicator = one.indicator
    aims = [
        aim for aim in aims_of(figures, asked.municipality, indicator.kpi, indicator.gender) if aim.year >= asked.year
    ]
    milestones = "\n".join(f"{aim.year}: {aim.words}" for aim in aims if not aim.is_final)
    finals = "\n".join(f"{aim.year}: {aim.words}" for aim in aims if aim.is_final)
    return _name(figures, indicator), _outcome(one), milestones or "–", finals or "–"


def _name(figures: Figures, indicator: GoalIndicator) -> str:
    known = figures.catalogue.by_kpi.get(indicator.kpi)
    called = labels.with_gender(known.name if known else indicator.kpi, indicator.gender)
    return f"{called} ({indicator.kpi})" if known else f"{called}, finns inte längre"


def _outcome(one: ChainIndicator) -> str:
    row = one.row
    # NaN is not itself.
    return f"{amount(row)} ({row['year']:.0f})" if row and row["value"] == row["value"] else "–"


def _assignment(one: Assignment, book: GoalBook) -> tuple[str, ...]:
    receivers = listed([book.bodies[body].name for body in one.receivers if body in book.bodies])
    return one.text, receivers or "–", one.deadline.isoformat() if one.deadline else "–", one.state.value


def _money(plan: Plan) -> Iterator[Block]:
    told = [
        f"{words} {number(tkr, 0)} tkr"
        for words, tkr in (("Nettobudget", plan.net_budget), ("Ram", plan.frame))
        if tkr is not None
    ]
    if told or plan.volumes:
        yield Heading("Budget och volymer", 2)
    if told:
        yield Line(f"{', '.join(told)}.")
    if plan.volumes:
        rows = tuple((one.name, number(one.number, 0), number(one.cost, 0)) for one in plan.volumes)
        yield Grid(_VOLUMES, _VOLUME_SHARES, rows)

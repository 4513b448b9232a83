"""The goal chain as data and as lines: what ``python -m core goals list`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from core.goals.models import Assignment, Decision, Plan
from core.outcomes.aims import aims_of
from core.outcomes.chain import Chain, ChainGoal, ChainIndicator
from core.outcomes.figures import Figures
from core.signals import Attainment
from core.words.labels import ATTAINMENT, GENDER
from core.words.sentences import amount

_MARKS = {
    Attainment.REACHED: "●",
    Attainment.NEARLY: "◐",
    Attainment.NOT_REACHED: "○",
    Attainment.NOT_JUDGED: "–",
}


def chain_tree(figures: Figures, chain: Chain, today: date) -> dict[str, Any]:
    """CHAIN for ``json.dumps``: its plans, and its goals from the areas down, each with those below it.

    Faces are those of ``core.signals.Attainment``; days are ISO; TODAY decides what is overdue.
    """
    municipality = chain.asked.municipality
    names = {goal.goal.id: goal.goal.title for goal in chain.goals.values()}

    def goal(one: ChainGoal) -> dict[str, Any]:
        given = [item for item in chain.book.assignments.values() if item.goal == one.goal.id]
        return {
            "id": one.goal.id,
            "level": one.goal.level.value,
            "title": one.goal.title,
            "text": one.goal.text,
            "owner": one.goal.owner,
            "bodies": [chain.book.bodies[body].name for body in (one.plan.body, *one.goal.bodies)],
            "origin": one.goal.origin,
            "supports": [names[other] for other in one.goal.supports if other in names],
            "face": one.face.value,
            "computed": asdict(one.computed),
            "overruled": _dated(asdict(one.overruling)) if one.overruling else None,
            "indicators": [_indicator(figures, municipality, item) for item in one.indicators],
            "assignments": [_assignment(chain, item, today) for item in given],
            "goals": [goal(lower) for lower in one.below],
        }

    return {
        "municipality": municipality,
        "name": figures.snapshot.municipalities[municipality],
        "year": chain.asked.year,
        "is_example": figures.snapshot.info.is_example,
        "plans": [_plan(chain, plan) for plan in chain.plans],
        "goals": [goal(one) for one in (*chain.areas, *chain.loose)],
    }


def chain_lines(figures: Figures, chain: Chain, today: date) -> Iterator[str]:
    """CHAIN as lines of text, a goal's below its own with two more spaces before."""
    tree = chain_tree(figures, chain, today)
    yield f"{tree['name']} {tree['year']}" + (" (exempeldata)" if tree["is_example"] else "")
    for plan in tree["plans"]:
        decided = plan["decided"]
        how = f"beslutad {decided['on']} § {decided['paragraph']}" if decided else "utkast"
        yield f"  {plan['body']}: {plan['title']}, {how}"
    if not tree["goals"]:
        yield "  Inga mål."
    for goal in tree["goals"]:
        yield from _goal_lines(goal, "")


def _goal_lines(goal: dict[str, Any], before: str) -> Iterator[str]:
    face = Attainment(goal["face"])
    count = goal["computed"]
    parts = f"{count['reached']} av {count['count']} nås" if count["count"] else "ingen indikator"
    own = f", ansvarigs bedömning: {goal['overruled']['reason']}" if goal["overruled"] else ""
    body = f" ({', '.join(goal['bodies'])})" if goal["level"] == "nämndmål" else ""
    yield f"{before}{_MARKS[face]} {goal['title']}{body}: {ATTAINMENT[face]}, {parts}{own}"
    for one in goal["indicators"]:
        gender = "" if one["gender"] == "T" else f", {GENDER[one['gender']]}"
        target = f", målnivå {one['target']}" if one["target"] else ""
        yield (
            f"{before}    {_MARKS[Attainment(one['face'])]} {one['kpi']} {one['name']}{gender}: {one['words']}{target}"
        )
    for one in goal["assignments"]:
        late = ", försenat" if one["is_overdue"] else ""
        yield f"{before}    Uppdrag: {one['text']} ({one['state']}{late})"
    for lower in goal["goals"]:
        yield from _goal_lines(lower, f"{before}  ")


def _plan(chain: Chain, plan: Plan) -> dict[str, Any]:
    return {
        "body": chain.book.bodies[plan.body].name,
        "kind": chain.book.bodies[plan.body].kind.value,
        "title": plan.title,
        "decided": _decision(plan.decision),
    }


def _indicator(figures: Figures, municipality: str, one: ChainIndicator) -> dict[str, Any]:
    """One indicator of a goal; without an outcome its value and year are null."""
    row, known = one.row, figures.catalogue.by_kpi.get(one.indicator.kpi)
    has_value = row is not None and row["value"] == row["value"]  # NaN is not itself
    aims = aims_of(figures, municipality, one.indicator.kpi, one.indicator.gender)
    return {
        "kpi": one.indicator.kpi,
        "gender": one.indicator.gender,
        "name": known.name if known else "",
        "unit": known.unit if known else "",
        "year": int(row["year"]) if row and has_value else None,
        "value": row["value"] if row and has_value else None,
        "words": f"{amount(row)} ({int(row['year'])})" if row and has_value else "inget utfall",
        "face": one.face.value,
        "reason": row["attainment_text"] if row else "",
        "target": row["target_text"] if row else "",
        "trend": row["trend_verdict"] if row else "none",
        "pace": row["pace"] if row else "",
        "milestones": [asdict(aim) for aim in aims],
    }


def _assignment(chain: Chain, one: Assignment, today: date) -> dict[str, Any]:
    names = {body.id: body.name for body in chain.book.bodies.values()}
    return {
        "id": one.id,
        "text": one.text,
        "giver": names[one.giver],
        "receivers": [names[body] for body in one.receivers],
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "state": one.state.value,
        "is_overdue": one.is_overdue(today),
        "reports": [_dated(asdict(report)) for report in one.reports],
        "closed": _decision(one.closed),
        "reason": one.reason,
    }


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    return _dated(asdict(decision)) if decision else None


def _dated(facts: dict[str, Any]) -> dict[str, Any]:
    """FACTS with the day ``on`` as text."""
    return facts | {"on": facts["on"].isoformat()}

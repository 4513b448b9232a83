"""Deviations and measures as data and as lines: what ``python -m core deviations`` and ``measures`` print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from core.cycle.models import Conclusion, Deviation, MeasureDecision
from core.outcomes.deviations import AskedQueue, QueueRow, queue
from core.outcomes.effects import MeasuredEffect
from core.outcomes.figures import Figures
from core.outcomes.measures import (
    AskedMeasures,
    StagedMeasure,
    change_words,
    effect_note,
    effect_words,
    staged_measures,
    years_words,
)
from core.words.labels import ATTAINMENT, GENDER
from core.words.sentences import amount

Tree = dict[str, Any]


def deviation_tree(figures: Figures, asked: AskedQueue) -> Tree:
    """What ``queue`` gives for ASKED, for ``json.dumps`` with days as text; null where there is nothing (public)."""
    book = figures.cycle_of(asked.municipality, drafts=asked.drafts)
    return _head(figures, asked.municipality) | {
        "gender": asked.gender,
        "deviations": [_deviation(one, book.conclusions) for one in queue(figures, asked)],
    }


def measure_tree(figures: Figures, asked: AskedMeasures) -> Tree:
    """What ``staged_measures`` gives for ASKED, for ``json.dumps`` with days as text. Values are in the KPI's unit."""
    return _head(figures, asked.municipality) | {
        "measures": [_measure(figures, one) for one in staged_measures(figures, asked)]
    }


def deviation_lines(tree: Tree) -> Iterator[str]:
    """The TREE of deviations as lines of text."""
    yield _title(tree) + ("" if tree["gender"] == "T" else f", {GENDER[tree['gender']]}")
    if not tree["deviations"]:
        yield "  Inga avvikelser."
    for one in tree["deviations"]:
        since = f", avvikelse sedan {one['since']}" if one["since"] else ", ingen avvikelse längre"
        yield f"  {one['kpi']} {one['name']}: {one['words']}{since}"
        taken = one["taken_up"]
        owner = f", {taken['owner']}" if taken and taken["owner"] else ""
        if one["state"]:
            yield f"    {one['state']}{owner}"
        if one["conclusion"]:
            assumed = " (antagande)" if one["conclusion"]["is_assumed"] else ""
            yield f"    Slutsats{assumed}: {one['conclusion']['text']}"
        yield from (f"    Åtgärd: {measure['title']}" for measure in one["measures"])


def measure_lines(tree: Tree) -> Iterator[str]:
    """The TREE of measures as lines of text."""
    yield _title(tree)
    if not tree["measures"]:
        yield "  Inga åtgärder."
    for one in tree["measures"]:
        yield f"  {one['title']} ({one['kpi']} {one['name']}): {one['stage']}"
        decision, plan, effect = one["decision"], one["plan"], one["effect"]
        if decision:
            yield f"    Beslut: {decision['answer']}, {decision['where']}"
        if plan:
            done = f"genomförd {plan['done_on']}" if plan["done_on"] else ""
            yield "    " + ", ".join(filter(None, (plan["words"], plan["late_words"], done)))
        if effect:
            beside = f" ({effect['note']})" if effect["note"] else ""
            yield f"    {effect['change']} {effect['years']}: {effect['words']}{beside}"


def _head(figures: Figures, municipality: str) -> Tree:
    return {
        "municipality": municipality,
        "name": figures.snapshot.municipalities[municipality],
        "is_example": figures.snapshot.info.is_example,
    }


def _title(tree: Tree) -> str:
    return f"{tree['name']}{' (exempeldata)' if tree['is_example'] else ''}"


def _deviation(one: QueueRow, conclusions: Mapping[str, Conclusion]) -> Tree:
    row, taken = one.row, one.deviation
    has_value = row is not None and row["value"] == row["value"]  # NaN is not itself
    conclusion = conclusions.get(taken.id) if taken else None
    return {
        "kpi": one.kpi,
        "gender": one.gender,
        "name": one.name,
        "area": one.area,
        "year": int(row["year"]) if row and has_value else None,
        "value": row["value"] if row and has_value else None,
        "unit": row["unit"] if row else "",
        "words": f"{amount(row)} ({int(row['year'])})" if row and has_value else "inget utfall",
        "attainment": row["attainment"] if row else None,
        "trend": row["trend_verdict"] if row else None,
        "standing": row["standing"] if row else None,
        "since": one.first_year,
        "state": one.state.value if one.state else None,
        "taken_up": _taken(taken) if taken else None,
        "conclusion": asdict(conclusion) if conclusion else None,
        "measures": [{"id": measure.id, "title": measure.title} for measure in one.measures],
        "goals": [goal.title for goal in one.goals],
        "bodies": [body.name for body in one.bodies],
    }


def _taken(one: Deviation) -> Tree:
    facts = asdict(one)
    kept = ("id", "taken_on", "owner", "conclude_by", "aside", "ended", "frozen")
    frozen = {name: value for name, value in facts["frozen"].items() if name != "definition"}
    return {name: facts[name] for name in kept} | {"frozen": frozen | {"face": ATTAINMENT[one.frozen.attainment]}}


def _measure(figures: Figures, one: StagedMeasure) -> Tree:
    measure, known = one.measure, figures.catalogue.by_kpi.get(one.measure.kpi)
    progress = one.progress
    plan = {
        "done_on": one.done_on,
        "activities": progress.total,
        "done": progress.done,
        "late": progress.late,
        "words": progress.words,
        "late_words": progress.late_words,
    }
    return {
        "id": measure.id,
        "title": measure.title,
        "kpi": measure.kpi,
        "gender": measure.gender,
        "name": known.name if known else "",
        "area": measure.area,
        "deviation": measure.deviation,
        "way": measure.way.value,
        "stage": one.stage.value,
        "decision": _decision(measure.decision) if measure.decision else None,
        "plan": plan if one.plan else None,
        "effect": _effect(one.effect, known.decimals if known else 0) if measure.is_decided else None,
        "example": asdict(one.example) if one.example else None,
    }


def _decision(one: MeasureDecision) -> Tree:
    return {"answer": one.answer.value, "where": one.decision.words, "words": one.words}


def _effect(one: MeasuredEffect, decimals: int) -> Tree:
    return asdict(one) | {
        "before": _point(one.before),
        "after": _point(one.after),
        "words": effect_words(one),
        "note": effect_note(one, decimals),
        "change": change_words(one, decimals),
        "years": years_words(one),
    }


def _point(point: tuple[int, float] | None) -> Tree | None:
    return {"year": point[0], "value": point[1]} if point else None

"""What is entered in an analysis as it would have been typed in its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from core.cycle.book import CHECKS, CLAIMS, CONCLUSIONS, DEVIATIONS, MEASURES
from core.cycle.deciding import estimate_words
from core.cycle.models import Check, Claim, Conclusion, Deviation, Measure, MeasuringQuestion
from core.cycle.proposing import CONSEQUENCES


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _deviation(one: Deviation) -> dict[str, str]:
    return {"owner": one.owner, "conclude_by": _day(one.conclude_by)}


def _check(one: Check) -> dict[str, str]:
    words = dict(one.words)
    asked = list(enumerate(MeasuringQuestion))
    return {
        **{f"q{n}": "ja" if question in one.ticked else "" for n, question in asked},
        **{f"w{n}": words.get(question, "") for n, question in asked},
        "comment": one.comment,
    }


def _claim(one: Claim) -> dict[str, str]:
    return {
        "text": one.text,
        "heading": one.heading.value,
        "influence": one.influence.value,
        "parent": one.parent or "",
        "verdict": one.verdict.value if one.verdict else "",
        "prediction": one.prediction,
        "evidence": one.evidence,
        "found": one.found,
        "responsible": one.responsible,
        "answer_by": _day(one.answer_by),
    }


def _conclusion(one: Conclusion) -> dict[str, str]:
    return {"text": one.text, "rests_on": " ".join(one.rests_on)}


def _measure(one: Measure) -> dict[str, str]:
    return {
        "title": one.title,
        "text": one.text,
        "rests_on": " ".join(support.name for support in one.rests_on),
        "example": one.example or "",
        **{name: str(getattr(one.consequences, name)) for name in CONSEQUENCES},
        "effort": estimate_words(one.effort),
        "effect": estimate_words(one.effect),
        "way": one.way.value,
        "seen_from": str(one.seen_from or ""),
        "body": one.body or "",
    }


_TYPED: Mapping[str, Callable[[Any], dict[str, str]]] = {
    DEVIATIONS.kind: _deviation,
    CHECKS.kind: _check,
    CLAIMS.kind: _claim,
    CONCLUSIONS.kind: _conclusion,
    MEASURES.kind: _measure,
}


def typed_of(kind: str, value: Any) -> dict[str, str]:
    """VALUE, a thing of KIND, as it would have been typed; nothing for what is not there."""
    return _TYPED[kind](value) if value is not None else {}

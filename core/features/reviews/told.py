"""The review at the terminal: as lines, and as a tree for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.features.reviews.words import HEADS, title_of
from core.goals.judged import Answer, ReviewBook
from core.outcomes.plan_review import Reviewed
from core.outcomes.plan_rules import Checked
from core.words.formats import first_upper


def review_tree(plans: Sequence[Reviewed], said: ReviewBook, year: int) -> dict[str, Any]:
    """What is found in PLANS by body and rule, with the answers to it.."""
    return {
        "year": year,
        "summary": title_of(plans, said, year),
        "count": sum(len(plan.findings) for plan in plans),
        "plans": [_plan(plan, said) for plan in plans],
    }


def _plan(plan: Reviewed, said: ReviewBook) -> dict[str, Any]:
    facts = plan.facts
    answers = {key: one.value for key, one in said.of_plan(facts.body.id, facts.year).items()}
    return {
        "body": facts.body.id,
        "name": facts.body.name,
        "plan": facts.plan.title,
        "is_decided": facts.plan.decision is not None,
        "count": len(plan.findings),
        "checks": [_check(plan, check, answers) for check in plan.checks.values()],
        "recommendations": [one.value.text for one in said.recommended(facts.body.id, facts.year) if one.value],
    }


def _check(plan: Reviewed, check: Checked, answers: dict[str, Answer | None]) -> dict[str, Any]:
    return {
        "rule": check.rule.value,
        "is_judged": check.is_judged,
        "findings": [
            {
                "key": one.key,
                "what": one.what,
                "title": plan.goal_title(one.goal),
                "goal": one.goal,
                "indicator": one.indicator,
                "assignment": one.assignment,
                "quote": one.quote,
                "answer": answer.reply.value if (answer := answers.get(one.key)) else "",
                "answer_text": answer.text if answer else "",
            }
            for one in check.findings
        ],
    }


def review_lines(plans: Sequence[Reviewed], said: ReviewBook, year: int) -> Iterator[str]:
    """The same to read: a body each, what is to look at under its rules."""
    yield f"{title_of(plans, said, year)}."
    for plan in plans:
        answers = said.of_plan(plan.facts.body.id, year)
        yield ""
        yield f"{plan.facts.body.name}, {plan.facts.plan.title}: {len(plan.findings)} att se över"
        for one in plan.findings.values():
            about = f"{plan.goal_title(one.goal)}: " if plan.goal_title(one.goal) else ""
            answered = answers.get(one.key)
            answer = f" [{first_upper(answered.value.reply.value)}]" if answered and answered.value else ""
            yield f"  {HEADS[one.rule]}: {about}{one.what.partition(' Regel: ')[0]}{answer}"

"""Closed exercises that tests of several rooms look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from core.cycle.exercises import RUNS, Run, Way
from core.state.ballots import put_answer
from core.state.entries import Save

THREAD = "roda-traden-tjansteman"


def put_closed(
    session: Session, save: Save, place: str, key: str, given: Sequence[dict[str, Any]], *, exercise: str = THREAD
) -> None:
    """Let PLACE have done EXERCISE in November 2026, and have had GIVEN as answers. In a session that writes."""
    on = date(2026, 11, 20)
    run = Run(key, exercise, "Höst <i>", Way.LINK, "BCDF", date(2026, 11, 1), closed_on=on, answered=len(given))
    RUNS.put(session, place, key, run, save, is_public=False)
    for one in given:
        put_answer(session, key, uuid4().hex, (), one)


def thread_answers(count: int, yes: int) -> list[dict[str, Any]]:
    """COUNT answers, half of them managers', of which YES know of a vision."""
    return [
        {"roll": "chef" if n % 2 else "medarbetare", "vision": "ja" if n < yes else "nej", "bra": "Eget."}
        for n in range(count)
    ]

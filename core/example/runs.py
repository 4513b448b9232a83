"""What Storköping has asked its own: a survey that is closed, and an exercise that a room is answering."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.catalogue.exercises import Exercise, Kind, default_exercises
from core.cycle.exercises import LED, RUNS, Led, Run, Way
from core.example.loops import Held

_CLOSED = Run("exempelenkat", "roda-traden-tjansteman", "Röda tråden i höst", Way.LINK, "BRDG", date.min)
_OPEN = Run("exempelrum", "styrsystem", "Ledningsgruppens dag", Way.ROOM, "TRVL", date.min)
_COUNTS = {_CLOSED.id: 47, _OPEN.id: 6}
_GROUPS = {"chef": 12, "medarbetare": 27, "stab": 8}
_SAID = {
    "bra": ("Målen tas upp på arbetsplatsträffarna.", "Min chef berättar vad siffrorna betyder.", "Tydliga nämndmål."),
    "mindre_bra": ("Vi får aldrig veta hur det gick.", "Målen byts innan vi hunnit följa upp.", "För många mål."),
}
# How likely the answers are, from the least to the most: the steering is better known than what came of it.
_LIKELY = {"forbattring": (6, 5, 3, 1), "analys": (7, 5, 2, 1), "redogora_vision": (2, 3, 6, 4)}


@dataclass(frozen=True)
class ExampleRuns:
    """What is held, and the answers of each run (an id)."""

    held: tuple[Held, ...]
    answers: Mapping[str, tuple[Mapping[str, Any], ...]]


def example_runs(municipality: str, today: date) -> ExampleRuns:
    """What MUNICIPALITY has begun and closed, as it stands TODAY; the same answers each time."""
    closed = _moved(_CLOSED, today - timedelta(40), today - timedelta(12))
    is_open = _moved(_OPEN, today, None)
    held = (
        Held(RUNS, closed.id, closed, is_public=False),
        Held(RUNS, is_open.id, is_open, is_public=False),
    )
    answers = {one.id: tuple(_answers(one)) for one in (closed, is_open)}
    return ExampleRuns((*held, *_letters(municipality, is_open)), answers)


def _letters(municipality: str, run: Run) -> Iterator[Held]:
    yield Held(LED, run.letters, Led(municipality, run.id), is_public=False)


def _moved(run: Run, started_on: date, closed_on: date | None) -> Run:
    answered = _COUNTS[run.id] if closed_on else 0
    return Run(run.id, run.exercise, run.title, run.way, run.letters, started_on, (), None, closed_on, answered)


def _answers(run: Run) -> Iterator[Mapping[str, Any]]:
    exercise, chance = default_exercises()[run.exercise], random.Random(run.id)  # noqa: S311 - made-up answers
    groups = [group for group, n in _GROUPS.items() for _ in range(n)]
    for n in range(_COUNTS[run.id]):
        yield dict(_given(exercise, chance, groups[n % len(groups)]))


def _given(exercise: Exercise, chance: random.Random, group: str) -> Iterator[tuple[str, Any]]:
    for one in exercise.questions:
        options = list(one.options)
        if one.id in exercise.groups:
            yield one.id, group if group in options else chance.choice(options)
        elif one.kind is Kind.TEXT:
            if one.id in _SAID and chance.random() < 0.15:
                yield one.id, chance.choice(_SAID[one.id])
        elif one.kind is Kind.SEVERAL:
            yield one.id, chance.sample(options, chance.randint(1, 3))
        else:
            usual = [2 + (n + len(one.id)) % 4 for n in range(len(options))]
            weights = [*_LIKELY.get(one.id, usual), *([1] * len(options))][: len(options)]
            yield one.id, chance.choices(options, weights)[0]

"""What the example has asked its own: a survey that three municipalities compare, an exercise that a room answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.catalogue.exercises import Exercise, Kind, default_exercises
from core.cycle.comparing import CONSENTS, Consent
from core.cycle.exercises import EVERYWHERE, LED, RUNS, Led, Run, Way
from core.example.loops import Held

_CLOSED = Run("exempelenkat", "roda-traden-tjansteman", "Röda tråden i höst", Way.LINK, "BRDG", date.min)
_OPEN = Run("exempelrum", "styrsystem", "Ledningsgruppens dag", Way.ROOM, "TRVL", date.min)
_GROUPS = {"chef": 12, "medarbetare": 27, "stab": 8}
# How many of each group have answered: in Storköping, and in those beside it. In the last one some are too few to show.
_WHO: Mapping[str, Mapping[str, int]] = {
    _CLOSED.id: _GROUPS,
    f"{_CLOSED.id}2": {"chef": 9, "medarbetare": 18, "stab": 6},
    f"{_CLOSED.id}3": {"chef": 6, "medarbetare": 9, "stab": 2},
    _OPEN.id: {"chef": 6},
}
_SAID = {
    "bra": ("Målen tas upp på arbetsplatsträffarna.", "Min chef berättar vad siffrorna betyder.", "Tydliga nämndmål."),
    "mindre_bra": ("Vi får aldrig veta hur det gick.", "Målen byts innan vi hunnit följa upp.", "För många mål."),
}
# How likely the answers are, from the least to the most: the steering is better known than what came of it.
_LIKELY = {"forbattring": (6, 5, 3, 1), "analys": (7, 5, 2, 1), "redogora_vision": (2, 3, 6, 4)}


@dataclass(frozen=True)
class ExampleRuns:
    """What is held, each with whose it is, and the answers of each run (an id)."""

    held: tuple[tuple[str, Held], ...]
    answers: Mapping[str, tuple[Mapping[str, Any], ...]]


def example_runs(municipalities: Sequence[str], today: date) -> ExampleRuns:
    """What the first of MUNICIPALITIES and its neighbours have begun and closed, as it stands TODAY."""
    first, *_ = municipalities
    is_open = replace(_OPEN, started_on=today)
    held = [(first, Held(RUNS, is_open.id, is_open)), (EVERYWHERE, Held(LED, is_open.letters, Led(first, is_open.id)))]
    runs = [is_open]
    for n, (municipality, key) in enumerate(
        zip(municipalities, [one for one in _WHO if one != _OPEN.id], strict=False)
    ):
        closed_on, count = today - timedelta(12 + n), sum(_WHO[key].values())
        run = replace(_CLOSED, id=key, started_on=today - timedelta(40), closed_on=closed_on, answered=count)
        consent = Consent(municipality, key, run.exercise, closed_on, "utvecklingschef")
        held += [
            (municipality, Held(RUNS, key, run)),
            (EVERYWHERE, Held(CONSENTS, f"{municipality}/{key}", consent)),
        ]
        runs.append(run)
    return ExampleRuns(tuple(held), {one.id: tuple(_answers(one)) for one in runs})


def _answers(run: Run) -> Iterator[Mapping[str, Any]]:
    exercise, chance = default_exercises()[run.exercise], random.Random(run.id)  # noqa: S311 - made-up answers
    for group, n in _WHO[run.id].items():
        for _ in range(n):
            yield dict(_given(exercise, chance, group))


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

"""Process limits of a series in time (XmR), and the points that they single out. Pure: numbers in order, None for none.

Source: Shewhart's chart for individual values and moving ranges, as Wheeler (Understanding Variation, 1993) gives it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

LIMITS_LEAST, LIMITS_RANGES, LIMITS_FACTOR, RUN_LENGTH = 12, 6, 2.66, 8

Values = Sequence[float | None]


class NoLimits(StrEnum):
    """Why a series has no limits."""

    FEW = "few"
    GAPS = "gaps"


@dataclass(frozen=True)
class Limits:
    """The mean of a series and its natural process limits, in its unit."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Run:
    """From place ``first`` to ``last`` all values lie on one side of the mean: 1 above, -1 below."""

    first: int
    last: int
    side: int


def process_limits(values: Values) -> Limits | NoLimits:
    """Mean ± 2.66 x the mean moving range of VALUES; why there are none under twelve values.

    A range is between two values that follow each other: across a None there is none, and under six of them there are
    no limits either. Only values that are there enter, so that limits never tell of one that is withheld.
    """
    known = [value for value in values if value is not None]
    if len(known) < LIMITS_LEAST:
        return NoLimits.FEW
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(ranges) < LIMITS_RANGES:
        return NoLimits.GAPS
    mean, spread = math.fsum(known) / len(known), LIMITS_FACTOR * math.fsum(ranges) / len(ranges)
    return Limits(mean, mean - spread, mean + spread)


def outside(values: Values, limits: Limits) -> tuple[int, ...]:
    """For each of VALUES 1 where it is above the LIMITS, -1 below, else 0. What equals a limit is within."""
    return tuple(
        0 if value is None else max(_side(value, limits.high), 0) or min(_side(value, limits.low), 0)
        for value in values
    )


def long_runs(values: Values, mean: float) -> tuple[Run, ...]:
    """The runs of eight and more of VALUES on one side of MEAN. A None and a value that equals the mean end a run."""
    runs: list[Run] = []
    for place, value in enumerate(values):
        side = 0 if value is None else _side(value, mean)
        if runs and runs[-1].side == side and runs[-1].last == place - 1:
            runs[-1] = Run(runs[-1].first, place, side)
        elif side:
            runs.append(Run(place, place, side))
    return tuple(run for run in runs if run.last - run.first + 1 >= RUN_LENGTH)


def _side(value: float, level: float) -> int:
    """On which side of LEVEL the value is; 0 where they are equal but for what floating point takes."""
    return 0 if math.isclose(value, level, rel_tol=1e-9, abs_tol=1e-9) else 1 if value > level else -1

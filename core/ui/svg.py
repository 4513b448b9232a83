"""Shapes: where lines, dots and bars go. Numbers in, coordinates out; the templates draw."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
_DOT = "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"
Series = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Spark:
    """A small line in a box of 72 x 26: the whole, and the part that the arrow is about (both paths)."""

    whole: str
    recent: str
    end: Point


SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 72, 26, 4


def spark(series: Series | None, from_year: float, step: int = 1) -> Spark | None:
    """The small line of SERIES (year, value), measured every STEP years; None with fewer than two values."""
    if not series or len(series) < 2:
        return None
    first, last = series[0][0], series[-1][0]
    low, high = min(v for _, v in series), max(v for _, v in series)

    def at(year: int, value: float) -> Point:
        return (
            scale(year, (first, last), (SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN)),
            scale(value, (low, high), (SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN)),
        )

    recent = [(year, value) for year, value in series if year >= from_year]
    # What the arrow compares is two values, so its part is drawn through even where a year between is missing.
    return Spark(path(series, at, step), path(recent, at, last - first), at(*series[-1]))


def scale(value: float, domain: tuple[float, float], span: tuple[float, float]) -> float:
    """VALUE's place in SPAN when DOMAIN is stretched over it; the middle for a domain without width."""
    low, high = domain
    part = 0.5 if math.isclose(low, high) else (value - low) / (high - low)
    return round(span[0] + part * (span[1] - span[0]), 1)


def path(series: Series, at: Callable[[int, float], Point], step: int = 1) -> str:
    """SERIES as the d of an SVG path: a line, broken where more than STEP years lie between two values.

    A value alone becomes a dot.
    """
    parts: list[str] = []
    before: int | None = None
    for i, (year, value) in enumerate(series):
        x, y = at(year, value)
        joined = before is not None and year - before <= step
        alone = not joined and (i + 1 == len(series) or series[i + 1][0] - year > step)
        parts.append(f"{'L' if joined else 'M'}{x:g} {y:g}{_DOT if alone else ''}")
        before = year
    return "".join(parts)


def spread(places: Sequence[float]) -> list[float]:
    """Labels' heights moved apart to at least 18 units, each as near its line as can be; order is kept."""
    least = 18.0
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    overshoot = (moved[order[-1]] - places[order[-1]]) / 2 if order else 0
    return [height - overshoot for height in moved]

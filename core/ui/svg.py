"""Shapes: where lines, dots and bars go. Numbers in, coordinates out; the templates draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Series = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Spark:
    """A small line in a box of 72 x 26: the whole, and the part that the arrow is about."""

    whole: str
    recent: str
    end: Point


SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 72, 26, 4


def spark(series: Series | None, from_year: float) -> Spark | None:
    """The small line of SERIES (year, value); None with fewer than two values."""
    if not series or len(series) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    first, last = series[0][0], series[-1][0]
    low, high = min(v for _, v in series), max(v for _, v in series)
    points = [
        (
            scale(year, (first, last), (SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN)),
            scale(value, (low, high), (SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN)),
        )
        for year, value in series
    ]
    start = next((i for i, (year, _) in enumerate(series) if year >= from_year), len(series)) if from_year else len(series)
    return Spark(path(points), path(points[start:]) if start < len(points) - 1 else "", points[-1])


def scale(value: float, domain: tuple[float, float], span: tuple[float, float]) -> float:
    """VALUE's place in SPAN when DOMAIN is stretched over it; the middle for a domain without width."""
    low, high = domain
    part = 0.5 if math.isclose(low, high) else (value - low) / (high - low)
    return round(span[0] + part * (span[1] - span[0]), 1)


def path(points: Sequence[Point]) -> str:
    """POINTS as a polyline's attribute."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that cover LOW to HIGH, at most about MOST of them."""
    if math.isclose(low, high):
        low, high = low - 1, high + 1
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    start, end = math.floor(low / step), math.ceil(high / step)
    return [round(i * step, 10) for i in range(start, end + 1)]


def spread(places: Sequence[float]) -> list[float]:
    """Labels' heights moved apart to at least 18 units, each as near its line as can be; order is kept."""
    least = 18.0
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + least)
    overshoot = (moved[order[-1]] - places[order[-1]]) / 2 if order else 0
    return [height - overshoot for height in moved]

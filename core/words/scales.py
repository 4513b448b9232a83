"""Where things go in charts, the same whoever draws: round numbers for axes, places, and labels kept apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that cover LOW to HIGH, at most about MOST of them."""
    if math.isclose(low, high):
        low, high = low - 1, high + 1
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    start, end = math.floor(low / step), math.ceil(high / step)
    return [round(i * step, 10) for i in range(start, end + 1)]


def scale(value: float, domain: tuple[float, float], span: tuple[float, float]) -> float:
    """VALUE's place in SPAN when DOMAIN is stretched over it; the middle for a domain without width."""
    low, high = domain
    part = 0.5 if math.isclose(low, high) else (value - low) / (high - low)
    return round(span[0] + part * (span[1] - span[0]), 1)


def spread(places: Sequence[float], least: float = 18.0) -> list[float]:
    """Labels' heights moved apart to at least LEAST, each as near its line as can be; order is kept."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    overshoot = (moved[order[-1]] - places[order[-1]]) / 2 if order else 0
    return [height - overshoot for height in moved]


Series = Sequence[tuple[int, float]]


def measured(series: Series, step: int) -> tuple[tuple[int, float], ...]:
    """SERIES (year, value), measured every STEP years, without the years between: counted back from its last."""
    return tuple(point for point in series if (series[-1][0] - point[0]) % step == 0)


def runs(series: Series, step: int = 1, breaks: Sequence[int] = ()) -> list[list[tuple[int, float]]]:
    """SERIES (year, value) in the parts that a line is drawn through.

    It is broken where more than STEP years lie between, and at BREAKS: the first years of new ways of measuring.
    """
    parts: list[list[tuple[int, float]]] = []
    for point in series:
        before = parts[-1][-1][0] if parts else None
        if before is None or point[0] - before > step or any(before < first <= point[0] for first in breaks):
            parts.append([point])
        else:
            parts[-1].append(point)
    return parts

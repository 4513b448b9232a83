"""Where things go in charts, the same whoever draws: round numbers for axes, places, and labels kept apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Two points are no line: who has more is one.
LEAST_LINE = 3
_LEAST_SPAN, _WHOLE = 0.25, 100.0


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that cover LOW to HIGH, at most about MOST of them."""
    if math.isclose(low, high):
        low, high = low - 1, high + 1
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    start, end = math.floor(low / step), math.ceil(high / step)
    return [round(i * step, 10) for i in range(start, end + 1)]


def bounds(values: Sequence[float], unit: str) -> tuple[float, float]:
    """From which value to which the axis of a chart of VALUES (in UNIT) shall reach.

    At least a quarter of the largest, whatever its sign: on an axis from 80 to 90 a change from 88 to 80 per cent would
    look like a fall to nothing. What is added lies around the middle, but never past zero on the side where there is
    no value, nor past 100 per cent. One rule for all charts: pages, slides, PDF and PowerPoint.
    """
    low, high = min(values), max(values)
    floor = 0.0 if low >= 0 else -math.inf
    ceiling = 0.0 if high <= 0 else _WHOLE if unit.startswith("%") and high <= _WHOLE else math.inf
    spare = max(0.0, _LEAST_SPAN * max(abs(low), abs(high)) - (high - low)) / 2
    # What has no room on one side goes to the other.
    below = min(spare, low - floor) + max(0.0, spare - (ceiling - high))
    above = min(spare, ceiling - high) + max(0.0, spare - (low - floor))
    return max(low - below, floor), min(high + above, ceiling)


def rules_of(values: Sequence[float], unit: str, most: int = 5) -> list[float]:
    """The marks of the axis of VALUES (in UNIT), about MOST of them: it reaches from the first to the last."""
    return ticks(*bounds(values, unit), most)


def breaks_within(breaks: Sequence[int], years: Sequence[int]) -> tuple[int, ...]:
    """Those of BREAKS, the first years of new ways of measuring, with YEARS of the axis on both sides."""
    return tuple(year for year in breaks if min(years) < year <= max(years))


def scale(value: float, domain: tuple[float, float], span: tuple[float, float]) -> float:
    """VALUE's place in SPAN when DOMAIN is stretched over it; the middle for a domain without width."""
    return scaled(domain, span)(value)


def scaled(domain: tuple[float, float], span: tuple[float, float]) -> Callable[[float], float]:
    """``scale`` of DOMAIN and SPAN, for many values."""
    (low, high), (first, last) = domain, span
    if math.isclose(low, high):
        middle = round(first + 0.5 * (last - first), 1)
        return lambda _: middle
    high_by, wide = high - low, last - first
    return lambda value: round(first + (value - low) / high_by * wide, 1)


def spread(places: Sequence[float], least: float = 18.0) -> list[float]:
    """Labels' heights moved apart to at least LEAST, each as near its line as can be; order is kept."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    overshoot = (moved[order[-1]] - places[order[-1]]) / 2 if order else 0
    return [height - overshoot for height in moved]


Series = Sequence[tuple[int, float]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A place on a stage, from its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.h


def drawn_runs(series: Series, step: int = 1, breaks: Sequence[int] = ()) -> list[list[tuple[int, float]]]:
    """``runs`` as a chart has them: two points are no line, so of a shorter series each stands alone."""
    return runs(series, step, breaks) if len(series) >= LEAST_LINE else [[point] for point in series]


def dotted(series: Series, step: int = 1, breaks: Sequence[int] = ()) -> tuple[tuple[int, float], ...]:
    """The points of SERIES that have a dot: its last, what stands alone, and all where it is measured seldom."""
    if step > 1:
        return tuple(series)
    alone = [run[0] for run in drawn_runs(series, step, breaks) if len(run) == 1]
    return tuple(sorted({*alone, *series[-1:]}))


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

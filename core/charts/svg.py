"""Shapes: where lines, dots and bars go. Numbers in, coordinates out; the templates draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isclose, nan

from core.charts.scales import Point, Series, runs, scaled

_DOT = "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"


@dataclass(frozen=True)
class Spark:
    """A small line in a box of 72 x 26: the whole, and the part that the arrow is about (both paths).

    ``axis`` is where its ``years`` (the first and the last) and values lie (``axis``).
    """

    whole: str
    recent: str
    end: Point
    axis: str
    years: tuple[int, int]


SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 72, 26, 4


def spark(
    series: Series | None, from_year: float, step: int = 1, *, deadband: float = nan, breaks: Sequence[int] = ()
) -> Spark | None:
    """The small line of SERIES (year, value; what was measured, every STEP years); None with fewer than two values.

    Its strong part begins with what FROM_YEAR has, be it an earlier year's. It is broken at BREAKS, and its height
    holds twice DEADBAND at the least: what counts as unchanged never plunges.
    """
    if not series or len(series) < 2:
        return None
    first, last = series[0][0], series[-1][0]
    low, high = min(v for _, v in series), max(v for _, v in series)
    # Zero first: it is the greater of itself and NaN.
    spare = max(0.0, (2 * deadband - (high - low)) / 2)
    low, high = low - spare, high + spare

    across = scaled((first, last), (SPARK_MARGIN, SPARK_WIDTH - SPARK_MARGIN))
    down = scaled((low, high), (SPARK_HEIGHT - SPARK_MARGIN, SPARK_MARGIN))

    def at(year: int, value: float) -> Point:
        return across(year), down(value)

    # A level line lies in the middle.
    air = 1.0 if isclose(low, high) else 0.0
    left, right = (SPARK_MARGIN, first), (SPARK_WIDTH - SPARK_MARGIN, last)
    bottom, top = (SPARK_HEIGHT - SPARK_MARGIN, low - air), (SPARK_MARGIN, high + air)
    begins = max((year for year, _ in series if year <= from_year), default=from_year)
    recent = [(year, value) for year, value in series if year >= begins]
    # What the arrow compares is two values, so its part is drawn through even where a year between is missing.
    return Spark(
        whole=path(series, at, step, breaks),
        recent=path(recent, at, last - first),
        end=at(*series[-1]),
        axis=axis(left, right, bottom, top),
        years=(first, last),
    )


def path(series: Series, at: Callable[[int, float], Point], step: int = 1, breaks: Sequence[int] = ()) -> str:
    """SERIES as the d of an SVG path: a line, broken where more than STEP years lie between two values, and at BREAKS.

    A value alone becomes a dot.
    """
    return through([[at(*point) for point in run] for run in runs(series, step, breaks)])


def said(pairs: Iterable[tuple[object, str]]) -> str:
    """PAIRS (a year or a name, and its value in words) in one attribute, as assets/hover.js reads it."""
    return "|".join(f"{what}={value}" for what, value in pairs)


def axis(*ends: tuple[float, float]) -> str:
    """Two years and two values, each after its place, in one attribute, as assets/hover.js reads it."""
    return " ".join(f"{one:g}" for end in ends for one in end)


def through(runs: Sequence[Sequence[Point]]) -> str:
    """The d of an SVG path with a line through each of RUNS; one of a single place becomes a dot."""
    return "".join(map(_run, runs))


def _run(points: Sequence[Point]) -> str:
    first, *others = (f"{x:g} {y:g}" for x, y in points)
    return f"M{first}" + ("".join(f"L{point}" for point in others) or _DOT)

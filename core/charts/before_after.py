"""A figure before and after something was done, as a small line: grey, a dotted rule, then in the verdict's colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import nan

from core.charts.scales import Point, scale
from core.charts.svg import through

WIDTH, HEIGHT, _MARGIN = 100, 36, 5
_MOST_YEARS = 10
_DAYS = 366


@dataclass(frozen=True)
class BeforeAfter:
    """The whole line and what came ``after`` the rule (both paths), the rule's place (None: none) and the end."""

    whole: str
    after: str
    rule: float | None
    end: Point


def before_after(
    series: Sequence[tuple[int, float]], done_on: date | None, *, deadband: float | None = None
) -> BeforeAfter | None:
    """The line of SERIES (year, value; oldest first) with a rule at DONE_ON; None for one that has nothing.

    A year's outcome stands at its end. The height holds twice DEADBAND at the least, so that what counts as unchanged
    never plunges.
    """
    if not series:
        return None
    shown = list(series)[-_MOST_YEARS:]
    years = (float(shown[0][0]), float(shown[-1][0]))
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    spare = max(0.0, (2 * (deadband or 0.0) - (high - low)) / 2)

    def at(year: float, value: float) -> Point:
        across = scale(year, years, (_MARGIN, WIDTH - _MARGIN))
        return across, scale(value, (low - spare, high + spare), (HEIGHT - _MARGIN, _MARGIN))

    when = done_on.year - 1 + done_on.timetuple().tm_yday / _DAYS if done_on else nan
    is_ruled = years[0] <= when <= years[1]
    later = [at(*point) for point in shown if point[0] > when]
    start = _between(shown, when)
    return BeforeAfter(
        whole=through([[at(*point) for point in shown]]),
        after=through([[at(when, start), *later]]) if is_ruled and start is not None and later else "",
        rule=at(when, low)[0] if is_ruled else None,
        end=at(*shown[-1]),
    )


def _between(series: Sequence[tuple[int, float]], when: float) -> float | None:
    """Where the line is WHEN its rule stands."""
    for (first, before), (last, after) in pairwise(series):
        if first <= when <= last:
            return before + (after - before) * (when - first) / (last - first)
    return None

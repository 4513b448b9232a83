"""Levels that a council could have set, a little above or below what the figure became."""

from __future__ import annotations

from enum import Enum
from math import floor, log10
from typing import NamedTuple

from core.catalogue import Direction, Indicator
from core.example.calibration import calibrations
from core.signals import shown, shown_one

# So many tolerances a path of milestones climbs a year.
_CLIMB = 0.4
# A range reaches so many tolerances to each side of its middle.
_HALF_RANGE = 1.5
# How far outside the quartiles a level may lie, in quartile distances.
_BEYOND = 0.75
# Without direction, and yet asked to be high: the year's result, and what pays for investments and bills.
_AT_LEAST = frozenset({"N03102", "N03103", "N03105"})


class Aim(Enum):
    """How a target is to come out; the value is how far above the outcome it lies, in tolerances."""

    REACHED = -0.6
    NEARLY = 0.5
    MISSED = 1.8


class Level(NamedTuple):
    """What is asked for: one number, or two for a range."""

    value: float | None
    value2: float | None


def tolerance(indicator: Indicator) -> float:
    """What counts as nearly: the catalogue's, else a typical change, at least one shown step."""
    typical = indicator.tolerance or calibrations()[indicator.kpi].typical_change
    return _plain(max(typical, _least_step(indicator)))


def level(indicator: Indicator, value: float, aim: Aim, *, years: int, as_range: bool) -> Level:
    """What to ask of an indicator that became VALUE, YEARS after that outcome, so that AIM comes true.

    Costs and the like, without direction, are asked to stay below a level that stands still.
    """
    sign = wished_sign(indicator)
    near = tolerance(indicator)
    if as_range:
        middle = value + sign * near * (_HALF_RANGE + aim.value)
        low, high = (_round(indicator, middle + side * _HALF_RANGE * near) for side in (-1, 1))
        return Level(low, high)
    climb = 0.0 if indicator.direction is Direction.NONE else _CLIMB * years
    return Level(_round(indicator, _thinkable(indicator, value + sign * near * (aim.value + climb))), None)


def milestone(indicator: Indicator, value: float, steps: float) -> float:
    """A level STEPS tolerances better than VALUE (worse below 0), as people would write it.

    Where steps are not below 0 it is never worse than VALUE as shown.
    """
    sign = wished_sign(indicator)
    asked = _round(indicator, value + sign * steps * tolerance(indicator))
    is_worse = sign * (asked - shown(value, indicator.decimals)) < 0
    return shown_one(value, indicator.decimals) if steps >= 0 and is_worse else asked


def wished_sign(indicator: Indicator) -> int:
    """1 where a council asks for at least a level, -1 where for at most one."""
    return 1 if indicator.direction is Direction.HIGH or indicator.kpi in _AT_LEAST else -1


def _thinkable(indicator: Indicator, value: float) -> float:
    """VALUE, but not further out than what some municipalities have."""
    known = calibrations()[indicator.kpi]
    beyond = _BEYOND * (known.p75 - known.p25)
    return min(value, known.p75 + beyond) if wished_sign(indicator) > 0 else max(value, known.p25 - beyond)


def _round(indicator: Indicator, value: float) -> float:
    """VALUE as people would write it: in steps of about a third of the tolerance, within what is possible."""
    step = max(_plain(tolerance(indicator) / 3), _least_step(indicator))
    rounded = shown_one(round(value / step) * step, indicator.decimals)
    known = calibrations()[indicator.kpi]
    if indicator.unit.startswith(("%", "index")) and known.p75 < 100:
        rounded = min(rounded, 100.0)
    return rounded if known.p25 < 0 else max(rounded, 0.0)


def _least_step(indicator: Indicator) -> float:
    return 10.0**-indicator.decimals


def _plain(value: float) -> float:
    """VALUE rounded to 1, 2 or 5 times a power of ten."""
    power: float = 10.0 ** floor(log10(value))
    return min((1, 2, 5, 10), key=lambda steps: abs(steps * power - value)) * power

"""How a figure is spread over the municipalities: from a place on the bell curve to a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.catalogue import Category, Indicator, Origin
from core.example.calibration import Calibration
from core.signals.rounding import Floats, shown

_QUARTILE = NormalDist().inv_cdf(0.75)
# Quartiles above zero, and yet some municipalities lie below: the year's result and the solidity.
_MAY_BE_NEGATIVE = frozenset({"N03102", "N03002"})
_COUNTED = frozenset({"anställda", "invånare"})
_STORED_DECIMALS = 4

_Scale = tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]
_PLAIN: _Scale = (lambda x: x, lambda u: u)
_LOGARITHM: _Scale = (np.log, np.exp)
_LOGIT: _Scale = (lambda x: np.log(x / (100 - x)), lambda u: 100 / (1 + np.exp(-u)))


@dataclass(frozen=True)
class Shape:
    """The spread of one indicator: two half bells that meet in the median, on a scale within its bounds.

    ``adds_up`` is true for numbers of people, where women and men make the total.
    """

    calibration: Calibration
    low: float
    high: float
    adds_up: bool
    decimals: int

    @classmethod
    def of(cls, indicator: Indicator, calibration: Calibration) -> Shape:
        """The shape of INDICATOR: shares lie within 0-100, most others above 0, some anywhere."""
        negative = calibration.p25 < 0 or indicator.kpi in _MAY_BE_NEGATIVE
        is_share = indicator.unit.startswith(("%", "index 0–100")) and calibration.p75 < 100
        is_whole = is_count(indicator) or (
            indicator.origin is Origin.SURVEY and indicator.unit == "%" and indicator.decimals == 0
        )
        return cls(
            calibration,
            low=-np.inf if negative else 0.0,
            high=100.0 if is_share and not negative else np.inf,
            adds_up=is_count(indicator),
            decimals=0 if is_whole else _STORED_DECIMALS,
        )

    def values(self, z: Floats) -> Floats:
        """The values at the places Z, where 0 is the median and 0.67 the upper quartile."""
        to_scale, from_scale = self._scale
        known = self.calibration
        low, middle, high = to_scale(np.array([known.p25, known.median, known.p75]))
        return from_scale(middle + z / _QUARTILE * np.where(z < 0, middle - low, high - middle))

    def shifted(self, values: Floats, change: Floats) -> Floats:
        """VALUES moved by CHANGE (of one that lies in the median): less for those near a bound."""
        middle = self.calibration.median
        if self.high == 100:
            return values + change * values * (100 - values) / (middle * (100 - middle))
        return values + (change if self.low < 0 else change * values / middle)

    def stored(self, values: Floats) -> Floats:
        """VALUES within the bounds and with the decimals they are reported with."""
        return shown(np.clip(values, self.low, self.high), self.decimals)

    @property
    def _scale(self) -> _Scale:
        if self.low < 0:
            return _PLAIN
        return _LOGIT if self.high == 100 else _LOGARITHM


def is_result(indicator: Indicator) -> bool:
    """Whether the figure is about how it went for people: those are kept secret where they are few."""
    return indicator.category in (Category.RESULT_OBJECTIVE, Category.RESULT_SUBJECTIVE)


def is_count(indicator: Indicator) -> bool:
    """Whether the figure is a number of people, so that a whole country has the sum."""
    return indicator.unit in _COUNTED

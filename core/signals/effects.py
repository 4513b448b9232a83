"""What a figure did after a measure: against what changes anyway. It claims no cause."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np

from core.signals.constants import COMPARED_DECIMALS
from core.signals.rounding import shown


class Effect(StrEnum):
    """The figure's way since before a measure; the words stand on the screen (CYCLE.md, section 9, point 3)."""

    RIGHT = "åt rätt håll"
    UNCHANGED = "oförändrat"
    WRONG = "åt fel håll"
    NOT_YET = "syns inte än"
    NOT_JUDGED = "kan inte bedömas"


def effect(before: float, after: float, *, deadband: float, decimals: int, is_up: bool) -> Effect:
    """What became of a figure that was BEFORE a measure and is AFTER it, which should go up where IS_UP, else down.

    All in the KPI's unit. A change within the DEADBAND, or that does not show with DECIMALS, is none; without a
    dead-band (NaN) nothing is said. Source: CYCLE.md section 4, effect; the dead-band is DESIGN.md section 3's.
    """
    if any(math.isnan(one) for one in (before, after, deadband)):
        return Effect.NOT_JUDGED
    change = round(after - before, COMPARED_DECIMALS)
    seen = shown(np.array([before, after]), np.array([decimals, decimals]))
    if abs(change) <= deadband or seen[0] == seen[1]:
        return Effect.UNCHANGED
    return Effect.RIGHT if (change > 0) == is_up else Effect.WRONG

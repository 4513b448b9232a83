"""What in a series cannot be right, whatever the source says."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

_LEAST_OTHERS, _FAR = 3, 0.5


def doubtful_zeros(points: Sequence[tuple[int, float]]) -> tuple[int, ...]:
    """The years of POINTS (year, value; a nation's or a mean's) whose zero is most likely a missing value.

    A zero is doubted where zeros are fewer than the other values, at least three of those there are, and all of them
    lie far from zero: each at least half their median. Source: issue 11, B5 (N18409 for the nation, 0 in 2013-14).
    """
    zeros = tuple(year for year, value in points if value == 0)
    others = [abs(value) for _, value in points if value != 0]
    if len(others) < max(_LEAST_OTHERS, len(zeros) + 1) or min(others) < _FAR * median(others):
        return ()
    return zeros

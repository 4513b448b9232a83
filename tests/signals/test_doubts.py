"""Zeros that cannot be right."""

from __future__ import annotations

import pytest

from core.signals import doubtful_zeros

SFI = (0.0, 0.0, 45.0, 45.0, 43.7, 42.6, 42.0, 38.0, 35.9, 33.7)


@pytest.mark.parametrize(
    ("values", "years"),
    [
        (SFI, (2013, 2014)),
        ((50.0, 0.0, 52.0, 51.0), (2014,)),
        ((0.0, 0.065, 5.0, 29.8), ()),
        ((0.0, 0.0, 0.0, 40.0, 41.0), ()),
        ((0.0, 40.0), ()),
        ((1.0, 2.0, 3.0), ()),
        ((0.0, 0.0), ()),
    ],
)
def test_an_isolated_zero_far_from_all_others_is_doubted(values: tuple[float, ...], years: tuple[int, ...]) -> None:
    assert doubtful_zeros(list(enumerate(values, start=2013))) == years

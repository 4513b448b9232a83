"""Zeros that cannot be right."""

from __future__ import annotations

import pytest

from core.signals import doubtful_zeros, repetitions
from core.signals.doubts import measured_in

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


@pytest.mark.parametrize(
    ("values", "step", "years"),
    [
        # From the middle of four years, and corrected by a hair the year after, as the nation's elections are.
        ((1, 2, 2, 2, 2, 3, 3.01, 3.01, 3.01, 5), 4, (2013, 2015, 2016, 2017, 2019, 2020, 2021)),
        ((1, 1, 2, 2, 3), 2, (2014, 2016)),
        ((1, 1, 1, 1, 3, 3), 2, (2014, 2016, 2018)),
        ((1, 1, 1), 2, (2014,)),
        # Measured in different years: a mean of some, or who has changed from even years to odd.
        ((1, 2, 3, 4), 2, ()),
        ((1, 1, 2, 3, 3), 2, (2014, 2017)),
        # What is measured every year is measured also where it has not changed.
        ((1, 1, 2, 2), 1, ()),
        ((), 2, ()),
    ],
)
def test_a_value_between_two_measurements_repeats_the_first(
    values: tuple[float, ...], step: int, years: tuple[int, ...]
) -> None:
    assert repetitions(list(enumerate(values, start=2013)), step) == years


def test_what_is_left_out_between_is_not_repeated() -> None:
    assert repetitions([(2015, 1.0), (2019, 1.0), (2021, 2.0), (2022, 3.0)], 2) == ()


@pytest.mark.parametrize(
    ("values", "step", "years"),
    [
        ((1, 1, 2, 2, 3), 2, (2013, 2013, 2015, 2015, 2017)),
        ((1, 1, 1, 1, 3, 3), 2, (2013, 2013, 2015, 2015, 2017, 2017)),
        # An election, and a figure that is corrected out of turn: what differs is never said to be of an earlier year.
        ((1, 2, 2, 2, 2, 3, 3.01, 3.01, 3.01, 5), 4, (2013, 2014, 2014, 2014, 2014, 2018, 2019, 2019, 2019, 2022)),
        ((1, 1, 2, 2), 1, (2013, 2014, 2015, 2016)),
    ],
)
def test_a_value_is_of_the_year_it_was_measured_in(
    values: tuple[float, ...], step: int, years: tuple[int, ...]
) -> None:
    assert tuple(measured_in(list(enumerate(values, start=2013)), step).values()) == years

"""A value is rounded in one way, whether it is shown or judged: halves go away from zero, as in Excel."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import shown, shown_one


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5, 0, 1),
        (1.5, 0, 2),
        (2.5, 0, 3),
        (44.5, 0, 45),
        (44.49, 0, 44),
        (0.25, 1, 0.3),
        (0.35, 1, 0.4),
        (12.949, 1, 12.9),
        (2.675, 2, 2.68),
        (0.00005, 4, 0.0001),
        (3_540_000.5, 0, 3_540_001),
    ],
)
def test_a_half_goes_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert shown(value, decimals) == expected
    assert shown(-value, decimals) == -expected


def test_a_half_that_binary_numbers_cannot_hold_is_a_half_all_the_same() -> None:
    assert 1.005 * 100 < 100.5
    assert shown(1.005, 2) == 1.01
    assert shown(1.15, 1) == 1.2
    assert shown(0.285, 2) == 0.29


@pytest.mark.parametrize(
    ("value", "decimals"),
    [(8e9, 2), (5_123_456_789.12, 2), (3e11, 1), (1e12, 0), (-1e15, 1), (-1e15, 0), (123_456_789_012.3, 1)],
)
def test_a_large_number_gets_no_digits_that_it_has_not(value: float, decimals: int) -> None:
    assert shown(value, decimals) == value


def test_a_small_negative_value_is_shown_as_plain_zero() -> None:
    assert str(float(shown(-0.4, 0))) == "0.0"


def test_no_value_stays_no_value() -> None:
    assert np.isnan(shown(float("nan"), 1))


def test_each_value_has_its_own_decimals() -> None:
    assert shown([1.25, 1.25, 1.25], [0, 1, 2]).tolist() == [1, 1.3, 1.25]


@st.composite
def decimals_and_texts(draw: st.DrawFn) -> tuple[int, Decimal]:
    """A number of decimals, and a number written with up to three more."""
    decimals = draw(st.integers(0, 4))
    places = draw(st.integers(0, decimals + 3))
    largest = Decimal(10) ** (8 - decimals)
    return decimals, draw(st.decimals(-largest, largest, places=places))


@settings(max_examples=500, deadline=None)
@given(drawn=decimals_and_texts())
def test_rounding_is_the_schoolbook_s_on_every_written_number(drawn: tuple[int, Decimal]) -> None:
    decimals, written = drawn
    expected = written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert float(shown(float(written), decimals)) == float(expected)


@settings(max_examples=300, deadline=None)
@given(below=st.integers(0, 10**8), decimals=st.integers(0, 4))
def test_every_written_half_goes_away_from_zero(below: int, decimals: int) -> None:
    half = (Decimal(below) + Decimal("0.5")).scaleb(-decimals)
    up = float(Decimal(below + 1).scaleb(-decimals))
    assert shown([float(half), -float(half)], decimals).tolist() == [up, -up]


@settings(max_examples=200, deadline=None)
@given(value=st.floats(-1e4, 1e4), decimals=st.integers(0, 4))
def test_what_is_shown_is_shown_the_same_again(value: float, decimals: int) -> None:
    once = shown(value, decimals)
    assert shown(once, decimals) == once
    assert abs(once - value) <= 0.5002 * 10.0**-decimals


@settings(max_examples=200, deadline=None)
@given(pair=st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), decimals=st.integers(0, 4))
def test_a_larger_value_is_never_shown_as_a_smaller(pair: tuple[float, float], decimals: int) -> None:
    low, high = shown(sorted(pair), decimals)
    assert low <= high


@settings(max_examples=500, deadline=None)
@given(
    value=st.floats(-1e15, 1e15) | st.decimals(-999, 999, places=3).map(float) | st.sampled_from([np.nan, np.inf]),
    decimals=st.integers(0, 6),
)
def test_one_value_is_rounded_as_many_are_to_the_last_bit(value: float, decimals: int) -> None:
    assert str(shown_one(value, decimals)) == str(float(shown(value, decimals)))

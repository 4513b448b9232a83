"""What a figure did after a measure, reckoned in another way than in the product."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals.effects import Effect, effect

NAN = float("nan")


@pytest.mark.parametrize(
    ("change", "deadband", "decimals", "is_up", "verdict"),
    [
        ((78, 72), 3, 0, True, Effect.WRONG),
        ((31, 32), 3, 0, True, Effect.UNCHANGED),
        ((17, 13), 1.5, 0, False, Effect.RIGHT),
        ((1.9, 1.4), 0.3, 1, False, Effect.RIGHT),
        ((70, 73), 3, 0, True, Effect.UNCHANGED),
        ((70, 73.1), 3, 0, True, Effect.RIGHT),
        # What does not show as another figure is none, however narrow the dead-band.
        ((70.1, 70.4), 0.1, 0, True, Effect.UNCHANGED),
        ((70, 80), NAN, 0, True, Effect.NOT_JUDGED),
        ((NAN, 80), 1, 0, True, Effect.NOT_JUDGED),
        ((0.1, 0.3), 0.2, 1, True, Effect.UNCHANGED),
    ],
)
def test_a_measure_is_judged_by_the_figure_beyond_its_dead_band(
    change: tuple[float, float], deadband: float, decimals: int, is_up: bool, verdict: Effect
) -> None:
    assert effect(*change, deadband=deadband, decimals=decimals, is_up=is_up) is verdict


TENTHS = st.integers(-10_000, 10_000)


@given(TENTHS, TENTHS, st.integers(0, 500), st.booleans())
def test_any_change_is_right_wrong_or_none_by_exact_fractions(
    before: int, after: int, deadband: int, is_up: bool
) -> None:
    change = Fraction(after - before, 10)
    expected = Effect.UNCHANGED
    if abs(change) > Fraction(deadband, 10):
        expected = Effect.RIGHT if (change > 0) is is_up else Effect.WRONG
    found = effect(before / 10, after / 10, deadband=deadband / 10, decimals=1, is_up=is_up)
    assert found is expected


@given(TENTHS, TENTHS, st.integers(0, 500))
def test_what_is_right_one_way_is_wrong_the_other(before: int, after: int, deadband: int) -> None:
    up, down = (
        effect(before / 10, after / 10, deadband=deadband / 10, decimals=1, is_up=is_up) for is_up in (True, False)
    )
    assert {up, down} in ({Effect.RIGHT, Effect.WRONG}, {Effect.UNCHANGED})

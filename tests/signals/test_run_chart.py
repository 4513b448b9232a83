"""Process limits and what they single out, by hand and for whatever series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals.run_chart import Limits, NoLimits, Run, long_runs, outside, process_limits

TWELVE = [10.0, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13]
whole_numbers = st.integers(-1000, 1000).map(float)
series = st.lists(st.one_of(st.none(), whole_numbers), min_size=1, max_size=40)


def test_limits_are_as_by_hand() -> None:
    # Ranges 2 1 2 3 2 1 2 3 2 1 2: 21 / 11; mean 138 / 12.
    found = process_limits(TWELVE)
    assert isinstance(found, Limits)
    assert found.mean == pytest.approx(11.5)
    assert (found.low, found.high) == pytest.approx((11.5 - 2.66 * 21 / 11, 11.5 + 2.66 * 21 / 11))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (TWELVE[:11], NoLimits.FEW),
        ([None, *TWELVE[:11]], NoLimits.FEW),
        ([one for value in TWELVE for one in (value, None)], NoLimits.GAPS),
    ],
)
def test_there_are_no_limits_under_twelve_values_nor_where_hardly_any_follow_each_other(
    values: list[float | None], why: NoLimits
) -> None:
    assert process_limits(values) is why


def test_what_is_missing_makes_no_range_across_it() -> None:
    found = process_limits([*TWELVE, None, *(value + 100 for value in TWELVE)])
    assert isinstance(found, Limits)
    assert found.high - found.mean == pytest.approx(2.66 * 21 / 11)


def test_outside_is_beyond_a_limit_and_never_on_it() -> None:
    assert outside([5.0, 15.0, None, 15.01, 4.99], Limits(10, 5, 15)) == (0, 0, 0, 1, -1)


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ([11.0] * 7, ()),
        ([11.0] * 8, (Run(0, 7, 1),)),
        ([9.0, *[11.0] * 9, *[9.0] * 8], (Run(1, 9, 1), Run(10, 17, -1))),
        ([*[11.0] * 4, None, *[11.0] * 7], ()),
        ([*[11.0] * 4, 10.0, *[11.0] * 7], ()),
    ],
)
def test_eight_in_a_row_on_one_side_are_a_run_which_a_gap_or_the_mean_itself_ends(
    values: list[float | None], runs: tuple[Run, ...]
) -> None:
    assert long_runs(values, 10) == runs


@given(st.floats(-1e9, 1e9, allow_subnormal=False), st.integers(12, 60))
def test_a_series_that_never_changes_has_no_signal(value: float, n: int) -> None:
    values = [value] * n
    limits = process_limits(values)
    assert isinstance(limits, Limits)
    assert set(outside(values, limits)) == {0}
    assert long_runs(values, limits.mean) == ()


@given(series, whole_numbers, st.sampled_from([0.25, 2.0, -1.0, -4.0]))
def test_limits_move_and_stretch_with_their_series(values: list[float | None], moved: float, by: float) -> None:
    other = [None if value is None else value * by + moved for value in values]
    before, after = process_limits(values), process_limits(other)
    if not isinstance(before, Limits) or not isinstance(after, Limits):
        assert before is after
        return
    assert after.mean == pytest.approx(before.mean * by + moved)
    assert sorted((after.low, after.high)) == pytest.approx(sorted((before.low * by + moved, before.high * by + moved)))
    sign = 1 if by > 0 else -1
    assert outside(other, after) == tuple(side * sign for side in outside(values, before))
    runs = tuple(Run(run.first, run.last, run.side * sign) for run in long_runs(values, before.mean))
    assert long_runs(other, after.mean) == runs


@given(series)
def test_what_is_withheld_changes_no_number(values: list[float | None]) -> None:
    """Whatever stood at a place without a value, the limits are those of what is shown: they cannot tell of it."""
    found = process_limits(values)
    if isinstance(found, Limits):
        shown = [value for value in values if value is not None]
        assert found.mean == pytest.approx(sum(shown) / len(shown))
        assert min(shown) - 1e-6 <= found.mean <= max(shown) + 1e-6

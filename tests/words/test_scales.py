"""Where an axis begins and ends, and what a line is drawn through: one rule for every chart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.scales import bounds, breaks_within, dotted, drawn_runs, ticks

amounts = st.lists(st.floats(-1e9, 1e9).map(lambda v: round(v, 3)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("values", "unit", "ends"),
    [
        # On an axis from 80 to 90 the change from 88 to 80 looked like a fall to nothing.
        ([88, 80], "%", (73, 95)),
        ([98, 95], "%", (75.5, 100)),
        ([1.2, 2.0], "%", (1.2, 2.0)),
        ([230, 225], "meritvärde", (198.75, 256.25)),
        ([0, 1], "antal", (0, 1)),
        ([2.0], "dagar", (1.75, 2.25)),
        ([-5, -4.9], "%", (-5.575, -4.325)),
        ([-0.1], "%", (-0.1125, -0.0875)),
        ([0, 0], "%", (0, 0)),
        ([150, 148], "%", (130.25, 167.75)),
    ],
)
def test_an_axis_spans_at_least_a_quarter_of_its_largest_value(
    values: list[float], unit: str, ends: tuple[float, float]
) -> None:
    assert bounds(values, unit) == pytest.approx(ends)


@given(values=amounts, unit=st.sampled_from(["%", "kr", "dagar"]))
def test_an_axis_holds_its_values_and_adds_nothing_past_zero(values: list[float], unit: str) -> None:
    low, high = bounds(values, unit)
    assert low <= min(values) <= max(values) <= high
    assert low >= 0 or min(values) < 0
    assert high <= 0 or max(values) > 0
    assert high - low >= 0.24 * max(map(abs, values)) - 1e-9
    assert len(ticks(low, high)) < 12


def test_two_points_are_two_dots_and_no_line() -> None:
    pair = ((2020, 1.0), (2021, 2.0))
    assert (drawn_runs(pair), dotted(pair)) == ([[pair[0]], [pair[1]]], pair)
    three = (*pair, (2022, 3.0))
    assert (drawn_runs(three), dotted(three)) == ([list(three)], (three[-1],))


def test_a_break_needs_years_on_both_its_sides() -> None:
    assert breaks_within((2012, 2015, 2020), (2012, 2019)) == (2015,)

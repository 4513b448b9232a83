"""Shapes: numbers in, places out."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.scales import scale, spread, ticks
from core.charts.svg import SPARK_HEIGHT, SPARK_WIDTH, path, spark

numbers = st.floats(-1e9, 1e9).map(lambda x: round(x, 4))
series = st.dictionaries(st.integers(2005, 2030), numbers, min_size=1, max_size=20).map(lambda d: sorted(d.items()))


def at(year: int, value: float) -> tuple[float, float]:
    return float(year), value


@pytest.mark.parametrize(
    ("years", "step", "expected"),
    [
        ([1, 2, 3], 1, "M1 0L2 0L3 0"),
        ([1, 2, 4, 5], 1, "M1 0L2 0M4 0L5 0"),
        ([1, 3, 5], 2, "M1 0L3 0L5 0"),
        ([1, 5, 10], 4, "M1 0L5 0M10 0."),
        ([1, 3, 4, 7], 1, "M1 0.M3 0L4 0M7 0."),
        ([1], 1, "M1 0."),
        ([], 1, ""),
    ],
)
def test_a_gap_breaks_the_line_and_a_value_alone_is_a_dot(years: list[int], step: int, expected: str) -> None:
    dot = "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"
    assert path([(y, 0.0) for y in years], at, step) == expected.replace(".", dot)


@given(points=series, step=st.sampled_from([1, 2, 4]))
def test_every_value_is_drawn_once_and_joined_only_to_its_neighbour(points: list[tuple[int, float]], step: int) -> None:
    drawn = path(points, at, step)
    moves = re.findall(r"([ML])(\d+) ", drawn)
    assert [int(year) for _, year in moves] == [year for year, _ in points]
    for (before, _), (after, _), (_, letter) in zip(
        points, points[1:], [(y, kind) for kind, y in moves[1:]], strict=False
    ):
        assert letter == ("L" if after - before <= step else "M")
    years = [year for year, _ in points]
    alone = [y for y in years if not any(0 < abs(y - other) <= step for other in years)]
    assert drawn.count("a1 1") == 2 * len(alone)


@given(low=numbers, width=st.floats(0.001, 1e9))
def test_ticks_cover_the_data_and_are_few_and_even(low: float, width: float) -> None:
    high = low + width
    marks = ticks(low, high)
    assert marks[0] <= low + 1e-9 * abs(low)
    assert marks[-1] >= high - 1e-9 * abs(high)
    assert 2 <= len(marks) <= 7
    steps = [after - before for before, after in pairwise(marks)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)
    assert f"{steps[0]:.3e}"[:4] in ("1.00", "2.00", "2.50", "5.00")


@given(value=numbers)
def test_ticks_around_a_single_value_have_width(value: float) -> None:
    marks = ticks(value, value)
    assert marks[0] < value < marks[-1]


def test_ticks_are_round_numbers() -> None:
    assert ticks(0, 100) == [0, 25, 50, 75, 100]
    assert ticks(62.5, 88.2) == [60, 70, 80, 90]
    assert ticks(-0.3, 0.4) == [-0.4, -0.2, 0, 0.2, 0.4]


@given(places=st.lists(st.floats(-1000, 1000), max_size=8))
def test_labels_are_moved_apart_and_keep_their_order(places: list[float]) -> None:
    moved = spread(places)
    assert len(moved) == len(places)
    assert all(after - before >= 18 - 1e-9 for before, after in pairwise(sorted(moved)))
    order = sorted(range(len(places)), key=lambda i: (places[i], moved[i]))
    assert [moved[i] for i in order] == sorted(moved)


@given(places=st.lists(st.integers(-50, 50), min_size=1, max_size=8, unique=True))
def test_labels_that_have_room_stay_at_their_lines(places: list[int]) -> None:
    apart = [20.0 * place for place in places]
    assert spread(apart) == apart


@given(value=numbers, low=st.floats(-1e6, 1e6), width=st.floats(0.1, 1e6))
def test_a_place_lies_between_the_ends_when_the_value_does(value: float, low: float, width: float) -> None:
    domain = (low, low + width)
    value = min(max(value, low), low + width)
    assert 10 <= scale(value, domain, (10, 90)) <= 90
    assert scale(low, domain, (10, 90)) == 10
    assert scale(low + width, domain, (10, 90)) == 90
    assert scale(low, domain, (90, 10)) == 90


def test_where_all_values_are_the_same_the_place_is_in_the_middle() -> None:
    assert scale(5, (5, 5), (0, 100)) == 50


@given(points=series.filter(lambda s: len(s) > 1))
def test_a_small_line_stays_in_its_box_and_ends_in_the_last_value(points: list[tuple[int, float]]) -> None:
    drawn = spark(points, float("nan"))
    assert drawn is not None
    assert drawn.recent == ""
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn.whole):
        assert 0 <= float(x) <= SPARK_WIDTH
        assert 0 <= float(y) <= SPARK_HEIGHT
    assert drawn.end[0] == SPARK_WIDTH - 4


def test_the_strong_part_of_a_small_line_is_what_the_arrow_compares() -> None:
    drawn = spark([(2018, 1.0), (2020, 2.0), (2021, 5.0), (2023, 3.0)], 2020)
    assert drawn is not None
    assert len(re.findall("[ML]", drawn.recent)) == 3
    assert drawn.recent.count("M") == 1
    assert drawn.whole.count("M") == 3


@pytest.mark.parametrize("points", [[(2018, 1.0), (2020, 2.0), (2023, 5.0)], [(2020, 3.0), (2023, 3.0)]])
def test_a_small_line_says_where_its_years_and_values_lie(points: list[tuple[int, float]]) -> None:
    drawn = spark(points, 2020)
    assert drawn is not None
    x0, begins, x1, ends, y0, low, y1, high = map(float, drawn.axis.split())
    first, last = drawn.years
    assert (begins, ends) == (float(first), float(last))
    for place, (year, value) in zip(re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn.whole), points, strict=True):
        there = x0 + (year - first) / (last - first) * (x1 - x0), y0 + (value - low) / (high - low) * (y1 - y0)
        assert there == pytest.approx(tuple(map(float, place)), abs=0.06)


@pytest.mark.parametrize("points", [None, [], [(2023, 1.0)]])
def test_fewer_than_two_values_make_no_line(points: list[tuple[int, float]] | None) -> None:
    assert spark(points, 2020) is None


def test_a_small_line_of_what_is_unchanged_does_not_plunge() -> None:
    flat, steep = (spark([(2020, 50.0), (2021, 50.5), (2022, 49.5)], 2020, deadband=band) for band in (5.0, nan))
    assert flat is not None
    assert steep is not None
    heights = [float(y) for y in re.findall(r"[ML]\S+ ([\d.]+)", flat.whole)]
    assert max(heights) - min(heights) < SPARK_HEIGHT / 6
    assert flat.end[1] - SPARK_HEIGHT / 2 < steep.end[1] - SPARK_HEIGHT / 2


def test_a_small_line_is_broken_where_the_method_was_changed_and_is_strong_between_what_was_measured() -> None:
    broken = spark([(2019, 1.0), (2020, 2.0), (2021, 8.0), (2022, 9.0)], nan, breaks=(2021,))
    assert broken is not None
    assert broken.whole.count("M") == 2
    # The arrow compares 2026 with 2024, which both have the year before's value.
    repeated = spark([(2021, 4.0), (2023, 1.0), (2025, 5.0)], 2024, 2)
    assert repeated is not None
    assert (repeated.whole.count("L"), repeated.recent.count("L")) == (2, 1)

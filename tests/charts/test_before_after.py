"""The small line of a figure before and after something was done."""

from __future__ import annotations

from datetime import date

import pytest

from core.charts.before_after import HEIGHT, WIDTH, before_after

SERIES = [(2021, 78.0), (2022, 79.0), (2023, 80.0), (2024, 75.0), (2025, 72.0)]


def test_a_years_outcome_stands_at_its_end_and_the_rule_where_it_was_done() -> None:
    made = before_after(SERIES, date(2024, 7, 1))
    assert made is not None
    # Half way between the outcomes of 2023 and 2024.
    assert made.rule is not None
    assert made.rule == pytest.approx(5 + (WIDTH - 10) * 2.5 / 4, abs=0.5)
    assert list(made.end) == [WIDTH - 5, HEIGHT - 5]
    assert made.after.count("L") == 2
    assert made.after.startswith(f"M{made.rule:g} ")


@pytest.mark.parametrize("done_on", [None, date(2019, 1, 1), date(2026, 3, 1)])
def test_without_a_day_within_the_line_there_is_no_rule(done_on: date | None) -> None:
    made = before_after(SERIES, done_on)
    assert made is not None
    assert (made.rule, made.after) == (None, "")


def test_what_counts_as_unchanged_never_plunges() -> None:
    steep, calm = (before_after([(2024, 80.0), (2025, 79.0)], None, deadband=band) for band in (None, 5.0))
    assert steep is not None
    assert calm is not None
    assert steep.end[1] == HEIGHT - 5
    assert calm.end[1] < HEIGHT / 2 + 2


def test_one_value_is_a_dot_and_none_is_nothing() -> None:
    made = before_after([(2025, 71.0)], None)
    assert made is not None
    assert list(made.end) == [WIDTH / 2, HEIGHT / 2]
    assert before_after([], None) is None

"""The pace: does it go fast enough to reach the final target in time?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import pace
from tests.signals.frames import KPI, NAN, TOWN, Row, indicators, only, targets


def moving(value: float, change: float, *, span: int = 2, trend: str = "", gender: str = "T") -> pd.DataFrame:
    """An outcome of 2024 that has changed by CHANGE since SPAN years before."""
    cells = (KPI, TOWN, gender, 2024.0, value, trend or ("up" if change > 0 else "down"), change, 2024.0 - span)
    names = ["kpi", "municipality", "gender", "year", "value", "trend", "trend_change", "trend_from_year"]
    return pd.DataFrame([cells], columns=names)


def goal(kind: str = "at_least", value: float = 60, **more: Any) -> Row:
    """A final target for 2028, four years ahead."""
    return {"kind": kind, "value": value, "year": 2028, "is_final": True, **more}


def paces(outcome: pd.DataFrame, *wanted: Row, decimals: int = 0) -> pd.DataFrame:
    return pace(outcome, targets(*wanted), indicators({"decimals": decimals}))


def judged(outcome: pd.DataFrame, *wanted: Row, decimals: int = 0) -> str:
    return str(only(paces(outcome, *wanted, decimals=decimals))["pace"])


def test_changing_as_much_a_year_as_is_still_needed_is_on_pace() -> None:
    row = only(paces(moving(40, 10), goal()))
    assert (row["pace_per_year"], row["pace_needed"]) == (5, 5)
    assert (row["pace"], row["pace_year"], row["pace_level"]) == ("on_pace", 2028, 60)
    assert judged(moving(40, 12), goal()) == "on_pace"


def test_changing_less_than_is_needed_is_too_slow() -> None:
    assert judged(moving(40, 9.9), goal()) == "too_slow"


def test_standing_still_is_too_slow() -> None:
    assert judged(moving(40, 1, trend="level"), goal()) == "too_slow"
    assert judged(moving(40, -1, trend="level"), goal()) == "too_slow"
    assert judged(moving(59, 50, trend="level"), goal()) == "too_slow", "also when it would have been enough"


def test_going_away_from_the_target_is_the_wrong_way() -> None:
    assert judged(moving(40, -10), goal()) == "wrong_way"
    assert judged(moving(80, 10), goal("at_most")) == "wrong_way"


def test_a_target_at_most_is_neared_downwards() -> None:
    row = only(paces(moving(80, -10), goal("at_most")))
    assert (row["pace_needed"], row["pace"]) == (-5, "on_pace")
    assert judged(moving(81, -10), goal("at_most")) == "too_slow"


def test_a_span_is_neared_from_below_and_from_above() -> None:
    span = goal("within", 50, value2=60)
    row = only(paces(moving(40, 6), span))
    assert (row["pace"], row["pace_needed"], row["pace_level"]) == ("on_pace", 2.5, 50)
    row = only(paces(moving(80, 6), span))
    assert (row["pace"], row["pace_needed"], row["pace_level"]) == ("wrong_way", -5, 60)
    assert judged(moving(80, -9), span) == "too_slow"


def test_the_change_is_per_year_of_the_trend_s_own_window() -> None:
    assert only(paces(moving(40, 12, span=3), goal()))["pace_per_year"] == 4
    assert judged(moving(40, 15, span=3), goal()) == "on_pace"
    assert judged(moving(40, 14, span=3), goal()) == "too_slow"
    assert judged(moving(40, 20, span=4), goal()) == "on_pace"


def test_a_pace_that_is_exactly_enough_is_enough_in_binary_numbers_too() -> None:
    # 0.9 in three years is 0.3 a year, as it has been; 90 - 89.1 is a little more than 0.9.
    assert 90 - 89.1 > 0.9
    assert judged(moving(89.1, 0.6), goal(value=90, year=2027), decimals=1) == "on_pace"


@pytest.mark.parametrize("value", [60, 61, 59.5])
def test_a_target_that_is_reached_as_shown_has_no_pace(value: float) -> None:
    assert paces(moving(value, -10), goal()).empty


def test_what_is_needed_is_reckoned_from_the_shown_value() -> None:
    assert only(paces(moving(39.6, 10), goal()))["pace_needed"] == 5


def test_only_a_final_target_ahead_has_a_pace() -> None:
    assert paces(moving(40, 10), goal(is_final=False)).empty
    assert paces(moving(40, 10), goal(year=2024)).empty
    assert paces(moving(40, 10), goal(year=2020)).empty
    assert paces(moving(40, 10)).empty


def test_the_nearest_final_target_ahead_counts_and_milestones_do_not() -> None:
    row = only(paces(moving(40, 10), goal(value=50, year=2026, is_final=False), goal(), goal(value=99, year=2035)))
    assert (row["pace_year"], row["pace_needed"]) == (2028, 5)


def test_without_an_arrow_there_is_no_pace() -> None:
    assert paces(moving(40, 10, trend="silent"), goal()).empty


def test_without_an_outcome_there_is_no_pace() -> None:
    assert paces(moving(NAN, NAN, trend="silent"), goal()).empty


@pytest.mark.parametrize(("reason", "expected"), [("", 1), ("outdated", 0)])
def test_a_value_that_is_too_old_has_no_pace(reason: str, expected: int) -> None:
    assert len(paces(moving(40, 10).assign(outcome_reason=reason), goal())) == expected


def test_women_go_towards_the_total_s_target_unless_they_have_their_own() -> None:
    assert only(paces(moving(40, 10, gender="K"), goal()))["pace_level"] == 60
    assert only(paces(moving(40, 10, gender="K"), goal(), goal(value=80, gender="K")))["pace_level"] == 80
    assert paces(moving(40, 10), goal(gender="K")).empty


@settings(max_examples=40, deadline=None)
@given(
    value=st.integers(0, 100),
    change=st.integers(-40, 40).filter(bool),
    wanted=st.tuples(st.sampled_from(["at_least", "at_most"]), st.integers(0, 100)),
    years=st.tuples(st.sampled_from([2, 3, 4]), st.integers(1, 6)),
)
def test_the_pace_is_what_a_plain_reading_finds(
    value: int, change: int, wanted: tuple[str, int], years: tuple[int, int]
) -> None:
    (kind, level), (span, ahead) = wanted, years
    found = paces(moving(value, change, span=span), goal(kind, level, year=2024 + ahead))
    left = level - value
    if left == 0 or (left > 0) != (kind == "at_least"):
        assert found.empty
        return
    enough = abs(change) * ahead >= abs(left) * span
    expected = "wrong_way" if left * change < 0 else "on_pace" if enough else "too_slow"
    assert only(found)["pace"] == expected

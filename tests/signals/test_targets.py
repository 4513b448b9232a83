"""Which target holds for an outcome."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals.targets import final_targets, for_gender, valid_targets
from core.targets.models import COLUMNS
from tests.signals.frames import KPI, TOWN, Row, only, targets


def rows(*genders: str, year: int = 2024) -> pd.DataFrame:
    cells = [(KPI, TOWN, gender, year) for gender in genders]
    return pd.DataFrame(cells, columns=["kpi", "municipality", "gender", "year"])


def held(*years: int, outcome_year: int = 2024) -> tuple[float, bool]:
    """The year of the target that holds, and whether it has fallen due."""
    row = only(valid_targets(rows("T", year=outcome_year), targets(*[{"year": year, "value": 1} for year in years])))
    return row["target_year"], row["target_due"]


def test_these_tests_targets_have_the_columns_that_the_state_gives() -> None:
    assert set(targets({}).columns) == set(COLUMNS)


def test_the_outcome_year_s_own_target_comes_first() -> None:
    assert held(2023, 2024, 2025) == (2024, True)


def test_else_the_latest_earlier_one_which_has_fallen_due() -> None:
    assert held(2019, 2022, 2025) == (2022, True)
    assert held(2010) == (2010, True)


def test_else_the_next_later_one_which_has_not() -> None:
    assert held(2028, 2026, 2030) == (2026, False)


def test_without_a_target_the_kind_is_empty_and_the_row_is_kept() -> None:
    row = only(valid_targets(rows("T"), targets()))
    assert (row["target_kind"], row["target_due"]) == ("", False)


def test_rows_without_an_outcome_year_take_no_target_for_due() -> None:
    frame = rows("T").assign(year=float("nan"))
    assert not only(valid_targets(frame, targets({"year": 2020, "value": 1})))["target_due"]


@pytest.mark.parametrize("given_as", ["", "T"])
def test_a_target_without_gender_is_the_total_s_and_holds_for_women_and_men(given_as: str) -> None:
    found = for_gender(rows("T", "K", "M"), targets({"gender": given_as, "value": 7}))
    assert found["gender"].tolist() == ["T", "K", "M"]
    assert set(found["target_gender"]) == {"T"}


def test_women_s_own_target_replaces_the_total_s_for_women_only() -> None:
    found = for_gender(rows("T", "K", "M"), targets({"value": 7}, {"gender": "K", "value": 9}))
    wanted = dict(zip(found["gender"], found["target_value"], strict=True))
    assert wanted == {"T": 7, "K": 9, "M": 7}
    assert only(found, gender="K")["target_gender"] == "K"


def test_women_s_target_is_nobody_else_s() -> None:
    assert for_gender(rows("T", "M"), targets({"gender": "K", "value": 9})).empty


def test_the_targets_given_are_left_as_they_were() -> None:
    given_targets = targets({"value": 7})
    for_gender(rows("T"), given_targets)
    pd.testing.assert_frame_equal(given_targets, targets({"value": 7}))


# Final targets


def final(*wanted: Row) -> pd.DataFrame:
    return final_targets(rows("T"), targets(*wanted))


def test_the_nearest_final_target_ahead_is_the_one_to_be_reached() -> None:
    found = final({"year": 2032, "is_final": True}, {"year": 2028, "is_final": True}, {"year": 2026})
    assert only(found)["target_year"] == 2028


@pytest.mark.parametrize("year", [2020, 2024])
def test_a_final_target_of_the_outcome_year_or_earlier_is_not_ahead(year: int) -> None:
    assert final({"year": year, "is_final": True}).empty


def test_a_milestone_is_not_a_final_target() -> None:
    assert final({"year": 2026}).empty


def test_without_targets_there_is_nothing_ahead() -> None:
    assert final().empty


@settings(max_examples=60, deadline=None)
@given(years=st.sets(st.integers(2015, 2035), min_size=1, max_size=6), outcome_year=st.integers(2015, 2035))
def test_the_target_that_holds_is_the_one_that_a_plain_reading_finds(years: set[int], outcome_year: int) -> None:
    due = [year for year in years if year <= outcome_year]
    assert held(*years, outcome_year=outcome_year) == ((max(due), True) if due else (min(years), False))

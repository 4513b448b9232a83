"""The arrow: the change over two or three years, against what such figures change anyway."""

from __future__ import annotations

from math import isnan
from typing import Any, NamedTuple

import pandas as pd
import pytest

from core.signals import trend
from tests.signals.frames import (
    KPI,
    TOWN,
    Points,
    Row,
    alike,
    codes,
    indicators,
    only,
    restless,
    together,
    values,
)

# Half of thirty municipalities' pairs change by exactly 1 a year, so the dead-band is 2 and the country stands still.
OTHERS = restless(30, range(2010, 2025), 1)


def arrow(points: Points, *, others: pd.DataFrame = OTHERS, gender: str = "T", **indicator: Any) -> Row:
    """The trend of TOWN's newest value."""
    found = trend(together(values({TOWN: points}, gender=gender), others), indicators(indicator))
    newest = max(year for year, point in points.items() if not isinstance(point, str))
    return only(found, municipality=TOWN, gender=gender, year=newest)


def test_a_value_is_set_against_the_one_two_years_before() -> None:
    row = arrow({2021: 99, 2022: 50, 2023: 90, 2024: 55})
    assert row["trend_from_year"] == 2022
    assert row["trend_change"] == 5
    assert row["trend"] == "up"


def test_without_a_value_two_years_before_the_one_three_years_before_stands_in() -> None:
    row = arrow({2020: 99, 2021: 50, 2023: 90, 2024: 55})
    assert row["trend_from_year"] == 2021
    assert row["trend_change"] == 5


def test_a_suppressed_value_two_years_before_is_no_value() -> None:
    assert arrow({2021: 50, 2022: "Privacy", 2024: 55})["trend_from_year"] == 2021


@pytest.mark.parametrize(
    "points", [{2024: 55}, {2023: 50, 2024: 55}, {2020: 50, 2024: 55}, {2020: 50, 2023: 52, 2024: 55}]
)
def test_without_either_there_is_no_arrow(points: Points) -> None:
    row = arrow(points)
    assert row["trend"] == "silent"
    assert row["trend_reason"] == "too_few_years"
    assert row["trend_verdict"] == "none"
    assert isnan(row["trend_from_year"])
    assert isnan(row["trend_change"])


def test_every_value_has_a_trend_of_its_own() -> None:
    found = trend(together(values({TOWN: {2020: 40, 2022: 50, 2024: 45}}), OTHERS), indicators({}))
    mine = found[found["municipality"] == TOWN].sort_values("year")
    assert mine["trend"].tolist() == ["silent", "up", "down"]
    assert len(found) == 3 + len(OTHERS)


# The dead-band


def test_a_value_at_the_limit_of_the_deadband_is_unchanged() -> None:
    row = arrow({2022: 50, 2024: 52})
    assert row["trend_deadband"] == 2
    assert row["trend"] == "level"
    assert row["trend_verdict"] == "unchanged"
    assert row["trend_reason"] == ""


def test_a_value_just_outside_the_deadband_has_changed() -> None:
    assert arrow({2022: 50, 2024: 52.1}, decimals=1)["trend"] == "up"
    assert arrow({2022: 50, 2024: 47.9}, decimals=1)["trend"] == "down"


def test_once_the_median_is_not_enough_for_an_arrow() -> None:
    assert arrow({2022: 50, 2024: 51.5}, decimals=1)["trend"] == "level"


def test_the_deadband_is_that_of_the_outcome_year() -> None:
    calmer = restless(30, [2024, 2025, 2026, 2027, 2028, 2029], 0.1)
    others = together(OTHERS, calmer[calmer["year"] > 2024])
    assert arrow({2022: 50, 2024: 51}, others=others)["trend_deadband"] == 2
    assert arrow({2027: 50, 2029: 51}, others=others)["trend_deadband"] == pytest.approx(0.2)


def test_pairs_older_than_five_years_do_not_count() -> None:
    found = arrow({2022: 50, 2024: 53}, others=restless(30, range(2005, 2020), 1))
    assert found["trend_reason"] == "too_few_pairs"
    assert arrow({2022: 50, 2024: 53}, others=restless(30, range(2005, 2021), 1))["trend"] == "up"


def test_under_twenty_pairs_give_no_arrow() -> None:
    row = arrow({2022: 50, 2024: 60}, others=restless(19, [2023, 2024], 1))
    assert row["trend"] == "silent"
    assert row["trend_reason"] == "too_few_pairs"
    assert row["trend_verdict"] == "none"
    assert arrow({2022: 50, 2024: 60}, others=restless(20, [2023, 2024], 1))["trend"] == "up"


def test_the_municipality_s_own_changes_count_among_the_pairs() -> None:
    assert arrow({2022: 50, 2023: 51, 2024: 60}, others=restless(18, [2023, 2024], 1))["trend"] == "up"


def test_the_catalogue_s_deadband_gives_an_arrow_also_under_twenty_pairs() -> None:
    alone = restless(3, [2023, 2024], 1)
    assert arrow({2022: 50, 2024: 56}, others=alone, deadband=5)["trend"] == "up"
    assert arrow({2022: 50, 2024: 55}, others=alone, deadband=5)["trend"] == "level"


def test_the_catalogue_s_deadband_goes_before_the_computed_one() -> None:
    assert arrow({2022: 50, 2024: 54}, deadband=5)["trend"] == "level"
    assert arrow({2022: 50, 2024: 51}, deadband=0.5)["trend"] == "up"


def test_the_last_bits_of_a_binary_number_are_no_change() -> None:
    assert 0.4 - 0.1 > 0.3
    assert arrow({2022: 0.1, 2024: 0.4}, deadband=0.3, decimals=1)["trend"] == "level"
    assert arrow({2022: 0.1, 2024: 0.400000002}, deadband=0.3, decimals=1)["trend"] == "up"


def test_the_change_is_given_without_binary_noise() -> None:
    assert arrow({2022: 0.1, 2024: 0.4}, decimals=1)["trend_change"] == 0.3


def test_two_values_that_look_the_same_are_the_same() -> None:
    assert arrow({2022: 49.6, 2024: 50.4}, deadband=0.1, decimals=0)["trend"] == "level"
    assert arrow({2022: 49.6, 2024: 50.4}, deadband=0.1, decimals=1)["trend"] == "up"
    assert arrow({2022: 49.4, 2024: 49.6}, deadband=0.1, decimals=0)["trend"] == "up"


def test_nothing_has_changed_where_nothing_ever_changes() -> None:
    row = arrow({2022: 50, 2024: 50}, others=restless(30, range(2010, 2025), 0))
    assert row["trend_deadband"] == 0
    assert row["trend"] == "level"


# Series that are measured every second or fourth year


@pytest.mark.parametrize(("step", "base"), [(1, 2022), (2, 2022), (4, 2020)])
def test_the_change_spans_two_years_or_the_step(step: int, base: int) -> None:
    row = arrow({year: 10.0 * (year - 2000) for year in range(2014, 2025)}, step=step)
    assert row["trend_from_year"] == base
    assert row["trend_change"] == 10 * (2024 - base)


def test_a_series_of_every_second_year_is_not_set_against_a_year_between() -> None:
    # 2021 only repeats 2020, so three years back is really four.
    assert arrow({2020: 50, 2021: 50, 2024: 60}, step=2)["trend_reason"] == "too_few_years"


def test_a_series_of_every_fourth_year_is_not_set_against_two_or_three_years_back() -> None:
    assert arrow({2021: 50, 2022: 50, 2024: 60}, step=4)["trend_reason"] == "too_few_years"


@pytest.mark.parametrize("step", [2, 4])
def test_a_longer_step_is_weighed_by_changes_over_that_step(step: int) -> None:
    others = restless(30, range(2008, 2025, step), 3)
    row = arrow({2024 - step: 50, 2024: 56}, others=others, step=step)
    assert row["trend_deadband"] == 6
    assert row["trend"] == "level"
    assert arrow({2024 - step: 50, 2024: 57}, others=others, step=step)["trend"] == "up"


def test_indicators_of_different_steps_are_judged_side_by_side() -> None:
    frame = together(
        OTHERS,
        values({TOWN: {2020: 10, 2022: 50, 2024: 60}}),
        restless(30, range(2008, 2025, 4), 3, kpi="N00004"),
        values({TOWN: {2020: 10, 2022: 50, 2024: 60}}, kpi="N00004"),
    )
    found = trend(frame, indicators({"kpi": "N00004", "step": 4}, {}))
    assert only(found, municipality=TOWN, kpi=KPI, year=2024)["trend_from_year"] == 2022
    assert only(found, municipality=TOWN, kpi="N00004", year=2024)["trend_from_year"] == 2020


def test_an_indicator_with_a_single_year_only_lacks_an_arrow() -> None:
    others = values(alike(codes(30), {2024: 5.0}))
    assert arrow({2024: 5}, others=others)["trend_reason"] == "too_few_years"


def test_without_values_there_are_no_trends() -> None:
    assert trend(OTHERS.iloc[:0], indicators({})).empty


# Breaks and exceptional years


@pytest.mark.parametrize(
    ("break_year", "reason"), [(2021, ""), (2022, ""), (2023, "break"), (2024, "break"), (2025, "")]
)
def test_no_arrow_crosses_a_break_and_the_first_year_of_a_new_way_can_be_compared(break_year: int, reason: str) -> None:
    row = arrow({2022: 50, 2024: 60}, break_years=(break_year,))
    assert row["trend_reason"] == reason
    assert row["trend"] == ("silent" if reason else "up")
    assert row["trend_verdict"] == ("none" if reason else "better")


@pytest.mark.parametrize(("break_year", "reason"), [(2021, ""), (2022, "break"), (2024, "break")])
def test_a_break_counts_from_the_year_that_is_really_compared_with(break_year: int, reason: str) -> None:
    assert arrow({2021: 50, 2024: 60}, break_years=(break_year,))["trend_reason"] == reason


def test_every_break_counts() -> None:
    assert arrow({2022: 50, 2024: 60}, break_years=(2010, 2023))["trend_reason"] == "break"
    assert arrow({2022: 50, 2024: 60}, break_years=(2023, 2030))["trend_reason"] == "break"


@pytest.mark.parametrize(
    ("year", "reason"), [(2021, ""), (2022, "exceptional"), (2023, ""), (2024, "exceptional"), (2025, "")]
)
def test_an_exceptional_year_is_neither_compared_nor_compared_with(year: int, reason: str) -> None:
    row = arrow({2022: 50, 2024: 60}, exceptional_years=(year,))
    assert row["trend_reason"] == reason
    assert row["trend"] == ("silent" if reason else "up")


def test_one_indicator_s_break_is_not_another_s() -> None:
    frame = together(
        OTHERS,
        restless(30, range(2010, 2025), 1, kpi="N00002"),
        values({TOWN: {2022: 50, 2024: 60}}),
        values({TOWN: {2022: 50, 2024: 60}}, kpi="N00002"),
    )
    found = trend(frame, indicators({"break_years": (2023,)}, {"kpi": "N00002"}))
    assert only(found, municipality=TOWN, kpi=KPI, year=2024)["trend"] == "silent"
    assert only(found, municipality=TOWN, kpi="N00002", year=2024)["trend"] == "up"


# The country


def test_the_country_s_change_is_the_median_of_all_municipalities_over_the_same_years() -> None:
    others = values({"1001": {2022: 10, 2024: 14}, "1002": {2022: 10, 2024: 11}, "1003": {2021: 0, 2024: 99}})
    row = arrow({2022: 50, 2024: 57}, others=others, deadband=1)
    assert row["trend_change_country"] == 4, "of 1, 4 and the own 7; the one without 2022 is not in it"


def test_the_country_is_reckoned_over_three_years_where_the_own_value_is() -> None:
    others = values({"1001": {2021: 10, 2022: 10, 2024: 14}, "1002": {2021: 1, 2022: 10, 2024: 14}})
    row = arrow({2021: 50, 2024: 56}, others=others, deadband=1)
    assert row["trend_change_country"] == 6, "of 4, 13 and the own 6"


def test_the_country_s_median_of_an_even_number_lies_between_the_middle_two() -> None:
    others = values({"1001": {2022: 10, 2024: 11}, "1002": {2022: 10, 2024: 12}, "1003": {2022: 10, 2024: 17}})
    assert arrow({2022: 50, 2024: 56}, others=others, deadband=1)["trend_change_country"] == 4


# Direction and words


@pytest.mark.parametrize(
    ("direction", "newest", "expected", "verdict"),
    [
        ("high", 60, "up", "better"),
        ("high", 40, "down", "worse"),
        ("high", 50, "level", "unchanged"),
        ("low", 60, "up", "worse"),
        ("low", 40, "down", "better"),
        ("low", 50, "level", "unchanged"),
        ("none", 60, "up", "neutral"),
        ("none", 40, "down", "neutral"),
        ("none", 50, "level", "neutral"),
    ],
)
def test_the_arrow_shows_the_figure_and_the_verdict_what_it_means(
    direction: str, newest: float, expected: str, verdict: str
) -> None:
    row = arrow({2022: 50, 2024: newest}, direction=direction)
    assert row["trend"] == expected
    assert row["trend_verdict"] == verdict


@pytest.mark.parametrize("direction", ["high", "low", "none"])
def test_a_silent_arrow_means_nothing_whatever_the_direction(direction: str) -> None:
    assert arrow({2024: 50}, direction=direction)["trend_verdict"] == "none"


def test_women_and_men_are_judged_by_their_own_values() -> None:
    frame = together(
        restless(30, range(2010, 2025), 1, gender="K"),
        restless(30, range(2010, 2025), 10, gender="M"),
        values({TOWN: {2022: 50, 2024: 55}}, gender="K"),
        values({TOWN: {2022: 50, 2024: 55}}, gender="M"),
    )
    found = trend(frame, indicators({}))
    assert only(found, municipality=TOWN, gender="K", year=2024)["trend"] == "up"
    assert only(found, municipality=TOWN, gender="M", year=2024)["trend"] == "level"


# The same by another road: the rule's own words as a loop over dictionaries


class Arrow(NamedTuple):
    from_year: int | None
    change: float | None
    country: float | None
    deadband: float | None
    trend: str
    reason: str

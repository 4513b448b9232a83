"""The outcome year: the newest value, whether it is fresh enough, and what came after it."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import signals
from core.signals import by_chosen_gender, with_measured_years
from core.signals.outcome import newest_closed_years
from tests.signals.frames import KPI, TOWN, Points, Row, only, same_rows, together, values


def years(closed: int, *, open_years: tuple[int, ...] = (), gender: str = "T", kpi: str = KPI) -> pd.DataFrame:
    """The years of a KPI: those up to CLOSED are closed."""
    rows = [(kpi, gender, year, False) for year in range(2010, closed + 1)]
    rows += [(kpi, gender, year, True) for year in open_years]
    return pd.DataFrame(rows, columns=["kpi", "gender", "year", "is_open"])


def outcomes(frame: pd.DataFrame, around: pd.DataFrame, step: int = 1) -> pd.DataFrame:
    """The outcomes of FRAME, in a KPI that is measured every STEP years."""
    return signals.outcomes(with_measured_years(frame, {KPI: step}), around)


def outcome(points: Points, *, around: pd.DataFrame | None = None, step: int = 1) -> Row:
    """TOWN's outcome, in a KPI whose newest closed year is 2024."""
    return only(outcomes(values({TOWN: points}), years(2024) if around is None else around, step))


def test_the_outcome_is_the_newest_value() -> None:
    row = outcome({2023: 51, 2021: 49, 2022: 50})
    assert (row["year"], row["value"], row["outcome_reason"]) == (2023, 51, "")


def test_a_newer_year_without_a_value_does_not_hide_the_newest_value() -> None:
    row = outcome({2022: 50, 2023: "Privacy"})
    assert (row["year"], row["value"], row["outcome_reason"]) == (2022, 50, "")


@pytest.mark.parametrize(
    ("points", "year", "repeated_to", "reason"),
    [
        ({2021: 49, 2022: 49, 2023: 51, 2024: 51}, 2023, 2024, ""),
        ({2021: 49, 2022: 49, 2023: 51}, 2023, 2023, ""),
        # Three years old, but nothing has been measured since.
        ({2017: 70, 2018: 70, 2019: 70, 2020: 70, 2021: 72, 2022: 72, 2023: 72, 2024: 72}, 2021, 2024, ""),
        ({2017: 70, 2018: 70, 2019: 72, 2020: 72}, 2019, 2020, "outdated"),
    ],
)
def test_a_value_that_is_repeated_is_the_outcome_of_the_year_it_was_measured(
    points: Points, year: int, repeated_to: int, reason: str
) -> None:
    row = outcome(points, step=4 if len(points) > 4 else 2)
    assert (row["year"], row["repeated_to"], row["value"]) == (year, repeated_to, points[year])
    assert row["outcome_reason"] == reason
    assert row["later_status"] == ""


def test_what_is_missing_after_a_repeated_value_is_named() -> None:
    row = outcome({2020: 49, 2021: 49, 2022: 51, 2023: 51, 2024: "Missing"}, step=2)
    assert (row["year"], row["later_year"], row["later_status"]) == (2022, 2024, "Missing")


def test_an_open_year_is_an_outcome_year_too() -> None:
    row = outcome({2024: 50, 2025: 60}, around=years(2024, open_years=(2025,)))
    assert (row["year"], row["outcome_reason"]) == (2025, "")


@pytest.mark.parametrize(
    ("newest", "reason"), [(2024, ""), (2023, ""), (2022, ""), (2021, "outdated"), (2015, "outdated")]
)
def test_a_value_more_than_two_years_older_than_the_newest_closed_year_is_outdated(newest: int, reason: str) -> None:
    row = outcome({newest: 50})
    assert (row["year"], row["value"], row["outcome_reason"]) == (newest, 50, reason)


def test_an_open_year_does_not_make_older_values_outdated() -> None:
    assert outcome({2022: 50}, around=years(2024, open_years=(2025, 2026)))["outcome_reason"] == ""


def test_a_later_closed_year_counts_though_an_earlier_one_is_open() -> None:
    around = years(2022, open_years=(2023,))
    around = together(around, years(2024).tail(1))
    assert only(newest_closed_years(around))["newest_closed"] == 2024


def test_a_value_for_women_that_kolada_has_stopped_splitting_is_outdated_when_the_kpi_goes_on() -> None:
    # As N15613, with women and men to 2022 and the total to 2026: it is the KPI's newest closed year that counts.
    frame = together(values({TOWN: {2024: 50}}), values({TOWN: {2020: 50}}, gender="K"))
    around = together(years(2024), years(2020, gender="K"))
    assert only(outcomes(frame, around), gender="K")["outcome_reason"] == "outdated"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("Privacy", "suppressed"),
        ("Missing", "not_reported"),
        ("Not applicable", "no_outcome"),
        ("Something new", "no_outcome"),
    ],
)
def test_without_any_value_the_newest_status_is_the_reason(status: str, reason: str) -> None:
    row = outcome({2022: "Missing", 2024: status})
    assert isnan(row["value"])
    assert row["outcome_reason"] == reason
    assert (row["later_year"], row["later_status"]) == (2024, status)


@pytest.mark.parametrize("status", ["Privacy", "Missing", "Not applicable", "Something new"])
def test_a_newer_year_without_a_value_is_named_with_its_status(status: str) -> None:
    row = outcome({2022: 50, 2023: status})
    assert (row["later_year"], row["later_status"]) == (2023, status)


def test_of_several_newer_years_without_a_value_the_newest_is_named() -> None:
    row = outcome({2021: 50, 2022: "Privacy", 2023: "Missing"})
    assert (row["later_year"], row["later_status"]) == (2023, "Missing")


def test_an_older_year_without_a_value_is_not_named() -> None:
    row = outcome({2021: "Privacy", 2023: 50})
    assert isnan(row["later_year"])
    assert row["later_status"] == ""


def test_municipalities_and_genders_each_have_an_outcome_year() -> None:
    total = values({TOWN: {2023: 1}, "0002": {2022: 2, 2024: "Missing"}})
    rows = outcomes(
        together(total, values({TOWN: {2021: 3}}, gender="K")), together(years(2024), years(2023, gender="K"))
    )
    assert only(rows, municipality=TOWN, gender="T")["year"] == 2023
    assert only(rows, municipality="0002", gender="T")["year"] == 2022
    assert only(rows, municipality=TOWN, gender="K")["year"] == 2021


def test_what_else_stands_in_the_row_follows_along() -> None:
    frame = values({TOWN: {2022: 50, 2023: 51}}).assign(preliminary=[False, True])
    assert only(outcomes(frame, years(2024)))["preliminary"]


@settings(max_examples=30, deadline=None)
@given(
    points=st.dictionaries(
        st.integers(2010, 2024), st.sampled_from([1.0, 2.0, "Privacy", "Missing"]), min_size=1, max_size=8
    ),
    data=st.data(),
)
def test_the_order_of_rows_changes_nothing(points: dict[int, float | str], data: st.DataObject) -> None:
    frame = values({TOWN: points, "0002": {2022: 5}})
    mixed = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    same_rows(outcomes(frame, years(2024)), outcomes(mixed, years(2024)))


# The gender that the reader has chosen


def chosen(gender: str, *frames: pd.DataFrame) -> Row:
    around = together(*[years(2024, gender=g) for g in ("T", "K", "M")])
    return only(by_chosen_gender(outcomes(together(*frames), around), gender))


def test_the_chosen_gender_s_value_is_shown() -> None:
    row = chosen("K", values({TOWN: {2023: 50}}), values({TOWN: {2023: 60}}, gender="K"))
    assert (row["gender"], row["value"], row["split"]) == ("K", 60, True)


def test_without_values_for_the_chosen_gender_the_total_stands_in() -> None:
    row = chosen("K", values({TOWN: {2023: 50}}), values({TOWN: {2023: 70}}, gender="M"))
    assert (row["gender"], row["value"], row["split"]) == ("T", 50, False)


def test_a_status_for_the_chosen_gender_is_not_a_value() -> None:
    row = chosen("K", values({TOWN: {2023: 50}}), values({TOWN: {2023: "Privacy"}}, gender="K"))
    assert (row["gender"], row["value"], row["split"]) == ("T", 50, False)


def test_the_chosen_gender_s_older_value_goes_before_the_total_s_newer() -> None:
    row = chosen("K", values({TOWN: {2024: 50}}), values({TOWN: {2023: 60}}, gender="K"))
    assert (row["gender"], row["year"]) == ("K", 2023)


def test_the_total_is_the_total_and_is_not_marked() -> None:
    row = chosen("T", values({TOWN: {2023: 50}}), values({TOWN: {2024: 60}}, gender="K"))
    assert (row["gender"], row["value"], row["split"]) == ("T", 50, True)


def test_women_never_stand_in_for_the_total() -> None:
    around = years(2024, gender="K")
    assert by_chosen_gender(outcomes(values({TOWN: {2023: 60}}, gender="K"), around), "T").empty

"""A year's outcome comes from its periods, and only when all of them are there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.own_indicators.models import Entry
from core.features.own_indicators.outcome import YearRule, year_outcomes
from core.tabular.years_and_genders import periods_of
from tests.features.own_indicators.shared import entry

KINDS = st.sampled_from("TQM")


def tertials(*values: float | None, status: str = "Missing") -> list[Entry]:
    return [
        entry(value=value, period=f"T{number}", status="" if value is not None else status)
        for number, value in enumerate(values, start=1)
    ]


@pytest.mark.parametrize(("rule", "expected"), [(YearRule.LAST, 9.0), (YearRule.SUM, 18.0), (YearRule.MEAN, 6.0)])
def test_a_whole_year_has_its_last_period_or_its_sum_or_its_mean(rule: YearRule, expected: float) -> None:
    (found,) = year_outcomes(tertials(3.0, 6.0, 9.0), rule)
    assert (found.value, found.status, found.is_whole) == (expected, "", True)


@given(kind=KINDS, rule=st.sampled_from(YearRule), data=st.data())
def test_a_year_that_lacks_periods_has_no_outcome_and_names_them(
    kind: str, rule: YearRule, data: st.DataObject
) -> None:
    there = data.draw(st.sets(st.sampled_from(periods_of(kind)), min_size=1))
    (found,) = year_outcomes([entry(period=period, value=2.0) for period in there], rule)
    assert set(found.missing) == set(periods_of(kind)) - there
    assert (found.value is not None) == found.is_whole == (len(there) == len(periods_of(kind)))
    assert found.status == ""


@pytest.mark.parametrize("rule", [YearRule.SUM, YearRule.MEAN])
def test_a_period_without_value_leaves_sum_and_mean_without(rule: YearRule) -> None:
    (found,) = year_outcomes(tertials(3.0, None, 9.0), rule)
    assert (found.value, found.status) == (None, "Incomplete")
    (hidden,) = year_outcomes([*tertials(None), *tertials(None, None, 9.0, status="Privacy")[1:]], rule)
    assert (hidden.value, hidden.status) == (None, "Privacy")


def test_only_the_last_period_matters_where_it_is_the_outcome() -> None:
    (found,) = year_outcomes(tertials(None, None, 9.0), YearRule.LAST)
    assert found.value == 9.0
    (found,) = year_outcomes(tertials(1.0, 2.0, None), YearRule.LAST)
    assert (found.value, found.status) == (None, "Incomplete")


def test_a_value_for_the_whole_year_is_its_outcome() -> None:
    (found,) = year_outcomes([entry(value=5.0)], YearRule.SUM)
    assert (found.value, found.missing) == (5.0, ())


def test_years_genders_and_municipalities_are_kept_apart() -> None:
    rows = [*tertials(1.0, 2.0, 3.0), entry(gender="K", period="T1", value=1.0), entry(year=2023, value=7.0)]
    found = year_outcomes([*rows, entry("0136", period="M12", value=1.0)], YearRule.SUM)
    assert [(one.municipality, one.year, one.gender, one.value, len(one.missing)) for one in found] == [
        ("0126", 2024, "T", 6.0, 0),
        ("0126", 2024, "K", None, 2),
        ("0126", 2023, "T", 7.0, 0),
        ("0136", 2024, "T", None, 11),
    ]

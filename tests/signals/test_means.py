"""The mean of a group that the catalogue defines."""

from __future__ import annotations

import pytest

from core.signals import group_means
from tests.signals.frames import KPI, Points, alike, in_one_year, only, together, values

SEVEN = ("a", "b", "c", "d", "e", "f", "g")


def test_every_municipality_weighs_the_same() -> None:
    towns: dict[str, Points] = {name: {2024: value} for name, value in zip(SEVEN, [1, 2, 3, 4, 5, 6, 14], strict=True)}
    row = only(group_means(values(towns), SEVEN))
    assert (row["kpi"], row["gender"], row["year"], row["value"], row["members"]) == (KPI, "T", 2024, 5, 7)


def test_the_mean_is_of_those_who_have_a_value_and_says_how_many() -> None:
    row = only(group_means(values({name: {2024: 6.0} for name in SEVEN[:4]}), SEVEN))
    assert (row["value"], row["members"]) == (6, 4)


@pytest.mark.parametrize(("members", "with_value", "means"), [(7, 3, 0), (7, 4, 1), (6, 3, 1), (6, 2, 0), (1, 1, 1)])
def test_there_is_no_mean_when_fewer_than_half_have_a_value(members: int, with_value: int, means: int) -> None:
    towns: dict[str, Points] = alike(SEVEN[:with_value], {2024: 6})
    assert len(group_means(values(towns), SEVEN[:members])) == means


def test_what_is_missing_is_never_made_up() -> None:
    towns: dict[str, Points] = {name: {2023: 6, 2024: "Missing"} for name in SEVEN}
    found = group_means(values({**towns, "a": {2023: 6, 2024: 9}}), SEVEN)
    assert found["year"].tolist() == [2023]


def test_others_are_not_in_the_mean() -> None:
    towns: dict[str, Points] = {**alike(SEVEN, {2024: 6}), "nykvarn": {2024: 1000}}
    assert only(group_means(values(towns), SEVEN))["value"] == 6


def test_each_kpi_gender_and_year_has_a_mean_of_its_own() -> None:
    frame = together(
        in_one_year([1, 3]),
        in_one_year([5, 7], gender="K"),
        in_one_year([9, 11], year=2023),
        in_one_year([2, 2], kpi="N00002"),
    )
    found = group_means(frame, ("1001", "1002"))
    assert sorted(found["value"]) == [2, 2, 6, 10]


def test_without_values_there_are_no_means() -> None:
    assert group_means(values({}), SEVEN).empty

"""An outcome among the members of a comparison group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals.groups import mean_of_others, rank_in_group
from tests.signals.frames import KPI, NAN, TOWN, Points, alike, members, together, values


def row(value: float, *, sign: int = 1, decimals: int = 0, year: float = 2024, group: str = "g") -> pd.DataFrame:
    """An outcome as the face hands it on, with its shown value."""
    cells = (KPI, TOWN, "T", year, value, value, sign, decimals, group)
    names = ["kpi", "municipality", "gender", "year", "value", "shown", "sign", "decimals", "target_group"]
    return pd.DataFrame([cells], columns=names)


def mean(towns: Mapping[str, Points], group: Iterable[str]) -> float:
    return float(mean_of_others(row(1), values(towns), members("g", group))[0])


def rank(value: float, towns: Mapping[str, Points], group: Iterable[str], *, sign: int = 1, decimals: int = 0) -> float:
    found = rank_in_group(row(value, sign=sign, decimals=decimals), values(towns), members("g", group))
    return float(found[0])


def test_the_mean_is_unweighted_and_leaves_oneself_out() -> None:
    assert mean({TOWN: {2024: 100}, "a": {2024: 1}, "b": {2024: 2}, "c": {2024: 6}}, [TOWN, "a", "b", "c"]) == 3


def test_the_mean_is_of_those_who_have_a_value() -> None:
    assert mean({"a": {2024: 1}, "b": {2024: 2}}, [TOWN, "a", "b", "c"]) == 1.5


@pytest.mark.parametrize(
    ("others", "with_value", "enough"), [(2, 1, True), (3, 1, False), (3, 2, True), (6, 3, True), (6, 2, False)]
)
def test_half_of_the_others_must_have_a_value(others: int, with_value: int, *, enough: bool) -> None:
    names = [f"{n}" for n in range(others)]
    found = mean(alike(names[:with_value], {2024: 5}), [TOWN, *names])
    assert (found == 5) == enough
    assert isnan(found) != enough


def test_there_is_no_mean_of_nobody() -> None:
    assert isnan(mean({TOWN: {2024: 5}}, [TOWN]))
    assert isnan(mean({"a": {2024: 5}}, []))


def test_others_years_indicators_and_genders_are_not_in_the_mean() -> None:
    frame = together(
        values({"a": {2024: 1, 2023: 50}}),
        values({"a": {2024: 60}}, gender="K"),
        values({"a": {2024: 70}}, kpi="N00002"),
    )
    assert mean_of_others(row(1), frame, members("g", [TOWN, "a"]))[0] == 1


def test_a_group_is_that_of_the_municipality_itself() -> None:
    both = together(members("g", ["a"]), members("g", ["b"], municipality="0002"))
    frame = values({"a": {2024: 1}, "b": {2024: 9}})
    assert mean_of_others(row(1), frame, both)[0] == 1


@pytest.mark.parametrize(("sign", "expected"), [(1, 2), (-1, 3)])
def test_a_rank_is_one_more_than_the_number_that_is_strictly_better(sign: int, expected: float) -> None:
    towns: dict[str, Points] = {TOWN: {2024: 5}, "a": {2024: 9}, "b": {2024: 5}, "c": {2024: 1}, "d": {2024: 2}}
    assert rank(5, towns, towns, sign=sign) == expected


def test_the_first_place_can_be_shared() -> None:
    towns: dict[str, Points] = {TOWN: {2024: 9}, "a": {2024: 9}, "b": {2024: 1}}
    assert rank(9, towns, towns) == 1


def test_a_rank_is_among_values_as_shown() -> None:
    towns: dict[str, Points] = {TOWN: {2024: 5}, "a": {2024: 5.4}}
    assert rank(5, towns, towns) == 1
    assert rank(5, towns, towns, decimals=1) == 2


def test_a_rank_needs_half_of_the_members_with_a_value() -> None:
    four = [TOWN, "a", "b", "c"]
    assert rank(5, {TOWN: {2024: 5}, "a": {2024: 9}}, four) == 2
    assert isnan(rank(5, {TOWN: {2024: 5}}, four))


def test_who_has_no_value_is_not_better() -> None:
    assert rank(5, {TOWN: {2024: 5}, "a": {2024: "Privacy"}}, [TOWN, "a"]) == 1


def test_rows_keep_their_order_also_when_one_has_no_group() -> None:
    rows = together(row(5), row(5, group="unknown"), row(5, year=2023), row(5, year=NAN))
    frame = values({TOWN: {2024: 5, 2023: 5}, "a": {2024: 1, 2023: 9}})
    found = mean_of_others(rows, frame, members("g", [TOWN, "a"]))
    assert found.tolist() == pytest.approx([1, NAN, 9, NAN], nan_ok=True)
    found = rank_in_group(rows, frame, members("g", [TOWN, "a"]))
    assert found.tolist() == pytest.approx([1, NAN, 2, NAN], nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(
    found=st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=8),
    own=st.integers(0, 9),
    sign=st.sampled_from([1, -1]),
)
def test_mean_and_rank_are_what_a_plain_count_finds(found: list[int | None], own: int, sign: int) -> None:
    names = [f"{n}" for n in range(len(found))]
    towns: dict[str, Points] = {n: {2024: v} for n, v in zip(names, found, strict=True) if v is not None}
    towns[TOWN] = {2024: own}
    known = [v for v in found if v is not None]
    expected = sum(known) / len(known) if 2 * len(known) >= len(found) else NAN
    assert mean(towns, [TOWN, *names]) == pytest.approx(expected, nan_ok=True)
    better = 1 + sum(sign * v > sign * own for v in known)
    expected = better if 2 * (1 + len(known)) >= 1 + len(found) else NAN
    assert rank(own, towns, [TOWN, *names], sign=sign) == pytest.approx(expected, nan_ok=True)

"""What is new since the last fetch: every difference is told once, for a month."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cache.changes import CHANGE_COLUMNS, NEWS_DAYS, changes

TODAY = date(2026, 11, 22)
A, B = "N00001", "N00002"

Key = tuple[str, str, str, int]
Values = Mapping[Key, float]
News = Mapping[Key, tuple[float | None, float | None]]

keys = st.tuples(
    st.sampled_from(["0001", "0002"]),
    st.sampled_from([A, B]),
    st.sampled_from(["T", "K"]),
    st.integers(2020, 2023),
)
some_values = st.dictionaries(keys, st.sampled_from([0.0, -1.5, 3.0, 3.1, 1e9]), max_size=20)
days = st.integers(0, 2 * NEWS_DAYS).map(lambda ago: TODAY - timedelta(days=ago))


def key(kpi: str = A, year: int = 2023, municipality: str = "0001", gender: str = "T") -> Key:
    return municipality, kpi, gender, year


def frame(values: Values) -> pd.DataFrame:
    rows = [(*where, value) for where, value in values.items()]
    found = pd.DataFrame(rows, columns=["municipality", "kpi", "gender", "year", "value"])
    return found.astype({"year": "int64", "value": "float64"})


def known(*rows: tuple[date, Key, float | None, float | None]) -> pd.DataFrame:
    """Changes as the snapshot gives them."""
    found = pd.DataFrame([(day, *where, old, new) for day, where, old, new in rows], columns=list(CHANGE_COLUMNS))
    return found.astype({"seen_on": "datetime64[us]", "year": "int64", "before": "float64", "after": "float64"})


def told(old: Values, new: Values, before: pd.DataFrame | None = None, today: date = TODAY) -> pd.DataFrame:
    return changes(frame(old), frame(new), known() if before is None else before, today)


def rows_of(found: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def news(found: pd.DataFrame) -> News:
    """(before, after) by where, None for no value."""
    assert list(found.columns) == list(CHANGE_COLUMNS)
    said: dict[Key, tuple[float | None, float | None]] = {}
    for row in rows_of(found):
        where = (row["municipality"], row["kpi"], row["gender"], int(row["year"]))
        assert where not in said, "told twice"
        before, after = (None if math.isnan(row[c]) else float(row[c]) for c in ("before", "after"))
        said[where] = (before, after)
    return said


def days_of(found: pd.DataFrame) -> list[date]:
    return [pd.Timestamp(day).date() for day in found["seen_on"]]


def test_a_new_year_is_told_without_a_value_before() -> None:
    found = told({key(year=2022): 7.0}, {key(year=2022): 7.0, key(year=2023): 8.0})
    assert news(found) == {key(year=2023): (None, 8.0)}
    assert days_of(found) == [TODAY]


def test_a_revised_value_is_told_with_both() -> None:
    assert news(told({key(): 7.0}, {key(): 7.1})) == {key(): (7.0, 7.1)}


def test_a_value_that_is_gone_is_told_without_a_value_after() -> None:
    both = {key(): 7.0, key(year=2022): 6.0}
    assert news(told(both, {key(year=2022): 6.0})) == {key(): (7.0, None)}


def test_what_is_the_same_is_no_news() -> None:
    assert news(told({key(): 7.0}, {key(): 7.0})) == {}


def test_an_indicator_that_is_added_to_the_catalogue_is_no_news_and_one_that_is_taken_out_neither() -> None:
    assert news(told({key(A): 7.0}, {key(A): 7.0, key(B): 1.0})) == {}
    assert news(told({key(A): 7.0, key(B): 1.0}, {key(A): 7.0})) == {}


def test_a_gender_or_a_municipality_that_is_new_for_a_known_indicator_is_news() -> None:
    new = {key(): 7.0, key(gender="K"): 8.0, key(municipality="0002"): 9.0}
    assert news(told({key(): 7.0}, new)) == {key(gender="K"): (None, 8.0), key(municipality="0002"): (None, 9.0)}


@pytest.mark.parametrize(("ago", "is_kept"), [(0, True), (1, True), (NEWS_DAYS - 1, True), (NEWS_DAYS, False)])
def test_news_is_kept_until_it_is_a_month_old(ago: int, is_kept: bool) -> None:
    day = TODAY - timedelta(days=ago)
    found = told({key(): 7.0}, {key(): 7.0}, known((day, key(), 6.0, 7.0)))
    assert news(found) == ({key(): (6.0, 7.0)} if is_kept else {})
    assert days_of(found) == [day] * is_kept


def test_of_two_changes_of_the_same_value_the_latest_is_told() -> None:
    yesterday = known((TODAY - timedelta(days=1), key(), None, 7.0))
    found = told({key(): 7.0}, {key(): 7.5}, yesterday)
    assert news(found) == {key(): (7.0, 7.5)}
    assert days_of(found) == [TODAY]


def test_today_stands_before_what_was_known() -> None:
    yesterday = TODAY - timedelta(days=1)
    found = told({key(): 7.0}, {key(): 7.5}, known((yesterday, key(year=2020), 1.0, 2.0)))
    assert days_of(found) == [TODAY, yesterday]


@given(old=some_values, new=some_values)
def test_applying_what_is_told_to_the_old_values_gives_the_new_ones(old: Values, new: Values) -> None:
    both = {where[1] for where in old} & {where[1] for where in new}
    now = {where: value for where, value in old.items() if where[1] in both}
    for where, (before, after) in news(told(old, new)).items():
        assert now.get(where) == before != after
        if after is None:
            del now[where]
        else:
            now[where] = after
    assert now == {where: value for where, value in new.items() if where[1] in both}


@given(values=some_values, before=some_values, day=days)
def test_a_fetch_that_changes_nothing_keeps_young_news_and_tells_nothing_of_its_own(
    values: Values, before: Values, day: date
) -> None:
    already = known(*((day, where, None, value) for where, value in before.items()))
    found = told(values, values, already)
    is_young = (TODAY - day).days < NEWS_DAYS
    assert news(found) == ({where: (None, value) for where, value in before.items()} if is_young else {})


@given(versions=st.lists(some_values, min_size=2, max_size=5))
def test_fetching_every_day_tells_the_latest_change_of_each_value(versions: list[Values]) -> None:
    kept, expected = known(), dict[Key, tuple[float | None, float | None]]()
    for n, (old, new) in enumerate(pairwise(versions)):
        kept = told(old, new, kept, TODAY + timedelta(days=n))
        both = {where[1] for where in old} & {where[1] for where in new}
        expected |= {
            where: (old.get(where), new.get(where))
            for where in {*old, *new}
            if where[1] in both and old.get(where) != new.get(where)
        }
    assert news(kept) == expected

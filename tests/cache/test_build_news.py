"""A second snapshot tells what the fetch changed since the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.cache import Snapshot
from core.cache.build import build
from core.cache.changes import NEWS_DAYS
from core.cache.harvest import Harvest
from tests.shared import (
    BOTKYRKA,
    COST,
    FETCHED_AT,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    SAFE,
    UNCERTAINTY,
    WAIT,
    YEARS,
    Values,
    frame_of,
    kpi_rows,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
)

Fetch = Callable[[int, Harvest], Snapshot]
NEXT = LAST + 1


@pytest.fixture
def fetch(tmp_path: Path, small_file: Path) -> Iterator[Fetch]:
    """Builds on the snapshot before (the first time on the plain one), so many days after it, and opens the result."""
    files = [tmp_path / "cache-0.duckdb"]
    files[0].write_bytes(small_file.read_bytes())
    with ExitStack() as latest:

        def make(day: int, harvest: Harvest) -> Snapshot:
            latest.close()
            file = tmp_path / f"cache-{len(files)}.duckdb"
            fetched_at = FETCHED_AT + timedelta(days=day)
            build(file, replace(harvest, fetched_at=fetched_at), small_catalogue(), kept=files[-1])
            files.append(file)
            return latest.enter_context(opened(file))

        yield make


def told(snapshot: Snapshot, municipality: str = HUDDINGE) -> list[tuple[Any, ...]]:
    """(day, kpi, gender, year, before, after) as they come, None for no value."""
    found = snapshot.changes_of(municipality).drop(columns="municipality")
    assert list(found.columns) == ["seen_on", "kpi", "gender", "year", "before", "after"]
    plain = found.astype(object).where(found.notna(), None)
    return [(pd.Timestamp(day).date(), *rest) for day, *rest in plain.itertuples(index=False, name=None)]


def day(n: int) -> date:
    return (FETCHED_AT + timedelta(days=n)).date()


def test_the_first_fetch_of_all_has_no_news(small_snapshot: Snapshot) -> None:
    assert small_snapshot.all_changes().empty
    assert told(small_snapshot) == []


def test_a_fetch_that_changes_nothing_has_no_news(fetch: Fetch) -> None:
    assert fetch(1, small_harvest()).all_changes().empty


def test_a_new_year_a_revised_value_and_one_that_is_gone_are_told(fetch: Fetch) -> None:
    own: Values = {
        (COST, HUDDINGE, "T"): {2022: 99_000.0, 2021: None},
        (WAIT, HUDDINGE, "K"): {LAST: "Privacy"},
    }
    harvest = small_harvest(own=own)
    newest = frame_of([(COST, HUDDINGE, NEXT, "T", 1.0, "", 1)])
    snapshot = fetch(1, replace(harvest, values=pd.concat([harvest.values, newest], ignore_index=True)))
    assert told(snapshot) == [
        (day(1), COST, "T", 2021, plain_value(COST, HUDDINGE, 2021), None),
        (day(1), COST, "T", 2022, plain_value(COST, HUDDINGE, 2022), 99_000.0),
        (day(1), COST, "T", NEXT, None, 1.0),
        (day(1), WAIT, "K", LAST, plain_value(WAIT, HUDDINGE, LAST, "K"), None),
    ]
    assert told(snapshot, BOTKYRKA) == []


def test_a_year_that_all_get_is_told_to_each(fetch: Fetch) -> None:
    snapshot = fetch(1, small_harvest(years=[*YEARS, NEXT]))
    for municipality in IDS:
        found = snapshot.changes_of(municipality)
        assert set(found["year"]) == {NEXT}
        assert len(found) == sum(3 if kpi in (GRADES, WAIT) else 1 for kpi in KPIS)


def test_the_nation_and_the_groups_have_no_news(fetch: Fetch) -> None:
    snapshot = fetch(1, small_harvest(years=[*YEARS, NEXT]))
    assert set(snapshot.all_changes()["municipality"]) == set(IDS)


def test_younger_news_is_kept_and_older_goes(fetch: Fetch) -> None:
    def with_cost(value: float) -> Harvest:
        return small_harvest(own={(COST, HUDDINGE, "T"): {LAST: value}})

    before = plain_value(COST, HUDDINGE, LAST)
    assert told(fetch(1, with_cost(1.0))) == [(day(1), COST, "T", LAST, before, 1.0)]
    assert told(fetch(NEWS_DAYS, with_cost(1.0))) == [(day(1), COST, "T", LAST, before, 1.0)]
    assert told(fetch(NEWS_DAYS + 1, with_cost(1.0))) == []


def test_the_newest_comes_first(fetch: Fetch) -> None:
    fetch(1, small_harvest(own={(COST, HUDDINGE, "T"): {LAST: 1.0}}))
    both = {(COST, HUDDINGE, "T"): {LAST: 1.0}, (SAFE, HUDDINGE, "T"): {2020: 2.0, 2019: 3.0}}
    found = told(fetch(2, small_harvest(own=both)))
    assert [row[:4] for row in found] == [
        (day(2), SAFE, "T", 2019),
        (day(2), SAFE, "T", 2020),
        (day(1), COST, "T", LAST),
    ]


def test_a_fetch_of_some_indicators_keeps_the_news_of_the_others(fetch: Fetch) -> None:
    fetch(1, small_harvest(own={(COST, HUDDINGE, "T"): {LAST: 1.0}}))
    snapshot = fetch(2, small_harvest(kpis=[SAFE], partial=True, own={(SAFE, HUDDINGE, "T"): {LAST: 2.0}}))
    assert [row[:2] for row in told(snapshot)] == [(day(2), SAFE), (day(1), COST)]


def test_a_fetch_of_late_years_is_no_loss_of_the_older_ones(fetch: Fetch) -> None:
    harvest = small_harvest(years=[2022, LAST], partial=True, from_year=2022)
    assert fetch(1, harvest).all_changes().empty


def test_an_indicator_that_could_not_be_fetched_is_no_news(fetch: Fetch) -> None:
    fresh = small_harvest(kpis=[kpi for kpi in KPIS if kpi != WAIT])
    failed = replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Kolada har ett fel hos sig."})
    assert fetch(1, failed).all_changes().empty


def test_values_of_what_is_no_indicator_are_no_news(fetch: Fetch) -> None:
    def with_uncertainty(value: float) -> Harvest:
        harvest = small_harvest(kpis=[*KPIS])
        rows = frame_of([(UNCERTAINTY, m, LAST, "T", value, "", 1) for m in IDS])
        values = pd.concat([harvest.values, rows], ignore_index=True)
        return replace(harvest, kpis=kpi_rows([*KPIS, UNCERTAINTY]), values=values)

    fetch(1, with_uncertainty(3.5))
    assert fetch(2, with_uncertainty(4.5)).all_changes().empty

"""What goes into a snapshot comes out of it, with what the snapshot itself works out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.cache import Snapshot
from core.cache.build import build
from core.cache.harvest import Harvest
from core.catalogue import Catalogue
from tests.shared import (
    BOTKYRKA,
    COST,
    COUNTY,
    FETCHED_AT,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    NATION,
    SAFE,
    UNCERTAINTY,
    WAIT,
    YEARS,
    built,
    frame_of,
    indicators_with,
    kpi_rows,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
    value_rows,
)

LATER = datetime(2024, 9, 1, tzinfo=UTC)
GONE = "finns inte längre i Kolada"
Rebuild = Callable[[Harvest], Snapshot]


@pytest.fixture
def rebuild(tmp_path: Path, small_file: Path) -> Iterator[Rebuild]:
    """Builds on the snapshot built before, the first time on the plain one, and opens the result."""
    files = [tmp_path / "cache-0.duckdb"]
    files[0].write_bytes(small_file.read_bytes())
    with ExitStack() as latest:

        def make(harvest: Harvest) -> Snapshot:
            latest.close()
            file = tmp_path / f"cache-{len(files)}.duckdb"
            build(file, harvest, small_catalogue(), kept=files[-1])
            files.append(file)
            return latest.enter_context(opened(file))

        yield make


def of(snapshot: Snapshot, kpi: str, municipality: str = HUDDINGE, gender: str = "T") -> dict[int, float]:
    """The values that the snapshot holds, by year."""
    values = snapshot.values_of_kpi(kpi)
    mine = values[(values["municipality"] == municipality) & (values["gender"] == gender) & values["value"].notna()]
    return dict(zip(mine["year"], mine["value"], strict=True))


def partial(*kpis: str, **changes: Any) -> Harvest:
    """A harvest of KPIS only, a later day."""
    return small_harvest(kpis=kpis, partial=True, fetched_at=LATER, **changes)


def test_every_value_is_read_back_as_it_was_given(small_snapshot: Snapshot) -> None:
    given = value_rows([GRADES]).sort_values(["municipality", "year", "gender"], ignore_index=True)
    read = small_snapshot.values_of_kpi(GRADES)
    read = read[~read["municipality"].str.startswith("egen:")].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        read[["municipality", "year", "gender", "value", "status", "members"]],
        given.drop(columns="kpi"),
        check_dtype=False,
    )


def test_values_lie_sorted_by_what_they_are_asked_by(small_snapshot: Snapshot) -> None:
    rows = small_snapshot._rows("select kpi, municipality, year, gender from value")
    assert len(rows) > len(KPIS) * len(IDS) * len(YEARS)
    assert rows == sorted(rows)
    signals = small_snapshot._rows("select municipality, kpi, gender, year from signal")
    assert signals == sorted(signals)


def test_a_value_that_is_not_there_keeps_its_status_even_one_that_nobody_knows(tmp_path: Path) -> None:
    own = {(COST, HUDDINGE, "T"): {2021: "Privacy", 2022: "Missing", 2023: "Something new"}}
    with opened(built(tmp_path / "x.duckdb", small_harvest(own=own))) as snapshot:
        for rows in (snapshot.values_of_kpi(COST), snapshot.signals_of(HUDDINGE).query("kpi == @COST")):
            mine = rows[(rows["municipality"] == HUDDINGE) & (rows["year"] >= 2021)].sort_values("year")
            assert list(mine["status"]) == ["Privacy", "Missing", "Something new"]
            assert mine["value"].isna().all()


@pytest.mark.parametrize(
    ("first", "last", "period", "expected"),
    [
        (date(2024, 3, 1), date(2024, 6, 1), LAST, {LAST}),
        (date(2024, 2, 1), date(2024, 3, 1), LAST, set()),
        (date(2024, 3, 2), date(2024, 6, 1), LAST, set()),
        (date(2024, 2, 1), date(2024, 6, 1), 2024, set()),
        (date(2024, 2, 1), date(2024, 6, 1), None, set()),
        (date(2024, 2, 1), None, LAST, set()),
    ],
)
def test_values_are_preliminary_from_the_first_day_of_publication_until_the_last(
    tmp_path: Path, first: date | None, last: date | None, period: int | None, expected: set[int]
) -> None:
    dates = {"prel_publication_date": first, "publication_date": last, "publ_period": period}
    kpis = pd.concat([kpi_rows([GRADES], **dates), kpi_rows([COST], publ_period=None)], ignore_index=True)
    harvest = small_harvest(kpis=[GRADES, COST], years=[2021, 2022, LAST], fetched_at=FETCHED_AT)
    with opened(built(tmp_path / "x.duckdb", replace(harvest, kpis=kpis))) as snapshot:
        values = snapshot.values_of_kpi(GRADES)
        single = values[~values["municipality"].str.startswith("egen:")]
        assert set(single.loc[single["preliminary"], "year"]) == expected
        signals = snapshot.signals_of(HUDDINGE)
        assert set(signals.loc[signals["preliminary"], "year"]) == expected
        assert not snapshot.values_of_kpi(COST)["preliminary"].any()


def test_the_co_operations_mean_is_the_unweighted_one_of_the_catalogues_participants(
    small_snapshot: Snapshot,
) -> None:
    mean = small_snapshot.means_of(["egen:sodertorn"], [GRADES], "K").query("gender == 'K' and year == @LAST").iloc[0]
    expected = sum(plain_value(GRADES, m, LAST, "K") for m in FULL) / len(FULL)
    assert mean["value"] == pytest.approx(expected)
    assert mean["members"] == len(FULL)


@pytest.mark.parametrize(("there", "has_mean"), [(3, False), (4, True), (7, True)])
def test_there_is_no_mean_of_fewer_than_half(tmp_path: Path, there: int, has_mean: bool) -> None:
    own = {(COST, m, "T"): {LAST: None} for m in FULL[there:]}
    with opened(built(tmp_path / "x.duckdb", small_harvest(own=own))) as snapshot:
        means = snapshot.means_of(["egen:sodertorn"], KPIS, "T")
        last = means.query("kpi == @COST and year == @LAST")
        assert len(last) == has_mean
        if has_mean:
            assert last["members"].iloc[0] == there
            expected = sum(plain_value(COST, m, LAST) for m in FULL[:there]) / there
            assert last["value"].iloc[0] == pytest.approx(expected)


def test_the_countys_and_the_nations_values_are_koladas_own(small_snapshot: Snapshot) -> None:
    for area in (COUNTY, NATION):
        given = value_rows([COST]).query("municipality == @area and year == @LAST")["value"].iloc[0]
        assert of(small_snapshot, COST, area)[LAST] == given


def test_standing_counts_municipalities_only(small_snapshot: Snapshot) -> None:
    row = small_snapshot.signals_of(HUDDINGE).query("kpi == @GRADES and year == @LAST and gender == 'T'").iloc[0]
    mine = plain_value(GRADES, HUDDINGE, LAST)
    better = sum(plain_value(GRADES, m, LAST) > mine for m in IDS)
    assert (row["standing_n"], row["standing_better"], row["standing_worse"]) == (30, better, 29 - better)
    years = small_snapshot.kpi_years
    assert set(years.query("kpi == @GRADES")["n"]) == {30}


def test_values_of_kpis_that_are_no_indicators_are_kept_without_signals(tmp_path: Path) -> None:
    rows = [(UNCERTAINTY, m, LAST, "T", 3.5, "", 1) for m in IDS]
    harvest = small_harvest()
    harvest = replace(
        harvest,
        kpis=kpi_rows([*KPIS, UNCERTAINTY]),
        values=pd.concat([harvest.values, frame_of(rows)], ignore_index=True),
    )
    with opened(built(tmp_path / "x.duckdb", harvest)) as snapshot:
        assert of(snapshot, UNCERTAINTY) == {LAST: 3.5}
        assert UNCERTAINTY not in set(snapshot.signals_of(HUDDINGE)["kpi"])


def test_a_snapshot_says_when_and_from_where_it_was_fetched(small_snapshot: Snapshot) -> None:
    info = small_snapshot.info
    assert (info.source, info.fetched_at, info.is_example) == ("https://kolada.test/v3", FETCHED_AT, False)
    assert (info.kpis, info.problems, info.missing) == (len(KPIS), {}, ())
    assert info.values == small_snapshot._rows("select count(*) from value")[0][0]


def test_what_kolada_says_about_a_kpi_is_kept(small_snapshot: Snapshot) -> None:
    kpi = small_snapshot.kpis[GRADES]
    assert kpi.description == "Första stycket.\nAndra stycket."
    assert (kpi.publication_date, kpi.publ_period, kpi.problem) == (date(2024, 6, 1), 2024, "")
    assert kpi.fetched_at == FETCHED_AT.replace(tzinfo=None)


def test_a_failed_kpi_keeps_its_last_good_values_and_says_why(rebuild: Rebuild) -> None:
    fresh = small_harvest(kpis=[k for k in KPIS if k != WAIT], fetched_at=LATER)
    harvest = replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Kolada har ett fel hos sig."})
    snapshot = rebuild(harvest)
    assert of(snapshot, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}
    assert snapshot.info.problems == {WAIT: "Kolada har ett fel hos sig."}
    assert snapshot.kpis[WAIT].fetched_at == FETCHED_AT.replace(tzinfo=None)
    assert snapshot.kpis[GRADES].fetched_at == LATER.replace(tzinfo=None)
    assert len(snapshot.signals_of(HUDDINGE).query("kpi == @WAIT")) == 3 * len(YEARS)


def test_a_kpi_that_fails_the_first_time_it_is_asked_for_is_told_too(tmp_path: Path) -> None:
    fresh = small_harvest(kpis=[k for k in KPIS if k != WAIT])
    harvest = replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Kolada har ett fel hos sig."})
    with opened(built(tmp_path / "x.duckdb", harvest)) as snapshot:
        assert snapshot.info.problems == {WAIT: "Kolada har ett fel hos sig."}


def test_a_failed_kpi_that_is_fetched_again_is_no_longer_stale(rebuild: Rebuild) -> None:
    fresh = small_harvest(kpis=[k for k in KPIS if k != WAIT])
    rebuild(replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Kolada har ett fel hos sig."}))
    assert rebuild(partial(WAIT)).info.problems == {}


def test_a_kpi_that_failed_stays_stale_while_others_are_fetched(rebuild: Rebuild) -> None:
    fresh = small_harvest(kpis=[k for k in KPIS if k != WAIT])
    rebuild(replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Kolada har ett fel hos sig."}))
    snapshot = rebuild(partial(GRADES))
    assert snapshot.info.problems == {WAIT: "Kolada har ett fel hos sig."}


def test_a_kpi_that_kolada_no_longer_has_keeps_its_values_and_is_reported(rebuild: Rebuild) -> None:
    snapshot = rebuild(small_harvest(kpis=[k for k in KPIS if k != SAFE], missing=(SAFE,)))
    assert snapshot.info.missing == (SAFE,)
    assert snapshot.info.problems == {SAFE: GONE}
    assert of(snapshot, SAFE) == {y: plain_value(SAFE, HUDDINGE, y) for y in YEARS}


def test_a_kpi_that_kolada_never_had_is_reported_after_a_partial_refresh_too(rebuild: Rebuild) -> None:
    rebuild(small_harvest(missing=(UNCERTAINTY,)))
    assert rebuild(partial(GRADES)).info.missing == (UNCERTAINTY,)


def test_a_full_refresh_drops_what_is_not_in_it(rebuild: Rebuild) -> None:
    snapshot = rebuild(small_harvest(kpis=[GRADES]))
    assert set(snapshot.kpis) == {GRADES}
    assert of(snapshot, WAIT) == {}


def test_a_partial_refresh_replaces_its_kpis_and_keeps_the_others(rebuild: Rebuild) -> None:
    snapshot = rebuild(partial(GRADES, own={(GRADES, HUDDINGE, "T"): {LAST: 99.0, 2022: None}}))
    assert of(snapshot, GRADES)[LAST] == 99.0
    assert 2022 not in of(snapshot, GRADES)
    assert of(snapshot, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}
    assert set(snapshot.kpis) == set(KPIS)
    signals = snapshot.signals_of(HUDDINGE).query("kpi == @GRADES and gender == 'T' and year == @LAST")
    assert signals["standing_better"].iloc[0] == 0


def test_a_refresh_of_late_years_keeps_the_older_ones(rebuild: Rebuild) -> None:
    late = [2022, LAST]
    own = {(GRADES, HUDDINGE, "T"): {2022: 11.0, LAST: 12.0}}
    snapshot = rebuild(partial(*KPIS, years=late, own=own, from_year=2022))
    older = {y: plain_value(GRADES, HUDDINGE, y) for y in YEARS if y < 2022}
    assert of(snapshot, GRADES) == older | {2022: 11.0, LAST: 12.0}
    assert set(of(snapshot, GRADES, "egen:sodertorn")) == set(YEARS)


def test_a_late_value_that_kolada_has_taken_away_goes(rebuild: Rebuild) -> None:
    snapshot = rebuild(partial(*KPIS, years=[2022], from_year=2022))
    assert max(of(snapshot, GRADES)) == 2022


def test_a_partial_refresh_of_late_years_keeps_everything_of_a_kpi_that_fails(rebuild: Rebuild) -> None:
    fresh = partial(*[k for k in KPIS if k != WAIT], years=[2022, LAST], from_year=2022)
    snapshot = rebuild(replace(fresh, kpis=kpi_rows(KPIS), failed={WAIT: "Fel."}))
    assert of(snapshot, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}
    assert snapshot.info.problems == {WAIT: "Fel."}


def test_dates_and_periods_survive_being_kept_beside_new_ones(rebuild: Rebuild) -> None:
    dates = {"prel_publication_date": date(2024, 8, 1), "publication_date": date(2024, 10, 1), "publ_period": LAST}
    rebuild(replace(small_harvest(), kpis=kpi_rows(KPIS, **dates)))
    snapshot = rebuild(replace(partial(COST), kpis=kpi_rows([COST], publication_date=None, publ_period=None)))
    kept, new = snapshot.kpis[GRADES], snapshot.kpis[COST]
    assert (kept.prel_publication_date, kept.publication_date, kept.publ_period) == (*list(dates.values())[:2], LAST)
    assert (new.publication_date, new.publ_period) == (None, None)
    values = snapshot.signals_of(HUDDINGE)
    assert set(values.loc[values["preliminary"], "kpi"]) == set(KPIS) - {COST}


def test_a_kpi_without_a_single_value_is_no_hindrance(rebuild: Rebuild) -> None:
    empty = partial(GRADES, values=frame_of([]))
    snapshot = rebuild(empty)
    assert of(snapshot, GRADES) == {}
    assert of(snapshot, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}


@pytest.mark.parametrize("step", [2, 4])
def test_an_indicator_measured_every_few_years_without_values_is_no_hindrance(tmp_path: Path, step: int) -> None:
    catalogue = small_catalogue(indicators=indicators_with(SAFE, step=step))
    with opened(built(tmp_path / "x.duckdb", small_harvest(kpis=[GRADES, COST]), catalogue)) as snapshot:
        assert set(snapshot.signals_of(HUDDINGE)["kpi"]) == {GRADES, COST}


def test_a_mean_is_worked_out_anew_from_what_is_kept_and_what_is_new(rebuild: Rebuild) -> None:
    snapshot = rebuild(partial(COST, own={(COST, BOTKYRKA, "T"): {LAST: 1.0}}))
    others = [plain_value(COST, m, LAST) for m in FULL if m != BOTKYRKA]
    assert of(snapshot, COST, "egen:sodertorn")[LAST] == pytest.approx((sum(others) + 1.0) / 7)
    plain = sum(plain_value(WAIT, m, LAST) for m in FULL) / 7
    assert of(snapshot, WAIT, "egen:sodertorn")[LAST] == pytest.approx(plain)


def test_a_catalogue_without_groups_of_its_own_gives_no_means_of_its_own(tmp_path: Path) -> None:
    groups = [g for g in small_catalogue().groups if not g.members]
    with opened(built(tmp_path / "x.duckdb", catalogue=small_catalogue(groups=groups))) as snapshot:
        assert not [a for a in snapshot.values_of_kpi(COST)["municipality"] if a.startswith("egen:")]


def test_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    exact = 74.123456789012345
    harvest = small_harvest(own={(COST, HUDDINGE, "T"): {LAST: exact}})
    with opened(built(tmp_path / "x.duckdb", harvest)) as snapshot:
        assert of(snapshot, COST)[LAST] == exact
        mine = snapshot.values_of([HUDDINGE], [COST])
        assert math.isclose(mine.query("year == @LAST")["value"].iloc[0], exact, rel_tol=0, abs_tol=0)


def test_an_indicator_unknown_to_kolada_makes_no_row(tmp_path: Path) -> None:
    catalogue: Catalogue = small_catalogue()
    with opened(built(tmp_path / "x.duckdb", small_harvest(kpis=[GRADES]), catalogue)) as snapshot:
        assert set(snapshot.signals_of(HUDDINGE)["kpi"]) == {GRADES}

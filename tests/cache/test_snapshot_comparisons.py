"""What the comparison pages ask a snapshot for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from core.cache import Snapshot
from tests.shared import (
    BOTKYRKA,
    COST,
    COUNTY,
    EVERYONE,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    NATION,
    SAFE,
    WAIT,
    YEARS,
    Values,
    built,
    opened,
    plain_value,
    small_harvest,
)

OWN: Values = {
    (GRADES, HUDDINGE, "T"): {LAST: "Privacy", 2022: None},
    (GRADES, HUDDINGE, "K"): {LAST: "Something new"},
    (COST, BOTKYRKA, "T"): {LAST: 250_000.0},
}
KEY = ["kpi", "municipality", "gender", "year"]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    file: Path = tmp_path_factory.mktemp("comparisons") / "cache-1.duckdb"
    with opened(built(file, small_harvest(own=OWN))) as found:
        yield found


def test_cells_are_of_the_municipalities_indicators_and_gender_asked_for_and_of_the_total(snapshot: Snapshot) -> None:
    cells = snapshot.cells_of([HUDDINGE, BOTKYRKA], [GRADES, COST], "K")
    assert set(cells["municipality"]) == {HUDDINGE, BOTKYRKA}
    assert set(zip(cells["kpi"], cells["gender"], strict=True)) == {(GRADES, "K"), (GRADES, "T"), (COST, "T")}
    assert set(cells["year"]) == set(YEARS)
    assert set(snapshot.cells_of([HUDDINGE], KPIS, "T")["gender"]) == {"T"}
    assert not cells.duplicated(KEY).any()


def test_cells_say_the_same_as_the_municipalitys_own_signals(snapshot: Snapshot) -> None:
    cells = snapshot.cells_of([HUDDINGE], KPIS, "M").sort_values(KEY, ignore_index=True)
    signals = snapshot.signals_of(HUDDINGE).query("gender in ('M', 'T')").sort_values(KEY, ignore_index=True)
    assert len(cells) > 80
    pd.testing.assert_frame_equal(cells, signals[list(cells.columns)])


def test_cells_without_a_value_keep_their_status_even_one_that_nobody_knows(snapshot: Snapshot) -> None:
    cells = snapshot.cells_of([HUDDINGE], [GRADES], "K").query("value.isna()")
    assert set(zip(cells["gender"], cells["year"], cells["status"], strict=True)) == {
        ("T", LAST, "Privacy"),
        ("K", LAST, "Something new"),
    }


def test_everyones_place_is_given_in_the_year_of_each_indicator(snapshot: Snapshot) -> None:
    years = pd.DataFrame({"kpi": [GRADES, COST], "year": [LAST, 2015]})
    placed = snapshot.placed_in(years)
    assert {kpi: set(part["year"]) for kpi, part in placed.groupby("kpi")} == {GRADES: {LAST}, COST: {2015}}
    of_grades = placed[placed["kpi"] == GRADES]
    assert set(of_grades["municipality"]) == set(IDS) - {HUDDINGE}
    assert set(of_grades["standing_n"]) == {29}
    values = {m: plain_value(GRADES, m, LAST) for m in IDS if m != HUDDINGE}
    for row in of_grades.to_dict("records"):
        value = values[row["municipality"]]
        assert row["value"] == value
        assert row["standing_better"] == row["standing_higher"] == sum(v > value for v in values.values())
        assert row["standing_worse"] == row["standing_lower"] == sum(v < value for v in values.values())


def test_places_are_of_one_gender(snapshot: Snapshot) -> None:
    women = snapshot.placed_in(pd.DataFrame({"kpi": [WAIT], "year": [LAST]}), "K")
    assert dict(zip(women["municipality"], women["value"], strict=True)) == {
        m: plain_value(WAIT, m, LAST, "K") for m in IDS
    }
    assert snapshot.placed_in(pd.DataFrame({"kpi": [SAFE], "year": [LAST]}), "K").empty


def test_means_are_of_the_areas_asked_for_with_how_many_they_are_of(snapshot: Snapshot) -> None:
    means = snapshot.means_of([COUNTY, EVERYONE, "egen:sodertorn"], [COST, GRADES], "K")
    assert set(means["area"]) == {COUNTY, EVERYONE, "egen:sodertorn"}
    assert set(zip(means["kpi"], means["gender"], strict=True)) == {(GRADES, "K"), (GRADES, "T"), (COST, "T")}
    last = means[(means["year"] == LAST) & (means["gender"] == "T")].set_index(["kpi", "area"])
    assert last["members"].to_dict() == {
        (COST, COUNTY): 12,
        (COST, EVERYONE): 30,
        (COST, "egen:sodertorn"): 7,
        (GRADES, COUNTY): 11,
        (GRADES, EVERYONE): 29,
        (GRADES, "egen:sodertorn"): 6,
    }
    mine = [plain_value(GRADES, m, LAST) for m in IDS[:12] if m != HUDDINGE]
    assert last["value"][GRADES, COUNTY] == pytest.approx(sum(mine) / 11)


def test_the_nation_is_weighted_and_koladas_own(snapshot: Snapshot) -> None:
    [nation] = snapshot.means_of([NATION], [COST], "T").query("year == @LAST").to_dict("records")
    [mean] = snapshot.means_of([EVERYONE], [COST], "T").query("year == @LAST").to_dict("records")
    assert nation["members"] == 1
    assert nation["value"] == pytest.approx(mean["value"] + 0.5)


def test_changes_are_those_of_the_municipality(snapshot: Snapshot) -> None:
    assert snapshot.changes_of(HUDDINGE).empty
    assert list(snapshot.changes_of(HUDDINGE).columns) == list(snapshot.all_changes().columns)


def test_nothing_asked_for_gives_nothing(snapshot: Snapshot) -> None:
    assert snapshot.cells_of([], KPIS, "T").empty
    assert snapshot.cells_of([HUDDINGE], [], "T").empty
    assert snapshot.placed_in(pd.DataFrame({"kpi": [], "year": []})).empty
    assert snapshot.means_of([COUNTY], [], "T").empty


def test_a_strangers_text_is_a_value_and_never_sql(snapshot: Snapshot) -> None:
    nasty = "' or true; drop table value; --"
    assert snapshot.cells_of([nasty], [nasty], nasty).empty
    assert snapshot.placed_in(pd.DataFrame({"kpi": [nasty], "year": [LAST]}), nasty).empty
    assert snapshot.changes_of(nasty).empty
    assert len(snapshot.cells_of([HUDDINGE], KPIS, "T"))

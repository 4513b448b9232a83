"""The made-up values: the same every time, and like life."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS, Harvest
from core.catalogue import Catalogue, Origin, default_catalogue
from core.example import example_harvest
from core.example.calibration import calibrations
from core.example.series import LENGTH
from core.example.story import FEW_REPORT
from core.signals.rounding import Floats
from tests.example.conftest import FETCHED_AT, LAST_YEAR


@pytest.fixture(scope="module")
def municipal(harvest: Harvest) -> pd.DataFrame:
    of_municipality = harvest.municipalities.loc[harvest.municipalities["type"] == "K", "id"]
    return harvest.values[harvest.values["municipality"].isin(of_municipality)]


@pytest.fixture(scope="module")
def totals(municipal: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """[municipality, year] of every indicator."""
    rows = municipal[(municipal["gender"] == "T") & municipal["value"].notna()]
    return {
        str(kpi): of_kpi.pivot_table(index="municipality", columns="year", values="value")
        for kpi, of_kpi in rows.groupby("kpi")
        if kpi in calibrations()
    }


def _values(table: pd.DataFrame) -> Floats:
    values: Floats = table.to_numpy(dtype=np.float64)
    return values[~np.isnan(values)]


def _years(table: pd.DataFrame) -> list[int]:
    return [int(year) for year in table.columns.to_numpy()]


def _closed(table: pd.DataFrame) -> list[int]:
    counts = table.count()
    return [year for year in _years(table) if counts[year] >= 0.6 * counts.max()]


def test_every_indicator_is_calibrated() -> None:
    assert {i.kpi for i in default_catalogue().indicators} <= set(calibrations())


def test_same_year_gives_the_same_frames(harvest: Harvest, view: Catalogue) -> None:
    again = example_harvest(view, last_year=LAST_YEAR, fetched_at=FETCHED_AT)
    for name in ("kpis", "municipalities", "groups", "values"):
        pd.testing.assert_frame_equal(getattr(harvest, name), getattr(again, name), check_exact=True)


def test_it_says_that_it_is_made_up(harvest: Harvest) -> None:
    assert harvest.is_example
    assert harvest.source == "exempeldata"
    assert tuple(harvest.values.columns) == VALUE_COLUMNS
    assert tuple(harvest.kpis.columns) == KPI_COLUMNS
    assert harvest.kpis["title"].str.contains("exempel").all()
    assert harvest.kpis["description"].str.contains("påhittade").all()


def test_another_year_moves_the_series(view: Catalogue) -> None:
    later = example_harvest(view, last_year=2030, fetched_at=FETCHED_AT.replace(year=2031))
    assert later.values["year"].max() == 2030
    assert later.values["year"].min() == 2021


def test_one_row_for_each_area_year_and_gender(harvest: Harvest) -> None:
    assert not harvest.values.duplicated(["kpi", "municipality", "gender", "year"]).any()
    assert (harvest.values["value"].isna() == (harvest.values["status"] != "")).all()


def test_quartiles_are_near_the_calibration(totals: dict[str, pd.DataFrame]) -> None:
    near = 0
    for kpi, table in totals.items():
        known = calibrations()[kpi]
        seen = table[_closed(table)[-1]].quantile([0.25, 0.5, 0.75]).to_numpy()
        off = np.abs(seen - [known.p25, known.median, known.p75]) / (known.p75 - known.p25)
        near += bool((off < 0.25).all())
    assert near > 0.9 * len(totals)


def test_typical_changes_are_near_the_calibration(totals: dict[str, pd.DataFrame], view: Catalogue) -> None:
    near = 0
    for kpi, table in totals.items():
        typical, step, years = calibrations()[kpi].typical_change, view.by_kpi[kpi].step, _closed(table)
        pairs = [(table[y] - table[y - step]).abs() for y in years[-5:] if y - step in years]
        seen = pd.concat(pairs).median()
        # A survey's answers are whole, so the median of its changes can only be whole too.
        near += abs(seen - typical) <= max(0.2 * typical, 0.8 if typical > 1.5 else 0)
    assert near > 0.95 * len(totals)


def test_series_are_as_long_and_broad_as_calibrated(totals: dict[str, pd.DataFrame]) -> None:
    for kpi, table in totals.items():
        known = calibrations()[kpi]
        assert min(_years(table)) >= LAST_YEAR - known.years + 1
        municipalities = FEW_REPORT.get(kpi, known.municipalities)
        assert abs(int(table.count().max()) - municipalities) <= 10


def test_values_keep_within_their_bounds(totals: dict[str, pd.DataFrame], view: Catalogue) -> None:
    for kpi, table in totals.items():
        known, indicator, values = calibrations()[kpi], view.by_kpi[kpi], _values(table)
        if known.p25 >= 0 and kpi not in {"N03102", "N03002"}:
            assert values.min() >= 0
            if indicator.unit == "%" and known.p75 < 100:
                assert values.max() <= 100
        if indicator.origin is Origin.SURVEY and indicator.unit == "%":
            assert (values % 1 == 0).all()


def test_net_cost_deviations_may_be_negative(totals: dict[str, pd.DataFrame]) -> None:
    assert _values(totals["N00097"]).min() < 0


def test_women_and_men_lie_around_the_total(municipal: pd.DataFrame) -> None:
    genders = set(municipal.loc[municipal["kpi"] == "N17461", "gender"])
    assert genders == {"T", "K", "M"}
    table = municipal[municipal["kpi"] == "N17461"].pivot_table(
        index=["municipality", "year"], columns="gender", values="value"
    )
    gap = (table["K"] - table["M"]).groupby("municipality").mean()
    assert abs(gap.mean()) > 1
    assert (table[["K", "M"]].mean(axis=1) - table["T"]).abs().median() < 0.5
    people = municipal[(municipal["kpi"] == "N01951")].pivot_table(
        index=["municipality", "year"], columns="gender", values="value"
    )
    assert (people["K"] + people["M"] == people["T"]).all()


def test_some_last_years_are_open_and_some_are_not_there(totals: dict[str, pd.DataFrame]) -> None:
    late = [kpi for kpi, table in totals.items() if LAST_YEAR not in table]
    is_open = [k for k, t in totals.items() if LAST_YEAR in t and LAST_YEAR not in _closed(t)]
    assert 0.15 <= len(is_open) / len(totals) <= 0.25
    assert 0.05 <= len(late) / len(totals) <= 0.2


def test_gaps_and_suppressed_cells_exist(municipal: pd.DataFrame) -> None:
    by_status = municipal.groupby("status")["kpi"].nunique()
    assert by_status["Missing"] > 30
    assert by_status["Privacy"] >= 5
    hidden = municipal[municipal["status"] == "Privacy"]
    assert {"T", "K", "M"} == set(hidden["gender"])
    small = municipal[(municipal["kpi"] == "N01951") & (municipal["gender"] == "T")]
    size = small.groupby("municipality")["value"].max()
    assert size[hidden["municipality"].unique()].max() < 12_000


def test_measurements_of_every_fourth_year_are_repeated(totals: dict[str, pd.DataFrame]) -> None:
    turnout = totals["N05401"].dropna()
    assert (turnout[2022] == turnout[2025]).all()
    assert not (turnout[2022] == turnout[2021]).all()
    assert _years(totals["N07926"]) == [2016, 2018, 2020, 2022, 2024]


def test_means_and_the_nation(harvest: Harvest, view: Catalogue, municipal: pd.DataFrame) -> None:
    rows = harvest.values[(harvest.values["kpi"] == "N17461") & (harvest.values["gender"] == "T")]
    rows = rows[rows["year"] == 2023].set_index("municipality")
    members = harvest.groups.loc[harvest.groups["id"] == view.home_county, "member"]
    own = rows["value"].reindex(members).dropna()
    assert rows["value"][view.home_county] == pytest.approx(own.mean(), abs=1e-3)
    assert rows["members"][view.home_county] == len(own)
    everyone = rows["value"].reindex(municipal["municipality"].unique()).dropna()
    assert rows["value"]["0000"] != pytest.approx(everyone.mean(), abs=1e-3)
    assert rows["members"]["0000"] == 1


def test_people_of_the_nation_are_counted(harvest: Harvest, municipal: pd.DataFrame) -> None:
    rows = harvest.values[(harvest.values["kpi"] == "N01951") & (harvest.values["gender"] == "T")]
    rows = rows[rows["year"] == LAST_YEAR - 2]
    people = rows.set_index("municipality")["value"]
    assert people["0000"] == people.reindex(municipal["municipality"].unique()).sum()


def test_publication_dates_make_a_few_preliminary(harvest: Harvest) -> None:
    kpis, today = harvest.kpis, FETCHED_AT.date()
    preliminary = kpis["prel_publication_date"].notna()
    assert 0 < preliminary.sum() <= 15
    assert (kpis.loc[preliminary, "prel_publication_date"] <= today).all()
    assert (kpis["publication_date"] > today).all()
    assert (kpis.loc[preliminary, "publ_period"] == LAST_YEAR).all()


def test_surveys_have_their_uncertainty(municipal: pd.DataFrame, view: Catalogue) -> None:
    kpi = view.by_kpi["N00530"].uncertainty_kpi
    widths = municipal[municipal["kpi"] == kpi]
    values = municipal[(municipal["kpi"] == "N00530") & municipal["value"].notna()]
    assert len(widths) == len(values)
    assert widths["value"].between(1, 15).all()


def test_every_volume_has_its_cost_all_years_and_each_household_is_whole(harvest: Harvest, view: Catalogue) -> None:
    totals = harvest.values[harvest.values["gender"] == "T"].pivot_table("value", ["municipality", "year"], "kpi")
    for volume in view.volumes:
        own = [kpi for kpi in volume.kpis.values() if kpi not in view.by_kpi]
        found = totals.loc[view.participants[0].id, own]
        assert len(found.dropna()) == LENGTH, volume.id
        assert bool((found.to_numpy() > 0).all()), volume.id
    households = (totals["N31857"] * 1000 / totals["N31849"]).dropna()
    assert np.allclose(households, households.round())


def test_prices_rise_in_the_made_up_country_and_say_that_they_are_made_up(view: Catalogue) -> None:
    assert view.price_index is not None
    assert "påhittat" in view.price_index.name
    assert [table.source for table in view.price_index.tables] == ["Exempeldata."]

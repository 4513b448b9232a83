"""What figures did after measures on Kolada's real values, recomputed in SQL and decimals and compared one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

import duckdb
import pandas as pd
import pytest

from core.cycle.models import Measure, Way
from core.outcomes.effects import effect_of
from core.outcomes.figures import Figures
from tests.shared import GROUPS, IDS, KOLADA, KPIS, figures_of, small_catalogue, small_harvest

DATA = KOLADA / "data"
pytestmark = [pytest.mark.kolada, pytest.mark.skipif(not DATA.exists(), reason="../shared/kolada is not here")]

# Of each municipality: what was done in 2018, and is seen from the outcome of 2019 on.
DONE_ON, SEEN_FROM = date(2018, 6, 1), 2019
READ = """
    select o.kpi, o.municipality, cast(o.year as integer) as year, o.gender, o.value,
           coalesce(o.status, '') as status, 1 as members
    from read_parquet($observations) o
    where list_contains($kpis, o.kpi) and o.year between 2010 and 2023
      and (o.municipality = '0000' or o.municipality in
           (select id from read_csv($municipalities, all_varchar = true) where type = 'K'))
"""
# Twice the median absolute change over a year, all municipalities, of pairs whose newer year is y-4..y.
BAND = """
    select 2 * median(abs(newer.value - older.value)) from held newer
    join held older on older.kpi = newer.kpi and older.municipality = newer.municipality
         and older.gender = newer.gender and older.year = newer.year - 1
    where newer.kpi = $kpi and newer.gender = 'T' and newer.municipality <> '0000'
      and newer.year between $year - 4 and $year
"""


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    with duckdb.connect() as database:
        files = {name: str(DATA / file) for name, file in _FILES.items()}
        return database.execute(READ, {**files, "kpis": list(KPIS)}).df()


_FILES = {"observations": "observations.parquet", "municipalities": "municipalities.csv"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, values: pd.DataFrame) -> Iterator[Figures]:
    harvest = replace(
        small_harvest(), values=values, municipalities=pd.read_csv(DATA / "municipalities.csv", dtype=str)
    )
    with figures_of(tmp_path_factory.mktemp("real"), harvest=harvest) as made:
        yield made


def shown(value: float, decimals: int) -> Decimal:
    return Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def recomputed(own: dict[int, float], band: float | None, decimals: int, *, is_up: bool) -> str:
    """The verdict's words by the years of OWN's values."""
    before = max((year for year in own if year < DONE_ON.year), default=None)
    after = max((year for year in own if year >= SEEN_FROM), default=None)
    if after is None:
        return "syns inte än"
    if before is None or band is None:
        return "kan inte bedömas"
    change = round(Decimal(str(own[after])) - Decimal(str(own[before])), 9)
    if abs(change) <= Decimal(str(band)) or shown(own[after], decimals) == shown(own[before], decimals):
        return "oförändrat"
    return "åt rätt håll" if (change > 0) is is_up else "åt fel håll"


def test_every_verdict_is_what_the_observations_say(real: Figures, values: pd.DataFrame) -> None:
    yearly = [one for one in small_catalogue().indicators if one.step == 1 and not one.break_years]
    seen: dict[str, int] = {}
    with duckdb.connect() as database:
        database.register("held", values.dropna(subset=["value"]))
        for indicator in yearly:
            for municipality in IDS:
                for way in Way:
                    measure = Measure("m", indicator.kpi, "T", indicator.area, "", way, seen_from=SEEN_FROM)
                    found = effect_of(real, municipality, measure, done_on=DONE_ON)
                    rows = database.execute(
                        "select year, value from held where kpi = $1 and municipality = $2 and gender = 'T'",
                        [indicator.kpi, municipality],
                    ).fetchall()
                    asked = {"kpi": indicator.kpi, "year": found.after[0] if found.after else 2023}
                    band = indicator.deadband or database.execute(BAND, asked).fetchall()[0][0]
                    expected = recomputed(dict(rows), band, indicator.decimals, is_up=way is Way.UP)
                    assert found.verdict == expected, (indicator.kpi, municipality, way)
                    seen[expected] = seen.get(expected, 0) + 1
    assert min(seen.get(words, 0) for words in ("åt rätt håll", "oförändrat", "åt fel håll")) > 0
    assert sum(seen.values()) > 100


def test_beside_stand_the_medians_of_those_that_have_both_years(real: Figures, values: pd.DataFrame) -> None:
    of = values[(values["kpi"] == KPIS[0]) & (values["gender"] == "T")].dropna(subset=["value"])
    found = effect_of(
        real, "0126", Measure("m", KPIS[0], "T", "grundskola", "", Way.UP, seen_from=SEEN_FROM), done_on=DONE_ON
    )
    assert found.before
    assert found.after
    both = []
    for other in GROUPS["G36141"][1]:
        own = of[of["municipality"] == other].set_index("year")["value"]
        if found.before[0] in own.index and found.after[0] in own.index:
            both.append((own[found.before[0]], own[found.after[0]]))
    assert found.peers == len(both) > 0
    assert found.peers_before == pytest.approx(median(one for one, _ in both))
    assert found.peers_after == pytest.approx(median(one for _, one in both))

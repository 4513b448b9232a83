"""Trend, standing and attainment on Kolada's real values, recomputed in another way and compared row by row.

Trend and standing are written once more in SQL, straight on the file of observations; attainment as a plain
function (plain_attainment.py). Nothing here uses core.signals except what is being checked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.catalogue import default_catalogue
from core.catalogue.frames import indicator_frame
from core.signals import attainment, deviations, kpi_years, outcomes, standing, trend, with_measured_years
from tests.signals.frames import NAN, targets
from tests.signals.plain_attainment import Judgement, Place, Slice, World, decimal, judge

DATA = Path(__file__).resolve().parents[3] / "shared" / "kolada" / "data"
KEY = ["kpi", "municipality", "gender", "year"]
FIRST_JUDGED = 2010
CLOSE = 1e-9
_FILES = {"observations": "observations.parquet", "municipalities": "municipalities.csv"}

pytestmark = [pytest.mark.kolada, pytest.mark.skipif(not DATA.exists(), reason="../shared/kolada is not here")]

LOAD = """
create table observation as
    select o.kpi, o.municipality, o.gender, cast(o.year as integer) as year, o.value, coalesce(o.status, '') as status
    from read_parquet($observations) o
    where o.year >= 2005
      and o.kpi in (select kpi from indicator)
      and o.municipality in (select id from read_csv($municipalities, all_varchar = true) where type = 'K')
"""
PREPARE = """
create table v as
    select o.kpi, o.municipality, o.gender, o.year, o.value, i.step, i.decimals, i.sign, i.deadband as own_deadband,
           i.comparable
    from observation o join indicator i using (kpi)
    where o.value is not null;

create table slice as
    with counted as (select kpi, gender, year, count(*) as n from v group by all)
    select c.kpi, c.gender, c.year, c.n, 10 * c.n < 6 * coalesce(max(b.n), 0) as is_open
    from counted c
    left join counted b on b.kpi = c.kpi and b.gender = c.gender and b.year between c.year - 5 and c.year - 1
    group by c.kpi, c.gender, c.year, c.n;

create table band as
    with moved as (
        select newer.kpi, newer.gender, newer.year, abs(newer.value - older.value) as d
        from v newer join v older on older.kpi = newer.kpi and older.gender = newer.gender
             and older.municipality = newer.municipality and older.year = newer.year - newer.step
    )
    select s.kpi, s.gender, s.year, count(m.d) as pairs,
           coalesce(any_value(i.deadband), case when count(m.d) >= 20 then 2 * median(m.d) end) as deadband
    from slice s
    join indicator i on i.kpi = s.kpi
    left join moved m on m.kpi = s.kpi and m.gender = s.gender and m.year between s.year - 4 and s.year
    group by s.kpi, s.gender, s.year;

create macro as_shown(x, d) as case d
    when 0 then cast(round(cast(x as decimal(28, 9)), 0) as double)
    when 1 then cast(round(cast(x as decimal(28, 9)), 1) as double)
    when 2 then cast(round(cast(x as decimal(28, 9)), 2) as double)
    when 3 then cast(round(cast(x as decimal(28, 9)), 3) as double)
    else cast(round(cast(x as decimal(28, 9)), 4) as double) end;
"""
TREND = """
with pair as (
    select v.kpi, v.municipality, v.gender, v.year, v.value, v.decimals, v.sign,
           coalesce(near.year, far.year) as from_year, coalesce(near.value, far.value) as base
    from v
    left join v near on near.kpi = v.kpi and near.gender = v.gender and near.municipality = v.municipality
         and near.year = v.year - greatest(2, v.step)
    left join v far on v.step = 1 and far.kpi = v.kpi and far.gender = v.gender
         and far.municipality = v.municipality and far.year = v.year - 3
), window_used as (
    select distinct kpi, gender, year, from_year from pair where from_year is not null
), country as (
    select w.kpi, w.gender, w.year, w.from_year, median(newer.value - older.value) as change
    from window_used w
    join v newer on newer.kpi = w.kpi and newer.gender = w.gender and newer.year = w.year
    join v older on older.kpi = w.kpi and older.gender = w.gender and older.year = w.from_year
         and older.municipality = newer.municipality
    group by all
), judged as (
    select p.*, b.deadband, c.change as country,
           case when p.from_year is null then 'too_few_years'
                when exists (from break_year x where x.kpi = p.kpi and x.year > p.from_year and x.year <= p.year)
                    then 'break'
                when exists (from exceptional_year x where x.kpi = p.kpi and x.year in (p.from_year, p.year))
                    then 'exceptional'
                when b.deadband is null then 'too_few_pairs'
                else '' end as reason,
           cast(abs(p.value - p.base) as decimal(28, 9)) > cast(b.deadband as decimal(28, 9))
               and as_shown(p.value, p.decimals) <> as_shown(p.base, p.decimals) as has_moved
    from pair p
    join band b on b.kpi = p.kpi and b.gender = p.gender and b.year = p.year
    left join country c on c.kpi = p.kpi and c.gender = p.gender and c.year = p.year and c.from_year = p.from_year
), arrows as (
    select *, case when reason <> '' then 'silent' when not has_moved then 'level'
                   when value > base then 'up' else 'down' end as arrow
    from judged
)
select kpi, municipality, gender, year, cast(from_year as double) as trend_from_year, value - base as trend_change,
       country as trend_change_country, deadband as trend_deadband, arrow as trend, reason as trend_reason,
       case when arrow = 'silent' then 'none' when sign = 0 then 'neutral' when arrow = 'level' then 'unchanged'
            when (arrow = 'up') = (sign > 0) then 'better' else 'worse' end as trend_verdict
from arrows where year >= $first order by kpi, municipality, gender, year
"""
STANDING = """
with ranked as (
    select v.*, s.n, s.is_open,
           rank() over (partition by v.kpi, v.gender, v.year order by v.value) - 1 as lower,
           rank() over (partition by v.kpi, v.gender, v.year order by v.value desc) - 1 as higher,
           row_number() over (partition by v.kpi, v.gender, v.year order by v.value) as from_low,
           cast(ceil(s.n / 4.0) as integer) as place
    from v join slice s on s.kpi = v.kpi and s.gender = v.gender and s.year = v.year
), cut as (
    select *, max(value) filter (where from_low = place) over same as low_cut,
           max(value) filter (where from_low = n + 1 - place) over same as high_cut,
           case when sign > 0 then higher when sign < 0 then lower end as better,
           case when sign > 0 then lower when sign < 0 then higher end as worse
    from ranked window same as (partition by kpi, gender, year)
), quartered as (
    select *, case when 4 * better < n and 4 * worse < n then 'middle'
                   when 4 * better < n then 'best' when 4 * worse < n then 'worst' else 'middle' end as square
    from cut
), crowded as (
    select *, greatest(count(*) filter (where square = 'best') over same,
                       count(*) filter (where square = 'worst') over same) as most
    from quartered window same as (partition by kpi, gender, year)
), reasoned as (
    select *, case when not comparable then 'not_comparable' when is_open then 'open_year' when n < 20 then 'too_few'
                   when sign = 0 then 'no_direction' when 100 * most > 35 * n then 'ties' else '' end as reason
    from crowded
)
select kpi, municipality, gender, year, n as standing_n, lower as standing_lower, higher as standing_higher,
       cast(better as double) as standing_better, cast(worse as double) as standing_worse,
       low_cut as standing_low_cut, high_cut as standing_high_cut,
       case when sign > 0 then high_cut when sign < 0 then low_cut end as standing_best_cut,
       case when sign > 0 then low_cut when sign < 0 then high_cut end as standing_worst_cut,
       if(reason = '', square, 'not_judged') as standing, reason as standing_reason
from reasoned where year >= $first order by kpi, municipality, gender, year
"""
SLICES = """
select kpi, gender, year, any_value(s.n), any_value(s.is_open), any_value(b.deadband),
       list_extract(list(v.value order by v.value), cast(ceil(any_value(s.n) / 4.0) as int)),
       list_extract(list(v.value order by v.value desc), cast(ceil(any_value(s.n) / 4.0) as int))
from v join slice s using (kpi, gender, year) join band b using (kpi, gender, year)
group by kpi, gender, year
"""
NEWEST_CLOSED = "select kpi, max(year) from slice where not is_open group by kpi"


@dataclass(frozen=True)
class Country:
    """All municipalities' values of the shipped catalogue's indicators, and SQL on them."""

    sql: duckdb.DuckDBPyConnection
    indicators: pd.DataFrame
    values: pd.DataFrame

    def asked(self, query: str, **given: object) -> pd.DataFrame:
        return self.sql.execute(query, given).df()


@pytest.fixture(scope="module")
def country() -> Iterator[Country]:
    indicators = indicator_frame(default_catalogue())
    with duckdb.connect() as sql:
        signs = indicators["direction"].map({"high": 1, "low": -1, "none": 0})
        plain = indicators[["kpi", "step", "decimals", "deadband", "comparable"]].assign(sign=signs)
        plain["deadband"] = plain["deadband"].astype(object).where(plain["deadband"].notna(), None)
        sql.execute(
            "create table indicator (kpi text, step int, decimals int, deadband double, comparable bool, sign int)"
        )
        sql.executemany("insert into indicator values (?, ?, ?, ?, ?, ?)", plain.to_numpy(dtype=object).tolist())
        for name in ("break_year", "exceptional_year"):
            sql.execute(f"create table {name} (kpi text, year int)")
            pairs = [(k, y) for k, found in zip(indicators["kpi"], indicators[f"{name}s"], strict=True) for y in found]
            sql.executemany(f"insert into {name} values (?, ?)", pairs)
        files = {name: str(DATA / file) for name, file in _FILES.items()}
        sql.execute(LOAD, files)
        sql.execute(PREPARE)
        yield Country(sql, indicators, sql.execute("from observation").df())


@pytest.fixture(scope="module")
def years(country: Country) -> pd.DataFrame:
    return kpi_years(country.values, country.indicators)


@pytest.fixture(scope="module")
def trends(country: Country) -> pd.DataFrame:
    return trend(country.values, country.indicators)


@pytest.fixture(scope="module")
def standings(country: Country, years: pd.DataFrame) -> pd.DataFrame:
    return standing(country.values, country.indicators, years)


def same(found: pd.DataFrame, expected: pd.DataFrame, keys: list[str]) -> None:
    """FOUND has exactly the rows of EXPECTED: the same words, and numbers within 1e-9."""
    found = found.sort_values(keys, ignore_index=True)
    expected = expected.sort_values(keys, ignore_index=True)
    assert len(found) == len(expected)
    for column in expected.columns:
        if pd.api.types.is_bool_dtype(expected[column]) or not pd.api.types.is_numeric_dtype(expected[column]):
            wrong = found[column].to_numpy() != expected[column].to_numpy()
        else:
            one, other = (frame[column].to_numpy(dtype=np.float64) for frame in (found, expected))
            wrong = ~np.isclose(one, other, rtol=0, atol=CLOSE, equal_nan=True)
        example = pd.concat([found[wrong].head(3), expected[wrong].head(3)])[[*keys, column]]
        assert not wrong.any(), f"{column}: {wrong.sum()} rows differ\n{example}"


def test_open_years_and_deadbands_are_those_of_sql(country: Country, years: pd.DataFrame) -> None:
    expected = country.asked("select * from slice join band using (kpi, gender, year)")
    same(years, expected, ["kpi", "gender", "year"])
    assert years["is_open"].any()
    assert country.values["municipality"].nunique() == 290


def test_trends_of_all_municipalities_are_those_of_sql(country: Country, trends: pd.DataFrame) -> None:
    expected = country.asked(TREND, first=FIRST_JUDGED)
    same(trends[trends["year"] >= FIRST_JUDGED], expected, KEY)
    assert set(expected["trend"]) == {"up", "down", "level", "silent"}
    assert set(expected["trend_reason"]) >= {"", "break", "exceptional", "too_few_years"}
    assert set(expected["trend_verdict"]) == {"better", "worse", "unchanged", "neutral", "none"}


def test_standings_of_all_municipalities_are_those_of_sql(country: Country, standings: pd.DataFrame) -> None:
    expected = country.asked(STANDING, first=FIRST_JUDGED)
    same(standings[standings["year"] >= FIRST_JUDGED], expected, KEY)
    assert set(expected["standing"]) == {"best", "middle", "worst", "not_judged"}
    assert set(expected["standing_reason"]) >= {"", "open_year", "no_direction", "ties"}


def test_all_that_stands_among_the_worst_is_to_be_looked_closer_at(
    country: Country, years: pd.DataFrame, trends: pd.DataFrame, standings: pd.DataFrame
) -> None:
    """Huddinge's care of the elderly, where five stand among the worst and none worsens (faults, A1)."""
    elderly = country.indicators[country.indicators["area"] == "aldreomsorg"][["kpi", "prominence", "name"]]
    newest = outcomes(with_measured_years(country.values, {}), years)
    mine = newest[(newest["municipality"] == "0126") & (newest["gender"] == "T")].merge(elderly, on="kpi")
    mine = mine.merge(trends, on=KEY).merge(standings, on=KEY)
    rows = deviations(mine.assign(attainment="not_judged", attainment_distance=NAN))
    worst = rows[rows["standing"] == "worst"]
    assert len(rows) == 9
    assert list(rows[rows["is_deviation"]]["kpi"]) == list(worst["kpi"])
    home_care = worst.set_index("name").loc["Nöjda med sin hemtjänst"]
    assert (len(worst), set(worst["trend_verdict"])) == (5, {"unchanged"})
    assert (home_care["standing_better"], home_care["standing_n"]) == (261, 286)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("N15613", "0127", 2026), (2025, 2023, 88.1)),
        (("N15613", "0126", 2026), (2026, 2024, 86.4)),
        (("N15643", "0126", 2025), (2024, 2022, 80.5)),
        (("N05401", "0126", 2022), (2022, 2018, 74.0)),
        (("N05401", "0126", 2021), (2018, 2014, 79.0)),
    ],
)
def test_an_outcome_and_its_arrow_are_of_the_years_that_were_measured(
    country: Country,
    years: pd.DataFrame,
    trends: pd.DataFrame,
    asked: tuple[str, str, int],
    expected: tuple[int, int, float],
) -> None:
    """Botkyrka's 88 % safe in 2026 was 2025's (issue 11)."""
    kpi, municipality, last = asked
    chosen = country.values["kpi"].eq(kpi) & country.values["municipality"].eq(municipality)
    whole = with_measured_years(country.values[chosen], default_catalogue().steps)
    rows = outcomes(whole[whole["year"] <= last], years[years["year"] <= last]).merge(trends, on=KEY)
    [row] = rows[rows["gender"] == "T"].to_dict("records")
    assert (row["year"], row["trend_from_year"], round(row["value"], 1)) == expected
    assert (row["repeated_to"], row["outcome_reason"]) == (last, "")


# Attainment

KINDS = ("at_least", "at_most", "within", "increase", "decrease", "keep", "as_group", "best_quarter", "rank")


def some_target(chance: random.Random, kpi: str, municipality: str, points: Mapping[int, Decimal]) -> dict[str, Any]:
    """A target that lies somewhere near the municipality's values."""
    near = float(chance.choice(list(points.values()))) if points else 10.0
    level = round(near * chance.choice([1, 1, 0.98, 1.03, 0.9, 1.2]), chance.choice([0, 1, 2]))
    kind = chance.choice(KINDS)
    wanted: dict[str, Any] = {
        "municipality": municipality,
        "kpi": kpi,
        "gender": chance.choice(["", "", "T", "K", "M"]),
        "year": chance.randint(2014, 2028),
        "kind": kind,
        "group": "",
        "tolerance": chance.choice([NAN, NAN, round(abs(level) * 0.1 + 0.1, 1)]),
    }
    if kind in {"at_least", "at_most", "within"}:
        wanted["value"] = level
    if kind == "within":
        wanted["value2"] = level + round(abs(level) * 0.05 + 0.1, 2)
    if kind in {"increase", "decrease", "keep"}:
        wanted["base_year"] = float(chance.randint(2008, 2020))
    if kind in {"as_group", "rank"}:
        wanted["group"] = chance.choice(["own", "other", "large", "nobody"])
    if kind == "rank":
        wanted["rank"] = float(chance.randint(1, 8))
        wanted["tolerance"] = NAN
    return wanted


@pytest.fixture(scope="module")
def world(country: Country) -> World:
    series: dict[Place, dict[int, Decimal]] = {}
    statuses: dict[Place, dict[int, str]] = {}
    rows = country.values[[*KEY, "value", "status"]].itertuples(index=False, name=None)
    for kpi, municipality, gender, year, value, status in rows:
        place = (kpi, municipality, gender)
        if isnan(value):
            statuses.setdefault(place, {})[year] = status
        else:
            series.setdefault(place, {})[year] = decimal(value)
    slices = {
        (kpi, gender, year): Slice(n, is_open, None if band is None else decimal(band), decimal(low), decimal(high))
        for kpi, gender, year, n, is_open, band, low, high in country.sql.execute(SLICES).fetchall()
    }
    return World(series, statuses, slices, dict(country.sql.execute(NEWEST_CLOSED).fetchall()), {})


def test_faces_of_random_targets_are_those_of_a_plain_function(
    country: Country, years: pd.DataFrame, standings: pd.DataFrame, world: World
) -> None:
    chance = random.Random(20261122)  # noqa: S311 -- chosen to be the same every time
    everyone = sorted(country.values["municipality"].unique())
    ten = chance.sample(everyone, 10)
    groups = {
        "own": tuple(ten[:7]),
        "other": tuple(chance.sample(everyone, 8)),
        "large": tuple(chance.sample(everyone, 40)),
    }
    world = replace(world, groups=groups)
    catalogue = [{str(c): v for c, v in row.items()} for row in country.indicators.to_dict("records")]
    wanted = {
        (i["kpi"], m): [
            some_target(chance, i["kpi"], m, world.series.get((i["kpi"], m, "T"), {}))
            for _ in range(chance.choice([0, 1, 1, 2, 3, 3]))
        ]
        for i in catalogue
        for m in ten
    }
    expected = {
        (i["kpi"], m, g): judge(world, i, (i["kpi"], m, g), _once(wanted[i["kpi"], m]))
        for i in catalogue
        for m in ten
        for g in ("T", "K", "M")
        if (i["kpi"], m, g) in world.series or (i["kpi"], m, g) in world.statuses
    }

    mine = country.values[country.values["municipality"].isin(ten)]
    rows = outcomes(with_measured_years(mine, {}), years)
    rows = rows.merge(years[["kpi", "gender", "year", "deadband"]], on=["kpi", "gender", "year"], how="left")
    columns = ["standing_n", "standing_best_cut", "standing_reason"]
    rows = rows.merge(standings[[*KEY, *columns]], on=KEY, how="left")
    given = targets(*[target for found in wanted.values() for target in _once(found)])
    members = pd.DataFrame(
        [(m, name, other) for m in ten for name, group in groups.items() for other in group],
        columns=["municipality", "group", "member"],
    )
    found = attainment(rows, given, country.indicators, country.values, members)

    assert len(found) == len(expected)
    wrong = []
    for row in found.to_dict("records"):
        place = (row["kpi"], row["municipality"], row["gender"])
        answer = expected[place]
        told = (row["attainment"], row["attainment_reason"], row["year"], row["target_year"])
        right = (answer.face, answer.reason, answer.year, answer.target_year)
        if not _alike(told, right) or not _numbers_alike(row, answer):
            wrong.append((place, told, right, row["attainment_distance"], answer.distance))
    assert not wrong, f"{len(wrong)} of {len(found)} differ, such as {wrong[:3]}"
    assert {a.face for a in expected.values()} == {"reached", "nearly", "not_reached", "not_judged"}
    assert {t["kind"] for t in given.to_dict("records")} == set(KINDS)
    assert len(found) > 1000


def _once(wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """There is one target at most for a gender and a year, and no gender is the total's."""
    return list({(t["gender"] or "T", t["year"]): t for t in wanted}.values())


def _alike(told: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    return all(a == b or (b is None and isnan(a)) for a, b in zip(told, right, strict=True))


def _numbers_alike(row: Mapping[Any, Any], answer: Judgement) -> bool:
    if answer.distance is None or answer.tolerance is None:
        return True
    pairs = ((row["attainment_distance"], answer.distance), (row["tolerance"], answer.tolerance))
    return all(abs(told - float(right)) <= 2 * CLOSE for told, right in pairs)

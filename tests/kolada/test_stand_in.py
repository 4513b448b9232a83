"""The client on real Kolada values, served by the stand-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from core.kolada import Batch, KoladaClient, KoladaError, KoladaRefused, Observation
from tests.kolada.conftest import SHARED, Start

pytestmark = [
    pytest.mark.kolada,
    pytest.mark.skipif(not SHARED.exists(), reason="../shared/kolada is not here"),
]

Connect = Callable[..., KoladaClient]
Key = tuple[str, str, int, str]
KPIS = ["N15428", "N00003", "N20900", "N15030", "N20892"]
YEARS = range(2005, 2027)
# With this seed all six kinds of fault come.
FAULTS = ["--faults", "429,500,503,504html,drop,truncate", "--fault-rate", "0.1", "--seed", "21"]


def recorded(sql: str) -> list[tuple[Any, ...]]:
    """Rows of the stand-in's own figures, read past the client."""
    with duckdb.connect() as db:
        rows: list[tuple[Any, ...]] = db.execute(
            sql.replace("OBSERVATIONS", f"'{SHARED}/data/observations.parquet'")
        ).fetchall()
        return rows


def fetched(client: KoladaClient, areas: list[str]) -> dict[Key, Observation]:
    """All of KPIS and YEARS for the areas, by what identifies a value."""
    rows: list[Observation] = []

    def keep(_batch: Batch, outcome: list[Observation] | KoladaError) -> None:
        assert isinstance(outcome, list)
        rows.extend(outcome)

    client.fetch([b for kpi in KPIS for b in client.observation_batches([kpi], areas, YEARS)], keep)
    by_key = {(r.kpi, r.municipality, r.year, r.gender): r for r in rows}
    assert len(by_key) == len(rows)
    return by_key


def test_kolada_answers_a_ping(connect: Connect) -> None:
    connect().ping()


def test_the_values_of_huddinge_are_koladas_own(connect: Connect) -> None:
    expected = recorded(
        "select year, gender, value from OBSERVATIONS where kpi = 'N15428' and municipality = '0126'"
        " and year >= 2005 and value is not null order by all"
    )
    rows = connect().observations(["N15428"], ["0126"], YEARS)
    assert expected
    assert sorted((r.year, r.gender, r.value) for r in rows if r.value is not None) == expected


def test_suppressed_values_say_why(connect: Connect) -> None:
    [(kpi, area, year, gender)] = recorded(
        "select kpi, municipality, year, gender from OBSERVATIONS where status = 'Privacy' order by all limit 1"
    )
    [it] = [r for r in connect().observations([kpi], [area], [year]) if r.gender == gender]
    assert (it.value, it.status) == (None, "Privacy")


def test_there_are_290_municipalities_21_regions_and_the_nation(connect: Connect) -> None:
    areas = connect().municipalities()
    assert sum(area.type == "K" for area in areas) == 290
    assert sum(area.type == "L" and area.id != "0000" for area in areas) == 21
    assert areas[0].id == "0000"


def test_the_county_group_has_its_26_members_and_a_mean_of_them(connect: Connect) -> None:
    client = connect()
    county = {group.id: group for group in client.groups()}["G33612"]
    assert len(county.members) == 26
    rows = client.observations(["N15428"], ["G33612", *county.members], [2021])
    mean = next(r for r in rows if r.municipality == "G33612" and r.gender == "T")
    own = [r.value for r in rows if r.municipality in county.members and r.gender == "T" and r.value is not None]
    assert mean.members == len(own)
    assert mean.value == pytest.approx(sum(own) / len(own))


def test_the_catalogue_is_read_and_a_kpi_that_is_gone_is_reported(connect: Connect) -> None:
    answer = connect().kpis([*KPIS, "N00000"])
    assert [kpi.id for kpi in answer.items] == KPIS
    assert answer.missing == ("N00000",)
    assert all(kpi.title and kpi.operating_area for kpi in answer.items)


def test_a_closed_version_is_refused_with_advice(stand_in: Start) -> None:
    with (
        KoladaClient(stand_in().removesuffix("3") + "2") as client,
        pytest.raises(KoladaRefused, match="stängt den version"),
    ):
        client.ping()


@pytest.fixture(scope="module")
def plain(stand_in: Start) -> dict[Key, Observation]:
    """What comes where nothing is odd and nothing fails."""
    with KoladaClient(stand_in()) as client:
        return fetched(client, [area.id for area in client.municipalities()])


def test_koladas_quirks_change_nothing_but_the_values_with_an_unknown_status(
    connect: Connect, plain: dict[Key, Observation]
) -> None:
    edge = fetched(connect("--edge"), [area.id for area in connect().municipalities()])
    assert plain.keys() == edge.keys()
    unknown = {key for key, row in edge.items() if row.status == "Preliminary-unknown"}
    assert 0 < len(unknown) < len(edge) / 100
    assert all(edge[key].value is None for key in unknown)
    assert all(edge[key] == plain[key] for key in edge.keys() - unknown)


def test_with_every_tenth_request_failing_the_answer_is_complete_and_the_same(
    connect: Connect, plain: dict[Key, Observation]
) -> None:
    areas = [area.id for area in connect().municipalities()]
    assert fetched(connect(*FAULTS), areas) == plain
    assert connect(*FAULTS).groups() == connect().groups()

"""A refresh from the stand-in: Kolada's real values, as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.cache import SnapshotStore
from core.cache.refresh import FIRST_YEAR, Report, refresh
from core.catalogue import Catalogue, default_catalogue
from core.kolada import KoladaClient, Transport
from tests.kolada.fakes import FakeTime
from tests.shared import FULL, GRADES, HUDDINGE, KOLADA, needs_kolada, opened, stand_in

pytestmark = needs_kolada

OTHER = "N00530"
KPIS = (GRADES, OTHER)
# With this seed all six kinds of fault come.
FAULTS = ("--faults", "429,500,503,504html,drop,truncate", "--fault-rate", "0.1", "--seed", "21")
Fetch = Callable[..., Report]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped one with two indicators and no volumes; one of the indicators has a number for its uncertainty."""
    whole = default_catalogue()
    content: dict[str, Any] = {name: getattr(whole, name) for name in Catalogue.model_fields}
    return Catalogue.model_validate(content | {"indicators": [whole.by_kpi[kpi] for kpi in KPIS], "volumes": ()})


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Fetch]:
    """A refresh into an empty folder from a stand-in with the given options; its waits are imagined."""
    with ExitStack() as running:
        known: dict[tuple[str, ...], Report] = {}

        def fetch(*options: str) -> Report:
            if options not in known:
                url = running.enter_context(stand_in(*options)).url
                time = FakeTime()
                transport = Transport(clock=time.clock, sleep=time.sleep)
                with KoladaClient(url, transport=transport) as client:
                    store = SnapshotStore(tmp_path_factory.mktemp("fetched"))
                    known[options] = refresh(store, catalogue, client, source=url)
            return known[options]

        yield fetch


def values_in(file: Path, *, single: bool = True) -> list[tuple[Any, ...]]:
    """All values of a snapshot: of single municipalities, regions and the nation, or of groups."""
    with duckdb.connect(file) as snapshot:
        return snapshot.execute(
            "select kpi, municipality, year, gender, value, status from value "
            f"where regexp_matches(municipality, '^[0-9]') = {single} order by all"
        ).fetchall()


def recorded(kpis: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """What the stand-in has, read past it."""
    with duckdb.connect() as db:
        return db.execute(
            "select kpi, municipality, year, gender, value, coalesce(status, '') "
            f"from '{KOLADA}/data/observations.parquet' where kpi in ({', '.join('?' * len(kpis))}) "
            "and year >= ? and not municipality like 'G%' order by all",
            [*kpis, FIRST_YEAR],
        ).fetchall()


def test_the_values_are_koladas_own(fetched: Fetch) -> None:
    report = fetched()
    assert (report.failed, report.missing) == ({}, ())
    beside = default_catalogue().by_kpi[OTHER].beside
    assert len(beside) == 2
    expected = recorded((*KPIS, *beside))
    assert {row[0] for row in expected} >= set(KPIS)
    assert values_in(report.file) == expected


def test_the_co_operations_mean_is_that_of_its_members(fetched: Fetch) -> None:
    with opened(fetched().file) as snapshot:
        values = snapshot.values_of_kpi(GRADES).query("year == 2020 and gender == 'T'").set_index("municipality")
    members = values["value"].reindex(FULL).dropna()
    assert len(members) == 7
    assert values.loc["egen:sodertorn", "value"] == pytest.approx(members.mean())


def test_everyone_and_every_group_in_use_is_there(fetched: Fetch) -> None:
    with opened(fetched().file) as snapshot:
        assert len(snapshot.municipalities) == 290
        assert snapshot.municipalities[HUDDINGE] == "Huddinge"
        assert len(snapshot.group_members["G33612"]) == 26
        assert snapshot.group_titles[snapshot.similar["2062", "grundskola"]].endswith(", Mora, 2024")
        assert set(snapshot.signals_of(HUDDINGE)["kpi"]) == set(KPIS)
        assert snapshot.kpis[GRADES].title


def test_with_every_tenth_request_failing_it_ends_complete_and_the_same(fetched: Fetch) -> None:
    plain, faulty = fetched(), fetched(*FAULTS)
    assert (faulty.failed, faulty.missing) == ({}, ())
    assert values_in(faulty.file) == values_in(plain.file)
    # The stand-in sums groups in parallel, so its means differ in the last digit from one call to the next.
    means, same = ({row[:4]: row[4] for row in values_in(it.file, single=False)} for it in (faulty, plain))
    assert len(same) > 1000
    assert means == pytest.approx(same)

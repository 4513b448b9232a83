"""What is fetched of units: the participants' values, how far the country's lie apart; and nothing waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cache import Snapshot, SnapshotStore
from core.cache.refresh import refresh
from core.kolada import KoladaUnreachable, Observation, Unit
from tests.cache.fakes import FakeKolada
from tests.shared import BOTKYRKA, HUDDINGE, LAST, SAFE, opened, small_catalogue, small_harvest

SOURCE = "https://kolada.test/v3"
MORA = "2062"
UNITS = tuple(
    Unit(id=f"V15E{place}{n:03}", title=f"Skolan {n}", municipality=place)
    for place in (HUDDINGE, BOTKYRKA, MORA)
    for n in range(8)
)
# Skolan 3 of Huddinge's is secret, and each lies its number from the lowest.
VALUES = tuple(
    Observation(
        SAFE,
        unit.id,
        year,
        "T",
        None if unit.id == "V15E0126003" else 60.0 + n % 8,
        "Privacy" if unit.id == "V15E0126003" else "",
        1,
    )
    for n, unit in enumerate(UNITS)
    for year in range(LAST - 2, LAST + 1)
)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data")


def fetched(store: SnapshotStore, kolada: FakeKolada, *kpis: str) -> Path:
    return refresh(store, small_catalogue(), kolada, source=SOURCE, kpis=kpis).file


def kolada(without_units: KoladaUnreachable | None = None) -> FakeKolada:
    return FakeKolada(small_harvest(), units=UNITS, of_units=VALUES, without_units=without_units)


def facts(snapshot: Snapshot) -> tuple[set[str], int, int]:
    """Whose units there are, and how many values, and of how many units the country's distance is."""
    places = {place for _, place in snapshot.units.values()}
    return places, len(snapshot.unit_values(SAFE)), int(snapshot.unit_years["n"].sum())


def test_the_participants_units_are_kept_and_of_the_countrys_only_how_far_they_lie_apart(store: SnapshotStore) -> None:
    with opened(fetched(store, kolada())) as snapshot:
        assert facts(snapshot) == ({HUDDINGE, BOTKYRKA}, 2 * 8 * 3, 3 * 8 - 1)
        assert snapshot.unit_kpis == {SAFE}
        assert list(snapshot.unit_years["year"]) == [LAST]


def test_a_secret_value_has_none_and_says_so(store: SnapshotStore) -> None:
    with opened(fetched(store, kolada())) as snapshot:
        values = snapshot.unit_values(SAFE)
        hidden = values[values["unit"] == "V15E0126003"]
        assert hidden["value"].isna().all()
        assert set(hidden["status"]) == {"Privacy"}


def test_figures_do_not_wait_for_units_and_those_from_before_stay(store: SnapshotStore) -> None:
    before = fetched(store, kolada())
    with opened(before) as snapshot:
        expected = facts(snapshot)
    after = fetched(store, kolada(KoladaUnreachable(SOURCE, "ingen förbindelse")))
    with opened(after) as snapshot:
        assert facts(snapshot) == expected


def test_a_refresh_of_some_indicators_keeps_the_units(store: SnapshotStore) -> None:
    fetched(store, kolada())
    with opened(fetched(store, kolada(), SAFE)) as snapshot:
        assert facts(snapshot)[1] == 2 * 8 * 3


def test_without_units_anywhere_there_are_none(store: SnapshotStore) -> None:
    with opened(fetched(store, FakeKolada(small_harvest()))) as snapshot:
        assert (snapshot.units, snapshot.unit_kpis) == ({}, frozenset())


def test_units_of_places_that_are_not_listed_are_left_out(store: SnapshotStore) -> None:
    strange = [value._replace(municipality="V15E9999000") for value in VALUES[:3]]
    found = FakeKolada(small_harvest(), units=UNITS, of_units=(*VALUES, *strange))
    with opened(fetched(store, found)) as snapshot:
        assert "V15E9999000" not in set(snapshot.unit_values(SAFE)["unit"])

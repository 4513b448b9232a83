"""A refresh: whole or not at all, with what fails reported and the rest in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.cache import RefreshUnderWayError, Snapshot, SnapshotStore
from core.cache import refresh as module
from core.cache.harvest import Harvest
from core.cache.refresh import NothingFetchedError, Report, UnknownKpiError, refresh
from core.catalogue import VolumePair
from core.errors import NyckeltalError
from core.kolada import Batch, KoladaBusy, KoladaError, KoladaUnreachable
from tests.cache.fakes import FakeKolada
from tests.shared import (
    COST,
    COUNTY,
    EVERYONE,
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    NATION,
    UNCERTAINTY,
    WAIT,
    YEARS,
    built,
    frame_of,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
)

SOURCE = "https://kolada.test/v3"
BUSY = KoladaBusy(SOURCE, 503, tries=6)
BESIDE = "N11732"
DOWN = KoladaUnreachable(SOURCE, "ingen förbindelse")


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data")


@pytest.fixture
def filled(store: SnapshotStore, small_file: Path) -> SnapshotStore:
    """A store with the plain snapshot in it."""
    file = store.new_file()
    file.write_bytes(small_file.read_bytes())
    store.swap_in(file)
    return store


def run(store: SnapshotStore, kolada: FakeKolada, *kpis: str, from_year: int = module.FIRST_YEAR) -> Report:
    return refresh(store, small_catalogue(), kolada, source=SOURCE, kpis=kpis, from_year=from_year)


def changed(value: float = 7.0) -> Harvest:
    """A harvest where Huddinge's costs have changed."""
    return small_harvest(own={(COST, HUDDINGE, "T"): {LAST: value}})


def with_volume(value: float) -> Harvest:
    """A harvest with one value of what is no indicator: Huddinge's, and the nation's beside."""
    rows = [(BESIDE, area, LAST, "T", value, "", 1) for area in (HUDDINGE, NATION)]
    plain = small_harvest()
    return replace(plain, values=pd.concat([plain.values, frame_of(rows)], ignore_index=True))


def cost_of(store: SnapshotStore) -> float:
    """Huddinge's cost in the last year, in the current snapshot."""
    return values_of(store, COST)[LAST]


def values_of(store: SnapshotStore, kpi: str) -> dict[int, float]:
    file = store.current()
    assert file is not None
    with opened(file) as snapshot:
        values = snapshot.values_of([HUDDINGE], [kpi]).query("gender == 'T'")
        return dict(zip(values["year"], values["value"], strict=True))


def problems_of(store: SnapshotStore) -> dict[str, str]:
    file = store.current()
    assert file is not None
    with opened(file) as snapshot:
        return snapshot.info.problems


def names(store: SnapshotStore) -> set[str]:
    return {file.name for file in store.folder.iterdir()}


def failing(*kpis: str, error: KoladaError = BUSY) -> FakeKolada:
    """A Kolada where every batch with one of KPIS fails."""
    return FakeKolada(changed(), failing=lambda batch: error if set(batch.kpis) & set(kpis) else None)


def test_the_first_refresh_makes_a_snapshot_with_everything(store: SnapshotStore) -> None:
    report = run(store, FakeKolada(changed()))
    assert (report.file, report.failed, report.missing) == (store.current(), {}, ())
    assert report.kpis == len(KPIS) + 1
    with opened(report.file) as snapshot:
        assert set(snapshot.kpis) == {*KPIS, UNCERTAINTY}
        assert snapshot.info.source == SOURCE
        assert (datetime.now(UTC) - snapshot.info.fetched_at).days == 0
        assert snapshot.kpis[GRADES].title == f"Titel på {GRADES}"
        assert snapshot.info.values > report.values > 0
    assert cost_of(store) == 7.0


def test_volumes_are_fetched_with_the_indicators_are_none_themselves_and_are_kept(store: SnapshotStore) -> None:
    pupils = VolumePair(id="barn", area="grundskola", name="Barn", many="barn", one="barn", volume=BESIDE, cost=COST)
    catalogue, kolada = small_catalogue(volumes=(pupils,)), FakeKolada(with_volume(7.0))
    refresh(store, catalogue, kolada, source=SOURCE)
    refresh(store, catalogue, FakeKolada(with_volume(8.0)), source=SOURCE, kpis=(COST,))
    with opened(store.current() or Path()) as snapshot:
        found = snapshot.totals_of([BESIDE])
        assert found[["municipality", "year", "value"]].to_numpy().tolist() == [[HUDDINGE, LAST, 7.0]]
        assert BESIDE not in set(snapshot.kpi_years["kpi"]) | set(snapshot.all_values()["kpi"])
    refresh(store, catalogue, FakeKolada(with_volume(8.0)), source=SOURCE)
    with opened(store.current() or Path()) as snapshot:
        assert snapshot.totals_of([BESIDE])["value"].tolist() == [8.0]
        assert BESIDE not in set(snapshot.all_changes()["kpi"])


def test_areas_that_are_shown_are_asked_for_and_no_other_groups(store: SnapshotStore) -> None:
    kolada = FakeKolada(small_harvest())
    run(store, kolada)
    asked = {area for batch in kolada.asked for area in batch.areas}
    assert {HUDDINGE, NATION, "0001", COUNTY, EVERYONE, "G35847", "G36141"} <= asked
    assert not {"G99999", "G36142"} & asked
    file = store.current()
    assert file is not None
    with opened(file) as snapshot:
        assert "G36142" in snapshot.group_members
        assert "G99999" not in snapshot.group_members


def test_years_from_2005_to_this_one_are_asked_for(store: SnapshotStore) -> None:
    kolada = FakeKolada(small_harvest())
    run(store, kolada)
    years = {year for batch in kolada.asked for year in batch.years}
    assert (min(years), max(years)) == (2005, datetime.now(UTC).year)


def test_progress_is_told_batch_by_batch(store: SnapshotStore) -> None:
    told: list[tuple[int, int]] = []
    kolada = FakeKolada(small_harvest())
    refresh(
        store,
        small_catalogue(),
        kolada,
        source=SOURCE,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(n, len(kolada.asked)) for n in range(1, len(kolada.asked) + 1)]


def test_a_batch_that_fails_is_tried_again_kpi_by_kpi(store: SnapshotStore) -> None:
    """As when one KPI in a batch makes Kolada refuse all of it."""

    def together(batch: Batch) -> KoladaError | None:
        return BUSY if len(batch.kpis) > 1 else None

    kolada = FakeKolada(changed(), failing=together)
    report = run(store, kolada)
    assert report.failed == {}
    assert {batch.kpis for batch in kolada.asked if len(batch.kpis) == 1} == {(k,) for k in (*KPIS, UNCERTAINTY)}
    assert values_of(store, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}
    assert cost_of(store) == 7.0


def test_kpis_that_fail_twice_are_reported_and_keep_their_last_good_values(filled: SnapshotStore) -> None:
    report = run(filled, failing(COST))
    assert report.failed == {COST: BUSY.message}
    assert problems_of(filled) == {COST: BUSY.message}
    assert cost_of(filled) == plain_value(COST, HUDDINGE, LAST)


def test_a_kpi_of_which_only_a_part_came_keeps_all_of_its_old_values(filled: SnapshotStore) -> None:
    def the_first_areas(batch: Batch) -> KoladaError | None:
        return BUSY if COST in batch.kpis and NATION in batch.areas else None

    report = run(filled, FakeKolada(changed(), failing=the_first_areas))
    assert set(report.failed) == {COST}
    assert values_of(filled, COST) == {y: plain_value(COST, HUDDINGE, y) for y in YEARS}


def test_a_kpi_that_fails_the_first_time_is_seen_in_the_snapshot(store: SnapshotStore) -> None:
    run(store, failing(COST))
    assert problems_of(store) == {COST: BUSY.message}


def test_kpis_that_kolada_does_not_have_are_reported(filled: SnapshotStore) -> None:
    report = run(filled, FakeKolada(small_harvest(), unknown=[WAIT]))
    assert report.missing == (WAIT,)
    assert values_of(filled, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}


def test_when_nothing_can_be_fetched_the_old_figures_stay(filled: SnapshotStore) -> None:
    before, current = names(filled), filled.current()
    with pytest.raises(NothingFetchedError, match="De gamla siffrorna är kvar"):
        run(filled, FakeKolada(changed(), failing=lambda _: BUSY))
    assert filled.current() == current
    assert names(filled) - {"refresh.lock"} == before


def test_when_kolada_knows_none_of_the_kpis_the_old_figures_stay(filled: SnapshotStore) -> None:
    current = filled.current()
    with pytest.raises(NothingFetchedError, match="känner inte till"):
        run(filled, FakeKolada(changed(), unknown=[*KPIS, UNCERTAINTY]))
    assert filled.current() == current


def test_when_kolada_answers_without_a_single_value_the_old_figures_stay(filled: SnapshotStore) -> None:
    current = filled.current()
    with pytest.raises(NothingFetchedError):
        run(filled, FakeKolada(small_harvest(values=frame_of([]))))
    assert filled.current() == current


def test_when_kolada_is_down_the_old_figures_stay(filled: SnapshotStore) -> None:
    current = filled.current()
    with pytest.raises(KoladaUnreachable):
        run(filled, FakeKolada(changed(), down=DOWN))
    assert filled.current() == current
    assert cost_of(filled) == plain_value(COST, HUDDINGE, LAST)


@pytest.mark.parametrize("crash", [duckdb.IOException("disk full"), KeyboardInterrupt(), MemoryError()])
def test_a_crash_while_building_leaves_the_old_and_no_rubbish(
    filled: SnapshotStore, monkeypatch: pytest.MonkeyPatch, crash: BaseException
) -> None:
    def half(file: Path, *_: object, **__: object) -> None:
        file.write_bytes(b"half")
        Path(f"{file}.wal").write_bytes(b"half")
        raise crash

    before, current = names(filled), filled.current()
    with monkeypatch.context() as patch:
        patch.setattr(module, "build", half)
        with pytest.raises((type(crash), NyckeltalError)):
            run(filled, FakeKolada(changed()))
    assert filled.current() == current
    assert names(filled) - {"refresh.lock"} == before
    run(filled, FakeKolada(changed()))
    assert cost_of(filled) == 7.0


def test_a_refresh_of_one_kpi_asks_for_it_alone_and_keeps_the_rest(filled: SnapshotStore) -> None:
    kolada = FakeKolada(changed())
    run(filled, kolada, COST)
    assert {kpi for batch in kolada.asked for kpi in batch.kpis} == {COST}
    assert cost_of(filled) == 7.0
    assert values_of(filled, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}


def test_a_refresh_of_late_years_asks_for_them_alone_and_keeps_the_older(filled: SnapshotStore) -> None:
    kolada = FakeKolada(changed())
    run(filled, kolada, from_year=2022)
    assert min(year for batch in kolada.asked for year in batch.years) == 2022
    assert cost_of(filled) == 7.0
    assert values_of(filled, COST)[2015] == plain_value(COST, HUDDINGE, 2015)


def test_kpis_outside_the_catalogue_are_refused_before_anything_is_asked(filled: SnapshotStore) -> None:
    kolada = FakeKolada(changed())
    with pytest.raises(UnknownKpiError, match="Nyckeltal som inte finns i katalogen: N00000, N99999"):
        run(filled, kolada, COST, "N00000", "N99999")
    assert kolada.asked == []


def test_example_figures_are_never_mixed_with_real_ones(store: SnapshotStore) -> None:
    file = store.new_file()
    built(file, small_harvest(is_example=True, source="exempeldata"))
    store.swap_in(file)
    run(store, FakeKolada(small_harvest()), COST)
    current = store.current()
    assert current is not None
    with opened(current) as snapshot:
        assert not snapshot.info.is_example
        assert set(snapshot.kpis) == {COST}
    assert values_of(store, WAIT) == {}


def test_a_broken_snapshot_is_replaced_and_not_built_on(store: SnapshotStore) -> None:
    file = store.new_file()
    file.write_bytes(b"nonsense")
    store.swap_in(file)
    run(store, FakeKolada(changed()))
    assert cost_of(store) == 7.0


def test_a_partial_refresh_keeps_the_rest_while_a_reader_in_the_same_process_has_it_open(
    filled: SnapshotStore,
) -> None:
    current = filled.current()
    assert current is not None
    with opened(current) as reader:
        run(filled, FakeKolada(changed()), COST)
        assert len(reader.signals_of(HUDDINGE))
        assert values_of(filled, WAIT) == {y: plain_value(WAIT, HUDDINGE, y) for y in YEARS}


def test_a_second_refresh_at_the_same_time_is_refused_before_it_asks_anything(filled: SnapshotStore) -> None:
    kolada = FakeKolada(changed())
    with filled.building(), pytest.raises(RefreshUnderWayError):
        run(filled, kolada)
    assert kolada.asked == []


def test_an_old_snapshot_of_another_version_does_not_stop_a_refresh(store: SnapshotStore) -> None:
    file = built(store.new_file())
    with duckdb.connect(file) as connection:
        connection.execute("update meta set content = '0' where name = 'version'")
    store.swap_in(file)
    run(store, FakeKolada(changed()))
    current = store.current()
    assert current is not None
    assert not Snapshot.is_example_file(current)

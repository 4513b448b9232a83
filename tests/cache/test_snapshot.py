"""A snapshot is read, and only read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.cache import Snapshot, SnapshotStore, SnapshotUnreadableError
from core.cache.beside import with_rows
from core.cache.build import build
from core.cache.harvest import Harvest
from tests.shared import (
    COST,
    COUNTY,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    NATION,
    PLACES,
    WAIT,
    built,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
)


def test_municipalities_come_in_swedish_order_without_regions_and_nation(small_snapshot: Snapshot) -> None:
    names = list(small_snapshot.municipalities.values())
    assert names[:6] == ["Botkyrka", "Habo", "Haninge", "Huddinge", "Håbo", "Mora"]
    assert names[-3:] == ["Ånge", "Älmhult", "Örebro"]
    assert set(small_snapshot.municipalities) == set(PLACES)


def test_values_are_given_for_the_municipalities_and_kpis_asked_for(small_snapshot: Snapshot) -> None:
    values = small_snapshot.values_of([HUDDINGE, IDS[0]], [COST])
    assert set(values["municipality"]) == {HUDDINGE, IDS[0]}
    assert set(values["kpi"]) == {COST}
    last = values.query("municipality == @HUDDINGE and year == @LAST")
    assert last["value"].tolist() == [plain_value(COST, HUDDINGE, LAST)]
    assert set(small_snapshot.values_of([HUDDINGE])["kpi"]) > {COST, GRADES}


def test_nobody_and_nothing_asked_for_gives_nothing(small_snapshot: Snapshot) -> None:
    assert small_snapshot.values_of([]).empty
    assert small_snapshot.means_of([], KPIS, "T").empty
    assert small_snapshot.signals_of("9999").empty
    assert small_snapshot.values_of_kpi("N00000").empty


def test_a_strangers_text_is_a_value_and_never_sql(small_snapshot: Snapshot) -> None:
    nasty = "' or true; drop table value; --"
    assert small_snapshot.signals_of(nasty).empty
    assert small_snapshot.values_of([nasty], [nasty]).empty
    assert small_snapshot.means_of([nasty], [nasty], nasty).empty
    assert len(small_snapshot.means_of([COUNTY, NATION], KPIS, "T"))


@pytest.mark.parametrize(
    "sql",
    [
        "create table x (i integer)",
        "insert into meta values ('a', 'b')",
        "delete from value",
        "update value set value = 1",
        "drop table value",
    ],
)
def test_a_snapshot_cannot_be_written(small_snapshot: Snapshot, sql: str) -> None:
    before = small_snapshot._rows("select count(*) from value")
    with pytest.raises(duckdb.Error):
        small_snapshot._rows(sql)
    assert small_snapshot._rows("select count(*) from value") == before


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb'",
        "copy meta to '{folder}/out.csv'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_a_snapshot_opens_no_way_to_other_files(small_snapshot: Snapshot, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    duckdb.connect(tmp_path / "other.duckdb").close()
    with pytest.raises(duckdb.Error):
        small_snapshot._rows(sql.format(file=file, folder=tmp_path))
    assert {f.name for f in tmp_path.iterdir()} == {"secret.csv", "other.duckdb"}


def test_a_snapshot_sees_no_variable_of_the_program(small_snapshot: Snapshot) -> None:
    secret_frame = small_snapshot.kpi_years
    assert len(secret_frame)
    with pytest.raises(duckdb.Error, match="secret_frame"):
        small_snapshot._rows("select * from secret_frame")


def test_the_same_file_can_be_opened_twice_at_the_same_time(small_file: Path, small_snapshot: Snapshot) -> None:
    with opened(small_file) as second:
        assert second.municipalities == small_snapshot.municipalities
        assert not Snapshot.is_example_file(small_file)


def test_a_snapshot_that_is_being_read_can_be_asked_whether_it_is_an_example(tmp_path: Path) -> None:
    with opened(built(tmp_path / "cache-1.duckdb")) as reader:
        assert not reader.info.is_example
        assert not Snapshot.is_example_file(reader.file)


def assert_refused(file: Path) -> None:
    with pytest.raises(SnapshotUnreadableError) as caught:
        Snapshot(file)
    assert caught.value.message == "Siffrorna går inte att läsa just nu."
    assert caught.value.detail.startswith(f"{file.name}: ")
    assert caught.value.detail.endswith("Hämta om siffrorna med: python -m core refresh")
    assert "\n" not in caught.value.message


def test_a_file_that_is_no_database_is_told_in_swedish(tmp_path: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    file.write_bytes(b"not a database at all, though long enough to be one" * 1000)
    assert_refused(file)


def test_a_file_that_is_cut_short_is_told_in_swedish(tmp_path: Path, small_file: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    file.write_bytes(small_file.read_bytes()[:5000])
    assert_refused(file)


def test_an_empty_file_is_told_in_swedish(tmp_path: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    file.touch()
    assert_refused(file)


def test_a_file_that_is_not_there_is_told_in_swedish(tmp_path: Path) -> None:
    assert_refused(tmp_path / "cache-1.duckdb")


def test_a_foreign_database_is_told_in_swedish(tmp_path: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("create table something (a integer)")
    assert_refused(file)


def older(file: Path, version: str, *without: str) -> Path:
    """FILE as VERSION of the program made it, whose tables were made by WITHOUT the newest (statements)."""
    with duckdb.connect(built(file)) as connection:
        for statement in (f"update meta set content = '{version}' where name = 'version'", *without):
            connection.execute(statement)
    return file


UNITS_LATER = ("drop table unit", "drop table unit_value", "drop table unit_year", "alter table kpi drop has_ou_data")


def test_a_snapshot_of_an_older_version_is_read_and_what_it_had_not_is_empty(
    tmp_path: Path, small_snapshot: Snapshot, caplog: pytest.LogCaptureFixture
) -> None:
    file = older(tmp_path / "cache-1.duckdb", "2", *UNITS_LATER)
    with opened(file) as snapshot:
        assert (snapshot.info.is_older, snapshot.info.is_example, small_snapshot.info.is_older) == (True, False, False)
        assert snapshot.kpis == small_snapshot.kpis
        pd.testing.assert_frame_equal(snapshot.signals_of(HUDDINGE), small_snapshot.signals_of(HUDDINGE))
        assert (snapshot.unit_kpis, snapshot.units, len(snapshot.unit_values(GRADES))) == (frozenset(), {}, 0)
        with_own = with_rows(
            snapshot, small_catalogue(), snapshot.everything()[0].head(0), snapshot.everything()[1][:0]
        )
        assert (with_own.info.is_older, len(with_own.kpis)) == (True, len(small_snapshot.kpis))
        with_own.close()
    assert "has tables of version 2" in caplog.text
    assert SnapshotStore(tmp_path)._newest_whole() == file, "it is used where the pointer leads nowhere"


@pytest.mark.parametrize(
    ("fetched", "is_older"),
    [
        (small_harvest(), False),
        (small_harvest(kpis=[GRADES], partial=True), True),
        (small_harvest(kpis=[k for k in KPIS if k != WAIT], failed={WAIT: "Kolada svarar inte."}), True),
    ],
)
def test_what_is_built_on_an_older_one_is_older_until_all_is_fetched(
    tmp_path: Path, fetched: Harvest, is_older: bool
) -> None:
    before, file = older(tmp_path / "cache-1.duckdb", "2", *UNITS_LATER), tmp_path / "cache-2.duckdb"
    build(file, fetched, small_catalogue(), kept=before)
    with opened(file) as snapshot:
        assert snapshot.info.is_older is is_older
        assert set(snapshot.kpis) >= set(KPIS)


@pytest.mark.parametrize("version", ["0", "1", "99", "x"])
def test_a_snapshot_of_another_version_of_the_program_is_told_in_swedish(tmp_path: Path, version: str) -> None:
    file = older(tmp_path / "cache-1.duckdb", version)
    for _ in range(2):  # the second reader is told the same
        with pytest.raises(SnapshotUnreadableError, match="filen är gjord av en annan version av programmet"):
            Snapshot(file)


def test_a_snapshot_that_cannot_be_read_is_not_built_on(tmp_path: Path, small_file: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    file.write_bytes(b"nonsense")
    assert Snapshot.is_example_file(file)

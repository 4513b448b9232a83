"""A snapshot is read, and only read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from core.cache import Snapshot, SnapshotUnreadableError
from tests.shared import COST, COUNTY, GRADES, HUDDINGE, IDS, KPIS, LAST, NATION, PLACES, built, opened, plain_value


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


def test_a_snapshot_of_another_version_of_the_program_is_told_in_swedish(tmp_path: Path) -> None:
    file = built(tmp_path / "cache-1.duckdb")
    with duckdb.connect(file) as connection:
        connection.execute("update meta set content = '0' where name = 'version'")
    for _ in range(2):  # the second reader is told the same
        with pytest.raises(SnapshotUnreadableError, match="filen är gjord av en annan version av programmet"):
            Snapshot(file)


def test_a_snapshot_that_cannot_be_read_is_not_built_on(tmp_path: Path, small_file: Path) -> None:
    file = tmp_path / "cache-1.duckdb"
    file.write_bytes(b"nonsense")
    assert Snapshot.is_example_file(file)

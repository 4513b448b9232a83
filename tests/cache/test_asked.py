"""What was asked for is kept in a folder of its own: whole, bounded, and as if it was not there when it is broken."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.cache.asked import AskedStore, OthersFetchError
from core.cache.store import DataFolderError
from core.kolada import KpiMeta, Observation

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TITLE = 'L\'Étang; drop table value, "andel" (%)'


def kept(store: AskedStore, kpi: str = "N07403", now: datetime = NOW, **facts: Any) -> None:
    meta = KpiMeta.model_validate({"id": kpi, "title": TITLE, "description": "rad 1\\nrad 2"} | facts)
    rows = [
        Observation(
            kpi, "0180", year, gender, None if year == 2024 else year / 100, "Missing" if year == 2024 else "", 1
        )
        for year in (2025, 2024, 2023)
        for gender in "TK"
    ]
    store.keep(meta, rows, source="https://kolada.test/v3", now=now)


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    kept(AskedStore(tmp_path))
    found = AskedStore(tmp_path).series("N07403")
    assert found is not None
    assert (found.kpi, found.title, found.description) == ("N07403", TITLE, "rad 1\nrad 2")
    assert (found.unit, found.decimals, found.fetched_at) == ("%", 1, NOW)
    assert found.values["year"].tolist() == [2023, 2024, 2025] * 2
    assert found.values["value"].isna().tolist() == [False, True, False] * 2
    assert set(found.values["status"]) == {"", "Missing"}
    assert not found.values["preliminary"].any()


def test_a_value_between_kolada_s_two_dates_is_preliminary(tmp_path: Path) -> None:
    store = AskedStore(tmp_path)
    dates: dict[str, Any] = {
        "prel_publication_date": date(2026, 6, 1),
        "publication_date": date(2027, 1, 1),
        "publ_period": 2025,
    }
    kept(store, **dates)
    found = store.series("N07403")
    assert found is not None
    assert set(found.values.loc[found.values["preliminary"], "year"]) == {2025}


def test_the_folder_is_its_owners_only(tmp_path: Path) -> None:
    store = AskedStore(tmp_path)
    kept(store)
    assert [file.name for file in store.folder.iterdir()] == ["N07403.parquet"]
    assert {path.stat().st_mode & 0o077 for path in (store.folder, *store.folder.iterdir())} == {0}


def test_what_nobody_has_used_the_longest_goes_when_there_are_too_many(tmp_path: Path) -> None:
    store = AskedStore(tmp_path, most_kept=2)
    kept(store, "N00001")
    kept(store, "N00002")
    for kpi in ("N00001", "N00002"):
        long_ago = (datetime.now(UTC) - timedelta(days=9)).timestamp()
        os.utime(store.folder / f"{kpi}.parquet", (long_ago, long_ago))
    assert store.series("N00001") is not None
    kept(store, "N00003")
    assert [one.kpi for one in store.kept()] == ["N00001", "N00003"]


def test_what_is_fetched_again_takes_the_old_ones_place(tmp_path: Path) -> None:
    store = AskedStore(tmp_path)
    kept(store)
    assert store.series("N07403") is store.series("N07403")
    kept(store, now=NOW + timedelta(days=1))
    found = store.series("N07403")
    assert found is not None
    assert found.fetched_at == store.fetched_at("N07403") == NOW + timedelta(days=1)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not at all", b"PAR1" + b"\0" * 500 + b"PAR1"])
def test_a_broken_file_is_as_if_nobody_had_asked(tmp_path: Path, content: bytes) -> None:
    store = AskedStore(tmp_path)
    kept(store)
    (store.folder / "N07403.parquet").write_bytes(content)
    assert store.series("N07403") is None
    assert store.fetched_at("N07403") is None
    assert store.kept() == ()
    kept(store)
    assert store.series("N07403") is not None


def test_what_a_killed_process_left_half_is_cleared_away(tmp_path: Path) -> None:
    store = AskedStore(tmp_path)
    kept(store)
    (store.folder / ".N07404.parquet.4711").write_bytes(b"half")
    assert store.series("N07404") is None
    with store.fetching(0):
        assert sorted(file.name for file in store.folder.iterdir()) == ["N07403.parquet", "fetch.lock"]


def test_only_one_process_fetches_at_a_time(tmp_path: Path) -> None:
    with AskedStore(tmp_path).fetching(0), pytest.raises(OthersFetchError), AskedStore(tmp_path).fetching(0):
        pass
    with AskedStore(tmp_path).fetching(0):
        pass


def test_no_id_leads_out_of_the_folder(tmp_path: Path) -> None:
    store = AskedStore(tmp_path)
    kept(store)
    (tmp_path / "N07404.parquet").write_bytes((store.folder / "N07403.parquet").read_bytes())
    assert store.series("../N07404") is None


def test_a_folder_that_cannot_be_written_in_says_so(tmp_path: Path) -> None:
    (tmp_path / "asked").write_text("in the way")
    with pytest.raises(DataFolderError):
        kept(AskedStore(tmp_path))

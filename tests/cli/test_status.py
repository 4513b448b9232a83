"""``status``: how much there is, how old, and what is wrong with it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from core.cache import SnapshotStore
from core.cache.build import build
from tests.cli.conftest import Run
from tests.shared import COST, FETCHED_AT, HUDDINGE, KPIS, WAIT, built, small_catalogue, small_harvest


def test_before_anything_is_fetched_status_says_so_and_what_to_do(run: Run, data_dir: Path) -> None:
    done = run("status")
    assert (done.status, done.out) == (1, "")
    assert done.err == "Fel: Det finns inga siffror ännu. Hämta dem med: python -m core refresh\n"


def test_status_tells_how_much_how_old_and_from_where(run: Run, filled_dir: Path) -> None:
    done = run("status")
    file = SnapshotStore(filled_dir).current()
    assert file is not None
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith(f"Siffror:  {len(KPIS) + 1} nyckeltal, ")
    assert file.name in lines[0]
    assert lines[1].startswith("Hämtade:  2024-03-01 ")
    assert lines[1].endswith("från https://kolada.test/v3")


def test_status_as_json_is_json_with_the_same_facts(run: Run, filled_dir: Path) -> None:
    facts = json.loads(run("status", "--json").out)
    assert list(facts) == ["file", "source", "fetched_at", "example", "kpis", "values", "stale", "missing", "older"]
    assert datetime.fromisoformat(facts["fetched_at"]) == FETCHED_AT
    assert (facts["example"], facts["kpis"], facts["stale"], facts["missing"]) == (False, len(KPIS) + 1, {}, [])


def test_status_names_what_is_stale_and_what_is_gone(run: Run, data_dir: Path, tmp_path: Path) -> None:
    store, rest = SnapshotStore(data_dir), [k for k in KPIS if k not in (WAIT, COST)]
    file = store.new_file()
    harvest = small_harvest(kpis=rest, failed={WAIT: "Kolada har ett fel hos sig."}, missing=(COST,))
    build(file, harvest, small_catalogue(), kept=built(tmp_path / "old.duckdb"))
    store.swap_in(file)
    out = run("status").out
    assert f"Saknas:   {COST} finns inte längre i Kolada.\n" in out
    assert f"Inaktuell: {WAIT}: Kolada har ett fel hos sig.\n" in out
    facts = json.loads(run("status", "--json").out)
    assert facts["stale"][WAIT] == "Kolada har ett fel hos sig."
    assert facts["missing"] == [COST]


def test_a_broken_file_is_told_in_swedish(run: Run, data_dir: Path) -> None:
    store = SnapshotStore(data_dir)
    file = store.new_file()
    file.write_bytes(b"nonsense")
    store.swap_in(file)
    for command in (["status"], ["signals", "--municipality", HUDDINGE]):
        done = run(*command)
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith("Fel: Siffrorna går inte att läsa just nu.")
        assert f"{file.name}: " in done.err

"""``refresh``: what an administrator is told, and what is left when it goes wrong."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.cache import Snapshot, SnapshotStore
from core.cache.shared import SharedError, SharedSnapshots
from core.catalogue import default_catalogue
from core.cli.refresh import Bar
from core.features.decks.day import SeminarDay
from core.features.decks.shown import automatic_deck
from core.kolada import KoladaBusy, KoladaUnreachable
from core.locks import serving
from core.operating import FAILED, FETCHED
from core.outcomes.figures import figure_source
from scripts.run import take_shared
from tests.cache.fakes import FakeKolada
from tests.cli.conftest import Run
from tests.kolada.fakes import in_turn, rig
from tests.shared import COST, ELECTION, HUDDINGE, KPIS, LAST, WAIT, opened, plain_value, small_harvest

Put = Callable[[FakeKolada], None]
URL = "https://kolada.test/v3"
BUSY = KoladaBusy(URL, 503, tries=6)
NEW = small_harvest(kpis=[*KPIS, ELECTION], own={(COST, HUDDINGE, "T"): {LAST: 7.0}})
# All that the shipped catalogue asks for, and Kolada has.
HERE = [kpi for kpi in (*KPIS, ELECTION) if kpi in default_catalogue().by_kpi]
WANTED = set(default_catalogue().fetched())


def cost_in(folder: Path) -> float:
    file = SnapshotStore(folder).current()
    assert file is not None
    with opened(file) as snapshot:
        values = snapshot.values_of([HUDDINGE], [COST]).query("year == @LAST")
        return float(values["value"].iloc[0])


def test_one_machines_refresh_is_what_another_takes_and_goes_on_from(
    run: Run, data_dir: Path, kolada: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYCKELTAL_FIGURES_URL", str(tmp_path / "shared"))
    assert "Det finns inga siffror" in run("publish").err
    kolada(FakeKolada(NEW))
    done = run("refresh")
    assert f"Utlagt i {tmp_path}/shared" in done.out
    # Another, which has nothing: what Kolada does not give now it has from the first.
    elsewhere = SnapshotStore(tmp_path / "elsewhere")
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(elsewhere.folder))
    kolada(FakeKolada(NEW, failing=lambda batch: BUSY if COST in batch.kpis else None))
    assert run("refresh").status == 2
    assert cost_in(elsewhere.folder) == 7.0
    newest = elsewhere.current()
    assert newest is not None
    assert newest.name in run("publish").out
    first = SnapshotStore(data_dir)
    assert take_shared(first)
    assert (first.current() or newest.parent).name == newest.name


def test_figures_that_were_fetched_and_cannot_be_laid_out_are_told_in_the_log_and_shown_here(
    run: Run, data_dir: Path, kolada: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYCKELTAL_FIGURES_URL", str(tmp_path / "shared"))
    kolada(FakeKolada(NEW))
    monkeypatch.setattr(SharedSnapshots, "publish", lambda shared, _file: _refused())
    done = run("refresh")
    assert done.status == 1
    assert "De gemensamma siffrorna går inte att nå." in done.err
    told = run("audit", "export").out
    assert [action for action in (FETCHED, FAILED) if action in told] == [FETCHED, FAILED]
    assert cost_in(data_dir) == 7.0


def _refused() -> None:
    raise SharedError("s3://hink", "503 Service Unavailable")


def test_a_refresh_ends_with_what_it_fetched(run: Run, data_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW))
    done = run("refresh")
    file = SnapshotStore(data_dir).current()
    assert file is not None
    assert done.status == 0
    assert done.out.startswith(f"Klart: {len(WANTED)} nyckeltal och ")
    assert done.out.endswith(f" värden i {file.name}.\n")
    assert done.err.startswith(f"Hämtar från {URL} …\n")
    assert cost_in(data_dir) == 7.0


def test_the_decks_of_what_was_fetched_are_there_before_readers_see_it_where_a_server_runs(
    run: Run, filled_dir: Path, kolada: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    kolada(FakeKolada(NEW))
    # One is enough; all take seconds.
    monkeypatch.setattr("core.features.decks.shown.day_areas", lambda *_: ("grundskola",))
    with serving(filled_dir, 8501):
        assert run("refresh").status == 0
    figures = figure_source().get()
    assert figures is not None
    # Nothing is made any more.
    monkeypatch.setattr("core.features.decks.shown.first_plan", None)
    assert automatic_deck(figures, SeminarDay(), "grundskola").area == "grundskola"


def test_decks_that_cannot_be_made_are_told_in_the_log_and_the_figures_are_new(
    run: Run, filled_dir: Path, kolada: Put, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kolada(FakeKolada(NEW))
    monkeypatch.setattr("core.features.decks.shown.first_plan", None)
    with serving(filled_dir, 8501):
        assert run("refresh").status == 0
    assert "the decks of the new figures were not made" in caplog.text
    assert cost_in(filled_dir) == 7.0


def test_kpis_that_kolada_no_longer_has_are_named(run: Run, data_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW, unknown=[WAIT]))
    done = run("refresh", "--kpi", WAIT, COST, ELECTION)
    assert done.status == 2
    assert f"Varning: {WAIT} finns inte längre i Kolada; tidigare värden är kvar.\n" in done.err


def test_kpis_that_cannot_be_fetched_are_named_and_keep_their_values(run: Run, filled_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW, failing=lambda batch: BUSY if COST in batch.kpis else None))
    done = run("refresh")
    assert done.status == 2
    assert f"Varning: {COST} kunde inte hämtas; tidigare värden är kvar. {BUSY.message}\n" in done.err
    assert cost_in(filled_dir) == plain_value(COST, HUDDINGE, LAST)
    assert f"Inaktuell: {COST}: {BUSY.message}" in run("status").out


def test_the_number_of_kpis_that_is_told_is_of_those_that_came(run: Run, filled_dir: Path, kolada: Put) -> None:
    unknown = sorted(WANTED - set(HERE))
    kolada(FakeKolada(NEW, unknown=unknown, failing=lambda batch: BUSY if COST in batch.kpis else None))
    assert run("refresh").out.startswith(f"Klart: {len(HERE) - 1} nyckeltal och ")


def test_one_kpi_is_fetched_alone(run: Run, filled_dir: Path, kolada: Put) -> None:
    fake = FakeKolada(NEW)
    kolada(fake)
    assert run("refresh", "--kpi", COST).status == 0
    assert {kpi for batch in fake.asked for kpi in batch.kpis} == {COST}
    assert cost_in(filled_dir) == 7.0
    file = SnapshotStore(filled_dir).current()
    assert file is not None
    with opened(file) as snapshot:
        assert WAIT in set(snapshot.signals_of(HUDDINGE)["kpi"])


def test_one_kpi_can_be_fetched_before_any_other(run: Run, data_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW))
    assert run("refresh", "--kpi", COST).status == 0
    assert cost_in(data_dir) == 7.0


def test_later_years_are_fetched_alone(run: Run, filled_dir: Path, kolada: Put) -> None:
    fake = FakeKolada(NEW)
    kolada(fake)
    assert run("refresh", "--from-year", "2023").status == 0
    assert min(year for batch in fake.asked for year in batch.years) == 2023


def test_a_year_to_come_is_refused(run: Run, filled_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW))
    before = SnapshotStore(filled_dir).current()
    done = run("refresh", "--from-year", "2099")
    assert done.status != 0
    assert SnapshotStore(filled_dir).current() == before


def test_a_kpi_outside_the_catalogue_is_named(run: Run, filled_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW))
    done = run("refresh", "--kpi", "N00000")
    assert done.status == 1
    assert "Fel: Nyckeltal som inte finns i katalogen: N00000." in done.err


def test_when_kolada_cannot_be_reached_the_old_figures_stay(
    run: Run, filled_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the way through the client, whose waits are imagined."""
    down = rig(in_turn(OSError("no network")))
    monkeypatch.setattr("core.cli.refresh.KoladaClient", lambda _url: down.client)
    before = SnapshotStore(filled_dir).current()
    done = run("refresh")
    assert (done.status, done.out) == (1, "")
    assert "Fel: Kolada gick inte att nå" in done.err
    assert "NYCKELTAL_KOLADA_URL" in done.err
    assert SnapshotStore(filled_dir).current() == before


def test_an_address_that_is_none_is_told(run: Run, filled_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_KOLADA_URL", "kolada")
    done = run("refresh")
    assert done.status == 1
    assert "det är ingen webbadress" in done.err


def test_when_nothing_can_be_fetched_the_old_figures_stay(run: Run, filled_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW, failing=lambda _: KoladaUnreachable(URL, "ingen förbindelse")))
    before = SnapshotStore(filled_dir).current()
    done = run("refresh")
    assert done.status == 1
    assert "Fel: Inget nyckeltal gick att hämta." in done.err
    assert SnapshotStore(filled_dir).current() == before


def test_a_refresh_while_another_is_under_way_is_refused(run: Run, filled_dir: Path, kolada: Put) -> None:
    kolada(FakeKolada(NEW))
    with SnapshotStore(filled_dir).building():
        done = run("refresh")
    assert done.status == 1
    assert "Fel: En annan hämtning pågår redan" in done.err


def test_a_disk_that_is_full_is_told_in_swedish(
    run: Run, filled_dir: Path, kolada: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not write to file: No space left on device")

    kolada(FakeKolada(NEW))
    monkeypatch.setattr("core.cache.refresh.build", full)
    before = SnapshotStore(filled_dir).current()
    done = run("refresh")
    assert done.status == 1
    assert "Fel: " in done.err
    assert SnapshotStore(filled_dir).current() == before


def test_real_figures_take_the_place_of_the_example(
    run: Run, example_dir: Path, data_dir: Path, kolada: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(example_dir, data_dir, symlinks=True)
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(data_dir))
    kolada(FakeKolada(NEW))
    assert run("refresh").status == 0
    file = SnapshotStore(data_dir).current()
    assert file is not None
    assert not Snapshot.is_example_file(file)
    assert cost_in(data_dir) == 7.0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_in_a_terminal_is_redrawn_and_ended() -> None:
    stream = Terminal()
    bar = Bar(stream)
    for done in range(5):
        bar(done, 4)
    drawn = stream.getvalue().split("\r")[1:]
    assert len(drawn) == 5
    assert drawn[2].startswith("[###############...............] 2 av 4, ")
    assert drawn[-1].startswith("[##############################] 4 av 4, 0 s kvar")
    assert drawn[-1].endswith("\n")


def test_the_bar_in_a_file_is_a_line_every_tenth() -> None:
    stream = io.StringIO()
    bar = Bar(stream)
    for done in range(1, 1001):
        bar(done, 1000)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1].endswith("1000 av 1000, 0 s kvar")

"""``backup`` and ``restore`` as an operator meets them."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from core.cache import SnapshotStore
from core.locks import serving
from core.settings import Settings
from core.signals import TargetKind
from core.state import State, backup, open_state
from core.targets.models import Target
from core.targets.store import held_targets, replace_targets
from tests.cli.conftest import Run

TARGET = Target("0126", "N15419", None, 2026, TargetKind.AT_LEAST, 80.0)


def opened() -> State:
    return open_state(Settings.from_environment().database_url)


@pytest.fixture
def typed_in(filled_dir: Path) -> Path:
    """A data folder with figures and a target."""
    with opened() as state:
        replace_targets(state.engine, [TARGET], by="Anna")
    return filled_dir


def test_what_is_lost_comes_back_with_the_figures_too(
    run: Run, typed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kopia åäö.zip"
    done = run("backup", str(file), "--with-figures")
    assert done.status == 0
    assert re.search(r'event="backup" account="terminal: .*" about=".*kopia', done.err)
    assert re.fullmatch(
        rf"Säkerhetskopian finns nu i {file}\. Gjord [\d-]+ [\d:]+, \d+ rader, "
        r"databasens version \d+, siffrorna med\.\n"
        r"Inte med: pågående inloggningar, filen i NYCKELTAL_OIDC_FILE och hemligheter i miljön\. .*\n",
        done.out,
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    checked = run("backup", "--check", str(file))
    assert checked.out.startswith(f"Säkerhetskopian {file} är hel och går att återställa. Gjord ")
    # A new machine.
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path / "ny"))
    asked, digest = [], backup._digest

    def noted(of: Path) -> bytes:
        asked.append(of)
        return digest(of)

    monkeypatch.setattr(backup, "_digest", noted)
    back = run("restore", str(file))
    assert back.status == 0
    assert 'event="restore"' in back.err
    # Of a hundred megabytes it takes seconds.
    assert asked == [file]
    assert back.out.startswith(f"Återställt från {file}. Gjord ")
    with opened() as state:
        assert held_targets(state.engine)["kpi"].tolist() == ["N15419"]
    before, after = SnapshotStore(typed_in).current(), SnapshotStore(tmp_path / "ny").current()
    assert before is not None
    assert after is not None
    assert before.read_bytes() == after.read_bytes()


def test_a_backup_without_a_name_gets_one_with_the_time(
    run: Run, typed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("backup").status == 0
    [file] = tmp_path.glob("*.zip")
    assert re.fullmatch(r"nyckeltal-\d{4}-\d\d-\d\d-\d{6}\.zip", file.name)


def test_nothing_is_restored_under_a_running_service(run: Run, typed_in: Path, tmp_path: Path) -> None:
    file = tmp_path / "kopia.zip"
    run("backup", str(file))
    with serving(typed_in, 8501):
        done = run("restore", str(file), "--replace")
    assert (done.status, done.out) == (1, "")
    assert done.err == (
        f"Fel: Tjänsten är igång (port 8501) med {typed_in}. Inget har ändrats. "
        "Stoppa den först, till exempel med: sudo systemctl stop nyckeltal\n"
    )


def test_figures_that_cannot_be_put_back_leave_all_as_it_was(run: Run, typed_in: Path, tmp_path: Path) -> None:
    file = tmp_path / "kopia.zip"
    run("backup", str(file), "--with-figures")
    with opened() as state:
        replace_targets(state.engine, [replace(TARGET, value=90.0)], by="Anna")
    before = sorted(typed_in.iterdir())
    # Somebody fetches new figures meanwhile.
    with SnapshotStore(typed_in).building():
        done = run("restore", str(file), "--replace")
    assert (done.status, done.out) == (1, "")
    with opened() as state:
        assert held_targets(state.engine)["value"].tolist() == [90.0]
    assert [one for one in sorted(typed_in.iterdir()) if one not in before and one.suffix != ".lock"] == []


def test_what_was_there_is_told_where_to_find(run: Run, typed_in: Path, tmp_path: Path) -> None:
    file = tmp_path / "kopia.zip"
    run("backup", str(file))
    refused = run("restore", str(file))
    assert (refused.status, refused.err.startswith("Fel: Databasen är inte tom")) == (1, True)
    done = run("restore", str(file), "--replace")
    [kept] = typed_in.glob("före-återställning-*.zip")
    assert done.out.endswith(f"Det som fanns förut är sparat i {kept}.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "--check"], "Det framgår inte vilken fil som ska prövas. Ange: backup --check FIL"),
        (["backup", "--check", "finns-inte.zip"], "finns-inte.zip går inte att läsa: No such file or directory."),
        (["restore", "/"], "/ går inte att läsa: Is a directory."),
        (["restore", __file__], f"Säkerhetskopian {__file__} är skadad, inte hel eller ingen säkerhetskopia."),
    ],
)
def test_what_is_no_backup_is_told_in_swedish(run: Run, data_dir: Path, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"Fel: {said}")

"""What all commands have in common: help, errors in Swedish, exit status."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.settings import Settings
from tests.cli.conftest import Run
from tests.shared import HUDDINGE, ROOT

COMMANDS = {
    "refresh": "hämta siffrorna från Kolada",
    "status": "visa vilka siffror som finns och hur färska de är",
    "signals": "skriv ut signalerna för en kommun",
    "targets": "kommunernas mål: läsa in, visa, skriva ut till fil",
    "goals": "målkedjan: läsa in, skriva ut och visa en kommuns mål",
    "own": "egna nyckeltal: pröva en fil med värden",
    "users": "konton: lägga till, visa, ändra, stänga av",
    "backup": "säkerhetskopiera allt som någon har lagt in, medan tjänsten går",
    "restore": "återställ en säkerhetskopia: allt eller inget",
    "example": "gör exempeldata med påhittade kommuner",
}


def test_help_tells_every_command_in_swedish(run: Run) -> None:
    done = run("--help")
    assert done.status == 0
    told = " ".join(done.out.split())
    for command, words in COMMANDS.items():
        assert f"{command} {words}" in told
    assert "kommandon:" in told
    assert "flaggor: -h, --help visa den här hjälpen" in told


OPTIONS = {
    "refresh": (
        "--kpi ID [ID ...] bara dessa nyckeltal (övriga behålls)",
        "--from-year ÅR bara detta år och senare (äldre behålls)",
    ),
    "status": ("--json som JSON",),
    "signals": (
        "--municipality KOD kommunkod, till exempel 0126",
        "--area OMRÅDE bara ett område, till exempel grundskola",
        "T totalt, K kvinnor, M män",
        "vilka läget jämförs med",
        "filformat",
    ),
}


@pytest.mark.parametrize("command", OPTIONS)
def test_help_tells_every_option_in_swedish(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.status == 0
    told = " ".join(done.out.split())
    assert [words for words in OPTIONS[command] if words not in told] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "det här saknas: KOMMANDO"),
        ("users add x --name", "--name: ett värde ska stå efter"),
        ("users add x --area --name", "--area: minst ett värde ska stå efter"),
        ("status --xml", "det här finns inte: --xml"),
        ("status --json=ja", "--json: tar inget värde, men fick 'ja'"),
        ("signals --municipality 0126 --format pdf", "--format: 'pdf' finns inte; välj bland 'csv', 'json'"),
        ("refresh --from-year i", "--from-year: "),
    ],
)
def test_what_is_wrong_on_the_command_line_is_said_in_swedish(run: Run, words: str, said: str) -> None:
    done = run(*words.split())
    assert done.status == 2
    assert done.err.startswith("användning: ")
    assert f": fel: {said}" in done.err
    assert not re.search(r"\b(error|usage|options|argument|required|expected|invalid|choice|show)\b", done.err)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["refreshh"],
        ["signals"],
        ["signals", "--municipality", HUDDINGE, "--gender", "X"],
        ["signals", "--municipality", HUDDINGE, "--reference", "mars"],
        ["signals", "--municipality", HUDDINGE, "--format", "pdf"],
        ["refresh", "--from-year", "igår"],
    ],
)
def test_words_that_cannot_be_understood_do_nothing(run: Run, data_dir: Path, words: list[str]) -> None:
    done = run(*words)
    assert (done.status, done.out) == (2, "")
    assert not data_dir.exists()


def test_ctrl_c_ends_a_command_quietly(run: Run, monkeypatch: pytest.MonkeyPatch, filled_dir: Path) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.cli.status.snapshot", interrupted)
    done = run("status")
    assert (done.status, done.err) == (130, "Avbrutet. Inget har ändrats.\n")


def test_no_test_sees_the_projects_own_data_folder() -> None:
    settings = Settings.from_environment()
    assert ROOT not in settings.data_dir.parents
    assert str(ROOT) not in settings.database_url


@pytest.mark.parametrize("command", [["refresh"], ["example"], ["status"], ["signals", "--municipality", HUDDINGE]])
def test_a_data_folder_that_cannot_be_made_is_told_in_swedish(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
    done = run(*command)
    assert (done.status, done.out) == (1, "")
    assert "\nFel: " in f"\n{done.err}"


@pytest.mark.parametrize("name", ["min mapp åäö", "50%25 klart", "vad nu?", "a#b & c=d"])
def test_a_data_folder_may_have_any_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path / name))
    monkeypatch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
    assert run("targets", "list").status == 0
    assert (tmp_path / name / "state.sqlite").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_database_that_cannot_be_used_is_told_in_swedish(
    run: Run, filled_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", "mysql://u:hemligt@host/db")
    done = run("signals", "--municipality", HUDDINGE)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Fel: Databasen ")
    assert "hemligt" not in done.err


def test_the_program_ends_with_the_commands_status_and_without_a_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "core", "status"],
        cwd=ROOT,
        env={**os.environ, "NYCKELTAL_DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Fel: Det finns inga siffror ännu. Hämta dem med: python -m core refresh\n"

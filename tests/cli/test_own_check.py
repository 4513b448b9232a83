"""``own check`` says what the wizard would, and stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli import main

CHECK = ("--unit", "%", "--area", "grundskola")


@pytest.fixture(autouse=True)
def _empty_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fil.csv"


def test_a_file_that_is_right(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Kommun;År;Värde\nHuddinge;2024;81,5\n", "utf-8")
    assert main(["own", "check", str(file), *CHECK]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Filen är rätt.")
    assert "Huddinge 2024: 81,5" in said


def test_what_must_be_confirmed_is_told_and_is_not_right(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Kommun;År;Värde\nHuddinge;2024;0,815\n", "utf-8")
    assert main(["own", "check", str(file), *CHECK]) == 2
    assert "en sak behöver du bekräfta" in capsys.readouterr().out


def test_everything_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Kommun;År;Värde\nHudinge;2024;81,5\nSalem;2024;..\n", "utf-8")
    assert main(["own", "check", str(file), *CHECK, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "Filen har ett fel."
    assert said["faults"][0]["row"] == 2
    assert said["values"][0]["status"] == "Privacy"
    assert {"understood", "questions", "notes", "skipped"} <= said.keys()


def test_a_file_that_is_not_there_and_an_area_that_is_not(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["own", "check", str(file), *CHECK]) == 1
    file.write_text("Kommun;2024\n", "utf-8")
    assert main(["own", "check", str(file), "--unit", "%", "--area", "rymden"]) == 1
    said = capsys.readouterr().err
    assert "finns inte" in said
    assert "”rymden” finns inte" in said

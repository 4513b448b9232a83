"""``targets import``, ``list`` and ``export``: all or nothing, and what is exported can be read in again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.catalogue import Catalogue
from core.cli import targets as command
from core.cli.operator import operator
from core.errors import NyckeltalError
from core.signals import TargetKind
from core.state import State
from core.targets.export import write_targets
from core.targets.models import COLUMNS, Target
from core.targets.references import References
from core.targets.store import held_targets, replace_targets
from tests.targets.files import WriteFile, targets_in

ROWS = [
    "0126;N15001;;2026;at_least;89,5;;;;;2;nej;Kommunfullmäktige;§ 12;https://example.se/12",
    "0126;N15001;;2030;at_least;95;;;;;;ja;;;",
    "0126;N15002;K;2026;decrease;;;2022;;;;;;;",
    "0126;N15003;;2026;within;-138420,25;1;;;;;;;;",
    "0127;N15002;;2026;as_group;;;;sodertorn;;;;;;",
    "0127;N15001;;2026;rank;;;;G33612;3;;;;;",
    "0127;U15005;M;2026;best_quarter;;;;;;;;;;",
]
LONG = "=" * 500


@pytest.fixture(autouse=True)
def _here(state_url: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's database is the test's own, and so is its catalogue."""
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", state_url)
    monkeypatch.setattr(command, "default_catalogue", lambda: catalogue)


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["targets", *map(str, words)])
    status: int = args.run(args)
    return status


def test_import_tells_what_became_of_the_targets(write_file: WriteFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "--confirm", write_file(*ROWS)) == 0
    assert (
        run(
            "import",
            "--confirm",
            write_file(*ROWS[:-1], "0127;U15005;M;2026;at_least;90", "0128;N15001;;2026;at_least;1"),
        )
        == 0
    )
    assert capsys.readouterr().out == ("7 nya, 0 ändrade, 0 oförändrade mål\n1 nya, 1 ändrade, 6 oförändrade mål\n")


def test_one_bad_row_in_a_thousand_changes_nothing(write_file: WriteFile, state: State) -> None:
    run("import", "--confirm", write_file(*ROWS))
    before, revision = held_targets(state.engine), state.revision()
    good = [f"{code};N15001;;2026;at_least;1" for code in range(1000, 1999)]
    with pytest.raises(NyckeltalError, match="har 1 fel") as caught:
        run("import", "--confirm", write_file(*ROWS[:1], *good, "0126;N15001;Q;2026;at_least;1"))
    assert "  rad 1002, kolumn gender: ”Q”." in str(caught.value)
    assert held_targets(state.engine).equals(before)
    assert state.revision() == revision


def test_an_exported_file_is_read_in_again_unchanged(
    write_file: WriteFile, tmp_path: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "--confirm", write_file(*ROWS))
    before, file = held_targets(state.engine), tmp_path / "ut.csv"
    run("export", file)
    run("import", "--confirm", file)
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"7 mål skrivna till {file}",
        "0 nya, 0 ändrade, 7 oförändrade mål",
    ]
    assert held_targets(state.engine).equals(before)


def test_an_exported_file_opens_in_excel_in_swedish(write_file: WriteFile, tmp_path: Path) -> None:
    run("import", "--confirm", write_file(*ROWS))
    run("export", tmp_path / "ut.csv")
    content = (tmp_path / "ut.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfmunicipality;kpi;gender;year;kind;")
    assert ROWS[0] in content.decode().split("\r\n")


def test_an_export_of_nothing_is_a_header(tmp_path: Path) -> None:
    run("export", tmp_path / "ut.csv")
    assert (tmp_path / "ut.csv").read_text(encoding="utf-8-sig").splitlines() == [";".join(COLUMNS)]


def test_an_export_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(NyckeltalError, match="går inte att skriva"):
        run("export", tmp_path / "saknas" / "ut.csv")


@pytest.mark.parametrize("text", ["=1+1", "+46 8", "-", "@a", "'=1", "''@", "'citat'", LONG])
def test_text_that_looks_like_a_formula_is_guarded_and_comes_back(
    text: str, tmp_path: Path, state: State, catalogue: Catalogue
) -> None:
    target = Target("0126", "N15001", None, 2026, TargetKind.AT_LEAST, value=-1.0, decision=text)
    replace_targets(state.engine, [target], by="Anna")
    write_targets(held_targets(state.engine), tmp_path / "ut.csv")
    cells = (tmp_path / "ut.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert targets_in(tmp_path / "ut.csv", References.of(catalogue, None)) == [target]


def test_list_tells_the_targets_in_plain_words(write_file: WriteFile, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "--confirm", write_file(*ROWS))
    capsys.readouterr()
    run("list")
    lines = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines == [
        "0126 Huddinge | N15001 Behöriga till gymnasiet, % | 2026: minst 89,5 (Kommunfullmäktige, § 12)",
        "0126 Huddinge | N15001 Behöriga till gymnasiet, % | 2030: minst 95,0, slutmål",
        "0126 Huddinge | N15002 Elever som känner oro, % | K 2026: minska från 2022",
        "0126 Huddinge | N15003 Kostnad för grundskola, % | 2026: mellan −138 420,25 och 1,0",
        "0127 Botkyrka | N15001 Behöriga till gymnasiet, % | 2026: högst plats 3 (G33612)",
        "0127 Botkyrka | N15002 Elever som känner oro, % | 2026: som sodertorn",
        "0127 Botkyrka | U15005 Lärare med legitimation, % | M 2026: bland de bästa 25 %",
    ]


def test_list_can_be_of_one_municipality_by_code_or_name(
    write_file: WriteFile, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", "--confirm", write_file(*ROWS))
    for municipality, count in (("0127", 3), ("botkyrka", 3), ("126", 4)):
        capsys.readouterr()
        run("list", "--municipality", municipality)
        assert len(capsys.readouterr().out.splitlines()) == count
    run("list", "--municipality", "0128")
    assert capsys.readouterr().out == "Inga mål.\n"
    with pytest.raises(NyckeltalError, match="Menades Huddinge"):
        run("list", "--municipality", "Hudinge")


def test_a_level_that_may_be_a_slip_of_the_hand_is_asked_about_as_on_the_page(
    write_file: WriteFile, state: State
) -> None:
    file = write_file(ROWS[0], "0127;N15001;;2026;at_least;0,92")
    with pytest.raises(NyckeltalError, match=r"rad 3: 0,92.% kan vara 92.%"):
        run("import", file)
    assert held_targets(state.engine).empty
    run("import", file, "--confirm")
    run("import", file)
    assert len(held_targets(state.engine)) == 2


def test_who_sets_the_targets_is_the_user_of_the_computer_whoever_it_is_done_for(
    write_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def note(engine: Engine, targets: list[Target], *, by: str) -> Any:
        names.append(by)
        return replace_targets(engine, targets, by=by)

    monkeypatch.setattr("core.cli.targets.replace_targets", note)
    run("import", "--confirm", write_file(*ROWS), "--by", "Åsa Öberg")
    run("import", "--confirm", write_file(*ROWS), "--by", " ")
    assert names == [f"{operator().login} för Åsa Öberg", operator().login]

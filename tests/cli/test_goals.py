"""``goals import`` and ``export``: seen before it is saved, all or nothing, and the same file both ways."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.cli import goals as command
from core.errors import NyckeltalError
from core.goals.book import GoalBooks
from core.outcomes.plan_rules import Rule
from core.state import State
from tests.goals.chains import CALM, COUNCILS_PLAN, PASSING, SCHOOLS_PLAN, put_chain
from tests.shared import HUDDINGE, LAST, small_catalogue

NEW = f"Organ;Nämndmål;Indikator;Etappmål {LAST}\nGrundskolenämnden;{CALM.title};N15428;minst 90\n"


@pytest.fixture(autouse=True)
def _here(state_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", state_url)
    monkeypatch.setattr(command, "default_catalogue", small_catalogue)


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["goals", *map(str, words), "--municipality", "Huddinge", "--year", str(LAST)])
    status: int = args.run(args)
    return status


def test_a_file_is_tried_then_read_in_and_written_out_again(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_chain(state.engine)
    file, out = tmp_path / "mål.csv", tmp_path / "ut.xlsx"
    file.write_text(NEW, encoding="utf-8")
    run("import", file, "--check")
    book = GoalBooks(state.engine)
    assert book.book(HUDDINGE, drafts=True).of_year(LAST)[1] == SCHOOLS_PLAN
    run("import", file)
    run("export", out)
    run("import", out)
    told = capsys.readouterr().out
    assert f"Behöriga till gymnasiet, {LAST}: minst 90" in told
    assert "Skulle spara: 1 ändrat mål, 1 ny nivå." in told
    assert "Sparat: 1 ändrat mål, 1 ny nivå." in told
    assert "4 mål skrivna" in told
    assert "Sparat: ingenting ändras." in told


def test_a_file_with_faults_is_told_whole_and_not_read_in(state: State, tmp_path: Path) -> None:
    put_chain(state.engine)
    file = tmp_path / "mål.csv"
    file.write_text(NEW.replace("N15428", "N99999") + "Grundskolenämden;Nytt;;\n", encoding="utf-8")
    with pytest.raises(NyckeltalError, match=r"har 2 fel(.|\n)*rad 2, kolumn Indikator(.|\n)*rad 3, kolumn Organ"):
        run("import", file, "--replace", "--confirm")
    file.write_text(NEW.replace("minst 90", "0,9"), encoding="utf-8")
    with pytest.raises(NyckeltalError, match="rad 2: Behöriga till gymnasiet: 0,9"):
        run("import", file)
    file.write_text(NEW.replace("Grundskolenämnden", "Nya nämnden"), encoding="utf-8")
    with pytest.raises(NyckeltalError, match="rad 2: Nya nämnden finns inte bland organen"):
        run("import", file)
    assert GoalBooks(state.engine).book(HUDDINGE, drafts=True).of_year(LAST)[1] == SCHOOLS_PLAN


def test_the_chain_is_listed_as_text_and_as_json(
    state: State, filled_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_chain(state.engine, replace(SCHOOLS_PLAN, decision=None), COUNCILS_PLAN)
    run("list")
    assert CALM.title not in capsys.readouterr().out
    run("list", "--drafts")
    assert f"    – {CALM.title} (Grundskolenämnden): kan inte bedömas" in capsys.readouterr().out
    run("list", "--drafts", "--json")
    tree = json.loads(capsys.readouterr().out)
    assert [goal["title"] for goal in tree["goals"][0]["goals"][0]["goals"]] == [PASSING.title, CALM.title]


def test_the_review_is_told_by_body_and_rule(
    state: State, filled_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_chain(
        state.engine, replace(SCHOOLS_PLAN, decision=None, goals=(replace(CALM, text="I fokus."),)), COUNCILS_PLAN
    )
    run("review")
    told = capsys.readouterr().out
    assert "saker att se över i planen" in told
    assert f"  Säger vad, inte hur: {CALM.title}: Texten är 8 tecken." in told
    run("review", "--json")
    tree = json.loads(capsys.readouterr().out)
    [plan] = tree["plans"]
    assert [check["rule"] for check in plan["checks"]] == list(Rule)
    assert plan["count"] == tree["count"] == sum(len(check["findings"]) for check in plan["checks"])
    [finding] = plan["checks"][list(Rule).index(Rule.SAYS_WHAT)]["findings"]
    assert (finding["title"], finding["quote"], finding["answer"]) == (CALM.title, "I fokus.", "")


@pytest.mark.parametrize("action", ["list", "review"])
def test_without_figures_there_are_no_faces_to_list(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setenv("NYCKELTAL_DATA_DIR", str(tmp_path / "empty"))
    with pytest.raises(NyckeltalError, match="refresh"):
        run(action)

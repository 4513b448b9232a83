"""``signals``: the rows behind the overview, as a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import default_catalogue
from core.cli import main
from core.outcomes.export import export_frame
from core.outcomes.rows import Choice
from core.settings import Settings
from core.signals import TargetKind
from core.site.figures import open_figures
from core.state import open_state
from core.targets.store import replace_targets
from tests.cli.conftest import Run
from tests.conftest import close, forget
from tests.shared import COST, GRADES, HUDDINGE, LAST, WAIT, plain_value, target

STORKOPING = "9001"


def rows_of(out: str) -> dict[str, dict[str, Any]]:
    return {row["kpi"]: row for row in json.loads(out)}


def test_csv_and_json_hold_the_same(run: Run, filled_dir: Path) -> None:
    as_csv = run("signals", "--municipality", HUDDINGE)
    as_json = run("signals", "--municipality", HUDDINGE, "--format", "json")
    assert (as_csv.status, as_json.status, as_csv.err, as_json.err) == (0, 0, "", "")
    table, objects = list(csv.DictReader(io.StringIO(as_csv.out))), json.loads(as_json.out)
    assert [row["kpi"] for row in table] == [row["kpi"] for row in objects] == list(default_catalogue().by_kpi)
    for row, same in zip(table, objects, strict=True):
        assert list(row) == list(same)
        for column, value in same.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(row[column]) == value
            else:
                assert row[column] == ("" if value is None else str(value))


def test_the_rows_are_those_of_the_municipality(run: Run, filled_dir: Path) -> None:
    rows = rows_of(run("signals", "--municipality", HUDDINGE, "--format", "json").out)
    assert {row["municipality"] for row in rows.values()} == {HUDDINGE}
    assert (rows[GRADES]["value"], rows[GRADES]["year"], rows[GRADES]["trend"]) == (62.5, LAST, "down")
    assert (rows[WAIT]["standing_reference"], rows[WAIT]["standing_n"]) == ("riket", 30)


def test_one_area_is_that_areas_rows(run: Run, filled_dir: Path) -> None:
    rows = rows_of(run("signals", "--municipality", HUDDINGE, "--area", "grundskola", "--format", "json").out)
    assert list(rows) == [i.kpi for i in default_catalogue().indicators if i.area == "grundskola"]


def test_gender_and_reference_are_heeded(run: Run, filled_dir: Path) -> None:
    words = ("signals", "--municipality", HUDDINGE, "--gender", "M", "--reference", "sodertorn", "--format", "json")
    rows = rows_of(run(*words).out)
    assert (rows[WAIT]["gender"], rows[WAIT]["value"]) == ("M", plain_value(WAIT, HUDDINGE, LAST, "M"))
    assert (rows[COST]["gender"], rows[COST]["standing_n"]) == ("T", 7)
    assert rows[COST]["standing_reference"] == "sodertorn"


def test_targets_in_the_database_are_judged(run: Run, filled_dir: Path) -> None:
    with open_state(Settings.from_environment().database_url) as state:
        replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=80.0)], by="Anna")
    rows = rows_of(run("signals", "--municipality", HUDDINGE, "--format", "json").out)
    assert (rows[GRADES]["attainment"], rows[GRADES]["target"]) == ("not_reached", 80.0)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_the_file_is_utf8_even_where_the_terminal_is_not(
    filled_dir: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """As on Windows, when what is printed is sent to a file."""
    forget()
    written = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, newline=""))
        assert main(["signals", "--municipality", HUDDINGE]) == 0
        sys.stdout.flush()
        said = next(csv.DictReader(io.StringIO(written.getvalue().decode("utf-8"))))
    assert "Årets resultat" in said["title"]


def test_an_unknown_municipality_is_named_with_what_exists(run: Run, filled_dir: Path) -> None:
    done = run("signals", "--municipality", "9999")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Fel: Kommunen ”9999” finns inte. Välj bland: 0127 Botkyrka, 0136 Haninge,")


def test_a_region_is_no_municipality(run: Run, filled_dir: Path) -> None:
    assert "”0000” finns inte" in run("signals", "--municipality", "0000").err


def test_an_unknown_area_is_named_with_what_exists(run: Run, filled_dir: Path) -> None:
    done = run("signals", "--municipality", HUDDINGE, "--area", "rymdfart")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Fel: Området ”rymdfart” finns inte. Välj bland: finansiella-forhallanden, forskola,")


def test_before_anything_is_fetched_there_are_no_rows(run: Run, data_dir: Path) -> None:
    done = run("signals", "--municipality", HUDDINGE)
    assert (done.status, done.out) == (1, "")
    assert done.err == "Fel: Det finns inga siffror ännu. Hämta dem med: python -m core refresh\n"


@pytest.mark.parametrize("reference", ["lan", "sodertorn"])
def test_the_example_has_signals_and_they_are_the_pages_own(run: Run, example_dir: Path, reference: str) -> None:
    done = run("signals", "--municipality", STORKOPING, "--reference", reference, "--format", "json")
    assert done.status == 0
    assert done.err == "OBS: exempeldata med påhittade kommuner.\n"
    rows = rows_of(done.out)
    forget()
    found = open_figures(Settings.from_environment())
    figures = found.get()
    assert figures is not None
    on_the_page = export_frame(figures.rows(Choice(STORKOPING, reference=reference)), reference=reference)
    close(found)
    assert list(rows) == list(on_the_page["kpi"])
    assert [r["standing"] for r in rows.values()] == list(on_the_page["standing"])
    assert [r["attainment"] for r in rows.values()] == list(on_the_page["attainment"])
    assert {"reached", "not_reached"} <= {r["attainment"] for r in rows.values()}
    assert max(r["standing_n"] or 0 for r in rows.values()) > 5


def test_status_says_that_the_example_is_made_up(run: Run, example_dir: Path) -> None:
    assert "OBS: detta är exempeldata med påhittade kommuner." in run("status").out
    assert json.loads(run("status", "--json").out)["example"] is True


def test_an_unknown_municipality_in_the_example_is_told_who_lives_there(run: Run, example_dir: Path) -> None:
    assert "9001 Storköping" in run("signals", "--municipality", HUDDINGE).err

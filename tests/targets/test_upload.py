"""A file of targets is understood as Excel saves it, or every fault in it is told; what it would change is counted."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no types

from core.catalogue import default_catalogue
from core.signals import TargetKind
from core.targets.doubts import doubts
from core.targets.export import targets_csv
from core.targets.models import Target
from core.targets.planning import MOST_ROWS, plan, read_hers
from core.targets.reading import read_target_file
from core.targets.references import References
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from tests.shared import COST, GRADES, HUDDINGE, WAIT, target
from tests.targets.people import CHIEF, EVA, NEIGHBOUR, NOW, SCHOOL

HEAD = "municipality;kpi;year;kind;value;decided_by"
ROW = f"Huddinge;{GRADES};2026;at_least;80,5;Nämnden för åldrande"
GOAL = target(GRADES, 2026, TargetKind.AT_LEAST, value=80.5, decided_by="Nämnden för åldrande")
TEXT = f"{HEAD}\r\n{ROW}\r\n"


def workbook() -> bytes:
    book = Workbook()
    for row in (line.split(";") for line in TEXT.splitlines()):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        (TEXT.encode(), "UTF-8", "semikolon"),
        (TEXT.encode("utf-8-sig"), "UTF-8 med BOM", "semikolon"),
        (TEXT.encode("cp1252"), "Windows-1252", "semikolon"),
        (TEXT.encode("utf-16"), "UTF-16", "semikolon"),
        (TEXT.replace(";", "\t").encode(), "UTF-8", "tabb"),
        (TEXT.replace("80,5", "80.5").replace(";", ",").encode(), "UTF-8", "komma"),
        (f"sep=;\r\n{TEXT}".encode(), "UTF-8", "semikolon"),
        (f"Huddinges mål\r\n\r\n{TEXT}".encode(), "UTF-8", "semikolon"),
        (workbook(), "", ""),
    ],
)
def test_a_file_is_understood_however_it_was_saved(
    setting: TargetSetting, content: bytes, encoding: str, delimiter: str
) -> None:
    found = read_hers(setting, content, by=EVA)
    assert found.faults == ()
    assert [t for _, t in found.targets] == [GOAL]
    assert (found.encoding, found.delimiter, found.rows) == (encoding, delimiter, 1)


def test_all_faults_are_told_with_row_column_what_stands_there_and_what_to_do(setting: TargetSetting) -> None:
    rows = (f"0126;{GRADES};20x6;minimera;nittio;", ROW, f"Huddinge;{GRADES};2026;at_least;1;")
    found = read_hers(setting, "\n".join((HEAD, *rows)).encode(), by=EVA)
    assert [(f.row, f.column, f.given) for f in found.faults] == [
        (2, "year", "20x6"),
        (2, "kind", "minimera"),
        (2, "value", "nittio"),
        (4, "kpi", GRADES),
    ]
    assert all(f.said for f in found.faults)


def test_every_row_that_is_not_hers_is_a_fault_with_what_stands_there(setting: TargetSetting) -> None:
    rows = (ROW, f"Botkyrka;{GRADES};2026;at_least;1;", f"0126;{WAIT};2026;at_most;1;")
    content = "\n".join((HEAD, *rows)).encode()
    faults = read_hers(setting, content, by=SCHOOL).faults
    assert [(f.row, f.column, f.given) for f in faults] == [(3, "municipality", "Botkyrka"), (4, "kpi", WAIT)]
    assert "för Botkyrka" in faults[0].said
    assert "området Äldreomsorg" in faults[1].said
    assert [f.row for f in read_hers(setting, content, by=NEIGHBOUR).faults] == [2, 4]
    assert read_hers(setting, content, by=CHIEF).faults == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ""),
        (b"hej;hopp\n1;2\n", "inga rubriker"),
        (HEAD.encode(), "inga mål"),
        (b"\x00\x01\x02" * 50, ""),
        (b"PK\x03\x04 not a workbook", ""),
        (f"{HEAD}\n".encode() + f"{ROW}\n".encode() * (MOST_ROWS + 1), "fler än 5000 rader"),
        (f'{HEAD}\n{ROW}\n0126;"{GRADES};2026\n'.encode(), "Citattecknen går inte ihop"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_in_words(setting: TargetSetting, content: bytes, said: str) -> None:
    found = read_hers(setting, content, by=EVA)
    assert found.faults
    assert said in " ".join(f.said for f in found.faults)


def test_new_changed_and_the_same_are_told_apart(setting: TargetSetting) -> None:
    changed, same = target(COST, 2026, TargetKind.AT_MOST, value=1.0), target(WAIT, 2026, TargetKind.AT_MOST, value=1.0)
    setting.save([TargetChange(None, changed), TargetChange(None, same)], by=EVA, now=NOW)
    wanted = replace(changed, value=2.0)
    planned = plan(setting, [GOAL, wanted, same], by=EVA)
    assert (planned.added, planned.changed, planned.unchanged) == ((GOAL,), (wanted,), 1)
    assert planned.replaced[wanted.key].target == changed
    done = setting.save(planned.changes, by=EVA, now=NOW)
    assert (done.added, done.changed, done.removed) == (1, 1, 0)
    assert plan(setting, [GOAL, wanted, same], by=EVA).changes == []


def test_a_plan_that_was_seen_is_not_the_same_when_something_has_come_between(setting: TargetSetting) -> None:
    seen = plan(setting, [GOAL], by=EVA).seal
    assert plan(setting, [GOAL], by=EVA).seal == seen
    setting.save([TargetChange(None, replace(GOAL, value=1.0))], by=SCHOOL, now=NOW)
    assert plan(setting, [GOAL], by=EVA).seal != seen


@pytest.mark.parametrize("is_swedish", [False, True])
def test_todays_file_sent_back_changes_nothing(setting: TargetSetting, is_swedish: bool) -> None:
    goals = [
        replace(GOAL, decided_by="=1+1", decision="'§ 1", link="https://x.se/1"),
        target(COST, 2030, TargetKind.WITHIN, value=-1.25, value2=1e6, is_final=True),
        target(WAIT, 2027, TargetKind.RANK, group="lan", rank=2, gender="K"),
        target(WAIT, 2027, TargetKind.AS_GROUP, group="G33612"),
        target(WAIT, 2028, TargetKind.BEST_QUARTER, gender="T"),
        target(WAIT, 2029, TargetKind.KEEP, base_year=2020, tolerance=0.5, gender="M"),
        target(WAIT, 2030, TargetKind.INCREASE, base_year=2020),
        target(WAIT, 2031, TargetKind.DECREASE, base_year=2020),
        target(WAIT, 2032, TargetKind.AT_MOST, value=1.0),
    ]
    setting.save([TargetChange(None, goal) for goal in goals], by=EVA, now=NOW)
    frame = setting.frame(HUDDINGE, [GRADES, COST, WAIT], by=EVA)
    content = targets_csv(frame, setting.references if is_swedish else None)
    assert content.decode("utf-8-sig").startswith("Kommun;Nyckeltal;Kön" if is_swedish else "municipality;kpi;gender")
    found = read_hers(setting, content, by=EVA)
    assert found.faults == ()
    planned = plan(setting, [t for _, t in found.targets], by=EVA)
    assert {t.decision for t in planned.changed} <= {"§ 1"}
    assert planned.added == ()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(alphabet='";,\t\n 0126Nkpimunicplyear=åX', max_size=300)))
def test_no_file_is_met_with_a_trace_and_no_row_is_lost(setting: TargetSetting, content: bytes | str) -> None:
    raw = content if isinstance(content, bytes) else f"{HEAD}\n{content}".encode("utf-8", "replace")
    found = read_hers(setting, raw, by=EVA)
    assert found.faults or len(found.targets) == found.rows > 0
    assert all(isinstance(t, Target) for _, t in found.targets)


TRIALS = Path(__file__).parents[4] / "shared" / "trials" / "own"


@pytest.mark.skipif(not TRIALS.is_dir(), reason="needs ../shared/trials")
def test_trial_a_share_of_one_and_thousands_with_a_point_are_not_saved_unasked() -> None:
    known = default_catalogue()
    content = (TRIALS / "W18_mal_andel_och_tusental.csv").read_bytes()
    found = read_target_file(content, References.of(known, {"0126": "Huddinge"}))
    [(_, share), (_, cost)] = found.targets
    assert "92 %" in doubts(share, known.by_kpi["N15428"], (50.0, 100.0))[0].what.replace("\N{NO-BREAK SPACE}", " ")
    # The comma of the other row tells that this point is no decimal sign.
    assert (cost.value, found.faults) == (98_500.0, ())


@pytest.mark.skipif(not TRIALS.is_dir(), reason="needs ../shared/trials")
def test_trial_titles_sources_and_totals_of_targets_are_left_out() -> None:
    content = (TRIALS / "D_mal_kallrad.csv").read_bytes()
    found = read_target_file(content, References.of(default_catalogue(), {"0126": "Huddinge"}))
    assert not any(fault.row > 4 for fault in found.faults)
    assert found.rows == 1

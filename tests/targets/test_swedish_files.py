"""A file of targets may be in the page's own words: headings, kinds, genders, names and the unit after a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import Catalogue
from core.signals import TargetKind
from core.tabular.faults import Fault
from core.targets.columns import HEADINGS
from core.targets.export import targets_csv
from core.targets.models import Target
from core.targets.planning import read_hers
from core.targets.reading import read_target_file
from core.targets.references import References
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from tests.shared import COST, GRADES, HUDDINGE, PLACES, WAIT, indicators_with, small_catalogue, target
from tests.targets.files import targets_in
from tests.targets.people import CHIEF, EVA, NOW, OTHER_UNIT

HEAD = "Kommun;Nyckeltal;År;Sort;Värde"
GOAL = target(GRADES, 2035, TargetKind.AT_LEAST, value=92.0)


def read(setting: TargetSetting, *rows: str, head: str = HEAD) -> tuple[tuple[Target, ...], tuple[Fault, ...]]:
    found = read_hers(setting, "\n".join((head, *rows)).encode(), by=EVA)
    return tuple(t for _, t in found.targets), found.faults


@pytest.mark.parametrize(
    "cells", [f"Huddinge;{GRADES};2035;minst;92 %", "Huddinge;behöriga till  Gymnasiet;2035;MINST;92"]
)
@pytest.mark.parametrize("head", [HEAD, "kommun;indikator;ÅR;målsort;nivå", "municipality;Nyckeltal;year;Sort;value"])
def test_a_file_in_swedish_is_read_as_one_with_codes(setting: TargetSetting, head: str, cells: str) -> None:
    assert read(setting, cells, head=head) == ((GOAL,), ())


@pytest.mark.parametrize(
    ("words", "texts", "asked"),
    [
        (("minst",), {"Nivå": "1"}, {"kind": TargetKind.AT_LEAST, "value": 1.0}),
        (("högst",), {"Målnivå": "1"}, {"kind": TargetKind.AT_MOST, "value": 1.0}),
        (
            ("inom", "mellan", "inom ett intervall"),
            {"Nivå": "1", "Till": "2"},
            {"kind": TargetKind.WITHIN, "value": 1.0, "value2": 2.0},
        ),
        (("öka", "öka från ett basår"), {"Basår": "2020"}, {"kind": TargetKind.INCREASE, "base_year": 2020}),
        (("minska",), {"Basår": "2020"}, {"kind": TargetKind.DECREASE, "base_year": 2020}),
        (("behåll", "behålla"), {"Basår": "2020"}, {"kind": TargetKind.KEEP, "base_year": 2020}),
        (
            ("som grupp", "lika bra som en grupp"),
            {"Grupp": "Södertörn"},
            {"kind": TargetKind.AS_GROUP, "group": "sodertorn"},
        ),
        (
            ("bland de bästa 25 %", "Bland de bästa 25%", "bland de bästa 25\N{NO-BREAK SPACE}%"),
            {},
            {"kind": TargetKind.BEST_QUARTER},
        ),
        (
            ("plats", "högst plats", "högst plats i en grupp"),
            {"Grupp": "länets kommuner", "Plats": "3"},
            {"kind": TargetKind.RANK, "group": "lan", "rank": 3},
        ),
    ],
)
def test_every_kind_has_its_words(
    setting: TargetSetting, words: tuple[str, ...], texts: dict[str, str], asked: dict[str, Any]
) -> None:
    plain = Target(HUDDINGE, WAIT, None, 2035, TargetKind.AT_MOST)
    head = ";".join(("Kommun", "Nyckeltal", "År", "Sort", *texts))
    for word in words:
        row = ";".join(("Huddinge", WAIT, "2035", word, *texts.values()))
        assert read(setting, row, head=head) == ((replace(plain, **asked),), ())


@pytest.mark.parametrize(
    ("heading", "text", "name", "value"),
    [
        *(("Kön", text, "gender", "K") for text in ("kvinnor", "Kvinna", "K", "flickor")),
        *(("Gäller", text, "gender", "M") for text in ("män", "M", "pojkar")),
        ("Kön", "totalt", "gender", "T"),
        *(("Kön", text, "gender", None) for text in ("alla", "")),
        ("Slutmål", "Ja", "is_final", True),
        ("Slutmål", "nej", "is_final", False),
        *(("Tolerans", text, "tolerance", 2.0) for text in ("2", "2 %", "2 procentenheter")),
        *(("Beslutat av", text, "decided_by", text) for text in ("Kommunfullmäktige", "KF")),
        ("Beslut", "§ 12", "decision", "§ 12"),
        ("Paragraf och datum", "§ 12", "decision", "§ 12"),
        ("Länk", "https://x.se/1", "link", "https://x.se/1"),
    ],
)
def test_every_other_column_has_its_words(
    setting: TargetSetting, heading: str, text: str, name: str, value: object
) -> None:
    [found], faults = read(setting, f"Huddinge;{GRADES};2035;minst;92;{text}", head=f"{HEAD};{heading}")
    assert (getattr(found, name), faults) == (value, ())


@pytest.mark.parametrize(
    ("kpi", "text", "value"),
    [
        (GRADES, "92%", 92.0),
        (GRADES, "92 procent", 92.0),
        (COST, "100 000 kronor per elev", 1e5),
        (COST, "100 000 kr/elev", 1e5),
        (COST, "100 000,5 kr", 100_000.5),
        (WAIT, "20 Dagar", 20.0),
    ],
)
def test_the_indicators_own_unit_may_stand_after_the_number(
    setting: TargetSetting, kpi: str, text: str, value: float
) -> None:
    [found], _ = read(setting, f"Huddinge;{kpi};2035;högst;{text}")
    assert found.value == value


@pytest.mark.parametrize(("kpi", "text"), [(GRADES, "92 kr"), (COST, "92 %"), (COST, "92 procentenheter")])
def test_another_unit_is_a_fault(setting: TargetSetting, kpi: str, text: str) -> None:
    [fault] = read(setting, f"Huddinge;{kpi};2035;högst;{text}")[1]
    assert (fault.column, fault.given, fault.said) == ("Värde", text, OTHER_UNIT)


def test_all_faults_are_told_at_once_by_the_files_own_headings_and_without_codes(setting: TargetSetting) -> None:
    _, faults = read(
        setting,
        f"Hudinge;{GRADES};20x6;minst;",
        f"Huddinge;{COST};2035;bland de bästa 25 %;7",
        f"Huddinge;{WAIT};2035;mellan;7",
        f"Huddinge;{GRADES};2035;bäst;7",
        f"Botkyrka;{GRADES};2035;minst;7",
    )
    assert [(f.row, f.column) for f in faults] == [
        *((2, name) for name in ("Kommun", "År", "Värde")),
        *((3, name) for name in ("Sort", "Värde")),
        (4, "Till och med"),
        (5, "Sort"),
        (6, "Kommun"),
    ]
    assert not any(code in f.said for f in faults for code in ("at_least", "at_most", "value", "best_quarter"))


def test_headings_that_are_missing_doubled_or_unknown_are_told_in_swedish(setting: TargetSetting) -> None:
    _, faults = read(setting, "x", head="Kommun;Nyckeltal;Indikator;År;Tolerens")
    assert [(f.column, f.said) for f in faults] == [
        ("Indikator", "Kolumnen är densamma som Nyckeltal. Ta bort den ena."),
        ("Tolerens", faults[1].said),
        ("Sort", "Kolumnen saknas. Lägg till den."),
    ]
    assert faults[1].said.startswith("Kolumnen är okänd. Menades Tolerans? Kolumnerna är Kommun, Nyckeltal, Kön, År")


def twins() -> Catalogue:
    """Two indicators with the same name."""
    return small_catalogue(indicators=indicators_with(COST, name="Behöriga till gymnasiet"))


def test_a_name_that_two_indicators_have_is_a_fault_that_names_both() -> None:
    setting = References.of(twins(), PLACES)
    assert setting.indicator_word(GRADES) == GRADES
    with pytest.raises(Exception, match=f"{GRADES} eller {COST}|{COST} eller {GRADES}"):
        setting.indicator("Behöriga till gymnasiet")


def test_the_downloaded_file_is_in_words_that_a_manager_knows(setting: TargetSetting) -> None:
    goals = [GOAL, target(WAIT, 2030, TargetKind.RANK, group="sodertorn", rank=2, gender="K", is_final=True)]
    setting.save([TargetChange(None, goal) for goal in goals], by=CHIEF, now=NOW)
    lines = targets_csv(setting.frame(HUDDINGE, [GRADES, WAIT], by=EVA), setting.references).decode("utf-8-sig")
    assert lines.splitlines() == [
        ";".join(HEADINGS.values()),
        "Huddinge;Behöriga till gymnasiet;alla;2035;minst;92;;;;;;nej;;;",
        "Huddinge;Väntetid till särskilt boende;kvinnor;2030;högst plats i en grupp;;;;Södertörn;2;;ja;;;",
    ]


def test_the_terminal_reads_the_same_file_and_tells_its_faults_by_the_same_headings(tmp_path: Path) -> None:
    whole, names = small_catalogue(), PLACES
    file = tmp_path / "mål.csv"
    file.write_text(f"{HEAD}\nHuddinge;{GRADES};2035;minst;92 %\n", encoding="utf-8")
    assert targets_in(file, References.of(whole, names)) == [GOAL]
    file.write_text(f"{HEAD}\nHuddinge;{GRADES};2035;minst;nittio\n", encoding="utf-8")
    [fault] = read_target_file(file.read_bytes(), References.of(whole, names)).faults
    assert str(fault).startswith("rad 2, kolumn Värde: ”nittio”")

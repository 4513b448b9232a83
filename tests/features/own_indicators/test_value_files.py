"""The files to take away: a version's values can be uploaded again, and no cell is run by a spreadsheet program."""

from __future__ import annotations

import csv
import io

import pytest

from core.features.own_indicators.models import Entry, Upload
from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.template import fault_list, filled_template, template_csv, template_xlsx
from core.tabular.faults import Caution, CautionKind, Fault
from tests.features.own_indicators.shared import NAMES, context, entry
from tests.features.own_indicators.stored import indicator
from tests.shared import workbook

FORMULAS = ("=1+1", "+1", "-x", "@a", "\t=1")


@pytest.mark.parametrize(
    "rows",
    [
        [entry("0126", 2023, 80.5), entry("0127", 2024, 0.1 + 0.2), entry("0180", 2024, 0.0)],
        [entry("0126", 2024, 12.0, period=f"T{n}") for n in (1, 2, 3)],
        [entry("0126", 2024, None, status=status) for status in ("Privacy",)] + [entry("0127", 2024, None)],
        [entry("0126", 2024, 50.0 + n, gender=gender, persons=40 + n) for n, gender in enumerate("TKM")],
    ],
    ids=["years", "tertials", "statuses", "genders and persons"],
)
def test_a_versions_values_come_back_when_they_are_uploaded_again(rows: list[Entry]) -> None:
    content = template_csv(filled_template(indicator(), rows, NAMES))
    upload = read_upload(content, "x.csv", context())
    assert upload.faults == ()
    assert sorted(upload.rows, key=lambda one: one.key) == sorted(rows, key=lambda one: one.key)


def test_rows_are_made_for_more_years_and_municipalities() -> None:
    template = filled_template(indicator(), [entry("0126", 2024, 1.0)], NAMES, years=[2025], municipalities=["0127"])
    lines = template_csv(template).decode("utf-8-sig").splitlines()
    assert lines == [
        "kommunkod;kommun;år;värde",
        "0127;Botkyrka;2024;",
        "0127;Botkyrka;2025;",
        "0126;Huddinge;2024;1",
        "0126;Huddinge;2025;",
    ]


def test_a_municipality_without_a_known_name_goes_by_its_id() -> None:
    lines = template_csv(filled_template(indicator(), [entry("9999", 2024, 1.0)], NAMES)).decode("utf-8-sig")
    assert "9999;9999;2024;1" in lines


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_text(formula: str) -> None:
    template = filled_template(indicator(), [entry("0126", 2024, -1.0)], {"0126": formula})
    rows = list(csv.reader(io.StringIO(template_csv(template).decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["0126", f"'{formula}", "2024", "-1"]
    sheet = workbook(template_xlsx(template))["Värden"]
    assert (sheet["B2"].value.strip(), sheet["B2"].data_type) == (formula.strip(), "s")


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_list_of_faults_has_everything_and_runs_nothing(formula: str) -> None:
    upload = Upload(
        "x.csv",
        None,
        faults=(Fault(0, "", "", "Hela filen.", "Byt."), Fault(3, formula, formula, formula, formula)),
        warnings=(Caution(CautionKind.HISTORY, 4, "C å;ä", 'Ett "hopp".', "Titta."),),
    )
    rows = list(csv.reader(io.StringIO(fault_list(upload).decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Slag", "Rad", "Kolumn", "Vad som står", "Vad som är fel", "Vad man gör"],
        ["fel", "hela filen", "", "", "Hela filen.", "Byt."],
        ["fel", "3", *[f"'{formula}"] * 4],
        ["varning", "4", "C å;ä", "", 'Ett "hopp".', "Titta."],
    ]

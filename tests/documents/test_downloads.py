"""Files to take away: what the page shows, whole, and where it comes from."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.documents.files import to_csv
from core.features.overview.view import overview
from core.outcomes.export import COLUMNS, export_frame
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.site.downloads import Download, download
from core.web.choices import INDICATOR, OVERVIEW, Choices
from tests.shared import (
    COST,
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    WAIT,
    YEARS,
    built,
    opened,
    plain_value,
    small_harvest,
    workbook,
)

HERE = Choices(HUDDINGE)


def rows_of(file: Download) -> list[dict[str, str]]:
    assert file.content.startswith(b"\xef\xbb\xbf"), "Excel in Sweden would read it as Latin-1"
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def sheets_of(file: Download) -> dict[str, list[tuple[Any, ...]]]:
    book = workbook(file.content)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_overview_as_csv_has_the_columns_of_the_command_and_its_source(figures: Figures) -> None:
    file = download(figures, HERE, OVERVIEW, "csv")
    assert (file.name, file.media_type) == ("nyckeltal-Huddinge.csv", "text/csv; charset=utf-8")
    rows = rows_of(file)
    assert list(rows[0]) == [*COLUMNS, "källa"]
    assert {row["källa"] for row in rows} == {"Egen bearbetning av data från Kolada."}
    plain = list(csv.DictReader(io.StringIO(to_csv(export_frame(figures.rows(HERE.choice), reference="riket")))))
    assert [{c: row[c] for c in COLUMNS} for row in rows] == plain


def test_the_overview_as_excel_has_a_sheet_that_says_what_it_is(figures: Figures) -> None:
    file = download(figures, Choices(HUDDINGE, gender=Gender.WOMEN, reference="lan", year=2020), OVERVIEW, "xlsx")
    assert file.name == "nyckeltal-Huddinge.xlsx"
    assert file.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sheets = sheets_of(file)
    assert list(sheets) == ["Siffror", "Om uppgifterna"]
    assert sheets["Siffror"][0] == (*COLUMNS, "källa")
    assert [row[0] for row in sheets["Siffror"][1:]] == list(KPIS)
    about = dict(sheets["Om uppgifterna"][1:])
    assert about.pop("Tomma celler").startswith("Det finns inget värde")
    assert about == {
        "Kommun": "Huddinge",
        "Område": "alla",
        "Kön": "kvinnor",
        "Jämfört med": "Länets kommuner",
        "År": "till och med 2020",
        "Hämtat": "data från Kolada hämtade 2024-03-01",
        "Källa": "Egen bearbetning av data från Kolada.",
    }


@pytest.mark.parametrize(
    "choices",
    [
        Choices(HUDDINGE, area="grundskola"),
        Choices(HUDDINGE, kkik=True),
        Choices(HUDDINGE, show=Show.DEVIATIONS),
        Choices(HUDDINGE, show=Show.SUCCESSES),
        Choices(HUDDINGE, area="aldreomsorg", show=Show.SUCCESSES),
    ],
    ids=str,
)
def test_the_file_holds_the_rows_of_the_page(figures: Figures, choices: Choices) -> None:
    page = overview(figures, choices)
    shown = {row.kpi for row in (*page.flat, *(row for area in page.areas for row in area.rows))}
    assert shown
    assert {row["kpi"] for row in rows_of(download(figures, choices, OVERVIEW, "csv"))} == shown


def test_the_first_view_gives_everything_as_the_command_does(figures: Figures) -> None:
    assert [row["kpi"] for row in rows_of(download(figures, HERE, OVERVIEW, "csv"))] == list(KPIS)


def test_the_gender_and_the_reference_of_the_page_are_those_of_the_file(figures: Figures) -> None:
    choices = Choices(HUDDINGE, gender=Gender.MEN, reference="sodertorn")
    row = next(r for r in rows_of(download(figures, choices, OVERVIEW, "csv")) if r["kpi"] == WAIT)
    assert (row["gender"], row["standing_reference"], row["standing_n"]) == ("M", "sodertorn", "7")
    assert float(row["value"]) == plain_value(WAIT, HUDDINGE, LAST, "M")


def test_an_indicator_as_csv_has_a_row_a_year_and_a_column_a_line(figures: Figures) -> None:
    file = download(figures, Choices(HUDDINGE, kpi=WAIT), INDICATOR, "csv")
    assert file.name == f"{WAIT}-Huddinge.csv"
    rows = rows_of(file)
    assert [int(row["År"]) for row in rows] == list(reversed(YEARS))
    assert list(rows[0])[1:3] == ["Huddinge", "Södertörn (medel av 7)"]
    assert float(rows[0]["Huddinge"]) == 22.0
    assert float(rows[0]["Kvinnor"]) == plain_value(WAIT, HUDDINGE, LAST, "K")


def test_an_indicator_as_excel_says_which_it_is_and_in_what_unit(figures: Figures) -> None:
    file = download(figures, Choices(HUDDINGE, kpi=COST), INDICATOR, "xlsx")
    sheets = sheets_of(file)
    assert dict(sheets["Om uppgifterna"][1:])["Indikator"] == f"Kostnad för en elev ({COST})"
    assert dict(sheets["Om uppgifterna"][1:])["Enhet"] == "kr/elev"
    assert sheets["Siffror"][1][:2] == (LAST, plain_value(COST, HUDDINGE, LAST))


def test_made_up_figures_say_so_in_name_and_content(tmp_path: Path, figures: Figures) -> None:
    with opened(built(tmp_path / "x.duckdb", small_harvest(is_example=True))) as snapshot:
        example = Figures(snapshot, figures.catalogue, figures.entered, figures.revision)
        for file in (
            download(example, HERE, OVERVIEW, "csv"),
            download(example, Choices(HUDDINGE, kpi=GRADES), INDICATOR, "csv"),
        ):
            assert file.name.startswith("exempel-")
            assert {row["källa"] for row in rows_of(file)} == {
                "Exempeldata: kommuner och siffror är påhittade.",
            }
        book = sheets_of(download(example, HERE, OVERVIEW, "xlsx"))
        assert "påhittade" in dict(book["Om uppgifterna"][1:])["Källa"]


def test_a_municipality_named_like_a_formula_runs_nothing(tmp_path: Path, figures: Figures) -> None:
    harvest = small_harvest()
    titles = harvest.municipalities["title"].replace("Huddinge", "=1+1")
    harvest = replace(harvest, municipalities=harvest.municipalities.assign(title=titles))
    with opened(built(tmp_path / "x.duckdb", harvest)) as snapshot:
        odd = Figures(snapshot, figures.catalogue, figures.entered, figures.revision)
        choices = Choices(HUDDINGE, kpi=GRADES)
        head = download(odd, choices, INDICATOR, "csv").content.decode("utf-8-sig").splitlines()[0]
        assert ",=1+1" not in head
        book = workbook(download(odd, choices, INDICATOR, "xlsx").content)
        assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}

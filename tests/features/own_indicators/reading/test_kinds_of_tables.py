"""Files that look right and are not: tables, places, years and what a workbook hides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.own_indicators.reading.questions import verdict
from core.tabular.faults import CautionKind, alike, rows_named
from tests.features.own_indicators.reading.corpus.case import text
from tests.features.own_indicators.reading.test_kinds import asked, read, refused
from tests.features.own_indicators.shared import told
from tests.features.own_indicators.workbooks import workbook


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun,År,Värde", "Huddinge,2024,81,5", "Salem,2024,79"),
        ("Kommun,2023,2024", "Huddinge,81,5,82,5"),
        ("Kommun;År;Värde", "Huddinge;2024;1;234"),
        ("Kommun\tÅr\tVärde", "Huddinge\t2024\t81\t5"),
    ],
)
def test_rows_longer_than_the_header_are_refused(lines: tuple[str, ...]) -> None:
    refused(read(text(*lines)), "men rubrikraden 3")


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun;År;Värde", "Huddinge;2024;1", "", "Kommun;År;Värde", "Salem;2024;9"),
        ("Kommun;2024", "Huddinge;80", "Meritvärde", "Kommun;2023", "Huddinge;230"),
        ("Kommunkod;År;Utfall", "0126;2024;1", "Kommunkod;År;Utfall", "0128;2024;9"),
    ],
)
def test_a_second_table_under_the_first_is_named(lines: tuple[str, ...]) -> None:
    upload = read(text(*lines))
    refused(upload, "Filen har två tabeller")
    rows = {one.row for one in upload.rows} | {one.row for one in upload.skipped} | {one.row for one in upload.faults}
    assert {number for number, line in enumerate(lines, start=1) if line} <= rows


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun;2024;;Kommun;2023", "Huddinge;80;;Salem;70", "Salem;81;;Huddinge;71"),
        ("Kommun;År;Värde;Skolkommun", "Huddinge;2024;80;Salem", "Salem;2024;70;Huddinge"),
        ("Hemkommun;Kommun;År;Värde", "Haninge;Huddinge;2024;80", "Haninge;Salem;2024;70"),
    ],
)
def test_a_second_column_of_municipalities_is_named(lines: tuple[str, ...]) -> None:
    refused(read(text(*lines)), "Två kolumner har kommuner")


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun;Program;År;Värde", "Huddinge;Bygg;2024;12", "Salem;Vård;2024;13"),
        ("Kommun;Ålder;År;Värde", "Huddinge;6 år;2024;12", "Huddinge;7 år;2024;12"),
        ("Kommun;Nyckeltal;År;Värde", "Huddinge;Trivsel;2024;12", "Salem;Trygghet;2024;13"),
        ("Kommun;Huvudman;2024", "Huddinge;Kommunal;12", "Salem;Enskild;13"),
    ],
)
def test_a_column_that_tells_rows_apart_is_asked_about(lines: tuple[str, ...]) -> None:
    assert CautionKind.APART in asked(read(text(*lines)))


@pytest.mark.parametrize("heading", ["Kommentar", "Källa", "Län", "Ansvarig"])
def test_a_column_of_comments_is_not(heading: str) -> None:
    lines = (f"Kommun;År;Värde;{heading}", "Huddinge;2024;12;en sak", "Salem;2024;13;en annan")
    assert CautionKind.APART not in asked(read(text(*lines)))


@pytest.mark.parametrize(
    "above",
    [
        ("Kommun;Samtliga", "Period;2024"),
        ("Rapport;2024", "Kommun;2024", "Kön;Alla"),
        ("Område;Grundskola", "Kommun;Värde", "Uttag;2025-03-01"),
    ],
)
def test_facts_above_the_header_are_not_the_header(above: tuple[str, ...]) -> None:
    upload = read(text(*above, "", "Kommun;År;Värde", "Huddinge;2024;12,5"))
    assert told(upload) == {"0126 2024 12.5"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Region Skåne", "en region"),
        ("Uppsala län", "ett län"),
        ("Landstinget Sörmland", "en region"),
        ("Stockholms län", "ett län"),
        ("Västra Götalandsregionen", "en region"),
        ("Södertörn", "en grupp"),
        ("0013", "en region"),
    ],
)
def test_regions_counties_and_groups_are_never_municipalities(name: str, words: str) -> None:
    names = {"0380": "Uppsala", "1280": "Malmö", "0180": "Stockholm", "0126": "Huddinge"}
    upload = read(text("Kommun;År;Värde", f"{name};2024;12", "Huddinge;2024;1"), municipalities=names)
    refused(upload, words)
    assert told(upload) == {"0126 2024 1"}


@pytest.mark.parametrize(
    ("written", "id_"),
    [('="0126"', "0126"), ("'0126", "0126"), ("1582", "1489"), ("1121 Östra Göinge", "1256"), ("Malung", "2023")],
)
def test_codes_and_names_of_other_times_and_programs(written: str, id_: str) -> None:
    names = {"0126": "Huddinge", "1489": "Alingsås", "1256": "Östra Göinge", "2023": "Malung-Sälen"}
    upload = read(text("Kommun;År;Värde", f"{written};2024;12,5"), municipalities=names)
    assert told(upload) == {f"{id_} 2024 12.5"}


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun;2023/24 K;2023/24 M", "Huddinge;1;2"),
        ("Kommun;Läsår;Värde", "Huddinge;2023/2024;1"),
        ("Kommun;Läsåret 2023–2024", "Huddinge;1"),
        ("Kommun;År;Värde", "Huddinge;23/24;1"),
        ("Kommun;Läsår;Värde", "Huddinge;2024;1"),
        ("Kommun;Period;Värde", "Huddinge;läsåret 2023/24;1"),
    ],
)
def test_a_school_year_is_the_year_it_ends_wherever_it_stands(lines: tuple[str, ...]) -> None:
    upload = read(text(*lines))
    assert {one.year for one in upload.rows} == {2024}
    assert asked(upload) == {CautionKind.TIMES}
    assert "läses som 2024, det år då det slutar" in upload.warnings[0].what


@pytest.mark.parametrize(
    "lines",
    [
        ("Kommun;Datum;Värde", "Huddinge;2023-10-15;1", "Huddinge;2024-10-15;2", "Salem;2024-10-15;3"),
        ("Kommun;2023-10-15;2024-10-15", "Huddinge;1;2"),
        ("Kommun;Mätperiod;Värde", "Huddinge;2024-03-01;1"),
    ],
)
def test_dates_that_come_once_a_year_are_years(lines: tuple[str, ...]) -> None:
    upload = read(text(*lines))
    assert {one.period for one in upload.rows} == {""}
    assert CautionKind.TIMES in asked(upload)


def test_dates_that_come_every_month_are_months() -> None:
    upload = read(text("Kommun;Datum;Värde", "Huddinge;2024-01-31;1", "Huddinge;2024-02-29;2"))
    assert told(upload) == {"0126 2024 M01 1", "0126 2024 M02 2"}


def _hide_column(book: Any) -> None:
    book.active.column_dimensions["D"].hidden = True


def _hide_rows(book: Any) -> None:
    for row in (2, 3):
        book.active.row_dimensions[row].hidden = True


def _hide_only_sheet_with_table(book: Any) -> None:
    book.create_sheet("Läs mig")["A1"] = "Se nästa blad"
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


@pytest.mark.parametrize("change", [_hide_column, _hide_rows, _hide_only_sheet_with_table])
def test_what_the_workbook_hides_is_asked_about(change: Callable[[Any], None]) -> None:
    rows: list[list[Any]] = [["Kommun", "År", "Kön", "Värde"], ["Huddinge", 2024, "K", 1.5], ["Salem", 2024, "K", 2.5]]
    assert CautionKind.HIDDEN in asked(read(workbook(rows, change=change)))


@pytest.mark.parametrize(
    ("names", "head", "told_first"),
    [
        (("2022", "2023"), ["Kommun", "Värde"], "0126 2022 1"),
        (("Kvinnor", "Män"), ["Kommun", 2024], "0126 2024 K 1"),
        (("2024 T1", "2024 T2"), ["Kommun", "Värde"], "0126 2024 T1 1"),
        (("2023/24", "2024/25"), ["Kommun", "Värde"], "0126 2024 1"),
    ],
)
def test_sheets_that_are_named_by_year_or_gender_are_one_table(
    names: tuple[str, str], head: list[Any], told_first: str
) -> None:
    safe = [name.replace("/", "-") for name in names]
    upload = read(workbook([head, ["Huddinge", 1]], [head, ["Huddinge", 2]], names=safe))
    if "/" in names[0]:
        assert upload.faults
        return
    assert told_first in told(upload)
    assert len(upload.rows) == 2
    assert CautionKind.HIDDEN in asked(upload)


def test_sheets_with_other_headings_are_not_one_table() -> None:
    sheets = ([["Kommun", 2023], ["Huddinge", 1]], [["Kommun", 2024], ["Huddinge", 2]])
    upload = read(workbook(*sheets, names=("2023", "2024")))
    assert CautionKind.UNREAD in asked(upload)


@pytest.mark.parametrize("gender", ["Flickor", "Kvinnor"])
def test_genders_above_years_are_two_rows_of_headings(gender: str) -> None:
    rows: list[list[Any]] = [
        ["Kommun", gender, None, "Pojkar"],
        [None, 2023, 2024, 2023, 2024],
        ["Huddinge", 1, 2, 3, 4],
    ]
    upload = read(workbook(rows))
    assert told(upload) == {"0126 2023 K 1", "0126 2024 K 2", "0126 2023 M 3", "0126 2024 M 4"}


def test_what_is_alike_is_told_once_and_counted() -> None:
    upload = read(text("Kommun;År;Värde", *(f"Ort {number};2024;1" for number in range(1, 1_201))))
    assert len(upload.faults) == 1_200
    [one] = alike(upload.faults)
    assert rows_named(one.rows).replace("\N{NO-BREAK SPACE}", " ") == "rad 2, 3, 4, 5, 6 och 1 195 till"
    said = verdict(upload, 0)[0].replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Filen har 1 200 fel, alla av ett slag: Kommunen är okänd."
    mixed = read(text("Kommun;År;Värde", "Ort;2024;1", "Huddinge;2024;q", "Huddinge;2023;y"))
    assert len(alike(mixed.faults)) == 3
    assert verdict(mixed, 0)[0] == "Filen har 3 fel."


def test_the_column_with_values_can_be_chosen_where_several_may_be_it() -> None:
    content = text("Kommun;År;Behörighet;Meritvärde", "Huddinge;2024;81,5;23")
    upload = read(content)
    refused(upload, "Flera kolumner kan vara värdet")
    assert upload.understood
    assert [one.heading for one in upload.understood.value_columns] == ["Behörighet", "Meritvärde"]
    assert told(read(content, value_column="D")) == {"0126 2024 23"}
    assert told(read(content, value_column="C")) == {"0126 2024 81.5"}


def test_the_sheet_can_be_chosen_where_several_have_a_table() -> None:
    head = ["Kommun", "År", "Värde"]
    content = workbook([head, ["Huddinge", 2024, 1]], [head, ["Huddinge", 2024, 2]], names=("Trivsel", "Trygghet"))
    upload = read(content)
    assert upload.understood
    assert upload.understood.sheets == ("Trivsel", "Trygghet")
    assert CautionKind.UNREAD in asked(upload)
    chosen = read(content, sheet="Trygghet")
    assert told(chosen) == {"0126 2024 2"}
    assert not asked(chosen)

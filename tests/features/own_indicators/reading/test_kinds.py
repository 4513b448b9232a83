"""Kinds of files that would give a wrong or revealing figure: several of each, none of them those that were found."""

from __future__ import annotations

from typing import Any

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind
from tests.features.own_indicators.reading.corpus.case import text
from tests.features.own_indicators.shared import context, told
from tests.features.own_indicators.workbooks import raw_workbook, workbook


def read(content: bytes, **changes: Any) -> Upload:
    return read_upload(content, "fil", context(expected=frozenset(), **changes))


def asked(upload: Upload) -> set[CautionKind]:
    assert not upload.faults, upload.faults
    return {one.kind for one in upload.warnings}


def refused(upload: Upload, words: str) -> None:
    assert any(words in str(fault) for fault in upload.faults), upload.faults


@pytest.mark.parametrize(
    "persons",
    ["<5", "< 5", "≤4", "färre än 5", "Under 10", "1–4", "0-4", "x", "sekr", "…", ".", "saknas", "högst 4"],
)
def test_a_number_of_persons_that_is_hidden_hides_the_value(persons: str) -> None:
    upload = read(text("Kommun;År;Värde;Antal elever", f"Huddinge;2024;50;{persons}", "Salem;2024;60;40"))
    assert told(upload) == {"0126 2024 Privacy", "0128 2024 60 n=40"}
    assert any("Huddinge 2024" in note.what for note in upload.notes if note.matters)


def test_the_other_gender_goes_with_a_number_that_is_hidden() -> None:
    rows = ("Huddinge;2024;K;50;<5", "Huddinge;2024;M;60;30", "Huddinge;2024;T;59;33")
    upload = read(text("Kommun;År;Kön;Värde;n", *rows))
    assert told(upload) == {"0126 2024 K Privacy", "0126 2024 M Privacy", "0126 2024 59 n=33"}


@pytest.mark.parametrize("persons", ["minst 10", ">10", "10-19", "fler än 20"])
def test_a_number_of_persons_that_is_large_enough_hides_nothing(persons: str) -> None:
    upload = read(text("Kommun;År;Värde;Antal personer", f"Huddinge;2024;50;{persons}"))
    assert told(upload) == {"0126 2024 50"}
    assert not asked(upload)


@pytest.mark.parametrize("persons", ["många", "ca 20", "-3", "12,5", "20 %"])
def test_no_advice_about_a_number_of_persons_leads_to_a_value_that_is_shown(persons: str) -> None:
    upload = read(text("Kommun;År;Värde;Antal", f"Huddinge;2024;50;{persons}"))
    assert "då visas inte värdet heller" in upload.faults[0].advice
    assert "tomt" not in upload.faults[0].advice


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        (("Kommun;År;Värde;Antal", "Huddinge;2024;50;", "Salem;2024;60;40"), "%"),
        (("Kommun;2023;2024;Antal 2024", "Huddinge;50;51;40"), "%"),
        (("Kommun;År;Kön;Värde", "Salem;2024;T;..", "Salem;2024;K;50", "Salem;2024;M;60"), "%"),
        (("Kommun;År;Värde", "Salem;2024;3", "Huddinge;2024;120"), "antal elever"),
        (("Kommun;År;Värde", "Salem;2024;4", "Huddinge;2024;120"), "antal"),
    ],
)
def test_a_group_that_may_be_small_is_asked_about(rows: tuple[str, ...], unit: str) -> None:
    assert CautionKind.PERSONS in asked(read(text(*rows), unit=unit))


@pytest.mark.parametrize("heading", ["Antal skolor", "Antal enheter 2024", "Antal ärenden", "Antal timmar"])
def test_a_number_of_things_is_not_persons(heading: str) -> None:
    upload = read(text(f"Kommun;År;Värde;{heading}", "Huddinge;2024;50;3", "Salem;2024;60;40"))
    assert CautionKind.UNREAD in asked(upload)
    assert told(upload) == {"0126 2024 50", "0128 2024 60"}


@pytest.mark.parametrize(
    "values", [("0,9", "88", "91"), ("12,5", "0,25", "31"), ("97 %", "0,96", "0,95"), ("1", "0,5", "77")]
)
def test_shares_of_one_among_per_cent_are_asked_about(values: tuple[str, ...]) -> None:
    rows = (f"{place};2024;{value}" for place, value in zip(("Huddinge", "Salem", "Haninge"), values, strict=True))
    assert CautionKind.SHARES in asked(read(text("Kommun;År;Värde", *rows)))


@pytest.mark.parametrize("values", [("0,4", "1,2", "3,1"), ("0", "45", "51"), ("1", "2", "4")])
def test_small_per_cent_are_not(values: tuple[str, ...]) -> None:
    rows = (f"{place};2024;{value}" for place, value in zip(("Huddinge", "Salem", "Haninge"), values, strict=True))
    assert CautionKind.SHARES not in asked(read(text("Kommun;År;Värde", *rows)))


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (("Kommun;År;Nettokostnad, mnkr", "Huddinge;2024;12"), "kr"),
        (("Kommun;2023 tkr;2024 tkr", "Huddinge;12;13"), "kr/elev"),
        (("Kommun;År;Utfall i tusen kronor", "Huddinge;2024;12"), "kr"),
        (("Kommun;År;Värde [‰]", "Huddinge;2024;12"), "%"),
        (("Kommun;År;Värde %", "Huddinge;2024;12"), "kr"),
        (("Kommun;År;Kostnad (kr/inv)", "Huddinge;2024;12"), "kr/elev"),
        (("Alla belopp i tkr;;", "Kommun;År;Värde", "Huddinge;2024;12"), "kr"),
        (("Kommun;År;Värde", "Huddinge;2024;12", "Beloppen är i miljoner kronor"), "kr"),
        (("Kommun;Måttenhet;År;Värde", "Huddinge;tkr;2024;12"), "kr"),
        (("Kommun;År;Väntetid (timmar)", "Huddinge;2024;12"), "dagar"),
    ],
)
def test_another_unit_is_asked_about_wherever_it_stands(lines: tuple[str, ...], unit: str) -> None:
    assert CautionKind.UNITS in asked(read(text(*lines), unit=unit))


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Värde (kr)", "kr/elev"), ("Andel (%)", "%"), ("2024 (kr per invånare)", "kr/inv"), ("Kostnad, tkr", "tkr")],
)
def test_the_indicators_own_unit_is_not(heading: str, unit: str) -> None:
    year = "" if "2024" in heading else "År;"
    row = "Huddinge;12" if "2024" in heading else "Huddinge;2024;12"
    assert not asked(read(text(f"Kommun;{year}{heading}", row), unit=unit))


def formatted(code: str, value: float = 12_345_678.0) -> bytes:
    def dress(book: Any) -> None:
        book.active["C2"].number_format = code

    return workbook([["Kommun", "År", "Värde"], ["Huddinge", 2024, value]], change=dress)


@pytest.mark.parametrize(
    ("code", "value", "unit", "seen"),
    [
        ("#,##0,", 12_345_000, "tkr", 12345.0),
        ('0.0,,"mnkr"', 12_345_678, "mnkr", 12.345678),
        ('#,##0.00\\ "kr"', 12.5, "kr", 12.5),
        ("#,##0.00\\ [$kr-41D]", 12.5, "kr", 12.5),
        ('_-* #,##0\\ _k_r_-;\\-* #,##0\\ _k_r_-;_-* "-"??\\ _k_r_-;_-@_-', 12.5, "kr", 12.5),
        ("0.0%", 0.125, "%", 12.5),
        ("Standard", 12.5, "kr", 12.5),
        ('Standard" kr"', 12.5, "kr", 12.5),
        ("[Red]0.0;[Blue]-0.0", -2.5, "kr", -2.5),
        ('[>=1000000]0.0,,"mnkr";0', 2_500_000, "mnkr", 2.5),
    ],
)
def test_a_number_is_read_as_excel_shows_it(code: str, value: float, unit: str, seen: float) -> None:
    upload = read(formatted(code, value), unit=unit)
    assert [one.value for one in upload.rows] == [seen]
    assert not asked(upload)


@pytest.mark.parametrize(
    ("code", "unit"), [('"ca "0', "kr"), (";;;", "kr"), ('0;-0;"–"', "kr"), ('"mer än "0', "kr"), ('"<"0', "kr")]
)
def test_a_number_that_excel_shows_as_something_else_is_asked_about(code: str, unit: str) -> None:
    assert CautionKind.LOOKS in asked(read(formatted(code, 0 if "–" in code else 12), unit=unit))


@pytest.mark.parametrize("code", ['0" elever"', '0,"tkr"', "0%", "0.0 €"])
def test_a_unit_that_excel_shows_is_held_against_the_indicators(code: str) -> None:
    refused(read(formatted(code, 12), unit="dagar"), "nyckeltalets enhet är dagar")


def rich(runs: str) -> bytes:
    cells = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c>'
    head = cells.format(1, "Kommun", "År") + '<c r="C1" t="inlineStr"><is><t>Värde</t></is></c>'
    row = cells.format(2, "Huddinge", "2024") + f'<c r="C2" t="inlineStr"><is>{runs}</is></c>'
    return raw_workbook(f'<row r="1">{head}</row><row r="2">{row}</row>')


RAISED = '<r><rPr><vertAlign val="superscript"/></rPr><t>{}</t></r>'


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        ("<r><t>48</t></r>" + RAISED.format("2"), 48),
        ("<r><t>7,5</t></r>" + RAISED.format("a)"), 7.5),
        ("<r><rPr><strike/></rPr><t>1</t></r><r><t>23</t></r>", 23),
        (RAISED.format("1") + "<r><t>9</t></r>", 9),
    ],
)
def test_raised_and_struck_signs_are_no_part_of_a_number(runs: str, value: float) -> None:
    upload = read(rich(runs))
    assert [one.value for one in upload.rows] == [value]
    assert CautionKind.LOOKS in asked(upload)


@pytest.mark.parametrize("cell", ["12¹", "12*", "12 1)", "=12+1", "12\n500", "1\n2"])
def test_a_number_with_something_at_it_is_refused(cell: str) -> None:
    assert read(workbook([["Kommun", "År", "Värde"], ["Huddinge", "2024", cell]], change=_texts), unit="kr").faults


def _texts(book: Any) -> None:
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"

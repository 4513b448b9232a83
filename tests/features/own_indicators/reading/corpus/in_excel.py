"""Workbooks as convenors make them, good and bad, each with what should come of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openpyxl.styles import Font  # type: ignore[import-untyped]  # it has no types
from openpyxl.utils.datetime import CALENDAR_MAC_1904  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from core.tabular.faults import CautionKind, SkipReason
from tests.features.own_indicators.reading.corpus.case import LONG_TOLD, Case
from tests.features.own_indicators.workbooks import parts_of, raw_workbook, workbook, zipped

LONG: tuple[tuple[Any, ...], ...] = (("Kommun", "År", "Värde"), ("Huddinge", 2024, 12.5), ("Haninge", 2024, 13))
PLAIN = workbook(LONG)


def _merged(book: Any) -> None:
    sheet = book.active
    sheet.merge_cells("A1:C1")
    sheet["A1"].font = Font(bold=True)
    sheet.add_data_validation(DataValidation(type="list", formula1='"K,M,T"'))
    sheet.freeze_panes = "A3"


def _hidden(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def _hidden_sheet(book: Any) -> None:
    book["Arkiv"].sheet_state = "hidden"


def _percent(book: Any) -> None:
    for place in ("C2", "C3"):
        book.active[place].number_format = "0.0%"


def _months(book: Any) -> None:
    for place in ("B1", "C1"):
        book.active[place].number_format = "mmm-yy"


def _mac(book: Any) -> None:
    book.epoch = CALENDAR_MAC_1904


def _formatted_far_out(book: Any) -> None:
    book.active.cell(5_000, 150).font = Font(bold=True)


def _without_size(sheet: str) -> bytes:
    return raw_workbook(sheet, ("Kommun", "År", "Värde", "Huddinge", "Haninge"))


_HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
_HUDDINGE = '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>2024</v></c><c r="C2"><v>12.5</v></c></row>'
_FORMULAS = (
    '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>2024</v></c><c r="C2"><f>SUM(1,2)</f><v>3</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>4</v></c><c r="B3"><v>2024</v></c><c r="C3"><f>SUM(1,2)</f></c></row>'
    '<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4"><v>2023</v></c><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="5"><c r="A5" t="s"><v>4</v></c><c r="B5"><v>2022</v></c><c r="C5" t="str"><f>IF(1,"")</f><v></v></c></row>'
)
_WRONG_SIZE = '<dimension ref="A1:B1"/>'
_NO_PLACES = (
    "<row><c t='inlineStr'><is><t>Kommun</t></is></c><c t='inlineStr'><is><t>2024</t></is></c></row>"
    "<row><c t='inlineStr'><is><r><t>Hud</t></r><r><t>dinge</t></r></is></c><c><v>5</v></c></row>"
)
_DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)

# A workbook knows no time zones.
_NOON = datetime(2023, 1, 1, 12)  # noqa: DTZ001

WORKBOOKS = {
    "long": Case(PLAIN, LONG_TOLD, understood={"kind": "xlsx", "sheet": "Blad1", "encoding": ""}),
    "wide-with-typed-years": Case(
        workbook((("Kommun", 2023, 2024.0), ("Huddinge", 1.5, None), ("Haninge", "..", "2,5"))),
        "0126 2023 1.5; 0136 2023 Privacy; 0136 2024 2.5",
    ),
    "codes-as-numbers": Case(workbook((("Kod", "År", "Värde"), (126, "2024", 1.5))), "0126 2024 1.5"),
    "years-as-dates": Case(
        workbook((("Kommun", "År", "Värde"), ("Huddinge", date(2024, 12, 31), 1), ("Haninge", _NOON, 2))),
        "0126 2024 1; 0136 2023 2",
    ),
    "years-as-dates-from-a-mac": Case(
        workbook((("Kommun", "År", "Värde"), ("Huddinge", date(2024, 12, 31), 1)), change=_mac), "0126 2024 1"
    ),
    "years-as-dates-in-headings": Case(
        workbook((("Kommun", date(2023, 12, 31), date(2024, 12, 31)), ("Huddinge", 1, 2))),
        "0126 2023 1; 0126 2024 2",
    ),
    "months-as-dates-in-headings": Case(
        workbook((("Kommun", date(2025, 1, 1), date(2025, 2, 1)), ("Huddinge", 1, 2)), change=_months),
        "0126 2025 M01 1; 0126 2025 M02 2",
    ),
    "a-value-that-became-a-date": Case(
        workbook((("Kommun", "År", "Värde"), ("Huddinge", 2024, date(2025, 5, 12)))), faults="2C", says="ett datum"
    ),
    "per-cent-as-excel-stores-it": Case(
        workbook((("Kommun", "År", "Värde"), ("Huddinge", 2024, 0.07), ("Haninge", 2024, 1)), change=_percent),
        "0126 2024 7; 0136 2024 100",
    ),
    "per-cent-where-the-unit-is-another": Case(
        workbook((("Kommun", "År", "Värde"), ("Huddinge", 2024, 0.07), ("Haninge", 2024, 1)), change=_percent),
        faults="2C 3C",
        context={"unit": "kr"},
    ),
    "a-merged-title-and-comments": Case(
        workbook((("Nöjda 2024", None, None), *LONG, (), ("Källa: egen", None, None)), change=_merged),
        LONG_TOLD,
        skipped={6: SkipReason.COMMENT},
        understood={"header_row": 2},
    ),
    "hidden-rows-are-read": Case(
        workbook(LONG, change=_hidden),
        LONG_TOLD,
        cautions=(CautionKind.HIDDEN,),
    ),
    "the-first-sheet-with-a-table": Case(
        workbook((("Läs mig",),), LONG, names=("Information", "Data")), LONG_TOLD, understood={"sheet": "Data"}
    ),
    "a-hidden-sheet-comes-last": Case(
        workbook((("Kommun", 2019), ("Huddinge", 1)), LONG, names=("Arkiv", "Data"), change=_hidden_sheet),
        LONG_TOLD,
        understood={"sheet": "Data"},
        cautions=(CautionKind.UNREAD,),
    ),
    "a-sheet-for-every-year": Case(
        workbook(LONG, LONG, names=("2024", "2023")), LONG_TOLD, cautions=(CautionKind.UNREAD,)
    ),
    "a-table-that-begins-at-c4": Case(
        workbook(((), (), (), (None, None, "Kommun", 2024), (None, None, "Huddinge", 5), (None, None, "Okänd", 6))),
        "0126 2024 5",
        faults="6C",
        understood={"header_row": 4},
    ),
    "cells-formatted-far-out": Case(workbook(LONG, change=_formatted_far_out), LONG_TOLD),
    "text-that-looks-like-a-formula": Case(
        raw_workbook(
            _HEADER + _HUDDINGE + '<row r="3"><c r="A3" t="s"><v>5</v></c><c r="C3"><v>1</v></c></row>',
            ("Kommun", "År", "Värde", "Huddinge", "Haninge", "=1+1"),
        ),
        "0126 2024 12.5",
        faults="3A 3B",
    ),
    "formulas-give-their-computed-values": Case(
        _without_size(_HEADER + _FORMULAS),
        "0126 2024 3",
        faults="3C 4C",
        says="Excel visar ett fel",
        skipped={5: SkipReason.NO_VALUE},
    ),
    "no-coordinates-and-rich-text": Case(raw_workbook(_NO_PLACES), "0126 2024 5"),
    "a-size-that-is-not-true": Case(
        raw_workbook(_HEADER + _HUDDINGE, ("Kommun", "År", "Värde", "Huddinge"), before=_WRONG_SIZE),
        "0126 2024 12.5",
    ),
    "rows-in-disorder": Case(_without_size(_HUDDINGE + _HEADER), "0126 2024 12.5"),
    "a-row-number-beyond-all-sheets": Case(
        _without_size(_HEADER + _HUDDINGE.replace('r="2"', 'r="987654321"')), "0126 2024 12.5"
    ),
    "a-column-far-to-the-right": Case(
        _without_size(_HEADER + _HUDDINGE + '<row r="3"><c r="XFD3"><v>1</v></c></row>'),
        faults="3",
        says="Högst 200",
    ),
    "no-number-in-a-number-cell": Case(
        _without_size(_HEADER + _HUDDINGE.replace("12.5", "1e999")), faults="2C", says="för stort"
    ),
    "empty-sheet": Case(workbook(()), says="Ingen rad med rubriker"),
    "cut-in-the-middle": Case(PLAIN[: len(PLAIN) // 2], says="skadad"),
    "not-xml-inside": Case(zipped(parts_of(PLAIN) | {"xl/worksheets/sheet1.xml": b"\x00\x01"}), says="skadad"),
    "no-parts-but-a-workbook": Case(zipped({"xl/workbook.xml": "<workbook/>"}), says="skadad"),
    "a-document-type": Case(zipped(parts_of(PLAIN) | {"xl/worksheets/sheet1.xml": _DOCTYPE}), says="skadad"),
    "a-bomb-of-zeros": Case(
        zipped(parts_of(PLAIN) | {"xl/worksheets/sheet2.xml": bytes(10_000_000)}), says="orimligt stor"
    ),
    "a-bomb-among-the-styles": Case(
        zipped(parts_of(PLAIN) | {"xl/styles.xml": bytes(5_000_001)}), says="orimligt stor"
    ),
    "thousands-of-parts": Case(
        zipped(parts_of(PLAIN) | {f"xl/{n}.xml": "" for n in range(1_000)}), says="orimligt stor"
    ),
    "libreoffice": Case(
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), says="LibreOffice"
    ),
    "word": Case(zipped({"word/document.xml": "<x/>"}), says="dokument"),
    "binary-excel": Case(zipped({"xl/workbook.bin": b"\x01"}), says="xlsb"),
    "zip": Case(zipped({"tabell.csv": "Kommun;2024"}), says="zip"),
}

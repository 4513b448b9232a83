"""Tables as files: CSV and Excel, in which no text is a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Mapping[str, str] = {"csv": CSV_TYPE, "xlsx": EXCEL_TYPE}
KINDS = tuple(MEDIA_TYPES)
# Excel in Sweden reads a CSV file as UTF-8 only when it begins so.
BYTE_ORDER_MARK = "\ufeff"

# Widths of a spreadsheet's columns, in letters.
_NARROWEST, _WIDEST = 8, 48
# What there is to know about the figures of a workbook, and what is the same in all of them.
ABOUT = "Om uppgifterna"
_ABOUT_HEADS = ("Uppgift", "Innehåll")
_ALWAYS = (("Tomma celler", "Det finns inget värde: inte redovisat, sekretess eller inte tillämpligt."),)
_UNITS, _DECIMALS, _VALUES = ("enhet", "unit"), ("decimals",), ("value", "värde", "target", "mål")
_YEARS = ("year", "target_year", "trend_from_year", "plan")
# A cell that begins so is a formula to a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """TEXT with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{text}" if str(text).startswith(_FORMULA_STARTS) else text


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """FRAME with ja and nej for its booleans, as a reader of Swedish headings expects; a missing one stays so."""
    told = [name for name in frame.columns if pd.api.types.is_bool_dtype(frame[name].dtype)]
    return frame.assign(**{name: frame[name].map({True: "ja", False: "nej"}) for name in told})


def to_csv(frame: pd.DataFrame) -> str:
    """Comma separated, decimal point, full precision; text that a spreadsheet would run is made harmless.

    CRLF, so that a line end within a text is quoted.
    """
    safe = frame.copy()
    for column in safe.columns[[pd.api.types.is_string_dtype(t) for t in safe.dtypes]]:
        safe[column] = safe[column].map(harmless, na_action="ignore")
    return str(safe.rename(columns=harmless).to_csv(index=False, lineterminator="\r\n"))


def to_excel(sheets: Mapping[str, pd.DataFrame], about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook with typed cells, one sheet for each frame; text stays text, whatever it begins with.

    The last sheet has what there is to know ABOUT the figures: (what, its text).
    """
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            _readable(writer.sheets[name])
        tell_about(writer.book, (*about, *_ALWAYS))
    return stream.getvalue()


def tell_about(book: Workbook, about: Sequence[tuple[str, str]]) -> None:
    """A last sheet of BOOK with what there is to know ABOUT its figures: (what, its text)."""
    sheet = book.create_sheet(ABOUT)
    for row in (_ABOUT_HEADS, *about):
        sheet.append(row)
    _readable(sheet)


def _readable(sheet: Worksheet) -> None:
    """Text stays text; the heading stays in sight, can be filtered by, and columns show what they hold."""
    names = [str(cell.value).lower() for cell in sheet[1]]
    unit, decimals = (next((n for n, name in enumerate(names) if name in of), None) for of in (_UNITS, _DECIMALS))
    for row in sheet.iter_rows():
        for name, cell in zip(names, row, strict=True):
            if cell.data_type == "f":
                cell.data_type = "s"
            elif cell.data_type == "n" and cell.row > 1:
                of = str(row[unit].value) if unit is not None else name
                cell.number_format = _number_format(name, cell.value, of, row[decimals].value if decimals else None)
    for column in sheet.iter_cols():
        widest = max(len(str(cell.value)) for cell in column if cell.value is not None)
        sheet.column_dimensions[column[0].column_letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _number_format(name: str, value: object, unit: str, decimals: object) -> str:
    """How a number of UNIT is shown; the cell has all of it. A year is no thousand."""
    if name in _YEARS or name.endswith("år"):
        return "0"
    if isinstance(value, int):
        return "#,##0"
    if isinstance(decimals, int) and name in _VALUES:
        return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return "#,##0" if unit.startswith(("kr", "tkr", "mnkr")) else "#,##0.0##"

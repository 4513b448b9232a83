"""Workbooks: which sheet holds the table, and what stands in its cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, iterparse  # xlsx_guard has refused document types

from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types
from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped]
from openpyxl.worksheet._reader import (  # type: ignore[import-untyped]
    COL_TAG,
    FORMULA_TAG,
    ROW_TAG,
    WorkSheetParser,
)

from core.own.cells import Cell, Percent, RawRow, RawTable, RowBasket, clean, too_wide
from core.own.findings import Caution, CautionKind, UnusableError, cut
from core.own.kinds import Kind
from core.own.limits import MOST_CELLS, MOST_COLUMNS, MOST_SHEETS
from core.own.xlsx_guard import damaged, refuse_bombs
from core.words.formats import number

# What a cell says whose formula has never been computed; such files come from other programs than Excel.
UNCOMPUTED = "#OBERÄKNAD!"
_FIRST_OWN_FORMAT = 164
# In a format, what stands in quotation marks or brackets, or after a backslash, is not a sign of its own.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_PEEKED_ROWS = 200


def read_workbook(content: bytes, has_table: Callable[[Sequence[RawRow]], bool]) -> RawTable:
    """The first sheet, visible ones first, whose first rows HAS_TABLE says yes to; else the first sheet.

    Other sheets that also have a table are named in a caution. Raises UnusableError for what cannot be read.
    """
    refuse_bombs(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of everything it leaves out (colours, lists of choices): nothing a reader needs.
            warnings.simplefilter("ignore")
            return _read(content, has_table)
    except UnusableError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles on in a damaged file
        raise damaged() from error


def _read(content: bytes, has_table: Callable[[Sequence[RawRow]], bool]) -> RawTable:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [_Sheet(workbook, sheet) for sheet in workbook.worksheets[:MOST_SHEETS]]
    sheets.sort(key=lambda sheet: sheet.is_hidden)
    if not sheets:
        raise UnusableError("Excelfilen har inga blad med celler.", "Lägg tabellen på ett eget blad.")
    with_table = [sheet for sheet in sheets if has_table(sheet.first_rows())]
    chosen = next(iter(with_table), sheets[0])
    rows = tuple(chosen.all_rows())
    cautions = [_other_table(chosen, other) for other in with_table if other is not chosen]
    return RawTable(
        kind=Kind.WORKBOOK,
        rows=rows,
        sheet=cut(chosen.name),
        has_hidden=chosen.has_hidden,
        cautions=tuple(cautions),
    )


def _other_table(chosen: _Sheet, other: _Sheet) -> Caution:
    what = f"Bladet ”{cut(other.name)}” har också en tabell. Bara bladet ”{cut(chosen.name)}” läses."
    return Caution(CautionKind.UNREAD, 0, "", what, "Samla allt på ett blad, eller läs in bladen var för sig.")


@dataclass
class _Sheet:
    """One sheet of an open workbook. ``has_hidden`` is known when the rows have been read."""

    workbook: Any
    sheet: Any
    has_hidden: bool = False
    percent: frozenset[int] = field(init=False)
    date_shapes: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        formats = {number: _format(self.workbook, style) for number, style in enumerate(self.workbook._cell_styles)}
        self.percent = frozenset(number for number, code in formats.items() if "%" in code)
        self.date_shapes = {number: "".join(sign for sign in "ymd" if sign in code) for number, code in formats.items()}

    @property
    def name(self) -> str:
        return str(self.sheet.title)

    @property
    def is_hidden(self) -> bool:
        return bool(self.sheet.sheet_state != "visible")

    def first_rows(self) -> list[RawRow]:
        """The rows that are not blank among the first of the sheet; none when they cannot be used."""
        try:
            return self._rows(_PEEKED_ROWS)
        except UnusableError:
            return []

    def all_rows(self) -> list[RawRow]:
        """Every row that is not blank. Raises UnusableError when the sheet is too large."""
        return self._rows(None)

    def _rows(self, most: int | None) -> list[RawRow]:
        basket, count = RowBasket(), 0
        for row, cells in islice(self._elements(), most):
            count += len(cells) + 1
            if count > MOST_CELLS:
                what = f"Bladet ”{cut(self.name)}” är för stort: mer än {number(MOST_CELLS)} celler."
                raise UnusableError(what, "Kopiera tabellen till ett nytt blad utan tomma rader och kolumner.")
            placed = {cell["column"]: value for cell in cells if (value := self._cell(cell)) != ""}
            widest = max(placed, default=0)
            if widest > MOST_COLUMNS:
                raise too_wide(row, widest)
            basket.add(row, [placed.get(place, "") for place in range(1, widest + 1)])
        return sorted(basket.rows, key=lambda row: row.number)

    def _elements(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Rows as they stand in the file. openpyxl's own walk drops rows outside the size that the file claims."""
        with self.workbook._archive.open(self.sheet._worksheet_path) as source:
            parser = _Parser(
                source,
                self.sheet._shared_strings,
                data_only=True,
                epoch=self.workbook.epoch,
                date_formats=self.workbook._date_formats,
                timedelta_formats=self.workbook._timedelta_formats,
            )
            for _, element in iterparse(source):  # noqa: S314
                if element.tag in (ROW_TAG, COL_TAG):
                    self.has_hidden |= element.get("hidden") in ("1", "true")
                if element.tag == ROW_TAG:
                    yield parser.parse_row(element)
                    parser.row_dimensions.clear()
                    element.clear()

    def _cell(self, cell: dict[str, Any]) -> Cell:
        value, style = cell["value"], cell["style_id"]
        if value is None:
            return ""
        if isinstance(value, bool):
            return "SANT" if value else "FALSKT"
        if isinstance(value, int | float):
            return _number(value, is_percent=style in self.percent)
        if isinstance(value, date):
            return _date(value, self.date_shapes.get(style, ""))
        return clean(str(value))


class _Parser(WorkSheetParser):  # type: ignore[misc]  # it has no types
    """openpyxl's reader of cells, telling a formula without a value from an empty cell."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """The cell as openpyxl has it."""
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        # A formula that gives an empty text ("") is computed, and has a type that says so.
        if cell["value"] is None and formula is not None and element.get("t", "n") != "str":
            cell["value"] = UNCOMPUTED
        return cell


def _format(workbook: Any, style: Any) -> str:
    number = style.numFmtId
    if number < _FIRST_OWN_FORMAT:
        code = BUILTIN_FORMATS.get(number, "")
    else:
        own = workbook._number_formats
        code = own[number - _FIRST_OWN_FORMAT] if number - _FIRST_OWN_FORMAT < len(own) else ""
    return _LITERAL.sub("", code.lower())


def _number(value: float, *, is_percent: bool) -> Cell:
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    return Percent.of(number) if is_percent and abs(number) < float("inf") else number


def _date(value: date, shape: str) -> str:
    """As much of VALUE as the format shows: a year, a month, a day, or a moment."""
    if shape == "y":
        return f"{value.year:04}"
    if shape == "ym":
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:%Y-%m-%d}"

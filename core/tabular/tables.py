"""Bytes to a table: CSV as Excel and text editors write it, and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias

from core.tabular.cells import RawRow, RawTable, clean
from core.tabular.csv_table import read_text
from core.tabular.faults import UnusableError
from core.tabular.file_kinds import Kind, kind_of
from core.tabular.kept import Kept
from core.tabular.ods_table import read_ods
from core.tabular.xlsx_table import read_workbook

HasTable: TypeAlias = Callable[[Sequence[RawRow]], bool]


def _cells(table: RawTable | UnusableError) -> int:
    return sum(len(row.cells) for row in table.rows) if isinstance(table, RawTable) else 1


_TABLES: Kept[RawTable | UnusableError] = Kept(_cells)


def read_table(content: bytes, has_table: HasTable, tidy: Callable[[str], str] = clean, sheet: str = "") -> RawTable:
    """The table in CONTENT: the whole text, or the workbook's first sheet whose beginning HAS_TABLE says yes to.

    TIDY makes a text's cells what they are, SHEET is one that goes before the others. Raises UnusableError (Swedish)
    for what is no table, damaged, too large or a zip bomb.
    """
    kind = kind_of(content)
    if kind is Kind.TEXT:
        return read_text(content, tidy)
    return (read_ods if kind is Kind.SHEET else read_workbook)(content, has_table, sheet)


def kept_table(content: bytes, has_table: HasTable, tidy: Callable[[str], str] = clean) -> RawTable:
    """As ``read_table``, read once for a page that is drawn many times. HAS_TABLE and TIDY are the same every time."""
    found = _TABLES.get((sha256(content).digest(), has_table, tidy), lambda: _tried(content, has_table, tidy))
    if isinstance(found, UnusableError):
        raise UnusableError(found.what, found.advice, found.row)
    return found


def _tried(content: bytes, has_table: HasTable, tidy: Callable[[str], str]) -> RawTable | UnusableError:
    try:
        return read_table(content, has_table, tidy)
    except UnusableError as error:
        return error

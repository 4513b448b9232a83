"""Bytes to a table: CSV as Excel and text editors write it, and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.own.cells import RawRow, RawTable
from core.own.csv_table import read_text
from core.own.kinds import Kind, kind_of
from core.own.xlsx_table import read_workbook


def read_table(content: bytes, has_table: Callable[[Sequence[RawRow]], bool]) -> RawTable:
    """The table in CONTENT: the whole text, or the workbook's first sheet whose beginning HAS_TABLE says yes to.

    Raises UnusableError (Swedish) for what is no table, damaged, too large or a zip bomb.
    """
    if kind_of(content) is Kind.WORKBOOK:
        return read_workbook(content, has_table)
    return read_text(content)

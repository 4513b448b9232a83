"""How a workbook shows its cells: what a number stands for, by the number of the cell's style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import IO, NamedTuple

from openpyxl.styles.numbers import (  # type: ignore[import-untyped]  # it has no types
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

from core.tabular.cells import Cell, Percent, clean
from core.tabular.xlsx_xml import Budget, Walk, main

# In a format, what stands in quotation marks or brackets, or after a backslash, is not a sign of its own.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# Excel's own limit.
_LONGEST_FORMAT = 255


class Look(NamedTuple):
    """What a style says of a number. ``shape`` is which of y, m and d a moment shows."""

    is_moment: bool
    is_span: bool
    is_percent: bool
    shape: str


@dataclass
class Formats:
    """The formats of a workbook's styles. ``epoch`` is the day that its dates count from."""

    epoch: datetime
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    _looks: dict[int, Look] = field(default_factory=dict)

    def read(self, source: IO[bytes], budget: Budget) -> None:
        """Take in a part with styles. Raises UnusableError for more than there may be."""
        group = ""

        def begin(name: str, _: dict[str, str]) -> None:
            nonlocal group
            group = name

        def code(attributes: dict[str, str]) -> None:
            if group == "numFmts":
                self.codes[int(attributes["numFmtId"])] = attributes["formatCode"][:_LONGEST_FORMAT]

        def style(attributes: dict[str, str]) -> None:
            if group == "cellXfs":
                self.styles.append(int(attributes.get("numFmtId", "0")))

        groups = ("numFmts", "cellXfs", "cellStyleXfs", "dxfs")
        opens = {main(name): partial(begin, name) for name in groups}
        Walk(source, budget, {**opens, main("numFmt"): code, main("xf"): style}).whole()

    def shown(self, number: float, style: int) -> Cell:
        """What a cell in STYLE says that holds NUMBER: a number, or as much of a moment as is shown."""
        look = self._looks.get(style) or self._look(style)
        if not look.is_moment:
            return Percent.of(number) if look.is_percent and abs(number) < float("inf") else number
        try:
            moment = from_excel(number, self.epoch, timedelta=look.is_span)
        except (OverflowError, ValueError):
            return "#VALUE!"
        return date_text(moment, look.shape) if isinstance(moment, date) else clean(str(moment))

    def shape(self, style: int) -> str:
        """Which of y, m and d a moment in STYLE shows."""
        return (self._looks.get(style) or self._look(style)).shape

    def _look(self, style: int) -> Look:
        known = self.styles[style] if 0 <= style < len(self.styles) else 0
        code = str(self.codes.get(known) or BUILTIN_FORMATS.get(known) or "")
        signs = _LITERAL.sub("", code.lower())
        shape = "".join(sign for sign in "ymd" if sign in signs)
        look = Look(bool(is_date_format(code)), bool(is_timedelta_format(code)), "%" in signs, shape)
        self._looks[style] = look
        return look


def date_text(value: date, shape: str) -> str:
    """As much of VALUE as SHAPE shows: a year, a month, a day, or a moment."""
    if shape == "y":
        return f"{value.year:04}"
    if shape == "ym":
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:%Y-%m-%d}"

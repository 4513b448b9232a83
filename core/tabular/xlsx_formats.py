"""How a workbook shows its cells: what a number stands for, by the number of the cell's style."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import IO

from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped]  # it has no types
from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

from core.tabular.cells import Cell, Shown, clean
from core.tabular.number_formats import NumberFormat, read_format
from core.tabular.xlsx_xml import Budget, Opened, Walk, main

# Excel's own limit.
_LONGEST_FORMAT = 255
_WHITE = "vit text på vitt"


@dataclass
class Formats:
    """The formats of a workbook's styles. ``epoch`` is the day that its dates count from.

    ``unseen`` tells of each style whether its text is white on white.
    """

    epoch: datetime
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    unseen: list[bool] = field(default_factory=list)
    _read: dict[int, NumberFormat] = field(default_factory=dict)

    def read(self, source: IO[bytes], budget: Budget) -> None:
        """Take in a part with styles. Raises UnusableError for more than there may be."""
        group = ""
        is_white: list[bool] = []
        is_filled: list[bool] = []

        def part(of: str, found: list[bool], _: dict[str, str]) -> None:
            if group == of:
                found.append(False)

        def colour(of: str, found: list[bool], is_it: Callable[[dict[str, str]], bool], given: dict[str, str]) -> None:
            if group == of and found:
                found[-1] = is_it(given)

        def begin(name: str, _: dict[str, str]) -> None:
            nonlocal group
            group = name

        def code(attributes: dict[str, str]) -> None:
            if group == "numFmts":
                self.codes[int(attributes["numFmtId"])] = attributes["formatCode"][:_LONGEST_FORMAT]

        def style(attributes: dict[str, str]) -> None:
            if group == "cellXfs":
                self.styles.append(int(attributes.get("numFmtId", "0")))
                font, fill = (int(attributes.get(name, "0")) for name in ("fontId", "fillId"))
                self.unseen.append(_at(is_white, font) and not _at(is_filled, fill))

        groups = ("numFmts", "cellXfs", "cellStyleXfs", "dxfs", "fonts", "fills", "borders")
        opens: dict[str, Opened] = {main(name): partial(begin, name) for name in groups}
        opens |= {main("numFmt"): code, main("xf"): style}
        opens |= {main("font"): partial(part, "fonts", is_white), main("fill"): partial(part, "fills", is_filled)}
        opens |= {main("color"): partial(colour, "fonts", is_white, _is_white)}
        opens |= {main("fgColor"): partial(colour, "fills", is_filled, lambda given: not _is_white(given))}
        Walk(source, budget, opens).whole()

    def shown(self, number: float, style: int) -> Cell:
        """What a cell in STYLE says that holds NUMBER: a number, or as much of a moment as is shown."""
        section = self._format(style).section(number)
        if not section.is_moment:
            found = section.shown(number)
            return Shown(float(found), getattr(found, "unit", ""), _WHITE) if _at(self.unseen, style) else found
        try:
            moment = from_excel(number, self.epoch, timedelta=section.is_span)
        except (OverflowError, ValueError):
            return "#VALUE!"
        return date_text(moment, section.shape) if isinstance(moment, date) else clean(str(moment))

    def shape(self, style: int) -> str:
        """Which of y, m and d a moment in STYLE shows."""
        return self._format(style).sections[0].shape

    def _format(self, style: int) -> NumberFormat:
        if style not in self._read:
            known = self.styles[style] if 0 <= style < len(self.styles) else 0
            self._read[style] = read_format(str(self.codes.get(known) or BUILTIN_FORMATS.get(known) or ""))
        return self._read[style]


def _at(found: Sequence[bool], place: int) -> bool:
    return 0 <= place < len(found) and found[place]


def _is_white(given: dict[str, str]) -> bool:
    """Whether a colour is white: by its own, or the theme's first, which is the paper's."""
    is_paper = given.get("theme") == "0" and float(given.get("tint") or 0) == 0
    # Of the numbered colours, 1 and 9 are white.
    return is_paper or given.get("indexed") in ("1", "9") or given.get("rgb", "").upper().endswith("FFFFFF")


def date_text(value: date, shape: str) -> str:
    """As much of VALUE as SHAPE shows: a year, a month, a day, or a moment."""
    if shape == "y":
        return f"{value.year:04}"
    if shape == "ym":
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:%Y-%m-%d}"

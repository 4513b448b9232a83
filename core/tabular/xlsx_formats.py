"""How a workbook shows its cells: what a number stands for, by the number of the cell's style."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import IO

from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped]  # it has no types
from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

from core.tabular.cells import PAPER, Bare, Cell, clean, shade, unseen, why_unseen
from core.tabular.number_formats import NumberFormat, read_format
from core.tabular.xlsx_xml import Budget, Opened, Walk, main

# Excel's own limit.
_LONGEST_FORMAT = 255
# The theme's and the numbered colours that are the paper's, and the text's.
_INK = "000000"
_NAMED = dict.fromkeys(("t0", "i1", "i9", "i65"), PAPER) | dict.fromkeys(("t1", "i0", "i8", "i64"), _INK)
_PALE_TINT = 0.1


@dataclass
class Formats:
    """The formats of a workbook's styles. ``epoch`` is the day that its dates count from.

    ``colours`` are those of the text and of what is behind it in the cells of each style.
    """

    epoch: datetime
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    colours: list[tuple[str, str]] = field(default_factory=list)
    _read: dict[int, NumberFormat] = field(default_factory=dict)

    def read(self, source: IO[bytes], budget: Budget) -> None:
        """Take in a part with styles. Raises UnusableError for more than there may be."""
        group, pattern = "", ""
        colours: dict[str, list[str]] = {"fonts": [], "fills": []}

        def part(of: str, usual: str, _: dict[str, str]) -> None:
            if group == of:
                colours[of].append(usual)

        def colour(of: str, given: dict[str, str]) -> None:
            if group == of and colours[of]:
                colours[of][-1] = colour_of(given) or colours[of][-1]

        def pattern_of(given: dict[str, str]) -> None:
            nonlocal pattern
            pattern = given.get("patternType", "none")

        def behind(given: dict[str, str], *, of_solid: bool) -> None:
            if pattern != "none" and of_solid == (pattern == "solid"):
                colour("fills", given)

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
                ground = colours["fills"][fill] if 0 <= fill < len(colours["fills"]) else PAPER
                text = colours["fonts"][font] if 0 <= font < len(colours["fonts"]) else _INK
                self.colours.append((text, ground))

        groups = ("numFmts", "cellXfs", "cellStyleXfs", "dxfs", "fonts", "fills", "borders")
        opens: dict[str, Opened] = {main(name): partial(begin, name) for name in groups}
        opens |= {main("numFmt"): code, main("xf"): style}
        opens |= {main("font"): partial(part, "fonts", _INK), main("fill"): partial(part, "fills", PAPER)}
        opens |= {main("color"): partial(colour, "fonts"), main("patternFill"): pattern_of}
        # Of a pattern of dots or lines the other colour is the ground, and of none neither.
        opens |= {main("fgColor"): partial(behind, of_solid=True), main("bgColor"): partial(behind, of_solid=False)}
        Walk(source, budget, opens).whole()

    def shown(self, number: float, style: int) -> Cell:
        """What a cell in STYLE says that holds NUMBER: a number, or as much of a moment as is shown."""
        section = self._format(style).section(number)
        if not section.is_moment:
            return section.shown(number)
        try:
            moment = from_excel(number, self.epoch, timedelta=section.is_span)
        except (OverflowError, ValueError):
            return "#VALUE!"
        return date_text(moment, section.shape) if isinstance(moment, date) else clean(str(moment))

    def as_seen(self, cell: Cell, style: int) -> Cell:
        """CELL in STYLE, which tells where nobody sees what it holds: text in the colour of what is behind it."""
        colours = self.colours[style] if 0 <= style < len(self.colours) else (_INK, PAPER)
        why = why_unseen(*colours, cell.inks if isinstance(cell, Bare) else ())
        return unseen(cell, why) if why else cell

    def shape(self, style: int) -> str:
        """Which of y, m and d a moment in STYLE shows."""
        return self._format(style).sections[0].shape

    def _format(self, style: int) -> NumberFormat:
        if style not in self._read:
            known = self.styles[style] if 0 <= style < len(self.styles) else 0
            self._read[style] = read_format(str(self.codes.get(known) or BUILTIN_FORMATS.get(known) or ""))
        return self._read[style]


def colour_of(given: dict[str, str]) -> str:
    """The colour that an element's attributes say, as colours are compared; '' where they say none."""
    named = next((f"{kind[0]}{given[kind]}" for kind in ("theme", "indexed") if kind in given), "")
    tint = float(given.get("tint") or 0)
    if abs(tint) >= _PALE_TINT:
        return f"{named} {tint}"
    return _NAMED.get(named, named) or shade(given.get("rgb", ""))


def date_text(value: date, shape: str) -> str:
    """As much of VALUE as SHAPE shows: a year, a month, a day, or a moment."""
    if shape == "y":
        return f"{value.year:04}"
    if shape == "ym":
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:%Y-%m-%d}"

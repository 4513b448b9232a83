"""A table as it stands in a file, before anybody knows what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from core.tabular.faults import Caution, Fault, UnusableError
from core.tabular.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from core.words.formats import number


class Shown(float):
    """A number as the workbook shows it: 12.5 for a stored 0.125 that is shown as 12,5 %, with UNIT % after it.

    ``looks`` is what the cell shows where it is not a number with a unit ("ca 12", a dash for a nought), else '';
    ``unseen`` why nobody sees it, else ''.
    """

    __slots__ = ("looks", "unit", "unseen")
    unit: str
    looks: str
    unseen: str

    def __new__(cls, value: float, unit: str = "", looks: str = "", unseen: str = "") -> Shown:
        """VALUE, and what stands around it."""
        made = super().__new__(cls, value)
        made.unit, made.looks, made.unseen = unit, looks, unseen
        return made


class Bare(str):
    """A text that is dressed otherwise than it is read.

    Its raised or struck signs, ``left_out``, are not read: a footnote is no part of a number. ``inks`` are the colours
    of its parts where they have colours of their own ('' for the cell's), ``unseen`` is why nobody sees it, else ''.
    """

    __slots__ = ("inks", "left_out", "unseen")
    left_out: str
    inks: Collection[str]
    unseen: str

    def __new__(cls, text: str, left_out: str = "", unseen: str = "", inks: Collection[str] = ()) -> Bare:
        """TEXT without LEFT_OUT."""
        made = super().__new__(cls, text)
        made.left_out, made.unseen, made.inks = left_out, unseen, inks
        return made


# A number that is typed in the workbook, or a clean text ('' for an empty cell; a date is written as ISO).
Cell: TypeAlias = str | float


# How colours are compared: the paper's, and all that is as good as white.
PAPER = "ffffff"
_PALE = re.compile(r"(?:f[0-9a-f]|e[ef]){3}")
_SHORT = 40
_LINES_OF_FIGURES = re.compile(r"(?<=\d)[ \t]*[\r\n]+\s*(?=[\d,.])")
_TOLD_AS_TEXT = re.compile(r'="(.*)"')


@dataclass(frozen=True)
class RawRow:
    """A row that is not blank. ``number`` is the one Excel shows; ``cells`` begin in column A, no blank ones last.

    ``sheet`` is '' but where several sheets are read as one; ``is_hidden`` whether the workbook does not show it.
    """

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    sheet: str = ""

    def __getitem__(self, place: int) -> Cell:
        """The cell in column PLACE (from 0); '' beyond the last."""
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def start(self) -> str:
        """What stands first in the row."""
        return next((shown(cell) for cell in self.cells if cell != ""), "")


@dataclass(frozen=True)
class RawTable:
    """The rows of a file that are not blank, in its order, and how it was read.

    ``encoding`` and ``delimiter`` are '' for a workbook, ``sheet`` is '' for a text. ``faults`` and ``cautions``
    are about the file as such. ``hidden`` are the places (from 0) of columns that the workbook does not show. ``more``
    are the sheets whose names say when or for whom, as this one's does; ``sheets`` all that have a table.
    """

    kind: str
    rows: tuple[RawRow, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    hidden: frozenset[int] = frozenset()
    faults: tuple[Fault, ...] = ()
    cautions: tuple[Caution, ...] = ()
    more: tuple[RawTable, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass
class Tally:
    """How many rows and cells have been gathered."""

    rows: int = 0
    cells: int = 0


@dataclass
class RowBasket:
    """Gathers rows and holds them to the limits, together with the baskets that share its ``tally``."""

    rows: list[RawRow] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def add(self, row: int, cells: list[Cell], *, is_hidden: bool = False) -> None:
        """Take in the row that Excel numbers ROW, unless it is blank. Raises UnusableError when there are too many."""
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise too_wide(row, len(cells))
        self.tally.rows += 1
        if self.tally.rows > MOST_ROWS + 1:
            what = f"Filen har fler än {number(MOST_ROWS)} rader."
            raise UnusableError(what, "Ta bort rader som inte hör till tabellen, eller dela upp filen.", row)
        self.tally.cells += len(cells)
        if self.tally.cells > MOST_CELLS:
            what = f"Filen har mer än {number(MOST_CELLS)} celler."
            raise UnusableError(what, "Ta bort kolumner som inte hör till tabellen, eller dela upp filen.", row)
        self.rows.append(RawRow(row, tuple(cells), is_hidden))


def shade(rgb: str) -> str:
    """The colour RGB, in six figures after whatever stands first, as it is compared."""
    plain = rgb.lower()[-6:]
    return PAPER if _PALE.fullmatch(plain) else plain


def why_unseen(text: str, ground: str, inks: Collection[str] = ()) -> str:
    """What a cell shows where its TEXT has the colour of its GROUND, else ''. All are shades.

    INKS are the colours of its parts, '' for that of TEXT.
    """
    if ground not in ([ink or text for ink in inks] if inks else (text,)):
        return ""
    return "vit text på vitt" if ground == PAPER else "text i bakgrundens färg"


def unseen(cell: Cell, why: str) -> Cell:
    """CELL, which nobody sees, for WHY."""
    if isinstance(cell, str):
        return Bare(cell, cell.left_out if isinstance(cell, Bare) else "", why)
    unit, looks = (cell.unit, cell.looks) if isinstance(cell, Shown) else ("", "")
    return Shown(float(cell), unit, looks, why)


def too_wide(row: int, columns: int) -> UnusableError:
    """What is said of a file whose ROW has so many COLUMNS."""
    what = f"Rad {row} har {columns} kolumner. Högst {MOST_COLUMNS} kan läsas."
    return UnusableError(what, "Ta bort kolumner som inte hör till tabellen.", row)


def clean(text: str) -> str:
    """TEXT with every run of spaces and line ends made one space, and without signs that take no room.

    A spreadsheet's marks for text (an apostrophe first, ="...") are taken away.
    """
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


# The same names and years come again and again in a large file.
@lru_cache(maxsize=20_000)
def _clean_short(text: str) -> str:
    return _clean(text)


def _clean(text: str) -> str:
    if not text.isascii():
        # Letters in two parts (a and a ring) come from Macs; signs of category Cf are joiners and byte order marks.
        text = unicodedata.normalize("NFC", text)
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    if "\n" in text or "\r" in text:
        # Two lines of figures are two numbers.
        text = _LINES_OF_FIGURES.sub(" / ", text)
    text = " ".join(text.split()).lstrip("'")
    told = _TOLD_AS_TEXT.fullmatch(text)
    return " ".join(told.group(1).replace('""', '"').split()) if told else text


def shown(cell: Cell) -> str:
    """CELL as a Swedish reader writes it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Shown) and cell.looks:
        return cell.looks
    text = repr(float(cell)).removesuffix(".0").replace(".", ",")
    return f"{text} {cell.unit}" if isinstance(cell, Shown) and cell.unit else text


def letter(place: int) -> str:
    """The letter that Excel shows over the column PLACE (from 0)."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text

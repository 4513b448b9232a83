"""A table as it stands in a file, before anybody knows what it means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from core.tabular.faults import Caution, Fault, UnusableError
from core.tabular.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from core.words.formats import number


class Percent(float):
    """A number that the workbook shows with a percent sign, as it is shown: 12.5 for a stored 0.125."""

    __slots__ = ()

    @classmethod
    def of(cls, stored: float) -> Percent:
        """The number that is shown for STORED, without the noise of binary fractions."""
        return cls(Decimal(repr(stored)) * 100)


# A number that is typed in the workbook, or a clean text ('' for an empty cell; a date is written as ISO).
Cell: TypeAlias = str | float


@dataclass(frozen=True)
class RawRow:
    """A row that is not blank. ``number`` is the one Excel shows; ``cells`` begin in column A, no blank ones last."""

    number: int
    cells: tuple[Cell, ...]

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
    are about the file as such.
    """

    kind: str
    rows: tuple[RawRow, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    has_hidden: bool = False
    faults: tuple[Fault, ...] = ()
    cautions: tuple[Caution, ...] = ()


@dataclass
class RowBasket:
    """Gathers rows and holds them to the limits."""

    rows: list[RawRow] = field(default_factory=list)
    cells: int = 0

    def add(self, row: int, cells: list[Cell]) -> None:
        """Take in the row that Excel numbers ROW, unless it is blank. Raises UnusableError when there are too many."""
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise too_wide(row, len(cells))
        if len(self.rows) > MOST_ROWS:
            what = f"Filen har fler än {number(MOST_ROWS)} rader."
            raise UnusableError(what, "Ta bort rader som inte hör till tabellen, eller dela upp filen.", row)
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            what = f"Filen har mer än {number(MOST_CELLS)} celler."
            raise UnusableError(what, "Ta bort kolumner som inte hör till tabellen, eller dela upp filen.", row)
        self.rows.append(RawRow(row, tuple(cells)))


def too_wide(row: int, columns: int) -> UnusableError:
    """What is said of a file whose ROW has so many COLUMNS."""
    what = f"Rad {row} har {columns} kolumner. Högst {MOST_COLUMNS} kan läsas."
    return UnusableError(what, "Ta bort kolumner som inte hör till tabellen.", row)


def clean(text: str) -> str:
    """TEXT with every run of spaces and line ends made one space, and without signs that take no room.

    A spreadsheet's mark for text (an apostrophe first) is taken away.
    """
    if not text.isascii():
        # Letters in two parts (a and a ring) come from Macs; signs of category Cf are joiners and byte order marks.
        text = unicodedata.normalize("NFC", text)
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.split()).lstrip("'")


def shown(cell: Cell) -> str:
    """CELL as a Swedish reader writes it."""
    if isinstance(cell, str):
        return cell
    text = repr(float(cell)).removesuffix(".0").replace(".", ",")
    return f"{text} %" if isinstance(cell, Percent) else text


def letter(place: int) -> str:
    """The letter that Excel shows over the column PLACE (from 0)."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text

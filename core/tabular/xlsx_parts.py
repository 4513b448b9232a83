"""The parts of a workbook that hold what a reader sees: the texts that cells share, and the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import IO, NamedTuple

from openpyxl.utils.cell import column_index_from_string  # type: ignore[import-untyped]  # it has no types
from openpyxl.utils.datetime import from_ISO8601  # type: ignore[import-untyped]

from core.tabular.cells import Bare, Cell, clean
from core.tabular.faults import UnusableError
from core.tabular.limits import LONGEST_CELL, MOST_CELLS, MOST_CELLS_OF_ROW, MOST_COLUMNS, MOST_TEXT
from core.tabular.numbers import UNCOMPUTED
from core.tabular.xlsx_formats import Formats, colour_of, date_text
from core.tabular.xlsx_guard import unreasonable
from core.tabular.xlsx_xml import Budget, Closed, Opened, Walk, main
from core.words.formats import number

_YES = frozenset({"1", "true"})
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class _Text:
    """Gathers the text of one cell after another, held to what a cell and all cells may have.

    Readings of Japanese words, which stand beside the text, are left out; so is what is raised or struck out. The
    colours of the parts are noted, '' for the cell's own.
    """

    total: int = 0
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    is_reading: bool = False
    is_apart: bool = False
    ink: str = ""
    inks: set[str] = field(default_factory=set)

    def add(self, piece: str) -> None:
        """Let PIECE be the next of the cell's text."""
        self.length += len(piece)
        self.total += len(piece)
        if self.length > LONGEST_CELL or self.total > MOST_TEXT:
            raise unreasonable()
        if not piece.isspace():
            self.inks.add(self.ink)
        if not self.is_reading:
            (self.left_out if self.is_apart else self.pieces).append(piece)

    def raw(self) -> str:
        """What a cell holds in place of a text, as it stands; the next one's begins."""
        text = "".join(self.pieces).strip()
        self.pieces.clear()
        self.inks.clear()
        self.length = 0
        return text

    def taken(self) -> str:
        """The cell's text, clean; the next one's begins."""
        text, apart = clean(_unescaped("".join(self.pieces))), clean("".join(self.left_out))
        self.pieces.clear()
        inks = frozenset(self.inks) if any(self.inks) else ()
        self.left_out.clear()
        self.inks.clear()
        self.length, self.is_apart, self.ink = 0, False, ""
        return Bare(text, apart, inks=inks) if apart or inks else text

    def opens(self) -> dict[str, Opened]:
        """What to call at the elements that tell of a text's parts, by ``main``."""
        return {
            main("rPh"): lambda _: setattr(self, "is_reading", True),
            main("r"): self._part_begins,
            main("color"): lambda given: setattr(self, "ink", colour_of(given)),
            main("vertAlign"): lambda given: self._apart(given.get("val") == "superscript"),
            main("strike"): lambda given: self._apart(given.get("val") not in ("0", "false")),
        }

    def closes(self) -> dict[str, Closed]:
        """What to call at the ends of them."""
        return {main("rPh"): lambda: setattr(self, "is_reading", False)}

    def _part_begins(self, _: dict[str, str]) -> None:
        self.is_apart, self.ink = False, ""

    def _apart(self, is_apart: bool) -> None:
        self.is_apart = self.is_apart or is_apart


def _unescaped(text: str) -> str:
    """TEXT with the signs that workbooks write by number (_x000D_) in their place."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def read_strings(source: IO[bytes], budget: Budget) -> list[str]:
    """The texts that cells refer to by number, clean. Raises UnusableError for more than there may be."""
    strings: list[str] = []
    text = _Text()

    def begin(_: dict[str, str]) -> None:
        walk.text = text.add

    def end() -> None:
        walk.text = None

    def whole() -> None:
        strings.append(text.taken())

    opens = text.opens() | {main("t"): begin, main("si"): _nothing}
    walk = Walk(source, budget, opens, text.closes() | {main("t"): end, main("si"): whole})
    walk.whole()
    return strings


def read_comments(source: IO[bytes], budget: Budget) -> list[tuple[int, str]]:
    """The comments in a part, each with the row of its cell. Raises UnusableError for more than there may be."""
    found: list[tuple[int, str]] = []
    text, row = _Text(), 0

    def begin(given: dict[str, str]) -> None:
        nonlocal row
        digits = given.get("ref", "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")[:9]
        row = int(digits) if digits.isdecimal() else 0

    def listen(_: dict[str, str]) -> None:
        walk.text = text.add

    def deafen() -> None:
        walk.text = None

    def whole() -> None:
        found.append((row, text.taken()))

    walk = Walk(
        source, budget, {main("comment"): begin, main("t"): listen}, {main("t"): deafen, main("comment"): whole}
    )
    walk.whole()
    return found


@dataclass
class Book:
    """What the cells of all sheets need to be read."""

    formats: Formats
    strings: Sequence[str] = ()
    budget: Budget = field(default_factory=Budget)


class SheetRow(NamedTuple):
    """A row with content: cells by column, from 1. ``widest`` is the last, also beyond MOST_COLUMNS."""

    number: int
    widest: int
    filled: dict[int, Cell]
    is_hidden: bool


class SheetReader:
    """Reads the rows of one sheet. ``hidden``, the places of hidden columns, are known as far as it has been read."""

    def __init__(self, source: IO[bytes], book: Book, name: str, size: int = 0) -> None:
        """The sheet NAME in SOURCE, of SIZE bytes where somebody waits for it."""
        self.hidden: set[int] = set()
        self._is_hidden = False
        self._book, self._name, self._text = book, name, _Text()
        self._row, self._column, self._widest = 0, 0, 0
        # So far: rows, cells of this row, and both of the whole sheet.
        self._rows, self._cells, self._count = 0, 0, 0
        # Of the cell that is read.
        self._attributes: dict[str, str] = {}
        self._has_content = self._has_formula = self._is_inline = False
        self._value = ""
        self._filled: dict[int, Cell] = {}
        self._ready: list[SheetRow] = []
        opens = {"row": self._row_begins, "col": self._column_begins, "c": self._cell_begins, "v": self._text_begins}
        opens |= {"t": self._text_begins, "f": self._formula_begins, "is": self._inline_begins}
        closes = {"row": self._row_ends, "c": self._cell_ends, "v": self._value_ends, "t": self._text_ends}
        self._walk = Walk(
            source,
            book.budget,
            {main(tag): handler for tag, handler in opens.items()} | self._text.opens(),
            {main(tag): closing for tag, closing in closes.items()} | self._text.closes(),
            size,
        )

    def rows(self, most: int | None = None) -> Iterator[SheetRow]:
        """Those with content among the first MOST rows (None: all), in the file's order.

        Raises UnusableError when there are too many cells.
        """
        for _ in self._walk.pieces():
            yield from self._ready
            self._ready.clear()
            if most is not None and self._rows >= most:
                return

    def _column_begins(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _YES or float(attributes.get("width") or 1) == 0:
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.hidden.update(range(int(attributes["min"]) - 1, last))

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._is_hidden = attributes.get("hidden") in _YES or float(attributes.get("ht") or 1) == 0
        given = attributes.get("r")
        self._row = int(float(given)) if given else self._row + 1
        self._column, self._widest, self._cells, self._filled = 0, 0, 0, {}
        self._rows += 1
        self._counted()

    def _row_ends(self) -> None:
        if self._widest:
            self._ready.append(SheetRow(self._row, self._widest, self._filled, self._is_hidden))

    def _cell_begins(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = _column(place.rstrip("0123456789")) if place else self._column + 1
        self._attributes = attributes
        if self._text.length:
            # Of the cell before, whose kind said that it was no text.
            self._text.taken()
        self._has_content = self._has_formula = self._is_inline = False
        # Before the row ends: a single one may hold them all.
        self._cells += 1
        if self._cells > MOST_CELLS_OF_ROW:
            raise unreasonable()
        self._counted()

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST_CELLS:
            what = f"Bladet ”{self._name}” är för stort: mer än {number(MOST_CELLS)} celler."
            raise UnusableError(what, "Kopiera tabellen till ett nytt blad utan tomma rader och kolumner.")

    def _formula_begins(self, _: dict[str, str]) -> None:
        self._has_content = self._has_formula = True

    def _inline_begins(self, _: dict[str, str]) -> None:
        self._has_content = self._is_inline = True

    def _text_begins(self, _: dict[str, str]) -> None:
        self._walk.text = self._text.add

    def _text_ends(self) -> None:
        self._walk.text = None

    def _value_ends(self) -> None:
        self._walk.text = None
        self._has_content, self._value = True, self._text.raw()

    def _cell_ends(self) -> None:
        if not self._has_content:
            return
        value, self._value = self._value, ""
        style = int(self._attributes.get("s") or 0)
        content = self._content(self._attributes.get("t", "n"), value, style)
        if content == "":
            return
        content = self._book.formats.as_seen(content, style)
        self._widest = max(self._widest, self._column)
        if self._column <= MOST_COLUMNS:
            self._filled[self._column] = content

    def _content(self, kind: str, value: str, style: int) -> Cell:
        """What the cell says; '' where it is empty."""
        if kind == "inlineStr" and self._is_inline:
            return self._text.taken()
        if not value or kind == "inlineStr":
            # A formula that gives an empty text ("") is computed, and has a type that says so.
            return UNCOMPUTED if self._has_formula and kind != "str" else ""
        if kind == "n":
            return self._book.formats.shown(float(value), style)
        if kind == "s":
            return self._book.strings[int(value)]
        if kind == "b":
            return "SANT" if int(value) else "FALSKT"
        return self._moment(value, style) if kind == "d" else clean(_unescaped(value))

    def _moment(self, text: str, style: int) -> str:
        moment = from_ISO8601(text)
        return date_text(moment, self._book.formats.shape(style)) if isinstance(moment, date) else clean(str(moment))


def _nothing(_: dict[str, str]) -> None:
    """For elements that are known, and say nothing themselves."""


@lru_cache(maxsize=1_024)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))

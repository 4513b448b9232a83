"""Reads the XML of a workbook piece by piece: nothing is built but what somebody asks for, and it stops in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, TypeAlias
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

from openpyxl.xml.constants import SHEET_MAIN_NS  # type: ignore[import-untyped]  # it has no types

from core.tabular.limits import MOST_ELEMENTS, MOST_NESTED, MOST_PART_BYTES, MOST_PART_ELEMENTS, MOST_TOKEN_BYTES
from core.tabular.progress import told
from core.tabular.xlsx_guard import damaged, unreasonable

_PIECE = 65_536
# Attributes cost less than elements; most have a few.
_ATTRIBUTES_AN_ELEMENT = 4
# What is not read weighs more: of a table, it is the lesser part.
_UNKNOWN = 4

Opened: TypeAlias = Callable[[dict[str, str]], None]
Closed: TypeAlias = Callable[[], None]


def main(tag: str) -> str:
    """TAG of a sheet or its texts, as the parser names it."""
    return f"{SHEET_MAIN_NS} {tag}"


@dataclass
class Budget:
    """How many elements may still be read; one that nobody asks for counts as several."""

    left: int = MOST_ELEMENTS


class Walk:
    """Goes through SOURCE and calls what OPENS and CLOSES name for an element's beginning and end, by ``main``.

    Text comes to ``text``, when that is set. SIZE is how many bytes there are, where somebody waits. Raises
    UnusableError where it holds more than BUDGET allows, or what no spreadsheet program writes.
    """

    def __init__(
        self,
        source: IO[bytes],
        budget: Budget,
        opens: Mapping[str, Opened],
        closes: Mapping[str, Closed] = MappingProxyType({}),
        size: int = 0,
    ) -> None:
        self._source, self._budget, self._size = source, budget, size
        self._opens, self._closes = opens, closes
        self._depth = 0
        self.text: Callable[[str], None] | None = None

    def pieces(self) -> Iterator[None]:
        """Go on a piece at a time, so that somebody may stop early."""
        parser, fed = ParserCreate(namespace_separator=" "), 0
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.CharacterDataHandler = self._read
        parser.StartDoctypeDeclHandler = _refuse_document_type
        while piece := self._source.read(_PIECE):
            parser.Parse(piece, False)
            fed += len(piece)
            if self._size:
                told(fed / self._size)
            # An attribute or a comment is kept whole until its end comes.
            if fed - parser.CurrentByteIndex > MOST_TOKEN_BYTES:
                raise unreasonable()
            yield
        parser.Parse(b"", True)
        yield

    def whole(self) -> None:
        """Go through all of it."""
        for _ in self.pieces():
            pass

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        handler = self._opens.get(name)
        self._budget.left -= (1 if handler else _UNKNOWN) + len(attributes) // _ATTRIBUTES_AN_ELEMENT
        self._depth += 1
        if self._budget.left < 0 or self._depth > MOST_NESTED:
            raise unreasonable()
        if handler:
            handler(attributes)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        if handler := self._closes.get(name):
            handler()

    def _read(self, text: str) -> None:
        if self.text:
            self.text(text)


class CheckedArchive(ZipFile):
    """An archive whose parts are given whole only when they are small and simple: openpyxl makes much of a little."""

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        """The part NAME. Raises UnusableError, and KeyError where there is none."""
        if self.getinfo(name).file_size > MOST_PART_BYTES:
            raise unreasonable()
        with self.open(name, pwd=pwd) as source:
            Walk(source, Budget(MOST_PART_ELEMENTS * _UNKNOWN), {}).whole()
        return super().read(name, pwd)


def _refuse_document_type(*_: object) -> None:
    """No spreadsheet program writes one; it is there to make a small file grow in the reader."""
    raise damaged()

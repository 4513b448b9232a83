"""Workbooks: which sheet holds the table, and what stands in its cells."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from openpyxl.packaging.manifest import Manifest  # type: ignore[import-untyped]  # it has no types
from openpyxl.packaging.relationship import get_dependents, get_rels_path  # type: ignore[import-untyped]
from openpyxl.reader.excel import _find_workbook_part  # type: ignore[import-untyped]
from openpyxl.reader.workbook import WorkbookParser  # type: ignore[import-untyped]
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS  # type: ignore[import-untyped]
from openpyxl.xml.functions import fromstring  # type: ignore[import-untyped]

from core.tabular.cells import RawRow, RawTable, RowBasket, too_wide
from core.tabular.faults import SECRECY_ADVICE, Caution, CautionKind, UnusableError, cut
from core.tabular.file_kinds import Kind
from core.tabular.limits import MOST_COLUMNS, MOST_SHEETS
from core.tabular.numbers import SECRECY
from core.tabular.xlsx_formats import Formats
from core.tabular.xlsx_guard import damaged, refuse_bombs
from core.tabular.xlsx_parts import Book, SheetReader, read_comments, read_strings
from core.tabular.xlsx_xml import CheckedArchive
from core.tabular.years_and_genders import said

_PEEKED_ROWS = 200


def read_workbook(content: bytes, has_table: Callable[[Sequence[RawRow]], bool], wanted: str = "") -> RawTable:
    """The first sheet, visible ones first, whose first rows HAS_TABLE says yes to; else the first sheet.

    A sheet with a table that is called WANTED is taken before all others.

    Other sheets that also have a table are named in a caution. Raises UnusableError for what cannot be read.
    """
    refuse_bombs(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of everything it leaves out (colours, lists of choices): nothing a reader needs.
            warnings.simplefilter("ignore")
            return _read(content, has_table, wanted)
    except UnusableError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles on in a damaged file
        raise damaged() from error


def _read(content: bytes, has_table: Callable[[Sequence[RawRow]], bool], wanted: str) -> RawTable:
    with CheckedArchive(io.BytesIO(content)) as archive:
        return _table(archive, has_table, wanted)


def _table(archive: CheckedArchive, has_table: Callable[[Sequence[RawRow]], bool], wanted: str) -> RawTable:
    sheets = sorted(_sheets(archive), key=lambda sheet: sheet.is_hidden)
    if not sheets:
        raise UnusableError("Excelfilen har inga blad med celler.", "Lägg tabellen på ett eget blad.")
    return chosen_table(sheets, has_table, wanted)


class Sheet(Protocol):
    """A sheet of any kind of workbook."""

    name: str
    is_hidden: bool

    def first_rows(self) -> Sequence[RawRow]:
        """The rows that are not blank among the first."""

    def whole(self) -> RawTable:
        """All of it. Raises UnusableError."""


def chosen_table(sheets: Sequence[Sheet], has_table: Callable[[Sequence[RawRow]], bool], wanted: str) -> RawTable:
    """The table of the one of SHEETS that ``read_workbook`` takes, and what is said of the others."""
    with_table = [sheet for sheet in sheets if has_table(sheet.first_rows())]
    named = [sheet for sheet in with_table if cut(sheet.name) == wanted]
    chosen = next(iter([*named, *with_table]), sheets[0])
    table = chosen.whole()
    cautions = [] if named else [_other_table(chosen, other) for other in with_table if other is not chosen]
    if chosen.is_hidden:
        cautions.append(_hidden_sheet(chosen))
    # Where the names say when or for whom, the sheets may be one table.
    shown = [sheet for sheet in with_table if not sheet.is_hidden]
    is_series = not named and len(shown) > 1 and all(said(sheet.name) for sheet in shown)
    more = tuple(sheet.whole() for sheet in shown if sheet is not chosen) if is_series else ()
    names = tuple(cut(sheet.name) for sheet in with_table)
    return replace(table, cautions=(*table.cautions, *cautions), more=more, sheets=names)


def secret_comment(row: int, text: str) -> Caution:
    """What is asked of a comment at a cell of ROW whose TEXT speaks of secrecy: comments are not read."""
    what = f"En kommentar vid en cell säger ”{cut(text, 40)}”, och läses inte."
    return Caution(CautionKind.PERSONS, row, "", what, SECRECY_ADVICE)


def _other_table(chosen: Sheet, other: Sheet) -> Caution:
    what = f"Bladet ”{cut(other.name)}” har också en tabell. Bara bladet ”{cut(chosen.name)}” läses."
    return Caution(CautionKind.UNREAD, 0, "", what, "Bekräfta att det är rätt blad, eller samla allt på ett blad.")


def _hidden_sheet(chosen: Sheet) -> Caution:
    what = f"Bladet ”{cut(chosen.name)}” är dolt i Excel, men är det som läses."
    return Caution(
        CautionKind.HIDDEN, 0, "", what, "Bekräfta att det är rätt blad, eller visa det och ta bort de andra."
    )


def _sheets(archive: CheckedArchive) -> Iterator[_Sheet]:
    """The sheets with cells. openpyxl finds them; what they hold it would build as a whole."""
    manifest = Manifest.from_tree(fromstring(archive.read(ARC_CONTENT_TYPES)))
    workbook = WorkbookParser(archive, _find_workbook_part(manifest).PartName[1:], keep_links=False)
    workbook.parse()
    parts = set(archive.namelist())
    book = Book(Formats(workbook.wb.epoch))
    if texts := manifest.find(SHARED_STRINGS):
        with archive.open(texts.PartName[1:]) as source:
            book.strings = read_strings(source, book.budget)
    if ARC_STYLE in parts:
        with archive.open(ARC_STYLE) as source:
            book.formats.read(source, book.budget)
    for sheet, place in islice(workbook.find_sheets(), MOST_SHEETS):
        if place.target in parts and "chartsheet" not in place.Type:
            yield _Sheet(archive, book, place.target, str(sheet.name), is_hidden=sheet.state != "visible")


def _comment_parts(archive: CheckedArchive, sheet: str) -> list[str]:
    """The parts with comments on the cells of the part SHEET."""
    try:
        related = get_dependents(archive, get_rels_path(sheet))
    except KeyError:
        return []
    parts = (one.target.lstrip("/") for one in related if one.Type.endswith("/comments"))
    return [part for part in parts if part in archive.NameToInfo]


@dataclass
class _Sheet:
    """One sheet of an open workbook. ``fault`` and ``hidden`` are known when (the first) rows have been read."""

    archive: CheckedArchive
    book: Book
    part: str
    name: str
    is_hidden: bool
    hidden: frozenset[int] = frozenset()
    fault: UnusableError | None = None

    def first_rows(self) -> list[RawRow]:
        """The rows that are not blank among the first of the sheet; none when they cannot be used."""
        try:
            return self._rows(_PEEKED_ROWS)
        except UnusableError as error:
            self.fault = error
            return []

    def whole(self) -> RawTable:
        """Every row that is not blank. Raises UnusableError when the sheet is too large."""
        if self.fault:
            raise self.fault
        rows = tuple(self._rows(None))
        cautions = tuple(self._secret_comments())
        return RawTable(Kind.WORKBOOK, rows, sheet=cut(self.name), hidden=self.hidden, cautions=cautions)

    def _secret_comments(self) -> Iterator[Caution]:
        """One for every row with a comment that speaks of secrecy."""
        found: dict[int, str] = {}
        for part in _comment_parts(self.archive, self.part):
            with self.archive.open(part) as source:
                found |= {row: text for row, text in read_comments(source, self.book.budget) if SECRECY.search(text)}
        yield from (secret_comment(row, text) for row, text in sorted(found.items()))

    def _rows(self, most: int | None) -> list[RawRow]:
        basket = RowBasket()
        size = 0 if most else self.archive.getinfo(self.part).file_size
        with self.archive.open(self.part) as source:
            reader = SheetReader(source, self.book, cut(self.name), size)
            for row in reader.rows(most):
                if row.widest > MOST_COLUMNS:
                    raise too_wide(row.number, row.widest)
                basket.add(
                    row.number,
                    [row.filled.get(place, "") for place in range(1, row.widest + 1)],
                    is_hidden=row.is_hidden,
                )
            self.hidden = frozenset(reader.hidden)
        return sorted(basket.rows, key=lambda row: row.number)

"""Workbooks of LibreOffice (.ods): the same table as an Excel file's, read piece by piece."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from core.tabular.cells import (
    PAPER,
    Bare,
    Cell,
    RawRow,
    RawTable,
    RowBasket,
    Shown,
    Tally,
    clean,
    shade,
    unseen,
    why_unseen,
)
from core.tabular.faults import Caution, UnusableError, cut
from core.tabular.file_kinds import Kind
from core.tabular.limits import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, MOST_TEXT
from core.tabular.numbers import SECRECY
from core.tabular.xlsx_guard import damaged, refuse_bombs, unreasonable
from core.tabular.xlsx_table import chosen_table, secret_comment
from core.tabular.xlsx_xml import Budget, Closed, Opened, Walk

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _TEXT, _OFFICE = f"{_OASIS}:table:1.0", f"{_OASIS}:text:1.0", f"{_OASIS}:office:1.0"
_STYLE, _LOOK = f"{_OASIS}:style:1.0", f"{_OASIS}:xsl-fo-compatible:1.0"
_NUMBERS = frozenset({"float", "currency", "percentage"})
# What stands after the figures of a number as it is shown.
_AFTER = re.compile(r"[-+−]?[\d\s.,'’]*\d\s*([^\d\s.,].*)")
# A style's parent has a parent of its own, and so on; nobody has more.
_MOST_PARENTS = 8
_CONTENT, _STYLES = "content.xml", "styles.xml"


@dataclass
class Style:
    """What matters of a style: the colours of the text and behind it ('' as in the ``parent``'s), and raised signs."""

    parent: str = ""
    text: str = ""
    ground: str = ""
    is_apart: bool = False


@dataclass
class OdsSheet:
    """One sheet, whole. ``hidden`` are the places of columns that are not shown."""

    name: str
    is_hidden: bool = False
    basket: RowBasket = field(default_factory=RowBasket)
    hidden: set[int] = field(default_factory=set)
    cautions: list[Caution] = field(default_factory=list)

    def first_rows(self) -> Sequence[RawRow]:
        """Its rows that are not blank."""
        return self.basket.rows

    def whole(self) -> RawTable:
        """Its table."""
        rows, hidden, cautions = tuple(self.basket.rows), frozenset(self.hidden), tuple(self.cautions)
        return RawTable(Kind.SHEET, rows, sheet=cut(self.name), hidden=hidden, cautions=cautions)


def read_ods(content: bytes, has_table: Callable[[Sequence[RawRow]], bool], wanted: str = "") -> RawTable:
    """As ``read_workbook``, of an .ods file. Raises UnusableError for what cannot be read."""
    refuse_bombs(content)
    reader = _Reader()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            budget = Budget()
            # Styles with names of their own stand in a part of their own.
            for part in (_STYLES, _CONTENT) if _STYLES in archive.namelist() else (_CONTENT,):
                size = archive.getinfo(part).file_size if part == _CONTENT else 0
                with archive.open(part) as source:
                    reader.read(Walk(source, budget, reader.opens(), reader.closes(), size))
    except UnusableError:
        raise
    except Exception as error:  # a damaged file makes the parser raise whatever it was doing
        raise damaged() from error
    sheets = sorted(reader.sheets, key=lambda sheet: sheet.is_hidden)
    if not any(sheet.basket.rows for sheet in sheets):
        raise UnusableError("Kalkylbladet har inga blad med celler.", "Lägg tabellen på ett eget blad.")
    return replace(chosen_table(sheets, has_table, wanted), kind=Kind.SHEET)


class _Reader:
    """Gathers sheets, rows and cells as their elements come. Only blank rows and cells are repeated at no cost."""

    def __init__(self) -> None:
        self.sheets: list[OdsSheet] = []
        # One for all sheets: what is read of each is kept.
        self._tally = Tally()
        self._row, self._repeated, self._is_hidden = 0, 1, False
        self._cells: list[Cell] = []
        self._columns, self._total, self._count = 0, 0, 0
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._is_aside = False
        self._walk: Walk | None = None
        self._styles: dict[str, Style] = {}
        self._style = Style()
        # Of the columns, of the row, and of what is read of a cell.
        self._column_styles: list[str] = []
        self._row_style = ""
        self._spans: list[str] = []
        self._apart: list[str] = []
        self._inks: set[str] = set()

    def read(self, walk: Walk) -> None:
        """Go through WALK, which calls what ``opens`` and ``closes`` name."""
        self._walk = walk
        walk.whole()

    def _listen(self, to: Callable[[str], None] | None) -> None:
        if self._walk:
            self._walk.text = to

    def opens(self) -> dict[str, Opened]:
        """What to call at elements' beginnings."""
        return {
            f"{_TABLE} table": self._sheet_begins,
            f"{_TABLE} table-column": self._column_begins,
            f"{_TABLE} table-row": self._row_begins,
            f"{_TABLE} table-cell": self._cell_begins,
            f"{_TABLE} covered-table-cell": self._cell_begins,
            f"{_TEXT} p": self._paragraph_begins,
            f"{_TEXT} s": lambda given: self._space(" " * min(_times(given, _TEXT, "c"), LONGEST_CELL + 1)),
            f"{_TEXT} tab": lambda _: self._space("\t"),
            f"{_TEXT} line-break": lambda _: self._space("\n"),
            f"{_TEXT} span": self._span_begins,
            f"{_STYLE} style": self._style_begins,
            f"{_STYLE} text-properties": self._style_says,
            f"{_STYLE} table-cell-properties": self._style_says,
            f"{_OFFICE} annotation": lambda _: self._aside(True),
        }

    def closes(self) -> dict[str, Closed]:
        """What to call at their ends."""
        return {
            f"{_TABLE} table-row": self._row_ends,
            f"{_TABLE} table-cell": self._cell_ends,
            f"{_TABLE} covered-table-cell": self._cell_ends,
            f"{_TEXT} p": lambda: self._listen(None),
            f"{_TEXT} span": self._span_ends,
            # Formats of numbers have such properties too, and are no cell's style.
            f"{_STYLE} style": lambda: setattr(self, "_style", Style()),
            f"{_OFFICE} annotation": lambda: self._aside(False),
        }

    def _span_begins(self, given: dict[str, str]) -> None:
        self._spans.append(given.get(f"{_TEXT} style-name", ""))

    def _span_ends(self) -> None:
        self._spans.pop()

    def _style_begins(self, given: dict[str, str]) -> None:
        self._style = Style(given.get(f"{_STYLE} parent-style-name", ""))
        self._styles[given.get(f"{_STYLE} name", "")] = self._style

    def _style_says(self, given: dict[str, str]) -> None:
        style = self._style
        is_raised = given.get(f"{_STYLE} text-position", "").startswith("super")
        style.is_apart |= is_raised or given.get(f"{_STYLE} text-line-through-style", "none") != "none"
        style.text = shade(given.get(f"{_LOOK} color", "")) or style.text
        ground = given.get(f"{_LOOK} background-color", "")
        style.ground = PAPER if ground == "transparent" else shade(ground) or style.ground

    def _colours(self, name: str) -> tuple[str, str]:
        """The colours of the text and of what is behind it in the style NAME; '' where it says none."""
        text = ground = ""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(name, Style())
            text, ground, name = text or style.text, ground or style.ground, style.parent
        return text, ground or PAPER

    def _sheet_begins(self, given: dict[str, str]) -> None:
        if len(self.sheets) >= MOST_SHEETS:
            raise unreasonable()
        is_hidden, basket = given.get(f"{_TABLE} display") == "false", RowBasket(tally=self._tally)
        self.sheets.append(OdsSheet(given.get(f"{_TABLE} name", ""), is_hidden, basket))
        self._row, self._columns, self._column_styles = 0, 0, []

    def _column_begins(self, given: dict[str, str]) -> None:
        times = _times(given, _TABLE, "number-columns-repeated")
        if given.get(f"{_TABLE} visibility") in ("collapse", "filter"):
            self.sheets[-1].hidden.update(range(self._columns, min(self._columns + times, MOST_COLUMNS)))
        style = given.get(f"{_TABLE} default-cell-style-name", "")
        self._column_styles += [style] * min(times, MOST_COLUMNS - len(self._column_styles))
        self._columns += times

    def _row_begins(self, given: dict[str, str]) -> None:
        self._repeated = _times(given, _TABLE, "number-rows-repeated")
        self._is_hidden = given.get(f"{_TABLE} visibility") in ("collapse", "filter")
        self._row_style = given.get(f"{_TABLE} default-cell-style-name", "")
        self._cells = []

    def _row_ends(self) -> None:
        filled = any(cell != "" for cell in self._cells)
        for _ in range(min(self._repeated, MOST_ROWS + 1) if filled else 0):
            self._row += 1
            self.sheets[-1].basket.add(self._row, list(self._cells), is_hidden=self._is_hidden)
        self._row += 0 if filled else self._repeated

    def _cell_begins(self, given: dict[str, str]) -> None:
        self._cell = given
        self._pieces, self._apart, self._inks = [], [], set()
        self._count += 1
        if self._count > MOST_CELLS:
            raise unreasonable()

    def _paragraph_begins(self, _: dict[str, str]) -> None:
        if self._pieces:
            self._space("\n")
        self._listen(self._note if self._is_aside else self._take)

    def _space(self, signs: str) -> None:
        """Take the SIGNS that an element stands for."""
        if not self._is_aside:
            self._take(signs)

    def _take(self, piece: str) -> None:
        styles = [self._styles.get(name, Style()) for name in self._spans]
        if not piece.isspace():
            # The innermost that says one.
            self._inks.add(next((style.text for style in reversed(styles) if style.text), ""))
        (self._apart if any(style.is_apart for style in styles) else self._pieces).append(piece)
        self._total += len(piece)
        if self._total > MOST_TEXT or len(piece) > LONGEST_CELL:
            raise unreasonable()

    def _note(self, piece: str) -> None:
        """A comment on a cell is not read, but what it says of secrecy is asked about."""
        if SECRECY.search(piece) and not any(one.row == self._row + 1 for one in self.sheets[-1].cautions[-1:]):
            self.sheets[-1].cautions.append(secret_comment(self._row + 1, piece))

    def _aside(self, is_aside: bool) -> None:
        self._is_aside = is_aside

    def _cell_ends(self) -> None:
        cell = _content(self._cell, "".join(self._pieces))
        if self._apart and isinstance(cell, str):
            cell = Bare(cell, clean("".join(self._apart)))
        if cell != "" and (why := self._why_unseen()):
            cell = unseen(cell, why)
        times = _times(self._cell, _TABLE, "number-columns-repeated")
        # Blank cells at a row's end are repeated to the sheet's edge.
        room = max(0, MOST_COLUMNS + 1 - len(self._cells))
        self._cells += [cell] * min(times, room)

    def _why_unseen(self) -> str:
        """What the cell shows where nobody sees its text, else ''."""
        place = len(self._cells)
        of_column = self._column_styles[place] if place < len(self._column_styles) else ""
        text, ground = self._colours(self._cell.get(f"{_TABLE} style-name") or self._row_style or of_column)
        return why_unseen(text, ground, self._inks)


def _times(given: dict[str, str], space: str, name: str) -> int:
    text = given.get(f"{space} {name}", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _content(given: dict[str, str], text: str) -> Cell:
    """What a cell says: a number as it is shown, as much of a date as there is, or its text."""
    kind = given.get(f"{_OFFICE} value-type", "")
    seen = clean(text)
    if kind in _NUMBERS:
        if seen.startswith("#") or seen.lower().startswith("err:"):
            return "#FEL!"
        return _number(float(given.get(f"{_OFFICE} value", "nan")), kind, seen)
    if kind == "date":
        date = given.get(f"{_OFFICE} date-value", "")
        return seen if re.fullmatch(r"\d{4}(-\d{2})?", seen) else date[:10]
    return seen


def _number(value: float, kind: str, seen: str) -> Cell:
    if kind == "percentage":
        return Shown(round(value * 100, 10), "%")
    after = _AFTER.fullmatch(seen)
    unit = after.group(1).strip() if after else ""
    if not seen or (not unit and not any(map(str.isdecimal, seen[:2])) and seen[:1] not in "-−+"):
        # Words before the number.
        return Shown(value, looks=seen) if seen else value
    figures = re.sub(r"[^\d,.]", "", seen[: seen.index(unit)] if unit else seen)
    scale = next((one for one in (1, 1_000, 1_000_000) if _is_near(figures, value / one)), 0)
    if scale == 1 and not unit:
        return value
    return Shown(value / scale, unit) if scale else Shown(value, unit, looks=seen)


def _is_near(figures: str, value: float) -> bool:
    """Whether FIGURES, whose comma or point may set decimals or thousands apart, are VALUE rounded."""
    whole = figures.replace(",", "").replace(".", "")
    texts = {whole, figures.replace(",", "."), figures.replace(",", ""), figures.replace(".", "").replace(",", ".")}
    numbers = [float(text) for text in texts if text.count(".") < 2 and text.strip(".")]
    return any(abs(number - abs(value)) <= 0.5 + abs(value) * 1e-9 for number in numbers)

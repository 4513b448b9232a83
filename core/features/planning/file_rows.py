"""Reads the rows of a goals file, cell by cell: what each says, and every fault in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalogue import Indicator
from core.features.planning import file_columns as columns
from core.features.planning.file_columns import HEADINGS, TITLES, Column
from core.goals.checking import LONGEST_TEXT, LONGEST_TITLE, LONGEST_WORDS, MOST_GOALS
from core.goals.models import Level
from core.tabular.cells import RawRow, RawTable, letter, shown
from core.tabular.faults import CellError, Fault, cut, rows_named
from core.tabular.fields import Field, text_field
from core.tabular.municipalities import is_comment, is_summary
from core.tabular.numbers import UNCOMPUTED
from core.targets import cells
from core.targets.cells import unguarded
from core.targets.references import References

# How the template's own goal area begins: rows with it are not read.
EXAMPLE = "Exempel:"
_ERROR_OF_EXCEL = re.compile(r"#[A-ZÅÄÖ/0]+[!?]?")
_TITLES = {column: text_field(HEADINGS[column], LONGEST_TITLE, is_needed=False) for column in TITLES}
_OTHERS = (columns.TEXT, columns.OWNER, columns.SUPPORTS, columns.SHARED, columns.ORDER)


def _place(value: object) -> str:
    text = str(value).strip()
    if text and not (text.isdecimal() and 1 <= int(text) <= MOST_GOALS):
        raise CellError("Är inget nummer i ordningen.", f"Skriv 1 till {MOST_GOALS}, eller töm cellen.")
    return text


_TEXTS: Mapping[str, Field] = {
    **_TITLES,
    columns.TEXT: text_field(HEADINGS[columns.TEXT], LONGEST_TEXT, is_needed=False, has_lines=True),
    columns.OWNER: text_field(HEADINGS[columns.OWNER], LONGEST_WORDS, is_needed=False),
    columns.SUPPORTS: text_field(HEADINGS[columns.SUPPORTS], LONGEST_TEXT, is_needed=False),
    columns.SHARED: text_field(HEADINGS[columns.SHARED], LONGEST_TEXT, is_needed=False),
    columns.ORDER: Field(HEADINGS[columns.ORDER], _place),
}


@dataclass(frozen=True)
class RowLevel:
    """A level as it stands in a cell: of which column and year."""

    column: str
    year: int
    is_final: bool
    text: str


@dataclass(frozen=True)
class GoalRow:
    """A row without faults of its own. ``texts`` are by column, '' for empty ones; ``gender`` is T, K or M."""

    number: int
    texts: Mapping[str, str]
    indicator: Indicator | None = None
    gender: str = "T"
    levels: tuple[RowLevel, ...] = ()

    @property
    def level(self) -> Level:
        """What the row is about: the lowest goal that it names."""
        if self.texts[columns.GOAL]:
            return Level.COMMITTEE
        return Level.COUNCIL if self.texts[columns.COUNCIL_GOAL] else Level.AREA


@dataclass
class RowReader:
    """Reads rows under ``columns`` of the file of ``municipality``, and notes what is wrong with them in ``faults``."""

    columns: Sequence[Column]
    references: References
    municipality: str
    is_workbook: bool = False
    faults: list[Fault] = field(default_factory=list)
    unused: list[int] = field(default_factory=list)
    _above: Mapping[str, str] = field(default_factory=dict)

    def read(self, row: RawRow) -> GoalRow | None:
        """What ROW says, as far as it is without faults; None where it names no goal, or is ``unused``."""
        before = len(self.faults)
        given = self._given(row)
        if len(self.faults) == before and _is_templates(given, row, self.columns):
            self.unused.append(row.number)
            return None
        self._check_place(row.number, given)
        titles = {column: self._text(row.number, column, given.get(column, "")) for column in TITLES}
        is_named = len(self.faults) == before
        texts = titles | {column: self._text(row.number, column, given.get(column, "")) for column in _OTHERS}
        if given.get(columns.KPI) and not any(texts[column] for column in TITLES):
            # As where a goal is written once, with its indicators on the rows under it.
            texts |= self._above
        if not texts[columns.AREA] and not texts[columns.COUNCIL_GOAL] and not texts[columns.GOAL]:
            what = "Raden säger inte vilket mål den hör till."
            self._note(row.number, "", "", CellError(what, "Skriv målets namn, eller ta bort raden."))
            is_named = False
        elif texts[columns.GOAL] and not texts[columns.BODY]:
            error = CellError("Saknas.", "Skriv vilken nämnd eller vilket bolag som har målet.")
            self._note(row.number, columns.BODY, "", error)
            is_named = False
        self._above = {column: texts[column] for column in TITLES}
        indicator = self._indicator(row.number, given)
        gender = self._gender(row.number, given.get(columns.GENDER, ""))
        levels = tuple(self._levels(row, has_indicator=bool(given.get(columns.KPI))))
        return GoalRow(row.number, texts, indicator, gender, levels if indicator else ()) if is_named else None

    def name_of(self, column: str) -> str:
        """What the file calls the column that holds COLUMN."""
        return next((one.name for one in self.columns if one.holds == column), HEADINGS.get(column, ""))

    def note(self, row: int, column: str, given: str, what: str, advice: str) -> None:
        """Add a fault in what COLUMN (by what it holds, or its name) has in ROW."""
        self._note(row, column, given, CellError(what, advice))

    def _note(self, row: int, column: str, given: str, error: CellError) -> None:
        name = self.name_of(column) or column
        self.faults.append(Fault(row, cut(name), cut(given), error.what, error.advice))

    def _given(self, row: RawRow) -> dict[str, str]:
        found = {}
        for place, cell in enumerate(row.cells):
            written = shown(cell).strip()
            text = unguarded(written)
            column = self.columns[place] if place < len(self.columns) else Column("", "")
            # In a workbook a formula is its value, and such a text is one.
            is_uncomputed = text == UNCOMPUTED or (written.startswith("=") and not self.is_workbook)
            if is_uncomputed or _ERROR_OF_EXCEL.fullmatch(text):
                what = "Cellen är en formel som inte är uträknad." if is_uncomputed else "Excel visar ett fel i cellen."
                self._note(row.number, column.name or letter(place), text, CellError(what, "Skriv det som ska stå."))
            elif text and not column.name:
                error = CellError("Kolumnen har ingen rubrik.", "Töm cellen, eller skriv en rubrik över den.")
                self._note(row.number, letter(place), text, error)
            elif column.holds != columns.LEVEL:
                found[column.holds] = text
        return found

    def _text(self, row: int, column: str, text: str) -> str:
        try:
            found: str = _TEXTS[column].read(text)
        except CellError as error:
            self._note(row, column, text, error)
            return ""
        return found

    def _check_place(self, row: int, given: Mapping[str, str]) -> None:
        if not (text := given.get(columns.PLACE, "")):
            return
        own = self.references.names.get(self.municipality, self.municipality)
        try:
            if self.references.municipality(text) != self.municipality:
                what = f"Raden gäller en annan kommun än {own}."
                self.note(row, columns.PLACE, text, what, "Ta bort raden, eller läs in den för den kommunen.")
        except CellError as error:
            self._note(row, columns.PLACE, text, error)

    def _indicator(self, row: int, given: Mapping[str, str]) -> Indicator | None:
        if not (text := given.get(columns.KPI, "")):
            return None
        try:
            found = self.references.indicator(text)
        except CellError as error:
            self._note(row, columns.KPI, text, error)
            return None
        if found.kpi in self.references.withdrawn:
            self.note(row, columns.KPI, text, "Nyckeltalet är tillbakadraget.", "Välj ett annat, eller ta bort raden.")
            return None
        return found

    def _gender(self, row: int, text: str) -> str:
        try:
            return cells.gender(text) or "T"
        except CellError as error:
            self._note(row, columns.GENDER, text, error)
            return "T"

    def _levels(self, row: RawRow, *, has_indicator: bool) -> Iterator[RowLevel]:
        final_year = self._final_year(row)
        for place, column in enumerate(self.columns):
            text = unguarded(shown(row[place]).strip())
            if column.holds != columns.LEVEL or not text:
                continue
            if not has_indicator:
                error = CellError("Raden har en nivå men ingen indikator.", "Skriv indikatorn, eller töm cellen.")
                self._note(row.number, column.name, text, error)
            elif (year := column.year or final_year) is not None:
                yield RowLevel(column.name, year, column.is_final, text)
            elif not any(one.holds == columns.FINAL_YEAR and shown(row[i]) for i, one in enumerate(self.columns)):
                self.note(row.number, columns.FINAL_YEAR, "", "Saknas.", "Skriv vilket år slutmålet ska nås.")

    def _final_year(self, row: RawRow) -> int | None:
        for place, column in enumerate(self.columns):
            if column.holds == columns.FINAL_YEAR:
                text = shown(row[place]).strip()
                try:
                    return cells.optional_year(text)
                except CellError as error:
                    self._note(row.number, columns.FINAL_YEAR, text, error)
        return None


def _is_templates(given: Mapping[str, str], row: RawRow, heads: Sequence[Column]) -> bool:
    """Whether a row is as the template has it: its example, or a body that no goal is written for."""
    has_levels = any(row[place] != "" for place, one in enumerate(heads) if one.holds == columns.LEVEL)
    filled = {column for column, text in given.items() if text}
    is_example = given.get(columns.AREA, "").casefold().startswith(EXAMPLE.casefold())
    return is_example or (filled <= {columns.BODY, columns.PLACE} and not has_levels)


def rows_to_read(table: RawTable, header: int) -> tuple[list[RawRow], list[str], list[str]]:
    """The rows of TABLE under its HEADER (their place); what is said of those left out; what is hidden, to confirm."""
    below = table.rows[header + 1 :]
    aside = [row.number for row in below if _is_aside(row)]
    rows = [row for row in below if row.number not in aside]
    notes = [f"{rows_named(aside).capitalize()} läses inte: källa, kommentar eller summa."] if aside else []
    hidden = [row.number for row in rows if row.is_hidden]
    doubts = (
        [f"{rows_named(hidden).capitalize()} är {_hidden_words(len(hidden))} i arbetsboken, och läses in."]
        if hidden
        else []
    )
    unseen = [letter(place) for place in sorted(table.hidden) if any(row[place] != "" for row in rows)]
    if unseen:
        named = f"Kolumn {', '.join(unseen)}"
        doubts.append(f"{named} är {_hidden_words(len(unseen))} i arbetsboken, och läses in.")
    return rows, notes, doubts


def _hidden_words(count: int) -> str:
    return "dold" if count == 1 else "dolda"


def _is_aside(row: RawRow) -> bool:
    """Whether ROW is a source, a comment or a sum: one cell that says so."""
    return sum(cell != "" for cell in row.cells) == 1 and (is_summary(row.start) or is_comment(row.start))

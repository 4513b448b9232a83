"""Rows to entries: every row gives entries, a fault, or the reason why it was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.features.own_indicators.models import HIDDEN_COUNT, Context, Entry
from core.features.own_indicators.reading.layout import Layout
from core.features.own_indicators.reading.times import (
    NOWHEN,
    PERIOD_ADVICE,
    YEAR_ADVICE,
    said_when,
    school_year_read,
    together,
    years_of_dates,
)
from core.tabular.cells import RawRow, shown
from core.tabular.faults import Caution, CautionKind, CellError, Fault, Note, Skipped, SkipReason, cut
from core.tabular.headings import PARTS_OF_YEAR, Column, Role
from core.tabular.limits import FIRST_YEAR, LARGEST_PERSONS
from core.tabular.municipalities import Places, is_comment, is_summary
from core.tabular.numbers import SUPPRESSED, DecimalSign, NoNumber, Number, Reading, least_said, read_number
from core.tabular.progress import each
from core.tabular.units import PER_CENT, unit_fits
from core.tabular.years_and_genders import Said, gender_of, said, school_year

_PLACE_ADVICE = "Skriv kommunen på varje rad. Sammanfogade celler räknas bara på sin första rad."


@dataclass
class RowsRead:
    """What all rows gave, in the file's order."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    # Rows with a value whose number of persons is not given, where the file has such a column.
    without_persons: list[int] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    cautions: dict[str, Caution] = field(default_factory=dict)


def read_rows(
    rows: Sequence[RawRow], layout: Layout, places: Places, decimal: DecimalSign, context: Context
) -> RowsRead:
    """Read ROWS (those under the header)."""
    reader = _Reader(layout, places, decimal, context)
    reader.find_yearly_dates(rows)
    end = _end_of_table(rows, reader)
    for index, row in enumerate(each(rows)):
        reader.read(row, is_after=index >= end)
    return reader.result


def _end_of_table(rows: Sequence[RawRow], reader: _Reader) -> int:
    """The place after the last row that names a municipality; under it stand comments. All rows when none does."""
    for index in range(len(rows), 0, -1):
        if any(reader.places.knows(rows[index - 1][column.place]) for column in reader.place_columns):
            return index
    return len(rows)


class _Reader:
    """Reads rows, and gathers what they give."""

    def __init__(self, layout: Layout, places: Places, decimal: DecimalSign, context: Context) -> None:
        self.places = places
        self.decimal = decimal
        self.context = context
        self.result = RowsRead()
        self.place_columns = layout.of(Role.CODE, Role.NAME)
        self.years = layout.of(Role.YEAR)
        self.parts = layout.of(*PARTS_OF_YEAR)
        self.genders = layout.of(Role.GENDER)
        self.values = [(column, layout.persons_of(column)) for column in layout.of(Role.VALUE)]
        self.has_persons = bool(layout.of(Role.PERSONS))
        self.yearly_dates = False

    def find_yearly_dates(self, rows: Sequence[RawRow]) -> None:
        """See whether ROWS have whole dates for periods, one for each year: then they stand for the years."""
        texts = {shown(row[column.place]) for row in rows for column in self.parts if row[column.place] != ""}
        told = {text: found for text in texts if (found := said(text)) and found.is_time}
        whole = {(one.year, one.day) for one in told.values()}
        if told and all(day for _, day in whole) and len({year for year, _ in whole}) == len(whole):
            self.yearly_dates = True
            text, first = min(told.items())
            self.result.cautions["dates"] = years_of_dates(0, self.parts[0].label, text, first.year)

    def read(self, row: RawRow, *, is_after: bool) -> None:
        """Take in ROW; IS_AFTER tells that no municipality stands in it or under it."""
        filled = [one for one in self.values if row[one[0].place] != "" or self._is_few(row, one[1])]
        if any(is_summary(shown(row[column.place])) for column in self.place_columns):
            self._skip(row, SkipReason.SUMMARY)
        elif self._is_comment(row, filled, is_after=is_after):
            self._skip(row, SkipReason.COMMENT)
            if not is_after and not filled:
                self._ask_of_heading(row)
        else:
            before = len(self.result.faults)
            self._read_filled(row, filled)
            if not filled and len(self.result.faults) == before:
                self._skip(row, SkipReason.NO_VALUE)

    def _ask_of_heading(self, row: RawRow) -> None:
        """What the rows under ROW are of may be another thing than those above it."""
        what = f"Raden ”{cut(row.start, 40)}” står som en rubrik inne i tabellen, och läses inte."
        advice = "Bekräfta att raderna under den hör till nyckeltalet, eller ta bort dem."
        self.result.cautions[f"heading {row.number}"] = Caution(CautionKind.UNREAD, row.number, "", what, advice)

    def _is_comment(self, row: RawRow, filled: list[tuple[Column, Column | None]], *, is_after: bool) -> bool:
        if any(self.places.knows(row[column.place]) for column in self.place_columns):
            return False
        if not filled:
            # A year beside a strange name is a row of the table, even without a value.
            says_when = any(
                row[column.place] != "" and self._when(row, column) for column in (*self.years, *self.parts)
            )
            return not says_when or not any(row[column.place] != "" for column in self.place_columns)
        return is_after and bool(is_comment(row.start) or not any(self._number(row, column) for column, _ in filled))

    def _when(self, row: RawRow, column: Column) -> bool:
        try:
            return said_when(row, column) != NOWHEN
        except CellError:
            return False

    def _number(self, row: RawRow, column: Column) -> bool:
        try:
            return read_number(row[column.place], self.decimal) is not None
        except CellError:
            return False

    def _read_filled(self, row: RawRow, filled: list[tuple[Column, Column | None]]) -> None:
        place = self._place(row)
        when = self._time(row, filled)
        gender = self._gender(row)
        for column, persons in filled:
            found = self._found(row, column, persons)
            if found and place and when and gender:
                year, period = column.year or when.year, column.period or when.period
                where = row.number, _label(column, row)
                self.result.entries.append(Entry(place, year, period, column.gender or gender, *found, *where))

    def _place(self, row: RawRow) -> str:
        """The municipality's id; '' after a fault."""
        found: dict[str, Column] = {}
        wrong = False
        for column in self.place_columns:
            cell = row[column.place]
            if cell == "":
                continue
            try:
                found[id_ := self.places.find(cell)] = column
                if former := self.places.former(cell):
                    name = f"{self.context.municipalities[id_]} ({id_})"
                    self.result.notes.setdefault(
                        former, Note(row.number, f"{former} läses som {name}, som det heter i dag.", matters=True)
                    )
            except CellError as error:
                self._fault(row, column, error.what, error.advice)
                wrong = True
        if len(found) > 1:
            names = " och ".join(self.context.municipalities[id_] for id_ in found)
            self._fault(row, self.place_columns[-1], f"Koden och namnet är olika kommuners: {names}.", "Rätta det ena.")
        elif not found and not wrong:
            self._fault(row, self.place_columns[0], "Kommunen saknas.", _PLACE_ADVICE)
        return next(iter(found)) if len(found) == 1 and not wrong else ""

    def _time(self, row: RawRow, filled: list[tuple[Column, Column | None]]) -> Said | None:
        """What the row's own cells say of when; None after a fault."""
        found, columns = NOWHEN, (*self.years, *self.parts)
        for column in columns:
            try:
                when = said_when(row, column)
                self._tell_school_year(row, column, when)
                is_date = self.yearly_dates and column in self.parts
                found = together(found, Said(year=when.year) if is_date else when)
                self._check_year(found)
            except CellError as error:
                self._fault(row, column, error.what, error.advice)
                return None
        undated = [column for column, _ in filled if not (column.year or found.year)]
        if not undated:
            return found
        if found.period or undated[0].period:
            self._fault(row, columns[0], "Perioden har inget år.", PERIOD_ADVICE)
        else:
            self._fault(row, columns[0], "Året saknas.", YEAR_ADVICE)
        return None

    def _tell_school_year(self, row: RawRow, column: Column, when: Said) -> None:
        text = shown(row[column.place])
        if when.year and (school_year(text) or column.heading.casefold().startswith("läsår")):
            self.result.cautions.setdefault("school", school_year_read(row.number, column.label, text, when.year))

    def _check_year(self, told: Said) -> None:
        last = self.context.this_year + 1
        if told.year and not FIRST_YEAR <= told.year <= last:
            raise CellError(f"Året ska vara mellan {FIRST_YEAR} och {last}.", "Rätta året.")

    def _gender(self, row: RawRow) -> str:
        """T, K or M; '' after a fault."""
        for column in self.genders:
            gender = gender_of(shown(row[column.place]))
            if gender is None:
                is_number = shown(row[column.place]) in ("1", "2")
                advice = "Skriv K, M eller T (totalt), eller lämna tomt för totalt."
                what = "Könet är en siffra, som betyder olika saker i olika system." if is_number else "Könet är okänt."
                self._fault(row, column, what, advice)
                return ""
            return gender
        return "T"

    def _found(
        self, row: RawRow, column: Column, persons: Column | None
    ) -> tuple[float | None, str, int | None] | None:
        """The value in COLUMN, why there is none, and its number of PERSONS; None after a fault."""
        try:
            reading = read_number(row[column.place], self.decimal)
            self._check_unit(reading)
        except CellError as error:
            self._fault(row, column, error.what, error.advice)
            return None
        try:
            count = self._count(row, persons) if persons else None
        except CellError as error:
            self._fault(row, persons, error.what, error.advice)
            return None
        value = reading.value if isinstance(reading, Number) else None
        # Without a value, there are few persons: who leaves the cell empty hides it.
        status = reading.status if isinstance(reading, NoNumber) else "" if reading else SUPPRESSED
        if self.has_persons and value is not None and (persons is None or row[persons.place] == ""):
            self.result.without_persons.append(row.number)
        return value, status, count

    def _check_unit(self, reading: Reading) -> None:
        if isinstance(reading, Number) and reading.unit.startswith("av "):
            advice = f"Räkna ut värdet och skriv det i {self.context.unit or 'nyckeltalets enhet'}."
            raise CellError("Cellen säger hur många av hur många, inte värdet.", advice)
        if isinstance(reading, Number) and not unit_fits(reading.unit, self.context.unit):
            what = (
                f"Värdet är i {cut(reading.unit, 20)}, men nyckeltalets enhet är {self.context.unit or 'inte angiven'}."
            )
            raise CellError(what, "Räkna om värdet, eller ta bort enheten om talet redan är rätt.")

    def _is_few(self, row: RawRow, persons: Column | None) -> bool:
        """Whether the number of PERSONS is there and too small to be told of; nobody at all is not few."""
        try:
            count = self._count(row, persons) if persons else None
        except CellError:
            return False
        return count is not None and count != 0 and count < self.context.least_persons

    def _count(self, row: RawRow, column: Column) -> int | None:
        """How many persons; HIDDEN_COUNT for what may be too few, None where it is not told. Raises CellError."""
        cell = row[column.place]
        for sign in (self.decimal, DecimalSign.COMMA, DecimalSign.POINT):
            try:
                reading = read_number(cell, sign)
            except CellError:
                continue
            if reading is None:
                return None
            if not isinstance(reading, Number):
                return HIDDEN_COUNT
            # "1.234" persons can only be one thousand and some.
            if reading.value.is_integer() and 0 <= reading.value <= LARGEST_PERSONS and reading.unit != PER_CENT:
                return int(reading.value)
        least = least_said(cell) if isinstance(cell, str) else None
        if least is None:
            advice = "Skriv antalet personer, eller .. om det är för få för att visas: då visas inte värdet heller."
            raise CellError("Antalet ska vara ett heltal.", advice)
        return HIDDEN_COUNT if least < self.context.least_persons else None

    def _fault(self, row: RawRow, column: Column | None, what: str, advice: str) -> None:
        given = cut(shown(row[column.place])) if column else ""
        self.result.faults.append(Fault(row.number, _label(column, row), given, what, advice))

    def _skip(self, row: RawRow, reason: SkipReason) -> None:
        self.result.skipped.append(Skipped(row.number, reason, cut(row.start)))


def _label(column: Column | None, row: RawRow) -> str:
    """How a cell's place is told: its column, and its sheet where there are several."""
    sheet = f"på bladet {row.sheet}" if row.sheet else ""
    return f"{column.label if column else ''} {sheet}".strip()

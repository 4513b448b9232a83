"""What a column's heading says about the column, and which row (or two) of a table has the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from core.tabular.cells import Cell, RawRow, clean, letter, shown
from core.tabular.faults import cut
from core.tabular.limits import MOST_ROWS_ABOVE_HEADER
from core.tabular.municipalities import Places
from core.tabular.units import is_known, scales_in
from core.tabular.years_and_genders import forecast, said

_LONGEST, _LONGEST_SHOWN = 150, 30


class Role(StrEnum):
    """What stands in a column; the value is what the screen calls it."""

    CODE = "kommunkod"
    NAME = "kommun"
    YEAR = "år"
    PERIOD = "period"
    TERTIAL = "tertial"
    QUARTER = "kvartal"
    MONTH = "månad"
    GENDER = "kön"
    VALUE = "värde"
    PERSONS = "antal personer"
    OTHER = "läses inte"


PLACES = frozenset({Role.CODE, Role.NAME})
PARTS_OF_YEAR = {Role.PERIOD: "", Role.TERTIAL: "T", Role.QUARTER: "Q", Role.MONTH: "M"}
_SYNONYMS: dict[Role, tuple[str, ...]] = {
    Role.CODE: (
        *("kommunkod", "kommun kod", "kommun-kod", "kod", "kommunnummer", "kommunnr", "kommun nr", "kommun id"),
        *("kommunid", "knr", "municipality id", "municipality code", "municipality_id", "code"),
    ),
    Role.NAME: ("kommun", "kommuner", "kommunnamn", "kommunens namn", "namn", "municipality", "municipality name"),
    Role.YEAR: ("år", "year", "årtal", "mätår", "redovisningsår", "kalenderår", "ar", "utfallsår", "läsår"),
    Role.PERIOD: ("period", "tidsperiod", "mätperiod", "tid", "datum", "date"),
    Role.TERTIAL: ("tertial",),
    Role.QUARTER: ("kvartal", "quarter", "kv"),
    Role.MONTH: ("månad", "month", "mån", "manad"),
    Role.GENDER: ("kön", "gender", "sex", "kon"),
    Role.VALUE: (
        *("värde", "värden", "utfall", "value", "values", "resultat", "varde", "result", "andel", "procent", "%"),
        *("nyckeltal", "siffra", "tal", "belopp", "uppmätt värde", "mätvärde"),
    ),
    Role.PERSONS: ("antal", "n", "antal personer", "persons", "nämnare", "underlag"),
}
_ROLE_OF = {name: role for role, names in _SYNONYMS.items() for name in names}
# "Utfall (%)", "Utfall, kr": the unit is set apart from the word.
_UNIT = re.compile(r"(.+?)\s*(?:\(([^()]*)\)|[,;]\s*([^,;()]*)|\[([^\[\]]*)\])\s*$")


@dataclass(frozen=True)
class Column:
    """A column. ``place`` counts from 0; ``heading`` is the uploader's own text, cut.

    Where the heading says when or for whom ("2025 T1 kvinnor"), ``year`` is not 0, and ``period`` and ``gender``
    are not ''. ``unit`` is what stands in brackets or after a comma, or the unit that is named anywhere in it. ``day``
    is '1015' where it is a date.
    """

    place: int
    heading: str
    role: Role
    year: int = 0
    period: str = ""
    gender: str = ""
    unit: str = ""
    day: str = ""

    @property
    def letter(self) -> str:
        """What Excel shows over it."""
        return letter(self.place)

    @property
    def label(self) -> str:
        """How messages name it: "C Utfall"."""
        return f"{self.letter} {self.heading}".strip()

    @property
    def says_time(self) -> bool:
        """Whether its heading says when."""
        return bool(self.year or self.period)


def read_heading(place: int, cell: Cell) -> Column:
    """The column PLACE under the heading CELL."""
    text = shown(cell)[:_LONGEST]
    return Column(place, cut(text, _LONGEST_SHOWN), *_meaning(text))


def is_heading(text: str) -> bool:
    """Whether TEXT is a heading that is known."""
    return _meaning(clean(text[:_LONGEST]))[0] is not Role.OTHER


def names_places(text: str) -> bool:
    """Whether TEXT is a heading over municipalities. Quick, for it is asked of every cell."""
    return _ROLE_OF.get(text[:_LONGEST].casefold().rstrip(" :*").replace("_", " ")) in PLACES


@lru_cache(maxsize=4_096)
def _meaning(text: str) -> tuple[Role, int, str, str, str, str]:
    name = text.casefold().rstrip(" :*=")
    apart = _UNIT.fullmatch(name)
    unit = next(filter(None, apart.groups()[1:]), "").strip() if apart else ""
    if not is_known(unit):
        unit = next(iter(sorted(scales_in(name))), unit)
    whole = _without_unit(name)
    if whole and not is_known(unit):
        # What stands apart is understood too, and is no unit.
        unit = ""
    if forecast(name):
        return Role.OTHER, 0, "", "", "", ""
    role, year, period, gender, day = (
        whole or (_without_unit(apart.group(1).rstrip(" :*")) if apart else None) or (Role.OTHER, 0, "", "", "")
    )
    return role, year, period, gender, unit, day


def _without_unit(name: str) -> tuple[Role, int, str, str, str] | None:
    if role := _ROLE_OF.get(name.replace("_", " ")):
        return role, 0, "", "", ""
    words = said(name)
    if words is None:
        return None
    # A first or last day stands for its year; any other day for its month.
    period = "" if words.day in ("0101", "1231") else words.period
    role = Role.PERSONS if words.is_persons else Role.VALUE
    return role, words.year, period, words.gender, words.day


_SURE = {Role.YEAR, Role.GENDER, *PARTS_OF_YEAR}
_MEASURED = {Role.VALUE, Role.PERSONS}
_LOOK_BELOW = 3
# A fact above the table is a word and what it says.
_FACT = 2


@dataclass(frozen=True)
class Header:
    """Where the header stands (places in the table's rows, one or two) and what it says."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_header(rows: Sequence[RawRow], places: Places) -> Header | None:
    """The first row that names a municipality's column and something to read, or None.

    The municipality's column may lack a heading when the others have theirs and municipalities stand under it. A
    second row may tell genders or parts of the year under the years.
    """
    found: list[tuple[int, tuple[Column, ...]]] = []
    for index in range(min(len(rows), MOST_ROWS_ABOVE_HEADER)):
        columns = _columns(rows[index].cells)
        columns = columns if found or _has_place(columns) else _with_place(columns, rows, index, places)
        is_second = bool(found) and found[-1][0] == index - 1 and _is_lower(rows[index], found[-1][1])
        if _has_place(columns) and _has_more(columns) and not is_second:
            found.append((index, columns))
        if found and _has_municipality(rows[index], found[-1][1], places):
            # Of several, the one above the first municipality, if those before it are facts about the table.
            are_facts = all(len(row.cells) <= _FACT for row in rows[found[0][0] : found[-1][0]])
            return _doubled(rows, *found[-1 if are_facts else 0])
    return _doubled(rows, *found[0]) if found else None


def next_header(rows: Sequence[RawRow], header: Header) -> int | None:
    """The place of the first row under HEADER that is a header too, where another table begins; None for no such."""
    for index in range(header.last + 1, len(rows)):
        row = rows[index]
        if any(isinstance(cell, str) and names_places(cell) for cell in row.cells):
            columns = _columns(row.cells)
            if _has_place(columns) and _has_more(columns):
                return index
    return None


def _has_municipality(row: RawRow, columns: Sequence[Column], places: Places) -> bool:
    return any(row[one.place] != "" and places.knows(row[one.place]) for one in columns if one.role in PLACES)


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    return tuple(read_heading(place, cell) for place, cell in enumerate(cells))


def _has_place(columns: Sequence[Column]) -> bool:
    return any(column.role in PLACES for column in columns)


def _has_more(columns: Sequence[Column]) -> bool:
    return any(column.role not in PLACES | {Role.OTHER} for column in columns)


def _with_place(columns: tuple[Column, ...], rows: Sequence[RawRow], index: int, places: Places) -> tuple[Column, ...]:
    """COLUMNS with a municipality's column found by what stands under it, where the other headings are sure ones."""
    below = rows[index + 1 : index + 1 + _LOOK_BELOW]
    if (below and _has_place(_columns(below[0].cells))) or not _is_sure(columns, below):
        return columns
    for column in columns:
        known = [places.knows(row[column.place]) for row in (*rows[: index + 1], *below)]
        # With a municipality above it, this is a row of the table, and a strange one.
        if column.role is Role.OTHER and any(known[index + 1 :]) and not any(known[: index + 1]):
            return (*columns[: column.place], replace(column, role=Role.NAME), *columns[column.place + 1 :])
    return columns


def _is_sure(columns: Sequence[Column], below: Sequence[RawRow]) -> bool:
    """Whether COLUMNS are headings and not a row of values: "År" is, and 2023 beside 2024, with values under them."""
    if any(column.role in _SURE for column in columns):
        return True
    years = [column for column in columns if column.year and column.role is Role.VALUE]
    others = [column for column in columns if column not in years and column.heading]
    if any(not any(map(str.isalpha, column.heading)) for column in others):
        return False
    if len(years) > 1:
        return True
    return any(not read_heading(0, row[column.place]).year for column in years for row in below)


def _doubled(rows: Sequence[RawRow], index: int, columns: tuple[Column, ...]) -> Header:
    """The header at INDEX, with the rows under and above it where they belong together."""
    if index + 1 < len(rows) and _is_lower(rows[index + 1], columns):
        return _under_sorts(rows, Header(index, index + 1, _combined(rows[index], rows[index + 1], columns)))
    has_parts = any(column.role is Role.VALUE and (column.gender or column.period) for column in columns)
    says_year = any(column.year or column.role in (Role.YEAR, Role.PERIOD) for column in columns)
    if (has_parts or _sorts(columns)) and not says_year and index and _is_years(rows[index - 1]):
        return Header(index - 1, index, _combined(rows[index - 1], rows[index], columns))
    return _under_sorts(rows, Header(index, index, columns))


def _under_sorts(rows: Sequence[RawRow], header: Header) -> Header:
    """HEADER with the row above it, where that tells what was measured from what was not (Utfall, Budget)."""
    first = next((column.place for column in header.columns if column.role is Role.VALUE), len(header.columns))
    above = rows[header.first - 1].cells[first:] if header.first else ()
    if not _sorts(_columns(above)):
        return header
    columns, over = list(header.columns[:first]), ""
    for column in header.columns[first:]:
        over = shown(rows[header.first - 1][column.place]) or over
        columns.append(read_heading(column.place, f"{over} {column.heading}") if column.role in _MEASURED else column)
    return Header(header.first - 1, header.last, tuple(columns))


def _sorts(columns: Sequence[Column]) -> list[Column]:
    """Those of COLUMNS whose headings tell what was measured from what was not (Utfall, Prognos), where any does."""
    forecasts = [column for column in columns if _is_forecast(column)]
    return [column for column in columns if column.role in _MEASURED or column in forecasts] if forecasts else []


def _is_forecast(column: Column) -> bool:
    return not any(map(str.isdecimal, column.heading)) and forecast(column.heading) is not None


def _is_lower(row: RawRow, upper: Sequence[Column]) -> bool:
    """Whether ROW belongs under the headings UPPER.

    It tells only genders, parts of years, or what was measured and what was not, under headings of years; or years
    under those of genders, or of what was measured.
    """
    found = [column for column in _columns(row.cells) if column.heading]
    years = [column.place for column in upper if column.year]
    apart = [column.place for column in upper if column.gender and not column.year]
    apart = apart or [column.place for column in _sorts(upper)]
    if apart and not years:
        return bool(found) and found[0].place >= apart[0] and all(_is_year(column) for column in found)
    sorts = _sorts(found)
    return (
        bool(found and years)
        and found[0].place >= years[0]
        and all(
            not column.year
            and (column in sorts or (column.role is Role.VALUE and bool(column.gender or column.period)))
            for column in found
        )
        and not any(isinstance(cell, float) for cell in row.cells)
    )


def _is_year(column: Column) -> bool:
    return bool(column.role is Role.VALUE and column.year and not column.gender)


def _is_years(row: RawRow) -> bool:
    found = [column for column in _columns(row.cells) if column.heading]
    return bool(found) and all(column.role is Role.VALUE and column.year for column in found)


def _combined(upper: RawRow, lower: RawRow, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of two rows of headings; what the upper says holds for the columns to its right until the next."""
    result = []
    over = ""
    for place in range(max(len(upper.cells), len(lower.cells))):
        above, below = shown(upper[place]), shown(lower[place])
        over = above if read_heading(place, above).role in _MEASURED or forecast(above) else "" if above else over
        column = read_heading(place, f"{over} {below}" if over and below else above or below)
        # Its heading may be blank, and what it is be known by what stands under it.
        is_place = place < len(columns) and columns[place].role in PLACES
        result.append(columns[place] if is_place else column)
    return tuple(result)

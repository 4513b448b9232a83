"""What headings and cells say of when, and what is asked where that can be read in several ways."""

from __future__ import annotations

from functools import lru_cache

from core.tabular.cells import RawRow, shown
from core.tabular.faults import Caution, CautionKind, CellError, cut
from core.tabular.headings import PARTS_OF_YEAR, Column, Role
from core.tabular.years_and_genders import Said, forecast, not_one_year, numbered, said

_WHOLE_YEAR = frozenset({"helår", "helåret", "hela året", "år", "året"})
NOWHEN = Said()
YEAR_ADVICE = "Skriv ett år, till exempel 2025, eller ett läsår, till exempel 2024/25."
PERIOD_ADVICE = "Skriv till exempel 2025 T1, 2025-03 eller 2025 Q2."


def together(first: Said, second: Said) -> Said:
    """What two cells say of when. Raises CellError when they say different things."""
    if first.year and second.year and first.year != second.year:
        raise CellError("Raden har två olika år.", "Rätta det ena.")
    if first.period and second.period and first.period != second.period:
        raise CellError("Raden har två olika perioder.", "Rätta den ena.")
    return Said(year=first.year or second.year, period=first.period or second.period)


def said_when(row: RawRow, column: Column) -> Said:
    """What the cell in COLUMN says of when; nothing for an empty cell. Raises CellError."""
    return _said_when(shown(row[column.place]), column.role)


# The same years and months come again and again in a large file.
@lru_cache(maxsize=4_096)
def _said_when(text: str, role: Role) -> Said:
    if not text or text.casefold() in _WHOLE_YEAR:
        return NOWHEN
    kind = PARTS_OF_YEAR.get(role, "")
    if kind and (period := numbered(kind, text)):
        return Said(period=period)
    told = said(text)
    if told is None or not told.is_time:
        if no_year := not_one_year(text):
            raise CellError(*no_year)
        if role is Role.YEAR:
            raise CellError("Cellen är inget år.", YEAR_ADVICE)
        raise CellError("Cellen är ingen period.", PERIOD_ADVICE)
    # A whole date in a column of years is the year's first or last day.
    return Said(year=told.year) if told.day and role is Role.YEAR else Said(year=told.year, period=told.period)


def years_of_dates(row: int, column: str, given: str, year: int) -> Caution:
    """What is asked where dates, one a year, are read as years."""
    what = f"Datumen läses som år, eftersom det finns ett om året: {given} är {year}."
    return Caution(
        CautionKind.TIMES, row, column, what, "Bekräfta, eller skriv månaden som 2025 M03 om det är månader."
    )


def school_year_read(row: int, column: str, given: str, year: int) -> Caution:
    """What is asked where a school year stands for a year: the same rule in headings and cells."""
    what = f"Läsåret {cut(given, 30)} läses som {year}, det år då det slutar."
    return Caution(CautionKind.TIMES, row, column, what, "Bekräfta, eller skriv det år som värdena ska stå för.")


def forecast_words(column: Column) -> tuple[str, str]:
    """What is said of COLUMN, of a year that nobody has measured, and what to do."""
    why, advice = forecast(column.heading) or ("", "")
    return f"Kolumn {column.label} är inte läst: {why}.", advice

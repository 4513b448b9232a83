"""Which column means what: settles what the headings leave open, and says what cannot be settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from core.features.own_indicators.reading.secrecy import may_be_persons, may_count_persons
from core.features.own_indicators.reading.times import forecast_words, years_of_dates
from core.tabular.cells import RawRow, letter
from core.tabular.faults import Caution, CautionKind, Fault, Note, cut
from core.tabular.headings import PARTS_OF_YEAR, Column, Role
from core.tabular.limits import FIRST_YEAR
from core.tabular.numbers import NUMBER_SHARE, SAMPLE_ROWS, may_be_number
from core.tabular.units import is_known, is_per_cent, unit_fits
from core.tabular.years_and_genders import forecast
from core.words.labels import GENDER

UNIT_ADVICE = "Bekräfta att värdena är i nyckeltalets enhet, eller räkna om dem."
_UNREAD_ADVICE = "Hör den till nyckeltalet behöver rubriken säga år, period eller kön."
_ANTAL_ADVICE = "Är det antalet personer bakom värdet, döp om den till Antal personer. Då prövas små grupper."
# Beside a year in brackets, these change nothing of what it is a value of.
_ASIDES = ("prel", "utfall", "helår", "hela året", "reviderad", "rev", "slutlig", "definitiv", "urval", "enkät")
_ONCE = (Role.CODE, Role.YEAR, *PARTS_OF_YEAR, Role.GENDER)


@dataclass
class Layout:
    """The columns, settled. With ``faults`` the rows cannot be read."""

    columns: list[Column]
    row: int
    faults: list[Fault] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    # Faults of single columns, which are then left out; the rest can be read.
    column_faults: list[Fault] = field(default_factory=list)
    # The columns that may be the value, where it is not told which.
    choices: list[Column] = field(default_factory=list)

    def of(self, *roles: Role) -> list[Column]:
        """The columns with one of ROLES, from the left."""
        return [column for column in self.columns if column.role in roles]

    def persons_of(self, value: Column) -> Column | None:
        """The column with the number of persons behind VALUE's."""
        return next((column for column in self.of(Role.PERSONS) if _about(column) == _about(value)), None)

    def change(self, column: Column, role: Role) -> None:
        """Let COLUMN have another role."""
        self.columns[column.place] = replace(column, role=role)

    def fault(self, column: Column | None, what: str, advice: str) -> None:
        """Note a fault of the headings."""
        self.faults.append(_fault(self.row, column, what, advice))


def settle(
    columns: Sequence[Column], row: int, below: Sequence[RawRow], *, unit: str, last_year: int, chosen: str = ""
) -> Layout:
    """The layout under COLUMNS, whose headings stand on the file's ROW; BELOW are the rows under them.

    CHOSEN is the letter of the column with values, where several may be.
    """
    width = max((len(raw.cells) for raw in below), default=0)
    unnamed = [Column(place, "", Role.OTHER) for place in range(len(columns), width)]
    layout = Layout([*columns, *unnamed], row)
    _choose_place(layout)
    _leave_out_names(layout, below)
    _choose_value(layout, below, chosen)
    _dates_as_years(layout)
    _leave_out_undated(layout)
    _check_once(layout)
    _check_time(layout)
    _check_years(layout, last_year)
    _check_genders(layout)
    _ask_of_one_gender(layout)
    _check_persons(layout)
    _check_units(layout, unit)
    if not layout.faults:
        _tell_unread(layout, below)
    return layout


def _choose_place(layout: Layout) -> None:
    """Of several columns with names, those that say that they are municipalities'."""
    names = layout.of(Role.NAME)
    clear = [column for column in names if column.heading.casefold().startswith(("kommun", "munic"))]
    for column in names if len(names) > 1 else ():
        if column is not next(iter(clear or names)):
            layout.change(column, Role.OTHER)


def _choose_value(layout: Layout, below: Sequence[RawRow], chosen: str) -> None:
    if layout.of(Role.VALUE):
        return
    others = [column for column in layout.of(Role.OTHER) if column.heading]
    numeric = [column for column in others if _is_numeric(column, below) and not forecast(column.heading)]
    if not numeric:
        numeric = layout.of(Role.PERSONS)
    if len(numeric) == 1 or (numeric and numeric[0].role is Role.PERSONS and all(c.says_time for c in numeric)):
        for column in numeric:
            layout.change(column, Role.VALUE)
    elif numeric:
        layout.choices = numeric
        found = next((column for column in numeric if letter(column.place) == chosen), None)
        if found:
            layout.change(found, Role.VALUE)
            return
        names = ", ".join(f"{column.label}" for column in numeric)
        layout.fault(None, f"Flera kolumner kan vara värdet: {names}.", "Välj den rätta, eller döp om den till Värde.")
    elif not_measured := next((column for column in others if forecast(column.heading)), None):
        layout.fault(not_measured, *forecast_words(not_measured))
    else:
        layout.fault(
            None, "Kolumnen med värden saknas.", "Lägg till en kolumn med rubriken Värde, eller ett årtal som rubrik."
        )


def _leave_out_names(layout: Layout, below: Sequence[RawRow]) -> None:
    """A column "Nyckeltal" or "Resultat" with texts beside one of numbers is no value."""
    values = layout.of(Role.VALUE)
    for column in values:
        others = [one for one in values if one is not column and _about(one) == _about(column)]
        if others and not _is_numeric(column, below) and any(raw[column.place] != "" for raw in below):
            layout.change(column, Role.OTHER)


def _dates_as_years(layout: Layout) -> None:
    """Headings that are dates, one a year, stand for their years: 2023-10-15 and 2024-10-15."""
    dated = [column for column in layout.of(Role.VALUE, Role.PERSONS) if column.day]
    values = [column for column in dated if column.role is Role.VALUE]
    if not any(column.period for column in values) or layout.of(Role.YEAR, *PARTS_OF_YEAR):
        return
    if len({(column.year, column.gender) for column in values}) < len(values):
        return
    for column in dated:
        layout.columns[column.place] = replace(column, period="")
    layout.cautions.append(years_of_dates(layout.row, values[0].label, values[0].heading, values[0].year))


def _leave_out_undated(layout: Layout) -> None:
    """In a table with years as headings, a column without year (a sum, a mean) is none of them."""
    values = layout.of(Role.VALUE)
    if layout.of(Role.YEAR, Role.PERIOD) or not any(column.year for column in values):
        return
    for column in values:
        if not column.says_time:
            layout.change(column, Role.OTHER)


def _check_once(layout: Layout) -> None:
    for role in _ONCE:
        for column in layout.of(role)[1:]:
            layout.fault(column, f"Två kolumner är {role}.", "Ta bort den ena.")
    for role in (Role.VALUE, Role.PERSONS):
        counts = Counter(map(_about, layout.of(role)))
        for column in layout.of(role):
            if counts[_about(column)] > 1:
                advice = "Ta bort den ena, eller skriv olika år, perioder eller kön i rubrikerna."
                layout.fault(column, "Två kolumner har rubriker som betyder samma sak.", advice)


def _check_time(layout: Layout) -> None:
    values = layout.of(Role.VALUE)
    years, parts = layout.of(Role.YEAR), layout.of(*PARTS_OF_YEAR)
    dated = [column for column in values if column.year]
    if years and dated:
        layout.fault(dated[0], "Året står både i rubriken och i en egen kolumn.", "Ta bort det ena.")
    if parts and any(column.period for column in values):
        layout.fault(parts[0], "Perioden står både i rubrikerna och i en egen kolumn.", "Ta bort det ena.")
    if len(parts) > 1:
        layout.fault(parts[1], "Två kolumner säger perioden.", "Ta bort den ena.")
    term = next((one for one in layout.of(Role.OTHER) if one.heading.casefold().startswith("termin")), None)
    if term and not years:
        advice = "Byt kolumnen mot År, med läsåret (2024/25) eller året, och ett värde om året."
        layout.fault(term, "Terminer läses inte.", advice)
        return
    may_say_year = years or layout.of(Role.PERIOD)
    for column in values if not may_say_year else ():
        if not column.year:
            what = (
                f"Perioden {column.heading} har inget år."
                if column.period
                else "Det framgår inte vilket år som värdena gäller."
            )
            layout.fault(column, what, "Lägg till en kolumn med rubriken År, eller skriv året i rubriken.")


def _check_years(layout: Layout, last_year: int) -> None:
    for column in layout.of(Role.VALUE, Role.PERSONS):
        if column.year and not FIRST_YEAR <= column.year <= last_year:
            what = f"Året ska vara mellan {FIRST_YEAR} och {last_year}."
            layout.column_faults.append(_fault(layout.row, column, what, "Rätta året i rubriken."))
            layout.change(column, Role.OTHER)


def _check_genders(layout: Layout) -> None:
    gendered = [column for column in layout.of(Role.VALUE) if column.gender]
    if layout.of(Role.GENDER) and gendered:
        layout.fault(gendered[0], "Könet står både i rubriken och i en egen kolumn.", "Ta bort det ena.")


def _ask_of_one_gender(layout: Layout) -> None:
    """A column of one gender beside one of all may be something else than its values: a share of women among all."""
    values = layout.of(Role.VALUE)
    of = {_about(column): column for column in values}
    for (year, period, gender), column in of.items():
        other = {"K": "M", "M": "K"}.get(gender)
        if other and (year, period, "T") in of and (year, period, other) not in of:
            what = f"Kolumn {column.label} läses som {GENDER[gender]}s värde, men det andra könets finns inte."
            advice = "Bekräfta, eller ta bort kolumnen om den säger något annat, till exempel en könsfördelning."
            layout.cautions.append(Caution(CautionKind.APART, layout.row, column.label, what, advice))


def _check_persons(layout: Layout) -> None:
    """Every number of persons must belong to a value: else values that should be hidden would not be."""
    values = set(map(_about, layout.of(Role.VALUE)))
    for column in layout.of(Role.PERSONS):
        if _about(column) not in values and values:
            advice = "Skriv samma år, period och kön i rubriken som i värdets rubrik, till exempel Antal 2025."
            layout.fault(column, "Det framgår inte vilket värde som antalet hör till.", advice)


def _check_units(layout: Layout, unit: str) -> None:
    for column in layout.of(Role.VALUE):
        if is_known(column.unit) and not unit_fits(column.unit, unit):
            what = f"Rubriken säger {column.unit}, men nyckeltalets enhet är {unit}."
            layout.cautions.append(Caution(CautionKind.UNITS, layout.row, column.label, what, UNIT_ADVICE))
        elif column.heading.casefold().startswith("antal") and is_per_cent(unit):
            what = f"Kolumn {column.label} läses som värdet, men nyckeltalets enhet är {unit}."
            layout.cautions.append(Caution(CautionKind.UNITS, layout.row, column.label, what, UNIT_ADVICE))
    _ask_of_brackets(layout, unit)


def _ask_of_brackets(layout: Layout, unit: str) -> None:
    """What a heading says in brackets and is not understood may narrow its values: "2025 (jan-jun)", "2024 (åk 6)"."""
    said: dict[str, list[Column]] = {}
    for column in layout.of(Role.VALUE):
        is_unit = not column.unit or is_known(column.unit) or unit_fits(column.unit, unit)
        if not is_unit and not column.unit.startswith(_ASIDES):
            said.setdefault(column.unit, []).append(column)
    for text, columns in said.items():
        first = columns[0]
        read = f"hela {first.year}" if first.year else "nyckeltalets"
        what = f"Rubriken säger ”{cut(text, 30)}”, som inte läses: värdena tas som {read}."
        advice = "Bekräfta att de gäller hela året och hela kommunen, eller rätta rubriken."
        layout.cautions.append(Caution(CautionKind.APART, layout.row, first.label, what, advice))


def _tell_unread(layout: Layout, below: Sequence[RawRow]) -> None:
    faulty = {fault.column for fault in layout.column_faults}
    for column in layout.of(Role.OTHER):
        if column.label in faulty or not any(raw[column.place] != "" for raw in below):
            continue
        what = f"Kolumn {column.label} är inte läst."
        if forecast(column.heading):
            what, advice = forecast_words(column)
            advice = f"{advice} Bekräfta annars att den inte ska läsas."
            layout.cautions.append(Caution(CautionKind.UNREAD, layout.row, column.label, what, advice))
        elif may_count_persons(column, below):
            layout.cautions.append(may_be_persons(layout.row, column, below))
        elif _is_numeric(column, below):
            advice = _ANTAL_ADVICE if column.heading.casefold().startswith("antal") else _UNREAD_ADVICE
            layout.cautions.append(Caution(CautionKind.UNREAD, layout.row, column.label, what, advice))
        else:
            layout.notes.append(Note(layout.row, what))


def _is_numeric(column: Column, below: Iterable[RawRow]) -> bool:
    filled = [raw[column.place] for raw in islice(below, SAMPLE_ROWS) if raw[column.place] != ""]
    return bool(filled) and sum(map(may_be_number, filled)) >= NUMBER_SHARE * len(filled)


def _about(column: Column) -> tuple[int, str, str]:
    """What a value in the column is about, as far as its heading says; no gender is the total."""
    return column.year, column.period, column.gender or "T"


def _fault(row: int, column: Column | None, what: str, advice: str) -> Fault:
    return Fault(row, column.label if column else "", column.heading if column else "", what, advice)

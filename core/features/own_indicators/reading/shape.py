"""What the shape of a table tells: two tables, columns that tell rows apart, what the workbook hides or dresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from core.features.own_indicators.models import Entry
from core.features.own_indicators.reading.layout import UNIT_ADVICE, Layout
from core.features.own_indicators.reading.times import school_year_read
from core.tabular.cells import Bare, Cell, RawRow, RawTable, Shown, letter, shown
from core.tabular.faults import (
    SECRECY_ADVICE,
    Caution,
    CautionKind,
    CellError,
    Fault,
    Skipped,
    SkipReason,
    cut,
    rows_named,
)
from core.tabular.file_kinds import Kind
from core.tabular.headings import PARTS_OF_YEAR, Column, Header, Role
from core.tabular.municipalities import Places, is_summary
from core.tabular.numbers import SECRECY
from core.tabular.units import is_known, is_per_cent, scales_in, unit_fits
from core.tabular.years_and_genders import school_year

# Around a table the unit stands near it.
_ROWS_BELOW = 30
_LONG_ADVICE = "Sätt en rubrik över kolumnen, eller töm cellen. Kommatecken i tal får inte också skilja celler åt."
_COMMA_ADVICE = (
    "Kommat står både mellan cellerna och i talen. Spara filen från Excel som xlsx, eller som CSV med semikolon."
)


@dataclass(frozen=True)
class Shape:
    """What is said of a table's shape."""

    faults: tuple[Fault, ...]
    cautions: tuple[Caution, ...]
    skipped: tuple[Skipped, ...]


def shape_of(
    table: RawTable, header: Header, second: int | None, *, layout: Layout, places: Places, unit: str
) -> Shape:
    """The shape of TABLE under HEADER, as LAYOUT understands it; SECOND is where another table begins."""
    below = table.rows[header.last + 1 : second]
    apart_faults, apart = apart_findings(layout, below, places)
    units, of_units = unit_cautions(layout, below, unit)
    apart = [one for one in apart if one.column not in {layout.columns[place].label for place in of_units}]
    titles = table.rows[: header.first]
    around = [*titles, *below[-_ROWS_BELOW:]]
    cautions = [*apart, *units, *_units_around(around, layout, places, unit), *_other_sort(titles, unit)]
    cautions += [*_dressed(layout, below), *_school_headings(layout), *_secrets(layout, [*titles, *below], places)]
    faults = [*apart_faults, *_too_long(table, header, below)]
    left: Sequence[RawRow] = ()
    if second is not None:
        left = table.rows[second:]
        faults.append(_second_table(table.rows, second, places, layout))
    skipped = tuple(Skipped(row.number, SkipReason.SECOND, cut(row.start)) for row in left)
    return Shape(tuple(faults), tuple(cautions), skipped)


def hidden_cautions(table: RawTable, layout: Layout, entries: Sequence[Entry]) -> list[Caution]:
    """What must be confirmed because it is read and the workbook does not show it."""
    found = []
    hidden = {row.number for row in table.rows if row.is_hidden}
    if rows := sorted({entry.row for entry in entries if entry.row in hidden}):
        what = f"{rows_named(rows).capitalize()} är {'dold' if len(rows) == 1 else 'dolda'} i Excel, men läses."
        found.append(Caution(CautionKind.HIDDEN, rows[0], "", what, "Bekräfta, eller ta bort det som är dolt."))
    for column in layout.columns:
        if column.place in table.hidden and column.role is not Role.OTHER:
            what = f"Kolumn {column.label} är dold i Excel, men läses."
            found.append(Caution(CautionKind.HIDDEN, layout.row, column.label, what, "Bekräfta, eller ta bort den."))
    return found


def _second_table(rows: Sequence[RawRow], second: int, places: Places, layout: Layout) -> Fault:
    title, named = rows[second - 1], layout.of(Role.CODE, Role.NAME)
    is_title = len(title.cells) == 1 and not any(places.knows(title[one.place]) for one in named)
    name = f" (”{cut(title.start, 40)}”)" if is_title else ""
    what = f"Filen har två tabeller: den andra{name} börjar här, och är inte läst."
    advice = "Lägg in en tabell i taget. Är det samma tabell, ta bort den andra rubrikraden."
    return Fault(rows[second].number, "", cut(rows[second].start), what, advice)


def _too_long(table: RawTable, header: Header, below: Sequence[RawRow]) -> Iterator[Fault]:
    """A fault for every row of a text that has more cells than the header: a sign in it was taken for another."""
    if table.kind != Kind.TEXT:
        return
    width = max(len(row.cells) for row in table.rows[header.first : header.last + 1])
    advice = _COMMA_ADVICE if table.delimiter == "," else _LONG_ADVICE
    for row in below:
        extra = next((cell for cell in row.cells[width:] if any(map(str.isdecimal, shown(cell)))), None)
        if extra is not None:
            what = f"Raden har {len(row.cells)} celler, men rubrikraden {width}."
            yield Fault(row.number, letter(width), cut(shown(extra)), what, advice)


def _units_around(rows: Sequence[RawRow], layout: Layout, places: Places, unit: str) -> Iterator[Caution]:
    """Titles and comments among ROWS that name another unit: "Belopp i tkr"."""
    named = layout.of(Role.CODE, Role.NAME)
    for row in rows:
        if any(row[one.place] != "" and places.knows(row[one.place]) for one in named):
            continue
        said = scales_in(" ".join(cell for cell in row.cells if isinstance(cell, str)))
        if said and not any(unit_fits(one, unit) for one in said):
            what = f"Där står ”{cut(row.start)}”, men nyckeltalets enhet är {unit}."
            yield Caution(CautionKind.UNITS, row.number, "", what, UNIT_ADVICE)
            return


def _other_sort(titles: Sequence[RawRow], unit: str) -> Iterator[Caution]:
    """A title that says that the table is of numbers where UNIT is a share, or the reverse."""
    for row in titles:
        word = row.start.casefold().partition(" ")[0]
        is_title = len([cell for cell in row.cells if cell != ""]) == 1 and ":" not in row.start
        if is_title and word == ("antal" if is_per_cent(unit) else "andel"):
            what = f"Där står ”{cut(row.start)}”, men nyckeltalets enhet är {unit}."
            yield Caution(CautionKind.UNITS, row.number, "", what, UNIT_ADVICE)
            return


def _dressed(layout: Layout, below: Sequence[RawRow]) -> Iterator[Caution]:
    """Cells of values and persons that show something else than they hold, or have raised signs."""
    cells = [(row, column, row[column.place]) for row in below for column in layout.of(Role.VALUE, Role.PERSONS)]
    raised = [(row, column, cell) for row, column, cell in cells if isinstance(cell, Bare) and cell.left_out]
    others = [(row, column, cell, looks) for row, column, cell in cells if (looks := _looks(cell))]
    if others:
        row, column, cell, looks = others[0]
        held = f"”{cut(cell, 30)}”" if isinstance(cell, str) else f"{float(cell):.12g}".replace(".", ",")
        what = f"Excel visar ”{cut(looks, 30)}” där cellen innehåller {held}, som är det som läses"
        rows = rows_named([one[0].number for one in others])
        advice = "Bekräfta att talet är det rätta, eller skriv det som ska gälla."
        yield Caution(CautionKind.LOOKS, row.number, column.label, f"{what} ({rows}).", advice)
    if raised:
        row, column, cell = raised[0]
        rows = rows_named([one[0].number for one in raised])
        signs = f"”{cut(cell.left_out, 20)}” vid ”{cut(shown(cell), 20)}”"
        what = f"Upphöjda eller överstrukna tecken läses inte: {signs} ({rows})."
        advice = "Bekräfta att det är en fotnot, eller skriv hela talet utan upphöjda tecken."
        yield Caution(CautionKind.LOOKS, row.number, column.label, what, advice)


def _secrets(layout: Layout, below: Sequence[RawRow], places: Places) -> Iterator[Caution]:
    """What is not read and speaks of secrecy: beside a number, or on a row of its own that explains no sign for it."""
    named, unread = layout.of(Role.CODE, Role.NAME), {one.place for one in layout.of(Role.OTHER)}
    found = []
    # One long text can stand in every cell of a small file: it is searched once.
    speaks = cache(SECRECY.search)
    for row in below:
        is_of_table = any(row[one.place] != "" and places.knows(row[one.place]) for one in named)
        texts = [cell for place, cell in enumerate(row.cells) if not is_of_table or place in unread]
        told = next((cell for cell in texts if isinstance(cell, str) and speaks(cell)), "")
        if told and (_has_number(row, layout) if is_of_table else ".." not in told):
            found.append((row.number, told))
    if found:
        row_number, told = found[0]
        what = f"Där står ”{cut(told, 40)}”, som inte läses ({rows_named([number for number, _ in found])})."
        yield Caution(CautionKind.PERSONS, row_number, "", what, SECRECY_ADVICE)
    for column in layout.of(Role.OTHER):
        marked = [row.number for row in below if row[column.place] != "" and _has_number(row, layout)]
        if marked and speaks(column.heading):
            what = f"Kolumn {column.label} talar om sekretess, och läses inte ({rows_named(marked)})."
            yield Caution(CautionKind.PERSONS, marked[0], column.label, what, SECRECY_ADVICE)


def _has_number(row: RawRow, layout: Layout) -> bool:
    return any(any(map(str.isdecimal, shown(row[one.place]))) for one in layout.of(Role.VALUE))


def _looks(cell: Cell) -> str:
    """What is seen in CELL where that is something else than it holds, else ''."""
    seen = cell.unseen if isinstance(cell, Shown | Bare) else ""
    return seen or (cell.looks if isinstance(cell, Shown) else "")


def _school_headings(layout: Layout) -> Iterator[Caution]:
    dated = (one for one in layout.of(Role.VALUE) if one.year and school_year(one.heading))
    for column in islice(dated, 1):
        yield school_year_read(layout.row, column.label, column.heading, column.year)


_SAMPLE_ROWS = 2_000
_MOST = 0.6
_MOST_NAMED = 4
# Columns about the municipality or about the row, which say nothing of what the value is a value of.
_HARMLESS = (
    *("kommentar", "anm", "not", "fotnot", "källa", "länk", "kontakt", "ansvarig", "uppdaterad", "status", "län"),
    *("region", "kommungrupp", "kommuntyp", "skr", "handläggare", "e-post", "epost", "telefon", "beskrivning", "datum"),
    *("comment", "note", "source", "inrapport", "rapportör", "uppgiftslämnare"),
)


# Columns that say of which part a row is, also where all rows say the same.
_PARTS = ("huvudman", "regi", "driftsform", "utförare", "ägarform")
_WHOLE = frozenset({"samtliga", "alla", "total", "totalt", "hela kommunen", "samtliga huvudmän", "alla huvudmän"})


def apart_findings(layout: Layout, below: Sequence[RawRow], places: Places) -> tuple[list[Fault], list[Caution]]:
    """What the columns that are not read say of BELOW, the rows under the header that LAYOUT tells of."""
    table = [(row, place) for row in below if (place := _place(row, layout, places))]
    faults: list[Fault] = []
    cautions: list[Caution] = []
    for column in layout.of(Role.OTHER):
        filled = [(row, place) for row, place in islice(table, _SAMPLE_ROWS) if row[column.place] != ""]
        faults += _other_places(layout, column, below, places)
        if filled and not faults:
            cautions += _apart(layout, column, table, filled)
    return faults, cautions


def unit_cautions(layout: Layout, below: Sequence[RawRow], unit: str) -> tuple[list[Caution], set[int]]:
    """Cautions about columns of units ("tkr" on every row) that are not UNIT; and which columns are of units."""
    cautions, found = [], set()
    for column in layout.of(Role.OTHER):
        said = {shown(row[column.place]) for row in islice(below, _SAMPLE_ROWS) if row[column.place] != ""}
        if not said or not all(map(is_known, said)):
            continue
        found.add(column.place)
        if wrong := sorted(one for one in said if not unit_fits(one, unit)):
            what = f"Kolumn {column.label} säger {cut(wrong[0], 20)}, men nyckeltalets enhet är {unit}."
            cautions.append(Caution(CautionKind.UNITS, layout.row, column.label, what, UNIT_ADVICE))
    return cautions, found


def _place(row: RawRow, layout: Layout, places: Places) -> str:
    """The id of the municipality that ROW is about; '' for none."""
    for column in layout.of(Role.CODE, Role.NAME):
        try:
            return places.find(row[column.place]) if row[column.place] != "" else ""
        except CellError:
            continue
    return ""


def _other_places(layout: Layout, column: Column, below: Sequence[RawRow], places: Places) -> list[Fault]:
    """A fault where COLUMN has municipalities too, and not those of the row: a second table, or a second meaning."""
    texts = [(row, row[column.place]) for row in islice(below, _SAMPLE_ROWS)]
    # Codes of three figures are numbers as well.
    named = [(row, cell) for row, cell in texts if isinstance(cell, str) and any(map(str.isalpha, cell))]
    known = [(row, cell) for row, cell in named if places.knows(cell)]
    if len(known) < max(1, _MOST * len(named)):
        return []
    if all(places.find(cell) == _place(row, layout, places) for row, cell in known):
        return []
    first = layout.of(Role.CODE, Role.NAME)[0]
    what = f"Två kolumner har kommuner: {first.label} och {column.label}."
    advice = "Är det två tabeller bredvid varandra, lägg dem under varandra. Annars ta bort den ena kolumnen."
    return [Fault(layout.row, column.label, column.heading, what, advice)]


def _apart(
    layout: Layout, column: Column, table: Sequence[tuple[RawRow, str]], filled: Sequence[tuple[RawRow, str]]
) -> list[Caution]:
    name = column.heading.casefold()
    if name.startswith(_HARMLESS) or all(is_summary(shown(row[column.place])) for row, _ in filled):
        return []
    keys = layout.of(Role.YEAR, *PARTS_OF_YEAR, Role.GENDER)
    said: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row, place in table:
        key = (place, *(shown(row[one.place]).casefold() for one in keys))
        said[key].setdefault(shown(row[column.place]), row.number)
    twice = next((texts for texts in said.values() if len(texts) > 1), None)
    contents = list(dict.fromkeys(shown(row[column.place]) for row, _ in filled))
    names = ", ".join(f"”{cut(text, 30)}”" for text in contents[:_MOST_NAMED])
    names += f" och {len(contents) - _MOST_NAMED} till" if len(contents) > _MOST_NAMED else ""
    advice = "Behåll bara rader som gäller hela kommunen, eller bekräfta att de gör det."
    if twice:
        rows = " och ".join(f"rad {row}" for row in sorted(twice.values())[:2])
        what = f"Kolumn {column.label or column.place} skiljer rader åt som annars är lika ({rows}): {names}."
        return [Caution(CautionKind.APART, layout.row, column.label, what, advice)]
    is_text = sum(any(map(str.isalpha, shown(row[column.place]))) for row, _ in filled) >= _MOST * len(filled)
    is_part = name.startswith(_PARTS) and any(shown(row[column.place]).casefold() not in _WHOLE for row, _ in filled)
    if column.heading and is_text and (len(contents) > 1 or is_part) and len(filled) >= _MOST * len(table):
        differ = "olika saker på raderna: " if len(contents) > 1 else ""
        what = f"Kolumn {column.label} säger {differ}{names}. Gäller varje rad hela kommunen?"
        return [Caution(CautionKind.APART, layout.row, column.label, what, advice)]
    return []

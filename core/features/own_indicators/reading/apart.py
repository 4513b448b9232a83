"""What tells that a table is not one value for each municipality: other columns that tell rows apart, other places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from core.features.own_indicators.reading.layout import UNIT_ADVICE, Layout
from core.tabular.cells import RawRow, shown
from core.tabular.faults import Caution, CautionKind, CellError, Fault, cut
from core.tabular.headings import PARTS_OF_YEAR, Column, Role
from core.tabular.municipalities import Places, is_summary
from core.tabular.units import is_known, unit_fits

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

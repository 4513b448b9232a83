"""The headings of a goals file, as people write them, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.tabular.faults import Fault, cut, meant
from core.tabular.limits import FIRST_YEAR, MOST_COLUMNS
from core.targets.cells import LAST_YEAR

PLACE, AREA, COUNCIL_GOAL, BODY, GOAL = "place", "area", "council_goal", "body", "goal"
TEXT, OWNER, SUPPORTS, SHARED, ORDER = "text", "owner", "supports", "bodies", "order"
KPI, GENDER, LEVEL, FINAL_YEAR = "kpi", "gender", "level", "final_year"
TITLES = (AREA, COUNCIL_GOAL, BODY, GOAL)
# The first of each stands in the file that is downloaded; a heading is known in any case.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    PLACE: ("Kommun", "Kommunkod", "Kommunnamn"),
    AREA: ("Målområde", "Område", "Perspektiv"),
    COUNCIL_GOAL: ("Fullmäktigemål", "Kommunmål", "Mål från fullmäktige", "KF-mål", "Övergripande mål"),
    BODY: ("Organ", "Nämnd", "Nämnd eller bolag", "Ansvarig nämnd"),
    GOAL: ("Nämndmål", "Nämndens mål", "Mål"),
    TEXT: ("Måltext", "Beskrivning", "Målbeskrivning"),
    OWNER: ("Ansvarig funktion", "Ansvarig", "Målägare"),
    SUPPORTS: ("Stöder också", "Stöder", "Stödjer"),
    SHARED: ("Delas med", "Delas med organ", "Delat med"),
    ORDER: ("Ordning", "Målets ordning", "Nr"),
    KPI: ("Indikator", "Nyckeltal", "Mått"),
    GENDER: ("Kön", "Gäller", "Gäller för"),
    LEVEL: ("Slutmål", "Målvärde"),
    FINAL_YEAR: ("Slutår", "År för slutmål", "Slutmål år", "Målår"),
}
HEADINGS: Mapping[str, str] = MappingProxyType({column: words[0] for column, words in _HEADINGS.items()})
_COLUMN_OF = {word.casefold(): column for column, words in _HEADINGS.items() for word in words}
_OF_A_YEAR = re.compile(r"(?:(etappmål|mål|nivå|målnivå|slutmål|målvärde)\s*)?(?:år\s*)?(\d{4})(?:\s*\((slutmål)\))?")
_FINAL = ("slutmål", "målvärde")


@dataclass(frozen=True)
class Column:
    """One column: what it holds ('' where that is not known), and what the file calls it.

    ``year`` is that of a column of levels (None: each row says its own), which may be those of final targets.
    """

    holds: str
    name: str
    year: int | None = None
    is_final: bool = False


def year_heading(year: int, *, is_final: bool = False) -> str:
    """What stands over the levels of YEAR."""
    return f"Slutmål {year}" if is_final else f"Etappmål {year}"


def column_of(heading: str) -> Column:
    """What stands under HEADING."""
    name = " ".join(heading.casefold().replace("_", " ").split())
    if found := _COLUMN_OF.get(name):
        return Column(found, heading, is_final=found == LEVEL)
    of_year = _OF_A_YEAR.fullmatch(name)
    if of_year and FIRST_YEAR <= int(of_year[2]) <= LAST_YEAR:
        return Column(LEVEL, heading, int(of_year[2]), of_year[1] in _FINAL or bool(of_year[3]))
    return Column("", heading)


def is_header(cells: Sequence[str]) -> bool:
    """Whether CELLS are headings of ours: one of a goal, and another."""
    found = {column.holds for cell in cells if (column := column_of(cell)).holds}
    return bool(found & {AREA, COUNCIL_GOAL, GOAL}) and len(found) > 1


def read_header(row: int, texts: Sequence[str]) -> tuple[tuple[Column, ...], list[Fault]]:
    """The columns whose headings are TEXTS, which stand in ROW; a fault for each that is unknown, doubled, missing."""
    if len(texts) > MOST_COLUMNS:
        advice = f"Högst {MOST_COLUMNS} kan läsas: ta bort dem som inte hör till målen."
        return (), [Fault(row, "", "", f"Raden har {len(texts)} celler.", advice)]
    columns = tuple(column_of(text) for text in texts)
    return columns, list(_faults(row, columns))


def _faults(row: int, columns: Sequence[Column]) -> Iterator[Fault]:
    first: dict[tuple[str, int | None, bool], Column] = {}
    for column in columns:
        if column.name and not column.holds:
            yield Fault(row, cut(column.name), cut(column.name), "Kolumnen är okänd.", _known(column.name))
        elif column.name:
            other = first.setdefault((column.holds, column.year, column.is_final), column)
            if other is not column:
                what = f"Kolumnen är densamma som {other.name}."
                yield Fault(row, column.name, column.name, what, "Ta bort den ena.")
    held = {column.holds for column in columns}
    if GOAL in held and BODY not in held:
        yield Fault(row, HEADINGS[BODY], "", "Kolumnen saknas.", "Lägg till den, med nämndens eller bolagets namn.")
    for_each_row = any(column.holds == LEVEL and column.year is None for column in columns)
    if for_each_row != (FINAL_YEAR in held):
        missing, there = (FINAL_YEAR, LEVEL) if for_each_row else (LEVEL, FINAL_YEAR)
        instead = year_heading(2028, is_final=True)
        advice = f"Lägg till den bredvid {HEADINGS[there]}, eller ha en kolumn som heter {instead}."
        yield Fault(row, HEADINGS[missing], "", "Kolumnen saknas.", advice)
    if any(column.holds == LEVEL for column in columns) and KPI not in held:
        yield Fault(row, HEADINGS[KPI], "", "Kolumnen saknas.", "Lägg till den, så att nivåerna hör till något.")


def _known(text: str) -> str:
    known = [*HEADINGS.values(), year_heading(2026), year_heading(2028, is_final=True)]
    return f"{meant(text, {name: name for name in known}, most=1, alike=0.6)}Kolumnerna är {', '.join(known)}."

"""Hides values with too few persons behind them, also where they could be worked out from the other gender's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from core.features.own_indicators.models import HIDDEN_COUNT, Context, Entry
from core.features.own_indicators.reading.checking import about
from core.tabular.cells import Cell, RawRow, shown
from core.tabular.faults import Caution, CautionKind, Note, rows_named
from core.tabular.headings import Column
from core.tabular.limits import LEAST_PERSONS
from core.tabular.numbers import NUMBER_SHARE, SAMPLE_ROWS, SUPPRESSED, least_said, may_be_number
from core.tabular.units import PEOPLE, counts_people
from core.words.formats import counted

_COUNTING = re.compile(
    rf"(?:antal )?(?!svars(?:frekvens|andel))(?:{'|'.join(PEOPLE)}|"
    r"(?:n|i|pers|bas|urval|population|underlag|nämnare)\b)"
)
_OTHER = {"K": "M", "M": "K"}
_MOST_NOTES = 5
# A municipality, a year and a period.
_Group: TypeAlias = tuple[str, int, str]


def hide_small(entries: Sequence[Entry], context: Context) -> tuple[list[Entry], list[Note]]:
    """ENTRIES in the same order, with secrecy in place of values that would tell about single persons.

    A value goes when fewer than ``context.least_persons`` stand behind it, or a number that the file hides. Where then
    just one of women's and men's is hidden and the total is shown, the other goes too, because the hidden one can be
    worked out from the two; so does a value beside a gender with few persons that has no value at all. The number of
    persons goes with the value, and where it is small it goes alone when there is no value.

    A gender whose number of persons is not given has what the total's leaves beside the other's. A gender without
    persons gives nobody away.
    """
    notes: dict[str, list[Entry]] = {}
    result = list(entries)
    few = {key: _few(entries, group, context.least_persons) for key, group in _groups(entries).items()}
    for place, entry in enumerate(result):
        is_left = entry.persons is None and entry.gender in few[entry.key[:3]]
        is_small = is_left or (entry.persons is not None and entry.persons < context.least_persons)
        if is_small and entry.value is not None:
            result[place] = _hidden(entry)
            why = (
                "antalet personer är dolt"
                if entry.persons == HIDDEN_COUNT
                else f"färre än {context.least_persons} personer"
            )
            notes.setdefault(f"{why}, sparas som sekretess.", []).append(entry)
        elif is_small or entry.status == SUPPRESSED:
            result[place] = replace(entry, persons=None)
    for place in _second_cells(result, few):
        entry = result[place]
        result[place] = _hidden(entry)
        notes.setdefault("sparas som sekretess, eftersom det andra könets värde annars går att räkna ut.", []).append(
            entry
        )
    return result, [note for what, found in notes.items() for note in _noted(what, found, context)]


def _noted(what: str, found: Sequence[Entry], context: Context) -> list[Note]:
    """That WHAT is done to FOUND: each by itself while they are few, else together."""
    if len(found) <= _MOST_NOTES:
        return [Note(entry.row, f"{about(entry, context)}: {what}", matters=True) for entry in found]
    rows = rows_named(sorted({entry.row for entry in found}))
    return [Note(found[0].row, f"{counted(len(found), 'Ett värde', 'värden')} ({rows}): {what}", matters=True)]


def secrecy_cautions(entries: Sequence[Entry], untested: Sequence[int], context: Context) -> list[Caution]:
    """What may tell about single persons in ENTRIES, whose small values are hidden; UNTESTED are rows without a count.

    A total that is hidden though both genders are shown, and numbers of persons that are small themselves.
    """
    found = []
    if untested:
        count = counted(len(untested), "Ett värde", "värden")
        what = f"{count} saknar antal personer ({rows_named(untested)}). Där är små grupper inte prövade."
        advice = "Fyll i antalet, eller skriv .. om det är för få för att visas: då visas inte värdet heller."
        found.append(Caution(CautionKind.PERSONS, untested[0], "", what, advice))
    found += total_cautions(entries, context)
    few = [one for one in entries if one.value is not None and 0 < one.value < context.least_persons]
    if few and counts_people(context.unit):
        count, rows = counted(len(few), "Ett värde", "värden"), rows_named([one.row for one in few])
        what = f"{count} är lägre än {context.least_persons} ({rows})."
        advice = "Är det personer, skriv .. (sekretess) i stället."
        found.append(Caution(CautionKind.PERSONS, few[0].row, "", what, advice))
    return found


def total_cautions(entries: Sequence[Entry], context: Context) -> list[Caution]:
    """One for every total in ENTRIES that is hidden though both genders are shown."""
    found = []
    for group in _groups(entries).values():
        if _totals_show(entries, group):
            total = entries[group["T"]]
            what = f"{about(total, context)}: totalen är sekretess, men kvinnors och mäns värden visas."
            advice = "Skriv .. för dem också, om totalen går att räkna ut av dem."
            found.append(Caution(CautionKind.PERSONS, total.row, total.column, what, advice))
    return found


def _few(entries: Sequence[Entry], group: Mapping[str, int], least: int) -> set[str]:
    """The genders of GROUP with fewer than LEAST persons, also such as have no row."""
    counts = {gender: entries[place].persons for gender, place in group.items()}
    total, found = counts.get("T"), set()
    for one, other in _OTHER.items():
        count, beside = counts.get(one), counts.get(other)
        if count is None and total is not None and beside is not None and beside >= 0:
            count = total - beside if total >= beside else None
        if count is not None and count != 0 and count < least:
            found.add(one)
    return found


def _totals_show(entries: Sequence[Entry], group: Mapping[str, int]) -> bool:
    """Whether GROUP's total is hidden, and could be worked out from its two genders."""
    if group.keys() != {"T", "K", "M"}:
        return False
    is_hidden = entries[group["T"]].status == SUPPRESSED
    return is_hidden and all(entries[group[one]].value is not None for one in _OTHER)


def _groups(entries: Sequence[Entry]) -> dict[_Group, dict[str, int]]:
    """The places of values of the same municipality and time, by gender."""
    groups: dict[_Group, dict[str, int]] = defaultdict(dict)
    for place, entry in enumerate(entries):
        groups[entry.municipality, entry.year, entry.period][entry.gender] = place
    return groups


def _hidden(entry: Entry) -> Entry:
    return replace(entry, value=None, status=SUPPRESSED, persons=None)


def _second_cells(entries: Sequence[Entry], few: Mapping[_Group, set[str]]) -> list[int]:
    """Places of the values that stand alone beside a shown total and the other gender, hidden or with FEW persons."""
    found = []
    for key, group in _groups(entries).items():
        shown = {gender for gender, place in group.items() if entries[place].value is not None}
        hidden = {gender for gender, place in group.items() if entries[place].status == SUPPRESSED}
        found += [
            group[_OTHER[one]] for one in (hidden | few[key]) & {"K", "M"} if "T" in shown and _OTHER[one] in shown
        ]
    return found


def may_count_persons(column: Column, below: Iterable[RawRow]) -> bool:
    """Whether COLUMN, of numbers, may say how many persons are behind the values: by its heading, and whole numbers."""
    filled = [cell for row in islice(below, SAMPLE_ROWS) if (cell := row[column.place]) != ""]
    if not _COUNTING.match(column.heading.casefold()) or not filled:
        return False
    counts = [cell for cell in filled if may_be_number(cell) or least_said(shown(cell)) is not None]
    is_whole = all(float(cell).is_integer() for cell in counts if isinstance(cell, float))
    return is_whole and len(counts) >= NUMBER_SHARE * len(filled)


def may_be_persons(row: int, column: Column, below: Iterable[RawRow]) -> Caution:
    """What is asked of COLUMN, whose heading stands on ROW."""
    few = [raw.number for raw in below if _may_be_few(raw[column.place])]
    small = f" Den har små tal ({rows_named(few)})." if few else ""
    what = f"Kolumn {column.label} är inte läst, och kan vara antalet personer bakom värdet.{small}"
    advice = "Döp om den till Antal personer, så prövas små grupper. Bekräfta annars att den säger något annat."
    return Caution(CautionKind.PERSONS, row, column.label, what, advice)


def _may_be_few(cell: Cell) -> bool:
    least = float(cell) if isinstance(cell, float) else least_said(cell)
    if least is None:
        least = int(cell) if isinstance(cell, str) and cell.isdecimal() and len(cell) < 9 else LEAST_PERSONS
    return 0 <= least < LEAST_PERSONS and cell != ""

"""Hides values with too few persons behind them, also where they could be worked out from the other gender's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from core.own.checking import about
from core.own.models import Context, Entry
from core.tabular.faults import Note
from core.tabular.numbers import SUPPRESSED

_OTHER = {"K": "M", "M": "K"}


def hide_small(entries: Sequence[Entry], context: Context) -> tuple[list[Entry], list[Note]]:
    """ENTRIES in the same order, with secrecy in place of values that would tell about single persons.

    A value goes when fewer than ``context.least_persons`` stand behind it. Where then just one of women's and men's
    is hidden and the total is shown, the other goes too, because the hidden one can be worked out from the two.
    The number of persons goes with the value, and where it is small it goes alone when there is no value.
    """
    notes: list[Note] = []
    result = list(entries)
    for place, entry in enumerate(result):
        is_small = entry.persons is not None and entry.persons < context.least_persons
        if is_small and entry.value is not None:
            result[place] = _hidden(entry)
            what = f"{about(entry, context)}: färre än {context.least_persons} personer, sparas som sekretess."
            notes.append(Note(entry.row, what))
        elif is_small or entry.status == SUPPRESSED:
            result[place] = replace(entry, persons=None)
    for place in _second_cells(result):
        entry = result[place]
        result[place] = _hidden(entry)
        what = (
            f"{about(entry, context)}: sparas som sekretess, eftersom det andra könets värde annars går att räkna ut."
        )
        notes.append(Note(entry.row, what))
    return result, notes


def _hidden(entry: Entry) -> Entry:
    return replace(entry, value=None, status=SUPPRESSED, persons=None)


def _second_cells(entries: Sequence[Entry]) -> list[int]:
    """Places of the values that stand alone beside a hidden one of the other gender and a shown total."""
    groups: dict[tuple[str, int, str], dict[str, int]] = defaultdict(dict)
    for place, entry in enumerate(entries):
        groups[entry.municipality, entry.year, entry.period][entry.gender] = place
    found = []
    for group in groups.values():
        shown = {gender for gender, place in group.items() if entries[place].value is not None}
        hidden = {gender for gender, place in group.items() if entries[place].status == SUPPRESSED}
        found += [group[_OTHER[one]] for one in hidden & {"K", "M"} if "T" in shown and _OTHER[one] in shown]
    return found

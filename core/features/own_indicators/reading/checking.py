"""Checks that look at several values at once, and at values against what is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from core.features.own_indicators.models import Context, Entry, Key
from core.tabular.faults import Caution, CautionKind, Fault, Note, Skipped, SkipReason, cut, rows_named
from core.tabular.limits import SHARES_APART
from core.tabular.units import unit_range
from core.tabular.years_and_genders import KIND_NAMES, period_name
from core.words.formats import counted, level
from core.words.labels import GENDER, status_word

_FEWEST_ONES = 3


def range_faults(entries: Iterable[Entry], context: Context) -> list[Fault]:
    """A fault for every value outside what is allowed."""
    least, most = context.allowed or unit_range(context.unit)
    faults = []
    for entry in entries:
        if entry.value is None:
            continue
        if least is not None and entry.value < least:
            what = f"Värdet är lägre än {level(least)}, det lägsta som nyckeltalet kan ha."
        elif most is not None and entry.value > most:
            what = f"Värdet är högre än {level(most)}, det högsta som nyckeltalet kan ha."
        else:
            continue
        faults.append(_fault(entry, what, "Rätta värdet, eller ändra nyckeltalets tillåtna värden."))
    return faults


def period_faults(entries: Sequence[Entry]) -> list[Fault]:
    """A fault for every value that is not of the file's most common kind of period."""
    kinds = Counter(entry.period[:1] for entry in entries)
    if len(kinds) < 2:
        return []
    most = kinds.most_common(1)[0][0]
    what = f"Filen blandar {' och '.join(KIND_NAMES[kind] for kind in sorted(kinds))}."
    advice = (
        f"Behåll bara {KIND_NAMES[most]}, eller läs in ett nyckeltal för vart och ett. Helåret räknas ut av programmet."
    )
    return [_fault(entry, what, advice) for entry in entries if entry.period[:1] != most]


def without_repeats(
    entries: Iterable[Entry], context: Context
) -> tuple[list[Entry], list[Fault], list[Note], list[Skipped]]:
    """The entries, each key once; faults where a key has two values, notes where it has one value twice.

    A row whose values all stand in earlier rows is among the skipped.
    """
    first: dict[Key, Entry] = {}
    faults: list[Fault] = []
    notes: list[Note] = []
    repeated: dict[int, int] = {}
    used: set[int] = set()
    for entry in entries:
        known = first.setdefault(entry.key, entry)
        if known is entry:
            used.add(entry.row)
        elif (known.value, known.status, known.persons) == (entry.value, entry.status, entry.persons):
            repeated[entry.row] = known.row
            notes.append(Note(entry.row, f"{about(entry, context)} står redan på rad {known.row}, med samma värde."))
        else:
            faults.extend(_two_values(known, entry, context))
            used.add(entry.row)
    skipped = [Skipped(row, SkipReason.REPEATED, f"rad {of}") for row, of in repeated.items() if row not in used]
    return list(first.values()), faults, notes, skipped


def file_cautions(entries: Sequence[Entry], context: Context) -> list[Caution]:
    """Cautions about the file as a whole."""
    return [*_outside(entries, context), *_shares(entries, context)]


def missing_note(entries: Iterable[Entry], context: Context) -> list[Note]:
    """A note that names those of the area's municipalities that have no row."""
    missing = context.expected - {entry.municipality for entry in entries}
    names = ", ".join(sorted(context.municipalities.get(id_, id_) for id_ in missing))
    return [Note(0, f"Finns inte i filen: {names}.", matters=True)] if missing else []


def about(entry: Entry, context: Context) -> str:
    """``whose`` value ENTRY is."""
    return whose(entry.key, context.municipalities)


def whose(key: Key, places: Mapping[str, str]) -> str:
    """Whose value it is, of when: "Huddinge 2025 T1, kvinnor". PLACES maps id to name."""
    gender = "" if key.gender == "T" else f", {GENDER[key.gender]}"
    return f"{places.get(key.municipality, key.municipality)} {period_name(key.year, key.period)}{gender}"


def _two_values(known: Entry, entry: Entry, context: Context) -> list[Fault]:
    same = known.value == entry.value and known.status == entry.status
    kind = "antal personer" if same else "värden"
    what = f"{about(entry, context)} har två olika {kind}, på rad {known.row} och rad {entry.row}."
    return [_fault(one, what, "Ta bort den ena raden eller rätta den.") for one in (known, entry)]


def _outside(entries: Iterable[Entry], context: Context) -> list[Caution]:
    rows: dict[str, int] = {}
    for entry in entries:
        if context.expected and entry.municipality not in context.expected:
            rows.setdefault(entry.municipality, entry.row)
    return [
        Caution(
            CautionKind.OUTSIDE,
            row,
            "",
            f"{context.municipalities[id_]} är inte med i området.",
            "Ta bort raden om kommunen inte ska vara med.",
        )
        for id_, row in rows.items()
    ]


def _shares(entries: Iterable[Entry], context: Context) -> list[Caution]:
    """Shares of one (0.95) where the unit is per cent: Excel stores per cent so. All of them, or some of them."""
    filled = [entry for entry in entries if entry.value is not None]
    values = [entry.value for entry in filled if entry.value is not None]
    if unit_range(context.unit) != (0, 100) or not any(values) or min(values) < 0:
        return []
    # One per cent may be just that; noughts and ones alone are shares, or yes and no.
    if len(values) < _FEWEST_ONES and all(value in (0, 1) for value in values):
        return []
    advice = "Skriv 95 eller 95 % om 0,95 betyder 95 procent."
    if max(values) <= 1:
        return [Caution(CautionKind.SHARES, 0, "", f"Alla värden är högst 1, men enheten är {context.unit}.", advice)]
    low = [entry for entry in filled if entry.value is not None and 0 < entry.value <= 1]
    high = [value for value in values if value > 1]
    if not low or median(high) < SHARES_APART * median(entry.value or 0 for entry in low):
        return []
    count = counted(len(low), "Ett värde", "värden")
    rows = rows_named([entry.row for entry in low])
    what = f"{count} är högst 1 ({rows}), men de andra är omkring {level(median(high))}."
    return [Caution(CautionKind.SHARES, low[0].row, low[0].column, what, advice)]


def _fault(entry: Entry, what: str, advice: str) -> Fault:
    given = level(entry.value) if entry.value is not None else status_word(entry.status)
    return Fault(entry.row, entry.column, cut(given), what, advice)

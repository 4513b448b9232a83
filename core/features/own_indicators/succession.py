"""What a new file does to the values of the version before: what it takes away, or what comes of adding it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from core.features.own_indicators.models import Context, Entry, Key
from core.features.own_indicators.reading.checking import whose
from core.features.own_indicators.reading.secrecy import hide_small, total_cautions
from core.tabular.faults import Caution, CautionKind, Note
from core.words.formats import counted, listed
from core.words.labels import GENDER

_MOST_NAMED = 8


def gone(before: Iterable[Key], after: Iterable[Key], places: Mapping[str, str]) -> list[Caution]:
    """What BEFORE has and AFTER has not: whole years first, then municipalities and genders, then the values left."""
    kept = set(after)
    left = sorted(set(before) - kept)
    found = []
    parts: tuple[tuple[str, Callable[[Key], str], Mapping[str, str]], ...] = (
        ("År", lambda key: str(key.year), {}),
        ("Kommuner", lambda key: key.municipality, places),
        ("Kön", lambda key: key.gender, GENDER),
    )
    for heading, part, names in parts:
        still = {part(key) for key in kept}
        counts = Counter(part(key) for key in left if part(key) not in still)
        if counts:
            told = [f"{names.get(one, one)} ({counted(n, 'ett värde', 'värden')})" for one, n in sorted(counts.items())]
            found.append(f"{heading} som försvinner: {_few(told)}.")
        left = [key for key in left if part(key) in still]
    if left:
        single = [whose(key, places) for key in left]
        found.append(f"Enstaka värden som försvinner ({len(left)}): {_few(list(dict.fromkeys(single)))}.")
    return [Caution(CautionKind.GONE, 0, "", what, "Välj om de ska vara kvar eller bort.") for what in found]


def _few(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return f"{', '.join(names[:_MOST_NAMED])} och {more} till" if more > 0 else listed(names)


def can_be_added(before: Iterable[Key], after: Iterable[Key]) -> bool:
    """Whether the two measure equally often: years beside terms would be counted twice."""
    return len({key.period[:1] for key in (*before, *after)}) < 2


def added(
    before: Iterable[Entry], rows: Sequence[Entry], context: Context
) -> tuple[tuple[Entry, ...], list[Note], list[Caution]]:
    """The values of BEFORE with ROWS over them, in the order of their keys.

    With them what had to be hidden of the whole, and what may still tell of single persons where ROWS take part.
    """
    whole = {one.key: one for one in (*before, *rows)}
    found, notes = hide_small([whole[key] for key in sorted(whole)], context)
    touched = {one.key[:3] for one in rows}
    return tuple(found), notes, total_cautions([one for one in found if one.key[:3] in touched], context)

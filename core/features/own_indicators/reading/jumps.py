"""Values that leap: against the municipality's own history, against the version before, against the others.

Everything is measured by medians, which a few wrong values do not move. A value that already stood in the version
before is not asked about again. Constants: ``core.tabular.limits``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from core.features.own_indicators.models import Context, Entry
from core.features.own_indicators.reading.checking import about
from core.tabular.faults import Caution, CautionKind
from core.tabular.limits import (
    FEWEST_TO_MEASURE_BY,
    JUMP_FACTOR,
    JUMP_IN_SPREADS,
    JUMP_SHARE_OF_LEVEL,
    MAD_TO_SPREAD,
    OTHERS_IN_SPREADS,
    OTHERS_SHARE_OF_LEVEL,
)
from core.tabular.years_and_genders import period_name
from core.words.formats import level

# Municipality, part of the year and gender: one value a year.
Series: TypeAlias = tuple[str, str, str]
_ADVICE = "Bekräfta att värdet stämmer, eller rätta det."


def jump_cautions(entries: Sequence[Entry], context: Context) -> list[Caution]:
    """A caution for every new value that leaps, or one for a whole year (or file) that does."""
    series = _series(entries, context)
    changed = [one for one in entries if one.value is not None and context.earlier.get(one.key) != one.value]
    file_wide = _against_before(entries, context)
    leaping = {} if file_wide else _leaping_years(series)
    alone = [] if file_wide else [one for one in changed if one.year not in leaping]
    return [
        *file_wide,
        *_year_cautions(leaping, changed),
        *_by_history(alone, series, context),
        *_by_others(alone, entries, series, context),
    ]


def _series(entries: Iterable[Entry], context: Context) -> dict[Series, dict[int, float]]:
    """Every series by year: what was known before, and the file over it."""
    series: dict[Series, dict[int, float]] = defaultdict(dict)
    for key, value in context.earlier.items():
        if value is not None:
            series[key.municipality, key.period, key.gender][key.year] = value
    for entry in entries:
        if entry.value is not None:
            series[_series_of(entry)][entry.year] = entry.value
    return {key: dict(sorted(values.items())) for key, values in series.items()}


def _series_of(entry: Entry) -> Series:
    return entry.municipality, entry.period, entry.gender


def _against_before(entries: Iterable[Entry], context: Context) -> list[Caution]:
    """A file in another unit than the version before."""
    pairs = [(before, one.value) for one in entries if (before := context.earlier.get(one.key)) and one.value]
    factor = _factor(pairs)
    if factor is None:
        return []
    what = f"Värdena är ungefär {_times(factor)} än i förra versionen."
    return [Caution(CautionKind.LEVEL, 0, "", what, f"Kontrollera att enheten är {context.unit or 'densamma'}.")]


def _leaping_years(series: dict[Series, dict[int, float]]) -> dict[int, float]:
    """Years in which all values leap together, with how many times."""
    pairs: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for values in series.values():
        for (_, old), (year, new) in pairwise(values.items()):
            pairs[year].append((old, new))
    found = {year: _factor(several) for year, several in pairs.items() if len(several) >= FEWEST_TO_MEASURE_BY}
    return {year: factor for year, factor in found.items() if factor is not None}


def _year_cautions(leaping: dict[int, float], changed: Sequence[Entry]) -> Iterator[Caution]:
    for year in sorted({one.year for one in changed} & leaping.keys()):
        what = f"Värdena för {year} är ungefär {_times(leaping[year])} än åren före."
        yield Caution(CautionKind.LEVEL, 0, "", what, "Kontrollera att enheten är densamma alla år.")


def _factor(pairs: Sequence[tuple[float, float]]) -> float | None:
    """How many times the newer of PAIRS usually is of the older, when that is a leap."""
    ratios = [new / old for old, new in pairs if old > 0 and new > 0]
    usual = median(ratios) if ratios and len(ratios) > len(pairs) / 2 else 1.0
    return usual if _is_leap(usual) else None


def _is_leap(ratio: float) -> bool:
    return ratio >= JUMP_FACTOR or ratio <= 1 / JUMP_FACTOR


def _times(factor: float) -> str:
    return (
        f"{level(float(f'{factor:.2g}'))} gånger större"
        if factor > 1
        else f"{level(float(f'{1 / factor:.2g}'))} gånger mindre"
    )


def _by_history(
    entries: Iterable[Entry], series: dict[Series, dict[int, float]], context: Context
) -> Iterator[Caution]:
    steps = [new - old for values in series.values() for old, new in pairwise(values.values())]
    usual, spread = _spread(steps)
    for entry in entries:
        past = [(year, value) for year, value in series[_series_of(entry)].items() if year < entry.year]
        if not past or entry.value is None:
            continue
        year, before = past[-1]
        change = entry.value - before
        if len(steps) < FEWEST_TO_MEASURE_BY:
            leaps = before > 0 and entry.value > 0 and _is_leap(entry.value / before)
        else:
            least = max(JUMP_IN_SPREADS * spread, JUMP_SHARE_OF_LEVEL * abs(before))
            # Both against the usual change and against none: who stands still where others move has not leapt.
            leaps = min(abs(change - usual), abs(change)) > least
        if leaps:
            way = "högre" if change > 0 else "lägre"
            then = f"{period_name(year, entry.period)} ({level(before)})"
            what = f"{about(entry, context)}: {level(entry.value)} är ovanligt mycket {way} än {then}."
            yield Caution(CautionKind.HISTORY, entry.row, entry.column, what, _ADVICE)


def _by_others(
    entries: Iterable[Entry], all_entries: Iterable[Entry], series: dict[Series, dict[int, float]], context: Context
) -> Iterator[Caution]:
    """A value without a history of its own, far from the others' in the same year."""
    groups: dict[tuple[int, str, str], list[float]] = defaultdict(list)
    for entry in all_entries:
        if entry.value is not None:
            groups[entry.year, entry.period, entry.gender].append(entry.value)
    spreads = {key: _spread(values) for key, values in groups.items() if len(values) >= FEWEST_TO_MEASURE_BY}
    for entry in entries:
        middle, spread = spreads.get((entry.year, entry.period, entry.gender), (None, 0.0))
        has_history = next(iter(series[_series_of(entry)])) < entry.year
        if middle is None or has_history or entry.value is None:
            continue
        if abs(entry.value - middle) > max(OTHERS_IN_SPREADS * spread, OTHERS_SHARE_OF_LEVEL * abs(middle)):
            what = f"{about(entry, context)}: {level(entry.value)} är långt från de andra (i mitten {level(middle)})."
            yield Caution(CautionKind.OTHERS, entry.row, entry.column, what, _ADVICE)


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """The median of VALUES, and a robust standard deviation about it; zeros when there are none."""
    if not values:
        return 0.0, 0.0
    middle = median(values)
    return middle, MAD_TO_SPREAD * median(abs(value - middle) for value in values)

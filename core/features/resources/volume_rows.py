"""The figures of Volym och kostnad year by year, as the page's table has them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.features.resources import volume_words as words
from core.features.resources.volumes import VolumeFigures
from core.signals.volumes import COST, UNIT_COST, VOLUME
from core.words.formats import MISSING, number

# What stands for the mean of the group's other municipalities, where its name has no room.
OTHERS = "andra"


def year_rows(
    found: VolumeFigures, means: pd.DataFrame, levels: pd.DataFrame
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figures by year: each of the three with its index and the others' mean; last the others' cost of one."""
    pair = found.pair
    head = ["År"]
    for unit in ("Kostnad, mnkr", pair.many.capitalize(), f"Kronor per {pair.one}"):
        head += [unit, "index", f"{OTHERS}, index"]
    head += [f"{OTHERS}, kronor per {pair.one}", "medel av"]
    own_indices, known = found.own(found.indices), found.own(found.rows)
    # A year that nothing is known of stands in its place.
    own = known.reindex(range(min(found.years), max(known.index) + 1))
    of_means = _by_year(means)
    costs = {year: level for (part, year), level in _by_year(levels).items() if part == UNIT_COST}
    formats: Mapping[str, tuple[float, int]] = {COST: (1 / words.MILLION, 1), VOLUME: (1, 0), UNIT_COST: (1, 0)}
    rows = []
    for year in own.index:
        cells = [str(year)]
        for part, (factor, decimals) in formats.items():
            index = own_indices[part].get(year)
            mean = of_means.get((part, year), (None, 0))[0]
            cells += [number(own[part][year] * factor, decimals), number(index, 1), number(mean, 1)]
        level, n = costs.get(year, (None, 0))
        rows.append((*cells, number(level, 0), str(n) if n else MISSING))
    return tuple(head), tuple(rows)


def _by_year(means: pd.DataFrame) -> dict[tuple[str, int], tuple[float, int]]:
    rows = means[["part", "year", "value", "members"]].itertuples(index=False, name=None)
    return {(part, int(year)): (float(value), int(n)) for part, year, value, n in rows}

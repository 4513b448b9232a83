"""A volume and what it costs: the third of the three, fixed prices, indices, and the exact split of a change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.signals.means import group_means
from core.signals.targets import TOTAL

COST, VOLUME, UNIT_COST = PARTS = ("cost", "volume", "unit_cost")
INDEX_BASE = 100.0
_KEY = ["municipality", "year"]


@dataclass(frozen=True)
class Split:
    """A change of cost in whole kronor, in what ``by_volume`` and ``by_unit_cost`` make of it: their sum, exactly."""

    before: int
    after: int
    by_volume: int
    by_unit_cost: int

    @property
    def change(self) -> int:
        """What the cost has changed by."""
        return self.after - self.before


def split(volume: tuple[float, float], unit_cost: tuple[float, float]) -> Split:
    """What of a change of cost is volume and what is cost of one; each given (before, after), unit cost in kronor.

    The midpoint split: Δv·(c0+c1)/2 + Δc·(v0+v1)/2. Each change is weighed by the mean of the other before and after,
    so neither year is preferred: with the years swapped every part only changes sign. The volume's part is rounded to
    whole kronor and the rest of the change is the unit cost's. Source: CYCLE.md section 7.
    """
    (v0, v1), (c0, c1) = volume, unit_cost
    before, after, by_volume = round(v0 * c0), round(v1 * c1), round((v1 - v0) * (c0 + c1) / 2)
    return Split(before, after, by_volume, after - before - by_volume)


def completed(rows: pd.DataFrame, reckoned: str, *, mean_of_two: bool) -> pd.DataFrame:
    """ROWS (municipality, year and two of PARTS, NaN for none; cost and unit cost in kronor) with the RECKONED third.

    With MEAN_OF_TWO the volume is the mean of the year's and that of the year before, NaN where either is missing.
    Nothing is reckoned by dividing with zero: the cost of one of nobody is NaN.
    """
    found = rows.copy()
    if mean_of_two:
        before = rows[[*_KEY, VOLUME]].assign(year=rows["year"] + 1)
        beside = rows[_KEY].merge(before, on=_KEY, how="left")[VOLUME].to_numpy()
        found[VOLUME] = (rows[VOLUME] + beside) / 2
    if reckoned == COST:
        found[COST] = found[VOLUME] * found[UNIT_COST]
    else:
        by = UNIT_COST if reckoned == VOLUME else VOLUME
        found[reckoned] = found[COST] / found[by].where(found[by] != 0)
    return found


def price_factor(changes: Mapping[int, float], year: int, to: int) -> float:
    """What a krona of YEAR is in the prices of TO, by CHANGES (per cent from the year before); NaN where one lacks."""
    low, high = sorted((year, to))
    factor = math.prod(1 + changes.get(between, math.nan) / 100 for between in range(low + 1, high + 1))
    return factor if year <= to else 1 / factor


def in_prices_of(rows: pd.DataFrame, changes: Mapping[int, float], to: int) -> pd.DataFrame:
    """ROWS (year, cost, unit_cost) in the prices of the year TO; NaN for years whose prices are not known."""
    factor = rows["year"].map({year: price_factor(changes, year, to) for year in rows["year"].unique()})
    return rows.assign(**{part: rows[part] * factor for part in (COST, UNIT_COST)})


def between_breaks(years: Sequence[int], breaks: Sequence[int]) -> list[list[int]]:
    """YEARS, oldest first, in the parts that can be compared; BREAKS are the first years of new ways of measuring."""
    parts: dict[int, list[int]] = {}
    for year in sorted(years):
        parts.setdefault(sum(first <= year for first in breaks), []).append(year)
    return list(parts.values())


def indices(rows: pd.DataFrame, base: int, breaks: Sequence[int] = ()) -> pd.DataFrame:
    """ROWS (municipality, year, PARTS) as indices, 100 in the year BASE: municipality, year, PARTS.

    Only years that no break parts from BASE. NaN for a missing value, and for all years of who has none in BASE, or
    zero: what has grown from nothing has no index. Nothing between is filled in.
    """
    part = next((part for part in between_breaks([*rows["year"].unique(), base], breaks) if base in part), [])
    kept = rows[rows["year"].isin(part)]
    first = kept[kept["year"] == base].set_index("municipality")[list(PARTS)]
    divisors = first.where(first > 0).reindex(kept["municipality"])
    return kept[_KEY].assign(**{part: kept[part] / divisors[part].to_numpy() * INDEX_BASE for part in PARTS})


def part_means(rows: pd.DataFrame, members: Sequence[str]) -> pd.DataFrame:
    """The unweighted means of MEMBERS in ROWS (municipality, year, PARTS): part, year, value, members (how many).

    None where fewer than half of MEMBERS have one (``group_means``).
    """
    mine = rows[rows["municipality"].isin(list(members))]
    long = mine.melt(_KEY, list(PARTS), var_name="kpi").assign(gender=TOTAL)
    return group_means(long, tuple(members)).rename(columns={"kpi": "part"}).drop(columns="gender")

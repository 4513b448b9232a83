"""How a large question is split into questions that Kolada accepts and answers on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

LIST_LIMIT = 25
PAGE_ROWS = 5000

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """One question: every combination of at most 25 KPIs, 25 areas and 25 years, at most 5 000 in all.

    Of units (``of_units``) the areas are units' ids; without areas it is about every unit in the country. Without years
    it is about all there are, which is still one page for 25 areas and one KPI.
    """

    kpis: tuple[str, ...]
    areas: tuple[str, ...]
    years: tuple[int, ...]
    of_units: bool = False


def pieces(items: Sequence[T], size: int = LIST_LIMIT) -> list[tuple[T, ...]]:
    """``items`` without repetitions, in order, in tuples of at most ``size``."""
    once = list(dict.fromkeys(items))
    return [tuple(once[start : start + size]) for start in range(0, len(once), size)]


def observation_batches(
    kpis: Sequence[str], areas: Sequence[str], years: Sequence[int], *, of_units: bool = False
) -> list[Batch]:
    """The batches that together hold each combination of the three lists exactly once.

    A KPI's areas and years come one after the other. Empty when any of the lists is.
    """
    area_lists, year_lists = pieces(areas), pieces(years)
    if not area_lists or not year_lists:
        return []
    rows_per_kpi = len(area_lists[0]) * len(year_lists[0])  # the first piece is never smaller than the others
    return [
        Batch(kpi_list, area_list, year_list, of_units)
        for kpi_list in pieces(kpis, min(LIST_LIMIT, PAGE_ROWS // rows_per_kpi))
        for area_list in area_lists
        for year_list in year_lists
    ]

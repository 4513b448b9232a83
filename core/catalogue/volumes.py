"""The catalogue's volumes with what they cost, and the index that prices are told by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from core.catalogue.entries import Entry, KpiId, Slug, Text, Year

# More than prices have changed in a year since the seventies, in per cent; what is more is an index number.
_MOST_CHANGE = 25.0


class VolumePair(Entry):
    """A volume and what it costs (volym och kostnad). Two of the three are Kolada's KPIs, the third is reckoned.

    ``volume`` counts ``many`` ("elever"), ``unit_cost`` is in kronor for ``one`` ("elev") and ``cost`` the total in
    tkr. ``mean_of_two`` where the year's volume is the mean of two counts, the year's and that of the year before.
    """

    id: Slug
    area: Slug
    name: Text
    many: Text
    one: Text
    volume: KpiId | None = None
    unit_cost: KpiId | None = None
    cost: KpiId | None = None
    mean_of_two: bool = False
    break_years: tuple[Year, ...] = ()
    quality_note: Text | None = None

    @model_validator(mode="after")
    def _two_of_three(self) -> Self:
        if len(self.kpis) != 2:
            raise ValueError("ange två av volume, unit_cost och cost: det tredje räknas fram")
        if self.mean_of_two and not self.volume:
            raise ValueError("mean_of_two gäller volume, som saknas")
        return self

    @property
    def kpis(self) -> dict[str, str]:
        """Kolada's KPIs by what they are of volume, unit_cost and cost."""
        known = {"volume": self.volume, "unit_cost": self.unit_cost, "cost": self.cost}
        return {part: kpi for part, kpi in known.items() if kpi}

    @property
    def reckoned(self) -> str:
        """Which of volume, unit_cost and cost is not Kolada's."""
        return next(part for part in ("volume", "unit_cost", "cost") if part not in self.kpis)


def _per_cent(given: object) -> object:
    """GIVEN, a change from the year before; an index number (103.2) or a decimal comma is told of."""
    try:
        change = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"”{given}” är inget tal: skriv procent med decimalpunkt, till exempel 2.7") from None
    if not abs(change) <= _MOST_CHANGE:
        raise ValueError(
            f"{given} är ingen rimlig ändring: skriv procent från året före (3.2), inte indextalet (103.2)"
        )
    return change


class PriceTable(Entry):
    """A published table of how prices changed: per cent from the year before, by year.

    ``source`` says in one sentence where it stands.
    """

    source: Text
    changes: dict[Year, Annotated[float, BeforeValidator(_per_cent)]] = Field(min_length=1)


class PriceIndex(Entry):
    """How prices have changed, by ``tables`` that together have every year from the first to the last, each once."""

    name: Text
    short_name: Text
    tables: tuple[PriceTable, ...] = Field(min_length=1)

    @cached_property
    def changes(self) -> Mapping[int, float]:
        """Per cent from the year before, by year."""
        return dict(sorted(change for table in self.tables for change in table.changes.items()))

    @property
    def years(self) -> range:
        """The years whose prices can be compared: the first is that before the first change."""
        return range(min(self.changes) - 1, max(self.changes) + 1)

    @property
    def faults(self) -> Iterator[tuple[int, int, str]]:
        """Years that stand twice or after a gap: which table (from nought), the year, and what is wrong in Swedish."""
        known = sorted((year, n) for n, table in enumerate(self.tables) for year in table.changes)
        for (before, _), (year, n) in pairwise(known):
            if year == before:
                yield n, year, f"{year} står i två tabeller: ta bort den ena"
            elif year > before + 1:
                gap = f"{before + 1}" if year == before + 2 else f"{before + 1}–{year - 1}"
                yield n, year, f"{gap} saknas: alla år mellan det första och det sista ska finnas"

"""The catalogue's volumes with what they cost, and the index that prices are told by."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from core.catalogue.entries import Entry, KpiId, Slug, Text, Year


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


class PriceIndex(Entry):
    """How prices have changed: ``changes`` are per cent from the year before, for years in a row.

    ``source`` says in one sentence where the changes stand.
    """

    name: Text
    short_name: Text
    source: Text
    changes: dict[Year, float] = Field(min_length=1)

    @model_validator(mode="after")
    def _years_in_a_row(self) -> Self:
        if max(self.changes) - min(self.changes) + 1 != len(self.changes):
            raise ValueError("changes ska ha alla år mellan det första och det sista")
        return self

    @property
    def years(self) -> range:
        """The years whose prices can be compared: the first is that before the first change."""
        return range(min(self.changes) - 1, max(self.changes) + 1)

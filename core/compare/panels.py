"""One indicator as small charts side by side: each municipality's series, on the same scale."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.catalogue import Indicator
from core.compare.matrix import Scope
from core.overview.figures import Figures
from core.overview.indicator import Points
from core.signals import Gender, group_means

PANEL_YEARS = 10


@dataclass(frozen=True)
class Panels:
    """``series`` by municipality, own first, those without values left out; ``mean`` is the group's."""

    indicator: Indicator
    gender: str
    split: bool
    series: dict[str, Points]
    mean: Points

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of any series. Raises ValueError without any."""
        years = [year for points in self.series.values() for year, _ in points]
        return min(years), max(years)


def panels(figures: Figures, scope: Scope, indicator: Indicator) -> Panels:
    """The last PANEL_YEARS years of INDICATOR for the municipalities of SCOPE; the total where gender has no values."""
    values = figures.snapshot.values_of_kpi(indicator.kpi)
    values = values[values["value"].notna() & values["municipality"].isin(scope.columns)].assign(kpi=indicator.kpi)
    if scope.year is not None:
        values = values[values["year"] <= scope.year]
    split = bool((values["gender"] == scope.gender).any())
    gender = scope.gender if split else Gender.TOTAL
    values = values[values["gender"] == gender]
    values = values[values["year"] > values["year"].max() - PANEL_YEARS].sort_values("year")
    series = {m: _points(values[values["municipality"] == m]) for m in scope.columns}
    return Panels(
        indicator=indicator,
        gender=gender,
        split=split or scope.gender == Gender.TOTAL,
        series={m: points for m, points in series.items() if points},
        mean=_points(group_means(values, scope.group.members).sort_values("year")),
    )


def _points(rows: pd.DataFrame) -> Points:
    return tuple((int(y), float(v)) for y, v in zip(rows["year"], rows["value"], strict=True))

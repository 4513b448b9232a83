"""One indicator as small charts side by side: each municipality's series, on the same scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.catalogue import Indicator
from core.features.compare.matrix import Scope
from core.outcomes.figures import Figures
from core.outcomes.indicator import Points
from core.signals import Gender, group_means
from core.words import labels

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


def panels(figures: Figures, scope: Scope) -> Panels:
    """The last PANEL_YEARS years of SCOPE's only indicator; the total where its gender has no values."""
    [indicator] = scope.indicators
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


def panels_table(found: Panels, names: Mapping[str, str]) -> pd.DataFrame:
    """The series as a file: one row a municipality and year; NAMES are the municipalities'."""
    rows = [
        (
            found.indicator.kpi,
            found.indicator.name,
            found.indicator.unit,
            labels.GENDER[found.gender],
            code,
            name,
            *point,
        )
        for code, name, points in [
            *((m, names[m], points) for m, points in found.series.items()),
            ("", "Gruppens medel", found.mean),
        ]
        for point in points
    ]
    columns = ["nyckeltal", "indikator", "enhet", "kön", "kommunkod", "kommun", "år", "värde"]
    return pd.DataFrame(rows, columns=columns)

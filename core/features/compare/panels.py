"""One indicator as small charts side by side: each municipality's series, on the same scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from core.catalogue import Indicator
from core.features.compare.matrix import Scope
from core.outcomes.figures import Figures
from core.outcomes.indicator import Line, Points, preliminary_years, year_marks
from core.signals import Gender, doubtful_zeros, group_means
from core.words import labels

PANEL_YEARS = 10


@dataclass(frozen=True)
class Panels:
    """The lines of ``series`` by municipality, own first, those without values left out; ``mean`` is the group's.

    ``marks`` are what is said of a year.
    """

    indicator: Indicator
    gender: str
    split: bool
    series: dict[str, Line]
    mean: Line
    marks: Mapping[int, str] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of any series. Raises ValueError without any."""
        years = [year for line in self.series.values() for year, _ in line.points]
        return min(years), max(years)


def panels(figures: Figures, scope: Scope) -> Panels:
    """The last PANEL_YEARS years of SCOPE's only indicator; the total where its gender has no values."""
    [indicator] = scope.indicators
    values = figures.snapshot.values_of_kpi(indicator.kpi)
    values = values[values["value"].notna() & values["municipality"].isin(scope.columns)].assign(kpi=indicator.kpi)
    until = values if scope.year is None else values[values["year"] <= scope.year]
    split = bool((until["gender"] == scope.gender).any())
    gender = scope.gender if split else Gender.TOTAL
    # Whole series, of which the last years are shown: which values repeat another is seen in the whole.
    values = values[values["gender"] == gender].sort_values("year")
    last = until.loc[until["gender"] == gender, "year"].max()

    def line(key: str, name: str, rows: pd.DataFrame) -> Line:
        whole = Line(key, name, _points(rows)).measured_every(indicator.step)
        points = tuple(point for point in whole.points if last - PANEL_YEARS < point[0] <= last)
        return replace(whole, points=points, doubtful=doubtful_zeros(points) if key == "group" else ())

    names = figures.snapshot.municipalities
    series = {
        m: line("own" if m == scope.own else "other", names[m], values[values["municipality"] == m])
        for m in scope.columns
    }
    mean = group_means(values, scope.group.members).sort_values("year")
    return Panels(
        indicator=indicator,
        gender=gender,
        split=split or scope.gender == Gender.TOTAL,
        series={m: one for m, one in series.items() if one.points},
        mean=line("group", f"{scope.group.name}, medel", mean),
        marks=year_marks(indicator, preliminary_years(values)),
    )


def _points(rows: pd.DataFrame) -> Points:
    return tuple((int(y), float(v)) for y, v in zip(rows["year"], rows["value"], strict=True))


def panels_table(found: Panels) -> pd.DataFrame:
    """The series as a file: one row a municipality and year."""
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
        for code, name, line in [
            *((m, line.name, line) for m, line in found.series.items()),
            ("", "Gruppens medel", found.mean),
        ]
        for point in line.points
    ]
    columns = ["nyckeltal", "indikator", "enhet", "kön", "kommunkod", "kommun", "år", "värde"]
    return pd.DataFrame(rows, columns=columns)

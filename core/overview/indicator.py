"""What the page of one indicator tells: lines over time, the others' values, targets and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.cache import KpiInfo
from core.catalogue import Indicator
from core.overview.figures import Figures
from core.overview.references import own_group
from core.overview.rows import Choice
from core.signals import Kind

NATION = "0000"
ALL_MUNICIPALITIES = "G2328"

Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Line:
    """A series with the name that stands at its end. ``key`` is own, group, county, country, women or men."""

    key: str
    name: str
    points: Points


@dataclass(frozen=True)
class Milestone:
    """A level that a target asks for in a year."""

    year: int
    level: float
    is_final: bool
    decision: str
    link: str


@dataclass(frozen=True)
class IndicatorFigures:
    """Everything about one indicator for one municipality. ``others`` has municipality and value in its year."""

    indicator: Indicator
    info: KpiInfo | None
    row: Mapping[str, Any]
    lines: tuple[Line, ...]
    by_gender: tuple[Line, ...]
    milestones: tuple[Milestone, ...]
    others: pd.DataFrame
    low_cut: float
    high_cut: float
    reported: int
    is_open: bool
    uncertainty: float | None


def indicator_figures(figures: Figures, choice: Choice, kpi: str) -> IndicatorFigures:
    """The figures of KPI (in the catalogue) for CHOICE. Raises KeyError for another."""
    indicator = figures.catalogue.by_kpi[kpi]
    rows = figures.rows(choice)
    row = rows[rows["kpi"] == kpi].to_dict("records")[0]
    values = figures.snapshot.values_of_kpi(kpi)
    values = values[values["value"].notna()]
    of_gender = values[values["gender"] == row["gender"]]
    year = None if pd.isna(row["year"]) else int(row["year"])
    others = of_gender[(of_gender["year"] == year) & of_gender["municipality"].isin(list(figures.snapshot.municipalities))]
    around = figures.snapshot.kpi_years
    around = around[(around["kpi"] == kpi) & (around["gender"] == row["gender"]) & (around["year"] == year)]
    now = around.iloc[0] if len(around) else None
    return IndicatorFigures(
        indicator=indicator,
        info=figures.snapshot.kpis.get(kpi),
        row=row,
        lines=_lines(figures, choice.municipality, of_gender),
        by_gender=_by_gender(values, choice.municipality),
        milestones=_milestones(figures, choice.municipality, kpi, str(row["gender"])),
        others=others[["municipality", "value"]].reset_index(drop=True),
        low_cut=float("nan") if now is None else float(now["low_cut"]),
        high_cut=float("nan") if now is None else float(now["high_cut"]),
        reported=0 if now is None else int(now["n"]),
        is_open=bool(row["is_open"]),
        uncertainty=_uncertainty(figures, indicator, choice.municipality, year),
    )


def _points(values: pd.DataFrame, area: str, *, least: float = 0) -> Points:
    found = values[(values["municipality"] == area) & (values["members"] >= least)].sort_values("year")
    return tuple((int(y), float(v)) for y, v in zip(found["year"], found["value"], strict=True))


def _lines(figures: Figures, municipality: str, values: pd.DataFrame) -> tuple[Line, ...]:
    """Own, the co-operation's mean, the county's and the country's; those without values are left out."""
    snapshot, catalogue = figures.snapshot, figures.catalogue
    county = own_group(snapshot, catalogue.counties, municipality) or ""
    size = len(snapshot.group_members.get(county, ()))
    group = next((g for g in catalogue.groups if g.members == catalogue.full_participants), None)
    nation = _points(values, NATION)
    lines = [
        Line("own", snapshot.municipalities[municipality], _points(values, municipality)),
        Line("county", f"Länet (medel av {size})", _points(values, county, least=size / 2)),
        Line("country", "Riket", nation)
        if nation
        else Line("country", "Landets kommuner (medel)", _points(values, ALL_MUNICIPALITIES, least=145)),
    ]
    if group:
        name = f"{group.name} (medel av {len(group.members)})"
        lines.insert(1, Line("group", name, _points(values, f"egen:{group.id}")))
    return tuple(line for line in lines if line.points)


def _by_gender(values: pd.DataFrame, municipality: str) -> tuple[Line, ...]:
    lines = [
        Line(key, name, _points(values[values["gender"] == gender], municipality))
        for gender, key, name in (("K", "women", "Kvinnor"), ("M", "men", "Män"))
    ]
    return tuple(line for line in lines if line.points)


def _milestones(figures: Figures, municipality: str, kpi: str, gender: str) -> tuple[Milestone, ...]:
    """Targets that ask for one level, by year."""
    targets = figures.targets
    mine = targets[(targets["municipality"] == municipality) & (targets["kpi"] == kpi)]
    own = mine[mine["gender"].replace("", "T") == gender]
    mine = own if len(own) else mine[mine["gender"].isin(["", "T"])]
    mine = mine[mine["kind"].isin([Kind.AT_LEAST, Kind.AT_MOST])].sort_values("year")
    return tuple(
        Milestone(int(t.year), float(t.value), bool(t.is_final), str(t.decision), str(t.link))
        for t in mine.itertuples()
    )


def _uncertainty(figures: Figures, indicator: Indicator, municipality: str, year: int | None) -> float | None:
    """Kolada's Osäkerhetstal for the same year, where there is one."""
    if indicator.uncertainty_kpi is None or year is None:
        return None
    values = figures.snapshot.values_of_kpi(indicator.uncertainty_kpi)
    found = values[
        (values["municipality"] == municipality) & (values["year"] == year) & (values["gender"] == "T")
    ]["value"].dropna()
    return float(found.iloc[0]) if len(found) else None


def figure_table(found: IndicatorFigures) -> pd.DataFrame:
    """The figures behind the charts: one row a year, newest first, one column a line."""
    lines = {line.name: dict(line.points) for line in (*found.lines, *found.by_gender)}
    table = pd.DataFrame(lines)
    table.index.name = "År"
    return table.sort_index(ascending=False).reset_index()

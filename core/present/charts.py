"""The one description of a chart: its lines, its scale and its marks, for whoever draws it."""

from __future__ import annotations

from core.overview.indicator import IndicatorFigures
from core.present.deck import MOST_LINES, Aim, LineChart, Series
from core.words.formats import number
from core.words.scales import ticks

# What is further back than this is not read from the last row.
MOST_YEARS = 12


def line_chart(found: IndicatorFigures) -> LineChart | None:
    """The chart of FOUND's lines and targets, the newest years of them; None where there is no value."""
    indicator = found.indicator
    lines = found.lines[:MOST_LINES]
    years = [year for line in lines for year, _ in line.points]
    if not years:
        return None
    first = max(years) - MOST_YEARS
    series = tuple(
        Series(key=line.key, name=line.name, points=points)
        for line in lines
        if (points := tuple(point for point in line.points if point[0] > first))
    )
    aims = tuple(
        Aim(year=m.year, level=m.level, words=f"mål {m.year}: {number(m.level, indicator.decimals)}")
        for m in found.milestones
        if m.year > first
    )
    values = [value for one in series for _, value in one.points] + [aim.level for aim in aims]
    rules = ticks(min(values), max(values))
    return LineChart(
        unit=indicator.unit,
        decimals=indicator.decimals,
        step=indicator.step,
        series=series,
        aims=aims,
        low=rules[0],
        high=rules[-1],
        rules=tuple(rules),
    )

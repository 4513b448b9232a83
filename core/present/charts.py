"""The one description of a chart: its lines, its scale and its marks, for whoever draws it."""

from __future__ import annotations

import re

from core.overview.indicator import IndicatorFigures
from core.present.deck import MOST_LINES, Aim, LineChart, Series
from core.words.formats import number
from core.words.scales import ticks

# What is further back than this is not read from the last row.
MOST_YEARS = 10
_OF = re.compile(r" \(medel av \d+\)$")


def _short(name: str) -> str:
    """NAME as it is read from the last row: of how many a mean is stands on the indicator's page."""
    return _OF.sub(" (medel)", name).replace("Landets kommuner", "Landet")


def line_chart(found: IndicatorFigures) -> LineChart | None:
    """The chart of FOUND's lines and targets, the newest years of them; None where there is no value.

    Of what is measured every second or fourth year only those years: the ones between repeat them.
    """
    indicator = found.indicator
    lines = found.lines[:MOST_LINES]
    own = next((line.points for line in lines if line.key == "own"), ())
    years = [year for line in lines for year, _ in line.points]
    if not years:
        return None
    # The others to the outcome's year only: a mean of those who have reported a later one is no comparison.
    last = own[-1][0] if own else max(years)
    first = last - MOST_YEARS
    series = tuple(
        Series(key=line.key, name=_short(line.name), points=points)
        for line in lines
        if (points := tuple(p for p in line.points if first < p[0] <= last and (last - p[0]) % indicator.step == 0))
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

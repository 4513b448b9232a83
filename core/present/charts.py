"""The one description of a chart: its lines or dots, its scale and its marks, for whoever draws it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.catalogue import Direction, Indicator
from core.overview.indicator import IndicatorFigures, Line, Milestone
from core.present.deck import Aim, Chart, Dot, DotChart, LineChart, Series
from core.words.formats import number
from core.words.scales import runs, ticks

# What is further back than this is not read from the last row.
MOST_YEARS = 10
# Two points are no line: who has more is one.
_LEAST_LINE = 3
# So many years back a municipality's value still stands among the others'.
_OLDEST = 4
# With every municipality's line in a chart, only the country's mean beside them.
_BESIDE_OTHERS = ("own", "country")
_OF = re.compile(r" \(medel av \d+\)$")


def _short(name: str) -> str:
    """NAME as it is read from the last row: of how many a mean is stands on the indicator's page."""
    return _OF.sub(" (medel)", name).replace("Landets kommuner", "Landet")


def story_chart(found: IndicatorFigures, *, is_change: bool = True) -> Chart | None:
    """A slide's chart of FOUND, with all the co-operation's municipalities and one of them strong.

    Lines where a change is told of and its own line shows it, else ranked dots.
    """
    chart = line_chart(found, with_participants=True)
    own = next((line for line in chart.series if line.key == "own"), None) if chart else None
    if chart is None or own is None:
        return chart
    # Where the years between are missing, a line would not show the change.
    is_drawn = len(own.points) >= _LEAST_LINE and len(runs(own.points, chart.step)[-1]) > 1
    return chart if is_change and is_drawn else dot_chart(found)


def dot_chart(found: IndicatorFigures) -> DotChart | None:
    """Everybody in the co-operation and the means in FOUND's year, the best first (the highest without direction).

    A municipality without a value in that year has its newest before it, and its name says of which year. None where
    the chosen municipality has no value.
    """
    own = next((line for line in found.lines if line.key == "own"), None)
    if own is None:
        return None
    year = own.points[-1][0]
    lines = [*found.lines, *(_as_of(line, year) for line in found.participants)]
    return ranked(lines, year, found.indicator, aims_of(found.milestones, found.indicator))


def _as_of(line: Line, year: int) -> Line:
    """LINE with a value in YEAR: where it has none, its newest of the three years before, and that year in its name."""
    known = dict(line.points)
    earlier = next((y for y in range(year, year - _OLDEST, -1) if y in known), year)
    if earlier == year:
        return line
    return replace(line, name=f"{line.name} ({earlier})", points=((year, known[earlier]),))


def ranked(lines: Sequence[Line], year: int, indicator: Indicator, aims: Sequence[Aim] = ()) -> DotChart | None:
    """The values of LINES in YEAR as dots, the best first; None where there are none."""
    values = ((line, dict(line.points).get(year)) for line in lines)
    dots = [Dot(key=line.key, name=_short(line.name), value=value) for line, value in values if value is not None]
    if not dots:
        return None
    dots.sort(key=lambda dot: dot.value, reverse=indicator.direction is not Direction.LOW)
    rules = ticks(*_bounds([dot.value for dot in dots] + [aim.level for aim in aims[-1:]]))
    return DotChart(
        unit=indicator.unit,
        decimals=indicator.decimals,
        year=year,
        dots=tuple(dots),
        aim=aims[-1] if aims else None,
        low=rules[0],
        high=rules[-1],
        rules=tuple(rules),
    )


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def aims_of(milestones: Sequence[Milestone], indicator: Indicator) -> tuple[Aim, ...]:
    """MILESTONES of INDICATOR with their words."""
    return tuple(
        Aim(year=m.year, level=m.level, words=f"mål {m.year}: {number(m.level, indicator.decimals)}")
        for m in milestones
    )


def line_chart(found: IndicatorFigures, *, with_participants: bool = False) -> LineChart | None:
    """The chart of FOUND's lines and targets, the newest years of them; None where there is no value.

    WITH_PARTICIPANTS: every municipality's line in place of their means.

    Of what is measured every second or fourth year only those years: the ones between repeat them.
    """
    indicator = found.indicator
    lines = list(found.lines)
    if with_participants:
        # Their means would be lines too many.
        lines = [*(line for line in lines if line.key in _BESIDE_OTHERS), *found.participants]
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
    aims = tuple(aim for aim in aims_of(found.milestones, indicator) if aim.year > first)
    rules = ticks(*_bounds([value for one in series for _, value in one.points] + [aim.level for aim in aims]))
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

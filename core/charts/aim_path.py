"""The way to a final target as a small drawing: what was measured, the milestones, and what is to be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from core.charts.charts import Hover
from core.charts.scales import Point, Series, scale, scaled
from core.charts.svg import axis, path, said, through
from core.outcomes.aims import Aim
from core.words.formats import number

WIDTH, HEIGHT = 186, 44
_MARGIN, _ABOVE = 6, 8
_ACROSS = (_MARGIN, WIDTH - _MARGIN)


@dataclass(frozen=True)
class AimPath:
    """A drawing of WIDTH x HIGH: ``measured`` and ``way`` are paths, ``milestones`` rings, ``final`` a filled square.

    ``now`` is the outcome's place, None without one; what is to come begins at ``ahead`` (x).
    """

    measured: str
    way: str
    milestones: tuple[Point, ...]
    final: Point | None
    now: Point | None
    ahead: float
    hover: Hover | None = None


def path_years(series: Sequence[Series], aims: Sequence[Sequence[Aim]]) -> tuple[int, int] | None:
    """From which year to which drawings that are compared reach; None where there is nothing to draw."""
    years = [year for one in series for year, _ in one]
    years += [aim.year for one in aims for aim in one if aim.level is not None and aim.year >= min(years, default=0)]
    return (min(years), max(years)) if years else None


def year_place(year: int, years: tuple[int, int]) -> float:
    """Where YEAR is on the axis of YEARS."""
    return scale(year, years, _ACROSS)


def aim_path(
    series: Series,
    aims: Sequence[Aim],
    years: tuple[int, int],
    *,
    step: int = 1,
    breaks: Sequence[int] = (),
    deadband: float = nan,
    decimals: int | None = None,
) -> AimPath | None:
    """The way of SERIES (year, value; measured every STEP years) by the levels of AIMS, from the first of YEARS to the
    last; None with nothing to draw. Its height holds twice DEADBAND at the least, as the arrow's small line does. It
    says its values, with DECIMALS, to who points at them where these are given.
    """
    within = [aim for aim in aims if years[0] <= aim.year <= years[1]]
    levels = [(aim.year, aim.level) for aim in within if aim.level is not None]
    values = [value for _, value in (*series, *levels)]
    if not values:
        return None
    low, high = min(values), max(values)
    # Zero first: it is the greater of itself and NaN.
    spare = max(0.0, (2 * deadband - (high - low)) / 2)

    low, high = low - spare, high + spare

    across, down = scaled(years, _ACROSS), scaled((low, high), (HEIGHT - _ABOVE, _ABOVE))

    def at(year: int, value: float) -> Point:
        return across(year), down(value)

    now = at(*series[-1]) if series else None
    to_come = [at(*one) for one in levels if not series or one[0] > series[-1][0]]
    way = [*([now] if now else []), *to_come]
    finals = [at(aim.year, aim.level) for aim in within if aim.is_final and aim.level is not None]
    final = finals[-1] if finals else None
    return AimPath(
        measured=path(series, at, step, breaks) if series else "",
        way=through([way]) if len(way) > 1 else "",
        milestones=tuple(place for one in levels if (place := at(*one)) != final),
        final=final,
        now=now,
        ahead=now[0] if now else 0.0,
        hover=None if decimals is None else _hover(series, levels, years, (low, high), decimals),
    )


def _hover(series: Series, levels: Series, years: tuple[int, int], values: tuple[float, float], decimals: int) -> Hover:
    (first, last), (low, high) = years, values
    across = ((year_place(first, years), first), (year_place(last, years), last))

    def words(points: Series) -> str:
        return said((year, number(value, decimals)) for year, value in points)

    return Hover(
        axis(*across, (HEIGHT - _ABOVE, low), (_ABOVE, high)),
        "",
        (("Utfall", words(series)), ("Målnivå", words(levels))),
    )

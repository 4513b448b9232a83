"""What a chart is, whoever draws it: lines over years or ranked dots, and how it is said in words.

Kept as JSON in frozen decks.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.words.formats import first_upper, number, spans

# What stands over a chart of made-up figures.
EXAMPLE = "EXEMPELDATA"
# Own, the country's, and all who take part; the catalogue has ten.
MOST_LINES = 24


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Series(_Part):
    """A line. ``key`` is own, other (a municipality), group, county, country, women or men.

    ``points`` are (year, value), oldest first; ``unsure`` the years and half the 95 % interval of those of them where
    that is known.
    """

    key: str
    name: str
    points: tuple[tuple[int, float], ...]
    unsure: tuple[tuple[int, float], ...] = ()


class Aim(_Part):
    """A level that a target asks for in a year, and how it is said ("mål 2026: högst 45")."""

    year: int
    level: float
    words: str


class LineChart(_Part):
    """A chart over years, for every hand that draws it. Values are in ``unit``, shown with ``decimals``.

    ``step`` is how often the series is measured. ``low`` and ``high`` bound the axis and ``rules`` are its marks,
    so that every drawing has the same scale. ``breaks`` are the first years of new ways of measuring, ``notes`` what
    is said under the chart, and ``span`` the axis' years where they are more than its own.
    """

    unit: str
    decimals: int
    step: int
    series: Annotated[tuple[Series, ...], Field(max_length=MOST_LINES)]
    aims: tuple[Aim, ...] = ()
    low: float
    high: float
    rules: tuple[float, ...]
    breaks: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    span: tuple[int, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no line has a point."""
        return not any(line.points for line in self.series)


class Dot(_Part):
    """Who has ``value``. ``key`` is own, other (a municipality), group, county, country, women or men."""

    key: str
    name: str
    value: float


class DotChart(_Part):
    """One year's values as dots on one axis, a row for each, in the order that they are drawn downwards."""

    unit: str
    decimals: int
    year: int
    dots: Annotated[tuple[Dot, ...], Field(min_length=1)]
    aim: Aim | None = None
    low: float
    high: float
    rules: tuple[float, ...]

    @property
    def is_empty(self) -> bool:
        """Never: without a dot there is no chart."""
        return False


Chart = LineChart | DotChart


def end_value(series: Series, decimals: int, end_year: int | None) -> str:
    """What stands after a line's name at its end: its last value, with its year but where all end in END_YEAR."""
    year, value = series.points[-1]
    said = number(value, decimals)
    return said if year == end_year else f"{said} ({year})"


def chart_words(chart: Chart, title: str) -> str:
    """CHART for whoever does not see it: its TITLE where that stands nowhere else, first and last values, targets."""
    told = [title.rstrip(".")] if title else []
    if isinstance(chart, DotChart):
        values = ", ".join(f"{dot.name} {number(dot.value, chart.decimals)}" for dot in chart.dots)
        aims = [first_upper(chart.aim.words)] if chart.aim else []
        return ". ".join([f"Prickdiagram, {chart.unit}, {chart.year}", *told, values, *aims]) + "."
    for line in chart.series:
        if not line.points:
            continue
        (first, one), (last, other) = line.points[0], line.points[-1]
        change = "" if first == last else f"{number(one, chart.decimals)} år {first}, "
        told.append(f"{line.name}: {change}{number(other, chart.decimals)} år {last}")
    told += [first_upper(aim.words) for aim in chart.aims]
    told += [f"Metodbyte {spans(chart.breaks)}"] if chart.breaks else []
    return f"Linjediagram, {chart.unit}. " + ". ".join([*told, *(note.rstrip(".") for note in chart.notes)]) + "."

"""A series by month, quarter or tertial as drawings: all of it with its limits, and this year beside the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.charts import NARROW, WIDE, Hover
from core.charts.scales import Point, rules_of, scale, spread
from core.charts.screen_fonts import SCREEN
from core.charts.svg import axis, said, through
from core.charts.text_fit import Type, width
from core.outcomes.run_series import Period, RunSeries, Stretch
from core.tabular.years_and_genders import periods_of
from core.words.dates import month_name
from core.words.formats import needed_decimals, number

_HIGH, _TOP, _FOOT, _GAP, _LINE = 240, 16, 26, 8, 16.0
_LETTERS = Type(SCREEN, 13, bold=True)
SIDES = {1: "över övre gränsen", -1: "under undre gränsen"}


@dataclass(frozen=True)
class Level:
    """A line across, from ``left`` to ``right``: the mean or a limit (``kind``)."""

    kind: str
    left: float
    right: float
    y: float


@dataclass(frozen=True)
class PeriodLine:
    """A line with its dots. ``outside`` are the places outside the limits, ``runs`` is a path along the long runs."""

    key: str
    path: str
    dots: tuple[Point, ...]
    outside: tuple[Point, ...]
    runs: str


@dataclass(frozen=True)
class PeriodChart:
    """A drawing over periods. ``rules`` are (y, text), ``marks`` (x, anchor, text) under it, ``labels`` (y, text,
    class) at its right, ``breaks`` x. ``hover``, and its lines in the order of ``lines``, is for who points at a value.
    """

    width: int
    height: int
    left: float
    right: float
    bottom: float
    rules: tuple[tuple[float, str], ...]
    marks: tuple[tuple[float, str, str], ...]
    levels: tuple[Level, ...]
    labels: tuple[tuple[float, str, str], ...]
    breaks: tuple[float, ...]
    lines: tuple[PeriodLine, ...]
    hover: Hover


@dataclass(frozen=True)
class Told:
    """Whose series it is, and in what: the municipality's name, the indicator's unit and decimals."""

    name: str
    unit: str
    decimals: int


# Where on the axis each period stands.
_Placed = Sequence[tuple[int, Period]]


def run_charts(series: RunSeries, of: Told) -> tuple[PeriodChart, ...]:
    """All of SERIES in time, for a window and for a phone, with its limits and what they single out."""
    return tuple(_in_time(series, of, wide) for wide in (WIDE, NARROW))


def year_charts(series: RunSeries, of: Told) -> tuple[PeriodChart, ...]:
    """The newest year of SERIES beside the year before it; nothing where one of them has no value."""
    newest, order = series.newest.year, periods_of(series.kind)
    years = [[(order.index(one.period), one) for one in series.periods if one.year == newest - i] for i in (0, 1)]
    if any(all(one.value is None for _, one in year) for year in years):
        return ()
    return tuple(_by_year(series, years, of, wide) for wide in (WIDE, NARROW))


def level_words(stretch: Stretch, decimals: int) -> tuple[tuple[str, float, str], ...]:
    """The mean and the limits of STRETCH, the highest first: kind, value, words.

    With one of DECIMALS more than the values have: limits are computed, and no value shall look equal to one it passes.
    """
    if stretch.limits is None:
        return ()
    levels = [("limit", stretch.limits.high, "övre gräns"), ("mean", stretch.limits.mean, "medel")]
    levels += [] if stretch.low is None else [("limit", stretch.low, "undre gräns")]
    return tuple((kind, value, f"{words} {number(value, decimals + 1)}") for kind, value, words in levels)


class _Frame:
    """Where periods and values go: LAST is the last place on the axis, BESIDE what stands at its right."""

    def __init__(self, series: RunSeries, unit: str, wide: int, last: int, beside: Sequence[str]) -> None:
        self._last, self._wide = max(last, 1), wide
        values = [one.value for one in series.periods if one.value is not None]
        values += [value for one in series.stretches for _, value, _ in level_words(one, 0)]
        marks = rules_of(values, unit)
        places = max(map(needed_decimals, marks))
        self._domain, self._up = (marks[0], marks[-1]), (float(_HIGH - _FOOT), float(_TOP))
        self._rules = tuple((self.y(mark), number(mark, places)) for mark in marks)
        left = max(width(text, _LETTERS) for _, text in self._rules) + _GAP
        right = wide - max((width(words, _LETTERS) for words in beside), default=0) - _GAP
        self._across = (round(left, 1), round(right, 1))

    def x(self, place: float) -> float:
        return scale(place, (0, self._last), (self._across[0] + _GAP, self._across[1] - _GAP))

    def y(self, value: float) -> float:
        return scale(value, self._domain, self._up)

    def line(self, key: str, placed: _Placed, stretches: Sequence[Stretch] = ()) -> PeriodLine:
        """PLACED as a line, broken where a value is missing and between STRETCHES, whose runs are along it."""
        at = {place: (self.x(place), self.y(one.value)) for place, one in placed if one.value is not None}
        begins = {one.first for one in stretches}
        drawn: list[list[Point]] = []
        for place, point in at.items():
            if place - 1 not in at or place in begins:
                drawn.append([])
            drawn[-1].append(point)
        runs = [[at[place] for place in range(run.first, run.last + 1)] for one in stretches for run in one.runs]
        return PeriodLine(
            key=key,
            path=through(drawn),
            dots=tuple(at.values()),
            outside=tuple(at[place] for place, one in placed if stretches and one.outside),
            runs=through(runs),
        )

    def chart(
        self,
        lines: Sequence[PeriodLine],
        marks: Sequence[tuple[float, str, str]],
        labels: Sequence[tuple[float, str, str]],
        told: Sequence[tuple[str, str]],
        *,
        signals: str = "",
        levels: Sequence[Level] = (),
        breaks: Sequence[float] = (),
    ) -> PeriodChart:
        (low, high), (bottom, top) = self._domain, self._up
        ends = axis((self.x(0), 0), (self.x(self._last), self._last), (bottom, low), (top, high))
        # In the wide drawing alone: the phone's has its twin's.
        hovered = Hover(ends, signals, tuple(told) if self._wide == WIDE else ())
        heights = spread([y for y, *_ in labels], _LINE)
        return PeriodChart(
            width=self._wide,
            height=_HIGH,
            left=self._across[0],
            right=self._across[1],
            bottom=bottom,
            rules=self._rules,
            marks=tuple(marks),
            levels=tuple(levels),
            labels=tuple((round(y + 4.5, 1), *words) for y, (_, *words) in zip(heights, labels, strict=True)),  # type: ignore[misc]
            breaks=tuple(breaks),
            lines=tuple(lines),
            hover=hovered,
        )


def _in_time(series: RunSeries, of: Told, wide: int) -> PeriodChart:
    placed = list(enumerate(series.periods))
    newest = level_words(series.stretches[-1], of.decimals)
    frame = _Frame(series, of.unit, wide, placed[-1][0], [words for *_, words in newest])
    years = [(place, one.year) for place, one in placed if place == 0 or one.year != placed[place - 1][1].year]
    room = width("0000", _LETTERS) * 1.4
    marks: list[tuple[float, str, str]] = []
    for place, year in years[::-1]:
        if not marks or marks[-1][0] - frame.x(place) > room:
            marks.append((frame.x(place), "start", str(year)))
    singled = said((place, SIDES[one.outside]) for place, one in placed if one.outside)
    return frame.chart(
        [frame.line("own", placed, series.stretches)],
        marks,
        [(frame.y(value), words, "") for _, value, words in newest],
        [(of.name, _told(placed, of.decimals))],
        signals=singled,
        levels=[
            Level(kind, frame.x(one.first), frame.x(one.last), frame.y(value))
            for one in series.stretches
            for kind, value, _ in level_words(one, of.decimals)
        ],
        breaks=[frame.x(one.first - 0.5) for one in series.stretches[1:]],
    )


def _by_year(series: RunSeries, years: Sequence[_Placed], of: Told, wide: int) -> PeriodChart:
    order, names = periods_of(series.kind), [str(year[0][1].year) for year in years]
    frame = _Frame(series, of.unit, wide, len(order) - 1, names)
    every = 2 if wide == NARROW and series.kind == "M" else 1
    words = [month_name(i + 1)[:3] if series.kind == "M" else name for i, name in enumerate(order)]
    lines = [frame.line(key, year) for key, year in zip(("own", "other"), years, strict=True)]
    return frame.chart(
        lines,
        [(frame.x(i), "middle", word) for i, word in enumerate(words) if i % every == 0],
        [(line.dots[-1][1], name, kind) for line, name, kind in zip(lines, names, ("own", ""), strict=True)],
        [(of.name, _told(year, of.decimals)) for year in years],
    )


def _told(placed: _Placed, decimals: int) -> str:
    return said((f"{place}:{one.name}", number(one.value, decimals)) for place, one in placed if one.value is not None)

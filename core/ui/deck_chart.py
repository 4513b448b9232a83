"""Where everything of a slide's chart goes. The deck's description gives the scale; the template draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.present.deck import Aim, LineChart, Series
from core.present.slide_words import end_value
from core.ui.deck_fit import Type, shortened, width
from core.ui.svg import Point, path, scale, spread
from core.words.formats import level, number

# A chart's units are 4/3 of the stage's: ``spread`` keeps labels 18 units apart, which is a line of 20 on the stage.
STAGE_UNITS = 4 / 3
_TEXT, _BOLD = Type(15), Type(15, bold=True)
_TOP, _BOTTOM, _GAP, _END = 12, 30, 9, 12
_LEAST_LEFT = 34
# As near as ``spread`` lets two labels stand, but for what floating point takes.
_LABEL = 17.9
_MOST_LABEL = 0.42
_STRONG = ("own", "women", "men")


@dataclass(frozen=True)
class Label:
    """A text and where it begins, on its base line."""

    text: str
    at: Point


@dataclass(frozen=True)
class DrawnLine:
    """A line with its end dot and its label."""

    key: str
    is_strong: bool
    path: str
    end: Point
    label: Label
    leader: str


@dataclass(frozen=True)
class DrawnChart:
    """A chart in a box of ``width`` x ``height``; ``rules`` are (y, text), ``years`` (x, text).

    ``aim`` is the dotted path of the targets, ``aim_dots`` where each is asked for.
    """

    width: float
    height: float
    left: float
    right: float
    unit: str
    lines: tuple[DrawnLine, ...]
    rules: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    aim: str
    aim_dots: tuple[Point, ...]
    aim_label: Label | None
    aim_marks: tuple[Label, ...]
    words: str


def drawn(chart: LineChart, *, wide: float, high: float) -> DrawnChart | None:
    """CHART in a box of WIDE x HIGH of the stage's units; None where no line has a point."""
    series = tuple(line for line in chart.series if line.points)
    if not series:
        return None
    return _Drawing(chart, series, wide / STAGE_UNITS, high / STAGE_UNITS).whole()


class _Drawing:
    def __init__(self, chart: LineChart, series: tuple[Series, ...], wide: float, high: float) -> None:
        self._chart, self._series, self._wide, self._high = chart, series, wide, high
        # A chart with very many targets would tell of nothing else.
        self._aims = chart.aims[-4:]
        most = wide * _MOST_LABEL
        newest = max(line.points[-1][0] for line in series)
        self._labels = [_end_label(line, end_value(line, chart.decimals, newest), most) for line in series]
        self._aim_words = shortened(self._aims[-1].words, _TEXT, most, 1) if self._aims else ""
        texts = [*((text, _BOLD) for text in self._labels), (self._aim_words, _TEXT)]
        room = max(width(text, letters) for text, letters in texts) + _END + 4
        self._rules = tuple((rule, level(rule)) for rule in chart.rules)
        left = max((width(text, _TEXT) for _, text in self._rules), default=0) + _GAP
        self._across = (round(max(left, _LEAST_LEFT)), round(wide - room))
        values = [v for line in series for _, v in line.points] + [aim.level for aim in self._aims]
        self._domain = min(chart.low, *values), max(chart.high, *values)
        years = [year for line in series for year, _ in line.points] + [aim.year for aim in self._aims]
        self._span = min(years), max(years)

    def _at(self, year: int, value: float) -> Point:
        return scale(year, self._span, self._across), self._up(value)

    def _up(self, value: float) -> float:
        return scale(value, self._domain, (self._high - _BOTTOM, _TOP))

    def whole(self) -> DrawnChart:
        ends = [self._at(*line.points[-1]) for line in self._series]
        dots = [self._at(aim.year, aim.level) for aim in self._aims]
        heights = self._inside(_apart([*(y for _, y in ends), *(y for _, y in dots[-1:])]))
        # All labels begin in one column: what ends earlier, or is due later, is still found by its height.
        beside = self._across[1] + _END
        lines = tuple(
            DrawnLine(
                key=line.key,
                is_strong=line.key in _STRONG,
                path=path(line.points, self._at, self._chart.step),
                end=end,
                label=Label(text, (beside, height + 5)),
                leader=self._leader(end, height),
            )
            for line, end, text, height in zip(self._series, ends, self._labels, heights, strict=False)
        )
        return DrawnChart(
            width=round(self._wide, 2),
            height=round(self._high, 2),
            left=self._across[0],
            right=self._across[1],
            unit=self._chart.unit,
            lines=lines,
            rules=tuple((self._up(rule), text) for rule, text in self._rules),
            years=self._years(),
            aim=self._aim_path(),
            aim_dots=tuple(dots) if len(dots) > 1 else (),
            aim_label=Label(self._aim_words, (beside, heights[-1] + 5)) if dots else None,
            aim_marks=self._aim_marks(),
            words=_words(self._chart, self._series, self._aims),
        )

    def _leader(self, end: Point, height: float) -> str:
        """From a line that ends before the others to its label in their column."""
        far = self._across[1] - end[0] > _END
        return f"M{end[0] + _GAP:g} {end[1]:g}L{self._across[1]:g} {height:g}h{_END - 4}" if far else ""

    def _inside(self, heights: Sequence[float]) -> list[float]:
        """HEIGHTS moved into the box together, so that they stay apart."""
        too_low = max(0, max(heights) - (self._high - _BOTTOM))
        too_high = max(0, _TOP - (min(heights) - too_low))
        return [height - too_low + too_high for height in heights]

    def _aim_path(self) -> str:
        """One target is a level, wherever its year; several are a way to go."""
        if len(self._aims) == 1:
            return path([(self._span[0], self._aims[0].level), (self._span[1], self._aims[0].level)], self._at, 9999)
        return path([(aim.year, aim.level) for aim in self._aims], self._at, 9999)

    def _aim_marks(self) -> tuple[Label, ...]:
        """The levels of all targets but the last, which has its words in full."""
        return tuple(
            Label(level(aim.level, self._chart.decimals), (x, max(y - _GAP, _TOP + 4)))
            for aim in self._aims[:-1]
            for x, y in [self._at(aim.year, aim.level)]
        )

    def _years(self) -> tuple[tuple[float, str], ...]:
        first, last = self._span
        each = width("0000", _TEXT) * 1.4
        every = max(1, math.ceil((last - first) * each / max(self._across[1] - self._across[0], 1)))
        return tuple((scale(year, self._span, self._across), str(year)) for year in range(last, first - 1, -every))


def _apart(heights: Sequence[float]) -> list[float]:
    """HEIGHTS apart, but only those moved that stand too near each other: the others stay beside their lines."""
    groups = [[i] for i in sorted(range(len(heights)), key=lambda i: heights[i])]
    placed = list(heights)
    n = 0
    while n + 1 < len(groups):
        if placed[groups[n + 1][0]] - placed[groups[n][-1]] >= _LABEL:
            n += 1
            continue
        groups[n : n + 2] = [groups[n] + groups[n + 1]]
        for i, height in zip(groups[n], spread([heights[i] for i in groups[n]]), strict=True):
            placed[i] = height
        n = max(n - 1, 0)
    return placed


def _end_label(line: Series, value: str, most: float) -> str:
    """The line's name and last VALUE; a name that is too long gives way, never the value."""
    room = most - width(f" {value}", _BOLD)
    return f"{shortened(line.name, _BOLD, room, 1)} {value}"


def _words(chart: LineChart, series: Sequence[Series], aims: Sequence[Aim]) -> str:
    """The chart for whoever does not see it: each line's first and last value, and the targets."""
    told = []
    for line in series:
        (first, one), (last, other) = line.points[0], line.points[-1]
        change = "" if first == last else f"{number(one, chart.decimals)} år {first}, "
        told.append(f"{line.name}: {change}{number(other, chart.decimals)} år {last}")
    return f"Linjediagram, {chart.unit}. " + ". ".join([*told, *(aim.words for aim in aims)]) + "."

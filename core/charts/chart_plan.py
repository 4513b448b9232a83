"""Where everything of a chart goes in a box, for whoever draws it: screen, PDF, and PowerPoint."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.charts.description import Aim, LineChart, Series, end_value
from core.charts.looks import STRONG
from core.charts.scales import Point, dotted, drawn_runs, scale, spread
from core.charts.text_fit import Fonts, Type, plain, shortened, width, wrapped
from core.words.formats import needed_decimals, number

_GAP, _END, _TOP = 10.0, 14.0, 14.0
_MOST_LABEL = 0.44
_AIMS = 4
_LINE, _FLOAT = 1.3, 0.1
BREAK = "metodbyte"


@dataclass(frozen=True)
class Label:
    """A text at the right of the chart, the line (its key, or "aim") that it is about, and its middle's height."""

    key: str
    text: str
    y: float


@dataclass(frozen=True)
class BreakMark:
    """Where a new way of measuring begins, between its first year and the one before; ``text`` begins at ``begins``.

    The text is empty where it would cover another's.
    """

    x: float
    text: str
    begins: float


class ChartPlan:
    """CHART (with a line that has a point) in a box of WIDE x HIGH; texts are SIZE high, the lines' names too."""

    def __init__(self, chart: LineChart, wide: float, high: float, fonts: Fonts, size: float) -> None:
        self.chart, self.wide, self.high, self.size = chart, wide, high, size
        self._plain, self._bold = Type(fonts, size), Type(fonts, size, bold=True)
        self.series: tuple[Series, ...] = tuple(line for line in chart.series if line.points)
        # A chart with very many targets would tell of nothing else.
        self.aims: tuple[Aim, ...] = chart.aims[-_AIMS:]
        values = [v for line in self.series for _, v in line.points] + [aim.level for aim in self.aims]
        self.domain = min(chart.low, *values), max(chart.high, *values)
        self._texts = [self._end_label(line) for line in self.series]
        self._aim_text = shortened(plain(self.aims[-1].words), self._plain, wide * _MOST_LABEL, 1) if self.aims else ""
        wides = [width(text, self._letters(line)) for text, line in zip(self._texts, self.series, strict=True)]
        room = max(*wides, width(self._aim_text, self._plain)) + _END + 4
        widest = max((width(text, self._plain) for text in self._rule_texts), default=0)
        self.left, self.right = widest + _GAP, wide - room
        self.top = _TOP + (size if chart.breaks else 0)
        self.notes = tuple(line for note in chart.notes for line in wrapped(plain(note), self._plain, wide))
        self.bottom = high - size * (1.9 + _LINE * len(self.notes))

    def _letters(self, line: Series) -> Type:
        return self._bold if line.key in STRONG else self._plain

    def _end_label(self, line: Series) -> str:
        """The label at LINE's end; a name that is too long gives way, never the value."""
        value = end_value(line, self.chart.decimals, self.end_year)
        letters = self._letters(line)
        room = self.wide * _MOST_LABEL - width(f" {value}", letters)
        return f"{shortened(plain(line.name), letters, room, 1)} {value}"

    @cached_property
    def end_year(self) -> int | None:
        """The year that all lines end in; None where they end in different ones."""
        ends = {line.points[-1][0] for line in self.series}
        return next(iter(ends)) if len(ends) == 1 else None

    @cached_property
    def every(self) -> int:
        """How many years lie between two that are named: the first is one of them where that costs little."""
        span = self.years[-1] - self.years[0]
        least = max(1, math.ceil(span * width("0000", self._plain) * 1.4 / max(self.right - self.left, 1)))
        return next((every for every in range(least, 2 * least) if span % every == 0), least)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """All years of the axis: those that have a value or a target, and those between."""
        years = [y for line in self.series for y, _ in line.points] + [aim.year for aim in self.aims]
        years += self.chart.span or ()
        return tuple(range(min(years), max(years) + 1))

    @cached_property
    def rule_decimals(self) -> int:
        """The decimals that all marks of the axis have."""
        return max((needed_decimals(rule) for rule in self.chart.rules), default=0)

    @cached_property
    def _rule_texts(self) -> list[str]:
        return [number(rule, self.rule_decimals) for rule in self.chart.rules]

    @property
    def rules(self) -> list[tuple[float, str]]:
        """The axis' marks: height and text."""
        return [(self.up(rule), text) for rule, text in zip(self.chart.rules, self._rule_texts, strict=True)]

    @property
    def named_years(self) -> list[tuple[float, str]]:
        """Where years are named."""
        return [(self.across(year), str(year)) for year in self.years[:: -self.every]][::-1]

    @property
    def note_lines(self) -> list[tuple[float, str]]:
        """What is said under the years: each line's base line and text."""
        first = self.bottom + self.size * (1.5 + _LINE)
        return [(first + n * self.size * _LINE, text) for n, text in enumerate(self.notes)]

    @cached_property
    def break_marks(self) -> tuple[BreakMark, ...]:
        """Where the method was changed, the newest first: the word stands over its mark, inside the box."""
        wide, marks, free = width(BREAK, self._plain), list[BreakMark](), self.wide
        for year in sorted(self.chart.breaks, reverse=True):
            x = self.across(year - 0.5)
            begins = min(max(x - wide / 2, 0), self.wide - wide)
            fits = begins + wide <= free
            marks.append(BreakMark(x, BREAK if fits else "", begins))
            free = begins - self.size / 2 if fits else free
        return tuple(marks)

    def across(self, year: float) -> float:
        """YEAR's place."""
        return scale(year, (self.years[0], self.years[-1]), (self.left, self.right))

    def up(self, value: float) -> float:
        """VALUE's height, downwards from the box's top."""
        return scale(value, self.domain, (self.bottom, self.top))

    def at(self, year: int, value: float) -> Point:
        """The place of VALUE in YEAR."""
        return self.across(year), self.up(value)

    def drawn_runs(self, line: Series) -> list[list[Point]]:
        """LINE's places, in the parts that a line is drawn through."""
        return [[self.at(*point) for point in run] for run in self.runs_of(line)]

    def runs_of(self, line: Series) -> list[list[tuple[int, float]]]:
        """The same as years and values."""
        return drawn_runs(line.points, self.chart.step, self.chart.breaks)

    def dotted(self, line: Series) -> tuple[tuple[int, float], ...]:
        """The points of LINE that have a dot."""
        return dotted(line.points, self.chart.step, self.chart.breaks)

    @cached_property
    def aim_points(self) -> tuple[tuple[int, float], ...]:
        """The dotted line of the targets: one target is a level, wherever its year; several are a way to go."""
        if len(self.aims) == 1:
            return tuple((year, self.aims[0].level) for year in self.years)
        return tuple((aim.year, aim.level) for aim in self.aims)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The lines' labels, then the targets', in one column at the right and kept apart."""
        ends = [self.up(line.points[-1][1]) for line in self.series]
        if self.aims:
            ends.append(self.up(self.aims[-1].level))
        heights = _apart(ends, self.size * _LINE)
        too_low = max(0.0, max(heights) - self.bottom)
        too_high = max(0.0, self.top - (min(heights) - too_low))
        keys = [*(line.key for line in self.series), *(["aim"] if self.aims else [])]
        texts = [*self._texts, *([self._aim_text] if self.aims else [])]
        return tuple(
            Label(key, text, height - too_low + too_high)
            for key, text, height in zip(keys, texts, heights, strict=True)
        )


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """HEIGHTS at least LEAST apart, but only those moved that stand too near: the others stay beside their lines."""
    groups = [[i] for i in sorted(range(len(heights)), key=lambda i: heights[i])]
    placed = list(heights)
    n = 0
    while n + 1 < len(groups):
        # Less what floating point takes.
        if placed[groups[n + 1][0]] - placed[groups[n][-1]] >= least - _FLOAT:
            n += 1
            continue
        groups[n : n + 2] = [groups[n] + groups[n + 1]]
        for i, height in zip(groups[n], spread([heights[i] for i in groups[n]], least), strict=True):
            placed[i] = height
        n = max(n - 1, 0)
    return placed

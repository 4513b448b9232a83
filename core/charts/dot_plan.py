"""Where everything of a chart of ranked dots goes in a box, for whoever draws it: screen, PDF, and PowerPoint."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.description import Dot, DotChart
from core.charts.looks import STRONG
from core.charts.scales import Point, scale
from core.charts.text_fit import Fonts, Type, plain, shortened, width
from core.words.formats import needed_decimals, number

_GAP, _BESIDE = 12.0, 12.0
_MOST_NAME = 0.44
_ROW, _LEAST_ROW, _FOOT, _HEAD = 2.1, 1.2, 1.9, 1.7
# Means are no municipality: their dots are hollow.
MEANS = ("group", "county", "country")


@dataclass(frozen=True)
class DotRow:
    """A dot's place, the name that ends at the plan's ``names_end``, and the value that begins at ``beside``."""

    dot: Dot
    name: str
    value: str
    at: Point
    beside: float
    is_strong: bool
    is_mean: bool


def dots_high(count: int, size: float, *, has_aim: bool = False) -> float:
    """The height that COUNT rows take with texts of SIZE."""
    return size * (_ROW * count + _FOOT + (_HEAD if has_aim else 0))


class DotPlan:
    """CHART in a box of WIDE x HIGH; texts are SIZE high, smaller where the rows are many."""

    def __init__(self, chart: DotChart, wide: float, high: float, fonts: Fonts, size: float) -> None:
        self.chart, self.wide = chart, wide
        count = len(chart.dots)
        least = count * _LEAST_ROW + _FOOT + (_HEAD if chart.aim else 0)
        self.size = min(size, high / least)
        self.top = self.size * _HEAD if chart.aim else 0.0
        self.row = min(self.size * _ROW, (high - self.top - self.size * _FOOT) / count)
        self.bottom = self.top + self.row * count
        self.high = self.bottom + self.size * _FOOT
        self._plain, self._bold = Type(fonts, self.size), Type(fonts, self.size, bold=True)
        values = [dot.value for dot in chart.dots] + ([chart.aim.level] if chart.aim else [])
        self.domain = min(chart.low, *values), max(chart.high, *values)
        names = [shortened(plain(dot.name), self._letters(dot), wide * _MOST_NAME, 1) for dot in chart.dots]
        shown = [number(dot.value, chart.decimals) for dot in chart.dots]
        # The year stands under the names, clear of the axis' first mark.
        year = width(str(chart.year), self._plain) + self.size / 2
        self.names_end = max(year, *map(width, names, map(self._letters, chart.dots)))
        # A dot at the axis' beginning keeps clear of its name.
        self.left = self.names_end + _GAP + self.size / 2
        self.right = wide - max(map(width, shown, map(self._letters, chart.dots))) - _BESIDE
        self.rows = tuple(map(self._row, range(count), chart.dots, names, shown))

    def _letters(self, dot: Dot) -> Type:
        return self._bold if dot.key in STRONG else self._plain

    def _row(self, n: int, dot: Dot, name: str, value: str) -> DotRow:
        at = self.across(dot.value), self.top + self.row * (n + 0.5)
        return DotRow(dot, name, value, at, at[0] + _BESIDE, dot.key in STRONG, dot.key in MEANS)

    def across(self, value: float) -> float:
        """VALUE's place."""
        return scale(value, self.domain, (self.left, self.right))

    @property
    def rule_decimals(self) -> int:
        """The decimals that all marks of the axis have."""
        return max((needed_decimals(rule) for rule in self.chart.rules), default=0)

    @property
    def rules(self) -> list[tuple[float, str]]:
        """The axis' marks: place and text, as many as have room."""
        texts = [number(rule, self.rule_decimals) for rule in self.chart.rules]
        widest = max((width(text, self._plain) for text in texts), default=0) + _GAP
        room = (self.right - self.left) / max(len(texts) - 1, 1)
        every = max(1, -int(-widest // max(room, 1)))
        return [(self.across(rule), text) for rule, text in zip(self.chart.rules, texts, strict=True)][::every]

    @property
    def aim(self) -> tuple[float, str, float] | None:
        """The target's place, its words, and where they begin: over its line, inside the box."""
        if self.chart.aim is None:
            return None
        x, text = self.across(self.chart.aim.level), shortened(plain(self.chart.aim.words), self._plain, self.wide, 1)
        half = width(text, self._plain) / 2
        return x, text, min(max(x, half), self.wide - half) - half

"""A slide's chart as SVG: where the plan puts everything, for the template."""

from __future__ import annotations

from dataclasses import dataclass

from core.present.chart_plan import ChartPlan, Label
from core.present.deck import Chart, DotChart, LineChart, Series
from core.present.dot_plan import DotPlan
from core.present.looks import STRONG
from core.present.screen_fonts import SCREEN
from core.present.slide_words import chart_words
from core.ui.svg import Point, path
from core.words.formats import level

# A chart's units are 4/3 of the stage's: lines and dots are as thick as in the product's other charts.
STAGE_UNITS = 4 / 3
SIZE = 15.0
_BESIDE, _BASE_LINE, _LEADER_FROM = 12, 5, 9
_ANY_STEP = 9999


@dataclass(frozen=True)
class DrawnLabel:
    """A text and where it begins (or has its middle), on its base line."""

    text: str
    at: Point


@dataclass(frozen=True)
class DrawnLine:
    """A line with its end dot and its label; ``leader`` goes to the label from a line that ends early."""

    key: str
    is_strong: bool
    path: str
    end: Point
    label: DrawnLabel
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
    aim_label: DrawnLabel | None
    aim_marks: tuple[DrawnLabel, ...]
    words: str
    is_dots: bool = False


@dataclass(frozen=True)
class DrawnDots:
    """A chart of ranked dots: the plan, and what it says."""

    plan: DotPlan
    unit: str
    words: str
    is_dots: bool = True


def drawn(chart: Chart, *, wide: float, high: float) -> DrawnChart | DrawnDots | None:
    """CHART in a box of WIDE x HIGH of the stage's units; None where it is empty."""
    if chart.is_empty:
        return None
    if isinstance(chart, DotChart):
        dots = DotPlan(chart, wide / STAGE_UNITS, high / STAGE_UNITS, SCREEN, SIZE)
        return DrawnDots(dots, chart.unit, chart_words(chart, ""))
    return _lines(chart, wide, high)


def _lines(chart: LineChart, wide: float, high: float) -> DrawnChart:
    plan = ChartPlan(chart, wide / STAGE_UNITS, high / STAGE_UNITS, SCREEN, SIZE)
    *labels, last = plan.labels if plan.aims else (*plan.labels, None)
    lines = zip(plan.series, labels, strict=True)
    return DrawnChart(
        width=round(plan.wide, 2),
        height=round(plan.high, 2),
        left=round(plan.left, 1),
        right=round(plan.right, 1),
        unit=chart.unit,
        lines=tuple(_line(plan, line, label) for line, label in lines if label),
        rules=tuple(plan.rules),
        years=tuple(plan.named_years),
        aim=path(plan.aim_points, plan.at, _ANY_STEP) if plan.aims else "",
        aim_dots=tuple(plan.at(aim.year, aim.level) for aim in plan.aims) if len(plan.aims) > 1 else (),
        aim_label=_beside(plan, last) if last else None,
        aim_marks=_aim_marks(plan),
        words=chart_words(chart, ""),
    )


def _line(plan: ChartPlan, line: Series, label: Label) -> DrawnLine:
    end = plan.at(*line.points[-1])
    is_early = plan.right - end[0] > _BESIDE
    leader = f"M{end[0] + _LEADER_FROM:g} {end[1]:g}L{plan.right:g} {label.y:g}h{_BESIDE - 4}" if is_early else ""
    return DrawnLine(
        key=line.key,
        is_strong=line.key in STRONG,
        path=path(line.points, plan.at, plan.chart.step),
        end=end,
        label=_beside(plan, label),
        leader=leader,
    )


def _beside(plan: ChartPlan, label: Label) -> DrawnLabel:
    """All labels begin in one column: what ends earlier, or is due later, is still found by its height."""
    return DrawnLabel(label.text, (round(plan.right + _BESIDE, 1), round(label.y + _BASE_LINE, 1)))


def _aim_marks(plan: ChartPlan) -> tuple[DrawnLabel, ...]:
    """The levels of all targets but the last, which has its words in full."""
    return tuple(
        DrawnLabel(level(aim.level, plan.chart.decimals), (x, max(y - _LEADER_FROM, plan.top + 4)))
        for aim in plan.aims[:-1]
        for x, y in [plan.at(aim.year, aim.level)]
    )

"""Charts as SVG, on pages and slides: where their plan puts everything, for the template."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.chart_plan import ChartPlan, Label
from core.charts.description import Chart, DotChart, LineChart, Series, chart_words
from core.charts.dot_plan import DotPlan, dots_high
from core.charts.looks import STRONG
from core.charts.scales import Point
from core.charts.screen_fonts import SCREEN
from core.charts.svg import path, through
from core.words.formats import level
from core.words.labels import without_count

# A page's drawings, for a window and for a phone, and how high texts and a chart of lines are in them.
WIDE, NARROW, HIGH, SIZE = 720, 358, 300, 13.0
_BESIDE, _BASE_LINE, _LEADER_FROM = 12, 5, 9
_ANY_STEP = 9999


@dataclass(frozen=True)
class DrawnLabel:
    """A text and where it begins (or has its middle), on its base line."""

    text: str
    at: Point


@dataclass(frozen=True)
class DrawnLine:
    """A line with its dots, the last at its end, and its label; ``leader`` leads to it from a line that ends early.

    ``unsure`` are whiskers through the dots whose values are known so and so well.
    """

    key: str
    is_strong: bool
    path: str
    dots: tuple[Point, ...]
    label: DrawnLabel
    leader: str
    unsure: str = ""


@dataclass(frozen=True)
class DrawnChart:
    """A chart of lines: the plan, its lines, and what it says.

    ``aim`` is the dotted path of the targets, ``aim_dots`` where each is asked for.
    """

    plan: ChartPlan
    unit: str
    lines: tuple[DrawnLine, ...]
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


Drawn = DrawnChart | DrawnDots


def for_page(chart: Chart | None) -> tuple[Drawn, ...]:
    """CHART for a window and for a phone, where a mean does not say of how many it is; nothing without a chart."""
    if chart is None or chart.is_empty:
        return ()
    high = dots_high(len(chart.dots), SIZE, has_aim=chart.aim is not None) if isinstance(chart, DotChart) else HIGH
    return drawn(chart, WIDE, high, SIZE), drawn(_brief(chart), NARROW, high, SIZE)


def _brief(chart: Chart) -> Chart:
    if isinstance(chart, DotChart):
        dots = tuple(dot.model_copy(update={"name": without_count(dot.name)}) for dot in chart.dots)
        return chart.model_copy(update={"dots": dots})
    series = tuple(line.model_copy(update={"name": without_count(line.name)}) for line in chart.series)
    return chart.model_copy(update={"series": series})


def drawn(chart: Chart, wide: float, high: float, size: float) -> Drawn:
    """CHART (that is not empty) in a box of WIDE x HIGH with texts of SIZE."""
    if isinstance(chart, DotChart):
        return DrawnDots(DotPlan(chart, wide, high, SCREEN, size), chart.unit, chart_words(chart, ""))
    return _lines(chart, wide, high, size)


def _lines(chart: LineChart, wide: float, high: float, size: float) -> DrawnChart:
    plan = ChartPlan(chart, wide, high, SCREEN, size)
    *labels, last = plan.labels if plan.aims else (*plan.labels, None)
    lines = zip(plan.series, labels, strict=True)
    return DrawnChart(
        plan=plan,
        unit=chart.unit,
        lines=tuple(_line(plan, line, label) for line, label in lines if label),
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
        path=through(plan.drawn_runs(line)),
        dots=tuple(plan.at(*point) for point in plan.dotted(line)),
        label=_beside(plan, label),
        leader=leader,
        unsure=_whiskers(plan, line),
    )


def _whiskers(plan: ChartPlan, line: Series) -> str:
    values, (low, high) = dict(line.points), plan.domain
    ends = ((year, max(values[year] - width, low), min(values[year] + width, high)) for year, width in line.unsure)
    return "".join(f"M{plan.across(year):g} {plan.up(least):g}V{plan.up(most):g}" for year, least, most in ends)


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

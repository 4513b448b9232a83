"""Charts as SVG, on pages and slides: where their plan puts everything, for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.charts.chart_plan import ChartPlan, Label
from core.charts.description import Chart, DotChart, LineChart, Series, chart_words
from core.charts.dot_plan import DotPlan, dots_high
from core.charts.looks import STRONG
from core.charts.scales import Point
from core.charts.screen_fonts import SCREEN
from core.charts.svg import axis, path, said, through
from core.words.formats import level, number
from core.words.labels import without_count

# A page's drawings, for a window and for a phone, and how high texts and a chart of lines are in them.
WIDE, NARROW, HIGH, SIZE = 720, 358, 300, 13.0
_BESIDE, _BASE_LINE, _LEADER_FROM = 12, 5, 9
_ANY_STEP = 9999
_NO_MARKS: Mapping[int, str] = {}


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
class Hover:
    """What assets/hover.js needs to say the point that one points at.

    ``axis`` has two years and two values with their places, ``years`` what is said of a year. ``lines`` (name and
    ``svg.said``) are in the order of the drawing's lines, and last the targets' where there are any: empty in a phone's
    drawing, which has its wide twin's.
    """

    axis: str
    years: str
    lines: tuple[tuple[str, str], ...]


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
    hover: Hover | None = None


@dataclass(frozen=True)
class DrawnDots:
    """A chart of ranked dots: the plan, and what it says."""

    plan: DotPlan
    unit: str
    words: str
    is_dots: bool = True


Drawn = DrawnChart | DrawnDots


def for_page(
    chart: Chart | None, marks: Mapping[int, str] = _NO_MARKS, *, wide: float = WIDE, line_high: float = HIGH
) -> tuple[Drawn, ...]:
    """CHART for a window and for a phone, where a mean does not say of how many it is; nothing without a chart.

    MARKS are what is said of a year's values when one points at them ("preliminärt"). The window's is WIDE, and lines
    are LINE_HIGH.
    """
    if chart is None or chart.is_empty:
        return ()
    high = dots_high(len(chart.dots), SIZE, has_aim=chart.aim is not None) if isinstance(chart, DotChart) else line_high
    window, phone = drawn(chart, wide, high, SIZE), drawn(_brief(chart), NARROW, high, SIZE)
    return hovered(window, marks), hovered(phone, marks, is_twin=True)


def hovered(view: Drawn, marks: Mapping[int, str] = _NO_MARKS, *, is_twin: bool = False) -> Drawn:
    """VIEW that says its points, with MARKS, to who points at them; IS_TWIN: in the words of the drawing before it."""
    if isinstance(view, DrawnDots):
        return view
    plan, lines = view.plan, () if is_twin else _hovered_lines(view.plan)
    (first, last), (low, high) = (plan.years[0], plan.years[-1]), plan.domain
    ends = axis((plan.across(first), first), (plan.across(last), last), (plan.up(low), low), (plan.up(high), high))
    return replace(view, hover=Hover(ends, said(marks.items()), lines))


def _hovered_lines(plan: ChartPlan) -> tuple[tuple[str, str], ...]:
    decimals = plan.chart.decimals
    lines = [(line.name, said((year, number(v, decimals)) for year, v in line.points)) for line in plan.series]
    aims = [("Målnivå", said((aim.year, number(aim.level, decimals)) for aim in plan.aims))] if plan.aims else []
    return (*lines, *aims)


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

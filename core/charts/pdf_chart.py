"""A chart drawn in a PDF, from the same description as on the screen and in PowerPoint."""

from __future__ import annotations

from core.charts.chart_plan import ChartPlan
from core.charts.description import EXAMPLE, Chart, DotChart, LineChart, Series
from core.charts.dot_plan import DotPlan
from core.charts.looks import (
    AIM,
    AIM_LINE,
    AIM_TEXT,
    BREAK_LINE,
    LINE,
    QUIET,
    STRONG,
    WHITE,
    LineLook,
    label_colour,
    line_look,
)
from core.charts.pdf_stage import Stage
from core.charts.print_fonts import VERA
from core.charts.scales import Box
from core.charts.text_fit import Type, width

_MIDDLE = 0.36
# Line widths and dots are for texts of this size.
_USUAL = 18


def draw_chart(
    stage: Stage, chart: Chart, *, wide: float, high: float, size: float = _USUAL, is_example: bool = False
) -> None:
    """CHART (that is not empty) at STAGE's corner, WIDE x HIGH, with texts of SIZE."""
    if isinstance(chart, DotChart):
        _draw_dots(stage, DotPlan(chart, wide, high, VERA, size), is_example=is_example)
    else:
        _draw_lines(stage, chart, wide, high, size, is_example=is_example)


def _draw_dots(stage: Stage, plan: DotPlan, *, is_example: bool) -> None:
    size = plan.size
    letters, by, under = Type(VERA, size), size / _USUAL, size * _MIDDLE
    for x, text in plan.rules:
        stage.line([(x, plan.top), (x, plan.bottom)], LineLook(LINE, by))
        stage.text((x, plan.bottom + size * 1.5), text, letters, QUIET, "center")
    if is_example:
        middle = (plan.left + plan.right) / 2, plan.bottom - size * 1.6
        stage.text(middle, EXAMPLE, Type(VERA, size * 1.3, bold=True), LINE, "center")
    stage.text((0, plan.bottom + size * 1.5), str(plan.chart.year), letters, QUIET)
    if plan.aim:
        x, text, begins = plan.aim
        stage.line([(x, plan.top), (x, plan.bottom)], _thick(AIM_LINE, by))
        stage.text((begins, plan.top - size * 0.5), text, letters, AIM_TEXT)
    for row in plan.rows:
        look, colour = line_look(row.dot.key), label_colour(row.dot.key)
        bold = Type(VERA, size, bold=row.is_strong)
        y = row.at[1]
        stage.text((plan.names_end, y + under), row.name, bold, colour, "right")
        stage.line([(plan.left, y), (row.at[0], y)], LineLook(LINE, by))
        radius = (7 if row.is_strong else 5) * by
        fill = WHITE if row.is_mean else look.colour
        stage.circle(row.at, radius, fill=fill, edge=look.colour, edge_width=2 * by)
        # The target's line and the axis' marks give way to the figure.
        stage.box(Box(row.beside, y - size * 0.55, width(row.value, bold), size * 1.1), fill=WHITE)
        stage.text((row.beside, y + under), row.value, bold, colour)


def _draw_lines(stage: Stage, chart: LineChart, wide: float, high: float, size: float, *, is_example: bool) -> None:
    plan = ChartPlan(chart, wide, high, VERA, size)
    letters = Type(VERA, size)
    by = size / _USUAL
    _axes(stage, plan, letters)
    _breaks(stage, plan, letters)
    if is_example:
        middle = (plan.left + plan.right) / 2, plan.top + size * 1.6
        stage.text(middle, EXAMPLE, Type(VERA, size * 1.3, bold=True), LINE, "center")
    _aims(stage, plan, by)
    for line in reversed(plan.series):
        _line(stage, plan, line, by)
    for label in plan.labels:
        colour = AIM_TEXT if label.key == "aim" else label_colour(label.key)
        place = plan.right + 14 * by, label.y + size * _MIDDLE
        stage.text(place, label.text, Type(VERA, size, bold=label.key in STRONG), colour)


def _axes(stage: Stage, plan: ChartPlan, letters: Type) -> None:
    by = letters.size / _USUAL
    for y, text in plan.rules:
        stage.line([(plan.left, y), (plan.right, y)], LineLook(LINE, by))
        stage.text((plan.left - 10 * by, y + letters.size * _MIDDLE), text, letters, QUIET, "right")
    for x, text in plan.named_years:
        stage.text((x, plan.bottom + letters.size * 1.5), text, letters, QUIET, "center")


def _breaks(stage: Stage, plan: ChartPlan, letters: Type) -> None:
    by = letters.size / _USUAL
    for mark in plan.break_marks:
        stage.line([(mark.x, plan.top), (mark.x, plan.bottom)], _thick(BREAK_LINE, by))
        stage.text((mark.begins, plan.top - letters.size * 0.4), mark.text, letters, QUIET)
    for y, text in plan.note_lines:
        stage.text((0, y), text, letters, QUIET)


def _aims(stage: Stage, plan: ChartPlan, by: float) -> None:
    points = [plan.at(*point) for point in plan.aim_points]
    if len(points) > 1:
        stage.line(points, _thick(AIM_LINE, by))
    if len(plan.aims) > 1 or len(points) == 1:
        for point in points:
            stage.circle(point, 4 * by, fill=WHITE, edge=AIM, edge_width=2 * by)


def _line(stage: Stage, plan: ChartPlan, line: Series, by: float) -> None:
    look = line_look(line.key)
    for part in plan.drawn_runs(line):
        if len(part) > 1:
            stage.line(part, _thick(look, by))
    for point in plan.dotted(line):
        stage.circle(plan.at(*point), (6.5 if line.key in STRONG else 4) * by, fill=look.colour)


def _thick(look: LineLook, by: float) -> LineLook:
    dash: tuple[float, float] | tuple[()] = (look.dash[0] * by, look.dash[1] * by) if look.dash else ()
    return LineLook(look.colour, look.width * by, dash)

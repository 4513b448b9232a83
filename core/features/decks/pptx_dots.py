"""Ranked dots as PowerPoint's own scatter chart: its figures can be edited there, each name stands at its row."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from core.charts.description import DotChart
from core.charts.dot_plan import DotPlan, DotRow
from core.charts.looks import AIM_LINE, AIM_TEXT, LINE, QUIET, WHITE, label_colour, line_look
from core.charts.scales import Box
from core.charts.text_fit import Fonts, plain
from core.features.decks.pptx_chart import AIMS, LABEL_SIZE, number_format, place_plot
from core.features.decks.pptx_shapes import describe, place
from core.features.decks.pptx_theme import paint, points, units
from core.features.decks.slide_parts import ChartPart

_DOT = {True: 12, False: 9}
_VALUES, _NAMES = "Värde", "Namn"


def add_dots(holder: Any, part: ChartPart, dots: DotChart, fonts: Fonts) -> None:
    """DOTS in HOLDER, a slide's place for a chart, as PART in FONTS. Rows count from the bottom."""
    plan = DotPlan(dots, part.box.w, part.box.h, fonts, LABEL_SIZE)
    make: Any = XyChartData
    data = make(number_format=number_format(plan.chart.decimals))
    count = len(plan.rows)
    names, values = data.add_series(_NAMES), data.add_series(_VALUES)
    for n, row in enumerate(plan.rows):
        names.add_data_point(plan.domain[0], count - n)
        values.add_data_point(row.dot.value, count - n)
    if plan.chart.aim:
        aim = data.add_series(AIMS)
        for end in (0.5, count + 0.5):
            aim.add_data_point(plan.chart.aim.level, end)
    frame = holder.insert_chart(XL_CHART_TYPE.XY_SCATTER, data)
    place(frame, Box(part.box.x, part.box.y, plan.wide, plan.high))
    describe(frame, "Diagram", plain(part.words))
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(points(plan.size))
    paint(chart.font.color, QUIET)
    _axes(chart, plan)
    place_plot(chart, plan)
    named, shown, *aims = chart.plots[0].series
    for series in chart.plots[0].series:
        series.format.line.fill.background()
    named.marker.style = XL_MARKER_STYLE.NONE
    for n, row in enumerate(plan.rows):
        _say(named.points[n], row.name, row, XL_LABEL_POSITION.LEFT)
        _say(shown.points[n], row.value, row, XL_LABEL_POSITION.RIGHT)
        _mark(shown.points[n].marker, row)
    for series in aims:
        _draw_aim(series, plan)


def _say(point: Any, text: str, row: DotRow, position: XL_LABEL_POSITION) -> None:
    label = point.data_label
    run = label.text_frame.paragraphs[0].add_run()
    run.text = text
    run.font.bold = row.is_strong
    paint(run.font.color, label_colour(row.dot.key))
    label.position = position


def _mark(marker: Any, row: DotRow) -> None:
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, _DOT[row.is_strong]
    colour = line_look(row.dot.key).colour
    marker.format.fill.solid()
    paint(marker.format.fill.fore_color, WHITE if row.is_mean else colour)
    paint(marker.format.line.color, colour)
    marker.format.line.width = units(2)


def _draw_aim(series: Any, plan: DotPlan) -> None:
    series.marker.style = XL_MARKER_STYLE.NONE
    line = series.format.line
    paint(line.color, AIM_LINE.colour)
    line.width, line.dash_style = units(AIM_LINE.width), MSO_LINE.ROUND_DOT
    if plan.aim:
        label = series.points[1].data_label
        run = label.text_frame.paragraphs[0].add_run()
        run.text = plan.aim[1]
        paint(run.font.color, AIM_TEXT)
        label.position = XL_LABEL_POSITION.ABOVE


def _axes(chart: Any, plan: DotPlan) -> None:
    up, across = chart.value_axis, chart.category_axis
    across.minimum_scale, across.maximum_scale = plan.domain
    up.minimum_scale, up.maximum_scale = 0.5, len(plan.rows) + 0.5
    if len(plan.chart.rules) > 1:
        across.major_unit = round(plan.chart.rules[1] - plan.chart.rules[0], 10)
    up.has_major_gridlines, across.has_major_gridlines = False, True
    paint(across.major_gridlines.format.line.color, LINE)
    across.tick_labels.number_format = number_format(plan.rule_decimals)
    across.tick_labels.number_format_is_linked = False
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis in (up, across):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.fill.background()

"""Shares of answers as PowerPoint's own bars: its figures can be edited there."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from core.charts.looks import QUIET, TEXT, WHITE
from core.charts.share_bars import DARK, ShareBar, ShareChart
from core.charts.text_fit import plain
from core.documents.files import harmless
from core.features.decks.pptx_shapes import describe
from core.features.decks.pptx_theme import paint, points, units
from core.features.decks.slide_parts import SharesPart
from core.words.formats import share as share_words

_FORMAT, _LEAST_SAID, _GAP = '0%;0%;""', 0.05, 40


def add_shares(slide: Any, part: SharesPart) -> None:
    """PART on SLIDE. The program counts bars from below, and what is against from the middle outwards."""
    chart, bars = part.chart, part.chart.bars[::-1]
    make: Any = CategoryChartData
    data = make(number_format=_FORMAT)
    data.categories = [harmless(plain(_named(bar))) for bar in bars]
    before = bars[0].before if bars else 0
    count = max((sum(bool(one.words) for one in bar.parts) for bar in bars), default=0)
    order = [*range(before - 1, -1, -1), *range(before, count)]
    for n in order:
        sign = -1 if n < before else 1
        data.add_series(_name(chart, n), [sign * _share(bar, n) for bar in bars])
    at = (units(v) for v in (part.box.x, part.box.y, part.box.w, part.box.h))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *at, data)
    describe(frame, "Diagram", plain(part.words))
    _look(frame.chart, part)
    for n, series in zip(order, frame.chart.plots[0].series, strict=True):
        if n < len(chart.keys):
            # What the key shows; bars may have others.
            _fill(series, chart.keys[n][0])
        for row, bar in enumerate(bars):
            if n < len(bar.parts) and bar.parts[n].words:
                _point(series.points[row], bar.parts[n].colour, _share(bar, n))


def _named(bar: ShareBar) -> str:
    """BAR's name, with its value where the bar is too short to hold it."""
    return f"{bar.name}, {bar.value}" if bar.value and bar.parts[0].share < _LEAST_SAID else bar.name


def _name(chart: ShareChart, n: int) -> str:
    return harmless(plain(chart.keys[n][1])) if n < len(chart.keys) else "Andel"


def _share(bar: ShareBar, n: int) -> float:
    return round(bar.parts[n].share, 4) if n < len(bar.parts) and bar.parts[n].words else 0.0


def _look(chart: Any, part: SharesPart) -> None:
    chart.has_title = False
    chart.has_legend = len(part.chart.keys) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.font.size = Pt(points(part.size))
    paint(chart.font.color, TEXT)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _GAP, 100
    values, names = chart.value_axis, chart.category_axis
    values.maximum_scale, values.minimum_scale = 1, -1 if part.chart.has_middle else 0
    values.visible = values.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    paint(names.format.line.color, QUIET)


def _fill(of: Any, colour: str) -> None:
    of.format.fill.solid()
    paint(of.format.fill.fore_color, colour)


def _point(point: Any, colour: str, share: float) -> None:
    _fill(point, colour)
    if share < _LEAST_SAID:
        return
    label = point.data_label
    run = label.text_frame.paragraphs[0].add_run()
    run.text = share_words(share, 1)
    paint(run.font.color, WHITE if colour in DARK else TEXT)
    label.position = XL_LABEL_POSITION.CENTER

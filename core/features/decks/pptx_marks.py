"""What lies over a PowerPoint chart: where the method was changed, and what is said under the years."""

from __future__ import annotations

from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR

from core.charts.chart_plan import ChartPlan
from core.charts.looks import BREAK_LINE, QUIET
from core.charts.scales import Box
from core.features.decks.pptx_shapes import add_text, decorative
from core.features.decks.pptx_theme import paint, units
from core.features.decks.slide_parts import Paragraph, TextPart

_LINE, _SPARE = 1.3, 8


def add_marks(slide: Any, box: Box, plan: ChartPlan) -> None:
    """The marks and notes of PLAN on SLIDE, whose chart has BOX."""
    for mark in plan.break_marks:
        x, begin, end = (units(v) for v in (box.x + mark.x, box.y + plan.top, box.y + plan.bottom))
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x, begin, x, end)
        paint(line.line.color, BREAK_LINE.colour)
        line.line.width = units(BREAK_LINE.width)
        line.line.dash_style = MSO_LINE.DASH
        decorative(line)
        if mark.text:
            _say(slide, mark.text, Box(box.x + mark.begins, box.y, plan.wide - mark.begins, plan.top), plan.size)
    if plan.notes:
        top = plan.bottom + plan.size * 1.9
        _say(slide, " ".join(plan.notes), Box(box.x, box.y + top, plan.wide + _SPARE, plan.high - top), plan.size)


def _say(slide: Any, text: str, box: Box, size: float) -> None:
    add_text(slide, TextPart(text, box, (Paragraph(text, size, colour=QUIET),), role="mark", leading=_LINE))

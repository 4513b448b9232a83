"""The one page as PDF."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from core.charts.description import EXAMPLE
from core.charts.looks import ACCENT, TEXT, LineLook
from core.charts.looks import EDGE as LINE
from core.charts.looks import QUIET as GREY
from core.charts.pdf_chart import draw_chart
from core.charts.pdf_stage import Stage, base_line
from core.charts.print_fonts import drawable, register
from core.charts.text_fit import plain
from core.features.measures.one_page import EDGE, HIGH, LABEL, QUIET, ROOM, WIDE, OnePage, Placed, one_page
from core.features.measures.sheet import NO_CHART, Sheet

_LETTERS = 7.0
_KIND = "Underlag för beslut"


def sheet_pdf(sheet: Sheet) -> bytes:
    """SHEET as a PDF of one A4."""
    register()
    page, stream = one_page(sheet), io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDE, HIGH), lang="sv-SE")
    canvas.setTitle(drawable(plain(sheet.title)))
    canvas.setSubject(_KIND)
    stage = Stage(canvas, 0, HIGH, 1)
    for one in page.texts:
        _write(stage, one)
    _draw_chart(stage, sheet, page)
    for row in page.options:
        y = row[0].box.y - 3
        stage.line([(EDGE, y), (EDGE + ROOM, y)], LineLook(LINE, 0.6))
    if sheet.is_example:
        stage.text((EDGE + ROOM, HIGH - 22), EXAMPLE, QUIET, GREY, "right")
    canvas.save()
    return stream.getvalue()


def _write(stage: Stage, one: Placed) -> None:
    colour = ACCENT if one.letters == LABEL else GREY if one.letters == QUIET else TEXT
    for n, line in enumerate(one.lines):
        stage.text((one.box.x, one.box.y + one.letters.high(n) + base_line(one.letters)), line, one.letters, colour)


def _draw_chart(stage: Stage, sheet: Sheet, page: OnePage) -> None:
    box = page.chart
    if sheet.chart is None or sheet.chart.is_empty:
        stage.text((box.x, box.y + 20), NO_CHART, QUIET, GREY)
        return
    draw_chart(stage.part(box), sheet.chart, wide=box.w, high=box.h, size=_LETTERS, is_example=sheet.is_example)

"""The one page as PDF and as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.pdfgen.canvas import Canvas

from core.charts.description import EXAMPLE, chart_words
from core.charts.looks import ACCENT, TEXT, LineLook
from core.charts.looks import EDGE as LINE
from core.charts.looks import QUIET as GREY
from core.charts.pdf_chart import draw_chart
from core.charts.pdf_stage import Stage, base_line
from core.charts.pictures import chart_picture
from core.charts.print_fonts import drawable, register
from core.charts.text_fit import plain
from core.documents import docx_parts as parts
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


def sheet_docx(sheet: Sheet) -> bytes:
    """SHEET as a Word document of one A4, to be edited: rows of the PDF's heights with the same texts."""
    page, stream = one_page(sheet), io.BytesIO()
    document = parts.empty(plain(sheet.title), _KIND)
    section = document.sections[0]
    section.top_margin = section.left_margin = section.right_margin = Pt(EDGE)
    section.bottom_margin = Pt(_BOTTOM)
    rows = [*([one] for one in page.top), None, *([one] for one in page.why), *page.options]
    rows += [*([one] for one in page.rest), [page.foot]]
    for row in rows:
        if row is None:
            _figure_row(document, sheet, page)
        else:
            _row(document, row)
    document.save(stream)
    return stream.getvalue()


# Word is given some room at the foot: its lines are a little higher than they say.
_BOTTOM = 24.0
_POINTS_A_CM = 72 / 2.54
_ROW_SPARE, _SHORTER = 3.0, 0.93


def _row(document: Any, row: Sequence[Placed]) -> None:
    """ROW as a table of its own, as high as its highest text in the PDF."""
    high = max(one.letters.high(len(one.lines)) for one in row) + _ROW_SPARE
    ends = [*(one.box.x for one in row[1:]), EDGE + ROOM]
    table = _table(document, [end - one.box.x for one, end in zip(row, ends, strict=True)], high)
    if len(row) > 1:
        parts.edge(table)
    for cell, one in zip(table.rows[0].cells, row, strict=True):
        _say(cell.paragraphs[0], one)


def _figure_row(document: Any, sheet: Sheet, page: OnePage) -> None:
    beside = page.figure[0].box.x - EDGE
    table = _table(document, [beside, ROOM - beside], page.chart.h + _ROW_SPARE)
    chart, texts = table.rows[0].cells
    if sheet.chart is None or sheet.chart.is_empty:
        parts.say(chart.paragraphs[0], NO_CHART, size=QUIET.size, colour=GREY)
    else:
        content = chart_picture(
            sheet.chart, wide=page.chart.w, high=page.chart.h, size=_LETTERS, is_example=sheet.is_example
        )
        picture = chart.paragraphs[0].add_run().add_picture(io.BytesIO(content), width=Pt(page.chart.w * _SHORTER))
        parts.describe(picture, chart_words(sheet.chart, sheet.figure))
    for n, one in enumerate(page.figure):
        _say(texts.add_paragraph() if n else texts.paragraphs[0], one)


def _table(document: Any, widths: Sequence[float], high: float) -> Any:
    """A table of one row of exactly HIGH points, and next to nothing after it."""
    table = parts.table(document, 1, [wide / _POINTS_A_CM for wide in widths])
    row = table.rows[0]
    row.height, row.height_rule = Pt(high), WD_ROW_HEIGHT_RULE.EXACTLY
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing, after.line_spacing_rule = Pt(0), Pt(1), WD_LINE_SPACING.EXACTLY
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    for side in ("top", "bottom"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), "0")
    return table


def _say(paragraph: Any, one: Placed) -> None:
    look = paragraph.paragraph_format
    look.space_after, look.line_spacing_rule = Pt(0), WD_LINE_SPACING.EXACTLY
    look.line_spacing = Pt(one.letters.high(1))
    colour = ACCENT if one.letters == LABEL else GREY if one.letters == QUIET else TEXT
    parts.say(paragraph, one.text, size=one.letters.size, bold=one.letters.bold or None, colour=colour)

"""The one page as PDF."""

from __future__ import annotations

from typing import Any

from core.charts.description import EXAMPLE, chart_words
from core.charts.looks import ACCENT, QUIET, TEXT
from core.charts.scales import Box
from core.documents.drawings import chart_svg
from core.documents.typeset import pdf
from core.features.measures.one_page import LABEL, TITLE, Placed, one_page
from core.features.measures.one_page import QUIET as SMALL
from core.features.measures.sheet import NO_CHART, Sheet

KIND, LETTERS = "Underlag för beslut", 7.0


def sheet_pdf(sheet: Sheet) -> bytes:
    """SHEET as a PDF of one A4."""
    page = one_page(sheet)
    box = page.chart
    chart = sheet.chart if sheet.chart and not sheet.chart.is_empty else None
    svg, beside = "", [*page.figure, *page.why]
    if chart:
        svg = chart_svg(chart, wide=box.w, high=box.h, size=LETTERS, is_example=sheet.is_example)
    else:
        beside.insert(0, Placed("Diagram", Box(box.x, box.y + 12, box.w, box.h), SMALL, (NO_CHART,)))
    said = {
        "title": sheet.title,
        "subject": KIND,
        "top": list(map(_text, page.top)),
        "box": (box.x, box.y, box.w, box.h),
        "svg": svg,
        "words": chart_words(chart, sheet.figure) if chart else "",
        "beside": list(map(_text, beside)),
        "options": [list(map(_text, row)) for row in page.options],
        "rest": list(map(_text, (*page.rest, page.foot))),
        "mark": EXAMPLE if sheet.is_example else "",
    }
    return pdf("features/measures/one_page.typ", said)


def _text(one: Placed) -> dict[str, Any]:
    level = {TITLE: 1, LABEL: 2}.get(one.letters, 0)
    colour = {LABEL: ACCENT, SMALL: QUIET}.get(one.letters, TEXT)
    letters = {"size": one.letters.size, "leading": one.letters.leading, "bold": one.letters.bold, "colour": colour}
    return {"x": one.box.x, "y": one.box.y, "w": one.box.w, "lines": one.lines, "level": level} | letters

"""Charts and symbols as pictures, for files that cannot hold drawings: drawn by the PDF's hand, at many pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from core.charts.description import Chart
from core.charts.pdf_chart import draw_chart
from core.charts.pdf_stage import Stage
from core.charts.print_fonts import register
from core.charts.scales import Box

# Three pixels a point: crisp in print too.
_PIXELS = 3
# PDFium is one for the whole process, and not made for several threads.
_ONE_AT_A_TIME = Lock()


def chart_picture(chart: Chart, *, wide: float, high: float, size: float, is_example: bool) -> bytes:
    """CHART as a PNG of WIDE x HIGH points with texts of SIZE."""
    return _picture(
        wide, high, lambda stage: draw_chart(stage, chart, wide=wide, high=high, size=size, is_example=is_example)
    )


@lru_cache(maxsize=64)
def symbol_picture(symbol: str, tone: str, side: float) -> bytes:
    """A signal's symbol as a PNG with SIDE in points."""
    return _picture(side, side, lambda stage: stage.symbol(symbol, Box(0, 0, side, side), tone))


def _picture(wide: float, high: float, draw: Callable[[Stage], None]) -> bytes:
    register()
    page, picture = io.BytesIO(), io.BytesIO()
    canvas = Canvas(page, pagesize=(wide, high))
    draw(Stage(canvas, 0, high, 1))
    canvas.save()
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(page.getvalue())
        try:
            document[0].render(scale=_PIXELS).to_pil().save(picture, "PNG", optimize=True)
        finally:
            document.close()
    return picture.getvalue()

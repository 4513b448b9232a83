"""Bars of shares drawn in a PDF, from the same plan as on the page."""

from __future__ import annotations

from reportlab.platypus import Flowable

from core.charts.looks import QUIET, LineLook
from core.charts.pdf_stage import Align, Stage
from core.charts.print_fonts import VERA
from core.charts.scales import Box
from core.charts.share_bars import ShareChart, legend_rows, share_plan
from core.charts.text_fit import Type
from core.documents.pdf_pages import WIDE

_SIZE, _UNDER = 8.0, 8.0


class SharesDrawn(Flowable):
    """CHART with its colours' words over it, as wide as the text."""

    def __init__(self, chart: ShareChart) -> None:
        super().__init__()
        # Names beside the bars, as in a window.
        self._plan = share_plan(chart, WIDE, VERA, _SIZE)
        self._keys = tuple(legend_rows(chart, WIDE, Type(VERA, _SIZE)))
        self._head = (max((row for _, row, _, _ in self._keys), default=-1) + 1) * _SIZE * 1.7
        self.width, self.height = WIDE, self._head + self._plan.height + _UNDER

    def wrap(self, _wide: float, _high: float) -> tuple[float, float]:
        """The room that it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the canvas' own place."""
        stage, letters = Stage(self.canv, 0, self.height, 1), Type(VERA, _SIZE)
        for x, row, colour, words in self._keys:
            y = row * _SIZE * 1.7
            stage.box(Box(x, y + _SIZE * 0.2, _SIZE, _SIZE), fill=colour)
            stage.text((x + _SIZE * 1.4, y + _SIZE * 1.05), words, letters, QUIET)
        chart = stage.part(Box(0, self._head, WIDE, self._plan.height))
        for drawn in self._plan.boxes:
            chart.box(drawn.box, fill=drawn.colour)
        if self._plan.middle is not None:
            chart.line([(self._plan.middle, 0), (self._plan.middle, self._plan.height)], LineLook(QUIET, 0.6))
        for text in self._plan.texts:
            align: Align = "center" if text.anchor == "middle" else "left"
            chart.text((text.x, text.y), text.text, Type(VERA, _SIZE, bold=text.is_bold), text.colour, align)

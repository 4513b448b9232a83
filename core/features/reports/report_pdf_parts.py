"""The parts of a report's PDF: texts, charts, signals and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table

from core.charts.description import Chart
from core.charts.looks import EDGE, LINE, QUIET, tint
from core.charts.pdf_chart import draw_chart
from core.charts.pdf_stage import Stage
from core.charts.print_fonts import VERA, drawable
from core.charts.scales import Box
from core.charts.text_fit import Type, longest_word, plain
from core.documents.deck import Glance, GlanceCell, Signal
from core.documents.pdf_pages import STYLES, WIDE, paragraph
from core.features.reports import report_words as words
from core.features.reports.report import Report, ReportStory

_CHART_HIGH, _CHART_SIZE, _SIDE = 178.0, 8.5, 22.0
_LONGEST_NAME = 160


def story_block(told: ReportStory, title: Flowable, *, is_example: bool) -> Iterator[Flowable]:
    """A story: its message, chart, signals with their reasons, and what the municipality says."""
    story = told.story
    first: list[Flowable] = [title]
    if told.subtitle:
        first.append(paragraph(told.subtitle, "quiet"))
    if story.lost:
        first.append(paragraph(story.lost, "lost"))
    if story.chart and not story.chart.is_empty:
        first.append(_Chart(story.chart, is_example=is_example))
    first.append(paragraph(words.outcome_line(told), "outcome"))
    if story.signals:
        first.append(_signals(story.signals))
    source = paragraph(words.source_line(told), "source")
    if said := words.comment_lines(told):
        # It may be longer than a page.
        yield from (KeepTogether(first), *(paragraph(one, "comment") for one in said), source)
    else:
        yield KeepTogether([*first, source])


class _Chart(Flowable):
    def __init__(self, chart: Chart, *, is_example: bool) -> None:
        super().__init__()
        self._chart, self._is_example = chart, is_example

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDE, _CHART_HIGH + 8

    def draw(self) -> None:
        stage = Stage(self.canv, 0, _CHART_HIGH, 1)
        size = {"wide": WIDE, "high": _CHART_HIGH, "size": _CHART_SIZE}
        draw_chart(stage, self._chart, **size, is_example=self._is_example)


class _Symbol(Flowable):
    def __init__(self, signal: Signal) -> None:
        super().__init__()
        self._signal = signal

    def wrap(self, *_: float) -> tuple[float, float]:
        return _SIDE, _SIDE

    def draw(self) -> None:
        stage = Stage(self.canv, 0, _SIDE, 1)
        stage.symbol(self._signal.symbol, Box(0, 0, _SIDE, _SIDE), self._signal.tone)


def _signals(signals: Sequence[Signal]) -> Table:
    rows = [[_Symbol(one), [paragraph(one.words, "signal"), paragraph(one.sentence, "quiet")]] for one in signals]
    plain_table: list[Any] = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2)]
    plain_table += [("BOTTOMPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(rows, colWidths=[34, WIDE - 34], style=plain_table, hAlign="LEFT")


class Key(Flowable):
    """What the marks of a table mean."""

    def wrap(self, *_: float) -> tuple[float, float]:
        """A line, and its distance to the table."""
        return WIDE, 24

    def draw(self) -> None:
        """Each mark with its words."""
        stage, letters, x = Stage(self.canv, 0, 24, 1), Type(VERA, 8.5), 0.0
        for symbol, tone, said in words.KEY:
            stage.symbol(symbol, Box(x, 8, 9, 9), tone)
            x = stage.words((x + 13, 15.5), said, letters, QUIET) + 16


def glance_block(glance: Glance, title: Flowable) -> list[Flowable]:
    """The deck's table: all municipalities, tinted and marked; on one page where it is not too long."""
    table = _table(glance.columns, [(row.name, row.unit, row.cells) for row in glance.rows])
    block = [title, Key(), table]
    return [KeepTogether(block)] if len(glance.rows) <= words.ROWS_TOGETHER else block


def figures_table(report: Report) -> Table:
    """All figures of the appendix."""
    return _table(report.columns, words.figure_rows(report))


_Named = tuple[str, str, tuple[GlanceCell, ...]]


def _table(columns: Sequence[str], named: Sequence[_Named]) -> Table:
    """A table whose heading comes again on each page."""
    each = min(60.0, (WIDE - 130) / max(len(columns), 1))
    size = _head_size(columns, each)
    heads = ParagraphStyle("head", STYLES["small"], fontName="VeraBd", fontSize=size, leading=size * 1.25, alignment=1)
    rows: list[list[Any]] = [["", *(Paragraph(escape(drawable(name)), heads) for name in columns)]]
    looks: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(f"#{LINE}")),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(f"#{EDGE}")),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    for n, (name, unit, cells) in enumerate(named, start=1):
        first = [paragraph(name[:_LONGEST_NAME], "small"), _coloured(unit[:_LONGEST_NAME], QUIET, 7)]
        rows.append([first, *(_Cell(cell, each - 4) for cell in cells)])
        looks += [
            ("BACKGROUND", (column, n), (column, n), HexColor(f"#{tint(cell.square.tone).fill}"))
            for column, cell in enumerate(cells, start=1)
            if cell.square
        ]
    widths = [WIDE - each * len(columns), *([each] * len(columns))]
    return Table(rows, colWidths=widths, repeatRows=1, style=looks, hAlign="LEFT")


def _head_size(columns: Sequence[str], each: float) -> float:
    widest = max((longest_word(plain(name), Type(VERA, 1, bold=True)) for name in columns), default=1)
    return max(4.5, min(7.5, (each - 5) / widest))


def _coloured(text: str, colour: str, size: float) -> Paragraph:
    style = ParagraphStyle("cell", STYLES["small"], fontSize=size, leading=size * 1.25)
    style.textColor = HexColor(f"#{colour}")
    return Paragraph(escape(drawable(text)), style)


class _Cell(Flowable):
    """A figure with the mark of its standing, and under it the year where it is another than the row's."""

    def __init__(self, cell: GlanceCell, wide: float) -> None:
        super().__init__()
        self._cell, self._wide = cell, wide
        self._value = drawable(cell.value)
        longest = longest_word(self._value, Type(VERA, 1)) + (1.1 if words.mark_of(cell) else 0)
        self._size = max(4.0, min(8.0, wide / max(longest, 0.1)))

    def wrap(self, *_: float) -> tuple[float, float]:
        return self._wide, self._size * 1.3 + (8 if self._cell.year else 0)

    def draw(self) -> None:
        square = self._cell.square
        look = tint(square.tone if square else "")
        high = self.wrap()[1]
        stage, letters = Stage(self.canv, 0, high, 1), Type(VERA, self._size)
        side = self._size * 0.8 if words.mark_of(self._cell) else 0
        x = (self._wide - (longest_word(self._value, letters) + (side + 2 if side else 0))) / 2
        end = stage.words((x, self._size), self._value, letters, look.text)
        if square and side:
            box = Box(end + 2, self._size * 0.25, side, side)
            stage.symbol(square.symbol.replace("square", "mark"), box, square.tone)
        if self._cell.year:
            stage.text((self._wide / 2, high - 1.5), drawable(self._cell.year), Type(VERA, 6.5), look.text, "center")


def definitions(report: Report) -> Iterator[Flowable]:
    """Each indicator with what it measures, in what unit, and where it comes from."""
    for row in report.appendix:
        title = paragraph(f"{row.name} ({row.kpi})", "outcome")
        first, *others = (*row.definition.splitlines(), words.facts(row))
        yield KeepTogether([title, paragraph(first, "quiet")])
        for line in filter(None, others):
            yield paragraph(line, "quiet")
        yield Spacer(1, 4)

"""A slide's parts drawn in a PDF: the same places and sizes as in PowerPoint."""

from __future__ import annotations

from core.charts.looks import QUIET, TEXT, tint
from core.charts.pdf_chart import draw_chart
from core.charts.pdf_stage import Stage, base_line
from core.charts.print_fonts import VERA
from core.charts.scales import Box
from core.charts.text_fit import Type, width, wrapped
from core.documents.deck import GlanceCell
from core.features.decks.slide_glance import MARK_ROOM
from core.features.decks.slide_parts import (
    ChartPart,
    DrawnSlide,
    GridPart,
    GridRow,
    LegendPart,
    Part,
    RulePart,
    SignalPart,
    TextPart,
)
from core.features.decks.slide_plan import BULLET, COLUMN_GAP

_LINE = 1.2
_NOTHING = "–"


def draw_slide(stage: Stage, drawn: DrawnSlide, *, is_example: bool) -> None:
    """All of DRAWN on STAGE."""
    for part in drawn.parts:
        _draw(stage, part, is_example=is_example)


def _draw(stage: Stage, part: Part, *, is_example: bool) -> None:
    match part:
        case TextPart():
            draw_text(stage, part)
        case ChartPart():
            inner = stage.part(part.box)
            draw_chart(inner, part.chart, wide=part.box.w, high=part.box.h, is_example=is_example)
        case SignalPart(symbol, text):
            if symbol:
                stage.symbol(symbol.signal.symbol, symbol.box, symbol.signal.tone)
            draw_text(stage, text)
        case GridPart():
            _grid(stage, part)
        case LegendPart():
            _legend(stage, part)
        case RulePart():
            stage.box(part.box, fill=part.colour)


def draw_text(stage: Stage, part: TextPart) -> None:
    """PART's paragraphs, one under the other, in as many columns as it has."""
    if part.fill or part.edge:
        stage.box(part.box, fill=part.fill, edge=part.edge)
    wide = (part.box.w - 2 * part.pad - COLUMN_GAP * (part.columns - 1)) / part.columns
    bottom = part.box.y + part.box.h + 1
    x, y = part.box.x + part.pad, part.box.y + part.pad
    for said in part.paragraphs:
        letters = Type(VERA, said.size, said.bold, part.leading)
        hang = BULLET * said.size if part.is_bulleted else 0
        for n, line in enumerate(wrapped(said.text, letters, wide - hang)):
            if part.columns > 1 and y + letters.high(1) > bottom:
                x, y = x + wide + COLUMN_GAP, part.box.y
            if hang and not n:
                stage.text((x, y + base_line(letters)), "•", letters, said.colour)
            start = {"left": x + hang, "right": x + wide, "center": x + wide / 2}[part.align]
            stage.text((start, y + base_line(letters)), line, letters, said.colour, part.align)
            y += letters.high(1)
        y += part.gap


def _grid(stage: Stage, part: GridPart) -> None:
    heads = Type(VERA, part.size, bold=True, leading=_LINE)
    x, y = part.box.x + part.name_width, part.box.y
    for n, name in enumerate(part.columns):
        middle = x + (n + 0.5) * part.column_width
        lines = wrapped(name, heads, part.column_width - 4)
        top = y + part.head_height - 6 - heads.high(len(lines))
        for line in lines:
            stage.text((middle, top + base_line(heads)), line, heads, TEXT, "center")
            top += heads.high(1)
    for n, row in enumerate(part.rows):
        _row(stage, row, part, y + part.head_height + n * part.row_height)


def _row(stage: Stage, row: GridRow, part: GridPart, y: float) -> None:
    letters = Type(VERA, part.size, leading=_LINE)
    lines = [(line, letters, TEXT) for line in wrapped(row.name, letters, part.name_width - 12)]
    if row.unit:
        lines.append((row.unit, letters, QUIET))
    top = y + (part.row_height - sum(of.high(1) for _, of, _ in lines)) / 2
    for line, of, colour in lines:
        stage.text((part.box.x, top + base_line(of)), line, of, colour)
        top += of.high(1)
    for n, (cell, under) in enumerate(zip(row.cells, row.under, strict=True)):
        x = part.box.x + part.name_width + n * part.column_width
        _cell(stage, cell, under, part.size, Box(x + 1, y + 1, part.column_width - 2, part.row_height - 2))


def _cell(stage: Stage, cell: GlanceCell, under: str, size: float, box: Box) -> None:
    square = cell.square
    look = tint(square.tone if square else "")
    if square:
        stage.box(box, fill=look.fill)
    letters = Type(VERA, size, bold=square is not None, leading=_LINE)
    small = Type(VERA, size, leading=_LINE)
    value = cell.value or _NOTHING
    mark = square.symbol.replace("square", "mark") if square and square.tone != "neutral" else ""
    side = letters.size * 0.8 if mark else 0
    taken = width(value, letters) + (side + letters.size * (MARK_ROOM - 1.2) if mark else 0)
    x = box.x + (box.w - taken) / 2
    y = box.y + (box.h - letters.high(1) - (small.high(1) if under else 0)) / 2
    stage.text((x, y + base_line(letters)), value, letters, look.text)
    if mark and square:
        stage.symbol(mark, Box(x + taken - side, y + (letters.high(1) - side) / 2, side, side), square.tone)
    if under:
        middle = box.x + box.w / 2, y + letters.high(1) + base_line(small)
        stage.text(middle, under, small, look.text, "center")


def _legend(stage: Stage, part: LegendPart) -> None:
    letters = Type(VERA, part.size, leading=_LINE)
    x = part.box.x
    for signal in part.signals:
        stage.symbol(signal.symbol, Box(x, part.box.y + 1, part.size, part.size), signal.tone)
        x = stage.words((x + part.size + 7, part.box.y + base_line(letters)), signal.words, letters, QUIET) + 28

"""The tables of a report's Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from core.charts.looks import MARKS, QUIET, TONES, tint
from core.charts.pictures import symbol_picture
from core.charts.print_fonts import ARIAL
from core.charts.text_fit import Type, longest_word, plain
from core.documents import docx_parts as parts
from core.documents.deck import GlanceCell, Signal, signal_words
from core.features.reports.report_words import INDICATOR, KEY, ROWS_TOGETHER, mark_of

# Of a figure that is neither good nor bad, whose cell has its colour only.
_PLAIN_MARK = "■"
_SIDE_POINTS, _SIDE_CM = 22.0, 0.75
_SYMBOL_CM, _NAMES_CM, _WIDEST_CM = 1.25, 4.4, 2.0
_POINTS = 28.35


def signal_table(document: DocumentType, signals: Sequence[Signal]) -> None:
    """The signals, each with its symbol, its words and why."""
    if not signals:
        return
    table = parts.table(document, len(signals), (_SYMBOL_CM, parts.WIDE_CM - _SYMBOL_CM))
    for row, signal in zip(table.rows, signals, strict=True):
        parts.keep_whole(row)
        picture, said = row.cells
        if signal.symbol:
            image = io.BytesIO(symbol_picture(signal.symbol, signal.tone, _SIDE_POINTS))
            added = picture.paragraphs[0].add_run().add_picture(image, width=Cm(_SIDE_CM))
            parts.describe(added, signal_words(signal))
        paragraph = said.paragraphs[0]
        parts.say(paragraph, signal.words, bold=True)
        if signal.sentence:
            parts.say(said.add_paragraph(), signal.sentence, size=9.5, colour=QUIET)
        for one in (paragraph, *said.paragraphs[1:]):
            one.paragraph_format.keep_with_next = True


def municipality_table(
    document: DocumentType, columns: Sequence[str], named: Sequence[tuple[str, str, tuple[GlanceCell, ...]]]
) -> None:
    """Rows of (name, unit, cells) under COLUMNS, which stand again on each page."""
    each = min(_WIDEST_CM, (parts.WIDE_CM - _NAMES_CM) / max(len(columns), 1))
    widths = (parts.WIDE_CM - each * len(columns), *([each] * len(columns)))
    _say_key(document)
    table = parts.table(document, len(named) + 1, widths)
    parts.edge(table)
    parts.repeat_heading(table.rows[0])
    room = (each - 0.12) * _POINTS
    size = _size([plain(name) for name in columns], room, bold=True)
    parts.say(table.rows[0].cells[0].paragraphs[0], INDICATOR, size=8, bold=True)
    for cell, name in zip(table.rows[0].cells[1:], columns, strict=True):
        parts.say(_centred(cell), name, size=size, bold=True)
    figures = _size([f"{plain(c.value)} {mark_of(c)}" for _, _, cells in named for c in cells], room, bold=False)
    for row, (name, unit, found) in zip(table.rows[1:], named, strict=True):
        parts.keep_whole(row)
        cells = row.cells
        parts.say(cells[0].paragraphs[0], name, size=8.5)
        if unit:
            cells[0].paragraphs[0].add_run().add_break()
            parts.say(cells[0].paragraphs[0], unit, size=7.5, colour=QUIET)
        for cell, one in zip(cells[1:], found, strict=True):
            _fill(cell, one, figures)
    if len(named) <= ROWS_TOGETHER:
        for paragraph in (cell.paragraphs[0] for row in table.rows for cell in row.cells):
            paragraph.paragraph_format.keep_with_next = True


def _say_key(document: DocumentType) -> None:
    # Over the table, which may end on another page.
    line = document.add_paragraph(style="Caption")
    line.paragraph_format.keep_with_next = True
    for n, (symbol, tone, said) in enumerate(KEY):
        parts.join(line, f"{'     ' if n else ''}{MARKS.get(symbol, _PLAIN_MARK)} ", colour=TONES[tone])
        parts.join(line, said)


def _fill(cell: Any, one: GlanceCell, size: float) -> None:
    look = tint(one.square.tone if one.square else "")
    if one.square:
        parts.shade(cell, look.fill)
    paragraph = parts.say(_centred(cell), one.value, size=size, colour=look.text)
    if mark := mark_of(one):
        parts.join(paragraph, f"\N{NO-BREAK SPACE}{mark}", size=max(size - 1.5, 4), colour=look.text)
    if one.year:
        paragraph.add_run().add_break()
        parts.say(paragraph, one.year, size=7, colour=look.text)


def _size(texts: Sequence[str], room: float, *, bold: bool) -> float:
    """The size in which the widest word of TEXTS fits in ROOM (points)."""
    widest = max((longest_word(text, Type(ARIAL, 1, bold=bold)) for text in texts), default=1)
    return max(4.0, min(8.5, int(2 * room / max(widest, 0.1)) / 2))


def _centred(cell: Any) -> Any:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    return cell.paragraphs[0]

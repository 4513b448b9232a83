"""The glance as a PowerPoint table: each cell with its figure, the mark of its standing and a soft tint."""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from core.charts.looks import MARKS, QUIET, TEXT, TONES, tint
from core.documents.deck import GlanceCell
from core.features.decks.pptx_shapes import describe, place, run
from core.features.decks.pptx_theme import points, rgb, units
from core.features.decks.slide_parts import GridPart, GridRow, LegendPart

# PowerPoint's "no style, no grid".
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LINE, _SEAM = 1.2, 2.0
_NOTHING = "–"


def add_grid(slide: Any, part: GridPart) -> None:
    """PART as a table whose first row is its heading."""
    columns, rows = len(part.columns) + 1, len(part.rows) + 1
    frame = slide.shapes.add_table(rows, columns, 0, 0, 1, 1)
    place(frame, part.box)
    describe(frame, "Alla kommuner", part.words)
    table = frame.table
    table.first_row, table.horz_banding, table.first_col = True, False, True
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for n in range(columns):
        table.columns[n].width = units(part.column_width if n else part.name_width)
    for n in range(rows):
        table.rows[n].height = units(part.row_height if n else part.head_height)
    _lay(table.cell(0, 0), "left")
    for n, name in enumerate(part.columns, start=1):
        _say(_lay(table.cell(0, n), "center"), name, part.size, bold=True, colour=TEXT)
    for n, row in enumerate(part.rows, start=1):
        _fill_row(table, n, row, part)


def _fill_row(table: Any, n: int, row: GridRow, part: GridPart) -> None:
    named = _lay(table.cell(n, 0), "left")
    _say(named, row.name, part.size, bold=False, colour=TEXT)
    if row.unit:
        _say(named, row.unit, part.size, bold=False, colour=QUIET, below=True)
    for column, (cell, under) in enumerate(zip(row.cells, row.under, strict=True), start=1):
        _fill_cell(_lay(table.cell(n, column), "center"), cell, under, part.size)


def _fill_cell(place_: Any, cell: GlanceCell, under: str, size: float) -> None:
    square = cell.square
    look = tint(square.tone if square else "")
    _say(place_, cell.value or _NOTHING, size, bold=square is not None, colour=look.text)
    if square:
        place_.fill.solid()
        place_.fill.fore_color.rgb = rgb(look.fill)
        if mark := MARKS.get(square.symbol):
            run(place_.text_frame.paragraphs[0], f" {mark}", size, bold=False, colour=look.text)
    if under:
        _say(place_, under, size, bold=False, colour=look.text, below=True)


def _lay(cell: Any, align: str) -> Any:
    """CELL with our margins, and white seams to its neighbours."""
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = units(2 if align == "center" else 0)
    cell.margin_top = cell.margin_bottom = units(1)
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT", "lnB"):
        properties.append(
            parse_xml(
                f'<a:{side} {nsdecls("a")} w="{units(_SEAM)}"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
                f"</a:{side}>"
            )
        )
    cell.text_frame.word_wrap = True
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER if align == "center" else PP_ALIGN.LEFT
    cell.text_frame.paragraphs[0].line_spacing = Pt(points(14 * _LINE))
    return cell


def _say(cell: Any, text: str, size: float, *, bold: bool, colour: str, below: bool = False) -> None:
    frame = cell.text_frame
    paragraph = frame.add_paragraph() if below else frame.paragraphs[0]
    paragraph.alignment = frame.paragraphs[0].alignment
    paragraph.line_spacing = Pt(points(size * _LINE))
    run(paragraph, text, size, bold=bold, colour=colour)


def add_legend(slide: Any, part: LegendPart) -> None:
    """The marks with their words."""
    shape = slide.shapes.add_textbox(0, 0, 1, 1)
    place(shape, part.box)
    shape.name = "Förklaring"
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    for n, signal in enumerate(part.signals):
        mark = MARKS.get(signal.symbol, "■")
        colour = TONES.get(signal.tone, TONES["none"])
        run(paragraph, f"{'      ' if n else ''}{mark} ", part.size, bold=False, colour=colour)
        run(paragraph, signal.words, part.size, bold=False, colour=QUIET)

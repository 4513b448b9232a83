"""The glance as a PowerPoint table: each cell with its figure, the mark of its standing and a soft tint."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from core.charts.looks import MARKS, PLAIN, QUIET, TEXT, TONES, WHITE, tint
from core.documents.deck import GlanceCell
from core.features.decks.pptx_shapes import describe, place
from core.features.decks.pptx_theme import points, run, solid, units
from core.features.decks.slide_parts import GridPart, GridRow, LegendPart

# PowerPoint's "no style, no grid".
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LINE, _SEAM = 1.2, 2.0
_NOTHING = "–"


def fill_table(frame: Any, part: GridPart) -> None:
    """PART in the table FRAME; its first row is its heading."""
    place(frame, part.box)
    describe(frame, "Alla kommuner", part.words)
    widths = (part.name_width, *[part.column_width] * len(part.columns))
    heads = "".join(_cell(_said(run(name, part.size, bold=True, colour=TEXT), part.size)) for name in part.columns)
    rows = "".join(_row(row, part) for row in part.rows)
    grid = "".join(f'<a:gridCol w="{units(wide)}"/>' for wide in widths)
    table = parse_xml(
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" firstCol="1"><a:tableStyleId>{_NO_STYLE}'
        f"</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>"
        f'<a:tr h="{units(part.head_height)}">{_cell(_said("", part.size), "l")}{heads}</a:tr>{rows}</a:tbl>'
    )
    data = frame._element.find(f".//{qn('a:graphicData')}")
    data.replace(data.find(qn("a:tbl")), table)


def _row(row: GridRow, part: GridPart) -> str:
    named = _said(run(row.name, part.size, bold=False, colour=TEXT), part.size, "l")
    if row.unit:
        named += _said(run(row.unit, part.size, bold=False, colour=QUIET), part.size, "l")
    cells = "".join(_figure(cell, under, part.size) for cell, under in zip(row.cells, row.under, strict=True))
    return f'<a:tr h="{units(part.row_height)}">{_cell(named, "l")}{cells}</a:tr>'


def _figure(cell: GlanceCell, under: str, size: float) -> str:
    square = cell.square
    look = tint(square.tone) if square else PLAIN
    runs = run(cell.value or _NOTHING, size, bold=square is not None, colour=look.text)
    if square and (mark := MARKS.get(square.symbol)):
        runs += run(f" {mark}", size, bold=False, colour=look.text)
    said = _said(runs, size)
    if under:
        said += _said(run(under, size, bold=False, colour=look.text), size)
    return _cell(said, fill=solid(look.fill) if square else "")


def _said(runs: str, size: float, align: str = "ctr") -> str:
    spacing = f'<a:lnSpc><a:spcPts val="{round(points(size * _LINE) * 100)}"/></a:lnSpc>'
    return f'<a:p><a:pPr algn="{align}">{spacing}</a:pPr>{runs}</a:p>'


def _cell(said: str, align: str = "ctr", *, fill: str = "") -> str:
    """A cell with our margins, and seams in the ground's colour to its neighbours."""
    side, edge = units(2 if align == "ctr" else 0), units(1)
    seams = "".join(f'<a:{one} w="{units(_SEAM)}">{solid(WHITE)}</a:{one}>' for one in ("lnL", "lnR", "lnT", "lnB"))
    return (
        f'<a:tc><a:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{said}</a:txBody>'
        f'<a:tcPr marL="{side}" marR="{side}" marT="{edge}" marB="{edge}" anchor="ctr">{seams}{fill}</a:tcPr></a:tc>'
    )


def key_runs(part: LegendPart) -> str:
    """The marks with their words."""
    told = []
    for n, signal in enumerate(part.signals):
        colour = TONES.get(signal.tone, TONES["none"])
        told.append(
            run(f"{'      ' if n else ''}{MARKS.get(signal.symbol, '■')} ", part.size, bold=False, colour=colour)
        )
        told.append(run(signal.words, part.size))
    return "".join(told)

"""A paper as PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer, Table

from core.charts.looks import EDGE, LINE
from core.charts.print_fonts import in_vera
from core.documents.paper import Block, Grid, Heading, Line, Paper, Shares
from core.documents.pdf_pages import WIDE, Around, Pages, first_pages, heading, paragraph
from core.documents.pdf_shares import SharesDrawn

_STYLES = {"body": "body", "quiet": "quiet", "strong": "signal"}
_ROOM = 110.0
_LOOKS: list[Any] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(f"#{LINE}")),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(f"#{EDGE}")),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def paper_pdf(paper: Paper) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    around = Around(paper.title, paper.kind, paper.foot, paper.day, paper.mark)
    cover = first_pages(paper.kind, paper.title, (*paper.cover, *paper.mark_words))
    Pages(stream, around).multiBuild([*cover, *(made for n, one in enumerate(paper.blocks) for made in _made(one, n))])
    return stream.getvalue()


def _made(block: Block, place: int) -> Iterator[Flowable]:
    match block:
        case Heading():
            # The contents end with a new page of their own.
            if block.begins_page and place:
                yield PageBreak()
            # Not so near the bottom that what it is about stands on the next page.
            yield CondPageBreak(_ROOM)
            yield heading(block.text, 0) if block.level == 1 else paragraph(block.text, "heading1")
        case Line():
            for text in in_vera(block.text).splitlines():
                yield paragraph(text, _STYLES[block.look])
        case Shares():
            yield SharesDrawn(block.chart)
        case Grid():
            heads = [paragraph(text, "small_head") for text in block.heads]
            rows = [
                [[paragraph(line, "small") for line in in_vera(text).splitlines()] for text in row]
                for row in block.rows
            ]
            widths = [share * WIDE for share in block.shares]
            yield Table([heads, *rows], colWidths=widths, repeatRows=1, splitInRow=1, style=_LOOKS, hAlign="LEFT")
            yield Spacer(1, 10)

"""A paper as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.charts.printed import PRINT, drawable
from core.charts.text_fit import Type, shortened
from core.documents.drawings import shares_drawn
from core.documents.entry import CONTENTS
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper, Shares
from core.documents.typeset import pdf
from core.words.formats import filled_lines

WIDE = 483.0
# A page without the heading over a drawing and what its colours are.
_HIGHEST = 600.0
_FOOT = Type(PRINT, 8)
# Beside the foot stands what is said of drafts and of made-up figures.
_MARK = 110


def paper_pdf(paper: Paper) -> bytes:
    """The file's bytes."""
    return written(
        title=paper.title,
        subject=paper.kind,
        kind=paper.kind,
        name=paper.title,
        cover=(*paper.cover, *paper.mark_words),
        foot=paper.foot,
        day=paper.day,
        mark=paper.mark,
        blocks=list(_blocks(paper)),
    )


def written(*, foot: str, cover: Iterable[str], blocks: Sequence[Mapping[str, Any]], **said: str) -> bytes:
    """A document on A4 of BLOCKS as ``templates/paper.typ`` has them, with its cover and contents.

    SAID are its title and subject, what ``kind`` it is, its ``name``, the ``day`` at the bottom of each page and its
    ``mark``.
    """
    shown = shortened(drawable(foot), _FOOT, WIDE - _MARK, 1)
    more = {"foot": shown, "cover": list(cover), "blocks": blocks, "contents": CONTENTS}
    return pdf("documents/templates/paper.typ", said | more)


def heading(text: str, level: int, *, begins_page: bool = False, is_listed: bool = True) -> dict[str, Any]:
    """A heading, in contents and bookmarks where it IS_LISTED."""
    return {"kind": "heading", "text": text, "level": level, "begins_page": begins_page, "listed": is_listed}


def lines(text: str, look: str) -> list[dict[str, Any]]:
    """TEXT, a paragraph of each of its lines."""
    return [{"kind": "line", "text": line, "look": look} for line in filled_lines(text)]


def _blocks(paper: Paper) -> Iterator[dict[str, Any]]:
    """A quiet line under a heading stays with what comes after it, as the heading does."""
    is_under = False
    for block in paper.blocks:
        stays = is_under and isinstance(block, Line) and block.look is Look.QUIET
        yield from (made | {"sticky": stays} if made["kind"] == "line" else made for made in _made(block))
        is_under = isinstance(block, Heading)


def _made(block: Block) -> list[dict[str, Any]]:
    match block:
        case Heading():
            is_first = block.level == 1
            return [heading(block.text, block.level, begins_page=block.begins_page, is_listed=is_first)]
        case Line():
            return lines(block.text, block.look)
        case Shares():
            drawn = shares_drawn(block.chart, wide=WIDE, high=_HIGHEST, size=8)
            return [{"kind": "shares", "keys": block.chart.keys, "svg": svg, "words": block.words} for svg in drawn]
        case Grid():
            rows = [[text.splitlines() or [""] for text in row] for row in block.rows]
            return [{"kind": "grid", "heads": block.heads, "shares": block.shares, "rows": rows}]

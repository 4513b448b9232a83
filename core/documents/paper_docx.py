"""A paper as a Word document, to be edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.word import Columns, Filled, word
from core.words.formats import filled_lines

_LOOKS = {Look.BODY: "text", Look.QUIET: "stillsam", Look.STRONG: "stark"}


def paper_docx(paper: Paper) -> bytes:
    """The file's bytes."""
    fields = {
        "slag": paper.kind,
        "titel": paper.title,
        "framsida": paper.cover,
        "markningar": paper.mark_words,
        "fot": paper.foot,
        "dag": " · ".join(filter(None, (paper.day, paper.mark))),
        "delar": [part for n, block in enumerate(paper.blocks) for part in _parts(block, is_first=n == 0)],
    }
    columns = [Columns(block.heads, block.shares) for block in paper.blocks if isinstance(block, Grid)]
    return word(paper.made, Filled(paper.title, paper.kind, fields, columns, listed=1))


def _parts(block: Block, *, is_first: bool) -> Iterator[Mapping[str, Any]]:
    match block:
        case Heading(level=1):
            yield {"kapitel" if block.begins_page or is_first else "rubrik": block.text}
        case Heading():
            yield {"underrubrik": block.text}
        case Line():
            yield from ({_LOOKS[block.look]: text} for text in filled_lines(block.text))
        case Grid():
            yield {"tabell": {"rubriker": block.heads, "rader": [{"celler": row} for row in block.rows]}}
        # Of shares, the grid after them says the same, and can be worked on.

"""A paper as a Word document, to be edited."""

from __future__ import annotations

import io

from core.charts.text_fit import plain
from core.documents import docx_parts as parts
from core.documents.docx_writer import Writer
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper, Shares
from core.words.formats import filled_lines


def paper_docx(paper: Paper) -> bytes:
    """The file's bytes."""
    writer = _Writer(paper.title, paper.kind, listed=1)
    parts.around(writer.document, paper.foot, " · ".join(filter(None, (paper.day, paper.mark))))
    contents = writer.cover(paper.kind, paper.title, paper.cover, paper.mark_words)
    for n, block in enumerate(paper.blocks):
        writer.put(block, is_first=n == 0)
    writer.fill_contents(contents)
    stream = io.BytesIO()
    writer.document.save(stream)
    return stream.getvalue()


class _Writer(Writer):
    def put(self, block: Block, *, is_first: bool) -> None:
        """BLOCK at the end."""
        match block:
            case Heading():
                made = self.heading(block.text, block.level)
                made.paragraph_format.page_break_before = block.begins_page or is_first
            case Line():
                for text in filled_lines(block.text):
                    if block.look is Look.QUIET:
                        self.quiet(text)
                    else:
                        said = parts.say(self.document.add_paragraph(), text, bold=block.look is Look.STRONG or None)
                        said.paragraph_format.keep_with_next = block.look is Look.STRONG
            case Grid():
                self._table(block)
            case Shares():
                # The grid after it says the same, and can be worked on.
                pass

    def _table(self, grid: Grid) -> None:
        table = parts.table(self.document, len(grid.rows) + 1, [share * parts.WIDE_CM for share in grid.shares])
        parts.edge(table)
        parts.repeat_heading(table.rows[0])
        for cell, text in zip(table.rows[0].cells, grid.heads, strict=True):
            parts.say(cell.paragraphs[0], text, size=8.5, bold=True)
        for row, texts in zip(table.rows[1:], grid.rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                for n, line in enumerate(text.splitlines()):
                    if n:
                        cell.paragraphs[0].add_run().add_break()
                    parts.join(cell.paragraphs[0], plain(line), size=8.5)
        self.document.add_paragraph()

"""A Word document of ours: real headings that the contents list, texts, and tables whose headings come again."""

from __future__ import annotations

from collections.abc import Iterable

from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from core.charts.looks import QUIET, WARN_EDGE
from core.charts.text_fit import plain
from core.documents import docx_parts as parts
from core.documents.entry import CONTENTS


class Writer:
    """Writes a document with TITLE and SUBJECT; ``fill_contents`` comes last, when all headings are known.

    The contents list headings to the LISTED level.
    """

    def __init__(self, title: str, subject: str, *, listed: int = 2) -> None:
        self._listed = listed
        self.document = parts.empty(plain(title), plain(subject))
        self._headings: list[tuple[str, int, str]] = []

    def cover(self, kind: str, title: str, lines: Iterable[str], marks: Iterable[str]) -> Paragraph:
        """The first page, and the place for the contents on the next."""
        self.say(kind, "Subtitle").paragraph_format.space_before = Pt(150)
        self.say(title, "Title")
        for line in lines:
            self.say(line, "Subtitle")
        for mark in marks:
            parts.say(self.document.add_paragraph(), mark, bold=True, colour=WARN_EDGE)
        contents = self.document.add_paragraph()
        contents.paragraph_format.page_break_before = True
        # Not a heading: the contents do not list themselves.
        return parts.say(contents, CONTENTS, size=18, bold=True)

    def say(self, text: str, style: str = "Normal") -> Paragraph:
        """TEXT as a paragraph."""
        return parts.say(self.document.add_paragraph(style=style), text)

    def quiet(self, text: str) -> Paragraph:
        """TEXT as a paragraph that stands back."""
        return parts.say(self.document.add_paragraph(), text, colour=QUIET)

    def heading(self, text: str, level: int) -> Paragraph:
        """A heading that the contents lead to; LEVEL 1 is the highest."""
        shown, name = plain(text), f"_Toc{len(self._headings) + 1:06}"
        made = self.say(shown, f"Heading {level}")
        parts.bookmark(made, name, len(self._headings) + 1)
        self._headings.append((shown, level, name))
        return made

    def fill_contents(self, title: Paragraph) -> None:
        """Links to all headings, in a field that the program can make anew with the pages' numbers."""
        after = title
        listed = [one for one in self._headings if one[1] <= self._listed]
        for n, (text, level, name) in enumerate(listed):
            line = self.document.add_paragraph()
            line.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            line.paragraph_format.space_after = Pt(3)
            if n == 0:
                parts.begin_field(line, f'TOC \\o "1-{self._listed}" \\h \\n')
            parts.link(line, text, name)
            if n + 1 == len(listed):
                parts.end_field(line)
            after._p.addnext(line._p)
            after = line

"""A report as a Word document: the same form as the PDF, with real headings, to be edited."""

from __future__ import annotations

import io

from docx.document import Document as DocumentType
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from core.charts.description import Chart, chart_words
from core.charts.looks import QUIET, TEXT, WARN_EDGE
from core.charts.pictures import chart_picture
from core.charts.print_fonts import all_in_vera
from core.charts.text_fit import plain
from core.features.reports import docx_parts as parts
from core.features.reports import report_words as words
from core.features.reports.docx_tables import municipality_table, signal_table
from core.features.reports.report import SECTION_TITLES, Report, ReportSection, ReportStory, Section
from core.words.formats import filled_lines

_CHART = (482.0, 190.0, 9.0)
_OUTLINE = 'TOC \\o "1-2" \\h \\n'


def report_docx(report: Report) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    _Writer(report).whole().save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._document = parts.empty(plain(words.title_of(report)), plain(report.day))
        self._headings: list[tuple[str, int, str]] = []

    def whole(self) -> DocumentType:
        """The document; the contents are put in last, when all headings are known."""
        report = self._report
        day = f"Siffror per {report.figures_on.isoformat()}"
        foot = " · ".join((day, *words.mark_words(report)))
        parts.around(self._document, " · ".join(filter(None, (report.name, report.day))), foot)
        contents = self._cover()
        for section in report.sections:
            self._section(section)
        self._appendices()
        self._fill_contents(contents)
        return self._document

    def _cover(self) -> Paragraph:
        kind = self._say(words.KIND, "Subtitle")
        kind.paragraph_format.space_before = Pt(150)
        self._say(self._report.name, "Title")
        for line in words.cover_lines(self._report):
            self._say(line, "Subtitle")
        for mark in words.mark_words(self._report):
            parts.say(self._document.add_paragraph(), mark, bold=True, colour=WARN_EDGE)
        contents = self._document.add_paragraph()
        contents.paragraph_format.page_break_before = True
        # Not a heading: the contents do not list themselves.
        return parts.say(contents, words.CONTENTS, size=18, bold=True)

    def _say(self, text: str, style: str = "Normal") -> Paragraph:
        return parts.say(self._document.add_paragraph(style=style), text)

    def _quiet(self, text: str) -> Paragraph:
        return parts.say(self._document.add_paragraph(), text, colour=QUIET)

    def _heading(self, text: str, level: int) -> Paragraph:
        shown, name = plain(text), f"_Toc{len(self._headings) + 1:06}"
        made = self._say(shown, f"Heading {level}")
        parts.bookmark(made, name, len(self._headings) + 1)
        self._headings.append((shown, level, name))
        return made

    def _section(self, part: ReportSection) -> None:
        section = part.section
        made = self._heading(SECTION_TITLES[section], 1)
        made.paragraph_format.page_break_before = section == Section.SUMMARY
        for text in part.paragraphs:
            self._say(text)
        if section == Section.OBSERVATIONS:
            for told in self._report.stories:
                self._story(told)
        if self._report.is_empty(part):
            self._quiet(words.UNWRITTEN)
        glance = self._report.glance
        if section == Section.COMPARISONS and glance and glance.rows:
            self._heading(words.OVERVIEW, 2)
            named = [(row.name, row.unit, row.cells) for row in glance.rows]
            municipality_table(self._document, glance.columns, named)

    def _story(self, told: ReportStory) -> None:
        story = told.story
        self._heading(words.story_title(told), 2)
        if told.subtitle:
            self._quiet(told.subtitle).paragraph_format.keep_with_next = True
        if story.lost:
            lost = parts.say(self._document.add_paragraph(), story.lost, bold=True, colour=WARN_EDGE)
            lost.paragraph_format.keep_with_next = True
        if story.chart and not story.chart.is_empty:
            self._chart(story.chart, words.story_title(told))
        outcome = parts.say(self._document.add_paragraph(), words.outcome_line(told), bold=True, colour=TEXT)
        outcome.paragraph_format.keep_with_next = True
        signal_table(self._document, story.signals)
        for said in words.comment_lines(told):
            self._say(said).paragraph_format.space_before = Pt(6)
        self._say(words.source_line(told), "Caption")

    def _chart(self, chart: Chart, title: str) -> None:
        wide, high, size = _CHART
        drawn = all_in_vera(chart)
        picture = chart_picture(drawn, wide=wide, high=high, size=size, is_example=self._report.is_example)
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        added = paragraph.add_run().add_picture(io.BytesIO(picture), width=Cm(parts.WIDE_CM))
        parts.describe(added, chart_words(chart, title))

    def _appendices(self) -> None:
        report = self._report
        self._heading(words.FIGURES, 1).paragraph_format.page_break_before = True
        if not report.appendix:
            self._quiet(words.NO_FIGURES)
            return
        self._quiet(words.figures_line(report))
        municipality_table(self._document, report.columns, words.figure_rows(report))
        self._heading(words.DEFINITIONS, 1).paragraph_format.page_break_before = True
        for row in report.appendix:
            self._say(f"{row.name} ({row.kpi})", "Heading 3")
            for line in filled_lines(row.definition):
                self._quiet(line).paragraph_format.keep_with_next = True
            self._quiet(words.facts(row))

    def _fill_contents(self, title: Paragraph) -> None:
        """Links to all headings, in a field that the program can make anew with the pages' numbers."""
        after = title
        for n, (text, level, name) in enumerate(self._headings):
            line = self._document.add_paragraph()
            line.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            line.paragraph_format.space_after = Pt(3)
            if n == 0:
                parts.begin_field(line, _OUTLINE)
            parts.link(line, text, name)
            if n + 1 == len(self._headings):
                parts.end_field(line)
            after._p.addnext(line._p)
            after = line

"""A report as a Word document: the same form as the PDF, with real headings, to be edited."""

from __future__ import annotations

import io

from docx.document import Document as DocumentType
from docx.shared import Cm, Pt

from core.charts.description import Chart, chart_words
from core.charts.looks import TEXT, WARN_EDGE
from core.charts.pictures import chart_picture
from core.charts.print_fonts import all_in_vera
from core.documents import docx_parts as parts
from core.documents.docx_writer import Writer
from core.features.reports import report_words as words
from core.features.reports.docx_tables import municipality_table, signal_table
from core.features.reports.report import SECTION_TITLES, Report, ReportSection, ReportStory, Section
from core.words.formats import filled_lines

_CHART = (482.0, 190.0, 9.0)


def report_docx(report: Report) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    _Writer(report).whole().save(stream)
    return stream.getvalue()


class _Writer(Writer):
    def __init__(self, report: Report) -> None:
        super().__init__(words.title_of(report), report.day)
        self._report = report

    def whole(self) -> DocumentType:
        """The document; the contents are put in last, when all headings are known."""
        report = self._report
        day = f"Siffror per {report.figures_on.isoformat()}"
        foot = " · ".join((day, *words.mark_words(report)))
        parts.around(self.document, " · ".join(filter(None, (report.name, report.day))), foot)
        contents = self.cover(words.KIND, report.name, words.cover_lines(report), words.mark_words(report))
        for section in report.sections:
            self._section(section)
        self._appendices()
        self.fill_contents(contents)
        return self.document

    def _section(self, part: ReportSection) -> None:
        section = part.section
        made = self.heading(SECTION_TITLES[section], 1)
        made.paragraph_format.page_break_before = section == Section.SUMMARY
        for text in part.paragraphs:
            self.say(text)
        if section == Section.OBSERVATIONS:
            for told in self._report.stories:
                self._story(told)
        if self._report.is_empty(part):
            self.quiet(words.UNWRITTEN)
        glance = self._report.glance
        if section == Section.COMPARISONS and glance and glance.rows:
            self.heading(words.OVERVIEW, 2)
            named = [(row.name, row.unit, row.cells) for row in glance.rows]
            municipality_table(self.document, glance.columns, named)

    def _story(self, told: ReportStory) -> None:
        story = told.story
        self.heading(words.story_title(told), 2)
        if told.subtitle:
            self.quiet(told.subtitle).paragraph_format.keep_with_next = True
        if story.lost:
            lost = parts.say(self.document.add_paragraph(), story.lost, bold=True, colour=WARN_EDGE)
            lost.paragraph_format.keep_with_next = True
        if story.chart and not story.chart.is_empty:
            self._chart(story.chart, words.story_title(told))
        outcome = parts.say(self.document.add_paragraph(), words.outcome_line(told), bold=True, colour=TEXT)
        outcome.paragraph_format.keep_with_next = True
        signal_table(self.document, story.signals)
        for said in words.comment_lines(told):
            self.say(said).paragraph_format.space_before = Pt(6)
        self.say(words.source_line(told), "Caption")

    def _chart(self, chart: Chart, title: str) -> None:
        wide, high, size = _CHART
        drawn = all_in_vera(chart)
        picture = chart_picture(drawn, wide=wide, high=high, size=size, is_example=self._report.is_example)
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        added = paragraph.add_run().add_picture(io.BytesIO(picture), width=Cm(parts.WIDE_CM))
        parts.describe(added, chart_words(chart, title))

    def _appendices(self) -> None:
        report = self._report
        self.heading(words.FIGURES, 1).paragraph_format.page_break_before = True
        if not report.appendix:
            self.quiet(words.NO_FIGURES)
            return
        self.quiet(words.figures_line(report))
        municipality_table(self.document, report.columns, words.figure_rows(report))
        self.heading(words.DEFINITIONS, 1).paragraph_format.page_break_before = True
        for row in report.appendix:
            self.say(f"{row.name} ({row.kpi})", "Heading 3")
            for line in filled_lines(row.definition):
                self.quiet(line).paragraph_format.keep_with_next = True
            self.quiet(words.facts(row))

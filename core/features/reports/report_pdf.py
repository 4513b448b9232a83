"""A report as PDF: one form for all areas."""

from __future__ import annotations

import io

from reportlab.platypus import Flowable, PageBreak, Spacer

from core.charts.print_fonts import in_vera
from core.documents.pdf_pages import Around, Pages, first_pages, heading, paragraph
from core.features.reports import report_words as words
from core.features.reports.report import SECTION_TITLES, Report, Section
from core.features.reports.report_pdf_parts import Key, definitions, figures_table, glance_block, story_block


def report_pdf(report: Report) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    foot = " · ".join(filter(None, (report.name, report.day)))
    day = f"Siffror per {report.figures_on.isoformat()}"
    Pages(stream, Around(words.title_of(report), report.day, foot, day, report.mark)).multiBuild(_content(report))
    return stream.getvalue()


def _content(report: Report) -> list[Flowable]:
    flow = first_pages(words.KIND, report.name, words.cover_lines(report))
    for part in report.sections:
        flow.append(heading(SECTION_TITLES[part.section], 0))
        flow += [paragraph(in_vera(text), "body") for text in part.paragraphs]
        if part.section == Section.OBSERVATIONS:
            for told in report.stories:
                flow += story_block(told, heading(words.story_title(told), 1), is_example=report.is_example)
        if report.is_empty(part):
            flow.append(paragraph(words.UNWRITTEN, "quiet"))
        if part.section == Section.COMPARISONS and report.glance and report.glance.rows:
            flow += glance_block(report.glance, heading(words.OVERVIEW, 1))
        flow.append(Spacer(1, 14))
    return [*flow, *_appendices(report)]


def _appendices(report: Report) -> list[Flowable]:
    flow: list[Flowable] = [PageBreak(), heading(words.FIGURES, 0)]
    if not report.appendix:
        return [*flow, paragraph(words.NO_FIGURES, "quiet")]
    flow += [paragraph(words.figures_line(report), "quiet"), Key(), figures_table(report)]
    return [*flow, PageBreak(), heading(words.DEFINITIONS, 0), *definitions(report)]

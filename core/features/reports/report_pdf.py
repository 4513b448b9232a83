"""A report as PDF: one form for all areas."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer
from reportlab.platypus.tableofcontents import TableOfContents

from core.charts.looks import ACCENT, EDGE, QUIET, WARN_EDGE, WARN_FILL, LineLook
from core.charts.pdf_stage import Stage
from core.charts.print_fonts import VERA, drawable, in_vera, register
from core.charts.scales import Box
from core.charts.text_fit import Type, shortened, width
from core.features.reports import report_words as words
from core.features.reports.report import SECTION_TITLES, Report, Section
from core.features.reports.report_pdf_parts import (
    STYLES,
    WIDE,
    Key,
    definitions,
    figures_table,
    glance_block,
    paragraph,
    story_block,
)

_A4_WIDE, _A4_HIGH = A4
_EDGE = (_A4_WIDE - WIDE) / 2
_SMALL = Type(VERA, 8)


def report_pdf(report: Report) -> bytes:
    """The file's bytes."""
    register()
    stream = io.BytesIO()
    document = _Document(stream, report)
    document.multiBuild(list(_content(report)))
    return stream.getvalue()


class _Document(BaseDocTemplate):
    """Knows its headings, for the contents and the bookmarks, and after the first round how many pages it has."""

    def __init__(self, stream: io.BytesIO, report: Report) -> None:
        self._report, self._total, self._headings = report, 0, 0
        super().__init__(
            stream,
            pagesize=A4,
            title=drawable(words.title_of(report)),
            subject=drawable(report.day),
            author="",
            creator="Nyckeltal",
            lang="sv-SE",
        )
        frame = Frame(_EDGE, 64, WIDE, _A4_HIGH - 64 - 72, 0, 0, 0, 0)
        cover = Frame(_EDGE + 24, 64, WIDE - 24, _A4_HIGH - 64 - 240, 0, 0, 0, 0)
        self.addPageTemplates(
            [PageTemplate("cover", [cover], onPage=self._cover), PageTemplate("plain", [frame], onPage=self._around)]
        )

    def beforeDocument(self) -> None:  # noqa: N802 - the library's name
        """Count the headings anew in each round."""
        self._headings = 0

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
        """Put headings into the contents and the bookmarks."""
        self._total = max(self._total, self.page)
        level = getattr(flowable, "report_level", None)
        if level is None:
            return
        self._headings += 1
        text, key = flowable.report_text, f"h{self._headings}"  # type: ignore[attr-defined]  # put there by heading()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level=level, closed=False)
        self.notify("TOCEntry", (level, paragraph_text(text), self.page, key))

    def _cover(self, canvas: Canvas, _: Any) -> None:
        stage = Stage(canvas, 0, _A4_HIGH, 1)
        stage.box(Box(_EDGE, 232, 6, 150), fill=ACCENT)
        _mark(stage, self._report.mark)
        canvas.showOutline()

    def _around(self, canvas: Canvas, _: Any) -> None:
        stage = Stage(canvas, 0, _A4_HIGH, 1)
        head = drawable(" · ".join(filter(None, (self._report.name, self._report.day))))
        stage.text((_EDGE, 44), shortened(head, _SMALL, WIDE - 110, 1), _SMALL, QUIET)
        stage.line([(_EDGE, 52), (_EDGE + WIDE, 52)], LineLook(EDGE, 0.6))
        day = f"Siffror per {self._report.figures_on.isoformat()}"
        stage.text((_EDGE, _A4_HIGH - 36), day, _SMALL, QUIET)
        page = f"Sida {self.page} av {max(self._total, self.page)}"
        stage.text((_EDGE + WIDE, _A4_HIGH - 36), page, _SMALL, QUIET, "right")
        _mark(stage, self._report.mark)


def _mark(stage: Stage, mark: str) -> None:
    if not mark:
        return
    wide = width(mark, Type(VERA, 8.5, bold=True)) + 22
    box = Box(_EDGE + WIDE - wide, 32, wide, 15)
    stage.box(box, fill=WARN_FILL, edge=WARN_EDGE, edge_width=0.7)
    stage.text((box.x + box.w / 2, box.y + 10.8), mark, Type(VERA, 8.5, bold=True), "18242f", "center")


def paragraph_text(text: str) -> str:
    """TEXT as the library's own markup has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def heading(text: str, level: int) -> Flowable:
    """A heading that stands in the contents and among the bookmarks; LEVEL 0 is the highest."""
    made = paragraph(text, f"heading{level}")
    made.report_level, made.report_text = level, drawable(text)  # type: ignore[attr-defined]
    return made


def _content(report: Report) -> list[Flowable]:
    flow: list[Flowable] = [
        paragraph(words.KIND, "kind"),
        paragraph(report.name, "title"),
        *(paragraph(line, "cover") for line in words.cover_lines(report)),
        NextPageTemplate("plain"),
        PageBreak(),
        paragraph(words.CONTENTS, "contents"),
        _contents(),
        PageBreak(),
    ]
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


def _contents() -> TableOfContents:
    contents = TableOfContents(dotsMinLevel=-1)
    contents.levelStyles = [STYLES["contents0"], STYLES["contents1"]]
    return contents

"""What our PDF documents share: A4 pages with a head and a foot, headings that are listed, and the styles of texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph
from reportlab.platypus.tableofcontents import TableOfContents

from core.charts.looks import ACCENT, EDGE, QUIET, TEXT, WARN_EDGE, WARN_FILL, LineLook
from core.charts.pdf_stage import Stage
from core.charts.print_fonts import VERA, drawable, register
from core.charts.scales import Box
from core.charts.text_fit import Type, shortened, width
from core.documents.entry import CONTENTS

WIDE = 483.0
_A4_WIDE, _A4_HIGH = A4
_EDGE = (_A4_WIDE - WIDE) / 2
_SMALL = Type(VERA, 8)
register()


@dataclass(frozen=True)
class Around:
    """What stands around the text: the file's title and subject, and on each page ``foot``, ``day`` and ``mark``."""

    title: str
    subject: str
    foot: str
    day: str
    mark: str


class Pages(BaseDocTemplate):
    """Knows its headings, for the contents and the bookmarks, and after the first round how many pages it has."""

    def __init__(self, stream: IO[bytes], around: Around) -> None:
        self._told, self._total, self._headings = around, 0, 0
        super().__init__(
            stream,
            pagesize=A4,
            title=drawable(around.title),
            subject=drawable(around.subject),
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
        _mark(stage, self._told.mark)
        canvas.showOutline()

    def _around(self, canvas: Canvas, _: Any) -> None:
        stage = Stage(canvas, 0, _A4_HIGH, 1)
        stage.text((_EDGE, 44), shortened(drawable(self._told.foot), _SMALL, WIDE - 110, 1), _SMALL, QUIET)
        stage.line([(_EDGE, 52), (_EDGE + WIDE, 52)], LineLook(EDGE, 0.6))
        stage.text((_EDGE, _A4_HIGH - 36), self._told.day, _SMALL, QUIET)
        page = f"Sida {self.page} av {max(self._total, self.page)}"
        stage.text((_EDGE + WIDE, _A4_HIGH - 36), page, _SMALL, QUIET, "right")
        _mark(stage, self._told.mark)


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


def first_pages(kind: str, title: str, lines: Iterable[str]) -> list[Flowable]:
    """The cover, which says what KIND of document it is, and the contents."""
    contents = TableOfContents(dotsMinLevel=-1)
    contents.levelStyles = [STYLES["contents0"], STYLES["contents1"]]
    return [
        paragraph(kind, "kind"),
        paragraph(title, "title"),
        *(paragraph(line, "cover") for line in lines),
        NextPageTemplate("plain"),
        PageBreak(),
        paragraph(CONTENTS, "contents"),
        contents,
        PageBreak(),
    ]


def _style(name: str, size: float, colour: str = TEXT, **more: Any) -> ParagraphStyle:
    given: dict[str, Any] = {
        "fontName": "Vera",
        "fontSize": size,
        "leading": size * 1.42,
        "textColor": HexColor(f"#{colour}"),
    }
    return ParagraphStyle(name, **(given | {"splitLongWords": 1, "embeddedHyphenation": 0} | more))


_BOLD: dict[str, Any] = {"fontName": "VeraBd"}
STYLES = {
    one.name: one
    for one in (
        _style("kind", 13, QUIET, spaceAfter=6),
        _style("title", 32, leading=38, spaceAfter=18, **_BOLD),
        _style("cover", 11.5, QUIET, spaceAfter=5),
        _style("contents", 18, spaceAfter=12, **_BOLD),
        _style("contents0", 10.5, spaceBefore=7, **_BOLD),
        _style("contents1", 9.5, leftIndent=14, rightIndent=24, spaceBefore=2),
        _style("heading0", 18, leading=23, spaceBefore=6, spaceAfter=8, keepWithNext=1, **_BOLD),
        _style("heading1", 12, leading=16, spaceBefore=12, spaceAfter=3, keepWithNext=1, **_BOLD),
        _style("body", 10, spaceAfter=7),
        _style("quiet", 9, QUIET, spaceAfter=5),
        _style("outcome", 10.5, spaceBefore=2, spaceAfter=5, **_BOLD),
        _style("signal", 10, **_BOLD),
        _style("comment", 9.5, leftIndent=10, spaceBefore=5, borderColor=HexColor(f"#{ACCENT}")),
        _style("lost", 9.5, backColor=HexColor(f"#{WARN_FILL}"), borderColor=HexColor(f"#{WARN_EDGE}")).clone(
            "lost", borderWidth=0.7, borderPadding=5, spaceBefore=6, spaceAfter=10
        ),
        _style("source", 8, QUIET, spaceBefore=5, spaceAfter=12),
        _style("small", 8, leading=10.4),
        _style("small_head", 8, leading=10.4, **_BOLD),
    )
}


def paragraph(text: str, style: str) -> Paragraph:
    """TEXT as it stands, whatever is in it."""
    return Paragraph(escape(drawable(text)), STYLES[style])

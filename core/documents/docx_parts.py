"""What python-docx has no words for: fields, links, marks in tables, and our styles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from core.charts.looks import ACCENT, LINE, QUIET, TEXT
from core.charts.text_fit import plain

FONT = "Arial"
WIDE_CM = 17.0
# Style: points, bold, colour, points before and after.
_STYLES: dict[str, tuple[float, bool, str, float, float]] = {
    "Normal": (10.5, False, TEXT, 0, 6),
    "Title": (32, True, TEXT, 4, 14),
    "Subtitle": (12, False, QUIET, 0, 4),
    "Heading 1": (18, True, TEXT, 18, 6),
    "Heading 2": (12.5, True, TEXT, 12, 3),
    "Heading 3": (10.5, True, ACCENT, 8, 2),
    "Caption": (8.5, False, QUIET, 4, 10),
}


def empty(title: str, subject: str) -> DocumentType:
    """An A4 document without text, in our fonts and in Swedish. Nobody is named as its author."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - WIDE_CM) / 2)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    for name, (size, bold, colour, before, after) in _STYLES.items():
        style: Any = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = colour_of(colour)
        _font(style.element, FONT)
        for apart in [*style.element.rPr.findall(qn("w:spacing")), *style.element.rPr.findall(qn("w:kern"))]:
            style.element.rPr.remove(apart)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    _speak_swedish(document)
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.subject, told.language = title[:255], subject[:255], "sv-SE"
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
    return document


def colour_of(colour: str) -> RGBColor:
    """COLOUR (hex without #) as the library has it."""
    return RGBColor.from_string(colour.upper())


def _font(style: Any, name: str) -> None:
    """NAME for all letters, in place of the theme's."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def _speak_swedish(document: DocumentType) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def say(paragraph: Paragraph, text: str, *, size: float = 0, bold: bool | None = None, colour: str = "") -> Paragraph:
    """TEXT at the end of PARAGRAPH, without spaces around it."""
    return join(paragraph, plain(text), size=size, bold=bold, colour=colour)


def join(paragraph: Paragraph, text: str, *, size: float = 0, bold: bool | None = None, colour: str = "") -> Paragraph:
    """TEXT of ours at the end of PARAGRAPH, its spaces and tabs kept."""
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = colour_of(colour)
    return paragraph


def made(tag: str, **told: str) -> Any:
    """An element of the format, with what is TOLD in its attributes."""
    element = OxmlElement(f"w:{tag}")
    for name, text in told.items():
        element.set(qn(f"w:{name}"), text)
    return element


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that the program works out: CODE, and what is SHOWN until it has."""
    begin_field(paragraph, code)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, code: str) -> None:
    """The beginning of a field that goes on over several paragraphs; ``end_field`` ends it."""
    instruction = made("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    for part in (made("fldChar", fldCharType="begin"), instruction, made("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)


def end_field(paragraph: Paragraph) -> None:
    """The end of what ``begin_field`` began."""
    paragraph.add_run()._r.append(made("fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place that ``link`` leads to."""
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, made("bookmarkStart", id=str(number), name=name))
    paragraph._p.append(made("bookmarkEnd", id=str(number)))


def link(paragraph: Paragraph, text: str, name: str) -> None:
    """TEXT that leads to the bookmark NAME."""
    element = made("hyperlink", anchor=name)
    element.append(paragraph.add_run(plain(text))._r)
    paragraph._p.append(element)


def shade(cell: Any, colour: str) -> None:
    """A table cell's ground."""
    cell._tc.get_or_add_tcPr().append(made("shd", val="clear", color="auto", fill=colour))


def repeat_heading(row: Any) -> None:
    """ROW again at the top of each page that the table goes on to."""
    row._tr.get_or_add_trPr().append(made("tblHeader"))


def keep_whole(row: Any) -> None:
    """ROW on one page."""
    row._tr.get_or_add_trPr().append(made("cantSplit"))


def describe(picture: Any, words: str) -> None:
    """WORDS for whoever does not see PICTURE."""
    picture._inline.docPr.set("descr", plain(words))


def around(document: DocumentType, head: str, foot: str) -> None:
    """HEAD over and FOOT with the page's number under every page but the first."""
    page = document.sections[0]
    page.different_first_page_header_footer = True
    say(page.header.paragraphs[0], head, size=8.5, colour=QUIET)
    below = page.footer.paragraphs[0]
    # The style's own stops are for another width.
    for old in list(document.styles["Footer"].element.iter(qn("w:tabs"))):
        old.getparent().remove(old)
    below.paragraph_format.tab_stops.add_tab_stop(Cm(WIDE_CM), WD_TAB_ALIGNMENT.RIGHT)
    join(below, f"{plain(foot)}\t", size=8.5, colour=QUIET)
    for text, code in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
        join(below, text, size=8.5, colour=QUIET)
        field(below, code, "1")
    for run in below.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), colour_of(QUIET)


def table(document: DocumentType, rows: int, widths: Sequence[float]) -> Any:
    """A table with WIDTHS in centimetres, close in its cells."""
    found: Any = document.add_table(rows, len(widths))
    found.autofit, found.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    for column, wide in zip(found.columns, widths, strict=True):
        column.width = Cm(wide)
    for row in found.rows:
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = Cm(wide)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    margins = made("tblCellMar")
    for side, room in (("top", 40), ("left", 30), ("bottom", 40), ("right", 30)):
        margins.append(made(side, w=str(room), type="dxa"))
    # The format has an order: borders, layout, margins, look.
    found._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    return found


def edge(of: Any) -> None:
    """Thin lines between rows."""
    borders = made("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(made(side, val="single", sz="4", space="0", color=LINE))
    of._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)

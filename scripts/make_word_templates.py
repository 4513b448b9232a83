"""Writes the product's Word templates anew: ``core/documents/templates/*.docx``.

The files are the truth: whoever wants another look opens one in Word and changes it there, fields in double braces and
all. This made them the first time, and makes them again where all of it is to be thrown over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FOLDER = Path(__file__).parents[1] / "core/documents/templates"
TEXT, QUIET, ACCENT, LINE, WARN = "18242F", "52616D", "0A5C7A", "CFD8DE", "8A6300"
WIDE_CM = 17.0
# Style: points, bold, colour, points before and after, whether it stays with what follows.
STYLES: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Normal": (10.5, False, TEXT, 0, 6, False),
    "Title": (32, True, TEXT, 4, 14, False),
    "Subtitle": (12, False, QUIET, 0, 4, False),
    "Heading 1": (18, True, TEXT, 18, 6, True),
    "Heading 2": (12.5, True, TEXT, 12, 3, True),
    "Heading 3": (10.5, True, ACCENT, 8, 2, True),
    "Caption": (8.5, False, QUIET, 4, 10, False),
    "TOC Heading": (18, True, TEXT, 0, 6, True),
    "toc 1": (10.5, False, TEXT, 0, 3, False),
    "toc 2": (10.5, False, TEXT, 0, 3, False),
    "Stillsam": (10.5, False, QUIET, 0, 6, False),
    "Stark": (10.5, True, TEXT, 0, 6, True),
    "Märke": (10.5, True, WARN, 0, 6, False),
    "Signal": (10.5, True, TEXT, 4, 0, True),
    "Signalens mening": (9.5, False, QUIET, 0, 4, False),
    "Tabelltext": (8.5, False, TEXT, 0, 0, False),
    "Tabellrubrik": (8.5, True, TEXT, 0, 0, False),
    "Tabellenhet": (7.5, False, QUIET, 0, 0, False),
    "Header": (8.5, False, QUIET, 0, 0, False),
    "Footer": (8.5, False, QUIET, 0, 0, False),
}


def main() -> None:
    """Write the files."""
    for name in ("projektplan", "granskning", "delarsrapport", "ovning"):
        paper(name)
    report()
    decision()


def paper(name: str) -> None:
    """A document of headings, texts and tables."""
    document = empty(name)
    around(document, "{{ fot }}", "{{ dag }}")
    cover(document)
    add = document.add_paragraph
    add("{%p for del in delar %}")
    add("{%p if del.kapitel %}")
    add("{{ del.kapitel }}", "Heading 1").paragraph_format.page_break_before = True
    add("{%p endif %}")
    for field, style in (
        ("rubrik", "Heading 1"),
        ("underrubrik", "Heading 2"),
        ("stark", "Stark"),
        ("stillsam", "Stillsam"),
        ("text", "Normal"),
    ):
        when(document, f"del.{field}", style)
    add("{%p if del.tabell %}")
    table(document, "del.tabell.rubriker", "del.tabell.rader", "{{ cell }}")
    add("")
    add("{%p endif %}")
    add("{%p endfor %}")
    document.save(str(FOLDER / f"{name}.docx"))


def report() -> None:
    """An area's report."""
    document = empty("rapport")
    around(document, "{{ huvud }}", "{{ fot }}")
    cover(document)
    add = document.add_paragraph
    add("{%p for avsnitt in avsnitten %}")
    add("{%p if avsnitt.ny_sida %}")
    add("{{ avsnitt.rubrik }}", "Heading 1").paragraph_format.page_break_before = True
    add("{%p else %}")
    add("{{ avsnitt.rubrik }}", "Heading 1")
    add("{%p endif %}")
    each(document, "stycke", "avsnitt.stycken", "Normal")
    story(document)
    when(document, "avsnitt.oskrivet", "Stillsam")
    add("{%p if avsnitt.oversikt %}")
    add("{{ avsnitt.oversikt.rubrik }}", "Heading 2")
    municipalities(document, "avsnitt.oversikt")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{{ bilaga.rubrik }}", "Heading 1").paragraph_format.page_break_before = True
    add("{{ bilaga.inledning }}", "Stillsam")
    add("{%p if bilaga.rader %}")
    municipalities(document, "bilaga")
    add("{{ definitioner.rubrik }}", "Heading 1").paragraph_format.page_break_before = True
    add("{%p endif %}")
    add("{%p for indikator in definitioner.indikatorer %}")
    add("{{ indikator.namn }}", "Heading 3")
    each(document, "rad", "indikator.beskrivning", "Stillsam")
    add("{{ indikator.fakta }}", "Stillsam")
    add("{%p endfor %}")
    document.save(str(FOLDER / "rapport.docx"))


def story(document: Any) -> None:
    """The stories of a part: message, chart, outcome, signals, and what the municipality says."""
    add = document.add_paragraph
    add("{%p for fynd in avsnitt.fynden %}")
    add("{{ fynd.rubrik }}", "Heading 2")
    when(document, "fynd.underrubrik", "Stillsam", stays=True)
    when(document, "fynd.varning", "Märke", stays=True)
    add("{%p if fynd.diagram %}")
    add("{{ fynd.diagram }}").paragraph_format.keep_with_next = True
    add("{%p endif %}")
    add("{{ fynd.utfall }}", "Stark")
    add("{%p for signal in fynd.signaler %}")
    add("{{ signal.bild }} {{ signal.ord }}", "Signal")
    when(document, "signal.mening", "Signalens mening")
    add("{%p endfor %}")
    each(document, "kommentar", "fynd.kommentarer", "Normal")
    add("{{ fynd.kalla }}", "Caption")
    add("{%p endfor %}")


def municipalities(document: Any, of: str) -> None:
    """The table of all municipalities, after what its marks mean."""
    document.add_paragraph(f"{{{{ {of}.forklaring }}}}", "Caption").paragraph_format.keep_with_next = True
    cell = "{% cellbg cell.farg %}{{ cell.text }}"
    table(document, f"{of}.kommuner", f"{of}.rader", cell, first=("{{ rad.namn }}", "{{ rad.enhet }}"))
    document.add_paragraph("")


def decision() -> None:
    """The one page for a meeting."""
    document = empty("beslut")
    page = document.sections[0]
    page.top_margin = page.left_margin = page.right_margin = Pt(40)
    page.bottom_margin = Pt(24)
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(8.5), Pt(2)
    for name, size, before in (("Title", 15, 0), ("Heading 1", 8, 5), ("Subtitle", 7.5, 0), ("Caption", 7.5, 6)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_before = Pt(size), Pt(before)
        style.paragraph_format.space_after = Pt(1)
    colour(document.styles["Heading 1"], ACCENT)
    for name in ("Tabelltext", "Tabellrubrik", "Signalens mening"):
        document.styles[name].font.size = Pt(7)
    add = document.add_paragraph
    add("{{ plats }}", "Subtitle")
    add("{{ titel }}", "Title")
    each(document, "steg", "kedja", "Normal")
    add("{%p if diagram %}")
    add("{{ diagram }}").paragraph_format.keep_with_next = True
    add("{%p else %}")
    add("{{ utan_diagram }}", "Stillsam")
    add("{%p endif %}")
    add("{{ siffra }}", "Stark")
    each(document, "signal", "signaler", "Signalens mening")
    add("{%p for stycke in varfor %}")
    add("{{ stycke.rubrik }}", "Heading 1")
    add("{{ stycke.text }}")
    add("{%p endfor %}")
    table(document, "alternativ.rubriker", "alternativ.rader", "{{ cell }}")
    add("{%p for stycke in forslag %}")
    add("{{ stycke.rubrik }}", "Heading 1")
    add("{{ stycke.text }}")
    add("{%p endfor %}")
    add("{{ fot }}", "Caption")
    document.save(str(FOLDER / "beslut.docx"))


def empty(name: str) -> Any:
    """An A4 document without text, in our fonts and in Swedish. Nobody is named as its author."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - WIDE_CM) / 2)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    known = {style.name for style in document.styles}
    for style, (size, bold, of, before, after, stays) in STYLES.items():
        one: Any = (
            document.styles[style] if style in known else document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        )
        one.font.size, one.font.bold, one.font.italic = Pt(size), bold, False
        colour(one, of)
        fonts = one.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), "Arial")
        for apart in [*one.element.rPr.findall(qn("w:spacing")), *one.element.rPr.findall(qn("w:kern"))]:
            one.element.rPr.remove(apart)
        look = one.paragraph_format
        look.space_before, look.space_after, look.keep_with_next = Pt(before), Pt(after), stays
        for border in list(one.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    document.styles["toc 2"].paragraph_format.left_indent = Cm(0.6)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = ""
    told.title, told.language = name, "sv-SE"
    return document


def colour(style: Any, of: str) -> None:
    """Give STYLE the colour OF."""
    style.font.color.rgb = RGBColor.from_string(of)


def cover(document: Any) -> None:
    """The first page, and the place for the contents on the next."""
    add = document.add_paragraph
    add("{{ slag }}", "Subtitle").paragraph_format.space_before = Pt(150)
    add("{{ titel }}", "Title")
    each(document, "rad", "framsida", "Subtitle")
    each(document, "marke", "markningar", "Märke")
    # Not a heading: the contents do not list themselves.
    add("Innehåll", "TOC Heading").paragraph_format.page_break_before = True


def each(document: Any, one: str, of: str, style: str) -> None:
    """A paragraph for each text."""
    document.add_paragraph(f"{{%p for {one} in {of} %}}")
    document.add_paragraph(f"{{{{ {one} }}}}", style)
    document.add_paragraph("{%p endfor %}")


def when(document: Any, field: str, style: str, *, stays: bool | None = None) -> None:
    """A paragraph where there is a text; STAYS: with what follows."""
    document.add_paragraph(f"{{%p if {field} %}}")
    document.add_paragraph(f"{{{{ {field} }}}}", style).paragraph_format.keep_with_next = stays
    document.add_paragraph("{%p endif %}")


def table(document: Any, heads: str, rows: str, cell: str, first: Sequence[str] = ()) -> None:
    """A table whose first row stands again on each page; FIRST are the paragraphs of each row's first cell."""
    before = 1 if first else 0
    made: Any = document.add_table(4, before + 3)
    made.autofit = False
    _row(made.rows[0], ["Indikator"][:before], f"{{%tc for rubrik in {heads} %}}", "{{ rubrik }}", "Tabellrubrik")
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.rows[1].cells[0].text = f"{{%tr for rad in {rows} %}}"
    _row(made.rows[2], first, "{%tc for cell in rad.celler %}", cell, "Tabelltext")
    made.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made.rows[3].cells[0].text = "{%tr endfor %}"
    properties = made._tbl.tblPr
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        borders.append(_made(side, val="single", sz="4", space="0", color=LINE))
    for side, room in (("top", 40), ("left", 30), ("bottom", 40), ("right", 30)):
        margins.append(_made(side, w=str(room), type="dxa"))
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLook")).addprevious(margins)


def _row(row: Any, first: Sequence[str], loop: str, cell: str, style: str) -> None:
    cells = list(row.cells)
    if first:
        opening = cells.pop(0)
        for n, text in enumerate(first):
            paragraph = opening.add_paragraph() if n else opening.paragraphs[0]
            paragraph.text, paragraph.style = text, style if n == 0 else "Tabellenhet"
    for place, text in zip(cells, (loop, cell, "{%tc endfor %}"), strict=True):
        place.paragraphs[0].text, place.paragraphs[0].style = text, style
        if first or (style == "Tabellrubrik" and len(row.cells) > 3):
            place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _made(tag: str, **told: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, text in told.items():
        element.set(qn(f"w:{name}"), text)
    return element


def around(document: Any, head: str, foot: str) -> None:
    """HEAD over and FOOT with the page's number under every page but the first."""
    page = document.sections[0]
    page.different_first_page_header_footer = True
    page.header.paragraphs[0].text = head
    below = page.footer.paragraphs[0]
    for old in list(document.styles["Footer"].element.iter(qn("w:tabs"))):
        old.getparent().remove(old)
    below.paragraph_format.tab_stops.add_tab_stop(Cm(WIDE_CM), WD_TAB_ALIGNMENT.RIGHT)
    below.add_run(f"{foot}\t")
    for text, code in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
        below.add_run(text)
        instruction = OxmlElement("w:instrText")
        instruction.text = f" {code} "
        for part in (_made("fldChar", fldCharType="begin"), instruction, _made("fldChar", fldCharType="separate")):
            below.add_run()._r.append(part)
        below.add_run("1")
        below.add_run()._r.append(_made("fldChar", fldCharType="end"))


if __name__ == "__main__":
    main()

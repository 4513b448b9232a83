"""Word documents: a template's fields filled with texts, tables and pictures, in which nothing is markup.

Slow to import: only what writes or checks such files imports it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from core.charts.printed import PRINT
from core.charts.text_fit import Type, longest_word, plain
from core.documents.template_kinds import Made

WIDE_CM = 17.0
# The style that the contents stand under, and those of its lines by the headings that they lead to.
_CONTENTS, _LISTED = "TOC Heading", {"Heading 1": "toc 1", "Heading 2": "toc 2"}
# Of one heading there is nothing to list.
_LEAST_LISTED = 2
_POINTS_A_CM, _CELL_CM = 28.35, 0.12
_LARGEST, _LEAST = 8.5, 4.0
_EMPTY = re.compile(r"\A\s*\Z")


@dataclass(frozen=True)
class Picture:
    """A picture with its width, and WORDS for whoever does not see it."""

    content: bytes
    wide_cm: float
    words: str


@dataclass(frozen=True)
class Columns:
    """How wide the columns of the table with HEADS are, as parts of the whole, 1 together."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    fits_words: bool = False


@dataclass(frozen=True)
class Filled:
    """What a document says: its TITLE, what it is about, its fields, and its tables' columns."""

    title: str
    subject: str
    fields: Mapping[str, Any]
    columns: Sequence[Columns] = ()
    listed: int = 2


def word(made: Made, filled: Filled) -> bytes:
    """The document of FILLED in the template of MADE."""
    template = DocxTemplate(io.BytesIO(made.content))
    template.render(dict(filled.fields), environment(template))
    document = template.docx
    _keep_with_headings(document)
    _list_headings(document, filled.listed)
    shares = {one.heads: one for one in filled.columns}
    for table in document.tables:
        heads = tuple(cell.text for cell in table.rows[0].cells)
        if heads in shares:
            _widen(table, shares[heads])
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.subject, told.language = plain(filled.title)[:255], plain(filled.subject)[:255], "sv-SE"
    told.category = made.said
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def environment(template: Any = None) -> ImmutableSandboxedEnvironment:
    """What fields are read by: nothing of Python is reached, and what is put in is escaped."""

    def put(value: object) -> object:
        if isinstance(value, Picture):
            return _drawn(template, value)
        return "\n".join(map(plain, value.split("\n"))) if isinstance(value, str) else value

    found = ImmutableSandboxedEnvironment(autoescape=True, finalize=put)
    found.globals.clear()
    found.filters.clear()
    found.tests.clear()
    return found


def _drawn(template: Any, picture: Picture) -> Markup:
    inline = template.current_rendering_part.new_pic_inline(io.BytesIO(picture.content), Cm(picture.wide_cm))
    inline.docPr.set("descr", plain(picture.words))
    # It ends the run that its field stands in, and begins another.
    return Markup('</w:t></w:r><w:r><w:drawing>{}</w:drawing></w:r><w:r><w:t xml:space="preserve">').format(
        Markup(inline.xml)  # noqa: S704 - the library's own element
    )


def _keep_with_headings(document: Any) -> None:
    """What stands under a heading, and the next line: no page ends with a heading and a line."""
    headings = {style.style_id for style in document.styles if style.name.startswith("Heading")}
    for one, after in pairwise(document.paragraphs):
        if one._p.style in headings and after.text.strip():
            after.paragraph_format.keep_with_next = True


def _list_headings(document: Any, most: int) -> None:
    """Links to all headings under the contents, in a field that the program can make anew with the pages' numbers."""
    ids = {style.name: style.style_id for style in document.styles}
    levels = {
        ids[name]: document.styles[line] for name, line in list(_LISTED.items())[:most] if {name, line} <= set(ids)
    }
    paragraphs = document.paragraphs
    at = next((n for n, one in enumerate(paragraphs) if one._p.style == ids.get(_CONTENTS, "")), None)
    listed = [one for one in paragraphs if one._p.style in levels and one.text.strip()]
    if at is None:
        return
    under, *rest = paragraphs[at:]
    if len(listed) < _LEAST_LISTED:
        # Without contents, what comes after them begins their page.
        under._p.getparent().remove(under._p)
        if rest:
            rest[0].paragraph_format.page_break_before = True
        return
    after = under._p
    for n, heading in enumerate(listed):
        name = f"_Toc{n + 1:06}"
        heading._p.insert(1 if heading._p.pPr is not None else 0, _made("bookmarkStart", id=str(n + 1), name=name))
        heading._p.append(_made("bookmarkEnd", id=str(n + 1)))
        line = document.add_paragraph(style=levels[heading._p.style])
        if n == 0:
            _begin(line, f'TOC \\o "1-{most}" \\h \\n')
        link = _made("hyperlink", anchor=name)
        link.append(line.add_run(heading.text)._r)
        line._p.append(link)
        if n + 1 == len(listed):
            line.add_run()._r.append(_made("fldChar", fldCharType="end"))
        after.addnext(line._p)
        after = line._p


def _begin(paragraph: Any, code: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    for part in (_made("fldChar", fldCharType="begin"), instruction, _made("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)


def _made(tag: str, **told: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, text in told.items():
        element.set(qn(f"w:{name}"), text)
    return element


def _widen(table: Any, asked: Columns) -> None:
    """Let TABLE's columns be as wide as ASKED, and its figures so small that no word is broken where that is asked."""
    widths = [round(share * WIDE_CM * _POINTS_A_CM * 20) for share in asked.shares]
    grid = table._tbl.tblGrid
    for old in list(grid):
        grid.remove(old)
    for wide in widths:
        grid.append(_made("gridCol", w=str(wide)))
    for row in table._tbl.tr_lst:
        for cell, wide in zip(row.tc_lst, widths, strict=False):
            cell.width = wide * 635
    if asked.fits_words:
        # The first column has names, which are broken at spaces.
        _shrink([tc for row in table._tbl.tr_lst for tc in row.tc_lst[1:]], min(widths[1:], default=0) / 20)


def _shrink(cells: Sequence[Any], wide: float) -> None:
    """One size for CELLS, each WIDE points, in which no word of theirs is broken; their texts in the middle."""
    texts = [t.text for cell in cells for t in cell.iter(qn("w:t")) if t.text]
    widest = max((longest_word(text, Type(PRINT, 1, bold=True)) for text in texts), default=0)
    size = max(_LEAST, int(2 * (wide - _CELL_CM * _POINTS_A_CM) / widest) / 2) if widest else _LARGEST
    for cell in cells:
        cell.get_or_add_tcPr().vAlign_val = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for run in cell.iter(qn("w:r")) if size < _LARGEST else ():
            run.get_or_add_rPr().sz_val = Pt(size)

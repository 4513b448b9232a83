"""Texts, bars and symbols on a PowerPoint slide, all of them shapes that can be changed there."""

from __future__ import annotations

from typing import Any

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from core.charts.looks import TONES
from core.charts.scales import Box
from core.charts.symbol_shapes import CURRENT, Ellipse, Outline, Pen, Rectangle, Shape, symbol_shapes
from core.charts.text_fit import plain
from core.features.decks.pptx_theme import points, rgb, units
from core.features.decks.slide_parts import Paragraph, RulePart, SymbolPart, TextPart
from core.features.decks.slide_plan import BULLET, COLUMN_GAP

_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_GRID = 1000
# Any will do: it only tells the fields of one text from each other.
_NUMBER_ID = "{6B9B2B1C-5C0E-4B7E-9B1E-2F1C1D1A0A01}"


def place(shape: Any, box: Box) -> None:
    """Put SHAPE in BOX."""
    shape.left, shape.top, shape.width, shape.height = (units(v) for v in (box.x, box.y, box.w, box.h))


def describe(shape: Any, name: str, words: str) -> None:
    """NAME in the list of shapes, and WORDS for whoever does not see it."""
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("name", plain(name))
    properties.set("descr", plain(words))


def decorative(shape: Any) -> None:
    """Let readers of screens pass SHAPE by."""
    extension = (
        f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )
    next(shape._element.iter(qn("p:cNvPr"))).append(parse_xml(extension))


def add_text(slide: Any, part: TextPart) -> None:
    """PART on SLIDE; in the layout's own place for titles and bodies, so that the outline has them."""
    shape = _text_shape(slide, part)
    shape.name = plain(part.name)
    place(shape, part.box)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = units(part.pad)
    if part.fill:
        fill(shape, part.fill)
    if part.edge:
        shape.line.color.rgb, shape.line.width = rgb(part.edge), Pt(1)
    for n, said in enumerate(part.paragraphs):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        _paragraph(paragraph, said, part, is_last=n + 1 == len(part.paragraphs))
    if part.columns > 1:
        body = frame._txBody.bodyPr
        body.set("numCol", str(part.columns))
        body.set("spcCol", str(units(COLUMN_GAP)))


def _text_shape(slide: Any, part: TextPart) -> Any:
    if part.role == "title":
        return slide.shapes.title
    if part.role == "body":
        return slide.placeholders[1]
    return slide.shapes.add_textbox(0, 0, 1, 1)


def _paragraph(paragraph: Any, said: Paragraph, part: TextPart, *, is_last: bool) -> None:
    paragraph.alignment = _ALIGN[part.align]
    paragraph.line_spacing = Pt(points(said.size * part.leading))
    paragraph.space_before = Pt(0)
    paragraph.space_after = Pt(0 if is_last else points(part.gap))
    run(paragraph, said.text.removesuffix(part.number), said.size, bold=said.bold, colour=said.colour)
    if part.number:
        _number(paragraph, part.number.partition(" ")[0], said)
    properties = paragraph._p.get_or_add_pPr()
    hang = units(BULLET * said.size) if part.is_bulleted else 0
    properties.set("marL", str(int(hang)))
    properties.set("indent", str(-int(hang)))
    mark = f'<a:buFont {nsdecls("a")} typeface="Arial"/>', f'<a:buChar {nsdecls("a")} char="•"/>'
    for xml in mark if part.is_bulleted else (f"<a:buNone {nsdecls('a')}/>",):
        properties.append(parse_xml(xml))


def _number(paragraph: Any, number: str, said: Paragraph) -> None:
    """NUMBER at the end of PARAGRAPH, which the program changes when slides come, go and move."""
    run(paragraph, number, said.size, bold=said.bold, colour=said.colour)
    element = paragraph.runs[-1]._r
    field = element.makeelement(qn("a:fld"), {"id": _NUMBER_ID, "type": "slidenum"})
    field.extend(list(element))
    element.getparent().replace(element, field)


def run(paragraph: Any, text: str, size: float, *, bold: bool, colour: str) -> None:
    """TEXT at the end of PARAGRAPH, spelt as Swedish."""
    added = paragraph.add_run()
    added.text = text
    letters = added.font
    letters.size, letters.bold, letters.color.rgb = Pt(points(size)), bold, rgb(colour)
    letters.language_id = MSO_LANGUAGE_ID.SWEDISH


def fill(shape: Any, colour: str) -> None:
    """SHAPE's ground in COLOUR."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)


def add_rule(slide: Any, part: RulePart) -> None:
    """A plain bar."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 1, 1)
    place(shape, part.box)
    _without_style(shape)
    fill(shape, part.colour)
    shape.line.fill.background()
    shape.name = "Linje"
    decorative(shape)


def add_symbol(slide: Any, part: SymbolPart) -> None:
    """A signal's symbol as a group of shapes."""
    group = slide.shapes.add_group_shape()
    tone = TONES.get(part.signal.tone, TONES["none"])
    for one in symbol_shapes(part.signal.symbol):
        _add_shape(group, one, part.box, tone)
    describe(group, part.signal.words, part.words)


def _add_shape(group: Any, one: Shape, box: Box, tone: str) -> None:
    side = box.w
    match one:
        case Ellipse():
            shape = group.shapes.add_shape(MSO_SHAPE.OVAL, 0, 0, 1, 1)
            x, y, radius = one.middle[0] - one.radius, one.middle[1] - one.radius, 2 * one.radius
            place(shape, Box(box.x + x * side, box.y + y * side, radius * side, radius * side))
        case Rectangle():
            shape = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, 0, 0, 1, 1)
            x, y = one.corner
            place(shape, Box(box.x + x * side, box.y + y * side, one.width * side, one.height * side))
            shape.adjustments[0] = one.radius / min(one.width, one.height)
        case Outline():
            shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 1, 1)
            place(shape, Box(box.x, box.y, side, side))
            properties = shape._element.spPr
            properties.replace(properties.find(qn("a:prstGeom")), parse_xml(_geometry(one)))
    _without_style(shape)
    _draw(shape, one.pen, side, tone)


def _geometry(one: Outline) -> str:
    """ONE's steps as PowerPoint writes them, in thousandths of the symbol's side."""
    tags = {"M": "moveTo", "L": "lnTo", "Q": "quadBezTo", "Z": "close"}
    steps = "".join(
        f"<a:{tags[step]}>"
        + "".join(f'<a:pt x="{round(x * _GRID)}" y="{round(y * _GRID)}"/>' for x, y in given)
        + f"</a:{tags[step]}>"
        for step, given in one.steps
    )
    closed = "" if one.pen.fill else ' fill="none"'
    return (
        f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_GRID}" h="{_GRID}"{closed}>{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _draw(shape: Any, pen: Pen, side: float, tone: str) -> None:
    ground, stroke = (tone if colour == CURRENT else colour for colour in (pen.fill, pen.stroke))
    if ground:
        fill(shape, ground)
    else:
        shape.fill.background()
    if not stroke:
        shape.line.fill.background()
        return
    shape.line.color.rgb = rgb(stroke)
    shape.line.width = units(pen.width * side)
    line = shape.line._get_or_add_ln()
    line.set("cap", "rnd")
    if pen.is_dashed:
        line.append(parse_xml(f'<a:prstDash {nsdecls("a")} val="sysDash"/>'))
    line.append(parse_xml(f"<a:round {nsdecls('a')}/>"))


def _without_style(shape: Any) -> None:
    """The theme's shadows and edges have no place here."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)

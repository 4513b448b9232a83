"""Texts in a template's placeholders, and bars and symbols as shapes that can be changed."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from core.charts.looks import QUIET, TONES
from core.charts.scales import Box
from core.charts.symbol_shapes import CURRENT, Ellipse, Outline, Pen, Rectangle, Shape, symbol_shapes
from core.charts.text_fit import plain
from core.documents.deck_template import Spot
from core.features.decks.pptx_theme import points, run, solid, units
from core.features.decks.slide_parts import Paragraph, RulePart, SymbolPart, TextPart
from core.features.decks.slide_plan import BULLET, COLUMN_GAP

_ALIGN = {"left": "l", "right": "r", "center": "ctr"}
_GRID = 1000
# Any will do: it only tells the fields of one text from each other.
_NUMBER_ID = "{6B9B2B1C-5C0E-4B7E-9B1E-2F1C1D1A0A01}"
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_NEAR = 0.5
_MOST_SPACING, _CLOSE = 1.12, '<a:lnSpc><a:spcPct val="108000"/></a:lnSpc>'
_SEVERAL = ("outcome", "signal", "comment")
_NO_ROOM = '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>'
_MEASURED = ("body", "lost", *_SEVERAL)


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
    next(shape._element.iter(qn("p:cNvPr"))).append(parse_xml(_DECORATIVE.replace(">", f" {nsdecls('a')}>", 1)))


def fill_spot(shape: Any, spot: Spot, part: TextPart) -> None:
    """PART in the placeholder SHAPE: in the template's own place, size and colours where the plan has the same."""
    if part.box != spot.box:
        place(shape, part.box if part.pad else spot.around(part.box))
    _write(shape._element.txBody, part, spot)


def add_text(slide: Any, part: TextPart) -> None:
    """PART on SLIDE where the template has no place for it."""
    shape = slide.shapes.add_textbox(0, 0, 1, 1)
    shape.name = plain(part.name)
    place(shape, part.box)
    body, pad = shape._element.txBody, str(units(part.pad))
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.bodyPr.set(side, pad)
    body.bodyPr.set("wrap", "square")
    if part.fill:
        shape._element.spPr.append(parse_xml(solid(part.fill).replace(">", f" {nsdecls('a')}>", 1)))
    _write(body, part, None)


def _write(body: Any, part: TextPart, spot: Spot | None) -> None:
    if part.columns > 1:
        body.bodyPr.set("numCol", str(part.columns))
        body.bodyPr.set("spcCol", str(units(COLUMN_GAP)))
    said = "".join(
        _paragraph(one, part, spot, is_last=n + 1 == len(part.paragraphs)) for n, one in enumerate(part.paragraphs)
    )
    for old in body.findall(qn("a:p")):
        body.remove(old)
    body.extend(list(parse_xml(f"<p:txBody {nsdecls('a', 'p')}>{said}</p:txBody>")))


def _paragraph(said: Paragraph, part: TextPart, spot: Spot | None, *, is_last: bool) -> str:
    text = said.text.removesuffix(part.number)
    size, bold, colour = said.size, said.bold, said.colour
    if spot is None:
        around = (
            f'<a:pPr marL="0" indent="0" algn="{_ALIGN[part.align]}"><a:lnSpc>'
            f'<a:spcPts val="{round(points(size * part.leading) * 100)}"/></a:lnSpc><a:buNone/></a:pPr>'
        )
        runs = [run(text, size, bold=bold, colour=colour)] if text else []
        runs += _number(part.number, size) if part.number else []
        return f"<a:p>{around}{''.join(runs)}</a:p>"
    level = _level(said, part)
    own = spot.sizes[level] if abs(spot.sizes[level] - size) > _NEAR else None
    written = None if own is None and spot.sizes[level] else size
    runs = [run(text, written)] if text else []
    runs += _number(part.number, written) if part.number else []
    return f"<a:p>{_around(part, level, size, spot, is_last=is_last)}{''.join(runs)}</a:p>"


def _level(said: Paragraph, part: TextPart) -> int:
    """Which of the template's levels a paragraph is: what is said first, what stands back, what is strong again."""
    if part.role not in ("outcome", "signal") or said is part.paragraphs[0]:
        return 0
    return 1 if said.colour == QUIET else 2


def _around(part: TextPart, level: int, size: float, spot: Spot, *, is_last: bool) -> str:
    # What lies under what has been measured gives way to nothing: lines may not be further apart than it was with.
    close = _CLOSE if spot.spacing > _MOST_SPACING and part.role in _MEASURED else ""
    if part.role in _SEVERAL:
        # The master's texts have room after them, which its other places have from it unless the paragraph says no.
        return f'<a:pPr lvl="{level}">{close}{_NO_ROOM}</a:pPr>'
    if part.role != "body":
        return f"<a:pPr>{close}</a:pPr>" if close else ""
    hang = units(BULLET * size) if part.is_bulleted else 0
    after = 0 if is_last else round(points(part.gap) * 100)
    mark = "" if part.is_bulleted else "<a:buNone/>"
    return f'<a:pPr marL="{hang}" indent="{-hang}">{close}<a:spcAft><a:spcPts val="{after}"/></a:spcAft>{mark}</a:pPr>'


def _number(number: str, size: float | None) -> list[str]:
    """NUMBER ("3 av 6"), the first of which the program changes when slides come, go and move."""
    first, gap, rest = number.partition(" ")
    tag = f'fld id="{_NUMBER_ID}" type="slidenum"'
    return [run(first, size, tag=tag), *([run(f"{gap}{rest}", size)] if rest else [])]


def add_rule(slide: Any, part: RulePart) -> None:
    """A plain bar."""
    tree, looks = slide.shapes._spTree, _preset("rect") + solid(part.colour)
    tree.append(parse_xml(_sp(len(tree) + 100, "Linje", part.box, looks, _DECORATIVE)))


def _sp(number: int, name: str, box: Box, looks: str, inner: str = "") -> str:
    x, y, wide, high = (round(one) for one in (units(box.x), units(box.y), units(box.w), units(box.h)))
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}>{inner}</p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'{looks}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="sv-SE"/></a:p></p:txBody></p:sp>'
    )


def add_symbol(slide: Any, part: SymbolPart) -> None:
    """A signal's symbol as a group of shapes."""
    tree, box = slide.shapes._spTree, part.box
    tone = TONES.get(part.signal.tone, TONES["none"])
    x, y, side = units(box.x), units(box.y), units(box.w)
    told = f"name={quoteattr(plain(part.signal.words))} descr={quoteattr(plain(part.words))}"
    inner = units(_GRID)
    group = (
        f'<p:grpSp {nsdecls("p", "a")}><p:nvGrpSpPr><p:cNvPr id="{len(tree) + 100}" {told}/><p:cNvGrpSpPr/><p:nvPr/>'
        f'</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{side}" cy="{side}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{inner}" cy="{inner}"/></a:xfrm></p:grpSpPr>'
        f"{_symbol(part.signal.symbol, tone, box.w)}</p:grpSp>"
    )
    tree.append(parse_xml(group))


@cache
def _symbol(symbol: str, tone: str, side: float) -> str:
    """The shapes of SYMBOL in a square of _GRID, with strokes for one whose side is SIDE."""
    return "".join(_drawn(one, n, tone, side) for n, one in enumerate(symbol_shapes(symbol), 200))


def _drawn(one: Shape, number: int, tone: str, side: float) -> str:
    match one:
        case Ellipse():
            (x, y), radius = one.middle, one.radius
            box, form = Box(x - radius, y - radius, 2 * radius, 2 * radius), _preset("ellipse")
        case Rectangle():
            x, y = one.corner
            round_ = round(one.radius / min(one.width, one.height) * 100_000)
            box, form = (
                Box(x, y, one.width, one.height),
                _preset("roundRect", f'<a:gd name="adj" fmla="val {round_}"/>'),
            )
        case Outline():
            box, form = Box(0, 0, 1, 1), _outline(one)
    scaled = Box(*(v * _GRID for v in (box.x, box.y, box.w, box.h)))
    return _sp(number, "Form", scaled, form + _pen(one.pen, side, tone))


def _preset(name: str, adjusted: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjusted}</a:avLst></a:prstGeom>'


def _outline(one: Outline) -> str:
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
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_GRID}" h="{_GRID}"{closed}>{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _pen(pen: Pen, side: float, tone: str) -> str:
    """Fill and stroke; the signals' colours are the same whatever the template's are."""
    ground, stroke = (tone if colour == CURRENT else colour for colour in (pen.fill, pen.stroke))
    filled = f'<a:solidFill><a:srgbClr val="{ground.upper()}"/></a:solidFill>' if ground else "<a:noFill/>"
    if not stroke:
        return f"{filled}<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDash"/>' if pen.is_dashed else ""
    return (
        f'{filled}<a:ln w="{units(pen.width * side)}" cap="rnd"><a:solidFill><a:srgbClr val="{stroke.upper()}"/>'
        f"</a:solidFill>{dash}<a:round/></a:ln>"
    )

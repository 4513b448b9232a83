"""Writes the product's deck template anew: ``core/documents/templates/bildspel.pptx``.

The file is the truth: whoever wants another look opens it in PowerPoint (Visa, Bildbakgrund) and changes it there. This
made it the first time, and makes it again where all of it is to be thrown over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

FILE = Path(__file__).parents[1] / "core/documents/templates/bildspel.pptx"
UNIT = 9525  # of 1280 x 720 to the slide
COLOURS = {
    "dk1": "18242F",
    "lt1": "FFFFFF",
    "dk2": "0B3A5B",
    "lt2": "E3E8EC",
    "accent1": "0A5C7A",
    "accent2": "1B7F4F",
    "accent3": "7A2E6E",
    "accent4": "C0392B",
    "accent5": "52616D",
    "accent6": "8FA0AD",
    "hlink": "0A5C7A",
    "folHlink": "7A2E6E",
}
STRONG, QUIET = "tx1", "accent5"


@dataclass(frozen=True)
class Level:
    """How a level of a text is written: its size (of 720), and the theme's colour."""

    size: float
    colour: str = STRONG
    is_bold: bool = False
    bullet: bool = False


@dataclass(frozen=True)
class Place:
    """A placeholder: its name, by which the product finds it, its type and number, and where it is."""

    name: str
    type: str
    idx: int
    box: tuple[float, float, float, float]
    levels: tuple[Level, ...] = ()
    anchor: str = "t"
    align: str = "l"
    spacing: int = 108
    looks: str = "<a:noFill/>"
    pad: float = 0
    prompt: str = ""


SUBTITLE = Level(22, QUIET)
AROUND = (
    Place("Sidfot", "ftr", 20, (72, 664, 430, 40), (Level(18, QUIET),)),
    Place("Källa", "body", 21, (510, 664, 604, 40), (Level(18, QUIET),), align="r"),
    Place("Bildnummer", "sldNum", 22, (1122, 664, 86, 40), (Level(18, QUIET),), align="r"),
    Place(
        "Märke",
        "body",
        23,
        (932, 7, 276, 28),
        (Level(18, STRONG, is_bold=True),),
        align="ctr",
        anchor="ctr",
        looks='<a:solidFill><a:srgbClr val="FDF3D7"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        '<a:srgbClr val="8A6300"/></a:solidFill></a:ln>',
    ),
)


def title(box: tuple[float, float, float, float], size: float) -> Place:
    """The title of a layout, at the bottom of its place: what is under it stands close."""
    return Place("Rubrik", "title", 0, box, (Level(size, STRONG, is_bold=True),), anchor="b", spacing=98)


HEAD = (
    title((72, 40, 1136, 116), 46),
    Place("Underrubrik", "body", 10, (72, 160, 1136, 48), (SUBTITLE,)),
)
OUTCOME = (Level(40, STRONG, is_bold=True), Level(20, QUIET), Level(20, STRONG, is_bold=True))
SIGNAL = (Level(24, STRONG, is_bold=True), Level(20, QUIET))
SAID = (
    Place("Kommentar", "body", 16, (90, 540, 1118, 96), (Level(18),), anchor="b"),
    Place(
        "Äldre siffror",
        "body",
        17,
        (72, 222, 1136, 62),
        (Level(18),),
        looks='<a:solidFill><a:srgbClr val="FDF3D7"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        '<a:srgbClr val="8A6300"/></a:solidFill></a:ln>',
        pad=8,
    ),
)


def signals(x: float, wide: float) -> tuple[Place, ...]:
    """The places of three signals."""
    return tuple(Place(f"Signal {n}", "body", 12 + n, (x, 228 + 102 * n, wide, 98), SIGNAL) for n in (1, 2, 3))


LAYOUTS: dict[str, tuple[Place, ...]] = {
    "Titel": (
        title((112, 150, 1056, 250), 68),
        Place("Underrubrik", "body", 10, (112, 432, 1056, 90), (Level(30, QUIET),)),
    ),
    "Text": (*HEAD, Place("Text", "body", 1, (72, 222, 1136, 414), (Level(40, bullet=True),), spacing=111)),
    "Berättelse": (
        *HEAD,
        Place("Diagram", "chart", 11, (72, 222, 716, 414), (Level(18, QUIET),)),
        Place("Utfall", "body", 12, (840, 222, 368, 110), OUTCOME),
        *signals(902, 306),
        *SAID,
    ),
    "Berättelse utan diagram": (
        *HEAD,
        Place("Utfall", "body", 12, (72, 222, 1136, 110), (Level(96, is_bold=True), *OUTCOME[1:])),
        *signals(134, 1074),
        *SAID,
    ),
    "Tabell": (
        title((72, 38, 1136, 84), 36),
        Place("Underrubrik", "body", 10, (72, 124, 1136, 30), (SUBTITLE,)),
        Place("Tabell", "tbl", 18, (72, 162, 1136, 440), (Level(18),)),
        Place("Teckenförklaring", "body", 19, (72, 612, 1136, 26), (Level(18, QUIET),)),
    ),
    "Rubrik": HEAD,
}


def shape(place: Place, n: int) -> Any:
    """PLACE as number N of a layout."""
    x, y, wide, high = (round(one * UNIT) for one in place.box)
    levels = "".join(level(one, k, place) for k, one in enumerate(place.levels, 1))
    number = f' idx="{place.idx}"' if place.idx else ""
    size = ' sz="quarter"' if place.type in ("ftr", "sldNum") else ""
    text = (
        '<a:fld id="{6B9B2B1C-5C0E-4B7E-9B1E-2F1C1D1A0A01}" type="slidenum"><a:rPr lang="sv-SE"/><a:t>1</a:t></a:fld>'
        if place.type == "sldNum"
        else f'<a:r><a:rPr lang="sv-SE"/><a:t>{place.prompt or place.name}</a:t></a:r>'
    )
    pad = round(place.pad * UNIT)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{n}" name="{place.name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.type}"{size}{number}/></p:nvPr>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{place.looks}</p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="{pad}" tIns="{pad}" rIns="{pad}" bIns="{pad}" '
        f'anchor="{place.anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle>'
        f"<a:p>{text}</a:p></p:txBody></p:sp>"
    )


def level(one: Level, number: int, place: Place) -> str:
    """The style of a level."""
    hang = round(1.1 * one.size * UNIT) if one.bullet else 0
    mark = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if one.bullet else "<a:buNone/>"
    after = f'<a:spcAft><a:spcPts val="{round(one.size * 0.75 * 55)}"/></a:spcAft>' if one.bullet else ""
    return (
        f'<a:lvl{number}pPr marL="{hang}" indent="{-hang}" algn="{place.align}">'
        f'<a:lnSpc><a:spcPct val="{place.spacing}000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>{after}{mark}'
        f'<a:defRPr sz="{round(one.size * 75)}" b="{int(one.is_bold)}" i="0">'
        f'<a:solidFill><a:schemeClr val="{one.colour}"/></a:solidFill>'
        f'<a:latin typeface="+m{"j" if place.type == "title" else "n"}-lt"/></a:defRPr></a:lvl{number}pPr>'
    )


def bar(n: int, name: str, box: tuple[float, float, float, float], colour: str) -> Any:
    """A plain bar, which readers of screens pass by."""
    x, y, wide, high = (round(one * UNIT) for one in box)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{n}" name="{name}"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        '</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="sv-SE"/></a:p>'
        "</p:txBody></p:sp>"
    )


def clear(page: Any) -> Any:
    """PAGE's tree of shapes, without any."""
    tree = page.shapes._spTree
    for one in list(page.shapes):
        tree.remove(one._element)
    return tree


def colour(deck: Any) -> None:
    """The theme's colours, fonts and name."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode()
    for name, value in COLOURS.items():
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{value}"/>\g<2>', text, flags=re.DOTALL)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', r"\g<1>Arial", text)
    text = re.sub(r'(<a:theme [^>]*name=")[^"]*', r"\g<1>Nyckeltal", text)
    part._blob = re.sub(r'(<a:(?:clrScheme|fontScheme) name=")[^"]*', r"\g<1>Nyckeltal", text).encode()


def main() -> None:
    """Write the file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(1280 * UNIT), Emu(720 * UNIT)
    colour(deck)
    master = deck.slide_master
    tree = clear(master)
    body = Place("Text", "body", 1, (72, 222, 1136, 414), (Level(30, bullet=True),))
    for n, place in enumerate((HEAD[0], body, *(one for one in AROUND if one.type != "body")), 2):
        tree.append(shape(place, n))
    tree.append(bar(20, "Linje", (72, 658, 1136, 1), "bg2"))
    for n, (layout, (name, places)) in enumerate(zip(list(deck.slide_layouts), LAYOUTS.items(), strict=False)):
        layout.name = name
        layout._element.set("preserve", "1")
        layout._element.attrib.pop("type", None)
        tree = clear(layout)
        for k, place in enumerate((*places, *AROUND), 2):
            tree.append(shape(place, k))
        if n == 0:
            tree.append(bar(30, "Streck", (112, 412, 120, 6), "accent1"))
    for layout in list(deck.slide_layouts)[len(LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    for styles in master._element.find(qn("p:txStyles")):
        for spacing in list(styles.iter(qn("a:spcBef"))):
            spacing.getparent().remove(spacing)
    told = deck.core_properties
    told.title, told.language, told.author, told.last_modified_by = "Bildspel", "sv-SE", "", ""
    deck.save(str(FILE))


if __name__ == "__main__":
    main()

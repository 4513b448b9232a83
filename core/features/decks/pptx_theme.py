"""How colours, lengths and texts are written in a PowerPoint file: by the template's theme where it has them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Emu

from core.charts.looks import ACCENT, AIM, AIM_TEXT, LINE, LINES, QUIET, TEXT, WHITE
from core.documents.deck_template import UNIT

# Our colours that a template has its own for. The signals' are the same everywhere.
_THEME = {
    TEXT: "tx1",
    WHITE: "bg1",
    LINES["own"].colour: "tx2",
    LINE: "bg2",
    ACCENT: "accent1",
    AIM: "accent2",
    AIM_TEXT: "accent2",
    LINES["women"].colour: "accent3",
    QUIET: "accent5",
    LINES["county"].colour: "accent6",
}


def units(value: float) -> Emu:
    """A length of the stage in the file's."""
    return Emu(round(value * UNIT))


def points(size: float) -> float:
    """A size of the stage as a font's: half points are what the programs show."""
    return round(size * 0.75 * 2) / 2


def paint(format_: Any, colour: str) -> None:
    """Give a colour format COLOUR (hex without #)."""
    name = _THEME.get(colour.lower())
    if name:
        format_.theme_color = MSO_THEME_COLOR.from_xml(name)
    else:
        make: Any = RGBColor.from_string
        format_.rgb = make(colour.upper())


def solid(colour: str) -> str:
    """A fill of COLOUR (hex without #) as the format has it."""
    name = _THEME.get(colour.lower())
    inner = f'<a:schemeClr val="{name}"/>' if name else f'<a:srgbClr val="{colour.upper()}"/>'
    return f"<a:solidFill>{inner}</a:solidFill>"


def run(text: str, size: float | None, *, bold: bool | None = None, colour: str = "", tag: str = "r") -> str:
    """TEXT spelt as Swedish; what is not given is the template's."""
    told = "" if size is None else f' sz="{round(points(size) * 100)}"'
    told += "" if bold is None else f' b="{int(bold)}"'
    letters = f'<a:rPr lang="sv-SE"{told}>{solid(colour) if colour else ""}</a:rPr>'
    return f"<a:{tag}>{letters}<a:t>{escape(text)}</a:t></a:{tag.partition(' ')[0]}>"

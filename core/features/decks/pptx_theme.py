"""The empty presentation that slides are put into: 16:9, our colours and fonts, layouts with Swedish names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Emu

from core.charts.looks import ACCENT, LINES, TEXT, TONES
from core.features.decks.slide_parts import HEIGHT, INNER, LEFT, TOP, WIDTH

# 96 units to the inch: the stage of 1280 x 720 is 13.333 x 7.5 inches.
UNIT = 9525
FONT = "Arial"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WIDER = 4 / 3
# The layouts of python-pptx's own template that are kept: title, title and text, title only.
LAYOUTS = {0: "Titel", 1: "Rubrik och text", 5: "Rubrik"}
TITLE, WITH_BODY, TITLE_ONLY = 0, 1, 2
_SCHEME = {
    "dk1": TEXT,
    "lt1": "ffffff",
    "dk2": LINES["own"].colour,
    "lt2": "e3e8ec",
    "accent1": ACCENT,
    "accent2": TONES["good"],
    "accent3": "e2a300",
    "accent4": TONES["bad"],
    "accent5": LINES["group"].colour,
    "accent6": LINES["county"].colour,
}


def units(value: float) -> Emu:
    """A length of the stage in the file's."""
    return Emu(round(value * UNIT))


def rgb(colour: str) -> Any:
    """COLOUR (hex without #) as the library wants it."""
    make: Any = RGBColor.from_string
    return make(colour.upper())


def points(size: float) -> float:
    """A size of the stage as a font's: half points are what the programs show."""
    return round(size * 0.75 * 2) / 2


def empty(title: str, subject: str) -> Any:
    """A presentation without slides. Nobody is named as its author."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = units(WIDTH), units(HEIGHT)
    for n, layout in reversed(list(enumerate(deck.slide_layouts))):
        if n in LAYOUTS:
            layout.name = LAYOUTS[n]
            _widen(layout)
        else:
            deck.slide_layouts.remove(layout)
    _widen(deck.slide_master)
    _place_text(deck)
    _recolour(deck)
    told = deck.core_properties
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.subject, told.language = title, subject, "sv-SE"
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
    told.revision = 1
    return deck


def _widen(page: Any) -> None:
    """The template is 4:3: what stands on it is stretched to the width, its height is the same."""
    for shape in page.placeholders:
        if shape._element.spPr.find(f"{_DRAWING}xfrm") is not None:
            shape.left, shape.width = Emu(round(shape.left * _WIDER)), Emu(round(shape.width * _WIDER))


def _place_text(deck: Any) -> None:
    """Titles stand at the left and bold, so that slides that somebody adds look like the others."""
    for page in (deck.slide_master, *(deck.slide_layouts[n] for n in (WITH_BODY, TITLE_ONLY))):
        for shape in page.placeholders:
            kind = shape.placeholder_format.type
            if "TITLE" in str(kind):
                _put(shape, TOP, 140)
            elif "BODY" in str(kind) or "OBJECT" in str(kind):
                _put(shape, 200, 430)
    styles = deck.slide_master._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles")
    for properties in styles[0].iter(f"{_DRAWING}lvl1pPr"):
        properties.set("algn", "l")
        for letters in properties.iter(f"{_DRAWING}defRPr"):
            letters.set("sz", str(round(points(46) * 100)))
            letters.set("b", "1")


def _put(shape: Any, y: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (units(v) for v in (LEFT, y, INNER, high))


def _recolour(deck: Any) -> None:
    """The theme's fonts and colours, which the programs offer when somebody edits."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    for name, colour in _SCHEME.items():
        text = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', text, flags=re.DOTALL
        )
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    part._blob = text.encode("utf-8")

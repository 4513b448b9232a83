"""A deck's template as it is read: its layouts and placeholders by their Swedish names, their places and sizes.

Half a second to import: only what writes or reads such files imports it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from core.charts.scales import Box

# A slide is 1280 x 720 of these, in what the file measures by.
UNIT = 9525
HEADING, FOOT, NUMBER, SUBTITLE, SOURCE, MARK = "Rubrik", "Sidfot", "Bildnummer", "Underrubrik", "Källa", "Märke"
TEXT, CHART, TABLE, KEY = "Text", "Diagram", "Tabell", "Teckenförklaring"
OUTCOME, COMMENT, LOST = "Utfall", "Kommentar", "Äldre siffror"
SIGNALS = ("Signal 1", "Signal 2", "Signal 3")
_AROUND = (HEADING, SUBTITLE, FOOT, NUMBER, SOURCE, MARK)
_STORY = (*_AROUND, OUTCOME, *SIGNALS, COMMENT, LOST)
TITLE_PAGE, WITH_TEXT, STORY, WITHOUT_CHART, GLANCE, HEADING_ONLY = (
    "Titel",
    "Text",
    "Berättelse",
    "Berättelse utan diagram",
    "Tabell",
    "Rubrik",
)
# The layouts that a template must have, and the placeholders of each.
NEEDED: Mapping[str, tuple[str, ...]] = {
    TITLE_PAGE: _AROUND,
    WITH_TEXT: (*_AROUND, TEXT),
    STORY: (*_STORY, CHART),
    WITHOUT_CHART: _STORY,
    GLANCE: (*_AROUND, TABLE, KEY),
    HEADING_ONLY: _AROUND,
}
# Those that are what they are by their type, whatever they are called.
_BY_TYPE = {"title": HEADING, "ctrTitle": HEADING, "ftr": FOOT, "sldNum": NUMBER}
# What a placeholder that must be one of a type is, and what that is called in PowerPoint.
TYPES = {CHART: ("chart", "diagram"), TABLE: ("tbl", "tabell")}


@dataclass(frozen=True)
class Spot:
    """A placeholder of a layout: its number, type, place, and the size of each level's text (of 720; 0: not told)."""

    idx: int
    type: str
    box: Box
    sizes: tuple[float, ...]
    element: Any


@dataclass(frozen=True)
class Layout:
    """A layout, and its placeholders by name."""

    layout: Any
    spots: Mapping[str, Spot]


class DeckTemplate:
    """The template that CONTENT holds; ``file`` is an empty presentation that slides are put into."""

    def __init__(self, content: bytes) -> None:
        self.file = Presentation(io.BytesIO(content))
        self.fonts = _fonts(self.file)
        self.layouts = {one.name.strip(): Layout(one, dict(_spots(one))) for one in self.file.slide_layouts}

    def drop_slides(self) -> None:
        """Take away the slides that somebody has left in the template."""
        listed = self.file.slides._sldIdLst
        for one in list(listed):
            self.file.part.drop_rel(one.rId)
            listed.remove(one)


def _fonts(file: Any) -> tuple[str, ...]:
    """The theme's fonts, of headings and of texts."""
    theme = file.slide_master.part.part_related_by(RT.THEME).blob.decode("utf-8", "replace")
    return tuple(re.findall(r"<a:(?:major|minor)Font>\s*<a:latin typeface=\"([^\"]*)", theme))


def _spots(layout: Any) -> Iterator[tuple[str, Spot]]:
    for shape in layout.placeholders:
        ph = shape._element.ph
        kind = ph.get("type", "body")
        name = _BY_TYPE.get(kind, shape.name.strip())
        places = (shape.left, shape.top, shape.width, shape.height)
        if None not in places:
            x, y, wide, high = (one / UNIT for one in places)
            yield name, Spot(int(ph.get("idx", 0)), kind, Box(x, y, wide, high), _sizes(shape, layout), shape._element)


def _sizes(shape: Any, layout: Any) -> tuple[float, ...]:
    """The sizes of three levels, the layout's own, else the master's."""
    kind = shape._element.ph.get("type", "body")
    master = layout.slide_master._element
    styles = "titleStyle" if kind in ("title", "ctrTitle") else "bodyStyle"
    within = [shape._element.find(f".//{qn('a:lstStyle')}"), master.find(f".//{qn(f'p:{styles}')}")]
    return tuple(next(filter(None, (_size(one, n) for one in within)), 0.0) for n in (1, 2, 3))


def _size(styles: Any, level: int) -> float:
    found = None if styles is None else styles.find(f"{qn(f'a:lvl{level}pPr')}/{qn('a:defRPr')}")
    return 0.0 if found is None else int(found.get("sz", 0)) / 75

"""A deck's template as it is read: its layouts and placeholders by their Swedish names, their places and sizes.

Half a second to import: only what writes or reads such files imports it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
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
_HOLDERS = ("chart", "tbl")
_FONTS = {"mj": "major", "mn": "minor"}


# What a text keeps to the edges of its placeholder where the template says nothing, and the gap between its lines.
_INSETS = {"lIns": 91440, "tIns": 45720, "rIns": 91440, "bIns": 45720}
_TITLES = ("title", "ctrTitle")
# The presentation's list of sections, by its name in the format.
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


@dataclass(frozen=True)
class Spot:
    """A placeholder of a layout: its number, type, where its text goes, and how.

    ``insets`` are from the placeholder's edges (left, top, right, bottom) to ``box``; ``sizes`` each level's text's (of
    720; 0: not told); ``font`` the first's, ``spacing`` its lines' (1: close together), ``is_upper``: in capitals.
    """

    idx: int
    type: str
    box: Box
    insets: tuple[float, float, float, float]
    sizes: tuple[float, ...]
    font: str
    spacing: float
    is_upper: bool
    shape: Any

    @property
    def whole(self) -> Box:
        """The placeholder itself."""
        return self.around(self.box)

    def around(self, text: Box) -> Box:
        """Where the placeholder is when its text goes to TEXT."""
        left, top, right, bottom = self.insets
        return Box(text.x - left, text.y - top, text.w + left + right, text.h + top + bottom)


@dataclass(frozen=True)
class Layout:
    """A layout, and its placeholders by name."""

    layout: Any
    spots: Mapping[str, Spot]


class DeckTemplate:
    """The template that CONTENT holds; ``file`` is an empty presentation that slides are put into."""

    def __init__(self, content: bytes) -> None:
        self.file = Presentation(io.BytesIO(content))
        self.theme = parse_xml(self.file.slide_master.part.part_related_by(RT.THEME).blob)
        fonts = {f"+{short}-lt": _latin(self.theme.find(f".//{qn(f'a:{of}Font')}")) for short, of in _FONTS.items()}
        self.layouts = {one.name.strip(): Layout(one, dict(_spots(one, fonts))) for one in self.file.slide_layouts}

    def drop_slides(self) -> None:
        """Take away the slides that somebody has left in the template, and what goes by them: sections, own shows."""
        listed, root = self.file.slides._sldIdLst, self.file.part._element
        for one in list(listed):
            self.file.part.drop_rel(one.rId)
            listed.remove(one)
        for one in (*root.findall(qn("p:custShowLst")), *root.findall(f"{qn('p:extLst')}/{qn('p:ext')}")):
            if one.tag == qn("p:custShowLst") or one.get("uri") == SECTIONS:
                one.getparent().remove(one)


def styles_of(shape: Any, layout: Any, level: int) -> list[Any]:
    """How LEVEL (from 1) of a placeholder's text is: the layout's own, then the master's, as far as they say."""
    kind = shape._element.ph.get("type", "body")
    styles = "titleStyle" if kind in _TITLES else "bodyStyle" if kind == "body" else "otherStyle"
    way = qn(f"a:lvl{level}pPr")
    found = [one.find(f".//{qn('a:lstStyle')}/{way}") for one in _heirs(shape, layout)]
    found.append(layout.slide_master._element.find(f".//{qn(f'p:{styles}')}/{way}"))
    return [one for one in found if one is not None]


def _heirs(shape: Any, layout: Any) -> Iterator[Any]:
    """A placeholder of a layout, and the master's that it has the rest from."""
    kind = shape._element.ph.get("type", "body")
    yield shape._element
    for one in layout.slide_master.placeholders:
        if (of := one._element.ph.get("type", "body")) == kind or {of, kind} <= set(_TITLES):
            yield one._element
            return


def _spots(layout: Any, fonts: Mapping[str, str]) -> Iterator[tuple[str, Spot]]:
    for shape in layout.placeholders:
        ph = shape._element.ph
        kind = ph.get("type", "body")
        name = _BY_TYPE.get(kind, shape.name.strip())
        places = (shape.left, shape.top, shape.width, shape.height)
        if None in places:
            continue
        x, y, wide, high = (one / UNIT for one in places)
        left, top, right, bottom = insets = _insets(shape, layout) if kind not in _HOLDERS else (0.0, 0.0, 0.0, 0.0)
        box = Box(x + left, y + top, wide - left - right, high - top - bottom)
        styles = [styles_of(shape, layout, n) for n in (1, 2, 3)]
        sizes = tuple(next(filter(None, map(_size, of_level)), 0.0) for of_level in styles)
        font = next(filter(None, map(_latin, styles[0])), "+mj-lt" if kind in _TITLES else "+mn-lt")
        spacing = next(filter(None, map(_spacing, styles[0])), 1.0)
        upper = any(one.find(f"{qn('a:defRPr')}[@cap='all']") is not None for one in styles[0][:1])
        looks = (fonts.get(font, font), spacing, upper)
        yield name, Spot(int(ph.get("idx", 0)), kind, box, insets, sizes, *looks, shape)


def _insets(shape: Any, layout: Any) -> tuple[float, float, float, float]:
    bodies = [body.attrib for one in _heirs(shape, layout) if (body := one.find(f".//{qn('a:bodyPr')}")) is not None]
    left, top, right, bottom = (
        int(next((told[side] for told in bodies if side in told), usual)) / UNIT for side, usual in _INSETS.items()
    )
    return left, top, right, bottom


def _latin(within: Any) -> str:
    found = None if within is None else within.find(f".//{qn('a:latin')}")
    return "" if found is None else str(found.get("typeface", ""))


def _size(style: Any) -> float:
    found = style.find(qn("a:defRPr"))
    return 0.0 if found is None else int(found.get("sz", 0)) / 75


def _spacing(style: Any) -> float:
    found = style.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}")
    return 0.0 if found is None else int(str(found.get("val", 0)).rstrip("%") or 0) / 100_000

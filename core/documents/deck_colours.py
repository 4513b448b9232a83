"""The colours that a deck's template writes in and on, as far as they can be told: theme, master, layouts."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn

from core.charts.contrast import contrast
from core.documents.deck_template import DeckTemplate, Layout, Spot, styles_of

LEAST_CONTRAST = 4.5
_HEX = re.compile("[0-9A-F]{6}")
# The theme's colours that charts and tables are written in, as PowerPoint calls them.
_WRITTEN = {
    "tx1": "Text 1",
    "tx2": "Text 2",
    "accent1": "Dekorfärg 1",
    "accent2": "Dekorfärg 2",
    "accent3": "Dekorfärg 3",
    "accent5": "Dekorfärg 5",
}


class Palette:
    """The colours of TEMPLATE's theme by the names that its master gives them, hex."""

    def __init__(self, template: DeckTemplate) -> None:
        scheme = template.theme.find(f".//{qn('a:clrScheme')}")
        told = {} if scheme is None else {_local(one): _plain(one[0]) for one in scheme if len(one)}
        named = template.file.slide_master._element.find(qn("p:clrMap"))
        self._named = told | {name: told.get(of, "") for name, of in ({} if named is None else named.attrib).items()}

    def of(self, within: Any) -> str:
        """The colour in WITHIN (a fill, a background's reference), hex; '' where it is none that can be told."""
        found = None if within is None else next(within.iter(qn("a:srgbClr"), qn("a:schemeClr"), qn("a:sysClr")), None)
        if found is None:
            return ""
        colour = self.named(found.get("val", "")) if found.tag == qn("a:schemeClr") else _plain(found)
        return _shaded(colour, found) if colour else ""

    def named(self, name: str) -> str:
        """The theme's colour NAME."""
        return str(self._named.get(name, ""))


def hard_to_read(template: DeckTemplate, layouts: dict[str, Layout]) -> Iterator[tuple[str, str, str, float]]:
    """What of LAYOUTS is hard to read: which text, its colour, that of its ground, and their contrast."""
    palette = Palette(template)
    for name, layout in layouts.items():
        ground = _ground(layout, palette)
        texts = [(said, palette.named(one), ground) for one, said in _WRITTEN.items()]
        texts += [
            (f"Platshållaren ”{one}” i layouten ”{name}”", _text(spot, layout, palette), _fill(spot, palette) or ground)
            for one, spot in layout.spots.items()
        ]
        for said, colour, under in texts:
            if colour and under and (ratio := contrast(colour, under)) < LEAST_CONTRAST:
                yield said, colour, under, ratio


def _ground(layout: Layout, palette: Palette) -> str:
    """The ground of LAYOUT: its own, else the master's; a picture or a blend can not be told."""
    for one in (layout.layout._element, layout.layout.slide_master._element):
        found = one.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if found is not None:
            plain = found.find(f".//{qn('a:solidFill')}")
            return palette.of(plain if plain is not None else found.find(qn("p:bgRef")))
    return palette.named("bg1")


def _fill(spot: Spot, palette: Palette) -> str:
    return palette.of(spot.shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}"))


def _text(spot: Spot, layout: Layout, palette: Palette) -> str:
    fills = (one.find(f"{qn('a:defRPr')}/{qn('a:solidFill')}") for one in styles_of(spot.shape, layout.layout, 1))
    return next(filter(None, map(palette.of, fills)), palette.named("tx1"))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain(found: Any) -> str:
    colour = str(found.get("lastClr") or found.get("val", "")).upper()
    return colour if _HEX.fullmatch(colour) else ""


def _shaded(colour: str, found: Any) -> str:
    """COLOUR darker or lighter as FOUND says ("Text 1, ljusare 35 %")."""
    by = {_local(one): int(one.get("val", 0)) / 100_000 for one in found if _local(one) in ("lumMod", "lumOff")}
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = min(1.0, max(0.0, light * by.get("lumMod", 1.0) + by.get("lumOff", 0.0)))
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))

"""A stage of 1280 x 720, or another box, on a PDF page: y goes downwards, lengths are the stage's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from core.charts.looks import TONES, LineLook
from core.charts.print_fonts import font_name
from core.charts.scales import Box, Point
from core.charts.symbol_shapes import CURRENT, Ellipse, Outline, Pen, Rectangle, symbol_shapes
from core.charts.text_fit import Type, width

# Vera's own: how far letters reach over and under the line they stand on.
_ASCENT, _DESCENT = 0.928, 0.236

Align = Literal["left", "right", "center"]


def base_line(letters: Type) -> float:
    """How far under a line's top its letters stand."""
    return letters.size * ((letters.leading - _ASCENT - _DESCENT) / 2 + _ASCENT)


class Stage:
    """Draws on CANVAS with the corner at LEFT, TOP (points from the page's lower left) and lengths times SCALE."""

    def __init__(self, canvas: Canvas, left: float, top: float, scale: float) -> None:
        self._canvas, self._left, self._top, self._scale = canvas, left, top, scale

    def part(self, box: Box) -> Stage:
        """The stage whose corner is BOX's."""
        return Stage(self._canvas, *self._at((box.x, box.y)), self._scale)

    def _at(self, point: Point) -> Point:
        return self._left + point[0] * self._scale, self._top - point[1] * self._scale

    def text(self, place: Point, text: str, letters: Type, colour: str, align: Align = "left") -> None:
        """TEXT on one line that stands at PLACE."""
        canvas = self._canvas
        canvas.setFillColor(HexColor(f"#{colour}"))
        canvas.setFont(font_name(letters), letters.size * self._scale)
        draw = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}[align]
        draw(*self._at(place), text)

    def words(self, place: Point, text: str, letters: Type, colour: str) -> float:
        """TEXT at PLACE, and where it ends."""
        self.text(place, text, letters, colour)
        return place[0] + width(text, letters)

    def box(self, box: Box, *, fill: str = "", edge: str = "", edge_width: float = 1, radius: float = 0) -> None:
        """A rectangle, filled and edged where a colour is given."""
        self._pen(fill, edge, edge_width)
        x, y = self._at((box.x, box.y + box.h))
        size = box.w * self._scale, box.h * self._scale
        self._canvas.roundRect(x, y, *size, radius * self._scale, stroke=int(bool(edge)), fill=int(bool(fill)))

    def circle(self, middle: Point, radius: float, *, fill: str = "", edge: str = "", edge_width: float = 1) -> None:
        """A circle."""
        self._pen(fill, edge, edge_width)
        size = radius * self._scale
        self._canvas.circle(*self._at(middle), size, stroke=int(bool(edge)), fill=int(bool(fill)))

    def line(self, points: Sequence[Point], look: LineLook) -> None:
        """A line through POINTS."""
        self._pen("", look.colour, look.width)
        self._canvas.setDash([each * self._scale for each in look.dash] if look.dash else [])
        path = self._canvas.beginPath()
        path.moveTo(*self._at(points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(point))
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setDash([])

    def symbol(self, name: str, box: Box, tone: str) -> None:
        """The symbol NAME in BOX, which is square; nothing for one that does not exist."""
        colour = TONES.get(tone, TONES["none"])
        for one in symbol_shapes(name):
            fill, edge, wide = _colours(one.pen, colour, box.w)
            match one:
                case Ellipse():
                    middle = box.x + one.middle[0] * box.w, box.y + one.middle[1] * box.w
                    self.circle(middle, one.radius * box.w, fill=fill, edge=edge, edge_width=wide)
                case Rectangle():
                    x, y = one.corner
                    inner = Box(box.x + x * box.w, box.y + y * box.w, one.width * box.w, one.height * box.w)
                    if one.pen.is_dashed:
                        self._canvas.setDash([3 * box.w / 20 * self._scale, 2.4 * box.w / 20 * self._scale])
                    self.box(inner, fill=fill, edge=edge, edge_width=wide, radius=one.radius * box.w)
                    self._canvas.setDash([])
                case Outline():
                    self._outline(one, box, fill, edge, wide)

    def _outline(self, one: Outline, box: Box, fill: str, edge: str, wide: float) -> None:
        self._pen(fill, edge, wide)
        path = self._canvas.beginPath()
        here: Point = (0, 0)
        for step, given in one.steps:
            points = [self._at((box.x + x * box.w, box.y + y * box.w)) for x, y in given]
            if step == "M":
                path.moveTo(*points[0])
            elif step == "L":
                path.lineTo(*points[0])
            elif step == "Q":
                path.curveTo(*_between(here, points[0]), *_between(points[1], points[0]), *points[1])
            else:
                path.close()
            here = points[-1] if points else here
        self._canvas.drawPath(path, stroke=int(bool(edge)), fill=int(bool(fill)))

    def _pen(self, fill: str, edge: str, wide: float) -> None:
        canvas = self._canvas
        if fill:
            canvas.setFillColor(HexColor(f"#{fill}"))
        if edge:
            canvas.setStrokeColor(HexColor(f"#{edge}"))
            canvas.setLineWidth(wide * self._scale)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)


def _between(end: Point, control: Point) -> Point:
    """A control point of the cubic curve that a quadratic one is."""
    return end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3


def _colours(pen: Pen, tone: str, side: float) -> tuple[str, str, float]:
    fill, edge = (tone if colour == CURRENT else colour or "" for colour in (pen.fill, pen.stroke))
    return fill, edge, pen.width * side

"""Where texts go in a drawing full of dots: how wide they are, and places where they cover nothing that matters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width

# Left, top, right, bottom.
Box = tuple[float, float, float, float]

_AIR = 4.0
_LINE = 1.25
_FURTHER = (16.0, 32.0, 48.0, 64.0)


@dataclass(frozen=True)
class Text:
    """Words at (x, y), y being the line they stand on; ``anchor`` is SVG's text-anchor."""

    x: float
    y: float
    anchor: str
    words: str

    def box(self, size: float, *, bold: bool = False) -> Box:
        """What the words cover in SIZE."""
        wide = width(self.words, Type(SCREEN, size, bold))
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return (left, self.y - 0.8 * size, left + wide, self.y + 0.25 * size)


@dataclass(frozen=True)
class Named:
    """A dot that wants its name beside it; the BOLD one must have it."""

    x: float
    y: float
    radius: float
    name: str
    bold: bool = False

    @property
    def box(self) -> Box:
        """What the dot covers."""
        return (self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


def line_height(size: float) -> float:
    """From one line of text to the next."""
    return _LINE * size


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes cover a common part."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def place_names(dots: Sequence[Named], size: float, bounds: Box, taken: Iterable[Box] = ()) -> list[Text | None]:
    """A place for each name within BOUNDS, the first of DOTS choosing first; None where there is none.

    A name covers no other name, no dot of DOTS and nothing TAKEN, and is nearer its own dot than any other of them.
    """
    covered = [*taken, *(dot.box for dot in dots)]
    placed: list[Text | None] = []
    for dot in dots:
        others = [other for other in dots if other is not dot]
        places = [text for text in _around(dot, size) if _is_its_own(text, size, dot, others)]
        found = first_free(places, size, bounds, covered, bold=dot.bold)
        if found is None and dot.bold:
            found = _far_off(dot, size, bounds, covered)
        placed.append(found)
        if found:
            covered.append(found.box(size, bold=dot.bold))
    return placed


def _far_off(dot: Named, size: float, bounds: Box, covered: Sequence[Box]) -> Text:
    """A place for a name that must be there: some way off, or in the worst case over something."""
    places = [text for away in _FURTHER for text in _around(dot, size, away)]
    return first_free(places, size, bounds, covered, bold=True) or next(
        (text for text in _around(dot, size) if first_free([text], size, bounds, (), bold=True)), places[0]
    )


def first_free(
    places: Iterable[Text], size: float, bounds: Box, covered: Sequence[Box], *, bold: bool = False
) -> Text | None:
    """The first of PLACES whose words lie within BOUNDS and over nothing COVERED."""
    for text in places:
        box = text.box(size, bold=bold)
        inside = bounds[0] <= box[0] and bounds[1] <= box[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
        if inside and not any(overlap(box, other) for other in covered):
            return text
    return None


def _is_its_own(text: Text, size: float, dot: Named, others: Sequence[Named]) -> bool:
    """Whether nobody takes TEXT for the name of another dot than DOT."""
    box = text.box(size, bold=dot.bold)
    mine = distance(box, dot.x, dot.y)
    return all(mine < distance(box, other.x, other.y) for other in others)


def distance(box: Box, x: float, y: float) -> float:
    """From BOX to the point (x, y); 0 inside it."""
    return math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def leader(text: Text, dot: Named, size: float) -> tuple[float, float] | None:
    """Where a line from DOT to its name TEXT ends; None when the name is close by."""
    left, top, right, bottom = text.box(size, bold=dot.bold)
    if distance((left, top, right, bottom), dot.x, dot.y) < dot.radius + _AIR + min(_FURTHER) / 2:
        return None
    return round(min(max(dot.x, left), right), 1), round(min(max(dot.y, top), bottom), 1)


def _around(dot: Named, size: float, away: float = 0) -> tuple[Text, ...]:
    """Beside the dot, over and under it, then aslant; AWAY from it by some more than usual."""
    x, y, far, near = dot.x, dot.y, dot.radius + _AIR + away, 0.7 * (dot.radius + away) + 2
    middle, over, under = y + 0.3 * size, y - far, y + far + 0.75 * size
    aslant_over, aslant_under = y - near, y + near + 0.75 * size
    places = (
        (x + far, middle, "start"),
        (x - far, middle, "end"),
        (x, over, "middle"),
        (x, under, "middle"),
        (x + near, aslant_over, "start"),
        (x + near, aslant_under, "start"),
        (x - near, aslant_over, "end"),
        (x - near, aslant_under, "end"),
    )
    return tuple(Text(round(at, 1), round(line, 1), anchor, dot.name) for at, line, anchor in places)

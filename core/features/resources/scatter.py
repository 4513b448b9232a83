"""The diagram of cost and result: where dots, medians, corners and names go. The template draws."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import product

from core.charts.scales import scale, ticks
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width, wrapped
from core.features.resources.labels import (
    Box,
    Named,
    Text,
    first_free,
    leader,
    line_height,
    place_names,
)
from core.features.resources.rules import Dot, PairFigures
from core.features.resources.words import amount, axis_title, is_turned, quadrant
from core.words.formats import level, number

WIDE, NARROW = 720, 358
_PAD, _GAP = 12.0, 6.0
_CORNER_LEAST = 92.0
_MARKS_ACROSS, _MARKS_UP = 8, 6


@dataclass(frozen=True)
class _Size:
    """What differs between the wide drawing and the phone's."""

    height: int
    text: float
    own: float
    group: float
    quiet: float


_SIZES = {WIDE: _Size(560, 14.5, 8.5, 5.5, 3.4), NARROW: _Size(480, 13.0, 7.5, 5.0, 2.8)}


@dataclass(frozen=True)
class Mark:
    """A dot in the drawing; ``title`` says whose it is and its two values."""

    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Scatter:
    """The whole drawing. ``frame`` is left, top, right, bottom; ``nameless`` counts the group's dots without a name.

    ``year`` is of when the values are, one for each axis where they differ.
    """

    width: int
    height: int
    frame: Box
    x_marks: tuple[tuple[float, Text], ...]
    y_marks: tuple[tuple[float, Text], ...]
    titles: tuple[Text, ...]
    x_median: float
    y_median: float
    medians: tuple[Text, ...]
    corners: tuple[Text, ...]
    quiet: tuple[Mark, ...]
    quiet_radius: float
    group: tuple[Mark, ...]
    group_radius: float
    own: Mark | None
    own_radius: float
    names: tuple[Text, ...]
    own_name: Text | None
    own_line: tuple[float, float] | None
    nameless: int
    year: str


def scatter(found: PairFigures, members: Set[str], names: dict[str, str], *, width: int) -> Scatter | None:
    """The drawing of FOUND in a box of WIDTH (WIDE or NARROW); None without dots.

    MEMBERS are the others of the group, who are named as far as there is room; NAMES are everybody's by id.
    Every municipality with both values is drawn, however far out, so that nobody's figure is hidden.
    """
    return _Drawing(found, members, names, width).whole() if found.dots else None


class _Drawing:
    def __init__(self, found: PairFigures, members: Set[str], names: dict[str, str], wide: int) -> None:
        self._found, self._names, self._width = found, names, wide
        self._size = _SIZES[wide]
        self._letters = Type(SCREEN, self._size.text)
        self._line = line_height(self._size.text)
        self._group = [d for d in found.dots if d.municipality in members]
        self._quiet = [d for d in found.dots if d.municipality not in members and d is not found.own]
        # The medians are of more municipalities than are drawn, and need not lie among the dots.
        self._x_values = _domain([found.x.median, *(dot.x for dot in found.dots)])
        self._y_values = _domain([found.y.median, *(dot.y for dot in found.dots)])
        self._titles = [
            wrapped(f"{arrow} {axis_title(axis, found.asked_gender)}", replace(self._letters, bold=True), wide)
            for arrow, axis in (("↑", found.y), ("→", found.x))
        ]
        self._frame = self._framed()
        left, top, right, bottom = self._frame
        self._across = (left + _PAD, right - _PAD)
        corner = {side: self._corner_lines(side) for side in product((-1, 1), (-1, 1))}
        rooms = {y: max(len(corner[x, y]) for x in (-1, 1)) * self._line + _PAD for y in (-1, 1)}
        up = (bottom - rooms[-1], top + rooms[1])
        self._up = up[::-1] if is_turned(found.y.indicator) else up
        self._corners = tuple(text for side, lines in corner.items() for text in self._cornered(side, lines))

    def _framed(self) -> Box:
        size = self._size
        labels = [level(mark) for mark in _marks(self._y_values, _MARKS_UP)]
        left = max(width(label, self._letters) for label in labels) + _GAP
        y_lines, x_lines = (len(lines) for lines in self._titles)
        # Under the title of the upright axis one line is kept for the median's label.
        return (
            left,
            (y_lines + 1) * self._line + 2 * _GAP,
            self._width - 2,
            size.height - (x_lines + 1) * self._line - _GAP,
        )

    def _at(self, dot: Dot) -> tuple[float, float]:
        return scale(dot.x, self._x_values, self._across), scale(dot.y, self._y_values, self._up)

    def _corner_lines(self, side: tuple[int, int]) -> tuple[str, ...]:
        """The words of a corner, on one line if its part of the drawing is broad enough."""
        left, _, right, _ = self._frame
        middle = scale(self._found.x.median, self._x_values, self._across)
        room = max((middle - left if side[0] < 0 else right - middle) - 2 * _GAP, _CORNER_LEAST)
        words = quadrant(*side, self._found.x.indicator)
        if width(words, self._letters) <= room:
            return (words,)
        return tuple(line for part in words.split(" · ") for line in wrapped(part, self._letters, room))

    def _cornered(self, side: tuple[int, int], lines: Sequence[str]) -> tuple[Text, ...]:
        left, top, right, bottom = self._frame
        x, anchor = (left + _GAP, "start") if side[0] < 0 else (right - _GAP, "end")
        first = top + self._line if side[1] > 0 else bottom - _GAP - (len(lines) - 1) * self._line
        return tuple(Text(x, round(first + i * self._line, 1), anchor, words) for i, words in enumerate(lines))

    def whole(self) -> Scatter:
        """Everything in its place."""
        found, size = self._found, self._size
        own = found.own
        middle = Dot("", found.x.median, found.y.median)
        named = [self._named(dot) for dot in ([own] if own else []) + self._group]
        medians = self._median_labels(self._at(middle), [dot.box for dot in named])
        taken = [text.box(size.text) for text in (*self._corners, medians[1])]
        placed = place_names(named, size.text, self._frame, taken)
        own_name, others = (placed[0], placed[1:]) if own else (None, placed)
        return Scatter(
            width=self._width,
            height=size.height,
            frame=self._frame,
            x_marks=self._x_marks(),
            y_marks=self._y_marks(),
            titles=self._axis_titles(),
            x_median=self._at(middle)[0],
            y_median=self._at(middle)[1],
            medians=medians,
            corners=self._corners,
            quiet=tuple(self._mark(dot) for dot in self._quiet),
            quiet_radius=size.quiet,
            group=tuple(self._mark(dot) for dot in self._group),
            group_radius=size.group,
            own=self._mark(own) if own else None,
            own_radius=size.own,
            names=tuple(text for text in others if text),
            own_name=own_name,
            own_line=leader(own_name, named[0], size.text) if own_name else None,
            nameless=placed.count(None),
            year=" och ".join(dict.fromkeys(str(axis.year) for axis in (found.x, found.y))),
        )

    def _named(self, dot: Dot) -> Named:
        is_own = dot is self._found.own
        radius = self._size.own if is_own else self._size.group
        return Named(*self._at(dot), radius, self._names[dot.municipality], bold=is_own)

    def _mark(self, dot: Dot) -> Mark:
        x, y = self._found.x.indicator, self._found.y.indicator
        return Mark(*self._at(dot), f"{self._names[dot.municipality]}: {amount(dot.x, x)} och {amount(dot.y, y)}")

    def _median_labels(self, middle: tuple[float, float], dots: Sequence[Box]) -> tuple[Text, Text]:
        """That of x over the drawing; that of y along its line, where no named dot lies."""
        left, top, right, _ = self._frame
        size, found = self._size.text, self._found
        x_words, y_words = (f"median {number(a.median, a.indicator.decimals)}" for a in (found.x, found.y))
        over, under = middle[1] - _GAP, middle[1] + _GAP + 0.75 * size
        places = [
            Text(x, round(y, 1), anchor, y_words)
            for (x, anchor), y in product(((right - _GAP, "end"), (left + _GAP, "start")), (over, under))
        ]
        covered = [*dots, *(text.box(size) for text in self._corners)]
        free = first_free(places, size, self._frame, covered)
        return Text(self._within(middle[0], x_words), top - _GAP, "middle", x_words), free or places[0]

    def _within(self, x: float, words: str) -> float:
        """X, moved so that WORDS with their middle there stay inside the drawing."""
        half = width(words, self._letters) / 2
        return round(min(max(x, half), self._width - half), 1)

    def _x_marks(self) -> tuple[tuple[float, Text], ...]:
        y = round(self._frame[3] + self._line - 2, 1)
        marks = self._marks_with_room()
        places = [(scale(mark, self._x_values, self._across), level(mark)) for mark in marks]
        return tuple((x, Text(self._within(x, words), y, "middle", words)) for x, words in places)

    def _marks_with_room(self) -> list[float]:
        """As many marks as there is room for under the drawing: costs in kronor are broad."""
        room = self._across[1] - self._across[0]
        tried = (_marks(self._x_values, most) for most in range(_MARKS_ACROSS, 2, -1))
        return next(
            (m for m in tried if sum(width(level(v), self._letters) + _PAD for v in m) < room),
            _marks(self._x_values, 2),
        )

    def _y_marks(self) -> tuple[tuple[float, Text], ...]:
        x = round(self._frame[0] - _GAP, 1)
        marks = [(scale(m, self._y_values, self._up), level(m)) for m in _marks(self._y_values, _MARKS_UP)]
        return tuple((y, Text(x, round(y + 0.3 * self._size.text, 1), "end", words)) for y, words in marks)

    def _axis_titles(self) -> tuple[Text, ...]:
        y_lines, x_lines = self._titles
        top = [Text(0, round((i + 1) * self._line - 3, 1), "start", words) for i, words in enumerate(y_lines)]
        last = self._size.height - 4 - (len(x_lines) - 1) * self._line
        low = [Text(self._width - 2, round(last + i * self._line, 1), "end", words) for i, words in enumerate(x_lines)]
        return (*top, *low)


def _domain(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _marks(domain: tuple[float, float], most: int) -> list[float]:
    """Round numbers within DOMAIN."""
    low, high = domain
    return [mark for mark in ticks(low, high, most) if low <= mark <= high] or [low]

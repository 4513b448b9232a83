"""The result index drawn: every municipality as a dot on a line from 0 to 100. Coordinates; the template draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.charts.scales import Point, scale
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width
from core.features.result_index.rules import Country, PerspectiveIndex
from core.signals import Standing
from core.words.formats import number
from core.words.labels import STANDING

WIDE, NARROW = 640, 358
# As wide as the strips of the rows: they are saved as one picture.
DETAIL_WIDE, DETAIL_NARROW = WIDE, NARROW
_MARGIN, _HALF = 12.0, 17.0
_ROW_HEIGHT = 48
_DETAIL_HEIGHT, _DETAIL_MIDDLE, _LIMIT_WORDS = 112, 50.0, 90
# Heights in golden steps lie apart however many dots stand side by side.
_GOLDEN = (math.sqrt(5) - 1) / 2
_LABEL_GAP, _LETTERS = 5.0, Type(SCREEN, 13)

TONES = {Standing.BEST: "good", Standing.MIDDLE: "near", Standing.WORST: "bad"}


@dataclass(frozen=True)
class Mine:
    """One's own dot: its centre, its band's tone and the band's mark inside it as a path."""

    at: Point
    tone: str
    mark: str


@dataclass(frozen=True)
class Member:
    """The dot of one of the group's; ``title`` says whose it is and its index."""

    at: Point
    title: str


@dataclass(frozen=True)
class Label:
    """Words at a place; ``anchor`` as in SVG, ``kind`` is a class."""

    at: Point
    anchor: str
    words: str
    kind: str


@dataclass(frozen=True)
class IndexStrip:
    """The country in a perspective. ``bands`` are (x, width, class) along the line, ``limits`` the x between them."""

    width: int
    height: int
    middle: float
    bands: tuple[tuple[float, float, str], ...]
    limits: tuple[float, ...]
    dots: str
    group: tuple[Member, ...]
    mine: Mine | None
    labels: tuple[Label, ...]
    watermark: Point


@dataclass(frozen=True)
class Seen:
    """Who looks: the municipality (id and name), and its group's other members, which are drawn stronger.

    ``group`` has their names by id in alphabetical order: the order they are drawn in tells nothing of their results.
    """

    municipality: str
    name: str
    group: Mapping[str, str]


@dataclass(frozen=True)
class _Box:
    width: int
    height: int
    middle: float


def strip_of(own: PerspectiveIndex, seen: Seen, width: int) -> IndexStrip:
    """The strip in a row, without words, in a box of WIDTH."""
    return _drawn(own, seen, _Box(width, _ROW_HEIGHT, _ROW_HEIGHT / 2), ())


def detail_of(own: PerspectiveIndex, seen: Seen, wide: int) -> IndexStrip:
    """The strip of an opened perspective in a box of WIDE: with the limits and one's own index in words."""
    labels = [*_ends(wide), *_limit_labels(own.country, wide)]
    if own.has_index:
        x = _across(own.index, wide)
        words = f"{seen.name} {number(own.index, 1)}"
        half = width(words, replace(_LETTERS, bold=True)) / 2
        anchor = "start" if x - half < 0 else "end" if x + half > wide else "middle"
        labels.append(Label((x, 16), anchor, words, "own"))
    return _drawn(own, seen, _Box(wide, _DETAIL_HEIGHT, _DETAIL_MIDDLE), tuple(labels))


def _drawn(own: PerspectiveIndex, seen: Seen, box: _Box, labels: tuple[Label, ...]) -> IndexStrip:
    country, width, middle = own.country, box.width, box.middle
    places = {
        id_: (_across(index, width), _height(i, middle))
        for i, (id_, index) in enumerate(country.indexes)
        if id_ != seen.municipality
    }
    indexes = dict(country.indexes)
    members = [(id_, name) for id_, name in seen.group.items() if id_ in places]
    return IndexStrip(
        width=width,
        height=box.height,
        middle=middle,
        bands=_bands(country, width),
        limits=tuple(_across(x, width) for x in (country.worst_to, country.best_from) if not math.isnan(x)),
        dots=_dots(at for id_, at in places.items() if id_ not in seen.group),
        group=tuple(Member(places[id_], f"{name}: {number(indexes[id_])}") for id_, name in members),
        mine=_mine(own, width, middle) if own.has_index else None,
        labels=labels,
        # Where the fewest dots are: hardly anybody is the best in everything.
        watermark=(width - _MARGIN, middle + _HALF + 4),
    )


def _across(index: float, width: int) -> float:
    return scale(index, (0, 100), (_MARGIN, width - _MARGIN))


def _height(i: int, middle: float) -> float:
    return round(middle + ((i * _GOLDEN) % 1 - 0.5) * 2 * _HALF, 1)


def _dots(places: Iterable[Point]) -> str:
    return "".join(f"M{x:g} {y:g}h0" for x, y in places)


def _bands(country: Country, width: int) -> tuple[tuple[float, float, str], ...]:
    """The line in its quarters' colours; plain where nobody has an index."""
    if not country.indexes:
        return ((_MARGIN, width - 2 * _MARGIN, "plain"),)
    low = 0.0 if math.isnan(country.worst_to) else country.worst_to
    high = 100.0 if math.isnan(country.best_from) else country.best_from
    ends = [_across(x, width) for x in (0, low, high, 100)]
    parts = zip(ends, ends[1:], ("worst", "middle", "best"), strict=False)
    return tuple((x, round(end - x, 1), kind) for x, end, kind in parts if end > x)


def _mine(own: PerspectiveIndex, width: int, middle: float) -> Mine:
    x = _across(own.index, width)
    mark = {
        Standing.BEST: f"M{x:g} {middle - 6:g}l5.6 9.6h-11.2z",
        Standing.WORST: f"M{x:g} {middle + 6:g}l-5.6 -9.6h11.2z",
    }.get(own.band, f"M{x - 4.2:g} {middle:g}a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z")
    return Mine((x, middle), TONES[own.band], mark)


def _ends(width: int) -> tuple[Label, ...]:
    return (
        Label((_MARGIN, _DETAIL_HEIGHT - 2), "start", "0 sist", "end"),
        Label((width - _MARGIN, _DETAIL_HEIGHT - 2), "end", "100 bäst", "end"),
    )


def _limit_labels(country: Country, wide: int) -> tuple[Label, ...]:
    """Where the outer quarters end and begin: each on its own side of its limit, or outermost where room is short."""
    if math.isnan(country.worst_to) or math.isnan(country.best_from):
        return ()
    worst_words = f"{STANDING[Standing.WORST]}: högst {number(country.worst_to, 1)}"
    best_words = f"{STANDING[Standing.BEST]}: minst {number(country.best_from, 1)}"
    low, high = _across(country.worst_to, wide) - _LABEL_GAP, _across(country.best_from, wide) + _LABEL_GAP
    least, most = _MARGIN + width(worst_words, _LETTERS), wide - _MARGIN - width(best_words, _LETTERS)
    # Pushed in from the edge, one's words may come in the way of the other's.
    crowded = (low < least and high < least + _LABEL_GAP) or (high > most and low > most - _LABEL_GAP)
    worst = Label(
        at=(_MARGIN if crowded or low < least else low, _LIMIT_WORDS),
        anchor="start" if crowded or low < least else "end",
        words=worst_words,
        kind="worst",
    )
    best = Label(
        at=(wide - _MARGIN if crowded or high > most else high, _LIMIT_WORDS),
        anchor="end" if crowded or high > most else "start",
        words=best_words,
        kind="best",
    )
    return worst, best

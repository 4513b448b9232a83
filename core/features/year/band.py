"""The year as a straight band: where its lanes, dots, spans and labels go. No HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width
from core.outcomes.year import Item, ItemState
from core.words.dates import month_word, short_days
from core.words.formats import first_lower
from core.year.models import Lane

WIDTH, LEFT, TOP = 1180, 150, 44
_SIZE, _LINE, _GAP, _FROM_AXIS = 12.5, 15, 10, 15
_LONGEST, _MOST_ROWS = 36, 4
# Of what Kolada publishes only the large parts have labels, so that they can be read.
_ROWS_OF_KOLADA = 2
# Of each four months, in the lane where they are followed up; a little apart.
_TERTIALS, _APART = {1: "tertial 1", 5: "tertial 2", 9: "tertial 3"}, 6
_LETTERS, _STRONG = Type(SCREEN, _SIZE), Type(SCREEN, _SIZE, bold=True)


@dataclass(frozen=True)
class Label:
    """One line of text: where it stands, how (start, middle, end), and how it looks ('', strong, late, quiet)."""

    x: float
    y: float
    anchor: str
    text: str
    look: str


@dataclass(frozen=True)
class Dot:
    """A date: its place, radius and state."""

    x: float
    y: float
    r: float
    state: ItemState


@dataclass(frozen=True)
class Span:
    """What goes on for some days, from x to x; ``is_past`` where it has begun."""

    x1: float
    x2: float
    y: float
    is_past: bool


@dataclass(frozen=True)
class LaneView:
    """A lane: its name and whose it is, the line's y, and what stands on it."""

    name: str
    whose: str
    y: float
    dots: tuple[Dot, ...]
    spans: tuple[Span, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Band:
    """The whole band; ``now`` is the x of today, None in another year."""

    height: float
    months: tuple[tuple[float, str], ...]
    lanes: tuple[LaneView, ...]
    now: float | None


@dataclass
class _Row:
    taken: list[tuple[float, float]]

    def is_free(self, low: float, high: float) -> bool:
        return all(high + _GAP < a or low - _GAP > b for a, b in self.taken)


@dataclass(frozen=True)
class _Placed:
    item: Item
    lines: tuple[str, ...]
    x: float
    anchor: str
    is_above: bool
    row: int


def band(items: Sequence[Item], lanes: Mapping[Lane, tuple[str, str]], year: int, today: date) -> Band:
    """ITEMS of YEAR on LANES (name, whose), in this order. What has no room for its label keeps its dot."""
    y, views = float(TOP), []
    for lane, named in lanes.items():
        own = [one for one in items if one.lane is lane]
        tertials = _tertials(year) if lane is Lane.FOLLOW_UP else {}
        placed = _placed(own, list(tertials.values()))
        above = max((one.row + len(one.lines) for one in placed if one.is_above), default=min(len(tertials), 1))
        below = max((one.row + len(one.lines) for one in placed if not one.is_above), default=0)
        y += above * _LINE + _FROM_AXIS + 8
        views.append(_with_tertials(_lane(named, y, own, placed, today), tertials, _x_on(today, year)))
        y += max(below * _LINE + _FROM_AXIS, 26) + 12
    months = tuple((_x(date(year, month, 1)), month_word(date(year, month, 1))) for month in range(1, 13))
    return Band(y, months, tuple(views), _x(today) if today.year == year else None)


def _tertials(year: int) -> dict[str, tuple[float, float]]:
    """From where to where each four months of YEAR go, by what they are called."""
    return {
        words: (_x(date(year, first, 1)) + _APART, _x(date(year, first + 3, 28)) + _APART)
        for first, words in _TERTIALS.items()
    }


def _with_tertials(lane: LaneView, tertials: Mapping[str, tuple[float, float]], now: float) -> LaneView:
    """LANE with a bar for each of TERTIALS, which have begun before NOW, under what else stands on it."""
    bars = tuple(Span(low, high, lane.y, low <= now) for low, high in tertials.values())
    names = tuple(
        Label((low + high) / 2, lane.y - _FROM_AXIS + 3, "middle", words, "quiet")
        for words, (low, high) in tertials.items()
    )
    return replace(lane, spans=(*bars, *lane.spans), labels=(*names, *lane.labels))


def _x_on(today: date, year: int) -> float:
    """Where TODAY is in YEAR's band: before it, in it, or after it."""
    return _x(today) if today.year == year else float(WIDTH if today.year > year else 0)


def _lane(named: tuple[str, str], y: float, items: Sequence[Item], placed: Sequence[_Placed], today: date) -> LaneView:
    dots = tuple(Dot(_x(one.until), y, 9 if one.is_conference else 5, one.state) for one in items)
    spans = tuple(Span(_x(one.on), _x(one.until), y, one.on <= today) for one in items if one.until > one.on)
    labels = []
    for one in placed:
        for place, text in enumerate(one.lines):
            far = one.row + (len(one.lines) - 1 - place if one.is_above else place)
            at = y - _FROM_AXIS - far * _LINE + 3 if one.is_above else y + _FROM_AXIS + far * _LINE + 8
            labels.append(Label(one.x, at, one.anchor, text, _look(one.item, place)))
    return LaneView(*named, y, dots, spans, tuple(labels))


def _look(item: Item, place: int) -> str:
    if item.state is ItemState.LATE and place == 0:
        return "late"
    if place:
        return "quiet"
    return "strong" if item.is_conference else "quiet" if item.state is ItemState.DONE else ""


def _x(day: date) -> float:
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return round(LEFT + (day - first).days / (last - first).days * (WIDTH - LEFT - 8), 1)


def _placed(items: Sequence[Item], tertials: Sequence[tuple[float, float]] = ()) -> list[_Placed]:
    """The labels of a lane that have room beside TERTIALS' names: the conference's and late ones first, then by day."""
    rows = _ROWS_OF_KOLADA if items and items[0].lane is Lane.KOLADA else _MOST_ROWS
    above, below = ([_Row([]) for _ in range(rows)] for _ in range(2))
    half = max((width(words, _LETTERS) for words in _TERTIALS.values()), default=0) / 2
    above[0].taken += [((low + high) / 2 - half, (low + high) / 2 + half) for low, high in tertials]
    found = []
    by_weight = sorted(
        items, key=lambda one: (not one.is_conference, one.state is not ItemState.LATE, -one.weight, one.on)
    )
    for at, item in enumerate(by_weight):
        lines = _lines(item)
        wide = max(width(text, _STRONG if item.is_conference else _LETTERS) for text in lines)
        middle = (_x(item.on) + _x(item.until)) / 2
        sides = ((True, above), (False, below)) if at % 2 == 0 else ((False, below), (True, above))
        place = _room(middle, wide, len(lines), sides)
        if place:
            found.append(_Placed(item, lines, middle, *place))
    return found


def _room(x: float, wide: float, lines: int, sides: Sequence[tuple[bool, list[_Row]]]) -> tuple[str, bool, int] | None:
    """How a label at X can stand: anchor, above or not, row; taken from then on. None where there is no room."""
    spans = {"middle": (x - wide / 2, x + wide / 2), "start": (x - 5, x - 5 + wide), "end": (x + 5 - wide, x + 5)}
    for row in range(len(sides[0][1]) - lines + 1):
        for is_above, rows in sides:
            for anchor, (low, high) in spans.items():
                fits = low >= LEFT and high <= WIDTH
                if fits and all(rows[row + line].is_free(low, high) for line in range(lines)):
                    for line in range(lines):
                        rows[row + line].taken.append((low, high))
                    return anchor, is_above, row
    return None


def _lines(item: Item) -> tuple[str, ...]:
    title = item.title if len(item.title) <= _LONGEST else f"{item.title[: _LONGEST - 1].rstrip()}…"
    first = f"{short_days(item.on, item.until)} {first_lower(title)}"
    return (first, item.note) if item.missing else (first,)

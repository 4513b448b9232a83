"""The priority matrix: proposals by effort and effect in the guide's quadrants, with what a vote said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.charts.scales import scale
from core.cycle.deciding import estimate_words
from core.cycle.models import Counted, Measure, Tally, Vote
from core.cycle.priorities import LEAST, MIDDLE, MOST, quadrant_of
from core.features.measures.words import split_words

LEFT, RIGHT, TOP, BOTTOM = 46.0, 570.0, 14.0, 414.0
# A half step outside 1 and 5, so that no dot lies on the edge.
_DOMAIN = (LEAST - 0.5, MOST + 0.5)
_BESIDE, _TRAY_Y, _TRAY_STEP = 20.0, 492.0, 32.0
# What a label's letter and a line of them take, and how far a dot reaches.
_LETTER, _ROW, _RADIUS = 7.2, 20.0, 14.0
_LONGEST_LABEL, _MOST_LABELLED = 22, 10
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class MatrixDot:
    """A proposal in the matrix. ``label`` is the beginning of its title, '' where there is no room.

    ``across`` and ``down`` are (from, to) of the lines from the lowest to the highest answer, None without.
    """

    key: str
    letter: str
    title: str
    x: float
    y: float
    label: str
    label_x: float
    anchor: str
    is_placed: bool
    across: tuple[float, float] | None = None
    down: tuple[float, float] | None = None


@dataclass(frozen=True)
class Weighed:
    """A proposal beside the matrix. ``effort_range`` is what its vote spanned ('' without), ``split`` what it says of
    those who are of different minds.
    """

    key: str
    letter: str
    title: str
    area: str
    effort: str
    effect: str
    quadrant: str
    effort_range: str
    effect_range: str
    split: str
    is_postponed: bool


@dataclass(frozen=True)
class Matrix:
    """All of it. ``ticks`` are (number, x, y); ``middle`` where the quadrants meet."""

    dots: tuple[MatrixDot, ...]
    rows: tuple[Weighed, ...]
    ticks: tuple[tuple[int, float, float], ...]
    middle: tuple[float, float]
    high: float


def matrix_of(proposals: Sequence[Measure], votes: Iterable[Vote], areas: Mapping[str, str]) -> Matrix:
    """PROPOSALS with what the newest closed one of VOTES said of each; AREAS are names by id."""
    tallies = {tally.measure: tally for vote in votes if vote.closed_on for tally in vote.tallies}
    ordered = sorted(proposals, key=_place)
    letters = {one.id: _letter(n) for n, one in enumerate(ordered)}
    dots = tuple(_dots(ordered, letters, tallies))
    is_tray = any(not dot.is_placed for dot in dots)
    return Matrix(
        dots=dots,
        rows=tuple(_weighed(one, letters[one.id], tallies.get(one.id), areas) for one in ordered),
        ticks=tuple((n, x_of(n), y_of(n)) for n in range(LEAST, MOST + 1)),
        middle=(x_of(MIDDLE), y_of(MIDDLE)),
        high=_TRAY_Y + 24 if is_tray else BOTTOM + 48,
    )


def x_of(effort: float) -> float:
    """Where EFFORT stands."""
    return scale(effort, _DOMAIN, (LEFT, RIGHT))


def y_of(effect: float) -> float:
    """Where EFFECT stands."""
    return scale(effect, _DOMAIN, (BOTTOM, TOP))


def _place(one: Measure) -> tuple[bool, float, float]:
    """What gives most for least comes first, what nobody has weighed last."""
    if one.effort is None or one.effect is None:
        return True, 0.0, 0.0
    return False, one.effort - one.effect, one.effort


def _letter(n: int) -> str:
    return _LETTERS[n] if n < len(_LETTERS) else str(n + 1)


def _dots(ordered: Sequence[Measure], letters: Mapping[str, str], tallies: Mapping[str, Tally]) -> Iterable[MatrixDot]:
    at: defaultdict[tuple[float, float], int] = defaultdict(int)
    has_labels = len(ordered) <= _MOST_LABELLED
    taken = [
        (x_of(one.effort or 0) - _RADIUS, x_of(one.effort or 0) + _RADIUS, y_of(one.effect or 0)) for one in ordered
    ]
    waiting = 0
    for one in ordered:
        letter, tally = letters[one.id], tallies.get(one.id)
        if one.effort is None or one.effect is None:
            yield MatrixDot(
                one.id, letter, one.title, LEFT + 120 + waiting * _TRAY_STEP, _TRAY_Y, "", 0, "start", False
            )
            waiting += 1
            continue
        # Those in one place stand beside each other, and only the first is named.
        beside = at[one.effort, one.effect]
        at[one.effort, one.effect] += 1
        x, y = x_of(one.effort) + beside * _BESIDE, y_of(one.effect)
        label, is_left = _label(one, x, y, taken) if has_labels and not beside else ("", False)
        yield MatrixDot(
            one.id,
            letter,
            one.title,
            x,
            y,
            label,
            x - 18 if is_left else x + 18,
            "end" if is_left else "start",
            True,
            _span(tally.effort, x_of) if tally else None,
            _span(tally.effect, y_of) if tally else None,
        )


def _label(one: Measure, x: float, y: float, taken: list[tuple[float, float, float]]) -> tuple[str, bool]:
    """The label of ONE at a place where none of what is TAKEN (from, to, height) is, and whether it stands to the left.

    '' where both sides are taken: the list beside has all names.
    """
    text = _short(one.title)
    wide = len(text) * _LETTER
    for is_left in (False, True):
        start = x - _BESIDE - wide if is_left else x + _BESIDE
        is_inside = start >= LEFT and start + wide <= RIGHT + _RADIUS
        if is_inside and all(start > to or start + wide < at or abs(y - high) > _ROW for at, to, high in taken):
            taken.append((start, start + wide, y))
            return text, is_left
    return "", False


def _span(counted: Counted, place: Callable[[float], float]) -> tuple[float, float] | None:
    if counted.lowest is None or counted.highest is None:
        return None
    return place(counted.lowest), place(counted.highest)


def _weighed(one: Measure, letter: str, tally: Tally | None, areas: Mapping[str, str]) -> Weighed:
    is_placed = one.effort is not None and one.effect is not None
    return Weighed(
        key=one.id,
        letter=letter,
        title=one.title,
        area=areas.get(one.area, ""),
        effort=estimate_words(one.effort),
        effect=estimate_words(one.effect),
        quadrant=quadrant_of(one.effort or 0, one.effect or 0).value if is_placed else "inte bedömt",
        effort_range=_range(tally.effort) if tally else "",
        effect_range=_range(tally.effect) if tally else "",
        split=split_words(letter, effort=tally.effort.is_split, effect=tally.effect.is_split) if tally else "",
        is_postponed=one.decision is not None,
    )


def _range(counted: Counted) -> str:
    if counted.lowest is None or counted.highest is None:
        return ""
    return f"{counted.lowest}–{counted.highest}" if counted.lowest != counted.highest else f"alla {counted.lowest}"


def _short(title: str) -> str:
    if len(title) <= _LONGEST_LABEL:
        return title
    whole = title[:_LONGEST_LABEL].rsplit(" ", 1)[0]
    return f"{whole.rstrip(' ,.:')} …"

"""Shares of answers as bars, for page and PDF: stacked, from a middle, or beside each other. Shares in, places out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.charts.looks import TEXT, WHITE
from core.charts.scales import Box
from core.charts.text_fit import Fonts, Type, plain, shortened, width, wrapped
from core.words.formats import number
from core.words.formats import share as share_words

# From the least to the most in one hue: green, yellow and red are the signals'. Each with what is read on it.
_STEPS = {
    1: ("0a5c7a",),
    2: ("cfdfe7", "0a5c7a"),
    3: ("dfe9ee", "8fb6c8", "0a5c7a"),
    4: ("dfe9ee", "afcad7", "79a9bf", "0a5c7a"),
    5: ("e9f0f4", "c9dbe4", "a3c3d2", "79a9bf", "0a5c7a"),
}
_AGAINST = {1: ("a98f5c",), 2: ("a98f5c", "ddd0b4")}
# What is neither is a grey of its own, unlike the lightest step of the hue.
ASIDE, YES, OTHER, EARLIER, UNFILLED = "d5d2cd", "0a5c7a", "8fb6c8", "9aa9b4", "f4f6f8"
DARK = frozenset({"0a5c7a"})
_BAR, _GAP, _NAMES, _LEAST_WIDE, _MIDDLE, _AFTER = 1.5, 0.62, 0.36, 40, 0.36, 3.6


@dataclass(frozen=True)
class Part:
    """A part of a bar: its share (0-1), its colour, and what it is in words."""

    share: float
    colour: str
    words: str


@dataclass(frozen=True)
class ShareBar:
    """A bar: parts after each other from the left; the first ``before`` of them end at the middle where there is one.

    ``value`` stands after it ('' for none), ``is_strong`` its name. It ``follows`` the bar before it where the two are
    read together.
    """

    name: str
    parts: tuple[Part, ...]
    before: int = 0
    value: str = ""
    is_strong: bool = False
    follows: bool = False


@dataclass(frozen=True)
class ShareChart:
    """Bars under each other, with what their colours are. ``has_middle``: they reach to both sides of one."""

    bars: tuple[ShareBar, ...]
    keys: tuple[tuple[str, str], ...]
    has_middle: bool = False


@dataclass(frozen=True)
class DrawnBox:
    """A part of a bar, and what it says where its text has no room or is not seen."""

    box: Box
    colour: str
    words: str


@dataclass(frozen=True)
class DrawnText:
    """A text that begins (``anchor`` start), ends or has its middle at a place on its base line."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = TEXT
    is_bold: bool = False


@dataclass(frozen=True)
class SharePlan:
    """Where everything of a chart goes. ``middle`` is where the middle is, None where there is none."""

    width: float
    height: float
    size: float
    boxes: tuple[DrawnBox, ...]
    texts: tuple[DrawnText, ...]
    middle: float | None


def whole_bar(
    name: str, share: float, colour: str, *, words: str = "", is_strong: bool = False, follows: bool = False
) -> ShareBar:
    """A bar of its own for SHARE (0-1), with its percentage after it; WORDS where they are others than NAME."""
    parts = (Part(min(share, 1.0), colour, words or name), Part(max(0.0, 1 - share), UNFILLED, ""))
    return ShareBar(name, parts, value=share_words(share, 1), is_strong=is_strong, follows=follows)


def colours(options: int, low: Sequence[int], high: Sequence[int], *, is_ordered: bool) -> tuple[str, ...]:
    """The colour of each of OPTIONS answers, from the least to the most; of an ordered set those in LOW and HIGH."""
    named = [*low, *high]
    steps = range(options) if not is_ordered or not named else sorted(named)
    shades = dict(zip(steps, _shades(len(steps)), strict=True))
    return tuple(shades.get(n, ASIDE) for n in range(options))


def diverging_colours(options: int, low: Sequence[int], high: Sequence[int]) -> tuple[str, ...]:
    """The same with the LOW ones in another hue."""
    against = dict(zip(low, _AGAINST.get(len(low), _AGAINST[1] * len(low)), strict=True))
    strong = _shades(len(high) + 1)[1:] if len(high) > 1 else (YES,)
    return tuple(({**against, **dict(zip(high, strong, strict=True))}).get(n, ASIDE) for n in range(options))


def _shades(count: int) -> tuple[str, ...]:
    return _STEPS.get(count) or tuple(_STEPS[5][min(4, n * 5 // count)] for n in range(count))


def share_plan(chart: ShareChart, wide: float, fonts: Fonts, size: float) -> SharePlan:
    """CHART drawn WIDE with texts of SIZE: names beside the bars where there is room, else over them."""
    letters = Type(fonts, size)
    is_beside = wide >= _LEAST_WIDE * size
    left = wide * _NAMES if is_beside else 0.0
    right = wide - (_AFTER * size if any(bar.value for bar in chart.bars) else 0)
    boxes: list[DrawnBox] = []
    texts: list[DrawnText] = []
    y, high = 0.0, size * _BAR
    for bar in chart.bars:
        bold = Type(fonts, size, bold=bar.is_strong)
        room = left - size if is_beside else wide
        name = wrapped(shortened(plain(bar.name), bold, room, 3), bold, room)
        taken = bold.high(len(name))
        top = y + max(0.0, (taken - high) / 2) if is_beside else y + taken + size * 0.2
        begins = (top + high / 2 - taken / 2 if is_beside else y) + size
        texts += [
            DrawnText(0, begins + n * size * bold.leading, line, is_bold=bar.is_strong) for n, line in enumerate(name)
        ]
        box = Box(left, top, right - left, high)
        boxes += _parts(bar, box, has_middle=chart.has_middle)
        texts += _said(bar, box, letters, boxes[-len(bar.parts) :])
        y = max(top + high, y + taken if is_beside else 0) + size * _GAP
    middle = left + (right - left) / 2 if chart.has_middle else None
    return SharePlan(wide, y, size, tuple(boxes), tuple(texts), middle)


def divided(chart: ShareChart, wide: float, high: float, fonts: Fonts, size: float) -> tuple[ShareChart, ...]:
    """CHART as charts that are at most HIGH each when they are drawn WIDE; bars that are read together stay so."""
    groups: list[list[ShareBar]] = []
    for bar in chart.bars:
        if not groups or not bar.follows:
            groups.append([])
        groups[-1].append(bar)
    pages: list[list[ShareBar]] = []
    left = 0.0
    for group in groups:
        taken = share_plan(replace(chart, bars=tuple(group)), wide, fonts, size).height
        if not pages or taken > left:
            pages.append([])
            left = high
        pages[-1] += group
        left -= taken
    return tuple(replace(chart, bars=tuple(bars)) for bars in pages) or (chart,)


def _parts(bar: ShareBar, box: Box, *, has_middle: bool) -> list[DrawnBox]:
    """BAR's parts in BOX."""
    scale = box.w / 2 if has_middle else box.w
    x = box.x
    if has_middle:
        x += box.w / 2 - sum(part.share for part in bar.parts[: bar.before]) * scale
    made = []
    for part in bar.parts:
        made.append(DrawnBox(Box(x, box.y, part.share * scale, box.h), part.colour, part.words))
        x += part.share * scale
    return made


def _said(bar: ShareBar, box: Box, letters: Type, drawn: Sequence[DrawnBox]) -> Iterator[DrawnText]:
    """The value after BAR, or the percentages that have room in what is DRAWN of it."""
    base = box.y + box.h / 2 + letters.size * _MIDDLE
    if bar.value:
        yield DrawnText(box.x + box.w + letters.size * 0.5, base, bar.value, is_bold=bar.is_strong)
        return
    for part, one in zip(bar.parts, drawn, strict=True):
        said = number(part.share * 100)
        if part.share and width(said, letters) + letters.size * 0.5 <= one.box.w:
            colour = WHITE if part.colour in DARK else TEXT
            yield DrawnText(one.box.x + one.box.w / 2, base, said, "middle", colour)

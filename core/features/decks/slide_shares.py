"""Shares of answers on a slide: what an audience has answered, or what an exercise came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.charts.looks import QUIET
from core.charts.scales import Box
from core.charts.share_bars import ShareChart, SharePlan, share_plan
from core.charts.text_fit import Type, width
from core.features.decks.slide_parts import Paragraph, RulePart, SharesPart, TextPart

_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0)
_HEAD = 1.7


def head_of(part: SharesPart) -> float:
    """The height of the colours' words over PART's bars."""
    rows = list(_legend(part.chart, part.box.w, Type(part.fonts, part.size)))
    return (max(row for _, row, _, _ in rows) + 1) * part.size * _HEAD if rows else 0.0


def plan_of(part: SharesPart) -> SharePlan:
    """Where PART's bars go, under their colours' words."""
    return share_plan(part.chart, part.box.w, part.fonts, part.size)


def fitted(part: SharesPart) -> SharesPart:
    """PART in the largest size of text that its box holds; of more bars than the smallest holds, the first."""
    made = [replace(part, size=size) for size in _SIZES]
    found = next((one for one in made if _has_room(one)), made[-1])
    while not _has_room(found) and len(found.chart.bars) > 1:
        found = replace(found, chart=replace(found.chart, bars=found.chart.bars[:-1]))
    return found


def _has_room(part: SharesPart) -> bool:
    return head_of(part) + plan_of(part).height <= part.box.h


def legend_parts(part: SharesPart) -> Iterator[RulePart | TextPart]:
    """The words of the colours of PART's bars, over them."""
    letters = Type(part.fonts, part.size)
    for x, row, colour, words in _legend(part.chart, part.box.w, letters):
        y = part.box.y + row * part.size * _HEAD
        yield RulePart(Box(part.box.x + x, y + part.size * 0.2, part.size, part.size), colour)
        box = Box(part.box.x + x + part.size * 1.4, y + part.size * 0.06, width(words, letters) + 4, letters.high(1))
        yield TextPart("Förklaring", box, (Paragraph(words, part.size, colour=QUIET),), role="bar")


def _legend(chart: ShareChart, wide: float, letters: Type) -> Iterator[tuple[float, int, str, str]]:
    """Where each colour of CHART is explained in WIDE: x, row, colour, words."""
    x, row = 0.0, 0
    for colour, words in chart.keys:
        taken = letters.size * 1.4 + width(words, letters) + letters.size * 1.3
        if x and x + taken > wide:
            x, row = 0.0, row + 1
        yield x, row, colour, words
        x += taken

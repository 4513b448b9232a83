"""Shares of answers on a slide: what an audience has answered, or what an exercise came to."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.looks import QUIET
from core.charts.scales import Box
from core.charts.share_bars import ShareChart, SharePlan, share_plan
from core.charts.text_fit import Fonts, Type, width
from core.features.decks.slide_parts import Paragraph, RulePart, SharesPart, TextPart

_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0)
_HEAD = 1.7
# How far under a line's top its letters stand, in sizes.
_BASE = 0.986


def head_of(part: SharesPart) -> float:
    """The height of the colours' words over PART's bars."""
    rows = list(_legend(part.chart, part.box.w, Type(part.fonts, part.size)))
    return (max(row for _, row, _, _ in rows) + 1) * part.size * _HEAD if rows else 0.0


def plan_of(part: SharesPart) -> SharePlan:
    """Where PART's bars go, under their colours' words."""
    return share_plan(part.chart, part.box.w, part.fonts, part.size)


def fitted(part: SharesPart) -> SharesPart:
    """PART in the largest size of text that its box holds."""
    made = [SharesPart(part.box, part.chart, part.words, part.fonts, size) for size in _SIZES]
    return next((one for one in made if head_of(one) + plan_of(one).height <= one.box.h), made[-1])


def flat(part: SharesPart) -> Iterator[RulePart | TextPart]:
    """PART as bars and texts alone, for whoever has no chart of its own for it."""
    size, head, plan = part.size, head_of(part), plan_of(part)
    for x, row, colour, words in _legend(part.chart, part.box.w, Type(part.fonts, size)):
        y = part.box.y + row * size * _HEAD
        yield RulePart(Box(part.box.x + x, y + size * 0.2, size, size), colour)
        yield _text(part.fonts, part.box.x + x + size * 1.4, y + size * 1.05, words, size, QUIET)
    top = part.box.y + head
    for one in plan.boxes:
        if one.box.w:
            yield RulePart(Box(part.box.x + one.box.x, top + one.box.y, one.box.w, one.box.h), one.colour)
    if plan.middle is not None:
        yield RulePart(Box(part.box.x + plan.middle, top, 1, plan.height), QUIET)
    for said in plan.texts:
        text = _text(part.fonts, part.box.x + said.x, top + said.y, said.text, size, said.colour, bold=said.is_bold)
        if said.anchor == "middle":
            box = Box(text.box.x - text.box.w / 2, text.box.y, text.box.w, text.box.h)
            text = TextPart(text.name, box, text.paragraphs, role="bar", align="center")
        yield text


def _legend(chart: ShareChart, wide: float, letters: Type) -> Iterator[tuple[float, int, str, str]]:
    """Where each colour of CHART is explained in WIDE: x, row, colour, words."""
    x, row = 0.0, 0
    for colour, words in chart.keys:
        taken = letters.size * 1.4 + width(words, letters) + letters.size * 1.3
        if x and x + taken > wide:
            x, row = 0.0, row + 1
        yield x, row, colour, words
        x += taken


def _text(  # noqa: PLR0917 - what a line of text has
    fonts: Fonts, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False
) -> TextPart:
    letters = Type(fonts, size, bold=bold)
    box = Box(x, y - size * _BASE, width(text, letters) + 4, letters.high(1))
    return TextPart("Text", box, (Paragraph(text, size, bold=bold, colour=colour),), role="bar")

"""The slides on a screen: their plan's parts by what they are, for the template, and what is spoken to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.charts.charts import Drawn, drawn
from core.charts.qr import Follow, follow
from core.charts.screen_fonts import SCREEN
from core.charts.share_bars import SharePlan
from core.charts.text_fit import Type, lines, shortened
from core.documents.deck import Deck, Question, Signal, Slide, Words
from core.features.decks.slide_parts import (
    BOTTOM,
    INNER,
    ChartPart,
    GridPart,
    SharesPart,
    SignalPart,
    TextPart,
    legend_of,
)
from core.features.decks.slide_plan import drawn_slide, slide_parts
from core.features.decks.slide_shares import plan_of
from core.features.decks.slide_story import SYMBOL
from core.features.decks.slide_words import reasons
from core.words.formats import filled_lines

# A chart's units are 4/3 of the stage's: lines and dots are as thick as in the product's other charts.
_CHART_UNITS, _CHART_SIZE = 4 / 3, 15.0
_CODE = 64
_DENSE, _AIR = 50, 12
# A question's answers: sizes, how wide they are beside how one answers, and the heights of a line, a bar and what is
# between them, in sizes (deck.css has the same).
_ASKED_SIZES, _ASKED_WIDE, _ASKED_LINE, _ASKED_UNDER, _ASKED_NOTE = (30, 26, 24, 22, 20, 18), 650.0, 1.16, 1.3, 64


@dataclass(frozen=True)
class Shown:
    """A slide as the template draws it; ``id`` is unique in its document.

    ``asked`` are a question's answers as they have room, after their size.
    ``texts`` are by their role, ``column`` is how wide a municipality's is in per cent of the slide, ``is_tight`` tells
    that signals or rows lie closer than usual. ``spoken`` is what the speakers have noted for themselves, ``rest`` what
    had no room.
    """

    slide: Slide
    id: str
    number: int
    texts: Mapping[str, TextPart]
    chart: Drawn | None
    signals: tuple[SignalPart, ...]
    grid: GridPart | None
    column: float
    legend: tuple[Signal, ...]
    asked: tuple[int, tuple[str, ...]] | None
    shares: tuple[SharesPart, SharePlan] | None
    is_tight: bool
    spoken: tuple[str, ...]
    rest: tuple[str, ...]
    reasons: tuple[str, ...]
    follow: Follow | None


def shown_slides(deck: Deck, followers: Mapping[str, str], *, prefix: str = "bild") -> tuple[Shown, ...]:
    """The slides of DECK; FOLLOWERS are the links of some, by the slide's id."""
    return tuple(
        _shown(slide, n, deck, followers.get(slide.id, ""), prefix) for n, slide in enumerate(deck.slides, start=1)
    )


def overfull(slide: Slide) -> bool:
    """Whether SLIDE has more words than there is room for: the rest stands in its notes only."""
    return isinstance(slide.content, Words) and bool(slide_parts(slide, SCREEN)[1])


def _shown(slide: Slide, number: int, deck: Deck, link: str, prefix: str) -> Shown:
    code = follow(link) if link else None
    plan = drawn_slide(deck, number, SCREEN, foot=INNER - _CODE if code else INNER)
    signals = tuple(part for part in plan.parts if isinstance(part, SignalPart))
    grid = next((part for part in plan.parts if isinstance(part, GridPart)), None)
    cells = [cell for row in grid.rows for cell in row.cells] if grid else []
    texts: dict[str, TextPart] = {part.role: part for part in plan.parts if isinstance(part, TextPart)}
    spoken = filled_lines(slide.notes)
    return Shown(
        slide=slide,
        id=f"{prefix}-{slide.id}",
        number=number,
        texts=texts,
        chart=next((_chart(part) for part in plan.parts if isinstance(part, ChartPart)), None),
        signals=signals,
        grid=grid,
        column=round(100 * grid.column_width / INNER, 2) if grid else 0,
        legend=legend_of([*(cell.square for cell in cells), *(cell.face for cell in cells)]),
        shares=next(((part, plan_of(part)) for part in plan.parts if isinstance(part, SharesPart)), None),
        asked=_asked(slide.content, texts) if isinstance(slide.content, Question) else None,
        is_tight=grid.row_height < _DENSE if grid else _is_tight(signals),
        spoken=spoken,
        rest=plan.notes[len(spoken) :],
        reasons=reasons(slide),
        follow=code,
    )


def _asked(question: Question, texts: Mapping[str, TextPart]) -> tuple[int, tuple[str, ...]]:
    """The answers in the largest size that has room for them, and as much of each as the smallest holds."""
    head = (texts.get("subtitle") or texts["title"]).box
    room = BOTTOM - head.y - head.h - _ASKED_NOTE
    for size in _ASKED_SIZES:
        letters = Type(SCREEN, size, leading=_ASKED_LINE)
        high = sum(letters.high(lines(one, letters, _ASKED_WIDE)) + _ASKED_UNDER * size for one in question.answers)
        if high <= room:
            return size, question.answers
    most = max(1, int((room / len(question.answers) - _ASKED_UNDER * size) / letters.high(1)))
    return size, tuple(shortened(one, letters, _ASKED_WIDE, most) for one in question.answers)


def _chart(part: ChartPart) -> Drawn:
    return drawn(part.chart, part.box.w / _CHART_UNITS, part.box.h / _CHART_UNITS, _CHART_SIZE)


def _is_tight(signals: tuple[SignalPart, ...]) -> bool:
    """Whether SIGNALS have no room for a symbol of the usual size with air under it."""
    return any(after.text.box.y - before.text.box.y < SYMBOL + _AIR for before, after in pairwise(signals))

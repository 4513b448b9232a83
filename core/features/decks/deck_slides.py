"""The slides on a screen: their plan's parts by what they are, for the template, and what is spoken to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.charts.charts import Drawn, drawn
from core.charts.qr import Follow, follow
from core.charts.screen_fonts import SCREEN
from core.documents.deck import Deck, Signal, Slide, Words
from core.features.decks.slide_parts import (
    INNER,
    ChartPart,
    GridPart,
    SignalPart,
    TextPart,
    legend_of,
)
from core.features.decks.slide_plan import drawn_slide, slide_parts
from core.features.decks.slide_story import SYMBOL
from core.features.decks.slide_words import reasons
from core.words.formats import filled_lines

# A chart's units are 4/3 of the stage's: lines and dots are as thick as in the product's other charts.
_CHART_UNITS, _CHART_SIZE = 4 / 3, 15.0
_CODE = 64
_DENSE, _AIR = 50, 12


@dataclass(frozen=True)
class Shown:
    """A slide as the template draws it; ``id`` is unique in its document.

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
    spoken = filled_lines(slide.notes)
    return Shown(
        slide=slide,
        id=f"{prefix}-{slide.id}",
        number=number,
        texts={part.role: part for part in plan.parts if isinstance(part, TextPart)},
        chart=next((_chart(part) for part in plan.parts if isinstance(part, ChartPart)), None),
        signals=signals,
        grid=grid,
        column=round(100 * grid.column_width / INNER, 2) if grid else 0,
        legend=legend_of([*(cell.square for cell in cells), *(cell.face for cell in cells)]),
        is_tight=grid.row_height < _DENSE if grid else _is_tight(signals),
        spoken=spoken,
        rest=plan.notes[len(spoken) :],
        reasons=reasons(slide),
        follow=code,
    )


def _chart(part: ChartPart) -> Drawn:
    return drawn(part.chart, part.box.w / _CHART_UNITS, part.box.h / _CHART_UNITS, _CHART_SIZE)


def _is_tight(signals: tuple[SignalPart, ...]) -> bool:
    """Whether SIGNALS have no room for a symbol of the usual size with air under it."""
    return any(after.text.box.y - before.text.box.y < SYMBOL + _AIR for before, after in pairwise(signals))

"""What has changed since a deck was frozen: for whoever decides whether to thaw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.documents.deck import Deck, Glance, GlanceCell, Story
from core.words.formats import dated


@dataclass(frozen=True)
class FigureChange:
    """A figure on a slide that would be another today. ``before`` and ``after`` are as shown; '' for none."""

    what: str
    before: str
    after: str


def changes(frozen: Deck, today: Deck) -> tuple[FigureChange, ...]:
    """How the figures of TODAY (every slide, resolved again) differ from FROZEN's, in the order of the slides.

    A story that was not frozen has not changed.
    """
    told = {slide.id for slide in frozen.slides}
    slides = tuple(one for one in today.slides if one.id in told or not isinstance(one.content, Story))
    old, new = dict(figures_of(frozen)), dict(figures_of(today.model_copy(update={"slides": slides})))
    nothing = ("", "")
    return tuple(
        FigureChange((old.get(key) or new[key])[0], old.get(key, nothing)[1], new.get(key, nothing)[1])
        for key in dict.fromkeys([*old, *new])
        if old.get(key, nothing)[1] != new.get(key, nothing)[1]
    )


def figures_of(deck: Deck) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every figure of DECK: a key that is the same when the figure changes, what it is about, and what it says."""
    for slide in deck.slides:
        content = slide.content
        if isinstance(content, Story):
            yield slide.id, (slide.title, "" if content.lost else _story_words(content))
        elif isinstance(content, Glance):
            for row in content.rows:
                for name, cell in zip(content.columns, row.cells, strict=True):
                    yield f"{name} {row.kpi}", (f"{name}: {row.name}", _cell_words(cell, row.unit))


def _story_words(story: Story) -> str:
    return f"{dated(story.outcome, story.year)}, {', '.join(signal.words.lower() for signal in story.signals)}"


def _cell_words(cell: GlanceCell, unit: str) -> str:
    # What was frozen before had a square where nothing is good in itself.
    square = f", {cell.square.words.lower()}" if cell.square and cell.square.tone != "neutral" else ""
    return f"{cell.value} ({cell.year or unit.rpartition(' ')[2]}){square}"

"""Numbers in a title that somebody has written, and whether its slide has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.charts.description import DotChart
from core.documents.deck import Deck, Glance, Slide, Story
from core.signals import shown_one
from core.words.formats import number

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_SPACES = re.compile(r"[ \u00a0\u202f]")


def strange_numbers(deck: Deck) -> list[tuple[str, tuple[str, ...]]]:
    """Each title of DECK's figures that somebody has written with numbers that its slide lacks, and these as written.

    A slide has what is drawn or said on it; a title may tell it more coarsely (80 of 79,5).
    """
    written = (one for one in deck.slides if one.title != one.automatic and isinstance(one.content, Story | Glance))
    found = ((one.title, tuple(_strange(one))) for one in written)
    return [(title, lacking) for title, lacking in found if lacking]


def _strange(slide: Slide) -> Iterator[str]:
    known = {value for text in _texts(slide) for value, _ in _numbers(text)}
    for match in _NUMBER.finditer(slide.title):
        ((value, decimals),) = _numbers(match[0])
        if not any(value in (one, shown_one(one, decimals)) for one in known):
            yield match[0].strip()


def _numbers(text: str) -> Iterator[tuple[float, int]]:
    """The numbers of TEXT without signs, each with its decimals."""
    for match in _NUMBER.finditer(text):
        plain = _SPACES.sub("", match[0]).replace(",", ".")
        yield float(plain), len(plain.partition(".")[2])


def _texts(slide: Slide) -> Iterator[str]:
    """All that SLIDE says, its numbers among it."""
    yield from (slide.automatic, slide.subtitle)
    match slide.content:
        case Story() as story:
            yield from (story.outcome, story.year, story.change, story.comment, story.actions)
            yield from (f"{one.words} {one.sentence}" for one in story.signals)
            yield from _drawn(story)
        case Glance() as glance:
            yield f"{len(glance.columns)} {len(glance.rows)}"
            for row in glance.rows:
                yield f"{row.name} {row.unit}"
                yield from (f"{cell.value} {cell.year}" for cell in row.cells)


def _drawn(story: Story) -> Iterator[str]:
    chart = story.chart
    if chart is None:
        return
    if isinstance(chart, DotChart):
        yield f"{len(chart.dots)} {chart.year} {chart.aim.words if chart.aim else ''}"
        yield from (f"{dot.name} {number(dot.value, chart.decimals)}" for dot in chart.dots)
        return
    yield from (aim.words for aim in chart.aims)
    yield str(len(chart.series))
    for line in chart.series:
        yield from (f"{year} {number(value, chart.decimals)}" for year, value in line.points)

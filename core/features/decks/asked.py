"""What audiences have answered to a deck's questions: on its slides, and for whoever works on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from core.charts.share_bars import YES, ShareChart, whole_bar
from core.cycle.audience import Counted, told
from core.documents.deck import Deck, Question, Slide, Told
from core.words.dates import day_words
from core.words.formats import counted, first_upper, listed
from core.words.formats import share as share_words

_FEW = "färre än fem, så svaren visas inte"


def with_told(deck: Deck, engine: Engine) -> Deck:
    """DECK with what the last audience answered to each of its questions, as they are asked now."""
    if not any(isinstance(slide.content, Question) for slide in deck.slides):
        return deck
    found = told(engine, deck.area)
    return deck.model_copy(update={"slides": tuple(_told(slide, found) for slide in deck.slides)})


def _told(slide: Slide, found: Mapping[str, Sequence[Counted]]) -> Slide:
    asked = slide.content
    if not isinstance(asked, Question):
        return slide
    mine = (one for one in found.get(slide.id, ()) if _is_same(one, slide.title, asked))
    last = next(mine, None)
    if last is None:
        return slide
    return slide.model_copy(update={"content": asked.model_copy(update={"told": told_of(last)})})


def _is_same(one: Counted, title: str, asked: Question) -> bool:
    was = one.round.question
    return (was.text, was.choices, was.is_several) == (title, asked.answers, asked.is_several)


def told_words(one: Counted) -> str:
    """When and how many: "26 oktober 2026, 43 svar"."""
    few = "" if one.counts else f": {_FEW}"
    return f"{day_words(one.on)} {one.on.year}, {counted(one.count, '1 svar', 'svar')}{few}"


def told_of(one: Counted) -> Told:
    """ONE as bars, and in a sentence that says what was answered most."""
    when = told_words(one)
    if one.counts is None:
        return Told(when=when, words=first_upper(when), chart=None)
    shares = tuple(n / one.count for n in one.counts)
    most = [text for text, share in zip(one.round.question.choices, shares, strict=True) if share == max(shares)]
    words = f"{first_upper(when)}. Flest valde {listed([f'”{text}”' for text in most])}, {share_words(max(shares), 1)}."
    bars = tuple(
        whole_bar(text, share, YES, is_strong=share == max(shares))
        for text, share in zip(one.round.question.choices, shares, strict=True)
    )
    return Told(when=when, words=words, chart=ShareChart(bars, ()))

"""The foot of a slide: whose it is, where in the deck, where its figures come from and of what day they are."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, shortened, width
from core.documents.deck import Deck, Slide, Words
from core.features.decks.slide_words import figures_words, foot_names
from core.words.formats import first_upper

_LETTERS = Type(SCREEN, 18, leading=1.25)
_LINES = 2
_MOST_LEFT, _GAP, _CODE = 0.48, 40, 64
_MARK = "Exempeldata"


@dataclass(frozen=True)
class Foot:
    """``who`` and ``page`` to the left, ``source`` and ``day`` to the right; ``mark`` where the source lacks it."""

    who: str
    page: str
    mark: str
    source: str
    day: str


def foot(slide: Slide, deck: Deck, number: int, *, wide: float, has_code: bool) -> Foot:
    """The foot of SLIDE, the one with NUMBER in DECK, in WIDE of the stage's units."""
    wide -= _CODE if has_code else 0
    page = deck.number(number)
    after = _together(f"· {page}")
    who = shortened(foot_names(deck, slide), _LETTERS, wide * _MOST_LEFT, _LINES, after=after)
    left = min(width(f"{who} {after}", _LETTERS), wide * _MOST_LEFT)
    source = slide.source.strip().rstrip(".")
    mark = _MARK if deck.is_example and not source.startswith(_MARK) else ""
    day = _day(slide, deck)
    if not source:
        return Foot(who, page, mark, "", first_upper(day))
    said = shortened(f"{mark} {source}".strip(), _LETTERS, wide - _GAP - left, _LINES, after=_together(f"{day},"))
    return Foot(who, page, mark, said.removeprefix(mark).strip(), day)


def _together(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _day(slide: Slide, deck: Deck) -> str:
    """Of what day the figures are; nothing under words that have no source."""
    has_figures = slide.source.strip() or not isinstance(slide.content, Words)
    return figures_words(deck) if has_figures else ""

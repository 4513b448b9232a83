"""How many rows say one thing, with the list of them on the overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.outcomes.lists import Show, counted
from core.web.choices import OVERVIEW, Choices, link
from core.words.sentences import Row

# What a count says: its words, tone and symbol; those with a symbol are drawn large.
Look = tuple[str, str, str]
# The words that one of them has another form of.
_ONE = {"oförändrade": "oförändrad"}


@dataclass(frozen=True)
class Count:
    """How many rows have one verdict: its tone (a class), words and symbol (may be empty), and where they are listed.

    ``address`` is empty where there is nothing to list; ``chosen`` tells that it is the list one sees.
    """

    n: int
    words: str
    tone: str
    symbol: str
    address: str
    chosen: bool


def count_of(rows: Sequence[Row], choices: Choices, show: Show, look: Look) -> Count:
    """How many of ROWS, all that CHOICES let through, are in the list SHOW, and where it is."""
    n, (words, tone, symbol) = counted(rows, show), look
    words = _ONE.get(words, words) if n == 1 else words
    return Count(n, words, tone, symbol, link(OVERVIEW, choices, show=show) if n else "", choices.show is show)

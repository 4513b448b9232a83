"""The summary cards of the overview: how many rows have each verdict, each with the list that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.outcomes.lists import Show
from core.outcomes.references import Reference
from core.web.choices import Choices
from core.web.counts import Count, Look, count_of
from core.words.sentences import Row

SHOW_WORDS = {
    Show.ALL: "Alla",
    Show.DEVIATIONS: "Att titta närmare på",
    Show.SUCCESSES: "Det som går bra",
    Show.FAVOURITES: "Favoriter",
    Show.GOALS: "Målens indikatorer",
    Show.REACHED: "Målet nås",
    Show.NEARLY: "Målet nås nästan",
    Show.NOT_REACHED: "Målet nås inte",
    Show.NO_FACE: "Målet bedöms inte",
    Show.BETTER: "Förbättras",
    Show.UNCHANGED: "Oförändrade",
    Show.WORSE: "Försämras",
    Show.NO_WAY: "Trend utan riktning",
    Show.NO_ARROW: "Trenden bedöms inte",
    Show.BEST: "Bland de bästa 25 %",
    Show.MIDDLE: "Bland de mittersta 50 %",
    Show.WORST: "Bland de sämsta 25 %",
    Show.NO_SIDE: "Läge utan riktning",
    Show.NO_SQUARE: "Läget bedöms inte",
    Show.BETTER_THAN_MOST: "Bättre än de flesta",
    Show.IN_BETWEEN: "Mitt emellan",
    Show.WORSE_THAN_MOST: "Sämre än de flesta",
}
_Said = Mapping[Show, Look]
_ATTAINED: _Said = {
    Show.REACHED: ("nås", "good", "face-reached"),
    Show.NEARLY: ("nästan", "near", "face-nearly"),
    Show.NOT_REACHED: ("nås inte", "bad", "face-not-reached"),
    Show.NO_FACE: ("bedöms inte", "none", "face-not-judged"),
}
_MOVED: _Said = {
    Show.BETTER: ("förbättras", "good", "verdict-better"),
    Show.UNCHANGED: ("oförändrade", "level", "verdict-unchanged"),
    Show.WORSE: ("försämras", "bad", "verdict-worse"),
    Show.NO_WAY: ("utan riktning", "neutral", ""),
    Show.NO_ARROW: ("bedöms inte", "none", ""),
}
_QUARTERS: _Said = {
    Show.BEST: ("bästa 25 %", "good", "mark-best"),
    Show.MIDDLE: ("mittersta 50 %", "near", "mark-middle"),
    Show.WORST: ("sämsta 25 %", "bad", "mark-worst"),
}
_IN_WORDS: _Said = {
    Show.BETTER_THAN_MOST: ("bättre än de flesta", "good", "mark-best"),
    Show.IN_BETWEEN: ("mitt emellan", "near", "mark-middle"),
    Show.WORSE_THAN_MOST: ("sämre än de flesta", "bad", "mark-worst"),
}
_NOT_PLACED: _Said = {Show.NO_SIDE: ("utan riktning", "neutral", ""), Show.NO_SQUARE: ("bedöms inte", "none", "")}


@dataclass(frozen=True)
class Card:
    """A summary card; the counts add up to the rows that the filters let through."""

    title: str
    counts: tuple[Count, ...]

    @property
    def strong(self) -> tuple[Count, ...]:
        """The counts that are drawn large."""
        return tuple(count for count in self.counts if count.symbol)

    @property
    def small(self) -> tuple[Count, ...]:
        """The others, those that count something."""
        return tuple(count for count in self.counts if count.n and not count.symbol)


def cards(rows: Sequence[Row], choices: Choices, reference: Reference, *, has_targets: bool) -> tuple[Card, ...]:
    """The cards of ROWS, all that CHOICES let through whichever list of them is shown."""

    def counts(said: _Said) -> tuple[Count, ...]:
        return tuple(count_of(rows, choices, show, look) for show, look in said.items())

    moved = Card("Trend, tre år", counts(_MOVED))
    stood = Card(f"Läge {reference.where}", (*_placed(counts(_QUARTERS), counts(_IN_WORDS)), *counts(_NOT_PLACED)))
    return (Card("Måluppfyllelse", counts(_ATTAINED)), moved, stood) if has_targets else (moved, stood)


def _placed(quarters: tuple[Count, ...], in_words: tuple[Count, ...]) -> tuple[Count, ...]:
    """The large numbers are of one kind: where both are, the few that stand in words are told in the small print."""
    if not any(count.n for count in in_words):
        return quarters
    if not any(count.n for count in quarters):
        return in_words
    return (*quarters, *(replace(count, symbol="") for count in in_words))

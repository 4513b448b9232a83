"""What is written for an area belongs to the figures of its deck: which these were, and whether they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.catalogue import Catalogue
from core.documents.deck import Deck
from core.documents.entry import Entry
from core.outcomes.figures import Figures

# What the words of a table's stamp begin with.
OF_TABLE = "siffror per "


class Stamp(Entry):
    """The figures that a text was written of: ``words`` name them, ``seal`` is another when they are others."""

    words: str
    seal: str


def outdated(written: Stamp | None, now: Stamp | None) -> str:
    """What there is to say of a text that was WRITTEN of other figures than those NOW; '' for none."""
    if written is None or (now is not None and now.seal == written.seal):
        return ""
    if written.words.startswith(OF_TABLE):
        return f"Skriven av {written.words}, som har ändrats sedan."
    if now is None:
        return f"Skriven när siffran var {written.words}. Nu finns den inte."
    if now.words == written.words:
        return f"Skriven när siffran var {written.words}. Den är densamma, men signalerna har ändrats."
    return f"Skriven när siffran var {written.words}. Nu är den {now.words}."


@dataclass(frozen=True)
class WorkedOn:
    """An area's deck as those see it who edit it, and the stamp of its table; ``is_draft`` where somebody has."""

    deck: Deck
    stamp: Stamp
    is_draft: bool


class AreaDecks(Protocol):
    """The areas' decks, for those who fill something else from them."""

    def worked_on(self, figures: Figures, area: str) -> WorkedOn:
        """AREA's deck, with FIGURES where it is not frozen."""
        ...

    def day(self, catalogue: Catalogue) -> str:
        """The seminar day, in words."""
        ...

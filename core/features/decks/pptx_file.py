"""Decks as a PowerPoint file, with charts that can be edited and the speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents.deck import Deck


def deck_pptx(decks: Sequence[Deck]) -> bytes:
    """DECKS one after the other, each in a section of its own: 16:9, one slide for each of theirs."""
    from core.features.decks.pptx_deck import written  # noqa: PLC0415 - half a second that only whoever asks waits for

    return written(decks)

"""Decks as a PDF to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.documents.deck import Deck


def handout_pdf(decks: Sequence[Deck], *, per_page: Literal[1, 3]) -> bytes:
    """DECKS one after the other: a slide on each page (over its notes, if any), or three on an A4 with room beside."""
    from core.features.decks.pdf_pages import written  # noqa: PLC0415 - a third of a second that only whoever asks waits for

    return written(decks, per_page=per_page)

"""A presentation as one HTML document that asks nobody for anything, and the loop for the breaks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.documents.deck import Deck, Question
from core.features.decks.deck_slides import Shown, shown_slides
from core.features.decks.document_parts import carried, icon, symbols
from core.features.decks.together import SECONDS
from core.web.render import render
from core.words.dates import HERE

_NO_FOLLOWERS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Part:
    """A deck with its slides as they are drawn."""

    deck: Deck
    slides: tuple[Shown, ...]


@dataclass(frozen=True)
class Session:
    """When something begins: for the script, and for those who read."""

    iso: str
    clock: str
    name: str


def deck_document(deck: Deck, *, followers: Mapping[str, str] = _NO_FOLLOWERS) -> str:
    """DECK as a whole HTML document: the same bytes are served, saved to a file and opened without a network.

    FOLLOWERS: slide id -> absolute link that the audience opens; its QR code stands on that slide.
    """
    part = Part(deck, shown_slides(deck, followers))
    return render(
        "deck.html",
        part=part,
        areas=_areas(part),
        asks=any(isinstance(slide.content, Question) for slide in deck.slides),
        carried=carried(),
        symbols=symbols(),
        icon=icon(),
        file_name=f"{deck.file_stem()}.html",
        name_with_notes=f"{deck.file_stem(has_notes=True)}.html" if deck.has_notes else "",
    )


def _areas(part: Part) -> list[tuple[str, str]]:
    """The areas of a whole day with the addresses of their first slides."""
    first: dict[str, str] = {}
    for shown in part.slides:
        if shown.slide.part:
            first.setdefault(shown.slide.part, f"#{shown.id}")
    return list(first.items())


def pause_document(
    decks: Sequence[Deck],
    *,
    sessions: Sequence[tuple[datetime, str]],
    followers: Mapping[str, str] = _NO_FOLLOWERS,
) -> str:
    """DECKS' slides as an endless loop for the foyer, under a clock that counts down to the next of SESSIONS.

    FOLLOWERS as ``deck_document`` has them. A session is (when, name); a time without a zone is Swedish.
    """
    parts = [Part(deck, shown_slides(deck, followers, prefix=f"b{n}")) for n, deck in enumerate(decks)]
    ordered = sorted((_here(at), name) for at, name in sessions)
    return render(
        "deck_pause.html",
        parts=[part for part in parts if part.slides],
        event=next((deck.event for deck in decks), ""),
        seconds=json.dumps(SECONDS),
        sessions=[Session(at.isoformat(), f"{at:%H.%M}", name) for at, name in ordered],
        carried=carried(is_pause=True),
        symbols=symbols(),
        icon=icon(),
    )


def _here(at: datetime) -> datetime:
    return at.replace(tzinfo=HERE) if at.tzinfo is None else at.astimezone(HERE)

"""How much text a place holds, by the fonts' own widths: what is taken away never scrolls.

Slow to import (reportlab): only what draws files imports it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from core.present.deck import Deck

_HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
_SENTENCE = re.compile(r"(?<=[.;!?]) +")
# What the PDF's fonts lack but have a good stand-in for.
_STAND_INS = str.maketrans(
    {"\u202f": "\xa0", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\u2011": "-", "\u2010": "-", "\u2212": "−"}
    | {"→": "–", "←": "–", "\u200b": "", "\u00ad": "", "\ufeff": "", "\u200d": "", "\ufe0f": ""}
)
_UNKNOWN = "?"
_NEVER = ("Cc", "Cs", "Co", "Cn")
# What would turn the rest of a line round.
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@dataclass(frozen=True)
class Fonts:
    """A plain and a bold font by the names that reportlab measures with. ``slack`` is added to what they measure."""

    plain: str
    bold: str
    slack: float = 1.0


# PowerPoint and Word get Arial, whose widths are Helvetica's; the PDFs carry Vera, the mockups' own look.
ARIAL = Fonts("Helvetica", "Helvetica-Bold", 1.02)
VERA = Fonts("Vera", "VeraBd")


@dataclass(frozen=True)
class Type:
    """Fonts at a size, in the unit that widths come out in. ``leading`` is a line's height in sizes."""

    fonts: Fonts
    size: float
    bold: bool = False
    leading: float = 1.28

    @property
    def font(self) -> str:
        """The font's name."""
        return self.fonts.bold if self.bold else self.fonts.plain

    def at(self, size: float) -> Type:
        """The same at another SIZE."""
        return replace(self, size=size)

    def high(self, lines: int) -> float:
        """The height of LINES."""
        return lines * self.size * self.leading


@cache
def register() -> None:
    """Make Vera known to reportlab, once."""
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf"), ("VeraIt", "VeraIt.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBd")


def plain(text: str) -> str:
    """TEXT on one line, composed, without what no file may hold."""
    composed = unicodedata.normalize("NFC", text)
    spaces = composed.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    kept = (c for c in spaces if unicodedata.category(c) not in _NEVER and unicodedata.bidirectional(c) not in _TURNS)
    return re.sub(" +", " ", "".join(kept)).strip()


def drawable(text: str) -> str:
    """TEXT with the letters that Vera has; '?' for another, which would be drawn as nothing."""
    known = _letters()
    return "".join(c if ord(c) in known else _UNKNOWN for c in plain(text).translate(_STAND_INS))


@cache
def _letters() -> frozenset[int]:
    return frozenset(TTFont("Vera", "Vera.ttf").face.charToGlyph)


@lru_cache(maxsize=20_000)
def _unit_width(text: str, font: str) -> float:
    register()
    return float(pdfmetrics.stringWidth(text, font, 1))


def width(text: str, letters: Type) -> float:
    """How wide TEXT is on one line."""
    return _unit_width(text, letters.font) * letters.size * letters.fonts.slack


def wrapped(text: str, letters: Type, room: float) -> list[str]:
    """TEXT in lines no wider than ROOM, broken at spaces and after hyphens; a wider word is broken where it must."""
    lines, now = [], ""
    for glue, word in _words(text):
        longer = f"{now}{glue}{word}" if now else word
        if width(longer, letters) <= room:
            now = longer
            continue
        if now:
            lines.append(now)
        *whole, now = _broken(word, letters, room)
        lines += whole
    return [*lines, now]


def _words(text: str) -> list[tuple[str, str]]:
    """The parts that TEXT may be broken between, each with what joins it to the one before."""
    return [("" if n else " ", part) for word in text.split(" ") for n, part in enumerate(_HYPHEN.split(word))]


def longest_word(text: str, letters: Type) -> float:
    """How wide the widest part of TEXT is that is not broken."""
    return max(width(part, letters) for _, part in _words(text))


def _broken(word: str, letters: Type, room: float) -> list[str]:
    parts = []
    while word and width(word, letters) > room:
        held = next((n for n in range(len(word), 1, -1) if width(word[:n], letters) <= room), 1)
        parts.append(word[:held])
        word = word[held:]
    return [*parts, word] if word or not parts else parts


def shortened(text: str, letters: Type, room: float, most: int) -> str:
    """TEXT, or as much from its beginning as takes MOST lines of ROOM, with an ellipsis."""
    lines = wrapped(text, letters, room)
    if len(lines) <= most:
        return text
    kept = " ".join(lines[: max(most, 1)])
    while kept and len(wrapped(f"{kept} …", letters, room)) > most:
        kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
    return f"{kept.rstrip(' ,;:–')} …" if kept else "…"


def opening(text: str, letters: Type, room: float, most: int) -> str:
    """As many whole sentences from the beginning of TEXT as MOST lines hold; a long first one is shortened."""
    chosen = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{chosen} {sentence}".strip()
        if chosen and len(wrapped(longer, letters, room)) > most:
            break
        chosen = longer
    return shortened(chosen.rstrip(";"), letters, room, most)


def largest(text: str, choices: Sequence[tuple[float, int]], letters: Type, room: float) -> tuple[Type, str]:
    """LETTERS in the first of CHOICES (size, most lines) that holds TEXT in ROOM; the last shortens it."""
    for size, most in choices:
        chosen = letters.at(size)
        if len(wrapped(text, chosen, room)) <= most:
            return chosen, text
    size, most = choices[-1]
    return letters.at(size), shortened(text, letters.at(size), room, most)


def deck_in_vera(deck: Deck) -> Deck:
    """DECK with only letters that the PDF's fonts have."""
    return Deck.model_validate(_in_vera(deck.model_dump()))


def in_vera(text: str) -> str:
    """TEXT, its lines kept, with '?' for letters that would be drawn as nothing."""
    return "\n".join(drawable(line) for line in text.splitlines())


def _in_vera(found: Any) -> Any:
    if isinstance(found, StrEnum):
        return found
    if isinstance(found, str):
        return in_vera(found)
    if isinstance(found, dict):
        return {key: _in_vera(one) for key, one in found.items()}
    return [_in_vera(one) for one in found] if isinstance(found, list | tuple) else found

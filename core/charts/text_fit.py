"""How much text a place holds, whoever draws it: a slide never scrolls, so its sizes are chosen before it is drawn."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

_HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
_SPACES = re.compile("  +")
_SENTENCE, _CLAUSE = re.compile(r"(?<=[.;!?]) +"), re.compile(r"(?<=[.;!?:,]) +")
_NEVER = ("Cc", "Cs", "Co", "Cn")
# What would turn the rest of a line round.
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class Fonts(Protocol):
    """A plain and a bold font that can be measured."""

    @property
    def least(self) -> float:
        """The smallest size that is read where they stand."""

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide TEXT is at size 1."""


@dataclass(frozen=True)
class Type:
    """Fonts at a size, in the unit that widths come out in. ``leading`` is a line's height in sizes."""

    fonts: Fonts
    size: float
    bold: bool = False
    leading: float = 1.28

    def at(self, size: float) -> Type:
        """The same at another SIZE."""
        return replace(self, size=size)

    def high(self, lines: int) -> float:
        """The height of LINES."""
        return lines * self.size * self.leading


def plain(text: str) -> str:
    """TEXT on one line, composed, without what no file may hold."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    spaces = unicodedata.normalize("NFC", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")
    for letter in set(spaces):
        if _is_forbidden(letter):
            spaces = spaces.replace(letter, "")
    return _SPACES.sub(" ", spaces).strip()


@cache
def _is_forbidden(letter: str) -> bool:
    return unicodedata.category(letter) in _NEVER or unicodedata.bidirectional(letter) in _TURNS


def width(text: str, letters: Type) -> float:
    """How wide TEXT is on one line."""
    return letters.fonts.wide(text, bold=letters.bold) * letters.size


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
        held = max(1, bisect.bisect_right(range(1, len(word)), room, key=lambda n: width(word[:n], letters)))
        parts.append(word[:held])
        word = word[held:]
    return [*parts, word] if word or not parts else parts


def lines(text: str, letters: Type, room: float) -> int:
    """How many lines TEXT takes in ROOM."""
    return len(wrapped(text, letters, room))


def shortened(text: str, letters: Type, room: float, most: int, *, after: str = "") -> str:
    """TEXT, or as much from its beginning as takes MOST lines of ROOM with an ellipsis, and with AFTER behind it."""
    tail = f" {after}" if after else ""
    if lines(text + tail, letters, room) <= most:
        return text
    # Cut between words where one word at least remains, else in the middle of the first.
    ends = [i for i, letter in enumerate(text) if letter == " "]
    for choices, mark in ((ends, " …"), (range(1, len(text)), "…")):
        cuts = [f"{text[:end].rstrip(' ,;:–')}{mark}" for end in choices]
        n = bisect.bisect_left(cuts, True, key=lambda cut: lines(cut + tail, letters, room) > most)
        if n:
            return cuts[n - 1]
    return "…"


def opening(text: str, letters: Type, room: float, most: int) -> str:
    """As many whole sentences of TEXT, from its beginning, as MOST lines of ROOM hold; of a long first, its clauses."""
    for ends in (_SENTENCE, _CLAUSE):
        chosen = ""
        for sentence in ends.split(text):
            longer = f"{chosen} {sentence}".strip()
            if chosen and lines(longer, letters, room) > most:
                break
            chosen = longer
        if lines(chosen, letters, room) <= most:
            return chosen.rstrip(";:,")
    return shortened(chosen, letters, room, most)


def largest(text: str, choices: Sequence[tuple[float, int]], letters: Type, room: float) -> tuple[Type, str]:
    """LETTERS in the first of CHOICES (size, most lines) that holds TEXT in ROOM; the last shortens it."""
    for size, most in choices:
        chosen = letters.at(size)
        if lines(text, chosen, room) <= most:
            return chosen, text
    size, most = choices[-1]
    return letters.at(size), shortened(text, letters.at(size), room, most)

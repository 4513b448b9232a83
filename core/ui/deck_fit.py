"""How much text a place on a slide holds: a slide never scrolls, so its sizes are chosen before it is drawn.

Letters are measured as Arial's, with room to spare: the systems' own fonts are as wide, or narrower.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

_LETTERS = {
    0.222: "ijl'|",
    0.278: " ftI.,:;!/[]\N{NO-BREAK SPACE}",
    0.333: 'r()-"”·',
    0.5: "ckvxyzsJ",
    0.611: "FTZ",
    0.667: "ABEKPSVXYÅÄ&",
    0.722: "CDHNRUw",
    0.778: "GOQÖ",
    0.833: "mM",
    0.889: "%",
    1.02: "W@",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_USUAL, _STRANGE = 0.556, 1.05
_LAST_LATIN = "\u2044"
_SPARE, _BOLD = 1.06, 1.06
_SENTENCE, _CLAUSE = re.compile(r"(?<=[.;!?]) +"), re.compile(r"(?<=[.;!?:,]) +")


@dataclass(frozen=True)
class Type:
    """A size in the stage's units (720 high), and how bold and how far apart its lines are."""

    size: float
    bold: bool = False
    leading: float = 1.3

    def high(self, lines: int) -> float:
        """The height of LINES."""
        return lines * self.size * self.leading


def width(text: str, letters: Type) -> float:
    """How wide TEXT is, at the most, in the stage's units."""
    each = (_WIDTHS.get(x, _USUAL if x < _LAST_LATIN else _STRANGE) for x in text)
    return sum(each) * letters.size * _SPARE * (_BOLD if letters.bold else 1)


def lines(text: str, letters: Type, room: float) -> int:
    """How many lines TEXT takes in ROOM. A word that is wider than the room is broken."""
    space = width(" ", letters)
    count, used = 1, 0.0
    for word in text.split(" "):
        wide = width(word, letters)
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0)
        if used > room:
            # A letter that does not fit goes down whole, so a broken line is not quite full.
            extra = int(used / (room - letters.size))
            count, used = count + extra, used - extra * (room - letters.size)
    return count


def largest(text: str, choices: Sequence[tuple[Type, int]], room: float) -> tuple[Type, int]:
    """The first of CHOICES (type, most lines) that holds TEXT in ROOM, else the last, with the lines it takes."""
    for letters, most in choices:
        taken = lines(text, letters, room)
        if taken <= most:
            return letters, taken
    return choices[-1]


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

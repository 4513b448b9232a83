"""The letters of a screen that nobody has seen: measured as Arial's, with room to spare.

The systems' own fonts are as wide, or narrower.
"""

from __future__ import annotations

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
_USUAL, _STRANGE = 0.556, 1.05
_LAST_LATIN = "\u2044"
_SPARE, _BOLD = 1.06, 1.06


class _Widths(dict[str, float]):
    def __missing__(self, letter: str) -> float:
        return _USUAL if letter < _LAST_LATIN else _STRANGE


_WIDTH_OF = _Widths({letter: width for width, letters in _LETTERS.items() for letter in letters}).__getitem__


class _ScreenFonts:
    # Of a slide 720 high: what the last row reads.
    least = 18.0

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide TEXT is at size 1, at the most."""
        return sum(map(_WIDTH_OF, text)) * _SPARE * (_BOLD if bold else 1)


SCREEN = _ScreenFonts()

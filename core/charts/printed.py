"""The letters of what is taken away: Arimo, as wide as Arial, which PowerPoint and Word are given.

Measured by its own widths: what is printed never scrolls. Slow to import: only what draws files imports it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import fontpkg_arimo  # type: ignore[import-untyped]
from PIL import ImageFont
from pydantic import BaseModel

from core.charts.text_fit import plain

FOLDER = Path(fontpkg_arimo.__file__).parent / "files"
FAMILY = "Arimo"
# What is no letter in any font: drawn as the box of an unknown one.
_NOTHING = "\uffff"
_EM = 1000
_HYPHENS = "\u2010\u2011"
# Marks that no letter before them has taken up, and what is never seen, the soft hyphen too.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
# What the font lacks is told in words, once for all that stand together: by how Unicode's names of it begin.
_TOLD = {
    "ARABIC": "[arabisk text]",
    "CJK": "[kinesiska tecken]",
    "HIRAGANA": "[japansk text]",
    "KATAKANA": "[japansk text]",
    "HANGUL": "[koreansk text]",
}
_FIRST_EMOJI = "\u2600"
_EMOJI, _SIGN, _OTHER_LETTERS = "[emoji]", "[tecken]", "[text med andra bokstäver]"
_ALIKE = {
    **dict.fromkeys("✓✔☑", "[bock]"),
    **dict.fromkeys("✗✘☒", "[kryss]"),
    **dict.fromkeys("★☆", "*"),
    **dict.fromkeys("➔➜➡⇒", "→"),
    **dict.fromkeys("▶", "►"),
    **dict.fromkeys("◆◇", "♦"),
    **dict.fromkeys("☐", "□"),
}
_AGAIN = re.compile(rf"({'|'.join(map(re.escape, (*_TOLD.values(), _EMOJI, _SIGN, _OTHER_LETTERS)))})(?: ?\1)+")
_Model = TypeVar("_Model", bound=BaseModel)


class _Widths(dict[str, float]):
    """How wide each letter of a weight is at size 1."""

    def __init__(self, weight: int) -> None:
        super().__init__()
        self._font = _font(_EM)
        self._font.set_variation_by_axes([weight])

    def __missing__(self, letter: str) -> float:
        self[letter] = wide = self._font.getlength(letter) / _EM
        return wide


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"{FAMILY}[wght].ttf"), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _widths(weight: int) -> _Widths:
    return _Widths(weight)


def _has(letter: str) -> bool:
    return bytes(_small().getmask(letter)) != bytes(_small().getmask(_NOTHING))


@cache
def _small() -> ImageFont.FreeTypeFont:
    return _font(24)


class _PrintFonts:
    least = 0.0
    # Other programs' Arial may be a little wider.
    slack = 1.02

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide TEXT is at size 1."""
        return sum(map(_widths(700 if bold else 400).__getitem__, text)) * self.slack


PRINT = _PrintFonts()


def drawable(text: str) -> str:
    """TEXT on one line with the letters that the font has; others are told in words, what is not seen is left out."""
    text = plain(text)
    return text if text.isascii() else _AGAIN.sub(r"\1", "".join(map(_instead, text)))


@cache
def _instead(letter: str) -> str:
    if letter in _HYPHENS:
        return "-"
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    if letter.isascii() or _has(letter):
        return letter
    # Letters that are made to look bold or round are letters all the same.
    simple = unicodedata.normalize("NFKC", letter)
    if simple != letter and all(one.isascii() or _has(one) for one in simple):
        return simple
    return _ALIKE.get(letter) or _told(letter)


def _told(letter: str) -> str:
    kind, name = unicodedata.category(letter), unicodedata.name(letter, "").split(" ")[0]
    if name in _TOLD:
        return _TOLD[name]
    if kind in ("So", "Sk"):
        return _EMOJI if letter >= _FIRST_EMOJI else _SIGN
    return _OTHER_LETTERS if kind.startswith("L") else _SIGN


def in_print(text: str) -> str:
    """TEXT, its lines kept, with the letters that the font has."""
    return "\n".join(map(drawable, text.splitlines()))


def all_in_print(model: _Model) -> _Model:
    """MODEL with only letters that the font has."""
    return type(model).model_validate(printable(model.model_dump()))


def printable(found: Any) -> Any:
    """FOUND (texts, lists, mappings) with only letters that the font has in its texts."""
    if isinstance(found, StrEnum):
        return found
    if isinstance(found, str):
        return in_print(found)
    if isinstance(found, Mapping):
        return {key: printable(one) for key, one in found.items()}
    return [printable(one) for one in found] if isinstance(found, list | tuple) else found

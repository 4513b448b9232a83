"""The fonts of what is taken away, measured by their own widths: what is printed never scrolls.

Slow to import (reportlab): only what draws files imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from core.charts.text_fit import Type, plain

# What the PDF's fonts lack but have a good stand-in for.
_STAND_INS = str.maketrans(
    {"\u202f": "\xa0", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\u2011": "-", "\u2010": "-", "\u2212": "−"}
    | {"→": "–", "←": "–", "\u200b": "", "\u00ad": "", "\ufeff": "", "\u200d": "", "\ufe0f": ""}
)
_UNKNOWN = "?"
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class PrintFonts:
    """A plain and a bold font by the names that reportlab measures with. ``slack`` multiplies what they measure."""

    plain: str
    bold: str
    slack: float = 1.0
    least = 0.0

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide TEXT is at size 1."""
        return _unit_width(text, self.bold if bold else self.plain) * self.slack


# PowerPoint and Word get Arial, whose widths are Helvetica's; the PDFs carry Vera, the mockups' own look.
ARIAL = PrintFonts("Helvetica", "Helvetica-Bold", 1.02)
VERA = PrintFonts("Vera", "VeraBd")


def font_name(letters: Type) -> str:
    """What LETTERS' font is called in a PDF. Raises TypeError for letters that are not printed."""
    if not isinstance(letters.fonts, PrintFonts):
        raise TypeError("letters of a screen")
    return letters.fonts.bold if letters.bold else letters.fonts.plain


@cache
def register() -> None:
    """Make Vera known to reportlab, once."""
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf"), ("VeraIt", "VeraIt.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBd")


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


def all_in_vera(model: _Model) -> _Model:
    """MODEL with only letters that the PDF's fonts have."""
    return type(model).model_validate(_in_vera(model.model_dump()))


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

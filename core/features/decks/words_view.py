"""What we learned, good examples, conclusions: paragraphs as large as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, lines, shortened

_SIZES = ((40, 1), (34, 1), (30, 1), (26, 1), (23, 1), (21, 2), (18, 2))
_LEADING, _PARAGRAPH_GAP, _COLUMN_GAP, _BULLET = 1.36, 0.6, 48, 1.3


@dataclass(frozen=True)
class WordsParts:
    """Paragraphs, their size, in how many columns, and whether some had no room."""

    paragraphs: tuple[str, ...]
    size: int
    columns: int
    is_cut: bool


def fitted(paragraphs: Sequence[str], wide: float, room: float) -> WordsParts:
    """The largest size in which PARAGRAPHS fit in WIDE x ROOM; where none does, as many as the smallest holds."""
    told = [" ".join(p.split()) for p in paragraphs if p.strip()]
    for size, columns in _SIZES:
        if _height(told, wide, size, columns) <= room:
            return WordsParts(tuple(told), size, columns, is_cut=False)
    size, columns = _SIZES[-1]
    letters = Type(SCREEN, size, leading=_LEADING)
    most = int((room - letters.high(1)) * columns / letters.high(1))
    kept: list[str] = []
    for paragraph in told:
        left = most - sum(_paragraph_lines(p, _column(wide, size, columns), size) + _PARAGRAPH_GAP for p in kept)
        if left < 2:
            break
        kept.append(shortened(paragraph, letters, _column(wide, size, columns), int(left)))
    return WordsParts(tuple(kept), size, columns, is_cut=True)


def _column(wide: float, size: float, columns: int) -> float:
    return (wide - _COLUMN_GAP * (columns - 1)) / columns - _BULLET * size


def _paragraph_lines(paragraph: str, column: float, size: float) -> int:
    return lines(paragraph, Type(SCREEN, size), column)


def _height(paragraphs: Sequence[str], wide: float, size: float, columns: int) -> float:
    taken = sum(_paragraph_lines(p, _column(wide, size, columns), size) + _PARAGRAPH_GAP for p in paragraphs)
    # Columns are balanced to within a line.
    return (taken / columns + (columns - 1)) * size * _LEADING

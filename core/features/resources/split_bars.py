"""What a change of cost is made of, as bars from nothing: to the left what lowers it, to the right what raises it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.scales import scale
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width

_SIZE, _ROW, _GAP = 13.0, 52, 7


@dataclass(frozen=True)
class Bar:
    """A part: its name above, the bar and the amount at its end."""

    name: str
    is_sum: bool
    x: float
    y: float
    wide: float
    amount: str
    amount_x: float
    anchor: str


@dataclass(frozen=True)
class SplitBars:
    """The drawing; ``zero`` is where the bars begin."""

    width: int
    height: int
    zero: float
    bars: tuple[Bar, ...]


def split_bars(parts: Sequence[tuple[str, int, str]], wide: int) -> SplitBars:
    """PARTS (name, kronor, amount in words), the sum last, in a drawing WIDE across."""
    amounts = [kronor for _, kronor, _ in parts]
    least, most = min(0, *amounts), max(0, *amounts)
    room = max(width(words, Type(SCREEN, _SIZE, bold=True)) for *_, words in parts) + _GAP
    across = (room if least < 0 else 0.0, wide - (room if most > 0 else 0.0))

    def bar(n: int, name: str, kronor: int, words: str) -> Bar:
        start, end = sorted((scale(0, (least, most), across), scale(kronor, (least, most), across)))
        x, anchor = (start - _GAP, "end") if kronor < 0 else (end + _GAP, "start")
        y = n * _ROW + _SIZE * 1.6
        return Bar(name, n == len(parts) - 1, start, y, max(round(end - start, 1), 1.0), words, round(x, 1), anchor)

    bars = tuple(bar(n, *part) for n, part in enumerate(parts))
    return SplitBars(wide, len(parts) * _ROW, scale(0, (least, most), across), bars)

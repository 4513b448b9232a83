"""Charts as descriptions with coordinates; the templates draw them as SVG."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.overview.indicator import IndicatorFigures, Line, Milestone
from core.signals import Reason
from core.ui.svg import Point, path, scale, spread
from core.words.formats import level, number
from core.words.scales import ticks

HEIGHT = 300
_TOP, _BOTTOM, _LEFT = 14, 28, 58
_STRIP_HEIGHT = 96
_LETTER_WIDTH, _DOT_ROOM = 7.4, 12


@dataclass(frozen=True)
class DrawnLine:
    """A line with its end dot and its label."""

    key: str
    path: str
    end: Point
    label: str
    label_at: Point


@dataclass(frozen=True)
class LineChart:
    """A chart over years. ``rules`` are (y, text), ``years`` (x, text); ``aim`` is the path of the targets."""

    width: int
    height: int
    right: float
    lines: tuple[DrawnLine, ...]
    rules: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    aim: str
    aim_dots: tuple[Point, ...]
    aim_label: str
    aim_at: Point


@dataclass(frozen=True)
class Frame:
    """The scale of charts that are compared: the values and the years they must all hold."""

    values: tuple[float, float]
    years: tuple[int, int]

    @classmethod
    def around(cls, lines: Sequence[Line], milestones: Sequence[Milestone] = ()) -> Frame | None:
        """The frame that holds LINES and MILESTONES; None without any point."""
        years = [y for line in lines for y, _ in line.points] + [m.year for m in milestones]
        values = [v for line in lines for _, v in line.points] + [m.level for m in milestones]
        return cls((min(values), max(values)), (min(years), max(years))) if values else None


def line_chart(
    lines: Sequence[Line],
    milestones: Sequence[Milestone],
    *,
    decimals: int,
    step: int,
    width: int,
    frame: Frame | None = None,
) -> LineChart | None:
    """The chart of LINES (measured every STEP years) in a box of WIDTH; None when there is nothing to draw.

    FRAME gives it the scale of a chart that it stands beside.
    """
    frame = frame or Frame.around(lines, milestones)
    if frame is None or not any(line.points for line in lines):
        return None
    lines = [line for line in lines if line.points]
    wide = width > 500
    marks = ticks(*frame.values)
    labels = [_end_label(line, decimals, wide=wide) for line in lines]
    # A long name gets its room from the drawing, not from outside the box.
    room = max(176 if wide else 92, max(map(len, labels)) * _LETTER_WIDTH + _DOT_ROOM)
    across, up = (_LEFT if wide else 44, round(width - room)), (HEIGHT - _BOTTOM, _TOP)
    span, domain = frame.years, (marks[0], marks[-1])

    def at(year: int, value: float) -> Point:
        return scale(year, span, across), scale(value, domain, up)

    ends = [at(*line.points[-1]) for line in lines]
    aim = [at(m.year, m.level) for m in milestones]
    # The target's label keeps clear of the lines' too.
    heights = spread([*(y + 4 for _, y in ends), *(y - 8 for _, y in aim[-1:])])
    drawn = tuple(
        DrawnLine(line.key, path(line.points, at, step), end, label, (end[0] + 9, height))
        for line, label, end, height in zip(lines, labels, ends, heights, strict=False)
    )
    return LineChart(
        width=width,
        height=HEIGHT,
        right=across[1],
        lines=drawn,
        rules=tuple((scale(m, domain, up), level(m)) for m in marks),
        years=_year_marks(span, across, 8 if wide else 4),
        aim=path([(m.year, m.level) for m in milestones], at, span[1] - span[0]) if len(aim) > 1 else "",
        aim_dots=tuple(aim),
        aim_label=f"mål {milestones[-1].year}: {number(milestones[-1].level, decimals)}" if milestones else "",
        aim_at=(aim[-1][0] + 9, heights[-1]) if aim else (0, 0),
    )


def _end_label(line: Line, decimals: int, *, wide: bool) -> str:
    return f"{line.name if wide else line.name.split(' (')[0]} {number(line.points[-1][1], decimals)}"


def _year_marks(span: tuple[int, int], across: tuple[float, float], most: int) -> tuple[tuple[float, str], ...]:
    step = max(1, math.ceil((span[1] - span[0]) / most))
    return tuple((scale(y, span, across), str(y)) for y in range(span[1], span[0] - 1, -step))


@dataclass(frozen=True)
class Strip:
    """All municipalities as dots on one axis, low to high. ``bands`` are (x, width, class)."""

    width: int
    height: int
    dots: str
    own: Point | None
    own_label: str
    own_anchor: str
    bands: tuple[tuple[float, float, str], ...]
    ends: tuple[tuple[float, str, str], ...]


def strip(found: IndicatorFigures, *, own: str, name: str, width: int) -> Strip | None:
    """Where the municipality OWN (id; NAME) lies among all in its year; None with fewer than two values."""
    values = found.others["value"]
    if len(values) < 2:
        return None
    domain, across = (float(values.min()), float(values.max())), (8.0, width - 8.0)
    decimals, unit = found.indicator.decimals, found.indicator.unit
    mine = found.others.loc[found.others["municipality"] == own, "value"]
    place = scale(float(mine.iloc[0]), domain, across) if len(mine) else None
    dots = "".join(
        f"M{scale(value, domain, across):g} {_height_of(municipality)}h0"
        for municipality, value in zip(found.others["municipality"], values, strict=True)
        if municipality != own
    )
    return Strip(
        width=width,
        height=_STRIP_HEIGHT,
        dots=dots,
        own=None if place is None else (place, 48),
        own_label="" if place is None else f"{name} {number(float(mine.iloc[0]), decimals)}",
        own_anchor="start" if place is None or place < width * 0.25 else "end" if place > width * 0.75 else "middle",
        bands=_bands(found, domain, across),
        ends=(
            (across[0], "start", f"lägst {number(domain[0], decimals)}"),
            (across[1], "end", f"högst {number(domain[1], decimals)} {unit}"),
        ),
    )


def _height_of(municipality: str) -> int:
    """A height in the band that is always the same for the same municipality."""
    return 30 + hashlib.blake2s(municipality.encode(), digest_size=2).digest()[0] * 36 // 255


def _bands(
    found: IndicatorFigures, domain: tuple[float, float], across: tuple[float, float]
) -> tuple[tuple[float, float, str], ...]:
    left, right = across
    direction = found.indicator.direction.value
    judged = found.row["country_reason"] == Reason.NONE
    if direction == "none" or not judged or math.isnan(found.low_cut):
        return ((left, right - left, "plain"),)
    low, high = (scale(cut, domain, across) for cut in (found.low_cut, found.high_cut))
    low_class, high_class = ("worst", "best") if direction == "high" else ("best", "worst")
    return ((left, low - left, low_class), (low, high - low, "middle"), (high, right - high, high_class))

"""Where a municipality lies among all with a value: dots on one axis, as a description that the template draws."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.charts.charts import WIDE
from core.charts.scales import Point, scale
from core.charts.svg import said
from core.outcomes.indicator import PRELIMINARY, IndicatorFigures
from core.signals import Reason
from core.words.formats import number

_STRIP_HEIGHT = 96
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True)
class Strip:
    """All municipalities as dots on one axis, low to high. ``bands`` are (x, width, class), ``unsure`` a whisker.

    ``said`` and ``own_said`` have whose the dots are and their values (``svg.said``), in UNIT of YEAR; the others' only
    in the wide drawing.
    """

    width: int
    height: int
    dots: str
    said: str
    unit: str
    year: str
    own: Point | None
    own_said: str
    own_label: str
    own_anchor: str
    bands: tuple[tuple[float, float, str], ...]
    ends: tuple[tuple[float, str, str], ...]
    unsure: str = ""


def strip(
    found: IndicatorFigures, *, own: str, name: str, width: int, names: Mapping[str, str] = _NOBODY
) -> Strip | None:
    """Where the municipality OWN (id; NAME) lies among all in its year; None with fewer than two values.

    The dots say whose they are where NAMES has their municipalities' by id.
    """
    values = found.others["value"]
    if len(values) < 2:
        return None
    domain, across = (float(values.min()), float(values.max())), (8.0, width - 8.0)
    decimals, unit = found.indicator.decimals, found.indicator.unit
    mine = found.others.loc[found.others["municipality"] == own, "value"]
    place = scale(float(mine.iloc[0]), domain, across) if len(mine) else None
    others = [one for one in zip(found.others["municipality"], values.tolist(), strict=True) if one[0] != own]
    year = f"{found.row['year']:.0f}" + (f" · {PRELIMINARY}" if found.row["preliminary"] else "")
    own_value = "" if place is None else number(float(mine.iloc[0]), decimals)
    return Strip(
        width=width,
        height=_STRIP_HEIGHT,
        dots="".join(f"M{scale(value, domain, across):g} {_height_of(one)}h0" for one, value in others),
        said=said((names[one], number(value, decimals)) for one, value in others) if names and width == WIDE else "",
        unit=unit,
        year=year,
        own=None if place is None else (place, 48),
        own_said=said([(name, own_value)]) if own_value else "",
        own_label=f"{name} {own_value}" if own_value else "",
        own_anchor="start" if place is None or place < width * 0.25 else "end" if place > width * 0.75 else "middle",
        bands=_bands(found, domain, across),
        ends=(
            (across[0], "start", f"lägst {number(domain[0], decimals)}"),
            (across[1], "end", f"högst {number(domain[1], decimals)} {unit}"),
        ),
        unsure=_whisker(float(mine.iloc[0]), float(found.row["uncertainty"]), domain, across) if len(mine) else "",
    )


def _whisker(value: float, width: float, domain: tuple[float, float], across: tuple[float, float]) -> str:
    """Where the value may as well lie, within the axis; '' where that is not known."""
    if math.isnan(width):
        return ""
    low, high = (scale(min(max(end, domain[0]), domain[1]), domain, across) for end in (value - width, value + width))
    return f"M{low:g} 48H{high:g}M{low:g} 42v12M{high:g} 42v12"


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

"""Units as dots on one axis, a row a municipality: as a description that the template draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.charts.charts import NARROW, WIDE
from core.charts.scales import scale
from core.outcomes.units import UnitFigures, UnitsOf
from core.words.formats import number

_ROW, _TOP, _FOOT, _NAMES, _NARROW_NAMES = 34, 10, 26, 150, 96
_DOT = 5.0


@dataclass(frozen=True)
class UnitRow:
    """A municipality's units: ``dots`` are (x, words), ``middle`` and ``value`` where their median and the
    municipality's own value lie, and what they are.
    """

    name: str
    y: float
    dots: tuple[tuple[float, str], ...]
    middle: tuple[float, str] | None
    value: tuple[float, str] | None
    is_own: bool


@dataclass(frozen=True)
class UnitStrips:
    """All rows on one axis, whose ends are (x, anchor, words)."""

    width: int
    height: int
    left: float
    rows: tuple[UnitRow, ...]
    ends: tuple[tuple[float, str, str], ...]


def unit_strips(found: UnitFigures, names: Mapping[str, str], *, decimals: int, unit: str) -> tuple[UnitStrips, ...]:
    """FOUND, wide and narrow; NAMES are the municipalities' by id, DECIMALS and UNIT the indicator's."""

    def words(value: float) -> str:
        return number(value, decimals)

    return tuple(_drawn(found, names, words, unit, width) for width in (WIDE, NARROW))


def _drawn(
    found: UnitFigures, names: Mapping[str, str], words: Callable[[float], str], unit: str, width: int
) -> UnitStrips:
    places = (found.own, *found.others)
    every = [one.value for place in places for one in place.units]
    every += [place.value for place in places if place.value is not None]
    domain = (min(every), max(every))
    left = float(_NAMES if width == WIDE else _NARROW_NAMES)
    across = (left + _DOT, width - _DOT - 2)

    def mark(value: float | None, what: str, name: str) -> tuple[float, str] | None:
        return None if value is None else (scale(value, domain, across), f"{what}, {name}: {words(value)}")

    def row(place: UnitsOf, n: int) -> UnitRow:
        return UnitRow(
            name=names[place.municipality],
            y=_TOP + (n + 0.5) * _ROW,
            dots=tuple(
                (scale(one.value, domain, across), f"{one.name}, {names[place.municipality]}: {words(one.value)}")
                for one in place.units
            ),
            middle=mark(place.middle, "Enheternas mitt", names[place.municipality]),
            value=mark(place.value, "Kommunens värde", names[place.municipality]),
            is_own=place is found.own,
        )

    return UnitStrips(
        width=width,
        height=_TOP + len(places) * _ROW + _FOOT,
        left=left,
        rows=tuple(row(place, n) for n, place in enumerate(places)),
        ends=(
            (across[0], "start", f"lägst {words(domain[0])}"),
            (across[1], "end", f"högst {words(domain[1])} {unit}"),
        ),
    )

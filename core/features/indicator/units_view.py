"""The units behind a municipality's value, as the page of the indicator tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.unit_strips import UnitStrips, unit_strips
from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits, Unit, UnitFigures, UnitsOf, unit_figures
from core.signals.units import STANDS_OUT_YEARS
from core.words.formats import count_word, difference, listed, number, signed

_MOST_NAMED = 5
_SIDES = {1: "över", -1: "under"}


@dataclass(frozen=True)
class UnitsView:
    """The section. ``strips`` are wide and narrow, ``told`` sentences below them; ``beside`` is how far apart the units
    of each municipality lie.
    """

    title: str
    strips: tuple[UnitStrips, ...]
    unit: str
    year: str
    told: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    beside_head: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]


def units_view(figures: Figures, indicator: Indicator, asked: AskedUnits) -> UnitsView | None:
    """The units of the municipality ASKED for; None where Kolada has none."""
    found = unit_figures(figures, asked)
    if found is None:
        return None
    names = figures.snapshot.municipalities
    return UnitsView(
        title=_title(found, indicator, names[asked.municipality]),
        strips=unit_strips(found, names, decimals=indicator.decimals, unit=indicator.unit),
        unit=indicator.unit,
        year=str(found.year),
        told=tuple(_told(found, indicator)),
        head=("Enhet", str(found.year), str(found.year - 2), "Ändring", "Mot mitten"),
        rows=tuple(_row(unit, found, indicator) for unit in found.own.units),
        beside_head=("Kommun", "Enheter", "Lägst", "Mitten", "Högst", "Spridning", "Visas inte"),
        beside=tuple(_place(one, names[one.municipality], indicator.decimals) for one in (found.own, *found.others)),
    )


def _title(found: UnitFigures, indicator: Indicator, name: str) -> str:
    units, decimals = found.own.units, indicator.decimals
    lowest, highest = number(units[0].value, decimals), number(units[-1].value, decimals)
    if len(units) == 1:
        return f"En enhet i {name} har ett värde som får visas: {highest} {indicator.unit} ({found.year})"
    return f"{name}s {count_word(len(units))} enheter har mellan {lowest} och {highest} {indicator.unit} ({found.year})"


def _told(found: UnitFigures, indicator: Indicator) -> list[str]:
    told = [_spread_words(found, indicator)] if found.own.spread is not None else []
    for side, words in _SIDES.items():
        out = [unit.name for unit in found.own.units if unit.side == side]
        if out:
            usual = difference(found.typical, indicator.decimals, indicator.unit)
            told.append(
                f"{listed(out)} ligger {words} kommunens mitt sedan {count_word(STANDS_OUT_YEARS)} mätningar, mer än "
                f"dubbla det vanliga avståndet i landet ({usual})."
            )
    if found.own.secret:
        told.append(f"{_enheter(found.own.secret)} har ett värde som inte får visas, för att så få personer ingår.")
    if found.own.new:
        told.append(f"Utan äldre värde än {found.year - 1}: {_some([unit.name for unit in found.own.new])}.")
    if found.own.gone:
        gone = _some([f"{name} (senast {year})" for name, year in found.own.gone])
        told.append(f"Har värde tidigare år men inte {found.year}: {gone}.")
    return told


def _spread_words(found: UnitFigures, indicator: Indicator) -> str:
    """How far it is between the lowest and the highest unit, and how far it is at the others'."""
    decimals = indicator.decimals
    said = f"Mellan den lägsta och den högsta enheten skiljer {difference(found.own.spread, decimals, indicator.unit)}"
    others = sorted(one.spread for one in found.others if one.spread is not None)
    if not others:
        return f"{said}."
    low, high = number(others[0], decimals), number(others[-1], decimals)
    return f"{said}, hos de andra kommunerna {low if low == high else f'{low} till {high}'}."


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return listed(names) if more <= 0 else f"{', '.join(names[:_MOST_NAMED])} och {more} till"


def _enheter(n: int) -> str:
    return "En enhet" if n == 1 else f"{count_word(n).capitalize()} enheter"


def _place(of: UnitsOf, name: str, decimals: int) -> tuple[str, ...]:
    values = (of.units[0].value, of.middle, of.units[-1].value, of.spread)
    return (name, str(len(of.units)), *(number(value, decimals) for value in values), str(of.secret))


def _row(unit: Unit, found: UnitFigures, indicator: Indicator) -> tuple[str, ...]:
    decimals, middle = indicator.decimals, found.own.middle
    return (
        unit.name,
        number(unit.value, decimals),
        number(unit.before, decimals) if unit.before is not None else "–",
        signed(unit.value - unit.before, decimals) if unit.before is not None else "–",
        signed(unit.value - middle, decimals) if middle is not None else "–",
    )

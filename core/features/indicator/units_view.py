"""The units behind a municipality's value, as the page of the indicator tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.unit_strips import UnitStrips, unit_strips
from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits, Unit, UnitFigures, unit_figures
from core.signals.units import STANDS_OUT_YEARS
from core.words.formats import count_word, difference, listed, number, signed

_SIDES = {1: "över", -1: "under"}


@dataclass(frozen=True)
class UnitsView:
    """The section. ``strips`` are wide and narrow, ``told`` sentences below them."""

    title: str
    strips: tuple[UnitStrips, ...]
    told: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def units_view(figures: Figures, indicator: Indicator, asked: AskedUnits) -> UnitsView | None:
    """The units of the municipality ASKED for; None where Kolada has none."""
    found = unit_figures(figures, asked)
    if found is None:
        return None
    names = figures.snapshot.municipalities
    return UnitsView(
        title=_title(found, indicator, names[asked.municipality]),
        strips=unit_strips(found, names, decimals=indicator.decimals, unit=indicator.unit),
        told=tuple(_told(found, indicator)),
        head=("Enhet", str(found.year), str(found.year - 2), "Ändring", "Mot mitten"),
        rows=tuple(_row(unit, found, indicator) for unit in found.own.units),
    )


def _title(found: UnitFigures, indicator: Indicator, name: str) -> str:
    units, decimals = found.own.units, indicator.decimals
    lowest, highest = number(units[0].value, decimals), number(units[-1].value, decimals)
    if len(units) == 1:
        return f"En enhet i {name} har ett värde som får visas: {highest} {indicator.unit} ({found.year})"
    return f"{name}s {count_word(len(units))} enheter har mellan {lowest} och {highest} {indicator.unit} ({found.year})"


def _told(found: UnitFigures, indicator: Indicator) -> list[str]:
    told = []
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
    if found.own.without:
        told.append(f"{_enheter(found.own.without)} har värde tidigare år men inte {found.year}.")
    return told


def _enheter(n: int) -> str:
    return "En enhet" if n == 1 else f"{count_word(n).capitalize()} enheter"


def _row(unit: Unit, found: UnitFigures, indicator: Indicator) -> tuple[str, ...]:
    decimals, middle = indicator.decimals, found.own.middle
    return (
        unit.name,
        number(unit.value, decimals),
        number(unit.before, decimals) if unit.before is not None else "–",
        signed(unit.value - unit.before, decimals) if unit.before is not None else "–",
        signed(unit.value - middle, decimals) if middle is not None else "–",
    )

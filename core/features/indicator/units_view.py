"""The units behind a municipality's value, as the page of the indicator tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.unit_strips import UnitStrips, unit_strips
from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits, UnitFigures, UnitsOf, unit_figures
from core.signals import shown_one
from core.signals.units import STANDS_OUT_DISTANCES, STANDS_OUT_YEARS
from core.words.formats import MISSING, count_word, difference, listed, number, signed, with_unit

_MOST_NAMED = 5
_MOST_FINER = 2
_SIDES = {1: "över", -1: "under"}


@dataclass(frozen=True)
class UnitsView:
    """The section. ``strips`` are wide and narrow, ``marks`` names what is drawn in them, ``told`` are sentences
    below; ``beside`` is how far apart the units of each municipality lie.
    """

    title: str
    marks: str
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
    names, decimals = figures.snapshot.municipalities, _decimals(found, indicator.decimals)
    name = names[asked.municipality]
    return UnitsView(
        title=_title(found, indicator, name),
        marks=_marks(found.own, decimals),
        strips=unit_strips(found, names, decimals=decimals, unit=indicator.unit),
        unit=indicator.unit,
        year=str(found.year),
        told=tuple(_told(found, indicator, name, decimals)),
        head=("Enhet", *map(str, reversed(found.years)), f"Ändring sedan {found.years[0]}", "Mot mitten"),
        rows=_rows(found, decimals),
        beside_head=(
            *("Kommun", "Enheter", "Lägst", "Mitten", "Högst", "Spridning", "Visas inte"),
            "Kommunens värde",
        ),
        beside=tuple(_place(one, names[one.municipality], decimals) for one in (found.own, *found.others)),
    )


def _decimals(found: UnitFigures, decimals: int) -> int:
    """DECIMALS, or as few more as let what is said of those that stand out be seen in the figures as they are shown."""
    middle, typical = found.own.middle, found.typical

    def tells(d: int) -> bool:
        if middle is None or typical is None:
            return True
        least = STANDS_OUT_DISTANCES * shown_one(typical, d)
        return all(abs(_apart(unit.value, middle, d)) > least + 10**-9 for unit in found.own.outstanding)

    return next((d for d in range(decimals, decimals + _MOST_FINER) if tells(d)), decimals + _MOST_FINER)


def _apart(value: float, other: float, decimals: int) -> float:
    """How far VALUE is above OTHER, as both are shown."""
    return shown_one(shown_one(value, decimals) - shown_one(other, decimals), decimals)


def _title(found: UnitFigures, indicator: Indicator, name: str) -> str:
    units, decimals = found.own.units, indicator.decimals
    lowest, highest = number(units[0].value, decimals), with_unit(number(units[-1].value, decimals), indicator.unit)
    if len(units) == 1:
        return f"En enhet i {name} har ett värde som får visas: {highest} ({found.year})"
    return f"{name}s {count_word(len(units))} enheter har mellan {lowest} och {highest} ({found.year})"


def _marks(own: UnitsOf, decimals: int) -> str:
    """What the dots, the line and the diamond are, with the municipality's own figures."""
    said = f"En prick är en enhet, strecket är enheternas mitt (medianen: {number(own.middle, decimals)})"
    if own.value is None:
        return f"{said}."
    return f"{said}, romben är kommunens eget värde ({number(own.value, decimals)})."


def _told(found: UnitFigures, indicator: Indicator, name: str, decimals: int) -> list[str]:
    told = [_spread_words(found, indicator, decimals)] if len(found.own.units) > 1 else []
    told += _one_sided(found.own, indicator, name, decimals)
    for side, words in _SIDES.items():
        out = [unit.name for unit in found.own.units if unit.side == side]
        if out:
            usual = difference(found.typical, decimals, indicator.unit)
            told.append(
                f"{listed(out)} ligger {words} kommunens mitt sedan {count_word(STANDS_OUT_YEARS)} mätningar, mer än "
                f"dubbla det vanliga avståndet i landet ({usual})."
            )
    if found.own.secret:
        told.append(f"{_enheter(found.own.secret)} har ett värde som inte får visas, för att så få personer ingår.")
    if found.own.new:
        told.append(f"Utan äldre värde än {found.year - 1}: {_some([unit.name for unit in found.own.new])}.")
    if found.own.gone:
        gone = _some([f"{name} (senast {points[-1][0]})" for name, points in found.own.gone])
        told.append(f"Saknar värde {found.year} men hade det tidigare: {gone}.")
    return told


def _one_sided(own: UnitsOf, indicator: Indicator, name: str, decimals: int) -> list[str]:
    """Why all units can lie on one side of the municipality's value, where they do as shown."""
    if own.value is None:
        return []
    value = shown_one(own.value, decimals)
    sides = {(shown > value) - (shown < value) for shown in (shown_one(unit.value, decimals) for unit in own.units)}
    if len(sides) != 1 or 0 in sides:
        return []
    subject = "Enheten som visas" if len(own.units) == 1 else "Alla enheter som visas"
    amount = with_unit(number(own.value, decimals), indicator.unit)
    return [
        f"{subject} ligger {_SIDES[sides.pop()]} värdet för {name} ({amount}). I det kan också ingå enheter som inte "
        "får visas eller saknar eget värde, och stora enheter väger tyngre än små."
    ]


def _spread_words(found: UnitFigures, indicator: Indicator, decimals: int) -> str:
    """How far it is between the lowest and the highest unit, and how far it is at the others'."""
    own = difference(_spread(found.own, decimals), decimals, indicator.unit)
    said = f"Mellan den lägsta och den högsta enheten skiljer {own}"
    others = sorted(spread for one in found.others if (spread := _spread(one, decimals)) is not None)
    if not others:
        return f"{said}."
    low, high = number(others[0], decimals), number(others[-1], decimals)
    return f"{said}, hos de andra kommunerna {low if low == high else f'{low} till {high}'}."


def _spread(of: UnitsOf, decimals: int) -> float | None:
    """How far it is from the lowest to the highest, as both are shown; None with fewer than two."""
    return None if len(of.units) < 2 else _apart(of.units[-1].value, of.units[0].value, decimals)


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return listed(names) if more <= 0 else f"{', '.join(names[:_MOST_NAMED])} och {more} till"


def _enheter(n: int) -> str:
    return "En enhet" if n == 1 else f"{count_word(n).capitalize()} enheter"


def _place(of: UnitsOf, name: str, decimals: int) -> tuple[str, ...]:
    values = (of.units[0].value, of.middle, of.units[-1].value, _spread(of, decimals))
    told = (number(value, decimals) for value in values)
    return (name, str(len(of.units)), *told, str(of.secret), number(of.value, decimals))


def _rows(found: UnitFigures, decimals: int) -> tuple[tuple[str, ...], ...]:
    """A row a unit, then those that have a value only in an earlier one of the years."""
    now = [(unit.name, dict(unit.years)) for unit in found.own.units]
    gone = [(name, dict(points)) for name, points in found.own.gone if points[-1][0] in found.years]
    return tuple(_row(name, values, found, decimals) for name, values in (*now, *gone))


def _row(name: str, values: dict[int, float], found: UnitFigures, decimals: int) -> tuple[str, ...]:
    value, before, middle = values.get(found.year), values.get(found.years[0]), found.own.middle
    is_change = len(found.years) > 1

    def apart(other: float | None) -> str:
        return MISSING if value is None or other is None else signed(_apart(value, other, decimals), decimals)

    shown = (number(values.get(year), decimals) for year in reversed(found.years))
    return (name, *shown, apart(before) if is_change else MISSING, apart(middle))

"""Where to look for why a figure deviates: what the figures can point at. Every suggestion claims no cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan

from core.outcomes.figures import Figures
from core.outcomes.peers import peers
from core.outcomes.rows import Choice
from core.outcomes.units import AskedUnits, UnitFigures, unit_figures
from core.signals import Gender, Trend
from core.words.sentences import Row

# As many analyses as a municipality works with at once, of each participant.
_KEPT = 200
MOST_BESIDE, MOST_BETTER = 3, 3
_SIGNS = {"high": 1, "low": -1}


@dataclass(frozen=True)
class AskedFigure:
    """Whose outcome of which indicator."""

    municipality: str
    kpi: str
    gender: str = "T"


@dataclass(frozen=True)
class Moved:
    """Another indicator of the area that moved beyond its dead-band the same years; ``before`` and ``after`` in its
    unit, of the years ``row`` has.
    """

    row: Row
    before: float
    after: float


@dataclass(frozen=True)
class GenderGap:
    """Women's and men's values of ``year``; ``is_small`` where they differ by no more than the dead-band."""

    year: int
    women: float
    men: float
    is_small: bool


@dataclass(frozen=True)
class Better:
    """A similar municipality with its ``value`` of the outcome's year, and the one ``before``, of the year that the
    arrow is from; None without.
    """

    municipality: str
    name: str
    value: float
    before: float | None


@dataclass(frozen=True)
class Against:
    """A resource (``is_cost``) or the result of the pair that the indicator is in, beside the indicator itself.

    ``lower`` and ``own_lower`` are the shares of the others (0-1) that are strictly lower in each.
    """

    row: Row
    is_cost: bool
    lower: float
    own_lower: float


@dataclass(frozen=True, eq=False)
class Suggestions:
    """What there is to look at. ``better`` are similar municipalities that do better, the best first; ``units`` those
    of the municipality's that stand out, with all of them.
    """

    beside: tuple[Moved, ...] = ()
    gap: GenderGap | None = None
    better: tuple[Better, ...] = ()
    against: tuple[Against, ...] = ()
    units: UnitFigures | None = None

    @property
    def has_any(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.beside or self.gap or self.better or self.against or self.units)


def suggestions(figures: Figures, asked: AskedFigure) -> Suggestions:
    """What the figures point at around the outcome ASKED for, kept; nothing for an indicator that is gone.

    Source: CYCLE.md section 4, "Varför?".
    """
    return figures.kept(_suggestions, asked, most=_KEPT)


def row_of(figures: Figures, asked: AskedFigure) -> Row | None:
    """The row of ``signal_rows`` that ASKED is about; None for an indicator that is gone."""
    return figures.record(Choice(asked.municipality, asked.gender), asked.kpi)


def _suggestions(figures: Figures, asked: AskedFigure) -> Suggestions:
    own = row_of(figures, asked)
    if own is None or isnan(own["value"]):
        return Suggestions()
    rows = figures.records(Choice(asked.municipality, asked.gender))
    return Suggestions(
        _moved(own, [row for row in rows if row["area"] == own["area"]]),
        _gap(figures, asked, own),
        _better(figures, asked, own),
        _against(figures, own, {row["kpi"]: row for row in rows}),
        _units(figures, asked),
    )


def _units(figures: Figures, asked: AskedFigure) -> UnitFigures | None:
    found = unit_figures(figures, AskedUnits(asked.municipality, asked.kpi, asked.gender))
    return found if found and found.own.outstanding else None


def _moved(own: Row, rows: Sequence[Row]) -> tuple[Moved, ...]:
    """Those of ROWS that moved between the same years as OWN, the one that did so most first, in dead-bands."""
    years = (own["trend_from_year"], own["year"])
    found = [
        row
        for row in rows
        if row["kpi"] != own["kpi"]
        and (row["trend_from_year"], row["year"]) == years
        and row["trend"] in (Trend.UP, Trend.DOWN)
    ]
    found.sort(key=_strength, reverse=True)
    return tuple(
        Moved(row, float(row["value"] - row["trend_change"]), float(row["value"])) for row in found[:MOST_BESIDE]
    )


def _strength(row: Row) -> float:
    return float(abs(row["trend_change"]) / row["trend_deadband"]) if row["trend_deadband"] else inf


def _gap(figures: Figures, asked: AskedFigure, own: Row) -> GenderGap | None:
    values = figures.snapshot.values_of([asked.municipality], [asked.kpi])
    values = values[values["year"] == own["year"]]
    by_gender = {str(gender): float(value) for gender, value in zip(values["gender"], values["value"], strict=True)}
    women, men = by_gender.get(Gender.WOMEN), by_gender.get(Gender.MEN)
    if women is None or men is None:
        return None
    is_small = not isnan(own["trend_deadband"]) and abs(women - men) <= own["trend_deadband"]
    return GenderGap(int(own["year"]), women, men, is_small)


def _better(figures: Figures, asked: AskedFigure, own: Row) -> tuple[Better, ...]:
    """The similar municipalities whose value of OWN's year is better by more than the dead-band, the best first."""
    if own["direction"] not in _SIGNS:
        return ()
    sign, year = _SIGNS[own["direction"]], int(own["year"])
    band = 0.0 if isnan(own["trend_deadband"]) else own["trend_deadband"]
    alike = peers(figures, asked.municipality, figures.catalogue.area_by_id[own["area"]].similar)
    values = figures.snapshot.values_of(alike.members, [asked.kpi]) if alike.members else None
    if values is None:
        return ()
    values = values[values["gender"] == own["gender"]]
    by_year = {
        (str(municipality), int(of)): float(value)
        for municipality, of, value in zip(values["municipality"], values["year"], values["value"], strict=True)
    }
    from_year = None if isnan(own["trend_from_year"]) else int(own["trend_from_year"])
    found = [
        Better(one, figures.snapshot.municipalities[one], by_year[one, year], by_year.get((one, from_year or 0)))
        for one in alike.members
        if (one, year) in by_year and sign * (by_year[one, year] - own["value"]) > band
    ]
    return tuple(sorted(found, key=lambda one: -sign * one.value)[:MOST_BETTER])


def _against(figures: Figures, own: Row, rows: dict[str, Row]) -> tuple[Against, ...]:
    found = []
    for pair in figures.catalogue.pairs:
        if own["kpi"] not in (pair.x, pair.y):
            continue
        other = rows.get(pair.y if pair.x == own["kpi"] else pair.x)
        shares = (_lower(other), _lower(own))
        if other is not None and None not in shares:
            found.append(Against(other, own["kpi"] == pair.y, shares[0] or 0.0, shares[1] or 0.0))
    return tuple(found)


def _lower(row: Row | None) -> float | None:
    """The share of the others that are strictly lower than ROW; None where it is not compared."""
    if row is None or not row["standing_n"] > 1 or isnan(row["standing_lower"]):
        return None
    return float(row["standing_lower"] / (row["standing_n"] - 1))

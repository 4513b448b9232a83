"""Whom a municipality can learn from: of those most like it, the ones that do well or get better."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from core.catalogue import Direction, Indicator
from core.outcomes.figures import Figures
from core.outcomes.indicator import Points
from core.outcomes.peers import Method, Peers, nearest, peers, populations
from core.outcomes.references import COUNTY, members
from core.outcomes.rows import Choice, records
from core.signals import Gender, Reason, Standing, Trend, Verdict, outcomes, repetitions, with_measured_years
from core.words import labels
from core.words.sentences import Row

# How many good ones of the same class are shown where none of the similar is good.
FURTHER_MOST = 3
_SILENT: Row = {
    "trend": Trend.SILENT,
    "trend_verdict": Verdict.NONE,
    "standing": Standing.NOT_JUDGED,
}
_NUMBERS = (
    *("value", "trend_from_year", "trend_change", "trend_change_country", "trend_deadband"),
    *("standing_n", "standing_lower", "standing_higher", "standing_better", "standing_worse"),
)


@dataclass(frozen=True)
class Seen:
    """One municipality's outcome and series of the indicator, in the shown gender.

    ``row`` has the outcome (year, value, preliminary, outcome_reason), the columns of ``core.signals`` for trend
    and standing in the whole country, and the indicator's unit, decimals, direction and step. ``points`` are (year,
    value), oldest first, ``repeated`` the years of those that were measured before; ``population`` is NaN where Kolada
    has none.
    """

    municipality: str
    name: str
    row: Row
    points: Points
    repeated: tuple[int, ...]
    population: float

    @property
    def is_best(self) -> bool:
        """Whether the outcome is among the best 25 % in the country."""
        return bool(self.row["standing"] == Standing.BEST)

    @property
    def is_improving(self) -> bool:
        """Whether the arrow says that it gets better."""
        return bool(self.row["trend_verdict"] == Verdict.BETTER)


@dataclass(frozen=True)
class Lessons:
    """What there is to learn from. ``others`` are the peers, the most alike first; ``gender`` is the one shown.

    ``best`` are those of them among the best 25 % in the country, the most alike first; ``improving`` those of the
    rest that get better, the one that does so most first. Only when ``best`` is empty are others among the best 25 %
    in the country sought: ``further``, the nearest of them that are not peers, the most alike first, found as
    ``further_by`` says; and ``in_county``, the ids of the county's, by name.
    """

    indicator: Indicator
    gender: str
    peers: Peers
    own: Seen
    others: tuple[Seen, ...]
    best: tuple[Seen, ...]
    improving: tuple[Seen, ...]
    further: tuple[Seen, ...]
    further_by: Peers
    in_county: tuple[str, ...]


def lessons(figures: Figures, choice: Choice, kpi: str) -> Lessons:
    """Whom CHOICE's municipality can learn KPI (in the catalogue) from. Raises KeyError for another.

    The gender is the chosen one where the municipality has values for it (or has none at all, but others have).
    """
    indicator = figures.catalogue.by_kpi[kpi]
    alike = peers(figures, choice.municipality, figures.catalogue.area_by_id[indicator.area].similar)
    asked = (choice.municipality, *alike.members)
    signals = _whole(figures, figures.snapshot.signals_of_kpi(kpi, asked))
    gender = _shown_gender(_until(signals, choice.year), choice)
    own, *others = _seen(figures, asked, indicator, signals[signals["gender"] == gender], choice.year)
    best = tuple(other for other in others if other.is_best)
    in_country = set() if best else _best_in_country(figures, indicator, gender, choice.year)
    further_by = Peers((), Method.NONE) if best else _further(figures, alike, choice.municipality, in_country)
    return Lessons(
        indicator=indicator,
        gender=gender,
        peers=alike,
        own=own,
        others=tuple(others),
        best=best,
        improving=_improving(others),
        further=_further_seen(figures, further_by.members, indicator, gender, choice.year),
        further_by=further_by,
        in_county=_best_in_county(figures, choice.municipality, in_country),
    )


def models(figures: Figures, municipality: str, kpi: str) -> tuple[str, ...]:
    """Ids of those that MUNICIPALITY can learn KPI (in the catalogue) from: as ``best`` of its ``lessons``, else
    ``further``, without their figures.
    """
    indicator = figures.catalogue.by_kpi[kpi]
    alike = peers(figures, municipality, figures.catalogue.area_by_id[indicator.area].similar)
    in_country = _best_in_country(figures, indicator, Gender.TOTAL, None)
    near = tuple(id_ for id_ in alike.members if id_ in in_country)
    return near or _further(figures, alike, municipality, in_country).members


def _whole(figures: Figures, series: pd.DataFrame) -> pd.DataFrame:
    return with_measured_years(series, figures.catalogue.steps)


def _until(frame: pd.DataFrame, year: int | None) -> pd.DataFrame:
    return frame if year is None else frame[frame["year"] <= year]


def _shown_gender(signals: pd.DataFrame, choice: Choice) -> str:
    """The chosen gender, or the total's where the municipality has only that."""
    known = signals[signals["value"].notna()]
    mine = known[known["municipality"] == choice.municipality]
    found = mine if len(mine) else known
    return choice.gender if (found["gender"] == choice.gender).any() else Gender.TOTAL.value


def _outcomes(figures: Figures, signals: pd.DataFrame, kpi: str, year: int | None) -> dict[str, Row]:
    """The newest value of each municipality, by id."""
    if signals.empty:
        return {}
    found = _newest(figures, signals, kpi, year)
    # What has no value is nothing preliminary either.
    found["preliminary"] = found["preliminary"].eq(other=True)
    numbers = [column for column in _NUMBERS if column in found.columns]
    return {str(row["municipality"]): row for row in records(found.astype(dict.fromkeys(numbers, "float64")))}


def _newest(figures: Figures, signals: pd.DataFrame, kpi: str, year: int | None) -> pd.DataFrame:
    years = figures.snapshot.kpi_years
    return outcomes(signals, _until(years[years["kpi"] == kpi], year))


def _seen(
    figures: Figures, municipalities: Sequence[str], indicator: Indicator, signals: pd.DataFrame, year: int | None
) -> list[Seen]:
    rows = _outcomes(figures, _until(signals, year), indicator.kpi, year)
    people = populations(figures)
    known = signals[signals["value"].notna()].sort_values("year")
    whole = {municipality: _points(known[known["municipality"] == municipality]) for municipality in municipalities}
    return [
        Seen(
            municipality=municipality,
            name=figures.snapshot.municipalities[municipality],
            row=_row(rows.get(municipality), indicator),
            points=tuple(point for point in points if year is None or point[0] <= year),
            repeated=repetitions(points, indicator.step),
            population=people.get(municipality, math.nan),
        )
        for municipality, points in whole.items()
    ]


def _points(values: pd.DataFrame) -> Points:
    return tuple((int(y), float(v)) for y, v in zip(values["year"], values["value"], strict=True))


def _row(found: Row | None, indicator: Indicator) -> Row:
    """FOUND with the indicator's facts. A value that is too old to judge, or none, has no signals, as everywhere."""
    nothing: Row = {"year": math.nan, "preliminary": False, "outcome_reason": Reason.NO_OUTCOME}
    row: Row = {
        **cast("Row", dict.fromkeys(_NUMBERS, math.nan)),
        **(found or nothing),
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "direction": indicator.direction.value,
        "step": indicator.step,
        "break_years": indicator.break_years,
        "is_own": indicator.own is not None,
    }
    reason = row["outcome_reason"]
    return row if reason == Reason.NONE else {**row, **_SILENT, "trend_reason": reason, "standing_reason": reason}


def _improving(others: Sequence[Seen]) -> tuple[Seen, ...]:
    """Those that get better and are not already named, by their change in dead-bands."""

    def size(seen: Seen) -> tuple[float, float]:
        change, band = abs(seen.row["trend_change"]), seen.row["trend_deadband"]
        return (change / band if band else math.inf, change)

    return tuple(sorted((o for o in others if o.is_improving and not o.is_best), key=size, reverse=True))


def _further(figures: Figures, alike: Peers, municipality: str, best: set[str]) -> Peers:
    """The nearest to MUNICIPALITY that are not ALIKE already, of the BEST in the country."""
    near, sought = nearest(figures, municipality, most=None), best.difference(alike.members)
    return replace(near, members=tuple(id_ for id_ in near.members if id_ in sought)[:FURTHER_MOST])


def _further_seen(
    figures: Figures, municipalities: Sequence[str], indicator: Indicator, gender: str, year: int | None
) -> tuple[Seen, ...]:
    if not municipalities:
        return ()
    signals = _whole(figures, figures.snapshot.signals_of_kpi(indicator.kpi, municipalities))
    return tuple(_seen(figures, municipalities, indicator, signals[signals["gender"] == gender], year))


def _best_in_county(figures: Figures, municipality: str, best: set[str]) -> tuple[str, ...]:
    """The BEST in the country that are in MUNICIPALITY's county, by name."""
    county = members(figures.snapshot, figures.catalogue, municipality, COUNTY)
    return tuple(id_ for id_ in figures.snapshot.municipalities if id_ in best.intersection(county) - {municipality})


def _best_in_country(figures: Figures, indicator: Indicator, gender: str, year: int | None) -> set[str]:
    """The municipalities that are among the best 25 % in the country."""
    if indicator.direction is Direction.NONE:
        return set()
    cells = _whole(figures, figures.snapshot.cells_of(list(figures.snapshot.municipalities), [indicator.kpi], gender))
    found = _newest(figures, _until(cells[cells["gender"] == gender], year), indicator.kpi, year)
    return set(
        found.loc[(found["outcome_reason"] == Reason.NONE) & (found["standing"] == Standing.BEST), "municipality"]
    )


_ROLE_OWN, _ROLE_BEST, _ROLE_IMPROVING, _ROLE_PEER = (
    *("egen kommun", "bland de bästa 25 %"),
    *("förbättras", "liknande kommun"),
)
_METHOD = {
    Method.KOLADA: "Koladas liknande kommuner",
    Method.NEAREST: "närmast i folkmängd",
    Method.NONE: "",
}


def lessons_table(found: Lessons) -> pd.DataFrame:
    """The page's figures: a row for the municipality itself and for each of its peers, the most alike first, then
    for those that are shown because none of the peers is good.

    Text, Int64 and float64 columns; empty text or NaN where there is nothing. Values in the indicator's unit.
    """
    table = pd.DataFrame([_table_row(found, seen) for seen in (found.own, *found.others, *found.further)])
    whole = ("År", "Ändring från år", "Folkmängd")
    return table.astype(dict.fromkeys(whole, "Int64"))


def _table_row(found: Lessons, seen: Seen) -> dict[str, object]:
    row, is_own, is_further = seen.row, seen is found.own, any(seen is one for one in found.further)
    judged = row["standing"] != Standing.NOT_JUDGED
    arrow = row["trend"] != Trend.SILENT
    return {
        "Kommun": seen.name,
        "Kommunkod": seen.municipality,
        "Visas som": _role(found, seen),
        "Folkmängd": seen.population,
        "Kön": labels.GENDER[found.gender],
        "År": row["year"],
        "Värde": row["value"],
        "Enhet": found.indicator.unit,
        "Läge i landet": labels.STANDING[Standing(row["standing"])] if judged else "",
        "Trend": labels.trend_word(row["trend"], row["trend_verdict"]) if arrow else "",
        "Ändring": row["trend_change"] if arrow else math.nan,
        "Ändring från år": row["trend_from_year"] if arrow else math.nan,
        "Räknas som oförändrat upp till": row["trend_deadband"] if arrow else math.nan,
        "Vald som liknande": "" if is_own else _method_words(found.further_by if is_further else found.peers),
    }


def _role(found: Lessons, seen: Seen) -> str:
    if seen is found.own:
        return _ROLE_OWN
    if seen.is_best:
        return _ROLE_BEST
    return _ROLE_IMPROVING if seen.is_improving else _ROLE_PEER


def _method_words(alike: Peers) -> str:
    if alike.method is Method.KOLADA:
        return f"{_METHOD[alike.method]}, {alike.kind}"
    return _METHOD[alike.method] + (" och skattekraft" if alike.by_tax_base else "")

"""Targets and milestones of Storköping and its neighbours, set near what the figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.cache.harvest import Harvest
from core.catalogue import Catalogue, Category, Direction, Indicator
from core.example.calibration import calibrations
from core.example.places import country
from core.example.seeds import generator
from core.example.story import STORKOPING, STORY
from core.example.target_levels import Aim, Level, level, tolerance, wished_sign
from core.example.view import example_catalogue
from core.signals import TargetKind
from core.targets.models import Target

_HOW_MANY = 40
_RANK = 3
_BASE_YEARS_BACK = 3
_TOLERANCE_EVERY = 7
_ONLY_LATER_EVERY = 12
_AIMS = (Aim.REACHED, Aim.NEARLY, Aim.MISSED)
_AIM_CHANCES = (0.45, 0.26, 0.29)
_GOOD_PLACE, _BAD_PLACE = 0.6, 0.35

_Kind = TargetKind
# The kinds that indicators and municipalities take turns at, so that all are met. None: a level.
_DIRECTED = (
    None,
    None,
    _Kind.AS_GROUP,
    None,
    None,
    _Kind.BEST_QUARTER,
    None,
    None,
    _Kind.INCREASE,
    None,
    _Kind.RANK,
)
_UNDIRECTED = (None, _Kind.WITHIN, None, _Kind.KEEP)
_FROM_BASE = (_Kind.INCREASE, _Kind.DECREASE, _Kind.KEEP)
_IN_GROUP = (_Kind.AS_GROUP, _Kind.RANK)

_Values = Mapping[tuple[str, str], Mapping[int, float]]


@dataclass(frozen=True)
class _Case:
    """One indicator in one municipality: its newest value, and how the target is to come out."""

    municipality: str
    indicator: Indicator
    kind: TargetKind | None
    year: int
    value: float
    aim: Aim
    number: int
    final_year: int
    base_year: int | None
    group: str | None


def example_targets(catalogue: Catalogue, harvest: Harvest) -> list[Target]:
    """Milestones for several years and a final target ahead, for the participants of all areas.

    HARVEST is the example's; CATALOGUE may be the real one or its ``example_catalogue``. About 45 % of the
    targets are reached, 25 % nearly.
    """
    view = example_catalogue(catalogue)
    indicators = _prominent(view)
    values = _values(harvest, set(view.full_participants), {i.kpi for i in indicators})
    group = next((g.id for g in view.groups if g.members), None)
    last_year = int(harvest.values["year"].max())
    made: list[Target] = []
    for j, municipality in enumerate(view.full_participants):
        for i, indicator in enumerate(indicators):
            if known := values.get((indicator.kpi, municipality)):
                # 3 has no factor in common with the cycles' lengths: every municipality meets every kind.
                made += _path(_case(indicator, municipality, known, number=i + 3 * j, last_year=last_year, group=group))
    return made


def _prominent(catalogue: Catalogue) -> list[Indicator]:
    """The indicators shown first that may have targets, filled up with those shown next."""
    known = [i for i in catalogue.indicators if i.category is not Category.INFORMATION and i.kpi in calibrations()]
    known.sort(key=lambda i: i.prominence)
    chosen = {i.kpi for i in known[:_HOW_MANY]}
    return [i for i in catalogue.indicators if i.kpi in chosen]


def _values(harvest: Harvest, municipalities: set[str], kpis: set[str]) -> _Values:
    rows = harvest.values
    # The KPI first: it leaves the fewest rows for the rest.
    rows = rows[rows["kpi"].isin(kpis)]
    rows = rows[rows["municipality"].isin(municipalities) & (rows["gender"] == "T") & rows["value"].notna()]
    found: dict[tuple[str, str], dict[int, float]] = {}
    columns = (rows[name] for name in ("kpi", "municipality", "year", "value"))
    for kpi, municipality, year, value in zip(*columns, strict=True):
        found.setdefault((kpi, municipality), {})[int(year)] = float(value)
    return found


def _case(
    indicator: Indicator,
    municipality: str,
    values: Mapping[int, float],
    *,
    number: int,
    last_year: int,
    group: str | None,
) -> _Case:
    year = max(values)
    base = year - max(_BASE_YEARS_BACK, indicator.step)
    kind = _kind(indicator, number)
    if (kind in _FROM_BASE and base not in values) or (kind in _IN_GROUP and group is None):
        kind = None
    return _Case(
        municipality=municipality,
        indicator=indicator,
        kind=kind,
        year=year,
        value=values[year],
        aim=_aim(indicator.kpi, municipality),
        number=number,
        final_year=last_year + 2 + number % 2,
        base_year=base if kind in _FROM_BASE else None,
        group=group if kind in _IN_GROUP else None,
    )


def _kind(indicator: Indicator, number: int) -> TargetKind | None:
    cycle = _UNDIRECTED if indicator.direction is Direction.NONE else _DIRECTED
    kind = cycle[number % len(cycle)]
    is_low_good = indicator.direction is Direction.LOW
    return _Kind.DECREASE if kind is _Kind.INCREASE and is_low_good else kind


def _aim(kpi: str, municipality: str) -> Aim:
    """How it is to come out: for Storköping as its story goes, else by chance."""
    if municipality == country().ids[STORKOPING] and kpi in STORY:
        if STORY[kpi].place >= _GOOD_PLACE:
            return Aim.REACHED
        if STORY[kpi].place <= _BAD_PLACE:
            return Aim.MISSED
    rng = generator("aim", kpi, municipality)
    return _AIMS[int(rng.choice(len(_AIMS), p=_AIM_CHANCES))]


def _path(case: _Case) -> Iterator[Target]:
    """Milestones around the outcome's year and the final target; some have only what is still to come."""
    final = case.final_year
    years = [case.year - 1, case.year, case.year + 1, final]
    if case.number % _ONLY_LATER_EVERY == _ONLY_LATER_EVERY - 1:
        years = years[2:]
    if case.kind is not None:
        years = [year for year in years if year in (case.year, final)]
    for year in sorted(set(years)):
        yield _target(case, year, is_final=year == final)


def _target(case: _Case, year: int, *, is_final: bool) -> Target:
    asked = Level(None, None)
    kind = case.kind
    if kind in (None, _Kind.WITHIN):
        asked = level(case.indicator, case.value, case.aim, years=year - case.year, as_range=kind is not None)
    if kind is None:
        kind = _Kind.AT_LEAST if wished_sign(case.indicator) > 0 else _Kind.AT_MOST
    own_tolerance = kind is not _Kind.RANK and case.number % _TOLERANCE_EVERY == 0
    return Target(
        municipality=case.municipality,
        kpi=case.indicator.kpi,
        gender=None,
        year=year,
        kind=kind,
        value=asked.value,
        value2=asked.value2,
        base_year=case.base_year,
        group=case.group,
        rank=_RANK if kind is _Kind.RANK else None,
        tolerance=tolerance(case.indicator) if own_tolerance else None,
        is_final=is_final,
        decided_by="Kommunfullmäktige" if case.indicator.prominence == 1 else "Nämnden",
        decision=f"Mål och budget, § {12 + case.number % 30}",
    )

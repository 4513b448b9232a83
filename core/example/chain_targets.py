"""The targets of the example's goal chains: a milestone for every year until the final target, as its file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.cache.harvest import Harvest
from core.catalogue import Catalogue, Direction, Indicator
from core.example.chains import Chains
from core.example.target_levels import milestone, wished_sign
from core.signals import TargetKind
from core.targets.models import Target

# How many tolerances beyond the outcome a path lies in the outcome's year, by the file's word.
_AWAY = {"nås": -0.6, "nästan": 0.5, "missas": 1.8}
_KINDS = {"gruppen": TargetKind.AS_GROUP, "bästa": TargetKind.BEST_QUARTER}
_NONE = "inget"
# What is wrong with a path on purpose: as the file says it after a comma.
_TURNS, _LOW, _NO_FINAL, _NO_MILESTONE = "vänder", "lågt", "utan slutmål", "utan etappmål"
_CLIMB = 0.4
_YEARS_AHEAD = 3

_Values = Mapping[tuple[str, str], tuple[int, float]]


@dataclass(frozen=True)
class _Path:
    """One indicator's and gender's: its newest outcome, the file's WORD for it and what is wrong with it on purpose."""

    municipality: str
    indicator: Indicator
    gender: str
    word: str
    flaw: str
    year: int
    value: float

    def targets(self, last_year: int, group: str | None) -> Iterator[Target]:
        final = last_year + _YEARS_AHEAD
        for year in range(last_year - 1, final + 1):
            is_next = year == last_year + 2
            if (self.flaw == _NO_MILESTONE and is_next) or (self.flaw == _NO_FINAL and year == final):
                continue
            kind = _KINDS.get(self.word)
            yield Target(
                self.municipality,
                self.indicator.kpi,
                None if self.gender == "T" else self.gender,
                year,
                kind or (TargetKind.AT_LEAST if wished_sign(self.indicator) > 0 else TargetKind.AT_MOST),
                value=None if kind else self._level(year, is_next=is_next),
                group=group if kind is TargetKind.AS_GROUP else None,
                is_final=year == final,
                decided_by="Kommunfullmäktige",
                decision=f"Mål och budget {last_year + 1}",
            )

    def _level(self, year: int, *, is_next: bool) -> float:
        away, climb = _AWAY[self.word], 0.0 if self.indicator.direction is Direction.NONE else _CLIMB
        ahead = year - self.year
        steps = away + climb * ahead if ahead <= 0 else max(away, 0.0) + climb * ahead
        if is_next and self.flaw == _TURNS:
            steps += 5 * climb
        if is_next and self.flaw == _LOW:
            steps = -1.0
        return milestone(self.indicator, self.value, steps)


def chain_targets(view: Catalogue, harvest: Harvest, made: Sequence[Chains]) -> list[Target]:
    """The targets of the indicators that the chains MADE tell levels of, by gender where a goal follows it so.

    VIEW is the example's catalogue and HARVEST its figures.
    """
    last_year = int(harvest.values["year"].max())
    group = next((one.id for one in view.groups if one.members), None)
    values = _newest(view, harvest, {(chain.municipality, kpi) for chain in made for kpi in chain.levels})
    found: list[Target] = []
    for chain in made:
        linked = {(one.kpi, one.gender) for one in chain.indicators}
        for kpi, levels in chain.levels.items():
            for gender in ("T", *(one for one in "KM" if (kpi, one) in linked)):
                known = values.get((f"{chain.municipality} {kpi}", gender))
                said = levels.get(gender) or next(iter(levels.values()))
                word, _, flaw = said.partition(", ")
                if known and word != _NONE:
                    path = _Path(chain.municipality, view.by_kpi[kpi], gender, word, flaw, *known)
                    found += path.targets(last_year, group)
    return found


def _newest(view: Catalogue, harvest: Harvest, wanted: set[tuple[str, str]]) -> _Values:
    """The newest outcome (year, value) by municipality and indicator, and gender."""
    rows = harvest.values
    rows = rows[
        rows["kpi"].isin({kpi for _, kpi in wanted}) & rows["municipality"].isin({place for place, _ in wanted})
    ]
    rows = rows[rows["value"].notna()].sort_values("year")
    series: dict[tuple[str, str], dict[int, float]] = {}
    columns = (rows[name] for name in ("municipality", "kpi", "gender", "year", "value"))
    for place, kpi, gender, year, value in zip(*columns, strict=True):
        series.setdefault((f"{place} {kpi}", str(gender)), {})[int(year)] = float(value)
    return {key: _measured(known, view.by_kpi[key[0].split()[1]].step) for key, known in series.items()}


def _measured(known: Mapping[int, float], step: int) -> tuple[int, float]:
    """The newest of the KNOWN values and the year it was measured: between two, STEP years apart, it is repeated."""
    newest = max(known)
    measured = next((year for year in range(newest - step + 1, newest) if known.get(year) == known[newest]), newest)
    return measured, known[newest]

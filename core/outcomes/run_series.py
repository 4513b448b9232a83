"""A series by month, quarter or tertial as such: every period, its limits and what they single out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import isnan

from core.catalogue import Indicator
from core.outcomes.figures import Figures
from core.signals import Gender
from core.signals.run_chart import Limits, NoLimits, Run, long_runs, outside, process_limits
from core.tabular.numbers import SUPPRESSED
from core.tabular.years_and_genders import period_name, periods_of

_KEPT = 400
_NOTHING: tuple[None, str] = (None, "")


@dataclass(frozen=True)
class Period:
    """A month, quarter or tertial (M03, Q1, T2) of a year. ``value`` is None where it has none; ``status`` says why, ''
    where nothing is known of it.

    ``before`` is the value of the same period a year earlier, else None. ``outside`` is 1 above the limits, -1 below, 0
    within or without limits; ``run`` the side of the mean on which it is one of eight or more in a row, else 0.
    """

    year: int
    period: str
    value: float | None
    status: str
    before: float | None
    outside: int = 0
    run: int = 0

    @property
    def name(self) -> str:
        """As a person reads it: mars 2025, 2025 T1."""
        return period_name(self.year, self.period)

    @property
    def is_hidden(self) -> bool:
        """Whether there is a value that may not be seen."""
        return self.status == SUPPRESSED


@dataclass(frozen=True)
class Stretch:
    """The periods from place ``first`` to ``last`` that were measured in one way, and their limits, or ``why`` not.

    ``low`` is the lower limit, None where there is none that a value could pass: below zero, of what never is.
    """

    first: int
    last: int
    limits: Limits | None
    low: float | None
    why: NoLimits | None
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class RunSeries:
    """All periods from the first to the last that anything is told of, none left out; ``kind`` is T, Q or M."""

    kind: str
    gender: str
    periods: tuple[Period, ...]
    stretches: tuple[Stretch, ...]

    @property
    def newest(self) -> Period:
        """The newest with a value."""
        return next(one for one in reversed(self.periods) if one.value is not None)

    @property
    def has_limits(self) -> bool:
        """Whether any of them has limits."""
        return any(one.limits for one in self.stretches)

    @property
    def hidden(self) -> int:
        """How many have a value that may not be seen: counted, and in no number that is shown."""
        return sum(one.is_hidden for one in self.periods)


def run_series(figures: Figures, indicator: Indicator, municipality: str, gender: str) -> RunSeries | None:
    """The periods of INDICATOR in MUNICIPALITY, the total's where GENDER has none; None for what is measured yearly."""
    if indicator.own is None:
        return None
    return figures.kept(_run_series, (indicator, municipality, gender), most=_KEPT)


def _run_series(figures: Figures, asked: tuple[Indicator, str, str]) -> RunSeries | None:
    indicator, municipality, gender = asked
    parts = figures.others.parts
    mine = parts[(parts["kpi"] == indicator.kpi) & (parts["municipality"] == municipality) & (parts["period"] != "")]
    measured = mine[mine["value"].notna()]
    if not (measured["gender"] == gender).any():
        gender = Gender.TOTAL.value
    mine, measured = (frame[frame["gender"] == gender] for frame in (mine, measured))
    if measured.empty:
        return None
    columns = (mine[name].tolist() for name in ("year", "period", "value", "status"))
    told = {
        (year, period): (None if isnan(value) else float(value), status)
        for year, period, value, status in zip(*columns, strict=True)
    }
    kind = next(iter(told))[1][0]
    first, last = min(told), max(told)
    every = [(year, period) for year in range(first[0], last[0] + 1) for period in periods_of(kind)]
    keys = [key for key in every if first <= key <= last]
    values = [told.get(key, _NOTHING)[0] for key in keys]
    stretches = _stretches(keys, values, indicator.break_years)
    marks = [mark for one in stretches for mark in _marks(one, values)]
    return RunSeries(
        kind,
        gender,
        tuple(
            Period(year, period, *told.get((year, period), _NOTHING), told.get((year - 1, period), _NOTHING)[0], *mark)
            for (year, period), mark in zip(keys, marks, strict=True)
        ),
        tuple(stretches),
    )


def _stretches(keys: list[tuple[int, str]], values: list[float | None], breaks: tuple[int, ...]) -> list[Stretch]:
    """KEYS, with VALUES, divided at the BREAKS: the first years of new ways of measuring."""
    stretches = []
    for _, grouped in groupby(range(len(keys)), key=lambda place: sum(keys[place][0] >= year for year in breaks)):
        places = list(grouped)
        first, last = places[0], places[-1]
        part = values[first : last + 1]
        found = process_limits(part)
        if isinstance(found, NoLimits):
            stretches.append(Stretch(first, last, None, None, found, ()))
            continue
        runs = tuple(Run(run.first + first, run.last + first, run.side) for run in long_runs(part, found.mean))
        is_possible = found.low >= 0 or any(value < 0 for value in part if value is not None)
        stretches.append(Stretch(first, last, found, found.low if is_possible else None, None, runs))
    return stretches


def _marks(stretch: Stretch, values: list[float | None]) -> list[tuple[int, int]]:
    """For each place of STRETCH its ``outside`` and ``run``."""
    part = values[stretch.first : stretch.last + 1]
    sides = outside(part, stretch.limits) if stretch.limits else (0,) * len(part)
    in_run = {place: run.side for run in stretch.runs for place in range(run.first, run.last + 1)}
    return [(side, in_run.get(stretch.first + i, 0)) for i, side in enumerate(sides)]

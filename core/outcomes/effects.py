"""What figures did after measures: before and after, beside similar municipalities, and when it can be seen first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import pandas as pd

from core.cache import KpiInfo
from core.catalogue import Indicator
from core.cycle.models import Measure, Way
from core.outcomes.figures import Figures
from core.outcomes.references import SIMILAR, members
from core.signals import with_measured_years
from core.signals.effects import Effect, effect
from core.year.dates import same_date

# As many series as a municipality's measures can have.
_KEPT = 400


@dataclass(frozen=True)
class MeasuredEffect:
    """What a figure did: ``before`` and ``after`` are (year, value), None where there is none (yet).

    ``peers_before`` and ``peers_after`` are the medians of those similar municipalities (``peers`` many) that have both
    years; None without any. ``deadband`` is in the KPI's unit. ``seen_on`` is the day that the value which can show it
    is published by Kolada's dates, and ``seen_year`` that value's year; None where these are not known. While it is not
    done (``is_done``) they hold if all is done by ``planned``, or today where that is None. ``series`` is all that was
    measured, as (year, value), oldest first.
    """

    verdict: Effect
    before: tuple[int, float] | None = None
    after: tuple[int, float] | None = None
    deadband: float | None = None
    peers_before: float | None = None
    peers_after: float | None = None
    peers: int = 0
    seen_on: date | None = None
    seen_year: int | None = None
    planned: date | None = None
    is_done: bool = False
    series: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class AskedEffect:
    """Of which series; ``done_on`` is the day that the measure was done, None while it is not."""

    municipality: str
    kpi: str
    gender: str
    is_up: bool
    done_on: date | None
    seen_from: int | None
    due: date | None = None
    today: date | None = None


def effect_of(
    figures: Figures,
    municipality: str,
    measure: Measure,
    *,
    done_on: date | None,
    due: date | None = None,
    today: date | None = None,
) -> MeasuredEffect:
    """What MEASURE's figure did: the last outcome before the year it was DONE_ON, against the newest from the year that
    it can be seen in. Not yet while it is not done or no such value has come.

    DUE is the last day of what carries it out: while it is not done, the value that can show it is reckoned from there,
    or from TODAY where that is later or nothing is planned.
    Source: CYCLE.md section 4, effect.
    """
    is_up = measure.way is Way.UP
    asked = AskedEffect(
        municipality, measure.kpi, measure.gender, is_up, done_on, measure.seen_from, due, None if done_on else today
    )
    return figures.kept(_effect, asked, most=_KEPT)


def first_seen(info: KpiInfo | None, done: date, step: int = 1) -> tuple[date, int] | None:
    """When the next value after DONE that can show it is published, and of which year it is: Kolada's date, moved by
    the STEP (years) that the KPI is measured with.

    A value of an earlier year than DONE's was measured before. None where Kolada has said no date.
    """
    if info is None or info.publication_date is None or info.publ_period is None:
        return None
    day, period = info.publication_date, info.publ_period
    # From well before: an earlier one is the next where Kolada's date lies far ahead.
    years = (done.year - max(day.year, period) - step) // step * step
    while same_date(day, day.year + years) <= done or period + years < done.year:
        years += step
    return same_date(day, day.year + years), period + years


def _effect(figures: Figures, asked: AskedEffect) -> MeasuredEffect:
    indicator = figures.catalogue.by_kpi.get(asked.kpi)
    if indicator is None:
        return MeasuredEffect(Effect.NOT_JUDGED)
    until = asked.done_on or max(filter(None, (asked.due, asked.today)), default=None)
    seen = first_seen(figures.snapshot.kpis.get(asked.kpi), until, indicator.step) if until else None
    seen_year = asked.seen_from or (seen[1] if seen else until.year + 1 if until else None)
    if seen_year is not None and until is not None:
        # Whatever was typed, what was measured before it was done shows nothing of it.
        seen_year = max(seen_year, until.year)
    seen_on = seen[0] if seen and seen[1] == seen_year else None
    others = [one for one in _similar(figures, asked) if one != asked.municipality]
    series = _series(figures, asked, [asked.municipality, *others])
    own = series.get(asked.municipality, [])
    told: dict[str, Any] = {"seen_on": seen_on, "seen_year": seen_year, "series": tuple(own)}
    told |= {"planned": asked.due if until == asked.due else None, "is_done": asked.done_on is not None}
    before = next((point for point in reversed(own) if until is None or point[0] < until.year), None)
    if asked.done_on is None or seen_year is None:
        return MeasuredEffect(Effect.NOT_YET, before, **told)
    after = next((point for point in reversed(own) if point[0] >= seen_year), None)
    if after is None:
        return MeasuredEffect(Effect.NOT_YET, before, **told)
    if before is None or not _are_comparable(indicator, before[0], after[0]):
        return MeasuredEffect(Effect.NOT_JUDGED, before, after, **told)
    now = figures.snapshot.kpi_year(asked.kpi, asked.gender, after[0])
    deadband = float("nan") if now is None else float(now["deadband"])
    verdict = effect(before[1], after[1], deadband=deadband, decimals=indicator.decimals, is_up=asked.is_up)
    pairs = [(dict(series[one]).get(before[0]), dict(series[one]).get(after[0])) for one in others if one in series]
    both = [(first, last) for first, last in pairs if first is not None and last is not None]
    return MeasuredEffect(
        verdict,
        before,
        after,
        None if pd.isna(deadband) else deadband,
        median(first for first, _ in both) if both else None,
        median(last for _, last in both) if both else None,
        len(both),
        **told,
    )


def _are_comparable(indicator: Indicator, first: int, last: int) -> bool:
    """Whether no break lies between the years FIRST and LAST, and neither is an exceptional one."""
    is_broken = any(first < year <= last for year in indicator.break_years)
    return not is_broken and not {first, last} & set(indicator.exceptional_years)


def _similar(figures: Figures, asked: AskedEffect) -> Sequence[str]:
    area = figures.catalogue.by_kpi[asked.kpi].area
    kind = figures.catalogue.area_by_id[area].similar
    return members(figures.snapshot, figures.catalogue, asked.municipality, SIMILAR, kind)


def _series(figures: Figures, asked: AskedEffect, municipalities: Sequence[str]) -> dict[str, list[tuple[int, float]]]:
    """What was measured, as (year, value), oldest first, by municipality."""
    values = figures.snapshot.values_of(municipalities, [asked.kpi])
    values = with_measured_years(values[values["gender"] == asked.gender], figures.catalogue.steps)
    values = values[values["year"] == values["measured_year"]].sort_values("year")
    return {
        str(one): list(zip(of["year"].tolist(), of["value"].tolist(), strict=True))
        for one, of in values.groupby("municipality")
    }

"""A year's outcome of a series that is measured more often than yearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import Protocol

from core.tabular.numbers import MISSING, SUPPRESSED
from core.tabular.years_and_genders import periods_of

# Why a year has no value though some of its parts have: one is not there, or is not reported.
INCOMPLETE = "Incomplete"


class YearRule(StrEnum):
    """How a year's outcome comes from its periods."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"


YEAR_RULE_NAMES = {YearRule.LAST: "sista perioden", YearRule.SUM: "summan", YearRule.MEAN: "medelvärdet"}


class Measured(Protocol):
    """One value of a series, as ``Entry`` has it."""

    @property
    def municipality(self) -> str: ...  # noqa: D102
    @property
    def year(self) -> int: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def gender(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class YearOutcome:
    """A year's outcome. A year that lacks periods (``missing``: T2, M07) has neither value nor status.

    Else ``value`` is None exactly where ``status`` (Kolada's word) says why.
    """

    municipality: str
    year: int
    gender: str
    value: float | None
    status: str
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every period of the year is there, with a value or with a reason for none."""
        return not self.missing


def year_outcomes(values: Iterable[Measured], rule: YearRule) -> list[YearOutcome]:
    """One outcome for every municipality, year and gender of VALUES (each key once), in the order they first stand.

    A value for the whole year is its outcome. Otherwise the last period's, the sum's or the mean's (RULE), once all
    periods are there. Sum and mean need every value: one that is suppressed makes the outcome suppressed, one that is
    not reported makes it incomplete, unless none is reported.
    """
    years: dict[tuple[str, int, str], dict[str, Measured]] = defaultdict(dict)
    for one in values:
        years[one.municipality, one.year, one.gender][one.period] = one
    return [_outcome(*key, periods, rule) for key, periods in years.items()]


def _outcome(municipality: str, year: int, gender: str, periods: Mapping[str, Measured], rule: YearRule) -> YearOutcome:
    kind = "" if "" in periods else next(iter(periods))[0]
    expected = periods_of(kind)
    missing = tuple(period for period in expected if period not in periods)
    if missing:
        return YearOutcome(municipality, year, gender, None, "", missing)
    found = [periods[period] for period in expected]
    value, status = _together(found, rule)
    return YearOutcome(municipality, year, gender, value, status)


def _together(found: list[Measured], rule: YearRule) -> tuple[float | None, str]:
    counted = found[-1:] if rule is YearRule.LAST else found
    statuses = [one.status for one in counted if one.value is None]
    if SUPPRESSED in statuses:
        return None, SUPPRESSED
    if statuses:
        is_partly = MISSING in statuses and any(one.status != MISSING for one in found)
        return None, INCOMPLETE if is_partly else statuses[0]
    total = fsum(one.value for one in counted if one.value is not None)
    return (total / len(counted) if rule is YearRule.MEAN else total), ""

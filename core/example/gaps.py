"""What is not there: those who do not take part, years not yet reported, and cells kept secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from core.catalogue import Indicator, Origin
from core.example.calibration import Calibration
from core.example.names import HOME
from core.example.places import Country
from core.example.seeds import generator
from core.example.series import LENGTH
from core.example.shapes import is_count, is_result
from core.example.story import FEW_REPORT, LAST_YEAR_MISSING, NEVER_REPORTED, STOPPED_YEARS_AGO, STORKOPING, STORY
from core.signals.rounding import Floats

_OPEN_SHARE = 0.2
_LATE_SHARE = 0.12
_OPEN_REPORTED = (0.1, 0.3)
_NEARLY_ALL = 285
_FORGOTTEN = 0.004
_HOME_EAGERNESS = 1.2
_STORKOPING_EAGERNESS = 100.0
_YEARS_WHIM = 0.35
_MISSING_AS_ROW = 0.3
_SENSITIVE_SHARE = 0.4
# On the bell curve of sizes: about 8 000 and 5 000 inhabitants.
_SMALL, _VERY_SMALL = -0.95, -1.6

Bools = npt.NDArray[np.bool_]


class Cell(IntEnum):
    """What an area, year and gender holds."""

    NO_ROW = 0
    VALUE = 1
    MISSING = 2
    PRIVACY = 3


Cells = npt.NDArray[np.int8]

STATUS = {Cell.VALUE: "", Cell.MISSING: "Missing", Cell.PRIVACY: "Privacy"}


@dataclass(frozen=True)
class Unfinished:
    """KPIs without a whole last year: ``open``, few have reported it; ``late``, nobody has."""

    open: frozenset[str]
    late: frozenset[str]


def unfinished(indicators: Sequence[Indicator]) -> Unfinished:
    """Which of INDICATORS wait for their last year.

    Storköping's story is told by finished years, and neither a repeated measurement nor a register of people
    has an open one.
    """
    free = [i.kpi for i in indicators if i.kpi not in STORY and i.step == 1 and not is_count(i)]
    free.sort(key=lambda kpi: generator("unfinished", kpi).random())
    n_open, n_late = (round(share * len(indicators)) for share in (_OPEN_SHARE, _LATE_SHARE))
    return Unfinished(frozenset(free[:n_open]), frozenset(free[n_open : n_open + n_late]))


def cells(
    indicator: Indicator, calibration: Calibration, country: Country, *, last_year: int, unready: Unfinished
) -> Cells:
    """What there is of an indicator [gender, year, municipality]; the years end with LAST_YEAR."""
    rng = generator("gaps", indicator.kpi)
    years = np.arange(last_year - LENGTH + 1, last_year + 1)
    reported = _reported(rng, calibration, country, indicator, is_open=indicator.kpi in unready.open)
    as_row = rng.random(reported.shape) < _MISSING_AS_ROW
    told = np.where(reported, Cell.VALUE, np.where(as_row, Cell.MISSING, Cell.NO_ROW)).astype(np.int8)
    if indicator.kpi in LAST_YEAR_MISSING:
        told[-1, STORKOPING] = Cell.MISSING
    told[: LENGTH - calibration.years] = Cell.NO_ROW
    if indicator.kpi in unready.late:
        told[-1] = Cell.NO_ROW
    if indicator.step > 1 and indicator.origin is Origin.OWN_REPORT:
        told[years % indicator.step != 0] = Cell.NO_ROW
    genders = np.repeat(told[np.newaxis], 3 if calibration.by_gender else 1, axis=0)
    if calibration.by_gender and is_result(indicator) and rng.random() < _SENSITIVE_SHARE:
        _suppress(rng, genders, country.size)
    return genders


def repeated(values: Floats, indicator: Indicator, last_year: int) -> Floats:
    """VALUES [gender, year, municipality] with each measurement repeated until the next, as Kolada has it.

    Even years measure, of every four those with an election; what comes before is from before the series.
    """
    if indicator.step == 1:
        return values
    years = np.arange(last_year - LENGTH + 1, last_year + 1)
    # Elections were in 2018 and 2022.
    since = (years - (2 if indicator.step == 4 else 0)) % indicator.step
    measured = np.arange(LENGTH) - since
    return values[:, np.maximum(measured, 0)]


def _reported(
    rng: np.random.Generator,
    calibration: Calibration,
    country: Country,
    indicator: Indicator,
    *,
    is_open: bool,
) -> Bools:
    """Who reports [year, municipality]: mostly the same ones from year to year."""
    count = len(country.ids)
    eagerness = rng.standard_normal(count)
    eagerness[: len(HOME)] += _HOME_EAGERNESS
    eagerness[STORKOPING] += _STORKOPING_EAGERNESS
    score = eagerness + _YEARS_WHIM * rng.standard_normal((LENGTH, count))
    places = np.argsort(np.argsort(-score, axis=1, kind="stable"), axis=1, kind="stable")
    reported = places < FEW_REPORT.get(indicator.kpi, calibration.municipalities)
    if calibration.municipalities >= _NEARLY_ALL:
        reported = rng.random((LENGTH, count)) > _FORGOTTEN
        reported[:, STORKOPING] = True
    if is_open:
        reported[-1] &= rng.random(count) < rng.uniform(*_OPEN_REPORTED)
    if is_count(indicator):
        # Registers of people leave nobody out, or the nation's sum would jump.
        reported[:] = True
    if indicator.kpi in NEVER_REPORTED:
        reported[:, STORKOPING] = False
    if indicator.kpi in STOPPED_YEARS_AGO:
        reported[-STOPPED_YEARS_AGO[indicator.kpi] :, STORKOPING] = False
    return reported


def _suppress(rng: np.random.Generator, told: Cells, size: Floats) -> None:
    """Hide some cells of the small municipalities: first women and men, in the smallest the total too."""
    chance = rng.random(told.shape[1:])
    small, very_small = (size < _SMALL) & (chance < 0.5), (size < _VERY_SMALL) & (chance < 0.3)
    for hidden, genders in ((small, slice(1, None)), (very_small, slice(None))):
        of_genders = told[genders]
        of_genders[:, hidden] = np.where(of_genders[:, hidden] == Cell.VALUE, Cell.PRIVACY, of_genders[:, hidden])

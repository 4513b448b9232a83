"""What the program knows of how sure a figure is: what a reader would else have to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan

import pandas as pd

from core.catalogue import Origin
from core.outcomes.figures import Figures
from core.outcomes.suggestions import AskedFigure, row_of
from core.signals.constants import COMPARED_DECIMALS
from core.tabular.numbers import SUPPRESSED
from core.words.sentences import Row

# As many analyses as a municipality works with at once, of each participant.
_KEPT = 200


@dataclass(frozen=True)
class Revision:
    """A value of ``year`` that Kolada changed afterwards, seen on a day."""

    on: date
    year: int
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Known:
    """What the program knows of how sure a figure is.

    ``reported`` of ``everyone`` municipalities have a value that year. ``unusual`` of ``compared`` others changed at
    least as much since ``from_year``; None where no change is told. ``repeated_to`` is the last of later years that
    only repeat the value. ``suppressed`` are the years that are protected: few persons. ``uncertainty`` is Kolada's
    number for a survey, or reckoned from so many ``answers``.
    """

    reported: int = 0
    everyone: int = 0
    is_open: bool = False
    is_preliminary: bool = False
    first_year: int | None = None
    breaks: tuple[int, ...] = ()
    exceptional: tuple[int, ...] = ()
    step: int = 1
    repeated_to: int | None = None
    suppressed: tuple[int, ...] = ()
    later: str = ""
    revisions: tuple[Revision, ...] = ()
    unusual: int | None = None
    compared: int = 0
    from_year: int | None = None
    uncertainty: float | None = None
    answers: float | None = None
    is_survey: bool = False
    note: str = ""


def known_of(figures: Figures, asked: AskedFigure) -> Known:
    """What the program knows of the outcome ASKED for, kept; source: CYCLE.md section 4, "Stämmer siffran?"."""
    return figures.kept(_known, asked, most=_KEPT)


def _known(figures: Figures, asked: AskedFigure) -> Known:
    row, indicator = row_of(figures, asked), figures.catalogue.by_kpi.get(asked.kpi)
    if row is None or indicator is None or isnan(row["value"]):
        return Known()
    year, gender = int(row["year"]), str(row["gender"])
    bands = figures.bands(asked.municipality)
    mine = bands[(bands["kpi"] == asked.kpi) & (bands["gender"] == gender)]
    first = int(mine.loc[mine["value"].notna(), "year"].min())
    now = figures.snapshot.kpi_year(asked.kpi, gender, year)
    changed, compared = _as_much(figures, asked, row)
    return Known(
        reported=0 if now is None else int(now["n"]),
        everyone=len(figures.snapshot.municipalities),
        is_open=bool(row["is_open"]),
        is_preliminary=bool(row["preliminary"]),
        first_year=first,
        breaks=tuple(one for one in indicator.break_years if first < one <= year),
        exceptional=tuple(one for one in indicator.exceptional_years if first <= one <= year),
        step=indicator.step,
        repeated_to=int(row["repeated_to"]) if row["repeated_to"] > year else None,
        suppressed=tuple(int(one) for one in sorted(mine.loc[mine["status"] == SUPPRESSED, "year"])),
        later=str(row["later_text"] or ""),
        revisions=_revisions(figures, asked.municipality, asked.kpi, gender),
        unusual=changed,
        compared=compared,
        from_year=None if isnan(row["trend_from_year"]) else int(row["trend_from_year"]),
        uncertainty=None if isnan(row["uncertainty"]) else row["uncertainty"],
        answers=None if isnan(row["answers"]) else row["answers"],
        is_survey=indicator.origin is Origin.SURVEY,
        note=indicator.quality_note or "",
    )


def _as_much(figures: Figures, asked: AskedFigure, row: Row) -> tuple[int | None, int]:
    """How many other municipalities changed at least as much over the same years, and of how many."""
    if isnan(row["trend_from_year"]) or isnan(row["trend_change"]):
        return None, 0
    values = figures.snapshot.values_of_kpi(asked.kpi)
    is_other = values["municipality"].isin(list(figures.snapshot.municipalities))
    values = values[is_other & (values["municipality"] != asked.municipality) & (values["gender"] == row["gender"])]
    now, then = (
        values[values["year"] == one].set_index("municipality")["value"]
        for one in (int(row["year"]), int(row["trend_from_year"]))
    )
    change = (now - then).dropna().abs().round(COMPARED_DECIMALS)
    return int((change >= round(abs(row["trend_change"]), COMPARED_DECIMALS)).sum()), len(change)


def _revisions(figures: Figures, municipality: str, kpi: str, gender: str) -> tuple[Revision, ...]:
    changes = figures.snapshot.changes_of(municipality)
    changes = changes[changes["before"].notna() & changes["after"].notna()]
    mine = changes[(changes["kpi"] == kpi) & (changes["gender"] == gender)]
    return tuple(
        Revision(pd.Timestamp(on).date(), int(year), float(before), float(after))
        for on, year, before, after in zip(mine["seen_on"], mine["year"], mine["before"], mine["after"], strict=True)
    )

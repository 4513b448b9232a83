"""Which stories an area's deck tells, before anybody has chosen: the strongest by the findings' rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from core.documents.deck import SlideKind
from core.features.decks.acted import example_lines
from core.features.decks.plan import ACTED_ID, DeckPlan, SlidePlan
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.outcomes.lessons import models
from core.outcomes.rows import Choice, records
from core.signals import Standing, Trend, findings
from core.signals.deviations import red
from core.signals.findings import BAND_COLUMNS
from core.words import labels
from core.words.formats import listed
from core.words.sentences import Row

MOST_STORIES = 3
# More than are told, so that there is something to choose among when one municipality has them all.
_CONSIDERED = 80
_AREAS_KEPT = 40


@dataclass(frozen=True)
class Found:
    """A finding of a municipality: a row of ``core.signals.findings``."""

    municipality: str
    kpi: str
    row: Row


def area_stories(figures: Figures, area: str) -> tuple[Found, ...]:
    """The findings of all that take part in AREA, the most important first (``core.signals.findings``).

    After them the red that they leave out, so that a table with red always has a story of it. Where there is neither,
    ``neutral_changes``.
    """
    here = taking_part(figures, area)
    if not here:
        return ()
    kpis = [indicator.kpi for indicator in figures.catalogue.indicators if indicator.area == area]
    rows = pd.concat([_of(figures.rows(Choice(one)), kpis) for one in here], ignore_index=True)
    bands = pd.concat([_of(figures.bands(one), kpis)[list(BAND_COLUMNS)] for one in here], ignore_index=True)
    found = findings(rows, bands, most=_CONSIDERED)
    told = [*records(found), *_uncertain(rows, found)] or neutral_changes(rows)
    return tuple(Found(str(row["municipality"]), str(row["kpi"]), row) for row in told)


def _of(rows: pd.DataFrame, kpis: list[str]) -> pd.DataFrame:
    return rows[rows["kpi"].isin(kpis)]


def neutral_changes(rows: pd.DataFrame) -> list[Row]:
    """The rows of ROWS that have changed the most, in dead-bands: told where nothing can be said to be good or bad.

    Their is_success is None.
    """
    has_changed = rows["trend"].isin([Trend.UP, Trend.DOWN]) & (rows["trend_deadband"] > 0)
    changed = rows[has_changed & ~rows["is_open"] & ~rows["preliminary"]]
    times = (changed["trend_change"] / changed["trend_deadband"]).abs()
    ordered = changed.loc[times.sort_values(ascending=False, kind="stable").index]
    return [{**row, "is_success": None} for row in records(ordered.head(_CONSIDERED))]


def _uncertain(rows: pd.DataFrame, found: pd.DataFrame) -> list[Row]:
    """The red of ROWS that are too uncertain for FOUND: told where an area would else leave out all its red."""
    bad = red(rows)
    known = set(zip(found["municipality"], found["kpi"], strict=True))
    told = pd.Series([pair in known for pair in zip(rows["municipality"], rows["kpi"], strict=True)], index=rows.index)
    left = rows[(bad.face | bad.square) & ~told].sort_values("deviation_order")
    return [{**row, "is_success": False} for row in records(left)]


def stories_of(figures: Figures, area: str) -> tuple[Found, ...]:
    """``area_stories``, kept as long as the figures are in use."""
    return figures.kept(area_stories, area, most=_AREAS_KEPT)


def strongest(found: Sequence[Found], most: int = MOST_STORIES) -> tuple[Found, ...]:
    """The MOST strongest of FOUND: each indicator once, and each municipality once while there are others.

    Both sides are heard: where all would be good, or all bad, the best of the other that tells of another indicator
    takes the last place; of another municipality too if there is such a one.
    """
    chosen = list(_distinct(found))[:most]
    for one in found:
        if len(chosen) == most:
            break
        if one.kpi not in {other.kpi for other in chosen}:
            chosen.append(one)
    chosen.sort(key=found.index)
    for side in (True, False) if most > 1 else ():
        if not any(one.row["is_success"] is side for one in chosen):
            chosen = _with_last(chosen, [one for one in found if one.row["is_success"] is side], most)
    return tuple(chosen)


def _with_last(chosen: Sequence[Found], others: Sequence[Found], most: int) -> list[Found]:
    """CHOSEN with the first of OTHERS that fits in the last of MOST places.

    What is bad is told even where its indicator is already told of: no table's red goes untold.
    """
    kept = list(chosen[: most - 1])
    of_another = [one for one in others if one.kpi not in {told.kpi for told in kept}]
    elsewhere = [one for one in of_another if one.municipality not in {told.municipality for told in kept}]
    again = [one for one in others if one.row["is_success"] is False]
    return [*kept, *((elsewhere or of_another or again)[:1] or chosen[len(kept) : most])]


def _distinct(found: Iterable[Found]) -> Iterable[Found]:
    kpis: set[str] = set()
    places: set[str] = set()
    for one in found:
        if one.kpi not in kpis and one.municipality not in places:
            kpis.add(one.kpi)
            places.add(one.municipality)
            yield one


def first_plan(figures: Figures, area: str, year: int | None = None) -> DeckPlan:
    """The deck of AREA (in the catalogue) as it is before anybody has edited it; YEAR is the conference's."""
    told = strongest(stories_of(figures, area))
    learned = filter(None, (learned_text(figures, told), *example_lines(figures, area, year)))
    stories = tuple(
        SlidePlan(
            id=f"{one.kpi.lower()}-{one.municipality}",
            kind=SlideKind.STORY,
            kpi=one.kpi,
            municipality=one.municipality,
        )
        for one in told
    )
    return DeckPlan(
        area=area,
        slides=(
            SlidePlan(id="titel", kind=SlideKind.TITLE),
            SlidePlan(id="oversikt", kind=SlideKind.GLANCE),
            *stories,
            SlidePlan(id=ACTED_ID, kind=SlideKind.ACTED),
            SlidePlan(id="lart", kind=SlideKind.LEARNED, text="\n".join(learned), is_suggested=True),
            SlidePlan(id="exempel", kind=SlideKind.EXAMPLES),
            SlidePlan(id="slutsatser", kind=SlideKind.CONCLUSIONS),
        ),
    )


def learned_text(figures: Figures, told: Sequence[Found]) -> str:
    """A line for each of TOLD that goes badly: whom it can learn from, to begin with when the slide is written."""
    lines = []
    for one in told:
        if one.row["is_success"] is not False:
            continue
        good, known = models(figures, one.municipality, one.kpi), figures.snapshot.municipalities
        if good:
            names, own = listed([known[id_] for id_ in good[:3]]), known[one.municipality]
            where = f"bland de {labels.STANDING[Standing.BEST]} i landet"
            lines.append(f"{figures.catalogue.by_kpi[one.kpi].name}: {own} kan lära av {names}, som är {where}.")
    return "\n".join(lines)

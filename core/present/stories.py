"""Which stories an area's deck tells, before anybody has chosen: the strongest by the findings' rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from core.compare.learn import lessons
from core.overview.figures import Figures
from core.overview.rows import Choice, records
from core.present.deck import SlideKind
from core.present.plan import DeckPlan, SlidePlan
from core.signals import Standing, findings
from core.words import labels
from core.words.formats import listed
from core.words.sentences import Row

MOST_STORIES = 4
# More than are told, so that there is something to choose among when one municipality has them all.
_CONSIDERED = 40
_AREAS_KEPT = 40


@dataclass(frozen=True)
class Found:
    """A finding of a municipality: a row of ``core.signals.findings``."""

    municipality: str
    kpi: str
    row: Row


def taking_part(figures: Figures, area: str) -> tuple[str, ...]:
    """Ids of the participants that are in AREA and have figures, in the catalogue's order."""
    known = figures.snapshot.municipalities
    return tuple(p.id for p in figures.catalogue.participants if (p.is_full or area in p.areas) and p.id in known)


def area_stories(figures: Figures, area: str) -> tuple[Found, ...]:
    """The findings of all that take part in AREA, the most important first (``core.signals.findings``)."""
    rows, bands = [], []
    for municipality in taking_part(figures, area):
        of_area = figures.rows(Choice(municipality))
        of_area = of_area[of_area["area"] == area]
        signals = figures.bands(municipality)
        rows.append(of_area)
        bands.append(signals[signals["kpi"].isin(of_area["kpi"])])
    if not rows:
        return ()
    found = findings(pd.concat(rows, ignore_index=True), pd.concat(bands, ignore_index=True), most=_CONSIDERED)
    return tuple(Found(str(row["municipality"]), str(row["kpi"]), row) for row in records(found))


def stories_of(figures: Figures, area: str) -> tuple[Found, ...]:
    """``area_stories``, kept as long as the figures are in use."""
    return figures.kept(area_stories, area, most=_AREAS_KEPT)


def strongest(found: Sequence[Found], most: int = MOST_STORIES) -> tuple[Found, ...]:
    """The MOST strongest of FOUND: each indicator once, and each municipality once while there are others.

    Where all would be bad, the best of the good that tells of another indicator takes the last place, as in the
    findings' own rule; of another municipality too if there is such a one.
    """
    chosen = list(_distinct(found))[:most]
    for one in found:
        if len(chosen) == most:
            break
        if one.kpi not in {other.kpi for other in chosen}:
            chosen.append(one)
    chosen.sort(key=found.index)
    good = [one for one in found if one.row["is_success"]]
    if len(chosen) > 1 and good and not any(one in good for one in chosen):
        kept = chosen[:-1]
        others = [one for one in good if one.kpi not in {told.kpi for told in kept}]
        elsewhere = [one for one in others if one.municipality not in {told.municipality for told in kept}]
        chosen = [*kept, *(elsewhere or others or chosen[-1:])[:1]]
    return tuple(chosen)


def _distinct(found: Iterable[Found]) -> Iterable[Found]:
    kpis: set[str] = set()
    places: set[str] = set()
    for one in found:
        if one.kpi not in kpis and one.municipality not in places:
            kpis.add(one.kpi)
            places.add(one.municipality)
            yield one


def first_plan(figures: Figures, area: str) -> DeckPlan:
    """The deck of AREA (in the catalogue) as it is before anybody has edited it."""
    told = strongest(stories_of(figures, area))
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
            SlidePlan(id="lart", kind=SlideKind.LEARNED, text=learned_text(figures, told), is_suggested=True),
            SlidePlan(id="exempel", kind=SlideKind.EXAMPLES),
            SlidePlan(id="slutsatser", kind=SlideKind.CONCLUSIONS),
        ),
    )


def learned_text(figures: Figures, told: Sequence[Found]) -> str:
    """A line for each of TOLD that goes badly: whom it can learn from, to begin with when the slide is written."""
    lines = []
    for one in told:
        if one.row["is_success"]:
            continue
        found = lessons(figures, Choice(one.municipality), one.kpi)
        good = found.best or found.further
        if good:
            names = listed([seen.name for seen in good[:3]])
            own = figures.snapshot.municipalities[one.municipality]
            where = f"bland de {labels.STANDING[Standing.BEST]} i landet"
            lines.append(f"{found.indicator.name}: {own} kan lära av {names}, som är {where}.")
    return "\n".join(lines)

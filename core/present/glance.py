"""All municipalities' figures in an area, each the outcome that the overview and the stories have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.catalogue import Indicator
from core.overview.figures import Figures
from core.overview.rows import Choice
from core.present.deck import GlanceCell, Signal
from core.present.signals import face_of, square_of
from core.present.stories import taking_part
from core.signals import Attainment
from core.words import labels
from core.words.formats import number
from core.words.sentences import Row


@dataclass(frozen=True)
class GlanceLine:
    """One indicator: the year that most have their outcome in (None: nobody has any), and a cell for each municipality.

    A cell from another year says which.
    """

    indicator: Indicator
    year: int | None
    cells: tuple[GlanceCell, ...]


def glance_lines(figures: Figures, area: str) -> tuple[tuple[str, ...], tuple[GlanceLine, ...]]:
    """The names of those who take part in AREA, and its indicators in the catalogue's order."""
    members = taking_part(figures, area)
    rows = [{row["kpi"]: row for row in figures.records(Choice(one))} for one in members]
    indicators = (indicator for indicator in figures.catalogue.indicators if indicator.area == area)
    lines = tuple(_line(one, [of[one.kpi] for of in rows]) for one in indicators) if members else ()
    return tuple(figures.snapshot.municipalities[one] for one in members), lines


def _line(indicator: Indicator, rows: list[Row]) -> GlanceLine:
    years = Counter(int(row["year"]) for row in rows if _has_value(row))
    # In a tie the newest.
    year = max(years, key=lambda one: (years[one], one), default=None)
    return GlanceLine(indicator, year, tuple(_cell(row, year) for row in rows))


def _cell(row: Row, year: int | None) -> GlanceCell:
    if not _has_value(row):
        return GlanceCell(value=labels.status_word(row["status"]) or number(None), year="", square=None)
    own = int(row["year"])
    shown = number(row["value"], row["decimals"])
    return GlanceCell(value=shown, year="" if own == year else str(own), square=square_of(row), face=_face(row))


def _face(row: Row) -> Signal | None:
    """The face of an outcome that is judged: a grey one in every cell would say nothing."""
    return None if row["attainment"] == Attainment.NOT_JUDGED else face_of(row)


def _has_value(row: Row) -> bool:
    return bool(row["value"] == row["value"])  # NaN is not itself

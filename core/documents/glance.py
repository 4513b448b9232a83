"""All municipalities' figures in an area, each the outcome that the overview and the stories have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.catalogue import Direction, Indicator
from core.documents.deck import GlanceCell, Signal
from core.documents.signals import face_of, square_of
from core.outcomes.figures import Figures
from core.outcomes.indicator import Line, taking_part
from core.outcomes.rows import Choice
from core.signals import Attainment, Reason, Standing
from core.words import labels
from core.words.formats import THOUSANDS, listed, number, with_unit
from core.words.sentences import Row

# So many municipalities are named in the table's title; more are counted.
_NAMED = 2
_LEAST_COMPARED = 2
# Why there is no square; where nothing is good in itself, nobody misses one.
_WITHOUT = {
    Reason.OPEN_YEAR: "för få har redovisat",
    Reason.TIES: "de flesta har samma värde",
    Reason.TOO_FEW: "för få att jämföra med",
}
_JUDGED = ("good", "near", "bad")


@dataclass(frozen=True)
class GlanceLine:
    """One indicator: the year that most have their outcome in (None: nobody has any), and a cell for each municipality.

    A cell from another year says which. ``values`` are the cells' own, None for none; ``without`` is why no cell
    has a square.
    """

    indicator: Indicator
    year: int | None
    cells: tuple[GlanceCell, ...]
    values: tuple[float | None, ...]
    without: str = ""


def glance_lines(figures: Figures, area: str) -> tuple[tuple[str, ...], tuple[GlanceLine, ...]]:
    """The names of those who take part in AREA, and its indicators in the catalogue's order."""
    members = taking_part(figures, area)
    rows = [{row["kpi"]: row for row in figures.records(Choice(one))} for one in members]
    indicators = (indicator for indicator in figures.catalogue.indicators if indicator.area == area)
    lines = tuple(_line(one, [of[one.kpi] for of in rows]) for one in indicators) if members else ()
    return tuple(figures.snapshot.municipalities[one] for one in members), lines


def glance_order(line: GlanceLine) -> tuple[int, int]:
    """What lines are sorted by: the most red first, then the fewest green; those without a verdict last."""
    tones = [{one.tone for one in (cell.square, cell.face) if one} for cell in line.cells]
    red, green = (sum(tone in found for found in tones) for tone in ("bad", "good"))
    return -red, green if is_judged(line) else len(tones) + 1


def is_judged(line: GlanceLine) -> bool:
    """Whether any figure of LINE is said to be good, bad or between."""
    signals = (one for cell in line.cells for one in (cell.square, cell.face) if one)
    return any(one.tone in _JUDGED for one in signals)


def glance_message(line: GlanceLine, columns: Sequence[str]) -> str:
    """What a table of COLUMNS that begins with LINE says: who stands worst, else best, else between whom all lie."""
    name = line.indicator.name
    squares, faces = [cell.square for cell in line.cells], [cell.face for cell in line.cells]
    for signals, tone, words in (
        (squares, "bad", f"bland landets {labels.STANDING[Standing.WORST]}"),
        (faces, "bad", "når inte målet"),
        (squares, "good", f"bland landets {labels.STANDING[Standing.BEST]}"),
    ):
        who = [place for place, one in zip(columns, signals, strict=True) if one and one.tone == tone]
        if who:
            judged = sum(one is not None and one.tone in _JUDGED for one in signals)
            return f"{name}: {_who(who, judged)} {words}"
    # A title is read out: it compares figures of one year only.
    known = [
        (value, place)
        for value, place, cell in zip(line.values, columns, line.cells, strict=True)
        if value is not None and not cell.year
    ]
    if len(known) < 2:
        return name
    (low, lowest), (high, highest) = min(known), max(known)
    decimals, unit = line.indicator.decimals, line.indicator.unit
    return f"{name}: från {number(low, decimals)} ({lowest}) till {with_unit(number(high, decimals), unit)} ({highest})"


def _who(who: Sequence[str], judged: int) -> str:
    """WHO, of those JUDGED: their names where they are few, else how many."""
    if len(who) <= _NAMED:
        return listed(who)
    if len(who) == judged:
        return f"alla{THOUSANDS}{judged} som bedöms"
    return f"{len(who)}{THOUSANDS}av{THOUSANDS}{judged}"


def weakest(indicator: Indicator, lines: Sequence[Line], told: str, year: int) -> str:
    """Who of LINES (municipalities) has the worst figure of YEAR, beside TOLD's: "svagast av 8: Nynäshamn 64".

    '' without a direction, where one municipality only has a figure of YEAR, and where many share the worst.
    """
    known = {line.name: dict(line.points)[year] for line in lines if year in dict(line.points)}
    if indicator.direction is Direction.NONE or len(known) < _LEAST_COMPARED:
        return ""
    # As it is shown: nobody sees a difference behind the decimals.
    worst = number((max if indicator.direction is Direction.LOW else min)(known.values()), indicator.decimals)
    who = [name for name, value in known.items() if number(value, indicator.decimals) == worst]
    if len(who) > _NAMED:
        return ""
    of = f"svagast av {len(known)}"
    return of if who == [told] else f"{of}: {listed(who)} {worst}"


def _why_without(rows: Sequence[Row]) -> str:
    """Why ROWS, an indicator's, have no squares; '' where any has one, or each its own reason."""
    reasons = {Reason(row["standing_reason"]) for row in rows if _has_value(row)}
    return _WITHOUT.get(reasons.pop(), "") if len(reasons) == 1 else ""


def _line(indicator: Indicator, rows: list[Row]) -> GlanceLine:
    years = Counter(int(row["year"]) for row in rows if _has_value(row))
    # In a tie the newest.
    year = max(years, key=lambda one: (years[one], one), default=None)
    values = tuple(float(row["value"]) if _has_value(row) else None for row in rows)
    return GlanceLine(indicator, year, tuple(_cell(row, year) for row in rows), values, _why_without(rows))


def _cell(row: Row, year: int | None) -> GlanceCell:
    if not _has_value(row):
        return GlanceCell(value=labels.status_word(row["status"]) or number(None), year="", square=None)
    own = int(row["year"])
    shown = number(row["value"], row["decimals"])
    # Where nothing is good in itself, a square in every cell would say nothing.
    square = None if Reason(row["standing_reason"]) is Reason.NO_DIRECTION else square_of(row)
    return GlanceCell(value=shown, year="" if own == year else str(own), square=square, face=_face(row))


def _face(row: Row) -> Signal | None:
    """The face of an outcome that is judged: a grey one in every cell would say nothing."""
    return None if row["attainment"] == Attainment.NOT_JUDGED else face_of(row)


def _has_value(row: Row) -> bool:
    return bool(row["value"] == row["value"])  # NaN is not itself

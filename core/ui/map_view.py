"""The map: the county's or the country's municipalities coloured by their standing for one indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.catalogue import Indicator
from core.compare.borders import Borders, Shape, borders
from core.compare.groups import ComparisonGroup, comparison_group
from core.compare.matrix import Cell, MatrixRow, Scope, matrix
from core.compare.sentences import cell_sentence, missing_words, standing_words
from core.overview.figures import Figures
from core.overview.references import COUNTRY, COUNTY
from core.signals import Reason, Standing
from core.ui.choices import INDICATOR, Choices, link
from core.ui.matrix_view import MARKS, tint
from core.words import labels
from core.words.formats import first_upper, number

_COUNTY_BOXES = ((700, 640, "only-wide"), (358, 420, "only-phone"))
# One drawing for both widths: nothing is written on it, and it is some 100 kB.
_COUNTRY_BOXES = ((360, 820, ""),)
_LETTER_WIDTH = 7.0


@dataclass(frozen=True)
class Area:
    """A municipality on the map. ``name`` and ``mark`` are written on it where they have room."""

    path: str
    tint: str
    sentence: str
    is_own: bool
    x: float
    y: float
    name: str
    mark: str


@dataclass(frozen=True)
class DrawnMap:
    """One drawing. ``kind`` is the class that shows it on wide screens or phones only."""

    width: int
    height: int
    kind: str
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class MapRow:
    """A municipality in the table beside the map."""

    name: str
    address: str
    value: str
    year: str
    words: str
    is_own: bool


@dataclass(frozen=True)
class MapView:
    """The map with its finding as title; ``maps`` is empty where there are no borders (made-up municipalities)."""

    title: str
    subtitle: str
    directed: bool
    maps: tuple[DrawnMap, ...]
    rows: tuple[MapRow, ...]


def map_view(figures: Figures, choices: Choices, indicator: Indicator) -> MapView:
    """The map of INDICATOR, of the own county or, where CHOICES say so, of the whole country."""
    group = _extent(figures, choices)
    own = choices.choice.municipality
    [row] = matrix(figures, Scope(own, group, (indicator,), choices.gender, choices.year))
    names = figures.snapshot.municipalities
    boxes = _COUNTRY_BOXES if choices.whole_country else _COUNTY_BOXES
    cells = {cell.municipality: cell for cell in row.cells if cell.municipality in group.members}
    gender = labels.GENDER[row.gender] + ("" if row.split else ", ej könsuppdelat")
    pen = _Pen(indicator, names, own, written=not choices.whole_country)
    drawn = (pen.drawn(borders(group.members, width=w, height=h), kind, cells) for w, h, kind in boxes)
    return MapView(
        title=_title(row, cells, group),
        subtitle=f"{indicator.name} · {indicator.unit} · {gender} · {row.year or 'inga värden'}",
        directed=indicator.direction.value != "none",
        maps=tuple(one for one in drawn if one.areas),
        rows=tuple(_table_row(cells[m], indicator, names[m], choices) for m in group.members),
    )


def _extent(figures: Figures, choices: Choices) -> ComparisonGroup:
    if choices.whole_country:
        everyone = tuple(figures.snapshot.municipalities)
        return ComparisonGroup(COUNTRY, "Landets kommuner", "i landet", everyone, has_own=True)
    return comparison_group(figures, choices.choice.municipality, COUNTY, kind="")


def _title(row: MatrixRow, cells: Mapping[str, Cell], group: ComparisonGroup) -> str:
    """The finding: how many are among the best and the worst quarter."""
    counts = Counter(cell.standing for cell in cells.values() if cell.reason == Reason.NONE)
    if not counts:
        return f"{row.indicator.name}, {group.name.lower()}"
    where = "" if group.id == COUNTRY else f" {group.where}"
    judged = sum(counts.values())
    return (
        f"{counts[Standing.BEST]} av {judged} kommuner{where} är bland landets {labels.STANDING[Standing.BEST]}, "
        f"{counts[Standing.WORST]} bland de {labels.STANDING[Standing.WORST]}"
    )


@dataclass(frozen=True)
class _Pen:
    """Draws the municipalities of one indicator; ``written`` with their names and marks on them."""

    indicator: Indicator
    names: Mapping[str, str]
    own: str
    written: bool

    def drawn(self, found: Borders, kind: str, cells: Mapping[str, Cell]) -> DrawnMap:
        areas = [self._area(shape, cells[shape.municipality]) for shape in found.shapes]
        # One's own last, so that its outline lies on top of the neighbours'.
        return DrawnMap(found.width, found.height, kind, tuple(sorted(areas, key=lambda area: area.is_own)))

    def _area(self, shape: Shape, cell: Cell) -> Area:
        name = self.names[shape.municipality]
        is_own = shape.municipality == self.own
        has_room = self.written and (is_own or shape.room >= _LETTER_WIDTH * len(name))
        return Area(
            path=shape.path,
            tint=tint(cell) if cell.value is not None else "missing",
            sentence=cell_sentence(cell, self.indicator, name),
            is_own=is_own,
            x=shape.label[0],
            y=shape.label[1],
            name=name if has_room else "",
            mark=MARKS.get(cell.standing, "") if self.written else "",
        )


def _table_row(cell: Cell, indicator: Indicator, name: str, choices: Choices) -> MapRow:
    has_value = cell.value is not None
    words = standing_words(cell, where="") if has_value else missing_words(cell.status)
    return MapRow(
        name=name,
        address=link(INDICATOR, choices, municipality=cell.municipality, kpi=indicator.kpi),
        value=number(cell.value, indicator.decimals),
        year=str(cell.year) if has_value else "",
        words=first_upper(words.strip()),
        is_own=cell.municipality == choices.municipality,
    )

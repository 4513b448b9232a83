"""The map: the county's or the country's municipalities coloured by their standing for one indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.borders import Borders, Shape, borders
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width
from core.features.compare.matrix import Cell, MatrixRow, Scope, described, matrix
from core.features.compare.matrix_view import cell_address, tint
from core.features.compare.sentences import cell_sentence, standing_words
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup, comparison_group
from core.outcomes.references import COUNTRY, COUNTY
from core.signals import Reason, Standing
from core.web.choices import Choices
from core.words import labels, symbols
from core.words.formats import first_upper, number
from core.words.labels import missing_words

_COUNTY_BOXES = ((700, 640, "only-wide"), (358, 420, "only-phone"))
# One drawing for both widths, of some 130 kB: it can be enlarged, and only one's own name is written on it.
_COUNTRY_BOXES = ((360, 820, ""),)
_LETTERS = Type(SCREEN, 13)
_AIR = 2.0
_MARK, _SMALLEST_MARK, _MARK_OF_ROOM = 12.0, 1.6, 0.4
_TINTS = ("best", "middle", "worst", "blue", "plain", "missing")


# Left, top, right and bottom.
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """A municipality on the map. ``name`` is written on it, and over its borders, where nothing else lies.

    The ``mark`` is ``size`` units large.
    """

    path: str
    tint: str
    sentence: str
    is_own: bool
    x: float
    y: float
    name: str
    mark: str
    size: float


@dataclass(frozen=True)
class DrawnMap:
    """One drawing. ``kind`` is the class that shows it on wide screens or phones only; without, it can be enlarged."""

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
    """The map with its finding as title; ``maps`` is empty where there are no borders (made-up municipalities).

    ``legend`` are the tints that stand on it, the five blues as one.
    """

    title: str
    subtitle: str
    legend: tuple[str, ...]
    has_values: bool
    maps: tuple[DrawnMap, ...]
    rows: tuple[MapRow, ...]


def map_view(figures: Figures, choices: Choices, scope: Scope) -> MapView | None:
    """The map of SCOPE's only indicator and of its group, an ``extent``; None without indicator."""
    if not scope.indicators:
        return None
    group, own, [indicator] = scope.group, scope.own, scope.indicators
    [row] = matrix(figures, scope)
    names = figures.snapshot.municipalities
    boxes = _COUNTRY_BOXES if choices.whole_country else _COUNTY_BOXES
    cells = {cell.municipality: cell for cell in row.cells if cell.municipality in group.members}
    figure = described(indicator, row.gender, split=row.split)
    pen = _Pen(indicator, names, own, row.year, written=not choices.whole_country)
    drawn = [pen.drawn(borders(group.members, width=w, height=h), kind, cells) for w, h, kind in boxes]
    used = {area.tint.split("-")[0] for area in drawn[0].areas}
    return MapView(
        title=_title(row, cells, group, names[own]),
        subtitle=f"{indicator.name} · {figure} · {row.year or 'inga värden'}",
        legend=tuple(tint for tint in _TINTS if tint in used),
        maps=tuple(one for one in drawn if one.areas) if row.year else (),
        has_values=row.year is not None,
        rows=tuple(_table_row(cells[m], indicator, names[m], choices) for m in group.members),
    )


def extent(figures: Figures, choices: Choices) -> ComparisonGroup:
    """The own county or, where CHOICES say so, the whole country."""
    if choices.whole_country:
        everyone = tuple(figures.snapshot.municipalities)
        return ComparisonGroup(
            COUNTRY, "Landets kommuner", "i landet", everyone, has_own=True, name_within="landets kommuner"
        )
    return comparison_group(figures, choices.choice.municipality, COUNTY, kind="")


def _title(row: MatrixRow, cells: Mapping[str, Cell], group: ComparisonGroup, own: str) -> str:
    """The finding: in the whole country where one's own lies, in the county how many are best and worst."""
    if group.id == COUNTRY and row.cells[0].reason in (Reason.NONE, Reason.NO_DIRECTION):
        year = "" if row.cells[0].year == row.year else f" {row.cells[0].year}"
        words = standing_words(row.cells[0], where=labels.in_country(is_own=row.indicator.own is not None))
        return f"{own}{year}: {words}"
    counts = Counter(c.standing for c in cells.values() if c.reason == Reason.NONE and c.is_of(row.year))
    if not counts:
        return f"{row.indicator.name}, {group.name.lower()}"
    judged = sum(counts.values())
    best, worst = labels.STANDING[Standing.BEST], labels.STANDING[Standing.WORST]
    among = f"{counts[Standing.BEST]} av {judged} kommuner {group.where} är bland landets {best}"
    return f"{among}, {counts[Standing.WORST]} bland de {worst}"


@dataclass(frozen=True)
class _Pen:
    """Draws the municipalities of one indicator; ``written`` with their names on them, else only one's own."""

    indicator: Indicator
    names: Mapping[str, str]
    own: str
    year: int | None
    written: bool

    def drawn(self, found: Borders, kind: str, cells: Mapping[str, Cell]) -> DrawnMap:
        named = self._named(found) if self.written else {self.own}
        areas = [
            self._area(shape, cells[shape.municipality], is_named=shape.municipality in named) for shape in found.shapes
        ]
        # One's own last, so that its outline lies on top of the neighbours'.
        return DrawnMap(found.width, found.height, kind, tuple(sorted(areas, key=lambda area: area.is_own)))

    def _named(self, found: Borders) -> set[str]:
        """Whose names lie over no other's name or mark and inside the box: one's own first, then where most room is."""
        taken = {shape.municipality: _mark_box(shape) for shape in found.shapes}
        named = set()
        for shape in sorted(found.shapes, key=lambda one: (one.municipality != self.own, -one.room)):
            box = _name_box(shape, width(self.names[shape.municipality], _LETTERS))
            others = (other for municipality, other in taken.items() if municipality != shape.municipality)
            if shape.municipality == self.own or (
                box[0] >= 0 and box[2] <= found.width and not any(_overlap(box, other) for other in others)
            ):
                named.add(shape.municipality)
                taken[shape.municipality] = box
        return named

    def _area(self, shape: Shape, cell: Cell, *, is_named: bool) -> Area:
        name = self.names[shape.municipality]
        is_own = shape.municipality == self.own
        return Area(
            path=shape.path,
            tint=self._tint(cell),
            sentence=cell_sentence(cell, self.indicator, name),
            is_own=is_own,
            x=shape.label[0],
            y=shape.label[1],
            name=name if is_named else "",
            mark=symbols.MARKS.get(cell.standing, "") if cell.is_of(self.year) else "",
            size=_MARK if self.written else round(min(_MARK, max(_SMALLEST_MARK, shape.room * _MARK_OF_ROOM)), 1),
        )

    def _tint(self, cell: Cell) -> str:
        """A value of another year keeps its place in the table, but is not coloured beside those of the map's year."""
        if cell.value is None:
            return "missing"
        return tint(cell) if cell.is_of(self.year) else "plain"


def _mark_box(shape: Shape) -> _Box:
    """Where the mark of SHAPE lies that has no name on it."""
    (x, y), half = shape.label, _MARK / 2
    return x - half, y - half, x + half, y + half


def _name_box(shape: Shape, wide: float) -> _Box:
    """Where a name that is so WIDE lies on SHAPE, and its mark under it."""
    (x, y), half = shape.label, wide / 2 + _AIR
    return x - half, y - _LETTERS.size, x + half, y + 3 + _MARK


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _table_row(cell: Cell, indicator: Indicator, name: str, choices: Choices) -> MapRow:
    has_value = cell.value is not None
    words = standing_words(cell, where="") if has_value else missing_words(cell.status)
    return MapRow(
        name=name,
        address=cell_address(cell, indicator.kpi, choices),
        value=number(cell.value, indicator.decimals),
        year=str(cell.year) if has_value else "",
        words=first_upper(words.strip()),
        is_own=cell.municipality == choices.municipality,
    )

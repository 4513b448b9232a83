"""The matrix as the template draws it: cells with tint and mark, columns that sort."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.features.compare.matrix import COUNTRY, COUNTY, GROUP, Cell, MatrixRow, Mean, Scope, matrix, sort_keys
from core.features.compare.sentences import MEANS, cell_sentence, code, mean_sentence
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup
from core.signals import Reason
from core.web.choices import COMPARE, INDICATOR, Choices, link, visiting
from core.words import labels, symbols
from core.words.formats import alphabetical, number
from core.words.labels import missing_words

_BLUES = 5
_LONGEST_HEAD = 18
_BY_NAME = "namn"


@dataclass(frozen=True)
class Head:
    """A column's heading: its name, the address that sorts by it, and how it is sorted now (aria-sort)."""

    name: str
    address: str
    sorted: str
    tone: str


@dataclass(frozen=True)
class CellView:
    """A cell: what stands in it, its tint (a class), its mark (may be empty), its sentence and where it leads."""

    text: str
    tint: str
    mark: str
    mark_words: str
    year: str
    sentence: str
    address: str


@dataclass(frozen=True)
class LineView:
    """A row of the matrix, with the area's name where it begins a new area."""

    area: str
    name: str
    address: str
    unit: str
    year: str
    notes: tuple[str, ...]
    cells: tuple[CellView, ...]
    means: tuple[CellView, ...]


@dataclass(frozen=True)
class MatrixView:
    """The matrix. ``statuses`` are the marks in use, with their words, for the legend."""

    name_head: Head
    heads: tuple[Head, ...]
    mean_heads: tuple[Head, ...]
    lines: tuple[LineView, ...]
    statuses: tuple[tuple[str, str], ...]
    sorting: str
    reset_address: str


def matrix_view(figures: Figures, choices: Choices, scope: Scope) -> MatrixView | None:
    """The matrix of SCOPE, sorted as CHOICES says; None for a group without members."""
    if not scope.group.members:
        return None
    rows = _ordered(figures, choices, matrix(figures, scope))
    columns = [c for c in MEANS if c != COUNTY or choices.group != COUNTY]
    columns = [c for c in columns if c == GROUP or any(c in row.means for row in rows)]
    names = figures.snapshot.municipalities
    used = {cell.status for row in rows for cell in row.cells if cell.value is None}
    by_area = choices.area is None and choices.sort is None
    return MatrixView(
        name_head=_head(choices, _BY_NAME, "Indikator"),
        heads=tuple(_head(choices, m, names[m], own=m == scope.own) for m in scope.columns),
        mean_heads=tuple(_head(choices, c, _mean_name(c, scope.group)) for c in columns),
        lines=tuple(
            _line(figures, choices, row, columns, scope.group.members, starts=by_area and row.indicator.area != before)
            for row, before in zip(rows, [None, *(row.indicator.area for row in rows)], strict=False)
        ),
        statuses=_legend(used),
        sorting=_sorting_words(choices, names, scope.columns),
        reset_address=link(COMPARE, choices, sort=None) if choices.sort else "",
    )


def _legend(statuses: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The marks of STATUSES with their words; those that share a mark together."""
    words: dict[str, list[str]] = {}
    for status in sorted(statuses, reverse=True):
        words.setdefault(code(status), []).append(missing_words(status))
    return tuple((mark, " eller ".join(said)) for mark, said in words.items())


def _mean_name(column: str, group: ComparisonGroup) -> str:
    return group.name if column == GROUP and len(group.name) <= _LONGEST_HEAD else MEANS[column]


def _ordered(figures: Figures, choices: Choices, rows: tuple[MatrixRow, ...]) -> Sequence[MatrixRow]:
    """ROWS by the chosen column: worst standing first, with a minus best first; undirected and unplaced last."""
    if choices.sort is None:
        return rows
    column, backwards = choices.sort.removeprefix("-"), choices.sort.startswith("-")
    if column == _BY_NAME:
        return sorted(rows, key=lambda row: alphabetical(row.indicator.name), reverse=backwards)
    keys = sort_keys(figures, rows, column)

    def key(row: MatrixRow) -> tuple[bool, bool, float]:
        place = keys.get(row.indicator.kpi, math.nan)
        return (math.isnan(place), row.indicator.direction.value == "none", -place if backwards else place)

    return sorted(rows, key=key)


def _sorting_words(choices: Choices, names: Mapping[str, str], columns: Collection[str]) -> str:
    if choices.sort is None or choices.sort.endswith(_BY_NAME):
        return ""
    column = choices.sort.removeprefix("-")
    if column not in (*columns, *MEANS):
        return ""
    first = "bäst" if choices.sort.startswith("-") else "sämst"
    name = names.get(column) or MEANS[column].lower()
    return f"Sorterat efter läget i landet för {name}: {first} läge först."


def _head(choices: Choices, column: str, name: str, *, own: bool = False) -> Head:
    """Clicked once it sorts, twice the other way, a third time not at all."""
    following = {None: column, column: f"-{column}", f"-{column}": None}
    present = choices.sort if choices.sort in following else None
    is_sorted = {column: "ascending", f"-{column}": "descending"}.get(present or "", "")
    return Head(name, link(COMPARE, choices, sort=following[present]), is_sorted, "own" if own else "")


def _line(
    figures: Figures, choices: Choices, row: MatrixRow, columns: Sequence[str], members: Sequence[str], *, starts: bool
) -> LineView:
    indicator = row.indicator
    notes = [] if row.split else ["ej könsuppdelat"]
    if indicator.own:
        notes.append(labels.OWN)
    if row.is_open:
        notes.append("året är inte klart")
    if row.newer:
        still = ", men året är inte klart" if row.newer.is_open else ""
        notes.append(f"{row.newer.year} finns för {row.newer.n} av {len(row.cells)}{still}")
    return LineView(
        area=figures.catalogue.area_by_id[indicator.area].name if starts else "",
        name=indicator.name,
        address=link(INDICATOR, choices, kpi=indicator.kpi),
        unit=indicator.unit,
        year=str(row.year or "inga värden"),
        notes=tuple(notes),
        cells=tuple(_cell(figures, choices, row, cell) for cell in row.cells),
        means=tuple(_mean(row, column, members) for column in columns),
    )


def _cell(figures: Figures, choices: Choices, row: MatrixRow, cell: Cell) -> CellView:
    name = figures.snapshot.municipalities[cell.municipality]
    sentence = cell_sentence(cell, row.indicator, name)
    if cell.value is None:
        return CellView(code(cell.status), "missing", "", "", "", sentence, "")
    judged = cell.reason == Reason.NONE
    return CellView(
        text=number(cell.value, row.indicator.decimals),
        tint=tint(cell),
        mark=symbols.MARKS[cell.standing] if judged else "",
        mark_words=labels.STANDING[cell.standing] if judged else "",
        # Other pages show the newer value where there is one: the two are not to be taken for one.
        year="" if cell.year == row.year and not row.newer else str(cell.year),
        sentence=sentence,
        address=cell_address(cell, row.indicator.kpi, choices),
    )


def cell_address(cell: Cell, kpi: str, choices: Choices) -> str:
    """The page of CELL's figure, in its own year where the page would else show a newer that cannot be judged yet."""
    year = choices.year if cell.is_newest else cell.year
    return link(INDICATOR, visiting(choices, cell.municipality), kpi=kpi, year=year)


def tint(cell: Cell) -> str:
    """The class of a cell's colour: the square's, or one of five blues from low to high, or none."""
    if cell.reason == Reason.NONE:
        return cell.standing.value
    if cell.reason == Reason.NO_DIRECTION and not math.isnan(cell.place):
        return f"blue-{min(int(cell.place * _BLUES), _BLUES - 1) + 1}"
    return "plain"


def _mean(row: MatrixRow, column: str, members: Sequence[str]) -> CellView:
    mean = row.means.get(column, Mean())
    # Said where the reader might think it is of all; the nation's counts people, and is of nobody in particular.
    expected = len([cell for cell in row.cells if cell.municipality in members]) if column == GROUP else 0
    small = "" if mean.value is None or column == COUNTRY or mean.of == expected else f"av {mean.of}"
    text = "" if mean.value is None else number(mean.value, row.indicator.decimals)
    sentence = mean_sentence(column, mean, row.indicator, row.year)
    return CellView(text, "mean" if text else "none", "", "", small, sentence, "")

"""The slide of all municipalities: a table that fits, whatever its names and figures."""

from __future__ import annotations

from collections.abc import Sequence

from core.present.deck import Glance, GlanceCell, GlanceRow
from core.present.looks import MARKS
from core.present.slide_parts import BOTTOM, INNER, LEFT, Box, GridPart, GridRow, LegendPart, Part, legend_of
from core.present.slide_words import glance_words
from core.present.text_fit import Fonts, Type, longest_word, plain, shortened, width, wrapped

_VALUE_SIZES, _HEAD_SIZES, _NAME_SIZES = (
    (22, 20, 18, 16, 14, 12, 10, 8),
    (18, 17, 16, 15, 14, 13, 12, 11),
    (18, 17, 16),
)
_LINE = 1.2
_PAD, MARK_ROOM = 3.0, 1.3
_LEGEND_HIGH = 34.0
_TALLEST, _WIDEST_NAMES = 74.0, 560.0
SMALL = 16.0


def glance_parts(glance: Glance, top: float, fonts: Fonts) -> list[Part]:
    """The table of GLANCE from TOP downwards, and its key."""
    each = _column_width(len(glance.columns))
    names_wide = min(_WIDEST_NAMES, INNER - each * len(glance.columns))
    columns, head_size, head_high = _heads(glance.columns, each, fonts)
    high = min(_TALLEST, (BOTTOM - top - head_high - _LEGEND_HIGH - 10) / max(len(glance.rows), 1))
    rows = tuple(_row(row, (names_wide, each), high, fonts) for row in glance.rows)
    grid = GridPart(
        box=Box(LEFT, top, names_wide + each * len(columns), head_high + high * len(rows)),
        words=glance_words(glance),
        columns=columns,
        rows=rows,
        name_width=names_wide,
        column_width=each,
        head_height=head_high,
        row_height=high,
        head_size=head_size,
        small_size=SMALL,
    )
    signals = legend_of(rows)
    if not signals:
        return [grid]
    return [grid, LegendPart(Box(LEFT, grid.box.y + grid.box.h + 12, INNER, 24), signals, 18)]


def _column_width(columns: int) -> float:
    """How wide a municipality's column is: the names of the indicators keep three tenths."""
    return min(112.0, INNER * 0.7 / max(columns, 1))


def _heads(names: Sequence[str], each: float, fonts: Fonts) -> tuple[tuple[str, ...], float, float]:
    """The columns' names as they fit in two lines, their size, and the row's height."""
    plain_names, room = [plain(name) for name in names], each - 4

    def fits(size: float) -> bool:
        letters = Type(fonts, size, bold=True)
        return all(longest_word(n, letters) <= room and len(wrapped(n, letters, room)) <= 2 for n in plain_names)

    size = next((s for s in _HEAD_SIZES if fits(s)), _HEAD_SIZES[-1])
    letters = Type(fonts, size, bold=True, leading=_LINE)
    shown = tuple(shortened(name, letters, room, 2) for name in plain_names)
    lines = max((len(wrapped(name, letters, room)) for name in shown), default=1)
    return shown, size, letters.high(lines) + 12


def _name_type(name: str, wide: float, high: float, fonts: Fonts) -> Type:
    """The largest type in which an indicator's NAME has room over its unit; else the smallest."""
    choices = [Type(fonts, size, leading=_LINE) for size in _NAME_SIZES]
    return next((of for of in choices if len(wrapped(name, of, wide - 12)) <= _most_lines(high, of)), choices[-1])


def _most_lines(high: float, letters: Type) -> int:
    return max(1, int((high - 2 - SMALL * _LINE) / letters.high(1)))


def _value_size(cells: Sequence[GlanceCell], each: float, high: float, fonts: Fonts) -> float:
    """The largest size in which every figure of a row stands on one line with its mark."""
    longest = max((width(cell.value, Type(fonts, 1, bold=True)) for cell in cells), default=0)
    room = high - 4 - (SMALL * _LINE if any(below(cell) for cell in cells) else 0)
    mark = MARK_ROOM if any(cell.square and cell.square.symbol in MARKS for cell in cells) else 0
    return next(
        (s for s in _VALUE_SIZES if (longest + mark) * s <= each - 2 * _PAD and s * _LINE <= room),
        _VALUE_SIZES[-1],
    )


def below(cell: GlanceCell) -> str:
    """What stands under the figure: an earlier year, and the face's words."""
    return " · ".join(filter(None, (cell.year, cell.face.words if cell.face else "")))


def _row(row: GlanceRow, widths: tuple[float, float], high: float, fonts: Fonts) -> GridRow:
    """ROW with as much of its name as HIGH holds; the unit keeps a line of its own. WIDTHS: names, figures."""
    room, small = widths[0] - 12, Type(fonts, SMALL, leading=_LINE)
    unit = shortened(plain(row.unit), small, room, 1)
    letters = _name_type(plain(row.name), widths[0], high, fonts)
    name = shortened(plain(row.name), letters, room, _most_lines(high, letters))
    # Where there is not even room for two lines, the name goes before the unit.
    fits = letters.high(len(wrapped(name, letters, room))) + small.high(1) <= high
    cells = tuple(_plain_cell(cell) for cell in row.cells)
    return GridRow(name, letters.size, unit if fits else "", cells, _value_size(cells, widths[1], high, fonts))


def _plain_cell(cell: GlanceCell) -> GlanceCell:
    return cell.model_copy(update={"value": plain(cell.value), "year": plain(cell.year)})

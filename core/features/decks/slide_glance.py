"""The slide of all municipalities: a table that fits, whatever its names and figures."""

from __future__ import annotations

from core.charts.looks import MARKS
from core.charts.scales import Box
from core.charts.text_fit import Fonts, Type, longest_word, plain, shortened, width, wrapped
from core.documents.deck import Glance, GlanceCell, GlanceRow
from core.features.decks.slide_parts import GridPart, GridRow, LegendPart, Part, legend_of
from core.features.decks.slide_words import glance_words

# A table has one size of text: 13.5 points, and less only where many columns or long figures leave no other way.
_SIZES = (18, 16, 14, 12, 10, 8)
_LINE, _CUT = 1.2, "…"
_PAD, MARK_ROOM = 3.0, 1.3
_LEGEND_HIGH = 34.0
# Rows are no taller than their names ask for.
_TALLEST, _WIDEST_NAMES = (74.0, 92.0, 114.0), 560.0


def glance_parts(glance: Glance, room: Box, fonts: Fonts) -> list[Part]:
    """The table of GLANCE in ROOM, and its key."""
    each = _column_width(glance, Type(fonts, _SIZES[0], bold=True), room.w)
    names_wide = min(_WIDEST_NAMES, room.w - each * len(glance.columns))
    names = [plain(name) for name in glance.columns]

    def heights(letters: Type, tallest: float = _TALLEST[-1]) -> tuple[float, float]:
        """Of the heading and of a row."""
        head = letters.high(max((len(wrapped(name, letters, each - 4)) for name in names), default=1)) + 12
        return head, min(tallest, (room.h - head - _LEGEND_HIGH - 10) / max(len(glance.rows), 1))

    def fits(size: float) -> bool:
        letters = Type(fonts, size, bold=True, leading=_LINE)
        is_named = all(longest_word(n, letters) <= each - 4 and len(wrapped(n, letters, each - 4)) <= 2 for n in names)
        return is_named and all(_row_fits(row, letters, each, heights(letters)[1]) for row in glance.rows)

    sizes = [size for size in _SIZES if size >= fonts.least]
    size = next((size for size in sizes if fits(size)), sizes[-1])
    bold = Type(fonts, size, bold=True, leading=_LINE)
    columns = tuple(shortened(name, bold, each - 4, 2) for name in names)
    rows: tuple[GridRow, ...] = ()
    for tallest in _TALLEST:
        head_high, high = heights(bold, tallest)
        rows = tuple(_row(row, (names_wide, each), high, Type(fonts, size, leading=_LINE)) for row in glance.rows)
        if not any(_CUT in row.name + row.unit for row in rows):
            break
    grid = GridPart(
        box=Box(room.x, room.y, names_wide + each * len(columns), head_high + high * len(rows)),
        words=glance_words(glance),
        columns=columns,
        rows=rows,
        name_width=names_wide,
        column_width=each,
        head_height=head_high,
        row_height=high,
        size=size,
    )
    signals = legend_of(cell.square for row in rows for cell in row.cells)
    if not signals:
        return [grid]
    return [grid, LegendPart(Box(room.x, grid.box.y + grid.box.h + 12, room.w, 24), signals, 18)]


def _column_width(glance: Glance, bold: Type, room: float) -> float:
    """How wide a municipality's column is: what its name and figures ask for; the indicators' names keep a seventh."""
    names = [longest_word(plain(name), bold) + 7 for name in glance.columns]
    needed = [_value_width(cell, bold) for row in glance.rows for cell in row.cells]
    return min(max([*names, *needed, 84.0]), 112.0, room * 0.86 / max(len(glance.columns), 1))


def _row_fits(row: GlanceRow, bold: Type, each: float, high: float) -> bool:
    """Whether every figure of ROW stands on one line with its mark, and over its year where it has one."""
    has_year = any(cell.year for cell in row.cells)
    return high >= bold.high(2 if has_year else 1) + 4 and all(_value_width(cell, bold) <= each for cell in row.cells)


def _value_width(cell: GlanceCell, bold: Type) -> float:
    mark = MARK_ROOM * bold.size if cell.square and cell.square.symbol in MARKS else 0
    return width(plain(cell.value), bold) + mark + 2 * _PAD


def _row(row: GlanceRow, widths: tuple[float, float], high: float, letters: Type) -> GridRow:
    """ROW with as much of its name as HIGH holds; the unit keeps a line of its own. WIDTHS: names, figures."""
    room, most = widths[0] - 12, max(1, int((high - 2) / letters.high(1)))
    # Where there is not even room for two lines, the name goes before the unit.
    unit = shortened(plain(row.unit), letters, room, 1) if most > 1 else ""
    name = plain(row.name)
    if unit and len(wrapped(name, letters, room)) > most - 1:
        # It goes on where the name ends, for then more of the name has room.
        name, unit = f"{shortened(name, letters, room, most, after=f', {unit}')}, {unit}", ""
    name = shortened(name, letters, room, most - 1 if unit else most)
    under = tuple(_under(cell, letters, widths[1] - 2 * _PAD) if most > 1 else "" for cell in row.cells)
    return GridRow(name, unit, tuple(_plain_cell(cell) for cell in row.cells), under)


def _under(cell: GlanceCell, letters: Type, room: float) -> str:
    """What stands under the figure: an earlier year, and the face's words as far as they fit."""
    face = cell.face.words.removeprefix("Målet ").lower() if cell.face else ""
    choices = (f"{plain(cell.year)} · {face}" if cell.year and face else "", plain(cell.year) or face)
    return next((text for text in choices if text and width(text, letters) <= room), "")


def _plain_cell(cell: GlanceCell) -> GlanceCell:
    return cell.model_copy(update={"value": plain(cell.value), "year": plain(cell.year)})

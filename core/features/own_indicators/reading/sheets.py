"""A table that lies on several sheets, one for each year (or gender): read as one."""

from __future__ import annotations

from dataclasses import replace

from core.tabular.cells import RawRow, RawTable
from core.tabular.faults import Caution, CautionKind, cut
from core.tabular.headings import PARTS_OF_YEAR, Column, Header, Role, find_header, next_header
from core.tabular.municipalities import Places
from core.tabular.years_and_genders import said

_HEADING = "bladets namn"


def together(table: RawTable, places: Places) -> tuple[RawTable, Header] | None:
    """TABLE with the sheets beside it under its own rows, and its header with a column for what their names say.

    None where that cannot be told: the sheets have other headings, or say themselves what their names say.
    """
    role = _role(table)
    headers = [find_header(one.rows, places) for one in (table, *table.more)]
    first = headers[0]
    if role is None or first is None or _says_it(first, role):
        return None
    for one, header in zip((table, *table.more), headers, strict=True):
        if header is None or _meanings(header) != _meanings(first) or next_header(one.rows, header) is not None:
            return None
    width = max(len(row.cells) for one in (table, *table.more) for row in one.rows)
    rows = [*table.rows[: first.last + 1], *_named(table, first, width)]
    for one, header in zip(table.more, headers[1:], strict=True):
        if header is not None:
            rows += _named(one, header, width)
    columns = [*first.columns, *(Column(place, "", Role.OTHER) for place in range(len(first.columns), width))]
    columns.append(Column(width, _HEADING, role))
    names = ", ".join(f"”{cut(one.sheet)}”" for one in (table, *table.more))
    what = f"Bladen {names} läses som en tabell, där bladets namn säger {role}."
    read = Caution(CautionKind.HIDDEN, 0, "", what, "Bekräfta, eller samla allt på ett blad.")
    # What a comment says of persons is asked about wherever it stands; that only one sheet is read is not so here.
    kept = [one for sheet in (table, *table.more) for one in sheet.cautions if one.kind is CautionKind.PERSONS]
    hidden = table.hidden.union(*(one.hidden for one in table.more))
    whole = replace(table, rows=tuple(rows), sheet=cut(names), hidden=hidden, cautions=(read, *kept), more=())
    return whole, replace(first, columns=tuple(columns))


def _role(table: RawTable) -> Role | None:
    """What all the sheets' names say, each its own: a year, a period or a gender. None where they do not."""
    told = [said(one.sheet) for one in (table, *table.more)]
    if len(told) < 2 or any(one is None or one.is_value or one.is_persons for one in told):
        return None
    sure = [one for one in told if one is not None]
    if len({(one.year, one.period, one.gender) for one in sure}) < len(sure):
        return None
    if all(one.is_time for one in sure):
        return Role.PERIOD if any(one.period for one in sure) else Role.YEAR
    return Role.GENDER if all(one.gender and not one.year and not one.period for one in sure) else None


def _says_it(header: Header, role: Role) -> bool:
    if role is Role.GENDER:
        return any(one.role is Role.GENDER or one.gender for one in header.columns)
    return any(one.role in (Role.YEAR, *PARTS_OF_YEAR) or one.says_time for one in header.columns)


def _meanings(header: Header) -> list[tuple[object, ...]]:
    return [(one.role, one.heading.casefold(), one.year, one.period, one.gender) for one in header.columns]


def _named(table: RawTable, header: Header, width: int) -> list[RawRow]:
    """The rows under HEADER, each with the name of its sheet in the column after WIDTH."""
    sheet = cut(table.sheet)
    return [
        replace(row, cells=(*row.cells, *[""] * (width - len(row.cells)), table.sheet), sheet=sheet)
        for row in table.rows[header.last + 1 :]
    ]

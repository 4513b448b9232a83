"""Tables that have more columns than a page has room for: turned, or divided under each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from core.documents.results_view import Table

# Beside the first; more than these would be narrower than the words over them.
MOST_COLUMNS = 6
_COUNT = "Antal svar"


def fitted(table: Table) -> Iterator[Table]:
    """TABLE as it has room on a page: as it is, with its rows as columns where they are no more, or as several."""
    if len(table.heads) - 1 > MOST_COLUMNS and len(table.rows) < len(table.heads):
        table = _turned(table)
    count = len(table.heads) - 1
    each = ceil(count / ceil(count / MOST_COLUMNS)) if count else 1
    for n in range(1, count + 1, each):
        heads, *rows = ((row[0], *row[n : n + each]) for row in (table.heads, *table.rows))
        yield Table(heads, tuple(rows), table.across)


def _turned(table: Table) -> Table:
    heads, *rows = zip(table.heads, *table.rows, strict=True)
    named = (((_COUNT, *rest) if name == table.across else (name, *rest)) for name, *rest in rows)
    return Table((table.across, *heads[1:]), tuple(named), heads[0])

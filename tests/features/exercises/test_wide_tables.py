"""A result's table on paper: as it is, turned or divided, so that no column is narrower than its words."""

from __future__ import annotations

import pytest

from core.documents.results_view import Table
from core.features.exercises.wide_tables import MOST_COLUMNS, fitted


def table(rows: int, columns: int) -> Table:
    """A table of ROWS groups and COLUMNS answers, after how many have answered."""
    heads = ("Vilka", "Svar", *(f"s{n}" for n in range(columns)))
    return Table(heads, tuple((f"g{m}", f"{m}", *(f"{m} {n}" for n in range(columns))) for m in range(rows)))


def test_a_table_that_has_room_is_as_it_is() -> None:
    assert list(fitted(table(9, 5))) == [table(9, 5)]


def test_a_few_groups_are_the_columns_of_many_answers() -> None:
    [turned] = fitted(table(3, 8))
    assert turned.heads == ("Svar", "g0", "g1", "g2")
    assert turned.rows[:2] == (("Antal svar", "0", "1", "2"), ("s0", "0 0", "1 0", "2 0"))
    assert len(turned.rows) == 9


@pytest.mark.parametrize(("rows", "columns"), [(0, 8), (1, 1), (9, 8), (7, 40), (40, 7), (200, 13)])
def test_every_figure_is_there_once_under_its_names(rows: int, columns: int) -> None:
    def figures(one: Table, *, is_turned: bool) -> list[tuple[str, str, str]]:
        named = [(row[0], head, cell) for row in one.rows for head, cell in zip(one.heads[1:], row[1:], strict=True)]
        return [(head, name, cell) for name, head, cell in named] if is_turned else named

    asked, parts = table(rows, columns), list(fitted(table(rows, columns)))
    found = [one for part in parts for one in figures(part, is_turned=part.heads[0] != "Vilka")]
    same = [(name, "Svar" if head == "Antal svar" else head, cell) for name, head, cell in found]
    assert sorted(same) == sorted(figures(asked, is_turned=False))
    assert all(len(part.heads) - 1 <= MOST_COLUMNS for part in parts)

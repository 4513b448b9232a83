"""A goal stands where its number says, among those beside it, and the others around it in the order they had."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.goals.edits import ordered
from core.goals.models import Goal, Level

GOALS = (
    *(Goal(key, Level.COMMITTEE, key, parent="x") for key in "ab"),
    Goal("w", Level.COMMITTEE, "w", parent="x", withdrawn="Nått."),
    Goal("y", Level.COMMITTEE, "y", parent="z"),
    Goal("c", Level.COMMITTEE, "c", parent="x"),
)


@pytest.mark.parametrize(
    ("places", "line"),
    [
        ({}, "abwyc"),
        ({"c": 1}, "cawyb"),
        ({"a": 3}, "bcwya"),
        ({"a": 2, "b": 1}, "bawyc"),
        ({"a": 1, "b": 1}, "abwyc"),
        ({"c": 500, "y": 1, "w": 1}, "abwyc"),
        ({"a": 3, "b": 2, "c": 1}, "cbwya"),
    ],
)
def test_a_number_is_a_place_among_those_beside(places: Mapping[str, int], line: str) -> None:
    assert "".join(goal.id for goal in ordered(GOALS, places)) == line

"""The face of a goal, worked out in another way than in the product."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals import Attainment
from core.signals.goal_faces import goal_face

R, N, X, GREY = Attainment.REACHED, Attainment.NEARLY, Attainment.NOT_REACHED, Attainment.NOT_JUDGED


@pytest.mark.parametrize(
    ("parts", "face"),
    [
        ([R, R], R),
        ([R, R, R, N], N),
        ([R, X], N),
        ([N, X], N),
        ([R, X, X], X),
        ([X], X),
        ([R, GREY], R),
        ([R, GREY, GREY], GREY),
        ([X, R, GREY, GREY], N),
        ([GREY], GREY),
        ([], GREY),
    ],
)
def test_a_goal_has_the_face_that_the_guide_gives_it(parts: list[Attainment], face: Attainment) -> None:
    assert goal_face(parts).face is face


@given(st.lists(st.sampled_from(Attainment), max_size=12))
def test_any_parts_give_the_face_of_the_shares_that_can_be_judged(parts: list[Attainment]) -> None:
    judged = [part for part in parts if part is not GREY]
    found = goal_face(parts)
    assert (found.count, found.judged) == (len(parts), len(judged))
    if not parts or Fraction(len(judged), len(parts)) < Fraction(1, 2):
        assert found.face is GREY
    elif set(judged) == {R}:
        assert found.face is R
    else:
        on_the_way = Fraction(sum(part is not X for part in judged), len(judged))
        assert found.face is (N if on_the_way >= Fraction(1, 2) else X)

"""How proposals are weighed: the guide's quadrants, and what a blind vote says together."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cycle.models import Counted
from core.cycle.priorities import Quadrant, counted, quadrant_of, tallied

ANSWERS = st.lists(st.integers(1, 5), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("effort", "effect", "quadrant"),
    [
        (2, 4, "effektiv förändring"),
        (1.5, 3.5, "effektiv förändring"),
        (4, 3.5, "resursdriven förändring"),
        (2, 2, "liten förändringseffekt"),
        (4.5, 1.5, "ineffektiv förändring"),
        # On the border it speaks against the proposal.
        (3, 5, "resursdriven förändring"),
        (1, 3, "liten förändringseffekt"),
        (3, 3, "ineffektiv förändring"),
    ],
)
def test_a_proposal_stands_in_the_guides_quadrant(effort: float, effect: float, quadrant: str) -> None:
    assert quadrant_of(effort, effect) is Quadrant(quadrant)


@given(ANSWERS)
def test_what_is_counted_is_the_median_with_the_lowest_and_highest_and_of_few_only_the_median(
    answers: list[int],
) -> None:
    found = counted(answers)
    ordered = sorted(answers)
    assert found.median == (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    is_told = len(answers) > 3
    assert (found.lowest, found.highest) == ((ordered[0], ordered[-1]) if is_told else (None, None))


@given(ANSWERS)
def test_they_are_split_where_a_quarter_say_little_and_a_quarter_say_much(answers: list[int]) -> None:
    count = Counter(answers)
    ends = count[1] + count[2], count[4] + count[5]
    assert counted(answers).is_split == (len(answers) > 3 and min(ends) * 4 >= len(answers))


def test_a_measure_that_nobody_answered_has_no_tally() -> None:
    ballots = [{"m1": [2, 4]}, {"m1": [2, 5]}, {"m1": [3, 4]}, {"m1": [2, 4]}]
    (one,) = tallied(["m1", "m2"], ballots)
    assert (one.measure, one.effort, one.effect) == ("m1", Counted(2.0, 2, 3), Counted(4.0, 4, 5))
    assert one.effect.median == median([4, 5, 4, 4])

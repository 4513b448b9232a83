"""No table and no subtraction between tables tells what fewer than five have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals.shown_groups import FEWEST, shown_groups


def of(**sizes: int) -> list[str]:
    return [group for group, n in sizes.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 4}, set()),
        ({"a": 5}, {"a"}),
        ({"a": 10, "b": 5}, {"a", "b"}),
        ({"a": 10, "b": 8, "c": 4}, {"a"}),
        ({"a": 10, "b": 8, "c": 4, "d": 1}, {"a", "b"}),
        ({"a": 10, "b": 8, "c": 3, "d": 1}, {"a"}),
        ({"a": 10, "b": 4}, set()),
        ({}, set()),
    ],
    ids=["four", "five", "all", "second smallest", "two small ones are five", "are four", "the only other", "nobody"],
)
def test_a_small_group_and_the_second_smallest_where_the_total_would_tell_are_hidden(
    sizes: dict[str, int], shown: set[str]
) -> None:
    assert shown_groups([of(**sizes)]) == (frozenset(shown),)


def test_groups_of_two_kinds_that_differ_by_a_few_are_not_both_shown() -> None:
    # All ten politicians are in Salem, where two others have answered: Salem without the politicians is two.
    role = ["politiker"] * 10 + ["chef"] * 2 + ["chef"] * 10
    place = ["Salem"] * 12 + ["Tyresö"] * 10
    shown = shown_groups([role, place])
    assert not {"politiker", "Salem"} <= shown[0] | shown[1]


def sets_that_are_told(grouping: Sequence[str], shown: frozenset[str]) -> Iterator[frozenset[int]]:
    """Whose answers together can be read or reckoned from one grouping's tables and the total."""
    everybody = frozenset(range(len(grouping)))
    for size in range(len(shown) + 1):
        for chosen in combinations(sorted(shown), size):
            union = frozenset(n for n, group in enumerate(grouping) if group in chosen)
            yield union
            yield everybody - union


@st.composite
def groupings(draw: st.DrawFn) -> list[list[str]]:
    count = draw(st.integers(0, 40))
    kinds = draw(st.integers(1, 3))
    weights = [draw(st.sampled_from(["ab", "abc", "aaaaab", "aaabbc", "abcdef"])) for _ in range(kinds)]
    return [draw(st.lists(st.sampled_from(one), min_size=count, max_size=count)) for one in weights]


@settings(max_examples=300, deadline=None)
@given(groupings())
def test_every_subtraction_between_shown_tables_is_of_five_or_nobody(of_all: list[list[str]]) -> None:
    shown = shown_groups(of_all)
    if len(of_all[0]) < FEWEST:
        assert not any(shown)
        return
    for grouping, some in zip(of_all, shown, strict=True):
        assert all(Counter(grouping)[group] >= FEWEST for group in some)
    told = [set(sets_that_are_told(one, some)) for one, some in zip(of_all, shown, strict=True)]
    for one, other in [(one, one) for one in told] + list(combinations(told, 2)):
        for first in one:
            for second in other:
                difference = len(first ^ second)
                assert difference == 0 or difference >= FEWEST


def test_nothing_is_hidden_where_nothing_tells() -> None:
    role = of(a=20, b=20)
    place = ["x", "y"] * 20
    assert shown_groups([role, place]) == (frozenset("ab"), frozenset("xy"))

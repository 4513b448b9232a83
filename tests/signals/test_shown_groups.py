"""No table and no subtraction between tables tells what fewer than five have answered."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals.shown_groups import FEWEST, shown_groups, shown_parts


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
    assert shown_groups({"x": of(**sizes)}) == {"x": frozenset(shown)}


def test_groups_of_two_kinds_that_differ_by_a_few_are_not_both_shown() -> None:
    # All ten politicians are in Salem, where two others have answered: Salem without the politicians is two.
    role = ["politiker"] * 10 + ["chef"] * 2 + ["chef"] * 10
    place = ["Salem"] * 12 + ["Tyresö"] * 10
    shown = shown_groups({"roll": role, "kommun": place})
    assert not {"politiker", "Salem"} <= shown["roll"] | shown["kommun"]


def test_groups_of_three_kinds_that_only_together_tell_of_a_few_are_not_all_shown() -> None:
    # Twenty politicians without those of Salem and without those of the schools are three.
    role = ["politiker"] * 20 + ["chef"] * 10
    place = ["Salem"] * 10 + ["Tyresö"] * 20
    area = ["vård"] * 10 + ["skola"] * 7 + ["vård"] * 13
    for two in combinations({"roll": role, "kommun": place, "område": area}.items(), 2):
        assert all(len(some) == 2 for some in shown_groups(dict(two)).values())
    shown = shown_groups({"roll": role, "kommun": place, "område": area})
    assert not ("politiker" in shown["roll"] and "Salem" in shown["kommun"] and "skola" in shown["område"])


def test_a_group_that_nobody_has_named_is_a_group_and_not_what_is_hidden() -> None:
    assert shown_groups({"x": of(a=9) + [""] * 6 + of(b=4)}) == {"x": frozenset("a")}
    assert shown_groups({"x": of(a=9) + [""] * 6 + of(b=5)}) == {"x": frozenset(["a", "", "b"])}


@st.composite
def groupings(draw: st.DrawFn) -> dict[str, list[str]]:
    count = draw(st.integers(0, 36))
    kinds = draw(st.integers(1, 3))
    weights = [draw(st.sampled_from(["ab", "abc", "aaaaab", "aaabbc", "aabbcd"])) for _ in range(kinds)]
    every = [draw(st.lists(st.sampled_from(one), min_size=count, max_size=count)) for one in weights]
    return {str(n): one for n, one in enumerate(every)}


def tables_of(of_all: dict[str, list[str]], shown: dict[str, frozenset[str]]) -> np.ndarray[Any, np.dtype[np.int_]]:
    """The total and every shown table, a row each: who is in it."""
    rows = [[group == one for one in members] for key, members in of_all.items() for group in sorted(shown[key])]
    return np.array([[True] * len(next(iter(of_all.values()))), *rows], dtype=int)


@settings(deadline=None)
@given(groupings())
def test_every_subtraction_between_shown_tables_is_of_five_or_nobody(of_all: dict[str, list[str]]) -> None:
    """Each table added, taken away or left out, of all groupings at once."""
    shown = shown_groups(of_all)
    if len(of_all["0"]) < FEWEST:
        assert not any(shown.values())
        return
    tables = tables_of(of_all, shown)
    signs = np.array(list(product((-1, 0, 1), repeat=len(tables) - 1)), dtype=int)
    for total in (0, 1):
        about = np.count_nonzero(total * tables[0] + signs @ tables[1:], axis=1)
        assert not ((about > 0) & (about < FEWEST)).any()


@given(groupings())
def test_as_much_is_shown_as_may_be(of_all: dict[str, list[str]]) -> None:
    """A grouping by itself loses no more than the small ones, and one more that they are hidden behind."""
    shown = shown_groups({"0": of_all["0"]})["0"]
    large = {group for group, n in Counter(of_all["0"]).items() if n >= FEWEST}
    assert len(large) - len(shown) <= 1 or len(of_all["0"]) < FEWEST


def test_nothing_is_hidden_where_nothing_tells() -> None:
    role = of(a=20, b=20)
    place = ["x", "y"] * 20
    assert shown_groups({"r": role, "p": place}) == {"r": frozenset("ab"), "p": frozenset("xy")}


PARTS = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.integers(0, 11)), max_size=6)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [({"a": 9, "b": 9}, "ab"), ({"a": 9, "b": 8, "c": 3}, "a"), ({"a": 9, "b": 8, "c": 0}, "ab"), ({"a": 4}, "")],
    ids=["all", "one and one more", "nobody has answered", "four"],
)
def test_of_what_all_are_asked_about_what_is_left_of_the_sum_is_of_five(sizes: dict[str, int], shown: str) -> None:
    assert shown_parts({key: range(n) for key, n in sizes.items()}) == frozenset(shown)


@given(PARTS)
def test_what_the_shown_leave_of_the_sum_is_answered_by_five_or_nobody(parts: dict[str, set[int]]) -> None:
    shown = shown_parts(parts)
    assert all(len(parts[key]) >= FEWEST for key in shown)
    left = set().union(*(who for key, who in parts.items() if key not in shown))
    assert not shown or not left or len(left) >= FEWEST

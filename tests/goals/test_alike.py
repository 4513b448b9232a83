"""How alike two titles are, against the plainest way to reckon it."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from core.goals.alike import similarity

LETTERS = st.text("abc", max_size=8)


def plain_edits(a: str, b: str) -> int:
    @cache
    def edits(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        changed = edits(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        return min(changed, edits(i - 1, j) + 1, edits(i, j - 1) + 1)

    return edits(len(a), len(b))


@given(LETTERS, LETTERS)
def test_texts_are_as_alike_as_their_edits_say_or_less_than_half(a: str, b: str) -> None:
    longest = max(len(a), len(b), 1)
    plain = 1 - plain_edits(a, b) / longest
    found = similarity(a, b)
    assert found == similarity(b, a)
    assert found == plain or plain <= found < 0.5


def test_case_signs_and_space_do_not_count() -> None:
    assert similarity("Barn  når målen!", "barn når MÅLEN") == 1
    assert similarity("", "") == 1
    assert similarity("Barn når målen", "Gatorna är hela") < 0.5

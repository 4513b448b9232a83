"""The headlines of Lär av andra: a sentence with its numbers, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.learn import words as learn_words
from core.words.formats import count_word, listed


@given(of=st.integers(1, 12), data=st.data())
def test_every_headline_is_a_sentence_with_its_numbers(of: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, of))
    best = learn_words.best_headline(n, of)
    improving = learn_words.improving_headline(n, of, of_rest=data.draw(st.booleans()))
    for headline in (best, improving):
        assert headline[0].isupper()
        assert ("ngen" in headline or " inte " in headline) == (n == 0)
        if n == of == 2:
            assert headline.startswith("Båda de ")
        elif of > 1:
            assert count_word(of) in headline
        if 0 < n < of:
            assert headline.lower().startswith(f"{count_word(n)} av ")


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A och B"), (["A", "B", "C"], "A, B och C")]
)
def test_names_are_listed_as_one_says_them(names: list[str], said: str) -> None:
    assert listed(names) == said

"""The headlines of Lär av andra: a sentence with its numbers, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.learn import words as learn_words
from core.outcomes.lessons import Seen
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


@pytest.mark.parametrize(
    ("measured", "held", "said"),
    [
        # Botkyrka's year of a value that holds in 2026 too, and another's of 2026.
        ((2025, 2026), (2026, 2026), "2 % lägre än Egen"),
        ((2025, 2025), (2025, 2026), "2 % lägre än Egen"),
        ((2024, 2026), (2025, 2026), ""),
    ],
)
def test_how_far_apart_two_are_is_said_of_values_that_hold_for_one_year(
    measured: tuple[int, int], held: tuple[int, int], said: str
) -> None:
    own, seen = (
        Seen("0127", "Egen", {"year": y, "repeated_to": to, "value": v, "decimals": 0, "unit": "%"}, ((y, v),), (), 1.0)
        for y, to, v in zip(measured, held, (88.0, 86.0), strict=True)
    )
    assert learn_words.gap_words(seen, own).replace("\N{NO-BREAK SPACE}", " ").replace("procentenheter", "%") == said

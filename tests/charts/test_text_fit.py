"""Text is measured before it is drawn, and never held to fit where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, largest, lines, opening, shortened, width

LETTERS = Type(SCREEN, 20)
texts = st.text(st.sampled_from("abcåäöWWWiii   .,;"), min_size=1, max_size=300).map(
    lambda t: " ".join(t.split()) or "a"
)


@given(text=texts, most=st.integers(1, 5))
def test_what_is_shortened_fits_and_is_a_beginning(text: str, most: int) -> None:
    short = shortened(text, LETTERS, 300, most)
    assert lines(short, LETTERS, 300) <= most
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short.rstrip("…").rstrip())


@given(text=texts)
def test_what_fits_is_left_alone(text: str) -> None:
    assert shortened(text, LETTERS, 300, lines(text, LETTERS, 300)) == text


@given(text=texts)
def test_room_is_kept_for_what_comes_after(text: str) -> None:
    short = shortened(text, LETTERS, 300, 2, after="dagar")
    assert lines(f"{short} dagar", LETTERS, 300) <= 2


@given(text=texts, room=st.integers(60, 900))
def test_a_larger_room_never_needs_more_lines(text: str, room: int) -> None:
    assert lines(text, LETTERS, room + 200) <= lines(text, LETTERS, room)


def test_a_word_wider_than_the_room_is_broken() -> None:
    assert lines("W" * 100, LETTERS, 400) >= width("W" * 100, LETTERS) / 400
    assert shortened("W" * 100, LETTERS, 400, 1).endswith("W…")


def test_the_first_size_that_holds_the_text_is_chosen() -> None:
    sizes = ((40, 1), (20, 2), (10, 3))
    assert largest("kort", sizes, LETTERS, 300) == (LETTERS.at(40), "kort")
    assert largest("ett par ord som tar två rader här", sizes, LETTERS, 300)[0] == LETTERS.at(20)
    letters, text = largest("ord " * 300, sizes, LETTERS, 300)
    assert letters == LETTERS.at(10)
    assert lines(text, letters, 300) == 3


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, "58 dagar, målnivå högst 45"),
        (2, "58 dagar, målnivå högst 45: 13 dagar ifrån."),
        (9, "58 dagar, målnivå högst 45: 13 dagar ifrån. Ska nås 2026."),
    ],
)
def test_whole_sentences_are_taken_and_of_a_long_one_whole_clauses(most: int, expected: str) -> None:
    text = "58 dagar, målnivå högst 45: 13 dagar ifrån. Ska nås 2026."
    assert opening(text, LETTERS, 262, most) == expected

"""Numbers as a Swedish reader writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import shown
from core.words.formats import (
    MINUS,
    MISSING,
    THOUSANDS,
    dated,
    difference,
    finer,
    level,
    number,
    share,
    signed,
    with_unit,
)

NAN = float("nan")


def plain(text: str) -> str:
    """TEXT with ordinary spaces, so that a test can be read."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (138_420, 0, "138 420"),
        (12.9, 1, "12,9"),
        (-1.3, 1, "−1,3"),
        (1_234_567.891, 2, "1 234 567,89"),
        (999, 0, "999"),
        (1000, 0, "1 000"),
        (5, 1, "5,0"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (44.5, 0, "45"),
        (-44.5, 0, "−45"),
    ],
)
def test_a_number_is_written_the_swedish_way(value: float, decimals: int, expected: str) -> None:
    assert plain(number(value, decimals)) == expected


def test_a_number_never_breaks_between_lines() -> None:
    assert " " not in number(138_420)
    assert " " not in with_unit("45", "dagar")
    assert " " not in share(1, 3)


@pytest.mark.parametrize("value", [None, NAN])
def test_no_value_is_a_dash(value: float | None) -> None:
    assert number(value, 1) == signed(value, 1) == level(value, 1) == MISSING


@pytest.mark.parametrize(
    ("text", "when", "said"),
    [
        ("29", 2022.0, "29 (2022)"),
        ("+11", "2019–2022", "+11 (2019–2022)"),
        ("58 dagar", 2022, "58 dagar 2022"),
        ("74,0 %", "2014", "74,0 % 2014"),
    ],
)
def test_a_figure_and_its_year_never_run_together(text: str, when: str | float, said: str) -> None:
    assert dated(text, when) == said


@settings(max_examples=300, deadline=None)
@given(value=st.floats(-1e7, 1e7), decimals=st.integers(0, 2))
def test_a_number_reads_back_as_the_value_that_is_judged(value: float, decimals: int) -> None:
    text = number(value, decimals)
    read = float(text.replace(THOUSANDS, "").replace(MINUS, "-").replace(",", "."))
    assert read == float(shown(value, decimals))
    assert len(text.partition(",")[2]) == decimals
    assert not text.startswith("-")


@pytest.mark.parametrize(
    ("value", "expected"), [(0.4, "+0,4"), (-0.4, "−0,4"), (0, "0,0"), (0.04, "0,0"), (-0.04, "0,0"), (0.05, "+0,1")]
)
def test_a_signed_number_shows_which_way_unless_it_is_shown_as_nought(value: float, expected: str) -> None:
    assert signed(value, 1) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(45, 0, "45"), (45, 1, "45,0"), (45.5, 0, "45,5"), (0.25, 1, "0,25"), (2.125, 0, "2,125"), (12_000, 0, "12 000")],
)
def test_a_level_that_somebody_has_decided_is_never_shown_coarser_than_it_was_written(
    value: float, decimals: int, expected: str
) -> None:
    assert plain(level(value, decimals)) == expected


@settings(max_examples=200, deadline=None)
@given(value=st.decimals(-50_000, 50_000, places=4), decimals=st.integers(0, 2))
def test_a_level_reads_back_as_it_was_written(value: Decimal, decimals: int) -> None:
    text = level(float(value), decimals)
    assert Decimal(text.replace(THOUSANDS, "").replace(MINUS, "-").replace(",", ".")) == value
    assert len(text.partition(",")[2]) >= decimals


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("45", "dagar", "45 dagar"),
        ("1", "dagar", "1 dag"),
        ("1", "månader", "1 månad"),
        ("1,0", "dagar", "1,0 dagar"),
        ("12,9", "%", "12,9 %"),
        ("138 420", "kr/inv", "138 420 kr/inv"),
        ("7", "antal", "7"),
        ("62", "index", "62"),
        ("231", "poäng", "231"),
    ],
)
def test_a_unit_follows_unless_it_only_says_that_something_is_counted(text: str, unit: str, expected: str) -> None:
    assert plain(with_unit(text, unit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (13, "dagar", "13 dagar"),
        (1, "dagar", "1 dag"),
        (2, "%", "2 procentenheter"),
        (1, "%", "1 procentenhet"),
        (-13, "dagar", "13 dagar"),
        (0, "dagar", "0 dagar"),
    ],
)
def test_a_difference_between_shares_is_in_percentage_points(value: float, unit: str, expected: str) -> None:
    assert plain(difference(value, 0, unit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (5, "dagar", "+5 dagar"),
        (-5, "dagar", "−5 dagar"),
        (1, "%", "+1 procentenhet"),
        (-1, "%", "−1 procentenhet"),
        (1, "dagar", "+1 dag"),
        (-1, "månader", "−1 månad"),
    ],
)
def test_a_difference_can_show_which_way(value: float, unit: str, expected: str) -> None:
    assert plain(difference(value, 0, unit, sign=True)) == expected


@pytest.mark.parametrize("value", [0.4, 0.05, 0.04, 0.004, -0.0004])
@pytest.mark.parametrize("decimals", [0, 1])
def test_a_difference_is_never_shown_as_nought_unless_it_is(value: float, decimals: int) -> None:
    assert set(difference(value, decimals, "dagar")) & set("123456789")


def test_no_difference_is_a_dash() -> None:
    assert plain(difference(NAN, 0, "dagar")) == "– dagar"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [(2.5, 0, 1), (99.5, 0, 1), (100, 0, 0), (2.5, 1, 1), (0.04, 1, 2), (0, 1, 1)]
)
def test_a_small_whole_number_is_told_with_one_decimal_more(value: float, decimals: int, expected: int) -> None:
    assert finer(value, decimals) == expected


def test_nothing_is_as_fine_as_it_was() -> None:
    assert finer(NAN, 1) == finer(None, 1) == 1


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 4, "25 %"),
        (1, 8, "13 %"),
        (0, 289, "0 %"),
        (1, 289, "1 %"),
        (288, 289, "99 %"),
        (289, 289, "100 %"),
        (0, 0, "–"),
    ],
)
def test_a_share_is_0_or_100_per_cent_only_when_it_is(part: float, whole: float, expected: str) -> None:
    assert plain(share(part, whole)) == expected

"""A number is what its writer meant, or a fault; never another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.own.cells import Percent, clean
from core.own.findings import CellError
from core.own.numbers import DecimalSign, Number, both_readings, decimals_of, read_number, unit_fits

COMMA, POINT, NONE = DecimalSign.COMMA, DecimalSign.POINT, DecimalSign.NONE
SPACES = ("", " ", "\u00a0", "\u2009", "\u202f", "'")


def value(text: str, decimal: DecimalSign = COMMA) -> float:
    found = read_number(clean(text), decimal)
    assert isinstance(found, Number)
    return found.value


@given(
    cents=st.integers(-(10**14), 10**14),
    decimals=st.integers(0, 3),
    group=st.sampled_from([*SPACES, "."]),
    unit=st.sampled_from(["", "%", " %", " kr", " tkr"]),
)
def test_a_number_written_in_swedish_is_read_as_it_was_meant(cents: int, decimals: int, group: str, unit: str) -> None:
    number = round(cents / 10**decimals, decimals)
    text = f"{number:,.{decimals}f}".replace(".", "d").replace(",", group).replace("d", ",") + unit
    assert value(text) == number


@given(cents=st.integers(-(10**14), 10**14), group=st.sampled_from([*SPACES, ","]))
def test_a_number_written_in_english_is_read_as_it_was_meant(cents: int, group: str) -> None:
    number = round(cents / 100, 2)
    assert value(f"{number:,.2f}".replace(",", group), POINT) == number


@given(cells=st.lists(st.floats(-1e6, 1e6).map(lambda number: f"{number:.2f}"), min_size=1))
def test_a_files_decimal_sign_is_found_whatever_its_numbers(cells: list[str]) -> None:
    assert decimals_of(cells).sign is POINT
    assert decimals_of([cell.replace(".", ",") for cell in cells]).sign is COMMA


@pytest.mark.parametrize(
    ("cells", "sign", "unsure"),
    [
        (["12", "1 234", "..", "", "text", 12.5], NONE, ""),
        (["1.234", "12,5"], COMMA, ""),
        (["1,234", "12.5"], POINT, ""),
        (["1.234.567"], COMMA, ""),
        (["1,234,567"], POINT, ""),
        (["1.234,5"], COMMA, ""),
        (["0.234"], POINT, ""),
        (["1234.567"], POINT, ""),
        (["1.234"], POINT, "1.234"),
        (["1,234", "2"], COMMA, "1,234"),
        (["12,5", "12.5"], COMMA, ""),
        (["12,5", "12.5", "13.5"], POINT, ""),
    ],
)
def test_the_decimal_sign_is_decided_for_the_whole_file(
    cells: list[str | float], sign: DecimalSign, unsure: str
) -> None:
    found = decimals_of(cells)
    assert found.sign is sign
    assert found.unsure == unsure


@pytest.mark.parametrize(
    "text",
    ["12 34", "1 23", "1.23.456", "1,2,3", "12,", ",5", "1,234,5", "12-14", "ca 5", "5*", "12,5 1)", "½", "1/2", "٣"],
)
def test_what_may_be_two_things_is_no_number(text: str) -> None:
    with pytest.raises(CellError) as caught:
        read_number(clean(text), COMMA)
    assert caught.value.advice


def test_a_typed_number_is_taken_as_it_is() -> None:
    assert read_number(1.234, COMMA) == Number(1.234)
    assert read_number(Percent.of(0.07), COMMA) == Number(7.0, "%")
    assert str(value("-0")) == "0.0"


def test_both_readings_are_named_as_a_swede_writes_them() -> None:
    assert both_readings("1.234 kr") == ("1,234", "1234")


@pytest.mark.parametrize(
    ("written", "unit", "fits"),
    [
        ("%", "%", True),
        ("%", "% av maxpoäng", True),
        ("kr", "kr/inv", True),
        ("dagar", "dagar", True),
        ("kr", "tkr", False),
        ("tkr", "kr/inv", False),
        ("%", "dagar", False),
        ("kr", "", True),
        ("äpplen", "", False),
    ],
)
def test_a_unit_after_a_number_must_be_the_indicators(written: str, unit: str, fits: bool) -> None:
    assert unit_fits(written, unit) is fits

"""A number is what its writer meant, or a fault; never another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.own_indicators.reading.reading import read_upload
from core.tabular.cells import Shown, clean
from core.tabular.faults import CautionKind, CellError
from core.tabular.numbers import DecimalSign, Number, both_readings, decimals_of, read_number
from core.tabular.units import unit_fits
from tests.features.own_indicators.reading.corpus.case import text
from tests.features.own_indicators.shared import context as usual_context

PER_CENTS = ("procent", "Procent", "andel", "Andel", "procent (%)", "Andel (%)", "andel i procent", "%")

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
    assert read_number(Shown(7.0, "%"), COMMA) == Number(7.0, "%")
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
        *((written, unit, True) for written in ("%", "procent") for unit in PER_CENTS),
        ("kr", "procent", False),
        ("%", "procentenheter", False),
        ("%", "avvikelse (%)", True),
        ("kr", "kronor", True),
        ("kronor", "kr", True),
        ("st", "antal", True),
        ("st", "antal elever", True),
        ("antal", "st", True),
        ("h", "timmar", True),
        ("timmar", "h", True),
        ("min", "minuter", True),
        ("kr/inv", "kronor per invånare", True),
        ("kronor per invånare", "kr/inv", True),
        ("kr", "kronor per invånare", True),
        ("tkr", "tusen kronor", True),
        ("tusen kronor", "tkr", True),
        ("mnkr", "miljoner kronor", True),
        ("miljoner kronor", "mnkr", True),
        ("tkr", "kronor", False),
        ("h", "minuter", False),
    ],
)
def test_a_unit_after_a_number_must_be_the_indicators(written: str, unit: str, fits: bool) -> None:
    number = read_number(f"5 {written}", COMMA)
    assert isinstance(number, Number)
    assert unit_fits(number.unit, unit) is fits


@pytest.mark.parametrize("unit", PER_CENTS)
def test_per_cent_is_per_cent_however_it_is_written(unit: str) -> None:
    context = usual_context(unit=unit)
    read = read_upload(text("Kommun;År;Värde", "Huddinge;2024;51 %", "Salem;2024;150"), "a.csv", context)
    assert [(fault.row, fault.what[:16]) for fault in read.faults] == [(3, "Värdet är högre ")]
    shares = read_upload(text("Kommun;År;Värde", "Huddinge;2024;0,51"), "a.csv", context)
    assert [caution.kind for caution in shares.warnings] == [CautionKind.SHARES]


@pytest.mark.parametrize(
    ("written", "meant"), [("8o", "80"), ("1o0,5", "100,5"), ("O,5", "0,5"), ("8O %", "80 %"), ("1oo", "100")]
)
def test_a_letter_for_a_nought_is_said_to_be_one(written: str, meant: str) -> None:
    with pytest.raises(CellError) as caught:
        read_number(written, COMMA)
    assert (caught.value.what, caught.value.advice) == (
        "Talet har bokstaven o i stället för en nolla.",
        f"Skriv {meant}.",
    )


def test_a_word_that_begins_with_o_is_no_nought() -> None:
    assert read_number("8 orter", COMMA) == Number(8.0, "orter")
    with pytest.raises(CellError, match="inte ett tal"):
        read_number("oo", COMMA)

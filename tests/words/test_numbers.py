"""A whole number from outside is read, or it is none: never a fault, however long it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.numbers import number_in

CORE = Path(__file__).resolve().parents[2] / "core"
# Where texts from addresses and forms are read.
ROOMS = ("features/**/*page", "features/**/*routes", "features/**/*view", "features/decks/form", "web/*", "site/*")
OUTSIDE = sorted({file for room in ROOMS for file in CORE.glob(f"{room}.py")})


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0012", 12), ("999999999", 999_999_999), ("", 0), ("-1", 0), ("1,5", 0), ("٣", 0), ("²", 0), (" 1", 0)],
)
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert number_in(text) == number


@given(st.text(), st.integers(0, 5000))
def test_a_number_of_thousands_of_digits_is_none_and_no_fault(text: str, digits: int) -> None:
    assert number_in("9" * (digits + 10)) == 0
    assert number_in(text) >= 0


@pytest.mark.parametrize("file", OUTSIDE, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_texts_of_addresses_and_forms_become_numbers_in_one_place(file: Path) -> None:
    """Python's own ``int`` raises for 4 301 digits: on a text it stands only where a pattern has bounded it."""
    on_text = {
        ast.unparse(call)
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "int" and _may_be_text(call.args[0])
    }
    assert on_text <= BOUNDED


def _may_be_text(given: ast.expr) -> bool:
    """Whether GIVEN is taken out of a mapping or a match by a name or a number of its own, or asked of one."""
    taken = ast.unparse(given)
    return any(part in taken for part in (".get(", "params", "form[", "typed", "read[", "parts[", "fields", "text"))


BOUNDED = {"int(parts[1])", "int(read[1])", "int(read[2])"}

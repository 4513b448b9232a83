"""What an own indicator may be described by, and how the rest is refused: all of it at once, in Swedish."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Category, Direction, default_catalogue
from core.features.own_indicators.indicators import (
    FORM,
    OwnIndicator,
    checked,
    description,
    differences,
    read_indicator,
)
from core.features.own_indicators.outcome import YearRule
from core.tabular.fields import FieldsError
from tests.features.own_indicators.stored import DESCRIBED, indicator

TYPED: dict[str, str] = {name: str(value) for name, value in DESCRIBED.items()}
TEXTS = ("name", "definition", "purpose", "source", "measured", "contact_role", "quality_note")
LINES = ("definition", "purpose", "source", "measured", "quality_note")
NEEDED = ("area", *TEXTS[:-1], "unit", "decimals", "direction", "category")


def read(**changes: object) -> OwnIndicator:
    return read_indicator(TYPED | changes, default_catalogue())


def faults(**changes: object) -> dict[str, str]:
    """The faults by field."""
    with pytest.raises(FieldsError) as caught:
        read(**changes)
    return {fault.field: f"{fault.what} {fault.advice}" for fault in caught.value.faults}


def test_what_is_typed_in_a_form_becomes_an_indicator() -> None:
    assert read() == indicator()
    assert (read().id, read().year_rule, read().least_persons, read().allowed) == ("", YearRule.LAST, 5, None)


def test_choices_are_taken_by_value_or_by_their_word_on_the_screen() -> None:
    found = read(direction="lågt är bra", category="resultat, upplevt", year_rule="summan")
    assert (found.direction, found.category, found.year_rule) == (
        Direction.LOW,
        Category.RESULT_SUBJECTIVE,
        YearRule.SUM,
    )


def test_bounds_are_written_as_swedes_write_numbers() -> None:
    assert read(lowest="−12,5", highest="1 000").allowed == (-12.5, 1000.0)
    assert read(highest=" 1e6 ").allowed == (None, 1_000_000.0)


def test_all_faults_are_told_at_once_and_name_their_fields() -> None:
    found = faults(name="", decimals="5", direction="upp", category="information", lowest="2", highest="1")
    assert list(found) == ["name", "decimals", "direction", "highest"]
    with pytest.raises(FieldsError) as caught:
        read(name="", decimals="5")
    assert "2 fält behöver rättas, och inget är sparat" in str(caught.value)
    assert "Namn: Saknas." in str(caught.value)
    assert "Decimaler: ”5”" in str(caught.value)


@pytest.mark.parametrize("field", NEEDED)
@pytest.mark.parametrize("blank", [None, "", "  \t ", "\u200b\ufeff"])
def test_what_is_needed_must_say_something(field: str, blank: str | None) -> None:
    assert list(faults(**{field: blank})) == [field]


def test_nothing_given_at_all_names_everything_that_is_needed() -> None:
    with pytest.raises(FieldsError) as caught:
        read_indicator({}, default_catalogue())
    assert {fault.field for fault in caught.value.faults} == set(NEEDED)


def test_what_an_information_indicator_measures_has_no_direction() -> None:
    assert "Ett informationsmått har ingen riktning" in faults(category="information")["direction"]
    assert read(category="information", direction="none").direction is Direction.NONE


@pytest.mark.parametrize(
    ("field", "given_text"),
    [
        ("area", "skola"),
        ("area", "Grundskola\0"),
        ("decimals", "-1"),
        ("decimals", "1,5"),
        ("decimals", "²"),
        ("decimals", "9" * 50),
        ("decimals", True),
        ("decimals", 1.0),
        ("least_persons", "0"),
        ("least_persons", "1001"),
        ("direction", "bra"),
        ("category", "Direction.HIGH"),
        ("year_rule", "median"),
        ("lowest", "ungefär 3"),
        ("lowest", "3 %"),
        ("lowest", ".."),
        ("lowest", "1e999"),
        ("lowest", float("nan")),
        ("highest", float("inf")),
        ("highest", True),
        ("contact_role", "anna.ek@exempel.se"),
        ("name", 12),
        ("name", b"namn"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(field: str, given_text: object) -> None:
    assert list(faults(**{field: given_text})) == [field]


def test_a_number_that_can_be_read_in_two_ways_is_asked_about() -> None:
    assert "kan betyda 1,000 eller 1000" in faults(highest="1.000")["highest"]


@pytest.mark.parametrize(
    ("typed", "shown", "years"),
    [
        ("", "", ()),
        ("2021", "2021", (2021,)),
        (" 2024, 2021;2021 ", "2021, 2024", (2021, 2024)),
        ("2019 och 2022", "2019, 2022", (2019, 2022)),
    ],
)
def test_the_years_of_another_way_of_measuring_are_read_as_people_write_them(
    typed: str, shown: str, years: tuple[int, ...]
) -> None:
    found = read(break_years=typed)
    assert (found.break_years, found.breaks) == (shown, years)
    assert read(break_years=found.break_years) == found


@pytest.mark.parametrize("typed", ["21", "år 2021", "2021-2023", "20212022", "1989", "2101", "2021\n2022", "٢٠٢١"])
def test_what_is_no_year_is_refused_with_an_example(typed: str) -> None:
    assert list(faults(break_years=typed)) == ["break_years"]


@pytest.mark.parametrize("field", TEXTS)
def test_texts_have_a_longest_length_which_is_told(field: str) -> None:
    longest = next(n for n in (150, 200, 1000, 2000, 4000) if _fits(field, n) and not _fits(field, n + 1))
    assert f"{longest + 1} tecken. Korta den till högst {longest}" in faults(**{field: "å" * (longest + 1)})[field]


def _fits(field: str, length: int) -> bool:
    try:
        read(**{field: "å" * length})
    except FieldsError:
        return False
    return True


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("sign", ["\0", "\x1b", "\ud800", "\u202e", "\u2066"])
def test_no_text_has_signs_that_hide_what_it_says(field: str, sign: str) -> None:
    assert list(faults(**{field: f"Namn{sign}namn"})) == [field]


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028"])
def test_only_long_texts_have_several_lines(field: str, sign: str) -> None:
    text = f"En rad{sign}och en till"
    if field in LINES:
        assert getattr(read(**{field: text}), field) == text
    else:
        assert "flera rader" in faults(**{field: text})[field]


@pytest.mark.parametrize("text", ['  <b>Trivs</b> & "mår"  ', "=1+1", "Elever’s 100 % – bra 🎉", "a\u00adb"])
def test_texts_are_kept_as_they_were_typed(text: str) -> None:
    assert read(name=text, definition=text).name == text


@given(changes=st.dictionaries(st.sampled_from(sorted(FORM)), st.none() | st.text() | st.floats() | st.integers()))
def test_whatever_is_typed_is_either_an_indicator_or_told_what_is_wrong(changes: dict[str, object]) -> None:
    told: set[str] = set()
    try:
        found = read(**changes)
    except FieldsError as error:
        told = {fault.field for fault in error.faults}
    else:
        assert checked(found, default_catalogue()) == found
    assert told <= {*changes, "direction", "highest"}


@pytest.mark.parametrize(
    "change",
    [{"area": "skola"}, {"name": " "}, {"decimals": 9}, {"category": Category.INFORMATION}, {"lowest": float("nan")}],
)
def test_an_indicator_made_in_code_is_checked_too(change: dict[str, Any]) -> None:
    with pytest.raises(FieldsError):
        checked(replace(indicator(), **change), default_catalogue())


def test_a_checked_indicator_keeps_its_id() -> None:
    assert checked(indicator(id="E00007"), default_catalogue()).id == "E00007"


def test_what_differs_is_told_by_field_with_both() -> None:
    before, after = indicator(id="E00001"), indicator(id="E00001", name="Trivsel", lowest=0.0)
    told = [(change.field, change.label, change.before, change.after) for change in differences(before, after)]
    assert told == [
        ("name", "Namn", "Elever som trivs", "Trivsel"),
        ("lowest", "Lägsta tillåtna värde", None, 0.0),
    ]
    assert differences(before, before) == ()


def test_every_field_of_an_indicator_is_in_the_form() -> None:
    assert list(description(indicator())) == list(FORM)

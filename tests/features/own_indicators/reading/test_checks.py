"""What is asked about before anything is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.own_indicators.models import Entry
from core.features.own_indicators.reading.jumps import jump_cautions
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind, CellError
from core.tabular.municipalities import Places
from core.tabular.units import unit_range
from tests.features.own_indicators.reading.corpus.case import text
from tests.features.own_indicators.shared import AREA, NAMES, context, entry, key

PLACES = sorted(AREA)
YEARS = range(2018, 2025)


def calm(base: float = 70.0, step: float = 0.5) -> dict[tuple[str, int], float]:
    """Seven municipalities whose values go up and down a little, each about a level of its own."""
    return {
        (place, year): base + 3 * number + step * ((number + year) % 3 - 1)
        for number, place in enumerate(PLACES)
        for year in YEARS
    }


def entries(values: dict[tuple[str, int], float]) -> list[Entry]:
    return [entry(place, year, value, row=row) for row, ((place, year), value) in enumerate(values.items(), start=2)]


def kinds(values: dict[tuple[str, int], float], **changes: object) -> list[CautionKind]:
    return [caution.kind for caution in jump_cautions(entries(values), context(**changes))]


@pytest.mark.parametrize("base", [10.0, 70.0, 50_000.0])
def test_an_ordinary_series_raises_no_question(base: float) -> None:
    assert kinds(calm(base, base / 100)) == []


@pytest.mark.parametrize("factor", [0.1, 10])
def test_a_slipped_decimal_sign_is_asked_about(factor: float) -> None:
    values = calm()
    values["0126", 2024] *= factor
    cautions = jump_cautions(entries(values), context())
    assert [caution.kind for caution in cautions] == [CautionKind.HISTORY]
    assert cautions[0].row == list(values).index(("0126", 2024)) + 2
    assert cautions[0].what.startswith("Huddinge 2024: ")
    assert "2023" in cautions[0].what


@pytest.mark.parametrize("last", [5.0, 5.2, 4.8])
def test_who_stands_still_while_others_rise_has_not_leapt(last: float) -> None:
    levels = {"0126": (5, 6, 7), "0127": (8, 9, 10), "0136": (5, 5, last)}
    assert (
        kinds({(place, 2022 + at): float(one) for place, all_ in levels.items() for at, one in enumerate(all_)}) == []
    )


@pytest.mark.parametrize(("leap", "way"), [(-20.0, "lägre"), (25.0, "högre")])
def test_a_leap_is_said_to_go_the_way_it_goes(leap: float, way: str) -> None:
    values = {(place, year): 50.0 + 2 * (year - 2018) for place in PLACES for year in YEARS}
    values["0126", 2024] = values["0126", 2023] + leap
    [caution] = jump_cautions(entries(values), context())
    assert f"är ovanligt mycket {way} än 2023" in caution.what


def test_a_jump_is_measured_against_the_version_before_where_the_file_is_short() -> None:
    values = calm()
    earlier = {key(place, year): value for (place, year), value in values.items() if year < 2024}
    new = {at: value for at, value in values.items() if at[1] == 2024}
    assert kinds(new, earlier=earlier) == []
    assert kinds(new | {("0126", 2024): 7.0}, earlier=earlier) == [CautionKind.HISTORY]


def test_what_already_stood_in_the_version_before_is_not_asked_about_again() -> None:
    values = calm()
    values["0126", 2024] *= 10
    assert kinds(values, earlier={key(place, year): value for (place, year), value in values.items()}) == []


def test_a_first_value_far_from_the_others_is_asked_about() -> None:
    values = {at: value for at, value in calm().items() if at[1] == 2024}
    assert kinds(values) == []
    assert kinds(values | {("0126", 2024): 750.0}) == [CautionKind.OTHERS]


def test_a_year_in_another_unit_is_one_question_and_not_one_a_row() -> None:
    values = {at: value * 1000 if at[1] == 2024 else value for at, value in calm().items()}
    cautions = jump_cautions(entries(values), context())
    assert [caution.kind for caution in cautions] == [CautionKind.LEVEL]
    assert "1000 gånger större" in cautions[0].what.replace("\u00a0", "")
    assert "2024" in cautions[0].what


def test_a_whole_file_in_another_unit_is_one_question() -> None:
    earlier = {key(place, year): value for (place, year), value in calm().items()}
    cautions = jump_cautions(entries({at: value / 100 for at, value in calm().items()}), context(earlier=earlier))
    assert [caution.kind for caution in cautions] == [CautionKind.LEVEL]
    assert "100 gånger mindre" in cautions[0].what


def test_two_values_alone_are_asked_about_only_when_they_differ_by_times() -> None:
    assert kinds({("0126", 2023): 10.0, ("0126", 2024): 20.0}) == []
    assert kinds({("0126", 2023): 10.0, ("0126", 2024): 100.0}) == [CautionKind.HISTORY]


@given(
    values=st.dictionaries(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(YEARS)), st.floats(-1e12, 1e12) | st.just(0.0), min_size=1
    )
)
def test_no_values_are_too_strange_to_be_measured(values: dict[tuple[str, int], float]) -> None:
    for caution in jump_cautions(entries(values), context(earlier={key("0126", 2018): 0.0, key("0127", 2018): None})):
        assert caution.what.endswith(".")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("%", (0, 100)),
        ("% av maxpoäng", (0, 100)),
        ("index 0–100", (0, 100)),
        ("procentenheter", (None, None)),
        ("kr/inv", (None, None)),
        ("tkr", (None, None)),
        ("antal/1000 inv", (0, None)),
        ("dagar", (0, None)),
        ("", (None, None)),
    ],
)
def test_a_unit_tells_which_values_are_possible(unit: str, expected: tuple[float | None, float | None]) -> None:
    assert unit_range(unit) == expected


def test_those_of_the_area_that_are_missing_are_named() -> None:
    upload = read_upload(
        text("Kommun;År;Värde", "Huddinge;2024;1"), "f.csv", context(expected=frozenset({"0126", "0128"}))
    )
    assert "Finns inte i filen: Salem." in [note.what for note in upload.notes if note.matters]


def test_advice_about_strangers_does_not_take_longer_the_more_there_are() -> None:
    places = Places(NAMES)
    advice = []
    for number in range(200):
        with pytest.raises(CellError) as caught:
            places.find(f"Hudding{number}")
        advice.append(caught.value.advice)
    assert "Menades Huddinge" in advice[0]
    assert "Menades" not in advice[-1]


@pytest.mark.parametrize(
    ("content", "kind", "count"),
    [
        ("Kommun;År;Värde\nKommunala skolor;;\nSalem;2024;5\nFristående skolor;;\nSalem;2023;6\n", "unread", 2),
        ("Kommun;År;Värde\nSalem;2024;5\nAntal elever;;\nSalem;2023;600\n", "unread", 1),
        ("Kommun;År;Värde\nSalem;2024;5\n\nKälla: enkät;;\n", "unread", 0),
        ("Kommun;År;Värde;Andel kvinnor\nSalem;2024;5;52\n", "apart", 1),
        ("Kommun;År;Kvinnor;Män;Totalt\nSalem;2024;5;6;5,5\n", "apart", 0),
        ("Kommun;År;Värde;Anm\nSalem;2024;5;Sekretess\n", "persons", 1),
        ("Kommun;År;Värde;Status\nSalem;2024;5;Privacy\nSalem;2023;5;\n", "persons", 1),
        ("Kommun;År;Värde;Anm\nSalem;2024;..;Sekretess\n", "persons", 0),
        ("Kommun;År;Värde\nSalem;2024;5\nVärden för Salem är skyddade\n", "persons", 1),
    ],
)
def test_what_stands_in_and_beside_the_table_is_asked_about(content: str, kind: str, count: int) -> None:
    upload = read_upload(content.encode(), "fil.csv", context(expected=frozenset(), unit="kr"))
    assert [one.kind.value for one in upload.warnings].count(kind) == count

"""What is wrong with a convenor's file is said by its cause, with what to do about it."""

from __future__ import annotations

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind
from core.tabular.municipalities import TODAYS_CODE
from core.words.formats import spans
from tests.features.own_indicators.shared import context, told


def read(*lines: str, unit: str = "%") -> Upload:
    return read_upload("\n".join(lines).encode(), "fil.csv", context(unit=unit))


@pytest.mark.parametrize("head", ["Kommun;År;Värde", "Kommun;Läsår;Värde"])
def test_a_school_year_in_short_is_the_year_it_ends_in(head: str) -> None:
    found = read(head, "Huddinge;22/23;50")
    assert [caution.kind for caution in found.warnings] == [CautionKind.TIMES]
    assert told(found) == {"0126 2023 50"}


@pytest.mark.parametrize(
    ("when", "what", "advice"),
    [
        *((term, "är en termin", "läsåret (2024/25)") for term in ("VT 2024", "HT24", "vt-24", "Vårterminen 2024")),
        *((years, "är flera år", "det sista (2024)") for years in ("2022-2024", "2020–2024")),
    ],
)
def test_terms_and_several_years_are_called_so(when: str, what: str, advice: str) -> None:
    [fault] = read("Kommun;År;Värde", f"Huddinge;{when};50").faults
    assert what in fault.what
    assert advice in fault.advice


@pytest.mark.parametrize("head", ["Kommun;VT 2024;HT 2024", "Kommun;2020-2022;2022-2024"])
def test_headings_of_terms_and_several_years_are_called_so(head: str) -> None:
    [fault] = read(head, "Huddinge;50;51").faults
    assert "är en termin" in fault.what or "är flera år" in fault.what


def test_a_column_of_terms_is_called_so() -> None:
    [fault] = read("Kommun;Termin;Värde", "Huddinge;VT 2024;50").faults
    assert fault.what == "Terminer läses inte."


@pytest.mark.parametrize("first", ["År", "", "Kommun"])
def test_a_table_that_lies_on_its_side_is_called_so(first: str) -> None:
    [fault] = read(f"{first};Huddinge;Salem", "2023;50;51", "2024;51;52").faults
    assert fault.what == "Kommunerna står i kolumner, inte på rader."
    assert "Transponera" in fault.advice


def test_two_rows_of_headings_that_do_not_pair_are_called_so() -> None:
    found = read("Kommun;Andel som trivs;;Antal svar;", ";2023;2024;2023;2024", "Huddinge;50;51;100;110")
    assert [fault.what for fault in found.faults] == ["Tabellen har två rubrikrader, som inte går att para ihop."]
    assert "Värde 2023" in found.faults[0].advice


def test_so_many_of_so_many_is_no_value() -> None:
    [fault] = read("Kommun;År;Värde", "Huddinge;2024;3 av 4").faults
    assert fault.what == "Cellen säger hur många av hur många, inte värdet."


def test_flickor_and_pojkar_by_their_letters_are_genders_and_figures_are_asked_for_in_letters() -> None:
    assert told(read("Kommun;År;Kön;Värde", "Huddinge;2024;F;50", "Huddinge;2024;P;55")) == {
        "0126 2024 K 50",
        "0126 2024 M 55",
    }
    assert "olika saker i olika system" in read("Kommun;År;Kön;Värde", "Huddinge;2024;1;50").faults[0].what


def test_years_are_told_as_they_are_and_not_by_the_outermost() -> None:
    assert spans([2023, 2025]) == "2023 och 2025"


def test_a_column_of_who_runs_it_is_asked_about_also_where_all_rows_say_the_same() -> None:
    alike = read("Kommun;Huvudman;År;Värde", "Huddinge;Kommunal;2024;50", "Salem;Kommunal;2024;51")
    assert [caution.kind for caution in alike.warnings] == [CautionKind.APART]
    whole = read("Kommun;Huvudman;År;Värde", "Huddinge;Samtliga;2024;50")
    assert whole.warnings == ()
    both = read("Kommun;Huvudman;År;Värde", "Huddinge;Kommunal;2024;50", "Huddinge;Fristående;2024;51")
    assert "Kolumn B Huvudman kan skilja dem åt" in both.faults[0].advice


def test_many_values_that_become_secret_are_told_together() -> None:
    rows = [f"Huddinge;{year};50;3" for year in range(2015, 2025)]
    [note] = [note for note in read("Kommun;År;Värde;Antal", *rows).notes if "sekretess" in note.what]
    assert note.what.startswith("10 värden (rad 2")
    assert note.matters


def test_only_codes_that_could_be_confirmed_lead_to_todays() -> None:
    assert TODAYS_CODE["1637"] == "1446"
    assert not {"1644", "1645"} & TODAYS_CODE.keys()

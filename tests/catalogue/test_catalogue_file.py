"""The catalogue that ships with the product: what it holds, and that no direction in it is a slip."""

from __future__ import annotations

import csv
import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import duckdb
import pytest

from core.catalogue import Category, Direction, Indicator, default_catalogue

REPO = Path(__file__).parents[2]
CALIBRATION = REPO / "core" / "example" / "calibration.csv"
KOLADA = REPO.parent / "shared" / "kolada"

needs_kolada = pytest.mark.skipif(not KOLADA.is_dir(), reason="../shared/kolada is not here")

PAIRS = [
    ("N15001", "U15401"),
    ("N11024", "U11404"),
    ("N20900", "U20404"),
    ("N17001", "N17461"),
    ("N28018", "U28408"),
    ("N30001", "U30453"),
]

# Where the catalogue's direction is not the one that indicators.csv suggests: kpi -> (ours, why).
DEPARTURES = {
    "N09805": ("none", "a volume: it counts occasions, not who came, and volumes have no direction"),
    "U07514": ("none", "politically contested: a council's own target says which way is good"),
    "U00501": ("none", "what inhabitants and leasing companies buy: information, hardly influenced"),
}


def indicators() -> tuple[Indicator, ...]:
    return default_catalogue().indicators


def suggestions() -> dict[str, dict[str, str]]:
    with (KOLADA / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return {row["kpi"]: row for row in csv.DictReader(file)}


def kolada_titles() -> dict[str, str]:
    rows = duckdb.execute("select id, title from read_parquet(?)", [str(KOLADA / "data" / "kpis.parquet")]).fetchall()
    return dict(rows)


def calibration() -> list[dict[str, str]]:
    with CALIBRATION.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def is_cost(indicator: Indicator) -> bool:
    is_about_cost = indicator.category is Category.RESOURCE and "kostnad" in indicator.name.lower()
    return indicator.in_current_prices or is_about_cost


def test_there_are_between_100_and_130_indicators() -> None:
    assert 100 <= len(indicators()) <= 130


def test_every_area_has_three_to_ten_indicators() -> None:
    in_area = Counter(indicator.area for indicator in indicators())

    assert {area: n for area, n in in_area.items() if not 3 <= n <= 10} == {}
    assert set(in_area) == set(default_catalogue().area_by_id)


def test_every_area_shows_two_or_three_indicators_first_and_all_areas_45_at_most() -> None:
    first = Counter(indicator.area for indicator in indicators() if indicator.prominence == 1)

    assert {area: first[area] for area in default_catalogue().area_by_id if first[area] not in (2, 3)} == {}
    assert first.total() <= 45


def test_indicators_of_an_area_stand_together_in_the_order_of_the_areas() -> None:
    blocks = [area for area, _ in groupby(indicators(), key=lambda indicator: indicator.area)]

    assert blocks == list(default_catalogue().area_by_id)


def test_the_sixteen_areas_are_those_of_the_project_plan_and_two_more() -> None:
    assert {area.id: area.coordinator for area in default_catalogue().areas} == {
        "finansiella-forhallanden": "0127",
        "forskola": "0181",
        "grundskola": "0136",
        "gymnasieskola": "0181",
        "individ-och-familjeomsorg": "0126",
        "aldreomsorg": "0136",
        "funktionshinder": "0181",
        "nyanlanda": "0127",
        "kultur-och-fritid": "0126",
        "fastighet": "0136",
        "miljo": "0192",
        "va-verksamhet": "0127",
        "gatuverksamhet": "0138",
        "parkverksamhet": "0136",
        "personal": None,
        "kommunovergripande": None,
    }


def test_seven_municipalities_take_part_in_everything_and_three_in_some_areas() -> None:
    catalogue = default_catalogue()
    groups = {group.id: group for group in catalogue.groups}

    assert len(catalogue.full_participants) == 7
    assert len(catalogue.participants) == 10
    assert groups["sodertorn"].members == catalogue.full_participants
    assert set(groups["sodertorn-10"].members) == {participant.id for participant in catalogue.participants}
    assert groups["lan"].kolada == catalogue.home_county


def test_means_of_all_counties_and_classes_are_asked_for() -> None:
    catalogue = default_catalogue()

    assert len(set(catalogue.counties)) == 21
    assert len(set(catalogue.classes)) == 9


def test_no_cost_is_good_for_being_low_or_high() -> None:
    assert [i.kpi for i in indicators() if is_cost(i) and i.direction is not Direction.NONE] == []


def test_deviations_from_the_expected_cost_count_as_costs() -> None:
    deviations = [i for i in indicators() if "avvikelse" in i.name.lower()]

    assert len(deviations) >= 7
    assert all(is_cost(i) for i in deviations)


def test_what_a_municipality_can_hardly_influence_has_no_direction() -> None:
    information = [i for i in indicators() if i.category is Category.INFORMATION]

    assert information
    assert [i.kpi for i in information if i.direction is not Direction.NONE] == []


def test_every_result_has_a_direction() -> None:
    results = {Category.RESULT_OBJECTIVE, Category.RESULT_SUBJECTIVE, Category.EFFICIENCY}

    assert [i.kpi for i in indicators() if i.category in results and i.direction is Direction.NONE] == []


def test_what_people_think_is_better_the_more_of_them_are_pleased() -> None:
    assert [
        i.kpi for i in indicators() if i.category is Category.RESULT_SUBJECTIVE and i.direction is not Direction.HIGH
    ] == []


def test_waiting_is_better_the_shorter_it_is() -> None:
    waits = [i for i in indicators() if i.unit in ("dagar", "månader")]

    assert {i.kpi for i in waits} == {"U23401", "U31402", "U00810", "N07926"}
    assert [i.kpi for i in waits if i.direction is not Direction.LOW] == []


def test_what_is_better_when_low_is_a_short_list_that_a_person_can_check() -> None:
    assert {i.kpi: i.name for i in indicators() if i.direction is Direction.LOW} == {
        "N11102": "Barn per heltidsanställd i förskolan",
        "N11701": "Barn i varje förskolegrupp",
        "N17625": "Indraget studiestöd för ogiltig frånvaro",
        "N31816": "Vuxna med långvarigt ekonomiskt bistånd",
        "U31402": "Väntan på beslut om försörjningsstöd",
        "U31809": "Barn i familjer med långvarigt ekonomiskt bistånd",
        "N31807": "Invånare som fått ekonomiskt bistånd under året",
        "U23401": "Väntetid till särskilt boende",
        "U07801": "Avfall från hushåll och liknande",
        "U07426": "Energi till gatubelysning",
        "N00090": "Sjukfrånvaro bland anställda",
        "U00810": "Väntan på bygglov för småhus, median",
        "N07926": "Tid från planuppdrag till antagen detaljplan",
    }


def test_perspectives_hold_only_indicators_with_a_direction_that_can_be_compared() -> None:
    assert [
        i.kpi
        for i in indicators()
        if i.perspectives and (i.direction is Direction.NONE or is_cost(i) or not i.comparable)
    ] == []


def test_every_perspective_has_at_least_three_indicators() -> None:
    in_perspective = Counter(perspective for i in indicators() for perspective in i.perspectives)

    assert {p.id for p in default_catalogue().perspectives if in_perspective[p.id] < 3} == set()


@pytest.mark.parametrize(("resource", "result"), PAIRS)
def test_both_halves_of_each_pair_of_cost_and_result_are_there(resource: str, result: str) -> None:
    by_kpi = default_catalogue().by_kpi

    assert by_kpi[resource].category is Category.RESOURCE
    assert by_kpi[result].direction is Direction.HIGH
    assert by_kpi[resource].area == by_kpi[result].area


def test_names_are_short_and_leave_the_unit_to_the_unit() -> None:
    names = [i.name for i in indicators()]

    assert [name for name in names if len(name) > 60] == []
    assert [name for name in names if "%" in name or "andel" in name.lower() or "kr/" in name] == []
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_amounts_are_shown_in_whole_kronor() -> None:
    assert [i.kpi for i in indicators() if i.in_current_prices and i.decimals != 0] == []


def test_surveys_other_than_hme_are_shown_in_whole_per_cent() -> None:
    assert [i.kpi for i in indicators() if i.origin == "enkät" and i.decimals != 0] == ["U00200"]


def test_repeated_series_have_a_step_so_that_a_repeated_value_is_no_change() -> None:
    assert {i.kpi: i.step for i in indicators() if i.step != 1} == {
        "N15613": 2,
        "N15643": 2,
        "N07923": 2,
        "N07926": 2,
        "N05401": 4,
    }


def test_the_pandemic_is_not_taken_for_a_trend() -> None:
    assert {i.kpi for i in indicators() if i.exceptional_years == (2020, 2021)} == {
        "N00090",
        "N09801",
        "N09805",
        "N09807",
        "U09800",
    }


def test_the_example_data_are_calibrated_for_exactly_the_catalogues_indicators() -> None:
    assert [row["kpi"] for row in calibration()] == [i.kpi for i in indicators()]


def test_the_calibration_holds_numbers_that_can_be_drawn_from() -> None:
    for row in calibration():
        assert float(row["p25"]) <= float(row["median"]) <= float(row["p75"]), row["kpi"]
        assert float(row["typical_change"]) >= abs(float(row["yearly_change"])) * 0.8, row["kpi"]
        assert 1 <= int(row["first_year_offset"]) <= 10, row["kpi"]
        assert row["gender"] in ("yes", "no"), row["kpi"]
        assert int(row["municipalities"]) in range(100, 291, 10), row["kpi"]


def test_the_calibration_is_rounded_so_that_it_copies_no_figure() -> None:
    digits = re.compile(r"^-?0*\.?0*")
    for row in calibration():
        for column in ("p25", "median", "p75", "yearly_change", "typical_change"):
            significant = digits.sub("", row[column]).replace(".", "").rstrip("0")
            assert len(significant) <= 3, (row["kpi"], column, row[column])


@pytest.mark.kolada
@needs_kolada
def test_every_indicator_is_a_candidate_that_was_looked_through() -> None:
    assert {i.kpi for i in indicators()} - set(suggestions()) == set()


@pytest.mark.kolada
@needs_kolada
def test_every_indicator_is_in_the_area_that_it_was_suggested_for() -> None:
    suggested = suggestions()

    assert [i.kpi for i in indicators() if suggested[i.kpi]["area"] != i.area] == []


@pytest.mark.kolada
@needs_kolada
def test_every_direction_is_the_suggested_one_or_departs_for_a_written_reason() -> None:
    suggested = suggestions()
    departures = {i.kpi: i.direction.value for i in indicators() if suggested[i.kpi]["direction"] != i.direction.value}

    assert departures == {kpi: ours for kpi, (ours, _) in DEPARTURES.items()}
    assert all(len(why) > 20 for _, why in DEPARTURES.values())


@pytest.mark.kolada
@needs_kolada
def test_no_direction_is_the_opposite_of_the_suggested_one() -> None:
    suggested = suggestions()
    opposite = {"high": "low", "low": "high"}

    assert [i.kpi for i in indicators() if opposite.get(suggested[i.kpi]["direction"]) == i.direction.value] == []


@pytest.mark.kolada
@needs_kolada
def test_kkik_measures_are_those_that_the_candidates_name() -> None:
    suggested = suggestions()

    assert [i.kpi for i in indicators() if i.kkik != (suggested[i.kpi]["kkik"] == "yes")] == []


@pytest.mark.kolada
@needs_kolada
def test_exactly_the_measures_noted_as_not_comparable_have_no_standing() -> None:
    suggested = suggestions()
    noted = [i.kpi for i in indicators() if "not directly comparable" in suggested[i.kpi]["note"]]

    assert [i.kpi for i in indicators() if not i.comparable] == noted
    assert noted == ["N15543"]


@pytest.mark.kolada
@needs_kolada
def test_the_number_of_answers_is_of_the_same_survey_as_its_indicator() -> None:
    titles = kolada_titles()
    counted = [i for i in indicators() if i.answers_kpi]
    assert len(counted) >= 20
    for i in counted:
        assert i.answers_kpi is not None
        assert re.search(r"antal svar|svarande, antal", titles[i.answers_kpi], re.IGNORECASE), i.kpi
        assert (
            titles[i.kpi].split(" - ")[0].split(",")[0].split()[:2]
            == titles[i.answers_kpi].split(" - ")[0].split(",")[0].split()[:2]
        ), (titles[i.kpi], titles[i.answers_kpi])


@pytest.mark.kolada
@needs_kolada
def test_each_uncertainty_figure_belongs_to_the_same_question_as_its_indicator() -> None:
    titles = kolada_titles()

    def question(kpi: str) -> str:
        return " ".join(re.sub(r"^(Osäkerhetstal|Medborgarundersökningen) - |[,.()]", " ", titles[kpi]).lower().split())

    with_uncertainty = [i for i in indicators() if i.uncertainty_kpi]
    assert len(with_uncertainty) >= 15
    for i in with_uncertainty:
        assert i.uncertainty_kpi is not None
        ours, theirs = question(i.kpi), question(i.uncertainty_kpi)
        assert titles[i.uncertainty_kpi].startswith("Osäkerhetstal - "), i.kpi
        assert SequenceMatcher(None, ours, theirs).ratio() > 0.85, (ours, theirs)


@pytest.mark.kolada
@needs_kolada
def test_indicators_shown_first_have_values_unless_the_area_has_too_few_of_them() -> None:
    suggested = suggestions()

    assert [i.kpi for i in indicators() if i.prominence == 1 and not suggested[i.kpi]["real_to"]] == ["N45924"]


@pytest.mark.kolada
@needs_kolada
def test_no_name_is_koladas_title_word_for_word() -> None:
    titles = kolada_titles()

    assert [i.kpi for i in indicators() if i.name.lower() in titles[i.kpi].lower()] == []

"""What the shipped catalogue says for the comparison pages: pairs, models, and by what municipalities are alike."""

from __future__ import annotations

from itertools import groupby

import pytest

from core.catalogue import Category, Direction, VolumePair, default_catalogue
from core.catalogue.models import Pair

PAIRS = default_catalogue().pairs
RESULTS = {Category.RESULT_OBJECTIVE, Category.RESULT_SUBJECTIVE, Category.EFFICIENCY}


def area_of(kpi: str) -> str:
    return default_catalogue().by_kpi[kpi].area


def test_the_pairs_that_were_asked_for_are_there() -> None:
    asked = ["N15001-U15401", "N11024-U11404", "N20900-U20404", "N17001-N17461", "N28018-U28408", "N30001-U30453"]

    assert set(asked) <= set(default_catalogue().pair_by_id)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_a_pair_is_a_resource_that_is_neither_good_nor_bad_and_a_result_that_is(pair: Pair) -> None:
    resource, result = (default_catalogue().by_kpi[kpi] for kpi in (pair.x, pair.y))

    assert (resource.category, resource.direction) == (Category.RESOURCE, Direction.NONE)
    assert result.category in RESULTS
    assert result.direction is not Direction.NONE


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_both_halves_of_a_pair_can_be_compared_and_are_measured_as_often(pair: Pair) -> None:
    resource, result = (default_catalogue().by_kpi[kpi] for kpi in (pair.x, pair.y))

    assert resource.comparable
    assert result.comparable
    assert resource.step == result.step == 1


def test_what_a_pair_costs_and_gives_belongs_to_the_same_area() -> None:
    assert [pair.id for pair in PAIRS if area_of(pair.x) != area_of(pair.y)] == []


@pytest.mark.parametrize("volume", default_catalogue().volumes, ids=lambda volume: volume.id)
def test_a_volume_with_its_cost_is_of_an_area_with_indicators_and_says_what_is_reckoned(volume: VolumePair) -> None:
    assert volume.area in {indicator.area for indicator in default_catalogue().indicators}
    assert {volume.reckoned, *volume.kpis} == {"volume", "unit_cost", "cost"}


def test_volumes_asked_for_are_there_and_each_is_fetched_once() -> None:
    asked = {
        "forskola",
        "grundskola",
        "gymnasieskola",
        "hemtjanst",
        "sarskilt-boende",
        "lss-boende",
        "ekonomiskt-bistand",
    }
    fetched = default_catalogue().fetched()

    assert asked <= set(default_catalogue().volume_by_id)
    assert len(fetched) == len(set(fetched))
    assert {kpi for volume in default_catalogue().volumes for kpi in volume.kpis.values()} <= set(fetched)
    assert default_catalogue().fetched(["N11008"]) == ("N11008",)


def test_prices_are_known_only_where_a_source_says_so() -> None:
    index = default_catalogue().price_index

    assert index is not None
    assert (index.changes, list(index.years)) == ({2015: 2.4, 2016: 2.7}, [2014, 2015, 2016])
    assert all("2017" in table.source for table in index.tables)


def test_what_is_measured_anew_parts_a_volume_too() -> None:
    catalogue = default_catalogue()

    assert catalogue.breaks_of(catalogue.volume_by_id["grundskola"]) == catalogue.by_kpi["N15027"].break_years
    assert catalogue.breaks_of(catalogue.volume_by_id["hemtjanst"]) == (2021,)


def test_no_pair_stands_twice_and_an_areas_pairs_stand_together() -> None:
    blocks = [area for area, _ in groupby(PAIRS, key=lambda pair: area_of(pair.y))]

    assert len(set(PAIRS)) == len(PAIRS) == len(default_catalogue().pair_by_id)
    assert len(set(blocks)) == len(blocks)


def test_the_first_pair_of_an_area_sets_the_deviation_from_the_expected_cost_where_there_is_one() -> None:
    deviations = {i.area for i in default_catalogue().indicators if i.name.startswith("Nettokostnadsavvikelse")}
    first = {area_of(pair.y): pair.x for pair in reversed(PAIRS)}

    for area in deviations & set(first):
        indicator = default_catalogue().by_kpi[first[area]]
        assert indicator.name.startswith("Nettokostnadsavvikelse"), area
        assert indicator.unit == "%"
    assert len(deviations & set(first)) >= 6


def test_the_areas_with_pairs_are_a_short_list_that_a_person_can_check() -> None:
    assert {area_of(pair.y) for pair in PAIRS} == {
        "forskola",
        "grundskola",
        "gymnasieskola",
        "individ-och-familjeomsorg",
        "aldreomsorg",
        "funktionshinder",
        "kultur-och-fritid",
        "gatuverksamhet",
        "parkverksamhet",
    }


def test_the_result_index_has_the_five_perspectives_of_the_guide_and_todays_three() -> None:
    catalogue = default_catalogue()
    names = {m.id: [p.name for p in catalogue.perspectives if p.model == m.id] for m in catalogue.models}

    assert names == {
        "kkik": ["Tillgänglighet", "Trygghet", "Delaktighet", "Effektivitet", "Samhällsutveckling"],
        "kkik-idag": ["Barn och unga", "Stöd och omsorg", "Samhälle och miljö"],
    }


def test_each_model_says_who_made_it_in_a_sentence() -> None:
    for model in default_catalogue().models:
        assert model.source.endswith("."), model.id
        assert model.name
        assert "Kommunens kvalitet i korthet" in model.source


def test_an_indicator_belongs_to_one_perspective_of_a_model_at_most() -> None:
    catalogue = default_catalogue()
    models = {p.id: p.model for p in catalogue.perspectives}

    for indicator in catalogue.indicators:
        counted = [models[perspective] for perspective in indicator.perspectives]
        assert len(set(counted)) == len(counted), indicator.kpi


def test_municipalities_are_alike_by_what_they_can_hardly_influence() -> None:
    catalogue = default_catalogue()

    for kpi, unit in ((catalogue.population, "invånare"), (catalogue.tax_base, "kr/inv")):
        indicator = catalogue.by_kpi[kpi or ""]
        assert (indicator.category, indicator.unit) == (Category.INFORMATION, unit)
        assert indicator.comparable

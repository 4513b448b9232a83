"""Menus: what is offered, what is marked as chosen, and that a choice changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.address import read
from core.web.choices import CHOOSE, COMPARE, GROUP, INDEX, OVERVIEW, RESOURCES, Choices, link, query
from core.web.menus import (
    Menu,
    area_menu,
    around,
    back_to,
    gender_menu,
    group_menu,
    options,
    place,
    reference_menu,
    year_menu,
)
from tests.shared import BOTKYRKA, HUDDINGE, READING, YEARS, figures_of, small_catalogue

TEN = "Södertörn med Nykvarn, Nacka och Värmdö"
HERE = Choices(HUDDINGE, "grundskola", gender=Gender.WOMEN, year=2021, reference="lan", group="0127.1880")


def read_back(figures: Figures, address: str) -> Choices:
    choices, unknown = read(dict(parse_qsl(urlsplit(address).query)), figures)
    assert unknown == []
    return choices


MENUS: dict[str, Callable[[Figures, Choices], Menu]] = {
    "area": lambda figures, choices: area_menu(figures, choices, COMPARE),
    "reference": lambda figures, choices: reference_menu(figures, choices, COMPARE),
    "gender": lambda _, choices: gender_menu(choices, COMPARE),
    "year": lambda figures, choices: year_menu(figures, choices, COMPARE),
    "group": lambda figures, choices: group_menu(figures, choices, COMPARE),
}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("area", ["Alla", "Grundskola", "Äldreomsorg", "Fastighet"]),
        ("gender", ["Totalt", "Kvinnor", "Män"]),
        ("year", ["Senaste", *(f"Till och med {year}" for year in reversed(YEARS))]),
        (
            "reference",
            ["Landets kommuner", "Länets kommuner", "Södertörn", TEN, "Samma kommuntyp", "Liknande kommuner"],
        ),
        (
            "group",
            ["Södertörn", "Länets kommuner", TEN, "Samma kommuntyp", "Liknande kommuner", "Välj själv …"],
        ),
    ],
)
def test_everything_that_exists_is_offered_the_default_first(figures: Figures, field: str, words: list[str]) -> None:
    menu = MENUS[field](figures, Choices(HUDDINGE))
    assert [option.words for option in menu.options] == words
    assert menu.chosen == words[0]


@pytest.mark.parametrize("field", MENUS)
def test_exactly_the_present_choice_is_marked_and_leads_where_one_is(figures: Figures, field: str) -> None:
    for choices in (Choices(HUDDINGE), HERE):
        chosen = [option for option in MENUS[field](figures, choices).options if option.chosen]
        assert [option.address for option in chosen] == [link(COMPARE, choices)]


@pytest.mark.parametrize("field", MENUS)
def test_a_choice_changes_its_own_field_and_nothing_else(figures: Figures, field: str) -> None:
    menu = MENUS[field](figures, HERE)
    ours = [option.address for option in menu.options if urlsplit(option.address).path == COMPARE]
    found = [read_back(figures, address) for address in ours]
    assert len({getattr(choices, field) for choices in found}) == len(found)
    assert [replace(choices, **{field: getattr(HERE, field)}) for choices in found] == [HERE] * len(found)


@given(field=st.sampled_from(sorted(MENUS)), data=st.data())
def test_what_one_chooses_in_a_menu_is_marked_when_one_comes_there(
    figures: Figures, field: str, data: st.DataObject
) -> None:
    menu = MENUS[field](figures, HERE)
    option = data.draw(st.sampled_from([o for o in menu.options if urlsplit(o.address).path == COMPARE]))
    assert MENUS[field](figures, read_back(figures, option.address)).chosen == option.words


def test_a_choice_of_ones_own_is_counted_and_can_be_changed(figures: Figures) -> None:
    menu = group_menu(figures, HERE, COMPARE)
    assert menu.chosen == "Eget urval (2)"
    own = menu.options[-1]
    address = urlsplit(own.address)
    assert (own.words, address.path) == ("Välj själv …", GROUP)
    assert dict(parse_qsl(address.query)) == query(HERE) | {"till": "jamfor"}


def test_the_default_group_is_marked_though_the_address_names_it(figures: Figures) -> None:
    choices, _ = read(query(HERE) | {"grupp": "sodertorn"}, figures)
    menu = group_menu(figures, choices, COMPARE)
    assert menu.chosen == "Södertörn"
    assert not [option for option in menu.options if option.words.startswith("Eget urval")]


def test_the_first_choice_of_areas_may_be_named_or_left_out(figures: Figures) -> None:
    assert area_menu(figures, HERE, INDEX, everything="Alla områden").options[0].words == "Alla områden"
    assert area_menu(figures, HERE, INDEX, everything=None).options[0].words == "Grundskola"
    assert year_menu(figures, HERE, INDEX).options[0].words == "Senaste"


def test_options_are_any_values_of_any_choice(figures: Figures) -> None:
    found = options(COMPARE, HERE, "whole_country", [(False, "Länet"), (True, "Hela landet")])
    assert [(option.words, option.chosen) for option in found] == [("Länet", True), ("Hela landet", False)]
    assert read_back(figures, found[1].address) == replace(HERE, whole_country=True)


def test_a_menu_without_a_present_choice_says_nothing() -> None:
    assert Menu("Tom", ()).chosen == ""


@pytest.mark.parametrize("path", [page for page in READING if page != OVERVIEW])
def test_a_page_where_one_chooses_something_knows_the_way_back(path: str) -> None:
    for address in (CHOOSE, link(CHOOSE, HERE)):
        found = urlsplit(back_to(path, address))
        assert found.path == CHOOSE
        assert dict(parse_qsl(found.query)) == dict(parse_qsl(urlsplit(address).query)) | {"till": path.strip("/")}


def test_the_way_back_to_the_overview_needs_no_words() -> None:
    assert back_to(OVERVIEW, CHOOSE) == CHOOSE


def test_the_participants_are_near_and_all_others_one_step_away(figures: Figures) -> None:
    view = place(figures, HERE, RESOURCES)
    assert view.name == "Huddinge"
    assert [option.words for option in view.options] == [p.name for p in figures.catalogue.participants]
    assert [option.words for option in view.options if option.chosen] == ["Huddinge"]
    assert read_back(figures, view.options[0].address) == replace(HERE, municipality=BOTKYRKA)
    assert urlsplit(view.others).path == CHOOSE


def test_one_outside_the_co_operation_is_named_without_being_marked(figures: Figures) -> None:
    view = place(figures, Choices("1880"), COMPARE)
    assert view.name == "Örebro"
    assert not [option for option in view.options if option.chosen]


def test_what_stands_around_every_page(figures: Figures) -> None:
    for page in (OVERVIEW, COMPARE, INDEX):
        found = around(figures, HERE, page)
        assert found["address"] == link(page, HERE)
        assert (found["source"], found["is_example"]) == ("Egen bearbetning av data från Kolada.", False)
        assert found["fetched"] == "data från Kolada hämtade 2024-03-01"
        assert urlsplit(found["download_csv"]).path.endswith(".csv")
        assert urlsplit(found["download_excel"]).path.endswith(".xlsx")
        assert read_back(figures, found["download_csv"]) == read_back(figures, found["address"])


def test_where_the_co_operation_has_no_groups_the_county_is_the_default(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with figures_of(tmp_path_factory.mktemp("menus"), catalogue=small_catalogue(groups=[])) as figures:
        menu = group_menu(figures, Choices(HUDDINGE), COMPARE)
        assert menu.chosen == menu.options[0].words == "Länets kommuner"
        assert [option.words for option in menu.options][1:] == ["Samma kommuntyp", "Liknande kommuner", "Välj själv …"]

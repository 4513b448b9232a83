"""Sök: what is found, what it is and where it leads; and what to do when nothing is."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.search.rules import search
from core.features.search.view import Hit, hits, search_html, suggestions
from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.address import read
from core.web.choices import AREAS, INDICATOR, OVERVIEW, SEARCH, Choices, query
from core.words.finding import MOST_LETTERS
from tests.shared import COST, FALLS, HUDDINGE, PREMISES
from tests.web.html import Element, parsed

HERE = Choices(HUDDINGE, gender=Gender.WOMEN, reference="lan", year=2021)


def page_of(figures: Figures, text: str, choices: Choices = HERE) -> Element:
    return parsed(search_html(figures, choices, text, address=SEARCH))


def found(figures: Figures, choices: Choices, text: str) -> tuple[Hit, ...]:
    return hits(figures, choices, search(figures, text))


def read_back(figures: Figures, address: str) -> Choices:
    choices, unknown = read(dict(parse_qsl(urlsplit(address).query)), figures)
    assert unknown == []
    return choices


def test_an_indicator_is_found_with_its_area_unit_and_id_and_leads_to_its_page(figures: Figures) -> None:
    [hit] = found(figures, HERE, "fallskador")
    assert (hit.name, hit.about) == ("Fallskador", f"Äldreomsorg · per 1 000 inv · {FALLS}")
    assert urlsplit(hit.address).path == INDICATOR
    assert read_back(figures, hit.address) == replace(HERE, kpi=FALLS)


def test_an_area_is_found_before_indicators_and_leads_to_its_page(figures: Figures) -> None:
    first, *others = found(figures, HERE, "grund")
    assert (first.name, first.about) == ("Grundskola", "område")
    assert urlsplit(first.address).path == AREAS
    assert read_back(figures, first.address) == replace(HERE, area="grundskola")
    assert {urlsplit(hit.address).path for hit in others} == {INDICATOR}


def test_the_page_lists_what_is_found_and_how_many(figures: Figures) -> None:
    root = page_of(figures, "kostnad elev")
    names = [a.text for a in root.one("ul", "nk-hits").all("a")]
    assert names == ["Kostnad för en elev", "Lokalkostnad för en elev"]
    assert root.all("p", "nk-sub")[0].text == "2 träffar på ”kostnad elev”"


def test_a_single_hit_is_said_in_the_singular(figures: Figures) -> None:
    assert page_of(figures, FALLS).all("p", "nk-sub")[0].text == f"1 träff på ”{FALLS}”"


def test_nothing_found_is_said_with_what_to_try(figures: Figures) -> None:
    root = page_of(figures, "rymdfart")
    empty = root.one("div", "nk-empty")
    assert "Inget hittas med ”rymdfart”." in empty.text
    assert "kortare ord" in empty.text
    assert [a.text for a in root.one("ul", "nk-hits").all("a")] == ["Grundskola", "Äldreomsorg", "Fastighet"]


def test_nothing_found_leads_to_a_search_for_what_is_near(figures: Figures) -> None:
    [near] = page_of(figures, "rymdfart fallskador").one("div", "nk-empty").all("a")
    assert near.text == "fallskador"
    assert dict(parse_qsl(urlsplit(near.attributes["href"]).query)) == query(HERE) | {"q": "fallskador"}
    [suggested] = suggestions(figures, HERE, "rymdfart fallskador")
    assert (suggested.name, suggested.address) == (near.text, near.attributes["href"])


def test_a_letter_wrong_is_told_with_what_was_searched_for(figures: Figures) -> None:
    text = page_of(figures, "falskador").all("p", "nk-sub")[0].text
    assert text == "Inget heter ”falskador”. 1 träff på ”Fallskador”"


def test_a_municipality_is_chosen_as_in_the_menu_and_leads_to_its_overview(figures: Figures) -> None:
    [hit] = found(figures, HERE, "salem")
    assert (hit.name, hit.about, urlsplit(hit.address).path) == ("Salem", "kommun", OVERVIEW)
    assert read_back(figures, hit.address) == replace(HERE, municipality="0128")


def test_an_indicator_of_a_municipality_leads_to_its_figure_there(figures: Figures) -> None:
    [hit] = found(figures, HERE, "fallskador salem")
    assert hit.about.startswith("Salem · ")
    assert read_back(figures, hit.address) == replace(HERE, municipality="0128", home=HUDDINGE, kpi=FALLS)


def test_before_one_has_searched_the_areas_are_offered(figures: Figures) -> None:
    root = page_of(figures, "")
    assert [a.text for a in root.one("ul", "nk-hits").all("a")] == ["Grundskola", "Äldreomsorg", "Fastighet"]
    assert not root.all("p", "nk-sub")


def test_the_form_holds_what_was_searched_for_and_keeps_the_choices(figures: Figures) -> None:
    form = page_of(figures, "vänte").one("form")
    assert (form.attributes["action"], form.attributes["method"]) == (SEARCH, "get")
    fields = {field.attributes["name"]: field.attributes for field in form.all("input")}
    assert fields.pop("q")["data-value"] == "vänte"
    assert {name: field["value"] for name, field in fields.items()} == query(HERE)


def test_without_a_municipality_the_hits_ask_for_one_when_they_are_opened(figures: Figures) -> None:
    [hit] = found(figures, Choices(), "fallskador")
    assert hit.address == f"{INDICATOR}?nyckeltal={FALLS}"


def test_a_long_text_is_shown_in_short(figures: Figures) -> None:
    root = page_of(figures, "x" * 10_000)
    assert "x" * MOST_LETTERS in root.text
    assert "x" * (MOST_LETTERS + 1) not in root.text
    assert len(root.one("form").all("input")[0].attributes["data-value"]) == MOST_LETTERS


@given(text=st.text(max_size=100))
def test_whatever_is_searched_for_gives_a_whole_page(figures: Figures, text: str) -> None:
    root = page_of(figures, text)
    assert root.one("h1").text == "Sök"
    assert root.one("ul", "nk-hits").all("a")


@pytest.mark.parametrize("kpi", [COST, PREMISES])
def test_an_id_finds_its_indicator_only(figures: Figures, kpi: str) -> None:
    assert [read_back(figures, hit.address).kpi for hit in found(figures, HERE, kpi)] == [kpi]

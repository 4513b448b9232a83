"""A look at another municipality's figures, and the way home from there."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.compare.view import compare_html
from core.outcomes.figures import Figures
from core.signals import Gender
from core.site.site import header, tab_title
from core.web.address import read
from core.web.choices import COMPARE, INDICATOR, LEARN, Choices, View, at_home, link, query, visiting
from core.web.menus import place
from core.web.visit import Visit
from tests.drawn import drawn
from tests.features.compare.comparing import read_back
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, IDS
from tests.web.html import Element, parsed

HERE = Choices(HUDDINGE, "grundskola", gender=Gender.WOMEN, kpi=GRADES)
places = st.sampled_from(IDS)


def top(figures: Figures, choices: Choices, path: str = INDICATOR) -> Element:
    address = link(path, choices)
    return parsed(header(Visit(path, dict(parse_qsl(urlsplit(address).query)), figures)))


@given(own=places, other=places)
def test_from_a_look_at_another_one_finds_home_with_everything_else_as_it_was(own: str, other: str) -> None:
    choices = replace(HERE, municipality=own)
    seen = visiting(choices, other)
    assert seen.municipality == other
    assert at_home(seen) == choices
    assert (seen.home is None) == (own == other)


@given(own=places, first=places, second=places)
def test_from_one_to_the_next_home_is_still_where_one_began(own: str, first: str, second: str) -> None:
    choices = replace(HERE, municipality=own)
    assert visiting(visiting(choices, first), second) == visiting(choices, second)


def test_at_home_nothing_changes() -> None:
    assert at_home(HERE) == visiting(HERE, HUDDINGE) == HERE


def test_away_the_page_says_whose_figures_one_sees_and_leads_back(lively: Figures) -> None:
    root = top(lively, visiting(HERE, BOTKYRKA))
    said = root.one("p", "nk-away")
    assert said.text == "Du ser siffror för Botkyrka. Tillbaka till Huddinge"
    assert read_back(lively, said.one("a").attributes["href"]) == HERE
    assert urlsplit(said.one("a").attributes["href"]).path == INDICATOR


def test_at_home_the_page_says_nothing_of_it(lively: Figures) -> None:
    assert not top(lively, HERE).all("p", "nk-away")


def test_away_the_header_leads_home_and_searches_there(lively: Figures) -> None:
    root = top(lively, visiting(HERE, BOTKYRKA))
    for a in [a for row in root.all("nav") for a in row.all("a")]:
        found = read_back(lively, a.attributes["href"])
        assert (found.municipality, found.home) == (HUDDINGE, None)
    kept = {field.attributes["name"]: field.attributes.get("value", "") for field in root.one("form").all("input")}
    assert (kept["kommun"], "hemma" in kept) == (HUDDINGE, False)


def test_the_tab_is_named_by_whom_one_sees(lively: Figures) -> None:
    params = query(visiting(HERE, BOTKYRKA))
    assert "Botkyrka" in tab_title(Visit(INDICATOR, params, lively))


@pytest.mark.parametrize("view", View)
def test_a_municipality_in_a_comparison_is_looked_at_and_ones_own_is_home(lively: Figures, view: View) -> None:
    root = parsed(compare_html(lively, replace(HERE, view=view)))
    content = (root.all("td") if view is View.TABLE else []) + root.all("h3") + root.all("tr")
    addresses = {a.attributes["href"] for e in content for a in e.all("a")}
    found = [read_back(lively, to) for to in addresses if urlsplit(to).path == INDICATOR]
    assert {choices.municipality for choices in found} >= {HUDDINGE, BOTKYRKA}
    for choices in found:
        assert choices.home == (None if choices.municipality == HUDDINGE else HUDDINGE)


@pytest.mark.parametrize("path", [INDICATOR, LEARN, COMPARE])
def test_home_is_remembered_wherever_one_goes_from_there(path: str) -> None:
    assert "hemma=0126" in link(path, visiting(HERE, BOTKYRKA))


def test_ones_own_is_not_somewhere_else(lively: Figures) -> None:
    assert read({"kommun": HUDDINGE, "hemma": HUDDINGE}, lively)[0].home is None


def test_a_municipality_that_is_chosen_in_the_menu_is_home(lively: Figures) -> None:
    for option in place(lively, visiting(HERE, BOTKYRKA), INDICATOR).options:
        assert read_back(lively, option.address).home is None


@pytest.mark.parametrize("path", [INDICATOR, LEARN])
def test_no_link_on_the_page_of_another_makes_one_forget_ones_own(lively: Figures, path: str) -> None:
    root = parsed(drawn(lively, path, visiting(HERE, BOTKYRKA)))
    menu = {a.attributes["href"] for a in root.one("details", "nk-kommun").all("a")}
    ours = {a.attributes["href"] for a in root.all("a") if a.attributes["href"].startswith("/")} - menu
    pages = {address for address in ours if not address.startswith("/ladda-ner")}
    assert {at_home(read_back(lively, address)).municipality for address in pages} == {HUDDINGE}

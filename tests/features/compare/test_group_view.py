"""Välj kommuner att jämföra: tick boxes in a plain form that works without any script."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from core.features.compare.entry import group_page
from core.features.compare.group_view import group_html
from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN
from core.signals import Gender
from core.web.choices import COMPARE, GROUP, GROUP_FORM, INDEX, Choices, View, link, query
from core.web.visit import Visit
from tests.shared import FULL, GRADES, HUDDINGE, IDS, PLACES, READING
from tests.web.html import Element, parsed

HERE = Choices(HUDDINGE, "grundskola", gender=Gender.WOMEN, view=View.PANELS, kpi=GRADES)


def page_of(figures: Figures, choices: Choices, path: str = COMPARE) -> Element:
    return parsed(group_html(figures, choices, path=path, address=GROUP))


def boxes(root: Element) -> dict[str, Element]:
    return {box.attributes["value"]: box for box in root.all("input") if box.attributes["type"] == "checkbox"}


def ticked(root: Element) -> set[str]:
    return {code for code, box in boxes(root).items() if "data-checked" in box.attributes}


def test_every_municipality_of_the_country_can_be_ticked_once(lively: Figures) -> None:
    root = page_of(lively, HERE)
    everyone = [box for box in root.all("input") if box.attributes["type"] == "checkbox"]
    assert sorted(box.attributes["value"] for box in everyone) == sorted(IDS)
    assert {box.attributes["name"] for box in everyone} == {"med"}
    names = {label.text.strip() for label in root.all("label")}
    assert names >= set(PLACES.values())


@pytest.mark.parametrize(
    ("group", "members"),
    [(None, set(FULL)), ("0127.1880", {"0127", "1880"}), ("lan", set(IDS[:12])), ("liknande", set(IDS[:0]))],
)
def test_the_present_group_is_ticked_from_the_start(lively: Figures, group: str | None, members: set[str]) -> None:
    choices = replace(HERE, group=group, municipality="1880" if group == "liknande" else HUDDINGE)
    root = page_of(lively, choices)
    assert ticked(root) == members
    assert ("Valda nu" in [h2.text for h2 in root.all("h2")]) == bool(members)


def test_those_that_are_ticked_stand_first(lively: Figures) -> None:
    root = page_of(lively, replace(HERE, group="0127.1880"))
    first, rest = root.all("ul", "nk-ticks")
    assert [label.text.strip() for label in first.all("label")] == ["Botkyrka", "Örebro"]
    assert len(rest.all("label")) == len(IDS) - 2


@pytest.mark.parametrize(("group", "said"), [("0127", "1 vald"), ("0127.1880", "2 valda")])
def test_how_many_are_chosen_is_said_in_the_right_number(lively: Figures, group: str, said: str) -> None:
    assert page_of(lively, replace(HERE, group=group)).one("span", "nk-count").text == said


def test_the_search_is_among_those_that_are_not_chosen(lively: Figures) -> None:
    first, rest = page_of(lively, replace(HERE, group="0127.1880")).all("ul", "nk-ticks")
    assert ["nk-all" in ul.attributes["class"].split() for ul in (first, rest)] == [False, True]


def test_the_form_keeps_everything_that_is_chosen_but_the_group(lively: Figures) -> None:
    choices = replace(HERE, group="0127.1880", sort="-riket", whole_country=True)
    form = page_of(lively, choices).one("form")
    assert (form.attributes["action"], form.attributes["method"]) == (GROUP_FORM, "get")
    hidden = {
        f.attributes["name"]: f.attributes["value"] for f in form.all("input") if f.attributes["type"] == "hidden"
    }
    assert hidden == query(replace(choices, group=None)) | {"till": "jamfor"}
    assert [(b.text, b.attributes["type"]) for b in form.all("button")] == [("Jämför", "submit"), ("Rensa", "button")]


def test_one_can_turn_back_without_choosing(lively: Figures) -> None:
    root = page_of(lively, HERE, INDEX)
    [back] = [a for a in root.all("a") if a.text == "Avbryt"]
    assert back.attributes["href"] == link(INDEX, HERE)


def test_how_many_one_may_tick_is_said(lively: Figures) -> None:
    assert f"högst {MOST_CHOSEN}" in page_of(lively, HERE).text


@pytest.mark.parametrize("path", [page for page in READING if page not in ("/", "/kommun", "/grupp")])
def test_it_leads_back_to_the_page_one_came_from(lively: Figures, path: str) -> None:
    root = asked(lively, till=path.strip("/"))
    assert till_of(root) == path.strip("/")


@pytest.mark.parametrize("till", ["", "grupp", "kommun", "//evil.example", "https://evil.example", "x", "../om", "<b>"])
def test_a_way_back_to_nothing_leads_to_the_comparison(lively: Figures, till: str) -> None:
    assert till_of(asked(lively, till=till)) == "jamfor"
    [back] = [a for a in asked(lively, till=till).all("a") if a.text == "Avbryt"]
    assert back.attributes["href"] == link(COMPARE, Choices(HUDDINGE))


def asked(figures: Figures, **params: str) -> Element:
    return parsed(group_page(Visit(GROUP, {"kommun": HUDDINGE} | params, figures)))


def till_of(root: Element) -> str:
    [field] = [f for f in root.all("input") if f.attributes.get("name") == "till"]
    return field.attributes["value"]


def test_without_a_municipality_one_chooses_that_first(lively: Figures) -> None:
    root = parsed(group_page(Visit(GROUP, {}, lively)))
    assert root.one("h1").text == "Vilken kommun vill du se?"


def test_the_search_field_is_for_finding_and_is_never_sent(lively: Figures) -> None:
    [find] = page_of(lively, HERE).all("input", "nk-find")
    assert "name" not in find.attributes


def test_the_longest_choice_fits_in_an_address(lively: Figures) -> None:
    root = page_of(lively, replace(HERE, group=".".join(IDS)))
    assert ticked(root) == set(IDS)
    fields = [field.attributes for field in root.all("input") if "name" in field.attributes]
    assert len(urlencode([(field["name"], field["value"]) for field in fields])) < 2000

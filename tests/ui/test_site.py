"""Whole pages from what an address says."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.overview.figures import Figures
from core.signals import Gender
from core.ui.choices import ABOUT, CHOOSE, INDICATOR, OVERVIEW, Choices, Show, link, query
from core.ui.site import CONTENT, Visit, header, tab_title
from tests.shared import GRADES, HUDDINGE, IDS, WAIT
from tests.ui.html import Element, parsed

BRAND = "Nyckeltal Södertörn"
PATHS = (OVERVIEW, INDICATOR, ABOUT, CHOOSE)


def visit_to(address: str, figures: Figures | None) -> Visit:
    url = urlsplit(address)
    return Visit.of(url.path, dict(parse_qsl(url.query, keep_blank_values=True)), figures)


def page_at(address: str, figures: Figures | None) -> Element:
    visit = visit_to(address, figures)
    return parsed(header(visit) + CONTENT[visit.path](visit))


def heading(root: Element) -> str:
    return root.one("h1").text


def test_every_address_has_its_page(lively: Figures) -> None:
    assert set(CONTENT) == set(PATHS)
    headings = {path: heading(page_at(f"{path}?kommun=0126&nyckeltal={GRADES}", lively)) for path in PATHS}
    assert headings == {
        OVERVIEW: "Så går det för Huddinge",
        INDICATOR: "Behöriga till gymnasiet",
        ABOUT: "Så läser du sidan",
        CHOOSE: "Vilken kommun vill du se?",
    }


@pytest.mark.parametrize("path", [OVERVIEW, INDICATOR, CHOOSE])
def test_before_anything_is_fetched_a_page_says_what_to_do(path: str) -> None:
    root = page_at(f"{path}?kommun=0126", None)
    assert heading(root) == "Det finns inga siffror än"
    assert "python -m core refresh" in root.text
    assert "python -m core example" in root.text


def test_before_anything_is_fetched_the_rules_can_be_read() -> None:
    assert heading(page_at(ABOUT, None)) == "Så läser du sidan"


@pytest.mark.parametrize("path", [OVERVIEW, INDICATOR])
def test_without_a_municipality_one_is_asked_for(lively: Figures, path: str) -> None:
    root = page_at(path, lively)
    assert heading(root) == "Vilken kommun vill du se?"
    assert len(root.one("ul", "nk-all").all("a")) == len(IDS)


def test_an_indicator_that_was_asked_for_without_a_municipality_is_where_the_choice_leads(lively: Figures) -> None:
    for address in (f"{INDICATOR}?nyckeltal={WAIT}", f"{CHOOSE}?till={WAIT}"):
        root = page_at(address, lively)
        first = root.one("ul", "nk-pick").all("a")[0]
        assert first.attributes["href"] == link(INDICATOR, Choices("0127", kpi=WAIT))


@pytest.mark.parametrize("value", ["N00000", "", "<b>"])
def test_a_way_back_to_nothing_leads_to_the_overview(lively: Figures, value: str) -> None:
    root = page_at(f"{CHOOSE}?till={value}", lively)
    assert root.one("ul", "nk-pick").all("a")[0].attributes["href"] == link(OVERVIEW, Choices("0127"))


def test_without_an_indicator_one_is_asked_for(lively: Figures) -> None:
    root = page_at(f"{INDICATOR}?kommun=0126&kon=kvinnor", lively)
    assert heading(root) == "Välj en indikator"
    assert [a.attributes["href"] for a in root.all("a") if a.text == "Till översikten"] == ["/?kommun=0126&kon=kvinnor"]


def test_an_unknown_municipality_is_named_and_one_is_asked_for(lively: Figures) -> None:
    root = page_at("/?kommun=Ankeborg", lively)
    assert root.one("p", "nk-unknown").text.startswith("Kommunen ”Ankeborg” finns inte. Välj till exempel Botkyrka")
    assert heading(root) == "Vilken kommun vill du se?"


def test_an_unknown_indicator_is_named_and_one_is_asked_for(lively: Figures) -> None:
    root = page_at(f"{INDICATOR}?kommun=0126&nyckeltal=N00000", lively)
    assert root.one("p", "nk-unknown").text == "Indikatorn ”N00000” finns inte. Välj en indikator i översikten."
    assert heading(root) == "Välj en indikator"


def test_an_address_without_faults_has_no_complaint(lively: Figures) -> None:
    assert not page_at("/?kommun=0126&utm_source=brev", lively).all("p", "nk-unknown")


def test_the_header_keeps_the_choices_and_marks_where_one_is(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.SUCCESSES, "lan", Gender.WOMEN, kkik=True, year=2020)
    for path in PATHS:
        root = parsed(header(visit_to(link(path, replace(choices, kpi=GRADES)), lively)))
        links = {a.text: a.attributes for a in root.one("nav").all("a")}
        assert {words: a["href"] for words, a in links.items()} == {
            "Översikt": link(OVERVIEW, choices),
            "Om": link(ABOUT, choices),
        }
        assert root.one("a", "nk-brand").attributes["href"] == link(OVERVIEW, choices)
        assert [w for w, a in links.items() if a.get("aria-current") == "page"] == {
            OVERVIEW: ["Översikt"],
            ABOUT: ["Om"],
        }.get(path, [])


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", f"Översikt – {BRAND}"),
        ("/?kommun=0126", f"Översikt – Huddinge – {BRAND}"),
        ("/?kommun=9999", f"Översikt – {BRAND}"),
        (f"/indikator?kommun=0126&nyckeltal={GRADES}", f"Behöriga till gymnasiet – Huddinge – {BRAND}"),
        ("/indikator?kommun=0126", f"Indikator – Huddinge – {BRAND}"),
        ("/om?kommun=0126", f"Om – {BRAND}"),
        ("/kommun", f"Välj kommun – {BRAND}"),
    ],
)
def test_the_tab_is_named_by_what_is_shown(lively: Figures, address: str, title: str) -> None:
    assert tab_title(visit_to(address, lively)) == title


def test_without_figures_the_tab_is_named_by_the_page() -> None:
    assert tab_title(visit_to("/?kommun=0126", None)) == f"Översikt – {BRAND}"


def view_of(address: str, figures: Figures) -> tuple[str, list[tuple[str, str]]]:
    url = urlsplit(page_at(address, figures).one("h1").attributes["data-view"])
    return url.path, sorted(parse_qsl(url.query, keep_blank_values=True))


@pytest.mark.parametrize(
    "address",
    [
        "/?kommun=0126",
        f"/indikator?kommun=0126&nyckeltal={GRADES}",
        "/om?kommun=0126",
        "/kommun?kommun=0126&till=N15428",
        "/?kommun=Huddinge",
        "/?kommun=0126&visa=alla",
        "/?kommun=0126&utm_source=brev",
        "/?kommun=0126&omrade=rymdfart",
        f"/indikator?kommun=huddinge&nyckeltal={GRADES}&kon=totalt",
    ],
)
def test_the_heading_tells_the_address_as_it_stands_however_it_is_written(lively: Figures, address: str) -> None:
    """The script waits for it when a reader goes back, and loads the page anew when it does not come."""
    url = urlsplit(address)
    assert view_of(address, lively) == (url.path, sorted(parse_qsl(url.query)))


def test_links_of_our_own_are_told_as_they_stand(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.SUCCESSES, "lan", Gender.WOMEN, kkik=True, year=2020, kpi=GRADES)
    for path in (OVERVIEW, INDICATOR):
        address = link(path, choices)
        assert page_at(address, lively).one("h1").attributes["data-view"] == address
    assert query(choices)["nyckeltal"] == GRADES

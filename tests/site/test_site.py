"""Whole pages from what an address says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from core.access.people import READER, Person, Role
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.site.first_paint import painted_page
from core.site.site import PERSONAL, SITE, header, menu, moved_to, pages_as_json, tab_title
from core.web.assets import first_script
from core.web.choices import (
    ABOUT,
    ACCOUNTS,
    AREAS,
    ASSIGNMENTS,
    CHOOSE,
    COMPARE,
    DEVIATIONS,
    EXAMPLES,
    EXERCISES,
    EXPLORE,
    GOAL,
    GOALS,
    GROUP,
    INDEX,
    INDICATOR,
    LEARN,
    MEASURE,
    MEASURES,
    NEWS,
    OVERVIEW,
    PRESENT,
    RESOURCES,
    SEARCH,
    TARGETS,
    YEAR,
    Choices,
    View,
    link,
    query,
)
from core.web.pages import Door, Whose
from core.web.visit import Visit
from core.words.dates import today
from tests.shared import COST, GRADES, HUDDINGE, IDS, READING, WAIT
from tests.web.html import Element, parsed

BRAND = "Nyckeltal Södertörn"
OF_A_MUNICIPALITY = (OVERVIEW, AREAS, COMPARE, RESOURCES, INDEX, LEARN, EXPLORE, INDICATOR)


def visit_to(address: str, figures: Figures | None) -> Visit:
    url = urlsplit(address)
    return Visit(url.path, dict(parse_qsl(url.query, keep_blank_values=True)), figures)


def params_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def page_at(address: str, figures: Figures | None) -> Element:
    visit = visit_to(address, figures)
    return parsed(header(visit) + SITE[visit.path].show(visit))


def heading(root: Element) -> str:
    return root.one("h1").text


def test_every_address_has_its_page(lively: Figures) -> None:
    assert {path for path, page in SITE.items() if page.whose is not Whose.PERSON} == set(READING)
    headings = {path: heading(page_at(f"{path}?kommun=0126&nyckeltal={GRADES}", lively)) for path in READING}
    assert headings == {
        OVERVIEW: "Så går det för Huddinge",
        AREAS: "Områden",
        COMPARE: "Jämför: de viktigaste indikatorerna",
        RESOURCES: "Nytta och resurser",
        INDEX: "Resultatindex för Huddinge",
        ASSIGNMENTS: "Inga uppdrag är öppna",
        YEAR: f"Året {today(datetime.now(UTC)).year} har ingen konferensdag än, inget är försenat",
        NEWS: "Inget nytt just nu",
        EXAMPLES: "Inga goda exempel än",
        LEARN: "Lär av andra: Behöriga till gymnasiet",
        EXPLORE: "Huddinge gick från 74,0\N{NO-BREAK SPACE}% 2014 till 62,5\N{NO-BREAK SPACE}% 2023",
        INDICATOR: "Behöriga till gymnasiet",
        SEARCH: "Sök",
        ABOUT: "Så läser du sidan",
        CHOOSE: "Vilken kommun vill du se?",
        GROUP: "Vilka kommuner vill du jämföra?",
        GOALS: "Huddinge har inte lagt in några mål än",
        GOAL: "Välj ett mål",
        MEASURES: "Inga åtgärder är beslutade än",
        MEASURE: "Åtgärden hittas inte",
        EXERCISES: "Elva övningar och enkäter som kommunen kan göra",
        DEVIATIONS: "Två avvikelser, främst: behöriga till gymnasiet, andra året",
    }


def test_the_script_in_the_browser_knows_every_page() -> None:
    told = json.loads(pages_as_json())
    assert list(told) == list(SITE)
    assert {path for path, whose in told.items() if whose == "en person"} == set(PERSONAL)
    script = first_script()
    assert all(f'"{whose.value}"' in script for whose in (Whose.MUNICIPALITY, Whose.WAY, Whose.PERSON))


@pytest.mark.parametrize("path", [path for path in READING if path != ABOUT])
def test_before_anything_is_fetched_a_page_says_what_to_do(path: str) -> None:
    root = page_at(f"{path}?kommun=0126", None)
    assert heading(root) == "Det finns inga siffror än"
    assert "python -m core refresh" in root.text
    assert "python -m core example" in root.text


def test_before_anything_is_fetched_the_rules_can_be_read() -> None:
    assert heading(page_at(ABOUT, None)) == "Så läser du sidan"


@pytest.mark.parametrize("path", [*OF_A_MUNICIPALITY, GROUP])
def test_without_a_municipality_one_is_asked_for(lively: Figures, path: str) -> None:
    root = page_at(path, lively)
    assert heading(root) == "Vilken kommun vill du se?"
    everyone = root.one("ul", "nk-all").all("a")
    assert len(everyone) == len(IDS)
    assert {urlsplit(a.attributes["href"]).path for a in everyone} == {path}


def test_without_a_municipality_one_can_search_all_the_same(lively: Figures) -> None:
    root = page_at(f"{SEARCH}?q=fall", lively)
    assert heading(root) == "Sök"
    assert [a.text for a in root.one("ul", "nk-hits").all("a")] == ["Fallskador"]


@pytest.mark.parametrize("path", [*OF_A_MUNICIPALITY[1:], SEARCH])
def test_the_choice_of_a_municipality_leads_to_the_page_that_asked_for_it(lively: Figures, path: str) -> None:
    choices = Choices(gender=Gender.WOMEN, area="grundskola", kpi=WAIT, view=View.MAP, pair=f"{COST}-{GRADES}")
    asked = [f"{CHOOSE}?{urlencode(query(choices) | {'till': path.strip('/')})}"]
    for address in [*asked, *([link(path, choices)] if path in OF_A_MUNICIPALITY else [])]:
        first = page_at(address, lively).one("ul", "nk-pick").all("a")[0]
        assert first.attributes["href"] == link(path, replace(choices, municipality="0127")), address


@pytest.mark.parametrize("value", ["N00000", "", "<b>", "kommun", "grupp", "//annan.plats", "halsa", "/", "om/../x"])
def test_a_way_back_to_nothing_leads_to_the_overview(lively: Figures, value: str) -> None:
    root = page_at(f"{CHOOSE}?till={value}", lively)
    assert root.one("ul", "nk-pick").all("a")[0].attributes["href"] == link(OVERVIEW, Choices("0127"))


@pytest.mark.parametrize("path", [INDICATOR, LEARN])
def test_without_an_indicator_one_is_asked_for(lively: Figures, path: str) -> None:
    root = page_at(f"{path}?kommun=0126&kon=kvinnor", lively)
    assert heading(root) == "Välj en indikator"
    assert [a.attributes["href"] for a in root.all("a") if a.text == "Sök bland indikatorerna"] == [
        "/sok?kommun=0126&kon=kvinnor"
    ]
    shown = [a.attributes["href"] for a in root.one("div", "nk-text").all("a")[1:]]
    first = [one.kpi for one in lively.catalogue.indicators if one.prominence == 1]
    assert first
    assert sorted(shown) == sorted(f"{path}?kommun=0126&nyckeltal={kpi}&kon=kvinnor" for kpi in first)


@pytest.mark.parametrize("path", [*OF_A_MUNICIPALITY, GROUP])
def test_an_unknown_municipality_is_named_and_one_is_asked_for(lively: Figures, path: str) -> None:
    root = page_at(f"{path}?kommun=Ankeborg", lively)
    assert root.one("p", "nk-unknown").text.startswith("Kommunen ”Ankeborg” finns inte. Välj till exempel Botkyrka")
    assert heading(root) == "Vilken kommun vill du se?"


@pytest.mark.parametrize("path", [INDICATOR, LEARN])
def test_an_unknown_indicator_is_named_and_one_is_asked_for(lively: Figures, path: str) -> None:
    root = page_at(f"{path}?kommun=0126&nyckeltal=trivsel", lively)
    said = "Indikatorn ”trivsel” finns inte. Sök efter en indikator eller välj en i översikten."
    assert root.one("p", "nk-unknown").text == said
    assert heading(root) == "Välj en indikator"


@pytest.mark.parametrize("path", [INDICATOR, LEARN, OVERVIEW, COMPARE])
def test_a_kpi_of_koladas_outside_the_chosen_ones_leads_to_utforska(lively: Figures, path: str) -> None:
    said = page_at(f"{path}?kommun=0126&nyckeltal=N00003", lively).one("p", "nk-unknown")
    assert "är inte bland de utvalda nyckeltalen." in said.text
    assert said.one("a").attributes["href"] == f"{EXPLORE}?kommun=0126&matt=N00003"


@pytest.mark.parametrize("path", READING)
def test_whatever_is_unknown_is_named_on_every_page_and_the_rest_is_shown(lively: Figures, path: str) -> None:
    names = ("omrade", "jamfor", "kon", "ar", "grupp", "vy", "sortera", "utsnitt", "par", "modell", "perspektiv")
    strange = urlencode(dict.fromkeys(names, "rymden"))
    root = page_at(f"{path}?kommun=0126&nyckeltal={GRADES}&{strange}", lively)
    told = [p.text for p in root.all("p", "nk-unknown")]
    assert len(told) == len(names)
    assert all(re.search("”rymden” finns inte. (Det finns|Välj på sidan)", text) for text in told)
    assert heading(root) == heading(page_at(f"{path}?kommun=0126&nyckeltal={GRADES}", lively))


def test_an_address_without_faults_has_no_complaint(lively: Figures) -> None:
    assert not page_at("/?kommun=0126&utm_source=brev", lively).all("p", "nk-unknown")


DOORS = {
    "Läget": {"Översikt": OVERVIEW, "Områden": AREAS, "Resultatindex": INDEX},
    "Jämför": {
        "Tabell": COMPARE,
        "Karta": COMPARE,
        "Nytta och resurser": RESOURCES,
        "Lär av andra": LEARN,
        "Utforska": EXPLORE,
        "Goda exempel": EXAMPLES,
    },
    "Mål och åtgärder": {"Mål": GOALS, "Avvikelser": DEVIATIONS, "Åtgärder": MEASURES, "Uppdrag": ASSIGNMENTS},
    "Arbetet": {"Året": YEAR, "Presentation": PRESENT, "Övningar": EXERCISES},
}
OPEN = {INDICATOR: "Läget", NEWS: "Läget", GROUP: "Jämför", GOAL: "Mål och åtgärder", MEASURE: "Mål och åtgärder"} | {
    path: door for door in DOORS for path in DOORS[door].values()
}


@pytest.mark.parametrize("path", READING)
def test_the_doors_and_the_pages_of_the_open_one_keep_the_choices(lively: Figures, path: str) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.SUCCESSES, "lan", Gender.WOMEN, kkik=True, year=2020, group="lan")
    root = parsed(header(visit_to(link(path, replace(choices, kpi=GRADES)), lively)))
    kept = replace(choices, kpi=GRADES if path in (INDICATOR, LEARN, EXPLORE, COMPARE, CHOOSE, GROUP) else None)
    views = {"Tabell": View.TABLE, "Karta": View.MAP}
    led = {
        door: {words: link(page, kept, view=views.get(words, View.TABLE)) for words, page in pages.items()}
        for door, pages in DOORS.items()
    }
    doors = root.one("nav", "nk-doors").all("a")
    assert {a.text: a.attributes["href"] for a in doors} == {door: next(iter(led[door].values())) for door in led}
    is_open = OPEN.get(path, "")
    assert [a.text for a in doors if a.attributes.get("aria-current") == "true"] == [*filter(None, [is_open])]
    pages = root.all("nav", "nk-pages")
    assert [row.attributes["aria-label"] for row in pages] == [*filter(None, [is_open])]
    links = [a for row in pages for a in row.all("a")]
    assert {a.text: a.attributes["href"] for a in links} == led.get(is_open, {})
    here = [a.text for a in links if a.attributes.get("aria-current") == "page"]
    assert here == [words for words, page in DOORS.get(is_open, {}).items() if page == path][:1]
    assert {a.attributes["target"] for a in (*doors, *links)} <= {"_self"}
    assert root.one("a", "nk-brand").attributes["href"] == link(OVERVIEW, choices)


@pytest.mark.parametrize(("view", "words"), [(View.TABLE, ["Tabell"]), (View.MAP, ["Karta"]), (View.PANELS, [])])
def test_of_a_page_with_several_lines_in_the_menu_the_one_that_is_seen_is_marked(
    lively: Figures, view: View, words: list[str]
) -> None:
    root = parsed(header(visit_to(link(COMPARE, Choices(HUDDINGE, view=view)), lively)))
    assert [a.text for a in root.one("nav", "nk-pages").all("a") if "aria-current" in a.attributes] == words


MANAGER = Person(3, "eva", "Chefen", Role.MANAGER, municipality=HUDDINGE)
PUBLIC = ["Mål", "Avvikelser", "Åtgärder", "Uppdrag"]
GOALS_OPEN = [*PUBLIC, "Avstämning", "Målnivåer", "Arbeta med planer", "Uppföljning"]
SIGNED_IN_WORK = ["Året", "Presentation", "Egna nyckeltal", "Övningar", "Checklistor"]
OWN = ["Mina åtaganden", "Mitt konto", "Konton", "Ändringslogg", "Användning", "Mallar", "Drift"]
CHIEF = Person(1, "anna", "Administratören", Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("person", "goals", "work", "own"),
    [
        (READER, PUBLIC, ["Året", "Presentation", "Övningar"], []),
        (MANAGER, GOALS_OPEN, SIGNED_IN_WORK, ["Mina åtaganden", "Mitt konto", "Mallar"]),
        (CHIEF, GOALS_OPEN, SIGNED_IN_WORK, OWN),
        (replace(CHIEF, must_change_password=True), PUBLIC, ["Året", "Presentation", "Övningar"], ["Mitt konto"]),
    ],
)
def test_each_role_has_its_own_pages_and_no_door_without_one(
    person: Person, goals: list[str], work: list[str], own: list[str]
) -> None:
    visit = Visit(OVERVIEW, person=person)
    found = {door: [one.words for one in menu(visit, door)] for door in (Door.GOALS, Door.WORK, Door.ONES_OWN)}
    assert found == {Door.GOALS: goals, Door.WORK: work, Door.ONES_OWN: own}
    doors = [a.text for a in parsed(header(visit)).one("nav", "nk-doors").all("a")]
    assert doors == ["Läget", "Jämför", *(["Mål och åtgärder"] if goals else []), "Arbetet"]


def test_a_page_that_is_not_open_to_a_reader_has_no_menu_of_others_either() -> None:
    assert not parsed(header(Visit(ACCOUNTS))).all("nav", "nk-pages")


@pytest.mark.parametrize("path", READING)
def test_the_foot_of_every_page_leads_to_what_is_said_of_it(lively: Figures, path: str) -> None:
    choices = Choices(HUDDINGE, kpi=GRADES)
    [about] = page_at(link(path, choices), lively).one("div", "nk-site-foot").all("a")
    assert (about.text, urlsplit(about.attributes["href"]).path) == (f"Om {BRAND}", ABOUT)
    assert ("aria-current" in about.attributes) == (path == ABOUT)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", None),
        ("kommun=0126&omrade=grundskola", None),
        (f"kommun=0126&historik={GRADES}", f"{TARGETS}?kommun=0126&historik={GRADES}"),
    ],
)
def test_of_the_targets_old_address_what_was_theirs_alone_leads_to_them(query: str, address: str | None) -> None:
    assert moved_to("/mal", query) == address
    assert moved_to(TARGETS, query) is None


def test_one_can_search_from_every_page_without_losing_what_is_chosen(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", gender=Gender.WOMEN, group="0127.0136", kpi=GRADES)
    for path in READING:
        address = link(path, choices)
        form = parsed(header(visit_to(address, lively))).one("form")
        assert form.attributes["action"] == SEARCH
        assert form.attributes["method"] == "get"
        fields = {field.attributes["name"]: field.attributes for field in form.all("input")}
        assert fields.pop("q")["type"] == "search"
        assert {name: field["value"] for name, field in fields.items()} == params_of(address)
        assert {field["type"] for field in fields.values()} == {"hidden"}
        assert form.one("label").text == "Sök indikator, område eller kommun"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", f"Översikt – {BRAND}"),
        ("/?kommun=0126", f"Översikt – Huddinge – {BRAND}"),
        ("/?kommun=9999", f"Översikt – {BRAND}"),
        (f"/indikator?kommun=0126&nyckeltal={GRADES}", f"Behöriga till gymnasiet – Huddinge – {BRAND}"),
        ("/indikator?kommun=0126", f"Indikator – Huddinge – {BRAND}"),
        (f"/lar-av?kommun=0126&nyckeltal={GRADES}", f"Lär av andra: Behöriga till gymnasiet – Huddinge – {BRAND}"),
        ("/lar-av?kommun=0126", f"Lär av andra – Huddinge – {BRAND}"),
        ("/omraden?kommun=0126", f"Områden – Huddinge – {BRAND}"),
        ("/omraden?kommun=0126&omrade=grundskola", f"Områden: Grundskola – Huddinge – {BRAND}"),
        ("/omraden?kommun=0126&omrade=rymdfart", f"Områden – Huddinge – {BRAND}"),
        ("/jamfor?kommun=0126&omrade=aldreomsorg", f"Jämför: Äldreomsorg – Huddinge – {BRAND}"),
        (f"/jamfor?kommun=0126&nyckeltal={GRADES}", f"Jämför – Huddinge – {BRAND}"),
        ("/resurser?kommun=0126", f"Nytta och resurser – Huddinge – {BRAND}"),
        ("/resultatindex?kommun=0126", f"Resultatindex – Huddinge – {BRAND}"),
        ("/sok?kommun=0126&q=x", f"Sök – {BRAND}"),
        ("/grupp?kommun=0126", f"Välj kommuner att jämföra – {BRAND}"),
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
        "/omraden?kommun=0126",
        "/omraden?kommun=Huddinge&omrade=grundskola&brev=1",
        "/jamfor?kommun=0126&grupp=0136.0127&vy=tabell",
        f"/jamfor?kommun=0126&vy=diagram&nyckeltal={GRADES}",
        "/jamfor?kommun=0126&vy=karta&utsnitt=riket&x=%22%3E%26",
        "/resurser?kommun=0126&par=x",
        "/resultatindex?kommun=0126&modell=kkik",
        f"/lar-av?kommun=0126&nyckeltal={GRADES}&kon=totalt",
        "/sok?kommun=0126&q=%22%3E",
        "/grupp?kommun=0126&till=jamfor",
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


def test_a_page_that_is_kept_for_the_next_reader_tells_the_address_of_each(lively: Figures) -> None:
    for path in OF_A_MUNICIPALITY:
        addresses = [f"{path}?kommun=Huddinge&nyckeltal={GRADES}&brev={n}" for n in (1, 2)]
        assert [view_of(a, lively)[1] for a in addresses] == [sorted(params_of(a).items()) for a in addresses]


def test_links_of_our_own_are_told_as_they_stand(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.SUCCESSES, "lan", Gender.WOMEN, kkik=True, year=2020, kpi=GRADES)
    for path in READING:
        address = link(path, choices)
        assert page_at(address, lively).one("h1").attributes["data-view"] == address
    assert query(choices)["nyckeltal"] == GRADES


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/?kommun=0126", "/nytt.atom?kommun=0126"),
        ("/aret?kommun=0126&plan=2025", "/nytt.atom?kommun=0126"),
        ("/omraden?kommun=0126&omrade=grundskola", "/nytt.atom?kommun=0126&omrade=grundskola"),
        ("/om?kommun=0126", ""),
        ("/", ""),
    ],
)
def test_the_head_tells_a_reader_of_feeds_where_the_pages_own_is(
    remembered: Path, source: None, address: str, feed: str
) -> None:
    path, _, query = address.partition("?")
    page = painted_page(path, dict(parse_qsl(query)), None).decode()
    links = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page)
    assert [unescape(one) for one in links] == ([feed] if feed else [])
    assert "nk-here" not in page

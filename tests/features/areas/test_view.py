"""Områden: the list of all, and one with its findings, its indicators and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.cache.build import build
from core.catalogue import Catalogue
from core.features.areas.view import AreaPage, area_page, areas_html
from core.features.overview.view import overview
from core.outcomes.area_findings import area_findings
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.web.choices import AREAS, COMPARE, INDICATOR, OVERVIEW, RESOURCES, Choices, View
from tests.drawn import SILENT
from tests.features.compare.comparing import plain, read_back
from tests.shared import (
    BOTKYRKA,
    COST,
    FETCHED_AT,
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    SAFE,
    WAIT,
    HeldTargets,
    Values,
    built,
    figures_of,
    opened,
    small_catalogue,
    small_harvest,
)
from tests.web.html import Element, parsed

IDS_OF_AREAS = ("grundskola", "aldreomsorg", "fastighet")
SCHOOL = Choices(HUDDINGE, "grundskola")
NEXT_DAY = FETCHED_AT + timedelta(days=1)


def page_of(figures: Figures, choices: Choices) -> AreaPage:
    assert choices.area is not None
    return area_page(figures, choices, figures.catalogue.area_by_id[choices.area])


def html_of(figures: Figures, choices: Choices) -> Element:
    return parsed(areas_html(figures, choices))


def test_all_areas_are_listed_with_how_many_indicators_stand_out(lively: Figures) -> None:
    rows = lively.records(Choices(HUDDINGE).choice)
    cards = html_of(lively, Choices(HUDDINGE)).one("ul", "nk-area-cards").all("li")
    assert [card.one("b").text for card in cards] == ["Grundskola", "Äldreomsorg", "Fastighet"]
    for card, area in zip(cards, IDS_OF_AREAS, strict=True):
        of_area = [row for row in rows if row["area"] == area]
        said = card.one("small").text
        assert re.match(rf"{len(of_area)} indikator(er)?\b", said)
        same = all(row["is_deviation"] == (row["standing"] == "worst") for row in of_area)
        for listed, words in (
            ([row["name"] for row in of_area if row["is_deviation"] and not same], "att titta närmare på"),
            ([row["name"] for row in of_area if row["standing"] == "best"], "bland de bästa 25 %"),
            ([row["name"] for row in of_area if row["standing"] == "worst"], "bland de sämsta 25 %"),
        ):
            # One alone is named.
            only = f": {listed[0]}" if len(listed) == 1 else ""
            assert (f"{len(listed)} {words}{only}" in said) if listed else (words not in said)
        for link in card.one("small").all("a"):
            opened = overview(lively, read_back(lively, link.attributes["href"]))
            assert link.text.startswith(f"{opened.count} ")
        assert read_back(lively, card.all("a")[0].attributes["href"]) == Choices(HUDDINGE, area)


def test_the_list_keeps_what_is_chosen(lively: Figures) -> None:
    choices = Choices(HUDDINGE, gender=Gender.WOMEN, reference="lan", year=2021)
    for a in html_of(lively, choices).one("ul", "nk-area-cards").all("a"):
        assert replace(read_back(lively, a.attributes["href"]), area=None, show=Show.ALL) == choices


def test_an_area_without_indicators_is_not_listed(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=[i for i in small_catalogue().indicators if i.area != "fastighet"], pairs=())
    with figures_of(tmp_path, catalogue=catalogue) as figures:
        names = [b.text for b in html_of(figures, Choices(HUDDINGE)).one("ul", "nk-area-cards").all("b")]
        assert names == ["Grundskola", "Äldreomsorg"]


@pytest.mark.parametrize("area", IDS_OF_AREAS)
def test_an_area_says_what_it_is_for_whom_and_who_leads_it(lively: Figures, area: str) -> None:
    entry = lively.catalogue.area_by_id[area]
    root = html_of(lively, Choices(HUDDINGE, area))
    assert root.one("h1").text == entry.name
    assert entry.purpose in root.all("p", "nk-sub")[0].text
    about = next(section.text for section in root.all("section") if section.one("h2").text == "Om området")
    assert entry.audience[1:] in about
    assert f"{lively.snapshot.municipalities[entry.coordinator or '']} samordnar." in about


@pytest.mark.parametrize(
    ("area", "others"),
    [("grundskola", "Nykvarn"), ("fastighet", "Värmdö"), ("aldreomsorg", "Nykvarn")],
)
def test_those_who_take_part_in_the_area_are_named(lively: Figures, area: str, others: str) -> None:
    seven = "Botkyrka, Haninge, Huddinge, Nynäshamn, Salem, Södertälje, Tyresö"
    assert page_of(lively, Choices(HUDDINGE, area)).taking_part == f"{seven}, {others}"


def test_an_area_that_nobody_leads_says_nothing_of_it(tmp_path: Path) -> None:
    areas = [area.model_copy(update={"coordinator": None}) for area in small_catalogue().areas]
    with figures_of(tmp_path, catalogue=small_catalogue(areas=areas)) as figures:
        assert "samordnar" not in html_of(figures, SCHOOL).text


def test_the_findings_are_those_of_the_rules_with_where_to_see_why(lively: Figures) -> None:
    for area in IDS_OF_AREAS:
        choices = Choices(HUDDINGE, area)
        found, rows = page_of(lively, choices).findings, area_findings(lively, choices.choice, area)
        assert [view.name for view in found] == [row["name"] for row in rows]
        assert [view.is_success for view in found] == [row["is_success"] for row in rows]
        for view, row in zip(found, rows, strict=True):
            assert view.sentence.startswith("Huddinge ")
            assert view.sentence.endswith(".")
            assert read_back(lively, view.address).kpi == row["kpi"]
            assert urlsplit(view.address).path == INDICATOR


def test_good_and_bad_findings_are_told_apart_by_shape_and_words(lively: Figures) -> None:
    seen = set()
    for area in IDS_OF_AREAS:
        section = html_of(lively, Choices(HUDDINGE, area)).one("section", "nk-findings")
        assert section.one("h2").text == "Det viktigaste för Huddinge"
        for item in section.all("li"):
            symbol = item.one("svg")
            seen.add((symbol.one("use").attributes["href"], symbol.attributes["aria-label"]))
    assert seen == {("#finding-well", "går bra"), ("#finding-look", "att titta närmare på")}


def test_an_arrow_is_drawn_only_where_a_figure_moves() -> None:
    """One icon, one meaning: what is found good or bad, gets better or worse, has symbols that are no arrows."""
    symbols = (Path(__file__).parents[3] / "assets/symbols.svg").read_text()
    arrow_head = "M1 -5 L7 0 L1 5"
    ids = re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', symbols)
    assert {id_ for id_, drawing in ids if arrow_head in drawing} == {"arrow-up", "arrow-down", "arrow-level"}
    drawings = [drawing for _, drawing in ids]
    assert len(set(drawings)) == len(drawings)


def test_every_count_of_an_area_opens_the_list_that_it_counts(lively: Figures) -> None:
    for area, kkik in product(IDS_OF_AREAS, (False, True)):
        page = page_of(lively, Choices(HUDDINGE, area, kkik=kkik))
        for count in page.counts:
            assert overview(lively, read_back(lively, count.address)).count == count.n > 0


def test_where_nothing_stands_out_the_page_says_why(lively: Figures) -> None:
    section = html_of(lively, Choices(SILENT, "grundskola")).one("section", "nk-findings")
    assert "Inget i området sticker ut" in section.text
    assert "minst 20 kommuner" in section.text
    assert not section.all("li")


def test_the_table_holds_the_areas_indicators_deviations_first(lively: Figures) -> None:
    rows = html_of(lively, SCHOOL).one("table", "nk-table").all("th", "c-name")
    assert rows[0].one("a").text == "Behöriga till gymnasiet"
    assert len(rows) == sum(i.area == "grundskola" for i in lively.catalogue.indicators)


def test_the_small_lines_can_be_pointed_at_and_walked_for_their_values(lively: Figures) -> None:
    table = html_of(lively, SCHOOL).one("table", "nk-table")
    lines = table.all("svg", "spark")
    assert lines
    stops = [line.attributes["tabindex"] for line in lines]
    assert stops == ["0", *["-1"] * (len(stops) - 1)]
    for line in lines:
        assert line.attributes["role"] == "img"
        assert len(line.attributes["data-axis"].split()) == 8
    page = page_of(lively, SCHOOL)
    told = {row.name: row.arrow.told for row in page.rows}
    assert all(told.values())
    shown = next(row for row in page.rows if row.arrow.spark)
    assert shown.arrow.told.endswith(f"{shown.year}={shown.value}")


def test_how_many_signals_are_uncertain_is_said_with_the_way_to_why(lively: Figures) -> None:
    sure = page_of(lively, SCHOOL)
    assert sure.unsure == 0
    assert "osaker" not in areas_html(lively, SCHOOL)


def test_without_targets_the_faces_are_left_out(lively: Figures) -> None:
    assert html_of(lively, SCHOOL).all("td", "c-face")
    assert not html_of(lively, replace(SCHOOL, municipality=BOTKYRKA)).all("td", "c-face")


def test_signals_and_findings_follow_the_readers_choices(lively: Figures) -> None:
    choices = replace(SCHOOL, reference="sodertorn", gender=Gender.WOMEN)
    page = page_of(lively, choices)
    assert [menu.chosen for menu in page.menus] == ["Grundskola", "Södertörn", "Kvinnor", "Senaste"]
    assert any("på Södertörn" in row.square.words for row in page.rows)
    assert page.findings == ()


def test_the_ways_on_keep_the_area(lively: Figures) -> None:
    choices = replace(SCHOOL, gender=Gender.MEN)
    page = page_of(lively, choices)
    ways = {
        COMPARE: (page.compare_address, choices),
        RESOURCES: (page.resources_address, choices),
        OVERVIEW: (page.overview_address, choices),
        AREAS: (page.all_address, replace(choices, area=None)),
    }
    for path, (address, expected) in ways.items():
        assert urlsplit(address).path == path
        assert read_back(lively, address) == expected
    assert read_back(lively, page.map_address) == replace(choices, view=View.MAP)


def test_an_area_without_pairs_does_not_lead_to_them(lively: Figures) -> None:
    assert page_of(lively, SCHOOL).resources_address
    page = page_of(lively, Choices(HUDDINGE, "aldreomsorg"))
    assert page.resources_address == ""
    assert "Nytta och resurser" not in html_of(lively, Choices(HUDDINGE, "aldreomsorg")).text


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """The day after some of Huddinge's figures were revised."""
    folder, catalogue = tmp_path_factory.mktemp("revised"), small_catalogue()
    before: Values = {(GRADES, HUDDINGE, "T"): {LAST: None}, (SAFE, HUDDINGE, "T"): {LAST: 80.1}}
    after: Values = {(GRADES, HUDDINGE, "T"): {2022: None, LAST: 50.0}, (COST, HUDDINGE, "T"): {2020: 99_000.4}}
    after = {**after, (SAFE, HUDDINGE, "T"): {LAST: 80.2}}
    old = built(folder / "old.duckdb", small_harvest(own=before), catalogue)
    build(folder / "new.duckdb", small_harvest(own=after, fetched_at=NEXT_DAY), catalogue, kept=old)
    with opened(folder / "new.duckdb") as snapshot:
        yield Figures(snapshot, catalogue, HeldTargets(), 0)


def news_of(figures: Figures, choices: Choices) -> list[str]:
    return [plain(words) for words in page_of(figures, choices).news]


def test_what_is_new_is_told_in_words_with_its_day(revised: Figures) -> None:
    found = news_of(revised, SCHOOL)
    assert f"2024-03-02: Behöriga till gymnasiet har fått ett värde för {LAST}: 50,0." in found
    assert "2024-03-02: Behöriga till gymnasiet har inte längre något värde för 2022 (var 74,0)." in found
    assert "2024-03-02: Kostnad för en elev för 2020 är ändrat i efterhand från 104 000 till 99 000." in found
    assert found == [plain(li.text) for li in news_section(revised, SCHOOL).all("li")]


def news_section(figures: Figures, choices: Choices) -> Element:
    sections = html_of(figures, choices).all("section")
    [found] = [s for s in sections if s.one("h2").text == "Nytt den senaste månaden"]
    return found


def test_a_revision_that_the_shown_decimals_hide_is_not_told_as_a_change_from_the_same_to_the_same(
    revised: Figures,
) -> None:
    assert not [words for words in news_of(revised, SCHOOL) if "från 80 till 80" in words]


def test_where_nothing_is_new_the_page_says_when_it_was_fetched(lively: Figures) -> None:
    said = news_section(lively, SCHOOL).text
    assert "Inga nya eller ändrade värden för Huddinge" in said
    assert "2024-03-01" in said


def test_every_indicator_of_the_catalogue_is_on_one_areas_page(lively: Figures) -> None:
    shown = [row.kpi for area in IDS_OF_AREAS for row in page_of(lively, Choices(HUDDINGE, area)).rows]
    assert sorted(shown) == sorted(KPIS)
    assert WAIT in shown


def test_an_areas_page_is_whole_whatever_list_one_came_from(lively: Figures) -> None:
    for show in Show:
        page = page_of(lively, replace(SCHOOL, show=show, kkik=True))
        assert {row.kpi for row in page.rows} == {GRADES, SAFE, COST}


def test_the_example_catalogue_has_a_page_for_each_area(example_figures: Figures) -> None:
    catalogue: Catalogue = example_figures.catalogue
    own = next(p.id for p in catalogue.participants)
    for area in catalogue.areas:
        page = page_of(example_figures, Choices(own, area.id))
        assert (page.name, bool(page.rows)) == (area.name, True)


def test_findings_counts_and_table_compare_with_the_same(lively: Figures) -> None:
    for reference, where in (("riket", "i landet"), ("lan", "i länet")):
        page = page_of(lively, Choices(HUDDINGE, "grundskola", reference=reference))
        placed = [finding.sentence for finding in page.findings if "bland de" in finding.sentence]
        assert all(where in sentence for sentence in placed)
        assert page.reference.where == where
        rows = {row.name: row.square.words.lower() for row in page.rows}
        assert all(rows[f.name] in f.sentence for f in page.findings if "är bland de" in f.sentence)
    few = page_of(lively, Choices(HUDDINGE, "grundskola", reference="sodertorn"))
    assert few.findings == ()
    assert "för få att jämföra med" in few.nothing_found


def test_one_number_is_told_once(lively: Figures) -> None:
    """Five among the worst are the five to look closer at, where no target is missed."""
    for area in html_of(lively, Choices(HUDDINGE)).all("ul", "nk-area-cards")[0].all("li"):
        told = [a.attributes["href"] for a in area.all("a")[1:]]
        opened = [overview(lively, read_back(lively, address)) for address in told]
        lists = [frozenset(row.kpi for row in page.flat) for page in opened]
        assert len(set(lists)) == len(lists)

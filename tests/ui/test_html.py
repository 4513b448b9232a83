"""Every page as HTML: whole, quiet in Markdown, complete in its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.overview.figures import Figures
from core.signals import Gender
from core.ui.choices import CHOOSE, INDICATOR, OVERVIEW, Choices, Show, Unknown, link, read
from core.ui.drawn import choose_address, choose_html
from core.ui.render import render
from tests.shared import BOTKYRKA, COST, GRADES, HUDDINGE, IDS, SAFE, WAIT, built, opened, small_harvest
from tests.ui.conftest import SILENT, drawn, pages_of
from tests.ui.html import Element, parsed, styled_classes, symbols

# Names for the script, for tests and for what is drawn by its parents' rules.
BARE = {
    *("nk-overview", "nk-indicator", "nk-choose", "nk-charts", "nk-safe", "nk-kommun", "nk-find-row", "other", "plain"),
    *("face", "arrow", "square", "verdict", "mark"),
    *(f"face-{name}" for name in ("reached", "nearly", "not-reached", "not-judged")),
    *(f"arrow-{name}" for name in ("up", "down", "level")),
    *(f"square-{name}" for name in ("best", "middle", "worst", "neutral", "none")),
    *(f"verdict-{name}" for name in ("better", "unchanged", "worse")),
    *(f"mark-{name}" for name in ("best", "middle", "worst")),
}
KNOWN_PATHS = {
    *("/", "/indikator", "/om", "/kommun"),
    *(f"/ladda-ner/{page}.{kind}" for page in ("oversikt", "indikator") for kind in ("csv", "xlsx")),
}


@pytest.fixture(scope="module")
def roots(pages: Mapping[str, str]) -> Mapping[str, Element]:
    return {page: parsed(html) for page, html in pages.items()}


def shell(*unknowns: Unknown, is_example: bool = False) -> Element:
    return parsed(render("shell.html", brand="Märke", home="/", pages=[], is_example=is_example, unknowns=unknowns))


def test_every_element_is_ended_and_no_attribute_comes_twice(pages: Mapping[str, str]) -> None:
    assert len(pages) > 40
    for html in pages.values():
        assert parsed(html).inside


def test_no_line_is_blank_or_indented(pages: Mapping[str, str]) -> None:
    """Markdown would end the HTML at a blank line, and make code of four spaces."""
    for page, html in pages.items():
        assert html.startswith("<div"), page
        assert not re.search(r"\n\s*\n|^\s|\n[ \t]", html), page


def test_nothing_is_left_unsaid_or_said_in_python(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        texts = [root.text, *(v for e in root.all() for n, v in e.attributes.items() if n in ("title", "aria-label"))]
        for text in texts:
            assert not re.search(r"\b(nan|None|NaN|NaT|True|False|Undefined)\b|<NA>|\{\{|\}\}", text), page


def test_ids_are_unique_on_a_page(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        ids = [e.attributes["id"] for e in root.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), page


def test_each_page_has_one_main_heading_that_tells_its_address(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        heading = root.one("h1")
        assert heading.text.strip(), page
        assert heading.attributes["data-view"].startswith("/"), page
        assert heading.attributes["tabindex"] == "-1", page


def test_the_way_past_the_header_leads_to_the_content(roots: Mapping[str, Element]) -> None:
    aim = shell().one("a", "nk-skip").attributes["href"].removeprefix("#")
    for page, root in roots.items():
        assert [e for e in root.all() if e.attributes.get("id") == aim], page


def test_every_link_stays_in_the_product_and_in_the_tab(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        for a in root.all("a"):
            address = urlsplit(a.attributes["href"])
            if address.scheme:
                assert a.attributes["target"] == "_blank", page
                continue
            assert address.path in KNOWN_PATHS, f"{page}: {a.attributes['href']}"
            assert a.attributes["target"] == "_self", f"{page}: {a.attributes['href']}"
            assert a.text.strip(), page


def test_every_link_can_be_read_and_keeps_to_what_exists(roots: Mapping[str, Element], lively: Figures) -> None:
    seen = {a.attributes["href"] for root in roots.values() for a in root.all("a")}
    ours = [urlsplit(address) for address in seen if address.startswith("/")]
    assert len(ours) > 100
    for address in ours:
        params = dict(parse_qsl(address.query, keep_blank_values=True))
        assert read(params, lively)[1] == []
        assert all(params.values())


def test_fragments_lead_to_something(roots: Mapping[str, Element]) -> None:
    fragments = {
        (urlsplit(a.attributes["href"]).path, urlsplit(a.attributes["href"]).fragment)
        for root in roots.values()
        for a in root.all("a")
        if urlsplit(a.attributes["href"]).fragment
    }
    about = {e.attributes.get("id") for e in roots["about"].all()}
    assert fragments == {("/om", "mal")}
    assert "mal" in about


def test_every_symbol_that_is_used_is_in_the_file(roots: Mapping[str, Element]) -> None:
    used = {e.attributes["href"] for root in roots.values() for e in root.all("use")}
    assert {name.removeprefix("#") for name in used} <= symbols()
    assert len(used) > 12


def test_every_class_has_a_rule_or_is_known_to_be_bare(roots: Mapping[str, Element]) -> None:
    used = {name for root in roots.values() for e in root.all() for name in e.classes}
    used |= {name for e in shell(Unknown("Året", "x", ""), is_example=True).all() for name in e.classes}
    assert used - styled_classes() - BARE == set()
    assert {"nk-table", "c-face", "tone-worse", "line-own", "nk-old", "nk-example", "nk-unknown"} <= used


def test_no_symbol_and_no_chart_is_mute(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        for svg in root.all("svg"):
            told = svg.attributes.get("aria-label")
            assert (svg.attributes.get("role") == "img" and told) or svg.attributes.get("aria-hidden") == "true", page


def test_headings_leave_out_no_level(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        levels = [
            int(e.attributes.get("aria-level") or e.tag[1])
            for e in root.all()
            if re.fullmatch("h[1-6]", e.tag) or e.attributes.get("role") == "heading"
        ]
        assert levels[0] == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), page


def overviews(roots: Mapping[str, Element]) -> dict[str, Element]:
    return {page: root for page, root in roots.items() if page.startswith("overview") and root.all("table")}


def test_every_row_of_the_table_has_a_cell_for_each_column(roots: Mapping[str, Element]) -> None:
    for page, root in overviews(roots).items():
        table = root.one("table")
        columns = len(table.one("thead").all("th"))
        for row in [r for body in table.all("tbody") for r in body.all("tr")]:
            if "nk-area" in row.classes:
                assert row.one("th").attributes["colspan"] == str(columns), page
            else:
                assert len(row.all("td")) + len(row.all("th")) == columns, page
                assert row.one("th").attributes["scope"] == "row", page


def test_the_table_tells_what_it_is_and_each_signal_why(roots: Mapping[str, Element]) -> None:
    for page, root in overviews(roots).items():
        table = root.one("table")
        assert table.one("caption").text.strip().endswith("indikatorer"), page
        for class_ in ("c-face", "c-trend", "c-stand"):
            for cell in table.all("td", class_):
                assert cell.attributes["title"].rstrip().endswith("."), page


def test_the_counts_in_words_are_those_of_the_table(roots: Mapping[str, Element]) -> None:
    for page, root in overviews(roots).items():
        rows = len(root.all("th", "c-name"))
        assert root.all("p", "nk-sub")[0].text.startswith(f"{rows} indikatorer"), page
        for legend in root.all("p", "nk-legend"):
            assert sum(int(b.text) for b in legend.all("b")) == rows, page


def test_without_targets_the_first_card_says_so_and_the_faces_are_gone(roots: Mapping[str, Element]) -> None:
    root = roots[f"overview {BOTKYRKA} alla T"]
    card = root.all("section", "nk-card")[0]
    assert "Botkyrka har inga mål inlagda än" in card.text
    assert card.one("a").text == "Så läggs mål in"
    assert not root.all("td", "c-face")
    assert not root.all("td", "c-target")
    assert len(root.all("section", "nk-card")) == 3


def test_an_empty_list_says_why_and_leads_back(roots: Mapping[str, Element]) -> None:
    for show in ("avvikelser", "bra"):
        root = roots[f"overview {SILENT} {show} T"]
        empty = root.one("div", "nk-empty")
        assert "Inget" in empty.text
        assert empty.one("a").attributes["href"] == f"/?kommun={SILENT}"
        assert not root.all("table")


def test_a_reader_sees_on_the_page_what_is_chosen(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.DEVIATIONS, "lan", Gender.WOMEN, kkik=True, year=2021)
    root = parsed(drawn(lively, OVERVIEW, choices))
    summaries = [s.text for s in root.all("summary")]
    for words in (
        "Kommun: Huddinge",
        "Område: Grundskola",
        "Länets kommuner",
        "Kvinnor",
        "Bara KKiK",
        "Till och med 2021",
    ):
        assert any(words in summary for summary in summaries), words
    chosen = [a.text for a in root.one("span", "nk-tabs").all("a") if "aria-current" in a.attributes]
    assert chosen == ["Att titta närmare på"]
    assert root.one("h1").attributes["data-view"] == link(OVERVIEW, choices)


def test_the_municipality_is_changed_without_losing_the_rest(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", Show.ALL, "lan", Gender.WOMEN, kpi=GRADES)
    for html, path in ((drawn(lively, path, choices), path) for path in (OVERVIEW, INDICATOR)):
        menu = parsed(html).one("details", "nk-kommun")
        links = {a.text: a.attributes["href"] for a in menu.all("a")}
        assert list(links)[:3] == ["Botkyrka", "Haninge", "Huddinge"]
        assert links["Botkyrka"] == link(path, replace(choices, municipality=BOTKYRKA))
        assert links["Fler kommuner …"].startswith("/kommun?kommun=0126&omrade=grundskola")


def test_choosing_among_all_leads_back_to_the_indicator_one_came_from(lively: Figures) -> None:
    choices = Choices(HUDDINGE, gender=Gender.WOMEN, kpi=GRADES)
    address = urlsplit(choose_address(choices, INDICATOR))
    assert address.path == CHOOSE
    assert dict(parse_qsl(address.query))["till"] == GRADES
    root = parsed(choose_html(lively, replace(choices, kpi=None), kpi=GRADES, address="/kommun"))
    mora = next(a for a in root.one("ul", "nk-all").all("a") if a.text == "Mora")
    assert mora.attributes["href"] == link(INDICATOR, replace(choices, municipality="2062"))


def test_all_municipalities_can_be_chosen_and_the_participants_first(lively: Figures) -> None:
    root = parsed(choose_html(lively, Choices(), kpi=None, address="/kommun"))
    assert [a.text for a in root.one("ul", "nk-pick").all("a")] == [p.name for p in lively.catalogue.participants]
    everyone = root.one("ul", "nk-all").all("a")
    assert [a.text for a in everyone][-1] == "Örebro"
    assert len(everyone) == len(IDS)


def test_downloads_are_of_what_is_chosen(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", reference="lan", gender=Gender.WOMEN, kpi=COST)
    for html, page in (
        (drawn(lively, OVERVIEW, choices), "oversikt"),
        (drawn(lively, INDICATOR, choices), "indikator"),
    ):
        links = {a.text: a.attributes for a in parsed(html).all("a") if "download" in a.attributes}
        assert {text: urlsplit(a["href"]).path for text, a in links.items()} == {
            "CSV": f"/ladda-ner/{page}.csv",
            "Excel": f"/ladda-ner/{page}.xlsx",
        }
        found, _ = read(dict(parse_qsl(urlsplit(links["CSV"]["href"]).query)), lively)
        assert found == (choices if page == "indikator" else replace(choices, kpi=None))


def test_where_the_figures_come_from_stands_on_every_page_with_figures(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        if page.startswith("indicator") or root.all("table", "nk-table"):
            assert any("Egen bearbetning av data från Kolada." in p.text for p in root.all("p", "nk-source")), page


def test_example_figures_say_so_on_every_page_and_in_every_chart(tmp_path: Path, figures: Figures) -> None:
    file = built(tmp_path / "x.duckdb", small_harvest(is_example=True))
    with opened(file) as snapshot:
        made_up = Figures(snapshot, figures.catalogue, figures.state, figures.revision)
        pages = pages_of(made_up, HUDDINGE)
        for page, html in pages.items():
            root = parsed(html)
            if page.startswith(("overview", "indicator")):
                assert "från Kolada hämtade" not in root.text, page
            if page.startswith("indicator"):
                charts = [svg for figure in root.all("figure") for svg in figure.all("svg")]
                assert charts
                assert all("EXEMPELDATA" in svg.text for svg in charts), page
            if root.all("p", "nk-source") and page.startswith(("overview", "indicator")):
                assert any("påhittade" in p.text for p in root.all("p", "nk-source")), page


def test_real_figures_have_no_watermark(roots: Mapping[str, Element]) -> None:
    assert not [page for page, root in roots.items() if "EXEMPELDATA" in root.text]


def test_the_indicators_page_shows_both_a_wide_and_a_narrow_drawing(roots: Mapping[str, Element]) -> None:
    root = roots[f"indicator {HUDDINGE} {WAIT}"]
    for figure in root.all("figure", "nk-chart"):
        assert [svg.classes for svg in figure.all("svg")] == [["only-wide"], ["only-phone"]]
    assert len(root.all("figure", "nk-chart")) == 3


def test_where_the_municipality_has_no_value_only_the_others_are_drawn(roots: Mapping[str, Element]) -> None:
    root = roots[f"indicator {SILENT} {SAFE}"]
    assert root.one("figure", "nk-chart").one("h2").text == "Inget värde att visa"
    assert "Inget läge: det finns inget värde i Kolada." in root.text


def test_about_tells_the_rules_by_their_own_numbers(roots: Mapping[str, Element]) -> None:
    text = roots["about"].text
    for words in (
        "större än 2 gånger",
        "färre än 20 kommuner",
        "färre än 60 %",
        "mer än 35 %",
        "annars 5 % av målnivån",
    ):
        assert words in text, words
    assert "data från Kolada hämtade 2024-03-01" in text
    assert "Tillgänglighet" in text
    assert "hämtade" not in roots["about without figures"].text

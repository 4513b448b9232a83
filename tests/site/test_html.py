"""Every page as HTML: whole, quiet in Markdown, complete in its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.string_util import clean_text

from core.documents.files import KINDS
from core.outcomes.figures import Figures
from core.signals import Gender
from core.site.site import SITE, TABLES, header
from core.web.address import read
from core.web.choices import (
    AREAS,
    CHOOSE,
    COMPARE,
    INDICATOR,
    OVERVIEW,
    RESOURCES,
    Choices,
    View,
    download_path,
    link,
    query,
)
from core.web.menus import place
from core.web.pages import choose_html
from core.web.visit import Visit
from tests.drawn import SILENT, drawn, pages_of
from tests.shared import COST, GRADES, HUDDINGE, IDS, ROOT, SAFE, WAIT, built, figures_of, opened, small_harvest
from tests.web.html import Element, parsed, run_together, styled_classes, symbols

# Names for the script, for tests and for what is drawn by its parents' rules.
BARE = {
    *("nk-overview", "nk-indicator", "nk-choose", "nk-charts", "nk-safe", "nk-kommun", "nk-find-row", "other", "plain"),
    *("face", "arrow", "square", "verdict", "mark", "finding", "finding-look", "finding-well"),
    *(f"face-{name}" for name in ("reached", "nearly", "not-reached", "not-judged")),
    *(f"arrow-{name}" for name in ("up", "down", "level")),
    *(f"square-{name}" for name in ("best", "middle", "worst", "neutral", "none")),
    *(f"verdict-{name}" for name in ("better", "unchanged", "worse")),
    *(f"mark-{name}" for name in ("best", "middle", "worst")),
    *("nk-areas", "nk-area-page", "nk-search", "nk-group", "nk-learn", "good", "bad", "mean", "m-middle", "m-worst"),
}
KNOWN_PATHS = {*SITE, *(download_path(page, kind) for page in TABLES for kind in KINDS)}


def shell(figures: Figures | None = None, **params: str) -> Element:
    return parsed(header(Visit(OVERVIEW, params, figures)))


def test_every_element_is_ended_and_no_attribute_comes_twice(roots: Mapping[str, Element]) -> None:
    assert len(roots) > 40
    for page, root in roots.items():
        assert root.inside, page


def test_no_line_is_blank_or_indented(pages: Mapping[str, str]) -> None:
    """Markdown would end the HTML at a blank line, and make code of four spaces; Streamlit is not asked to tidy it."""
    for page, html in pages.items():
        assert html.startswith("<div"), page
        assert not re.search(r"\n\s*\n|^\s|\n[ \t]", html), page
        assert clean_text(html) == html, page


def test_adjacent_texts_have_a_space_between_them(pages: Mapping[str, str]) -> None:
    """Whatever the look of it, "<b>83</b><small>av 26</small>" is read out and copied as "83av 26"."""
    for page, html in {"shell": header(Visit(OVERVIEW)), **pages}.items():
        assert run_together(html) == [], page
    assert run_together("<p>121 164<small>vägt</small></p><p>1</p><p>2<sup>3</sup></p>") == ["121 164|vägt"]


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


def test_every_link_stays_in_the_product_and_in_the_tab_but_for_decks(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        for a in root.all("a"):
            address = urlsplit(a.attributes["href"])
            # A deck is a document of its own, full screen: one comes back by closing it.
            if address.scheme or address.path.startswith("/presentation/"):
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


def test_a_heading_that_has_an_id_keeps_it_when_streamlit_draws_it() -> None:
    """Else Streamlit makes one of the heading's words, and what leads there or is named by it finds nothing."""
    alone = ("decks/", "rooms/front_phone.html", "rooms/screen.html")
    found = 0
    for file in (ROOT / "core").rglob("*.html"):
        if any(one in file.as_posix() for one in alone):
            continue
        for heading in re.findall(r"<h[1-6]\b[^>]* id=[^>]*>", file.read_text(encoding="utf-8")):
            said = re.search(r' id="([^"]*)" data-anchor="([^"]*)"', heading)
            assert said, f"{file}: {heading}"
            assert said[1] == said[2], f"{file}: {heading}"
            found += 1
    assert found > 10


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


def test_every_class_has_a_rule_or_is_known_to_be_bare(roots: Mapping[str, Element], tmp_path: Path) -> None:
    used = {name for root in roots.values() for e in root.all() for name in e.classes}
    with figures_of(tmp_path, harvest=small_harvest(is_example=True)) as example:
        used |= {name for e in shell(example, ar="x").all() for name in e.classes}
    assert sorted(used - styled_classes() - BARE) == []
    assert {"nk-table", "c-face", "tone-worse", "line-own", "nk-old", "nk-example", "nk-unknown"} <= used


def test_no_symbol_and_no_chart_is_mute(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        for svg in root.all("svg"):
            told = svg.attributes.get("aria-label")
            assert (svg.attributes.get("role") == "img" and told) or svg.attributes.get("aria-hidden") == "true", page


def test_what_a_signal_tells_a_mouse_can_be_opened_by_tap_and_key() -> None:
    told = {one: one.read_text() for one in (ROOT / "core").rglob("*.html") if ".sentence }}" in one.read_text()}
    by_mouse = {one.name for one, text in told.items() if re.search(r'title="[^"]*\.sentence }}"', text)}
    opened = {one.name for one, text in told.items() if "{{ why(" in text or 'aria-label="{{ view.sentence }}"' in text}
    assert by_mouse
    assert by_mouse <= opened


def test_every_field_that_one_fills_in_has_a_label_and_every_form_leads_to_the_product(
    roots: Mapping[str, Element],
) -> None:
    for page, root in [*roots.items(), ("header", shell())]:
        labelled = [field for label in root.all("label") if label.text.strip() for field in label.all("input")]
        for field in root.all("input"):
            assert field.attributes.get("type") == "hidden" or field in labelled, page
        for form in root.all("form"):
            assert form.attributes["action"].startswith("/"), page
            assert form.attributes["action"][1:2] != "/", page


def test_headings_leave_out_no_level(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        levels = [
            int(e.attributes.get("aria-level") or e.tag[1])
            for e in root.all()
            if re.fullmatch("h[1-6]", e.tag) or e.attributes.get("role") == "heading"
        ]
        assert levels[0] == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), page


def test_choosing_among_all_leads_back_to_the_indicator_one_came_from(lively: Figures) -> None:
    choices = Choices(HUDDINGE, gender=Gender.WOMEN, kpi=GRADES)
    address = urlsplit(place(lively, choices, INDICATOR).others)
    assert address.path == CHOOSE
    assert dict(parse_qsl(address.query)) == {
        "kommun": HUDDINGE,
        "kon": "kvinnor",
        "nyckeltal": GRADES,
        "till": "indikator",
    }
    root = parsed(choose_html(Visit(CHOOSE, query(choices), lively), INDICATOR))
    mora = next(a for a in root.one("ul", "nk-all").all("a") if a.text == "Mora")
    assert mora.attributes["href"] == link(INDICATOR, replace(choices, municipality="2062"))


def test_all_municipalities_can_be_chosen_and_the_participants_first(lively: Figures) -> None:
    root = parsed(choose_html(Visit(CHOOSE, {}, lively), OVERVIEW))
    assert [a.text for a in root.one("ul", "nk-pick").all("a")] == [p.name for p in lively.catalogue.participants]
    everyone = root.one("ul", "nk-all").all("a")
    assert [a.text for a in everyone][-1] == "Örebro"
    assert len(everyone) == len(IDS)


def test_downloads_are_of_what_is_chosen(lively: Figures) -> None:
    choices = Choices(HUDDINGE, "grundskola", reference="lan", gender=Gender.WOMEN, kpi=COST, group="lan")
    for page in (OVERVIEW, AREAS, COMPARE, RESOURCES, INDICATOR):
        links = downloads_of(drawn(lively, page, choices))
        assert links == {
            "CSV": link(download_path(page, "csv"), choices),
            "Excel": link(download_path(page, "xlsx"), choices),
        }, page


def downloads_of(html: str) -> dict[str, str]:
    return {a.text: a.attributes["href"] for a in parsed(html).all("a") if "download" in a.attributes}


def test_the_list_of_areas_can_be_taken_away_too(lively: Figures) -> None:
    assert set(downloads_of(drawn(lively, AREAS, Choices(HUDDINGE)))) == {"CSV", "Excel"}


@pytest.mark.parametrize("view", [View.MAP, View.PANELS])
def test_every_chart_can_be_saved_with_its_source(lively: Figures, view: View) -> None:
    pages = [
        drawn(lively, COMPARE, Choices(HUDDINGE, "grundskola", kpi=GRADES, view=view)),
        drawn(lively, INDICATOR, Choices(HUDDINGE, kpi=GRADES)),
        drawn(lively, RESOURCES, Choices(HUDDINGE, "grundskola")),
    ]
    for html in pages:
        root = parsed(html)
        figures = root.all("", "nk-figure") or root.all("figure")
        assert figures
        for figure in figures:
            assert [button.attributes["data-save"] for button in figure.all("button")] == ["png", "svg"]
            assert "Egen bearbetning av data från Kolada." in figure.one("div", "nk-from").text


def test_where_the_figures_come_from_stands_on_every_page_with_figures(roots: Mapping[str, Element]) -> None:
    for page, root in roots.items():
        if page.startswith(("indicator", "area", "compare")) or root.all("table", "nk-table"):
            assert any("Egen bearbetning av data från Kolada." in p.text for p in root.all("", "nk-source")), page


def test_example_figures_say_so_on_every_page_and_in_every_chart(tmp_path: Path, figures: Figures) -> None:
    file = built(tmp_path / "x.duckdb", small_harvest(is_example=True))
    with opened(file) as snapshot:
        made_up = Figures(snapshot, figures.catalogue, figures.entered, figures.revision)
        drawings = 0
        for page, html in pages_of(made_up, HUDDINGE).items():
            root = parsed(html)
            assert page.startswith("about") or "från Kolada hämtade" not in root.text, page
            charts = [svg for figure in root.all("figure") for svg in figure.all("svg") if "viewbox" in svg.attributes]
            assert all("EXEMPELDATA" in svg.text for svg in charts), page
            drawings += len(charts)
            sources = root.all("", "nk-source")
            assert page.startswith("about") or not sources or any("påhittade" in p.text for p in sources), page
        assert drawings > 80


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
    assert "Inget läge: det finns inget värde." in root.text


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

"""The overview as HTML: a table that adds up, words for what is chosen, and a way out of an empty list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.web.choices import CHOOSE, INDICATOR, OVERVIEW, Choices, link, query
from tests.drawn import SILENT, drawn
from tests.shared import BOTKYRKA, GRADES, HUDDINGE
from tests.web.html import Element, parsed


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
        assert table.one("caption").text.strip().endswith(("indikator", "indikatorer")), page
        for class_ in ("c-face", "c-trend", "c-stand"):
            for cell in table.all("td", class_):
                assert cell.attributes["title"].rstrip().endswith("."), page


def test_the_counts_in_words_are_those_of_the_table(roots: Mapping[str, Element]) -> None:
    for page, root in overviews(roots).items():
        rows = len(root.all("th", "c-name"))
        said = re.match(r"(\d+)(?: av (\d+))? indikator(?:er)?", root.all("p", "nk-sub")[0].text)
        assert said is not None, page
        assert int(said[1]) == rows, page
        for card in (one for one in root.all("section", "nk-card") if one.all("p", "nk-large")):
            counts = [*card.one("p", "nk-large").all("b"), *(b for p in card.all("p", "nk-legend") for b in p.all("b"))]
            assert sum(int(b.text) for b in counts) == int(said[2] or said[1]), page
            # Each of the large numbers has its words under it.
            assert all(one.text for one in card.one("p", "nk-large").all("small")), page


def test_without_targets_the_first_card_says_so_and_the_faces_are_gone(roots: Mapping[str, Element]) -> None:
    root = roots[f"overview {BOTKYRKA} alla T"]
    card = root.all("section", "nk-card")[0]
    assert "Botkyrka har inga mål inlagda än" in card.text
    assert card.one("a").text == "Så sätts målnivåer"
    assert not root.all("td", "c-face")
    assert not root.all("td", "c-target")
    assert len(root.all("section", "nk-card")) == 3


def test_an_empty_list_says_why_and_leads_back(roots: Mapping[str, Element]) -> None:
    for show in ("avvikelser", "bra"):
        root = roots[f"overview {SILENT} {show} T"]
        empty = root.one("div", "nk-empty")
        assert "inget i urvalet kan bedömas" in empty.text
        assert empty.one("a").attributes["href"] == f"/?kommun={SILENT}"
        assert not root.all("table")


def test_an_empty_list_of_a_comparison_tells_which_and_leads_to_the_whole_country(lively: Figures) -> None:
    choices = Choices(SILENT, "grundskola", Show.DEVIATIONS, "lan")
    root = parsed(drawn(lively, OVERVIEW, choices))
    assert root.one("p", "nk-choices").text.startswith("Jämfört i länet · ")
    empty = root.one("div", "nk-empty")
    assert "Jämförelsen är i länet." in empty.text
    assert empty.all("a")[0].attributes["href"] == link(OVERVIEW, replace(choices, reference="riket"))


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
        others = urlsplit(links["Fler kommuner …"])
        assert others.path == CHOOSE
        kept = query(replace(choices, kpi=None)) if path == OVERVIEW else query(choices) | {"till": "indikator"}
        assert dict(parse_qsl(others.query)) == kept

"""Jämför as small charts: one indicator, everyone on the same scale, with words and figures beside."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.charts.scales import scale
from core.features.compare.panels_view import PanelsView
from core.features.compare.view import comparison
from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.choices import INDICATOR, Choices, View
from tests.features.compare.comparing import HANINGE, OREBRO, SALEM, html_of, plain, read_back
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    PLACES,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)

HERE = Choices(HUDDINGE, "grundskola", view=View.PANELS, kpi=COST)


def view_of(figures: Figures, choices: Choices) -> PanelsView:
    panels = comparison(figures, choices).panels
    assert panels is not None
    return panels


def test_there_is_a_chart_for_each_with_values_ones_own_first_and_the_others_are_named(country: Figures) -> None:
    view = view_of(country, HERE)
    assert view.panels[0].name == "Huddinge"
    assert [panel.is_own for panel in view.panels] == [True] + [False] * 5
    assert {panel.name for panel in view.panels} == {PLACES[m] for m in FULL} - {"Haninge"}
    assert view.missing == ("Haninge",)
    assert "Utan värden: Haninge." in html_of(country, HERE).text


def test_the_indicator_is_that_of_the_link_even_from_another_area(country: Figures) -> None:
    assert view_of(country, replace(HERE, kpi=WAIT)).subtitle.startswith("Väntetid till särskilt boende · dagar")
    assert view_of(country, replace(HERE, kpi=None)).subtitle.startswith("Behöriga till gymnasiet · %")
    assert view_of(country, Choices(HUDDINGE, view=View.PANELS)).subtitle.startswith("Behöriga till gymnasiet · %")


def test_all_charts_have_the_same_scale_and_years(country: Figures) -> None:
    root = html_of(country, HERE)
    scales = set()
    for svg in root.one("ul", "nk-panels").all("svg"):
        rules = tuple((line.attributes["y1"], line.attributes["y2"]) for line in svg.all("line", "rule"))
        scales.add((rules, tuple(text.text for text in svg.all("text"))))
    assert len(scales) == 1


def test_a_chart_goes_as_high_as_its_values_say(country: Figures) -> None:
    view = view_of(country, HERE)
    rules = [(float(text.replace("\N{NO-BREAK SPACE}", "")), y) for y, text in view.rules]
    (low, at_low), (high, at_high) = min(rules), max(rules)
    for panel in view.panels:
        municipality = next(m for m, name in PLACES.items() if name == panel.name)
        expected = scale(plain_value(COST, municipality, LAST), (low, high), (at_low, at_high))
        assert panel.dots[-1][1] == pytest.approx(expected, abs=0.2)
        *_, last = re.findall(r"[ML](\S+) (\S+?)(?=[ML]|m|$)", panel.path)
        assert (float(last[0]), float(last[1])) == panel.dots[-1]


def test_the_message_is_where_ones_own_lies_beside_the_groups_mean(country: Figures) -> None:
    mean = sum(plain_value(WAIT, m, LAST) for m in FULL if m not in (HUDDINGE, SALEM)) + 22.0
    title = plain(view_of(country, replace(HERE, kpi=WAIT)).title)
    assert title == f"Huddinge {LAST}: 22 dagar, Södertörn i medel {mean / 6:.0f}"


def test_without_values_of_ones_own_the_message_says_so(country: Figures) -> None:
    assert view_of(country, replace(HERE, municipality=HANINGE)).title == "Haninge har inga värden att visa"


def test_each_chart_says_in_a_sentence_what_it_shows_and_leads_to_the_indicator(country: Figures) -> None:
    view = view_of(country, HERE)
    botkyrka = next(panel for panel in view.panels if panel.name == "Botkyrka")
    first, last = plain_value(COST, BOTKYRKA, 2014), plain_value(COST, BOTKYRKA, LAST)
    said = f"Botkyrka: från {first:,.0f} år 2014 till {last:,.0f} kr/elev år {LAST}.".replace(",", " ")
    assert plain(botkyrka.alt) == said
    assert botkyrka.address.startswith(f"{INDICATOR}?")
    found = read_back(country, botkyrka.address)
    assert (found.municipality, found.kpi) == (BOTKYRKA, COST)
    for svg in html_of(country, HERE).one("ul", "nk-panels").all("svg"):
        assert svg.attributes["role"] == "img"
        assert svg.attributes["aria-label"].endswith(".")


def test_ones_own_is_told_from_the_others_by_more_than_colour(country: Figures) -> None:
    figures = html_of(country, HERE).all("figure")
    own = [figure for figure in figures if "is-own" in figure.classes]
    assert [figure.one("h3").one("a").text for figure in own] == ["Huddinge"]
    assert len(own[0].all("path", "line-own")) == 1
    assert all(not figure.all("path", "line-own") for figure in figures if figure is not own[0])


def test_the_table_holds_every_figure_that_is_drawn(country: Figures) -> None:
    view = view_of(country, HERE)
    assert view.table_head == ("År", *(panel.name for panel in view.panels), "Södertörn, medel")
    assert [row[0] for row in view.table_rows] == [str(year) for year in range(LAST, 2013, -1)]
    last = dict(zip(view.table_head, view.table_rows[0], strict=True))
    for panel in view.panels:
        assert panel.latest == f"{last[panel.name]} ({LAST})"
    with_values = [plain_value(COST, m, LAST) for m in FULL if m != HANINGE]
    assert plain(last["Södertörn, medel"]) == f"{sum(with_values) / 6:,.0f}".replace(",", " ")


def test_a_gender_that_is_not_there_is_said(country: Figures) -> None:
    assert "kvinnor" in view_of(country, replace(HERE, kpi=GRADES, gender=Gender.WOMEN)).subtitle
    assert "totalt, ej könsuppdelat" in view_of(country, replace(HERE, gender=Gender.WOMEN)).subtitle


def test_where_nobody_has_values_the_page_says_what_to_do(country: Figures) -> None:
    root = html_of(country, replace(HERE, group=HANINGE, municipality=HANINGE))
    assert "Kostnad för en elev: ingen i gruppen har värden." in root.one("div", "nk-empty").text
    assert "en annan indikator" in root.one("div", "nk-empty").text
    assert not root.all("figure")


def test_an_empty_group_says_so(country: Figures) -> None:
    root = html_of(country, replace(HERE, municipality=OREBRO, group="liknande"))
    assert "Det finns ingen sådan grupp för Örebro." in root.one("div", "nk-empty").text
    assert not root.all("figure")


def test_ones_own_stands_first_though_it_does_not_belong_to_the_group(country: Figures) -> None:
    view = view_of(country, replace(HERE, municipality=OREBRO, kpi=SAFE))
    assert view.panels[0].name == "Örebro"
    assert view.mean_words == "Södertörn, medel"


def test_one_chooses_among_the_areas_indicators(country: Figures) -> None:
    which = comparison(country, HERE).menus[1]
    assert which.label == "Indikator"
    assert which.chosen == "Kostnad för en elev"
    assert {read_back(country, option.address).kpi for option in which.options} == {COST, GRADES, SAFE}
    assert {read_back(country, option.address).view for option in which.options} == {View.PANELS}


def test_small_charts_are_broken_at_a_change_of_method_and_of_two_measurements_there_are_dots(tmp_path: Path) -> None:
    changed = small_catalogue(indicators=indicators_with(COST, break_years=(LAST - 2,)))
    with figures_of(tmp_path, catalogue=changed) as figures:
        view = view_of(figures, HERE)
        root = html_of(figures, HERE)
    assert len(view.breaks) == 1
    assert all(panel.path.count("M") >= 2 for panel in view.panels)
    assert len(root.all("path", "line-break")) == len(view.panels)
    assert "metodbyte" in root.text

    few: Values = {(COST, m, "T"): dict.fromkeys(YEARS[:-2]) for m in IDS}
    with figures_of(tmp_path, harvest=small_harvest(own=few)) as figures:
        view = view_of(figures, HERE)
        root = html_of(figures, HERE)
    assert view.panels == ()
    assert view.subtitle.endswith(f"· {LAST}")
    assert len(root.all("svg", "dot-chart")) == 2

"""Jämför as a map: the county or the country, coloured by standing, with marks, words and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from core.charts.borders import borders
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width
from core.features.compare.map_view import Area, MapView
from core.features.compare.view import comparison
from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.choices import INDICATOR, Choices, View
from tests.features.compare.comparing import html_of, plain, read_back
from tests.shared import (
    BOTKYRKA,
    COST,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    PLACES,
    SAFE,
    YEARS,
    Values,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)

HERE = Choices(HUDDINGE, "grundskola", view=View.MAP, kpi=GRADES)
COUNTRY = replace(HERE, whole_country=True)
LETTER = 13  # as large as .nk-chart text
MARKS = {"best": "mark-best", "middle": "mark-middle", "worst": "mark-worst"}
HANINGE, SALEM = "0136", "0128"
# Salem lacks the last year, so all are shown in the one before.
YEAR = LAST
BOTKYRKAS = f"{plain_value(GRADES, BOTKYRKA, YEAR):.1f}".replace(".", ",")
REAL = {shape.municipality for shape in borders(IDS, width=360, height=820).shapes}
OWN: Values = {
    (GRADES, HANINGE, "T"): dict.fromkeys(YEARS, "Privacy"),
    (GRADES, SALEM, "T"): {LAST: None},
    **{(SAFE, m, "T"): {LAST: None} for m in IDS[12:]},
}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("map"), harvest=small_harvest(own=OWN)) as made:
        yield made


def view_of(figures: Figures, choices: Choices) -> MapView:
    found = comparison(figures, choices).map
    assert found is not None
    return found


def areas_of(view: MapView) -> dict[str, Area]:
    """The first drawing's municipalities by name."""
    return {area.sentence.split(" 20")[0].split(":")[0]: area for area in view.maps[0].areas}


def test_the_county_is_drawn_for_wide_screens_and_phones_and_the_country_once(country: Figures) -> None:
    county, whole = view_of(country, HERE), view_of(country, COUNTRY)
    assert [drawing.kind for drawing in county.maps] == ["only-wide", "only-phone"]
    assert [drawing.kind for drawing in whole.maps] == [""]
    for drawing in county.maps:
        assert len(drawing.areas) == len(set(IDS[:12]) & REAL)
    assert len(whole.maps[0].areas) == len(REAL)


def test_names_lie_on_the_countys_map_on_phones_too_and_over_no_other(country: Figures) -> None:
    for drawing in view_of(country, HERE).maps:
        boxes = [
            (area.x - wide / 2, area.y - LETTER, area.x + wide / 2, area.y)
            for area in drawing.areas
            if (wide := width(area.name, Type(SCREEN, LETTER)))
        ]
        assert len(boxes) >= 3
        for (left, top, right, bottom), (left_2, top_2, right_2, bottom_2) in combinations(boxes, 2):
            assert left >= right_2 or left_2 >= right or top >= bottom_2 or top_2 >= bottom


def test_each_municipality_is_said_in_a_sentence_when_one_points_at_it(country: Figures) -> None:
    botkyrka = areas_of(view_of(country, HERE))["Botkyrka"].sentence
    assert plain(botkyrka) == f"Botkyrka {YEAR}: {BOTKYRKAS} %, sämsta 25 % i landet."
    for choices in (HERE, COUNTRY):
        for svg in html_of(country, choices).all("svg"):
            if svg.all("title"):
                assert [path.one("title").text[-1] for path in svg.all("path")] == ["."] * len(svg.all("path"))


def test_ones_own_is_drawn_last_with_its_outline_on_top_and_its_name(country: Figures) -> None:
    for choices in (HERE, COUNTRY):
        for drawing in view_of(country, choices).maps:
            assert [area.is_own for area in drawing.areas] == [False] * (len(drawing.areas) - 1) + [True]
    assert {drawing.areas[-1].name for drawing in view_of(country, HERE).maps} == {"Huddinge"}


def test_no_standing_on_the_countys_map_is_shown_by_colour_alone(country: Figures) -> None:
    tints = Counter(area.tint for area in view_of(country, HERE).maps[0].areas)
    assert set(tints) >= {"best", "middle", "worst", "missing"}
    for drawing in view_of(country, HERE).maps:
        for area in drawing.areas:
            assert area.mark == MARKS.get(area.tint, "")


def test_a_value_of_another_year_is_neither_coloured_nor_marked_beside_those_of_the_maps_year(tmp_path: Path) -> None:
    county = IDS[:12]
    own: Values = {
        **{(GRADES, m, "T"): {2021: None, 2022: None} for m in county[::2]},
        **{(GRADES, m, "T"): {LAST: None} for m in county[1::2]},
    }
    with figures_of(tmp_path, harvest=small_harvest(own=own)) as figures:
        view = view_of(figures, HERE)
        assert {row.year for row in view.rows} == {str(LAST), str(LAST - 1)}
        for area in view.maps[0].areas:
            if f" {LAST - 1}: " in area.sentence:
                assert (area.tint, area.mark) == ("plain", "")


def test_on_the_country_only_ones_own_is_named_and_every_standing_has_its_mark(country: Figures) -> None:
    view = view_of(country, COUNTRY)
    [drawing] = view.maps
    assert [area.name for area in drawing.areas if area.name] == ["Huddinge"]
    assert all(area.mark == MARKS.get(area.tint, "") for area in drawing.areas)
    assert min(area.size for area in drawing.areas) < 4 < max(area.size for area in drawing.areas)
    assert {row.name for row in view.rows} == set(PLACES.values())
    assert all(row.words for row in view.rows)


@pytest.mark.parametrize(("kpi", "judged"), [(GRADES, ["best", "middle", "worst"]), (COST, ["blue"])])
def test_the_legend_says_what_is_on_the_map_and_nothing_else(country: Figures, kpi: str, judged: list[str]) -> None:
    for choices in (replace(HERE, kpi=kpi), replace(COUNTRY, kpi=kpi)):
        view = view_of(country, choices)
        drawn = {area.tint.split("-")[0] for area in view.maps[0].areas}
        assert set(view.legend) == drawn
        assert [tint for tint in view.legend if tint not in ("plain", "missing")] == judged
        key = html_of(country, choices).one("p", "nk-key")
        assert len(key.all("span")) == len(view.legend) + 1
        assert key.all("span")[-1].text.strip() == "Huddinge"


def test_only_the_whole_country_can_be_enlarged(country: Figures) -> None:
    assert [b.text for b in html_of(country, COUNTRY).one("p", "nk-zoom").all("button")] == [
        *("Zooma in", "Zooma ut", "Hela landet")
    ]
    assert not html_of(country, HERE).all("p", "nk-zoom")


def test_the_title_counts_the_best_and_the_worst(country: Figures) -> None:
    view = view_of(country, HERE)
    words = Counter(plain(row.words) for row in view.rows if row.year == str(YEAR))
    best, middle, worst = (words[said] for said in ("Bästa 25 %", "Mittersta 50 %", "Sämsta 25 %"))
    expected = f"{best} av {best + middle + worst} kommuner i länet är bland landets bästa 25 %, {worst} bland de"
    assert plain(view.title) == f"{expected} sämsta 25 %"
    assert best
    assert worst


def test_the_title_of_the_whole_country_says_where_the_own_municipality_lies(country: Figures) -> None:
    view = view_of(country, COUNTRY)
    own = next(row for row in view.rows if row.is_own)
    assert plain(view.title) == f"{own.name}: {plain(own.words).lower()} i landet"


def test_the_table_holds_every_municipality_with_its_figure_year_and_words(country: Figures) -> None:
    rows = {row.name: row for row in view_of(country, HERE).rows}
    assert set(rows) == {PLACES[m] for m in IDS[:12]}
    assert (rows["Haninge"].value, rows["Haninge"].year, rows["Haninge"].words) == ("–", "", "Sekretess")
    botkyrka = rows["Botkyrka"]
    assert (botkyrka.value, botkyrka.year, plain(botkyrka.words)) == (BOTKYRKAS, str(YEAR), "Sämsta 25 %")
    assert [name for name, row in rows.items() if row.is_own] == ["Huddinge"]
    found = read_back(country, rows["Botkyrka"].address)
    assert rows["Botkyrka"].address.startswith(f"{INDICATOR}?")
    assert (found.municipality, found.kpi) == (BOTKYRKA, GRADES)


def test_a_cost_has_no_best_and_no_worst(country: Figures) -> None:
    choices = replace(HERE, kpi=COST)
    view = view_of(country, choices)
    assert view.title == "Kostnad för en elev, länets kommuner"
    assert {area.tint[:5] for area in view.maps[0].areas} == {"blue-"}
    legend = html_of(country, choices).one("p", "nk-key").text
    assert "lägre till högre" in legend
    assert "bästa" not in legend
    assert "bästa 25" in plain(html_of(country, HERE).one("p", "nk-key").text)


def test_a_year_that_is_not_complete_does_not_take_the_colour_of_the_one_before(country: Figures) -> None:
    view = view_of(country, replace(HERE, kpi=SAFE))
    assert plain(view.subtitle).endswith(str(LAST - 1))
    assert {"best", "worst"} <= {area.tint for area in view.maps[0].areas}


def test_the_subtitle_says_what_is_shown(country: Figures) -> None:
    assert plain(view_of(country, HERE).subtitle) == f"Behöriga till gymnasiet · % · totalt · {YEAR}"
    women = view_of(country, replace(HERE, gender=Gender.WOMEN))
    assert plain(women.subtitle) == f"Behöriga till gymnasiet · % · kvinnor · {LAST}"
    costs = view_of(country, replace(HERE, kpi=COST, gender=Gender.WOMEN))
    assert "totalt, ej könsuppdelat" in costs.subtitle


def test_who_is_drawn_is_said_above(country: Figures) -> None:
    assert comparison(country, HERE).subtitle == "Huddinge och alla kommuner i länet"
    assert comparison(country, COUNTRY).subtitle == "Huddinge och alla kommuner i landet"


def test_one_goes_from_the_county_to_the_country_and_back(country: Figures) -> None:
    [extent] = [menu for menu in comparison(country, HERE).menus if menu.label == "Utsnitt"]
    assert extent.chosen == "Länet"
    assert [read_back(country, option.address) for option in extent.options] == [HERE, COUNTRY]


def test_the_map_can_be_saved_with_its_source_and_whose_borders_they_are(country: Figures) -> None:
    caption = html_of(country, HERE).one("div", "nk-from").text
    assert "Egen bearbetning av data från Kolada." in caption
    assert "Kommungränser: SCB." in caption


@pytest.mark.parametrize("choices", [HERE, COUNTRY], ids=["county", "country"])
def test_made_up_municipalities_have_no_map_and_the_page_says_why(tmp_path: Path, choices: Choices) -> None:
    harvest = small_harvest(is_example=True)
    ids = {m: f"9{n:03}" for n, m in enumerate(IDS)}
    harvest = replace(
        harvest,
        municipalities=harvest.municipalities.assign(id=harvest.municipalities["id"].replace(ids)),
        groups=harvest.groups.assign(member=harvest.groups["member"].replace(ids)),
        values=harvest.values.assign(municipality=harvest.values["municipality"].replace(ids)),
    )
    with figures_of(tmp_path, harvest=harvest) as figures:
        made_up = replace(choices, municipality=ids[HUDDINGE])
        assert view_of(figures, made_up).maps == ()
        said = html_of(figures, made_up).one("div", "nk-empty").text
        assert "Det finns ingen karta att visa." in said
        assert "Exempelkommunerna är påhittade och har inga gränser." in said


def test_a_municipality_whose_county_is_unknown_is_offered_the_country(tmp_path: Path) -> None:
    harvest = small_harvest()
    with figures_of(tmp_path, harvest=replace(harvest, groups=harvest.groups.iloc[:0])) as figures:
        said = html_of(figures, HERE).one("div", "nk-empty").text
        assert "Kommunens län är okänt." in said
        assert view_of(figures, COUNTRY).maps


def test_an_indicator_that_nobody_has_is_named_with_its_capitals(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(GRADES, name="Behöriga i LSS"))
    with figures_of(tmp_path, harvest=small_harvest(kpis=[COST]), catalogue=catalogue) as figures:
        said = html_of(figures, HERE).one("div", "nk-empty").text
        assert "Ingen har redovisat" in said
        assert "LSS" in said

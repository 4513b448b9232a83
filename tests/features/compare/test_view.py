"""Jämför as a matrix: tints with marks, and words for what is missing or particular."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.catalogue import Area
from core.features.compare.matrix import Cell, matrix
from core.features.compare.matrix_view import tint
from core.features.compare.view import comparison, scope_of
from core.outcomes.figures import Figures
from core.signals import Gender, Reason, Standing
from core.web.choices import COMPARE, INDICATOR, Choices, link
from tests.features.compare.comparing import (
    HANINGE,
    HERE,
    OREBRO,
    SALEM,
    SCHOOL,
    cell_of,
    html_of,
    line_of,
    plain,
    read_back,
    table_of,
)
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    PLACES,
    PREMISES,
    SAFE,
    WAIT,
    Values,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)

MARKS = {"best": "mark-best", "middle": "mark-middle", "worst": "mark-worst"}
STANDINGS = ("bästa 25", "mittersta 50", "sämsta 25")


def test_without_an_area_the_most_prominent_of_all_are_compared_area_by_area(country: Figures) -> None:
    table = table_of(country, HERE)
    shown = [i for i in country.catalogue.indicators if i.prominence == 1]
    assert [line.name for line in table.lines] == [i.name for i in shown]
    assert [line.area for line in table.lines] == ["Grundskola", "", "Äldreomsorg", "Fastighet"]


def test_an_area_is_compared_with_all_its_indicators(country: Figures) -> None:
    page, table = comparison(country, SCHOOL), table_of(country, SCHOOL)
    assert page.title == "Jämför: Grundskola"
    assert [line.name for line in table.lines] == [
        i.name for i in country.catalogue.indicators if i.area == "grundskola"
    ]
    assert {line.area for line in table.lines} == {""}


def test_the_columns_are_the_group_ones_own_first_and_then_the_means(country: Figures) -> None:
    table = table_of(country, HERE)
    assert table.heads[0].name == "Huddinge"
    assert {head.name for head in table.heads} == {PLACES[m] for m in FULL}
    assert [head.name for head in table.mean_heads] == ["Södertörn", "Länet", "Landets kommuner", "Riket"]
    assert [head.tone for head in table.heads] == ["own", *[""] * 6]


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("lan", ["Länets kommuner", "Landets kommuner", "Riket"]),
        ("sodertorn-10", ["Gruppen", "Länet", "Landets kommuner", "Riket"]),
        ("0127.1880", ["Eget urval", "Länet", "Landets kommuner", "Riket"]),
    ],
)
def test_the_countys_mean_stands_once_and_a_long_name_is_short(country: Figures, group: str, names: list[str]) -> None:
    assert [head.name for head in table_of(country, replace(HERE, group=group)).mean_heads] == names


def test_a_group_is_said_with_ones_own_beside_it_where_one_does_not_belong(country: Figures) -> None:
    assert comparison(country, HERE).subtitle == "Södertörn"
    assert comparison(country, Choices(OREBRO)).subtitle == "Örebro och Södertörn"
    outside = [head.name for head in table_of(country, Choices(OREBRO, group="0127.0136")).heads]
    assert outside == ["Örebro", "Botkyrka", "Haninge"]


def test_a_figure_leads_to_the_indicators_page_of_its_municipality(country: Figures) -> None:
    cell = cell_of(country, replace(SCHOOL, gender=Gender.MEN), SAFE, BOTKYRKA)
    assert urlsplit(cell.address).path == INDICATOR
    found = read_back(country, cell.address)
    assert (found.municipality, found.kpi, found.gender) == (BOTKYRKA, SAFE, Gender.MEN)
    assert read_back(country, line_of(country, SCHOOL, SAFE).address).municipality == HUDDINGE


def test_what_is_missing_is_told_apart_and_explained_in_the_legend_only_where_it_is_used(country: Figures) -> None:
    secret, lost = (cell_of(country, SCHOOL, kpi, HANINGE) for kpi in (COST, GRADES))
    assert (secret.text, secret.sentence) == ("··", "Haninge: sekretess.")
    assert (lost.text, lost.sentence) == ("–", "Haninge: bortfall.")
    assert table_of(country, SCHOOL).statuses == (("··", "sekretess"), ("–", "bortfall"))
    nothing = cell_of(country, Choices(HUDDINGE, "aldreomsorg"), WAIT, SALEM)
    assert (nothing.text, nothing.sentence) == ("–", "Salem: inget värde.")
    assert table_of(country, Choices(HUDDINGE, "aldreomsorg")).statuses == (("–", "inget värde"),)


def test_a_figure_of_another_year_than_its_rows_says_so(tmp_path: Path) -> None:
    own = {(COST, OREBRO, "T"): {LAST: "Missing"}}
    with figures_of(tmp_path, harvest=small_harvest(own=own)) as figures:
        choices = Choices(OREBRO, "grundskola")
        cell = cell_of(figures, choices, COST, OREBRO)
        assert (cell.year, line_of(figures, choices, COST).year) == (str(LAST - 1), str(LAST))
        assert plain(cell.sentence).endswith("i landet. Senare år: bortfall.")
        assert cell_of(figures, choices, COST, BOTKYRKA).year == ""
        small = [s.text for s in html_of(figures, choices).all("small") if s.text == str(LAST - 1)]
        assert small


def test_a_row_says_what_is_particular_about_it(country: Figures) -> None:
    women = replace(HERE, gender=Gender.WOMEN)
    assert line_of(country, women, COST).notes == ("ej könsuppdelat",)
    assert line_of(country, women, WAIT).notes == ()
    assert line_of(country, HERE, PREMISES).notes == (f"{LAST} finns för 7 av 7, men året är inte klart",)
    assert line_of(country, HERE, COST).notes == ()


def test_a_newer_year_that_only_some_have_is_said(tmp_path: Path) -> None:
    four: Values = {(COST, m, "T"): {LAST: None} for m in FULL[:4]}
    with figures_of(tmp_path, harvest=small_harvest(own=four)) as figures:
        line = line_of(figures, SCHOOL, COST)
        assert (line.year, line.notes) == (str(LAST - 1), (f"{LAST} finns för 3 av 7",))
        assert line_of(figures, SCHOOL, SAFE).notes == ()


def test_a_mean_says_beside_it_when_it_is_not_of_all_and_the_nations_sentence_that_it_is_weighted(
    country: Figures,
) -> None:
    lines = table_of(country, HERE).lines
    assert {line.means[0].year for line in lines} == {"", "av 6"}
    for _, _, everyone, nation in (line.means for line in lines):
        assert everyone.year.startswith("av ")
        assert (nation.year, nation.sentence.endswith("vägt.")) == ("", True)


def test_every_figure_leads_to_itself(country: Figures) -> None:
    """The page that a cell opens shows the cell's value and year, also where a newer cannot be judged yet."""
    for year, gender in product((None, 2021), (Gender.TOTAL, Gender.WOMEN)):
        choices = replace(HERE, area=None, year=year, gender=gender)
        for row in matrix(country, scope_of(country, choices)):
            line = line_of(country, choices, row.indicator.kpi)
            for cell, view in zip(row.cells, line.cells, strict=True):
                if cell.value is not None:
                    opened = read_back(country, view.address)
                    [found] = [r for r in country.records(opened.choice) if r["kpi"] == opened.kpi]
                    assert (found["value"], found["year"]) == (cell.value, cell.year), view


def test_a_value_of_a_year_that_is_not_complete_is_not_tinted() -> None:
    assert tint(Cell(HANINGE, 3.0, LAST, reason=Reason.OPEN_YEAR)) == "plain"


@pytest.mark.parametrize(
    "choices", [HERE, SCHOOL, Choices(OREBRO, gender=Gender.WOMEN), replace(HERE, group="lan")], ids=str
)
def test_no_figure_is_said_by_colour_alone(country: Figures, choices: Choices) -> None:
    tints = set()
    rows = html_of(country, choices).one("table", "nk-matrix").all("tr")
    for td in (td for row in rows if "nk-matrix-names" not in row.classes for td in row.all("td")):
        [tint] = [name.removeprefix("t-") for name in td.classes]
        tints.add(tint)
        marks = [use.attributes["href"].removeprefix("#") for use in td.all("use")]
        assert marks == ([MARKS[tint]] if tint in MARKS else [])
        sentence = td.attributes["title"]
        assert sentence.endswith(".")
        for words, of_tint in zip(STANDINGS, MARKS, strict=True):
            assert (words in sentence) == (tint == of_tint)
        assert ("högre än" in sentence) == tint.startswith("blue-")
        heard = [a.attributes["aria-label"] for a in td.all("a")] or [td.one("span", "nk-hidden").text]
        assert heard == [sentence]
    assert tints >= {"best", "middle", "worst", "mean"}


def test_darker_blue_is_higher(country: Figures) -> None:
    shades = {}
    for municipality in FULL:
        if municipality != HANINGE:
            cell = cell_of(country, SCHOOL, COST, municipality)
            shades[plain_value(COST, municipality, LAST)] = cell.tint
    in_order = [shades[value] for value in sorted(shades)]
    assert in_order == sorted(in_order)
    assert set(in_order) <= {f"blue-{n}" for n in range(1, 6)}
    assert len(set(in_order)) > 2


def test_every_row_has_a_cell_for_each_column(country: Figures) -> None:
    for choices in (
        HERE,
        replace(SCHOOL, group="lan", sort="lan"),
        Choices(OREBRO, group="liknande", area="grundskola"),
    ):
        page = html_of(country, choices)
        for table in page.all("table", "nk-matrix"):
            columns = len(table.one("thead").all("th"))
            for row in table.one("tbody").all("tr"):
                if "nk-matrix-area" in row.classes:
                    assert row.one("th").attributes["colspan"] == str(columns)
                elif "nk-matrix-names" in row.classes:
                    assert len(row.all("td")) == columns
                else:
                    assert len(row.all("td")) + 1 == columns
                    assert row.one("th").attributes["scope"] == "row"
            assert {th.attributes["scope"] for th in table.one("thead").all("th")} == {"col"}


@pytest.mark.parametrize("choices", [replace(HERE, area=None), SCHOOL, Choices(OREBRO)], ids=str)
def test_whose_column_it_is_stands_near_every_row(country: Figures, choices: Choices) -> None:
    table = html_of(country, choices).one("table", "nk-matrix")
    names = [th.text.strip() for th in table.one("thead").all("th")][1:]
    since = 0
    for row in table.one("tbody").all("tr"):
        if "nk-matrix-names" in row.classes:
            assert [td.text for td in row.all("td")][1:] == names
            since = 0
        elif "nk-matrix-area" not in row.classes:
            since += 1
            assert since <= 6


def test_an_empty_group_says_so_and_what_to_do(country: Figures) -> None:
    choices = Choices(OREBRO, group="liknande")
    assert comparison(country, choices).table is None
    root = html_of(country, choices)
    assert "Det finns ingen sådan grupp för Örebro." in root.one("div", "nk-empty").text
    assert "välj själv" in root.one("div", "nk-empty").text.lower()
    assert not root.all("table")
    assert any(a.text == "Välj själv …" for a in root.all("a"))


def test_an_indicator_that_nobody_has_is_a_row_without_figures(tmp_path: Path) -> None:
    with figures_of(tmp_path, harvest=small_harvest(kpis=[k for k in KPIS if k != COST])) as figures:
        line = line_of(figures, SCHOOL, COST)
        assert line.year == "inga värden"
        assert {cell.text for cell in line.cells} == {"–"}
        assert {cell.text for cell in line.means} == {""}


def test_an_area_without_indicators_is_no_fault(tmp_path: Path) -> None:
    empty = Area(id="vatten", name="Vatten", purpose="Visar vattnet.", audience="Nämnden.")
    catalogue = small_catalogue(areas=[*small_catalogue().areas, empty])
    with figures_of(tmp_path, catalogue=catalogue) as figures:
        assert "Vatten" in html_of(figures, Choices(HUDDINGE, "vatten")).text


def test_the_squares_are_those_of_the_overview(country: Figures) -> None:
    rows = {row["kpi"]: row for row in country.records(HERE.choice)}
    for kpi in (SAFE, GRADES, COST):
        cell = cell_of(country, SCHOOL, kpi, HUDDINGE)
        judged = rows[kpi]["standing"] != Standing.NOT_JUDGED
        assert cell.tint == rows[kpi]["standing"] if judged else not cell.mark


def test_decimals_are_the_catalogues(tmp_path: Path) -> None:
    with figures_of(tmp_path, catalogue=small_catalogue(indicators=indicators_with(COST, decimals=1))) as figures:
        assert plain(cell_of(figures, SCHOOL, COST, BOTKYRKA).text) == "90 200,0"


def test_menus_change_one_thing_and_keep_the_rest(country: Figures) -> None:
    choices = replace(SCHOOL, gender=Gender.WOMEN, group="lan", sort="-riket", year=2022)
    menus = comparison(country, choices).menus
    assert [(menu.label, plain(menu.chosen)) for menu in menus] == [
        ("Område", "Grundskola"),
        ("Grupp", "Länets kommuner"),
        ("Kön", "Kvinnor"),
        ("År", "Till och med 2022"),
    ]
    fields = ("area", "group", "gender", "year")
    for menu, field in zip(menus, fields, strict=True):
        addresses = [option.address for option in menu.options if urlsplit(option.address).path == COMPARE]
        found = [read_back(country, address) for address in addresses]
        assert [replace(one, **{field: getattr(choices, field)}) for one in found] == [choices] * len(found)
        assert link(COMPARE, choices) in addresses

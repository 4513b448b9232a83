"""Jämför sorted: worst first, best first, or as the catalogue has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.compare.matrix import matrix, sort_keys
from core.features.compare.matrix_view import Head, MatrixView
from core.features.compare.view import scope_of
from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.choices import COMPARE, SORT_COLUMNS, Choices
from tests.features.compare.comparing import OREBRO, SCHOOL, html_of, read_back, table_of
from tests.shared import COST, FULL, GRADES, HUDDINGE, SAFE, figures_of, small_catalogue


def heads(table: MatrixView) -> Mapping[str, Head]:
    return {head.name: head for head in (table.name_head, *table.heads, *table.mean_heads)}


@pytest.mark.parametrize("name", ["Indikator", "Huddinge", "Botkyrka", "Södertörn", "Länet", "Riket"])
def test_a_column_sorts_worst_first_then_best_first_then_not_at_all(country: Figures, name: str) -> None:
    choices = SCHOOL
    seen = []
    for _ in range(4):
        table = table_of(country, choices)
        seen.append((heads(table)[name].sorted, [line.name for line in table.lines]))
        assert [head.name for head in heads(table).values() if head.sorted] == ([name] if seen[-1][0] else [])
        address = heads(table)[name].address
        assert urlsplit(address).path == COMPARE
        assert replace(read_back(country, address), sort=None) == SCHOOL
        choices = read_back(country, address)
    assert [said for said, _ in seen] == ["", "ascending", "descending", ""]
    assert seen[0] == seen[3]


def test_another_column_starts_from_its_own_beginning(country: Figures) -> None:
    table = table_of(country, replace(SCHOOL, sort="-0127"))
    assert read_back(country, heads(table)["Huddinge"].address).sort == HUDDINGE


def test_the_sorted_column_is_told_to_those_who_listen(country: Figures) -> None:
    sorted_by = {}
    for sort in (None, HUDDINGE, "-0126", "namn"):
        root = html_of(country, replace(SCHOOL, sort=sort))
        found = [th for th in root.one("thead").all("th") if "aria-sort" in th.attributes]
        sorted_by[sort] = {th.one("a").text.split()[0]: th.attributes["aria-sort"] for th in found}
        assert bool(sort in (HUDDINGE, "-0126")) == any("Sorterat efter läget" in p.text for p in root.all("p"))
    assert sorted_by == {
        None: {},
        HUDDINGE: {"Huddinge": "ascending"},
        "-0126": {"Huddinge": "descending"},
        "namn": {"Indikator": "ascending"},
    }


def test_what_the_rows_are_sorted_by_is_said_with_a_way_back(country: Figures) -> None:
    table = table_of(country, replace(SCHOOL, sort="-0127"))
    assert table.sorting == "Sorterat efter läget i landet för Botkyrka: bäst läge först."
    assert read_back(country, table.reset_address) == SCHOOL
    assert table_of(country, replace(SCHOOL, sort="riket")).sorting.endswith("för riket: sämst läge först.")
    assert table_of(country, SCHOOL).sorting == ""


def test_rows_are_not_said_to_be_sorted_by_a_municipality_that_is_not_there(country: Figures) -> None:
    assert table_of(country, replace(SCHOOL, sort=OREBRO)).sorting == ""


@given(
    column=st.sampled_from([*SORT_COLUMNS[1:], *FULL]),
    area=st.none() | st.sampled_from(list(small_catalogue().area_by_id)),
    gender=st.sampled_from(Gender),
)
def test_sorted_rows_are_in_the_order_of_their_places_and_what_has_none_comes_last(
    country: Figures, column: str, area: str | None, gender: Gender
) -> None:
    choices = Choices(HUDDINGE, area, gender=gender)
    rows = matrix(country, scope_of(country, choices))
    keys = sort_keys(country, rows, column)
    places = {row.indicator.name: keys.get(row.indicator.kpi, float("nan")) for row in rows}
    directed = {row.indicator.name: row.indicator.direction.value != "none" for row in rows}
    for sort, sign in ((column, 1), (f"-{column}", -1)):
        table = table_of(country, replace(choices, sort=sort))
        names = [line.name for line in table.lines]
        assert sorted(names) == sorted(places)
        assert {line.area for line in table.lines} == {""}
        placed = [name for name in names if places[name] == places[name]]
        assert names[: len(placed)] == placed
        assert [directed[name] for name in placed] == sorted((directed[name] for name in placed), reverse=True)
        for is_directed in (True, False):
            order = [sign * places[name] for name in placed if directed[name] == is_directed]
            assert order == sorted(order)


def test_sorted_by_name_the_rows_come_in_alphabetical_order_and_back(country: Figures) -> None:
    names = [line.name for line in table_of(country, replace(SCHOOL, sort="namn")).lines]
    assert names == ["Behöriga till gymnasiet", "Elever som känner sig trygga", "Kostnad för en elev"]
    assert [line.name for line in table_of(country, replace(SCHOOL, sort="-namn")).lines] == names[::-1]


def test_sorted_by_name_swedish_letters_come_in_swedish_order(tmp_path: Path) -> None:
    names = {GRADES: "Öppna dagar", SAFE: "Ärenden", COST: "Årets resultat"}
    indicators = [i.model_copy(update={"name": names.get(i.kpi, i.name)}) for i in small_catalogue().indicators]
    with figures_of(tmp_path, catalogue=small_catalogue(indicators=indicators)) as figures:
        lines = table_of(figures, replace(SCHOOL, sort="namn")).lines
        assert [line.name for line in lines] == ["Årets resultat", "Ärenden", "Öppna dagar"]

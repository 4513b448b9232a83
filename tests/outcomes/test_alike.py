"""Learning from others: who is alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from core.outcomes.figures import Figures
from core.outcomes.peers import NEAREST_MOST, Method, Peers, peers, populations
from tests.outcomes.test_lessons import (
    ALIKE_IN_GENERAL,
    ALIKE_IN_SCHOOL,
    HANINGE,
    MORA,
    TAX_BASE,
    made,
    without_groups,
)
from tests.shared import (
    BOTKYRKA,
    GROUPS,
    HUDDINGE,
    IDS,
    KPIS,
    LARGE_CLASS,
    LAST,
    PEOPLE,
    SMALL_CLASS,
    YEARS,
    frame_of,
    kpi_rows,
    plain_value,
    small_catalogue,
    small_harvest,
    small_indicator,
)

# Who is alike.


def test_koladas_group_for_the_area_is_used_where_there_is_one(figures: Figures) -> None:
    found = peers(figures, HUDDINGE, "grundskola")
    assert (set(found.members), found.method, found.kind) == (ALIKE_IN_SCHOOL, Method.KOLADA, "grundskola")


def test_else_the_group_of_municipalities_that_are_alike_in_general(figures: Figures) -> None:
    found = peers(figures, HUDDINGE, "äldreomsorg")
    assert (set(found.members), found.method, found.kind) == (ALIKE_IN_GENERAL, Method.KOLADA, "övergripande")


def test_those_that_kolada_names_come_by_how_near_their_population_is(figures: Figures) -> None:
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS}
    away = {m: abs(math.log(people[m] / people[HUDDINGE])) for m in ALIKE_IN_GENERAL}
    assert list(peers(figures, HUDDINGE, "övergripande").members) == sorted(away, key=lambda m: away[m])
    assert len(set(away.values())) > 1


def test_a_municipality_is_never_its_own_example_even_if_kolada_says_so(tmp_path: Path) -> None:
    group = next(g for g, (title, _) in GROUPS.items() if "övergripande, Huddinge" in title)
    itself = pd.DataFrame([(group, GROUPS[group][0], HUDDINGE)], columns=["id", "title", "member"])
    with made(tmp_path, groups=pd.concat([small_harvest().groups, itself])) as figures:
        assert set(peers(figures, HUDDINGE, "övergripande").members) == ALIKE_IN_GENERAL


@pytest.mark.parametrize("municipality", [m for m in IDS if m not in (HUDDINGE, MORA)])
def test_without_such_a_group_the_nearest_in_population_of_the_same_class_are_taken(
    figures: Figures, municipality: str
) -> None:
    found = peers(figures, municipality, "grundskola")
    same_class = next(members for members in (IDS[:20], IDS[20:]) if municipality in members)
    people = {m: plain_value(PEOPLE, m, LAST) for m in same_class}
    away = {m: abs(math.log(people[m] / people[municipality])) for m in same_class if m != municipality}
    assert set(found.members) <= set(same_class) - {municipality}
    assert [away[m] for m in found.members] == pytest.approx(sorted(away.values())[:NEAREST_MOST])
    assert (found.method, found.by_tax_base) == (Method.NEAREST, False)
    assert found.class_group == (LARGE_CLASS if municipality in IDS[:20] else SMALL_CLASS)


def test_the_tax_base_counts_as_much_as_the_population_each_in_its_own_spread(tmp_path: Path) -> None:
    taxes = {m: 150_000.0 + 4_000 * (i * 11 % 30) for i, m in enumerate(IDS)}
    rows = frame_of([(TAX_BASE, m, LAST, "T", value, "", 1) for m, value in taxes.items()])
    harvest = small_harvest()
    fields = {"kpi": TAX_BASE, "area": "fastighet", "name": "Skattekraft", "unit": "kr/inv", "decimals": 0}
    extra = small_indicator(**fields, direction="none", category="information", prominence=3)
    catalogue = small_catalogue(indicators=[*small_catalogue().indicators, extra])
    changes = {"kpis": kpi_rows([*KPIS, TAX_BASE]), "values": pd.concat([harvest.values, rows])}
    with made(tmp_path, None, catalogue, **changes) as figures:
        found = peers(figures, BOTKYRKA, "grundskola")
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS}
    expected = sorted(
        (m for m in IDS[:20] if m != BOTKYRKA),
        key=lambda m: math.hypot(*(standardised(of, m) - standardised(of, BOTKYRKA) for of in (people, taxes))),
    )
    assert list(found.members) == expected[:NEAREST_MOST]
    assert found.by_tax_base


def standardised(values: Mapping[str, float], municipality: str) -> float:
    """The logarithm of MUNICIPALITY's value, in standard deviations of everyone's."""
    logs = [math.log(value) for value in values.values()]
    mean = sum(logs) / len(logs)
    return (math.log(values[municipality]) - mean) / math.sqrt(sum((x - mean) ** 2 for x in logs) / len(logs))


@pytest.mark.parametrize(("size", "stays_within"), [(0, False), (2, False), (3, True)])
def test_a_class_that_is_unknown_or_too_small_gives_way_to_the_whole_country(
    tmp_path: Path, size: int, *, stays_within: bool
) -> None:
    title = GROUPS[LARGE_CLASS][0]
    few = pd.DataFrame([(LARGE_CLASS, title, m) for m in IDS[:size]], columns=["id", "title", "member"])
    with made(tmp_path, groups=pd.concat([without_groups(title), few])) as figures:
        found = peers(figures, BOTKYRKA, "grundskola")
    assert found.method is Method.NEAREST
    assert found.class_group == (LARGE_CLASS if stays_within else None)
    assert len(found.members) == (size - 1 if stays_within else NEAREST_MOST)


def test_nobody_can_be_said_to_be_alike_without_a_population(tmp_path: Path) -> None:
    with made(tmp_path, {(PEOPLE, BOTKYRKA, "T"): dict.fromkeys(YEARS)}) as figures:
        assert peers(figures, BOTKYRKA, "grundskola") == Peers((), Method.NONE)
        assert BOTKYRKA not in peers(figures, HANINGE, "grundskola").members
        assert BOTKYRKA in peers(figures, HUDDINGE, "grundskola").members
        assert peers(figures, HUDDINGE, "grundskola").members[-1] == BOTKYRKA


def test_where_all_are_as_large_all_are_as_near_and_come_by_name(tmp_path: Path) -> None:
    with made(tmp_path, {(PEOPLE, m, "T"): dict.fromkeys(YEARS, 5000.0) for m in IDS}) as figures:
        by_name = [m for m in figures.snapshot.municipalities if m in IDS[:20] and m != BOTKYRKA]
        assert list(peers(figures, BOTKYRKA, "grundskola").members) == by_name[:NEAREST_MOST]


def test_a_population_of_nobody_is_no_population(tmp_path: Path) -> None:
    with made(tmp_path, {(PEOPLE, BOTKYRKA, "T"): dict.fromkeys(YEARS, 0.0)}) as figures:
        assert peers(figures, BOTKYRKA, "grundskola").method is Method.NONE


def test_the_populations_are_those_of_the_newest_year(figures: Figures) -> None:
    assert dict(populations(figures)) == {m: plain_value(PEOPLE, m, LAST) for m in IDS}

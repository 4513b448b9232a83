"""Lär av andra where there is less to tell: nobody good, nobody alike, no values."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from core.catalogue.models import Pair
from core.outcomes.figures import Figures
from tests.features.learn.test_view import (
    ALIKE,
    HABO,
    HANINGE,
    MORA,
    STORY,
    asked,
    drawn,
    going,
    links,
    made,
    page_of,
    plain,
    story,
    words,
)
from tests.shared import (
    BOTKYRKA,
    COST,
    COUNTY,
    GRADES,
    GROUPS,
    HUDDINGE,
    IDS,
    LAST,
    PEOPLE,
    PLACES,
    PREMISES,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    plain_value,
    small_catalogue,
    small_harvest,
)
from tests.web.html import as_lines

__all__ = ["story"]


# Where there is less to tell.


def test_nobody_can_be_named_where_neither_high_nor_low_is_good(story: Figures) -> None:
    html = drawn(story, COST)
    empty = html.one(class_="nk-empty")
    assert "varken högt eller lågt bra i sig" in words(empty)
    assert html.all("figure") == html.all("table") == []
    ways = {name: asked(address) for name, address in links(empty).items()}
    assert ways["Behöriga till gymnasiet"] == ("/lar-av", {"kommun": HUDDINGE, "nyckeltal": GRADES})
    assert ways["Se indikatorns sida"] == ("/indikator", {"kommun": HUDDINGE, "nyckeltal": COST})


@pytest.mark.parametrize(("kpi", "expected"), [(COST, "N15027-N15428"), (PEOPLE, None)])
def test_a_resource_leads_to_what_it_gives(tmp_path: Path, kpi: str, expected: str | None) -> None:
    pairs = (Pair(x=PREMISES, y=SAFE), Pair(x=COST, y=GRADES)) if expected else (Pair(x=COST, y=GRADES),)
    with made(tmp_path, catalogue=small_catalogue(pairs=pairs)) as figures:
        found = [asked(address) for address in links(drawn(figures, kpi).one(class_="nk-empty")).values()]
    assert [params["par"] for path, params in found if path == "/resurser"] == ([expected] if expected else [])


def test_an_area_without_anything_to_be_good_at_still_shows_the_way(story: Figures) -> None:
    html = drawn(story, PREMISES)
    assert "går det att lära av andra om" not in words(html)
    areas = page_of(story, PREMISES).head.menus[1]
    assert (areas.chosen, [o.words for o in areas.options]) == ("Fastighet", ["Grundskola", "Äldreomsorg", "Fastighet"])


def the_best() -> set[str]:
    """Those that fewer than a quarter of all beat in WAIT, where the alike wait long."""
    waits = {m: 70.0 if m in ALIKE else plain_value(WAIT, m, LAST) for m in IDS}
    return {m for m in IDS if sum(other < waits[m] for other in waits.values()) < len(IDS) / 4}


def test_where_nobody_alike_is_good_the_nearest_good_of_the_same_class_are_offered(tmp_path: Path) -> None:
    with made(tmp_path, {(WAIT, m, "T"): going(70.0, 0.0) for m in ALIKE}) as figures:
        html = drawn(figures)
        found = page_of(figures).findings
    assert found is not None
    assert found.further is not None
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS[:20]}
    good = [m for m in the_best() & people.keys() if m not in (HUDDINGE, *ALIKE)]
    nearest = sorted(good, key=lambda m: abs(math.log(people[m] / people[HUDDINGE])))[:3]
    assert len(nearest) == 3
    assert [(one.name, one.value) for one in found.further.examples] == [
        (PLACES[m], f"{plain_value(WAIT, m, LAST):.0f}\N{NO-BREAK SPACE}dagar") for m in nearest
    ]
    first = words(html.all("section", "nk-learn-part")[0])
    said = "Av kommuner av samma typ (pendlingskommun nära storstad) är de här bland de bästa 25 % i landet, "
    assert f"{said}de tre närmast Huddinge i folkmängd:" in first
    assert first.index(said) < first.index("I länet är")
    addresses = links(html.one(class_="nk-learn-further"))
    for municipality in nearest:
        path, params = asked(addresses[f"Se {PLACES[municipality]} på indikatorns sida"])
        assert (path, params["kommun"], params["nyckeltal"]) == ("/indikator", municipality, WAIT)
    assert asked(found.further.compare_address)[1]["grupp"] == ".".join(sorted([HUDDINGE, *nearest]))
    assert "fråga hur de gör" in words(html.one(class_="nk-learn-ask"))


def test_where_somebody_alike_is_good_no_others_are_offered(story: Figures) -> None:
    assert drawn(story).all(class_="nk-learn-further") == []


def test_the_only_good_one_of_the_class_is_told_as_one(tmp_path: Path) -> None:
    waits = {m: 90.0 + i for i, m in enumerate((*ALIKE, *IDS[:20]))} | {HANINGE: 10.0}
    own = {(WAIT, m, "T"): going(wait, 0.0) for m, wait in waits.items()}
    with made(tmp_path, own) as figures:
        found = page_of(figures).findings
    assert found is not None
    assert found.further is not None
    said = "Av kommuner av samma typ (pendlingskommun nära storstad) är den här bland de bästa 25 % i landet:"
    assert plain(found.further.words) == said
    assert [one.name for one in found.further.examples] == ["Haninge"]


def test_where_nobody_alike_or_of_the_class_is_good_the_countys_good_are_offered(tmp_path: Path) -> None:
    groups = small_harvest().groups
    elsewhere = groups[(groups["id"] != COUNTY) | (groups["member"] == HUDDINGE)]
    more = [(COUNTY, GROUPS[COUNTY][0], m) for m in IDS[20:]]
    county = pd.concat([elsewhere, pd.DataFrame(more, columns=["id", "title", "member"])])
    own = {(WAIT, m, "T"): going(90.0 + i, 0.0) for i, m in enumerate((*ALIKE, *IDS[:20]))}
    with figures_of(tmp_path, harvest=small_harvest(own=own, groups=county)) as figures:
        html = drawn(figures)
        found = page_of(figures).findings
    assert found is not None
    first, second = (words(section) for section in html.all("section", "nk-learn-part"))
    assert first.startswith("Ingen av de fem liknande kommunerna är bland de bästa 25 % i landet")
    assert "bland de bästa 25 % i landet: " in first
    assert found.in_county
    assert all(name in first for name, _ in found.in_county)
    assert html.all("figure") == []
    assert html.all(class_="nk-learn-ask") == []
    assert second == "Ingen av de fem liknande kommunerna förbättras tydligt"


def test_where_all_are_good_there_is_nobody_left_to_improve(tmp_path: Path) -> None:
    own = {(GRADES, m, "T"): going(99.0, 0.0) for m in (BOTKYRKA, HANINGE, "0181")}
    with made(tmp_path, own) as figures:
        html = drawn(figures, GRADES)
    assert words(html.all("h2")[0]) == "Alla de tre liknande kommunerna är bland de bästa 25 % i landet"
    assert len(html.all("section", "nk-learn-part")) == 1


def test_where_most_have_the_same_value_nobody_is_said_to_be_best(tmp_path: Path) -> None:
    same = {(WAIT, m, "T"): going(10.0, 0.0) for m in (*ALIKE, *IDS[16:])}
    with made(tmp_path, same) as figures:
        html = drawn(figures)
    first = words(html.all("section", "nk-learn-part")[0])
    assert first.startswith("Det går inte att säga vilka som är bland de bästa 25 % i landet")
    assert "Ingen av dem går att jämföra med landet: de flesta har samma värde." in first
    assert "länet" not in first


def test_those_that_cannot_be_judged_are_named_with_why(tmp_path: Path) -> None:
    silent: Values = {(WAIT, MORA, "T"): dict.fromkeys(YEARS, "Privacy"), (WAIT, HABO, "T"): dict.fromkeys(YEARS)}
    with made(tmp_path, {**STORY, **silent}) as figures:
        text = words(drawn(figures))
    assert "Mora går inte att jämföra: värdet är skyddat av sekretess." in text
    assert "Habo går inte att jämföra: det finns inget värde." in text


def test_an_open_year_is_named(tmp_path: Path) -> None:
    own: Values = {(WAIT, m, "T"): {LAST: None} for m in IDS if m not in (HUDDINGE, *ALIKE)}
    with made(tmp_path, own) as figures:
        text = words(drawn(figures))
    assert "Ingen av dem går att jämföra med landet: för få kommuner har redovisat 2023 än." in text


def test_an_indicator_without_any_values_says_so_and_shows_the_way(tmp_path: Path) -> None:
    own: Values = {(WAIT, m, g): dict.fromkeys(YEARS) for m in (HUDDINGE, *ALIKE) for g in "TKM"}
    with made(tmp_path, own) as figures:
        html = drawn(figures)
    text = words(html.one(class_="nk-empty"))
    assert text.startswith("Kolada har inga värden, varken för Huddinge eller för de liknande kommunerna.")
    assert "Se indikatorns sida" in links(html)
    assert "Inget värde Huddinge" in words(html.one(class_="nk-learn-own"))


def test_where_only_oneself_has_values_that_is_said(tmp_path: Path) -> None:
    with made(tmp_path, {(WAIT, m, "T"): dict.fromkeys(YEARS) for m in ALIKE}) as figures:
        assert "Ingen av de liknande kommunerna har något värde i Kolada." in words(drawn(figures))


def test_where_oneself_has_no_values_the_others_are_still_shown(tmp_path: Path) -> None:
    with made(tmp_path, {**STORY, (WAIT, HUDDINGE, "T"): dict.fromkeys(YEARS)}) as figures:
        found = page_of(figures).findings
    assert found is not None
    assert [line.key for line in as_lines(found.parts[0].charts[0]).lines] == ["peer-1", "peer-2"]
    assert found.own_words == "Inget värde"


def test_without_a_population_the_page_says_why_nobody_is_shown(tmp_path: Path) -> None:
    with made(tmp_path, {(PEOPLE, HANINGE, "T"): dict.fromkeys(YEARS)}) as figures:
        text = words(drawn(figures, municipality=HANINGE))
    assert "folkmängden att gå efter i stället saknas" in text
    assert "Det finns inga liknande kommuner att visa." in text

"""What is done about deviations, where it stands on pages about something else: words, links, and nothing unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.outcomes.figures import Figures
from core.site.site import SITE
from core.web.choices import AREAS, DEVIATION, GOAL, INDICATOR, LEARN, MEASURE
from core.web.visit import Visit
from tests.cycle.told import CONCLUDED, GOING, TAKEN_UP, WHOLE, figures_telling, telling
from tests.goals.chains import PASSING
from tests.shared import BOTKYRKA, COST, FALLS, GRADES, HUDDINGE
from tests.web.html import Element, parsed

HOSTILE = '"><img src=x onerror=alert(1)> {{ 7*7 }} <b>'


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_telling(tmp_path_factory.mktemp("told")) as made:
        yield made


def shown(figures: Figures, path: str, **params: str) -> Element:
    return parsed(SITE[path].show(Visit(path, {"kommun": HUDDINGE, **params}, figures)))


PLACES = {
    INDICATOR: {"nyckeltal": GRADES},
    AREAS: {"omrade": "grundskola"},
    GOAL: {"mal": PASSING.id},
}


@pytest.mark.parametrize("path", PLACES)
def test_a_page_tells_why_what_and_what_the_figure_did(rising: Figures, path: str) -> None:
    section = shown(telling(rising, WHOLE), path, **PLACES[path]).one("section", "nk-acted")
    text = " ".join(section.text.split())
    assert CONCLUDED.text in text
    assert "62,5 % (2023) när analysen började" in text
    assert "Grundskolenämnden 2021-02-01 § 96" in text
    assert "genomförd 2021-09" in text
    assert "inväntas" not in text, "the value has come"
    effect = section.one("p", "nk-acted-effect")
    assert effect.one("span", "tone-better").text.strip() == "åt rätt håll"
    assert "62,0 → 69,0 % (2020–2023) · liknande kommuner" in " ".join(effect.text.split())
    assert "Efter åtgärden har siffran rört sig åt rätt håll" in text
    to = {urlsplit(one.attributes["href"]).path: one.attributes["href"] for one in section.all("a")}
    assert dict(parse_qsl(urlsplit(to[DEVIATION]).query))["avvikelse"] == "d1"
    assert dict(parse_qsl(urlsplit(to[MEASURE]).query))["atgard"] == "m1"


@pytest.mark.parametrize("path", PLACES)
def test_where_nothing_is_told_there_is_no_section(rising: Figures, path: str) -> None:
    assert not shown(telling(rising), path, **PLACES[path]).all("section", "nk-acted")


def test_an_assumption_is_told_as_one(rising: Figures) -> None:
    assumed = replace(WHOLE, conclusions={"d1": replace(CONCLUDED, is_assumed=True)})
    told = shown(telling(rising, assumed), INDICATOR, nyckeltal=GRADES).one("section", "nk-acted")
    assert "Antagande om varför" in told.text


def test_what_goes_on_is_neither_red_nor_green(rising: Figures) -> None:
    told = shown(telling(rising, GOING), INDICATOR, nyckeltal=GRADES).one("section", "nk-acted")
    assert told.one("p", "nk-acted-effect").one("span", "tone-neutral").text.strip().startswith("syns tidigast")
    assert "En åtgärd pågår" in told.one("h2").text


def test_a_goal_says_how_many_of_its_indicators_are_deviations(rising: Figures) -> None:
    found = shown(telling(rising), GOAL, mal=PASSING.id)
    rows = found.one("table", "nk-table").all("tr")
    assert rows
    assert ("Se organets avvikelser" in found.text) is ("av indikatorerna är" in found.text)


@pytest.mark.parametrize("path", PLACES)
def test_what_somebody_wrote_is_text(rising: Figures, path: str) -> None:
    frozen = replace(TAKEN_UP.frozen, name=HOSTILE, unit=HOSTILE)
    hostile = replace(
        WHOLE,
        deviations={"d1": replace(TAKEN_UP, frozen=frozen)},
        conclusions={"d1": replace(CONCLUDED, text=HOSTILE)},
        measures={"m1": replace(WHOLE.measures["m1"], title=HOSTILE)},
    )
    section = shown(telling(rising, hostile), path, **PLACES[path]).one("section", "nk-acted")
    assert section.text.count(HOSTILE) >= 3
    assert not section.all("img")


def test_others_good_examples_stand_where_one_learns_and_ones_own_do_not(rising: Figures) -> None:
    figures = telling(rising, WHOLE)
    root = shown(figures, LEARN, nyckeltal=GRADES, kommun=BOTKYRKA)
    told = root.one("section", "nk-learn-done")
    assert "Huddinge: Mentorer på heltid" in told.text
    assert "Börja i årskurs 7." in told.text
    assert "åt rätt håll 62,0 → 69,0 % (2020–2023)" in " ".join(told.text.split())
    assert "kontakt: grundskolechef i Huddinge" in told.text
    to = dict(parse_qsl(urlsplit(told.one("a").attributes["href"]).query))
    assert (to["kommun"], to["atgard"], to["hemma"]) == (HUDDINGE, "m1", BOTKYRKA)
    for other in ({"nyckeltal": GRADES}, {"nyckeltal": FALLS, "kommun": BOTKYRKA}, {"nyckeltal": COST}):
        assert not shown(figures, LEARN, **other).all("section", "nk-learn-done")

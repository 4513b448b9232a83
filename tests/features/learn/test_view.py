"""The page Lär av andra: what it says, whom it shows, and where it leads."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.catalogue import Catalogue
from core.features.learn.parts import parts
from core.features.learn.view import LearnPage, learn_html, learn_page, learn_table
from core.outcomes.figures import Figures
from core.outcomes.lessons import lessons
from core.signals import Gender
from core.site.site import SITE
from core.web.choices import LEARN, Choices, query
from core.web.visit import Visit
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PEOPLE,
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
from tests.web.html import Element, as_lines, parsed

HANINGE, NACKA, TYRESO, MORA, HABO = "0136", "0182", "0138", "2062", "0643"
ALIKE = (BOTKYRKA, NACKA, TYRESO, MORA, HABO)
HOSTILE = '"><img src=x onerror=alert(1)> {{ 7*7 }} <b>'


def going(start: float, change: float) -> dict[int, float]:
    """A series that goes from START by CHANGE over the last two years, and was level before."""
    return dict.fromkeys(range(2014, 2022), start) | {2022: start + change / 2, LAST: start + change}


# Two of the five alike are among the shortest waits, one of them still getting shorter; two others get shorter.
STORY: Values = {
    (WAIT, HUDDINGE, "T"): going(62.0, 2.0),
    (WAIT, NACKA, "T"): going(20.0, -15.0),
    (WAIT, TYRESO, "T"): going(10.0, 0.0),
    (WAIT, MORA, "T"): going(90.0, -30.0),
    (WAIT, HABO, "T"): going(80.0, -20.0),
    (WAIT, BOTKYRKA, "T"): going(70.0, 0.0),
}


@contextmanager
def made(folder: Path, own: Values | None = None, catalogue: Catalogue | None = None) -> Iterator[Figures]:
    with figures_of(folder, harvest=small_harvest(own=own), catalogue=catalogue) as figures:
        yield figures


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with made(tmp_path_factory.mktemp("learn"), STORY) as figures:
        yield figures


def choices(kpi: str = WAIT, municipality: str = HUDDINGE, **changes: object) -> Choices:
    return replace(Choices(municipality, kpi=kpi), **changes)  # type: ignore[arg-type]  # any field


def page_of(figures: Figures, kpi: str = WAIT, municipality: str = HUDDINGE, **changes: object) -> LearnPage:
    return learn_page(figures, choices(kpi, municipality, **changes), figures.catalogue.by_kpi[kpi])


def drawn(figures: Figures, kpi: str = WAIT, municipality: str = HUDDINGE, **changes: object) -> Element:
    return parsed(learn_html(figures, choices(kpi, municipality, **changes)))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def words(element: Element) -> str:
    return " ".join(plain(element.text).split())


def asked(address: str) -> tuple[str, Mapping[str, str]]:
    """The path and the parameters of ADDRESS."""
    parts = urlsplit(address)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def links(element: Element) -> dict[str, str]:
    return {words(a): a.attributes["href"] for a in element.all("a")}


# What it says.


def test_the_heading_names_the_indicator_and_whose_page_it_is(story: Figures) -> None:
    html = drawn(story)
    assert words(html.one("h1")) == "Lär av andra: Väntetid till särskilt boende"
    assert words(html.all("p", "nk-sub")[0]) == "Huddinge · totalt · dagar"
    assert html.one("h1").attributes["data-view"] == "/lar-av?kommun=0126&nyckeltal=U23401"


def test_ones_own_figure_stands_first(story: Figures) -> None:
    own = words(drawn(story).one(class_="nk-learn-own"))
    assert own == "64 dagar Huddinge 2023 Mittersta 50 % Försämras: +2 dagar sedan 2021"


def test_it_says_who_the_similar_municipalities_are_and_who_says_so(story: Figures) -> None:
    method = words(drawn(story).one(class_="nk-learn-method"))
    assert method.startswith("Kolada har inga liknande kommuner för äldreomsorg, så här är de som liknar Huddinge")
    assert all(PLACES[m] in method for m in ALIKE)
    school = page_of(story, GRADES).findings
    assert school is not None
    assert school.method.startswith("Liknande kommuner enligt Kolada för grundskola: ")


def test_without_kolada_it_says_how_the_nearest_were_found(story: Figures) -> None:
    found = page_of(story, municipality=HANINGE).findings
    assert found is not None
    expected = "Närmast i folkmängd bland kommuner av samma typ (pendlingskommun nära storstad), eftersom Kolada "
    assert found.method.startswith(expected)
    assert "skattekraft" not in found.method


def test_the_headlines_tell_how_many_are_good_and_how_many_get_better(story: Figures) -> None:
    headlines = [words(h) for h in drawn(story).all("h2")]
    assert headlines == [
        "Två av fem liknande kommuner är bland de bästa 25 % i landet",
        "Två av de tre andra liknande kommunerna förbättras",
        "Nästa steg: fråga hur de gör",
        "Huddinge och de fem liknande kommunerna",
    ]


def test_each_example_has_its_value_its_distance_its_signals_and_its_trend(story: Figures) -> None:
    best, improving = drawn(story).all("ul", "nk-examples")
    by_name = {words(li.all("b")[0]): words(li) for li in best.all("li") + improving.all("li")}
    assert set(by_name) == {"Nacka", "Tyresö", "Mora", "Habo"}
    assert by_name["Mora"].startswith("Mora 60 dagar 2023 4 dagar lägre än Huddinge Mittersta 50 %")
    assert "Förbättras: −30 dagar sedan 2021" in by_name["Mora"]
    assert "Oförändrat sedan 2021" in by_name["Tyresö"]
    assert "Bästa 25 %" in by_name["Nacka"]


def test_the_distance_is_between_the_figures_as_they_are_shown(tmp_path: Path) -> None:
    own = {**STORY, (WAIT, HUDDINGE, "T"): going(62.4, 0.0), (WAIT, MORA, "T"): going(90.6, -30.0)}
    own[WAIT, HABO, "T"] = going(82.3, -20.0)
    with made(tmp_path, own) as figures:
        items = drawn(figures).all("ul", "nk-examples")[1].all("li")
    # 62 and 61 as shown, though 1,8 apart; 62 and 62, though 0,1 apart.
    assert "1 dag lägre än Huddinge" in words(items[0])
    assert "Samma som Huddinge" in words(items[1])


def test_one_that_is_good_and_still_gets_better_is_named_once_with_a_note(story: Figures) -> None:
    best, improving = drawn(story).all("ul", "nk-examples")
    assert "Är bland de bästa och förbättras dessutom." in words(best)
    assert words(best).count("förbättras dessutom") == 1
    assert "Nacka" not in words(improving)


def test_those_that_improve_come_by_how_much_and_the_good_by_how_alike_they_are(story: Figures) -> None:
    best, improving = drawn(story).all("ul", "nk-examples")
    assert [words(li.all("b")[0]) for li in improving.all("li")] == ["Mora", "Habo"]
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS}
    nearest = sorted((NACKA, TYRESO), key=lambda m: abs(math.log(people[m] / people[HUDDINGE])))
    assert [words(li.all("b")[0]) for li in best.all("li")] == [PLACES[m] for m in nearest]


def test_it_says_that_figures_do_not_tell_why_and_what_to_do(story: Figures) -> None:
    ask = words(drawn(story).one(class_="nk-learn-ask"))
    assert "inte varför" in ask
    assert "fråga hur de gör" in ask


def test_who_is_good_already_is_told_so_and_still_sees_the_others(tmp_path: Path) -> None:
    with made(tmp_path, {**STORY, (WAIT, HUDDINGE, "T"): going(5.0, 0.0)}) as figures:
        html = drawn(figures)
    assert "Huddinge är själv bland de bästa 25 % i landet." in words(html.one(class_="nk-learn-own"))
    assert len(html.all("ul", "nk-examples")) == 2


# The charts.


def test_a_chart_has_ones_own_line_and_at_most_three_more(tmp_path: Path) -> None:
    own = {(WAIT, m, "T"): going(5.0 + i, 0.0) for i, m in enumerate(ALIKE)}
    with made(tmp_path, {**STORY, **own}) as figures:
        html = drawn(figures)
        found = page_of(figures).findings
    assert found is not None
    for chart in map(as_lines, found.parts[0].charts):
        assert [line.key for line in chart.lines] == ["own", "peer-1", "peer-2", "peer-3"]
    more = words(html.one(class_="nk-learn-part").all("p", "nk-learn-more")[0])
    names = [other.name for other in found.rows[1:]]
    assert more == f"Även {names[3]} och {names[4]} hör dit, men får inte plats i diagrammet."


def test_both_charts_have_the_same_scale(story: Figures) -> None:
    found = page_of(story).findings
    assert found is not None
    first, second = found.parts
    for one, other in zip(map(as_lines, first.charts), map(as_lines, second.charts), strict=True):
        assert [text for _, text in (*one.plan.rules, *one.plan.named_years)] == [
            text for _, text in (*other.plan.rules, *other.plan.named_years)
        ]
        assert one.plan.wide == other.plan.wide


def test_charts_are_drawn_for_a_screen_and_for_a_phone_and_say_what_they_show(story: Figures) -> None:
    for figure in drawn(story).all("figure"):
        wide, narrow = figure.all("svg")
        assert (wide.classes, narrow.classes) == (["only-wide"], ["only-phone"])
        for svg in (wide, narrow):
            assert re.match(
                r"Linjediagram, dagar\. Huddinge: \d+ år \d{4}, 64 år 2023\. ", svg.attributes["aria-label"]
            )
        assert wide.attributes["role"] == "img"


def test_a_chart_says_both_that_a_year_is_exceptional_and_that_its_values_are_preliminary(story: Figures) -> None:
    found = lessons(story, choices().choice, WAIT)
    odd = found.indicator.model_copy(update={"exceptional_years": (2020, LAST)})
    own = replace(found.own, row={**found.own.row, "preliminary": True})
    for part in parts(replace(found, indicator=odd, own=own), choices()):
        for chart in map(as_lines, part.charts):
            assert chart.hover is not None
            assert chart.hover.years == "2020=undantagsår|2023=undantagsår, preliminärt"


def test_labels_have_room_beside_the_drawing(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(WAIT, decimals=4))
    with made(tmp_path, STORY, catalogue) as figures:
        found = page_of(figures).findings
    assert found is not None
    for part in found.parts:
        for chart in map(as_lines, part.charts):
            for line in chart.lines:
                assert line.label.at[0] + 6 * len(line.label.text) <= chart.plan.wide


def test_the_figures_of_the_chart_are_there_as_a_table(story: Figures) -> None:
    table = drawn(story).all("div", "nk-numbers")[1].one("table")
    head, *rows = table.all("tr")
    assert [words(cell) for cell in head.all("th")] == ["År", "Huddinge", "Mora", "Habo"]
    assert [words(cell) for cell in rows[0].all("th") + rows[0].all("td")] == ["2023", "64", "60", "60"]
    assert [words(row.one("th")) for row in rows] == [str(year) for year in reversed(YEARS)]


def test_every_figure_can_be_saved_and_says_where_it_is_from(story: Figures) -> None:
    for figure in drawn(story).all("figure"):
        assert words(figure.one("div", "nk-from")).startswith("Egen bearbetning av data från Kolada.")
        assert {button.attributes["data-save"] for button in figure.all("button")} == {"png", "svg"}


# The table of all.


def test_all_similar_stand_in_a_table_that_is_no_league_table(story: Figures) -> None:
    html = drawn(story)
    names = [words(row.one("th").all("a")[0]) for row in html.one("table", "nk-table").one("tbody").all("tr")]
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS}
    away = {m: abs(math.log(people[m] / people[HUDDINGE])) for m in ALIKE}
    assert names == ["Huddinge", *(PLACES[m] for m in sorted(ALIKE, key=lambda m: away[m]))]
    assert "ordningen säger inget om resultatet" in words(html)


def test_the_table_has_every_value_with_its_year_and_population(story: Figures) -> None:
    rows = drawn(story).one("table", "nk-table").one("tbody").all("tr")
    by_name = {words(row.one("th").all("a")[0]): row for row in rows}
    for municipality in ALIKE:
        row = by_name[PLACES[municipality]]
        assert words(row.one("td", "c-value")) == f"{STORY[WAIT, municipality, 'T'][LAST]:.0f}"
        people = f"{plain_value(PEOPLE, municipality, LAST):,.0f}".replace(",", " ")
        assert words(row.one("small")) == f"2023 · {people} invånare varför? {PLACES[municipality]}"


# Where it leads.


def test_each_example_leads_to_its_own_page_of_the_indicator(story: Figures) -> None:
    address = links(drawn(story))["Se Mora på indikatorns sida"]
    assert asked(address) == ("/indikator", {"kommun": MORA, "nyckeltal": WAIT, "hemma": HUDDINGE})


def test_each_half_leads_to_a_comparison_of_oneself_and_those_in_it(story: Figures) -> None:
    found = links(drawn(story))
    path, params = asked(found["Jämför Huddinge, Mora och Habo i hela området"])
    assert path == "/jamfor"
    assert (params["grupp"], params["omrade"], params["kommun"]) == ("0126.0643.2062", "aldreomsorg", HUDDINGE)


def test_the_filters_stay_on_the_page(story: Figures) -> None:
    page = page_of(story)
    assert [menu.label for menu in page.head.menus] == ["Indikator", "Område", "Kön"]
    assert [menu.chosen for menu in page.head.menus] == ["Väntetid till särskilt boende", "Äldreomsorg", "Totalt"]
    for menu in page.head.menus:
        assert {asked(option.address)[0] for option in menu.options} == {"/lar-av"}


def test_only_indicators_that_somebody_can_be_good_at_are_offered(story: Figures) -> None:
    indicators, areas, _ = page_of(story, GRADES).head.menus
    assert [asked(o.address)[1]["nyckeltal"] for o in indicators.options] == [GRADES, SAFE]
    assert [option.words for option in areas.options] == ["Grundskola", "Äldreomsorg"]
    assert asked(areas.options[1].address)[1]["nyckeltal"] == WAIT


def test_who_has_filtered_by_area_goes_on_in_the_new_one(story: Figures) -> None:
    areas = page_of(story, GRADES, area="grundskola").head.menus[1]
    assert asked(areas.options[1].address)[1]["omrade"] == "aldreomsorg"
    assert "omrade" not in asked(page_of(story, GRADES).head.menus[1].options[1].address)[1]


def test_an_older_year_is_told_and_can_be_left(story: Figures) -> None:
    html = drawn(story, year=2021)
    assert words(html.one("p", "nk-choices")) == "Till och med 2021 · visa senaste"
    assert "ar" not in asked(links(html)["visa senaste"])[1]
    assert "2023" not in words(html.one("table", "nk-table"))
    assert drawn(story).all("p", "nk-choices") == []


@pytest.mark.parametrize(
    ("kpi", "gender", "said"),
    [
        (FALLS, Gender.WOMEN, "totalt (ej könsuppdelat)"),
        (WAIT, Gender.WOMEN, "kvinnor"),
        (FALLS, Gender.TOTAL, "totalt"),
    ],
)
def test_it_says_for_whom_the_figures_are(story: Figures, kpi: str, gender: Gender, said: str) -> None:
    assert page_of(story, kpi, gender=gender).head.subtitle.split(" · ")[1] == said


def test_no_figures_that_exist_or_lack_break_the_page(lively: Figures) -> None:
    for kpi in KPIS:
        for municipality in (*IDS[: 12 if os.environ.get("NYCKELTAL_EVERYTHING") else 3], "1880", "2513"):
            for gender in Gender:
                html = drawn(lively, kpi, municipality, gender=gender)
                assert len(html.all("h1")) == 1
                assert "nan" not in words(html).lower().split()


def test_a_page_is_the_same_through_its_address(story: Figures) -> None:
    here = choices()
    html, _, foot = SITE[LEARN].show(Visit(LEARN, query(here), story)).partition('<div role="contentinfo"')
    assert (html, foot.count("<a ")) == (learn_html(story, here), 1)


def test_it_needs_an_indicator(story: Figures) -> None:
    for draw in (learn_html, learn_table):
        with pytest.raises(ValueError, match="no indicator"):
            draw(story, Choices(HUDDINGE))


def test_the_file_is_of_the_same_municipalities_as_the_page(story: Figures) -> None:
    table = learn_table(story, choices())
    found = page_of(story).findings
    assert found is not None
    assert list(table["Kommun"]) == [row.name for row in found.rows]
    assert list(table["Värde"]) == [64.0, *(STORY[WAIT, m, "T"][LAST] for m in table["Kommunkod"][1:])]


def test_what_a_stranger_can_bring_stays_text(tmp_path: Path) -> None:
    catalogue = small_catalogue(
        areas=[area.model_copy(update={"name": HOSTILE}) for area in small_catalogue().areas],
        indicators=[i.model_copy(update={"name": HOSTILE, "unit": HOSTILE}) for i in small_catalogue().indicators],
    )
    plain_harvest = small_harvest(own=STORY)
    named = plain_harvest.municipalities.assign(title=lambda frame: frame["title"] + HOSTILE)
    with figures_of(tmp_path, harvest=replace(plain_harvest, municipalities=named), catalogue=catalogue) as figures:
        for kpi in (WAIT, COST):
            html = drawn(figures, kpi)
            assert html.all("img") == []
            assert HOSTILE in html.text
            assert "49" not in words(html.one("h1"))

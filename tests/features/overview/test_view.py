"""The overview: cards that add up, deviations first, filters that change what they say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from math import nan
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from core.charts.row_view import RowView
from core.features.overview.entry import overview_html
from core.features.overview.view import FIRST_IN_LIST, Overview, newest_words, overview, rows_to_take_away
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.web.address import read
from core.web.choices import Choices
from core.web.menus import Menu
from tests.drawn import OREBRO, SILENT
from tests.shared import BOTKYRKA, COST, FALLS, GRADES, HUDDINGE, KPIS, PREMISES, SAFE, WAIT

NYKVARN = "0140"
AREAS = ("grundskola", "aldreomsorg", "fastighet")
FILTERS = [
    Choices(municipality, area, show, reference, gender, kkik, year, everything)
    for municipality, area, show, reference, gender, kkik, year, everything in product(
        *((HUDDINGE, SILENT), (None, *AREAS[:2]), Show, ("riket", "sodertorn"), (Gender.TOTAL, Gender.WOMEN)),
        *((False, True), (None, 2019), (False, True)),
    )
]
# Every eleventh of the 4032 meets every three values of any three filters together.
MIXED = FILTERS[::11]


def rows_of(page: Overview) -> list[RowView]:
    """The rows of the table, from its top."""
    return [*page.flat, *(row for area in page.areas for row in area.rows)]


def kpis_of(page: Overview) -> list[str]:
    return [row.kpi for row in rows_of(page)]


def test_the_cards_add_up_to_the_rows_whatever_the_filters(lively: Figures) -> None:
    for choices in MIXED:
        page = overview(lively, choices)
        assert len(rows_of(page)) == page.count, choices
        for card in page.cards:
            assert sum(count.n for count in card.counts) == page.of >= page.count, choices
            assert min(count.n for count in card.counts) >= 0, choices
        # In a list of one's own choosing none: they lead to the lists of all.
        is_own = choices.show in (Show.FAVOURITES, Show.GOALS)
        assert len(page.cards) == (0 if is_own else 3 if page.has_targets else 2)


@pytest.mark.parametrize("choices", FILTERS[::23], ids=str)
def test_every_count_opens_the_rows_that_it_counts(lively: Figures, choices: Choices) -> None:
    page = overview(lively, choices)
    for count in (count for card in page.cards for count in card.counts):
        assert bool(count.address) == (count.n > 0)
        if count.address:
            opened = overview(lively, read_from(lively, count.address))
            assert (opened.count, opened.of) == (count.n, page.of), count
            [shown] = [c for card in opened.cards for c in card.counts if c.chosen]
            assert (shown.words, shown.n) == (count.words, count.n)


def test_all_that_stands_among_the_worst_is_to_be_looked_closer_at(lively: Figures) -> None:
    for choices in MIXED:
        worst = {row.kpi for row in rows_of(overview(lively, replace(choices, show=Show.WORST)))}
        closer, well = (
            {row.kpi for row in rows_of(overview(lively, replace(choices, show=show)))}
            for show in (Show.DEVIATIONS, Show.SUCCESSES)
        )
        assert worst <= closer, choices
        assert not closer & well, choices


def read_from(figures: Figures, address: str) -> Choices:
    choices, unknown = read(dict(parse_qsl(urlsplit(address).query)), figures)
    assert not unknown
    return choices


def test_the_cards_count_what_the_rows_say(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, everything=True))
    faces, arrows, squares = page.cards
    rows = rows_of(page)
    unchanged = sum(r.arrow.tone == "unchanged" for r in rows)
    assert {c.words: c.n for c in faces.counts} == {
        "nås": sum(r.face.symbol == "face-reached" for r in rows),
        "nästan": sum(r.face.symbol == "face-nearly" for r in rows),
        "nås inte": sum(r.face.symbol == "face-not-reached" for r in rows),
        "bedöms inte": sum(r.face.symbol == "face-not-judged" for r in rows),
    }
    assert {c.words: c.n for c in arrows.counts} == {
        "förbättras": sum(r.arrow.tone == "better" for r in rows),
        "oförändrad" if unchanged == 1 else "oförändrade": unchanged,
        "försämras": sum(r.arrow.tone == "worse" for r in rows),
        "utan riktning": sum(r.arrow.tone == "neutral" for r in rows),
        "bedöms inte": sum(r.arrow.tone == "none" for r in rows),
    }
    assert {c.words: c.n for c in squares.counts} == {
        "bästa 25 %": sum(r.square.symbol == "square-best" for r in rows),
        "mittersta 50 %": sum(r.square.symbol == "square-middle" for r in rows),
        "sämsta 25 %": sum(r.square.symbol == "square-worst" for r in rows),
        "utan riktning": sum(r.square.symbol == "square-neutral" for r in rows),
        "bedöms inte": sum(r.square.symbol == "square-none" for r in rows),
    }


def test_the_most_prominent_come_first_and_all_when_asked_for(lively: Figures) -> None:
    assert set(kpis_of(overview(lively, Choices(HUDDINGE)))) == {GRADES, COST, WAIT, PREMISES}
    assert set(kpis_of(overview(lively, Choices(HUDDINGE, everything=True)))) == set(KPIS)
    assert set(kpis_of(overview(lively, Choices(HUDDINGE, area="grundskola")))) == {GRADES, SAFE, COST}
    assert set(kpis_of(overview(lively, Choices(HUDDINGE, kkik=True)))) == {GRADES, FALLS}
    assert kpis_of(overview(lively, Choices(HUDDINGE, area="fastighet", kkik=True))) == []


def test_deviations_stand_before_all_others(lively: Figures) -> None:
    rows_by_choice = cache(lambda choice: lively.rows(choice).set_index("kpi"))
    for choices in MIXED:
        rows = rows_by_choice(choices.choice)
        page = overview(lively, choices)
        for listed in (page.flat, *(area.rows for area in page.areas)):
            assert_in_order(rows.loc[[row.kpi for row in listed]], choices.show)


def assert_in_order(found: pd.DataFrame, show: Show) -> None:
    if found.empty:
        return
    if show is Show.SUCCESSES:
        assert found["is_success"].all()
        assert list(found["success_order"]) == sorted(found["success_order"])
        return
    assert list(found["is_deviation"]) == sorted(found["is_deviation"], reverse=True)
    orders = list(found.loc[found["is_deviation"], "deviation_order"])
    assert orders == sorted(orders)
    others = list(found.loc[~found["is_deviation"], "prominence"])
    assert others == sorted(others)
    assert show is not Show.DEVIATIONS or not others


def test_what_to_look_closer_at_stands_at_the_top(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE))
    rows = lively.rows(Choices(HUDDINGE).choice)
    bad, good = page.findings
    assert (bad.title, good.title) == ("Att titta närmare på", "Det som går bra")
    for finding, column, order in (
        (bad, "is_deviation", "deviation_order"),
        (good, "is_success", "success_order"),
    ):
        kpis = list(rows[rows[column]].sort_values(order)["kpi"])
        assert kpis
        assert [row.kpi for row in finding.rows] == kpis[:FIRST_IN_LIST]
        assert finding.n == len(kpis)
    assert bad.which == "De som missar målet eller ligger bland de sämsta 25 %, de med flest röda signaler först."
    assert bad.rows[0].kpi == GRADES
    assert WAIT in [row.kpi for row in good.rows]


def test_the_whole_list_is_where_the_short_one_leads(lively: Figures) -> None:
    for finding in overview(lively, Choices(HUDDINGE, gender=Gender.MEN)).findings:
        choices, unknown = read(dict(parse_qsl(urlsplit(finding.address).query)), lively)
        assert not unknown
        assert overview(lively, choices).count == finding.n
        assert (choices.municipality, choices.gender) == (HUDDINGE, Gender.MEN)


def test_when_nothing_stands_out_it_says_so(lively: Figures) -> None:
    for finding in overview(lively, Choices(NYKVARN)).findings:
        assert finding.rows == ()
        assert finding.empty.startswith("Inget ")


def test_among_too_few_to_be_judged_it_says_so_instead(lively: Figures) -> None:
    for finding in overview(lively, Choices(BOTKYRKA, reference="sodertorn")).findings:
        assert finding.rows == ()
        assert "för få att jämföra med" in finding.empty


def test_a_municipality_that_has_reported_nothing_is_not_told_that_the_others_are_too_few(lively: Figures) -> None:
    for finding in overview(lively, Choices(SILENT)).findings:
        assert finding.rows == ()
        assert "för få att jämföra med" not in finding.empty


def test_each_area_tells_how_many_more_it_has(lively: Figures) -> None:
    areas = {area.id: area for area in overview(lively, Choices(HUDDINGE)).areas}
    assert {id_: (len(area.rows), area.more) for id_, area in areas.items()} == {
        "grundskola": (2, 1),
        "aldreomsorg": (1, 1),
        "fastighet": (1, 1),
    }
    assert areas["grundskola"].coordinator == "samordnas av Haninge"
    for area in areas.values():
        choices, _ = read(dict(parse_qsl(urlsplit(area.more_address).query)), lively)
        assert overview(lively, choices).count == len(area.rows) + area.more
    everything = overview(lively, Choices(HUDDINGE, everything=True))
    assert {area.more for area in everything.areas} == {0}


def test_areas_come_in_the_catalogues_order(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE))
    assert [area.id for area in page.areas] == [a.id for a in lively.catalogue.areas if a.id in AREAS]


def menus_of(page: Overview) -> list[Menu]:
    return [page.areas_menu, page.show_menu, *page.menus]


FIELDS = {
    "Område": "area",
    "Visa": "show",
    "Jämför med": "reference",
    "Kön": "gender",
    "Urval": "kkik",
    "År": "year",
}


def test_every_filter_has_a_menu_and_each_option_changes_that_filter_alone(lively: Figures) -> None:
    here = Choices(HUDDINGE, "grundskola", Show.ALL, "lan", Gender.WOMEN, kkik=True, year=2020)
    menus = menus_of(overview(lively, here))
    assert [menu.label for menu in menus] == list(FIELDS)
    for menu in menus:
        field = FIELDS[menu.label]
        values = []
        for option in menu.options:
            choices, unknown = read(dict(parse_qsl(urlsplit(option.address).query)), lively)
            assert not unknown
            values.append(getattr(choices, field))
            assert choices == replace(here, **{field: values[-1]})
        assert len(set(values)) == len(values) > 1


@pytest.mark.parametrize("choices", FILTERS[::37], ids=str)
def test_every_menu_shows_what_is_chosen(lively: Figures, choices: Choices) -> None:
    for menu in menus_of(overview(lively, choices)):
        [chosen] = [option for option in menu.options if option.chosen]
        assert menu.chosen == chosen.words != ""
        found, _ = read(dict(parse_qsl(urlsplit(chosen.address).query)), lively)
        assert found == choices


def test_a_municipality_without_targets_has_no_card_of_faces(lively: Figures) -> None:
    page = overview(lively, Choices(BOTKYRKA))
    assert not page.has_targets
    assert [card.title for card in page.cards] == ["Trend, tre år", "Läge i landet"]


def test_a_municipality_with_targets_keeps_its_faces_in_an_area_without(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, area="fastighet"))
    assert page.has_targets
    assert {row.face.words for row in rows_of(page)} == {"kan inte bedömas", "inget mål"}


def row(page: Overview, kpi: str) -> RowView:
    return next(r for r in rows_of(page) if r.kpi == kpi)


def test_a_row_tells_value_year_and_target_as_a_swedish_reader_writes_them(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, everything=True))
    grades, cost, falls = (row(page, kpi) for kpi in (GRADES, COST, FALLS))
    assert (grades.value, grades.unit, grades.year, grades.target) == ("62,5", "%", "2023", "minst 80,0")
    assert (cost.value, cost.target) == ("104\N{NO-BREAK SPACE}200", "högst 100\N{NO-BREAK SPACE}000")
    assert falls.target == "som Södertörn"
    assert grades.tags == ("resultat", "KKiK")


def test_a_row_tells_what_is_special_about_its_value(lively: Figures) -> None:
    women = overview(lively, Choices(HUDDINGE, gender=Gender.WOMEN, everything=True))
    assert row(women, COST).notes == ("ej könsuppdelat",)
    assert row(women, GRADES).notes == ("2023: sekretess",)
    old = row(overview(lively, Choices(OREBRO)), GRADES)
    assert (old.outdated, old.year, old.notes) == (True, "2018", ("gammalt värde",))
    assert not row(women, COST).outdated


def test_a_row_leads_to_its_indicator_with_the_same_choices(lively: Figures) -> None:
    here = Choices(HUDDINGE, "grundskola", Show.ALL, "lan", Gender.WOMEN, year=2020)
    for found in rows_of(overview(lively, here)):
        assert urlsplit(found.address).path == "/indikator"
        choices, _ = read(dict(parse_qsl(urlsplit(found.address).query)), lively)
        assert choices == replace(here, kpi=found.kpi)


def test_the_way_back_to_everything_keeps_the_municipality_only(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, "fastighet", Show.SUCCESSES, "lan", Gender.MEN, kkik=True, year=2019))
    assert page.reset_address == "/?kommun=0126"


def test_the_dot_on_the_bar_lies_where_the_municipality_does(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, everything=True))
    grades, waits, cost = (row(page, kpi).square for kpi in (GRADES, WAIT, COST))
    assert grades.place is not None
    assert waits.place is not None
    assert cost.place is not None
    assert grades.place < 28
    assert 84 < waits.place <= 112
    assert (cost.plain, cost.symbol) == (True, "square-neutral")
    assert 28 < cost.place < 84


def test_in_a_small_group_there_is_no_bar(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, reference="sodertorn", everything=True))
    assert {r.square.place for r in rows_of(page)} == {None}
    assert row(page, GRADES).square.words.endswith("andra på Södertörn")


def test_the_last_year_that_is_counted_can_be_chosen(lively: Figures) -> None:
    page = overview(lively, Choices(HUDDINGE, year=2019))
    assert {r.year for r in rows_of(page)} == {"2019"}
    assert "Till och med 2019" in [menu.chosen for menu in page.menus]


def test_favourites_are_those_in_the_address_and_what_the_filters_let_through(lively: Figures) -> None:
    choices = Choices(HUDDINGE, show=Show.FAVOURITES, favourites=(COST, FALLS))
    assert set(kpis_of(overview(lively, choices))) == {COST, FALLS}
    assert kpis_of(overview(lively, replace(choices, area="grundskola"))) == [COST]
    assert {row["kpi"] for row in rows_to_take_away(lively, choices)} == {COST, FALLS}
    assert overview(lively, Choices(HUDDINGE, show=Show.FAVOURITES)).count == 0


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([2023, 2023, 2022], "de flesta värden är från 2023, de nyaste som finns"),
        ([2023, 2022, nan, 2021, 2022, 2023], "de flesta värden är från 2022 och 2023, de nyaste som finns"),
        ([2020, 2021, 2022, 2023], ""),
        ([nan], ""),
    ],
)
def test_the_page_says_which_years_most_values_are_of(years: list[float], words: str) -> None:
    assert newest_words([{"year": year} for year in years]) == words


def test_a_chosen_year_is_said_in_its_place(lively: Figures) -> None:
    assert "de nyaste som finns" in overview_html(lively, Choices(HUDDINGE))
    assert "de nyaste som finns" not in overview_html(lively, Choices(HUDDINGE, year=2021))

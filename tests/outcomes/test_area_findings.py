"""What stands out in an area, and what is new there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.cache.build import build
from core.outcomes.area_findings import News, area_findings, area_news
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals.constants import FINDINGS_MOST
from core.words.sentences import Row
from tests.conftest import STORY
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    FETCHED_AT,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    SAFE,
    WAIT,
    YEARS,
    HeldTargets,
    Values,
    built,
    figures_of,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
)

AREAS = ("grundskola", "aldreomsorg", "fastighet")
HERE = Choice(HUDDINGE)
TOMORROW = date(2024, 3, 2)


def kpis(found: Sequence[Row]) -> list[str]:
    return [row["kpi"] for row in found]


def test_what_falls_far_from_its_target_is_told_first_and_what_is_reached_as_a_success(figures: Figures) -> None:
    [grades, *_] = area_findings(figures, HERE, "grundskola")
    assert (grades["kpi"], grades["is_success"], grades["score"]) == (GRADES, False, 4)
    waits = next(row for row in area_findings(figures, HERE, "aldreomsorg") if row["kpi"] == WAIT)
    assert waits["is_success"]


@pytest.mark.parametrize("area", AREAS)
def test_findings_are_few_and_of_the_area_only(figures: Figures, area: str) -> None:
    for municipality in IDS:
        found = area_findings(figures, Choice(municipality), area)
        assert len(found) <= FINDINGS_MOST
        assert {row["area"] for row in found} <= {area}
        assert {row["municipality"] for row in found} <= {municipality}


@pytest.mark.parametrize("reference", ["lan", "sodertorn", "liknande", "klass"])
def test_findings_compare_as_the_page_does(figures: Figures, reference: str) -> None:
    for area in AREAS:
        choice = replace(HERE, reference=reference)
        found, rows = area_findings(figures, choice, area), {row["kpi"]: row for row in figures.records(choice)}
        assert all(row["standing"] == rows[row["kpi"]]["standing"] for row in found)
        # Which band one has come from is known of the country's only.
        assert {row["band_from"] for row in found} <= {""}


def test_findings_are_as_they_were_up_to_the_year(figures: Figures) -> None:
    found = area_findings(figures, replace(HERE, year=2020), "grundskola")
    assert {row["year"] for row in found} <= {2018, 2019, 2020}
    assert all(row["band_from_year"] != row["band_from_year"] or row["band_from_year"] <= 2020 for row in found)


def test_without_values_nothing_is_found(tmp_path: Path) -> None:
    own: Values = {(kpi, HUDDINGE, "T"): dict.fromkeys(YEARS) for kpi in (GRADES, SAFE, COST)}
    with figures_of(tmp_path, harvest=small_harvest(own=own)) as figures:
        assert area_findings(figures, HERE, "grundskola") == []


def test_a_year_that_is_not_complete_tells_nothing(tmp_path: Path) -> None:
    own = {(GRADES, m, "T"): {LAST: None} for m in IDS if m not in FULL} | {
        (GRADES, HUDDINGE, "T"): STORY[GRADES, HUDDINGE, "T"]
    }
    with figures_of(tmp_path, harvest=small_harvest(own=own)) as figures:
        assert GRADES not in kpis(area_findings(figures, HERE, "grundskola"))


REVISED: Values = {
    (COST, HUDDINGE, "T"): {2021: None, 2022: 99_000.0, LAST: 1.0},
    (GRADES, HUDDINGE, "T"): {LAST: 50.0},
    (GRADES, HUDDINGE, "K"): {LAST: 51.0},
    (FALLS, HUDDINGE, "T"): {year: 1.0 + year for year in YEARS},
    (COST, BOTKYRKA, "T"): {LAST: 2.0},
}


@pytest.fixture(scope="module")
def fetched_twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """The plain figures, and the day after some of Huddinge's revised."""
    folder = tmp_path_factory.mktemp("news")
    harvest = small_harvest(own=REVISED, fetched_at=FETCHED_AT + timedelta(days=1))
    build(folder / "new.duckdb", harvest, small_catalogue(), kept=built(folder / "old.duckdb"))
    with opened(folder / "new.duckdb") as snapshot:
        yield Figures(snapshot, small_catalogue(), HeldTargets(), 0)


def test_what_the_fetch_changed_is_told_by_indicator_and_year(fetched_twice: Figures) -> None:
    by_kpi = fetched_twice.catalogue.by_kpi
    assert list(area_news(fetched_twice, HUDDINGE, "grundskola")) == [
        News(TOMORROW, by_kpi[COST], 2021, plain_value(COST, HUDDINGE, 2021), None),
        News(TOMORROW, by_kpi[COST], 2022, plain_value(COST, HUDDINGE, 2022), 99_000.0),
        News(TOMORROW, by_kpi[COST], LAST, plain_value(COST, HUDDINGE, LAST), 1.0),
        News(TOMORROW, by_kpi[GRADES], LAST, plain_value(GRADES, HUDDINGE, LAST), 50.0),
    ]


def test_news_is_of_the_municipality_and_the_area_only(fetched_twice: Figures) -> None:
    assert [news.indicator.kpi for news in area_news(fetched_twice, BOTKYRKA, "grundskola")] == [COST]
    assert {news.indicator.kpi for news in area_news(fetched_twice, HUDDINGE, "aldreomsorg")} == {FALLS}
    assert list(area_news(fetched_twice, HUDDINGE, "fastighet")) == []


def test_a_long_list_of_news_is_cut(fetched_twice: Figures) -> None:
    assert len(area_news(fetched_twice, HUDDINGE, "aldreomsorg")) == len(YEARS)
    assert len(area_news(fetched_twice, HUDDINGE, "aldreomsorg", most=4)) == 4


def test_an_indicator_that_is_taken_out_of_the_catalogue_is_no_news(fetched_twice: Figures) -> None:
    left = [i for i in small_catalogue().indicators if i.kpi != COST]
    figures = Figures(fetched_twice.snapshot, small_catalogue(indicators=left, pairs=()), HeldTargets(), 1)
    assert [news.indicator.kpi for news in area_news(figures, HUDDINGE, "grundskola")] == [GRADES]


def test_before_a_second_fetch_there_is_no_news(figures: Figures) -> None:
    assert [list(area_news(figures, HUDDINGE, area)) for area in AREAS] == [[], [], []]

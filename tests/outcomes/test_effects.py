"""What figures did after measures: which years are compared, beside whom, and when it can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from statistics import median

import pytest

from core.cache import KpiInfo
from core.cycle.models import Measure, Way
from core.outcomes.effects import MeasuredEffect, effect_of, first_seen
from core.outcomes.figures import Figures
from core.signals.effects import Effect
from tests.shared import (
    FETCHED_AT,
    GRADES,
    HUDDINGE,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)

RISING = {(GRADES, HUDDINGE, "T"): {2019: 62.0, 2020: 62.0, 2021: 63.0, 2022: 66.0, 2023: 69.0}}
MENTORS = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP)
# Of Huddinge's schools: "Liknande kommuner grundskola" in the shared figures.
ALIKE = ("0127", "0136", "0181")


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("rising"), harvest=small_harvest(own=RISING)) as made:
        yield made


def found(figures: Figures, measure: Measure = MENTORS, **days: date | None) -> MeasuredEffect:
    return effect_of(figures, HUDDINGE, measure, **({"done_on": None} | days))


def test_the_last_outcome_before_is_set_against_the_newest_that_can_show_it(rising: Figures) -> None:
    one = found(rising, replace(MENTORS, seen_from=2022), done_on=date(2021, 9, 1))
    assert (one.verdict, one.before, one.after) == (Effect.RIGHT, (2020, 62.0), (2023, 69.0))
    assert one.deadband == pytest.approx(0.4)


def test_similar_municipalities_stand_beside_by_the_median_of_the_same_years(rising: Figures) -> None:
    one = found(rising, replace(MENTORS, seen_from=2022), done_on=date(2021, 9, 1))
    assert one.peers == len(ALIKE)
    assert one.peers_before == pytest.approx(median(plain_value(GRADES, other, 2020) for other in ALIKE))
    assert one.peers_after == pytest.approx(median(plain_value(GRADES, other, 2023) for other in ALIKE))


def test_one_that_should_go_down_and_goes_up_is_the_wrong_way(rising: Figures) -> None:
    down = replace(MENTORS, way=Way.DOWN, seen_from=2022)
    assert found(rising, down, done_on=date(2021, 9, 1)).verdict is Effect.WRONG


def test_done_is_not_the_same_as_seen(rising: Figures) -> None:
    one = found(rising, done_on=date(2023, 9, 1))
    assert (one.verdict, one.before, one.after) == (Effect.NOT_YET, (2022, 66.0), None)
    # Kolada's date is the first of June 2024, for 2024.
    assert (one.seen_on, one.seen_year) == (date(2024, 6, 1), 2024)


def test_what_is_not_done_is_seen_by_the_last_day_of_its_plan_at_the_earliest(rising: Figures) -> None:
    one = found(rising, due=date(2025, 8, 31))
    assert (one.verdict, one.seen_on, one.seen_year) == (Effect.NOT_YET, date(2026, 6, 1), 2026)


@pytest.mark.parametrize(
    ("due", "planned", "seen_year"),
    [
        (None, None, 2024),
        (date(2024, 1, 31), None, 2024),
        (date(2025, 8, 31), date(2025, 8, 31), 2026),
    ],
)
def test_what_nothing_is_planned_for_or_is_late_is_seen_as_if_it_were_done_today(
    rising: Figures, due: date | None, planned: date | None, seen_year: int
) -> None:
    one = found(rising, due=due, today=date(2024, 3, 1))
    assert (one.planned, one.is_done, one.seen_year) == (planned, False, seen_year)


def test_over_a_break_nothing_is_said(rising: Figures) -> None:
    broken = replace(rising, catalogue=small_catalogue(indicators=indicators_with(GRADES, break_years=(2022,))))
    one = found(
        replace(broken, lasting=type(rising.lasting)()), replace(MENTORS, seen_from=2022), done_on=date(2021, 9, 1)
    )
    assert one.verdict is Effect.NOT_JUDGED


def test_of_an_indicator_that_is_gone_nothing_is_said(rising: Figures) -> None:
    assert found(rising, replace(MENTORS, kpi="N99999"), done_on=date(2021, 9, 1)).verdict is Effect.NOT_JUDGED


def info(published: date | None, period: int | None = 2025) -> KpiInfo:
    return KpiInfo(GRADES, "", "", published, None, period, FETCHED_AT, "")


@pytest.mark.parametrize(
    ("published", "done", "seen"),
    [
        (date(2026, 4, 10), date(2027, 3, 31), (date(2028, 4, 10), 2027)),
        (date(2026, 4, 10), date(2026, 4, 9), (date(2027, 4, 10), 2026)),
        (date(2026, 4, 10), date(2026, 4, 10), (date(2027, 4, 10), 2026)),
        (date(2026, 4, 10), date(2024, 12, 1), (date(2025, 4, 10), 2024)),
        (date(2024, 2, 29), date(2025, 1, 1), (date(2025, 2, 28), 2026)),
    ],
)
def test_the_next_value_after_a_day_comes_by_koladas_date_in_whole_years(
    published: date, done: date, seen: tuple[date, int]
) -> None:
    assert first_seen(info(published), done) == seen


def test_what_is_measured_every_second_year_is_waited_for_by_its_own_years() -> None:
    assert first_seen(info(date(2026, 4, 10)), date(2026, 6, 1), step=2) == (date(2028, 4, 10), 2027)


@pytest.mark.parametrize("seen_from", [None, 2010, 2023])
def test_what_was_measured_before_it_was_done_shows_nothing_of_it(rising: Figures, seen_from: int | None) -> None:
    # Kolada's next date is of 2024: the value of 2023 was measured before.
    one = found(rising, replace(MENTORS, seen_from=seen_from), done_on=date(2024, 1, 15))
    assert (one.verdict, one.before, one.after, one.seen_year) == (Effect.NOT_YET, (2023, 69.0), None, 2024)


def test_of_an_exceptional_year_nothing_is_said(rising: Figures) -> None:
    odd = replace(rising, catalogue=small_catalogue(indicators=indicators_with(GRADES, exceptional_years=(2020,))))
    fresh = replace(odd, lasting=type(rising.lasting)())
    one = found(fresh, replace(MENTORS, seen_from=2022), done_on=date(2021, 9, 1))
    assert one.verdict is Effect.NOT_JUDGED


def test_without_koladas_date_nobody_knows() -> None:
    assert first_seen(info(None), date(2026, 1, 1)) is None
    assert first_seen(info(date(2026, 4, 10), None), date(2026, 1, 1)) is None
    assert first_seen(None, date(2026, 1, 1)) is None

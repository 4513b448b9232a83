"""The most important findings: which rows, what they tell of, in which order, and what they have come from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from core.signals import findings
from tests.signals.frames import KPI, NAN, TOWN, Row

_ROW: Row = {
    "kpi": KPI,
    "municipality": TOWN,
    "gender": "T",
    "year": 2024.0,
    "value": 50.0,
    "step": 1,
    "break_years": (),
    "is_open": False,
    "preliminary": False,
    "outcome_reason": "",
    "prominence": 2,
    "attainment": "not_judged",
    "attainment_distance": NAN,
    "trend_verdict": "unchanged",
    "trend_reason": "",
    "standing": "middle",
    "standing_n": 290.0,
    "standing_low_cut": 40.0,
    "standing_high_cut": 60.0,
    "standing_best_cut": 60.0,
    "standing_worst_cut": 40.0,
}
REACHED: dict[str, Any] = {"attainment": "reached", "attainment_distance": 5.0}
MISSED: dict[str, Any] = {"attainment": "not_reached", "attainment_distance": -5.0}
BEST: dict[str, Any] = {"standing": "best", "value": 65.0}
WORST: dict[str, Any] = {"standing": "worst", "value": 35.0}
BETTER: dict[str, Any] = {"trend_verdict": "better"}
WORSE: dict[str, Any] = {"trend_verdict": "worse"}


Bands = Mapping[int, str]


def rows_of(*rows: Mapping[str, Any]) -> pd.DataFrame:
    assert all(set(row) <= set(_ROW) for row in rows)
    return pd.DataFrame([{**_ROW, "kpi": f"N{at}", **row} for at, row in enumerate(rows)], columns=list(_ROW))


def squares(bands: Bands, *, kpi: str = KPI, municipality: str = TOWN, gender: str = "T") -> pd.DataFrame:
    rows = [(kpi, municipality, gender, year, band) for year, band in bands.items()]
    return pd.DataFrame(rows, columns=["kpi", "municipality", "gender", "year", "standing"])


def found(*rows: Mapping[str, Any], most: int = 3) -> pd.DataFrame:
    return findings(rows_of(*rows), squares({}), most)


def order(*rows: Mapping[str, Any], most: int = 3) -> list[int]:
    """Which of ROWS are found, by their places."""
    return [int(kpi[1:]) for kpi in found(*rows, most=most)["kpi"]]


def told(**row: Any) -> tuple[bool, int] | None:
    """The side and the score of the only row, or none."""
    rows = found(row)
    return None if rows.empty else (bool(rows["is_success"].iloc[0]), int(rows["score"].iloc[0]))


# What a row tells of


def test_a_score_is_the_signals_that_agree_and_the_face_counts_two() -> None:
    assert told(**REACHED, **BEST, **BETTER) == (True, 4)
    assert told(**MISSED, **WORST, **WORSE) == (False, 4)
    assert told(**REACHED, **BEST) == told(**REACHED, **BETTER) == (True, 3)
    assert told(**REACHED) == (True, 2)
    assert told(**WORST, **WORSE) == (False, 2)
    assert told(**BEST) == (True, 1)
    assert told(**WORST) == (False, 1)


@pytest.mark.parametrize("verdict", ["better", "worse"])
@pytest.mark.parametrize("standing", ["middle", "not_judged"])
@pytest.mark.parametrize("face", ["not_judged", "nearly"])
def test_an_arrow_alone_is_no_finding(verdict: str, standing: str, face: str) -> None:
    assert told(trend_verdict=verdict, standing=standing, attainment=face) is None


@pytest.mark.parametrize("verdict", ["unchanged", "neutral", "none"])
def test_a_row_in_the_middle_tells_nothing(verdict: str) -> None:
    assert told(trend_verdict=verdict) is None
    assert told(trend_verdict=verdict, attainment="nearly") is None


def test_a_row_with_a_red_face_or_square_is_never_told_as_a_success() -> None:
    assert told(**MISSED, **BEST) == (False, 2)
    assert told(**REACHED, **WORST) == (False, 1)
    assert told(**REACHED, **WORST, **WORSE) == (False, 2)
    assert told(**MISSED, **BEST, **BETTER) == (False, 2)
    assert told(**MISSED, **WORST, **BETTER) == (False, 3)
    assert told(**WORST, **BETTER) == (False, 1)


def test_a_worsening_arrow_does_not_take_back_a_success() -> None:
    assert told(**REACHED, **BEST, **WORSE) == (True, 3)
    assert told(**BEST, **WORSE) == (True, 1)


# Which rows count


@pytest.mark.parametrize(
    "uncertain",
    [
        {"is_open": True},
        {"preliminary": True},
        {"outcome_reason": "outdated"},
        {"outcome_reason": "suppressed", "standing_n": NAN, "year": NAN, "value": NAN},
        {"standing_n": 19.0},
        {"trend_reason": "break"},
        {"trend_reason": "exceptional"},
    ],
)
def test_only_closed_final_unbroken_years_with_enough_municipalities_count(uncertain: dict[str, Any]) -> None:
    assert told(**{**MISSED, **WORST, **WORSE, **uncertain}) is None


@pytest.mark.parametrize(
    "certain", [{"standing_n": 20.0}, {"trend_reason": "too_few_years"}, {"trend_reason": "too_few_pairs"}]
)
def test_a_short_series_counts_and_so_do_twenty_municipalities(certain: dict[str, Any]) -> None:
    assert told(**{**MISSED, **WORST, **certain}) == (False, 3)


# In which order


def test_the_rows_with_most_agreement_come_first_then_the_most_prominent() -> None:
    assert order(REACHED, {**MISSED, **WORST}, {**REACHED, **BEST, **BETTER}) == [2, 1, 0]
    assert order({**REACHED, "prominence": 3}, {**MISSED, "prominence": 1}, REACHED) == [1, 2, 0]


def test_then_the_farthest_from_its_target_or_its_cut_whichever_side_it_tells_of() -> None:
    by_target = [{**MISSED, "attainment_distance": -4.0}, {**REACHED, "attainment_distance": 9.0}, MISSED]
    assert order(*by_target) == [1, 2, 0]
    by_cut = [{**BEST, "value": 61.0}, {**WORST, "value": 20.0}, {**BEST, "value": 70.0}]
    assert order(*by_cut) == [1, 2, 0]


def test_the_distance_is_measured_in_quartile_distances() -> None:
    wide = {**BEST, "value": 110.0, "standing_low_cut": 0.0, "standing_high_cut": 100.0, "standing_best_cut": 100.0}
    assert order(wide, {**BEST, "value": 65.0}) == [1, 0]


def test_rows_that_are_alike_keep_the_catalogue_s_order() -> None:
    assert order(BEST, WORST, BEST) == [0, 1, 2]


def test_only_so_many_are_told() -> None:
    assert order(*[BEST] * 5) == [0, 1, 2]
    assert order(*[BEST] * 5, most=4) == [0, 1, 2, 3]
    assert order(BEST, {}, most=4) == [0]
    assert order(BEST, most=0) == []


def test_where_all_would_be_bad_the_best_of_the_good_takes_the_last_place() -> None:
    assert order(MISSED, MISSED, MISSED, BEST, {**BEST, **BETTER}) == [0, 1, 4]


def test_where_all_would_be_good_the_worst_of_the_bad_takes_the_last_place() -> None:
    assert order(*[{**REACHED, **BEST}] * 4, WORST, {**WORST, **WORSE}) == [0, 1, 5]


def test_the_only_place_is_the_strongest_s() -> None:
    assert order(MISSED, BEST, most=1) == order(REACHED, WORST, most=1) == [0]


def test_one_success_is_enough() -> None:
    assert order(MISSED, REACHED, MISSED, {**BEST, "prominence": 1}) == [0, 1, 2]


def test_without_a_success_all_are_bad_and_without_deviations_all_are_good() -> None:
    assert found(*[MISSED] * 4)["is_success"].tolist() == [False] * 3
    assert found(*[REACHED] * 4)["is_success"].tolist() == [True] * 3


def test_an_uncertain_success_is_not_called_for() -> None:
    assert order(MISSED, MISSED, MISSED, {**REACHED, "preliminary": True}) == [0, 1, 2]


def test_several_municipalities_are_ordered_together() -> None:
    rows = found({**WORST, "municipality": "0126"}, {**MISSED, "municipality": "0128"}, {**REACHED, **BEST})
    assert rows["municipality"].tolist() == [TOWN, "0128", "0126"]


def test_the_rows_come_with_all_they_had_and_what_they_tell_of() -> None:
    rows = findings(rows_of(MISSED, BEST).assign(name="Namn", is_success="något annat"), squares({}))
    assert set(rows.columns) == {*_ROW, "name", "is_success", "score", "band_from", "band_from_year"}
    assert rows["is_success"].tolist() == [False, True]
    assert rows.index.tolist() == [0, 1]


def test_without_rows_there_are_no_findings() -> None:
    empty = rows_of({}).iloc[:0]
    assert findings(empty, squares({})).empty
    assert {"is_success", "score", "band_from", "band_from_year"} <= set(findings(empty, squares({})).columns)


# What the band has come from


def came_from(bands: Bands, **row: Any) -> tuple[str, float]:
    """Where a reached target's row, in the band of 2024 in BANDS, is said to have come from."""
    rows = rows_of({**REACHED, "kpi": KPI, "standing": bands[2024], **row})
    told_of = findings(rows, squares(bands)).iloc[0]
    return told_of["band_from"], told_of["band_from_year"]


def is_untold(bands: Bands, **row: Any) -> bool:
    band, year = came_from(bands, **row)
    return band == "" and math.isnan(year)


def test_a_band_that_has_held_for_two_measurements_has_come_from_the_one_before() -> None:
    assert came_from({2021: "middle", 2022: "middle", 2023: "best", 2024: "best"}) == ("middle", 2022)
    assert came_from({2021: "best", 2022: "best", 2023: "middle", 2024: "middle"}) == ("best", 2022)
    assert came_from({2021: "worst", 2022: "worst", 2023: "best", 2024: "best"}) == ("worst", 2022)


def test_a_band_that_was_only_touched_is_not_where_it_came_from() -> None:
    assert is_untold({2021: "worst", 2022: "middle", 2023: "worst", 2024: "worst"})
    assert is_untold({2022: "middle", 2023: "best", 2024: "best"})


def test_two_steps_count_at_once() -> None:
    assert came_from({2023: "best", 2024: "worst"}) == ("best", 2023)
    assert came_from({2022: "middle", 2023: "worst", 2024: "best"}) == ("worst", 2023)


def test_one_step_in_one_year_is_mostly_noise() -> None:
    assert is_untold({2022: "middle", 2023: "middle", 2024: "best"})
    assert is_untold({2022: "worst", 2023: "best", 2024: "middle"})


def test_a_band_that_has_held_for_longer_is_no_news() -> None:
    assert is_untold({2021: "middle", 2022: "best", 2023: "best", 2024: "best"})
    assert is_untold({2023: "best", 2024: "best"})
    assert is_untold({2024: "best"})


def test_a_square_that_was_not_judged_is_no_band() -> None:
    assert came_from({2020: "worst", 2021: "worst", 2022: "not_judged", 2023: "best", 2024: "best"}) == ("worst", 2021)
    assert is_untold({2022: "not_judged", 2023: "best", 2024: "best"})
    assert is_untold({2022: "best", 2023: "best", 2024: "not_judged"})


def test_four_years_between_two_squares_are_not_too_many_and_five_are() -> None:
    assert came_from({2012: "middle", 2016: "middle", 2020: "best", 2024: "best"}) == ("middle", 2016)
    assert is_untold({2012: "middle", 2015: "middle", 2020: "best", 2024: "best"})
    assert is_untold({2017: "middle", 2018: "middle", 2019: "best", 2024: "best"})
    assert came_from({2020: "worst", 2024: "best"}) == ("worst", 2020)
    assert is_untold({2019: "worst", 2024: "best"})


def test_a_gap_before_the_squares_that_are_used_does_not_matter() -> None:
    assert came_from({2010: "best", 2023: "worst", 2024: "best"}) == ("worst", 2023)


def test_a_value_that_is_repeated_between_two_measurements_does_not_hold() -> None:
    repeated = {2020: "middle", 2022: "middle", 2023: "best", 2024: "best"}
    assert is_untold(repeated, step=2)
    assert came_from({2018: "middle", **repeated, 2022: "best"}, step=2) == ("middle", 2020)
    assert is_untold({2023: "worst", 2022: "best", 2024: "best"}, step=2)
    assert came_from({2012: "middle", 2016: "middle", 2020: "best", 2023: "worst", 2024: "best"}, step=4) == (
        "middle",
        2016,
    )


def test_a_change_across_a_break_is_not_told() -> None:
    bands = {2019: "middle", 2020: "middle", 2023: "best", 2024: "best"}
    assert is_untold(bands, break_years=(2021,))
    assert is_untold(bands, break_years=(2015, 2024))
    assert came_from(bands, break_years=(2020,)) == ("middle", 2020)
    assert is_untold({2020: "worst", 2024: "best"}, break_years=(2021,))


def test_years_after_the_outcome_s_are_not_looked_at() -> None:
    bands = {2021: "middle", 2022: "middle", 2023: "best", 2024: "best", 2025: "worst", 2026: "worst"}
    assert came_from(bands) == ("middle", 2022)


def test_only_the_same_indicator_municipality_and_gender_is_looked_at() -> None:
    others = [
        squares({2023: "worst"}, **other)
        for other in ({"kpi": "N2"}, {"municipality": "0128"}, {"gender": "K"}, {"kpi": "N3", "gender": "M"})
    ]
    rows = rows_of({**BEST, "kpi": KPI})
    assert findings(rows, pd.concat(others))["band_from"].tolist() == [""]
    assert findings(rows, pd.concat([*others, squares({2023: "worst"})]))["band_from"].tolist() == ["worst"]

"""What to look at more closely, what goes well, and in which order."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import deviations
from tests.signals.frames import NAN, Row

_ROW: Row = {
    "attainment": "not_judged",
    "attainment_distance": NAN,
    "trend_verdict": "unchanged",
    "standing": "middle",
    "prominence": 2,
    "value": 50.0,
    "standing_low_cut": 40.0,
    "standing_high_cut": 60.0,
    "standing_best_cut": 60.0,
    "standing_worst_cut": 40.0,
}
RED: dict[str, Any] = {"attainment": "not_reached", "attainment_distance": -5.0}
GREEN: dict[str, Any] = {"attainment": "reached", "attainment_distance": 5.0}
FALLING: dict[str, Any] = {"standing": "worst", "trend_verdict": "worse", "value": 35.0}
RISING: dict[str, Any] = {"standing": "best", "trend_verdict": "better", "value": 65.0}


def found(*rows: dict[str, Any]) -> pd.DataFrame:
    assert all(set(row) <= set(_ROW) for row in rows)
    return deviations(pd.DataFrame([{**_ROW, **row} for row in rows]))


def is_deviation(**row: Any) -> bool:
    return bool(found(row)["is_deviation"].iloc[0])


def is_success(**row: Any) -> bool:
    return bool(found(row)["is_success"].iloc[0])


def worst_first(*rows: dict[str, Any]) -> list[int]:
    return _by(found(*rows)["deviation_order"])


def best_first(*rows: dict[str, Any]) -> list[int]:
    return _by(found(*rows)["success_order"])


def _by(order: pd.Series) -> list[int]:
    assert sorted(order) == list(range(len(order)))
    return [int(place) for place in order.argsort()]


def test_a_red_face_alone_is_a_deviation() -> None:
    assert is_deviation(**RED)
    assert is_deviation(**RED, standing="best", trend_verdict="better")


def test_among_the_worst_and_worsening_is_a_deviation() -> None:
    assert is_deviation(**FALLING)
    assert is_deviation(**FALLING, attainment="reached")


@pytest.mark.parametrize("face", ["reached", "nearly", "not_judged"])
@pytest.mark.parametrize("verdict", ["better", "unchanged", "worse", "none"])
def test_all_that_stands_among_the_worst_is_a_deviation_and_never_a_success(face: str, verdict: str) -> None:
    assert is_deviation(attainment=face, standing="worst", trend_verdict=verdict)
    assert not is_success(attainment=face, standing="worst", trend_verdict=verdict)


@pytest.mark.parametrize("face", ["reached", "nearly", "not_judged"])
@pytest.mark.parametrize("standing", ["middle", "best", "not_judged"])
def test_a_worsening_arrow_alone_is_not(face: str, standing: str) -> None:
    assert not is_deviation(attainment=face, standing=standing, trend_verdict="worse")


def test_what_only_stands_among_the_worst_comes_after_what_also_worsens() -> None:
    level, better = (
        {"standing": "worst", "prominence": 1, "value": 0.0},
        {"standing": "worst", "trend_verdict": "better"},
    )
    assert worst_first(level, FALLING, better, RED) == [1, 3, 0, 2]
    assert worst_first({"trend_verdict": "worse", "prominence": 1}, better) == [1, 0]


def test_a_success_has_a_green_face_or_square_and_nothing_but_its_arrow_is_red() -> None:
    assert is_success(**GREEN)
    assert is_success(**GREEN, trend_verdict="worse")
    assert is_success(**RISING)
    assert is_success(standing="best", trend_verdict="worse")
    assert not is_success(**RED, standing="best", trend_verdict="better")
    assert not is_success(standing="middle", trend_verdict="better")
    assert not is_success(attainment="nearly")


def test_an_ordinary_row_is_neither() -> None:
    assert not is_deviation()
    assert not is_success()


def test_more_red_signals_come_first_and_the_face_counts_two() -> None:
    four = {**RED, **FALLING}
    three = {**RED, "standing": "worst"}
    assert worst_first(RED, three, {}, four, {"standing": "worst"}) == [3, 1, 0, 4, 2]


def test_a_red_face_and_a_worsening_worst_are_two_red_signals_each() -> None:
    assert worst_first({**FALLING, "prominence": 2}, {**RED, "prominence": 1}) == [1, 0]
    assert worst_first({**RED, "prominence": 2}, {**FALLING, "prominence": 1}) == [1, 0]


def test_then_what_the_catalogue_shows_first_comes_first() -> None:
    rows = [{**RED, "prominence": p, "attainment_distance": d} for p, d in ((3, -9.0), (1, -1.0), (2, -5.0))]
    assert worst_first(*rows) == [1, 2, 0]


def test_then_the_farthest_from_its_target() -> None:
    rows = [{**RED, "attainment_distance": distance} for distance in (-2.0, -9.0, -5.0)]
    assert worst_first(*rows) == [1, 2, 0]


def test_the_distance_is_measured_in_the_width_of_the_middle_half() -> None:
    wide = {**RED, "attainment_distance": -10.0, "standing_best_cut": 100.0, "standing_worst_cut": 0.0}
    wide = {**wide, "standing_low_cut": 0.0, "standing_high_cut": 100.0}
    narrow = {**RED, "attainment_distance": -5.0, "standing_best_cut": 2.0, "standing_worst_cut": 4.0}
    narrow = {**narrow, "standing_low_cut": 2.0, "standing_high_cut": 4.0}
    assert worst_first(wide, narrow) == [1, 0]


def test_the_distance_is_measured_so_also_without_a_direction() -> None:
    # A cost has a target and a red face, and quartiles, but neither a best nor a worst cut.
    cost: dict[str, Any] = {**RED, "standing": "not_judged", "trend_verdict": "neutral"}
    cost = {**cost, "standing_best_cut": NAN, "standing_worst_cut": NAN}
    wide = {**cost, "attainment_distance": -10.0, "standing_low_cut": 0.0, "standing_high_cut": 100.0}
    narrow = {**cost, "attainment_distance": -5.0, "standing_low_cut": 2.0, "standing_high_cut": 4.0}
    assert worst_first(wide, narrow) == [1, 0]
    assert worst_first({**cost, "attainment_distance": -2.0}, {**cost, "attainment_distance": -9.0}) == [1, 0]
    assert worst_first({**RED, "attainment_distance": -1.0}, {**cost, "attainment_distance": -9.0}) == [1, 0]


def test_without_a_red_face_the_distance_is_to_the_worst_cut() -> None:
    rows = [{**FALLING, "value": value, "attainment_distance": 99.0, "attainment": "reached"} for value in (39, 20, 30)]
    assert worst_first(*rows) == [1, 2, 0]


def test_with_a_red_face_the_distance_is_to_the_target_whatever_the_cut() -> None:
    rows = [{**RED, "attainment_distance": d, "value": v} for d, v in ((-9.0, 39.0), (-2.0, 0.0))]
    assert worst_first(*rows) == [0, 1]


def test_successes_mirror_the_order() -> None:
    four = {**GREEN, **RISING}
    assert best_first(GREEN, {}, four, {"standing": "best"}) == [2, 0, 3, 1]
    assert best_first(*[{**GREEN, "prominence": p} for p in (3, 1, 2)]) == [1, 2, 0]
    assert best_first(*[{**GREEN, "attainment_distance": d} for d in (1.0, 7.0, 3.0)]) == [1, 2, 0]
    assert best_first(*[{**RISING, "value": v} for v in (61.0, 90.0, 70.0)]) == [1, 2, 0]


def test_rows_that_are_alike_keep_the_catalogue_s_order() -> None:
    assert worst_first(*[RED] * 4) == [0, 1, 2, 3]
    assert best_first(*[GREEN] * 4) == [0, 1, 2, 3]


def test_a_distance_that_cannot_be_measured_comes_last_among_its_equals() -> None:
    cuts = ("standing_best_cut", "standing_worst_cut", "standing_low_cut", "standing_high_cut")
    flat = RED | dict.fromkeys(cuts, 50.0)
    assert worst_first(flat, RED) == [1, 0]


def test_the_rows_keep_their_places_and_columns() -> None:
    rows = found(RED, {}, GREEN)
    assert rows["attainment"].tolist() == ["not_reached", "not_judged", "reached"]
    assert set(rows.columns) == {*_ROW, "is_deviation", "is_success", "deviation_order", "success_order"}


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "attainment": st.sampled_from(["reached", "nearly", "not_reached", "not_judged"]),
                "trend_verdict": st.sampled_from(["better", "worse", "unchanged", "neutral", "none"]),
                "standing": st.sampled_from(["best", "middle", "worst", "not_judged"]),
                "prominence": st.integers(1, 3),
            }
        ),
        min_size=1,
        max_size=12,
    )
)
def test_deviations_all_come_before_other_rows_and_successes_too(rows: list[dict[str, Any]]) -> None:
    frame = found(*rows)
    for kind in ("deviation", "success"):
        flags = frame.sort_values(f"{kind}_order")[f"is_{kind}"].tolist()
        assert flags == sorted(flags, reverse=True)
    assert not (frame["is_deviation"] & frame["is_success"]).any()
    assert frame.loc[frame["standing"] == "worst", "is_deviation"].all()

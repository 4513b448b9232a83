"""The face of targets that are set against others: a group's mean, the best quarter, a rank."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.signals.frames import (
    TOWN,
    Points,
    Row,
    members,
)
from tests.signals.test_attainment import AS_GROUP, GROUP, OTHERS, RANK, face, judged, limits


@pytest.mark.parametrize(
    ("direction", "outcome", "expected"),
    [
        ("high", 50, "reached"),
        ("high", 49, "nearly"),
        ("high", 45, "nearly"),
        ("high", 44, "not_reached"),
        ("low", 50, "reached"),
        ("low", 51, "nearly"),
        ("low", 55, "nearly"),
        ("low", 56, "not_reached"),
    ],
)
def test_as_good_as_a_group_is_at_its_mean_or_on_the_good_side(direction: str, outcome: float, expected: str) -> None:
    row = judged(outcome, AS_GROUP, towns=OTHERS, group=GROUP, direction=direction)
    assert row["attainment"] == expected
    assert row["target"] == 50
    assert row["attainment_distance"] == (1 if direction == "high" else -1) * (outcome - 50)


def test_the_own_value_is_not_in_the_mean_that_it_is_set_against() -> None:
    assert judged(90, AS_GROUP, towns={TOWN: {2024: 90}, **OTHERS}, group=GROUP)["target"] == 50


def test_a_group_that_one_does_not_belong_to_is_compared_with_as_a_whole() -> None:
    assert judged(90, AS_GROUP, towns=OTHERS, group=members("grannar", OTHERS))["target"] == 50


def test_only_the_group_s_values_of_the_outcome_year_count() -> None:
    earlier: Mapping[str, Points] = {"0002": {2023: 90, 2024: 40}, "0003": {2024: 50}, "0004": {2023: 1, 2024: 60}}
    assert judged(50, AS_GROUP, towns=earlier, group=GROUP)["target"] == 50


def test_half_of_the_others_are_enough_and_fewer_are_not() -> None:
    four = members("grannar", [TOWN, "0002", "0003", "0004", "0005"])
    row = judged(50, AS_GROUP, towns={"0002": {2024: 40}, "0003": {2024: 50}}, group=four)
    assert (row["target"], row["attainment_reason"]) == (45, "")
    row = judged(50, AS_GROUP, towns={TOWN: {2024: 50}, "0002": {2024: 40}}, group=four)
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "group_too_small")


def test_a_suppressed_value_in_the_group_is_no_value() -> None:
    few: Mapping[str, Points] = {"0002": {2024: "Privacy"}, "0003": {2024: "Missing"}, "0004": {2024: 60}}
    assert judged(50, AS_GROUP, towns=few, group=GROUP)["attainment_reason"] == "group_too_small"


def test_a_group_of_nobody_else_cannot_be_compared_with() -> None:
    assert judged(50, AS_GROUP, group=members("grannar", [TOWN]))["attainment_reason"] == "group_too_small"
    assert judged(50, AS_GROUP)["attainment_reason"] == "group_too_small"


def test_five_per_cent_of_a_group_is_of_its_mean() -> None:
    assert judged(48, {"kind": "as_group", "group": "grannar"}, towns=OTHERS, group=GROUP)["tolerance"] == 2.5


# Among the best quarter

CUT: Row = {"standing_best_cut": 80.0, "standing_n": 290}


@pytest.mark.parametrize(
    ("direction", "outcome", "expected"),
    [
        ("high", 80, "reached"),
        ("high", 79, "nearly"),
        ("high", 75, "nearly"),
        ("high", 74, "not_reached"),
        ("low", 80, "reached"),
        ("low", 81, "nearly"),
        ("low", 86, "not_reached"),
    ],
)
def test_among_the_best_quarter_is_at_the_best_cut_or_past_it(direction: str, outcome: float, expected: str) -> None:
    row = judged(outcome, limits("best_quarter"), outcome=CUT, direction=direction)
    assert row["attainment"] == expected
    assert row["target"] == 80


@pytest.mark.parametrize("reason", ["open_year", "too_few"])
def test_the_best_quarter_needs_a_closed_year_and_twenty_municipalities(reason: str) -> None:
    row = judged(90, limits("best_quarter"), outcome={**CUT, "standing_reason": reason})
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", reason)


def test_the_best_quarter_can_be_judged_also_where_many_have_the_same_value() -> None:
    assert face(80, limits("best_quarter"), outcome={**CUT, "standing_reason": "ties"}) == "reached"


def test_what_cannot_be_compared_cannot_be_among_the_best() -> None:
    assert face(90, limits("best_quarter"), outcome={**CUT, "standing_reason": "not_comparable"}) == "not_judged"


def test_an_open_year_does_not_touch_a_level() -> None:
    assert face(50, limits("at_least", value=45), outcome={"standing_reason": "open_year"}) == "reached"


@pytest.mark.parametrize(
    ("direction", "outcome", "rank", "expected"),
    [
        ("high", 61, 1, "reached"),
        ("high", 60, 1, "reached"),
        ("high", 59, 2, "reached"),
        ("high", 50, 2, "reached"),
        ("high", 49, 3, "nearly"),
        ("high", 39, 4, "not_reached"),
        ("low", 39, 1, "reached"),
        ("low", 41, 2, "reached"),
        ("low", 51, 3, "nearly"),
        ("low", 61, 4, "not_reached"),
    ],
)
def test_a_rank_is_one_more_than_those_strictly_better_and_nearly_is_the_next(
    direction: str, outcome: float, rank: int, expected: str
) -> None:
    row = judged(outcome, RANK, towns={TOWN: {2024: outcome}, **OTHERS}, group=GROUP, direction=direction)
    assert row["attainment_distance"] == 2 - rank
    assert row["attainment"] == expected
    assert row["target"] == 2


def test_one_place_is_all_that_nearly_means_for_a_rank() -> None:
    wide: Row = {**RANK, "tolerance": 5}
    row = judged(39, wide, towns=OTHERS, group=GROUP, outcome={"deadband": 10.0}, tolerance=5)
    assert (row["tolerance"], row["attainment"]) == (1, "not_reached")


def test_who_looks_the_same_is_not_better() -> None:
    towns: Mapping[str, Points] = {"0002": {2024: 50.4}, "0003": {2024: 50.3}, "0004": {2024: 50.2}}
    row = judged(49.6, RANK, towns={TOWN: {2024: 49.6}, **towns}, group=GROUP)
    assert row["attainment_distance"] == 1


def test_a_rank_needs_half_of_the_group_with_a_value() -> None:
    two: Mapping[str, Points] = {TOWN: {2024: 50}, "0002": {2024: 40}}
    assert judged(50, RANK, towns=two, group=GROUP)["attainment"] == "reached"
    one: Mapping[str, Points] = {TOWN: {2024: 50}}
    row = judged(50, RANK, towns=one, group=GROUP)
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "group_too_small")


@pytest.mark.parametrize("wanted", [AS_GROUP, RANK, limits("best_quarter")])
def test_group_quarter_and_rank_need_a_direction(wanted: Row) -> None:
    row = judged(50, wanted, towns=OTHERS, group=GROUP, outcome=CUT, direction="none")
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "no_direction")

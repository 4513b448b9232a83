"""The face: is the municipality's own target reached, nearly reached, or not?"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd
import pytest

from core.signals import attainment
from core.signals.attainment import ADDED
from tests.signals.frames import (
    NAN,
    TOWN,
    Points,
    Row,
    indicators,
    members,
    only,
    outcomes,
    targets,
    values,
)

NOBODY = members("", [])
NOTHING: Row = {}
FACES = ["not_reached", "nearly", "reached"]


def judged(
    value: float,
    *wanted: Row,
    outcome: Row = NOTHING,
    towns: Mapping[str, Points] | None = None,
    group: pd.DataFrame = NOBODY,
    **indicator: Any,
) -> Row:
    """TOWN's outcome VALUE of 2024 judged by the targets WANTED; TOWNS have the values that they refer to."""
    row = {"value": value, **outcome}
    gender = str(row.get("gender", "T"))
    around = values(towns or {}, gender=gender)
    return only(attainment(outcomes(row), targets(*wanted), indicators(indicator), around, group))


def face(value: float, *wanted: Row, **more: Any) -> str:
    return str(judged(value, *wanted, **more)["attainment"])


def limits(kind: str, tolerance: float = 5, **more: Any) -> Row:
    return {"kind": kind, "tolerance": tolerance, **more}


# Levels


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(46, "reached"), (45, "reached"), (44, "nearly"), (40, "nearly"), (39, "not_reached"), (0, "not_reached")],
)
def test_at_least_is_reached_at_its_level_and_nearly_down_to_the_tolerance(outcome: float, expected: str) -> None:
    row = judged(outcome, limits("at_least", value=45))
    assert row["attainment"] == expected
    assert row["attainment_distance"] == outcome - 45
    assert row["target"] == 45


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(44, "reached"), (45, "reached"), (46, "nearly"), (50, "nearly"), (51, "not_reached"), (58, "not_reached")],
)
def test_at_most_is_reached_at_its_level_and_nearly_up_to_the_tolerance(outcome: float, expected: str) -> None:
    row = judged(outcome, limits("at_most", value=45))
    assert row["attainment"] == expected
    assert row["attainment_distance"] == 45 - outcome


@pytest.mark.parametrize(
    ("outcome", "expected", "distance", "level"),
    [
        (10, "reached", 0, 10),
        (12, "reached", 2, 10),
        (20, "reached", 0, 20),
        (9, "nearly", -1, 10),
        (7, "nearly", -3, 10),
        (6, "not_reached", -4, 10),
        (21, "nearly", -1, 20),
        (23, "nearly", -3, 20),
        (24, "not_reached", -4, 20),
    ],
)
def test_within_is_reached_between_and_at_both_bounds(
    outcome: float, expected: str, distance: float, level: float
) -> None:
    row = judged(outcome, limits("within", 3, value=10, value2=20))
    assert row["attainment"] == expected
    assert row["attainment_distance"] == distance
    assert row["target"] == level, "the nearest bound"


def test_a_face_needs_no_direction() -> None:
    for direction in ("high", "low", "none"):
        assert face(0.5, limits("at_most", value=0), direction=direction, decimals=1) == "nearly"
        assert face(50, limits("at_least", value=45), direction=direction) == "reached"


def test_the_target_and_not_the_direction_says_which_way_is_good() -> None:
    assert face(90, limits("at_most", value=50), direction="high") == "not_reached"


# The outcome is judged as it is shown


@pytest.mark.parametrize(
    ("outcome", "decimals", "expected"),
    [(44.5, 0, "reached"), (44.49, 0, "nearly"), (44.95, 1, "reached"), (44.94, 1, "nearly"), (44.995, 2, "reached")],
)
def test_the_outcome_is_rounded_as_shown_before_it_is_judged(outcome: float, decimals: int, expected: str) -> None:
    assert face(outcome, limits("at_least", value=45), decimals=decimals) == expected


def test_rounding_can_also_take_the_face_away() -> None:
    assert face(45.5, limits("at_most", value=45.5), decimals=0) == "nearly"
    assert face(45.5, limits("at_most", value=45.5), decimals=1) == "reached"


def test_the_tolerance_too_is_measured_from_the_shown_value() -> None:
    assert face(50.4, limits("at_most", value=45)) == "nearly"
    assert face(50.5, limits("at_most", value=45)) == "not_reached"


def test_the_last_bits_of_a_binary_number_do_not_fail_a_target() -> None:
    assert 12.1 - 12.4 < -0.3
    assert face(12.1, limits("at_least", 0.3, value=12.4), decimals=1) == "nearly"
    assert face(0.3, limits("increase", 0.2, base_year=2020), towns={TOWN: {2020: 0.1}}, decimals=1) == "reached"


# Tolerance: the target's, else the catalogue's, else half the dead-band, else 5 % of the level

EVERY_TOLERANCE: Row = {"target": 2.0, "catalogue": 4.0, "deadband": 12.0}


@pytest.mark.parametrize(
    ("given_by", "expected"),
    [
        (("target", "catalogue", "deadband"), 2),
        (("target",), 2),
        (("catalogue", "deadband"), 4),
        (("catalogue",), 4),
        (("deadband",), 6),
        ((), 10),
    ],
)
def test_the_tolerance_is_the_first_that_there_is(given_by: tuple[str, ...], expected: float) -> None:
    given_ones = {name: EVERY_TOLERANCE[name] for name in given_by}
    wanted: Row = {"kind": "at_least", "value": 200, "tolerance": given_ones.get("target", NAN)}
    for outcome, expected_face in ((200 - expected, "nearly"), (200 - expected - 1, "not_reached")):
        row = judged(
            outcome,
            wanted,
            outcome={"deadband": given_ones.get("deadband", NAN)},
            tolerance=given_ones.get("catalogue", NAN),
        )
        assert row["tolerance"] == expected
        assert row["attainment"] == expected_face


def test_five_per_cent_is_of_the_level_s_size_also_when_it_is_negative() -> None:
    assert judged(-100, {"kind": "at_most", "value": -100})["tolerance"] == 5
    assert face(-95, {"kind": "at_most", "value": -100}) == "nearly"
    assert face(-94, {"kind": "at_most", "value": -100}) == "not_reached"


def test_five_per_cent_within_is_of_the_nearest_bound() -> None:
    wanted: Row = {"kind": "within", "value": 100, "value2": 200}
    assert [face(v, wanted) for v in (94, 95, 210, 211)] == ["not_reached", "nearly", "nearly", "not_reached"]


def test_five_per_cent_of_nought_leaves_no_room_for_nearly() -> None:
    wanted: Row = {"kind": "at_most", "value": 0}
    assert [face(v, wanted, decimals=1) for v in (0, 0.04, 0.1)] == ["reached", "reached", "not_reached"]


def test_where_nothing_ever_changes_there_is_no_nearly() -> None:
    assert face(44, {"kind": "at_least", "value": 45}, outcome={"deadband": 0.0}) == "not_reached"


# From a base year


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(56, "reached"), (55, "reached"), (54, "nearly"), (50, "nearly"), (49, "not_reached")],
)
def test_an_increase_must_exceed_the_tolerance_and_is_nearly_there_while_nothing_has_fallen(
    outcome: float, expected: str
) -> None:
    row = judged(outcome, limits("increase", base_year=2020), towns={TOWN: {2020: 50}})
    assert row["attainment"] == expected
    assert row["attainment_distance"] == outcome - 50 - 5
    assert row["target"] == 50


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(44, "reached"), (45, "reached"), (46, "nearly"), (50, "nearly"), (51, "not_reached")],
)
def test_a_decrease_mirrors_an_increase(outcome: float, expected: str) -> None:
    assert face(outcome, limits("decrease", base_year=2020), towns={TOWN: {2020: 50}}) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (50, "reached"),
        (55, "reached"),
        (45, "reached"),
        (56, "nearly"),
        (60, "nearly"),
        (40, "nearly"),
        (61, "not_reached"),
        (39, "not_reached"),
    ],
)
def test_to_keep_is_to_stay_within_the_tolerance_either_way(outcome: float, expected: str) -> None:
    assert face(outcome, limits("keep", base_year=2020), towns={TOWN: {2020: 50}}) == expected


def test_a_change_is_between_the_two_shown_values() -> None:
    wanted = limits("increase", base_year=2020)
    assert face(54.5, wanted, towns={TOWN: {2020: 49.6}}) == "reached", "55 against 50"
    assert face(54.4, wanted, towns={TOWN: {2020: 49.6}}) == "nearly", "54 against 50"
    assert face(54.4, wanted, towns={TOWN: {2020: 49.4}}) == "reached", "54 against 49"


def test_five_per_cent_of_a_change_is_of_the_base_value() -> None:
    row = judged(104, {"kind": "increase", "base_year": 2020}, towns={TOWN: {2020: 100}})
    assert (row["tolerance"], row["attainment"]) == (5, "nearly")


@pytest.mark.parametrize("kind", ["increase", "decrease", "keep"])
@pytest.mark.parametrize("towns", [{}, {TOWN: {2019: 50}}, {TOWN: {2020: "Privacy"}}, {"0002": {2020: 50}}])
def test_without_a_base_value_a_change_cannot_be_judged(kind: str, towns: Mapping[str, Points]) -> None:
    row = judged(50, limits(kind, base_year=2020), towns=towns)
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "no_base")


@pytest.mark.parametrize("kind", ["increase", "decrease", "keep"])
@pytest.mark.parametrize(("base_year", "reason"), [(2023, ""), (2024, "no_base"), (2025, "no_base")])
def test_a_change_is_from_a_year_before_the_outcome_s(kind: str, base_year: int, reason: str) -> None:
    row = judged(50, limits(kind, base_year=base_year), towns={TOWN: {2023: 50, 2024: 50, 2025: 50}})
    assert row["attainment_reason"] == reason


@pytest.mark.parametrize("kind", ["increase", "decrease", "keep"])
@pytest.mark.parametrize(
    ("break_year", "reason"), [(2019, ""), (2020, ""), (2021, "break"), (2024, "break"), (2025, "")]
)
def test_a_change_across_a_break_cannot_be_judged(kind: str, break_year: int, reason: str) -> None:
    row = judged(50, limits(kind, base_year=2020), towns={TOWN: {2020: 50}}, break_years=(break_year,))
    assert row["attainment_reason"] == reason
    assert (row["attainment"] == "not_judged") == bool(reason)


def test_a_break_does_not_touch_a_level() -> None:
    assert face(50, limits("at_least", value=45), break_years=(2022, 2023, 2024)) == "reached"


# As good as a group

OTHERS: Mapping[str, Points] = {"0002": {2024: 40}, "0003": {2024: 50}, "0004": {2024: 60}}
GROUP = members("grannar", [TOWN, *OTHERS])
AS_GROUP = limits("as_group", group="grannar")


# At most rank n

RANK: Row = {"kind": "rank", "group": "grannar", "rank": 2}


# Why there is no face


def test_without_a_target_there_is_no_face() -> None:
    row = judged(50)
    assert (row["attainment"], row["attainment_reason"], row["target_kind"]) == ("not_judged", "no_target", "")
    assert isnan(row["target"])
    assert isnan(row["tolerance"])
    assert not row["target_due"]


def test_where_nobody_has_set_a_target_all_is_as_where_only_others_have() -> None:
    rows = outcomes({"value": 50.0}, {"value": 60.0, "kpi": "N00002"}, {"outcome_reason": "suppressed", "gender": "K"})
    catalogue = indicators({}, {"kpi": "N00002", "category": "information", "direction": "none"})
    others_only = targets(limits("at_least", value=45, municipality="0002"))
    nobody, others = (attainment(rows, wanted, catalogue, values({}), NOBODY) for wanted in (targets(), others_only))
    assert set(nobody.columns) == set(others.columns)
    assert nobody["attainment_reason"].tolist() == ["no_target", "information", "no_target"]
    for column in (*ADDED, *rows.columns):
        pd.testing.assert_series_equal(nobody[column], others[column], check_dtype=False)


def test_another_municipality_s_or_indicator_s_target_is_not_ours() -> None:
    others = (limits("at_least", value=1, municipality="0002"), limits("at_least", value=1, kpi="N00002"))
    assert judged(50, *others)["attainment_reason"] == "no_target"


@pytest.mark.parametrize("reason", ["no_outcome", "suppressed", "not_reported"])
@pytest.mark.parametrize(
    "wanted", [limits("at_least", value=45), limits("keep", base_year=2020), AS_GROUP, RANK, limits("best_quarter")]
)
def test_without_an_outcome_there_is_no_face(reason: str, wanted: Row) -> None:
    row = judged(NAN, wanted, outcome={"year": NAN, "outcome_reason": reason}, towns=OTHERS, group=GROUP)
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", reason)


def test_a_value_that_is_too_old_has_no_face() -> None:
    row = judged(50, limits("at_least", value=45), outcome={"outcome_reason": "outdated"})
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "outdated")


def test_an_information_indicator_has_no_face_even_if_somebody_has_set_a_target() -> None:
    row = judged(50, limits("at_least", value=45), direction="none", category="information")
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "information")


@pytest.mark.parametrize("category", ["resurs", "produktion", "resultat-subjektivt", "effektivitet"])
def test_every_other_category_may_have_a_face(category: str) -> None:
    assert face(50, limits("at_least", value=45), category=category) == "reached"

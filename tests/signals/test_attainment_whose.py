"""Which target is judged, when, and for whom: the year's, a later one, women's and men's."""

from __future__ import annotations

import pytest

from core.signals import attainment
from tests.signals.frames import (
    TOWN,
    indicators,
    only,
    outcomes,
    targets,
    values,
)
from tests.signals.test_attainment import AS_GROUP, GROUP, OTHERS, face, judged, limits

# Which target, and when


def test_the_target_of_the_outcome_year_is_the_one_that_is_judged() -> None:
    row = judged(50, limits("at_least", value=45), limits("at_least", value=90, year=2023))
    assert (row["target_year"], row["target_due"], row["attainment"]) == (2024, True, "reached")


def test_a_target_that_has_fallen_due_still_holds() -> None:
    row = judged(
        50,
        limits("at_least", value=90, year=2019),
        limits("at_least", value=60, year=2022),
        limits("at_least", value=20, year=2026),
    )
    assert (row["target_year"], row["target_due"], row["attainment"]) == (2022, True, "not_reached")


def test_a_later_target_can_be_reached_early() -> None:
    row = judged(50, limits("at_least", value=45, year=2026), limits("at_least", value=99, year=2028))
    assert (row["target_year"], row["target_due"]) == (2026, False)
    assert (row["attainment"], row["attainment_reason"]) == ("reached", "")


@pytest.mark.parametrize("outcome", [44, 10])
def test_a_later_target_cannot_be_failed(outcome: float) -> None:
    row = judged(outcome, limits("at_least", value=45, year=2026))
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "not_due")
    assert row["attainment_distance"] == outcome - 45, "what is left is still told"


def test_why_a_later_target_cannot_be_judged_goes_before_that_it_is_later() -> None:
    row = judged(44, limits("increase", base_year=2020, year=2026))
    assert row["attainment_reason"] == "no_base"


# Women and men


@pytest.mark.parametrize("gender", ["K", "M"])
@pytest.mark.parametrize("given_as", ["", "T"])
def test_the_total_s_target_is_also_women_s_and_men_s(gender: str, given_as: str) -> None:
    row = judged(40, limits("at_least", value=45, gender=given_as), outcome={"gender": gender})
    assert (row["attainment"], row["gender"], row["target_gender"]) == ("nearly", gender, "T")


def test_a_target_for_women_is_theirs_alone() -> None:
    wanted = (limits("at_least", value=45), limits("at_least", value=90, gender="K"))
    assert face(50, *wanted, outcome={"gender": "K"}) == "not_reached"
    assert face(50, *wanted, outcome={"gender": "M"}) == "reached"
    assert face(50, *wanted) == "reached"
    assert judged(50, wanted[1])["attainment_reason"] == "no_target"


def test_women_are_compared_with_women_and_with_their_own_base_year() -> None:
    women = {"gender": "K"}
    assert judged(50, AS_GROUP, towns=OTHERS, group=GROUP, outcome=women)["target"] == 50
    total_only = attainment(
        outcomes({"value": 50, **women}), targets(AS_GROUP), indicators({}), values(OTHERS, gender="T"), GROUP
    )
    assert only(total_only)["attainment_reason"] == "group_too_small"
    total_base = attainment(
        outcomes({"value": 50, **women}),
        targets(limits("keep", base_year=2020)),
        indicators({}),
        values({TOWN: {2020: 50}}, gender="T"),
        GROUP,
    )
    assert only(total_base)["attainment_reason"] == "no_base"

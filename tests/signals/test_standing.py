"""The square: among the best quarter, the worst quarter, or the half between."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import standing
from tests.signals.frames import KPI, NAN, Row, codes, in_one_year, indicators, only, same_rows, together, values

NO_YEARS = pd.DataFrame({"kpi": pd.Series(dtype="str"), "gender": pd.Series(dtype="str")}).assign(
    year=pd.Series(dtype="int64"), is_open=pd.Series(dtype="bool")
)


def stood(found: list[float], *, is_open: bool = False, **indicator: Any) -> pd.DataFrame:
    """The standing of municipalities with the values FOUND, in their order."""
    years = pd.DataFrame({"kpi": [KPI], "gender": ["T"], "year": [2024], "is_open": [is_open]})
    rows = standing(in_one_year(found), indicators(indicator), years)
    return rows.sort_values("municipality", ignore_index=True)


def squares(found: list[float], **indicator: Any) -> list[str]:
    return [str(square) for square in stood(found, **indicator)["standing"]]


def reasons(found: list[float], *, is_open: bool = False, **indicator: Any) -> set[str]:
    return {str(reason) for reason in stood(found, is_open=is_open, **indicator)["standing_reason"]}


def place(found: list[float], value: float, **indicator: Any) -> Row:
    """The standing of the first municipality with VALUE."""
    return {str(c): v for c, v in stood(found, **indicator).iloc[found.index(value)].items()}


ONE_TO_TWENTY = [float(n) for n in range(1, 21)]


def test_of_twenty_the_five_best_are_the_best_quarter_and_the_five_worst_the_worst() -> None:
    assert squares(ONE_TO_TWENTY, direction="high") == ["worst"] * 5 + ["middle"] * 10 + ["best"] * 5
    assert squares(ONE_TO_TWENTY, direction="low") == ["best"] * 5 + ["middle"] * 10 + ["worst"] * 5


@pytest.mark.parametrize(("n", "in_each"), [(20, 5), (21, 6), (22, 6), (23, 6), (24, 6), (25, 7), (290, 73)])
def test_each_outer_quarter_holds_a_quarter_rounded_up(n: int, in_each: int) -> None:
    found = squares([float(value) for value in range(n)])
    assert found.count("best") == found.count("worst") == in_each


@pytest.mark.parametrize(("n", "place_of_cut"), [(20, 5), (21, 6), (24, 6), (25, 7), (290, 73)])
def test_the_cuts_are_the_values_at_a_quarter_rounded_up_from_each_end(n: int, place_of_cut: int) -> None:
    row = place([float(value) for value in range(1, n + 1)], 1, direction="high")
    assert row["standing_low_cut"] == row["standing_worst_cut"] == place_of_cut
    assert row["standing_high_cut"] == row["standing_best_cut"] == n + 1 - place_of_cut
    row = place([float(value) for value in range(1, n + 1)], 1, direction="low")
    assert row["standing_low_cut"] == row["standing_best_cut"] == place_of_cut
    assert row["standing_high_cut"] == row["standing_worst_cut"] == n + 1 - place_of_cut


def test_better_and_worse_count_only_those_strictly_so() -> None:
    row = place([1, 2, 2, 2, 3, 3], 2, direction="high")
    assert (row["standing_n"], row["standing_better"], row["standing_worse"]) == (6, 2, 1)
    assert (row["standing_lower"], row["standing_higher"]) == (1, 2)
    row = place([1, 2, 2, 2, 3, 3], 2, direction="low")
    assert (row["standing_better"], row["standing_worse"]) == (1, 2)
    assert (row["standing_lower"], row["standing_higher"]) == (1, 2)


def test_municipalities_with_the_same_value_stand_in_the_same_place() -> None:
    found = [1.0] * 5 + [5.0] * 8 + [9.0] * 7
    assert squares(found) == ["worst"] * 5 + ["middle"] * 8 + ["best"] * 7


def test_who_is_both_among_the_best_and_the_worst_stands_in_the_middle() -> None:
    # 16 of 20 share a value: fewer than five are better, and fewer than five are worse.
    assert squares([1.0] * 2 + [5.0] * 16 + [9.0] * 2) == ["worst"] * 2 + ["middle"] * 16 + ["best"] * 2


def test_exactly_a_quarter_better_is_not_the_best_quarter() -> None:
    found = [9.0] * 5 + [8.0] + [float(n) for n in range(-14, 0)]
    assert place(found, 8, direction="high")["standing"] == "middle"
    found = [9.0] * 4 + [8.0] + [float(n) for n in range(-15, 0)]
    assert place(found, 8, direction="high")["standing"] == "best"


def test_seven_of_twenty_in_an_outer_quarter_are_35_per_cent_and_shown() -> None:
    found = [0.0] * 7 + [float(n) for n in range(1, 14)]
    assert squares(found, direction="low")[:7] == ["best"] * 7
    assert squares(found, direction="high")[:7] == ["worst"] * 7


def test_eight_of_twenty_in_an_outer_quarter_are_too_many() -> None:
    found = [0.0] * 8 + [float(n) for n in range(1, 13)]
    for direction in ("high", "low"):
        assert reasons(found, direction=direction) == {"ties"}
        assert squares(found, direction=direction) == ["not_judged"] * 20


def test_too_many_alike_at_the_other_end_also_silence_the_square() -> None:
    found = [float(n) for n in range(1, 13)] + [99.0] * 8
    assert reasons(found, direction="high") == {"ties"}
    assert reasons(found, direction="low") == {"ties"}


@pytest.mark.parametrize("n", [20, 40, 60, 100, 140, 180, 220, 260, 280])
def test_35_per_cent_is_35_per_cent_whatever_the_number(n: int) -> None:
    alike = n * 35 // 100
    rest = [float(value) for value in range(1, n)]
    assert reasons([0.0] * alike + rest[: n - alike]) == {""}
    assert reasons([0.0] * (alike + 1) + rest[: n - alike - 1]) == {"ties"}


def test_one_gender_s_ties_are_not_another_s() -> None:
    alike = in_one_year([0.0] * 8 + [float(n) for n in range(1, 13)], gender="K")
    rows = standing(together(alike, in_one_year(ONE_TO_TWENTY, gender="M")), indicators({}), NO_YEARS)
    assert set(rows.loc[rows["gender"] == "K", "standing_reason"]) == {"ties"}
    assert set(rows.loc[rows["gender"] == "M", "standing_reason"]) == {""}


def test_under_twenty_there_is_no_square_but_the_counts_remain() -> None:
    found = stood(ONE_TO_TWENTY[:19])
    assert set(found["standing"]) == {"not_judged"}
    assert set(found["standing_reason"]) == {"too_few"}
    assert found["standing_better"].tolist() == list(range(18, -1, -1))
    assert reasons(ONE_TO_TWENTY) == {""}


def test_of_seven_one_can_say_better_than_four_of_six_others() -> None:
    row = place([10, 20, 30, 40, 50, 60, 70], 50, direction="high")
    assert (row["standing_worse"], row["standing_n"] - 1) == (4, 6)


def test_there_is_no_square_in_an_open_year_but_the_counts_remain() -> None:
    found = stood(ONE_TO_TWENTY, is_open=True)
    assert set(found["standing"]) == {"not_judged"}
    assert set(found["standing_reason"]) == {"open_year"}
    assert set(found["standing_n"]) == {20}


def test_an_open_year_is_named_before_too_few() -> None:
    assert reasons(ONE_TO_TWENTY[:5], is_open=True) == {"open_year"}


def test_only_the_open_year_of_the_same_kpi_gender_and_year_counts() -> None:
    years = pd.DataFrame(
        [(KPI, "T", 2023, True), (KPI, "K", 2024, True), ("N00002", "T", 2024, True)],
        columns=["kpi", "gender", "year", "is_open"],
    )
    assert set(standing(in_one_year(ONE_TO_TWENTY), indicators({}), years)["standing_reason"]) == {""}


def test_without_a_direction_there_is_no_better_or_worse_but_higher_and_lower() -> None:
    found = stood(ONE_TO_TWENTY, direction="none")
    assert set(found["standing"]) == {"not_judged"}
    assert set(found["standing_reason"]) == {"no_direction"}
    assert found["standing_lower"].tolist() == list(range(20))
    assert found["standing_higher"].tolist() == list(range(19, -1, -1))
    columns = ["standing_better", "standing_worse", "standing_best_cut", "standing_worst_cut"]
    assert found[columns].isna().all(axis=None)
    assert set(found["standing_low_cut"]) == {5}
    assert set(found["standing_high_cut"]) == {16}


def test_what_cannot_be_compared_between_municipalities_has_no_square() -> None:
    assert reasons(ONE_TO_TWENTY, comparable=False) == {"not_comparable"}
    assert set(squares(ONE_TO_TWENTY, comparable=False)) == {"not_judged"}


def test_a_municipality_without_a_value_neither_stands_nor_counts() -> None:
    silent = values({"0099": {2024: "Privacy"}})
    rows = standing(together(in_one_year(ONE_TO_TWENTY), silent), indicators({}), NO_YEARS)
    assert set(rows["standing_n"]) == {20}
    assert "0099" not in set(rows["municipality"])


def test_each_kpi_gender_and_year_is_a_comparison_of_its_own() -> None:
    rows = standing(
        together(
            in_one_year([1, 2, 3]),
            in_one_year([1, 2, 3, 4], gender="K"),
            in_one_year([1, 2], year=2023),
            in_one_year([1], kpi="N00002"),
        ),
        indicators({}, {"kpi": "N00002"}),
        NO_YEARS,
    )
    sizes = rows.groupby(["kpi", "gender", "year"])["standing_n"].unique().map(list).to_dict()
    assert sizes == {(KPI, "T", 2024): [3], (KPI, "K", 2024): [4], (KPI, "T", 2023): [2], ("N00002", "T", 2024): [1]}


def test_each_indicator_has_its_own_direction() -> None:
    rows = standing(
        together(*[in_one_year(ONE_TO_TWENTY, kpi=kpi) for kpi in ("N1", "N2", "N3")]),
        indicators({"kpi": "N3", "direction": "none"}, {"kpi": "N1", "direction": "low"}, {"kpi": "N2"}),
        NO_YEARS,
    )
    lowest = rows[rows["municipality"] == codes(20)[0]]
    assert dict(zip(lowest["kpi"], lowest["standing"], strict=True)) == {
        "N1": "best",
        "N2": "worst",
        "N3": "not_judged",
    }


def test_within_a_group_only_its_members_are_compared() -> None:
    everyone = in_one_year(ONE_TO_TWENTY)
    few = everyone[everyone["municipality"].isin(codes(20)[-3:])]
    row = only(standing(few, indicators({}), NO_YEARS), municipality=codes(20)[-1])
    assert (row["standing_n"], row["standing_better"], row["standing_worse"]) == (3, 0, 2)


SOME = st.lists(st.integers(-30, 30).map(float), min_size=18, max_size=32)
DIFFERENT = st.lists(st.integers(-500, 500).map(float), min_size=20, max_size=45, unique=True)
UP_OR_DOWN, DIRECTION = st.sampled_from(["high", "low"]), st.sampled_from(["high", "low", "none"])
JUDGED = ["standing_n", "standing_better", "standing_worse", "standing", "standing_reason"]
# The values found, and which way is good.
Case = tuple[list[float], str]


def eight(found: st.SearchStrategy[list[float]], direction: st.SearchStrategy[str]) -> st.SearchStrategy[list[Case]]:
    """Eight at a time: the rule takes as long for one."""
    return st.lists(st.tuples(found, direction), min_size=8, max_size=8)


def side_by_side(cases: list[Case]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The values of CASES, an indicator for each, and the catalogue that has them."""
    kpis = [f"N{number:05}" for number in range(len(cases))]
    found = [in_one_year(found, kpi=kpi) for kpi, (found, _) in zip(kpis, cases, strict=True)]
    known = [{"kpi": kpi, "direction": direction} for kpi, (_, direction) in zip(kpis, cases, strict=True)]
    return together(*found), indicators(*known)


def stood_each(cases: list[Case]) -> list[pd.DataFrame]:
    """The standing of each of CASES, which stand side by side, its municipalities in their order."""
    rows = standing(*side_by_side(cases), NO_YEARS).sort_values(["kpi", "municipality"])
    return [mine.reset_index(drop=True) for _, mine in rows.groupby("kpi")]


@settings(max_examples=10, deadline=None)
@given(cases=eight(SOME, UP_OR_DOWN))
def test_a_loop_over_the_rule_s_own_words_gives_the_same_squares(cases: list[Case]) -> None:
    for (found, direction), rows in zip(cases, stood_each(cases), strict=True):
        n, sign = len(found), 1 if direction == "high" else -1
        best_first = sorted(found, key=lambda value: -sign * value)
        expected = []
        for value in found:
            better = sum(sign * other > sign * value for other in found)
            worse = sum(sign * other < sign * value for other in found)
            best, worst = 4 * better < n, 4 * worse < n
            expected.append("middle" if best == worst else "best" if best else "worst")
        if n < 20 or max(expected.count("best"), expected.count("worst")) * 100 > 35 * n:
            expected = ["not_judged"] * n
        assert rows["standing"].tolist() == expected
        assert set(rows["standing_best_cut"]) == {best_first[math.ceil(n / 4) - 1]}
        assert set(rows["standing_worst_cut"]) == {best_first[-math.ceil(n / 4)]}


@settings(max_examples=5, deadline=None)
@given(cases=eight(SOME, DIRECTION), steps=st.lists(st.integers(1, 1000), min_size=61, max_size=61))
def test_stretching_the_scale_unevenly_moves_nobody(cases: list[Case], steps: list[int]) -> None:
    stretched = [([float(sum(steps[: int(value) + 31])) for value in found], way) for found, way in cases]
    for before, after in zip(stood_each(cases), stood_each(stretched), strict=True):
        pd.testing.assert_frame_equal(before[JUDGED], after[JUDGED])


@settings(max_examples=5, deadline=None)
@given(cases=eight(SOME, DIRECTION))
def test_turning_values_and_direction_upside_down_moves_nobody(cases: list[Case]) -> None:
    other_way = {"high": "low", "low": "high", "none": "none"}
    turned = [([-value for value in found], other_way[way]) for found, way in cases]
    for before, after in zip(stood_each(cases), stood_each(turned), strict=True):
        pd.testing.assert_frame_equal(before[JUDGED], after[JUDGED])
        pd.testing.assert_series_equal(before["standing_best_cut"], -after["standing_best_cut"])
        assert before["standing_lower"].tolist() == after["standing_higher"].tolist()


@settings(max_examples=5, deadline=None)
@given(cases=eight(SOME, st.just("low")))
def test_turning_only_the_direction_swaps_best_and_worst(cases: list[Case]) -> None:
    swapped = {"best": "worst", "worst": "best"}
    high = stood_each([(found, "high") for found, _ in cases])
    for before, after in zip(stood_each(cases), high, strict=True):
        assert after["standing"].tolist() == [swapped.get(square, square) for square in before["standing"]]


@settings(max_examples=5, deadline=None)
@given(cases=eight(DIFFERENT, UP_OR_DOWN))
def test_without_ties_each_outer_quarter_holds_a_quarter_rounded_up_and_no_more(cases: list[Case]) -> None:
    for (found, _), rows in zip(cases, stood_each(cases), strict=True):
        counts = rows["standing"].value_counts()
        assert counts["best"] == counts["worst"] == math.ceil(len(found) / 4)


@settings(max_examples=5, deadline=None)
@given(cases=eight(SOME, st.just("high")))
def test_who_has_a_square_is_on_its_side_of_the_cut(cases: list[Case]) -> None:
    for (found, _), stood_rows in zip(cases, stood_each(cases), strict=True):
        rows = stood_rows.assign(value=found)
        rows = rows[rows["standing"] != "not_judged"]
        assert (rows["value"] >= rows["standing_best_cut"])[rows["standing"] == "best"].all()
        assert (rows["value"] <= rows["standing_worst_cut"])[rows["standing"] == "worst"].all()


@settings(max_examples=5, deadline=None)
@given(cases=eight(SOME, DIRECTION), data=st.data())
def test_neither_the_order_of_rows_nor_names_change_anything(cases: list[Case], data: st.DataObject) -> None:
    frame, catalogue = side_by_side(cases)
    before = standing(frame, catalogue, NO_YEARS)
    order = data.draw(st.permutations(range(len(frame))))
    same_rows(before, standing(frame.iloc[order], catalogue, NO_YEARS))
    known = sorted(set(frame["municipality"]))
    names = dict(zip(known, data.draw(st.permutations(known)), strict=True))
    renamed = standing(frame.assign(municipality=frame["municipality"].map(names)), catalogue, NO_YEARS)
    same_rows(before.assign(municipality=before["municipality"].map(names)), renamed)


def test_no_values_have_no_standing() -> None:
    assert standing(in_one_year([NAN]), indicators({}), NO_YEARS).empty

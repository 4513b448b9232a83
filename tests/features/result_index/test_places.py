"""The result index: each value's place in the country, and the mean of the places in a perspective."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.result_index.places import index_years, places, result_index
from core.signals import standing
from tests.signals.frames import KPI, NAN, Row, codes, in_one_year, indicators, only, together

OPEN_YEARS = pd.DataFrame({"kpi": [KPI], "gender": ["T"], "year": [2024], "is_open": [False]})
YEAR: Row = {"kpi": KPI, "gender": "T", "year": 2024, "n": 290, "is_open": False}


# A value's place


def placed(found: Sequence[float], direction: str = "high") -> list[float]:
    """The places of municipalities with the values FOUND, in their order."""
    stood = standing(in_one_year(found), indicators({"direction": direction}), OPEN_YEARS)
    return [float(place) for place in places(stood.sort_values("municipality"))]


def test_the_best_is_100_the_worst_0_and_the_others_lie_evenly_between() -> None:
    assert placed([1, 2, 3, 4, 5]) == [0, 25, 50, 75, 100]
    assert placed([1, 2, 3, 4, 5], "low") == [100, 75, 50, 25, 0]


def test_those_with_the_same_value_share_the_mean_of_their_places() -> None:
    assert placed([1, 2, 2, 4, 5]) == [0, 37.5, 37.5, 75, 100]
    assert placed([7, 7, 7]) == [50, 50, 50]


def test_two_who_share_the_best_value_are_not_quite_100() -> None:
    assert placed([1, 2, 3, 9, 9]) == [0, 25, 50, 87.5, 87.5]


def test_one_alone_has_no_place() -> None:
    assert math.isnan(placed([5])[0])
    assert places(pd.DataFrame({f"standing_{c}": [0.0] for c in ("n", "better", "worse")})).isna().all()
    assert placed([5, 6]) == [0, 100]


def test_without_a_direction_nobody_has_a_place() -> None:
    assert all(math.isnan(place) for place in placed([1, 2, 3], "none"))


def test_the_places_follow_the_rows_they_were_asked_for() -> None:
    stood = pd.DataFrame(
        {"standing_n": [5.0, 5.0], "standing_better": [4.0, 0.0], "standing_worse": [0.0, 4.0]}, index=[7, 3]
    )
    assert places(stood).to_dict() == {7: 0.0, 3: 100.0}
    assert places(stood.iloc[:0]).empty


FOUND = st.lists(st.integers(-9, 9).map(float), min_size=2, max_size=30)
DIRECTION = st.sampled_from(["high", "low"])


@given(found=FOUND, direction=DIRECTION)
def test_places_average_to_50_in_every_slice(found: list[float], direction: str) -> None:
    assert sum(placed(found, direction)) / len(found) == pytest.approx(50)


@given(found=FOUND, direction=DIRECTION)
def test_only_a_sole_best_is_100_and_only_a_sole_worst_is_0(found: list[float], direction: str) -> None:
    best, worst = (max(found), min(found)) if direction == "high" else (min(found), max(found))
    for value, place in zip(found, placed(found, direction), strict=True):
        assert (place == 100) == (value == best and found.count(best) == 1)
        assert (place == 0) == (value == worst and found.count(worst) == 1)
        assert 0 <= place <= 100


@given(found=FOUND)
def test_a_place_is_the_mean_of_the_places_that_one_s_equals_would_fill(found: list[float]) -> None:
    in_order = sorted(found)
    for value, place in zip(found, placed(found), strict=True):
        filled = [100 * at / (len(found) - 1) for at, other in enumerate(in_order) if other == value]
        assert place == pytest.approx(sum(filled) / len(filled))


@given(found=FOUND)
def test_turning_the_direction_turns_the_places(found: list[float]) -> None:
    turned = [100 - place for place in placed(found, "low")]
    assert placed(found) == pytest.approx(turned)


# The year of each indicator


def years(*rows: dict[str, Any]) -> dict[str, tuple[int, int]]:
    found = index_years(pd.DataFrame([{**YEAR, **row} for row in rows], columns=list(YEAR)))
    assert list(found.columns) == ["kpi", "year", "n"]
    return {row["kpi"]: (row["year"], row["n"]) for row in found.to_dict("records")}


def test_the_year_is_the_newest_closed_one() -> None:
    assert years({"year": 2023, "n": 200}, {"year": 2022}, {"year": 2024, "is_open": True}) == {KPI: (2023, 200)}


def test_half_of_the_country_must_have_a_value() -> None:
    assert years({"n": 145}) == {KPI: (2024, 145)}
    assert years({"n": 144}, {"year": 2020, "n": 150}) == {KPI: (2020, 150)}


def test_an_indicator_that_few_ever_had_has_no_year() -> None:
    assert years({"n": 144}, {"kpi": "N2"}) == {"N2": (2024, 290)}


def test_only_the_total_counts() -> None:
    assert years({"gender": "K", "year": 2025}, {"gender": "M", "year": 2026}, {"year": 2021}) == {KPI: (2021, 290)}
    assert years({"gender": "K"}) == {}


def test_without_years_there_are_none() -> None:
    assert index_years(pd.DataFrame([YEAR]).iloc[:0]).empty


# The index of a municipality


def index(found: Mapping[str, Mapping[str, float]], perspectives: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The index of municipalities with the places FOUND by municipality and kpi."""
    rows = [(kpi, town, place) for town, by_kpi in found.items() for kpi, place in by_kpi.items()]
    return result_index(
        pd.DataFrame(rows, columns=["kpi", "municipality", "place"]).astype({"place": "float64"}),
        pd.DataFrame([(p, kpi) for p, kpis in perspectives.items() for kpi in kpis], columns=["perspective", "kpi"]),
    )


def kpis(n: int) -> list[str]:
    return [f"N{number}" for number in range(n)]


def bands(indexes: Sequence[float]) -> list[str]:
    """The bands of municipalities with INDEXES in a perspective of one indicator."""
    found = {town: {"N0": place} for town, place in zip(codes(len(indexes)), indexes, strict=True)}
    return [str(band) for band in index(found, {"p": ["N0"]})["band"]]


def test_the_index_is_the_unweighted_mean_of_the_places() -> None:
    rows = index({"0001": {"N0": 20, "N1": 50, "N2": 95}}, {"p": kpis(3)})
    row = only(rows, perspective="p", municipality="0001")
    assert (row["index"], row["n"], row["of"]) == (55, 3, 3)
    assert list(rows.columns) == [
        *("perspective", "municipality", "of", "n", "index"),
        *("index_n", "better", "worse", "band"),
    ]


@pytest.mark.parametrize(
    ("has", "of"), [(3, 5), (6, 10), (9, 15), (12, 20), (15, 25), (18, 30), (21, 35), (2, 3), (1, 1)]
)
def test_three_of_five_indicators_are_enough(has: int, of: int) -> None:
    row = only(index({"0001": dict.fromkeys(kpis(has), 40)}, {"p": kpis(of)}))
    assert (row["index"], row["n"], row["of"], row["index_n"]) == (40, has, of, 1)


@pytest.mark.parametrize(("has", "of"), [(2, 4), (5, 9), (4, 7), (1, 2), (14, 24), (17, 29)])
def test_fewer_than_three_in_five_are_not(has: int, of: int) -> None:
    row = only(index({"0001": dict.fromkeys(kpis(has), 40)}, {"p": kpis(of)}))
    assert all(math.isnan(row[column]) for column in ("index", "better", "worse"))
    assert (row["n"], row["of"], row["index_n"], row["band"]) == (has, of, 0, "not_judged")


def test_a_place_that_is_missing_is_not_counted_and_never_imputed() -> None:
    row = only(index({"0001": {"N0": 20, "N1": 60, "N2": NAN}}, {"p": kpis(3)}))
    assert (row["index"], row["n"], row["of"]) == (40, 2, 3)


def test_who_has_some_value_stands_in_every_perspective_and_who_has_none_in_no_one() -> None:
    rows = index({"0001": {"N0": 20}, "0002": {"N1": 30}, "0003": {"N0": NAN}}, {"a": ["N0"], "b": ["N1"]})
    assert list(zip(rows["perspective"], rows["municipality"], rows["n"], strict=True)) == [
        ("a", "0001", 1),
        ("a", "0002", 0),
        ("b", "0001", 0),
        ("b", "0002", 1),
    ]


def test_an_indicator_can_stand_in_two_perspectives_and_one_without_a_perspective_in_none() -> None:
    rows = index({"0001": {"N0": 20, "N1": 60, "N9": 99}}, {"a": ["N0"], "b": ["N0", "N1"]})
    assert rows["index"].tolist() == [20, 40]


def test_perspectives_come_in_their_own_order() -> None:
    rows = index({"0001": {"N0": 20}}, {"trygghet": ["N0"], "delaktighet": ["N0"], "effektivitet": ["N0"]})
    assert rows["perspective"].tolist() == ["trygghet", "delaktighet", "effektivitet"]


def test_the_bands_are_the_square_s_quarters() -> None:
    assert bands([10, 20, 30, 40]) == ["worst", "middle", "middle", "best"]
    assert bands([1, 2, 3, 4, 5]) == ["worst", "worst", "middle", "best", "best"]


def test_exactly_a_quarter_better_is_not_the_best_quarter() -> None:
    assert bands([9, 9, 8, 5, 4, 3, 2, 1]) == ["best", "best", *["middle"] * 4, "worst", "worst"]


def test_who_is_both_among_the_best_and_the_worst_stands_in_the_middle() -> None:
    assert bands([50, 50, 50]) == ["middle"] * 3
    assert bands([50]) == ["middle"]


def test_indexes_that_differ_only_by_a_binary_error_are_the_same() -> None:
    found = {"0001": {"N0": 0.1, "N1": 0.2, "N2": 0.3}, "0002": dict.fromkeys(kpis(3), 0.2)}
    rows = index(found, {"p": kpis(3)})
    assert rows["index"].nunique() == 1
    assert rows["better"].tolist() == rows["worse"].tolist() == [0, 0]


def test_those_without_an_index_are_not_compared_with() -> None:
    found = {town: {"N0": place} for town, place in zip(codes(4), (10, 20, 30, 40), strict=True)}
    rows = index({**found, "0001": {"N9": 5}}, {"p": ["N0"], "q": ["N9"]})
    row = only(rows, perspective="p", municipality=codes(4)[0])
    assert (row["index_n"], row["better"], row["worse"]) == (4, 3, 0)
    assert only(rows, perspective="p", municipality="0001")["band"] == "not_judged"


def test_each_perspective_is_a_comparison_of_its_own() -> None:
    rows = index({"0001": {"N0": 10, "N1": 90}, "0002": {"N0": 20, "N1": 80}}, {"a": ["N0"], "b": ["N1"]})
    assert rows["better"].tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize("missing", ["places", "perspectives"])
def test_without_places_or_perspectives_there_is_no_index(missing: str) -> None:
    found = {} if missing == "places" else {"0001": {"N0": 20.0}}
    assert index(found, {} if missing == "perspectives" else {"p": ["N0"]}).empty


TOWNS = codes(7)
PLACES = st.dictionaries(
    st.sampled_from(TOWNS),
    st.dictionaries(st.sampled_from(kpis(6)), st.integers(0, 10).map(lambda tenth: tenth * 10.0), min_size=1),
    min_size=1,
)
PERSPECTIVES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.lists(st.sampled_from(kpis(6)), min_size=1, unique=True), min_size=1
)


def plain_index(found: Mapping[str, Mapping[str, float]], of: Sequence[str], town: str) -> Fraction | None:
    has = [Fraction(found[town][kpi]) for kpi in of if kpi in found[town]]
    return sum(has, Fraction()) / len(has) if 10 * len(has) >= 6 * len(of) else None


def plain_band(mine: Fraction | None, others: Sequence[Fraction]) -> str:
    if mine is None:
        return "not_judged"
    best = 4 * sum(other > mine for other in others) < len(others)
    worst = 4 * sum(other < mine for other in others) < len(others)
    return "middle" if best == worst else "best" if best else "worst"


@given(found=PLACES, perspectives=PERSPECTIVES)
def test_a_loop_over_the_rule_s_own_words_gives_the_same_index(
    found: dict[str, dict[str, float]], perspectives: dict[str, list[str]]
) -> None:
    rows = index(found, perspectives)
    used = {kpi for of in perspectives.values() for kpi in of}
    towns = sorted(town for town in found if used & set(found[town]))
    assert list(zip(rows["perspective"], rows["municipality"], strict=True)) == [
        (perspective, town) for perspective in perspectives for town in towns
    ]
    for perspective, of in perspectives.items():
        mine = {town: plain_index(found, of, town) for town in towns}
        others = [value for value in mine.values() if value is not None]
        for town in towns:
            row = only(rows, perspective=perspective, municipality=town)
            value = mine[town]
            assert row["index"] == pytest.approx(NAN if value is None else float(value), nan_ok=True)
            assert row["band"] == plain_band(value, others)
            assert row["index_n"] == len(others)
            assert row["n"] == len(set(of) & set(found[town]))
            if value is not None:
                assert row["better"] == sum(other > value for other in others)
                assert row["worse"] == sum(other < value for other in others)


@given(found=PLACES, perspectives=PERSPECTIVES, data=st.data())
def test_neither_the_order_of_places_nor_of_indicators_changes_anything(
    found: dict[str, dict[str, float]], perspectives: dict[str, list[str]], data: st.DataObject
) -> None:
    towns = data.draw(st.permutations(list(found)))
    mixed = {town: dict(data.draw(st.permutations(list(found[town].items())))) for town in towns}
    turned = {perspective: of[::-1] for perspective, of in perspectives.items()}
    pd.testing.assert_frame_equal(index(found, perspectives), index(mixed, turned))


def test_the_places_of_a_country_give_its_index() -> None:
    steps = {"N0": 1, "N1": 3, "N2": 7}
    values = together(
        *[in_one_year([float(town * step % 20) for town in range(20)], kpi=kpi) for kpi, step in steps.items()]
    )
    stood = standing(values, indicators(*[{"kpi": kpi} for kpi in kpis(3)]), OPEN_YEARS)
    memberships = pd.DataFrame({"perspective": ["p"] * 3, "kpi": kpis(3)})
    rows = result_index(stood.assign(place=places(stood)), memberships)
    assert rows["index"].mean() == pytest.approx(50)
    assert set(rows["band"]) == {"best", "middle", "worst"}

"""The face: what holds whatever the numbers are, and for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.signals import attainment
from tests.signals.frames import (
    KPI,
    NAN,
    TOWN,
    Points,
    Row,
    indicators,
    outcomes,
    targets,
    together,
    values,
)
from tests.signals.test_attainment import AS_GROUP, FACES, GROUP, NOBODY, OTHERS, RANK, judged, limits
from tests.signals.test_attainment_among_others import CUT

# Many at once


def test_rows_are_judged_side_by_side_as_they_are_alone() -> None:
    kinds: list[tuple[Row, Row]] = [
        (limits("at_least", value=45), {}),
        (limits("at_most", value=45), {}),
        (limits("within", value=45, value2=47), {}),
        (limits("increase", base_year=2020), {}),
        (limits("keep", base_year=2020), {"direction": "low"}),
        (AS_GROUP, {}),
        (AS_GROUP, {"direction": "low"}),
        (RANK, {"direction": "low"}),
        (limits("best_quarter"), {}),
        (limits("at_least", value=45), {"category": "information", "direction": "none"}),
        (limits("at_least", value=45, year=2030), {}),
    ]
    towns: Mapping[str, Points] = {TOWN: {2020: 50, 2024: 44}, **OTHERS}
    names = [f"N{number:05}" for number in range(len(kinds))]
    found = attainment(
        outcomes(*[{"kpi": kpi, "value": 44, **CUT} for kpi in names]),
        targets(*[{**wanted, "kpi": kpi} for kpi, (wanted, _) in zip(names, kinds, strict=True)]),
        indicators(*[{**indicator, "kpi": kpi} for kpi, (_, indicator) in zip(names, kinds, strict=True)]),
        together(*[values(towns, kpi=kpi) for kpi in names]),
        GROUP,
    )
    columns = ["attainment", "attainment_reason", "attainment_distance", "target", "tolerance"]
    alone = [judged(44, wanted, outcome=CUT, towns=towns, group=GROUP, **indicator) for wanted, indicator in kinds]
    expected = pd.DataFrame([[row[c] for c in columns] for row in alone], columns=columns)
    assert found["kpi"].tolist() == names
    pd.testing.assert_frame_equal(found[columns], expected, check_dtype=False)


# What holds whatever the numbers are

NUMBER = st.integers(-400, 400).map(lambda n: n / 4)
TOLERANCE = st.none() | st.integers(1, 40).map(lambda n: n / 4)


def faces(judged_values: list[float], wanted: list[Row], **indicator: Any) -> list[int]:
    """How good each face is (0 red, 1 yellow, 2 green): each of VALUES by the target at the same place."""
    names = [f"N{number:05}" for number in range(len(wanted))]
    found = attainment(
        outcomes(*[{"kpi": k, "value": v, **CUT} for k, v in zip(names, judged_values, strict=True)]),
        targets(*[{**target, "kpi": kpi} for kpi, target in zip(names, wanted, strict=True)]),
        indicators(*[{"kpi": kpi, **indicator} for kpi in names]),
        together(*[values({TOWN: {2020: 50}, **OTHERS}, kpi=kpi) for kpi in names]),
        GROUP,
    )
    return [FACES.index(word) for word in found["attainment"]]


def tolerant(kind: str, tolerance: float | None, **more: Any) -> Row:
    return {"kind": kind, "tolerance": NAN if tolerance is None else tolerance, **more}


@given(level=NUMBER, tolerance=TOLERANCE, found=st.lists(NUMBER, min_size=8, max_size=8), decimals=st.integers(0, 2))
def test_a_better_outcome_never_gets_a_worse_face(
    level: float, tolerance: float | None, found: list[float], decimals: int
) -> None:
    n, rising = len(found), sorted(found)
    wanted = [tolerant(kind, tolerance, value=level) for kind in ("at_least", "at_most") for _ in rising]
    got = faces(rising * 2, wanted, decimals=decimals)
    assert got[:n] == sorted(got[:n])
    assert got[n:] == sorted(got[n:], reverse=True)


@given(
    kind=st.sampled_from(["as_group", "best_quarter", "rank", "increase"]),
    found=st.lists(NUMBER, min_size=8, max_size=8),
    direction=st.sampled_from(["high", "low"]),
)
def test_a_better_outcome_never_gets_a_worse_face_among_others_or_since_a_base_year(
    kind: str, found: list[float], direction: str
) -> None:
    improving = sorted(found, reverse=direction == "low")
    wanted: Row = {"kind": kind, "group": "grannar", "rank": 2, "base_year": 2020}
    if kind == "increase" and direction == "low":
        wanted = {**wanted, "kind": "decrease"}
    got = faces(improving, [wanted] * len(improving), direction=direction)
    assert got == sorted(got)


@given(
    outcome=NUMBER,
    tolerance=TOLERANCE,
    levels=st.lists(NUMBER, min_size=6, max_size=6),
    decimals=st.integers(0, 2),
)
def test_a_harder_target_never_gives_a_better_face(
    outcome: float, tolerance: float | None, levels: list[float], decimals: int
) -> None:
    n, rising = len(levels), sorted(levels)
    wanted = [tolerant(kind, tolerance, value=level) for kind in ("at_least", "at_most") for level in rising]
    got = faces([outcome] * 2 * n, wanted, decimals=decimals)
    assert got[:n] == sorted(got[:n], reverse=True)
    assert got[n:] == sorted(got[n:])


@given(outcome=NUMBER, tolerance=TOLERANCE, bounds=st.lists(NUMBER, min_size=8, max_size=8, unique=True))
def test_a_narrower_span_never_gives_a_better_face(
    outcome: float, tolerance: float | None, bounds: list[float]
) -> None:
    ordered = sorted(bounds)
    narrowing = [
        tolerant("within", tolerance, value=low, value2=high)
        for low, high in zip(ordered[:4], reversed(ordered[4:]), strict=True)
    ]
    got = faces([outcome] * len(narrowing), narrowing)
    assert got == sorted(got, reverse=True)


@given(outcome=NUMBER, direction=st.sampled_from(["high", "low"]))
def test_a_better_rank_asked_for_never_gives_a_better_face(outcome: float, direction: str) -> None:
    wanted: list[Row] = [{**RANK, "rank": rank} for rank in (1, 2, 3, 4)]
    got = faces([outcome] * len(wanted), wanted, direction=direction)
    assert got == sorted(got)


@given(outcome=NUMBER, level=NUMBER, tolerance=TOLERANCE)
def test_a_span_is_both_at_least_and_at_most(outcome: float, level: float, tolerance: float | None) -> None:
    at_least, at_most, both = faces(
        [outcome] * 3,
        [
            tolerant("at_least", tolerance, value=level),
            tolerant("at_most", tolerance, value=level + 20),
            tolerant("within", tolerance, value=level, value2=level + 20),
        ],
    )
    assert both == min(at_least, at_most)


@given(found=st.lists(NUMBER, min_size=4, max_size=8), data=st.data())
def test_the_order_of_rows_changes_nothing(found: list[float], data: st.DataObject) -> None:
    names = [f"N{number:05}" for number in range(len(found))]
    wanted = targets(*[{**AS_GROUP, "kpi": kpi, "year": year} for kpi in names for year in (2022, 2024, 2026)])
    rows = outcomes(*[{"kpi": kpi, "value": value} for kpi, value in zip(names, found, strict=True)])
    around = together(*[values(OTHERS, kpi=kpi) for kpi in names])
    catalogue = indicators(*[{"kpi": kpi} for kpi in names])

    def mixed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.iloc[data.draw(st.permutations(range(len(frame))))]

    before = attainment(rows, wanted, catalogue, around, GROUP)
    after = attainment(mixed(rows), mixed(wanted), mixed(catalogue), mixed(around), mixed(GROUP))
    columns = ["kpi", "attainment", "attainment_distance", "target", "target_year", "tolerance"]
    pd.testing.assert_frame_equal(before[columns], after.sort_values("kpi", ignore_index=True)[columns])


def test_every_row_is_kept_and_in_its_place() -> None:
    rows = outcomes({"value": 1.0}, {"value": 2.0, "gender": "K"}, {"value": 3.0, "municipality": "0002"})
    found = attainment(rows, targets(limits("at_least", value=45)), indicators({}), values({}), NOBODY)
    assert found[["municipality", "gender"]].to_numpy().tolist() == [[TOWN, "T"], [TOWN, "K"], ["0002", "T"]]
    assert found["attainment_reason"].tolist() == ["", "", "no_target"]
    assert found["kpi"].tolist() == [KPI] * 3

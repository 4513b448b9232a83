"""Small frames in the shapes that the rules work on, so that a test shows only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

KPI = "N00001"
TOWN = "0001"
NAN = float("nan")

Points = Mapping[int, float | str]
Row = Mapping[str, Any]

_INDICATOR: Row = {
    "kpi": KPI,
    "direction": "high",
    "category": "resultat-objektivt",
    "decimals": 0,
    "prominence": 1,
    "step": 1,
    "comparable": True,
    "break_years": (),
    "exceptional_years": (),
    "tolerance": NAN,
    "deadband": NAN,
}
_TARGET: Row = {
    "municipality": TOWN,
    "kpi": KPI,
    "gender": "",
    "year": 2024,
    "kind": "at_least",
    "value": NAN,
    "value2": NAN,
    "base_year": NAN,
    "group": "",
    "rank": NAN,
    "tolerance": NAN,
    "is_final": False,
    "decided_by": "",
    "decision": "",
    "link": "",
}
_TARGET_TYPES = dict.fromkeys(("value", "value2", "base_year", "rank", "tolerance"), "float64") | {
    "year": "int64",
    "is_final": "bool",
    **dict.fromkeys(("municipality", "kpi", "gender", "kind", "group", "decided_by", "decision", "link"), "str"),
}
_OUTCOME: Row = {
    "kpi": KPI,
    "municipality": TOWN,
    "gender": "T",
    "year": 2024,
    "value": NAN,
    "outcome_reason": "",
    "deadband": NAN,
    "standing_n": 290,
    "standing_best_cut": NAN,
    "standing_reason": "",
}


def indicators(*rows: Row) -> pd.DataFrame:
    """The catalogue: one indicator for each of ROWS, which say only how it differs from an ordinary one."""
    frame = pd.DataFrame([_known(_INDICATOR, row) for row in rows])
    return frame.astype({"tolerance": "float64", "deadband": "float64"})


def targets(*rows: Row) -> pd.DataFrame:
    """Targets as ``held_targets`` gives them, one for each of ROWS."""
    frame = pd.DataFrame([_known(_TARGET, row) for row in rows], columns=list(_TARGET))
    return frame.astype(_TARGET_TYPES)


def outcomes(*rows: Row) -> pd.DataFrame:
    """Outcomes as the face is judged on them, one for each of ROWS."""
    frame = pd.DataFrame([_known(_OUTCOME, row) for row in rows])
    return frame.astype(dict.fromkeys(("year", "value", "deadband", "standing_best_cut"), "float64"))


def values(towns: Mapping[str, Points], *, kpi: str = KPI, gender: str = "T") -> pd.DataFrame:
    """The values of TOWNS by year; a text is the status that stands instead of a value."""
    rows = [
        (kpi, town, gender, year, NAN, point) if isinstance(point, str) else (kpi, town, gender, year, point, "")
        for town, points in towns.items()
        for year, point in points.items()
    ]
    frame = pd.DataFrame(rows, columns=["kpi", "municipality", "gender", "year", "value", "status"])
    return frame.astype({"year": "int64", "value": "float64"})


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """FRAMES as one."""
    return pd.concat(frames, ignore_index=True)


def alike(towns: Iterable[str], points: Points) -> dict[str, Points]:
    """All of TOWNS with the same POINTS."""
    return {town: points for town in towns}  # noqa: C420 -- shared, and nobody changes them


def codes(n: int) -> list[str]:
    """N municipalities, none of them TOWN."""
    return [f"{number}" for number in range(1001, 1001 + n)]


def in_one_year(found: Sequence[float], *, year: int = 2024, kpi: str = KPI, gender: str = "T") -> pd.DataFrame:
    """A value in YEAR for as many municipalities as there are values."""
    towns = {town: {year: value} for town, value in zip(codes(len(found)), found, strict=True)}
    return values(towns, kpi=kpi, gender=gender)


def restless(n: int, years: Iterable[int], change: float, *, kpi: str = KPI, gender: str = "T") -> pd.DataFrame:
    """N municipalities that rise by CHANGE in every second one of YEARS and fall back in the next."""
    points = {year: 100 + change * (place % 2) for place, year in enumerate(years)}
    return values(alike(codes(n), points), kpi=kpi, gender=gender)


def members(group: str, others: Iterable[str], *, municipality: str = TOWN) -> pd.DataFrame:
    """The members of GROUP as seen from MUNICIPALITY."""
    rows = [(municipality, group, member) for member in others]
    return pd.DataFrame(rows, columns=["municipality", "group", "member"], dtype="str")


def only(frame: pd.DataFrame, **wanted: object) -> Row:
    """The one row of FRAME where every column of WANTED has its value."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return {str(column): value for column, value in frame.iloc[0].items()}


def same_rows(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Both have the same rows, in whatever order."""
    keys = [c for c in ("kpi", "municipality", "gender", "year") if c in one.columns]
    first, second = (frame.sort_values(keys, ignore_index=True) for frame in (one, other))
    pd.testing.assert_frame_equal(first, second[list(first.columns)], check_dtype=False, rtol=0, atol=1e-9)


def _known(ordinary: Row, row: Row) -> Row:
    assert set(row) <= set(ordinary), set(row) - set(ordinary)
    return {**ordinary, **row}

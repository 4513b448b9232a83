"""The most important findings about a municipality, or several: what its signals agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pandas as pd

from core.signals.constants import (
    BAND_MOST_YEARS_BETWEEN,
    FINDINGS_MOST,
    SQUARE_LEAST_N,
    Reason,
    Standing,
)
from core.signals.deviations import green, is_success, order, red

_OTHER_END = {Standing.BEST: Standing.WORST, Standing.WORST: Standing.BEST}
_UNCERTAIN_TRENDS = (Reason.BREAK, Reason.EXCEPTIONAL)

Square = tuple[float, str]  # the year, and the band stood in
_NO_CHANGE: Square = (np.nan, "")
_SERIES = ["kpi", "municipality", "gender"]
# What is asked of the squares of all years.
BAND_COLUMNS = (*_SERIES, "year", "standing")


def findings(rows: pd.DataFrame, bands: pd.DataFrame, most: int = FINDINGS_MOST) -> pd.DataFrame:
    """The MOST important rows of ROWS, the most important first, with what they tell of.

    ROWS as ``core.outcomes.rows.signal_rows`` gives them, of one or more municipalities: kpi, municipality, gender,
    year, value, step, break_years, is_open, preliminary, outcome_reason, prominence, attainment, attainment_distance,
    trend_verdict, trend_reason, standing, standing_n and the standing's four cuts. BANDS: kpi, municipality, gender,
    year, standing, of all years of the same municipalities; none where ROWS compare with others than the country's.

    Only closed and final years in which enough municipalities have a value for a square, and whose trend crosses
    neither a break nor an exceptional year, count. A row tells of what ``deviations`` says of it: bad where its face
    or square is red, else good where one is green; never of an arrow alone. Ordered by how many of its signals speak
    for that side (the face counts two), prominence, distance to target or cut in quartile distances, then as they
    stand in ROWS. Where all would be of one side, the first of the other takes the last place.

    Added: is_success (in place of that of ``deviations``), score (1-4), and band_from, band_from_year: the band
    that the row's has come from, "" and NaN where it has not changed or the change does not count. It counts when
    both the new band and the one before it have held for two measurements, or it lies at the other end; no break
    lies between, and the squares are at most BAND_MOST_YEARS_BETWEEN years apart. Source: the issue on findings;
    the signals are DESIGN.md section 3's.
    """
    told = _told(rows[_is_certain(rows)])
    chosen = told.iloc[_chosen(told["is_success"].tolist(), most)].reset_index(drop=True)
    squares = _squares(bands[bands["kpi"].isin(chosen["kpi"])])
    asked = chosen[[*_SERIES, "year", "step", "break_years", "standing"]].to_dict("records")
    came_from = [_came_from(row, squares[tuple(row[c] for c in _SERIES)]) for row in asked]
    return chosen.assign(
        band_from=pd.Series([band for _, band in came_from], dtype="str"),
        band_from_year=pd.Series([year for year, _ in came_from], dtype="float64"),
    )


def _is_certain(rows: pd.DataFrame) -> pd.Series:
    return (
        ~rows["is_open"]
        & ~rows["preliminary"]
        & (rows["outcome_reason"] == Reason.NONE)
        & (rows["standing_n"] >= SQUARE_LEAST_N)
        & ~rows["trend_reason"].isin(_UNCERTAIN_TRENDS)
    )


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of ROWS that have something to tell, with is_success and score, the most important first."""
    good, bad = green(rows), red(rows)
    success = is_success(good, bad)
    score = good.signals.where(success, bad.signals)
    distance = good.distance.where(success, bad.distance)
    first = np.argsort(order(score, rows["prominence"], distance))
    ordered = rows.assign(is_success=success, score=score).iloc[first]
    return ordered[(good.speaks | bad.speaks).iloc[first]]


def _chosen(is_success: list[bool], most: int) -> list[int]:
    """The first MOST places; where all are successes or none is, the last gives way to the first that is otherwise."""
    places = list(range(min(most, len(is_success))))
    if len(places) > 1 and len(set(is_success[:most])) == 1 < len(set(is_success)):
        places[-1] = is_success.index(not is_success[0])
    return places


def _squares(bands: pd.DataFrame) -> Mapping[tuple[str, ...], Sequence[Square]]:
    """The judged squares of each series in BANDS, the newest first; () for one that has none."""
    judged = bands[bands["standing"] != Standing.NOT_JUDGED].sort_values("year", ascending=False)
    found: defaultdict[tuple[str, ...], list[Square]] = defaultdict(list)
    columns = (judged[column].tolist() for column in (*_SERIES, "year", "standing"))
    for *series, year, band in zip(*columns, strict=True):
        found[tuple(series)].append((float(year), str(band)))
    return found


def _came_from(row: Mapping[Any, Any], known: Sequence[Square]) -> Square:
    """The year and band that ROW's band has come from, where the change counts; KNOWN are its series' squares."""
    now, earlier = row["standing"], _earlier(row, known)
    squares = [band for _, band in earlier]
    if squares and squares[0] == _OTHER_END.get(now):
        used = earlier[:1]
    elif len(squares) == 3 and squares[0] == now != squares[1] == squares[2]:
        used = earlier[:2]
    else:
        return _NO_CHANGE
    years = [row["year"], *(year for year, _ in used)]
    if any(newer - older > BAND_MOST_YEARS_BETWEEN for newer, older in pairwise(years)):
        return _NO_CHANGE
    if any(years[-1] < first <= row["year"] for first in row["break_years"]):
        return _NO_CHANGE
    return used[-1]


def _earlier(row: Mapping[Any, Any], known: Sequence[Square]) -> list[Square]:
    """The three of KNOWN before ROW's, the newest first.

    Of a series that is measured every second or fourth year, the years between hold a repeated value: it can stand
    in another band than when it was measured, and a band that it stays in has not held for two measurements.
    """
    before = (one for one in known if one[0] < row["year"] and (row["year"] - one[0]) % row["step"] == 0)
    return list(islice(before, 3))

"""The arrow: what holds whatever the numbers are."""

from __future__ import annotations

import statistics
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signals import trend
from tests.signals.frames import (
    NAN,
    Row,
    codes,
    indicators,
    only,
    same_rows,
    together,
    values,
)
from tests.signals.test_trend import Arrow


def by_hand(found: dict[tuple[str, int], float], town: str, year: int, indicator: Row) -> Arrow:
    """The trend rule read once more, for one value of one indicator."""
    towns, step = {t for t, _ in found}, int(indicator["step"])
    spans = (2, 3) if step == 1 else (max(2, step),)
    from_year = next((year - span for span in spans if (town, year - span) in found), None)
    moved = [
        abs(found[t, newer] - found[t, newer - step])
        for t in towns
        for newer in (year - 4, year - 3, year - 2, year - 1, year)
        if (t, newer) in found and (t, newer - step) in found
    ]
    deadband = 2 * statistics.median(moved) if len(moved) >= 20 else None
    if indicator["deadband"] == indicator["deadband"]:
        deadband = indicator["deadband"]
    if from_year is None:
        return Arrow(None, None, None, deadband, "silent", "too_few_years")
    change = found[town, year] - found[town, from_year]
    country = statistics.median(
        found[t, year] - found[t, from_year] for t in towns if (t, year) in found and (t, from_year) in found
    )
    reason = ""
    if any(first in range(from_year + 1, year + 1) for first in indicator["break_years"]):
        reason = "break"
    elif {from_year, year} & set(indicator["exceptional_years"]):
        reason = "exceptional"
    elif deadband is None:
        reason = "too_few_pairs"
    if reason or deadband is None:
        return Arrow(from_year, change, country, deadband, "silent", reason)
    looks = [_as_shown(found[town, y], int(indicator["decimals"])) for y in (from_year, year)]
    if round(abs(change), 9) <= round(deadband, 9) or looks[0] == looks[1]:
        return Arrow(from_year, change, country, deadband, "level", "")
    return Arrow(from_year, change, country, deadband, "up" if change > 0 else "down", "")


def _as_shown(value: float, decimals: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


YEARS = range(2016, 2025)
INDICATORS = st.fixed_dictionaries(
    {
        "step": st.sampled_from([1, 1, 2, 4]),
        "decimals": st.integers(0, 2),
        "direction": st.sampled_from(["high", "low", "none"]),
        "deadband": st.sampled_from([NAN, NAN, 0.3, 2.0]),
        "break_years": st.lists(st.integers(2015, 2025), max_size=2).map(tuple),
        "exceptional_years": st.lists(st.integers(2015, 2025), max_size=2).map(tuple),
    }
)


@st.composite
def small_countries(draw: st.DrawFn, quarters: bool = False) -> pd.DataFrame:
    """Three to eight municipalities with gaps; values with one decimal, or in QUARTERS that add up exactly."""
    unit = 4 if quarters else 10
    most = draw(st.sampled_from([3, 12, 80]))
    row = st.lists(st.integers(-most // 6, most), min_size=len(YEARS), max_size=len(YEARS))
    rows = draw(st.lists(row, min_size=3, max_size=8))
    return values(
        {
            town: {year: point / unit for year, point in zip(YEARS, row, strict=True) if point >= 0}
            for town, row in zip(codes(len(rows)), rows, strict=True)
        }
    )


@settings(max_examples=100, deadline=None)
@given(frame=small_countries(), indicator=INDICATORS)
def test_a_loop_over_the_rule_s_own_words_gives_the_same_trend(frame: pd.DataFrame, indicator: dict[str, Any]) -> None:
    catalogue = indicators(indicator)
    found = {
        (str(town), int(year)): float(value)
        for town, year, value in zip(frame["municipality"], frame["year"], frame["value"], strict=True)
    }
    rows = trend(frame, catalogue)
    assert len(rows) == len(found)
    for row in rows.to_dict("records"):
        expected = by_hand(found, row["municipality"], row["year"], only(catalogue))
        numbers = ("trend_from_year", "trend_change", "trend_change_country", "trend_deadband")
        assert [row[c] for c in numbers] == pytest.approx(
            [NAN if n is None else n for n in expected[:4]], nan_ok=True, rel=0, abs=1e-9
        )
        assert (row["trend"], row["trend_reason"]) == (expected.trend, expected.reason)


@given(frames=st.tuples(small_countries(), small_countries(), small_countries()), rows=st.tuples(*[INDICATORS] * 3))
def test_indicators_side_by_side_are_judged_as_each_is_alone(
    frames: tuple[pd.DataFrame, ...], rows: tuple[dict[str, Any], ...]
) -> None:
    named = [
        (frame.assign(kpi=f"N{n}"), row | {"kpi": f"N{n}"})
        for n, (frame, row) in enumerate(zip(frames, rows, strict=True))
    ]
    side_by_side = trend(together(*[frame for frame, _ in named]), indicators(*[row for _, row in named]))
    same_rows(together(*[trend(frame, indicators(row)) for frame, row in named]), side_by_side)


@given(frame=small_countries(quarters=True), indicator=INDICATORS, more=st.integers(0, 1000))
def test_adding_the_same_to_all_values_changes_no_trend(
    frame: pd.DataFrame, indicator: dict[str, Any], more: int
) -> None:
    catalogue = indicators(indicator)
    same_rows(trend(frame, catalogue), trend(frame.assign(value=frame["value"] + more), catalogue))


@given(frame=small_countries(), indicator=INDICATORS)
def test_turning_all_values_and_the_direction_upside_down_turns_arrows_and_keeps_verdicts(
    frame: pd.DataFrame, indicator: dict[str, Any]
) -> None:
    other_way = {"high": "low", "low": "high", "none": "none"}[indicator["direction"]]
    before = trend(frame, indicators(indicator))
    after = trend(frame.assign(value=-frame["value"]), indicators(indicator | {"direction": other_way}))
    turned = after.assign(
        trend=after["trend"].replace({"up": "down", "down": "up"}),
        trend_change=-after["trend_change"],
        trend_change_country=-after["trend_change_country"],
    )
    same_rows(before, turned)


@given(frame=small_countries(), indicator=INDICATORS, data=st.data())
def test_the_order_of_rows_changes_nothing(frame: pd.DataFrame, indicator: dict[str, Any], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(frame))))
    same_rows(trend(frame, indicators(indicator)), trend(frame.iloc[order], indicators(indicator)))


@given(frame=small_countries(), indicator=INDICATORS, data=st.data())
def test_what_municipalities_are_called_changes_nothing(
    frame: pd.DataFrame, indicator: dict[str, Any], data: st.DataObject
) -> None:
    towns = sorted(frame["municipality"].unique())
    names = dict(zip(towns, data.draw(st.permutations(towns)), strict=True))
    before = trend(frame, indicators(indicator))
    after = trend(frame.assign(municipality=frame["municipality"].map(names)), indicators(indicator))
    same_rows(before.assign(municipality=before["municipality"].map(names)), after)

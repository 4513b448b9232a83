"""Osäker: another value that is as likely would have given another arrow or square."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signals import Reason, Standing, Trend
from core.signals.uncertainty import of_change, of_share, uncertain
from tests.signals.frames import NAN, Row

BEST_CUT, WORST_CUT, BAND = 70.0, 40.0, 3.0
widths = st.floats(0, 50)
values = st.floats(0, 100)
changes = st.floats(-20, 20)


def band(value: float) -> Standing:
    """The square of VALUE among others whose cuts are known."""
    return Standing.BEST if value >= BEST_CUT else Standing.WORST if value <= WORST_CUT else Standing.MIDDLE


def arrow(change: float) -> Trend:
    return Trend.LEVEL if abs(change) <= BAND else Trend.UP if change > 0 else Trend.DOWN


def judged(value: float, width: float, change: float = 0.0, change_width: float = NAN, **facts: Any) -> Row:
    row = {
        "value": value,
        "standing": band(value),
        "standing_reason": Reason.NONE,
        "standing_best_cut": BEST_CUT,
        "standing_worst_cut": WORST_CUT,
        "trend": arrow(change),
        "trend_reason": Reason.NONE,
        "trend_change": change,
        "trend_deadband": BAND,
        "uncertainty": width,
        "trend_uncertainty": change_width,
    }
    return {str(c): v for c, v in uncertain(pd.DataFrame([row | facts])).iloc[0].items()}


@given(values, widths)
def test_a_square_is_unsure_just_when_another_value_within_gives_another(value: float, width: float) -> None:
    # The band changes at the cuts only, so the ends and what lies close to the cuts are all there is to try.
    tried = (value - width, value + width, BEST_CUT, WORST_CUT, BEST_CUT - 1e-9, WORST_CUT + 1e-9)
    others = {band(one) for one in tried if abs(one - value) < width * (1 - 1e-6) - 1e-8}
    if others - {band(value)}:
        assert judged(value, width)["standing_uncertain"]
    elif min(abs(value - BEST_CUT), abs(value - WORST_CUT)) > width + 1e-6:
        assert not judged(value, width)["standing_uncertain"]


@given(changes, widths)
def test_an_arrow_is_unsure_just_when_another_change_within_gives_another(change: float, width: float) -> None:
    others = {arrow(one) for one in (change - width * 0.999, change + width * 0.999)} - {arrow(change)}
    is_unsure = judged(50, NAN, change, width)["trend_uncertain"]
    if others:
        assert is_unsure
    elif abs(abs(change) - BAND) > width:
        assert not is_unsure


@given(values, changes, widths, widths)
def test_a_wider_uncertainty_never_makes_anything_less_unsure(
    value: float, change: float, one: float, other: float
) -> None:
    narrow, wide = sorted((one, other))
    before, after = judged(value, narrow, change, narrow), judged(value, wide, change, wide)
    for signal in ("standing_uncertain", "trend_uncertain"):
        assert after[signal] >= before[signal]


@given(values, changes, st.sampled_from([0.0, NAN]))
def test_none_and_an_unknown_uncertainty_change_nothing(value: float, change: float, width: float) -> None:
    row = judged(value, width, change, width)
    assert not row["standing_uncertain"]
    assert not row["trend_uncertain"]


@given(values, changes, widths)
def test_the_signals_themselves_stay_as_they_are(value: float, change: float, width: float) -> None:
    row = judged(value, width, change, width)
    assert (row["standing"], row["trend"], row["trend_change"]) == (band(value), arrow(change), change)


@pytest.mark.parametrize("reason", [Reason.TOO_FEW, Reason.NO_DIRECTION, Reason.OPEN_YEAR, Reason.TIES])
def test_what_is_not_judged_is_never_unsure(reason: Reason) -> None:
    row = judged(70, 50, 3, 50, standing_reason=reason, trend_reason=reason)
    assert not row["standing_uncertain"]
    assert not row["trend_uncertain"]


@pytest.mark.parametrize(
    ("value", "width", "is_unsure"),
    [(72, 2.0, False), (72, 2.1, True), (55, 14, False), (55, 15.1, True), (38, 1.9, False), (38, 2.5, True)],
)
def test_the_distance_to_the_nearest_cut_decides(value: float, width: float, is_unsure: bool) -> None:
    assert bool(judged(value, width)["standing_uncertain"]) is is_unsure


def of(shares: Sequence[float], answers: Sequence[float]) -> list[float]:
    return of_share(pd.Series(shares, dtype="float64"), pd.Series(answers, dtype="float64")).tolist()


def test_a_share_is_known_by_so_many_answers() -> None:
    # 1.96 √(0.5 · 0.5 / 404): worked out by hand.
    assert of([50], [400])[0] == pytest.approx(4.8757, abs=1e-4)
    # "Alla av tio" is not certain: (10 + 2) / 14, so 1.96 √(0.857 · 0.143 / 14).
    assert of([100], [10])[0] == pytest.approx(18.330, abs=1e-3)


@given(st.floats(0, 100), st.integers(1, 100_000), st.integers(1, 100_000))
def test_more_answers_never_make_a_share_less_sure(share: float, one: int, other: int) -> None:
    few, many = sorted((one, other))
    wide, narrow = of([share, share], [few, many])
    # What is added for the few pulls a share near 0 or 100 inwards, so that it is compared within a hair.
    assert narrow <= wide + 1e-9
    assert of([share], [few])[0] == pytest.approx(of([100 - share], [few])[0])


@pytest.mark.parametrize(("share", "answers"), [(NAN, 100), (50, NAN), (50, 0), (50, -3), (101, 100), (-1, 100)])
def test_what_is_no_share_of_anybody_has_no_uncertainty(share: float, answers: float) -> None:
    assert pd.isna(of([share], [answers])[0])


def test_a_change_is_less_sure_than_each_of_its_ends() -> None:
    now, then = pd.Series([3.0, 3.0, NAN, NAN]), pd.Series([4.0, NAN, 4.0, NAN])
    assert of_change(now, then).tolist()[:3] == [5.0, 3.0, 4.0]
    assert pd.isna(of_change(now, then)[3])

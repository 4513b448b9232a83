"""Bars of shares: on several pages where one has no room for them, and what is read together stays so."""

from __future__ import annotations

from core.charts.printed import PRINT
from core.charts.share_bars import YES, ShareChart, divided, share_plan, whole_bar

KEYS = ((YES, "Alla"),)
# Twenty answers of three municipalities each.
BARS = tuple(whole_bar(f"Svar {n}", 0.5, YES, follows=n % 3 > 0) for n in range(60))
WIDE, HIGH, SIZE = 900.0, 300.0, 15.0


def test_a_chart_that_has_room_is_one() -> None:
    chart = ShareChart(BARS[:3], KEYS)
    assert divided(chart, WIDE, HIGH, PRINT, SIZE) == (chart,)
    assert divided(ShareChart((), KEYS), WIDE, HIGH, PRINT, SIZE) == (ShareChart((), KEYS),)


def test_a_chart_that_has_none_is_several_that_begin_with_an_answer_and_lack_no_bar() -> None:
    parts = divided(ShareChart(BARS, KEYS), WIDE, HIGH, PRINT, SIZE)
    assert len(parts) > 1
    assert tuple(bar for part in parts for bar in part.bars) == BARS
    for part in parts:
        assert share_plan(part, WIDE, PRINT, SIZE).height <= HIGH
        assert not part.bars[0].follows
        assert part.keys == KEYS

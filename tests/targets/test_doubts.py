"""A level that is probably a slip of the hand is asked about; what the figures show to be possible is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.outcomes.figures import Figures
from core.signals import TargetKind
from core.targets.doubts import Newest, Span, doubts, seal_of
from core.targets.models import Target
from tests.shared import COST, GRADES, SAFE, plain_value, small_catalogue, target

NBSP = "\N{NO-BREAK SPACE}"
KNOWN = small_catalogue().by_kpi
GOAL = target(GRADES, 2026, TargetKind.AT_LEAST, value=80.0)


def said(value: float, span: Span | None, kpi: str = GRADES) -> list[str]:
    found = doubts(replace(GOAL, kpi=kpi, value=value), KNOWN[kpi], span)
    return [doubt.what.replace(NBSP, " ") for doubt in found]


@pytest.mark.parametrize("span", [None, (60.0, 100.0), (0.0, 90.0)])
@pytest.mark.parametrize(
    ("value", "what"),
    [
        (885.0, "885 % är högre än 100, som brukar vara det högsta möjliga."),
        (-1e15, "−1 000 000 000 000 000 % är lägre än 0, som brukar vara det lägsta möjliga."),
        (100.5, "100,5 % är högre än 100, som brukar vara det högsta möjliga."),
    ],
)
def test_a_share_outside_0_to_100_is_asked_about(value: float, what: str, span: Span | None) -> None:
    assert said(value, span) == [what]


@pytest.mark.parametrize("value", [0.0, 80.0, 100.0])
def test_what_is_possible_is_not(value: float) -> None:
    assert said(value, None) == []
    assert said(value, (50.0, 100.0)) == []


@pytest.mark.parametrize(("value", "meant"), [(0.92, "92 %"), (0.555, "55,5 %")])
def test_a_share_of_one_is_asked_about_where_it_may_be_per_cent(value: float, meant: str) -> None:
    assert meant in said(value, (10.0, 100.0))[0]
    assert meant in said(value, None)[0]
    assert said(value, (0.0, 5.0)) == []


@pytest.mark.parametrize("value", [98.5, 120.0])
def test_thousands_that_were_read_as_decimals_are_asked_about(value: float) -> None:
    assert "kan vara" in said(value, (60_000.0, 150_000.0), COST)[0]
    assert said(value, (50.0, 150.0), COST) == []


def test_where_some_municipality_is_outside_the_units_range_it_does_not_hold() -> None:
    assert said(-12.0, (-20.0, 30.0)) == []
    assert said(-80.0, (-20.0, 30.0)) == ["−80 % ligger långt från allt som kommunerna har haft: −20 till 30 %."]


@pytest.mark.parametrize(
    ("value", "is_far"), [(80_000.0, False), (79_999.0, True), (140_000.0, False), (140_001.0, True)]
)
def test_a_level_farther_from_all_there_is_than_it_is_wide_is_asked_about(value: float, is_far: bool) -> None:
    assert bool(said(value, (100_000.0, 120_000.0), COST)) is is_far


@pytest.mark.parametrize("span", [None, (7.0, 7.0)])
def test_with_nothing_to_measure_by_only_the_unit_decides(span: Span | None) -> None:
    assert said(-1e9, span, COST) == []


def test_both_ends_are_asked_about_and_what_stood_there_before_is_not() -> None:
    both = replace(GOAL, kind=TargetKind.WITHIN, value=-1.0, value2=101.0)
    assert [d.column for d in doubts(both, KNOWN[GRADES], None)] == ["value", "value2"]
    assert [d.column for d in doubts(both, KNOWN[GRADES], None, replace(GOAL, value=-1.0))] == ["value2"]
    assert len(doubts(both, KNOWN[GRADES], None, replace(GOAL, kpi=SAFE, value=-1.0))) == 2
    change = replace(GOAL, kind=TargetKind.KEEP, value=None, base_year=2020)
    assert doubts(change, KNOWN[GRADES], None) == ()


def test_a_tick_confirms_the_levels_that_it_was_put_for_and_no_others() -> None:
    seals = {seal_of(doubts(replace(GOAL, value=v), KNOWN[GRADES], None)) for v in (885.0, 886.0, 80.0)}
    assert len(seals) == 3
    assert "" in seals


def test_the_span_is_of_all_municipalities_years_and_genders(outcomes: Figures) -> None:
    values = outcomes.snapshot.all_values()
    ours = values[values["kpi"] == GRADES]["value"]
    assert outcomes.snapshot.value_spans[GRADES] == (ours.min(), ours.max())
    assert ours.max() > plain_value(GRADES, "0126", 2023)


WORSE = f"60{NBSP}% för 2026 är sämre än utfallet 2024, som är 62,5{NBSP}%."


@pytest.mark.parametrize(
    ("goal", "newest", "said"),
    [
        (GOAL, (2024, 62.46), WORSE),
        (GOAL, (2024, 60.04), ""),
        # That year is over.
        (GOAL, (2026, 62.5), ""),
        (GOAL, None, ""),
        (replace(GOAL, kind=TargetKind.AT_MOST), (2024, 62.5), ""),
        (replace(GOAL, kind=TargetKind.AT_MOST), (2024, 59.5), WORSE.replace("62,5", "59,5")),
        (replace(GOAL, kind=TargetKind.WITHIN, value2=61.0), (2024, 62.5), ""),
    ],
)
def test_a_later_level_that_is_worse_than_the_outcome_is_asked_about(
    goal: Target, newest: Newest | None, said: str
) -> None:
    asked = replace(goal, value=60.0)
    assert [doubt.what for doubt in doubts(asked, KNOWN[GRADES], None, newest=newest)] == [said] * bool(said)
    assert doubts(asked, KNOWN[GRADES], None, asked, newest=newest) == ()

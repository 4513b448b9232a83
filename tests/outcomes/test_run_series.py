"""A series by month as such: every month, what is missing, what may not be seen, and what the limits single out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.features.own_indicators.models import Entry
from core.outcomes.figures import Figures
from core.outcomes.run_series import RunSeries, run_series
from core.signals.run_chart import NoLimits, process_limits
from tests.features.own_indicators.shared import entry
from tests.outcomes.own import SICK_DAYS, WELLBEING, published, sick_days, with_own
from tests.shared import GRADES, HUDDINGE, LAST

QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13]


def months(values: Iterable[float | None], first: int = LAST - 1) -> list[Entry]:
    """VALUES month by month from January of FIRST; None is withheld."""
    return [
        entry(
            HUDDINGE,
            first + i // 12,
            value=value,
            period=f"M{i % 12 + 1:02}",
            **({"status": "Privacy"} if value is None else {}),
        )
        for i, value in enumerate(values)
    ]


def series_of(figures: Figures, rows: Iterable[Entry], breaks: tuple[int, ...] = ()) -> RunSeries:
    both = with_own(figures, published((replace(sick_days(), id=SICK_DAYS), rows)))
    indicator = both.catalogue.by_kpi[SICK_DAYS].model_copy(update={"break_years": breaks})
    found = run_series(both, indicator, HUDDINGE, "T")
    assert found is not None
    return found


def test_a_month_is_compared_with_the_same_month_a_year_before(figures: Figures) -> None:
    found = series_of(figures, months([*QUIET, *(value + 1 for value in QUIET[:5])]))
    assert (found.newest.name, found.newest.value, found.newest.before) == (f"maj {LAST}", 11.0, 10.0)


def test_a_month_that_is_missing_is_a_gap_with_its_place(figures: Figures) -> None:
    rows = [one for one in months(QUIET) if one.period != "M04"]
    found = series_of(figures, rows)
    assert [(one.period, one.value) for one in found.periods][2:5] == [("M03", 11.0), ("M04", None), ("M05", 10.0)]
    assert found.stretches[0].why is NoLimits.FEW


def test_what_is_far_off_and_what_stays_on_one_side_is_singled_out(figures: Figures) -> None:
    found = series_of(figures, months([*QUIET, 25.0, *QUIET]))
    assert [one.name for one in found.periods if one.outside] == [f"januari {LAST}"]
    risen = series_of(figures, months([*[10.0, 11.0] * 6, *[12.0, 13.0] * 6]))
    [stretch] = risen.stretches
    assert [(run.first, run.last, run.side) for run in stretch.runs] == [(0, 11, -1), (12, 23, 1)]


def test_a_break_divides_and_each_part_has_limits_of_its_own(figures: Figures) -> None:
    found = series_of(figures, months([*QUIET, *(value + 50 for value in QUIET)]), breaks=(LAST,))
    assert [(one.first, one.last) for one in found.stretches] == [(0, 11), (12, 23)]
    assert [one.limits.mean for one in found.stretches if one.limits] == pytest.approx([11.5, 61.5])
    assert not any(one.outside or one.run for one in found.periods)


def test_there_is_no_lower_limit_below_zero_of_what_never_is(figures: Figures) -> None:
    [stretch] = series_of(figures, months([0.0, 9.0] * 6)).stretches
    assert stretch.limits is not None
    assert stretch.limits.low < 0
    assert stretch.low is None


def test_what_is_measured_yearly_or_is_koladas_has_none(figures: Figures) -> None:
    both = with_own(figures)
    assert [run_series(both, both.catalogue.by_kpi[kpi], HUDDINGE, "T") for kpi in (WELLBEING, GRADES)] == [None, None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    values=st.lists(st.integers(5, 40).map(float), min_size=14, max_size=30),
    hidden=st.sets(st.integers(0, 29), max_size=5),
)
def test_what_may_not_be_seen_is_counted_and_in_no_number_that_is_shown(
    figures: Figures, values: list[float], hidden: set[int]
) -> None:
    """Limits and marks are those of the shown alone: whatever is withheld, nothing that is told would be another."""
    hidden = {place for place in hidden if place < len(values) - 1}
    shown = [None if place in hidden else value for place, value in enumerate(values)]
    found = series_of(figures, months(shown))
    assert found.hidden == len(hidden)
    assert [one.value for one in found.periods] == shown
    limits = process_limits(shown)
    assert found.stretches[0].limits == (None if isinstance(limits, NoLimits) else limits)
    assert not any(one.outside or one.run for one in found.periods if one.is_hidden)
    # Nor is a difference to the year before, from which it could be taken back.
    assert all(one.before is None for place, one in enumerate(found.periods) if place - 12 in hidden)

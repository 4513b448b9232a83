"""Activities as bars: where each begins and ends, today's line, and what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.cycle.plans import Activity, ActivityState
from core.outcomes.activities import Progress, progress, timeline
from tests.cycle.loops import SCHOOL_HEAD

TODAY = date(2026, 11, 24)
LATE = Activity("a", "p", "Schemalägg vuxna", "grundskolechef", date(2026, 10, 30), start=date(2026, 9, 1), account=5)
DONE = replace(LATE, id="b", due=date(2026, 9, 30), state=ActivityState.DONE, account=99)
NEXT = replace(LATE, id="c", due=date(2026, 12, 31), start=None, account=None)


def test_bars_stand_on_the_months_from_the_first_start_to_the_last_day() -> None:
    view = timeline([DONE, LATE, NEXT], TODAY, {5: SCHOOL_HEAD}, {"a": "/plan"})
    # From 1 September to 31 December there are 122 days; December would stand under "i dag".
    assert [(bar.left, bar.width) for bar in view.bars] == [(0, 24.59), (0, 49.18), (98.5, 1.5)]
    assert view.today == pytest.approx(100 * 84 / 122, abs=0.01)
    assert [word for word, _ in view.months] == ["sep", "okt", "nov"]
    assert view.bars[1].late == pytest.approx(100 * (84 - 59) / 122, abs=0.02)


def test_each_says_its_state_and_who_has_it() -> None:
    bars = timeline([DONE, LATE, NEXT], TODAY, {5: SCHOOL_HEAD}, {"a": "/plan"}).bars
    assert [bar.state for bar in bars] == ["klar", "försenad 25 dagar", "ej påbörjad"]
    assert [bar.look for bar in bars] == ["done", "planned", "planned"]
    assert [(bar.owner, bar.is_unowned) for bar in bars] == [("", True), ("Sara", False), ("", False)]
    assert [bar.address for bar in bars] == ["", "/plan", ""]


def test_a_plan_that_is_done_has_no_line_for_today_and_an_empty_one_nothing() -> None:
    assert timeline([DONE], TODAY, {}).today is None
    assert timeline([], TODAY, {}).months == ()


def test_a_plan_of_years_names_few_months_and_none_under_today() -> None:
    long = replace(NEXT, start=date(2024, 1, 1), due=date(2030, 12, 31))
    view = timeline([long], TODAY, {})
    assert view.today is not None
    assert len(view.months) <= 10
    assert all(abs(at - view.today) >= 8 for _, at in view.months)


@pytest.mark.parametrize(
    ("activities", "found", "words"),
    [
        ([], Progress(0, 0, 0), ("inga aktiviteter än", "")),
        ([DONE], Progress(1, 1, 0), ("1 av 1 aktivitet klar", "")),
        ([DONE, LATE, NEXT, LATE], Progress(4, 1, 2), ("1 av 4 aktiviteter klara", "2 försenade")),
    ],
)
def test_how_far_they_have_come_in_words(activities: list[Activity], found: Progress, words: tuple[str, str]) -> None:
    assert progress(activities, TODAY) == found
    assert (found.words, found.late_words) == words

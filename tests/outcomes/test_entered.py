"""What people have entered at one revision: read once, and a page's facts are of the same reading as the page."""

from __future__ import annotations

from datetime import UTC, datetime

from core.outcomes.comments import Comment
from core.outcomes.entered import Entered, Kind, Part
from core.signals import TargetKind
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, target, target_frame

HERE = Part(Kind.COMMENTS, HUDDINGE, GRADES)


def said(why: str) -> tuple[Comment, ...]:
    return (Comment(HUDDINGE, GRADES, LAST, 1, why, "", 1, "Anna", datetime(2026, 1, 1, tzinfo=UTC)),)


def test_who_reads_while_another_does_gets_what_was_read_first() -> None:
    readings = iter((True, False))

    def read(_: str) -> tuple[Comment, ...]:
        if next(readings):
            # Somebody saves, and another reads, before this reading is done.
            entered.comments(HUDDINGE, GRADES)
            return said("först")
        return said("sedan")

    entered = Entered(target_frame, read)
    page = entered.comments(HUDDINGE, GRADES)
    assert page == said("sedan"), "that reading was done first"
    assert entered.facts(HERE) == page == entered.comments(HUDDINGE, GRADES)


def test_targets_are_told_apart_by_municipality_and_the_same_whenever_they_are_read() -> None:
    goal = target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)
    one, other = (Entered(lambda: target_frame(goal), lambda _: ()) for _ in range(2))
    mine, theirs = Part(Kind.TARGETS, HUDDINGE), Part(Kind.TARGETS, BOTKYRKA)
    assert one.facts(mine) == other.facts(mine) != one.facts(theirs)
    assert one.targets(BOTKYRKA).empty
    assert list(one.targets(BOTKYRKA).columns) == list(one.targets(HUDDINGE).columns)


def test_whether_there_is_any_target_is_of_the_indicators_that_there_are() -> None:
    goals = {kpi: target(kpi, LAST, TargetKind.AT_LEAST, value=1.0) for kpi in (GRADES, SAFE)}
    ask = Part(Kind.ANY_TARGET, HUDDINGE)
    for kpis, areas, expected in (
        ((SAFE,), {GRADES: "grundskola"}, False),
        ((SAFE, GRADES), {GRADES: "grundskola"}, True),
        ((SAFE,), None, True),
    ):
        held = target_frame(*(goals[kpi] for kpi in kpis))
        assert Entered(held.copy, lambda _: (), area_of=areas).facts(ask) is expected

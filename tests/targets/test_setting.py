"""Only who may set a target sets it, undoes it, or reads who did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.signals import TargetKind
from core.targets.setting import TargetSetting, TargetsOvertakenError
from core.targets.versions import TargetChange
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, WAIT, target
from tests.targets.people import CHIEF, EVA, GONE, NEIGHBOUR, NOW, SCHOOL, STRANGERS

GOAL = target(GRADES, 2026, TargetKind.AT_LEAST, value=80.0)
ELDERLY = target(WAIT, 2026, TargetKind.AT_MOST, value=20.0)


@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_changes_nothing_and_is_told(setting: TargetSetting, person: Person) -> None:
    done = setting.save([TargetChange(None, GOAL)], by=EVA, now=NOW)
    assert done.moment is not None
    [held] = setting.current(HUDDINGE, by=EVA)
    for changes in ([TargetChange(None, ELDERLY)], [TargetChange(held.id, None)]):
        with pytest.raises(NotAllowedError):
            setting.save(changes, by=person, now=NOW)
    with pytest.raises(NotAllowedError):
        setting.undo(done.moment, by=person, now=NOW)
    with pytest.raises(NotAllowedError):
        setting.history(HUDDINGE, GRADES, by=person)
    assert setting.current(HUDDINGE, by=person) == ()
    assert setting.versions([held.id], by=person) == {}
    assert setting.frame(HUDDINGE, [GRADES], by=person).empty
    assert setting.areas(HUDDINGE, by=person) == ()
    assert [v.target for v in setting.current(HUDDINGE, by=EVA)] == [GOAL]


def test_a_manager_of_one_area_keeps_to_it_even_among_changes_of_her_own(setting: TargetSetting) -> None:
    setting.save([TargetChange(None, ELDERLY)], by=EVA, now=NOW)
    [elderly] = setting.current(HUDDINGE, by=EVA)
    for change in (TargetChange(None, replace(ELDERLY, year=2030)), TargetChange(elderly.id, replace(GOAL, year=2027))):
        with pytest.raises(NotAllowedError):
            setting.save([TargetChange(None, GOAL), change], by=SCHOOL, now=NOW)
    assert setting.current(HUDDINGE, by=SCHOOL) == ()
    setting.save([TargetChange(None, GOAL)], by=SCHOOL, now=NOW)
    assert [v.target for v in setting.current(HUDDINGE, by=SCHOOL)] == [GOAL]
    assert [area.id for area in setting.areas(HUDDINGE, by=SCHOOL)] == ["grundskola"]


def test_an_administrator_sets_any_municipalitys(setting: TargetSetting) -> None:
    setting.save(
        [TargetChange(None, GOAL), TargetChange(None, replace(GOAL, municipality=BOTKYRKA))], by=CHIEF, now=NOW
    )
    assert len(setting.current(BOTKYRKA, by=NEIGHBOUR)) == 1
    assert setting.areas("9999", by=CHIEF) == ()


def test_areas_are_those_with_something_that_takes_targets(setting: TargetSetting) -> None:
    assert [area.id for area in setting.areas(HUDDINGE, by=EVA)] == ["grundskola", "aldreomsorg", "fastighet"]


def test_what_came_between_is_told_in_words_with_who_and_when(setting: TargetSetting) -> None:
    setting.save([TargetChange(None, GOAL)], by=EVA, now=NOW)
    [seen] = setting.current(HUDDINGE, by=EVA)
    setting.save([TargetChange(seen.id, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    with pytest.raises(TargetsOvertakenError) as caught:
        setting.save([TargetChange(seen.id, None)], by=EVA, now=NOW)
    said = "bo ändrade målet för 2026 (Behöriga till gymnasiet) till minst 85,0, 2026-11-22 kl. 10.30."
    assert caught.value.message == said
    with pytest.raises(TargetsOvertakenError, match="bo ändrade"):
        setting.undo(NOW, by=EVA, now=NOW)


def test_a_closed_account_may_not_undo_what_it_did(setting: TargetSetting) -> None:
    done = setting.save([TargetChange(None, GOAL)], by=replace(GONE, is_active=True), now=NOW)
    assert done.moment is not None
    with pytest.raises(NotAllowedError):
        setting.undo(done.moment, by=GONE, now=NOW)

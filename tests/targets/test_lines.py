"""What the lines of the form ask for: what is typed, what is wrong with it, and what came meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.signals import TargetKind
from core.targets.lines import Line, ReadLine, blank_texts, read_lines, targets_after, texts_of
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from tests.shared import COST, GRADES, HUDDINGE, PEOPLE, WAIT, target
from tests.targets.people import CHIEF, EVA, NOW, SCHOOL, STRANGERS

GOAL = target(GRADES, 2026, TargetKind.AT_LEAST, value=80.5, decided_by="KF", decision="§ 1", link="https://x.se/1")


def line(setting: TargetSetting, kpi: str = GRADES, number: int = 1, **texts: str) -> Line:
    """A new line for KPI with TEXTS typed into it."""
    return Line(kpi, number, 0, blank_texts(setting.catalogue.by_kpi[kpi]) | texts)


def read(setting: TargetSetting, *lines: Line, by: Person = EVA, **common: str) -> list[ReadLine]:
    return read_lines(setting, HUDDINGE, lines, common, by=by)


def save(setting: TargetSetting, *targets: Target) -> list[int]:
    setting.save([TargetChange(None, t) for t in targets], by=CHIEF, now=NOW)
    held = {v.target: v.id for v in setting.current(HUDDINGE, by=CHIEF)}
    return [held[t] for t in targets]


@pytest.mark.parametrize(
    ("kpi", "typed", "asked"),
    [
        (GRADES, {"kind": "at_least", "value": "80,5"}, {"kind": TargetKind.AT_LEAST, "value": 80.5}),
        (COST, {"kind": "at_most", "value": "100 000"}, {"kind": TargetKind.AT_MOST, "value": 100_000.0}),
        (
            COST,
            {"kind": "within", "value": "1", "value2": "2"},
            {"kind": TargetKind.WITHIN, "value": 1.0, "value2": 2.0},
        ),
        (COST, {"kind": "increase", "base_year": "2020"}, {"kind": TargetKind.INCREASE, "base_year": 2020}),
        (COST, {"kind": "decrease", "base_year": "2020"}, {"kind": TargetKind.DECREASE, "base_year": 2020}),
        (
            COST,
            {"kind": "keep", "base_year": "2020", "tolerance": "0,5"},
            {"kind": TargetKind.KEEP, "base_year": 2020, "tolerance": 0.5},
        ),
        (WAIT, {"kind": "as_group", "group": "sodertorn"}, {"kind": TargetKind.AS_GROUP, "group": "sodertorn"}),
        (WAIT, {"kind": "best_quarter"}, {"kind": TargetKind.BEST_QUARTER}),
        (
            WAIT,
            {"kind": "rank", "group": "lan", "rank": "3"},
            {"kind": TargetKind.RANK, "group": "lan", "rank": 3},
        ),
        (GRADES, {"value": "80", "gender": "K"}, {"kind": TargetKind.AT_LEAST, "value": 80.0, "gender": "K"}),
        (GRADES, {"value": "80", "is_final": "ja"}, {"kind": TargetKind.AT_LEAST, "value": 80.0, "is_final": True}),
    ],
)
def test_every_kind_can_be_set(
    setting: TargetSetting, kpi: str, typed: dict[str, str], asked: dict[str, object]
) -> None:
    [found] = read(setting, line(setting, kpi, 1, year="2026", **typed))
    plain = Target(HUDDINGE, kpi, None, 2026, TargetKind.AT_MOST)
    assert found.faults == ()
    assert found.change == TargetChange(None, replace(plain, **asked))  # type: ignore[arg-type]


def test_a_blank_line_and_one_that_is_as_it_was_ask_for_nothing(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    found = read(setting, line(setting), Line(GRADES, 2, seen, texts_of(GOAL)))
    assert [(r.target, r.change, r.is_fine) for r in found] == [(None, None, True)] * 2


def test_a_target_for_everybody_does_not_change_by_being_shown(setting: TargetSetting) -> None:
    everybody = replace(GOAL, gender="T")
    [seen] = save(setting, everybody)
    [found] = read(setting, Line(GRADES, 1, seen, texts_of(everybody)))
    assert found.change is None


def test_all_faults_of_all_lines_are_told_at_once_in_words_of_the_form(setting: TargetSetting) -> None:
    first, second, third = read(
        setting,
        line(setting, year="i år", value="nittio"),
        line(setting, COST, 2, year="2026", kind="rank", rank="x"),
        line(setting, COST, 3, year="2027", kind="within", value="5", value2="1"),
    )
    assert [(f.row, f.column, f.given) for f in first.faults] == [(1, "year", "i år"), (1, "value", "nittio")]
    assert [f.column for f in second.faults] == ["rank", "kind", "group"]
    assert second.faults[2].said == "Saknas. Behövs för ett mål av sorten ”högst plats i en grupp”."
    assert third.faults[0].said == "Är lägre än nivån före. Ska vara minst lika högt."
    assert not any("at_" in f.said or "cellen" in f.said for r in (first, second, third) for f in r.faults)


def test_two_lines_for_the_same_year_and_gender_are_a_fault(setting: TargetSetting) -> None:
    _, second = read(
        setting, line(setting, year="2026", value="1"), line(setting, number=2, year="2026", value="2", gender="T")
    )
    assert "Två mål har samma år och kön" in second.faults[0].said


def test_a_year_that_has_a_target_already_is_a_fault_that_tells_which_and_whose(setting: TargetSetting) -> None:
    save(setting, GOAL)
    [found] = read(setting, line(setting, year="2026", value="1"))
    assert found.faults[0].column == "year"
    assert "Det finns redan ett mål för 2026: minst 80,5 (anna, 2026-11-22 kl. 10.30)." in found.faults[0].said


def test_a_year_that_is_left_in_the_same_form_is_free(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    found = read(
        setting,
        Line(GRADES, 1, seen, texts_of(GOAL), is_removed=True),
        line(setting, number=2, year="2026", value="1"),
    )
    assert [r.is_fine for r in found] == [True, True]
    assert [r.change.target is None for r in found if r.change] == [True, False]


def test_the_common_decision_is_for_lines_without_one_of_their_own(setting: TargetSetting) -> None:
    with_own = line(setting, year="2026", value="1", decision="§ 7")
    without, untouched = line(setting, number=2, year="2027", value="1"), line(setting, number=3)
    first, second, third = read(setting, with_own, without, untouched, decided_by="KF", decision="§ 12")
    assert first.target is not None
    assert second.target is not None
    assert (first.target.decided_by, first.target.decision) == ("", "§ 7")
    assert (second.target.decided_by, second.target.decision) == ("KF", "§ 12")
    assert third.target is None


def test_what_came_meanwhile_is_told_and_the_next_save_is_over_it(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    typed = {**texts_of(GOAL), "value": "90"}
    [found] = read(setting, Line(GRADES, 1, seen, typed))
    assert found.overtaken.startswith("bo ändrade målet till minst 85,0, 2026-11-22 kl. 10.30")
    assert (found.change, found.is_fine) == (None, False)
    [again] = read(setting, Line(GRADES, 1, found.now_seen, typed))
    assert again.is_fine
    assert again.change == TargetChange(found.now_seen, replace(GOAL, value=90.0))


def test_a_decision_and_a_level_that_two_have_changed_are_both_kept(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    [found] = read(setting, Line(GRADES, 1, seen, {**texts_of(GOAL), "decision": "§ 12"}))
    assert (found.is_fine, found.overtaken) == (True, "")
    assert found.change == TargetChange(found.now_seen, replace(GOAL, value=85.0, decision="§ 12"))


def test_a_level_is_never_put_together_of_what_two_have_meant(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    [found] = read(setting, Line(GRADES, 1, seen, {**texts_of(GOAL), "kind": "at_most", "decision": "§ 12"}))
    assert "ändrade målet till minst 85" in found.overtaken
    assert found.line.texts["kind"] == "at_most"


def test_signs_that_do_not_show_in_what_is_typed_break_no_line_that_two_have_changed(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    [found] = read(setting, Line(GRADES, 1, seen, {**texts_of(GOAL), "value": "9\x1f0"}))
    assert not found.is_fine


def test_a_line_whose_target_was_removed_meanwhile_becomes_a_new_one(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, None)], by=SCHOOL, now=NOW)
    [found] = read(setting, Line(GRADES, 1, seen, {**texts_of(GOAL), "value": "90"}))
    assert "tagits bort" in found.overtaken
    assert found.now_seen == 0


def test_what_one_only_looked_at_may_change_under_one(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    setting.save([TargetChange(seen, replace(GOAL, value=85.0))], by=SCHOOL, now=NOW)
    [found] = read(setting, Line(GRADES, 1, seen, texts_of(GOAL)))
    assert found.is_fine
    assert found.change is None


def test_a_forged_version_reaches_no_other_indicators_target(setting: TargetSetting) -> None:
    [seen] = save(setting, target(WAIT, 2026, TargetKind.AT_MOST, value=20.0))
    [found] = read(setting, Line(GRADES, 1, seen, {**texts_of(GOAL), "value": "90"}))
    assert found.change is None
    assert not found.is_fine


def test_a_version_named_twice_is_changed_once(setting: TargetSetting) -> None:
    [seen] = save(setting, GOAL)
    lines = [Line(GRADES, n, seen, {**texts_of(GOAL), "value": str(n), "year": f"202{n}"}) for n in (6, 7)]
    assert [r.change and r.change.seen for r in read(setting, *lines)] == [seen, None]


@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_gets_no_line_read(setting: TargetSetting, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        read(setting, line(setting, year="2026", value="1"), by=person)


def test_an_indicator_that_takes_no_targets_is_a_fault_and_one_that_is_unknown_is_left_out(
    setting: TargetSetting,
) -> None:
    found = read(
        setting, line(setting, PEOPLE, year="2026", value="1"), Line("N99999", 2, 0, {"year": "2026"}), by=CHIEF
    )
    assert len(found) == 1
    assert "informationsmått" in found[0].faults[0].said


def test_what_would_hold_is_what_holds_with_the_lines_in_place(setting: TargetSetting) -> None:
    later = replace(GOAL, year=2030)
    first, _ = save(setting, GOAL, later)
    lines = read(
        setting,
        Line(GRADES, 1, first, texts_of(GOAL), is_removed=True),
        line(setting, number=2, year="2027", value="1"),
    )
    held = setting.current(HUDDINGE, by=EVA)
    assert [t.year for t in targets_after(lines, held)] == [2030, 2027]

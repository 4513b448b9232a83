"""Targets are changed in saves that overwrite nothing, never overtake each other unseen, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, insert

from core.access.tables import AccountRow
from core.signals import TargetKind
from core.state import State
from core.state.audit import Actor
from core.state.database import writing
from core.targets.models import Target
from core.targets.store import replace_targets
from core.targets.versions import (
    OvertakenTargetError,
    SavedTargets,
    TargetChange,
    TargetVersion,
    current_versions,
    save_in,
    set_in,
    target_events,
    undo_in,
    versions_by_id,
    versions_of_save,
)

# Locks, constraints, moments and what comes back.
pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVA, BO = Actor("eva", 1), Actor("bo", 2)
FIRST = Target("0126", "N15001", None, 2026, TargetKind.AT_LEAST, value=90.0)
LATER = replace(FIRST, year=2028, value=95.0, is_final=True)
OTHER = Target("0127", "N15002", "K", 2026, TargetKind.RANK, group="lan", rank=3)


def save_targets(engine: Engine, changes: Sequence[TargetChange], *, by: Actor, now: datetime) -> SavedTargets:
    with writing(engine) as session:
        return save_in(session, changes, by=by, now=now)


def undo_targets(engine: Engine, moment: datetime, *, by: Actor, now: datetime) -> SavedTargets:
    with writing(engine) as session:
        return undo_in(session, moment, by=by, now=now)


class BrokenError(Exception):
    """What else is saved goes wrong."""


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def add(state: State, *targets: Target, by: Actor = EVA, at: datetime = NOW) -> datetime:
    done = save_targets(state.engine, [TargetChange(None, target) for target in targets], by=by, now=at)
    assert done.moment is not None
    return done.moment


def held(state: State, municipality: str = "0126") -> list[Target]:
    return [version.target for version in current_versions(state.engine, municipality)]


def version(state: State, target: Target) -> TargetVersion:
    return next(v for v in current_versions(state.engine, target.municipality) if v.target == target)


def test_a_save_adds_changes_and_removes_in_one_moment(state: State) -> None:
    add(state, FIRST, LATER)
    changes = [
        TargetChange(version(state, FIRST).id, replace(FIRST, value=91.0)),
        TargetChange(version(state, LATER).id, None),
        TargetChange(None, OTHER),
    ]
    done = save_targets(state.engine, changes, by=BO, now=later(1))
    assert done == SavedTargets(later(1), added=1, changed=1, removed=1)
    assert held(state) == [replace(FIRST, value=91.0)]
    assert held(state, "0127") == [OTHER]
    with writing(state.engine) as session:
        assert {v.superseded_at for v in versions_of_save(session, NOW)} == {later(1)}


def test_what_holds_already_makes_no_version_and_no_revision(state: State) -> None:
    add(state, FIRST)
    before = state.revision()
    done = save_targets(state.engine, [TargetChange(version(state, FIRST).id, FIRST)], by=EVA, now=later(1))
    assert done == SavedTargets(None)
    assert state.revision() == before


def test_a_target_may_be_moved_to_another_year_even_one_that_is_left_in_the_same_save(state: State) -> None:
    add(state, FIRST, LATER)
    moved = [replace(FIRST, year=2028), replace(LATER, year=2026)]
    changes = [TargetChange(version(state, old).id, new) for old, new in zip((FIRST, LATER), moved, strict=True)]
    save_targets(state.engine, changes, by=EVA, now=later(1))
    assert held(state) == [moved[1], moved[0]]


def test_a_version_that_somebody_has_changed_since_is_not_overwritten(state: State) -> None:
    add(state, FIRST)
    seen = version(state, FIRST).id
    save_targets(state.engine, [TargetChange(seen, replace(FIRST, value=92.0))], by=BO, now=later(1))
    with pytest.raises(OvertakenTargetError) as caught:
        save_targets(
            state.engine,
            [TargetChange(None, OTHER), TargetChange(seen, replace(FIRST, value=95.0))],
            by=EVA,
            now=later(2),
        )
    event = caught.value.event
    assert (event.who, event.at, event.before, event.after) == ("bo", later(1), FIRST, replace(FIRST, value=92.0))
    assert held(state) == [replace(FIRST, value=92.0)]
    assert held(state, "0127") == []


def test_who_removed_what_one_was_changing_is_told(state: State) -> None:
    add(state, FIRST)
    seen = version(state, FIRST).id
    save_targets(state.engine, [TargetChange(seen, None)], by=BO, now=later(1))
    with pytest.raises(OvertakenTargetError) as caught:
        save_targets(state.engine, [TargetChange(seen, replace(FIRST, value=95.0))], by=EVA, now=later(2))
    assert (caught.value.event.who, caught.value.event.after) == ("bo", None)


def test_a_new_target_does_not_take_the_place_of_one_that_came_first(state: State) -> None:
    add(state, FIRST, by=BO)
    with pytest.raises(OvertakenTargetError) as caught:
        add(state, OTHER, replace(FIRST, gender="T", value=1.0), at=later(1))
    assert caught.value.event.who == "bo"
    assert held(state, "0127") == []


@pytest.mark.parametrize(
    "changes",
    [
        [TargetChange(None, FIRST), TargetChange(None, replace(FIRST, gender="T"))],
        [TargetChange(7, FIRST)],
    ],
)
def test_what_no_form_of_ours_asks_for_is_refused_whole(state: State, changes: list[TargetChange]) -> None:
    with pytest.raises(ValueError, match=r"two targets|no such version"):
        save_targets(state.engine, changes, by=EVA, now=NOW)
    assert held(state) == []


def test_two_who_save_at_once_do_not_both_win(state: State) -> None:
    add(state, FIRST)
    seen, barrier = version(state, FIRST).id, Barrier(2)

    def work(value: float) -> bool:
        barrier.wait(timeout=30)
        try:
            save_targets(state.engine, [TargetChange(seen, replace(FIRST, value=value))], by=EVA, now=later(1))
        except OvertakenTargetError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(work, (1.0, 2.0)))
    assert sorted(won) == [False, True]
    assert held(state) == [replace(FIRST, value=1.0 if won[0] else 2.0)]


def test_two_saves_never_have_the_same_moment(state: State) -> None:
    assert add(state, FIRST) == NOW
    assert add(state, OTHER) > NOW


def test_a_save_is_undone_by_new_versions(state: State) -> None:
    add(state, FIRST, LATER)
    changed = replace(FIRST, value=91.0)
    new = replace(FIRST, year=2030)
    changes = [
        TargetChange(version(state, FIRST).id, changed),
        TargetChange(version(state, LATER).id, None),
        TargetChange(None, new),
    ]
    save_targets(state.engine, changes, by=EVA, now=later(1))
    done = undo_targets(state.engine, later(1), by=BO, now=later(2))
    assert done == SavedTargets(later(2), added=1, changed=1, removed=1)
    assert held(state) == [FIRST, LATER]
    assert {v.created_by for v in current_versions(state.engine, "0126")} == {"bo"}
    with writing(state.engine) as session:
        touched = versions_of_save(session, later(1))
    assert [v.target for v in touched if v.superseded_at == later(2)] == [changed, new]


def test_what_was_undone_can_be_undone(state: State) -> None:
    add(state, FIRST)
    undone = undo_targets(state.engine, NOW, by=EVA, now=later(1))
    assert held(state) == []
    assert undone.moment is not None
    undo_targets(state.engine, undone.moment, by=EVA, now=later(2))
    assert held(state) == [FIRST]


def test_nothing_is_undone_over_what_has_come_since(state: State) -> None:
    moment = add(state, FIRST, LATER)
    newer = replace(FIRST, value=92.0)
    save_targets(state.engine, [TargetChange(version(state, FIRST).id, newer)], by=BO, now=later(1))
    with pytest.raises(OvertakenTargetError) as caught:
        undo_targets(state.engine, moment, by=EVA, now=later(2))
    assert (caught.value.event.who, caught.value.event.after) == ("bo", newer)
    assert held(state) == [newer, LATER]


def test_a_removal_is_not_undone_where_another_has_been_set_since(state: State) -> None:
    add(state, FIRST)
    save_targets(state.engine, [TargetChange(version(state, FIRST).id, None)], by=EVA, now=later(1))
    add(state, replace(FIRST, value=1.0), by=BO, at=later(2))
    with pytest.raises(OvertakenTargetError) as caught:
        undo_targets(state.engine, later(1), by=EVA, now=later(3))
    assert caught.value.event.who == "bo"
    assert held(state) == [replace(FIRST, value=1.0)]


def test_there_is_nothing_to_undo_at_a_moment_when_nothing_was_saved(state: State) -> None:
    add(state, FIRST)
    assert undo_targets(state.engine, later(1), by=EVA, now=later(2)) == SavedTargets(None)
    assert held(state) == [FIRST]


def test_history_tells_who_did_what_newest_first_also_who_removed(state: State) -> None:
    with writing(state.engine) as session:
        session.execute(
            insert(AccountRow).values(
                id=2,
                login="bo",
                name="Bo Ek",
                role="manager",
                areas=[],
                password_hash="x",
                is_active=True,
                created_at=NOW,
            )
        )
    changed = replace(FIRST, value=91.0)
    add(state, FIRST, replace(FIRST, kpi="N15002"))
    save_targets(state.engine, [TargetChange(version(state, FIRST).id, changed)], by=BO, now=later(1))
    save_targets(state.engine, [TargetChange(version(state, changed).id, None)], by=BO, now=later(2))
    events = target_events(state.engine, "0126", "N15001")
    assert [(e.at, e.who, e.before, e.after) for e in events] == [
        (later(2), "Bo Ek", changed, None),
        (later(1), "Bo Ek", FIRST, changed),
        (NOW, "eva", None, FIRST),
    ]
    assert target_events(state.engine, "0127", "N15001") == ()


def test_history_knows_what_was_set_by_a_file_at_the_terminal_too(state: State) -> None:
    replace_targets(state.engine, [FIRST], by="terminal: anna")
    replace_targets(state.engine, [replace(FIRST, value=1.0)], by="terminal: anna")
    assert [(e.who, e.before) for e in target_events(state.engine, "0126", "N15001")] == [
        ("terminal: anna", FIRST),
        ("terminal: anna", None),
    ]


def test_versions_are_found_by_id_whether_they_hold_or_not(state: State) -> None:
    add(state, FIRST)
    seen = version(state, FIRST).id
    save_targets(state.engine, [TargetChange(seen, None)], by=EVA, now=later(1))
    found = versions_by_id(state.engine, [seen, 99])
    assert {number: v.superseded_at for number, v in found.items()} == {seen: later(1)}


def test_targets_that_are_set_within_somebody_elses_transaction_stand_and_fall_with_it(state: State) -> None:
    add(state, FIRST)
    higher, revision = replace(FIRST, value=92.0), state.revision()
    with suppress(BrokenError), writing(state.engine) as session:
        assert set_in(session, [higher, LATER], by=BO, now=later(1)).moment
        raise BrokenError
    assert (held(state), state.revision()) == ([FIRST], revision)
    with writing(state.engine) as session:
        saved = set_in(session, [higher, LATER], by=BO, now=later(1))
        again = set_in(session, [higher, LATER], by=BO, now=later(1))
    assert (saved, again) == (SavedTargets(later(1), added=1, changed=1), SavedTargets(None))
    assert (held(state), state.revision()) == ([higher, LATER], revision + 1)
    with suppress(BrokenError), writing(state.engine) as session:
        assert undo_in(session, later(1), by=BO, now=later(2)).moment
        raise BrokenError
    assert held(state) == [higher, LATER]
    with writing(state.engine) as session:
        undo_in(session, later(1), by=BO, now=later(2))
    assert held(state) == [FIRST]

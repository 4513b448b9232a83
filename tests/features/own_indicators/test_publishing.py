"""From draft to what readers see and back: by those who may, with a second person where the area asks for one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.errors import NyckeltalError
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.publishing import AreaError
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.tables import OwnVersionRow
from core.state import State
from core.state.versions import OvertakenError, VersionError
from core.tabular.fields import FieldsError
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    GONE,
    ID,
    LATER,
    NOW,
    SCHOOL,
    STRANGER,
    WATER,
    added,
    edited,
    log,
    log_lines,
    published,
    states,
    upload,
)


def without_approval(store: OwnStore) -> None:
    store.publishing.set_approvals({SCHOOL: False}, by=BERIT, now=NOW)


def seen(store: OwnStore) -> list[tuple[str, int]]:
    """What readers see."""
    return [(one.indicator.id, one.number) for one in store.history.published().indicators]


def test_what_is_sent_waits_for_a_second_person_who_publishes_it(store: OwnStore) -> None:
    added(store)
    sent = store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    assert (sent.state, seen(store)) == (VersionState.WAITING, [])
    approved = store.publishing.approve(ID, 1, by=BODIL, now=LATER)
    assert (approved.state, approved.reviewed_by, seen(store)) == (VersionState.PUBLISHED, "Bodil Al", [(ID, 1)])
    assert [(step.move, step.by, step.at) for step in approved.steps] == [
        (Move.SEND, "Anna Ek", NOW),
        (Move.APPROVE, "Bodil Al", LATER),
    ]


def test_where_the_area_asks_for_nobody_it_is_published_at_once(store: OwnStore) -> None:
    without_approval(store)
    added(store)
    made = store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    assert (made.state, made.reviewed_by, seen(store)) == (VersionState.PUBLISHED, "", [(ID, 1)])


def test_what_waits_may_be_published_when_the_area_asks_no_more(store: OwnStore) -> None:
    added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    without_approval(store)
    made = store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    assert (made.state, made.reviewed_by) == (VersionState.PUBLISHED, "")


def test_nothing_is_published_twice(store: OwnStore) -> None:
    published(store)
    with pytest.raises(VersionError, match="Version 1 är publicerad och kan inte skickas"):
        store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    with pytest.raises(VersionError, match="Version 1 är publicerad och kan inte godkännas"):
        store.publishing.approve(ID, 1, by=CILLA, now=NOW)


def test_a_draft_cannot_be_approved_before_it_is_sent(store: OwnStore) -> None:
    added(store)
    with pytest.raises(VersionError, match="är ett utkast och kan inte godkännas"):
        store.publishing.approve(ID, 1, by=BODIL, now=NOW)


def test_what_is_refused_has_a_reason_and_is_not_seen(store: OwnStore) -> None:
    added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    refused = store.publishing.refuse(ID, 1, "Salem saknas.", by=CILLA, now=LATER)
    assert (refused.state, refused.reason, seen(store)) == (VersionState.REFUSED, "Salem saknas.", [])
    with pytest.raises(VersionError, match="är nekad"):
        store.publishing.publish(ID, 1, by=ANNA, now=NOW)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001, "a\0b"])
def test_a_refusal_and_a_withdrawal_need_a_reason(store: OwnStore, reason: str) -> None:
    added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    with pytest.raises(FieldsError, match="Skäl"):
        store.publishing.refuse(ID, 1, reason, by=BODIL, now=NOW)
    with pytest.raises(FieldsError, match="Skäl"):
        store.publishing.withdraw(ID, 1, reason, by=ANNA, now=NOW)
    assert states(store) == [VersionState.WAITING]


@pytest.mark.both_databases
def test_a_newer_publication_supersedes_all_that_is_older(store: OwnStore) -> None:
    first = published(store)
    second = edited(store, first)
    third = edited(store, second)
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.publish(ID, 3, by=ANNA, now=NOW)
    assert seen(store) == [(ID, 1)]
    store.publishing.approve(ID, 3, by=BODIL, now=NOW)
    assert (third.number, seen(store)) == (3, [(ID, 3)])
    assert states(store) == [VersionState.SUPERSEDED, VersionState.SUPERSEDED, VersionState.PUBLISHED]
    with pytest.raises(VersionError, match="är ersatt av en nyare"):
        store.publishing.approve(ID, 2, by=BODIL, now=NOW)


def test_a_draft_that_is_newer_stays_when_an_older_one_is_published(store: OwnStore) -> None:
    edited(store, added(store))
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    store.publishing.approve(ID, 1, by=BODIL, now=NOW)
    assert states(store) == [VersionState.PUBLISHED, VersionState.DRAFT]


def test_what_was_refused_stays_refused_in_the_history(store: OwnStore) -> None:
    first = added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    store.publishing.refuse(ID, 1, "Salem saknas.", by=BODIL, now=NOW)
    edited(store, first)
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.approve(ID, 2, by=BODIL, now=NOW)
    assert states(store) == [VersionState.REFUSED, VersionState.PUBLISHED]


def test_what_is_withdrawn_is_hidden_and_can_be_published_again(store: OwnStore) -> None:
    published(store)
    withdrawn = store.publishing.withdraw(ID, 1, "Fel enhet.", by=BODIL, now=LATER)
    assert (withdrawn.state, withdrawn.reason, seen(store)) == (VersionState.WITHDRAWN, "Fel enhet.", [])
    assert store.publishing.publish(ID, 1, by=ANNA, now=LATER).state is VersionState.WAITING
    assert store.publishing.approve(ID, 1, by=CILLA, now=LATER).reviewed_by == "Cilla Ask"
    assert seen(store) == [(ID, 1)]


def test_a_draft_and_what_waits_can_be_taken_back(store: OwnStore) -> None:
    first = published(store)
    edited(store, first)
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.withdraw(ID, 2, "Skickade för tidigt.", by=ANNA, now=NOW)
    assert (states(store), seen(store)) == ([VersionState.PUBLISHED, VersionState.WITHDRAWN], [(ID, 1)])


def test_a_version_beside_cannot_be_published_over_what_came_first(store: OwnStore) -> None:
    first = published(store)
    edited(store, first)
    with pytest.raises(OvertakenError):
        store.saving.upload(first.indicator, upload(), "0" * 64, parent=1, by=BODIL, now=NOW)
    with pytest.raises(VersionError, match="Version 3 ligger bredvid de andra"):
        store.publishing.publish(ID, 3, by=BODIL, now=NOW)
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.approve(ID, 2, by=CILLA, now=NOW)
    assert states(store) == [VersionState.SUPERSEDED, VersionState.PUBLISHED, VersionState.DRAFT]


@pytest.mark.both_databases
def test_of_two_who_judge_at_once_one_is_told_that_it_is_done(store: OwnStore, state: State) -> None:
    added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    lines, barrier = log_lines(state), Barrier(2)

    def judge(by: Person) -> bool:
        barrier.wait(timeout=30)
        try:
            store.publishing.approve(ID, 1, by=by, now=NOW)
        except VersionError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(judge, (BODIL, CILLA))) == [False, True]
    assert log_lines(state) == lines + 1


@pytest.mark.both_databases
def test_a_crash_while_publishing_leaves_what_was_seen(
    store: OwnStore, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(store, published(store))
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    before = (log_lines(state), state.revision())

    def crash(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("core.features.own_indicators.publishing.record", crash)
    with pytest.raises(RuntimeError):
        store.publishing.approve(ID, 2, by=BODIL, now=NOW)
    assert (states(store), seen(store)) == ([VersionState.PUBLISHED, VersionState.WAITING], [(ID, 1)])
    assert (log_lines(state), state.revision()) == before


@pytest.mark.both_databases
def test_the_database_itself_lets_an_indicator_have_one_published_version(store: OwnStore, state: State) -> None:
    edited(store, published(store))
    with pytest.raises(IntegrityError), Session(state.engine) as session, session.begin():
        session.execute(update(OwnVersionRow).values(state="published"))


@pytest.mark.both_databases
def test_the_revision_changes_when_readers_see_something_else_and_only_then(store: OwnStore, state: State) -> None:
    def changes(move: Callable[[], object]) -> bool:
        before = state.revision()
        move()
        return state.revision() != before

    publishing = store.publishing
    first = added(store)
    assert not changes(lambda: publishing.publish(ID, 1, by=ANNA, now=NOW))
    assert changes(lambda: publishing.approve(ID, 1, by=BODIL, now=NOW))
    edited(store, first)
    assert not changes(lambda: publishing.publish(ID, 2, by=ANNA, now=NOW))
    assert not changes(lambda: publishing.refuse(ID, 2, "Nej.", by=BODIL, now=NOW))
    assert changes(lambda: publishing.withdraw(ID, 1, "Fel.", by=ANNA, now=NOW))
    assert not changes(lambda: publishing.set_approvals({SCHOOL: False}, by=BERIT, now=NOW))
    assert changes(lambda: publishing.publish(ID, 1, by=ANNA, now=NOW))


def test_the_log_tells_each_move_and_what_it_replaced(store: OwnStore, state: State) -> None:
    edited(store, published(store))
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.approve(ID, 2, by=BODIL, now=LATER)
    store.publishing.withdraw(ID, 2, "Fel.", by=ANNA, now=LATER)
    withdrawn, approved, sent = log(state)[:3]
    assert [line.action for line in (sent, approved, withdrawn)] == [
        "skickade för godkännande",
        "godkände",
        "drog tillbaka",
    ]
    assert (approved.kind, approved.key, approved.who, approved.at) == (
        "eget nyckeltal",
        "E00001 version 2",
        "bodil",
        LATER,
    )
    assert approved.before == {"läge": "väntar på godkännande", "publicerad version": 1}
    assert approved.after == {"läge": "publicerad"}
    assert withdrawn.after == {"läge": "tillbakadragen", "skäl": "Fel."}


def test_an_area_asks_for_approval_until_an_administrator_says_otherwise(store: OwnStore, state: State) -> None:
    assert store.publishing.needs_approval(SCHOOL)
    without_approval(store)
    assert not store.publishing.needs_approval(SCHOOL)
    assert store.publishing.needs_approval(WATER)
    (line,) = log(state)
    assert (line.action, line.kind, line.key) == ("ändrade", "inställning", SCHOOL)
    assert (line.before, line.after) == ({"kräver godkännande": True}, {"kräver godkännande": False})


def test_the_settings_of_several_areas_are_changed_together_or_not_at_all(store: OwnStore, state: State) -> None:
    with pytest.raises(AreaError):
        store.publishing.set_approvals({SCHOOL: False, "xx": False}, by=BERIT, now=NOW)
    assert (store.publishing.needs_approval(SCHOOL), log_lines(state)) == (True, 0)
    store.publishing.set_approvals({SCHOOL: False, WATER: False}, by=BERIT, now=NOW)
    assert [store.publishing.needs_approval(area) for area in (SCHOOL, WATER)] == [False, False]
    assert [line.key for line in log(state)] == [WATER, SCHOOL]


@pytest.mark.both_databases
def test_a_crash_between_two_areas_leaves_both_as_they_were(
    store: OwnStore, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[object] = []

    def crash(*args: object) -> None:
        recorded.append(args)
        if len(recorded) == 2:
            raise RuntimeError("the power is gone")

    monkeypatch.setattr("core.features.own_indicators.publishing.record", crash)
    with pytest.raises(RuntimeError):
        store.publishing.set_approvals({SCHOOL: False, WATER: False}, by=BERIT, now=NOW)
    assert [store.publishing.needs_approval(area) for area in (SCHOOL, WATER)] == [True, True]


def test_a_setting_that_is_set_as_it_is_leaves_no_line(store: OwnStore, state: State) -> None:
    store.publishing.set_approvals({SCHOOL: True}, by=BERIT, now=NOW)
    assert log_lines(state) == 0


@pytest.mark.parametrize("by", [ANNA, CILLA, STRANGER, GONE], ids=lambda person: person.login)
def test_only_an_administrator_changes_the_setting(store: OwnStore, by: Person) -> None:
    with pytest.raises(NotAllowedError):
        store.publishing.set_approvals({SCHOOL: False}, by=by, now=NOW)
    assert store.publishing.needs_approval(SCHOOL)


@pytest.mark.parametrize("area", ["", "skola", "grundskola\0"])
def test_an_area_that_is_not_there_has_no_setting(store: OwnStore, area: str) -> None:
    with pytest.raises(AreaError, match="finns inte"):
        store.publishing.set_approvals({area: False}, by=BERIT, now=NOW)
    assert store.publishing.needs_approval(area)


def test_every_refusal_is_an_error_that_a_person_can_act_on(store: OwnStore) -> None:
    added(store)
    with pytest.raises(NyckeltalError) as caught:
        store.publishing.approve(ID, 1, by=ANNA, now=NOW)
    assert caught.value.advice

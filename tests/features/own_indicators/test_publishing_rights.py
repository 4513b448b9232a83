"""Who may take a version through its life: those with the right in the area, and nobody her own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.access.rows import NoAccountError
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.publishing import OwnWorkError
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Version
from core.state import State
from core.state.versions import VersionError
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    EVERYBODY,
    ID,
    NOW,
    TERMINAL,
    added,
    edited,
    log_lines,
    published,
    states,
)


def test_nobody_approves_or_refuses_her_own(store: OwnStore) -> None:
    for author in (ANNA, BERIT):
        made = added(store, by=author)
        store.publishing.publish(made.indicator.id, 1, by=author, now=NOW)
        with pytest.raises(OwnWorkError, match="Du har själv laddat upp"):
            store.publishing.approve(made.indicator.id, 1, by=author, now=NOW)
        with pytest.raises(NotAllowedError):
            store.publishing.refuse(made.indicator.id, 1, "Nej.", by=author, now=NOW)


def test_neither_who_uploaded_nor_who_edited_last_approves(store: OwnStore) -> None:
    edited(store, added(store, by=ANNA), by=BODIL)
    store.publishing.publish(ID, 2, by=replace(BODIL, id=9), now=NOW)
    for author in (ANNA, BODIL):
        with pytest.raises(OwnWorkError):
            store.publishing.approve(ID, 2, by=author, now=NOW)
    assert store.publishing.approve(ID, 2, by=CILLA, now=NOW).reviewed_by == "Cilla Ask"


def test_none_of_the_earlier_editors_of_what_nobody_has_seen_approves(store: OwnStore) -> None:
    edited(store, edited(store, added(store, by=ANNA), by=BODIL), by=ANNA)
    store.publishing.publish(ID, 3, by=ANNA, now=NOW)
    for author in (ANNA, BODIL):
        with pytest.raises(OwnWorkError):
            store.publishing.approve(ID, 3, by=author, now=NOW)
    assert store.publishing.approve(ID, 3, by=CILLA, now=NOW).reviewed_by == "Cilla Ask"


def test_who_edited_what_has_been_published_since_may_approve_the_next(store: OwnStore) -> None:
    second = edited(store, added(store, by=ANNA), by=BODIL)
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.approve(ID, 2, by=CILLA, now=NOW)
    assert edited(store, second, by=BERIT).authors == {ANNA.id, BERIT.id}
    store.publishing.publish(ID, 3, by=BERIT, now=NOW)
    assert store.publishing.approve(ID, 3, by=BODIL, now=NOW).reviewed_by == "Bodil Al"


def test_a_restored_version_is_not_approved_by_who_uploaded_its_values(store: OwnStore) -> None:
    edited(store, published(store, by=ANNA), by=BODIL)
    store.saving.restore(ID, 1, parent=2, by=BODIL, now=NOW)
    store.publishing.publish(ID, 3, by=BODIL, now=NOW)
    for author in (ANNA, BODIL):
        with pytest.raises(OwnWorkError):
            store.publishing.approve(ID, 3, by=author, now=NOW)


def test_who_sends_somebody_elses_version_may_approve_it(store: OwnStore) -> None:
    added(store, by=ANNA)
    store.publishing.publish(ID, 1, by=BODIL, now=NOW)
    assert store.publishing.approve(ID, 1, by=BODIL, now=NOW).state is VersionState.PUBLISHED


def moves(store: OwnStore) -> dict[str, tuple[Callable[[Person], Version], set[Person]]]:
    """Every move of a version of Anna's that waits, and who may make it."""
    publishing = store.publishing
    return {
        "approve": (lambda by: publishing.approve(ID, 1, by=by, now=NOW), {BODIL, CILLA, BERIT}),
        "refuse": (lambda by: publishing.refuse(ID, 1, "Nej.", by=by, now=NOW), {BODIL, CILLA, BERIT}),
        "withdraw": (lambda by: publishing.withdraw(ID, 1, "Nej.", by=by, now=NOW), {ANNA, BODIL, BERIT}),
    }


@pytest.mark.parametrize("by", EVERYBODY, ids=lambda person: person.login or "reader")
@pytest.mark.parametrize("name", ["approve", "refuse", "withdraw"])
def test_only_those_with_the_right_in_the_area_move_versions(
    store: OwnStore, state: State, name: str, by: Person
) -> None:
    added(store, by=ANNA)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)
    lines, (move, allowed) = log_lines(state), moves(store)[name]
    if by in allowed:
        move(by)
        assert (states(store) != [VersionState.WAITING], log_lines(state)) == (True, lines + 1)
    else:
        with pytest.raises(NoAccountError if by is TERMINAL else NotAllowedError):
            move(by)
        assert (states(store), log_lines(state)) == ([VersionState.WAITING], lines)


@pytest.mark.parametrize("by", EVERYBODY, ids=lambda person: person.login or "reader")
def test_only_those_with_the_right_in_the_area_publish(store: OwnStore, by: Person) -> None:
    added(store, by=ANNA)
    if by in (ANNA, BODIL, BERIT):
        assert store.publishing.publish(ID, 1, by=by, now=NOW).state is VersionState.WAITING
    else:
        with pytest.raises(NoAccountError if by is TERMINAL else NotAllowedError):
            store.publishing.publish(ID, 1, by=by, now=NOW)
        assert states(store) == [VersionState.DRAFT]


@pytest.mark.parametrize("number", [0, 2, 2**40])
def test_a_version_that_is_not_there_is_told(store: OwnStore, number: int) -> None:
    added(store)
    for by, move in ((ANNA, "publish"), (BODIL, "approve")):
        with pytest.raises(VersionError, match="finns inte"):
            getattr(store.publishing, move)(ID, number, by=by, now=NOW)

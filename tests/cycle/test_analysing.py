"""Deviations that are taken up: who may, what is frozen, and that two do not take up the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.analysing import Analysing
from core.cycle.book import CycleBook, CycleBooks
from core.cycle.reasoning import Reasoning
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.state import State
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import (
    ANALYST,
    ASIDE,
    CARE_HEAD,
    CONVENOR,
    FROZEN,
    KEY,
    NEIGHBOUR,
    NOW,
    SCHOOL_HEAD,
    TAKEN,
    TODAY,
)
from tests.shared import HUDDINGE, small_catalogue


def at(state: State, who: Person) -> Analysing:
    return Analysing(state.engine, HUDDINGE, who, NOW, small_catalogue())


def book(state: State, *, drafts: bool = True) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


def taken_up(state: State) -> str:
    return at(state, SCHOOL_HEAD).take_up(*KEY, FROZEN, TAKEN)[0]


def test_one_that_is_taken_up_keeps_the_figure_as_it_was_said_that_day(state: State) -> None:
    key = taken_up(state)
    found = book(state).deviations[key]
    assert (found.frozen, found.area, found.taken_on) == (FROZEN, "grundskola", TODAY)
    assert (found.owner, found.conclude_by, found.is_open) == ("grundskolechef", date(2026, 12, 11), True)


def test_readers_see_nothing_of_it(state: State) -> None:
    taken_up(state)
    assert not book(state, drafts=False).deviations


DEEDS: Mapping[str, Callable[[Analysing, str], object]] = {
    "take up": lambda who, _: who.take_up(*KEY, FROZEN, TAKEN),
    "set aside": lambda who, _: who.set_aside(*KEY, FROZEN, ASIDE),
    "change": lambda who, key: who.change(key, TAKEN, 1),
    "end": lambda who, key: who.end(key, {"reason": "Målet nås igen."}, 1),
}


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_without_the_right_does_anything(state: State, who: Person, deed: str) -> None:
    key = taken_up(state)
    before = book(state).deviations
    with pytest.raises(NotAllowedError):
        DEEDS[deed](at(state, who), key)
    assert book(state).deviations == before


def test_two_do_not_take_up_the_same(state: State) -> None:
    taken_up(state)
    with pytest.raises(CycleError, match="grundskolechef har redan tagit upp"):
        at(state, ANALYST).take_up(*KEY, FROZEN, TAKEN)


def test_one_that_is_set_aside_is_the_same_when_it_is_taken_up(state: State) -> None:
    at(state, SCHOOL_HEAD).set_aside(*KEY, FROZEN, ASIDE)
    key = taken_up(state)
    assert list(book(state).deviations) == [key]
    assert book(state).deviations[key].aside is None


def test_one_that_is_closed_leaves_room_for_another(state: State) -> None:
    key = taken_up(state)
    at(state, SCHOOL_HEAD).end(key, {"reason": "Målet nås."}, 1)
    assert taken_up(state) != key


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda who, _: who.take_up("N00000", "T", FROZEN, TAKEN), CycleError),
        (lambda who, _: who.take_up("N15643", "T", FROZEN, {**TAKEN, "owner": " "}), FieldsError),
        (lambda who, _: who.take_up("N15643", "T", FROZEN, {**TAKEN, "owner": "x" * 5000}), FieldsError),
        (lambda who, _: who.take_up("N15643", "T", FROZEN, {**TAKEN, "conclude_by": "i går"}), FieldsError),
        (lambda who, _: who.take_up("N15643", "T", FROZEN, {**TAKEN, "conclude_by": "2026-11-29"}), CycleError),
        (lambda who, _: who.set_aside(*KEY, FROZEN, {**ASIDE, "look_again": ""}), FieldsError),
        (lambda who, _: who.set_aside(*KEY, FROZEN, {**ASIDE, "look_again": "2026-01-01"}), CycleError),
        (lambda who, key: who.change(key, {**TAKEN, "owner": "rektor"}, 0), OvertakenError),
        (lambda who, _: who.end("nothing", {"reason": "Klart."}, 1), CycleError),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(
    state: State, deed: Callable[[Analysing, str], object], error: type[NyckeltalError]
) -> None:
    key = taken_up(state)
    before = book(state).deviations
    with pytest.raises(error):
        deed(at(state, ANALYST), key)
    assert book(state).deviations == before


def test_a_closed_one_is_not_changed(state: State) -> None:
    key = taken_up(state)
    at(state, SCHOOL_HEAD).end(key, {"reason": "Målet nås."}, 1)
    with pytest.raises(CycleError, match="avslutad"):
        at(state, SCHOOL_HEAD).change(key, {**TAKEN, "owner": "rektor"}, 2)


def test_what_others_have_built_on_is_not_undone_from_under_them(state: State) -> None:
    key, save = at(state, SCHOOL_HEAD).take_up(*KEY, FROZEN, TAKEN)
    written = Reasoning(state.engine, HUDDINGE, ANALYST, NOW, small_catalogue())
    _, claimed = written.claim(key, {"text": "Frånvaron växer.", "heading": "brukare", "influence": "stor"})
    sara = replace(written, by=SCHOOL_HEAD)
    with pytest.raises(CycleError, match="hänger på det"):
        sara.undo_save(save.batch)
    written.undo_save(claimed.batch)
    sara.undo_save(save.batch)
    assert not book(state).deviations


def test_the_figure_that_something_is_said_of_stays_when_it_is_taken_up_again(state: State) -> None:
    key = taken_up(state)
    written = Reasoning(state.engine, HUDDINGE, ANALYST, NOW, small_catalogue())
    written.conclude(key, {"text": "Frånvaron växer."}, 0)
    at(state, SCHOOL_HEAD).set_aside(*KEY, FROZEN, ASIDE)
    at(state, SCHOOL_HEAD).take_up(*KEY, replace(FROZEN, value=61.0), TAKEN)
    assert book(state).deviations[key].frozen == FROZEN

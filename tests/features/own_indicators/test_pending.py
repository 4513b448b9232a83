"""Work that is begun and not saved: each person's own, nothing lost, and no more of it than there is room for."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from core.access.people import READER, Person, at_the_terminal
from core.access.rows import NoAccountError
from core.features.own_indicators.store import OwnStore
from core.tabular.limits import MOST_BYTES
from core.web.drafts import KEPT_FOR, MOST_FIELD_CHARACTERS, MOST_KEPT, WorkGoneError, WorkKind, WorkTooLargeError
from tests.features.own_indicators.stored import LATER, NOW

INDICATOR, TARGETS = WorkKind.INDICATOR, WorkKind.TARGETS


@pytest.fixture
def anna(people: dict[str, Person]) -> Person:
    return people["anna"]


@pytest.fixture
def bodil(people: dict[str, Person]) -> Person:
    return people["bodil"]


@pytest.mark.both_databases
def test_what_was_typed_and_chosen_comes_back(store: OwnStore, anna: Person) -> None:
    typed = {"name": "Trivsel åäö 🙂", "definition": "en\n\ntvå"}
    work = store.pending.begin(INDICATOR, "E00001", typed, by=anna, now=NOW)
    store.pending.put_file(work.id, "trivsel.csv", b"\x00\xff;1", by=anna, now=LATER)
    found = store.pending.get(work.id, by=anna)
    assert (found.kind, found.subject, dict(found.fields)) == (INDICATOR, "E00001", typed)
    assert (found.file_name, found.sha256) == ("trivsel.csv", sha256(b"\x00\xff;1").hexdigest())
    assert (found.has_file, found.changed_at) == (True, LATER)
    assert store.pending.content(work.id, by=anna) == b"\x00\xff;1"


def test_work_without_a_file_has_none(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    assert (work.has_file, work.sha256, store.pending.content(work.id, by=anna)) == (False, "", b"")


def test_a_file_can_be_taken_away_and_the_text_stays(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {"name": "a"}, by=anna, now=NOW)
    store.pending.put_file(work.id, "a.csv", b"1", by=anna, now=NOW)
    found = store.pending.remove_file(work.id, by=anna, now=LATER)
    assert (found.has_file, found.file_name, dict(found.fields)) == (False, "", {"name": "a"})
    assert store.pending.content(work.id, by=anna) == b""


def test_fields_are_replaced_or_changed_one_by_one(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {"a": "1", "b": "2"}, by=anna, now=NOW)
    assert dict(store.pending.change_fields(work.id, {"b": "3", "c": "4"}, by=anna, now=NOW).fields) == {
        "a": "1",
        "b": "3",
        "c": "4",
    }
    assert dict(store.pending.put_fields(work.id, {"d": "5"}, by=anna, now=NOW).fields) == {"d": "5"}
    assert dict(store.pending.get(work.id, by=anna).fields) == {"d": "5"}


def test_nobody_reaches_anothers_work(store: OwnStore, anna: Person, bodil: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {"name": "hemligt"}, by=anna, now=NOW)
    for deed in (
        lambda: store.pending.get(work.id, by=bodil),
        lambda: store.pending.content(work.id, by=bodil),
        lambda: store.pending.put_fields(work.id, {}, by=bodil, now=NOW),
        lambda: store.pending.change_fields(work.id, {"name": "x"}, by=bodil, now=NOW),
        lambda: store.pending.put_file(work.id, "x", b"1", by=bodil, now=NOW),
        lambda: store.pending.remove_file(work.id, by=bodil, now=NOW),
    ):
        with pytest.raises(WorkGoneError):
            deed()
    store.pending.remove(work.id, by=bodil)
    assert store.pending.mine(INDICATOR, by=bodil) == ()
    assert dict(store.pending.get(work.id, by=anna).fields) == {"name": "hemligt"}


@pytest.mark.parametrize("person", [READER, at_the_terminal("drift")])
def test_who_has_no_account_has_no_work(store: OwnStore, person: Person) -> None:
    with pytest.raises(NoAccountError):
        store.pending.begin(INDICATOR, "", {}, by=person, now=NOW)
    with pytest.raises(NoAccountError):
        store.pending.mine(INDICATOR, by=person)


def test_ones_own_work_is_listed_newest_first_by_kind(store: OwnStore, anna: Person) -> None:
    first = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    second = store.pending.begin(INDICATOR, "", {}, by=anna, now=LATER)
    targets = store.pending.begin(TARGETS, "0126", {}, by=anna, now=LATER)
    assert [work.id for work in store.pending.mine(INDICATOR, by=anna)] == [second.id, first.id]
    assert [work.id for work in store.pending.mine(TARGETS, by=anna)] == [targets.id]


def test_the_oldest_go_when_there_are_too_many(store: OwnStore, anna: Person, bodil: Person) -> None:
    others = store.pending.begin(INDICATOR, "", {}, by=bodil, now=NOW)
    made = [
        store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW + timedelta(minutes=number)).id
        for number in range(MOST_KEPT + 3)
    ]
    assert [work.id for work in store.pending.mine(INDICATOR, by=anna)] == made[:2:-1]
    assert store.pending.get(others.id, by=bodil)


@pytest.mark.both_databases
def test_what_is_old_goes_when_somebody_begins_anew(store: OwnStore, anna: Person, bodil: Person) -> None:
    old = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    young = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW + timedelta(days=1))
    store.pending.begin(INDICATOR, "", {}, by=bodil, now=NOW + KEPT_FOR + timedelta(minutes=1))
    assert [work.id for work in store.pending.mine(INDICATOR, by=anna)] == [young.id]
    with pytest.raises(WorkGoneError, match="30 dagar"):
        store.pending.get(old.id, by=anna)


@pytest.mark.both_databases
def test_an_id_is_never_used_twice(store: OwnStore, anna: Person) -> None:
    first = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    store.pending.remove(first.id, by=anna)
    assert store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW).id != first.id


def test_removing_twice_does_nothing(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    store.pending.remove(work.id, by=anna)
    store.pending.remove(work.id, by=anna)
    assert store.pending.mine(INDICATOR, by=anna) == ()


@pytest.mark.parametrize("number", [0, -1, 10**30])
def test_a_number_that_no_work_has_is_answered_in_words(store: OwnStore, anna: Person, number: int) -> None:
    with pytest.raises(WorkGoneError):
        store.pending.get(number, by=anna)


def test_what_there_is_no_room_for_changes_nothing(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {"a": "1"}, by=anna, now=NOW)
    store.pending.put_file(work.id, "a.csv", b"1", by=anna, now=NOW)
    long = "x" * (MOST_FIELD_CHARACTERS + 1)
    with pytest.raises(WorkTooLargeError, match="5 MB"):
        store.pending.put_file(work.id, "b.csv", b"x" * (MOST_BYTES + 1), by=anna, now=NOW)
    for put in (store.pending.put_fields, store.pending.change_fields):
        with pytest.raises(WorkTooLargeError):
            put(work.id, {"b": long}, by=anna, now=NOW)
    with pytest.raises(WorkTooLargeError):
        store.pending.begin(INDICATOR, "", {"b": long}, by=anna, now=NOW)
    assert store.pending.mine(INDICATOR, by=anna) == (store.pending.get(work.id, by=anna),)
    assert (dict(store.pending.get(work.id, by=anna).fields), store.pending.content(work.id, by=anna)) == (
        {"a": "1"},
        b"1",
    )


@pytest.mark.both_databases
def test_the_largest_file_that_is_taken_comes_back_whole(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {}, by=anna, now=NOW)
    content = b"x" * MOST_BYTES
    store.pending.put_file(work.id, "a.csv", content, by=anna, now=NOW)
    assert store.pending.content(work.id, by=anna) == content


@pytest.mark.both_databases
def test_signs_that_no_database_keeps_are_left_out_and_the_rest_stays(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(INDICATOR, "", {"name": "a\0b\ud800c"}, by=anna, now=NOW)
    assert dict(store.pending.get(work.id, by=anna).fields) == {"name": "ab?c"}
    store.pending.put_file(work.id, "a\0\n\ud800.csv", b"1", by=anna, now=NOW)
    assert store.pending.get(work.id, by=anna).file_name.isprintable()


def test_a_page_of_one_kind_reaches_no_work_of_another(store: OwnStore, anna: Person) -> None:
    work = store.pending.begin(TARGETS, "0126", {"a": "1"}, by=anna, now=NOW)
    mine = store.pending.only(INDICATOR)
    for deed in (
        lambda: mine.get(work.id, by=anna),
        lambda: mine.content(work.id, by=anna),
        lambda: mine.put_fields(work.id, {}, by=anna, now=NOW),
        lambda: mine.change_fields(work.id, {"a": "2"}, by=anna, now=NOW),
        lambda: mine.put_file(work.id, "x", b"1", by=anna, now=NOW),
        lambda: mine.remove_file(work.id, by=anna, now=NOW),
    ):
        with pytest.raises(WorkGoneError):
            deed()
    mine.remove(work.id, by=anna)
    assert dict(store.pending.only(TARGETS).get(work.id, by=anna).fields) == {"a": "1"}


def test_what_one_kind_throws_away_leaves_the_others(store: OwnStore, anna: Person) -> None:
    indicator = store.pending.begin(INDICATOR, "", {"name": "a"}, by=anna, now=NOW)
    for number in range(MOST_KEPT + 5):
        store.pending.begin(TARGETS, "0126", {}, by=anna, now=NOW + timedelta(minutes=number))
    assert store.pending.get(indicator.id, by=anna) == indicator
    assert len(store.pending.mine(TARGETS, by=anna)) == MOST_KEPT

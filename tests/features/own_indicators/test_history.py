"""What is kept is read: what readers see, what those see who work with it, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from sqlalchemy import Engine, event

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.outcome import YearRule
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import ValueChange
from core.state import State
from core.state.versions import OvertakenError
from tests.features.own_indicators.shared import entry, key
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    EVERYBODY,
    GONE,
    LATER,
    NOW,
    SCHOOL,
    SHA256,
    STRANGER,
    WATER,
    added,
    published,
    upload,
)

COLUMNS = {
    "kpi": "str",
    "municipality": "str",
    "gender": "str",
    "year": "int64",
    "period": "str",
    "value": "float64",
    "status": "str",
}
MAY_READ = (ANNA, BODIL, CILLA, BERIT)


@pytest.mark.both_databases
def test_readers_see_every_published_indicator_with_its_values(store: OwnStore) -> None:
    rows = (
        entry("0127", 2024, 12.5, persons=80),
        entry("0126", 2024, None, period="T1", status="Privacy"),
        entry("0126", 2023, 0.1 + 0.2, period="T3", gender="K"),
    )
    published(store, *rows)
    added(store, entry(value=1.0))
    published(store, entry(value=2.0), by=BODIL, approver=CILLA, name="Oro")
    found = store.history.published()
    assert [(one.indicator.id, one.indicator.name, one.number, one.is_reviewed) for one in found.indicators] == [
        ("E00001", "Elever som trivs", 1, True),
        ("E00003", "Oro", 1, True),
    ]
    assert found.indicators[0].published_at == NOW
    names = [person.name for person in (ANNA, BODIL, CILLA)]
    assert [name for name in names if name in repr(found)] == [], "nobody is named to readers"
    expected = [
        ("E00001", "0126", "K", 2023, "T3", 0.1 + 0.2, ""),
        ("E00001", "0126", "T", 2024, "T1", None, "Privacy"),
        ("E00001", "0127", "T", 2024, "", 12.5, ""),
        ("E00003", "0126", "T", 2024, "", 2.0, ""),
    ]
    pd.testing.assert_frame_equal(found.values, pd.DataFrame(expected, columns=list(COLUMNS)).astype(COLUMNS))
    assert found.year_rules == {"E00001": YearRule.LAST, "E00003": YearRule.LAST}


@pytest.mark.both_databases
def test_where_nothing_is_published_the_frame_has_its_columns(store: OwnStore) -> None:
    added(store)
    found = store.history.published()
    assert found.indicators == ()
    assert found.values.empty
    assert {name: str(kind) for name, kind in found.values.dtypes.items()} == COLUMNS


def test_readers_see_the_published_version_and_not_the_draft_after_it(store: OwnStore) -> None:
    made = published(store, entry(value=1.0))
    changed = replace(made.indicator, name="Nytt")
    store.saving.upload(changed, upload(entry(value=2.0)), SHA256, parent=1, by=ANNA, now=LATER)
    found = store.history.published()
    assert (found.indicators[0].indicator.name, found.values["value"].tolist()) == ("Elever som trivs", [1.0])


@pytest.mark.both_databases
def test_all_that_readers_see_takes_as_many_questions_however_much_it_is(store: OwnStore, state: State) -> None:
    published(store)
    few = questions(state.engine, store.history.published)
    for _ in range(3):
        published(store)
    assert questions(state.engine, store.history.published) == few <= 3


def questions(engine: Engine, ask: Callable[[], object]) -> int:
    """How many selects ASK takes."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.lstrip().upper().startswith("SELECT"):
            asked.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.both_databases
def test_versions_come_newest_first_with_who_when_and_how_many(store: OwnStore) -> None:
    made = added(store, entry(), entry("0127"))
    store.saving.upload(made.indicator, upload(entry(year=2020)), SHA256, parent=1, by=BODIL, now=LATER)
    found = store.history.versions("E00001", by=CILLA)
    assert [(v.number, v.created_by, v.created_at, v.state, v.upload.entries) for v in found] == [
        (2, "Bodil Al", LATER, VersionState.DRAFT, 1),
        (1, "Anna Ek", NOW, VersionState.DRAFT, 2),
    ]


@pytest.mark.both_databases
def test_what_two_versions_differ_in_is_told_by_field_and_by_value(store: OwnStore) -> None:
    before = [entry("0126", 2022), entry("0126", 2023, 1.0), entry("0127", 2023, 2.0, persons=9), entry("0128", 2023)]
    after = [entry("0126", 2023, None), entry("0127", 2023, 2.0, persons=8), entry("0128", 2023), entry("0136", 2023)]
    made = added(store, *before)
    changed = replace(made.indicator, unit="index", decimals=0)
    store.saving.upload(changed, upload(*after), SHA256, parent=1, by=ANNA, now=NOW)
    found = store.history.compare("E00001", 1, 2, by=BODIL)
    assert [(change.label, change.before, change.after) for change in found.fields] == [
        ("Enhet", "%", "index"),
        ("Decimaler", 1, 0),
    ]
    assert [value.key for value in found.added] == [key("0136", 2023)]
    assert [value.key for value in found.removed] == [key("0126", 2022)]
    assert [told(change) for change in found.changed] == [
        ("0126", 1.0, "", None, None, "Missing", None),
        ("0127", 2.0, "", 9, 2.0, "", 8),
    ]
    back = store.history.compare("E00001", 2, 1, by=BODIL)
    assert (back.added, back.removed, back.is_same) == (found.removed, found.added, False)
    assert store.history.compare("E00001", 2, 2, by=BODIL).is_same


def told(change: ValueChange) -> tuple[object, ...]:
    old, new = change.before, change.after
    return (old.municipality, old.value, old.status, old.persons, new.value, new.status, new.persons)


def test_a_versions_values_are_what_the_reader_of_the_next_file_compares_with(store: OwnStore) -> None:
    added(store, entry(value=5.0), entry("0127", value=None))
    assert store.history.content("E00001", 1, by=ANNA).earlier == {key(): 5.0, key("0127"): None}


def test_drafts_are_what_readers_do_not_see_in_the_area(store: OwnStore) -> None:
    draft, seen = added(store), published(store)
    waiting, withdrawn = added(store), published(store)
    added(store, by=BERIT, area=WATER)
    store.publishing.publish(waiting.indicator.id, 1, by=ANNA, now=NOW)
    store.publishing.withdraw(withdrawn.indicator.id, 1, "Fel.", by=ANNA, now=NOW)
    found = [(version.indicator.id, version.state) for version in store.history.drafts(SCHOOL, by=CILLA)]
    assert found == [
        (withdrawn.indicator.id, VersionState.WITHDRAWN),
        (waiting.indicator.id, VersionState.WAITING),
        (draft.indicator.id, VersionState.DRAFT),
    ]
    assert seen.indicator.id not in dict(found)


def test_what_was_refused_is_among_the_drafts_until_a_newer_is_published(store: OwnStore) -> None:
    made = added(store)
    store.publishing.publish("E00001", 1, by=ANNA, now=NOW)
    store.publishing.refuse("E00001", 1, "Salem saknas.", by=BODIL, now=NOW)
    (refused,) = store.history.drafts(SCHOOL, by=ANNA)
    assert refused.reason == "Salem saknas."
    store.saving.edit(replace(made.indicator, name="Trivsel"), parent=1, by=ANNA, now=NOW)
    store.publishing.publish("E00001", 2, by=ANNA, now=NOW)
    assert [version.number for version in store.history.drafts(SCHOOL, by=ANNA)] == [2, 1]
    store.publishing.approve("E00001", 2, by=BODIL, now=NOW)
    assert store.history.drafts(SCHOOL, by=ANNA) == ()


def test_what_lies_beside_stays_among_the_drafts(store: OwnStore) -> None:
    made = published(store)
    store.saving.edit(replace(made.indicator, name="Annas"), parent=1, by=ANNA, now=NOW)
    with pytest.raises(OvertakenError):
        store.saving.edit(replace(made.indicator, name="Bodils"), parent=1, by=BODIL, now=NOW)
    store.saving.edit(replace(made.indicator, name="Annas igen"), parent=2, by=ANNA, now=NOW)
    store.publishing.publish("E00001", 4, by=ANNA, now=NOW)
    store.publishing.approve("E00001", 4, by=CILLA, now=NOW)
    (beside,) = store.history.drafts(SCHOOL, by=BODIL)
    assert (beside.indicator.name, beside.is_beside) == ("Bodils", True)


def test_what_waits_is_shown_to_those_who_may_approve_it(store: OwnStore) -> None:
    annas, berits = added(store, by=ANNA), added(store, by=BERIT, area=WATER)
    edited = store.saving.edit(replace(annas.indicator, name="Trivsel"), parent=1, by=BODIL, now=NOW)
    store.publishing.publish("E00001", 1, by=ANNA, now=NOW)
    store.publishing.publish("E00001", 2, by=ANNA, now=NOW)
    store.publishing.publish("E00002", 1, by=BERIT, now=NOW)
    ids = {(annas.indicator.id, 1): "annas", (edited.indicator.id, 2): "both", (berits.indicator.id, 1): "berits"}

    def waiting(by: Person) -> list[str]:
        return [ids[version.indicator.id, version.number] for version in store.history.waiting(by=by)]

    assert waiting(ANNA) == []
    assert waiting(BODIL) == ["annas"]
    assert waiting(CILLA) == ["both", "annas"]
    assert waiting(BERIT) == ["both", "annas"]
    assert waiting(STRANGER) == ["berits"]
    assert waiting(READER) == waiting(GONE) == []


def reads(store: OwnStore) -> list[Callable[[Person], object]]:
    """Everything that readers may not see."""
    history = store.history
    return [
        lambda by: history.versions("E00001", by=by),
        lambda by: history.newest("E00001", by=by),
        lambda by: history.content("E00001", 1, by=by),
        lambda by: history.compare("E00001", 1, 1, by=by),
        lambda by: history.drafts(SCHOOL, by=by),
    ]


@pytest.mark.parametrize("by", [person for person in EVERYBODY if person.id], ids=lambda person: person.login)
@pytest.mark.parametrize("which", range(5))
def test_only_those_with_the_right_in_the_area_see_what_is_not_published(
    store: OwnStore, which: int, by: Person
) -> None:
    published(store)
    if by in MAY_READ:
        reads(store)[which](by)
    else:
        with pytest.raises(NotAllowedError, match="se det som inte är publicerat"):
            reads(store)[which](by)


@pytest.mark.parametrize("which", range(5))
def test_who_has_not_signed_in_is_asked_to(store: OwnStore, which: int) -> None:
    published(store)
    with pytest.raises(NotAllowedError, match="kräver att du är inloggad"):
        reads(store)[which](READER)

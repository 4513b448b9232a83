"""Versions of own indicators: made from files, from edits and from older versions; never overwritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.tables import OwnIndicatorRow, OwnUploadRow, OwnValueRow, OwnVersionRow
from core.features.own_indicators.versions import Values, Version
from core.state import State
from core.state.versions import OvertakenError, VersionError
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    KEPT,
    LATER,
    NOW,
    ROWS,
    SCHOOL,
    SHA256,
    added,
    indicator,
    log,
    log_lines,
    published,
    upload,
)


def values(store: OwnStore, version: Version) -> Values:
    return store.history.content(version.indicator.id, version.number, by=BERIT).values


@pytest.mark.both_databases
def test_a_new_indicator_comes_back_as_it_was_given(store: OwnStore) -> None:
    made = store.saving.add(indicator(), upload(*reversed(ROWS)), SHA256, note="Första året", by=ANNA, now=NOW)
    assert made.indicator == indicator(id="E00001")
    assert (made.number, made.parent, made.restored, made.is_beside) == (1, None, None, False)
    assert (made.state, made.steps, made.note) == (VersionState.DRAFT, (), "Första året")
    assert (made.created_by_id, made.created_by, made.created_at) == (1, "Anna Ek", NOW)
    kept = made.upload
    assert (kept.file_name, kept.sha256, kept.uploaded_by, kept.uploaded_at) == ("trivsel.xlsx", SHA256, "Anna Ek", NOW)
    assert (kept.entries, kept.municipalities, kept.first_year, kept.last_year) == (3, 2, 2023, 2024)
    assert store.history.content("E00001", 1, by=ANNA).version == made
    assert values(store, made) == KEPT


@pytest.mark.both_databases
def test_ids_are_given_in_order_and_never_again(store: OwnStore) -> None:
    assert [added(store).indicator.id for _ in range(3)] == ["E00001", "E00002", "E00003"]
    # Whatever id a client sends.
    assert store.saving.add(indicator(id="E00001"), upload(), SHA256, by=ANNA, now=NOW).indicator.id == "E00004"


@pytest.mark.both_databases
def test_when_the_numbers_are_used_up_it_is_said(store: OwnStore, state: State) -> None:
    with Session(state.engine) as session, session.begin():
        session.add(OwnIndicatorRow(id="E99999", area=SCHOOL))
    with pytest.raises(VersionError, match="inga fler nummer"):
        added(store)


def test_a_new_file_makes_a_version_with_its_parent(store: OwnStore) -> None:
    first = added(store, *ROWS)
    again = replace(first.indicator, name="Trivsel")
    second = store.saving.upload(
        again, upload(filename="ny.csv"), "f" * 64, parent=1, note="Rättat", by=BODIL, now=LATER
    )
    assert (second.number, second.parent, second.is_beside, second.state) == (2, 1, False, VersionState.DRAFT)
    assert (second.indicator.name, second.created_by, second.created_at) == ("Trivsel", "Bodil Al", LATER)
    assert (second.upload.file_name, second.upload.sha256) == ("ny.csv", "f" * 64)
    assert values(store, first) == KEPT
    assert len(values(store, second)) == 1


def test_an_edited_description_keeps_the_values_and_both_authors(store: OwnStore) -> None:
    first = added(store, *ROWS)
    second = store.saving.edit(replace(first.indicator, unit="index"), parent=1, by=BODIL, now=LATER)
    assert (second.indicator.unit, second.upload) == ("index", first.upload)
    assert values(store, second) == KEPT
    assert second.authors == {ANNA.id, BODIL.id}


def test_an_edit_that_changes_nothing_is_no_version(store: OwnStore) -> None:
    first = added(store)
    with pytest.raises(VersionError, match="Inget är ändrat"):
        store.saving.edit(first.indicator, parent=1, by=ANNA, now=NOW)
    assert len(store.history.versions("E00001", by=ANNA)) == 1


def test_restoring_makes_a_version_with_exactly_the_old_content(store: OwnStore) -> None:
    first = added(store, *ROWS)
    store.saving.upload(replace(first.indicator, name="Trivsel"), upload(), SHA256, parent=1, by=ANNA, now=NOW)
    third = store.saving.restore("E00001", 1, parent=2, note="Fel fil", by=BODIL, now=LATER)
    assert (third.number, third.parent, third.restored, third.state) == (3, 2, 1, VersionState.DRAFT)
    assert third.indicator == first.indicator
    assert values(store, third) == KEPT
    assert store.history.compare("E00001", 1, 3, by=ANNA).is_same
    assert third.authors == {ANNA.id, BODIL.id}


def test_who_comes_second_is_told_who_came_first_and_loses_nothing(store: OwnStore) -> None:
    first = added(store)
    store.saving.edit(replace(first.indicator, name="Annas"), parent=1, by=ANNA, now=LATER)
    with pytest.raises(OvertakenError) as caught:
        store.saving.upload(first.indicator, upload(*ROWS), SHA256, parent=1, by=BODIL, now=LATER)
    assert "Anna Ek hade redan sparat version 2 (2026-03-02 kl. 11.00)" in str(caught.value)
    assert "finns kvar bredvid, som version 3" in str(caught.value)
    assert store.history.newest("E00001", by=BODIL).number == 2
    beside = store.history.versions("E00001", by=BODIL)[0]
    assert (beside.number, beside.is_beside, beside.parent) == (3, True, 1)
    assert caught.value.kept == beside
    assert values(store, beside) == KEPT


def test_an_edit_that_comes_second_is_kept_beside_too(store: OwnStore) -> None:
    first = added(store)
    store.saving.edit(replace(first.indicator, name="Annas"), parent=1, by=ANNA, now=NOW)
    with pytest.raises(OvertakenError, match="som version 3"):
        store.saving.edit(replace(first.indicator, name="Bodils"), parent=1, by=BODIL, now=NOW)
    names = [version.indicator.name for version in store.history.versions("E00001", by=ANNA)]
    assert names == ["Bodils", "Annas", "Elever som trivs"]


def test_a_version_beside_is_taken_in_by_restoring_it(store: OwnStore) -> None:
    first = added(store)
    store.saving.edit(replace(first.indicator, name="Annas"), parent=1, by=ANNA, now=NOW)
    with pytest.raises(OvertakenError):
        store.saving.upload(first.indicator, upload(*ROWS), SHA256, parent=1, by=BODIL, now=NOW)
    taken_in = store.saving.restore("E00001", 3, parent=2, by=BODIL, now=NOW)
    assert (taken_in.number, taken_in.parent, taken_in.is_beside) == (4, 2, False)
    assert values(store, taken_in) == KEPT
    assert store.history.content("E00001", 3, by=ANNA).version.state is VersionState.SUPERSEDED
    assert store.history.newest("E00001", by=ANNA) == taken_in


def test_a_restoring_that_comes_second_keeps_nothing(store: OwnStore) -> None:
    first = added(store)
    store.saving.edit(replace(first.indicator, name="Annas"), parent=1, by=ANNA, now=NOW)
    with pytest.raises(OvertakenError, match="Läs in sidan igen") as caught:
        store.saving.restore("E00001", 1, parent=1, by=BODIL, now=NOW)
    assert caught.value.kept is None
    assert len(store.history.versions("E00001", by=ANNA)) == 2


@pytest.mark.both_databases
def test_of_two_at_once_one_is_the_newest_and_the_other_is_beside(store: OwnStore) -> None:
    first = added(store)
    barrier = Barrier(2)

    def save(by: Person) -> Version | None:
        barrier.wait(timeout=30)
        try:
            return store.saving.upload(first.indicator, upload(*ROWS), SHA256, parent=1, by=by, now=NOW)
        except OvertakenError as error:
            kept: Version | None = error.kept
            return kept

    with ThreadPoolExecutor(2) as pool:
        made = [version for version in pool.map(save, (ANNA, BODIL)) if version]
    assert sorted((version.number, version.is_beside) for version in made) == [(2, False), (3, True)]
    assert [values(store, version) for version in made] == [KEPT, KEPT]


@pytest.mark.both_databases
def test_of_two_new_indicators_at_once_each_has_its_own_id(store: OwnStore) -> None:
    barrier = Barrier(4)

    def add(_: int) -> str:
        barrier.wait(timeout=30)
        return added(store).indicator.id

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, range(4))) == ["E00001", "E00002", "E00003", "E00004"]


@pytest.mark.both_databases
@pytest.mark.parametrize("fails_at", ["record", "keep_upload", "newest_row"])
def test_a_crash_in_the_middle_leaves_the_last_version(
    store: OwnStore, state: State, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    first = added(store, *ROWS)
    before = (log_lines(state), state.revision())

    def crash(*_args: object, **_named: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(f"core.features.own_indicators.saving.{fails_at}", crash)
    with pytest.raises(RuntimeError):
        store.saving.upload(first.indicator, upload(), SHA256, parent=1, by=ANNA, now=NOW)
    monkeypatch.undo()
    assert store.history.versions("E00001", by=ANNA) == (first,)
    assert values(store, first) == KEPT
    assert (log_lines(state), state.revision()) == before
    with Session(state.engine) as session:
        assert session.scalar(select(func.count()).select_from(OwnValueRow)) == len(KEPT)
        assert session.scalar(select(func.count()).select_from(OwnUploadRow)) == 1


def test_the_log_tells_counts_and_versions_but_no_values(store: OwnStore, state: State) -> None:
    first = added(store, entry(value=77.125, persons=91))
    changed = replace(first.indicator, name="Trivsel")
    store.saving.upload(changed, upload(entry(value=88.25)), "f" * 64, parent=1, by=BODIL, now=LATER)
    store.saving.restore("E00001", 1, parent=2, by=BERIT, now=LATER)
    restored, uploaded, new = log(state)
    assert [line.key for line in (new, uploaded, restored)] == [f"E00001 version {number}" for number in (1, 2, 3)]
    assert [line.action for line in (new, uploaded, restored)] == ["lade till", "laddade upp", "återställde"]
    assert {line.kind for line in (new, uploaded, restored)} == {"eget nyckeltal"}
    assert (uploaded.who_id, uploaded.who, uploaded.at) == (2, "bodil", LATER)
    assert new.after is not None
    assert (new.after["antal värden"], new.after["Namn"]) == (1, "Elever som trivs")
    assert uploaded.before == {"Namn": "Elever som trivs"}
    assert uploaded.after is not None
    assert uploaded.after["Namn"] == "Trivsel"
    assert uploaded.after["från version"] == 1
    assert restored.after == {"innehåll från version": 1, "från version": 2}
    assert not any(text in str(log(state)) for text in ("77.125", "88.25", "91"))


def test_drafts_leave_what_readers_see_and_the_revision_alone(store: OwnStore, state: State) -> None:
    seen = published(store)
    revision, before = state.revision(), store.history.published()
    second = store.saving.edit(replace(seen.indicator, name="Trivsel"), parent=1, by=ANNA, now=NOW)
    store.saving.upload(second.indicator, upload(*ROWS), SHA256, parent=2, by=BODIL, now=NOW)
    store.saving.restore("E00001", 1, parent=3, by=ANNA, now=NOW)
    added(store)
    after = store.history.published()
    assert state.revision() == revision
    assert after.indicators == before.indicators
    assert after.values.equals(before.values)


@pytest.mark.both_databases
def test_values_that_versions_share_are_kept_once(store: OwnStore, state: State) -> None:
    first = added(store, *ROWS)
    store.saving.edit(replace(first.indicator, name="Trivsel"), parent=1, by=ANNA, now=NOW)
    store.saving.restore("E00001", 1, parent=2, by=ANNA, now=NOW)
    with Session(state.engine) as session:
        assert session.scalar(select(func.count()).select_from(OwnValueRow)) == len(ROWS)
        assert session.scalar(select(func.count()).select_from(OwnVersionRow)) == 3


def test_a_manager_may_read_but_not_make(store: OwnStore) -> None:
    made = added(store)
    assert store.history.versions("E00001", by=CILLA) == (made,)
    with pytest.raises(NotAllowedError, match="lägga in egna nyckeltal"):
        store.saving.edit(replace(made.indicator, name="Trivsel"), parent=1, by=CILLA, now=NOW)


@pytest.mark.both_databases
def test_the_database_lets_no_indicator_go_that_has_versions(store: OwnStore, state: State) -> None:
    added(store)
    with pytest.raises(IntegrityError), Session(state.engine) as session, session.begin():
        session.execute(delete(OwnIndicatorRow))

"""Who may make versions of own indicators, and what is refused instead of kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.access.rows import NoAccountError
from core.features.own_indicators.kept_values import ValuesError
from core.features.own_indicators.models import Entry
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Version
from core.state import State
from core.state.versions import VersionError
from core.tabular.fields import FieldsError
from core.tabular.limits import MOST_ROWS
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    EVERYBODY,
    NOW,
    ROWS,
    SCHOOL,
    SHA256,
    STRANGER,
    TERMINAL,
    WATER,
    added,
    indicator,
    log_lines,
    upload,
)


def saves(store: OwnStore, made: Version) -> list[Callable[[Person], Version]]:
    """Everything that makes a version."""
    saving, one = store.saving, made.indicator
    return [
        lambda by: saving.add(indicator(), upload(), SHA256, by=by, now=NOW),
        lambda by: saving.upload(one, upload(), SHA256, parent=1, by=by, now=NOW),
        lambda by: saving.edit(replace(one, name="Trivsel"), parent=1, by=by, now=NOW),
        lambda by: saving.restore(one.id, 1, parent=1, by=by, now=NOW),
    ]


@pytest.mark.parametrize("by", EVERYBODY, ids=lambda person: person.login or "reader")
@pytest.mark.parametrize("which", range(4))
def test_only_those_with_the_right_in_the_area_make_versions(
    store: OwnStore, state: State, which: int, by: Person
) -> None:
    made = added(store)
    lines = log_lines(state)
    if by in (ANNA, BODIL, BERIT):
        assert saves(store, made)[which](by).created_by == by.name
        assert log_lines(state) == lines + 1
    else:
        with pytest.raises(NoAccountError if by is TERMINAL else NotAllowedError):
            saves(store, made)[which](by)
        assert log_lines(state) == lines


def test_the_area_is_the_indicators_own_not_the_clients(store: OwnStore) -> None:
    made = added(store)
    disguised = replace(made.indicator, area=WATER, name="Vatten")
    with pytest.raises(NotAllowedError):
        store.saving.edit(disguised, parent=1, by=STRANGER, now=NOW)
    with pytest.raises(NotAllowedError):
        store.saving.upload(disguised, upload(), SHA256, parent=1, by=STRANGER, now=NOW)
    with pytest.raises(VersionError, match="kan inte byta område"):
        store.saving.edit(disguised, parent=1, by=BERIT, now=NOW)


@pytest.mark.parametrize("wrong", ["E00009", "E1", "", "N15001", "E0000\0", "\ud800", "E٠٠٠٠١"])
def test_an_indicator_that_is_not_there_is_told_to_an_administrator_only(store: OwnStore, wrong: str) -> None:
    added(store)
    with pytest.raises(VersionError, match="finns inte"):
        store.saving.restore(wrong, 1, parent=1, by=BERIT, now=NOW)
    with pytest.raises(NotAllowedError):
        store.saving.restore(wrong, 1, parent=1, by=ANNA, now=NOW)


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**70])
def test_a_version_that_is_not_there_is_told(store: OwnStore, number: int) -> None:
    made = added(store)
    with pytest.raises(VersionError, match="finns inte"):
        store.saving.restore("E00001", number, parent=1, by=ANNA, now=NOW)
    with pytest.raises(VersionError, match="finns inte"):
        store.saving.upload(made.indicator, upload(), SHA256, parent=number, by=ANNA, now=NOW)


def test_a_description_that_does_not_hold_is_refused_and_nothing_is_kept(store: OwnStore, state: State) -> None:
    lines = log_lines(state)
    with pytest.raises(FieldsError, match="Namn: Saknas"):
        added(store, name=" ")
    with pytest.raises(FieldsError, match="Anteckning: Texten har 501 tecken"):
        store.saving.add(indicator(), upload(), SHA256, note="x" * 501, by=ANNA, now=NOW)
    with pytest.raises(FieldsError, match="Område"):
        added(store, by=BERIT, area="skola")
    assert log_lines(state) == lines
    assert store.history.drafts(SCHOOL, by=ANNA) == ()


BAD: list[dict[str, Any]] = [
    {"value": float("nan")},
    {"value": float("inf")},
    {"value": 1e16},
    {"status": "Missing"},
    {"value": None, "status": ""},
    {"value": None, "status": "okänt"},
    {"persons": -1},
    {"year": 1989},
    {"period": "T4"},
    {"period": "2024"},
    {"gender": "X"},
    {"municipality": "Huddinge"},
    {"municipality": "0126\0"},
]


@pytest.mark.both_databases
@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_no_reader_of_files_gives_is_never_kept(store: OwnStore, bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a value that can be kept"):
        added(store, *ROWS, replace(entry(year=2020), **bad))


def test_an_upload_that_may_not_be_stored_is_refused(store: OwnStore) -> None:
    with pytest.raises(ValueError, match="two values for the same"):
        added(store, entry(value=1.0), entry(value=2.0))
    with pytest.raises(ValueError, match="with faults"):
        store.saving.add(indicator(), replace(upload(), rows=()), SHA256, by=ANNA, now=NOW)
    with pytest.raises(ValueError, match="digest"):
        store.saving.add(indicator(), upload(), "x" * 64, by=ANNA, now=NOW)


@pytest.mark.both_databases
def test_there_is_room_for_as_many_values_as_a_file_may_have_rows(store: OwnStore) -> None:
    rows = [
        Entry(f"{place:04}", year, "", "T", 1.0, "", None, 1, "A")
        for place in range(3000)
        for year in range(1990, 2024)
    ]
    with pytest.raises(ValuesError, match="och högst 100000 får plats"):
        added(store, *rows[: MOST_ROWS + 1])
    assert added(store, *rows[:MOST_ROWS]).upload.entries == MOST_ROWS


def test_values_of_few_persons_are_not_kept_whatever_the_page_did(store: OwnStore) -> None:
    with pytest.raises(ValuesError, match="1 av värdena måste bli sekretess när gränsen är 5 personer"):
        added(store, entry(persons=4))
    added(store, entry(persons=4), least_persons=4)
    given_away = (entry(gender="K", value=None, status="Privacy"), entry(gender="M", persons=50), entry(persons=60))
    with pytest.raises(ValuesError, match="måste bli sekretess"):
        added(store, *given_away)


def test_a_limit_on_persons_that_is_raised_is_tried_on_the_values_that_are_there(store: OwnStore) -> None:
    made = added(store, entry(persons=7))
    with pytest.raises(ValuesError, match="när gränsen är 10 personer"):
        store.saving.edit(replace(made.indicator, least_persons=10), parent=1, by=ANNA, now=NOW)
    assert store.saving.edit(replace(made.indicator, least_persons=7), parent=1, by=ANNA, now=NOW).number == 2

"""Whatever people do, in whatever order: no version is lost, one is published, nobody's own approval passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access.people import Person
from core.errors import NyckeltalError
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.models import Entry
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Values, Version
from core.state import State
from core.state.versions import OvertakenError
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    EVERYBODY,
    NOW,
    SCHOOL,
    SHA256,
    added,
    log_lines,
    upload,
)

ACTIONS = ("upload", "edit", "restore", "publish", "publish", "approve", "approve", "refuse", "withdraw", "setting")
VALUES = st.lists(
    st.builds(
        lambda place, year, value: entry(f"{place:04}", year, value),
        st.integers(120, 123),
        st.integers(2020, 2022),
        st.none() | st.floats(0, 100),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one.key,
)


# Most that is done is done to the newest, by those who work in the area.
WHO = st.sampled_from(EVERYBODY[:4] * 3 + EVERYBODY[4:])
BACK = st.sampled_from((0, 0, 0, 1, 2, -1))


@dataclass(frozen=True)
class Act:
    """Somebody tries something with a version, counted ``back`` from the newest (-1: one that is not there).

    ``behind`` is how far what she has seen is behind.
    """

    name: str
    by: Person
    back: int
    behind: int
    rows: list[Entry]


ACTS = st.lists(st.builds(Act, st.sampled_from(ACTIONS), WHO, BACK, st.sampled_from((0, 0, 1)), VALUES), max_size=14)

Kept = tuple[OwnIndicator, Values]


@dataclass
class Model:
    """What must be true of one indicator, kept without the product's rules."""

    contents: dict[int, Kept] = field(default_factory=dict)
    uploaders: dict[int, int] = field(default_factory=dict)
    editors: dict[int, int] = field(default_factory=dict)


def kept(store: OwnStore, number: int, indicator: str) -> Kept:
    content = store.history.content(indicator, number, by=BERIT)
    return content.version.indicator, content.values


def attempt(store: OwnStore, one: str, act: Act, target: int) -> Version | None:
    """Do ACT to version TARGET of ONE; the version that was made or moved, None for a setting. Raises when refused."""
    versions = store.history.versions(one, by=BERIT)
    newest = next(version for version in versions if not version.is_beside)
    parent = max(1, newest.number - act.behind)
    described = replace(newest.indicator, name=f"Namn {len(versions)}")
    moves: dict[str, Callable[[], Version | None]] = {
        "upload": lambda: store.saving.upload(described, upload(*act.rows), SHA256, parent=parent, by=act.by, now=NOW),
        "edit": lambda: store.saving.edit(described, parent=parent, by=act.by, now=NOW),
        "restore": lambda: store.saving.restore(one, target, parent=parent, by=act.by, now=NOW),
        "publish": lambda: store.publishing.publish(one, target, by=act.by, now=NOW),
        "approve": lambda: store.publishing.approve(one, target, by=act.by, now=NOW),
        "refuse": lambda: store.publishing.refuse(one, target, "Nej.", by=act.by, now=NOW),
        "withdraw": lambda: store.publishing.withdraw(one, target, "Fel.", by=act.by, now=NOW),
    }
    if act.name == "setting":
        was = store.publishing.needs_approval(SCHOOL)
        store.publishing.set_approvals({SCHOOL: not was}, by=act.by, now=NOW)
        return None
    return moves[act.name]()


def seen(store: OwnStore) -> tuple[object, ...]:
    """Everything that readers see."""
    found = store.history.published()
    return found.indicators, found.values.to_csv()


def note_made(store: OwnStore, model: Model, act: Act, target: int, made: Version) -> None:
    """A version was made: what it must hold, and who its authors are."""
    number = made.number
    assert number == len(model.contents) + 1
    content = kept(store, number, made.indicator.id)
    if act.name == "restore":
        assert content == model.contents[target]
        assert made.restored == target
    origin = {"restore": target, "edit": made.parent}.get(act.name)
    if origin is None:
        assert [value.key for value in content[1]] == sorted(row.key for row in act.rows)
    else:
        assert content[1] == model.contents[origin][1]
    assert act.by.id is not None
    model.uploaders[number] = model.uploaders[origin] if origin else act.by.id
    model.editors[number] = act.by.id
    model.contents[number] = content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(author=st.sampled_from(EVERYBODY[:2]), acts=ACTS)
def test_no_sequence_of_acts_breaks_a_promise(store: OwnStore, state: State, author: Person, acts: list[Act]) -> None:
    store.publishing.set_approvals({SCHOOL: True}, by=BERIT, now=NOW)
    first = added(store, by=author)
    one = first.indicator.id
    model = Model({1: kept(store, 1, one)}, {1: first.created_by_id}, {1: first.created_by_id})
    for act in acts:
        lines, revision, before = log_lines(state), state.revision(), seen(store)
        target = max(1, len(model.contents) - act.back)
        made: Version | None = None
        is_done = True
        try:
            made = attempt(store, one, act, target)
        except OvertakenError as error:
            made, is_done = error.kept, error.kept is not None
        except NyckeltalError:
            is_done = False
        # One line for what was done, none for what was refused.
        assert log_lines(state) == lines + is_done
        assert (state.revision() != revision) == (seen(store) != before)
        if made is not None and act.name in ("upload", "edit", "restore"):
            note_made(store, model, act, target, made)
        if is_done and act.name == "approve":
            assert act.by.id not in (None, model.uploaders[target], model.editors[target])
        check(store, model, one)
    assert {number: kept(store, number, one) for number in model.contents} == model.contents


def check(store: OwnStore, model: Model, one: str) -> None:
    """Every version is there; at most one is published, none from beside, and that is what readers see."""
    versions = store.history.versions(one, by=BERIT)
    assert [version.number for version in versions] == sorted(model.contents, reverse=True)
    published = [version.number for version in versions if version.state is VersionState.PUBLISHED]
    readers = [found.number for found in store.history.published().indicators if found.indicator.id == one]
    assert published == readers
    assert len(published) <= 1
    assert not any(version.is_beside for version in versions if version.number in published)


MAKERS = (ANNA, BODIL, BERIT)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    uploader=st.sampled_from(MAKERS),
    saves=st.lists(st.tuples(st.sampled_from(["upload", "edit", "restore"]), st.sampled_from(MAKERS)), max_size=3),
    sender=st.sampled_from(MAKERS),
    asked=st.permutations(EVERYBODY),
)
def test_however_a_version_was_made_none_of_its_authors_approves_it(
    store: OwnStore, uploader: Person, saves: list[tuple[str, Person]], sender: Person, asked: list[Person]
) -> None:
    one = added(store, by=uploader).indicator.id
    first, editors = uploader, {uploader}
    for number, (name, by) in enumerate(saves, start=1):
        act = Act(name, by, 0, 0, [entry()])
        attempt(store, one, act, 1 if name == "restore" else number)
        uploader = {"upload": by, "edit": uploader, "restore": first}[name]
        editors = {first, by} if name == "restore" else {*editors, by}
    newest = len(saves) + 1
    store.publishing.publish(one, newest, by=sender, now=NOW)
    for by in asked:
        may_approve = by in (ANNA, BODIL, CILLA, BERIT) and by not in {uploader, *editors}
        try:
            approved = store.publishing.approve(one, newest, by=by, now=NOW)
        except NyckeltalError:
            assert not may_approve
        else:
            assert may_approve
            assert approved.reviewed_by == by.name
            return
    raise AssertionError("the manager may always")

"""What people enter in the steering cycle: versions of everything, nobody passed by unseen, a save undone as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from core.access.audit import AuditLog, Filter
from core.access.audit import Entry as Told
from core.signals import TargetKind
from core.state import State
from core.state.database import reading, writing
from core.state.entries import UNDID, Entries, Entry, Save, mark, save_of, undo
from core.state.versions import OvertakenError, VersionError
from core.targets.store import replace_targets
from tests.goals.chains import BERIT, NOW
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, target

ANNA = replace(BERIT, id=1, login="anna", name="Anna")


@dataclass(frozen=True)
class Thing:
    words: str
    parts: tuple[str, ...] = ()


THINGS = Entries("sak", Thing)


def put(
    state: State,
    value: Thing | None,
    key: str = "a",
    *,
    save: Save | None = None,
    seen: int | None = None,
    is_public: bool = True,
) -> Entry[Thing] | None:
    with writing(state.engine) as session:
        return THINGS.put(session, HUDDINGE, key, value, save or save_of(BERIT, NOW), seen=seen, is_public=is_public)


def held(state: State, *, public: bool = False) -> list[tuple[str, int, Thing | None]]:
    with reading(state.engine) as connection:
        return [(e.key, e.number, e.value) for e in THINGS.current(connection, HUDDINGE, public=public)]


def undone(state: State, save: Save) -> int:
    with writing(state.engine) as session:
        return undo(session, HUDDINGE, save.batch, ANNA, NOW + timedelta(hours=1))


def told(state: State) -> list[Told]:
    return list(AuditLog(state.engine).entries(Filter(), by=BERIT).entries)


def test_a_save_makes_a_version_and_overwrites_nothing(state: State) -> None:
    put(state, Thing("ett", ("x", "y")))
    put(state, Thing("två"))
    put(state, None)
    put(state, Thing("tre"))
    assert held(state) == [("a", 4, Thing("tre"))]
    with reading(state.engine) as connection:
        versions = THINGS.history(connection, HUDDINGE, "a")
        assert THINGS.values(connection, BOTKYRKA) == {}
    assert [v.value for v in versions] == [Thing("tre"), None, Thing("två"), Thing("ett", ("x", "y"))]
    assert {v.created_by for v in versions} == {"Berit"}


def test_the_same_again_makes_no_version(state: State) -> None:
    first = put(state, Thing("ett"))
    assert put(state, Thing("ett")) == first
    assert put(state, None, "b") is None


def test_things_stand_in_the_order_that_they_came(state: State) -> None:
    for key in "cab":
        put(state, Thing(key), key)
    put(state, Thing("ny"), "c")
    assert [key for key, *_ in held(state)] == ["c", "a", "b"]


@pytest.mark.parametrize("seen", [0, 1])
def test_who_saves_after_somebody_else_is_told_who_and_what_and_nothing_is_overwritten(state: State, seen: int) -> None:
    put(state, Thing("ett"))
    put(state, Thing("hennes"), save=save_of(ANNA, NOW))
    with pytest.raises(OvertakenError, match="Anna hade redan sparat version 2") as caught:
        put(state, Thing("min"), seen=seen)
    assert caught.value.newest.value == Thing("hennes")
    assert held(state) == [("a", 2, Thing("hennes"))]
    put(state, Thing("min"), seen=2)
    assert held(state) == [("a", 3, Thing("min"))]


def test_readers_see_the_newest_version_that_is_theirs(state: State) -> None:
    put(state, Thing("beslutad"))
    put(state, Thing("utkast"), is_public=False)
    put(state, Thing("bara utkast"), "b", is_public=False)
    assert held(state, public=True) == [("a", 1, Thing("beslutad"))]
    assert [value for *_, value in held(state)] == [Thing("utkast"), Thing("bara utkast")]


def test_a_save_of_many_is_undone_as_one_and_can_be_undone_back(state: State) -> None:
    put(state, Thing("ett"))
    save = save_of(BERIT, NOW)
    put(state, Thing("två"), save=save)
    put(state, Thing("ny"), "b", save=save)
    assert undone(state, save) == 2
    assert held(state) == [("a", 3, Thing("ett"))]
    assert [entry.action for entry in told(state)[:2]] == [UNDID, UNDID]


@pytest.mark.parametrize("shown", [None, Thing("beslutad förut")])
def test_readers_see_again_what_they_saw_before_what_is_undone(state: State, shown: Thing | None) -> None:
    if shown:
        put(state, shown)
    put(state, Thing("utkast"), is_public=False)
    save = save_of(BERIT, NOW)
    put(state, Thing("beslutad"), save=save)
    before, back = held(state), save_of(ANNA, NOW)
    undone(state, save)
    assert [value for *_, value in held(state, public=True)] == ([shown] if shown else [])
    assert [value for *_, value in held(state)] == [Thing("utkast")]
    # And the undoing can be undone.
    with writing(state.engine) as session:
        newest = THINGS.newest(session, HUDDINGE, "a")
        assert newest
        undo(session, HUDDINGE, newest.batch, back.by, NOW)
    assert [value for *_, value in held(state)] == [value for *_, value in before]
    assert [value for *_, value in held(state, public=True)] == [Thing("beslutad")]


def test_what_somebody_has_saved_since_is_not_undone(state: State) -> None:
    save = save_of(BERIT, NOW)
    put(state, Thing("ett"), save=save)
    put(state, Thing("orörd"), "b", save=save)
    put(state, Thing("hennes"), save=save_of(ANNA, NOW))
    with pytest.raises(OvertakenError, match="Anna"):
        undone(state, save)
    assert held(state) == [("a", 2, Thing("hennes")), ("b", 1, Thing("orörd"))]
    with pytest.raises(VersionError, match="finns inte"):
        undone(state, save_of(BERIT, NOW))


def test_the_mark_is_another_after_what_one_may_see(state: State) -> None:
    def marks() -> list[str]:
        with reading(state.engine) as connection:
            return [mark(connection, place, [kind], public=public) for place, kind, public in seen]

    seen = [(HUDDINGE, "sak", False), (HUDDINGE, "sak", True), (BOTKYRKA, "sak", False), (HUDDINGE, "annat", False)]
    put(state, Thing("ett"))
    before = marks()
    put(state, Thing("utkast"), is_public=False)
    assert [now != then for now, then in zip(marks(), before, strict=True)] == [True, False, False, False]


def test_a_save_tells_at_which_revision_each_table_was_last_changed(state: State) -> None:
    assert state.changed_at() == {}
    put(state, Thing("ett"))
    first = state.revision()
    assert state.changed_at() == {"entries": first, "audit_log": first, "installation": first}
    replace_targets(state.engine, [target(GRADES, 2026, TargetKind.AT_LEAST, value=1.0)], by="Anna")
    later = state.revision()
    assert later > first
    assert state.changed_at().items() >= {"entries": first, "targets": later, "audit_log": later}.items()
    put(state, Thing("ett"))
    assert (state.revision(), state.changed_at()["entries"]) == (later, first), "the same again changes nothing"


def test_the_log_tells_what_differs(state: State) -> None:
    put(state, Thing("ett", ("x",)))
    put(state, Thing("två", ("x",)))
    newest = told(state)[0]
    assert (newest.action, newest.kind, newest.key) == ("ändrade", "sak", f"{HUDDINGE} a")
    assert (newest.before, newest.after) == ({"words": "ett"}, {"words": "två"})


@dataclass(frozen=True)
class Part:
    id: str
    words: str


@dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...]


def test_the_log_tells_of_the_parts_that_differ_alone(state: State) -> None:
    wholes = Entries("helhet", Whole)
    for word in ("ett", "två"):
        with writing(state.engine) as session:
            many = (Part("a", word), *(Part(f"b{n}", "x" * 100) for n in range(100)))
            wholes.put(session, HUDDINGE, "w", Whole(many), save_of(BERIT, NOW))
    newest = told(state)[0]
    assert (newest.before, newest.after) == (
        {"parts a": {"id": "a", "words": "ett"}},
        {"parts a": {"id": "a", "words": "två"}},
    )

"""Every change is in the log: who, when, what, before and after; never a secret; and it can be filtered."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from core.access.audit import MOST_ON_PAGE, Actor, AuditPage, Change, Entry, Filter, differing, record
from core.access.details import Details
from core.access.people import Person, Role
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.signals import TargetKind
from core.site.tables import TABLES
from core.state import State
from core.state.audit import LONGEST_JSON, _json
from core.state.database import writing
from core.state.tables import AuditRow
from core.targets.models import Target
from core.targets.store import replace_targets
from tests.access.conftest import DAY, HERE, HOUR, MANAGER, NOW, OTHER, PASSWORD, TERMINAL, token

Line = tuple[str, str, str, str]


def lines(page: AuditPage) -> list[Line]:
    return [(entry.who, entry.action, entry.kind, entry.key) for entry in page.entries]


def test_every_change_of_an_account_is_told_newest_first(access: Access, berit: Person) -> None:
    access.accounts.add(
        "anna", Details("Anna Ek", Role.CONVENOR, None, ("grundskola",)), PASSWORD, by=berit, now=NOW, is_own=True
    )
    access.accounts.change("anna", MANAGER, by=berit, now=NOW)
    access.accounts.change("anna", MANAGER, by=berit, now=NOW)  # no change
    access.accounts.set_password("anna", OTHER, by=berit, now=NOW)
    access.accounts.disable("anna", by=berit, now=NOW)
    access.accounts.disable("anna", by=berit, now=NOW)  # no change
    access.accounts.enable("anna", by=berit, now=NOW + HOUR)
    page = access.audit.entries(Filter(), by=berit)
    assert lines(page) == [
        ("berit", "satte på", "konto", "anna"),
        ("berit", "stängde av", "konto", "anna"),
        ("berit", "bytte lösenord", "konto", "anna"),
        ("berit", "ändrade", "konto", "anna"),
        ("berit", "lade till", "konto", "anna"),
        ("terminal: drift", "lade till", "konto", "berit"),
    ]
    assert page.older is None
    newest, changed, added = page.entries[0], page.entries[3], page.entries[4]
    assert (newest.at, newest.who_id) == (NOW + HOUR, berit.id)
    assert page.entries[-1].who_id is None
    assert added.before is None
    assert added.after == {"namn": "Anna Ek", "roll": "sammankallande", "kommun": None, "områden": ["grundskola"]}
    assert changed.before == {
        "namn": "Anna Ek",
        "roll": "sammankallande",
        "kommun": None,
        "områden": ["grundskola"],
    }
    assert changed.after == {"namn": "Cilla Al", "roll": "chef", "kommun": "0126", "områden": []}


def test_ones_own_change_of_password_is_told(access: Access, anna: Person, berit: Person) -> None:
    access.change_password(anna, PASSWORD, OTHER, HERE, NOW)
    newest = access.audit.entries(Filter(), by=berit).entries[0]
    assert (newest.who_id, newest.action, newest.key) == (anna.id, "bytte lösenord", "anna")


@pytest.mark.both_databases
def test_a_change_that_fails_is_not_in_the_log(access: Access, berit: Person) -> None:
    with pytest.raises(Exception, match="sista"):
        access.accounts.disable("berit", by=berit, now=NOW)
    assert len(access.audit.entries(Filter(), by=berit).entries) == 1


@pytest.mark.both_databases
def test_a_log_that_cannot_be_written_undoes_the_change(
    access: Access, anna: Person, berit: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("core.access.accounts.record", fail)
    with pytest.raises(RuntimeError):
        access.accounts.disable("anna", by=berit, now=NOW)
    assert access.accounts.person("anna", by=berit).is_active


def test_no_table_has_a_password_and_none_but_its_own_a_hash(access: Access, anna: Person, engine: Engine) -> None:
    got = token(access, "anna")
    access.change_password(anna, PASSWORD, OTHER, HERE, NOW)
    with engine.connect() as connection:
        tables = {table.name: str(connection.execute(select(table)).all()) for table in TABLES}
    assert not [name for name, text in tables.items() if PASSWORD in text or OTHER in text or got in text]
    assert [name for name, text in tables.items() if "$2b$" in text] == ["accounts"]


def test_every_change_of_a_target_is_told(access: Access, state: State, berit: Person) -> None:
    target = Target("0126", "N15001", None, 2026, TargetKind.AT_LEAST, value=90.0, decision="KF § 12")
    replace_targets(state.engine, [target], by="Åsa Öberg")
    changed = Target("0126", "N15001", None, 2026, TargetKind.AT_LEAST, value=92.5, decision="KF § 12")
    new = Target("0127", "N15001", "K", 2026, TargetKind.AT_MOST, value=1.0)
    replace_targets(state.engine, [changed, new], by=berit)
    replace_targets(state.engine, [changed], by=berit)
    second, first, original, _ = access.audit.entries(Filter(), by=berit).entries
    assert (original.who, original.who_id, original.action, original.key) == (
        *("Åsa Öberg", None, "lade till"),
        "0126 N15001 T 2026",
    )
    assert original.before is None
    assert original.after == {
        "municipality": "0126",
        "kpi": "N15001",
        "year": 2026,
        "kind": "at_least",
        "value": 90.0,
        "is_final": False,
        "decided_by": "",
        "decision": "KF § 12",
        "link": "",
    }
    assert {(entry.who, entry.who_id, entry.kind) for entry in (first, second)} == {("berit", berit.id, "mål")}
    by_key = {entry.key: entry for entry in (first, second)}
    assert by_key["0126 N15001 T 2026"].before == {"value": 90.0}
    assert by_key["0126 N15001 T 2026"].after == {"value": 92.5}
    assert by_key["0127 N15001 K 2026"].action == "lade till"


@pytest.fixture
def log(access: Access, engine: Engine, berit: Person) -> Access:
    """Seven changes more than the administrator's own account, a day between each."""
    what = [
        ("anna", "lade till", "konto", "ny"),
        ("anna", "ändrade", "mål", "0126 N15001 T 2026"),
        ("Åsa Öberg", "ändrade", "mål", "0127 N15001 T 2026"),
        ("bo", "publicerade", "nyckeltal", "Väntetid 100%"),
        ("bo", "drog tillbaka", "nyckeltal", "Väntetid 100 dagar"),
        ("bo", "ändrade", "nyckeltal", "a_b"),
        ("bo", "ändrade", "nyckeltal", "axb"),
    ]
    with writing(engine) as session:
        for day, (who, action, kind, key) in enumerate(what, start=1):
            record(session, Actor(who), NOW + day * DAY, Change(action, kind, key, {"värde": day}, {"värde": "Ökning"}))
    return access


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        (Filter(who="ann"), [2, 1]),
        (Filter(who="åsa"), [3]),
        (Filter(who="ÖBERG"), [3]),
        (Filter(kind="mål"), [3, 2]),
        (Filter(kind="må"), []),
        (Filter(text="0126"), [2]),
        (Filter(text="väntetid"), [5, 4]),
        (Filter(text="100%"), [4]),
        (Filter(text="a_b"), [6]),
        (Filter(text="DROG"), [5]),
        (Filter(text="ökning", who="anna"), [2, 1]),
        (Filter(text="' OR 1=1 --"), []),
        (Filter(text="\0"), [7, 6, 5, 4, 3, 2, 1, 0]),
        (Filter(text="x" * 5000), []),
        (Filter(since=NOW + 6 * DAY), [7, 6]),
        (Filter(until=NOW + 2 * DAY), [1, 0]),
        (Filter(since=NOW + 2 * DAY, until=NOW + 4 * DAY, kind="mål"), [3, 2]),
    ],
)
def test_the_log_can_be_filtered(log: Access, berit: Person, wanted: Filter, days: list[int]) -> None:
    assert [(entry.at - NOW) // DAY for entry in log.audit.entries(wanted, by=berit).entries] == days


@pytest.mark.both_databases
def test_the_kinds_that_have_changed_can_be_chosen(log: Access, berit: Person) -> None:
    assert set(log.audit.kinds(by=berit)) == {"konto", "mål", "nyckeltal"}


@pytest.mark.both_databases
@pytest.mark.parametrize("most", [1, 2, 3, 8, 9])
def test_pages_together_are_the_whole_log_also_while_it_grows(
    log: Access, berit: Person, engine: Engine, most: int
) -> None:
    whole = log.audit.entries(Filter(), by=berit).entries
    seen: list[Entry] = []
    older = None
    while True:
        page = log.audit.entries(Filter(), by=berit, older=older, most=most)
        seen.extend(page.entries)
        older = page.older
        with writing(engine) as session:
            record(session, TERMINAL, NOW + 9 * DAY, Change("ändrade", "mål", "nyare"))
        if older is None:
            break
    assert tuple(seen) == whole


def test_a_page_is_bounded(log: Access, berit: Person) -> None:
    assert len(log.audit.entries(Filter(), by=berit, most=-5).entries) == 1
    assert log.audit.entries(Filter(), by=berit, most=10**9).older is None
    assert MOST_ON_PAGE < 10**9


def test_others_may_not_read_it(log: Access, anna: Person) -> None:
    with pytest.raises(NotAllowedError, match="läsa ändringsloggen"):
        log.audit.entries(Filter(), by=anna)


@pytest.mark.parametrize("name", ["password", "Lösenord", "password_hash", "token", "session_cookie"])
def test_what_is_named_as_a_secret_is_refused(access: Access, engine: Engine, name: str) -> None:
    with pytest.raises(ValueError, match="not for the log"), writing(engine) as session:
        record(session, TERMINAL, NOW, Change("ändrade", "konto", "anna", after={name: "x"}))


@given(st.dictionaries(st.sampled_from(["text", "värde", "namn"]), st.text(max_size=9000) | st.floats() | st.none()))
def test_what_is_written_is_bounded_json_that_can_be_read_again(facts: dict[str, object]) -> None:
    text = _json(facts)
    assert text is not None
    assert len(text) <= LONGEST_JSON * 4
    json.loads(text)


@pytest.mark.both_databases
def test_long_texts_are_cut_and_odd_ones_kept(access: Access, berit: Person, engine: Engine) -> None:
    after = {"text": "å" * 10_000, "\ud800": 1, "när": datetime(2026, 1, 1)}  # noqa: DTZ001 - as it may come
    with writing(engine) as session:
        record(session, Actor("w" * 999), NOW, Change("a" * 999, "k" * 999, "n\0\ud800" * 999, {"odd": "\0'\""}, after))
    entry = access.audit.entries(Filter(), by=berit).entries[0]
    assert (len(entry.who), len(entry.action), len(entry.kind), len(entry.key)) == (120, 64, 32, 200)
    assert entry.before == {"odd": "\0'\""}
    assert entry.after is not None
    assert list(entry.after) == ["avkortat"]


def test_only_what_differs_is_told() -> None:
    assert differing({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})
    assert differing({}, {"a": 1, "b": None}) == ({"a": None}, {"a": 1})


def test_what_was_done_stays_true_whatever_becomes_of_the_account() -> None:
    assert AuditRow.__table__.foreign_keys == set()

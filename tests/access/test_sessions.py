"""Who is signed in: looked up every time, so that what is over is over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from core.access import passwords
from core.access.details import Details
from core.access.passwords import PasswordError
from core.access.people import READER, Person, Role
from core.access.rights import Action, NotAllowedError, may_somewhere
from core.access.service import Access, PasswordChanged, SignedIn, WrongNameOrPassword
from core.access.sessions import LONGEST
from core.access.tables import SessionRow
from core.access.throttle import FREE_FOR_ACCOUNT, MustWait
from core.errors import NyckeltalError
from core.state import open_state
from tests.access.conftest import DAY, HERE, HOUR, MINUTE, NOW, OTHER, PASSWORD, SECOND, TERMINAL, token


def rows(engine: Engine) -> list[SessionRow]:
    with Session(engine) as session:
        return list(session.scalars(select(SessionRow).order_by(SessionRow.created_at)))


def test_who_signs_in_is_known_by_her_token(access: Access, anna: Person) -> None:
    assert access.person_of(token(access, "anna"), NOW) == anna


@pytest.mark.parametrize("given_token", [None, "", "x", "x" * 43, "å" * 43, "x" * 10_000, "\ud800" * 43, "' OR 1=1 --"])
def test_who_has_no_token_of_ours_is_a_reader(access: Access, anna: Person, given_token: str | None) -> None:
    token(access, "anna")
    assert access.person_of(given_token, NOW) == READER
    access.sign_out(given_token, NOW)


@pytest.mark.parametrize(
    ("login", "password"),
    [("anna", "fel"), ("anna", PASSWORD.upper()), ("finnsinte", PASSWORD), ("", ""), ("anna", "x" * 9999)],
)
def test_a_wrong_name_and_a_wrong_password_are_answered_the_same(
    access: Access, anna: Person, engine: Engine, login: str, password: str
) -> None:
    assert access.sign_in(login, password, HERE, NOW) == WrongNameOrPassword()
    assert rows(engine) == []


@pytest.mark.parametrize("login", ["anna", "finnsinte", "inte ett namn", "stängd"])
def test_every_answered_try_verifies_a_password_exactly_once(
    access: Access, anna: Person, berit: Person, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    access.accounts.add("stängd", Details("S", Role.ADMINISTRATOR), PASSWORD, by=berit, now=NOW, is_own=True)
    access.accounts.disable("stängd", by=berit, now=NOW)
    asked: list[str] = []

    class Hasher:
        hash = staticmethod(passwords._hasher().hash)

        @staticmethod
        def check_pw(password: str, _hash: str) -> bool:
            asked.append(password)
            return True

    monkeypatch.setattr(passwords, "_hasher", lambda: Hasher)
    assert isinstance(access.sign_in(login, PASSWORD, HERE, NOW), SignedIn) == (login == "anna")
    assert len(asked) == 1


def test_every_sign_in_has_a_token_of_its_own_and_only_its_hash_is_kept(
    access: Access, anna: Person, engine: Engine
) -> None:
    tokens = {token(access, "anna") for _ in range(3)}
    assert len(tokens) == 3
    kept = rows(engine)
    assert len(kept) == 3
    assert all(len(one) == 43 for one in tokens)
    assert not any(one in str(vars(row)) for one in tokens for row in kept)


def test_a_token_is_worth_nothing_after_signing_out(access: Access, anna: Person) -> None:
    gone, other = token(access, "anna"), token(access, "anna")
    access.sign_out(gone, NOW)
    assert access.person_of(gone, NOW + SECOND) == READER
    assert access.person_of(other, NOW + SECOND) == anna
    # Replayed for long, it does not come to life again.
    access.sign_out(gone, NOW + MINUTE)
    assert access.person_of(gone, NOW + 2 * MINUTE) == READER


@pytest.mark.both_databases
def test_a_session_ends_after_half_an_hour_without_a_click_where_she_may_approve(access: Access, anna: Person) -> None:
    got, idle = token(access, "anna"), timedelta(minutes=30)
    assert access.person_of(got, NOW + idle - SECOND) == anna
    assert access.person_of(got, NOW + 2 * idle - 2 * SECOND) == anna
    assert access.person_of(got, NOW + 3 * idle) == READER
    assert access.person_of(token(access, "anna", NOW), NOW + idle) == READER


def test_how_long_without_a_click_is_a_setting(access: Access, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_IDLE_MINUTES", "90")
    assert access.person_of(token(access, "anna"), NOW + 89 * MINUTE) == anna
    assert access.person_of(token(access, "anna"), NOW + 90 * MINUTE) == READER
    monkeypatch.setenv("NYCKELTAL_IDLE_MINUTES", "en stund")
    with pytest.raises(NyckeltalError, match="NYCKELTAL_IDLE_MINUTES"):
        access.person_of(token(access, "anna"), NOW)


def test_who_may_neither_approve_nor_administer_stays_signed_in(access: Access, berit: Person) -> None:
    details = Details("Doris", Role.CONVENOR, None, ("grundskola",))
    doris = access.accounts.add("doris", details, PASSWORD, by=berit, now=NOW)  # and must change her password first
    got = token(access, "doris")
    assert access.person_of(got, NOW + LONGEST - SECOND) == doris
    assert access.person_of(got, NOW + LONGEST) == READER


@pytest.mark.both_databases
def test_a_session_ends_after_twelve_hours_however_busy(access: Access, anna: Person) -> None:
    got, now = token(access, "anna"), NOW
    while now < NOW + 12 * HOUR:
        assert access.person_of(got, now) == anna
        now += 20 * MINUTE
    assert access.person_of(got, now) == READER


def test_she_sees_where_she_is_signed_in_and_ends_one_of_them(access: Access, anna: Person) -> None:
    here, there = (_signed_in(access, words) for words in ("Firefox på Windows", "Safari på iPhone"))
    me = access.person_of(here, NOW)
    first, second = access.sessions_of(me, NOW)
    assert (first.device, first.is_this) == ("Firefox på Windows", True)
    assert (second.device, second.is_this) == ("Safari på iPhone", False)
    assert here not in first.key
    assert access.end_session(me, second.key, NOW)
    assert not access.end_session(me, second.key, NOW)
    assert access.person_of(there, NOW) == READER
    assert access.person_of(here, NOW) == anna
    assert [one.key for one in access.sessions_of(me, NOW)] == [first.key]
    # What has ended by itself is not shown.
    assert access.sessions_of(me, NOW + HOUR) == ()


def test_nobody_ends_anothers(access: Access, berit: Person, anna: Person) -> None:
    hers = token(access, "berit")
    [session] = access.sessions_of(access.person_of(hers, NOW), NOW)
    assert not access.end_session(anna, session.key, NOW)
    assert not access.end_session(READER, session.key, NOW)
    assert access.person_of(hers, NOW) == berit


def test_a_password_that_another_has_set_is_changed_before_anything_else(access: Access, berit: Person) -> None:
    details = Details("Doris", Role.ADMINISTRATOR)
    access.accounts.add("doris", details, PASSWORD, by=berit, now=NOW)
    done = access.sign_in("doris", PASSWORD, HERE, NOW)
    assert isinstance(done, SignedIn)
    assert done.must_change_password
    doris = access.person_of(done.token, NOW)
    assert [action for action in Action if may_somewhere(doris, action)] == [Action.CHANGE_OWN_PASSWORD]
    with pytest.raises(NotAllowedError, match="satt av någon annan"):
        access.accounts.people(by=doris)
    with pytest.raises(PasswordError, match="redan har"):
        access.change_password(doris, PASSWORD, PASSWORD, HERE, NOW)
    assert access.change_password(doris, PASSWORD, OTHER, HERE, NOW) == PasswordChanged()
    assert access.accounts.people(by=access.person_of(token(access, "doris", password=OTHER), NOW))
    access.accounts.set_password("doris", PASSWORD, by=berit, now=NOW)
    assert access.person_of(token(access, "doris"), NOW).must_change_password
    access.accounts.set_password("berit", OTHER, by=berit, now=NOW)
    assert not access.person_of(token(access, "berit", password=OTHER), NOW).must_change_password


def _signed_in(access: Access, device: str) -> str:
    done = access.sign_in("anna", PASSWORD, HERE, NOW, browser=device)
    assert isinstance(done, SignedIn)
    return done.token


def counted(engine: Engine, work: Callable[[], object]) -> list[str]:
    """The statements that WORK sends to the database, begin and end left out."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if not sql.startswith("BEGIN"):
            sent.append(sql.split(maxsplit=1)[0])

    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent


@pytest.mark.both_databases
def test_a_click_is_one_query_and_at_most_one_small_write_a_minute(access: Access, anna: Person) -> None:
    got = token(access, "anna")
    sent = {
        seconds: counted(access._engine, partial(access.person_of, got, NOW + seconds * SECOND))
        for seconds in (1, 59, 60, 61, 119, 120)
    }
    look, write = ["SELECT"], ["SELECT", "UPDATE"]
    assert sent == {1: look, 59: look, 60: write, 61: look, 119: look, 120: write}


@pytest.mark.both_databases
def test_old_sessions_are_cleared(access: Access, anna: Person, engine: Engine) -> None:
    token(access, "anna", NOW)
    token(access, "anna", NOW + DAY)
    assert len(rows(engine)) == 2
    token(access, "anna", NOW + 30.5 * DAY)
    assert [row.created_at for row in rows(engine)] == [NOW + DAY, NOW + 30.5 * DAY]


@pytest.mark.both_databases
def test_sessions_are_shared_by_all_processes_and_survive_a_restart(
    access: Access, anna: Person, state_url: str
) -> None:
    got = token(access, "anna")
    with open_state(state_url) as state:
        other = Access(state)
        assert other.person_of(got, NOW) == anna
        other.sign_out(got, NOW)
    assert access.person_of(got, NOW) == READER


@pytest.mark.both_databases
def test_two_sign_ins_at_once_are_two_sessions(access: Access, anna: Person) -> None:
    barrier = Barrier(4)

    def sign_in(_: int) -> str:
        barrier.wait(timeout=30)
        return token(access, "anna")

    with ThreadPoolExecutor(4) as pool:
        tokens = set(pool.map(sign_in, range(4)))
    assert len(tokens) == 4
    assert {access.person_of(one, NOW) for one in tokens} == {anna}


@pytest.mark.both_databases
def test_a_hundred_guesses_at_once_are_no_more_than_one_after_the_other(access: Access, anna: Person) -> None:
    barrier = Barrier(8)

    def guess(_: int) -> list[bool]:
        barrier.wait(timeout=30)
        return [isinstance(access.sign_in("anna", "fel lösenord", HERE, NOW), MustWait) for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        refused = [is_refused for answer in pool.map(guess, range(8)) for is_refused in answer]
    assert refused.count(False) == FREE_FOR_ACCOUNT + 1


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["disable", "set_password"])
def test_who_is_shut_out_while_her_password_is_verified_does_not_get_in(
    access: Access, anna: Person, how: str, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    verified = passwords.verified

    def meanwhile(password: str, kept: str | None) -> bool:
        is_right = verified(password, kept)
        if how == "disable":
            access.accounts.disable("anna", by=TERMINAL, now=NOW)
        else:
            access.accounts.set_password("anna", OTHER, by=TERMINAL, now=NOW)
        return is_right

    monkeypatch.setattr(passwords, "verified", meanwhile)
    assert access.sign_in("anna", PASSWORD, HERE, NOW) == WrongNameOrPassword()
    assert rows(engine) == []


@pytest.mark.both_databases
def test_signing_in_while_being_disabled_never_leaves_a_session_that_works(access: Access, berit: Person) -> None:
    for number in range(5):
        login = f"anna{number}"
        access.accounts.add(login, Details("Anna", Role.ADMINISTRATOR), PASSWORD, by=berit, now=NOW, is_own=True)
        barrier = Barrier(2)

        def sign_in(login: str = login, barrier: Barrier = barrier) -> object:
            barrier.wait(timeout=30)
            return access.sign_in(login, PASSWORD, HERE, NOW)

        def disable(login: str = login, barrier: Barrier = barrier) -> None:
            barrier.wait(timeout=30)
            access.accounts.disable(login, by=berit, now=NOW)

        with ThreadPoolExecutor(2) as pool:
            result, _ = pool.submit(sign_in), pool.submit(disable).result(60)
            found = result.result(60)
        assert not isinstance(found, SignedIn) or access.person_of(found.token, NOW) == READER


def test_ones_own_password_is_changed_by_who_knows_the_old_one(access: Access, anna: Person) -> None:
    old = token(access, "anna")
    assert access.change_password(anna, "fel", OTHER, HERE, NOW) == WrongNameOrPassword()
    with pytest.raises(PasswordError):
        access.change_password(anna, PASSWORD, "kort", HERE, NOW)
    assert access.person_of(old, NOW) == anna
    assert access.change_password(anna, PASSWORD, OTHER, HERE, NOW) == PasswordChanged()
    assert access.person_of(old, NOW) == READER
    assert access.sign_in("anna", PASSWORD, HERE, NOW) == WrongNameOrPassword()
    assert token(access, "anna", password=OTHER)


def test_ones_own_password_cannot_be_guessed_at_either(access: Access, anna: Person) -> None:
    for _ in range(FREE_FOR_ACCOUNT + 1):
        assert access.change_password(anna, "fel", OTHER, HERE, NOW) == WrongNameOrPassword()
    assert access.change_password(anna, PASSWORD, OTHER, HERE, NOW) == MustWait(2)


def test_who_has_no_account_has_no_password_to_change(access: Access) -> None:
    with pytest.raises(NotAllowedError):
        access.change_password(READER, PASSWORD, OTHER, HERE, NOW)
    assert access.change_password(TERMINAL, PASSWORD, OTHER, HERE, NOW) == WrongNameOrPassword()


def test_moments_without_a_time_zone_are_refused(access: Access, anna: Person) -> None:
    with pytest.raises(Exception, match="time zone"):
        access.person_of(token(access, "anna"), datetime(2026, 3, 2))  # noqa: DTZ001

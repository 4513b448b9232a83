"""Accounts: added, changed, disabled; by those who may, and never without an administrator."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core.access.accounts import LastAdministratorError
from core.access.audit import Filter
from core.access.details import AccountError, Details, checked_name, read_login
from core.access.passwords import PasswordError
from core.access.people import READER, Person, Role
from core.access.rights import NotAllowedError
from core.access.service import Access, SignedIn, WrongNameOrPassword
from core.access.tables import AccountRow
from tests.access.conftest import (
    ADMINISTRATOR,
    CONVENOR,
    HERE,
    MANAGER,
    NOW,
    OTHER,
    PASSWORD,
    SECOND,
    TERMINAL,
    token,
)


def test_there_are_no_accounts_from_the_start(access: Access) -> None:
    assert access.accounts.people(by=TERMINAL) == ()


@pytest.mark.both_databases
def test_an_account_comes_back_as_it_was_given(access: Access, berit: Person) -> None:
    areas = ("va-verksamhet", "grundskola", "grundskola")
    added = access.accounts.add(
        "  Cilla.Ål@Exempel.se ", Details(" Cilla   Ål ", Role.MANAGER, "0126", areas), PASSWORD, by=berit, now=NOW
    )
    assert (added.login, added.name) == ("cilla.ål@exempel.se", "Cilla Ål")
    assert (added.role, added.municipality, added.areas) == (Role.MANAGER, "0126", ("grundskola", "va-verksamhet"))
    assert access.accounts.people(by=berit) == (berit, added)
    assert access.accounts.person("CILLA.ÅL@exempel.se", by=berit) == added


def test_only_a_hash_of_the_password_is_kept(access: Access, berit: Person, engine: Engine) -> None:
    with Session(engine) as session:
        row = session.scalars(select(AccountRow)).one()
    assert row.password_hash.startswith("$2b$")
    assert PASSWORD not in repr(vars(row))


@pytest.mark.both_databases
@pytest.mark.parametrize("login", ["anna", " ANNA", "anna\n", "Ａnna"])
def test_a_login_is_the_same_however_it_is_written(access: Access, anna: Person, login: str) -> None:
    with pytest.raises(AccountError, match="redan ett konto som heter anna"):
        access.accounts.add(login, CONVENOR, PASSWORD, by=TERMINAL, now=NOW, is_own=True)
    assert isinstance(access.sign_in(login, PASSWORD, HERE, NOW), SignedIn)


@pytest.mark.parametrize(
    "login", ["", " ", "anna ek", "a\0b", "аnna", "-anna", "x" * 65, "x" * 100_000, "<b>", "a/b", "\ud800"]
)
def test_what_cannot_be_a_login_is_refused(access: Access, login: str) -> None:
    with pytest.raises(AccountError, match="kan inte vara ett inloggningsnamn"):
        access.accounts.add(login, ADMINISTRATOR, PASSWORD, by=TERMINAL, now=NOW, is_own=True)


@given(st.text())
def test_a_login_that_is_read_reads_as_itself(text: str) -> None:
    login = read_login(text)
    assert login is None or (read_login(login) == login and 0 < len(login) <= 64)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "Anna\N{RIGHT-TO-LEFT OVERRIDE}Ek", "Anna\0Ek"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(AccountError, match="kan inte vara ett namn"):
        checked_name(name)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (Details("A", Role.READER), "läsare behöver inget konto"),
        (Details("A", Role.MANAGER), "chef behöver ett värde för kommun"),
        (Details("A", Role.MANAGER, "9999"), "”9999” är inte med i samarbetet"),
        (Details("A", Role.MANAGER, "0126", ("golf",)), "”golf” finns inte"),
        (Details("A", Role.CONVENOR), "behöver ett värde för område"),
        (Details("A", Role.CONVENOR, "0126", ("grundskola",)), "har ingen kommun"),
        (Details("A", Role.ADMINISTRATOR, "0126"), "har ingen kommun"),
        (Details("A", Role.ADMINISTRATOR, None, ("grundskola",)), "har inga områden"),
    ],
)
def test_a_role_has_what_it_needs_and_nothing_else(access: Access, anna: Person, details: Details, words: str) -> None:
    with pytest.raises(AccountError, match=words) as caught:
        access.accounts.add("ny", details, PASSWORD, by=TERMINAL, now=NOW, is_own=True)
    assert caught.value.advice
    with pytest.raises(AccountError, match=words):
        access.accounts.change("anna", details, by=TERMINAL, now=NOW)
    assert len(access.accounts.people(by=TERMINAL)) == 2


def test_a_bad_password_makes_no_account_and_changes_none(access: Access, berit: Person) -> None:
    with pytest.raises(PasswordError):
        access.accounts.add("ny", CONVENOR, "kort", by=berit, now=NOW, is_own=True)
    with pytest.raises(PasswordError):
        access.accounts.set_password("berit", "berit berit", by=berit, now=NOW)
    assert access.accounts.people(by=berit) == (berit,)
    assert token(access, "berit")


Deed = Callable[[Access, Person], object]
DEEDS: dict[str, Deed] = {
    "people": lambda access, by: access.accounts.people(by=by),
    "person": lambda access, by: access.accounts.person("anna", by=by),
    "add": lambda access, by: access.accounts.add("ny", ADMINISTRATOR, PASSWORD, by=by, now=NOW, is_own=True),
    "change": lambda access, by: access.accounts.change("anna", ADMINISTRATOR, by=by, now=NOW),
    "disable": lambda access, by: access.accounts.disable("berit", by=by, now=NOW),
    "enable": lambda access, by: access.accounts.enable("anna", by=by, now=NOW),
    "set_password": lambda access, by: access.accounts.set_password("berit", OTHER, by=by, now=NOW),
    "audit": lambda access, by: access.audit.entries(Filter(), by=by),
    "kinds": lambda access, by: access.audit.kinds(by=by),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_only_an_administrator_may(access: Access, anna: Person, berit: Person, deed: Deed) -> None:
    manager = access.accounts.add("cilla", MANAGER, PASSWORD, by=berit, now=NOW, is_own=True)
    before = access.accounts.people(by=berit)
    for person in (READER, anna, manager):
        with pytest.raises(NotAllowedError):
            deed(access, person)
    assert access.accounts.people(by=berit) == before


def test_a_changed_role_holds_at_the_next_click(access: Access, anna: Person, berit: Person) -> None:
    got = token(access, "anna")
    access.accounts.change("anna", MANAGER, by=berit, now=NOW)
    found = access.person_of(got, NOW + SECOND)
    assert (found.role, found.municipality, found.areas) == (Role.MANAGER, "0126", ())


def test_who_is_disabled_is_out_at_once_and_stays_out_when_enabled_until_she_signs_in(
    access: Access, anna: Person, berit: Person
) -> None:
    got = token(access, "anna")
    assert not access.accounts.disable("anna", by=berit, now=NOW).is_active
    assert access.person_of(got, NOW + SECOND) == READER
    assert access.sign_in("anna", PASSWORD, HERE, NOW) == WrongNameOrPassword()
    access.accounts.enable("anna", by=berit, now=NOW)
    assert access.person_of(got, NOW + SECOND) == READER
    assert access.person_of(token(access, "anna"), NOW) == anna


def test_a_new_password_ends_all_sessions_and_the_old_one_does_not_hold(
    access: Access, anna: Person, berit: Person
) -> None:
    old = [token(access, "anna"), token(access, "anna")]
    access.accounts.set_password("anna", OTHER, by=berit, now=NOW)
    assert [access.person_of(one, NOW) for one in old] == [READER, READER]
    assert access.sign_in("anna", PASSWORD, HERE, NOW) == WrongNameOrPassword()
    assert access.person_of(token(access, "anna", password=OTHER), NOW) == replace(anna, must_change_password=True)


def test_an_unknown_account_is_told(access: Access, berit: Person) -> None:
    for login in ("finnsinte", "inte ett namn", "\0"):
        with pytest.raises(AccountError, match="finns inte"):
            access.accounts.disable(login, by=berit, now=NOW)


@pytest.mark.both_databases
def test_the_last_active_administrator_stays(access: Access, berit: Person) -> None:
    other = access.accounts.add("bo", ADMINISTRATOR, PASSWORD, by=berit, now=NOW, is_own=True)
    access.accounts.disable("bo", by=berit, now=NOW)
    with pytest.raises(LastAdministratorError):
        access.accounts.disable("berit", by=berit, now=NOW)
    with pytest.raises(LastAdministratorError):
        access.accounts.change("berit", CONVENOR, by=berit, now=NOW)
    # A disabled one may be given another role; a second active one lets the first go.
    access.accounts.change("bo", CONVENOR, by=berit, now=NOW)
    access.accounts.change("bo", ADMINISTRATOR, by=berit, now=NOW)
    access.accounts.enable("bo", by=berit, now=NOW)
    access.accounts.disable("berit", by=other, now=NOW)
    with pytest.raises(LastAdministratorError):
        access.accounts.disable("bo", by=other, now=NOW)


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["disable", "change"])
def test_two_administrators_cannot_remove_each_other_at_once(access: Access, berit: Person, how: str) -> None:
    bo = access.accounts.add("bo", ADMINISTRATOR, PASSWORD, by=berit, now=NOW, is_own=True)
    barrier = Barrier(2)

    def remove(by: Person, login: str) -> bool:
        barrier.wait(timeout=30)
        try:
            if how == "disable":
                access.accounts.disable(login, by=by, now=NOW)
            else:
                access.accounts.change(login, CONVENOR, by=by, now=NOW)
        except LastAdministratorError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, (berit, bo), ("bo", "berit"))) == [False, True]
    left = access.accounts.people(by=TERMINAL)
    assert len([person for person in left if person.is_active and person.role is Role.ADMINISTRATOR]) == 1


@pytest.mark.both_databases
def test_the_same_login_added_twice_at_once_is_one_account(access: Access, berit: Person) -> None:
    barrier = Barrier(2)

    def add(name: str) -> bool:
        barrier.wait(timeout=30)
        try:
            access.accounts.add("ny", Details(name, Role.ADMINISTRATOR), PASSWORD, by=berit, now=NOW, is_own=True)
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, ("En", "Två"))) == [False, True]

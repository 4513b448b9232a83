"""Guessing gets slower and slower; nobody is locked out for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.access.addresses import network
from core.access.people import Person
from core.access.service import Access, SignedIn, WrongNameOrPassword
from core.access.tables import FailureRow
from core.access.throttle import (
    FORGET,
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    MOST_DELAY,
    MustWait,
    delay,
)
from core.state import open_state
from tests.access.conftest import DAY, HERE, HOUR, MINUTE, NOW, PASSWORD, SECOND, THERE, token


def fail(access: Access, times: int, now: datetime, *, login: str = "anna", address: str = THERE) -> None:
    """TIMES wrong passwords from NOW, each as soon as it is let in."""
    for _ in range(times):
        while isinstance(result := access.sign_in(login, "fel lösenord", address, now), MustWait):
            now += timedelta(seconds=result.seconds)
        assert result == WrongNameOrPassword()


def test_the_first_failures_cost_nothing_and_then_the_delay_doubles_to_fifteen_minutes() -> None:
    seconds = [delay(n, 5).total_seconds() for n in range(5, 18)]
    assert seconds == [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


@given(st.integers(0, 10_000), st.integers(0, 100))
def test_a_delay_never_shrinks_with_more_failures_and_is_never_longer_than_the_longest(n: int, free: int) -> None:
    assert timedelta() <= delay(n, free) <= delay(n + 1, free) <= MOST_DELAY


@pytest.mark.parametrize("login", ["anna", "finnsinte", "inte ens ett namn", "a\0b", "\ud800", "x" * 7000, ""])
def test_after_the_free_failures_one_must_wait_whether_the_name_exists_or_not(
    access: Access, anna: Person, login: str
) -> None:
    fail(access, FREE_FOR_ACCOUNT + 1, NOW, login=login)
    assert access.sign_in(login, "fel lösenord", THERE, NOW) == MustWait(2)
    assert access.sign_in(login, "fel lösenord", THERE, NOW + 1.5 * SECOND) == MustWait(1)
    assert access.sign_in(login, "fel lösenord", THERE, NOW + 2 * SECOND) == WrongNameOrPassword()
    assert access.sign_in(login, "fel lösenord", THERE, NOW + 2 * SECOND) == MustWait(4)


def test_of_those_who_come_at_once_nobody_waits_for_having_come_first(access: Access, anna: Person) -> None:
    """Who came a moment before may be counted a moment after."""
    assert access.sign_in("anna", "fel lösenord", THERE, NOW) == WrongNameOrPassword()
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, NOW - 0.01 * SECOND), SignedIn)


def test_the_right_password_must_wait_too_and_is_not_looked_at(
    access: Access, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(access, FREE_FOR_ACCOUNT + 1, NOW)
    with monkeypatch.context() as patch:
        patch.setattr("core.access.passwords.verified", lambda *_: pytest.fail("looked at the password"))
        assert access.sign_in("anna", PASSWORD, THERE, NOW + SECOND) == MustWait(1)
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, NOW + 2 * SECOND), SignedIn)


@pytest.mark.both_databases
def test_the_delay_survives_a_restart(access: Access, anna: Person, state_url: str) -> None:
    fail(access, FREE_FOR_ACCOUNT + 1, NOW)
    with open_state(state_url) as state:
        assert Access(state).sign_in("anna", PASSWORD, THERE, NOW) == MustWait(2)


@pytest.mark.both_databases
def test_a_name_is_slowed_down_from_all_addresses_together(access: Access, anna: Person) -> None:
    for number in range(FREE_FOR_ACCOUNT + 1):
        fail(access, 1, NOW, address=f"203.0.113.{number}")
    assert access.sign_in("ANNA ", PASSWORD, "203.0.113.200", NOW) == MustWait(2)


@pytest.mark.both_databases
def test_an_address_is_slowed_down_for_all_names_together(access: Access, anna: Person) -> None:
    for number in range(FREE_FOR_ADDRESS + 1):
        fail(access, 1, NOW, login=f"namn{number}")
    assert access.sign_in("anna", PASSWORD, THERE, NOW) == MustWait(2)
    assert isinstance(access.sign_in("anna", PASSWORD, HERE, NOW), SignedIn)


def test_a_right_password_forgets_the_failures_of_the_account(access: Access, anna: Person) -> None:
    fail(access, FREE_FOR_ACCOUNT, NOW, address=HERE)
    token(access, "anna")
    fail(access, FREE_FOR_ACCOUNT, NOW, address=HERE)
    token(access, "anna")


def test_ones_own_right_password_is_no_way_to_guess_at_others(access: Access, anna: Person) -> None:
    now = NOW
    for number in range(FREE_FOR_ADDRESS + 1):
        token(access, "anna", now, address=THERE)
        fail(access, 1, now, login=f"namn{number}")
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, now), MustWait)


def test_many_who_sign_in_rightly_from_one_address_never_wait(access: Access, anna: Person) -> None:
    for number in range(2 * FREE_FOR_ADDRESS):
        token(access, "anna", NOW + number * SECOND)


def test_a_right_password_costs_the_others_at_a_slowed_down_address_nothing(access: Access, anna: Person) -> None:
    for number in range(FREE_FOR_ADDRESS + 1):
        fail(access, 1, NOW, login=f"namn{number}")
    token(access, "anna", NOW + 2 * SECOND, address=THERE)
    token(access, "berit", NOW + 2 * SECOND, address=THERE)


def test_strangers_cannot_keep_anybody_out_of_where_she_has_signed_in_before(access: Access, anna: Person) -> None:
    token(access, "anna", NOW)
    fail(access, 20, NOW + DAY, address=THERE)
    assert isinstance(access.sign_in("anna", PASSWORD, "203.0.113.9", NOW + DAY), MustWait)
    token(access, "anna", NOW + DAY)
    # She has failures of her own all the same, and after a month the address is a stranger's.
    fail(access, FREE_FOR_ACCOUNT + 1, NOW + DAY, address=HERE)
    assert access.sign_in("anna", PASSWORD, HERE, NOW + DAY) == MustWait(2)
    fail(access, FREE_FOR_ACCOUNT + 1, NOW + 60 * DAY, address=THERE)
    assert access.sign_in("anna", PASSWORD, HERE, NOW + 60 * DAY) == MustWait(2)


def test_a_known_device_is_slowed_down_by_its_own_failures_only(access: Access, anna: Person) -> None:
    result = access.sign_in("anna", PASSWORD, THERE, NOW)
    assert isinstance(result, SignedIn)
    fail(access, FREE_FOR_ACCOUNT + 1, NOW)
    for number in range(FREE_FOR_ADDRESS):
        fail(access, 1, NOW, login=f"namn{number}")
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, NOW), MustWait)
    for _ in range(FREE_FOR_ACCOUNT):
        assert access.sign_in("anna", "fel", THERE, NOW, device=result.device) == WrongNameOrPassword()
    assert isinstance(again := access.sign_in(" ANNA", PASSWORD, THERE, NOW, device=result.device), SignedIn)
    assert again.device == result.device
    for _ in range(FREE_FOR_ACCOUNT + 1):
        assert access.sign_in("anna", "fel", HERE, NOW, device=result.device) == WrongNameOrPassword()
    assert access.sign_in("anna", PASSWORD, HERE, NOW, device=result.device) == MustWait(2)


@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-1], lambda text: f"x{text}", lambda _: "å.\ud800"])
def test_a_device_cannot_be_made_up_nor_used_for_another_account(
    access: Access, anna: Person, change: Callable[[str], str]
) -> None:
    result = access.sign_in("anna", PASSWORD, HERE, NOW)
    assert isinstance(result, SignedIn)
    assert access.knows("anna", result.device)
    assert not access.knows("berit", result.device)
    assert not access.knows("anna", change(result.device))
    assert not access.knows("anna", "")


def test_who_guesses_as_fast_as_she_may_for_days_gets_a_try_in_fifteen_minutes_and_locks_nobody_out(
    access: Access, anna: Person
) -> None:
    now, tries = NOW, 0
    while now < NOW + 3 * DAY:
        result = access.sign_in("anna", "fel lösenord", THERE, now)
        if isinstance(result, MustWait):
            assert result.seconds <= MOST_DELAY.total_seconds()
            now += timedelta(seconds=result.seconds)
        else:
            tries += 1
    assert tries < 3 * DAY / MOST_DELAY + 20
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, now + MOST_DELAY), SignedIn)


def test_refused_tries_make_the_delay_no_longer(access: Access, anna: Person) -> None:
    fail(access, FREE_FOR_ACCOUNT + 3, NOW)
    last = access.sign_in("anna", "fel lösenord", THERE, NOW + 6 * SECOND)
    assert isinstance(last, MustWait)
    for _ in range(50):
        assert access.sign_in("anna", "fel lösenord", THERE, NOW + 6 * SECOND) == last


@pytest.mark.both_databases
def test_failures_are_forgotten_one_by_one_and_their_rows_cleared(access: Access, anna: Person, engine: Engine) -> None:
    fail(access, FREE_FOR_ACCOUNT, NOW)
    fail(access, 1, NOW + FORGET)
    assert access.sign_in("anna", "fel lösenord", THERE, NOW + FORGET) == WrongNameOrPassword()
    assert isinstance(access.sign_in("anna", "fel lösenord", THERE, NOW + FORGET), MustWait)
    token(access, "anna", NOW + DAY)
    with Session(engine) as session:
        keys = list(session.scalars(select(FailureRow.key)))
    # Only the address's own row, which this very sign-in made.
    assert len(keys) == 1


def test_failures_every_hour_add_up_to_nothing(access: Access, anna: Person) -> None:
    for hour in range(3 * FREE_FOR_ADDRESS):
        fail(access, 1, NOW + hour * HOUR)
    assert isinstance(access.sign_in("anna", PASSWORD, THERE, NOW + 3 * FREE_FOR_ADDRESS * HOUR), SignedIn)


def test_neither_names_nor_addresses_can_be_read_from_the_table(access: Access, anna: Person, engine: Engine) -> None:
    fail(access, 1, NOW)
    with Session(engine) as session:
        keys = list(session.scalars(select(FailureRow.key)))
        assert session.scalar(select(func.count()).select_from(FailureRow)) == 2
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def test_two_installations_hash_the_same_address_differently(state_url: str, access: Access, tmp_path: Path) -> None:
    # A file that is there is no copy of the one that other tests begin with: it is made as an installation's is.
    (tmp_path / "other.sqlite").touch()
    with open_state(f"sqlite:///{tmp_path}/other.sqlite") as other:
        first = access._throttle.begin("anna", HERE, NOW)
        second = Access(other)._throttle.begin("anna", HERE, NOW)
    assert not isinstance(first, MustWait)
    assert not isinstance(second, MustWait)
    assert first.address_key != second.address_key


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "okänd", False),
    ],
)
def test_an_address_is_that_of_one_customer(one: str, other: str, is_same: bool) -> None:
    assert (network(one) == network(other)) is is_same


@pytest.mark.both_databases
def test_the_revision_of_the_figures_stands_still_when_somebody_signs_in_or_fails(
    access: Access, anna: Person, engine: Engine, state_url: str
) -> None:
    with open_state(state_url) as state:
        before = state.revision()
        fail(access, FREE_FOR_ACCOUNT + 2, NOW)
        got = token(access, "anna", NOW + 10 * MINUTE)
        access.person_of(got, NOW + 20 * MINUTE)
        access.sign_out(got, NOW + 20 * MINUTE)
        assert state.revision() == before

"""What an operator is told of who comes: a line each, without passwords, addresses or names that nobody has."""

from __future__ import annotations

import json
import logging
import socket
from tempfile import TemporaryDirectory

import pytest

from core.access import events
from core.access.details import Details
from core.access.events import Event, coming_from, told
from core.access.people import READER, Person, Role
from core.access.rights import Action, NotAllowedError, require
from core.access.service import Access
from tests.access.conftest import HERE, NOW, OTHER, PASSWORD, token


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are written from now on, with a secret of the test's own."""
    monkeypatch.setattr(events, "_secrets", [b"hemligt"])
    caplog.set_level(logging.INFO, logger="nyckeltal.security")
    caplog.clear()

    class Lines(list[str]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            return iter([r.getMessage() for r in caplog.records if r.name == "nyckeltal.security"])

    return Lines()


def kinds(lines: list[str]) -> list[tuple[str, str]]:
    told_of = [dict(pair.split("=", 1) for pair in line.split(" ") if "=" in pair) for line in lines]
    return [(one["event"].strip('"'), one["account"].strip('"')) for one in told_of]


def test_who_comes_and_goes_is_told(access: Access, anna: Person, lines: list[str]) -> None:
    with coming_from(HERE):
        access.sign_in("anna", "fel lösenord", HERE, NOW)
        got = token(access, "anna")
        access.sign_out(got, NOW)
        access.sign_out(got, NOW)
    assert kinds(lines) == [("sign-in-failed", "anna"), ("sign-in", "anna"), ("sign-out", "anna")]


def test_what_is_done_to_accounts_and_what_is_refused_is_told(
    access: Access, berit: Person, anna: Person, lines: list[str]
) -> None:
    with coming_from(HERE):
        access.accounts.change("anna", Details("Anna Ek", Role.ADMINISTRATOR), by=berit, now=NOW)
        access.accounts.set_password("anna", OTHER, by=berit, now=NOW)
        access.accounts.disable("anna", by=berit, now=NOW)
        with pytest.raises(NotAllowedError):
            require(READER, Action.READ_AUDIT)
    assert kinds(lines) == [
        ("account-changed", "berit"),
        ("password-changed", "berit"),
        ("account-changed", "berit"),
        ("refused", "-"),
    ]
    assert 'about="anna is administrator"' in next(iter(lines))


def test_a_line_has_no_password_no_address_and_no_name_that_nobody_has(
    access: Access, anna: Person, lines: list[str]
) -> None:
    with coming_from(HERE):
        for name in ("hunter2hunter2", "anna", "a\nevent=b"):
            access.sign_in(name, "mitt hemliga ord", HERE, NOW)
        access.sign_in("anna", PASSWORD, HERE, NOW)
    for line in lines:
        assert len(line.splitlines()) == 1
        for secret in (HERE, "hunter2", "mitt hemliga ord", PASSWORD, "event=b"):
            assert secret not in line
    addresses = {line.partition('address="')[2][:16] for line in lines}
    assert len(addresses) == 1
    assert addresses != {"-"}


def test_by_a_setting_each_line_is_json(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_SECURITY_LOG", "json")
    with coming_from("2001:db8::1"):
        told(Event.EXPORT, "anna", about="mål\n.csv")
    [line] = lines
    facts = json.loads(line)
    assert list(facts) == ["time", "event", "account", "address", "about"]
    assert (facts["event"], facts["account"], facts["about"]) == ("export", "anna", "mål .csv")
    assert len(facts["address"]) == 16


def test_whom_the_server_itself_does_something_for_has_no_address(lines: list[str]) -> None:
    told(Event.ACCOUNT, "terminal: drift")
    [line] = lines
    assert 'address="-"' in line


def test_what_is_done_at_the_terminal_goes_to_the_systems_log_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list(events.log.handlers)
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
        where = f"{folder}/log"
        monkeypatch.setattr(events, "_SYSTEM_LOG", where)
        with events.written_at_the_terminal():
            told(Event.ACCOUNT, "terminal: drift")
        assert 'account="terminal: drift"' in capsys.readouterr().err
        system.bind(where)
        with events.written_at_the_terminal():
            told(Event.ACCOUNT, "terminal: drift")
        assert b"nyckeltal: time=" in system.recv(1000)
    assert events.log.handlers == before


def test_what_the_systems_log_does_not_take_is_written_to_standard_error_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with TemporaryDirectory() as folder:
        where = f"{folder}/log"
        monkeypatch.setattr(events, "_SYSTEM_LOG", where)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
            system.bind(where)
            with events.written_at_the_terminal():
                system.close()
                told(Event.BACKUP, "terminal: drift", about="a.zip")
        written = capsys.readouterr().err
        assert 'event="backup"' in written
        assert "Traceback" not in written
        # A socket that nobody listens to any more is still a file.
        with events.written_at_the_terminal():
            told(Event.BACKUP, "terminal: drift", about="b.zip")
        assert 'about="b.zip"' in capsys.readouterr().err

"""The accounts from the terminal: no defaults, no password on the command line, everything in Swedish."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import bcrypt
import pytest

from core.access.audit import Filter
from core.access.people import READER, at_the_terminal
from core.access.service import Access, SignedIn
from core.cli.operator import operator
from core.cycle.feeds import Feeds
from core.state import open_state
from tests.cli.conftest import Run

PASSWORD, OTHER = "blå åsnor äter höö", "gula kossor sover gott"
ANNA = ("anna", "--name", "Anna Ek", "--role", "sammankallande", "--area", "grundskola", "forskola")
BERIT = ("berit", "--name", "Berit Ask", "--role", "administratör")


@pytest.fixture(autouse=True)
def _here(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty data folder, and a user who calls herself another: that is not believed."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "någon-annan")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> type[io.StringIO]:
    """What is sent to standard input."""

    class Typed(io.StringIO):
        def __init__(self, text: str) -> None:
            super().__init__(text)
            monkeypatch.setattr("sys.stdin", self)

    Typed(f"{PASSWORD}\n")
    return Typed


@pytest.fixture
def access(data_dir: Path) -> Iterator[Access]:
    """The same database from inside."""
    with open_state(f"sqlite:///{data_dir / 'state.sqlite'}") as state:
        yield Access(state)


def can_sign_in(access: Access, login: str, password: str) -> bool:
    return isinstance(access.sign_in(login, password, "192.0.2.1", datetime.now(UTC)), SignedIn)


def test_there_are_no_accounts_from_the_start(run: Run) -> None:
    assert run("users", "list").out == "Inga konton. Lägg till ett med: python -m core users add\n"
    assert json.loads(run("users", "list", "--json").out) == []


def test_an_account_is_added_with_a_password_from_standard_input(
    run: Run, typed: type[io.StringIO], access: Access
) -> None:
    done = run("users", "add", *ANNA)
    assert done.status == 0
    # In the log of events too: whom the operator told, and what.
    assert f'event="account-changed" account={json.dumps(operator().login, ensure_ascii=False)}' in done.err
    assert done.err.startswith("time=")
    assert done.err.count("\n") == 1
    assert done.err.rstrip().endswith('about="anna added as convenor"')
    assert done.out == "Kontot finns nu: anna | Anna Ek | sammankallande | forskola, grundskola\n"
    assert can_sign_in(access, "anna", PASSWORD)
    assert json.loads(run("users", "list", "--json").out) == [
        {
            "login": "anna",
            "name": "Anna Ek",
            "role": "convenor",
            "municipality": None,
            "areas": ["forskola", "grundskola"],
            "active": True,
        }
    ]


def test_the_password_is_asked_for_twice_and_unseen_at_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, access: Access
) -> None:
    answers = [PASSWORD, PASSWORD, PASSWORD, OTHER]
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", answer)
    assert run("users", "add", *ANNA).status == 0
    assert asked == ["Lösenord: ", "Samma lösenord igen: "]
    refused = run("users", "add", *BERIT)
    assert (refused.status, refused.err) == (1, "Fel: Lösenorden är inte lika. Försök igen.\n")
    assert can_sign_in(access, "anna", PASSWORD)


def test_a_password_is_never_told(run: Run, typed: type[io.StringIO]) -> None:
    for text in (PASSWORD, "x7k9", "anna" * 3, "åäö" * 30):
        typed(text)
        done = run("users", "add", *ANNA)
        assert text not in done.out + done.err
    assert "--password" not in run("users", "add", "--help").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("x y", *ANNA[1:]), "kan inte vara ett inloggningsnamn"),
        (("ny", "--name", "N", "--role", "chef"), "behöver ett värde för kommun"),
        (("ny", "--name", "N", "--role", "chef", "--municipality", "9999"), "Kommunen ”9999”"),
        (("ny", "--name", "N", "--role", "sammankallande", "--area", "golf"), "Området ”golf”"),
        (("ny", "--name", "N", "--role", "läsare"), "behöver inget konto"),
    ],
)
def test_what_cannot_be_is_told_in_swedish_and_adds_nothing(
    run: Run, typed: type[io.StringIO], words: tuple[str, ...], told: str
) -> None:
    done = run("users", "add", *words)
    assert done.status == 1
    assert done.err.startswith("Fel: ")
    assert told in done.err
    assert json.loads(run("users", "list", "--json").out) == []


def test_an_unknown_role_is_refused_with_those_there_are(run: Run) -> None:
    done = run("users", "add", "ny", "--name", "N", "--role", "kung")
    assert done.status == 2
    assert "”kung” är ingen roll. Välj bland: sammankallande, chef, administratör." in done.err


def test_an_account_is_disabled_and_enabled(run: Run, typed: type[io.StringIO], access: Access) -> None:
    run("users", "add", *ANNA)
    got = access.sign_in("anna", PASSWORD, "192.0.2.1", datetime.now(UTC))
    assert run("users", "disable", "ANNA").out == "anna är avstängd och utloggad.\n"
    assert isinstance(got, SignedIn)
    assert access.person_of(got.token, datetime.now(UTC)) == READER
    assert "| avstängd" in run("users", "list").out
    assert run("users", "enable", "anna").out == "anna kan logga in igen.\n"
    assert can_sign_in(access, "anna", PASSWORD)
    assert run("users", "disable", "finnsinte").status == 1


def test_the_last_administrator_is_not_disabled(run: Run, typed: type[io.StringIO]) -> None:
    run("users", "add", *BERIT)
    done = run("users", "disable", "berit")
    assert (done.status, "sista administratören" in done.err) == (1, True)
    assert "sista administratören" in run("users", "change", "berit", "--role", "chef", "--municipality", "0126").err


def test_a_password_is_changed(run: Run, typed: type[io.StringIO], access: Access) -> None:
    run("users", "add", *ANNA)
    typed(OTHER)
    assert run("users", "password", "anna").out == "anna har nytt lösenord och är utloggad.\n"
    assert can_sign_in(access, "anna", OTHER)
    assert not can_sign_in(access, "anna", PASSWORD)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--name", "Anna Å"), "anna | Anna Å | sammankallande | forskola, grundskola"),
        (("--area", "miljo"), "anna | Anna Ek | sammankallande | miljo"),
        (("--role", "chef", "--municipality", "0126"), "anna | Anna Ek | chef | 0126 | forskola, grundskola"),
        (("--role", "administratör"), "anna | Anna Ek | administratör"),
        ((), "anna | Anna Ek | sammankallande | forskola, grundskola"),
    ],
)
def test_what_is_given_is_changed_and_the_rest_stays(
    run: Run, typed: type[io.StringIO], words: tuple[str, ...], line: str
) -> None:
    run("users", "add", *ANNA)
    assert run("users", "change", "anna", *words).out == f"Kontot är nu: {line}\n"
    assert run("users", "list").out == f"{line}\n"


def test_a_credentials_file_is_read_in_and_what_is_lacking_told(run: Run, tmp_path: Path) -> None:
    kept = bcrypt.hashpw(b"x", b"$2b$12$abcdefghijklmnopqrstuu").decode()
    file = tmp_path / "config.yaml"
    file.write_text(
        f"credentials:\n  usernames:\n    c:\n      password: {kept}\n      roles: [chef]\n", encoding="utf-8"
    )
    assert run("users", "import", str(file)).out.splitlines() == [
        "1 konton inlästa.",
        "c | c | chef | får inget göra än: ange kommun med users change",
    ]
    again = run("users", "import", str(file))
    assert again.status == 1
    assert "rad 3, c: det finns redan ett konto" in again.err


def test_the_log_tells_who_sat_at_the_terminal(run: Run, typed: type[io.StringIO], access: Access) -> None:
    run("users", "add", *ANNA)
    [entry] = access.audit.entries(Filter(), by=at_the_terminal("x")).entries
    assert (entry.who, entry.action, entry.key) == (operator().login, "lade till", "anna")
    assert f"(uid {os.getuid()})" in entry.who
    assert "någon-annan" not in entry.who


def test_example_data_have_municipalities_of_their_own(run: Run, example_dir: Path, typed: type[io.StringIO]) -> None:
    done = run("users", "add", "ny", "--name", "N", "--role", "chef", "--municipality", "0126")
    assert "Storköping" in done.err


def test_help_tells_every_action_in_swedish(run: Run) -> None:
    told = " ".join(run("users", "--help").out.split())
    for action in ("add", "list", "change", "disable", "enable", "password", "import"):
        assert f"{action} " in told
        assert run("users", action, "--help").status == 0


def test_what_is_kept_of_an_account_is_shown_and_removed_when_that_is_confirmed(
    run: Run, access: Access, typed: type[io.StringIO]
) -> None:
    run("users", "add", *ANNA)
    assert json.loads(run("users", "show-data", "anna").out)["accounts"][0]["name"] == "Anna Ek"
    assert "Inget är borttaget." in run("users", "forget", "anna").out
    assert run("users", "list").out.startswith("anna")
    assert "anna är borttaget" in run("users", "forget", "anna", "--confirm").out
    assert "anna" not in run("users", "list").out.lower()
    assert not can_sign_in(access, "anna", PASSWORD)


def test_who_is_not_forgotten_keeps_her_calendar_address_and_who_is_loses_it(
    run: Run, access: Access, typed: type[io.StringIO]
) -> None:
    run("users", "add", *BERIT, "--own")
    berit = access.accounts.person("berit", by=at_the_terminal("x"))
    feeds = Feeds(access.accounts.engine)
    token = feeds.make(berit, datetime.now(UTC))
    assert run("users", "forget", "berit", "--confirm").status == 1
    assert feeds.person_of(token) == berit
    typed(f"{PASSWORD}\n")
    run("users", "add", "cilla", *BERIT[1:])
    assert run("users", "forget", "berit", "--confirm").status == 0
    assert feeds.person_of(token) is None
    assert feeds.of(berit) is None

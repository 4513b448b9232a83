"""An existing file from streamlit-authenticator is taken over whole, or every fault in it is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import bcrypt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access.audit import Filter
from core.access.credentials_file import MOST_BYTES, CredentialsError, read_credentials
from core.access.people import Person, Role
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.catalogue import default_catalogue
from core.errors import NyckeltalError
from tests.access.conftest import NOW, PASSWORD, TERMINAL, token

# Of cost 12, as the package makes them; the quick ones of these tests are not.
HASH = bcrypt.hashpw(PASSWORD.encode(), b"$2b$12$" + b"abcdefghijklmnopqrstuu").decode()
SECRET = "klartext-som-inte-får-synas"

# As the package writes it.
WHOLE = f"""
cookie:
  expiry_days: 30
  key: {SECRET}
  name: some_cookie_name
credentials:
  usernames:
    anna.ek:
      email: anna@exempel.se
      failed_login_attempts: 0
      first_name: Anna
      last_name: Ek
      logged_in: false
      password: {HASH}
      password_hint: null
      roles:
      - sammankallande
      areas: [grundskola, forskola]
    Berit:
      email: berit@exempel.se
      name: Berit Ask
      password: {HASH}
      roles: [administratör]
    cilla:
      first_name: Cilla
      password: '{HASH}'
      roles: chef
      municipality: 0126
    d:
      password: {HASH}
      roles: [convenor]
pre-authorized:
  emails: []
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def add_all(access: Access, path: Path, by: Person = TERMINAL) -> tuple[Person, ...]:
    return access.accounts.add_all(read_credentials(path, default_catalogue()), by=by, now=NOW)


@pytest.mark.both_databases
def test_accounts_are_taken_over_with_their_hashes(access: Access, write: Write) -> None:
    added = add_all(access, write(WHOLE))
    assert [(p.login, p.name, p.role, p.municipality, p.areas, p.is_active) for p in added] == [
        ("anna.ek", "Anna Ek", Role.CONVENOR, None, ("forskola", "grundskola"), True),
        ("berit", "Berit Ask", Role.ADMINISTRATOR, None, (), True),
        ("cilla", "Cilla", Role.MANAGER, "0126", (), True),
        ("d", "d", Role.CONVENOR, None, (), True),
    ]
    assert access.person_of(token(access, "Anna.Ek"), NOW) == added[0]
    assert {entry.action for entry in access.audit.entries(Filter(), by=TERMINAL).entries} == {"läste in"}


ENTRY = f"      password: {HASH}\n      roles: [sammankallande]\n"


def file_of(*entries: str) -> str:
    return "credentials:\n  usernames:\n" + "".join(entries)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (f"    anna ek:\n{ENTRY}", "”anna ek” kan inte vara ett inloggningsnamn"),
        (f"    ? [a, b]\n    :\n{ENTRY}", "här ska stå ett inloggningsnamn"),
        ("    ny: bara text\n", "här ska stå ett inloggningsnamn"),
        ("    ny:\n", "här ska stå ett inloggningsnamn"),
        (f"    ANNA:\n{ENTRY}", r"samma inloggningsnamn \(anna\) står redan på rad 3"),
        (f"    ny:\n      password: {SECRET}\n      roles: [chef]\n      municipality: '0126'\n", "ingen bcrypt-hash"),
        (f"    ny:\n{ENTRY.replace('$2b$12$', '$2b$31$')}", "ingen bcrypt-hash med kostnad 12"),
        (f"    ny:\n{ENTRY.replace('$2b$12$', '$2b$04$')}", "ingen bcrypt-hash med kostnad 12"),
        ("    ny:\n      roles: [sammankallande]\n", "ingen bcrypt-hash"),
        (f"    ny:\n      password: [{SECRET}, {SECRET}]\n      roles: [sammankallande]\n", "inte en lista"),
        (f"    ny:\n      password: {{a: {SECRET}}}\n      roles: [sammankallande]\n", "password ska vara text"),
        (f"    ny:\n      password: {HASH}\n", "roles ska ha en roll och har 0"),
        (f"    ny:\n      password: {HASH}\n      roles: null\n", "roles ska ha en roll och har 0"),
        (f"    ny:\n      password: {HASH}\n      roles: [admin]\n", "rollen ”admin” finns inte här"),
        (f"    ny:\n      password: {HASH}\n      roles: [chef, sammankallande]\n", "har 2"),
        (f"    ny:\n      password: {HASH}\n      roles: [läsare]\n", "läsare behöver inget konto"),
        (f"    ny:\n{ENTRY}      areas: [golf]\n", "Området ”golf” finns inte"),
        (f"    ny:\n{ENTRY}      municipality: 9999\n", "Kommunen ”9999” är inte med"),
        (f"    ny:\n{ENTRY}      roles: [chef]\n", "roles står två gånger"),
        (f"    ny:\n{ENTRY}      name: {'x' * 101}\n", "kan inte vara ett namn"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_read_in(
    access: Access, write: Write, entry: str, words: str
) -> None:
    with pytest.raises(CredentialsError, match=words) as caught:
        add_all(access, write(file_of(f"    anna:\n{ENTRY}", entry, f"    bo:\n{ENTRY}")))
    [fault] = caught.value.faults
    assert fault.line in (6, 7)
    assert SECRET not in str(caught.value)
    assert HASH not in str(caught.value)
    assert access.accounts.people(by=TERMINAL) == ()


def test_all_faults_are_told_together_in_the_order_of_the_file(access: Access, anna: Person, write: Write) -> None:
    text = file_of(f"    å ä:\n{ENTRY}", f"    Anna:\n{ENTRY}", "    bo:\n      roles: [x]\n", f"    ok:\n{ENTRY}")
    with pytest.raises(CredentialsError) as caught:
        add_all(access, write(text))
    assert [fault.line for fault in caught.value.faults] == [3, 6, 9]
    assert "har 3 fel, och inget konto är inläst" in caught.value.message
    assert "anna: det finns redan ett konto med det namnet" in str(caught.value)
    assert len(access.accounts.people(by=TERMINAL)) == 2


BROKEN = {
    "empty": "",
    "a list": "- a\n- b\n",
    "no credentials": "cookie: {}\n",
    "no accounts": "credentials:\n  usernames: {}\n",
    "usernames as a list": "credentials:\n  usernames: [anna]\n",
    "broken": f"credentials:\n  usernames: {{anna: '{SECRET}\n",
    "tabs": f"credentials:\n\tpassword: {SECRET}\n",
    "an alias": "a: &a [x, x]\nb: [*a, *a]\ncredentials: {usernames: {}}\n",
    "deep": "credentials: " + "[" * 1500,
    "large": "#" * (MOST_BYTES + 1),
    "two documents": f"a: 1\n---\npassword: {SECRET}\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_such_file_is_told_without_its_content(text: str, write: Write) -> None:
    with pytest.raises(CredentialsError) as caught:
        read_credentials(write(text), default_catalogue())
    assert len(caught.value.faults) == 1
    assert "config.yaml" in caught.value.message
    assert SECRET not in str(caught.value)


def test_a_file_in_another_encoding_or_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("credentials: å".encode("latin-1"))
    with pytest.raises(CredentialsError, match="inte YAML i UTF-8"):
        read_credentials(path, default_catalogue())
    with pytest.raises(NyckeltalError, match="går inte att läsa"):
        read_credentials(tmp_path / "saknas.yaml", default_catalogue())
    with pytest.raises(NyckeltalError, match="går inte att läsa"):
        read_credentials(tmp_path, default_catalogue())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(alphabet="ab:{}[]-*&!|>%@'\"#,?\n \tå\0", max_size=60))
def test_any_text_is_either_read_or_told(write: Write, text: str) -> None:
    for whole in (text, f"credentials:\n  usernames:\n    {text}", f"{WHOLE}{text}"):
        with suppress(CredentialsError):
            found = read_credentials(write(whole), default_catalogue())
            assert found.entries or found.faults


def test_only_an_administrator_reads_files_in(access: Access, anna: Person, write: Write) -> None:
    with pytest.raises(NotAllowedError):
        add_all(access, write(WHOLE), by=anna)

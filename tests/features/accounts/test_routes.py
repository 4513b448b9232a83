"""The forms of Mitt konto and Konton: only from here, only by those who may, and answered in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access, current_access, opened_state
from core.features.accounts.page import accounts_html
from core.features.accounts.routes import account_routes
from core.web.notices import Notice
from core.web.visit import Visit
from tests.site.asgi import Browser, looping
from tests.site.visitors import WORDS, Visitor
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")

NEW = {"namn": "ny", "visas": "Ny", "roll": "convenor", "omraden": ["grundskola", "miljo"], "nytt": WORDS}


@pytest.fixture
def access(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    opened_state.cache_clear()
    made = current_access()
    now = datetime.now(UTC)
    for login, details in (
        ("anna", Details("Anna", Role.ADMINISTRATOR)),
        ("bo", Details("Bo", Role.CONVENOR, areas=("grundskola",))),
    ):
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    yield made
    opened_state.cache_clear()


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=account_routes()))
        yield lambda login: Visitor(browser, access, login)


def logins(access: Access) -> dict[str, bool]:
    return {p.login: p.is_active for p in access.accounts.people(by=at_the_terminal("x"))}


def test_an_administrator_adds_an_account_and_is_told(access: Access, come: Come) -> None:
    status, path, notice = come("anna").post("/konton/nytt", NEW)
    assert (status, path) == (303, "/konton")
    assert notice == Notice("Kontot ny finns nu.", is_good=True)
    person = access.accounts.person("ny", by=at_the_terminal("x"))
    assert (person.role, person.areas) == (Role.CONVENOR, ("grundskola", "miljo"))


def test_what_was_typed_comes_back_without_the_password(access: Access, come: Come) -> None:
    anna = come("anna")
    _, _, notice = anna.post("/konton/nytt", NEW | {"omraden": ["raketer"]})
    assert notice is not None
    assert not notice.is_good
    assert "raketer" in str(notice.faults)
    by = access.accounts.person("anna", by=at_the_terminal("x"))
    asked = Visit("/konton", anna.params, person=by)
    html = accounts_html(asked, access)
    form = next(form for form in parsed(html).all("form") if form.attributes["action"] == "/konton/nytt")
    typed = {box.attributes["name"]: box.attributes.get("data-value") for box in form.all("input")}
    assert (typed["namn"], typed["visas"], typed["nytt"]) == ("ny", "Ny", None)
    assert WORDS not in html


@pytest.mark.parametrize("path", ["nytt", "andra", "losenord", "stang", "oppna"])
@pytest.mark.parametrize("login", [None, "bo"])
def test_nobody_else_changes_an_account_by_sending_the_form(
    access: Access, come: Come, login: str | None, path: str
) -> None:
    before = access.accounts.people(by=at_the_terminal("x"))
    status, _, notice = come(login).post(f"/konton/{path}", NEW | {"namn": "anna"})
    assert status == 401 if notice is None else not notice.is_good
    assert access.accounts.people(by=at_the_terminal("x")) == before


def test_everybody_ends_her_own_sessions_and_nobody_anothers(access: Access, come: Come) -> None:
    now = datetime.now(UTC)
    here, there, other = come("bo"), come("bo"), come("anna")

    def person(visitor: Visitor) -> Person:
        return access.person_of(visitor.cookie.partition("=")[2], now)

    keys = {one.key for one in access.sessions_of(person(here), now) if not one.is_this}
    [key] = keys
    other.post("/konto/avsluta", {"inloggning": key})
    come(None).post("/konto/avsluta", {"inloggning": key})
    assert person(there).login == "bo"
    _, path, notice = here.post("/konto/avsluta", {"inloggning": key})
    assert path == "/konto"
    assert notice is not None
    assert "utloggad" in notice.text
    assert not person(there).is_signed_in
    assert (person(here).login, person(other).login) == ("bo", "anna")


def test_a_form_on_another_site_does_nothing(access: Access, come: Come) -> None:
    status, _, _ = come("anna").post("/konton/stang", {"namn": "bo"}, origin="https://ond.plats")
    assert status == 403
    assert logins(access) == {"anna": True, "bo": True}


def test_an_account_is_closed_and_opened_again(access: Access, come: Come) -> None:
    anna = come("anna")
    anna.post("/konton/stang", {"namn": "bo"})
    assert logins(access) == {"anna": True, "bo": False}
    anna.post("/konton/oppna", {"namn": "bo"})
    assert logins(access) == {"anna": True, "bo": True}


def test_the_last_administrator_cannot_close_herself_out(access: Access, come: Come) -> None:
    _, _, notice = come("anna").post("/konton/stang", {"namn": "anna"})
    assert notice is not None
    assert "sista administratören" in notice.text
    assert logins(access)["anna"]


def test_a_role_that_changes_holds_at_the_next_form(access: Access, come: Come) -> None:
    anna, bo = come("anna"), come("bo")
    anna.post("/konton/andra", {"namn": "bo", "visas": "Bo", "roll": "administrator"})
    _, _, notice = bo.post("/konton/nytt", NEW)
    assert notice == Notice("Kontot ny finns nu.", is_good=True)


@pytest.mark.parametrize(
    ("form", "path", "said"),
    [
        ({"losenord": WORDS, "nytt": "en ny mening", "igen": "en annan mening"}, "/konto", "inte lika"),
        ({"losenord": "fel mening här", "nytt": "en ny mening", "igen": "en ny mening"}, "/konto", "stämmer inte"),
        ({"losenord": WORDS, "nytt": "kort", "igen": "kort"}, "/konto", "för kort"),
        ({"losenord": WORDS, "nytt": "en helt ny mening", "igen": "en helt ny mening"}, "/logga-in", "är bytt"),
    ],
)
def test_the_own_password_is_changed_by_whoever_knows_the_old(
    come: Come, form: Mapping[str, Any], path: str, said: str
) -> None:
    _, to, notice = come("bo").post("/konto/losenord", form)
    assert notice is not None
    assert (to, said in f"{notice.text} {notice.faults}") == (path, True)
    # What is wrong is said at its field.
    assert bool(notice.faults) == (path == "/konto")

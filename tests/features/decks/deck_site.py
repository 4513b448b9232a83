"""The presentations' routes with accounts of every kind, and the forms as a browser would send them."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access, current_access
from core.features.decks.presentations import presentation_routes
from core.features.decks.routes import deck_form_routes
from core.features.decks.shown import DecksNow
from core.features.reports.routes import report_routes
from core.outcomes.figures import Figures
from core.site.figures import figure_source
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import WORDS, Visitor
from tests.web.html import Element

T = TypeVar("T")
SCHOOL, CARE = "grundskola", "aldreomsorg"
ANNA = Details("Anna", Role.CONVENOR, areas=(SCHOOL,))
CHIEF = Details("Chefen", Role.MANAGER, "0126")
HEAD = Details("Huvudansvarig", Role.ADMINISTRATOR)


@pytest.fixture
def access(remembered: Path) -> Access:
    made, now = current_access(), datetime.now(UTC)
    for login, details in (("anna", ANNA), ("cilla", CHIEF), ("berit", HEAD)):
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    return made


class Site:
    """The routes of decks and reports, asked and posted to."""

    def __init__(self, client: Client, browser: Browser, access: Access) -> None:
        self._client, self._browser, self._access = client, browser, access

    def get(self, address: str, login: str | None = None) -> Answer:
        """The answer to LOGIN (None: a stranger)."""
        cookie = self.come(login).cookie
        return self._client.get(address, cookie=cookie) if cookie else self._client.get(address)

    async def asked(self, address: str) -> Answer:
        """The answer to a stranger, for ``run``."""
        return await self._client.asked(address)

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        """What TASK gives in the loop of the routes."""
        return self._client.run(task)

    def come(self, login: str | None) -> Visitor:
        return Visitor(self._browser, self._access, login)


@pytest.fixture
def site(access: Access) -> Iterator[Site]:
    with looping() as loop:
        app = Starlette(routes=[*deck_form_routes(), *presentation_routes(), *report_routes(DecksNow())])
        yield Site(Client(app, loop), Browser(loop, app), access)


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def form_of(root: Element, action: str) -> dict[str, str]:
    """What a browser would send of the form as it is drawn."""
    [form] = [form for form in root.all("form") if form.attributes["action"] == action]
    fields: dict[str, str] = {}
    for field in (*form.all("input"), *form.all("textarea")):
        given = field.attributes
        if given.get("type") == "checkbox":
            if "data-checked" in given:
                fields[given["name"]] = given["value"]
        elif "name" in given:
            fields[given["name"]] = given.get("data-value", given.get("value", ""))
    return fields

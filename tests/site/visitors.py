"""Somebody with a browser who sends forms, signed in or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from core.access import sessions
from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import at_the_terminal
from core.access.service import Access, SignedIn, current_access
from core.web.notices import NOTICE_PARAM, Notice, unsealed
from tests.site.asgi import Answer, Browser, looping

WORDS = "en bra mening med å"


def session_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has clicked for so long that she must sign in again."""
    monkeypatch.setattr(sessions, "idle_of", lambda _: timedelta(0))


def with_accounts(people: Mapping[str, Details]) -> Access:
    """The process's access, where each of PEOPLE has an account by login, with WORDS as password."""
    made, now = current_access(), datetime.now(UTC)
    for login, details in people.items():
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    return made


def visits(access: Access, routes: Sequence[BaseRoute]) -> Iterator[Callable[[str | None], Visitor]]:
    """For a fixture: what gives whoever has a login, or nobody signed in, with a browser of ROUTES."""
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=routes))
        yield lambda login: Visitor(browser, access, login)


class Visitor:
    """Somebody with a browser, signed in or not. ``params`` are those of the address that the last form led to.

    ``cookie`` is what the browser keeps.
    """

    def __init__(self, browser: Browser, access: Access, login: str | None) -> None:
        self._browser, self.cookie = browser, ""
        self.params: Mapping[str, str] = {}
        if login:
            done = access.sign_in(login, WORDS, "127.0.0.1", datetime.now(UTC))
            assert isinstance(done, SignedIn)
            self.cookie = f"{COOKIE}={done.token}"

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> tuple[int, str, Notice | None]:
        answer = self._sent(path, form, headers)
        target = urlsplit(answer.headers.get("location", ""))
        self.params = {name: texts[0] for name, texts in parse_qs(target.query).items()}
        return answer.status, target.path, unsealed(self.params.get(NOTICE_PARAM, ""))

    def page(self, path: str, form: Mapping[str, Any]) -> str:
        """What a form is answered with that leads nowhere."""
        answer = self._sent(path, form, {})
        assert answer.status == HTTPStatus.OK, answer.headers
        return answer.text

    def _sent(self, path: str, form: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        return self._browser.post(path, urlencode(form, doseq=True).encode(), cookie=self.cookie or None, **headers)

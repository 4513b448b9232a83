"""Visitors to the pages of own indicators: accounts in a database, and forms sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access, SignedIn
from core.web.notices import NOTICE_PARAM, Notice, unsealed
from tests.site.asgi import Answer, Browser

WORDS = "en bra mening med å"
SCHOOL, WATER = "grundskola", "va-verksamhet"
ACCOUNTS = {
    "anna": Details("Anna Ek", Role.CONVENOR, areas=(SCHOOL,)),
    "bodil": Details("Bodil Al", Role.CONVENOR, areas=(SCHOOL,)),
    "cilla": Details("Cilla Ask", Role.MANAGER, municipality="0126"),
    "berit": Details("Berit Lind", Role.ADMINISTRATOR),
    "sten": Details("Sten Alm", Role.CONVENOR, areas=(WATER,)),
}


def add_accounts(access: Access) -> dict[str, Person]:
    """Everybody in ACCOUNTS, by login."""
    by, now = at_the_terminal("x"), datetime.now(UTC)
    return {
        login: access.accounts.add(login, details, WORDS, by=by, now=now, is_own=True)
        for login, details in ACCOUNTS.items()
    }


@dataclass(frozen=True)
class Came:
    """Where a form led: status, path, the parameters of the address, and what was said."""

    status: int
    path: str
    params: Mapping[str, str]
    notice: Notice | None

    @property
    def said(self) -> str:
        return self.notice.text if self.notice else ""

    @property
    def is_refused(self) -> bool:
        is_told = self.notice is not None and not self.notice.is_good
        # A stranger's file is not even received.
        return is_told or self.status == HTTPStatus.UNAUTHORIZED


class Visitor:
    """Somebody with a browser, signed in or not."""

    def __init__(self, browser: Browser, access: Access, login: str | None) -> None:
        self._browser, self.cookie = browser, ""
        if login:
            done = access.sign_in(login, WORDS, "127.0.0.1", datetime.now(UTC))
            assert isinstance(done, SignedIn)
            self.cookie = f"{COOKIE}={done.token}"

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> Came:
        """Send FORM; headers as ``Browser.post``."""
        body = urlencode(form, doseq=True).encode()
        return _came(self._browser.post(path, body, cookie=self.cookie or None, **headers))

    def upload(self, number: int, content: bytes | None, name: str = "trivsel.csv", **headers: str) -> Came:
        """Send the form with a file; without CONTENT, with none chosen."""
        parts = [f'name="arbete"\r\n\r\n{number}'.encode()]
        parts.append(
            f'name="fil"; filename="{name if content is not None else ""}"\r\n\r\n'.encode() + (content or b"")
        )
        body = b"".join(b"--grans\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
        kind = {"content_type": "multipart/form-data; boundary=grans"}
        answer = self._browser.post(
            "/lagg-in/fil", body + b"--grans--\r\n", cookie=self.cookie or None, **kind | headers
        )
        return _came(answer)


def _came(answer: Answer) -> Came:
    target = urlsplit(answer.headers.get("location", ""))
    params = {name: texts[0] for name, texts in parse_qs(target.query).items()}
    return Came(answer.status, target.path, params, unsealed(params.pop(NOTICE_PARAM, "")))

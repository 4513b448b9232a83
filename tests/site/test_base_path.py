"""The whole site under a path of a name that it shares (``NYCKELTAL_BASE_PATH``): every address leads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.access.contacts import Contacts
from core.access.service import current_access
from core.cli import main
from core.cycle.feeds import Feeds
from core.errors import NyckeltalError
from core.settings import Settings
from core.site.first_paint import _document
from core.site.middleware import Guard
from core.site.routes import routes
from core.site.site import SITE
from core.web.base_path import base_path, placed, placed_json, within
from tests.features.reminders.reminded import SERVICE, asks, mail_settings, near, person
from tests.site.asgi import Client, looping

BASE = "/nyckeltal"
_ADDRESS = re.compile(r'\s(?:href|src|action|formaction|data-view)="(/[^"]*)"')
_MET = "/om?kommun=0126"
_WHOLE = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture
def under(remembered: Path, source: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The product without Streamlit, under BASE."""
    monkeypatch.setenv("NYCKELTAL_BASE_PATH", "/nyckeltal/")
    for kept in (base_path, _document):
        kept.cache_clear()
    with looping() as loop:
        yield Client(Guard(Starlette(routes=routes())), loop)
    for kept in (base_path, _document):
        kept.cache_clear()


def test_every_page_answers_under_the_path_and_leads_nowhere_else(under: Client) -> None:
    for path in SITE:
        answer = under.page(f"{BASE}{path}?kommun=0126&nyckeltal=N15428")
        assert answer.status == 200, path
        led = _ADDRESS.findall(answer.text)
        assert led, path
        assert [to for to in led if not to.startswith(f"{BASE}/")] == [], path
        assert f'"{BASE}/static/' in answer.text
        assert f'name="nk-base" content="{BASE}"' in answer.text
        assert under.page(path).status == 404, "nothing is answered beside the path"


def test_what_is_led_to_is_there(under: Client) -> None:
    text = under.page(f"{BASE}{_MET}").text
    for address in {to.replace("&amp;", "&") for to in _ADDRESS.findall(text) if "/static/" not in to}:
        assert under.get(address).status in (200, 303, 307, 308, 405), address
    assert under.get(BASE).headers["location"] == f"{BASE}/"
    # Whoever stands beside asks without it.
    assert under.get("/halsa").status == 200
    assert under.get("/nyckeltalet/om").status == 404


def test_forms_lead_back_under_the_path_and_cookies_stay_there(under: Client) -> None:
    answer = under.get(f"{BASE}/om/?x=1")
    assert answer.headers["location"] == f"{BASE}/om?x=1"
    found = under.get(f"{BASE}/sok.json?q=betyg&kommun=0126")
    assert f'"address":"{BASE}/' in found.text


@pytest.mark.parametrize(
    ("said", "led"),
    [
        ('<a href="/om">', '<a href="/nyckeltal/om">'),
        ('<a class="x" href="/">', '<a class="x" href="/nyckeltal/">'),
        ('<h1 data-view="/mal?kommun=0126">', '<h1 data-view="/nyckeltal/mal?kommun=0126">'),
        ('<form action="/mal" method="post">', '<form action="/nyckeltal/mal" method="post">'),
        ('src:url("/static/a.woff2")', 'src:url("/nyckeltal/static/a.woff2")'),
        # Of others, within the page, and what somebody has written.
        ('<a href="//annan.se/x">', '<a href="//annan.se/x">'),
        ('<a href="https://kolada.se/x">', '<a href="https://kolada.se/x">'),
        ('<a href="#innehall">', '<a href="#innehall">'),
        ('<input value="/om" data-value="/om">', '<input value="/om" data-value="/om">'),
        ('<body data-result="/rum?x=1">', '<body data-result="/nyckeltal/rum?x=1">'),
        ("<p>href=&#34;/om&#34;</p>", "<p>href=&#34;/om&#34;</p>"),
    ],
)
def test_what_leads_somewhere_gets_the_path_and_nothing_else(
    said: str, led: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.web.base_path.base_path", lambda: BASE)
    assert placed(said) == led
    assert placed_json(f'{{"html":"{said.replace(chr(34), chr(92) + chr(34))}"}}').replace("\\", "") == (
        f'{{"html":"{led}"}}'.replace("\\", "")
    )


def test_alone_under_its_name_nothing_is_another() -> None:
    assert placed('<a href="/om">') == '<a href="/om">'
    assert within("/om") == "/om"


@pytest.mark.parametrize("path", ["/a b", "/..", "/å", "/a//b", '/"x'])
def test_what_is_no_path_is_told(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_BASE_PATH", path)
    with pytest.raises(NyckeltalError, match="NYCKELTAL_BASE_PATH"):
        Settings.from_environment()


def test_every_link_in_a_letter_and_a_feed_leads_under_the_path_and_is_there(
    under: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = current_access()
    near(access)
    for login in ("ada", "olle"):
        asks(access, login, "samarbetet", "kommunen", "mina")
    Contacts(access._engine).save(person(access, "kim"), "kim@kommun.se", ("omradet",), datetime.now(UTC))
    token = Feeds(access._engine).make(person(access, "olle"), datetime.now(UTC))
    feeds = [f"{path}{of}" for path in ("/nytt.atom", "/aret/kalender.ics") for of in ("?kommun=0126",)]
    said = {feed: under.get(f"{BASE}{feed}").text for feed in (*feeds, f"/kalender/{token}.ics")}
    with mail_settings(monkeypatch) as box:
        assert main(["remind"]) == 0
    assert len(box.letters) == 3
    for letter in box.letters:
        said[str(letter["To"])] = f"{letter.get_content()} {letter['List-Unsubscribe'] or ''}"
    for where, text in said.items():
        led = [unescape(to) for to in _WHOLE.findall(text.replace("\r\n ", "")) if "www.w3.org" not in to]
        assert led, where
        for to in led:
            of = SERVICE if "@" in where else "http://localhost"
            assert to.startswith(f"{of}{BASE}/"), (where, to)
            assert under.page(to.removeprefix(of)).status == 200, (where, to)

"""Signing in over HTTP: who is let in, what the browser keeps, and what other sites cannot do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.applications import Starlette

from core.access import passwords
from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.service import Access, current_access, opened_state
from core.access.throttle import FREE_FOR_ADDRESS
from core.features.accounts.sign_in import sign_in_routes
from tests.site.asgi import HOST, PATIENCE, Answer, Browser, looping

PASSWORD = "blå åsnor äter höö"
RIGHT = {"namn": "anna", "losenord": PASSWORD, "till": "/indikator?kommun=0126&nyckeltal=N15001"}
WRONG = RIGHT | {"losenord": "fel"}


@pytest.fixture
def access(data_dir: Path) -> Iterator[Access]:
    """The server's own, on an empty database."""
    opened_state.cache_clear()
    yield current_access()
    opened_state(f"sqlite:///{data_dir / 'state.sqlite'}").close()
    opened_state.cache_clear()


@pytest.fixture
def anna(access: Access) -> Person:
    details = Details("Anna Ek", Role.CONVENOR, None, ("grundskola",))
    return access.accounts.add(
        "anna", details, PASSWORD, by=at_the_terminal("drift"), now=datetime.now(UTC), is_own=True
    )


@pytest.fixture
def browser(anna: Person) -> Iterator[Browser]:
    with looping() as loop:
        yield Browser(loop, Starlette(routes=sign_in_routes()))


def cookie(answer: Answer) -> tuple[str, set[str]]:
    """The cookie's value and its attributes."""
    [text] = [one for one in answer.headers.getlist("set-cookie") if not one.startswith("nyckeltal-enhet=")]
    pair, *attributes = text.split("; ")
    name, _, value = pair.partition("=")
    assert name == "nyckeltal"
    return value, set(attributes)


def who(access: Access, token: str) -> Person:
    return access.person_of(token, datetime.now(UTC))


def test_the_right_password_gives_a_session_and_leads_back_to_the_same_view(
    browser: Browser, access: Access, anna: Person
) -> None:
    answer = browser.post("/logga-in", RIGHT)
    assert (answer.status, answer.headers["location"]) == (303, RIGHT["till"])
    token, attributes = cookie(answer)
    assert attributes == {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}
    assert who(access, token) == anna
    assert answer.headers["cache-control"] == "no-store"


def test_who_was_given_her_password_comes_to_where_she_changes_it(browser: Browser, access: Access) -> None:
    by, now = at_the_terminal("drift"), datetime.now(UTC)
    access.accounts.set_password("anna", PASSWORD, by=by, now=now)
    answer = browser.post("/logga-in", RIGHT)
    assert answer.headers["location"] == f"/konto?{urlencode({'till': RIGHT['till']})}"


def test_the_session_says_what_it_was_begun_with(browser: Browser, access: Access) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1"
    token, _ = cookie(browser.post("/logga-in", RIGHT, user_agent=agent))
    [session] = access.sessions_of(who(access, token), datetime.now(UTC))
    assert session.device == "Safari på iPhone"


@pytest.mark.parametrize(
    ("scheme", "host", "is_secure"),
    [
        ("http", "localhost:8501", False),
        ("http", "127.0.0.1:8501", False),
        ("http", "[::1]:8501", False),
        ("https", "localhost:8501", True),
        ("http", HOST, True),
        ("http", "localhost.ond.test", True),
        ("http", "127.0.0.1.ond.test", True),
    ],
)
def test_the_cookie_is_secure_except_on_plain_localhost(
    browser: Browser, scheme: str, host: str, is_secure: bool
) -> None:
    browser.scheme = scheme
    for path, form in (("/logga-in", RIGHT), ("/logga-ut", {})):
        answer = browser.post(path, form, host=host, origin=f"{scheme}://{host}")
        assert ("Secure" in cookie(answer)[1]) is is_secure


@pytest.mark.parametrize("form", [WRONG, RIGHT | {"namn": "finnsinte"}, {}, {"namn": "anna"}, {"losenord": PASSWORD}])
def test_a_wrong_name_or_password_leads_back_to_the_form_and_is_not_repeated(
    browser: Browser, form: dict[str, str]
) -> None:
    answer = browser.post("/logga-in", form)
    address = urlsplit(answer.headers["location"])
    assert (answer.status, address.path) == (303, "/logga-in")
    assert parse_qs(address.query) == {"fel": ["namn-eller-losenord"], "till": [form.get("till", "/")]}
    assert "set-cookie" not in answer.headers
    assert answer.content == b""


def test_who_has_guessed_too_often_is_told_how_long_to_wait(browser: Browser) -> None:
    for _ in range(6):
        browser.post("/logga-in", WRONG)
    answer = browser.post("/logga-in", RIGHT)
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (told["fel"], told["till"]) == (["vanta"], [RIGHT["till"]])
    assert told["sekunder"][0] in ("1", "2")
    assert "set-cookie" not in answer.headers


def test_a_token_is_worth_nothing_after_signing_out(browser: Browser, access: Access) -> None:
    token, _ = cookie(browser.post("/logga-in", RIGHT))
    answer = browser.post("/logga-ut", {"till": "/om"}, cookie=f"nyckeltal={token}")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert (answer.status, answer.headers["location"]) == (303, "/om")
    value, attributes = cookie(answer)
    assert value in ("", '""')
    assert "Max-Age=0" in attributes
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= attributes
    assert who(access, token) == READER


def test_signing_out_without_being_signed_in_does_nothing(browser: Browser) -> None:
    for given in (None, "nyckeltal=x", "nyckeltal=", "skräp"):
        assert browser.post("/logga-ut", {}, cookie=given).status == 303


def test_every_sign_in_has_a_new_token_whatever_the_browser_had(browser: Browser, access: Access, anna: Person) -> None:
    planted = "x" * 43
    first, _ = cookie(browser.post("/logga-in", RIGHT, cookie=f"nyckeltal={planted}"))
    second, _ = cookie(browser.post("/logga-in", RIGHT, cookie=f"nyckeltal={first}"))
    assert len({planted, first, second}) == 3
    # The session that the browser had is over.
    assert [who(access, token) for token in (planted, first, second)] == [READER, READER, anna]


def test_a_failed_sign_in_leaves_the_session_that_was(browser: Browser, access: Access, anna: Person) -> None:
    token, _ = cookie(browser.post("/logga-in", RIGHT))
    browser.post("/logga-in", WRONG, cookie=f"nyckeltal={token}")
    assert who(access, token) == anna


@pytest.mark.parametrize("extra", ["roll", "role", "kommun", "omrade", "areas", "municipality", "is_active"])
def test_no_role_area_or_municipality_is_taken_from_the_client(
    browser: Browser, access: Access, anna: Person, extra: str
) -> None:
    token, _ = cookie(browser.post("/logga-in", RIGHT | {extra: "administrator"}, cookie=f"{extra}=administrator"))
    assert who(access, token) == anna


HERE = f"https://{HOST}"


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"origin": HERE}, True),
        ({"origin": HERE.upper()}, False),
        ({"origin": HERE, "sec_fetch_site": "same-origin"}, True),
        ({"origin": None, "sec_fetch_site": "same-origin"}, True),
        ({"origin": None, "sec_fetch_site": "none"}, True),
        ({"origin": None}, True),
        ({"origin": None, "sec_fetch_site": "cross-site"}, False),
        ({"origin": None, "sec_fetch_site": "same-site"}, False),
        ({"origin": "https://ond.test"}, False),
        ({"origin": "https://ond.test", "sec_fetch_site": "same-origin"}, False),
        ({"origin": f"https://{HOST}.ond.test"}, False),
        ({"origin": f"https://{HOST}:444"}, False),
        ({"origin": f"https://ond.test@{HOST}"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "https://["}, False),
        ({"origin": "null", "host": ""}, False),
        ({"origin": "", "host": None}, False),
        ({"origin": f"file://{HOST}"}, False),
    ],
)
def test_only_forms_from_here_are_taken(
    browser: Browser, access: Access, anna: Person, headers: dict[str, str | None], is_taken: bool
) -> None:
    token, _ = cookie(browser.post("/logga-in", RIGHT))
    signed_in = browser.post("/logga-in", RIGHT, **headers)
    signed_out = browser.post("/logga-ut", {}, cookie=f"nyckeltal={token}", **headers)
    assert {signed_in.status, signed_out.status} == ({303} if is_taken else {403})
    assert ("set-cookie" in signed_in.headers) is is_taken
    assert who(access, token) == (READER if is_taken else anna)


@pytest.mark.parametrize(
    "till", ["//ond.test", "https://ond.test", "/\\ond.test", "/\t/ond.test", "/logga-in", "x" * 5000]
)
def test_nobody_is_led_away_from_here(browser: Browser, till: str) -> None:
    assert browser.post("/logga-in", RIGHT | {"till": till}).headers["location"] == "/"
    assert browser.post("/logga-ut", {"till": till}).headers["location"] == "/"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (urlencode(RIGHT | {"mer": "x" * 8000}).encode(), 413),
        (b"x" * 1_000_000, 413),
        (b"&".join(b"a=%d" % i for i in range(61)), 400),
        (b"\xff\xfe\x00namn=%ff%00&losenord=%00", 303),
        (b"namn=%ED%A0%80&losenord=%ED%A0%80", 303),
        (b"", 303),
        (b"namn", 303),
    ],
)
def test_a_strange_body_is_refused_or_wrong_but_never_a_fault(browser: Browser, body: bytes, status: int) -> None:
    answer = browser.post("/logga-in", body)
    assert answer.status == status
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("kind", [None, "text/plain", "multipart/form-data; boundary=x", "application/json"])
def test_only_a_plain_form_is_read(browser: Browser, kind: str | None) -> None:
    assert browser.post("/logga-in", RIGHT, content_type=kind).status == 415


def test_a_form_with_a_charset_is_a_form(browser: Browser) -> None:
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    assert "set-cookie" in browser.post("/logga-in", RIGHT, content_type=kind).headers


def test_addresses_are_slowed_down_each_for_itself(browser: Browser) -> None:
    for number in range(31):
        browser.post("/logga-in", {"namn": f"namn{number}", "losenord": "fel"})
    assert "vanta" in browser.post("/logga-in", RIGHT).headers["location"]
    browser.address = "198.51.100.7"
    assert "set-cookie" in browser.post("/logga-in", RIGHT, x_forwarded_for="192.0.2.1").headers


def test_a_database_that_does_not_answer_is_told_without_a_trace(
    browser: Browser, data_dir: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", "postgresql://anna:hemlig@127.0.0.1:1/x")
    answer = browser.post("/logga-in", RIGHT)
    assert answer.status == 503
    assert answer.text == "Det går inte just nu. Försök igen om en stund."
    assert PASSWORD not in caplog.text
    assert "hemlig" not in caplog.text


def device(answer: Answer) -> tuple[str, set[str]]:
    """What the browser keeps to be known again, and its attributes."""
    [text] = [one for one in answer.headers.getlist("set-cookie") if one.startswith("nyckeltal-enhet=")]
    pair, *attributes = text.split("; ")
    return pair, set(attributes)


def test_a_device_that_has_signed_in_is_known_for_a_year_and_stays_the_same(browser: Browser) -> None:
    kept, attributes = device(browser.post("/logga-in", RIGHT))
    assert attributes == {"HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=lax", "Secure"}
    assert device(browser.post("/logga-in", RIGHT, cookie=kept))[0] == kept
    assert device(browser.post("/logga-in", RIGHT))[0] != kept
    assert "enhet" not in str(browser.post("/logga-in", WRONG).headers)


def test_whoever_comes_by_a_known_device_never_waits_for_others_at_her_address(browser: Browser) -> None:
    kept, _ = device(browser.post("/logga-in", RIGHT))
    for number in range(FREE_FOR_ADDRESS + 1):
        browser.post("/logga-in", WRONG | {"namn": f"namn{number}"})
    assert "vanta" in browser.post("/logga-in", RIGHT).headers["location"]
    assert browser.post("/logga-in", RIGHT, cookie=kept).headers["location"] == RIGHT["till"]


class _Bell:
    """Passwords that are looked at until it rings."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._rung, self.begun = threading.Event(), threading.Semaphore(0)
        verify = passwords.verified
        monkeypatch.setattr(passwords, "verified", lambda *given: self._waits() and verify(*given))

    def _waits(self) -> bool:
        self.begun.release()
        return self._rung.wait(PATIENCE)

    def ring(self) -> None:
        self._rung.set()


def test_sign_ins_wait_in_a_bounded_queue_that_a_known_device_goes_past(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, _ = device(browser.post("/logga-in", RIGHT))
    bell = _Bell(monkeypatch)
    with ThreadPoolExecutor(60) as pool:

        def come(address: str, **headers: str) -> Future[Answer]:
            return pool.submit(replace(browser, address=address).post, "/logga-in", WRONG | {"namn": "x"}, **headers)

        # Fifty from one network, of whom nine may wait; then as many as there is room for, and one more.
        flood = [come(f"2001:db8:1:2::{number}") for number in range(50)]
        refused = [done.result() for done in islice(as_completed(flood), 50 - 9)]
        others = [come(f"192.0.2.{number}") for number in range(20)]
        refused += [done.result() for done in islice(as_completed(others), 20 - 9)]
        assert {(answer.status, answer.headers["retry-after"]) for answer in refused} == {(503, "10")}
        assert "ladda om sidan" in refused[0].text
        for _ in range(2):
            assert bell.begun.acquire(timeout=PATIENCE)
        known = pool.submit(browser.post, "/logga-in", RIGHT, cookie=kept)
        # She is looked at while eighteen strangers before her still wait.
        assert bell.begun.acquire(timeout=PATIENCE)
        bell.ring()
        assert known.result().headers["location"] == RIGHT["till"]
        assert all(done.result().status in (303, 503) for done in flood + others)

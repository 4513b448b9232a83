"""What stands around every answer: no websocket from elsewhere, no cookie that is not ours, and TLS for good."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import anyio.to_thread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.runtime_util import get_max_message_size_bytes
from streamlit.web.server.starlette import starlette_websocket

from core.site import middleware
from core.site.middleware import Guard
from core.site.site import FEATURES
from tests.site.asgi import PATIENCE, Answer, Client, run

HOST = "nyckeltal.test"


def answered(type_: str, headers: list[tuple[str, str]], scheme: str = "http") -> tuple[list[Message], list[str]]:
    """What the guard sends, and the types of the requests that came through to the app behind it."""
    sent: list[Message] = []
    came: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        came.append(scope["type"])
        if scope["type"] == "http":
            response = PlainTextResponse("ja")
            response.set_cookie("_streamlit_xsrf", "x")
            response.set_cookie("nyckeltal", "y")
            response.set_cookie("_streamlit_session", "z")
            await response(scope, receive, send)
        else:
            await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": f"{type_}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": type_, "method": "GET", "path": "/_stcore/stream", "query_string": b""}
    scope |= {"scheme": scheme, "headers": [(name.encode(), text.encode("latin-1")) for name, text in headers]}
    run(Guard(app)(scope, receive, send))
    return sent, came


@pytest.mark.parametrize(
    "origin",
    [
        "https://ond.test",
        "https://nyckeltal.test:9999",
        "http://localhost",
        "http://127.0.0.1",
        "https://nyckeltal.test.ond.test",
        "https://ond.test@nyckeltal.test",
        "HTTPS://NYCKELTAL.TEST",
        "file://nyckeltal.test",
        "null",
        "",
        "http://[",
    ],
)
def test_a_websocket_from_another_place_never_reaches_streamlit(origin: str) -> None:
    sent, came = answered("websocket", [("host", HOST), ("origin", origin)])
    assert (sent, came) == ([{"type": "websocket.close", "code": 1008}], [])


@pytest.mark.parametrize("headers", [[("origin", f"https://{HOST}")], [("origin", f"http://{HOST}")], []])
def test_a_websocket_of_our_own_pages_or_of_no_browser_is_let_in(headers: list[tuple[str, str]]) -> None:
    assert answered("websocket", [("host", HOST), *headers])[0] == [{"type": "websocket.accept"}]


_NAMES = st.sampled_from(
    [HOST, HOST.upper(), "localhost", "LOCALHOST:8501", "localhost:8501", "a@b", "[::1]:1", "", "å"]
)


@given(
    _NAMES, st.sampled_from(["https://", "http://", "HTTP://", "//", "", "ws://"]), _NAMES, st.sampled_from(["", "/x"])
)
def test_whom_we_let_in_streamlit_does_too_without_asking_anybody(host: str, scheme: str, name: str, end: str) -> None:
    origin = f"{scheme}{name}{end}"
    if not answered("websocket", [("host", host), ("origin", origin)])[1]:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(starlette_websocket, "is_url_from_allowed_origins", lambda _: pytest.fail("asked who we are"))
        assert starlette_websocket._is_origin_allowed(origin, host)


def test_a_frame_takes_little_room() -> None:
    # What uvicorn refuses by the frame's own head, before it has come.
    assert get_max_message_size_bytes() <= 4_000_000


def header(sent: list[Message], name: str) -> list[str]:
    return [text.decode() for key, text in sent[0]["headers"] if key == name.encode()]


def test_streamlits_own_cookies_go_and_ours_stay() -> None:
    sent, _ = answered("http", [])
    assert [text.partition("=")[0] for text in header(sent, "set-cookie")] == ["nyckeltal"]


def test_a_crowd_of_pages_keeps_no_thread_from_others_and_the_last_are_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, painted = threading.Event(), []

    def paint(path: str, *_: object) -> bytes:
        painted.append(path)
        assert goes_on.wait(PATIENCE)
        return b"sida"

    monkeypatch.setattr(middleware, "painted_page", paint)
    monkeypatch.setattr(middleware, "_PAINTED_AT_ONCE", 3)
    monkeypatch.setattr(middleware, "_MOST_WAITING", 20)

    async def crowd() -> list[Answer]:
        client = Client(Guard(PlainTextResponse("ja")), asyncio.get_running_loop())
        asked = [asyncio.create_task(client.asked("/om")) for _ in range(60)]
        while len(painted) < 3:
            await asyncio.sleep(0)
        assert anyio.to_thread.current_default_thread_limiter().borrowed_tokens == 0
        goes_on.set()
        return await asyncio.gather(*asked)

    answers = run(crowd())
    assert [answer.status for answer in answers].count(200) == len(painted) == 23
    assert {answer.headers.get("retry-after") for answer in answers if answer.status == 503} == {"10"}
    assert all("content-security-policy" in answer.headers for answer in answers)


@pytest.mark.parametrize(("scheme", "told"), [("https", ["max-age=31536000"]), ("http", [])])
def test_whoever_has_come_by_tls_is_told_to_go_on_so(scheme: str, told: list[str]) -> None:
    assert header(answered("http", [], scheme)[0], "strict-transport-security") == told


def test_what_a_feature_answers_is_let_through_to_it() -> None:
    asked = [
        route.path.replace("{kind}", "pdf")
        for feature in FEATURES
        for route in feature.routes()
        if isinstance(route, Route) and "GET" in (route.methods or ())
    ]
    assert {"/avstamning/bilaga.pdf", "/sok.json"} <= set(asked)
    assert [path for path in asked if not middleware._leads_somewhere(path)] == []
    assert not middleware._leads_somewhere("/finns-inte/fil.pdf")

"""Forms with a file: what is sent comes as it was, and what is no form of ours is refused in words."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from core.errors import NyckeltalError
from core.web import forms
from core.web.forms import Form, SentFile, file_routes, form_routes, redirected
from core.web.notices import NOTICE_PARAM, unsealed
from tests.site.asgi import HOST, Answer, Browser, looping, run

MOST = 3000
Came = list[tuple[Form, SentFile | None]]


def multipart(*parts: tuple[str, str | None, bytes], boundary: str = "gräns") -> bytes:
    """The body of a form: (field, file's name or None, content)."""
    body = b""
    for field, file_name, content in parts:
        about = f'form-data; name="{field}"' + (f'; filename="{file_name}"' if file_name is not None else "")
        body += f"--{boundary}\r\nContent-Disposition: {about}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode()


def sender(request: Request) -> str:
    """Anna, unless the test says otherwise; "" for a guest."""
    return "" if "x-guest" in request.headers else request.headers.get("x-login", "anna")


@pytest.fixture
def came() -> Came:
    return []


@pytest.fixture
def send(came: Came) -> Iterator[Callable[..., Answer]]:
    """Sends a body as a browser does; a boundary of ASCII letters, as theirs are."""

    def answer(request: Request, form: Form, file: SentFile | None) -> Response:
        came.append((form, file))
        if form.get("brist"):
            raise NyckeltalError("Databasen svarar inte.", "Vänta.")
        return redirected("/tack")

    with looping() as loop:
        routes = file_routes({"/fil": answer}, at_once=1, most_bytes=MOST, sender=sender)
        browser = Browser(loop, Starlette(routes=routes))

        def post(*parts: tuple[str, str | None, bytes], **headers: str | None) -> Answer:
            usual: dict[str, str | None] = {"content_type": "multipart/form-data; boundary=grans"}
            return browser.post("/fil", multipart(*parts, boundary="grans"), **usual | headers)

        yield post


def test_the_file_and_the_fields_come_as_they_were_sent(send: Callable[..., Answer], came: Came) -> None:
    content = bytes(range(256)) + "åäö\r\n--grän".encode()
    answer = send(("arbete", None, b"7"), ("fil", "åäö <b>.csv", content), ("namn", None, "Åsa".encode()))
    assert (answer.status, answer.headers["location"], answer.headers["cache-control"]) == (303, "/tack", "no-store")
    assert came == [({"arbete": "7", "namn": "Åsa"}, SentFile("åäö <b>.csv", content))]


def test_a_file_that_was_not_chosen_is_none(send: Callable[..., Answer], came: Came) -> None:
    send(("arbete", None, b"7"), ("fil", "", b""))
    send(("arbete", None, b"8"))
    assert came == [({"arbete": "7"}, None), ({"arbete": "8"}, None)]


def test_an_empty_file_with_a_name_is_a_file(send: Callable[..., Answer], came: Came) -> None:
    send(("fil", "tom.csv", b""))
    assert came == [({}, SentFile("tom.csv", b""))]


@pytest.mark.parametrize(("size", "kept"), [(MOST, MOST), (MOST + 1, MOST + 1), (MOST * 2, MOST + 1)])
def test_a_file_that_is_too_large_is_cut_so_that_it_can_be_told(
    send: Callable[..., Answer], came: Came, size: int, kept: int
) -> None:
    assert send(("fil", "stor.csv", b"x" * size)).status == 303
    [(_, file)] = came
    assert file is not None
    assert len(file.content) == kept


def test_what_is_far_too_large_is_not_even_read(
    send: Callable[..., Answer], came: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_SENT_BYTES", 5000)
    answer = send(("fil", "stor.csv", b"x" * 6000))
    assert (answer.status, came) == (413, [])
    assert "för stort" in answer.text


@pytest.mark.parametrize("origin", ["https://ond.plats", "null", "https://nyckeltal.test.ond.plats"])
def test_a_form_on_another_site_sends_nothing(send: Callable[..., Answer], came: Came, origin: str) -> None:
    answer = send(("fil", "a.csv", b"1"), origin=origin)
    assert (answer.status, came) == (403, [])


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/csv", "application/json", None])
def test_what_is_no_form_with_a_file_is_refused(send: Callable[..., Answer], came: Came, kind: str | None) -> None:
    answer = send(("fil", "a.csv", b"1"), content_type=kind)
    assert (answer.status, came) == (415, [])


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=annan"])
def test_a_form_without_its_boundary_is_refused_in_words(send: Callable[..., Answer], came: Came, kind: str) -> None:
    answer = send(("fil", "a.csv", b"1"), content_type=kind)
    assert (answer.status, came) == (400, [])
    assert answer.text == "Formuläret går inte att läsa."


def test_a_broken_form_is_refused_in_words(came: Came) -> None:
    with looping() as loop:
        routes = file_routes(
            {"/fil": lambda request, form, file: redirected("/")}, at_once=1, most_bytes=MOST, sender=sender
        )
        browser = Browser(loop, Starlette(routes=routes))
        for body in (
            b"",
            b"--grans",
            b"--grans\r\n\r\n\r\n--grans--\r\n",
            b"--grans\r\nContent-Disposition: form-data\r\n\r\nx\r\n--grans--\r\n",
            b"\xff\xfe\x00" * 50,
            b"--grans\r\n" + b"X: y\r\n" * 3000,
        ):
            answer = browser.post("/fil", body, content_type="multipart/form-data; boundary=grans")
            # An empty body is a form without fields to some, and broken to others; never a fault of ours.
            assert answer.status in (303, 400), body


def test_two_files_and_a_field_that_is_too_long_are_refused(send: Callable[..., Answer], came: Came) -> None:
    assert send(("fil", "a.csv", b"1"), ("fil", "b.csv", b"2")).status == 400
    assert send(("text", None, b"x" * 9000), ("fil", "a.csv", b"1")).status == 400
    assert send(*((f"f{number}", None, b"1") for number in range(100))).status == 400
    assert came == []


def test_a_store_that_is_broken_is_told_without_a_trace(send: Callable[..., Answer], came: Came) -> None:
    answer = send(("brist", None, b"ja"), ("fil", "a.csv", b"1"))
    assert (answer.status, "Försök igen" in answer.text, "Traceback" in answer.text) == (503, True, False)


def test_a_strangers_file_is_not_even_received(send: Callable[..., Answer], came: Came) -> None:
    answer = send(("fil", "a.csv", b"1"), x_guest="ja")
    assert (answer.status, came) == (401, [])
    assert "inte inloggad" in answer.text


def test_a_refusal_is_told_on_the_page_that_one_came_from(send: Callable[..., Answer]) -> None:
    answer = send(("fil", "a.csv", b"1"), x_guest="ja", referer=f"https://{HOST}/lagg-in?arbete=7&besked=gammalt")
    target = urlsplit(answer.headers["location"])
    params = parse_qs(target.query)
    assert (answer.status, target.netloc, target.path, params["arbete"]) == (303, "", "/lagg-in", ["7"])
    notice = unsealed(params[NOTICE_PARAM][0])
    assert notice is not None
    assert "inte inloggad" in notice.text


@pytest.mark.parametrize("page", ["https://ond.plats/lagg-in", f"https://{HOST}//ond.plats/", "skräp", ""])
def test_nobody_is_led_to_another_place_by_a_refusal(send: Callable[..., Answer], page: str) -> None:
    assert send(("fil", "a.csv", b"1"), x_guest="ja", referer=page).status == 401


@dataclass
class Slow:
    """A browser whose bodies never end; it is known what has been read of them, and every answer."""

    app: Starlette
    read: asyncio.Queue[str] = dataclasses.field(default_factory=asyncio.Queue)

    async def post(self, path: str, login: str = "anna", kind: str = "multipart/form-data; boundary=grans") -> Message:
        """The beginning of the answer."""
        sent: list[Message] = []

        async def receive() -> Message:
            self.read.put_nowait(login)
            return await asyncio.Event().wait() and {}

        async def send(message: Message) -> None:
            sent.append(message)

        named = {"host": HOST, "origin": f"https://{HOST}", "content-type": kind, "x-login": login}
        scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "client": ("192.0.2.1", 1)}
        scope["headers"] = [(name.encode(), text.encode()) for name, text in named.items()]
        await self.app(scope, receive, send)
        return sent[0]


@pytest.fixture
def slow() -> Slow:
    routes = file_routes({"/fil": lambda *_: redirected("/")}, at_once=1, most_bytes=MOST, sender=sender)
    return Slow(Starlette(routes=[*routes, *form_routes({"/form": lambda *_: redirected("/")}, at_once=1)]))


def test_slow_files_of_one_account_leave_room_for_the_others(slow: Slow) -> None:
    async def watched() -> tuple[list[int], list[str]]:
        hers = [asyncio.create_task(slow.post("/fil", "anna")) for _ in range(8)]
        done, _ = await asyncio.wait(hers, return_when=asyncio.FIRST_COMPLETED)
        while len(done) < 6:
            more, _ = await asyncio.wait([task for task in hers if task not in done], return_when="FIRST_COMPLETED")
            done |= more
        his = asyncio.create_task(slow.post("/fil", "bo"))
        read = [await slow.read.get() for _ in range(3)]
        for task in (*hers, his):
            task.cancel()
        await asyncio.gather(*hers, his, return_exceptions=True)
        return [task.result()["status"] for task in done], read

    assert run(watched()) == ([503] * 6, ["anna", "anna", "bo"])


@pytest.mark.parametrize(("path", "kind"), [("/fil", None), ("/form", "application/x-www-form-urlencoded")])
def test_a_body_that_never_ends_is_let_go(
    slow: Slow, path: str, kind: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_RECEIVED_FOR", "_FORM_FOR"):
        monkeypatch.setattr(forms, name, 0)
    answer = run(slow.post(path, **({"kind": kind} if kind else {})))
    assert answer["status"] == 408

"""Forms that are posted: only from our own pages, bounded, and answered in a thread of their own."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

import anyio
import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core.access.form import COOKIE
from core.access.service import current_access
from core.errors import NyckeltalError
from core.web.alone import NO_STORE, busy
from core.web.base_path import within
from core.web.notices import NOTICE_PARAM, Notice, sealed
from core.web.queues import FullError, Queue, asker_of

MOST_BYTES = 8_000
MOST_FIELDS = 60
# A larger body than this is not even read to its end; up to it the page can say what is too large.
MOST_SENT_BYTES = 50_000_000
# So many files are received at the same time, of one account this many, each for so long: a slow line is not a closed
# one. A form, which may have a table pasted into it, is sent quicker.
_RECEIVED_AT_ONCE, _OF_ONE_ACCOUNT, _RECEIVED_FOR, _FORM_FOR = 16, 2, 180, 60
# So many forms wait, of one network this many: a whole office may share one address.
_MOST_WAITING, _OF_ONE_NETWORK = 60, 40

_PARSED_AT_ONCE = anyio.CapacityLimiter(1)

_FORM = "application/x-www-form-urlencoded"
_WITH_FILE = "multipart/form-data"
_NOT_SIGNED_IN = "Du är inte inloggad längre. Logga in i en annan flik och skicka filen igen härifrån."
_NOT_KEPT = {"Cache-Control": NO_STORE}

# Fields by name; of one that is ticked several times all values, with a space between.
Form = Mapping[str, str]
Answer = Callable[[Request, Form], Response]


@dataclass(frozen=True)
class SentFile:
    """A file as it came. ``name`` is the sender's own text; of a larger one ``content`` has the first bytes only."""

    name: str
    content: bytes


# Which queue a form waits in, and who she is that waits; told in a thread.
Line = Callable[[Request, Form], tuple[Queue, str]]
# None where no file was chosen.
FileAnswer = Callable[[Request, Form, SentFile | None], Response]

log = logging.getLogger(__name__)


class _RefusedError(Exception):
    """A request that is no form of ours."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


def signed_in_login(request: Request) -> str:
    """The login of whoever sends REQUEST; "" for a stranger."""
    return current_access().person_of(request.cookies.get(COOKIE), datetime.now(UTC)).login


def writers_login(request: Request) -> str:
    """The same, and of whose session was over: her file is kept until she signs in."""
    return current_access().writer_of(request.cookies.get(COOKIE), datetime.now(UTC)).login


def address_of(request: Request) -> str:
    """The network address that REQUEST comes from; behind a proxy, what that tells."""
    return request.client.host if request.client else ""


def form_routes(
    answers: Mapping[str, Answer],
    *,
    at_once: int,
    most_bytes: int = MOST_BYTES,
    most_fields: int = MOST_FIELDS,
    line: Line | None = None,
    queue: Queue | None = None,
    is_read: bool = True,
) -> list[BaseRoute]:
    """POST routes by path for forms of at most MOST_BYTES and MOST_FIELDS; not IS_READ where the address says all.

    At most AT_ONCE of them are answered at the same time, others wait: in QUEUE, and where LINE is given in what it
    tells.
    """
    waiting = queue or Queue(at_once, _MOST_WAITING, most_each=_OF_ONE_NETWORK)

    def route(path: str, answer: Answer) -> Route:
        async def work(request: Request) -> Response:
            with _in_time(_FORM_FOR, "Det tog för lång tid att ta emot formuläret. Försök igen."):
                form = await _form(request, most_bytes, most_fields) if is_read else {}
            told = await anyio.to_thread.run_sync(line, request, form) if line else (waiting, asker_of(request))
            chosen, asker = told
            return await chosen.work(partial(answer, request, form), asker)

        return Route(path, partial(_answered, work), methods=["POST"])

    return [route(path, answer) for path, answer in answers.items()]


def file_routes(
    answers: Mapping[str, FileAnswer],
    *,
    at_once: int,
    most_bytes: int,
    sender: Callable[[Request], str] = signed_in_login,
) -> list[BaseRoute]:
    """As ``form_routes``, for forms with one file: ``content`` has at most one byte more than MOST_BYTES.

    Only of those whose login SENDER knows; what they may do is asked later, as everywhere.
    """
    queue = Queue(at_once, _MOST_WAITING)
    receiving = Queue(_RECEIVED_AT_ONCE, _MOST_WAITING, most_each=_OF_ONE_ACCOUNT)

    def route(path: str, answer: FileAnswer) -> Route:
        async def work(request: Request) -> Response:
            # Before the body: a stranger's file is not even received.
            login = await anyio.to_thread.run_sync(sender, request)
            if not login:
                raise _RefusedError(HTTPStatus.UNAUTHORIZED, _NOT_SIGNED_IN)
            async with receiving.turn(login):
                with _in_time(_RECEIVED_FOR, "Det tog för lång tid att ta emot filen. Försök igen."):
                    form, file = await _form_with_file(request, most_bytes)
                return await queue.work(partial(answer, request, form, file))

        return Route(path, partial(_answered, work), methods=["POST"])

    return [route(path, answer) for path, answer in answers.items()]


def redirected(address: str) -> Response:
    """The answer to a form: go on to ADDRESS, where a reload sends nothing again."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, _NOT_KEPT)


def is_from_here(request: HTTPConnection) -> bool:
    """Whether a page of ours sent the form, or opened the websocket: others could act as a reader unknown to her.

    Browsers say with each of them where it comes from, both names in small letters, so that they are compared as they
    stand; what says nothing at all is no browser, and has nobody's cookie.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    try:
        sent_from = urlsplit(origin)
    except ValueError:
        return False
    # The scheme is not compared: behind a proxy the server may not know its own.
    host = request.headers.get("host", "")
    return sent_from.scheme in ("http", "https") and sent_from.netloc == host != ""


async def _answered(work: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """What WORK makes of REQUEST, which comes from here; in a thread of its own, for passwords and databases are slow.

    What is no form of ours, and what cannot be answered now, is said in words.
    """
    try:
        _require_from_here(request)
        return await work(request)
    except _RefusedError as error:
        return _told(request, error)
    except FullError:
        return busy()
    except NyckeltalError:
        log.exception("a form could not be answered: %s", request.url.path)
        text = "Det går inte just nu. Försök igen om en stund."
        return PlainTextResponse(text, HTTPStatus.SERVICE_UNAVAILABLE, _NOT_KEPT)


def _told(request: Request, error: _RefusedError) -> Response:
    """ERROR on the page that the form was on, where the browser says which; else alone."""
    page = urlsplit(request.headers.get("referer", ""))
    is_ours = error.status is not HTTPStatus.FORBIDDEN and page.netloc == request.headers.get("host", "")
    path = within(page.path)
    if not is_ours or path is None or not page.path.startswith("/") or page.path.startswith("//"):
        return PlainTextResponse(str(error), error.status, _NOT_KEPT)
    params = {name: text for name, text in parse_qsl(page.query) if name != NOTICE_PARAM}
    told = {NOTICE_PARAM: sealed(Notice(str(error), is_good=False))}
    return redirected(f"{path}?{urlencode(params | told)}")


async def _form(request: Request, most_bytes: int, most_fields: int) -> Form:
    """The fields of the body. Raises _RefusedError for what is too large, or no form."""
    _require_kind(request, _FORM)
    body = b"".join([chunk async for chunk in _bounded(request, most_bytes)])
    if len(body) <= MOST_BYTES:
        return _fields(body, most_fields)
    # Two megabytes of %-signs take a while, and a stranger may send them: no page waits for that, only other forms.
    return await anyio.to_thread.run_sync(_fields, body, most_fields, limiter=_PARSED_AT_ONCE)


def _fields(body: bytes, most: int) -> Form:
    """What BODY has under each name; what has one name is parted by spaces. Raises _RefusedError over MOST fields."""
    try:
        # latin-1 takes every byte as it is; what is a letter stands in the %-signs, in UTF-8.
        fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=most)
    except ValueError as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "Formuläret har för många fält.") from error
    form: dict[str, list[str]] = {}
    for name, content in fields:
        form.setdefault(name, []).append(content)
    return {name: " ".join(contents) for name, contents in form.items()}


@contextmanager
def _in_time(seconds: float, otherwise: str) -> Iterator[None]:
    """Refuse, saying OTHERWISE, what is not received within SECONDS."""
    try:
        with anyio.fail_after(seconds):
            yield
    except TimeoutError as error:
        raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT, otherwise) from error


async def _form_with_file(request: Request, most_bytes: int) -> tuple[Form, SentFile | None]:
    """The fields of the body, and its file. Raises _RefusedError as ``_form``."""
    _require_kind(request, _WITH_FILE)
    stream = _bounded(request, MOST_SENT_BYTES)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    try:
        found = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "Formuläret går inte att läsa.") from error
    form, file = {}, None
    for name, content in found.multi_items():
        if isinstance(content, UploadFile):
            file = SentFile(content.filename or "", await content.read(most_bytes + 1))
            await content.close()
        else:
            form[name] = content
    # A browser sends an empty file without a name where none was chosen.
    return form, file if file and (file.name or file.content) else None


def _require_from_here(request: Request) -> None:
    if not is_from_here(request):
        text = "Formuläret kom från en annan webbplats. Gå till vår och försök igen."
        raise _RefusedError(HTTPStatus.FORBIDDEN, text)


def _require_kind(request: Request, kind: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Det här är inget formulär.")


async def _bounded(request: Request, most_bytes: int) -> AsyncGenerator[bytes, None]:
    """The body, as it comes. Raises _RefusedError when it turns out too large."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most_bytes:
            text = f"Det är för stort: högst {_size(most_bytes)} får plats."
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text)
        yield chunk


def _size(n: int) -> str:
    return f"{n // 1_000_000} MB" if n >= 1_000_000 else f"{n // 1_000} kB"

"""One question to Kolada and its JSON answer: politely paced, retried where that may help."""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from pydantic_core import from_json

from core.kolada.errors import (
    KoladaBusy,
    KoladaError,
    KoladaProtocol,
    KoladaRefused,
    KoladaStopped,
    KoladaUnreachable,
    without_secrets,
)
from core.kolada.pace import LONGEST_WAIT, Pace, growing_wait, retry_after_seconds

USER_AGENT = "nyckeltal/0.1"
MAX_IN_FLIGHT = 4
# At most 8 starts a second, and a little to spare: on their way some requests catch up with the one before.
START_INTERVAL = 0.13
MAX_BODY_BYTES = 50_000_000
_MAX_REDIRECTS = 5
_CHUNK_BYTES = 1 << 16
_DETAIL_LENGTH = 300

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Policy:
    """How stubborn a question is.

    ``connect`` and ``read`` are timeouts, in seconds; a Retry-After above ``longest_wait`` seconds ends it.
    """

    tries: int
    connect: float
    read: float
    longest_wait: float


PATIENT = Policy(tries=7, connect=10, read=90, longest_wait=LONGEST_WAIT)
QUICK = Policy(tries=3, connect=4, read=8, longest_wait=3)
# Somebody waits before the screen.
AWAITED = Policy(tries=3, connect=4, read=15, longest_wait=5)


class Transport:
    """Sends GET requests: at most 4 at once and 8 a second, from however many threads.

    Tests may replace ``session_factory`` (makes the sessions), ``clock`` (monotonic seconds), ``sleep``,
    ``jitter`` (a number in [0, 1)) and ``wall_clock`` (seconds since 1970).
    """

    def __init__(
        self,
        *,
        session_factory: Callable[[], requests.Session] = requests.Session,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        jitter: Callable[[], float] = random.random,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """Sends nothing. By default ``sleep`` is a wait that ``close`` ends."""
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._jitter = jitter
        self._wall_clock = wall_clock
        self._pace = Pace(START_INTERVAL, clock=clock, sleep=self._wait)
        self._sessions = [session_factory() for _ in range(MAX_IN_FLIGHT)]
        # A request needs a session and no session serves two at once: lending them out is also the cap.
        # Last in, first out: the warmest connection is used again.
        self._idle: queue.LifoQueue[requests.Session] = queue.LifoQueue()
        for session in self._sessions:
            session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
            self._idle.put(session)

    def close(self) -> None:
        """End all waits with KoladaStopped and close idle connections; a request under way closes its own."""
        self._closed.set()
        for session in self._sessions:
            session.close()

    def get(self, url: str, policy: Policy = PATIENT) -> object:
        """The decoded JSON body of the answer to GET ``url``.

        KoladaUnreachable, KoladaBusy or KoladaProtocol (broken JSON) when ``policy`` allows no more tries;
        KoladaRefused or KoladaProtocol at once where another try cannot help; KoladaStopped after ``close``.
        """
        attempt = 1
        while True:
            try:
                return self._ask(url, policy, attempt)
            except KoladaStopped:
                raise
            except KoladaError as error:
                asked = error.retry_after if isinstance(error, KoladaBusy) else None
                if asked is not None:
                    self._pace.hold(asked)
                if not error.transient or attempt >= policy.tries or (asked or 0) > policy.longest_wait:
                    _log.warning("gave up after %d tries: %s: %s %s", attempt, error.url, error.message, error.detail)
                    raise
                wait = growing_wait(attempt, self._jitter())
                _log.info("try %d: %s: %s %s", attempt, error.url, error.message, error.detail)
            self._wait(wait)
            attempt += 1

    def _wait(self, seconds: float) -> None:
        self._sleep(seconds)
        if self._closed.is_set():
            raise KoladaStopped

    @contextmanager
    def _lent_session(self) -> Iterator[requests.Session]:
        session = self._idle.get()
        try:
            if self._closed.is_set():
                raise KoladaStopped
            yield session
        finally:
            self._idle.put(session)

    def _ask(self, url: str, policy: Policy, attempt: int) -> object:
        """One try, redirects included."""
        with self._lent_session() as session:
            for _ in range(_MAX_REDIRECTS + 1):
                self._pace.wait_turn()
                try:
                    with session.get(
                        url, timeout=(policy.connect, policy.read), allow_redirects=False, stream=True
                    ) as response:
                        if not response.is_redirect:
                            return self._answer(response, attempt)
                        url = _same_host(url, response.headers["Location"])
                except OSError as error:  # requests' own errors are OSErrors too
                    raise KoladaUnreachable(url, _cause(error), tries=attempt, detail=repr(error)) from error
        raise KoladaProtocol(url, "adressen hänvisar vidare i en cirkel")

    def _answer(self, response: requests.Response, attempt: int) -> object:
        url, status, body = response.url, response.status_code, _read(response)
        if status == 429 or status >= 500:
            wait = retry_after_seconds(response.headers.get("Retry-After"), self._wall_clock())
            raise KoladaBusy(url, status, tries=attempt, retry_after=wait)
        if status >= 400:
            raise KoladaRefused(url, status, body[:_DETAIL_LENGTH].decode(errors="replace"))
        kind = response.headers.get("Content-Type", "")
        if "json" not in kind.lower():
            raise KoladaProtocol(url, "det är inga uppgifter", transient=True, detail=f"Content-Type {kind!r}")
        try:
            return from_json(body)
        except ValueError as error:
            raise KoladaProtocol(url, "det är avklippt eller trasigt", transient=True, detail=str(error)) from error


def _read(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise KoladaProtocol(response.url, f"det är större än {MAX_BODY_BYTES // 1_000_000} MB")
    return bytes(body)


def _same_host(url: str, location: str) -> str:
    """The absolute address of a redirect; KoladaProtocol when it leaves the host or gives up encryption."""
    try:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        stays = here.hostname == there.hostname and there.scheme in {here.scheme, "https"}
    except ValueError:
        stays = False
    if not stays:
        raise KoladaProtocol(url, "adressen hänvisar till en annan server", detail=without_secrets(location))
    return target


def _cause(error: OSError) -> str:
    if isinstance(error, requests.Timeout):
        return "inget svar i tid"
    if isinstance(error, requests.exceptions.ProxyError):
        return "nätets proxy svarar inte"
    if isinstance(error, requests.exceptions.SSLError):
        return "ingen säker förbindelse, kontrollera certifikat"
    return "ingen förbindelse, eller så bröts den"

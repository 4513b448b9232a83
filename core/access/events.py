"""What an operator must know of who comes, in one line each: apart from the log of changes, to standard error.

Never a password or a token, a network address only as its key, and of names that nobody has only a key as well:
somebody may have typed her password there.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import SysLogHandler
from pathlib import Path

from core.access.addresses import address_key, keyed
from core.settings import Settings

_SHOWN_OF_KEY = 16
_SYSTEM_LOG = "/dev/log"
_LONGEST = 120
# Of whoever is being answered; '' at the terminal. Kept nowhere, written only as its key.
_address: ContextVar[str] = ContextVar("nyckeltal_address", default="")
_secrets: list[bytes] = []

log = logging.getLogger("nyckeltal.security")


class Event(StrEnum):
    """What may happen."""

    SIGN_IN = "sign-in"
    FAILURE = "sign-in-failed"
    WAIT = "sign-in-delayed"
    SIGN_OUT = "sign-out"
    SESSION_ENDED = "session-ended"
    REFUSAL = "refused"
    ACCOUNT = "account-changed"
    PASSWORD = "password-changed"  # noqa: S105 - an event's name
    EXPORT = "export"
    BACKUP = "backup"
    RESTORE = "restore"
    TARGETS = "targets-changed"


def told(event: Event, account: str, *, about: str = "") -> None:
    """Write that EVENT happened: by ACCOUNT (a login, '' for nobody), to ABOUT, from the address that is answered."""
    address = _address.get()
    facts = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event.value,
        "account": _plain(account) or "-",
        "address": address_key(_secrets[-1], address)[:_SHOWN_OF_KEY] if address and _secrets else "-",
        "about": _plain(about) or "-",
    }
    if Settings.from_environment().logs_json:
        log.info("%s", json.dumps(facts, ensure_ascii=False))
    else:
        log.info("%s", " ".join(f"{name}={json.dumps(text, ensure_ascii=False)}" for name, text in facts.items()))


def unknown(name: str) -> str:
    """What is told of a NAME that nobody has: the same for the same name, and no way back to it."""
    return f"unknown {keyed(_secrets[-1], 'name', name)[:8]}" if _secrets else "unknown"


def is_answering() -> bool:
    """Whether what happens now is done for somebody who has come over the network."""
    return bool(_address.get())


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """What happens inside is done for whoever comes from ADDRESS."""
    before = _address.set(address)
    try:
        yield
    finally:
        _address.reset(before)


def write_events(secret: bytes) -> None:
    """Let events be written to standard error, a line each and nothing around it; addresses are keyed by SECRET."""
    _secrets[:] = [secret]
    if log.handlers:
        return
    _add(logging.StreamHandler())


@contextmanager
def written_at_the_terminal() -> Iterator[None]:
    """What happens inside is written where the system keeps its log; where it has none, to standard error.

    The server's lines go to standard error, which whoever runs it keeps; a terminal's is gone with its window.
    """
    with ExitStack() as at_the_end:
        handler = _system_log() or logging.StreamHandler()
        at_the_end.callback(handler.close)
        at_the_end.callback(log.removeHandler, handler)
        at_the_end.callback(setattr, log, "propagate", log.propagate)
        # Not among the terminal's own warnings too.
        log.propagate = False
        _add(handler)
        yield


class _SystemLog(SysLogHandler):
    """The system's log; what it does not take is written to standard error instead, a line as any other."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Write RECORD where it can be seen."""
        instead = logging.StreamHandler()
        instead.setFormatter(self.formatter)
        instead.emit(record)


def _system_log() -> logging.Handler | None:
    if not Path(_SYSTEM_LOG).is_socket():
        return None
    try:
        found = _SystemLog(_SYSTEM_LOG, SysLogHandler.LOG_AUTH)
    except OSError:
        return None
    found.ident = "nyckeltal: "
    return found


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:_LONGEST])

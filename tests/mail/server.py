"""A mail server that a test starts: it keeps what it takes, and can be told to refuse, to be slow, and to hang up."""

from __future__ import annotations

import socket
import ssl
from asyncio import Transport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Box:
    """What has come, and how the server is to answer: by address to RCPT, and to a whole letter.

    ``hangs_up`` lets it take a letter and part without a word.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    hangs_up: bool = False
    names: list[tuple[str, str]] = field(default_factory=list)
    # Until a test says so, the address ``slow`` is not answered.
    slow: str = ""
    is_over: Event = field(default_factory=Event)

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, *__: Any) -> str:  # noqa: N802 - aiosmtpd's own
        if address == self.slow:
            await server.loop.run_in_executor(None, self.is_over.wait, 60)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        if self.answer.startswith("250"):
            found = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.letters.append(found)
        if self.hangs_up and isinstance(server.transport, Transport):
            server.transport.abort()
        return self.answer

    def authenticated(self, *asked: Any) -> AuthResult:
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        self.names.append((data.login.decode(), data.password.decode()))
        is_right = data.password == b"hemligt"
        return AuthResult(success=is_right, handled=is_right)


class _Server(Controller):
    """On a port that nobody else has."""

    def __init__(self, box: Box, **more: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, hostname="127.0.0.1", port=self._socket.getsockname()[1], **more)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextmanager
def mail_server(box: Box, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server with BOX on the port that is given; with CONTEXT one that wants STARTTLS and a name."""
    tls = {"tls_context": context, "authenticator": box.authenticated, "auth_required": True} if context else {}
    server = _Server(box, **tls)
    server.start()
    try:
        yield server.port
    finally:
        box.is_over.set()
        server.stop()

"""Letters handed to a mail server, one by one: what one address is refused the others do not wait for."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from enum import StrEnum

from core.errors import NyckeltalError
from core.mail.letters import Letter, message_of
from core.settings import MailSecurity, MailSettings

# For each answer of the server; for that to a whole letter, which it may look through for harm.
_PATIENCE, _LONG_PATIENCE = 20.0, 60.0
# Servers part from those who send too much at a time.
_A_CONNECTION = 100
# So many times without a connection, and nobody is tried any more.
_MOST_LOST = 3
_OK = range(200, 300)
# It hangs up; and from here on an answer is for good.
_CLOSING, _FOR_GOOD = 421, 500


class Fate(StrEnum):
    """What became of a letter: taken, its address refused for good, not taken this time, or handed over unanswered."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What became of a letter, and why, in words for who runs the server: no address, no password."""

    fate: Fate
    why: str = ""


class MailServerError(NyckeltalError):
    """The mail server cannot be used at all."""

    def __init__(self, settings: MailSettings, why: str) -> None:
        where = f"E-postservern {settings.host}:{settings.port}"
        super().__init__(f"{where} går inte att använda: {why}.", "Kontrollera inställningarna NYCKELTAL_SMTP_….")


class Post:
    """Hands letters over by SETTINGS, from who is called NAME; the connection is kept between letters.

    Each answer of the server is waited for PATIENCE seconds.
    """

    def __init__(
        self, settings: MailSettings, name: str, now: Callable[[], datetime], patience: float = _PATIENCE
    ) -> None:
        self._settings, self._name, self._now, self._patience = settings, name, now, patience
        self._server: smtplib.SMTP | None = None
        self._handed = self._lost = 0

    def send(self, letter: Letter) -> Outcome:
        """Hand LETTER over. Raises MailServerError where no other can be either: this one is not sent."""
        message = message_of(letter, self._name, self._settings.sender, self._now())
        try:
            server = self._connected()
            not_taken = self._announced(server, letter.to)
        except OSError as error:
            self._lost += 1
            self.close()
            if self._lost >= _MOST_LOST:
                raise MailServerError(self._settings, _words(error)) from None
            return Outcome(Fate.LATER, _words(error))
        self._lost = 0
        return not_taken or self._handed_over(server, message)

    def close(self) -> None:
        """Part from the server."""
        if self._server is not None:
            with suppress(OSError):
                self._server.quit()
            self._server.close()
        self._server, self._handed = None, 0

    def _connected(self) -> smtplib.SMTP:
        if self._server is None or self._handed >= _A_CONNECTION:
            self.close()
            self._server = _opened(self._settings, self._patience)
        return self._server

    def _announced(self, server: smtplib.SMTP, to: str) -> Outcome | None:
        """Tell SERVER that a letter to TO comes: why it will not have one, None where it will. Raises OSError."""
        code, answer = server.mail(self._settings.sender)
        is_for_sender = code not in _OK
        if not is_for_sender:
            code, answer = server.rcpt(to)
        if code in _OK:
            return None
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected
        with suppress(OSError):
            server.rset()
        fate = Fate.LATER if is_for_sender or code < _FOR_GOOD else Fate.REFUSED
        return Outcome(fate, f"servern svarade {code} {_plain(answer, to)}".strip())

    def _handed_over(self, server: smtplib.SMTP, message: EmailMessage) -> Outcome:
        """From here on the server may have the letter, whatever it answers."""
        try:
            if server.sock is not None:
                server.sock.settimeout(_LONG_PATIENCE / _PATIENCE * self._patience)
            code, answer = server.data(message.as_bytes(policy=SMTP_POLICY))
            if server.sock is not None:
                server.sock.settimeout(self._patience)
        except smtplib.SMTPDataError as error:
            self.close()
            return Outcome(Fate.LATER, _words(error))
        except OSError as error:
            self.close()
            return Outcome(Fate.UNKNOWN, _words(error))
        self._handed += 1
        if code not in _OK:
            return Outcome(Fate.LATER, f"servern svarade {code} {_plain(answer, str(message['To']))}".strip())
        return Outcome(Fate.SENT)


@contextmanager
def posting(
    settings: MailSettings, name: str, now: Callable[[], datetime], patience: float = _PATIENCE
) -> Iterator[Post]:
    """A Post, parted from its server at the end."""
    post = Post(settings, name, now, patience)
    try:
        yield post
    finally:
        post.close()


def _opened(settings: MailSettings, patience: float) -> smtplib.SMTP:
    """A connection, hidden and signed in as SETTINGS say; never less hidden. Raises MailServerError, OSError."""
    context = ssl.create_default_context()
    if settings.security is MailSecurity.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=patience, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=patience)
    try:
        if settings.security is MailSecurity.STARTTLS:
            server.starttls(context=context)
        if settings.user:
            server.login(settings.user, settings.password)
        server.ehlo_or_helo_if_needed()
    except smtplib.SMTPNotSupportedError:
        server.close()
        raise MailServerError(settings, "den erbjuder inte starttls eller inloggning") from None
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        # Not chained, and without the server's words: they may repeat what was sent.
        raise MailServerError(settings, f"den godtar inte namnet och lösenordet ({error.smtp_code})") from None
    except ssl.SSLCertVerificationError as error:
        server.close()
        raise MailServerError(settings, f"dess certifikat godtas inte ({error.verify_message})") from None
    except BaseException:
        server.close()
        raise
    return server


def _words(error: OSError) -> str:
    """Why, without what a server may repeat of what was sent to it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"servern svarade {error.smtp_code}"
    if isinstance(error, TimeoutError):
        return "servern svarade inte i tid"
    if error.strerror:
        return f"ingen förbindelse ({error.strerror})"
    return "förbindelsen bröts"


def _plain(answer: bytes, to: str) -> str:
    """What the server said, without the address that it said it of."""
    said = answer.decode("ascii", "replace").replace(to, "(adressen)")
    return " ".join(said.split())[:120]

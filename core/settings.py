"""Settings, all from the environment."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from core.errors import NyckeltalError
from core.private import private_folder
from core.words.numbers import number_in

log = logging.getLogger(__name__)

DEFAULT_KOLADA_URL = "https://api.kolada.se/v3"
# What an address for e-mail looks like that every server takes: no letters beside ASCII's, and none that end a line.
MAIL_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)


class MailSecurity(StrEnum):
    """How what is said to the mail server is hidden on the way."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "ingen"


_USUAL_PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}


@dataclass(frozen=True)
class MailSettings:
    """The server that takes our e-mail, and what stands as its ``sender``; without ``user`` nobody signs in to it."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> MailSettings | None:
        """Those of NYCKELTAL_SMTP_HOST and the others; None where no host is set.

        Raises NyckeltalError for what cannot be used; nothing of the password is told.
        """
        host = _text("NYCKELTAL_SMTP_HOST")
        if not host:
            return None
        word, sender = _text("NYCKELTAL_SMTP_SECURITY") or MailSecurity.STARTTLS.value, _text("NYCKELTAL_MAIL_FROM")
        security = next((one for one in MailSecurity if one == word.lower()), None)
        if security is None:
            raise _wrong("NYCKELTAL_SMTP_SECURITY", word, f"Skriv {', '.join(MailSecurity)}.")
        if not MAIL_ADDRESS.fullmatch(sender):
            raise _wrong("NYCKELTAL_MAIL_FROM", sender, "Skriv adressen som påminnelser kommer från.")
        port = number_in(_text("NYCKELTAL_SMTP_PORT") or str(_USUAL_PORTS[security]))
        if not 0 < port < 2**16:
            raise _wrong("NYCKELTAL_SMTP_PORT", _text("NYCKELTAL_SMTP_PORT"), "Skriv ett nummer, till exempel 587.")
        user = _text("NYCKELTAL_SMTP_USER")
        if user and security is MailSecurity.NONE:
            what = "Lösenordet till e-postservern skulle gå oskyddat över nätet."
            raise NyckeltalError(what, "Sätt NYCKELTAL_SMTP_SECURITY till starttls eller tls.")
        return cls(host, port, security, sender, user, os.environ.get("NYCKELTAL_SMTP_PASSWORD", ""))


@dataclass(frozen=True)
class Settings:
    """Where things lie.

    ``data_dir`` holds the snapshots and, by default, the state database; ``kolada_url`` is the base of
    Kolada's API (no trailing slash); ``database_url`` is an SQLAlchemy URL; ``oidc_file`` tells of the municipalities'
    own sign-ins, None where there are none; ``security_contact`` is an address (mailto:, https: or tel:) for those who
    find a hole, None where none is set or it is no address; ``idle`` is how long whoever may approve or administer
    stays signed in without a click; ``logs_json`` tells whether security events are written as JSON, ``all_logs_json``
    whether all is; ``metrics_port`` is where numbers of the running server are given out to this machine, 0 where they
    are not; ``pages_ahead`` tells whether pages are made before anybody asks for them. ``figures_url`` is where
    machines without a common disk get their snapshots from: an object store's address or a folder, '' where each
    fetches its own. ``site`` is where people reach the product, with that path (no trailing slash), '' where it is not
    told: links in e-mail begin with it. ``base_path`` is the path that all of it is under ("/nyckeltal"), '' where it
    has the name to itself.
    """

    data_dir: Path
    kolada_url: str
    database_url: str
    oidc_file: Path | None = None
    security_contact: str | None = None
    idle: timedelta = timedelta(minutes=30)
    logs_json: bool = False
    pages_ahead: bool = True
    figures_url: str = ""
    site: str = ""
    base_path: str = ""
    all_logs_json: bool = False
    metrics_port: int = 0

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the variables that README.md lists, NYCKELTAL_DATA_DIR and the others.

        Raises NyckeltalError for a number of minutes that is none.
        """
        data_dir = Path(os.environ.get("NYCKELTAL_DATA_DIR") or "data").resolve()
        kolada_url = (os.environ.get("NYCKELTAL_KOLADA_URL") or DEFAULT_KOLADA_URL).rstrip("/")
        # A folder may have any name, also one with signs that mean something in an address.
        file = quote(str(data_dir / "state.sqlite"), safe="/\\:")
        database_url = os.environ.get("NYCKELTAL_DATABASE_URL") or f"sqlite:///{file}"
        oidc = os.environ.get("NYCKELTAL_OIDC_FILE")
        contact = (os.environ.get("NYCKELTAL_SECURITY_CONTACT") or "").strip()
        is_address = re.fullmatch(r"(mailto:|https://|tel:)[!-~]{3,200}", contact)
        return cls(
            data_dir,
            kolada_url,
            database_url,
            Path(oidc).resolve() if oidc else None,
            contact if is_address else None,
            _idle(),
            "json" in (_text("NYCKELTAL_SECURITY_LOG").lower(), _text("NYCKELTAL_LOG").lower()),
            os.environ.get("NYCKELTAL_PAGES_AHEAD", "").strip().lower() != "nej",
            _text("NYCKELTAL_FIGURES_URL").rstrip("/"),
            _site(),
            _base_path(),
            _text("NYCKELTAL_LOG").lower() == "json",
            _metrics_port(),
        )

    def keep_private(self) -> None:
        """Let a data folder that is there already be its owner's only; the log tells where that cannot be done."""
        if not self.data_dir.is_dir():
            return
        try:
            private_folder(self.data_dir)
        except OSError as error:
            log.warning("%s cannot be closed to others: %s", self.data_dir, error)


def _base_path() -> str:
    text = _text("NYCKELTAL_BASE_PATH").strip("/")
    if text and not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", text):
        raise _wrong("NYCKELTAL_BASE_PATH", text, "Skriv en sökväg, till exempel /nyckeltal.")
    return f"/{text}" if text else ""


def _idle() -> timedelta:
    text = _text("NYCKELTAL_IDLE_MINUTES") or "30"
    minutes = number_in(text)
    if not minutes:
        raise _wrong("NYCKELTAL_IDLE_MINUTES", text, "Skriv ett antal minuter, till exempel 30.")
    return timedelta(minutes=minutes)


def _metrics_port() -> int:
    text = _text("NYCKELTAL_METRICS_PORT")
    port = number_in(text)
    if text and not 0 < port < 2**16:
        raise _wrong("NYCKELTAL_METRICS_PORT", text, "Skriv ett nummer, till exempel 9108.")
    return port


def _site() -> str:
    text = _text("NYCKELTAL_SITE").rstrip("/")
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]{1,250}", text):
        raise _wrong("NYCKELTAL_SITE", text, "Skriv tjänstens adress, till exempel https://nyckeltal.example.se.")
    return f"{text}{_base_path()}" if text else ""


def _text(name: str) -> str:
    return os.environ.get(name, "").strip()


def _wrong(name: str, text: str, advice: str) -> NyckeltalError:
    return NyckeltalError(f"{name} är ”{text[:60]}”.", advice)

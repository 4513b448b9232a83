"""Settings, all from the environment."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from core.errors import NyckeltalError
from core.private import private_folder
from core.words.numbers import number_in

log = logging.getLogger(__name__)

DEFAULT_KOLADA_URL = "https://api.kolada.se/v3"


@dataclass(frozen=True)
class Settings:
    """Where things lie.

    ``data_dir`` holds the snapshots and, by default, the state database; ``kolada_url`` is the base of
    Kolada's API (no trailing slash); ``database_url`` is an SQLAlchemy URL; ``oidc_file`` tells of the municipalities'
    own sign-ins, None where there are none; ``security_contact`` is an address (mailto:, https: or tel:) for those who
    find a hole, None where none is set or it is no address; ``idle`` is how long whoever may approve or administer
    stays signed in without a click; ``logs_json`` tells whether security events are written as JSON; ``pages_ahead``
    whether pages are made before anybody asks for them. ``figures_url`` is where machines without a common disk get
    their snapshots from: an object store's address or a folder, '' where each fetches its own.
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
            os.environ.get("NYCKELTAL_SECURITY_LOG", "").strip().lower() == "json",
            os.environ.get("NYCKELTAL_PAGES_AHEAD", "").strip().lower() != "nej",
            (os.environ.get("NYCKELTAL_FIGURES_URL") or "").strip().rstrip("/"),
        )

    def keep_private(self) -> None:
        """Let a data folder that is there already be its owner's only; the log tells where that cannot be done."""
        if not self.data_dir.is_dir():
            return
        try:
            private_folder(self.data_dir)
        except OSError as error:
            log.warning("%s cannot be closed to others: %s", self.data_dir, error)


def _idle() -> timedelta:
    text = os.environ.get("NYCKELTAL_IDLE_MINUTES", "").strip() or "30"
    minutes = number_in(text)
    if not minutes:
        raise NyckeltalError(f"NYCKELTAL_IDLE_MINUTES är ”{text[:20]}”.", "Skriv ett antal minuter, till exempel 30.")
    return timedelta(minutes=minutes)

"""Settings, all from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_KOLADA_URL = "https://api.kolada.se/v3"


@dataclass(frozen=True)
class Settings:
    """Where things lie.

    ``data_dir`` holds the snapshots and, by default, the state database; ``kolada_url`` is the base of
    Kolada's API (no trailing slash); ``database_url`` is an SQLAlchemy URL; ``oidc_file`` tells of the municipalities'
    own sign-ins, None where there are none.
    """

    data_dir: Path
    kolada_url: str
    database_url: str
    oidc_file: Path | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """Read NYCKELTAL_DATA_DIR, NYCKELTAL_KOLADA_URL, NYCKELTAL_DATABASE_URL and NYCKELTAL_OIDC_FILE."""
        data_dir = Path(os.environ.get("NYCKELTAL_DATA_DIR") or "data").resolve()
        kolada_url = (os.environ.get("NYCKELTAL_KOLADA_URL") or DEFAULT_KOLADA_URL).rstrip("/")
        database_url = os.environ.get("NYCKELTAL_DATABASE_URL") or f"sqlite:///{data_dir / 'state.sqlite'}"
        oidc = os.environ.get("NYCKELTAL_OIDC_FILE")
        return cls(data_dir, kolada_url, database_url, Path(oidc).resolve() if oidc else None)

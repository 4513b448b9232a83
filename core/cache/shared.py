"""Where machines without a common disk get the same snapshot from: an object store (S3), or a folder.

One lays it there (``refresh``), the others take it. A snapshot lies under a name of its own and is never changed; what
says which one holds, and its digest, is written last and in one piece. Whoever takes has the old one until the new one
is whole, checked and read.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.cache.opening import SnapshotUnreadableError
from core.cache.snapshot import Snapshot
from core.cache.store import DataFolderError, RefreshUnderWayError, SnapshotStore
from core.errors import NyckeltalError
from core.kolada import without_secrets
from core.private import private_file
from core.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ObjectStore

NEWEST = "newest.json"
NAME = r"^cache-\d{8}T\d{6,12}\.duckdb$"
# Beside the one that holds: whoever began to take an older one finishes.
_KEPT_VERSIONS = 3
_CHUNK = 1 << 20
_CONNECT, _LONGEST, _RETRY = "5s", "300s", timedelta(seconds=20)

log = logging.getLogger(__name__)


class SharedError(NyckeltalError):
    """The place of the common snapshots cannot be reached or used."""

    def __init__(self, url: str, why: object) -> None:
        said = str(why).strip().partition("\n")[0]
        super().__init__(
            "De gemensamma siffrorna går inte att nå.",
            "Kontrollera NYCKELTAL_FIGURES_URL och att lagret svarar.",
            detail=f"{without_secrets(url)}: {said}",
        )


class DamagedError(NyckeltalError):
    """What came is not what was once laid there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Siffrorna {name} kom inte fram hela: kontrollsumman stämmer inte. De gamla är kvar.",
            "De hämtas igen om en stund. Hjälper inte det: lägg ut dem på nytt med python -m core publish",
        )


class Published(BaseModel):
    """The snapshot that holds: its file's ``name``, its SHA-256 in hex, and its ``size`` in bytes."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(pattern=NAME)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    published_at: datetime


class SharedSnapshots:
    """The snapshots at URL: ``s3://bucket/prefix`` (and others that obstore knows), or a folder.

    All raise SharedError.
    """

    def __init__(self, url: str) -> None:
        """Nothing is asked yet."""
        self._url = url
        self._opened: ObjectStore | None = None
        self._useless: Published | None = None
        self._has_looked = False

    def publish(self, file: Path) -> Published:
        """Lay the snapshot FILE there, and then say that it holds; versions that nobody needs go."""
        import obstore  # noqa: PLC0415 - only machines that share load it

        with self._explained():
            published = Published(
                name=file.resolve().name, sha256=_digest(file), size=file.stat().st_size, published_at=datetime.now(UTC)
            )
            obstore.put(self._store, published.name, file)
            obstore.put(self._store, NEWEST, published.model_dump_json(indent=1).encode())
            there = sorted(one["path"] for one in obstore.list(self._store).collect() if re.match(NAME, one["path"]))
            old = [name for name in there if name < published.name][: -_KEPT_VERSIONS + 1 or None]
            if old:
                obstore.delete(self._store, old)
        return published

    def newest(self) -> Published | None:
        """What holds; None where nothing has been laid there."""
        import obstore  # noqa: PLC0415 - as above

        with self._explained():
            try:
                said = bytes(obstore.get(self._store, NEWEST).bytes())
            except FileNotFoundError:
                return None
        try:
            return Published.model_validate_json(said)
        except ValidationError as error:
            raise SharedError(self._url, f"{NEWEST} is not ours") from error

    def collect(self, into: SnapshotStore) -> Path | None:
        """Let what holds be the current one of the folder INTO; its file, or None where it is already.

        Also None where another process with the same folder is doing it, and for one that this version of the program
        could not read last time. What was there stays where it raises DamagedError, SnapshotUnreadableError or
        DataFolderError.
        """
        newest, current = self.newest(), into.current()
        if newest is None or newest == self._useless:
            return None
        # Once a process: what a broken disk has left would else be there until the next refresh.
        is_whole = self._has_looked or current is None or Snapshot.info_of(current) is not None
        self._has_looked = True
        if is_whole and current is not None and current.name == newest.name:
            return None
        try:
            with into.building():
                return self._taken(newest, into)
        except RefreshUnderWayError:
            return None

    def _taken(self, newest: Published, into: SnapshotStore) -> Path:
        file = into.folder / newest.name
        part = into.folder / f".{newest.name}.part"
        try:
            if not (file.exists() and _digest(file) == newest.sha256):
                self._download(newest, part)
                part.replace(file)
            Snapshot(file).close()
            into.swap_in(file)
        except SnapshotUnreadableError:
            into.discard(file)
            self._useless = newest
            raise
        except OSError as error:
            raise DataFolderError(into.folder, error.strerror or error) from error
        finally:
            part.unlink(missing_ok=True)
        return file

    def _download(self, newest: Published, part: Path) -> None:
        import obstore  # noqa: PLC0415 - as above

        digest, size = hashlib.sha256(), 0
        part.unlink(missing_ok=True)
        private_file(part)
        with self._explained(), part.open("wb") as to:
            for chunk in obstore.get(self._store, newest.name).stream(min_chunk_size=_CHUNK):
                size += len(chunk)
                # Not a byte more than was said: nobody fills the disk.
                if size > newest.size:
                    break
                digest.update(chunk)
                to.write(chunk)
            to.flush()
            os.fsync(to.fileno())
        if (size, digest.hexdigest()) != (newest.size, newest.sha256):
            raise DamagedError(newest.name)

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            from obstore.store import LocalStore, from_url  # noqa: PLC0415 - as above

            if "://" not in self._url:
                self._opened = LocalStore(Path(self._url).resolve(), mkdir=True)
            else:
                # By http only where whoever runs the store has said so.
                by_http = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
                self._opened = from_url(
                    self._url,
                    client_options={"connect_timeout": _CONNECT, "timeout": _LONGEST, "allow_http": by_http},
                    retry_config={"max_retries": 2, "retry_timeout": _RETRY},
                )
        return self._opened

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - as above

        try:
            yield
        except (BaseError, ValueError, FileNotFoundError, PermissionError) as error:
            raise SharedError(self._url, error) from error


def shared_snapshots(settings: Settings) -> SharedSnapshots | None:
    """Those of SETTINGS; None where each machine fetches its own."""
    return SharedSnapshots(settings.figures_url) if settings.figures_url else None


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

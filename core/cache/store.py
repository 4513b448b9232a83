"""Which snapshot file is the current one, and how a new one takes its place."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from core.cache.opening import SnapshotUnreadableError
from core.cache.snapshot import Snapshot
from core.errors import NyckeltalError
from core.locks import lock
from core.private import private_file, private_files, private_folder

log = logging.getLogger(__name__)

POINTER = "cache.duckdb"
_KEPT_VERSIONS = 2
_MADE = ".made"


class RefreshUnderWayError(NyckeltalError):
    """Somebody else is building a snapshot in the same data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"En annan hämtning pågår redan i {folder}.", "Vänta tills den är klar och försök sedan igen.")


class DataFolderError(NyckeltalError):
    """The data folder cannot be made or written in."""

    def __init__(self, folder: Path, why: object) -> None:
        super().__init__(
            f"Det går inte att skriva i {folder}: {why}.",
            "Kontrollera att mappen finns, att du får skriva i den och att disken inte är full.",
        )


class SnapshotStore:
    """The snapshots of one data folder: files ``cache-<stamp>.duckdb`` and the pointer ``cache.duckdb``.

    A file replaced under its own name would go on answering with the old data inside a running process, so each
    version has a name of its own, and only the pointer is renamed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / POINTER
        self._candidates: list[Path] = []
        self._whole: Path | None = None

    def current(self) -> Path | None:
        """The real file that the pointer leads to, or None when there is no snapshot.

        In a folder that was copied the pointer may have become a file or lead nowhere: then the newest whole snapshot.
        """
        with suppress(OSError):
            target = self.folder / self.pointer.readlink().name
            return target if target.exists() else self._newest_whole()
        if not self.pointer.exists():
            return None
        return next((v for v in self._versions() if v.samefile(self.pointer)), None) or self._newest_whole()

    def _newest_whole(self) -> Path | None:
        """The newest snapshot that can be read: said once in the log, and looked for again when there are others."""
        candidates = [*self._versions(), *([self.pointer] if self.pointer.is_file() else [])]
        if candidates != self._candidates:
            self._candidates, self._whole = candidates, next(filter(_is_whole, candidates), None)
            log.warning("%s leads to no snapshot; using %s", self.pointer, self._whole)
        return self._whole

    def new_file(self) -> Path:
        """A name for the next version; nothing is made."""
        self._make_folder()
        return self.folder / f"cache-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"

    def swap_in(self, file: Path) -> None:
        """Point at FILE by one rename, and clear away versions that nobody should need any more."""
        private_file(file)
        temporary = self.folder / f".{POINTER}.{os.getpid()}"
        temporary.unlink(missing_ok=True)
        try:
            temporary.symlink_to(file.name)
        except OSError:  # Windows without the right to make links: a hard link needs none
            temporary.hardlink_to(file)
        temporary.replace(self.pointer)
        for old in [v for v in self._versions() if v != file][_KEPT_VERSIONS - 1 :]:
            with suppress(OSError):  # still open on Windows: the next refresh takes it
                self.discard(old)
        known = {beside(version) for version in self._versions()}
        for left in set(self.folder.glob(f"cache-*{_MADE}")) - known:
            shutil.rmtree(left, ignore_errors=True)

    def discard(self, file: Path) -> None:
        """Take away a version that nobody needs, or that was never swapped in."""
        for path in (file, file.with_name(file.name + ".wal")):
            path.unlink(missing_ok=True)
        shutil.rmtree(beside(file), ignore_errors=True)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the only right to build. Raises RefreshUnderWayError at once when it is taken.

        The lock belongs to the process, so a crash releases it.
        """
        self._make_folder()
        private_file(self.folder / "refresh.lock")
        with private_files(), (self.folder / "refresh.lock").open("a+b") as handle:
            try:
                lock(handle.fileno())
            except OSError as error:
                raise RefreshUnderWayError(self.folder) from error
            yield

    def _make_folder(self) -> None:
        try:
            private_folder(self.folder)
        except OSError as error:
            raise DataFolderError(self.folder, error.strerror) from error

    def _versions(self) -> list[Path]:
        """All versions, newest first."""
        return sorted(self.folder.glob("cache-*.duckdb"), reverse=True)


def beside(file: Path) -> Path:
    """The folder of what is made of the snapshot FILE and kept over a restart; it goes when the snapshot goes."""
    return file.with_suffix(_MADE)


def _is_whole(file: Path) -> bool:
    """Whether FILE can be read: one whose building was cut off has no facts about itself."""
    try:
        snapshot = Snapshot(file)
    except SnapshotUnreadableError:
        return False
    snapshot.close()
    return True

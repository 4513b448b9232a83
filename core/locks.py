"""Locks on files that the process holds: a crash lets go of them."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.private import private_file, private_folder

_SERVER = "server-{port}.lock"
_TRIES, _BETWEEN_TRIES = 20, 0.05

log = logging.getLogger(__name__)


def lock(handle: int, *, is_shared: bool = False) -> None:
    """Take the lock on the open file HANDLE, with others who share it. Raises OSError at once when another has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - each platform has only its own

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - each platform has only its own

        fcntl.flock(handle, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    """Tell others that a server on PORT uses FOLDER, while inside; where it cannot be told, the log says so."""
    file = folder / _SERVER.format(port=port)
    handle = None
    try:
        private_folder(folder)
        private_file(file)
        handle = file.open("a+b")
        lock_patiently(handle.fileno())
    except OSError as error:
        log.warning("%s cannot be locked, so that others do not know of this server: %s", file, error)
    try:
        yield
    finally:
        if handle is not None:
            handle.close()


def servers_using(folder: Path) -> list[int]:
    """The ports of the servers that use FOLDER now."""
    return sorted(int(file.stem.partition("-")[2]) for file in folder.glob(_SERVER.format(port="*")) if is_held(file))


def lock_patiently(handle: int) -> None:
    """``lock``: whoever asks if the lock is held has it for a moment. Raises OSError when another keeps it."""
    for _ in range(_TRIES - 1):
        with suppress(OSError):
            return lock(handle)
        time.sleep(_BETWEEN_TRIES)
    return lock(handle)


def is_held(file: Path) -> bool:
    """Whether a process has the lock on FILE, which is made where there is none."""
    try:
        handle = file.open("a+b")
    except OSError:  # somebody else's: its folder is of no use to us either
        return False
    with handle:
        try:
            # Shared, so that two who ask do not take each other for a server.
            lock(handle.fileno(), is_shared=True)
        except OSError:
            return True
    return False

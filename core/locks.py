"""Locks on files that the process holds: a crash lets go of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.private import private_file, private_folder

_SERVER = "server-{port}.lock"


def lock(handle: int) -> None:
    """Take the lock on the open file HANDLE. Raises OSError at once when another has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - each platform has only its own

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - each platform has only its own

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    """Tell others that a server on PORT uses FOLDER, while inside; where it cannot be told, nothing is said."""
    file = folder / _SERVER.format(port=port)
    handle = None
    with suppress(OSError):
        private_folder(folder)
        private_file(file)
        handle = file.open("a+b")
        lock(handle.fileno())
    try:
        yield
    finally:
        if handle is not None:
            handle.close()


def servers_using(folder: Path) -> list[int]:
    """The ports of the servers that use FOLDER now."""
    return sorted(int(file.stem.partition("-")[2]) for file in folder.glob(_SERVER.format(port="*")) if _is_held(file))


def _is_held(file: Path) -> bool:
    try:
        handle = file.open("a+b")
    except OSError:  # somebody else's: its folder is of no use to us either
        return False
    with handle:
        try:
            lock(handle.fileno())
        except OSError:
            return True
    return False

"""Keeps the data folder from everybody else on the computer, whatever it was when it came and whatever the umask."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600
_OTHERS = 0o077

log = logging.getLogger(__name__)


def private_folder(folder: Path) -> None:
    """Make FOLDER where it is missing, and let it and the files in it be its owner's only.

    A folder that many use (/tmp) is left as it is, and so is what somebody else owns: the log tells of that.
    Raises OSError when it cannot be made.
    """
    folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    if folder.stat().st_mode & stat.S_ISVTX:
        return
    _closed(folder, FOLDER_MODE)
    for file in folder.iterdir():
        if file.is_file() and not file.is_symlink():
            _closed(file, FILE_MODE)


def private_subfolder(folder: Path) -> None:
    """Make FOLDER where it is missing; only its owner may read it, and that is whose folder it lies in, as of a file.

    Raises OSError when it cannot be made.
    """
    try:
        folder.mkdir(FOLDER_MODE)
    except FileExistsError:
        return
    _give(folder, folder.parent)


def private_file(file: Path) -> None:
    """Make FILE, empty, where it is missing; only its owner may read it. Raises OSError when it cannot be made.

    What root makes in somebody's folder is that somebody's: a service must be able to read what a nightly job fetched.
    """
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    except FileExistsError:
        # Not opened: to close a file lets go of all locks that the process has on it, a database's too. And whoever
        # may write in the folder may have laid a link here, which would lead root to any file on the computer.
        if not file.is_symlink():
            _closed(file, FILE_MODE)
        return
    try:
        _give(handle, file.parent)
    finally:
        os.close(handle)


@contextmanager
def private_files() -> Iterator[None]:
    """What the process makes inside, by whatever library, is its user's only."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def _give(made: Path | int, folder: Path) -> None:
    """Let what has been MADE (a folder, or an open file) be the owner's of FOLDER, where root has made it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = folder.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


def _closed(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) & _OTHERS == 0:
        return
    try:
        path.chmod(mode)
    except PermissionError:
        log.warning("%s can be read by others, and belongs to somebody else", path)

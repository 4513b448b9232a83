"""What several workers of one test run make once and share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder called NAME that MAKE has filled, whichever worker came first; never to be changed."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _made(base / name, make)
    import fcntl  # noqa: PLC0415 - not on Windows, where tests run in one process

    # A worker's own folder lies in one that they have in common.
    with (base.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _made(base.parent / name, make)


def _made(folder: Path, make: Callable[[Path], None]) -> Path:
    if not folder.exists():
        begun = folder.with_name(f"{folder.name}-begun")
        begun.mkdir()
        make(begun)
        begun.rename(folder)
    return folder

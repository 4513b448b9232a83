"""The scripts of a room's pages."""

from __future__ import annotations

from pathlib import Path

from core.web.choices import ROOM
from core.web.crowd import OwnScript


def script_of(*names: str) -> OwnScript:
    """The files NAMES of this feature as a script that is called as the last, with what all of them share before."""
    here = Path(__file__).parent
    return OwnScript(f"{ROOM}/{names[-1]}", tuple(here / name for name in ("kept.js", *names)))

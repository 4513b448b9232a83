"""The look and the scripts, a file of each: what all pages share, then what each feature has beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"
_FEATURES = ASSETS.parent / "core" / "features"
# These act before anything is drawn: the municipality and the favourites that a browser remembers go into the address.
_FIRST = ("favourites.js", "net.js", "nav.js")


def _together(files: Iterable[Path]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def stylesheet() -> str:
    """The whole look, contrast.css last."""
    first, last = (ASSETS / "css" / name for name in ("base.css", "contrast.css"))
    shared = sorted(set((ASSETS / "css").glob("*.css")) - {first, last})
    return _together((first, *shared, *sorted(_FEATURES.glob("*/style.css")), last))


@cache
def first_script() -> str:
    """What a page waits for."""
    return _together(ASSETS / name for name in ("drawn.js", *_FIRST))


@cache
def script() -> str:
    """All other scripts of the pages."""
    shared = (file for file in sorted(ASSETS.glob("*.js")) if file.name not in _FIRST)
    return _together((*shared, *sorted(_FEATURES.glob("*/script.js"))))


@cache
def asset_version() -> str:
    """Changes when any of them does, or a font or a symbol, so that browsers may keep them for ever."""
    digest = hashlib.sha256("\0".join((stylesheet(), first_script(), script())).encode())
    for file in sorted(ASSETS.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]

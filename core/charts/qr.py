"""An address as a QR code: of a slide for the audience, of a vote for those who have a code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

import segno

_QUIET = 2
_KEPT = 512


@dataclass(frozen=True)
class Follow:
    """A link and its code: ``path`` draws the dark modules as lines in a square of ``side`` units."""

    link: str
    shown: str
    side: int
    path: str


@lru_cache(maxsize=_KEPT)
def follow(link: str) -> Follow | None:
    """LINK with its code; None where it is no web address, or is longer than a code holds."""
    try:
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        # The least correction gives the fewest and largest squares: a screen has no stains.
        code = segno.make(link, error="l", micro=False)
    except ValueError:  # no address at all, or segno's DataOverflowError
        return None
    runs = (run for y, row in enumerate(code.matrix) for run in _runs(row, y + _QUIET))
    return Follow(link, link.partition("://")[2], len(code.matrix) + 2 * _QUIET, "".join(runs))


def _runs(row: bytearray, y: int) -> list[str]:
    """The dark stretches of ROW as strokes one unit high."""
    found, x = [], _QUIET
    for is_dark, run in groupby(row):
        long = sum(1 for _ in run)
        if is_dark:
            found.append(f"M{x} {y}.5h{long}")
        x += long
    return found

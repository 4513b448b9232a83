"""Files that somebody names at the terminal."""

from __future__ import annotations

from pathlib import Path

from core.errors import NyckeltalError
from core.tabular.limits import MOST_BYTES


def content_of(path: Path) -> bytes:
    """What the file at PATH holds: at most one byte more than may be read, which tells that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise NyckeltalError(f"Filen {path} finns inte.", "Kontrollera sökvägen.") from error
    except OSError as error:
        raise NyckeltalError(f"Filen {path} går inte att läsa.", "Kontrollera sökvägen och rättigheterna.") from error

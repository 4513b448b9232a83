"""Keeps decks that made themselves beside the snapshot that they are of, so that a start finds them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import get_ident

from pydantic import ValidationError

import core
from core.documents.deck import Deck
from core.documents.entry import Entry
from core.features.decks.plan import DeckPlan
from core.private import private_file, private_subfolder

# A deck is some 40 kB.
_LARGEST = 4_000_000
_CODE = (".py", ".yaml")

log = logging.getLogger(__name__)


class Made(Entry):
    """A deck that nobody has edited, with and without figures."""

    plan: DeckPlan
    deck: Deck


class _Kept(Entry):
    seal: str
    made: Made


def kept_or_made(folder: Path | None, area: str, facts: object, make: Callable[[], Made]) -> Made:
    """AREA's deck as it is kept in FOLDER (None: nowhere), else what MAKE makes, which is kept from then on.

    What was made of other FACTS (told apart by their repr) or by another version of the program is made anew, and so
    is what is damaged, which the log tells. FOLDER has a file an area, in the form of frozen decks.
    """
    if folder is None:
        return make()
    file, seal = folder / f"{area}.json", _seal(facts)
    found = _read(file)
    if found is not None and found.seal == seal:
        return found.made
    made = make()
    _write(file, _Kept(seal=seal, made=made))
    return made


def _read(file: Path) -> _Kept | None:
    try:
        with file.open("rb") as content:
            return _Kept.model_validate_json(content.read(_LARGEST))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        log.warning("%s cannot be read, and is made anew: %s", file, str(error).splitlines()[0])
        return None


def _write(file: Path, kept: _Kept) -> None:
    """Whole or not at all; who cannot write does without."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{get_ident()}")
    try:
        private_subfolder(file.parent)
        private_file(temporary)
        temporary.write_text(kept.model_dump_json(), encoding="utf-8")
        temporary.replace(file)
    except OSError as error:
        log.warning("%s cannot be kept: %s", file, error)


def _seal(facts: object) -> str:
    return sha256(f"{_code()} {facts!r}".encode()).hexdigest()


@cache
def _code() -> str:
    """The program and its catalogue, as they are on the disk when they are first asked for."""
    files = sorted(file for file in Path(core.__file__).parent.rglob("*") if file.suffix in _CODE)
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()

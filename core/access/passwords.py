"""Passwords: which are taken, how they are hashed, and how they are verified in the same time for all."""

from __future__ import annotations

import importlib.util
import logging
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from core.errors import NyckeltalError

# Bytes of UTF-8: bcrypt reads no more than 72.
LEAST_BYTES, MOST_BYTES = 12, 72
# Fewer different characters than this is one key held down, or two.
LEAST_DIFFERENT = 5

# What everybody tries first, also with digits and signs put after it.
_OBVIOUS = (
    *("lösenord", "losenord", "password", "qwerty", "qwertyuiop", "asdfghjkl", "hemligt", "välkommen", "valkommen"),
    *("nyckeltal", "södertörn", "sodertorn", "kommun", "admin", "administratör", "abcdefghijkl"),
)
_FILLING = "0123456789!?.,-_ "

log = logging.getLogger(__name__)


class PasswordError(NyckeltalError):
    """A password that cannot be chosen. The message never repeats it."""


class _Hasher(Protocol):
    def hash(self, password: str) -> str: ...

    def check_pw(self, password: str, hashed_password: str) -> bool: ...


def hashed(password: str, *, login: str) -> str:
    """The bcrypt hash to keep of PASSWORD, chosen for LOGIN; a quarter of a second. Raises PasswordError."""
    check(password, login=login)
    return _hasher().hash(_plain(password))


def verified(password: str, kept: str | None) -> bool:
    """Whether PASSWORD is that of the hash KEPT; None (nobody has that name) takes the same time, and is no."""
    nobodys = _nobodys_hash()  # made by the first who asks, known or not
    plain = _plain(password)
    is_usable = 0 < _length(plain) <= MOST_BYTES and not _has_controls(plain)
    try:
        is_right = _hasher().check_pw(plain if is_usable else "-", kept or nobodys)
    except ValueError:
        log.exception("a kept password hash cannot be read")
        return False
    return is_right and is_usable and kept is not None


def check(password: str, *, login: str) -> None:
    """Raise PasswordError for one that LOGIN cannot choose."""
    plain = _plain(password)
    length = _length(plain)
    if length < LEAST_BYTES:
        advice = "Ta gärna några ord efter varandra, med mellanslag: de är lätta att minnas och svåra att gissa."
        raise PasswordError(f"Lösenordet är för kort: det ska ha minst {LEAST_BYTES} tecken.", advice)
    if length > MOST_BYTES:
        advice = f"Korta det till högst {MOST_BYTES} tecken; å, ä och ö räknas som två."
        raise PasswordError("Lösenordet är för långt.", advice)
    if _has_controls(plain):
        raise PasswordError("Lösenordet har osynliga styrtecken.", "Skriv det för hand, utan tabbar och radbyten.")
    if _is_obvious(plain.casefold(), login.casefold()):
        raise PasswordError("Lösenordet är för lätt att gissa.", "Välj något som bara du kommer på.")


def _is_obvious(folded: str, login: str) -> bool:
    core = folded.strip(_FILLING)
    is_name = core in (login, login.partition("@")[0], login.strip(_FILLING)) or folded == login
    return is_name or not core or core in _OBVIOUS or len(set(folded)) < LEAST_DIFFERENT


def _plain(password: str) -> str:
    # A Mac may send å as a and a ring; a PC sends one character.
    return unicodedata.normalize("NFC", password)


def _has_controls(plain: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in plain)


def _length(plain: str) -> int:
    return len(plain.encode("utf-8", "surrogatepass"))


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())


@cache
def _hasher() -> _Hasher:
    """streamlit-authenticator's ``Hasher``, without the rest of that package.

    Its ``__init__`` takes more than a second, warns on standard error and registers browser components, which
    neither the server nor a command wants. So only the one file is loaded.
    """
    package = importlib.util.find_spec("streamlit_authenticator")
    if package is None or package.origin is None:
        raise ImportError("streamlit-authenticator is not installed")
    file = Path(package.origin).parent / "utilities" / "hasher.py"
    spec = importlib.util.spec_from_file_location("nyckeltal_hasher", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("_Hasher", module.Hasher)

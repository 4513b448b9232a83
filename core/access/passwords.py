"""Passwords: which are taken, how they are hashed, and how they are verified in the same time for all."""

from __future__ import annotations

import logging
import secrets
import unicodedata
from functools import cache
from typing import Protocol, cast

from core.access.guessable import is_guessable
from core.access.package_files import loaded_file
from core.errors import NyckeltalError

# Characters, as somebody counts them; and bytes of UTF-8, of which bcrypt reads no more.
LEAST_CHARACTERS, MOST_BYTES = 12, 72

log = logging.getLogger(__name__)


class PasswordError(NyckeltalError):
    """A password that cannot be chosen. The message never repeats it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice, field="nytt")


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
    is_usable = 0 < _bytes(plain) <= MOST_BYTES and not _has_controls(plain)
    try:
        is_right = _hasher().check_pw(plain if is_usable else "-", kept or nobodys)
    except ValueError:
        log.exception("a kept password hash cannot be read")
        return False
    return is_right and is_usable and kept is not None


def check(password: str, *, login: str) -> None:
    """Raise PasswordError for one that LOGIN cannot choose."""
    plain = _plain(password)
    if len(plain) < LEAST_CHARACTERS:
        advice = "Ta gärna några ord efter varandra, med mellanslag: de är lätta att minnas och svåra att gissa."
        raise PasswordError(f"Lösenordet är för kort: det ska ha minst {LEAST_CHARACTERS} tecken.", advice)
    if _bytes(plain) > MOST_BYTES:
        advice = f"Korta det till högst {MOST_BYTES} tecken; å, ä och ö räknas som två."
        raise PasswordError("Lösenordet är för långt.", advice)
    if _has_controls(plain):
        raise PasswordError("Lösenordet har osynliga styrtecken.", "Skriv det för hand, utan tabbar och radbyten.")
    if is_guessable(plain, login=login):
        advice = (
            "Det är ett av de vanligaste lösenorden, eller byggt av ord som många väljer: kommunen, årstiden, året, "
            "ditt eget namn. Ta hellre några ord som inte hör ihop."
        )
        raise PasswordError("Lösenordet är för lätt att gissa.", advice)


def _plain(password: str) -> str:
    # A Mac may send å as a and a ring; a PC sends one character.
    return unicodedata.normalize("NFC", password)


def _has_controls(plain: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in plain)


def _bytes(plain: str) -> int:
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
    return cast("_Hasher", loaded_file("streamlit_authenticator", "utilities/hasher.py").Hasher)

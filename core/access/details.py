"""What an account may be made of: the rules for what somebody typed about a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.access.form import NAME_FIELD
from core.access.people import Person, Role
from core.catalogue import Catalogue
from core.errors import NyckeltalError

LONGEST_LOGIN, LONGEST_NAME = 64, 100

# Only letters that Swedish names have: look-alikes from other alphabets would make two names look the same.
_LOGIN = re.compile(rf"[a-z0-9åäöéü][a-z0-9åäöéü._@+-]{{0,{LONGEST_LOGIN - 1}}}")


class AccountError(NyckeltalError):
    """Something about an account cannot be as it was asked for."""


@dataclass(frozen=True)
class Details:
    """What is known of a person beside her login and password; to be ``checked`` before it is kept."""

    name: str
    role: Role
    municipality: str | None = None
    areas: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Details:
        """Those of PERSON."""
        return cls(person.name, person.role, person.municipality, person.areas)

    @property
    def lacks(self) -> str:
        """What she must be given before she can do anything, in Swedish; '' when nothing."""
        if self.role is Role.MANAGER and self.municipality is None:
            return "kommun"
        return "område" if self.role is Role.CONVENOR and not self.areas else ""


def read_login(text: str) -> str | None:
    """The login that TEXT means: trimmed, in lower case. None when it cannot be anybody's."""
    login = unicodedata.normalize("NFKC", text[: 4 * LONGEST_LOGIN]).strip().casefold()
    return login if len(text) <= 4 * LONGEST_LOGIN and _LOGIN.fullmatch(login) else None


def checked_login(text: str) -> str:
    """``read_login``; raises AccountError instead of None."""
    login = read_login(text)
    if login is None:
        advice = f"Ta bokstäver, siffror och . _ - @ +, högst {LONGEST_LOGIN} tecken och inga mellanslag."
        raise AccountError(f"”{_shown(text)}” kan inte vara ett inloggningsnamn.", advice, field=NAME_FIELD)
    return login


def checked_name(text: str) -> str:
    """TEXT as a name to show, every run of spaces made one. Raises AccountError."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name or len(name) > LONGEST_NAME or any(unicodedata.category(sign)[0] == "C" for sign in name):
        advice = f"Skriv 1 till {LONGEST_NAME} tecken."
        raise AccountError(f"”{_shown(text)}” kan inte vara ett namn.", advice, field="visas")
    return name


def checked(details: Details, catalogue: Catalogue, *, is_whole: bool = True) -> Details:
    """DETAILS in their one form, against CATALOGUE. Raises AccountError.

    Where not IS_WHOLE, a manager may lack her municipality and a convenor her areas: they may do nothing then.
    """
    role = details.role
    if role is Role.READER:
        raise AccountError("En läsare behöver inget konto.", "Alla kan läsa utan att logga in.", field="roll")
    found = Details(
        checked_name(details.name),
        role,
        _checked_municipality(details.municipality, catalogue),
        _checked_areas(details.areas, catalogue),
    )
    if found.municipality and role is not Role.MANAGER:
        raise AccountError(
            f"En {role.swedish} har ingen kommun: den rollen gäller alla.", "Utelämna kommunen.", field="kommunkod"
        )
    if found.areas and role is Role.ADMINISTRATOR:
        raise AccountError(
            f"En {role.swedish} har inga områden: den rollen gäller alla.", "Utelämna områdena.", field="omraden"
        )
    if is_whole and found.lacks:
        field = "omraden" if role is Role.CONVENOR else "kommunkod"
        raise AccountError(
            f"En {role.swedish} behöver ett värde för {found.lacks}.", f"Ange {found.lacks}.", field=field
        )
    return found


def _checked_municipality(code: str | None, catalogue: Catalogue) -> str | None:
    known = {participant.id: participant.name for participant in catalogue.participants}
    if code is not None and code not in known:
        some = ", ".join(f"{known_code} {name}" for known_code, name in known.items())
        raise AccountError(
            f"Kommunen ”{_shown(code)}” är inte med i samarbetet.", f"Välj bland: {some}.", field="kommunkod"
        )
    return code


def _checked_areas(areas: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """AREAS once each, in the catalogue's order."""
    wanted = set(areas)
    if unknown := sorted(wanted - set(catalogue.area_by_id)):
        some = ", ".join(catalogue.area_by_id)
        raise AccountError(f"Området ”{_shown(unknown[0])}” finns inte.", f"Välj bland: {some}.", field="omraden")
    return tuple(area for area in catalogue.area_by_id if area in wanted)


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:60])

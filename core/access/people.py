"""Who somebody is to the program: a role, and where it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for. A reader needs no account."""

    READER = "reader"
    CONVENOR = "convenor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"

    @property
    def swedish(self) -> str:
        """Its word on the screen."""
        return _SWEDISH[self]

    @classmethod
    def named(cls, text: str) -> Role | None:
        """The role that TEXT names, in Swedish or as stored, in any case; None when it names none."""
        wanted = text.strip().casefold()
        return next((role for role in cls if wanted in (role.value, role.swedish)), None)


_SWEDISH = {
    Role.READER: "läsare",
    Role.CONVENOR: "sammankallande",
    Role.MANAGER: "chef",
    Role.ADMINISTRATOR: "administratör",
}


@dataclass(frozen=True)
class Person:
    """Somebody, as the database has her now.

    ``id`` is her account's, None for those who have none; ``login`` is in lower case; ``name`` is shown.
    ``areas`` are ids of the catalogue: where empty, a manager has all and a convenor has none. While she
    ``must_change_password``, which another has set, she may nothing else. ``session`` names the one she asks in.
    """

    id: int | None
    login: str
    name: str
    role: Role
    municipality: str | None = None
    areas: tuple[str, ...] = ()
    is_active: bool = True
    must_change_password: bool = False
    session: str = field(default="", compare=False)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is anyone in particular."""
        return self.role is not Role.READER


# Whom nobody has signed in as.
READER = Person(None, "", "", Role.READER)


def at_the_terminal(user: str) -> Person:
    """Whoever runs ``python -m core`` as the computer's USER: she can reach the database itself anyway.

    No login has a space in it, so the audit log cannot take her for somebody with an account.
    """
    return Person(None, f"terminal: {user}", user, Role.ADMINISTRATOR)

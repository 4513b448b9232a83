"""How many assignments are open, late, and done but not closed: counted and said in one way everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.goals.models import Assignment


@dataclass(frozen=True)
class OpenCount:
    """Of assignments that are not closed: the ``open`` ones to be done, the ``late`` of these, and those ``waiting``.

    What is done waits for the giver's decision to close it, and is not open.
    """

    open: int = 0
    late: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.open or self.waiting)

    @property
    def words(self) -> str:
        """ "11 öppna, 2 klara väntar på beslut"; '' for none."""
        waiting = f"{self.waiting} {'klart' if self.waiting == 1 else 'klara'} väntar på beslut"
        return ", ".join(
            filter(None, [f"{self.open} {self.adjective}" if self.open else "", waiting if self.waiting else ""])
        )

    @property
    def adjective(self) -> str:
        """ "öppna"."""
        return "öppet" if self.open == 1 else "öppna"

    @property
    def late_words(self) -> str:
        """ "2 försenade"; '' for none."""
        return f"{self.late} {'försenat' if self.late == 1 else 'försenade'}" if self.late else ""


def counted(every: Iterable[Assignment], today: date) -> OpenCount:
    """How many of EVERY are what TODAY."""
    left = [one for one in every if one.is_open]
    waiting = sum(one.is_waiting for one in left)
    return OpenCount(len(left) - waiting, sum(one.is_overdue(today) for one in left), waiting)


def state_words(one: Assignment) -> str:
    """How far ONE has come, and that one which is done is not closed yet."""
    return f"{one.state.value}, väntar på beslut" if one.is_waiting else one.state.value

"""What a year is made of: dates, and the project plan. All of it is read by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WEEK = 7


def together(*, is_example: bool) -> str:
    """Whose the co-operation's own year is, in place of a municipality: the made-up country's is another."""
    return "exempel" if is_example else "-"


def is_together(owner: str) -> bool:
    """Whether OWNER is none of the municipalities, but the co-operation."""
    return owner in (together(is_example=False), together(is_example=True))


class Lane(StrEnum):
    """The lanes of the year. Kolada's own dates are never entered: they come with the figures."""

    CONFERENCE = "konferensen"
    BUDGET = "budget"
    FOLLOW_UP = "uppföljning"
    KOLADA = "kolada"


# Where somebody may enter dates, by whose they are.
LANES_TOGETHER = (Lane.CONFERENCE,)
LANES_OF_A_TOWN = (Lane.BUDGET, Lane.FOLLOW_UP)


class Awaits(StrEnum):
    """What has to be there on the day, as the program sees by itself. With nothing, a day that has been is done."""

    NOTHING = ""
    PLAN = "projektplanen"
    CONVENORS = "sammankallande"
    OWN = "egna nyckeltal"
    DECKS = "bildspelen"
    REPORTS = "rapporterna"


@dataclass(frozen=True)
class YearEvent:
    """A date of ``year``: on a day of its own, or ``days`` after another (its id; before it where negative).

    ``lasts`` is for how many days more. ``by`` is a function. ``is_conference`` marks the day that all lead up to.
    ``origin`` is the id of the date of an earlier year that it was made from.
    """

    id: str
    year: int
    title: str
    lane: Lane
    on: date | None = None
    hangs_on: str = ""
    days: int = 0
    lasts: int = 0
    by: str = ""
    awaits: Awaits = Awaits.NOTHING
    is_conference: bool = False
    origin: str = ""


def hanging_words(days: int) -> str:
    """How far from another date something is, as it stands before its name: "6 veckor före"."""
    if not days:
        return "samma dag som"
    count = abs(days)
    if count % _WEEK == 0:
        weeks = count // _WEEK
        words = "1 vecka" if weeks == 1 else f"{weeks} veckor"
    else:
        words = "1 dag" if count == 1 else f"{count} dagar"
    return f"{words} {'före' if days < 0 else 'efter'}"


@dataclass(frozen=True)
class AreaRole:
    """Who works with an area (``id``) this year: the municipality that co-ordinates it, and the convenor's function."""

    id: str
    municipality: str = ""
    function: str = ""


@dataclass(frozen=True)
class ProjectPlan:
    """The project plan of ``year``. Kept by the year. ``approved_by`` is a function or a group."""

    year: int
    background: str = ""
    purpose: str = ""
    organisation: str = ""
    lessons: str = ""
    areas: tuple[AreaRole, ...] = ()
    approved_on: date | None = None
    approved_by: str = ""


@dataclass(frozen=True)
class DaysExample:
    """A good example of MUNICIPALITY's (its measure's id) that is picked for the conference."""

    municipality: str
    measure: str


@dataclass(frozen=True)
class DaysExamples:
    """Those that are picked in a year, in the order that they were picked. Kept by the year."""

    picked: tuple[DaysExample, ...] = ()

"""What the goal chain is made of (CYCLE.md, section 2), without any database, figure or page.

Words: organ, plan, målområde, fullmäktigemål, nämndmål, måltext, uppdrag. A plan is a body's for a year, its goals in
the order that they are read. Targets (etappmål, målvärde) are not here: an indicator has them, whatever goal it serves.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.signals import Attainment


class BodyKind(StrEnum):
    """What a body is."""

    COUNCIL = "kommunfullmäktige"
    BOARD = "kommunstyrelse"
    COMMITTEE = "nämnd"
    COMPANY = "bolag"


@dataclass(frozen=True)
class Body:
    """Who has a plan. ``areas`` are ids of the catalogue that it answers for; ``first`` and ``last`` its years.

    A body that is split or merged ends, and others begin: the plans it had keep it. ``owner`` is a function
    ("grundskolechef"), never a person.
    """

    id: str
    kind: BodyKind
    name: str
    areas: tuple[str, ...] = ()
    owner: str = ""
    first: int | None = None
    last: int | None = None

    @property
    def is_council(self) -> bool:
        """Whether it is the council, which has goal areas and council goals."""
        return self.kind is BodyKind.COUNCIL

    def is_of(self, year: int) -> bool:
        """Whether the body is there in YEAR."""
        return (self.first or year) <= year <= (self.last or year)


class Level(StrEnum):
    """Where in the chain a goal stands: the first two in the council's plan, the third in a committee's."""

    AREA = "målområde"
    COUNCIL = "fullmäktigemål"
    COMMITTEE = "nämndmål"


@dataclass(frozen=True)
class GoalIndicator:
    """An indicator that a goal is measured by: Kolada's or an own one's id, and T, K or M."""

    kpi: str
    gender: str = "T"


@dataclass(frozen=True)
class Goal:
    """A goal. ``parent`` is the goal above it, ``supports`` other council goals that it helps but is not counted in.

    ``bodies`` share it with the body whose plan it stands in. ``origin`` is the goal of the year before that it was
    made from. ``withdrawn`` is why it no longer holds; '' while it does.
    """

    id: str
    level: Level
    title: str
    text: str = ""
    parent: str | None = None
    supports: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    indicators: tuple[GoalIndicator, ...] = ()
    owner: str = ""
    origin: str | None = None
    withdrawn: str = ""


@dataclass(frozen=True)
class Decision:
    """Where, when and under which § something was decided."""

    by: str
    on: date
    paragraph: str
    link: str = ""

    def __post_init__(self) -> None:
        # The sign is written by who shows it, and typed by many.
        object.__setattr__(self, "paragraph", self.paragraph.strip("§ \t\xa0"))

    @property
    def words(self) -> str:
        """Who decided, when, and under which §."""
        return f"{self.by} {self.on.isoformat()}" + (f" § {self.paragraph}" if self.paragraph else "")


@dataclass(frozen=True)
class Volume:
    """How much of something a plan's money is to give: ``number`` of what ``name`` says, and its cost in tkr."""

    name: str
    number: float
    cost: float | None = None


@dataclass(frozen=True)
class Plan:
    """What a body wants to reach in a year: decided, or a draft. ``net_budget`` and ``frame`` are in tkr."""

    body: str
    year: int
    title: str
    goals: tuple[Goal, ...] = ()
    net_budget: float | None = None
    frame: float | None = None
    volumes: tuple[Volume, ...] = ()
    decision: Decision | None = None

    @property
    def key(self) -> str:
        """What it is kept by."""
        return plan_key(self.body, self.year)

    @property
    def standing_goals(self) -> tuple[Goal, ...]:
        """Those that are not withdrawn."""
        return tuple(goal for goal in self.goals if not goal.withdrawn)


class AssignmentState(StrEnum):
    """How far an assignment has come. The receiver says the first three, the giver the last."""

    NOT_BEGUN = "ej påbörjat"
    GOING_ON = "pågår"
    DONE = "klart"
    CLOSED = "avslutat"


@dataclass(frozen=True)
class Report:
    """What a receiver says of an assignment."""

    on: date
    text: str
    by: str


@dataclass(frozen=True)
class Moved:
    """That the giver moved a deadline (which was ``before``) or carried an assignment on, and why."""

    on: date
    reason: str
    before: date | None


@dataclass(frozen=True)
class Assignment:
    """Something that a giver has asked receivers (bodies' ids) for: in its plan of ``year``, or by ``decision``.

    ``goal`` is what it is for. ``closed`` is the giver's decision that it is over; ``reason`` why it was not done.
    """

    id: str
    year: int
    giver: str
    receivers: tuple[str, ...]
    text: str
    deadline: date | None = None
    goal: str | None = None
    decision: Decision | None = None
    state: AssignmentState = AssignmentState.NOT_BEGUN
    reports: tuple[Report, ...] = ()
    closed: Decision | None = None
    reason: str = ""
    moves: tuple[Moved, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.state is not AssignmentState.CLOSED

    @property
    def is_waiting(self) -> bool:
        """Whether it is done, and waits for the giver to close it."""
        return self.state is AssignmentState.DONE

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before TODAY."""
        return self.is_open and not self.is_waiting and self.deadline is not None and self.deadline < today


@dataclass(frozen=True)
class Overruling:
    """The owner's face of a goal in place of the computed one: with her reason, her function, and the date."""

    face: Attainment
    reason: str
    function: str
    on: date


def plan_key(body: str, year: int) -> str:
    """What the plan of BODY for YEAR is kept by."""
    return f"{body}/{year}"


def new_id() -> str:
    """An id for a body, a goal or an assignment: ten letters and digits that never change."""
    return secrets.token_hex(5)

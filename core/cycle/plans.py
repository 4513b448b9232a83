"""What a decided measure is carried out by, and how it is followed up: plans, activities, check-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.goals.models import Moved


@dataclass(frozen=True)
class ActionPlan:
    """How a measure (an id) is carried out, or something from scratch. ``present`` and ``goal`` are sentences.

    ``done_on`` is the day when all of it was done: from there on the figure is waited for.
    """

    id: str
    title: str
    area: str
    measure: str | None = None
    body: str | None = None
    present: str = ""
    goal: str = ""
    responsible: str = ""
    account: int | None = None
    follow_up: str = ""
    done_on: date | None = None


class ActivityState(StrEnum):
    """How far an activity has come."""

    NOT_BEGUN = "ej påbörjad"
    GOING_ON = "på väg"
    DONE = "klar"


@dataclass(frozen=True)
class Activity:
    """One thing that is done in an action plan (an id). ``responsible`` is a function; ``account`` may stand beside."""

    id: str
    plan: str
    what: str
    responsible: str
    due: date
    start: date | None = None
    why: str = ""
    how: str = ""
    resources: str = ""
    account: int | None = None
    state: ActivityState = ActivityState.NOT_BEGUN
    done_on: date | None = None
    moves: tuple[Moved, ...] = ()

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before TODAY."""
        return self.state is not ActivityState.DONE and self.due < today


class Subject(StrEnum):
    """What can be followed up."""

    GOAL = "mål"
    ASSIGNMENT = "uppdrag"
    PLAN = "handlingsplan"
    ACTIVITY = "aktivitet"


@dataclass(frozen=True)
class FollowUp:
    """A short note on something that goes on, by a function."""

    id: str
    subject: Subject
    of: str
    on: date
    text: str
    by: str


class Expected(StrEnum):
    """What is expected at the year's end."""

    REACHED = "nås"
    PARTLY = "nås delvis"
    NOT_REACHED = "nås inte"


class InterimPeriod(StrEnum):
    """The parts of a year that are followed up: the third is the whole year's."""

    FIRST = "tertial 1"
    SECOND = "tertial 2"
    YEAR = "helår"

    def answer_by(self, year: int) -> date:
        """The day when all should have been said about it: a month after its end."""
        ends = {self.FIRST: date(year, 5, 31), self.SECOND: date(year, 9, 30), self.YEAR: date(year + 1, 1, 31)}
        return ends[self]

    def before(self, year: int) -> tuple[int, InterimPeriod]:
        """The year and period before it in YEAR."""
        at = list(InterimPeriod).index(self)
        return (year, list(InterimPeriod)[at - 1]) if at else (year - 1, InterimPeriod.YEAR)


def period_at(day: date) -> tuple[int, InterimPeriod]:
    """The year and the period that are followed up on DAY: the one that ends next from its last month on, else the last
    that has ended.
    """
    months = {4: InterimPeriod.FIRST, 8: InterimPeriod.SECOND, 12: InterimPeriod.YEAR}
    last = max((month for month in months if month <= day.month), default=0)
    return (day.year, months[last]) if last else (day.year - 1, InterimPeriod.YEAR)


@dataclass(frozen=True)
class FigureThen:
    """An indicator's newest value as it was when something was said of it."""

    kpi: str
    gender: str
    year: int
    value: float


@dataclass(frozen=True)
class CheckIn:
    """What a body says of a goal or an assignment in a period; three fields. Kept by ``check_in_key``.

    ``figures`` are those of the goal's indicators that day.
    """

    subject: Subject
    of: str
    body: str
    year: int
    period: InterimPeriod
    expected: Expected
    text: str
    on: date
    by: str
    figures: tuple[FigureThen, ...] = ()


@dataclass(frozen=True)
class ClosedPeriod:
    """That a body's follow-up of a period is given out; ``by`` a function. Kept by ``period_key``."""

    body: str
    year: int
    period: InterimPeriod
    on: date
    by: str


def period_key(body: str, year: int, period: InterimPeriod) -> str:
    """What a body's follow-up of a period is kept by."""
    return f"{body}/{year}/{list(InterimPeriod).index(period) + 1}"


def check_in_key(of: str, body: str, year: int, period: InterimPeriod) -> str:
    """What BODY's check-in on a goal or an assignment (OF, an id) is kept by: each receiver answers for itself."""
    return f"{of}/{period_key(body, year, period)}"

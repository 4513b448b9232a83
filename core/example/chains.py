"""The goal chains of the made-up country, from ``chains.yaml`` into what people could have entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from core.catalogue.loader import read_checked
from core.example.days import YEARS, day_of
from core.example.places import country
from core.goals.models import (
    Assignment,
    AssignmentState,
    Body,
    BodyKind,
    Decision,
    Goal,
    GoalIndicator,
    Level,
    Overruling,
    Plan,
    Report,
    Volume,
)
from core.signals import Attainment

FILE = Path(__file__).with_name("chains.yaml")
_Year = Literal["last", "this", "next"]
_ALL_YEARS: tuple[_Year, ...] = ("last", "this", "next")
_FACES = {"nås": Attainment.REACHED, "nästan": Attainment.NEARLY, "nås inte": Attainment.NOT_REACHED}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _genders(said: object) -> object:
    """Levels by gender, where one is SAID for all."""
    return {"T": said} if isinstance(said, str) else said


class _Body(_Part):
    """Its ``first`` and ``last`` years are counted from this year."""

    id: str
    kind: BodyKind
    name: str
    owner: str
    areas: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None


class _Other(_Part):
    """What a goal or a plan has in another year in place of what stands in the file."""

    title: str | None = None
    text: str | None = None
    indicators: tuple[str, ...] | None = None
    volumes: tuple[Volume, ...] | None = None
    net: tuple[float, ...] | None = None


class _Goal(_Part):
    id: str
    title: str
    level: Level | None = None
    under: str | None = None
    text: str = ""
    indicators: tuple[str, ...] = ()
    owner: str = ""
    bodies: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    origin: str | None = Field(default=None, alias="from")
    years: tuple[_Year, ...] = _ALL_YEARS
    differs: Mapping[_Year, _Other] = {}


class _Volume(_Part):
    """Number and cost in tkr of the three years."""

    name: str
    number: tuple[float, float, float]
    cost: tuple[float, float, float]


class _Plan(_Part):
    """``net`` and ``frame`` are tkr of the three years, ``decided`` a day of the year before and a §."""

    body: str
    title: str
    decided: Mapping[_Year, str]
    net: tuple[float, ...] = ()
    frame: tuple[float, ...] = ()
    volumes: tuple[_Volume, ...] = ()
    differs: Mapping[_Year, _Other] = {}
    goals: tuple[_Goal, ...]


class _Told(_Part):
    """A report, or what somebody decided: ``on`` is a year's word and a day."""

    on: str
    text: str = ""
    by: str = ""
    paragraph: str = ""


class _Assignment(_Part):
    id: str
    given: _Year
    giver: str
    receivers: tuple[str, ...]
    text: str
    goal: str | None = None
    deadline: str | None = None
    state: AssignmentState
    reports: tuple[_Told, ...] = ()
    decision: _Told | None = None
    closed: _Told | None = None
    reason: str = ""


class _Overruling(_Part):
    goal: str
    year: _Year
    face: Literal["nås", "nästan", "nås inte"]
    reason: str
    function: str
    on: str


class _Town(_Part):
    bodies: tuple[_Body, ...]
    plans: tuple[_Plan, ...]
    assignments: tuple[_Assignment, ...] = ()
    overrulings: tuple[_Overruling, ...] = ()
    levels: Mapping[str, Annotated[Mapping[str, str], BeforeValidator(_genders)]] = {}


class _File(RootModel[dict[str, _Town]]):
    """Municipalities by name."""


@dataclass(frozen=True)
class Chains:
    """What MUNICIPALITY (its id) has entered. ``levels`` tell by indicator and gender how its targets come out."""

    municipality: str
    bodies: tuple[Body, ...]
    plans: tuple[Plan, ...]
    assignments: tuple[Assignment, ...]
    overrulings: Mapping[str, Overruling]
    levels: Mapping[str, Mapping[str, str]]

    @property
    def indicators(self) -> frozenset[GoalIndicator]:
        """All that any goal has."""
        return frozenset(one for plan in self.plans for goal in plan.goals for one in goal.indicators)


def chains(today: date) -> tuple[Chains, ...]:
    """The goal chains of the country's municipalities as they stand TODAY: the same ids and texts every time."""
    ids = dict(zip(country().names, country().ids, strict=True))
    return tuple(_Making(town, ids[name], today).made() for name, town in _file().items())


@cache
def _file() -> Mapping[str, _Town]:
    return read_checked(FILE, _File).root


@dataclass(frozen=True)
class _Making:
    """One municipality's, in the making."""

    town: _Town
    municipality: str
    today: date

    def made(self) -> Chains:
        return Chains(
            self.municipality,
            tuple(
                Body(one.id, one.kind, one.name, one.areas, one.owner, self._year(one.first), self._year(one.last))
                for one in self.town.bodies
            ),
            tuple(self._plans()),
            tuple(self._assignment(one) for one in self.town.assignments),
            {
                self._id(one.goal, one.year): Overruling(_FACES[one.face], one.reason, one.function, self._day(one.on))
                for one in self.town.overrulings
            },
            self.town.levels,
        )

    def _plans(self) -> Iterator[Plan]:
        bodies = {one.id: one for one in self.town.bodies}
        for plan in self.town.plans:
            body = bodies[plan.body]
            for number, word in enumerate(_ALL_YEARS):
                away = YEARS[word]
                is_there = (body.first is None or body.first <= away) and (body.last is None or away <= body.last)
                if is_there and (word in plan.decided or away > 0):
                    yield self._plan(plan, word, number, body.name)

    def _plan(self, plan: _Plan, word: _Year, number: int, body: str) -> Plan:
        year = self.today.year + YEARS[word]
        other = plan.differs.get(word, _Other())
        volumes = tuple(Volume(one.name, one.number[number], one.cost[number]) for one in plan.volumes)
        net = plan.net if other.net is None else other.net
        decision = None
        if word in plan.decided:
            day, _, paragraph = plan.decided[word].partition(" § ")
            decision = Decision(body, date.fromisoformat(f"{year - 1}-{day}"), paragraph)
        return Plan(
            plan.body,
            year,
            f"{plan.title} {year}",
            tuple(self._goal(one, word, is_councils=plan.body == "kf") for one in plan.goals if word in one.years),
            net[number] if net else None,
            plan.frame[number] if plan.frame else None,
            volumes if other.volumes is None else other.volumes,
            decision,
        )

    def _goal(self, goal: _Goal, word: _Year, *, is_councils: bool) -> Goal:
        other = goal.differs.get(word, _Other())
        indicators = goal.indicators if other.indicators is None else other.indicators
        return Goal(
            self._id(goal.id, word),
            goal.level or (Level.COUNCIL if is_councils else Level.COMMITTEE),
            other.title or goal.title,
            goal.text if other.text is None else other.text,
            self._id(goal.under, word) if goal.under else None,
            tuple(self._id(one, word) for one in goal.supports),
            goal.bodies,
            tuple(one for said in indicators for one in _indicators(said)),
            goal.owner,
            self._origin(goal, word),
        )

    def _origin(self, goal: _Goal, word: _Year) -> str | None:
        """The goal of the year before that GOAL was made from."""
        before = _ALL_YEARS[_ALL_YEARS.index(word) - 1] if word != "last" else None
        if before is None:
            return None
        if goal.origin and word == "this":
            return self._id(goal.origin, before)
        had = {
            one.id: plan.body
            for plan in self.town.plans
            if before in plan.decided
            for one in plan.goals
            if before in one.years
        }
        return self._id(goal.id, before) if goal.id in had else None

    def _assignment(self, one: _Assignment) -> Assignment:
        return Assignment(
            f"{one.id}-{self.today.year + YEARS[one.given]}",
            self.today.year + YEARS[one.given],
            one.giver,
            one.receivers,
            one.text,
            self._day(one.deadline) if one.deadline else None,
            self._id(one.goal, one.given) if one.goal else None,
            self._decision(one.decision),
            one.state,
            tuple(Report(day, told.text, told.by) for told in one.reports if (day := self._day(told.on)) <= self.today),
            self._decision(one.closed, by={body.id: body.name for body in self.town.bodies}[one.giver]),
            one.reason,
        )

    def _decision(self, told: _Told | None, by: str = "") -> Decision | None:
        return Decision(told.by or by, self._day(told.on), told.paragraph) if told else None

    def _id(self, name: str, word: str) -> str:
        return f"{name}-{self.today.year + YEARS[word]}"

    def _year(self, away: int | None) -> int | None:
        return None if away is None else self.today.year + away

    def _day(self, said: str) -> date:
        return day_of(said, self.today)


def _indicators(said: str) -> Iterator[GoalIndicator]:
    """ "N15428 K M": the indicator for women and for men; without any gender, the total."""
    kpi, *genders = said.split()
    for gender in genders or ["T"]:
        yield GoalIndicator(kpi, gender)

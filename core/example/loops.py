"""What the made-up country has done about its deviations, from ``loops.yaml`` into what people could have entered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel, TypeAdapter

from core.catalogue import Catalogue
from core.catalogue.loader import read_checked
from core.cycle import book
from core.cycle.models import Check, Claim, Conclusion, Deviation, Ended, Frozen, GoodExample, Measure, SetAside, Vote
from core.cycle.plans import (
    ActionPlan,
    Activity,
    CheckIn,
    ClosedPeriod,
    FollowUp,
    Subject,
    check_in_key,
    period_key,
)
from core.cycle.priorities import tallied
from core.example.days import day_of, year_of
from core.example.places import country
from core.state.entries import Entries

FILE = Path(__file__).with_name("loops.yaml")

_DAY = re.compile(r"(?:last|this|next|-?\d+) \d\d-\d\d|today [-+]\d+")
_YEARS = frozenset({"year", "seen_from"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Loop(_Part):
    """A deviation and all that came of it. ``year`` is the outcome's that was frozen; None: the newest."""

    id: str
    kpi: str
    gender: str
    area: str
    year: int | None = None
    taken_on: date
    owner: str = ""
    conclude_by: date | None = None
    aside: SetAside | None = None
    ended: Ended | None = None
    check: Check | None = None
    claims: tuple[Claim, ...] = ()
    conclusion: Conclusion | None = None
    is_published: bool = False
    measures: tuple[Measure, ...] = ()
    plans: tuple[ActionPlan, ...] = ()
    activities: tuple[Activity, ...] = ()
    examples: Mapping[str, GoodExample] = {}
    follow_ups: tuple[FollowUp, ...] = ()


class _Town(_Part):
    deviations: tuple[_Loop, ...]
    votes: tuple[Vote, ...] = ()
    ballots: Mapping[str, tuple[tuple[int, ...], ...]] = {}
    periods: tuple[ClosedPeriod, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()


class _Raw(RootModel[dict[str, Any]]):
    """Municipalities by name, as the file has them."""


@dataclass(frozen=True)
class Asked:
    """Which outcome was frozen when a deviation was taken up on a day: ``year``'s, or the newest where it is None."""

    municipality: str
    kpi: str
    gender: str
    year: int | None
    on: date


@dataclass(frozen=True)
class Held:
    """One thing that is entered, and whether readers see it."""

    kind: Entries[Any]
    key: str
    value: Any
    is_public: bool = False


@dataclass(frozen=True)
class Loops:
    """What MUNICIPALITY (its id) has entered. ``ballots`` are the answers of each vote, by its id."""

    municipality: str
    held: tuple[Held, ...]
    ballots: Mapping[str, tuple[Mapping[str, tuple[int, int]], ...]]


def loops(view: Catalogue, today: date, frozen: Callable[[Asked], Frozen]) -> tuple[Loops, ...]:
    """What the country's municipalities have done, as it stands TODAY; FROZEN makes what an outcome was.

    VIEW is the example's catalogue. The same ids and texts every time.
    """
    ids = dict(zip(country().names, country().ids, strict=True))
    areas = {indicator.kpi: indicator.area for indicator in view.indicators}
    whole = TypeAdapter(dict[str, _Town]).validate_python(
        {name: _whole(town, today, areas) for name, town in _file().items()}
    )
    return tuple(_made(town, ids[name], today, frozen) for name, town in whole.items())


@cache
def _file() -> Mapping[str, Any]:
    return read_checked(FILE, _Raw).root


def _whole(town: Any, today: date, areas: Mapping[str, str]) -> Any:
    """TOWN with days for what tells them, and with what its parts have from the things that they stand under."""
    found = _dated(town, today)
    found["deviations"] = [_loop(one, areas) for one in found["deviations"]]
    for one in found.get("check_ins", ()):
        one |= {"of": f"{one['of']}-{one['year']}", "subject": Subject.GOAL}
    return found


def _dated(said: Any, today: date, key: str = "") -> Any:
    if isinstance(said, dict):
        return {name: _dated(value, today, name) for name, value in said.items()}
    if isinstance(said, list):
        return [_dated(value, today) for value in said]
    if key in _YEARS:
        return year_of(said, today)
    return day_of(said, today) if _DAY.fullmatch(said) else said


def _loop(raw: dict[str, Any], areas: Mapping[str, str]) -> dict[str, Any]:
    kpi, _, gender = raw.pop("indicator").partition(" ")
    of = {"kpi": kpi, "gender": gender or "T", "area": areas[kpi]}
    found = {**raw, **of, "plans": [], "activities": [], "examples": {}, "follow_ups": []}
    found["claims"] = [{**one, "deviation": raw["id"]} for one in raw.get("claims", ())]
    for one in raw.get("measures", ()):
        if plan := one.pop("plan", None):
            same = {"title": one["title"], "area": of["area"], "measure": one["id"], "body": one["body"]}
            found["plans"].append({**same, **plan})
            found["activities"] += [{**activity, "plan": plan["id"]} for activity in one.pop("activities", ())]
        found["follow_ups"] += one.pop("follow_ups", ())
        if "example" in one and isinstance(one["example"], dict):
            found["examples"][one["id"]] = one.pop("example")
    found["measures"] = [{**one, **of, "deviation": raw["id"]} for one in raw.get("measures", ())]
    return found


def _made(town: _Town, municipality: str, today: date, frozen: Callable[[Asked], Frozen]) -> Loops:
    held = [each for one in town.deviations for each in _of_loop(one, municipality, frozen)]
    ballots = {one.id: tuple(_ballots(one, town)) for one in town.votes}
    for one in town.votes:
        found = ballots[one.id]
        counted = replace(one, answered=len(found), tallies=tallied(one.measures, found))
        held.append(Held(book.VOTES, one.id, counted))
    held += [
        Held(book.PERIODS, period_key(one.body, one.year, one.period), one) for one in town.periods if one.on <= today
    ]
    held += [
        Held(book.CHECK_INS, check_in_key(one.of, one.body, one.year, one.period), one)
        for one in town.check_ins
        if one.on <= today
    ]
    return Loops(municipality, tuple(held), ballots)


def _of_loop(one: _Loop, municipality: str, frozen: Callable[[Asked], Frozen]) -> Iterator[Held]:
    was = frozen(Asked(municipality, one.kpi, one.gender, one.year, one.taken_on))
    kept = {name: getattr(one, name) for name in ("taken_on", "owner", "conclude_by", "aside", "ended")}
    deviation = Deviation(one.id, one.kpi, one.gender, one.area, was, **kept)
    yield Held(book.DEVIATIONS, one.id, deviation, one.is_published)
    if one.check:
        yield Held(book.CHECKS, one.id, one.check)
    yield from (Held(book.CLAIMS, claim.id, claim) for claim in one.claims)
    if one.conclusion:
        yield Held(book.CONCLUSIONS, one.id, one.conclusion, one.is_published)
    decided = {measure.id for measure in one.measures if measure.is_decided}
    yield from (Held(book.MEASURES, measure.id, measure, measure.id in decided) for measure in one.measures)
    yield from (Held(book.ACTION_PLANS, plan.id, plan, is_public=True) for plan in one.plans)
    yield from (Held(book.ACTIVITIES, activity.id, activity, is_public=True) for activity in one.activities)
    yield from (Held(book.EXAMPLES, key, example, is_public=True) for key, example in one.examples.items())
    yield from (Held(book.FOLLOW_UPS, follow_up.id, follow_up) for follow_up in one.follow_ups)


def _ballots(vote: Vote, town: _Town) -> Iterator[Mapping[str, tuple[int, int]]]:
    for line in town.ballots[vote.id]:
        yield {measure: (line[2 * place], line[2 * place + 1]) for place, measure in enumerate(vote.measures)}

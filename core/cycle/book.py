"""All that a municipality has entered about its deviations and measures, read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine

from core.cycle.models import Check, Claim, Conclusion, Consequences, Deviation, GoodExample, Measure, Vote
from core.cycle.plans import ActionPlan, Activity, CheckIn, ClosedPeriod, FollowUp
from core.state.database import reading
from core.state.entries import Entries, mark, values_of

DEVIATIONS = Entries("avvikelse", Deviation)
CHECKS = Entries("kontroll av siffran", Check)
CLAIMS = Entries("orsak", Claim)
CONCLUSIONS = Entries("slutsats", Conclusion)
MEASURES = Entries("åtgärd", Measure)
VOTES = Entries("omröstning", Vote)
EXAMPLES = Entries("gott exempel", GoodExample)
ACTION_PLANS = Entries("handlingsplan", ActionPlan)
ACTIVITIES = Entries("aktivitet", Activity)
FOLLOW_UPS = Entries("uppföljning", FollowUp)
CHECK_INS = Entries("avstämt läge", CheckIn)
PERIODS = Entries("avslutad period", ClosedPeriod)


@dataclass(frozen=True, eq=False)
class CycleBook:
    """What MUNICIPALITY has entered, by key: with drafts for those who may see them, else what is published.

    Readers see published conclusions with the deviations that they are of, decided measures with their plans, how many
    activities these have and how many of them are done and late, and good examples; nothing else.
    """

    municipality: str
    deviations: Mapping[str, Deviation] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    conclusions: Mapping[str, Conclusion] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    votes: Mapping[str, Vote] = field(default_factory=dict)
    examples: Mapping[str, GoodExample] = field(default_factory=dict)
    plans: Mapping[str, ActionPlan] = field(default_factory=dict)
    activities: Mapping[str, Activity] = field(default_factory=dict)
    follow_ups: Mapping[str, FollowUp] = field(default_factory=dict)
    check_ins: Mapping[str, CheckIn] = field(default_factory=dict)
    periods: Mapping[str, ClosedPeriod] = field(default_factory=dict)

    def of_indicator(self, kpi: str, gender: str) -> Deviation | None:
        """The deviation of KPI and GENDER that is not closed; the newest where there are several."""
        found = [one for one in self.deviations.values() if (one.kpi, one.gender) == (kpi, gender) and not one.ended]
        return found[-1] if found else None

    def claims_of(self, deviation: str) -> list[Claim]:
        """The claims of DEVIATION (an id), in the order that they came."""
        return [one for one in self.claims.values() if one.deviation == deviation]

    def measures_of(self, deviation: str) -> list[Measure]:
        """The measures of DEVIATION (an id) that are not withdrawn, in the order that they came."""
        return [one for one in self.measures.values() if one.deviation == deviation and not one.withdrawn]

    @cached_property
    def plan_of(self) -> Mapping[str, ActionPlan]:
        """The action plan of each measure that has one, by the measure's id."""
        return {one.measure: one for one in self.plans.values() if one.measure}

    def activities_of(self, plan: str) -> list[Activity]:
        """The activities of PLAN (an id), by the day they are due."""
        return sorted((one for one in self.activities.values() if one.plan == plan), key=lambda one: one.due)

    def stands_on(self, key: str, made: Collection[tuple[str, str]]) -> bool:
        """Whether anything hangs on the deviation, measure or plan KEY but what was MADE (kind and key) with it."""
        hanging = [
            *((CLAIMS.kind, of, one.deviation) for of, one in self.claims.items()),
            *((CHECKS.kind, of, of) for of in self.checks),
            *((CONCLUSIONS.kind, of, of) for of in self.conclusions),
            *((MEASURES.kind, of, one.deviation) for of, one in self.measures.items()),
            *((ACTION_PLANS.kind, of, one.measure) for of, one in self.plans.items()),
            *((EXAMPLES.kind, of, of) for of in self.examples),
            *((ACTIVITIES.kind, of, one.plan) for of, one in self.activities.items()),
            *((FOLLOW_UPS.kind, of, one.of) for of, one in self.follow_ups.items()),
        ]
        return any(above == key and (kind, of) not in made for kind, of, above in hanging)

    def of_area(self, area: str) -> tuple[Any, ...]:
        """What there is of AREA's indicators: equal as long as it is the same."""
        deviations = {key: one for key, one in self.deviations.items() if one.area == area}
        measures = {key: one for key, one in self.measures.items() if one.area == area}
        plans = {key: one for key, one in self.plans.items() if one.area == area}
        return (
            *deviations.items(),
            *((key, self.conclusions.get(key)) for key in deviations),
            *measures.items(),
            *((key, self.examples.get(key)) for key in measures),
            *plans.items(),
            *(one for one in self.activities.values() if one.plan in plans),
        )


_ALL: Mapping[str, Entries[Any]] = {
    "deviations": DEVIATIONS,
    "checks": CHECKS,
    "claims": CLAIMS,
    "conclusions": CONCLUSIONS,
    "measures": MEASURES,
    "votes": VOTES,
    "examples": EXAMPLES,
    "plans": ACTION_PLANS,
    "activities": ACTIVITIES,
    "follow_ups": FOLLOW_UPS,
    "check_ins": CHECK_INS,
    "periods": PERIODS,
}
# What is in what readers see, and is not for them.
_UNSAID: Mapping[str, Mapping[str, Any]] = {
    "measures": {"consequences": Consequences(), "effort": None, "effect": None},
    "plans": {"account": None, "follow_up": "", "present": "", "goal": ""},
    "activities": {
        "account": None,
        "moves": (),
        **dict.fromkeys(("what", "responsible", "why", "how", "resources"), ""),
    },
}
KINDS = tuple(one.kind for one in _ALL.values())


def read_book(connection: Connection, municipality: str, *, drafts: bool) -> CycleBook:
    """The cycle book of MUNICIPALITY. Who may read DRAFTS is asked for by whoever asks."""
    held = values_of(connection, municipality, _ALL.values(), public=not drafts)
    found = {name: held[of.kind] for name, of in _ALL.items()}
    return CycleBook(municipality, **(found if drafts else {name: _told(name, of) for name, of in found.items()}))


def _told(name: str, held: Mapping[str, Any]) -> Mapping[str, Any]:
    """HELD as readers may see it: without what is only for those of the municipality."""
    if name == "deviations":
        return {key: _told_deviation(one) for key, one in held.items()}
    unsaid = _UNSAID.get(name, {})
    return {key: replace(one, **unsaid) for key, one in held.items()} if unsaid else held


def _told_deviation(one: Deviation) -> Deviation:
    """ONE as readers may see it: how far it has come, but not why it is set aside or closed, nor what is waited for."""
    return replace(
        one,
        account=None,
        conclude_by=None,
        aside=one.aside and replace(one.aside, reason=""),
        ended=one.ended and replace(one.ended, reason=""),
    )


class CycleBooks:
    """The cycle books of one database. All raise StateError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def book(self, municipality: str, *, drafts: bool) -> CycleBook:
        """``read_book``."""
        with reading(self._engine) as connection:
            return read_book(connection, municipality, drafts=drafts)

    def mark(self, municipality: str, *, drafts: bool) -> str:
        """The same as long as the cycle book of MUNICIPALITY is the same."""
        with reading(self._engine) as connection:
            return mark(connection, municipality, KINDS, public=not drafts)

"""The rule on attainment once more, for one outcome at a time: dictionaries, decimal numbers and nothing shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import NamedTuple

from tests.signals.frames import Row

Place = tuple[str, str, str]


class Slice(NamedTuple):
    """What holds for a KPI, gender and year."""

    n: int
    is_open: bool
    deadband: Decimal | None
    low_cut: Decimal
    high_cut: Decimal


class Judgement(NamedTuple):
    """A face and what it rests on."""

    face: str
    reason: str
    distance: Decimal | None = None
    tolerance: Decimal | None = None
    year: int | None = None
    target_year: int | None = None


@dataclass(frozen=True)
class World:
    """All that the rule speaks of. A place is a KPI, a municipality and a gender."""

    series: Mapping[Place, Mapping[int, Decimal]]
    statuses: Mapping[Place, Mapping[int, str]]
    slices: Mapping[tuple[str, str, int], Slice]
    newest_closed: Mapping[str, int]
    groups: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Case:
    """One outcome and the target that holds for it."""

    world: World
    indicator: Row
    place: Place
    year: int
    target: Row

    @property
    def kind(self) -> str:
        return str(self.target["kind"])

    @property
    def sign(self) -> int:
        return {"high": 1, "low": -1, "none": 0}[self.indicator["direction"]]

    @property
    def slice(self) -> Slice:
        kpi, _, gender = self.place
        return self.world.slices[kpi, gender, self.year]

    @property
    def points(self) -> Mapping[int, Decimal]:
        return self.world.series[self.place]

    @property
    def outcome(self) -> Decimal:
        return self.as_shown(self.points[self.year])

    @property
    def group(self) -> Sequence[str]:
        return self.world.groups.get(self.target["group"], ())

    def in_group(self, *, oneself: bool) -> list[Decimal]:
        """The values of the group's members in the outcome year."""
        kpi, own, gender = self.place
        series = [self.world.series.get((kpi, m, gender), {}) for m in self.group if oneself or m != own]
        return [points[self.year] for points in series if self.year in points]

    def as_shown(self, number: Decimal) -> Decimal:
        return number.quantize(Decimal(1).scaleb(-self.indicator["decimals"]), ROUND_HALF_UP)


def decimal(number: float) -> Decimal:
    """NUMBER as it would be written."""
    return Decimal(repr(float(number)))


def judge(world: World, indicator: Row, place: Place, wanted: Sequence[Row]) -> Judgement:
    """The face of PLACE's newest value by the one of the targets WANTED that holds."""
    points = world.series.get(place, {})
    year = max(points, default=None)
    gender = place[2]
    own = [t for t in wanted if (t["gender"] or "T") == gender] or [t for t in wanted if t["gender"] in {"", "T"}]
    target = _that_holds(own, year)
    reason = _reason_without_counting(world, indicator, place, target)
    if reason or target is None or year is None:
        return Judgement("not_judged", reason, year=year, target_year=None if target is None else target["year"])
    case = Case(world, indicator, place, year, target)
    reason = _reason_of_kind(case)
    if reason:
        return Judgement("not_judged", reason, year=year, target_year=target["year"])
    return _faced(case, *_distance(case))


def _that_holds(wanted: Sequence[Row], year: int | None) -> Row | None:
    due = [t for t in wanted if year is not None and t["year"] <= year]
    if due:
        return max(due, key=lambda t: int(t["year"]))
    return min(wanted, key=lambda t: int(t["year"]), default=None)


def _reason_without_counting(world: World, indicator: Row, place: Place, target: Row | None) -> str:
    if indicator["category"] == "information":
        return "information"
    if target is None:
        return "no_target"
    if place not in world.series:
        newest = max(world.statuses[place].items())[1]
        return {"Privacy": "suppressed", "Missing": "not_reported"}.get(newest, "no_outcome")
    if max(world.series[place]) < world.newest_closed[place[0]] - 2:
        return "outdated"
    if target["kind"] in {"as_group", "best_quarter", "rank"} and indicator["direction"] == "none":
        return "no_direction"
    return ""


def _reason_of_kind(case: Case) -> str:
    reason = ""
    if case.kind in {"increase", "decrease", "keep"}:
        since = int(case.target["base_year"])
        if since not in case.points or since >= case.year:
            reason = "no_base"
        elif any(since < first <= case.year for first in case.indicator["break_years"]):
            reason = "break"
    elif case.kind == "best_quarter":
        if not case.indicator["comparable"] or case.slice.n < 20:
            reason = "too_few"
        if case.indicator["comparable"] and case.slice.is_open:
            reason = "open_year"
    elif case.kind in {"as_group", "rank"}:
        oneself = case.kind == "rank"
        asked = [m for m in case.group if oneself or m != case.place[1]]
        known = case.in_group(oneself=oneself)
        if not known or 2 * len(known) < len(asked):
            reason = "group_too_small"
    return reason


def _distance(case: Case) -> tuple[Decimal, Decimal]:
    """d of the rule, and the tolerance."""
    v, target = case.outcome, case.target
    if case.kind == "rank":
        better = sum(case.sign * case.as_shown(x) > case.sign * v for x in case.in_group(oneself=True))
        return decimal(target["rank"]) - 1 - better, Decimal(1)
    if case.kind in {"increase", "decrease", "keep"}:
        base = case.as_shown(case.points[int(target["base_year"])])
        tolerance = _tolerance(case, base)
        up = v - base
        wished = {"increase": up - tolerance, "decrease": -up - tolerance, "keep": tolerance - abs(up)}
        return wished[case.kind], tolerance
    if case.kind == "within":
        low, high = decimal(target["value"]), decimal(target["value2"])
        return min(v - low, high - v), _tolerance(case, low if v - low <= high - v else high)
    level, sign = _level(case)
    return sign * (v - level), _tolerance(case, level)


def _level(case: Case) -> tuple[Decimal, int]:
    """The level asked for, and whether to be above (1) or below it (-1)."""
    if case.kind == "as_group":
        others = case.in_group(oneself=False)
        return sum(others, Decimal(0)) / len(others), case.sign
    if case.kind == "best_quarter":
        return (case.slice.high_cut if case.sign > 0 else case.slice.low_cut), case.sign
    return decimal(case.target["value"]), {"at_least": 1, "at_most": -1}[case.kind]


def _tolerance(case: Case, level: Decimal) -> Decimal:
    for given in (case.target["tolerance"], case.indicator["tolerance"]):
        if not isnan(given):
            return decimal(given)
    deadband = case.slice.deadband
    return abs(level) / 20 if deadband is None else deadband / 2


def _faced(case: Case, distance: Decimal, tolerance: Decimal) -> Judgement:
    distance, tolerance = round(distance, 9), round(tolerance, 9)
    face = "reached" if distance >= 0 else "nearly" if distance >= -tolerance else "not_reached"
    early = case.target["year"] > case.year and face != "reached"
    told = ("not_judged", "not_due") if early else (face, "")
    return Judgement(*told, distance, tolerance, case.year, case.target["year"])

"""The deviations of a municipality: what the figures say is one, since when, and how far it has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.catalogue.frames import indicator_frame
from core.cycle.book import CycleBook
from core.cycle.models import Deviation, DeviationState, Frozen, Measure
from core.goals.models import Body, Goal
from core.outcomes.chain import served_goals, standing_year
from core.outcomes.figures import Figures
from core.outcomes.lists import Show, listed
from core.outcomes.rows import Choice, faced
from core.seals import seal_of
from core.signals import Attainment, Reason, Standing, Trend, Verdict, shown, with_measured_years
from core.words.sentences import Row

# The participants' by gender, for readers and for those who work.
_KEPT = 60


@dataclass(frozen=True)
class AskedQueue:
    """Whose deviations, of which gender, on which day, and with DRAFTS for who may read them."""

    municipality: str
    today: date
    gender: str = "T"
    drafts: bool = False


@dataclass(frozen=True, eq=False)
class QueueRow:
    """A deviation. ``row`` is the indicator's as ``signal_rows`` has it now; None where the catalogue lacks it.

    ``first_year`` is the first of the years in a row whose outcome is one, None where the newest is not. ``state`` is
    None for readers where nothing of it is published. ``bodies`` answer for its area, ``goals`` are measured by it.
    """

    kpi: str
    gender: str
    area: str
    name: str
    row: Row | None
    first_year: int | None
    deviation: Deviation | None
    state: DeviationState | None
    measures: tuple[Measure, ...]
    goals: tuple[Goal, ...]
    bodies: tuple[Body, ...]
    is_concluded: bool = False


def queue(figures: Figures, asked: AskedQueue) -> Sequence[QueueRow]:
    """The deviations ASKED for, in the rule's order (DESIGN.md section 3), and last those that were taken up and are
    no longer any; closed ones are left out unless the figures say that they are deviations again.
    """
    return figures.kept(_queue, asked, most=_KEPT)


def successes(figures: Figures, municipality: str, gender: str = "T") -> Sequence[Row]:
    """What goes well, worth learning from, in the rule's order."""
    return listed(figures.records(Choice(municipality, gender)), Show.SUCCESSES)


def state_of(one: Deviation | None, book: CycleBook, today: date) -> DeviationState:
    """How far ONE has come by what BOOK has of it.

    New again on the day to look again at one that was set aside. Awaited where all its decided measures are done.
    """
    if one is not None and one.ended:
        return DeviationState.CLOSED
    if one is None or (one.aside and one.aside.look_again <= today):
        return DeviationState.NEW
    if one.aside:
        return DeviationState.EXPLAINED
    decided = [measure for measure in book.measures_of(one.id) if measure.is_decided]
    if not decided:
        return DeviationState.ANALYSED
    plans = [book.plan_of.get(measure.id) for measure in decided]
    is_done = all(plan is not None and plan.done_on is not None for plan in plans)
    return DeviationState.AWAITED if is_done else DeviationState.ACTED_ON


def frozen_row(figures: Figures, row: Row, first_year: int | None, today: date) -> Frozen:
    """ROW, which has an outcome, as it is kept with a deviation that is taken up TODAY."""
    return Frozen(
        on=today,
        name=row["name"],
        unit=row["unit"],
        year=int(row["year"]),
        value=float(row["value"]),
        decimals=int(row["decimals"]),
        attainment=Attainment(row["attainment"]),
        attainment_text=row["attainment_text"],
        trend=Trend(row["trend"]),
        trend_verdict=Verdict(row["trend_verdict"]),
        trend_text=row["trend_text"],
        standing=Standing(row["standing"]),
        standing_text=row["standing_text"],
        target_text=row["target_text"],
        first_year=first_year,
        definition=definition_seal(figures, row["kpi"]),
    )


def definition_seal(figures: Figures, kpi: str) -> str:
    """Another when KPI's name, unit, direction or description is another; '' for one that is not there."""
    indicator, info = figures.catalogue.by_kpi.get(kpi), figures.snapshot.kpis.get(kpi)
    if indicator is None:
        return ""
    return seal_of([indicator.name, indicator.unit, indicator.direction.value, info.description if info else ""])


@dataclass(frozen=True)
class SinceFrozen:
    """What has become of a frozen figure: the value of its year ``now`` (None where Kolada has none any more).

    ``seen_on`` is the day that it was seen to differ, where that is known; ``is_same`` whether the three signals are
    those that were frozen, None where they are of another year or cannot be told. ``newer`` is the year of a newer
    outcome, with its value. ``is_gone``: the indicator is in the catalogue no more; ``is_redefined``: its name, unit,
    direction or description is another.
    """

    now: float | None
    is_revised: bool = False
    seen_on: date | None = None
    is_same: bool | None = None
    newer: tuple[int, float] | None = None
    is_gone: bool = False
    is_redefined: bool = False


def since_frozen(figures: Figures, municipality: str, one: Deviation, row: Row | None) -> SinceFrozen:
    """What has become of the figure that is frozen in ONE, a deviation of MUNICIPALITY whose ROW is the one now."""
    frozen = one.frozen
    if row is None:
        return SinceFrozen(None, is_gone=True)
    seal = definition_seal(figures, one.kpi)
    is_redefined = bool(frozen.definition) and seal != frozen.definition
    values = figures.bands(municipality)
    values = values[(values["kpi"] == one.kpi) & (values["gender"] == row["gender"]) & (values["year"] == frozen.year)]
    found = [float(value) for value in values["value"].dropna()]
    now = found[0] if found else None
    newer = (int(row["year"]), float(row["value"])) if row["year"] > frozen.year else None
    is_revised = now is None or shown(now, frozen.decimals) != shown(frozen.value, frozen.decimals)
    if not is_revised:
        return SinceFrozen(now, newer=newer, is_redefined=is_redefined)
    signals = (Attainment(row["attainment"]), Verdict(row["trend_verdict"]), Standing(row["standing"]))
    is_same = (
        signals == (frozen.attainment, frozen.trend_verdict, frozen.standing) if row["year"] == frozen.year else None
    )
    changes = figures.snapshot.changes_of(municipality)
    of = changes[(changes["kpi"] == one.kpi) & (changes["gender"] == row["gender"]) & (changes["year"] == frozen.year)]
    seen_on = pd.Timestamp(of["seen_on"].iloc[0]).date() if len(of) else None
    return SinceFrozen(now, is_revised, seen_on, is_same, newer, is_redefined=is_redefined)


def first_years(figures: Figures, municipality: str, gender: str = "T") -> Mapping[str, int]:
    """The first of the years in a row whose measured outcome was a deviation, by the kpis whose newest is; kept."""
    return figures.kept(_first_years, (municipality, gender), most=_KEPT)


def _queue(figures: Figures, asked: AskedQueue) -> tuple[QueueRow, ...]:
    book = figures.cycle_of(asked.municipality, drafts=asked.drafts)
    rows = figures.records(Choice(asked.municipality, asked.gender))
    by_kpi = {row["kpi"]: row for row in rows}
    first = first_years(figures, asked.municipality, asked.gender)
    goals = served_goals(figures, asked.municipality, drafts=asked.drafts)
    bodies = _bodies(figures, asked)
    deviating = [row["kpi"] for row in listed(rows, Show.DEVIATIONS)]

    def gender_of(kpi: str) -> str:
        """That whose outcome is told: the total's stands in where there is none of the one asked for."""
        return str(by_kpi[kpi]["gender"]) if kpi in by_kpi else asked.gender

    taken_up = [one.kpi for one in book.deviations.values() if one.gender == gender_of(one.kpi) and not one.ended]

    def made(kpi: str) -> QueueRow:
        row, one = by_kpi.get(kpi), book.of_indicator(kpi, gender_of(kpi))
        area = row["area"] if row else one.area if one else ""
        return QueueRow(
            kpi=kpi,
            gender=gender_of(kpi),
            area=area,
            name=row["name"] if row else one.frozen.name if one else "",
            row=row,
            first_year=first.get(kpi),
            deviation=one,
            state=state_of(one, book, asked.today) if one or asked.drafts else None,
            measures=tuple(book.measures_of(one.id)) if one else (),
            goals=goals.get(kpi, ()),
            bodies=bodies.get(area, ()),
            is_concluded=one is not None and one.id in book.conclusions,
        )

    return tuple(made(kpi) for kpi in dict.fromkeys((*deviating, *taken_up)))


def _bodies(figures: Figures, asked: AskedQueue) -> Mapping[str, tuple[Body, ...]]:
    """The bodies that answer for each area, by its id."""
    book = figures.goals_of(asked.municipality, drafts=asked.drafts)
    year = standing_year(figures, book) or asked.today.year
    found: defaultdict[str, list[Body]] = defaultdict(list)
    for body in book.bodies.values():
        for area in body.areas if body.is_of(year) else ():
            found[area].append(body)
    return {area: tuple(of) for area, of in found.items()}


def _first_years(figures: Figures, asked: tuple[str, str]) -> dict[str, int]:
    municipality, gender = asked
    now = [row for row in figures.records(Choice(municipality, gender)) if row["is_deviation"]]
    found = {row["kpi"]: int(row["year"]) for row in now}
    # Where the total stands in for a gender without values, it is the total's years that count.
    of = {row["kpi"]: row["gender"] for row in now}
    values = figures.bands(municipality)
    values = with_measured_years(values[values["kpi"].isin(list(of))], figures.catalogue.steps)
    values = values[values["value"].notna() & (values["gender"] == values["kpi"].map(of))]
    values = values[values["year"] == values["measured_year"]]
    still, steps = set(found), figures.catalogue.steps
    for year in sorted({int(one) for one in values["year"]}, reverse=True):
        there = values[(values["year"] == year) & values["kpi"].isin(still)]
        earlier = there[there["kpi"].map(found) > year]
        # After a year without a value nobody knows whether it went on.
        next_to = {kpi for kpi in map(str, earlier["kpi"]) if found[kpi] - year <= steps.get(kpi, 1)}
        red = _red(figures, municipality, earlier[earlier["kpi"].isin(list(next_to))])
        for kpi in red:
            found[kpi] = year
        still -= {str(kpi) for kpi in earlier["kpi"]} - red
        if not still:
            break
    return found


def _red(figures: Figures, municipality: str, rows: pd.DataFrame) -> set[str]:
    """The kpis of ROWS, of one year and at most one a kpi, whose square or face was red then."""
    worst = {str(kpi) for kpi in rows.loc[rows["standing"] == Standing.WORST, "kpi"]}
    targets = figures.targets_of(municipality)
    rest = rows[rows["kpi"].isin(list(targets["kpi"])) & ~rows["kpi"].isin(worst)]
    if rest.empty:
        return worst
    outcomes = rest.assign(outcome_reason=Reason.NONE, deadband=rest["trend_deadband"]).reset_index(drop=True)
    of = targets[targets["kpi"].isin(list(rest["kpi"]))].reset_index(drop=True)
    judged = faced(outcomes, figures.snapshot, figures.catalogue, of, indicator_frame(figures.catalogue))
    return worst | {str(kpi) for kpi in judged.loc[judged["attainment"] == Attainment.NOT_REACHED, "kpi"]}

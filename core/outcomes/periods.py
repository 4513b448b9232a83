"""A body's interim period with figures: what was said last time, what became of it, and each figure then and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.cycle.checking_in import AskedPeriod, Followed, followed
from core.cycle.plans import FigureThen
from core.goals.models import Assignment
from core.outcomes.chain import AskedChain, ChainIndicator, chain_of
from core.outcomes.effects import first_seen
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures, Stage, StagedMeasure, staged_measures
from core.signals import Attainment

# The bodies of the participants, now and then.
_KEPT = 100


@dataclass(frozen=True)
class AskedFollowUp:
    """A body's period in MUNICIPALITY, as it is on a day."""

    municipality: str
    period: AskedPeriod
    today: date


@dataclass(frozen=True)
class FigureNow:
    """An indicator: ``then`` as it was last time, ``now`` (year, value), None where there is none.

    ``is_new`` where a value has come since then, and ``face`` is that value's, else None. ``comes`` is when the next
    one does, and of which year it is. ``parts`` are what an own indicator has of the year by month, quarter or
    tertial: (T1, value).
    """

    kpi: str
    gender: str
    name: str
    unit: str
    decimals: int
    then: FigureThen | None
    now: tuple[int, float] | None
    face: Attainment | None
    comes: tuple[date, int] | None
    parts: tuple[tuple[str, float], ...]
    is_new: bool = True


@dataclass(frozen=True)
class FollowedNow:
    """What is followed up, with its figures and how it stands: a goal's ``face`` where any of its values is new."""

    followed: Followed
    figures: tuple[FigureNow, ...]
    face: Attainment | None
    state: str


@dataclass(frozen=True, eq=False)
class FollowUpNow:
    """A body's period: what was said something of last time, then what was not, and its measures."""

    since_last: tuple[FollowedNow, ...]
    others: tuple[FollowedNow, ...]
    measures: tuple[StagedMeasure, ...]

    @property
    def all(self) -> tuple[FollowedNow, ...]:
        """Everything that is followed up."""
        return (*self.since_last, *self.others)


def follow_up(figures: Figures, asked: AskedFollowUp) -> FollowUpNow:
    """What is ASKED for, kept until something of it is another."""
    return figures.kept(_follow_up, asked, most=_KEPT)


def figures_then(figures: Figures, municipality: str, key: str) -> tuple[FigureThen, ...]:
    """The newest value of each indicator of the goal KEY, as it is kept with what is said of it."""
    _, goal = figures.goals_of(municipality, drafts=True).goals.get(key, (None, None))
    newest = figures.snapshot.newest_of(municipality) if goal else {}
    return tuple(
        FigureThen(one.kpi, one.gender, *newest[one.kpi, one.gender])
        for one in (goal.indicators if goal else ())
        if (one.kpi, one.gender) in newest
    )


def _follow_up(figures: Figures, asked: AskedFollowUp) -> FollowUpNow:
    book = figures.cycle_of(asked.municipality, drafts=True)
    goals = figures.goals_of(asked.municipality, drafts=True)
    chain = chain_of(figures, AskedChain(asked.municipality, asked.period.year, drafts=True))

    def made(one: Followed) -> FollowedNow:
        if isinstance(one.of, Assignment):
            return FollowedNow(one, (), None, one.of.state.value)
        placed = chain.goals[one.of.id]
        found = tuple(_figure(figures, asked, one, indicator) for indicator in placed.indicators)
        is_new = any(figure.is_new for figure in found) or not found
        return FollowedNow(one, found, placed.face if is_new else None, _reached(one, found))

    every = [made(one) for one in followed(book, goals, asked.period)]
    staged = staged_measures(figures, AskedMeasures(asked.municipality, asked.today, drafts=True))
    return FollowUpNow(
        tuple(one for one in every if one.followed.last),
        tuple(one for one in every if not one.followed.last),
        tuple(one for one in staged if one.measure.body == asked.period.body and _is_of(one, asked)),
    )


def _reached(one: Followed, figures: tuple[FigureNow, ...]) -> str:
    """ "3 av 4 indikatorer nås", of those whose value is new since last time."""
    new = [figure for figure in figures if figure.is_new]
    if not new:
        return "inget nytt värde sedan sist" if figures else "inga indikatorer"
    if all(figure.face is Attainment.NOT_JUDGED for figure in new):
        return "kan inte bedömas"
    reached = sum(figure.face is Attainment.REACHED for figure in new)
    counted_as = f"{'indikator' if len(new) == 1 else 'indikatorer'}{' med nytt värde' if one.last else ''}"
    return f"{reached} av {len(new)} {counted_as} nås"


def _is_of(one: StagedMeasure, asked: AskedFollowUp) -> bool:
    """Whether ONE, which is to be done, was decided by the period's end, and was not done before the year before it."""
    if one.stage not in (Stage.GOING_ON, Stage.DONE):
        return False
    decided = one.measure.decision.decision.on if one.measure.decision else asked.today
    is_old = one.done_on is not None and one.done_on.year < asked.period.year - 1
    return decided <= asked.period.period.answer_by(asked.period.year) and not is_old


def _figure(figures: Figures, asked: AskedFollowUp, of: Followed, one: ChainIndicator) -> FigureNow:
    kpi, gender, row = one.indicator.kpi, one.indicator.gender, one.row
    indicator = figures.catalogue.by_kpi.get(kpi)
    then = next((f for f in (of.last.figures if of.last else ()) if (f.kpi, f.gender) == (kpi, gender)), None)
    has_value = row is not None and row["year"] is not None and row["value"] == row["value"]
    now = (int(row["year"]), float(row["value"])) if row is not None and has_value else None
    # Of what was said without figures: a value of that year or later has come since.
    known = then.year if then else of.last.on.year - 1 if of.last else 0
    is_new = now is not None and now[0] > known
    step = indicator.step if indicator else 1
    return FigureNow(
        kpi,
        gender,
        indicator.name if indicator else kpi,
        indicator.unit if indicator else "",
        indicator.decimals if indicator else 0,
        then,
        now,
        one.face if is_new else None,
        None if now and now[0] >= asked.period.year else first_seen(figures.snapshot.kpis.get(kpi), asked.today, step),
        _parts(figures, asked, kpi, gender),
        is_new,
    )


def _parts(figures: Figures, asked: AskedFollowUp, kpi: str, gender: str) -> tuple[tuple[str, float], ...]:
    """What an own indicator has of the year by month, quarter or tertial, in order."""
    known = figures.others.parts
    if known.empty or kpi not in {one.kpi for one in figures.others.indicators}:
        return ()
    of = (known["kpi"] == kpi) & (known["municipality"] == asked.municipality) & (known["gender"] == gender)
    mine = known[of & (known["year"] == asked.period.year) & (known["period"] != "") & known["value"].notna()]
    mine = mine.sort_values("period")
    return tuple(zip(mine["period"].tolist(), mine["value"].tolist(), strict=True))

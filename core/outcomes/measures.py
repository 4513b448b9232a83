"""The measures of a municipality with how far they have come and what their figures did: for every page that tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.cycle.book import CycleBook
from core.cycle.models import Answer, GoodExample, Measure
from core.cycle.plans import ActionPlan, Activity
from core.outcomes.activities import Progress, progress
from core.outcomes.effects import MeasuredEffect, effect_of
from core.outcomes.figures import Figures
from core.signals.effects import Effect
from core.words.formats import MISSING, finer, number

# The participants', for readers and for those who work.
_KEPT = 60


class Stage(StrEnum):
    """How far a measure has come."""

    PROPOSED = "förslag"
    POSTPONED = "uppskjutet"
    GOING_ON = "pågår"
    DONE = "genomförd"
    REFUSED = "avslaget"
    WITHDRAWN = "återtagen"


@dataclass(frozen=True)
class AskedMeasures:
    """Whose measures, on which day, and with DRAFTS for who may read them."""

    municipality: str
    today: date
    drafts: bool = False


@dataclass(frozen=True, eq=False)
class StagedMeasure:
    """A measure with its plan, that plan's ``activities`` by due day and how far they have come."""

    measure: Measure
    stage: Stage
    plan: ActionPlan | None
    activities: tuple[Activity, ...]
    progress: Progress
    effect: MeasuredEffect
    example: GoodExample | None

    @property
    def done_on(self) -> date | None:
        """The day that all of it was done; None until then."""
        return self.plan.done_on if self.plan else None


def staged_measures(figures: Figures, asked: AskedMeasures) -> Sequence[StagedMeasure]:
    """All measures ASKED for, in the order that they came."""
    return figures.kept(_staged, asked, most=_KEPT)


def staged(figures: Figures, municipality: str, measure: Measure, book: CycleBook, today: date | None) -> StagedMeasure:
    """MEASURE of MUNICIPALITY by what BOOK has of it, TODAY; None for whatever day it is, on which nothing is late."""
    plan = book.plan_of.get(measure.id)
    activities = tuple(book.activities_of(plan.id)) if plan else ()
    done_on = plan.done_on if plan and measure.is_decided else None
    due = max((one.due for one in activities), default=None)
    stage = _stage(measure, done_on)
    from_day = None if stage in (Stage.REFUSED, Stage.WITHDRAWN) else today
    return StagedMeasure(
        measure,
        stage,
        plan,
        activities,
        progress(activities, today or date.min),
        effect_of(figures, municipality, measure, done_on=done_on, due=due, today=from_day),
        book.examples.get(measure.id),
    )


def effect_words(effect: MeasuredEffect) -> str:
    """What the figure did, or when it shows at the earliest (CYCLE.md, section 9, point 3)."""
    if effect.verdict is not Effect.NOT_YET:
        return effect.verdict.value
    if effect.seen_on:
        return f"syns tidigast {effect.seen_on:%Y-%m}"
    return f"syns tidigast i utfallet för {effect.seen_year}" if effect.seen_year else Effect.NOT_YET.value


def effect_note(effect: MeasuredEffect, decimals: int) -> str:
    """What stands beside the words: similar municipalities' change, what counts as unchanged, or what is waited for."""
    if effect.verdict is Effect.NOT_YET:
        seen = f"när Kolada publicerar utfallet för {effect.seen_year}" if effect.seen_on and effect.seen_year else ""
        done_by = f"om allt blir klart {effect.planned}" if effect.planned else "om det görs nu"
        return ", ".join(filter(None, (seen, "" if effect.is_done or not effect.seen_year else done_by)))
    if effect.verdict is Effect.NOT_JUDGED:
        return "det saknas jämförbara värden" if effect.before and effect.after else "det saknas värden"
    peers = ""
    if effect.peers_before is not None and effect.peers_after is not None:
        before, after = (number(one, decimals) for one in (effect.peers_before, effect.peers_after))
        peers = f"liknande kommuner {before} → {after}"
    if effect.verdict is Effect.UNCHANGED and effect.deadband is not None:
        bound = number(effect.deadband, finer(effect.deadband, decimals))
        return "; ".join(filter(None, (f"upp till {bound} räknas som oförändrat", peers)))
    return peers


def change_words(effect: MeasuredEffect, decimals: int) -> str:
    """The figure before and after, or only before; a dash where there is none."""
    known = [point for point in (effect.before, effect.after) if point]
    return " → ".join(number(value, decimals) for _, value in known) or MISSING


def years_words(effect: MeasuredEffect) -> str:
    """The years of ``change_words``."""
    return "–".join(str(point[0]) for point in (effect.before, effect.after) if point)


def _stage(measure: Measure, done_on: date | None) -> Stage:
    if measure.withdrawn:
        return Stage.WITHDRAWN
    if measure.decision is None:
        return Stage.PROPOSED
    decided = Stage.DONE if done_on else Stage.GOING_ON
    return {Answer.YES: decided, Answer.NO: Stage.REFUSED, Answer.POSTPONED: Stage.POSTPONED}[measure.decision.answer]


def _staged(figures: Figures, asked: AskedMeasures) -> tuple[StagedMeasure, ...]:
    book = figures.cycle_of(asked.municipality, drafts=asked.drafts)
    return tuple(staged(figures, asked.municipality, one, book, asked.today) for one in book.measures.values())

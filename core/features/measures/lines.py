"""A measure as the list and its own page draw it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core.charts.before_after import BeforeAfter, before_after
from core.cycle.models import Way
from core.cycle.plans import FollowUp
from core.features.measures.words import STAGE_SYMBOLS
from core.outcomes.activities import Timeline, timeline
from core.outcomes.figures import Figures
from core.outcomes.measures import Stage, StagedMeasure, change_words, years_words
from core.web.choices import ACTION_PLAN, INDICATOR, MEASURE, Choices, link
from core.web.effect_view import EffectView, effect_view
from core.words import labels
from core.words.formats import with_unit

GONE = "Nyckeltalet finns inte längre"


@dataclass(frozen=True)
class Facts:
    """A plan's facts for those who work with it."""

    present: str
    goal: str
    responsible: str
    follow_up: str
    last: FollowUp | None


@dataclass(frozen=True)
class MeasureLine:
    """A measure. ``state`` says how far it has come, ``late`` how many activities are late, ``progress`` the rest.

    ``bars`` and ``facts`` are its plan's, None for readers and without a plan; ``plan`` is where that is, or is made.
    """

    key: str
    title: str
    address: str
    indicator: str
    indicator_address: str
    way: str
    decided_by: str
    decided_on: str
    stage: Stage
    symbol: str
    late: str
    progress: str
    chart: BeforeAfter | None
    change: str
    unit_years: str
    effect: EffectView
    bars: Timeline | None
    facts: Facts | None
    plan: str
    is_example: bool

    @property
    def has_rule(self) -> bool:
        """Whether a line is drawn where it was done."""
        return self.chart is not None and self.chart.rule is not None


def called(figures: Figures, kpi: str, gender: str) -> str:
    """The name of KPI, with the GENDER where it is not the total's; that it is gone, where it is."""
    indicator = figures.catalogue.by_kpi.get(kpi)
    if indicator is None:
        return f"{GONE} ({kpi})"
    return labels.with_gender(indicator.name, gender)


def line_of(figures: Figures, choices: Choices, one: StagedMeasure, today: date, *, drafts: bool) -> MeasureLine:
    """ONE on a day, with its plan's activities for those who may see DRAFTS."""
    measure, indicator = one.measure, figures.catalogue.by_kpi.get(one.measure.kpi)
    decimals, unit = (indicator.decimals, indicator.unit) if indicator else (0, "")
    decision = measure.decision.decision if measure.decision else None
    return MeasureLine(
        key=measure.id,
        title=measure.title,
        address=link(MEASURE, choices, measure=measure.id),
        indicator=called(figures, measure.kpi, measure.gender),
        indicator_address=link(INDICATOR, choices, kpi=measure.kpi) if indicator else "",
        way="uppåt" if measure.way is Way.UP else "nedåt",
        decided_by=decision.by if decision else "",
        decided_on=decision.words.removeprefix(decision.by).strip() if decision else "",
        stage=one.stage,
        symbol="overdue" if one.progress.late and one.stage is Stage.GOING_ON else STAGE_SYMBOLS[one.stage],
        late=one.progress.late_words if one.stage is Stage.GOING_ON else "",
        progress=_progress(one),
        chart=before_after(one.effect.series, one.done_on, deadband=one.effect.deadband),
        change=change_words(one.effect, decimals),
        unit_years=", ".join(filter(None, (with_unit("", unit).strip(), years_words(one.effect)))),
        effect=effect_view(one.effect, decimals),
        bars=_bars(one, today) if drafts and one.plan else None,
        facts=_facts(figures, choices, one) if drafts else None,
        plan=_plan(choices, one) if drafts else "",
        is_example=one.example is not None,
    )


def _progress(one: StagedMeasure) -> str:
    if one.done_on:
        return ", ".join(filter(None, (f"{one.done_on:%Y-%m}", one.progress.words if one.progress.total else "")))
    if one.stage is not Stage.GOING_ON:
        return ""
    return one.progress.words if one.plan else "ingen handlingsplan än"


def _bars(one: StagedMeasure, today: date) -> Timeline:
    """The activities with their functions: whose account it is stands in the plan."""
    return timeline([replace(each, account=None) for each in one.activities], today, {})


def _facts(figures: Figures, choices: Choices, one: StagedMeasure) -> Facts | None:
    if one.plan is None:
        return None
    book = figures.cycle_of(choices.choice.municipality, drafts=True)
    of = {one.plan.id, one.measure.id, *(activity.id for activity in one.activities)}
    last = max((each for each in book.follow_ups.values() if each.of in of), key=lambda each: each.on, default=None)
    return Facts(one.plan.present, one.plan.goal, one.plan.responsible, one.plan.follow_up, last)


def _plan(choices: Choices, one: StagedMeasure) -> str:
    """Where its plan is, or is made where it is decided."""
    place = f"kommun={choices.choice.municipality}"
    if one.plan:
        return f"{ACTION_PLAN}?{place}&handlingsplan={one.plan.id}"
    return f"{ACTION_PLAN}?{place}&atgard={one.measure.id}" if one.stage is Stage.GOING_ON else ""

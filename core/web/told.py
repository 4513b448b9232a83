"""What is done about deviations, as pages that are about something else tell it to readers. Drawn by told_ways.html."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.cycle.models import DeviationState
from core.outcomes.figures import Figures
from core.outcomes.measures import Stage, StagedMeasure, change_words, years_words
from core.outcomes.told import Told, told_sentence
from core.web.choices import DEVIATION, INDICATOR, MEASURE, Choices, link
from core.web.effect_view import EffectView, effect_view
from core.words.formats import filled_lines, number, with_unit
from core.words.labels import GENDER

_SYMBOLS = {
    DeviationState.CLOSED: "state-done",
    DeviationState.ANALYSED: "state-half",
    DeviationState.ACTED_ON: "state-half",
    DeviationState.AWAITED: "state-waiting",
}


@dataclass(frozen=True)
class ToldMeasure:
    """A decided measure: how far it has come, where it was decided, and what the figure did."""

    title: str
    address: str
    symbol: str
    stage: str
    progress: str
    decided: str
    change: str
    effect: EffectView


@dataclass(frozen=True)
class ToldWay:
    """What is done about one indicator. ``began`` is the figure that it began with; '' where nothing is published."""

    name: str
    whom: str
    indicator_address: str
    address: str
    symbol: str
    state: str
    began: str
    conclusion: tuple[str, ...]
    concluded_on: str
    is_assumed: bool
    measures: tuple[ToldMeasure, ...]


@dataclass(frozen=True)
class ToldWays:
    """A section: its title is what the figures say, ``going`` what goes on and ``over`` what is closed."""

    title: str
    going: tuple[ToldWay, ...]
    over: tuple[ToldWay, ...]


def told_ways(figures: Figures, choices: Choices, told: Sequence[Told]) -> ToldWays | None:
    """TOLD of the chosen municipality as a section; None for nothing."""
    if not told:
        return None
    ways = [(one.is_over, _way(figures, choices, one)) for one in told]
    return ToldWays(
        told_sentence(told),
        tuple(way for is_over, way in ways if not is_over),
        tuple(way for is_over, way in ways if is_over),
    )


def _way(figures: Figures, choices: Choices, one: Told) -> ToldWay:
    known, deviation = one.kpi in figures.catalogue.by_kpi, one.deviation
    frozen = deviation.frozen if deviation else None
    began = f"{with_unit(number(frozen.value, frozen.decimals), frozen.unit)} ({frozen.year})" if frozen else ""
    return ToldWay(
        name=one.name,
        whom="" if one.gender == "T" else GENDER[one.gender],
        indicator_address=link(INDICATOR, choices, kpi=one.kpi) if known else "",
        address=link(DEVIATION, choices, deviation=deviation.id) if deviation else "",
        symbol=_SYMBOLS.get(one.state, "state-none") if one.state else "",
        state=one.state.value if one.state else "",
        began=began,
        conclusion=filled_lines(one.conclusion.text) if one.conclusion else (),
        concluded_on=one.conclusion.on.isoformat() if one.conclusion else "",
        is_assumed=bool(one.conclusion and one.conclusion.is_assumed),
        measures=tuple(_measure(figures, choices, measure) for measure in one.measures),
    )


def _measure(figures: Figures, choices: Choices, one: StagedMeasure) -> ToldMeasure:
    known, decision = figures.catalogue.by_kpi.get(one.measure.kpi), one.measure.decision
    decimals, is_done = known.decimals if known else 0, one.stage is Stage.DONE
    change, years = change_words(one.effect, decimals), years_words(one.effect)
    return ToldMeasure(
        title=one.measure.title,
        address=link(MEASURE, choices, measure=one.measure.id),
        symbol="state-done" if is_done else "state-half",
        stage=f"{one.stage.value} {one.done_on:%Y-%m}" if one.done_on else one.stage.value,
        progress="" if is_done or not one.activities else one.progress.words,
        decided=decision.decision.words if decision else "",
        change=f"{change} {known.unit} ({years})" if known and years else change,
        effect=effect_view(one.effect, decimals),
    )

"""What readers are told elsewhere of what a municipality does about its deviations: why, what, and what became of it.

What is made of it is of one area, so that a save makes that area's pages anew and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.cycle.book import CycleBook
from core.cycle.models import Conclusion, Deviation, DeviationState
from core.outcomes.deviations import state_of
from core.outcomes.figures import Figures
from core.outcomes.measures import Stage, StagedMeasure, staged
from core.signals.effects import Effect
from core.words.formats import count_word, first_upper

# The participants' areas.
_KEPT = 200
# Nothing that is late is told here: what is made is the same whatever day it is asked for.
_ANY_DAY = date.min


@dataclass(frozen=True, eq=False)
class Told:
    """What is done about KPI of GENDER: a published conclusion with its deviation, or measures alone, or both.

    ``state`` is None where no conclusion is published, and where what was waited for has come: the measures tell it.
    """

    kpi: str
    gender: str
    name: str
    deviation: Deviation | None
    state: DeviationState | None
    conclusion: Conclusion | None
    measures: tuple[StagedMeasure, ...]

    @property
    def is_over(self) -> bool:
        """Whether it is closed; what has no deviation is when all its measures are done."""
        if self.deviation is not None:
            return self.deviation.ended is not None
        return all(one.stage is Stage.DONE for one in self.measures)


def told_in(figures: Figures, municipality: str, area: str) -> Sequence[Told]:
    """What MUNICIPALITY tells of AREA's indicators: what goes on first, then what is over, each newest first."""
    return figures.kept(_told, (municipality, area), most=_KEPT)


def told_about(figures: Figures, municipality: str, kpi: str) -> list[Told]:
    """The same of one indicator; nothing of one that the catalogue does not know."""
    indicator = figures.catalogue.by_kpi.get(kpi)
    if indicator is None:
        return []
    return [one for one in told_in(figures, municipality, indicator.area) if one.kpi == kpi]


def told_sentence(told: Sequence[Told]) -> str:
    """What the figures did after the measures of TOLD; else what goes on; else that a cause is found."""
    measures = [measure for one in told for measure in one.measures]
    seen = [one.effect.verdict for one in measures if one.effect.verdict in _SEEN]
    going = sum(one.stage is Stage.GOING_ON for one in measures)
    if seen:
        return f"{_seen_words(seen, is_alone=len(measures) == 1)}{f', {count_word(going)} pågår' if going else ''}"
    if going == 1:
        return "En åtgärd pågår, ingen siffra visar den än"
    if going:
        return f"{first_upper(count_word(going))} åtgärder pågår, ingen siffra visar dem än"
    if measures:
        return "Det som beslutats är gjort, ingen siffra visar det än"
    return "Orsaken är analyserad, ingen åtgärd är beslutad än" if told else ""


_SEEN = {
    Effect.RIGHT: "har siffran rört sig åt rätt håll",
    Effect.UNCHANGED: "är siffran oförändrad",
    Effect.WRONG: "har siffran rört sig åt fel håll",
}


def _seen_words(seen: Sequence[Effect], *, is_alone: bool) -> str:
    if len(seen) == 1:
        return f"Efter {'åtgärden' if is_alone else 'en åtgärd'} {_SEEN[seen[0]]}"
    right = seen.count(Effect.RIGHT)
    how_many = count_word(right) if right else "ingen"
    return f"Efter {how_many} av {count_word(len(seen))} åtgärder har siffran rört sig åt rätt håll"


def _told(figures: Figures, asked: tuple[str, str]) -> tuple[Told, ...]:
    municipality, area = asked
    book = figures.told_of(municipality, area)
    found = list(_of_area(figures, municipality, area, book))
    found.reverse()
    return tuple(sorted(found, key=lambda one: one.is_over))


def _of_area(figures: Figures, municipality: str, area: str, book: CycleBook) -> Iterator[Told]:
    names = {indicator.kpi: indicator.name for indicator in figures.catalogue.indicators}
    measures = [
        staged(figures, municipality, one, book, None)
        for one in book.measures.values()
        if one.area == area and one.is_decided
    ]
    for one in book.deviations.values():
        if one.area == area:
            mine = tuple(other for other in measures if other.measure.deviation == one.id)
            name = names.get(one.kpi, one.frozen.name)
            yield Told(one.kpi, one.gender, name, one, _state(one, book, mine), book.conclusions.get(one.id), mine)
    alone = [one for one in measures if one.measure.deviation not in book.deviations]
    for kpi, gender in dict.fromkeys((one.measure.kpi, one.measure.gender) for one in alone):
        mine = tuple(one for one in alone if (one.measure.kpi, one.measure.gender) == (kpi, gender))
        yield Told(kpi, gender, names.get(kpi, kpi), None, None, None, mine)


def _state(one: Deviation, book: CycleBook, measures: Sequence[StagedMeasure]) -> DeviationState | None:
    state = state_of(one, book, _ANY_DAY)
    has_come = all(of.effect.verdict is not Effect.NOT_YET for of in measures)
    return None if state is DeviationState.AWAITED and has_come else state

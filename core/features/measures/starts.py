"""Where a measure may begin: in a goal that is not reached, or in any indicator of who asks.

Each is a deviation's page that opens at the proposal, or asks for the figure to be taken up with one press first: what
the figure was is frozen there, and what it did afterwards is what the measure is judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.features.measures.lines import called
from core.outcomes.chain import AskedChain, ChainIndicator, chain_of, standing_year
from core.outcomes.figures import Figures
from core.signals import Attainment, Gender
from core.web.choices import DEVIATION, Choices, link

# The rest are found by their indicators.
_GOALS_SHOWN = 8
_TO_PROPOSAL = "&forslag=ny#forslag-formular"


@dataclass(frozen=True)
class GoalStart:
    """A goal that is not reached, with those of its indicators that are not: (name, address)."""

    title: str
    body: str
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Starts:
    """What a measure may begin in. ``areas`` have all indicators of hers: (area's name, ((id, name), ...))."""

    municipality: str
    goals: tuple[GoalStart, ...]
    areas: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def starts_of(figures: Figures, choices: Choices, may_change: Callable[[str], bool]) -> Starts | None:
    """What she may begin in who MAY_CHANGE the measures of some areas (ids), of those that CHOICES show; else None."""
    areas = [area for area in figures.catalogue.areas if choices.area in (None, area.id) and may_change(area.id)]
    if not areas:
        return None
    of = {
        area.name: tuple((one.kpi, one.name) for one in figures.catalogue.indicators if one.area == area.id)
        for area in areas
    }
    goals = list(_goals(figures, choices, {area.id for area in areas}))
    listed = tuple((name, found) for name, found in of.items() if found)
    return Starts(choices.choice.municipality, tuple(goals[:_GOALS_SHOWN]), listed)


def _goals(figures: Figures, choices: Choices, areas: set[str]) -> Iterator[GoalStart]:
    municipality = choices.choice.municipality
    year = standing_year(figures, figures.goals_of(municipality))
    for one in chain_of(figures, AskedChain(municipality, year)).goals.values() if year else ():
        missed = [it for it in one.indicators if it.row and it.row["area"] in areas and _is_missed(it)]
        if one.face is Attainment.NOT_REACHED and missed and choices.body in (None, one.body.id, *one.goal.bodies):
            yield GoalStart(one.goal.title, one.body.name, tuple(_indicators(figures, choices, missed)))


def _is_missed(one: ChainIndicator) -> bool:
    return one.face in (Attainment.NOT_REACHED, Attainment.NEARLY)


def _indicators(figures: Figures, choices: Choices, missed: Sequence[ChainIndicator]) -> Iterator[tuple[str, str]]:
    for one in missed:
        kpi, gender = one.indicator.kpi, one.indicator.gender
        to = link(DEVIATION, choices, kpi=kpi, gender=Gender(gender), deviation=None, area=None, body=None)
        yield called(figures, kpi, gender), f"{to}{_TO_PROPOSAL}"

"""Good examples: what the participants have done about an indicator and what became of its figure."""

from __future__ import annotations

from dataclasses import dataclass

from core.cycle.models import GoodExample
from core.outcomes.figures import Figures
from core.outcomes.measures import StagedMeasure, staged


@dataclass(frozen=True, eq=False)
class FoundExample:
    """A good example of a municipality, with its measure and what the figure has done up to now."""

    municipality: str
    name: str
    example: GoodExample
    of: StagedMeasure


def examples_of(figures: Figures, kpi: str) -> tuple[FoundExample, ...]:
    """The published examples of the participants about KPI, newest first. What is made of it is of KPI's area."""
    indicator = figures.catalogue.by_kpi.get(kpi)
    if indicator is None:
        return ()
    found = [
        FoundExample(place.id, place.name, one, staged(figures, place.id, book.measures[key], book, None))
        for place in figures.catalogue.participants
        for book in (figures.told_of(place.id, indicator.area),)
        for key, one in book.examples.items()
        if key in book.measures and book.measures[key].is_decided and book.measures[key].kpi == kpi
    ]
    return tuple(sorted(found, key=lambda one: one.example.on, reverse=True))

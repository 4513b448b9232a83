"""The queue of deviations and an analysis: what a page costs, what its suggestions cost first, and a save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.numbers import tell, timed
from core.access.people import Person, Role
from core.cycle.reasoning import Reasoning
from core.outcomes.deviations import AskedQueue, frozen_row, queue
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.outcomes.known import known_of
from core.outcomes.suggestions import AskedFigure, row_of, suggestions
from core.site.site import SITE
from core.state import open_state
from core.web.choices import DEVIATIONS
from core.web.visit import Visit

_NOW, _TODAY = datetime(2026, 11, 29, 12, 0, tzinfo=UTC), date(2026, 11, 29)
_CAUSE = {"text": "Frånvaron växer.", "heading": "brukare", "influence": "stor"}


def run(figures: Figures) -> None:
    """Print what the page costs warm and anew, what is suggested first, and a save."""
    mine = figures.catalogue.participants[0].id
    found = queue(figures, AskedQueue(mine, _TODAY))
    words = f"queue of deviations, {len(figures.catalogue.indicators)} indicators, {len(found)} deviations"
    tell(f"{words}, warm", timed(lambda: queue(figures, AskedQueue(mine, _TODAY)), 30), 0.080)
    tell(f"page Avvikelser, {len(found)} deviations, warm", timed(lambda: _page(figures, mine), 30), 0.080)
    if not found:
        return
    asked = AskedFigure(mine, found[0].kpi)
    fresh = iter([_with_rows(figures, mine) for _ in range(10)])
    tell("suggestions and what is known of a figure, first", timed(partial(_first, fresh, asked), 10), 0.300)
    row = row_of(figures, asked)
    if row is not None:
        with TemporaryDirectory() as folder:
            reasoning = _reasoning(figures, mine, Path(folder))
            key, _ = reasoning.take_up(asked.kpi, "T", frozen_row(figures, row, None, _TODAY), {"owner": "chef"})
            tell("a save in an analysis", timed(lambda: reasoning.claim(key, _CAUSE), 30), 0.100)


def _page(figures: Figures, municipality: str) -> str:
    return SITE[DEVIATIONS].show(Visit(DEVIATIONS, {"kommun": municipality}, figures, now=_NOW))


def _with_rows(figures: Figures, municipality: str) -> Figures:
    """FIGURES anew, with the rows that the list has made."""
    other = replace(figures, lasting=Lasting())
    _ = queue(other, AskedQueue(municipality, _TODAY))
    return other


def _first(figures: Iterator[Figures], asked: AskedFigure) -> int:
    fresh = next(figures)
    return len(suggestions(fresh, asked).beside) + known_of(fresh, asked).compared


def _reasoning(figures: Figures, municipality: str, folder: Path) -> Reasoning:
    state = open_state(f"sqlite:///{folder / 'state.sqlite'}")
    return Reasoning(state.engine, municipality, Person(1, "a", "A", Role.ADMINISTRATOR), _NOW, figures.catalogue)

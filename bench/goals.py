"""The page Mål of a large chain, and the review of its plans: sixty goals, a hundred and fifty indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import cycle, islice
from time import process_time
from types import SimpleNamespace
from typing import cast

from bench.numbers import tell, timed
from core.goals.book import GoalBook, GoalBooks
from core.goals.models import Assignment, Body, BodyKind, Decision, Goal, GoalIndicator, Level, Plan
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.outcomes.plan_review import reviewed
from core.site.site import SITE
from core.state.entries import Entry
from core.web.choices import GOALS
from core.web.visit import Visit

AREAS, COUNCILS, COMMITTEES, INDICATORS = 3, 9, 48, 150
_BODIES = 9
_NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def large_book(figures: Figures, year: int) -> GoalBook:
    """A decided chain of the size above, with an assignment a committee goal."""
    bodies = {"kf": Body("kf", BodyKind.COUNCIL, "Kommunfullmäktige")}
    bodies |= {f"n{i}": Body(f"n{i}", BodyKind.COMMITTEE, f"Nämnden {i}") for i in range(_BODIES - 1)}
    areas = [Goal(f"a{i}", Level.AREA, f"Målområde {i}") for i in range(AREAS)]
    councils = [
        Goal(f"f{i}", Level.COUNCIL, f"Fullmäktiges mål nummer {i}", parent=f"a{i % AREAS}") for i in range(COUNCILS)
    ]
    kpis = cycle(one.kpi for one in figures.catalogue.indicators)
    each = INDICATORS // COMMITTEES + 1
    decision = Decision("Kommunfullmäktige", date(year - 1, 11, 17), "142")
    council = Plan("kf", year, f"Mål och budget {year}", (*areas, *councils), decision=decision)
    plans = [council, *_committees(kpis, each, year, decision)]
    due = date(year, 6, 1)
    given = {
        f"u{i}": Assignment(f"u{i}", year, "kf", ("n0",), "Ta fram en plan", due, f"m{i}")
        for i in range(0, COMMITTEES, 2)
    }
    entries = {plan.key: Entry(plan.key, 1, plan, True, "", "bench", _NOW) for plan in plans}
    return GoalBook("", bodies, entries, given)


def _committees(kpis: Iterator[str], each: int, year: int, decision: Decision) -> Iterator[Plan]:
    left = INDICATORS
    goals = []
    for i in range(COMMITTEES):
        found = tuple(GoalIndicator(kpi) for kpi in islice(kpis, min(each, left)))
        left -= len(found)
        title, text = f"Nämndens mål nummer {i}", "Det här ska nås, och så här märks det för den som berörs."
        goals.append(Goal(f"m{i}", Level.COMMITTEE, title, text, f"f{i % COUNCILS}", indicators=found))
    for i in range(_BODIES - 1):
        mine = tuple(goals[i :: _BODIES - 1])
        yield Plan(f"n{i}", year, f"Verksamhetsplan {year}", mine, decision=decision)


def run(figures: Figures) -> None:
    """Print what the page costs first, with rows made and unmade, and warm."""
    year = figures.snapshot.info.fetched_at.year
    book = large_book(figures, year)
    books = SimpleNamespace(book=lambda *_, **__: book, mark=lambda *_, **__: 1)
    entered = Entered(lambda: figures.entered.targets(mine), lambda _: (), cast("GoalBooks", books))
    mine = figures.catalogue.participants[0].id

    def anew(*, rows: bool) -> Figures:
        other = replace(figures, entered=entered, lasting=Lasting())
        if rows:
            _ = other.records(Visit(GOALS, {"kommun": mine}, other).choices.choice)
        return other

    size = f"page Mål, {AREAS + COUNCILS + COMMITTEES} goals and {INDICATORS} indicators"
    for rows, words in ((False, "first, rows unmade"), (True, "first, rows made by the overview")):
        fresh = iter([anew(rows=rows) for _ in range(10)])
        tell(f"{size}, {words}", timed(partial(_shown, fresh, mine), 10), 0.200)
        fresh = iter([anew(rows=rows) for _ in range(10)])
        tell(f"the same, of processor, {words}", timed(partial(_shown, fresh, mine), 10, process_time), 0.200)
    plans = f"review of {_BODIES - 1} plans, {COMMITTEES} goals and {INDICATORS} indicators"
    for rows, words in ((False, "first, rows unmade"), (True, "first, rows made by the overview")):
        fresh = iter([anew(rows=rows) for _ in range(10)])
        tell(f"{plans}, {words}", timed(partial(_reviewed, fresh, mine, year), 10), 0.300)
    warm = anew(rows=False)
    _ = _shown(iter([warm]), mine)
    tell(f"{size}, warm", timed(lambda: _shown(iter([warm]), mine), 30), 0.060)


def _reviewed(figures: Iterator[Figures], municipality: str, year: int) -> int:
    return sum(len(plan.findings) for plan in reviewed(next(figures), municipality, year))


def _shown(figures: Iterator[Figures], municipality: str) -> str:
    return SITE[GOALS].show(Visit(GOALS, {"kommun": municipality}, next(figures), now=_NOW))

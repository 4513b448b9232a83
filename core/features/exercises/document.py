"""What an exercise came to, as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.documents.comparison_view import comparison_view
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper, Shares
from core.documents.results_view import RULE, Figure, ResultsView, results_view
from core.features.exercises.wide_tables import fitted
from core.outcomes.exercise_comparison import Comparison
from core.outcomes.exercises import Results, is_secret

KIND = "Övning"


def results_paper(found: Results, place: str, *, is_example: bool) -> Paper:
    """FOUND, a closed run of PLACE."""
    view, run = results_view(found), found.run
    rule = (RULE,) if is_secret(run) else ()
    cover = (view.title, view.lead, found.exercise.purpose, *rule)
    return _paper(view, f"{run.title}, {place}", cover, run.title, f"Stängd {run.closed_on}", is_example=is_example)


def comparison_paper(found: Comparison, own: str, day: date, *, is_example: bool) -> Paper:
    """FOUND, as it is on DAY for the municipality OWN."""
    view, title = comparison_view(found, own), f"{found.exercise.title}, kommuner bredvid varandra"
    cover = (view.title, view.lead, found.exercise.purpose, RULE)
    return _paper(view, title, cover, found.exercise.title, f"Jämfört {day}", is_example=is_example)


def _paper(view: ResultsView, title: str, cover: tuple[str, ...], about: str, day: str, *, is_example: bool) -> Paper:
    return Paper(KIND, title, cover, f"{KIND} · {about}", day, tuple(_blocks(view)), is_example=is_example)


def _blocks(view: ResultsView) -> Iterator[Block]:
    if not view.sections:
        yield Line(view.lead)
    for title, figures in view.sections:
        yield Heading(title)
        for one in figures:
            yield from _figure(one, title)


def _figure(one: Figure, title: str) -> Iterator[Block]:
    if one.title != title:
        yield Heading(one.title, 2)
    yield Line(one.words, Look.QUIET)
    if one.chart:
        yield Shares(one.chart, f"{one.title}. {one.words}")
    for table in fitted(one.table) if one.table else ():
        count = len(table.heads)
        first = 0.3 if count > 2 else 0.6
        shares = (first, *[(1 - first) / (count - 1)] * (count - 1))
        yield Grid(table.heads, shares, table.rows)
    for text in one.texts:
        yield Line(f"– {' '.join(text.split())}")

"""What an exercise came to, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from core.documents.paper import Block, Grid, Heading, Line, Look, Paper, Shares
from core.documents.results_view import Figure, ResultsView, results_view
from core.outcomes.exercises import Results

KIND = "Övning"


def results_paper(found: Results, place: str, *, is_example: bool) -> Paper:
    """FOUND, a closed run of PLACE."""
    view = results_view(found)
    closed = f"Stängd {found.run.closed_on}"
    return Paper(
        KIND,
        f"{found.run.title}, {place}",
        (view.title, view.lead, found.exercise.purpose),
        f"{KIND} · {found.run.title}",
        closed,
        tuple(_blocks(view)),
        is_example=is_example,
    )


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
    if one.table:
        count = len(one.table.heads)
        first = 0.3 if count > 2 else 0.6
        shares = (first, *[(1 - first) / (count - 1)] * (count - 1))
        yield Grid(one.table.heads, shares, one.table.rows)
    for text in one.texts:
        yield Line(f"– {' '.join(text.split())}")

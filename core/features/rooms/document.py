"""What a room came to, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from core.cycle.exercises import Run
from core.documents.paper import Block, Heading, Line, Look, Paper
from core.features.rooms.result_view import FieldView, RoomView


def room_paper(run: Run, view: RoomView, place: str, *, is_example: bool) -> Paper:
    """VIEW, of the closed RUN in PLACE."""
    kind = run.of.title if run.of else "Övning"
    return Paper(
        kind,
        f"{run.title}, {place}",
        (view.title, view.lead),
        f"{kind} · {run.title}",
        f"Stängd {run.closed_on}",
        tuple(_blocks(view)),
        is_example=is_example,
    )


def _blocks(view: RoomView) -> Iterator[Block]:
    for field in view.fields:
        yield Heading(field.name)
        yield from _field(field)
    for page in view.pages:
        yield Heading(page.group, begins_page=True)
        for _, place, texts in page.places:
            if texts:
                yield Heading(place, 2)
                yield from (Line(line) for text in texts for line in text.splitlines())
    if view.said:
        yield Heading("Slutsatser")
    for question, text in view.said:
        yield Heading(question, 2)
        for line in text.splitlines():
            yield Line(line)


def _field(field: FieldView) -> Iterator[Block]:
    if field.last:
        yield Line(field.last, Look.QUIET)
    for place, one in enumerate(field.headings, 1):
        yield Heading(f"{place}. {one.name}", 2)
        yield Line(one.words, Look.QUIET)
        yield from (Line(f"– {text}") for text in one.notes)
    if field.loose:
        yield Heading("Utan rubrik", 2)
        yield from (Line(f"– {text}") for text in field.loose)
    if not field.headings and not field.loose:
        yield Line("Inga lappar.", Look.QUIET)

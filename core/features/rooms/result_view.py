"""What a room came to as it is read: its fields with their headings in order, what it concluded, and the last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from core.catalogue.exercises import Picture
from core.cycle.front_pages import GROUP
from core.cycle.rooms import Board
from core.signals.shown_groups import FEWEST
from core.words.formats import counted, first_upper, listed


@dataclass(frozen=True)
class HeadingView:
    """A heading: its ``dots`` (None where none are shown), its notes, and its place the last time in words."""

    name: str
    dots: int | None
    notes: tuple[str, ...]
    last: str = ""

    @property
    def words(self) -> str:
        """How much of it there is."""
        dots = "" if self.dots is None else counted(self.dots, "1 prick", "prickar")
        return ", ".join(filter(None, (dots, counted(len(self.notes), "1 lapp", "lappar"), self.last)))


@dataclass(frozen=True)
class FieldView:
    """A field: its headings in order, the notes without any, and what stood first the last time."""

    name: str
    headings: tuple[HeadingView, ...]
    loose: tuple[str, ...]
    last: str = ""


@dataclass(frozen=True)
class PageView:
    """A group's front page: its name, and each place's name and texts by the place's id."""

    group: str
    places: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RoomView:
    """A room: its title is a sentence made of what it came to. ``said`` are its conclusions by question.

    It has ``fields`` with notes, or ``pages``.
    """

    title: str
    lead: str
    fields: tuple[FieldView, ...]
    said: tuple[tuple[str, str], ...]
    pages: tuple[PageView, ...] = ()


def room_view(board: Board, last: Board | None = None) -> RoomView:
    """BOARD, all of it, beside the LAST one of the same exercise."""
    of, fields, asked = board.run.of, board.run.asked(0), board.run.asked(1)
    said = tuple((one.text, board.said[one.id][0]) for one in asked if board.said.get(one.id, ("",))[0])
    if of and of.picture is Picture.FRONT_PAGE:
        pages = _pages(board, [(one.id, one.text) for one in fields])
        return RoomView(_pages_title(board, pages), _lead(board, last), (), said, pages)
    views = tuple(_field(board, one.id, one.text, last) for one in fields)
    return RoomView(_title(board, views), _lead(board, last), views, said)


def _field(board: Board, field: str, name: str, last: Board | None) -> FieldView:
    ordered, by_heading = board.ordered(field), _texts(board, field)
    places = {one.name.casefold(): n for n, (_, one) in enumerate(last.ordered(field) if last else (), 1)}
    dots = board.state.dots
    headings = tuple(
        HeadingView(
            one.name,
            dots.get(key, 0) if dots is not None else None,
            tuple(by_heading.get(key, ())),
            f"förra gången plats {places[one.name.casefold()]}" if one.name.casefold() in places else "",
        )
        for key, one in ordered
    )
    return FieldView(name, headings, tuple(by_heading.get("", ())), _last(last, field) if last else "")


def _pages(board: Board, places: Sequence[tuple[str, str]]) -> tuple[PageView, ...]:
    """The groups' pages by their names, of what is shown on them."""
    shown = board.shown
    groups = sorted(((one.text, one.part) for one in shown if one.field == GROUP), key=lambda one: one[0].casefold())

    def texts(part: str, place: str) -> tuple[str, ...]:
        return tuple(one.text for one in shown if one.part == part and one.field == place)

    return tuple(
        PageView(name, tuple((place, words, texts(part, place)) for place, words in places)) for name, part in groups
    )


def _pages_title(board: Board, pages: Sequence[PageView]) -> str:
    if not pages:
        return f"{board.run.title}: inga förstasidor{'' if board.run.closed_on else ' än'}"
    return f"{first_upper(counted(len(pages), 'en förstasida', 'förstasidor'))}: {listed([one.group for one in pages])}"


def _texts(board: Board, field: str) -> dict[str, list[str]]:
    """FIELD's notes that are shown, by heading."""
    found: dict[str, list[str]] = {}
    for one in board.shown:
        if one.field == field:
            found.setdefault(board.heading_of(one), []).append(one.text)
    return found


def _last(last: Board, field: str) -> str:
    dots = last.state.dots or {}
    named = [f"{one.name} ({dots[key]})" if dots.get(key) else one.name for key, one in last.ordered(field)][:3]
    return f"Förra gången stod {listed(named)} först." if named else "Förra gången fanns inga rubriker."


def _title(board: Board, views: tuple[FieldView, ...]) -> str:
    """What got most dots; else how much was written."""
    ranked = sorted(
        ((one, view.name) for view in views for one in view.headings if one.dots), key=lambda one: -(one[0].dots or 0)
    )
    if ranked:
        most, field = ranked[0]
        return f"Flest prickar: ”{most.name}” ({field.lower()}, {most.dots})"
    notes = sum(len(one.notes) for view in views for one in view.headings) + sum(len(view.loose) for view in views)
    if not notes:
        return (
            f"{board.run.title}: inga lappar än" if board.run.closed_on is None else f"{board.run.title}: inga lappar"
        )
    headings = sum(len(view.headings) for view in views)
    under = f" under {counted(headings, 'en rubrik', 'rubriker')}" if headings else ""
    return f"{first_upper(counted(notes, 'en lapp', 'lappar'))}{under}"


def _lead(board: Board, last: Board | None) -> str:
    run, state = board.run, board.state
    told = [f"{run.of.title if run.of else ''}, ”{run.title}”."]
    if run.closed_on is None:
        told.append(f"Öppen sedan {run.started_on}.")
    else:
        told.append(f"Öppen {run.started_on} till {run.closed_on}, {counted(run.answered, '1 telefon', 'telefoner')}.")
    if state.dots is not None:
        told.append(f"{state.voted} har satt prickar.")
    elif state.voted:
        told.append(f"Färre än {FEWEST} har satt prickar, så de visas inte.")
    if last and last.run.closed_on:
        told.append(f"Förra gången stängdes {last.run.closed_on}.")
    return " ".join(told)


def room_frame(view: RoomView) -> pd.DataFrame:
    """VIEW as rows, one a note or conclusion; ``plats`` is a heading's in its field, from 1."""
    columns = ["del", "plats", "rubrik", "prickar", "text"]
    return pd.DataFrame(list(_rows(view)), columns=columns).astype({"plats": "Int64", "prickar": "Int64"})


def _rows(view: RoomView) -> Iterator[tuple[str, int | None, str, int | None, str]]:
    for field in view.fields:
        for place, one in enumerate(field.headings, 1):
            for text in one.notes or ("",):
                yield field.name, place, one.name, one.dots, text
        for text in field.loose:
            yield field.name, None, "", None, text
    for page in view.pages:
        for _, words, texts in page.places:
            for text in texts:
                yield page.group, None, words, None, text
    for question, text in view.said:
        yield "Slutsatser", None, question, None, text

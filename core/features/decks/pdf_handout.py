"""Decks as a PDF to hand out: slides, notes, page numbers, and an outline by area and slide.

A third of a second to import: only what writes a file imports it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.charts.looks import EDGE, LINE, QUIET, TEXT, LineLook
from core.charts.pdf_stage import Stage, base_line
from core.charts.print_fonts import VERA, all_in_vera, register
from core.charts.scales import Box
from core.charts.text_fit import Type, shortened, wrapped
from core.documents.deck import Deck
from core.features.decks.pdf_parts import draw_slide
from core.features.decks.slide_parts import HEIGHT, WIDTH, DrawnSlide
from core.features.decks.slide_plan import drawn_slide
from core.features.decks.slide_words import figures_words, file_titles, title_of
from core.words.formats import first_upper

_PAGE = 0.75
_A4_WIDE, _A4_HIGH = A4
_EDGE, _THUMB, _GAP = 36.0, 352.0, 20.0
_TOP, _EACH, _MOST = 66.0, 240.0, 3
_NOTE, _PLAIN = Type(VERA, 8.5, leading=1.35), Type(VERA, 8, leading=1.3)
_RULED = 20.0
_SPOKEN = Type(VERA, 11, leading=1.4)
_ELLIPSIS = "… fortsätter i bildspelets anteckningar"


def handout_pdf(decks: Sequence[Deck], *, per_page: Literal[1, 3]) -> bytes:
    """DECKS one after the other: a slide on each page (over its notes, if any), or three on an A4 with room beside."""
    register()
    stream = io.BytesIO()
    pages = _Pages([all_in_vera(deck) for deck in decks], stream)
    if per_page == 1:
        pages.slides()
    else:
        pages.with_notes()
    return stream.getvalue()


class _Pages:
    def __init__(self, decks: Sequence[Deck], stream: io.BytesIO) -> None:
        self._decks = decks
        # Nobody is named as its author.
        self._canvas = Canvas(stream, lang="sv-SE", pageCompression=1)
        title, subject = file_titles(decks)
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("")
        self._canvas.setCreator("Nyckeltal")
        self._number = 0

    def slides(self) -> None:
        """A slide on each page; where the speakers have noted anything, on an A4 with the notes under it."""
        has_notes = any(deck.has_notes for deck in self._decks)
        for deck, number in self._all():
            drawn = drawn_slide(deck, number, VERA)
            self._mark(deck, number)
            if has_notes:
                self._above(drawn, deck)
                continue
            self._canvas.setPageSize((WIDTH * _PAGE, HEIGHT * _PAGE))
            draw_slide(Stage(self._canvas, 0, HEIGHT * _PAGE, _PAGE), drawn, is_example=deck.is_example)
            self._next()
        self._close()

    def _above(self, drawn: DrawnSlide, deck: Deck) -> None:
        """A slide over its notes, which go on over as many pages as they need."""
        room = _A4_WIDE - 2 * _EDGE
        scale = room / WIDTH
        self._canvas.setPageSize(A4)
        stage = Stage(self._canvas, _EDGE, _A4_HIGH - _EDGE, scale)
        draw_slide(stage, drawn, is_example=deck.is_example)
        stage.box(Box(0, 0, WIDTH, HEIGHT), edge=EDGE, edge_width=2)
        y = _EDGE + HEIGHT * scale + _RULED
        for line in (line for note in drawn.notes for line in wrapped(note, _SPOKEN, room)):
            if y + _SPOKEN.high(1) > _A4_HIGH - _EDGE:
                self._next()
                self._canvas.setPageSize(A4)
                y = _EDGE
            page = Stage(self._canvas, 0, _A4_HIGH, 1)
            page.text((_EDGE, y + base_line(_SPOKEN)), line, _SPOKEN, TEXT)
            y += _SPOKEN.high(1)
        self._next()

    def with_notes(self) -> None:
        """Three slides on each page, with their notes; each area begins on a page of its own."""
        total = sum(-(-len(deck.slides) // _MOST) for deck in self._decks)
        for deck in self._decks:
            for first in range(1, len(deck.slides) + 1, _MOST):
                self._canvas.setPageSize(A4)
                stage = Stage(self._canvas, 0, _A4_HIGH, 1)
                self._around(stage, deck, total)
                for n in range(first, min(first + _MOST, len(deck.slides) + 1)):
                    self._mark(deck, n)
                    self._beside(drawn_slide(deck, n, VERA), deck, _TOP + (n - first) * _EACH)
                self._next()
        self._close()

    def _all(self) -> Iterator[tuple[Deck, int]]:
        for deck in self._decks:
            for number in range(1, len(deck.slides) + 1):
                yield deck, number

    def _mark(self, deck: Deck, number: int) -> None:
        """The slide in the outline, under its area."""
        place = self._decks.index(deck)
        key = f"{place}-{number}"
        self._canvas.bookmarkPage(key)
        if number == 1:
            self._canvas.addOutlineEntry(deck.name or file_titles([deck])[0], key, level=0, closed=place > 0)
        self._canvas.addOutlineEntry(title_of(deck.slides[number - 1]), key, level=1)

    def _around(self, stage: Stage, deck: Deck, total: int) -> None:
        head = " · ".join(filter(None, (deck.event, deck.name)))
        room = _A4_WIDE - 2 * _EDGE
        stage.text((_EDGE, 44), shortened(head, _PLAIN, room, 1), _PLAIN, TEXT)
        stage.line([(_EDGE, 52), (_A4_WIDE - _EDGE, 52)], LineLook(EDGE, 0.6))
        foot = f"{first_upper(figures_words(deck))}. Källa står under varje bild."
        stage.text((_EDGE, _A4_HIGH - 28), foot, _PLAIN, QUIET)
        stage.text((_A4_WIDE - _EDGE, _A4_HIGH - 28), self._page_words(total), _PLAIN, QUIET, "right")

    def _beside(self, drawn: DrawnSlide, deck: Deck, top: float) -> None:
        """A slide, and beside it its notes with lines to write on under them."""
        scale = _THUMB / WIDTH
        high = HEIGHT * scale
        stage = Stage(self._canvas, _EDGE, _A4_HIGH - top, scale)
        draw_slide(stage, drawn, is_example=deck.is_example)
        stage.box(Box(0, 0, WIDTH, HEIGHT), edge=EDGE, edge_width=2)
        page = Stage(self._canvas, 0, _A4_HIGH, 1)
        x, room = _EDGE + _THUMB + _GAP, _A4_WIDE - 2 * _EDGE - _THUMB - _GAP
        y = top
        lines = [line for note in drawn.notes for line in wrapped(note, _NOTE, room)]
        most = int((high - _NOTE.high(1)) / _NOTE.high(1))
        if len(lines) > most:
            lines = [*lines[: most - 1], *wrapped(_ELLIPSIS, _NOTE, room)]
        for line in lines:
            page.text((x, y + base_line(_NOTE)), line, _NOTE, TEXT)
            y += _NOTE.high(1)
        y += _RULED
        while y <= top + high:
            page.line([(x, y), (x + room, y)], LineLook(LINE, 0.7))
            y += _RULED

    def _page_words(self, total: int) -> str:
        return f"Sida {self._number + 1} av {total}"

    def _next(self) -> None:
        self._canvas.showPage()
        self._number += 1

    def _close(self) -> None:
        if self._number:
            self._canvas.showOutline()
        self._canvas.save()

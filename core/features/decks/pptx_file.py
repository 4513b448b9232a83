"""Decks as a PowerPoint file: each part by its own hand, charts that can be edited, the notes, a section for each area.

Half a second to import: only what writes a file imports it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from core.charts.description import DotChart, LineChart
from core.charts.print_fonts import ARIAL
from core.charts.text_fit import plain
from core.documents.deck import Deck, SlideKind
from core.features.decks.pptx_chart import add_lines
from core.features.decks.pptx_dots import add_dots
from core.features.decks.pptx_shapes import add_rule, add_symbol, add_text
from core.features.decks.pptx_table import add_grid, add_legend
from core.features.decks.pptx_theme import TITLE, TITLE_ONLY, WITH_BODY, empty
from core.features.decks.slide_parts import (
    ChartPart,
    DrawnSlide,
    GridPart,
    LegendPart,
    Part,
    RulePart,
    SignalPart,
    TextPart,
)
from core.features.decks.slide_plan import drawn_slide
from core.features.decks.slide_words import file_titles, unique_titles

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def deck_pptx(decks: Sequence[Deck]) -> bytes:
    """DECKS one after the other, each in a section of its own: 16:9, one slide for each of theirs."""
    decks = unique_titles(decks)
    title, subject = file_titles(decks)
    file = empty(plain(title), plain(subject))
    sections: list[tuple[str, list[int]]] = []
    for deck in decks:
        ids = [_add_slide(file, drawn_slide(deck, n, ARIAL), deck, n) for n in range(1, len(deck.slides) + 1)]
        sections.append((plain(deck.name), ids))
    if len(decks) > 1:
        _divide(file, sections)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _add_slide(file: Any, drawn: DrawnSlide, deck: Deck, place: int) -> int:
    has_body = any(isinstance(part, TextPart) and part.role == "body" for part in drawn.parts)
    is_first = deck.slides[place - 1].content.kind == SlideKind.TITLE
    # A place that nothing is put into would ask for a text.
    layout = TITLE_ONLY if not has_body else TITLE if is_first else WITH_BODY
    slide = file.slides.add_slide(file.slide_layouts[layout])
    for part in drawn.parts:
        _add(slide, part)
    if drawn.notes:
        slide.notes_slide.notes_text_frame.text = "\n".join(plain(line) for line in drawn.notes)
    return int(slide.slide_id)


def _add(slide: Any, part: Part) -> None:
    match part:
        case TextPart():
            add_text(slide, part)
        case ChartPart(chart=DotChart() as dots):
            add_dots(slide, part, dots)
        case ChartPart(chart=LineChart() as lines):
            add_lines(slide, part, lines)
        case SignalPart(symbol, text):
            if symbol:
                add_symbol(slide, symbol)
            add_text(slide, text)
        case GridPart():
            add_grid(slide, part)
        case LegendPart():
            add_legend(slide, part)
        case RulePart():
            add_rule(slide, part)


def _divide(file: Any, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
    """A section for each area: folded and moved as a whole in PowerPoint."""
    listed = parse_xml(
        f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        f'<p14:sectionLst xmlns:p14="{_P14}"/></p:ext></p:extLst>'
    )
    sections_ = listed[0][0]
    for n, (name, ids) in enumerate(sections):
        one = sections_.makeelement(f"{{{_P14}}}section", {})
        one.set("name", name)
        one.set("id", f"{{{str(uuid5(NAMESPACE_URL, f'nyckeltal/{n}/{name}')).upper()}}}")
        inner = one.makeelement(f"{{{_P14}}}sldIdLst", {})
        for id_ in ids:
            inner.append(one.makeelement(f"{{{_P14}}}sldId", {"id": str(id_)}))
        one.append(inner)
        sections_.append(one)
    root = file.part._element
    old = root.find("{http://schemas.openxmlformats.org/presentationml/2006/main}extLst")
    if old is not None:
        root.remove(old)
    root.append(listed)

"""Decks as a PowerPoint file: each part by its own hand, charts that can be edited, the notes, a section for each area.

Half a second to import: only what writes a file imports it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from core.charts.text_fit import plain
from core.documents.deck import Deck
from core.documents.deck_template import SECTIONS, DeckTemplate
from core.documents.template_kinds import OWN_DECK, Made
from core.features.decks.pptx_slide import add_slide
from core.features.decks.slide_words import file_titles, unique_titles

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def deck_pptx(decks: Sequence[Deck], made: Made = OWN_DECK) -> bytes:
    """DECKS one after the other, each in a section of its own, in the template of MADE: a slide for each of theirs."""
    decks = unique_titles(decks)
    title, subject = file_titles(decks)
    template = DeckTemplate(made.content)
    template.drop_slides()
    file = template.file
    _describe(template, plain(title), plain(subject), made.said)
    sections = [
        (plain(deck.name), [add_slide(template, deck, n) for n in range(1, len(deck.slides) + 1)]) for deck in decks
    ]
    if len(decks) > 1:
        _divide(file, sections)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _describe(template: DeckTemplate, title: str, subject: str, made_with: str) -> None:
    """What the file says of itself: nobody is named as its author, the template that it was made with is."""
    told = template.file.core_properties
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.subject, told.language = title[:255], subject[:255], "sv-SE"
    told.category = made_with
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
    told.revision = 1


def _divide(file: Any, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
    """A section for each area: folded and moved as a whole in PowerPoint."""
    added = parse_xml(f'<p:ext {nsdecls("p")} uri="{SECTIONS}"><p14:sectionLst xmlns:p14="{_P14}"/></p:ext>')
    sections_ = added[0]
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
    if root.find(qn("p:extLst")) is None:
        root.append(parse_xml(f"<p:extLst {nsdecls('p')}/>"))
    root.find(qn("p:extLst")).append(added)

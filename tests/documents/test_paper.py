"""A paper says the same as PDF and as Word: its headings, texts and tables, whatever people have typed in them."""

from __future__ import annotations

import io
from functools import cache

import pytest
from docx import Document

from core.documents.paper import MAKERS, Grid, Heading, Line, Look, Paper
from tests.features.decks.export_decks import HOSTILE, TEXT
from tests.features.decks.test_pdf_handout import bookmarks, pages

BLOCKS = (
    Heading("Nämnden", begins_page=True),
    Line("Två saker.\nPå två rader."),
    Heading("Egna ord", 2),
    Line("Elever är trygga", Look.STRONG),
    Line("Inte besvarat.", Look.QUIET),
    Grid(("Mål", "Utfall"), (0.6, 0.4), (("Elever <b>läser</b>", "87,2\n(2025)"), ("Äldre", "–"))),
    Heading("Bilaga", begins_page=True),
)
PAPER = Paper("Avstämning", "Planer 2027", ("Huddinge",), "Foten", "Siffror per 2026-10-01", BLOCKS, has_drafts=True)


@cache
def file(kind: str, paper: Paper = PAPER) -> bytes:
    return MAKERS[kind][0](paper)


def test_the_pdf_has_its_chapters_in_the_contents_and_says_what_is_a_draft_on_every_page() -> None:
    found = pages(file("pdf"))
    assert [title for _, title, _ in bookmarks(file("pdf"))] == ["Nämnden", "Bilaga"]
    assert all(f"{title} {page + 1}" in found[1] for _, title, page in bookmarks(file("pdf")))
    assert all("UTKAST" in one for one in found)
    assert "På två rader." in found[2]
    assert "Elever <b>läser</b>" in found[2]


def test_word_has_real_headings_and_tables() -> None:
    found = Document(io.BytesIO(file("docx")))
    assert [p.text for p in found.paragraphs if p.style and p.style.name == "Heading 1"] == ["Nämnden", "Bilaga"]
    [table] = found.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["Mål", "Utfall"], ["Elever <b>läser</b>", "87,2\n(2025)"], ["Äldre", "–"]]
    texts = [p.text for p in found.paragraphs]
    assert texts.index("Två saker.") + 1 == texts.index("På två rader.")


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("text", [TEXT * 3, HOSTILE, "x" * 2000, ""], ids=["long", "hostile", "one word", "nothing"])
def test_whatever_is_typed_makes_a_file(kind: str, text: str) -> None:
    blocks = (Heading(text), Line(text), Grid(("A", "B"), (0.8, 0.2), ((text, text),)))
    assert len(file(kind, Paper(text, text, (text,), text, "i dag", blocks))) > 1000

"""A paper says the same as PDF and as Word: its headings, texts and tables, whatever people have typed in them."""

from __future__ import annotations

import io
from functools import cache

import pypdfium2
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


@pytest.mark.parametrize("heading", [(), (Heading("Sammanfattning"),)], ids=["none", "one"])
def test_a_paper_with_nothing_to_list_has_no_contents_and_its_text_on_a_page_after_the_cover(
    heading: tuple[Heading, ...],
) -> None:
    paper = Paper("Övning", "Höst", ("Huddinge",), "Foten", "i dag", (*heading, Line("För få har svarat.")))
    cover, text = pages(file("pdf", paper))
    assert "För få" in text
    assert "Innehåll" not in cover + text
    told = Document(io.BytesIO(file("docx", paper))).paragraphs
    assert "Innehåll" not in [one.text for one in told]
    [first] = [one for one in told if one.paragraph_format.page_break_before]
    assert first.text == (heading[0].text if heading else "För få har svarat.")


def test_words_are_divided_at_their_syllables_in_a_narrow_column_and_what_is_no_word_stays_in_it() -> None:
    blocks = (Grid(("Kommunens webbplats", "B"), (0.07, 0.93), (("Å" * 24, "svar"), ("x" * 24, "svar"))),)
    page = pypdfium2.PdfDocument(file("pdf", Paper("A", "B", (), "C", "D", blocks)))[1].get_textpage()
    words = "".join(page.get_text_range().split())
    assert "webb" in words
    assert "webbpl" not in words
    boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1) in ("Å", "x")]
    assert len(boxes) >= 48
    assert max(right for _, _, right, _ in boxes) < 56 + 0.07 * 483 + 4


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("text", [TEXT * 3, HOSTILE, "x" * 2000, ""], ids=["long", "hostile", "one word", "nothing"])
def test_whatever_is_typed_makes_a_file(kind: str, text: str) -> None:
    blocks = (Heading(text), Line(text), Grid(("A", "B"), (0.8, 0.2), ((text, text),)))
    assert len(file(kind, Paper(text, text, (text,), text, "i dag", blocks))) > 1000

"""The written report: filled from the deck and the signals, and the same in both files."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from core.documents.deck import Deck, SlideKind, Words
from core.features.decks.resolve import resolved
from core.features.decks.stories import first_plan
from core.features.reports.report import SECTION_TITLES, Report, Section
from core.features.reports.report_docx import report_docx
from core.features.reports.report_fill import filled_report
from core.features.reports.report_pdf import report_pdf
from core.features.reports.report_words import figure_rows, figures_line
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.words.formats import number
from tests.features.decks.export_decks import HOSTILE, TEXT, extreme_decks, plain_deck, report
from tests.features.decks.test_pdf_handout import bookmarks, opened, pages
from tests.shared import FALLS, HUDDINGE, WAIT

PLAIN = report()
LONG, HOSTILE_ONE = report(extreme_decks()[0], text=TEXT), report(extreme_decks()[1], text=HOSTILE)
HEADINGS = [*SECTION_TITLES.values(), "Bilaga 1. Siffror", "Bilaga 2. Definitioner och källor"]


@cache
def pdf(one: Report) -> bytes:
    return report_pdf(one)


@cache
def docx(one: Report) -> Any:
    return Document(io.BytesIO(report_docx(one)))


def area_deck(figures: Figures, area: str = "aldreomsorg") -> Deck:
    return resolved(figures, first_plan(figures, area), "Nyckeltalskonferens 26 oktober")


def test_what_the_convenor_has_written_stands_in_its_section(figures: Figures) -> None:
    texts = {
        Section.SUMMARY: "Första stycket.\n\nAndra stycket.",
        Section.EXAMPLES: "Salem: fasta team.",
    }
    found = filled_report(figures, area_deck(figures), texts)
    written = {one.section: one.paragraphs for one in found.sections}
    assert list(written) == [one for one in Section if one is not Section.ACTED], "nothing is done"
    assert written[Section.SUMMARY] == ("Första stycket.", "Andra stycket.")
    assert written[Section.EXAMPLES] == ("Salem: fasta team.",)


def test_what_is_not_written_comes_from_the_deck(figures: Figures) -> None:
    deck = area_deck(figures)
    words = Words(kind=SlideKind.CONCLUSIONS, paragraphs=("Vi fortsätter.",))
    told = deck.slides[0].model_copy(update={"id": "s", "title": "Slutsatser", "content": words})
    found = filled_report(figures, deck.model_copy(update={"slides": (*deck.slides, told)}), {})
    written = {one.section: one.paragraphs for one in found.sections}
    assert written[Section.CONCLUSIONS] == ("Vi fortsätter.",)
    assert written[Section.SUMMARY] == tuple(f"{one.title}." for one in found.stories)
    assert written[Section.EXAMPLES] == ()
    assert len(found.stories) > 0


def test_the_appendix_has_every_indicator_and_every_municipalitys_figure(figures: Figures) -> None:
    found = filled_report(figures, area_deck(figures), {})
    members = taking_part(figures, "aldreomsorg")
    assert found.columns == tuple(figures.snapshot.municipalities[one] for one in members)
    assert [row.kpi for row in found.appendix] == [WAIT, FALLS]
    for row in found.appendix:
        values = figures.snapshot.values_of_kpi(row.kpi)
        decimals = figures.catalogue.by_kpi[row.kpi].decimals
        for municipality, cell in zip(members, row.cells, strict=True):
            year = int(cell.year or row.year)
            mine = values[(values["municipality"] == municipality) & (values["gender"] == "T")]
            (value,) = mine.loc[mine["year"] == year, "value"]
            assert cell.value == number(value, decimals)
        assert row.definition == figures.snapshot.kpis[row.kpi].description
        assert row.kpi in row.source
    assert "22" in [row.cells[members.index(HUDDINGE)].value for row in found.appendix]


def test_an_appendix_of_another_day_than_the_deck_says_so() -> None:
    text = " ".join(pages(pdf(PLAIN)))
    assert "Siffror per 2026-10-02 (bildspelets siffror: 2026-10-01)" in text
    same = PLAIN.model_copy(update={"appendix_on": date(2026, 10, 1)})
    assert "bildspelets siffror" not in " ".join(pages(pdf(same)))


def test_the_pdf_has_all_headings_as_bookmarks_and_its_contents_tell_their_pages() -> None:
    found = bookmarks(pdf(PLAIN))
    assert [title for level, title, _ in found if level == 0] == HEADINGS
    assert [title for level, title, _ in found if level == 1] == [
        *(one.title for one in PLAIN.stories),
        "Alla kommuner i en blick",
    ]
    contents = pages(pdf(PLAIN))[1]
    assert all(f"{title} {page + 1}" in contents for level, title, page in found if level == 0)


def test_the_pdfs_pages_are_numbered_and_dated() -> None:
    found = pages(pdf(PLAIN))
    for n, text in enumerate(found[1:], start=2):
        assert f"Sida {n} av {len(found)}" in text
        assert "Siffror per 2026-10-01" in text


def test_an_indicator_without_values_is_named_over_the_table_and_keeps_its_definition() -> None:
    first, *rest = PLAIN.appendix
    nobody = first.model_copy(update={"name": "Ingen har svarat", "year": "", "cells": ()})
    one = PLAIN.model_copy(update={"appendix": (nobody, *rest)})
    assert [name for name, _, _ in figure_rows(one)] == [row.name for row in rest]
    assert figures_line(one).endswith(" Utan värden: Ingen har svarat.")
    text = " ".join(pages(pdf(one)))
    assert "Utan värden: Ingen har svarat." in " ".join(text.split())
    assert any(paragraph.text.startswith("Ingen har svarat (") for paragraph in docx(one).paragraphs)


def test_a_table_that_goes_on_has_its_heading_on_each_page() -> None:
    longer = report(rows=60)
    begun = next(page for _, title, page in bookmarks(pdf(longer)) if title == "Bilaga 1. Siffror")
    ended = next(page for _, title, page in bookmarks(pdf(longer)) if title.startswith("Bilaga 2"))
    assert ended - begun > 1
    assert all("Nynäshamn" in text for text in pages(pdf(longer))[begun:ended])
    tables = docx(longer).tables
    assert tables[-1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_word_document_has_real_headings_in_the_same_order() -> None:
    styles = [(p.style.name, p.text) for p in docx(PLAIN).paragraphs]
    assert [text for style, text in styles if style == "Heading 1"] == HEADINGS
    assert [text for style, text in styles if style == "Heading 2"] == [
        title for level, title, _ in bookmarks(pdf(PLAIN)) if level == 1
    ]
    assert ("Title", "Äldreomsorg") in styles


def test_the_word_documents_contents_lead_to_the_headings() -> None:
    body = docx(PLAIN).element.body
    links = {
        one.get(qn("w:anchor")): "".join(t.text for t in one.iter(qn("w:t"))) for one in body.iter(qn("w:hyperlink"))
    }
    places = {
        mark.get(qn("w:name")): "".join(t.text for t in mark.getparent().iter(qn("w:t")))
        for mark in body.iter(qn("w:bookmarkStart"))
    }
    assert links == places
    assert len(links) == 8 + 3
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_both_files_have_the_same_figures_in_the_appendix() -> None:
    table = docx(PLAIN).tables[-1]
    text = " ".join(pages(pdf(PLAIN))).replace("\xa0", " ")
    for row, asked in zip(table.rows[1:], PLAIN.appendix, strict=True):
        assert row.cells[0].text.startswith(asked.name)
        for cell, one in zip(row.cells[1:], asked.cells, strict=True):
            assert cell.text.split("\n")[0].rstrip("▲●▼").strip("\xa0") == one.value
            assert cell.text.endswith(one.year)
            assert one.value.replace("\xa0", " ") in text


def test_all_figures_of_a_table_in_word_are_as_large_and_none_too_small_to_read() -> None:
    for table in docx(PLAIN).tables:
        sizes = {run.font.size for row in table.rows for cell in row.cells[1:] for run in _runs(cell) if run.text}
        assert len(sizes) == 1
        assert all(size is None or size.pt >= 6 for size in sizes)


def _runs(cell: Any) -> list[Any]:
    return [run for paragraph in cell.paragraphs for run in paragraph.runs]


def test_signals_and_sources_stand_in_both() -> None:
    words = " ".join(p.text for p in docx(PLAIN).paragraphs)
    text = " ".join(pages(pdf(PLAIN)))
    for told in PLAIN.stories:
        for signal in told.story.signals:
            assert signal.sentence in words
            assert " ".join(signal.sentence.split()) in text
        assert "Egen bearbetning av data från Kolada (U23401)" in words
    assert text.count("Egen bearbetning av data från Kolada (U23401)") >= len(PLAIN.stories)


def test_the_word_documents_pictures_are_described() -> None:
    described = [one.get("descr") or "" for one in docx(PLAIN).element.body.iter(qn("wp:docPr"))]
    assert len(described) == 2 * (1 + 3)
    assert all(described)
    assert described[0].startswith("Linjediagram, dagar. Storköping: väntan")


@pytest.mark.parametrize("one", [PLAIN, LONG, HOSTILE_ONE, report(plain_deck(is_example=True), rows=0)])
def test_nothing_is_drawn_outside_the_page(one: Report) -> None:
    with opened(pdf(one)) as document:
        for page in document:
            wide, _ = page.get_size()
            for thing in page.get_objects():
                left, _, right, _ = thing.get_bounds()
                assert left >= 0
                assert right <= wide


def test_whatever_is_written_is_text() -> None:
    text = " ".join(pages(pdf(HOSTILE_ONE)))
    assert '=HYPERLINK("http://x") <b>&amp;</b> {{7*7}}' in text
    words = " ".join(p.text for p in docx(HOSTILE_ONE).paragraphs)
    assert '=HYPERLINK("http://x") <b>&amp;</b> {{7*7}}' in words
    assert "\u202e" not in words


def test_an_area_without_figures_has_a_report_that_says_so() -> None:
    bare = PLAIN.model_copy(update={"stories": (), "glance": None, "appendix": (), "sections": PLAIN.sections[:0]})
    assert "Området har inga indikatorer med siffror." in " ".join(pages(pdf(bare)))
    assert "Området har inga indikatorer med siffror." in [p.text for p in docx(bare).paragraphs]


def test_sections_that_are_not_written_say_so_and_keep_their_place() -> None:
    lines = [p.text for p in docx(PLAIN).paragraphs]
    assert ("Sammanfattning", "Texten är inte skriven än.") in list(pairwise(lines))


def test_example_figures_are_marked_in_both() -> None:
    one = report(plain_deck(is_example=True))
    assert all("EXEMPELDATA" in text for text in pages(pdf(one)))
    assert "EXEMPELDATA" in docx(one).sections[0].footer.paragraphs[0].text
    assert "EXEMPELDATA" in " ".join(p.text for p in docx(one).paragraphs)


def test_nobody_is_named_as_author() -> None:
    told = docx(PLAIN).core_properties
    assert (told.author, told.last_modified_by) == ("", "")
    assert told.title == "Äldreomsorg – rapport om nyckeltal"
    with opened(pdf(PLAIN)) as document:
        assert document.get_metadata_dict()["Author"] == ""

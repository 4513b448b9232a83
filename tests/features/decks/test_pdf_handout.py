"""The handout, read back by another library than the one that made it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal

import pikepdf
import pypdfium2
import pytest

from core.charts.description import Chart, DotChart
from core.charts.printed import all_in_print
from core.documents.deck import Deck, Glance, Story, Words
from core.features.decks.day import SeminarDay
from core.features.decks.pdf_handout import handout_pdf
from core.features.decks.slide_words import title_of
from core.features.decks.together import as_parts
from core.words.formats import filled_lines, number
from tests.features.decks.decks import AREAS
from tests.features.decks.export_decks import extreme_decks, plain_deck, whole_day

PerPage = Literal[1, 3]
ALL = (plain_deck(), *extreme_decks())


@cache
def made(per_page: PerPage, *decks: Deck) -> bytes:
    return handout_pdf(decks, per_page=per_page)


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def pages(content: bytes) -> list[str]:
    """The text of each page, its white space made plain, words that are divided whole."""
    with opened(content) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    # The library's own mark of a hyphen at a line's end, and what keeps words together.
    return [" ".join(text.replace("\x02", "").replace("\u2060", "").split()) for text in texts]


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page (from 0) of each bookmark."""
    with opened(content) as document:
        return [(b.level, b.get_title(), b.get_dest().get_index()) for b in document.get_toc()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_slide_on_each_page_with_its_title_and_foot() -> None:
    found = pages(made(1, plain_deck()))
    assert len(found) == 6
    for n, (text, slide) in enumerate(zip(found, plain_deck().slides, strict=True), start=1):
        assert squeezed(slide.title) in squeezed(text)
        assert f"Nyckeltalskonferens 26 oktober · Äldreomsorg · {n} av 6" in text
    assert "Egen bearbetning av data från Kolada (U23401), siffror per 2026-10-01" in found[2]


def test_pages_are_wide_as_slides_or_tall_as_paper() -> None:
    with opened(made(1, plain_deck().without_notes())) as document:
        assert document[0].get_size() == pytest.approx((960, 540))
    with opened(made(3, plain_deck())) as document:
        assert document[0].get_size() == pytest.approx((595, 842), abs=1)
        assert len(document) == 2


def test_a_pdf_of_slides_with_notes_has_them_under_their_slides_however_long_they_are() -> None:
    first, *others = plain_deck().slides
    long = first.model_copy(update={"notes": "Sist av allt. " * 600 + "Slutord"})
    deck = plain_deck().model_copy(update={"slides": (long, *others)})
    found = pages(made(1, deck))
    assert "Slutord" in " ".join(found[:4])
    for note in (line for slide in others for line in filled_lines(slide.notes)):
        assert note.split()[0] in " ".join(found)
    with opened(made(1, deck)) as document:
        assert document[0].get_size() == pytest.approx((595, 842), abs=1)
        assert len(document) > len(deck.slides)


def test_swedish_letters_and_signs_come_out() -> None:
    found = " ".join(pages(made(1, plain_deck())))
    for text in ("särskilt", "Tyresö", "−1,3", "138 420", "2023–2025", "”det är schemat som avgör”", "å"):
        assert text in found.replace("\xa0", " ")
    assert "?" not in found
    assert "\ufffd" not in found


def test_charts_tell_their_lines_values_years_and_targets() -> None:
    text = pages(made(1, plain_deck()))[2]
    for said in (
        "Storköping 58",
        "Södertörn (medel av 7) 45",
        "Länet (medel av 26) 50",
        "Riket 51",
        "mål 2025: högst 45",
    ):
        assert said in text
    assert re.search(r"\b60\b.*\b55\b.*\b50\b|\b50\b.*\b55\b.*\b60\b", text)
    assert all(str(year) in text for year in range(2021, 2026))


def test_every_figure_of_the_glance_is_there() -> None:
    content = all_in_print(plain_deck()).slides[1].content
    assert isinstance(content, Glance)
    text = squeezed(pages(made(1, plain_deck()))[1])
    assert all(squeezed(cell.value) in text for row in content.rows for cell in row.cells)
    assert all(name in text for name in content.columns)


@pytest.mark.parametrize("deck", [plain_deck(), whole_day()[0], extreme_decks()[0]])
def test_every_outcome_and_every_lines_last_value_is_there(deck: Deck) -> None:
    for text, slide in zip(pages(made(1, deck.without_notes())), deck.slides, strict=True):
        if isinstance(story := slide.content, Story):
            assert squeezed(story.outcome) in squeezed(text)
            assert story.year in text
            assert all(value in squeezed(text) for value in last_values(story.chart))


def last_values(chart: Chart | None) -> list[str]:
    """Of each line of CHART, or each of its dots, as it is shown."""
    if chart is None:
        return []
    if isinstance(chart, DotChart):
        values = [dot.value for dot in chart.dots]
    else:
        values = [line.points[-1][1] for line in chart.series]
    return [squeezed(number(value, chart.decimals)) for value in values]


def test_three_a_page_have_their_notes_and_room_for_more() -> None:
    first, second = pages(made(3, plain_deck()))
    assert "Hälsa välkommen." in first
    assert "Fråga Haninge om korttidsplatserna." in first.replace("\xad", "")
    assert "Avsluta i tid." in second
    assert "Sida 1 av 2" in first
    assert "Sida 2 av 2" in second
    assert "Siffror per 2026-10-01" in first


@pytest.mark.parametrize("per_page", [1, 3])
def test_bookmarks_lead_to_each_area_and_slide(per_page: PerPage) -> None:
    first, *others = whole_day()
    # In the day an area may begin with any slide.
    day = (first.model_copy(update={"slides": first.slides[1:]}), *others)
    found = bookmarks(made(per_page, *day))
    assert [title for level, title, _ in found if level == 0] == list(AREAS)
    slides = [(title, page) for level, title, page in found if level == 1]
    assert [title for title, _ in slides] == [title_of(slide) for deck in day for slide in deck.slides]
    assert [page for _, page in slides] == sorted(page for _, page in slides)
    if per_page == 1:
        assert [page for _, page in slides] == list(range(len(slides)))


def test_each_page_of_a_days_handout_is_numbered() -> None:
    parts = as_parts(whole_day(), SeminarDay())
    total = 3 + sum(len(deck.slides) for deck in whole_day())
    found = pages(made(1, *parts))
    assert len(found) == total
    assert all(f"{n} av {total}" in text for n, text in enumerate(found, start=1))


def test_the_file_says_what_it_is_in_which_language_and_not_by_whom() -> None:
    content = made(1, plain_deck())
    with opened(content) as document:
        told = document.get_metadata_dict()
    assert told["Title"] == "Äldreomsorg"
    assert told["Author"] == ""
    with pikepdf.open(io.BytesIO(content)) as read:
        assert read.Root.Lang == "sv-SE"


@pytest.mark.parametrize("per_page", [1, 3])
@pytest.mark.parametrize("deck", ALL)
def test_nothing_is_drawn_outside_the_page(deck: Deck, per_page: PerPage) -> None:
    with opened(made(per_page, deck)) as document:
        for page in document:
            wide, high = page.get_size()
            for thing in page.get_objects():
                left, bottom, right, top = thing.get_bounds()
                assert left >= -1
                assert bottom >= -1
                assert right <= wide + 1, page.get_textpage().get_text_bounded()[:80]
                assert top <= high + 1


def test_letters_that_the_font_lacks_are_told_in_words() -> None:
    text = " ".join(pages(made(1, extreme_decks()[1])))
    assert "[emoji] [kinesiska tecken]" in text
    assert '=HYPERLINK("http://x") <b>&amp;</b>' in text


def test_the_audience_is_not_told_that_a_text_was_cut() -> None:
    deck = extreme_decks()[0]
    place = next(n for n, slide in enumerate(deck.slides) if slide.id == "rader")
    assert isinstance(deck.slides[place].content, Words)
    shown = pages(made(1, deck))[place]
    assert "…" in shown
    assert "fick inte plats" not in shown


def test_example_figures_are_marked_on_every_page_and_in_every_chart() -> None:
    deck = plain_deck(is_example=True)
    for text, slide in zip(pages(made(1, deck)), deck.slides, strict=True):
        assert text.count("EXEMPELDATA") == 1 + isinstance(slide.content, Story)


def test_no_decks_are_a_file_all_the_same() -> None:
    assert handout_pdf((), per_page=1).startswith(b"%PDF")

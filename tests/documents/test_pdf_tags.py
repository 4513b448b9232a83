"""Every PDF can be heard: its language, title, headings, tables, pictures and bookmarks are told (PDF/UA-1)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pikepdf
import pypdfium2
import pytest

from core.charts.share_bars import Part, ShareBar, ShareChart
from core.documents.deck import Deck, SlideKind, Words
from core.documents.paper import Grid, Heading, Line, Paper, Shares
from core.documents.paper_pdf import paper_pdf
from core.features.decks.pdf_handout import handout_pdf
from core.features.measures.one_page_files import sheet_pdf
from core.features.reports.report_pdf import report_pdf
from tests.documents.test_paper import PAPER
from tests.features.decks.export_decks import HOSTILE, TEXT, WORD, extreme_decks, plain_deck, report, whole_day
from tests.features.decks.test_pdf_handout import pages
from tests.features.measures.test_one_page import SHEETS

BARS = ShareChart(
    (ShareBar(HOSTILE, (Part(0.4, "0a5c7a", "ja 40 %"), Part(0.6, "e3e8ec", "nej"))),), (("0a5c7a", "ja"),)
)
UNBROKEN = ("Å" * 300, "7" * 300, "W" * 40, f"https://{'x' * 200}.se")
LONG_WORDS = tuple(
    block
    for one in UNBROKEN
    for block in (Heading(one), Heading(one, 2), Line(one), Grid((one, one), (0.88, 0.12), ((one, one),)))
)
HUGE = (Heading(WORD), Line(TEXT * 9), Shares(BARS, HOSTILE), Grid((WORD, "B"), (0.8, 0.2), ((TEXT, HOSTILE),) * 60))
FILES: dict[str, Callable[[], bytes]] = {
    "paper": lambda: paper_pdf(PAPER),
    "empty paper": lambda: paper_pdf(Paper("Plan", "", (), "", "", ())),
    "hostile paper": lambda: paper_pdf(Paper(HOSTILE, HOSTILE, (HOSTILE, WORD), TEXT, HOSTILE, HUGE, True, True)),
    "words that cannot be divided": lambda: paper_pdf(
        Paper("Rapport", "Å" * 200, UNBROKEN, "Å" * 300, "Å" * 60, LONG_WORDS, True, True)
    ),
    "slides": lambda: handout_pdf([plain_deck().without_notes()], per_page=1),
    "slides over notes": lambda: handout_pdf(whole_day()[:2], per_page=1),
    "three slides a page": lambda: handout_pdf([plain_deck(is_example=True)], per_page=3),
    "no slides": lambda: handout_pdf([], per_page=3),
    "hostile slides": lambda: handout_pdf(extreme_decks(), per_page=1),
    "report": lambda: report_pdf(report()),
    "empty report": lambda: report_pdf(report(plain_deck().model_copy(update={"slides": ()}), rows=0)),
    "hostile report": lambda: report_pdf(report(extreme_decks()[1], text=HOSTILE, columns=(HOSTILE,) * 8)),
} | {f"decision, {name}": partial(sheet_pdf, sheet) for name, sheet in SHEETS.items()}
MARKUP = '#read("/etc/passwd") *b* _i_ $x$ @a <b> = `r` // c'
# What draws: texts, lines and areas, pictures and what is drawn elsewhere.
DRAWS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI", "INLINE IMAGE"}


@cache
def made(name: str) -> bytes:
    return FILES[name]()


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made(request.param))) as found:
        yield found


def elements(one: Any) -> Iterator[Any]:
    """The parts of the file's structure under ONE, in the order that they are read."""
    if isinstance(one, pikepdf.Array):
        for each in one:
            yield from elements(each)
    elif isinstance(one, pikepdf.Dictionary):
        if "/S" in one:
            yield one
        if "/K" in one:
            yield from elements(one.K)


def tagged(file: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [one for one in elements(file.Root.StructTreeRoot) if one.S in kinds]


def looks_of(one: Any) -> list[Any]:
    return list(one.A) if isinstance(one.A, pikepdf.Array) else [one.A]


def test_the_file_says_that_it_is_made_to_be_heard_in_swedish_and_what_it_is(file: pikepdf.Pdf) -> None:
    root = file.Root
    assert root.Lang == "sv-SE"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    with file.open_metadata() as told:
        assert str(told["pdfuaid:part"]) == "1"
        assert told["dc:title"]
    assert "/Author" not in file.docinfo


def test_all_that_is_drawn_is_a_part_of_the_text_or_said_to_be_none(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        depth = 0
        for step in pikepdf.parse_content_stream(page):
            operator = str(step.operator)
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            assert depth or operator not in DRAWS


def test_pictures_have_words_and_tables_heads_of_columns_and_rows(file: pikepdf.Pdf) -> None:
    assert all(str(one.Alt).strip() for one in tagged(file, "/Figure"))
    for table in tagged(file, "/Table"):
        first, *rows = [[cell for cell in row.K if "/S" in cell] for row in elements(table.K) if row.S == "/TR"]
        assert [(cell.S, scope_of(cell)) for cell in first] == [("/TH", "/Column")] * len(first)
        for head, *cells in rows:
            assert (head.S, scope_of(head)) == ("/TH", "/Row")
            assert {str(cell.S) for cell in cells} <= {"/TD"}


def scope_of(cell: Any) -> str:
    return next((str(one.Scope) for one in looks_of(cell) if one.O == "/Table"), "")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_drawn_outside_its_page(name: str) -> None:
    with closing(pypdfium2.PdfDocument(made(name))) as document:
        for page in document:
            wide, _ = page.get_size()
            assert max((thing.get_bounds()[2] for thing in page.get_objects()), default=0) <= wide


def test_headings_begin_at_the_first_level_and_skip_none(file: pikepdf.Pdf) -> None:
    levels = [int(str(one.S)[2:]) for one in tagged(file, *(f"/H{n}" for n in range(1, 7)))]
    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))


def test_links_say_where_they_lead_and_bookmarks_lead_somewhere(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        assert all(str(one.Contents) for one in page.get("/Annots", []) if one.Subtype == "/Link")
    with file.open_outline() as outline:
        assert all(one.title and (one.destination is not None or one.action is not None) for one in outline.root)


@pytest.mark.parametrize("kind", ["paper", "slides", "report", "decision"])
def test_nothing_that_is_typed_is_markup(kind: str) -> None:
    told = {
        "paper": lambda: paper_pdf(Paper("Plan", MARKUP, (MARKUP,), "", "", (Heading(MARKUP), Line(MARKUP)))),
        "slides": lambda: handout_pdf([slides_of(MARKUP)], per_page=1),
        "report": lambda: report_pdf(report(slides_of(MARKUP), text=MARKUP, rows=1)),
        "decision": lambda: sheet_pdf(replace(SHEETS["usual"], title=MARKUP, why=MARKUP)),
    }
    assert " ".join(pages(told[kind]())).count(MARKUP) > 1


def slides_of(text: str) -> Deck:
    one = plain_deck()
    said = Words(kind=SlideKind.CONCLUSIONS, paragraphs=(text,))
    slides = tuple(slide.model_copy(update={"title": text, "notes": text}) for slide in one.slides[:2])
    more = one.slides[0].model_copy(update={"title": text, "content": said})
    return one.model_copy(update={"slides": (*slides, more)})


def test_all_letters_are_in_the_file(file: pikepdf.Pdf) -> None:
    told = [
        one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert told or not len(file.pages)
    assert all("/FontFile2" in one or "/FontFile3" in one for one in told)

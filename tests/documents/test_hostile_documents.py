"""Whatever somebody has typed makes a PowerPoint, a Word file and a workbook that can be read, and stays text there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pptx import Presentation

from core.charts.text_fit import plain
from core.documents.files import to_excel
from core.documents.paper import Grid, Heading, Line, Paper
from core.documents.paper_docx import paper_docx
from core.features.decks.pptx_file import deck_pptx
from core.features.reports.report_docx import report_docx
from tests.features.decks.decks import deck, slide
from tests.features.decks.export_decks import chart, plain_deck, report, story

TEXTS = {
    "angle brackets": "<script>alert(1)</script> & </w:t> ]]>",
    "a vertical tab": "före\x0befter \x00\x1f slut",
    "emoji": "Bra jobbat \N{PARTY POPPER}\N{MAN}\u200d\N{WOMAN}",
    "right to left": "\u202eomvänt\u202c \u05e9\u05dc\u05d5\u05dd",
    "one word": "Å" * 300,
    "a field": "{{ 7 * 7 }} {% for a in b %} =HYPERLINK(1)",
}


def _deck(text: str) -> Iterator[str]:
    made = plain_deck().model_copy(update={"name": text, "event": text})
    slides = tuple(one.model_copy(update={"title": text, "subtitle": text, "notes": text}) for one in made.slides)
    file = Presentation(io.BytesIO(deck_pptx((made.model_copy(update={"slides": slides}),))))
    for one in file.slides:
        yield one.notes_slide.notes_text_frame.text
        yield from (shape.text_frame.text for shape in one.shapes if shape.has_text_frame)


def _report(text: str) -> Iterator[str]:
    yield from _word(report_docx(report(plain_deck().model_copy(update={"name": text}), text=text)))


def _paper(text: str) -> Iterator[str]:
    blocks = (Heading(text), Heading(text, 2), Line(text), Grid((text, "B"), (0.6, 0.4), ((text, text),)))
    yield from _word(paper_docx(Paper(text, text, (text,), text, text, blocks)))


def _word(content: bytes) -> Iterator[str]:
    found: Any = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in found.paragraphs)
    yield from (cell.text for table in found.tables for row in table.rows for cell in row.cells)


def _workbook(text: str) -> Iterator[str]:
    frame = pd.DataFrame({"namn": [plain(text)], "värde": [1.5]})
    for sheet in load_workbook(io.BytesIO(to_excel({"Siffror": frame}, [("Källa", plain(text))]))):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        yield from (str(cell.value) for cell in cells)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("make", [_deck, _report, _paper, _workbook])
def test_what_is_typed_stays_text_in_every_file(make: Callable[[str], Iterator[str]], text: str) -> None:
    said = list(make(text))
    # What has no room on a slide stands in its notes.
    assert any(plain(text) in one for one in said)


def test_a_chart_without_any_value_is_no_chart_and_its_slide_and_report_are_made() -> None:
    empty = chart(("own", "Storköping", {}))
    made = deck(slide("tom", "Inga värden", story("Storköping", empty)))
    [shown] = Presentation(io.BytesIO(deck_pptx((made,)))).slides
    assert not any(shape.has_chart for shape in shown.shapes)
    assert "Inga värden" in list(_word(report_docx(report(made))))

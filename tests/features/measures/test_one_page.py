"""One A4 for the meeting whatever its texts are: nothing is cut that is not told, in the PDF and in Word."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
from docx import Document

from core.charts.description import LineChart, Series
from core.charts.text_fit import plain
from core.cycle.book import CycleBook
from core.cycle.models import Answer, Conclusion, Consequences, Measure, MeasureDecision, Way
from core.features.measures.one_page import EDGE, HIGH, one_page, told_before, too_long
from core.features.measures.one_page_files import sheet_pdf
from core.features.measures.one_page_word import sheet_docx
from core.features.measures.sheet import Sheet, SheetOption, sheet_of
from core.goals.models import Decision
from core.outcomes.figures import Figures
from tests.shared import GRADES, HUDDINGE

WORDS = "Skolan har för få behöriga lärare i de åldrar där flest byter skola, och vikarierna räcker inte till. "
LONGEST = (WORDS * 20)[:2000]
OPTION = SheetOption("Heltidsmentorer", "Insats 2, effekt 4", ("Två tjänster", "Ny rutin", "Fler vuxna", "Målet nås"))
CHART = LineChart(
    unit="%",
    decimals=1,
    step=1,
    series=(Series(key="own", name="Huddinge", points=((2020, 80.0), (2021, 82.0), (2022, 79.0))),),
    low=70,
    high=90,
    rules=(70.0, 80.0, 90.0),
)
USUAL = Sheet(
    place="Underlag för beslut · Huddinge · Grundskolenämnden · 2026-11-29",
    title="Heltidsmentorer",
    chain=("Fullmäktigemål: Barn och elever når kunskapsmålen", "Nämndmål: Fler elever blir behöriga"),
    chart=CHART,
    figure="Behöriga till gymnasiet: 79,0 % (2022). Ska röra sig uppåt.",
    signals=("Målet nås inte.", "Oförändrat.", "Bland de sämsta 25 %."),
    why=WORDS,
    is_assumed=True,
    options=(OPTION, OPTION),
    left_out=0,
    otherwise="Färre blir behöriga.",
    proposal=WORDS,
    foot="Källa: Kolada.",
    is_example=False,
)
NOTHING = SheetOption("Kort", "", ("", "", "", ""))
FULL = SheetOption(LONGEST[:200], "Insats 2, effekt 4", (LONGEST,) * 4)
SHEETS = {
    "usual": USUAL,
    "empty": replace(USUAL, chain=(), chart=None, figure="", signals=(), why="", options=(NOTHING,), proposal=""),
    "longest texts": replace(
        USUAL,
        title=LONGEST[:200],
        chain=(LONGEST[:200],) * 5,
        figure=LONGEST,
        signals=(LONGEST,) * 3,
        why=LONGEST,
        options=(FULL,),
        otherwise=LONGEST,
        proposal=LONGEST,
    ),
    "five options": replace(USUAL, options=(FULL,) * 5, left_out=2, why=LONGEST, otherwise=LONGEST, proposal=LONGEST),
    "no values": replace(
        USUAL, chart=None, figure="Behöriga till gymnasiet: inget värde.", signals=(), is_example=True
    ),
    "long names": replace(
        USUAL,
        place="Ö" * 300,
        title="A" * 200,
        options=(SheetOption("Å" * 200, "", ("Ö" * 2000,) * 4),),
        foot="K" * 300,
    ),
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_it_is_one_page_with_every_text_in_its_place(sheet: Sheet) -> None:
    page = one_page(sheet)
    for one in page.texts:
        assert one.box.x >= EDGE
        assert one.box.y + one.letters.high(len(one.lines)) <= HIGH - 20, one.what
    columns = [(row[n].box.x, row[n].box.w) for row in page.options for n in range(len(row))]
    assert all(x + wide <= 595.3 - EDGE + 1 for x, wide in columns)
    flow = [*page.top, *page.why, *(row[0] for row in page.options), *page.rest, page.foot]
    ends = [one.box.y + one.letters.high(len(one.lines)) for one in flow]
    assert all(end <= after.box.y + 0.01 for end, after in zip(ends, flow[1:], strict=False))
    document = pypdfium2.PdfDocument(sheet_pdf(sheet))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=0.5)
    document.close()


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_word_has_the_pages_texts_as_they_fit_and_the_options_as_a_table(sheet: Sheet) -> None:
    document: Any = Document(io.BytesIO(sheet_docx(sheet)))
    page, [table] = one_page(sheet), document.tables
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [
        tuple(plain(one.text) for one in row) for row in page.options
    ]
    said = [paragraph.text for paragraph in document.paragraphs]
    for one in (*page.top[1:], *page.figure, *page.why, *page.rest):
        assert plain(one.text) in said


def test_what_fits_is_told_of_nowhere() -> None:
    assert too_long(one_page(USUAL)) == []
    assert too_long(one_page(SHEETS["empty"])) == []


def test_what_does_not_fit_is_marked_on_the_page_and_told_with_how_much_too_long_it_is() -> None:
    page = one_page(replace(USUAL, why=LONGEST))
    (told,) = too_long(page)
    (cut,) = [one for one in page.texts if one.over]
    assert told == f"Slutsats: {cut.over} tecken för mycket"
    assert cut.text.endswith("… (förkortat)")
    # A text shorter by so many characters fits.
    assert too_long(one_page(replace(USUAL, why=LONGEST[: len(LONGEST.strip()) - cut.over]))) == []


def test_what_nobody_has_described_is_left_out() -> None:
    page = one_page(SHEETS["empty"])
    assert [[cell.text for cell in row] for row in page.options] == [["Alternativ"], ["Kort"]]
    partly = replace(USUAL, options=(OPTION, replace(NOTHING, consequences=("", "Ny rutin", "", ""))))
    assert one_page(partly).options[2][1].text == "–"
    only = replace(USUAL, options=(replace(NOTHING, consequences=("", "Ny rutin", "", "")),), otherwise="")
    assert [cell.text for cell in one_page(only).options[0]] == ["Alternativ", "Arbetet"]
    assert "Om vi inte gör något" not in [one.text for one in one_page(only).texts]


def test_options_that_have_no_room_are_counted() -> None:
    assert (
        too_long(one_page(replace(USUAL, left_out=2)))[-1] == "Alternativ: 2 alternativ får inte plats, högst fem visas"
    )


def test_the_page_is_filled_with_what_is_known(figures: Figures) -> None:
    told = Consequences("Två tjänster", otherwise="Färre blir behöriga.")
    one = Measure("m1", GRADES, "T", "grundskola", "Mentorer", Way.UP, "d1", consequences=told, effort=2, effect=4.5)
    others = {f"m{n}": replace(one, id=f"m{n}", title=f"Förslag {n}") for n in range(2, 9)}
    gone = replace(one, id="m9", withdrawn="För dyrt.")
    book = CycleBook(
        HUDDINGE,
        measures={"m1": one, **others, "m9": gone},
        conclusions={"d1": Conclusion("Vikarierna är många.", date(2026, 11, 1), is_assumed=True)},
    )
    sheet = sheet_of(figures, HUDDINGE, others["m2"], book, date(2026, 11, 29))
    assert [option.title for option in sheet.options] == [
        "Förslag 2",
        "Mentorer",
        "Förslag 3",
        "Förslag 4",
        "Förslag 5",
    ]
    assert sheet.left_out == 3
    assert sheet.options[0].weighed == "Insats 2, effekt 4,5"
    assert (sheet.why, sheet.is_assumed, sheet.otherwise) == ("Vikarierna är många.", True, "Färre blir behöriga.")
    yes = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2026, 11, 24), "112"), "I två skolor.")
    decided = sheet_of(figures, HUDDINGE, replace(one, decision=yes), book, date(2026, 11, 29))
    assert decided.place.startswith("Beslut: ja, Grundskolenämnden 2026-11-24 § 112 · Huddinge")
    assert [one.text for one in one_page(decided).rest[-2:]] == ["Beslut: ja", "I två skolor."]
    assert sheet.place.startswith("Underlag för beslut · Huddinge")
    assert sheet.chart is not None
    assert "Behöriga till gymnasiet" in sheet.figure


def test_an_indicator_that_is_gone_is_told_on_the_page(figures: Figures) -> None:
    one = Measure("m1", "N99999", "T", "grundskola", "Mentorer", Way.UP)
    sheet = sheet_of(figures, HUDDINGE, one, CycleBook(HUDDINGE, measures={"m1": one}), date(2026, 11, 29))
    assert (sheet.chart, sheet.figure) == (None, "Nyckeltalet finns inte längre (N99999).")
    assert sheet_pdf(sheet).startswith(b"%PDF")


def test_what_does_not_fit_is_told_without_the_chart_and_reckoned_once_for_the_same_texts() -> None:
    for sheet in SHEETS.values():
        texts = replace(sheet, chart=None)
        assert told_before(texts) == tuple(too_long(one_page(sheet)))
        assert told_before(replace(texts)) is told_before(texts)
    assert told_before(replace(USUAL, chart=None)) != told_before(replace(USUAL, chart=None, why=LONGEST))

"""The slide of the good examples that are picked for the day: filled by itself, alike everywhere, and frozen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation
from pypdfium2 import PdfDocument

from core.cycle.book import CycleBook
from core.documents.deck import Deck, Slide, SlideKind, Words
from core.features.decks import shown
from core.features.decks.day import SeminarDay
from core.features.decks.document import deck_document
from core.features.decks.page import _slides
from core.features.decks.pdf_handout import handout_pdf
from core.features.decks.plan import DeckPlan, SlidePlan
from core.features.decks.pptx_file import deck_pptx
from core.features.decks.resolve import resolved
from core.features.decks.rewrite import rewritten
from core.features.decks.shown import automatic_deck
from core.features.decks.stories import first_plan
from core.outcomes.figures import Figures
from core.year.book import YearBook
from core.year.models import DaysExample, DaysExamples
from tests.cycle.told import DONE, EXAMPLE, MENTORS, WHOLE, figures_telling, telling
from tests.shared import HUDDINGE
from tests.web.html import parsed

AREA, OTHER, EVENT = "grundskola", "aldreomsorg", "Nyckeltalskonferens 26 oktober"
SLIDE = SlidePlan(id="exempel", kind=SlideKind.EXAMPLES)
PLAN = DeckPlan(area=AREA, slides=(SLIDE,))
# A second measure of the same municipality, and an example of it.
TWO = replace(
    WHOLE,
    measures={"m1": MENTORS, "m2": replace(MENTORS, id="m2", title="Läxhjälp")},
    plans={"p1": DONE, "p2": replace(DONE, id="p2", measure="m2")},
    examples={"m1": EXAMPLE, "m2": replace(EXAMPLE, title="Läxhjälp varje dag", text="", contact="rektor <b>")},
)


class YearsInMemory:
    """Year books without a database."""

    def __init__(self, **picks: tuple[str, ...]) -> None:
        days = {year[1:]: DaysExamples(tuple(DaysExample(HUDDINGE, one) for one in of)) for year, of in picks.items()}
        self._days = days

    def book(self, owner: str) -> YearBook:
        return YearBook(owner, examples=self._days)

    def mark(self, owner: str) -> str:
        return f"{owner} {self._days}"


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_telling(tmp_path_factory.mktemp("examples")) as made:
        yield made


def picking(figures: Figures, *books: CycleBook, **picks: tuple[str, ...]) -> Figures:
    """FIGURES with BOOKS told and PICKS of each year ("y2026"); what was made before is kept."""
    whole = telling(figures, *books)
    whole.entered._years = YearsInMemory(**picks)  # type: ignore[assignment]  # as the real one
    return replace(whole, lasting=figures.lasting)


def slides(deck: Deck) -> list[Slide]:
    return [one for one in deck.slides if one.content.kind is SlideKind.EXAMPLES]


def told(deck: Deck) -> tuple[str, ...]:
    [slide] = slides(deck)
    assert isinstance(slide.content, Words)
    return tuple(" ".join(one.split()) for one in slide.content.paragraphs)


def test_it_has_where_what_the_figure_did_and_whom_to_ask_in_the_order_that_they_were_picked(rising: Figures) -> None:
    deck = resolved(picking(rising, TWO, y2026=("m2", "m1")), PLAN, EVENT, year=2026)
    after = "Behöriga till gymnasiet, från 62,0 till 69,0 %, åt rätt håll."
    assert told(deck) == (
        f"Huddinge: Läxhjälp varje dag. {after} Fråga: rektor <b>.",
        f"Huddinge: Mentorer på heltid. Börja i årskurs 7. {after} Fråga: grundskolechef.",
    )
    [slide] = deck.slides
    assert slide.title == "Två goda exempel att lära av"
    assert "Egen bearbetning" in slide.source
    one = resolved(picking(rising, TWO, y2026=("m1",)), PLAN, EVENT, year=2026)
    assert one.slides[0].title == "Ett gott exempel: Mentorer på heltid i Huddinge"


def test_picks_of_another_year_or_area_or_that_are_no_longer_published_are_not_on_it(rising: Figures) -> None:
    def count(year: int | None, area: str = AREA, *books: CycleBook, **picks: tuple[str, ...]) -> int:
        plan = DeckPlan(area=area, slides=(SLIDE,))
        return len(resolved(picking(rising, *(books or (TWO,)), **picks), plan, EVENT, year=year).slides)

    assert count(2026, y2025=("m1",)) == 0
    assert count(None, y2024=("m1",), y2025=()) == 1, "without a date the last picks"
    assert count(2026, OTHER, y2026=("m1",)) == 0
    assert count(2026, AREA, replace(TWO, examples={}), y2026=("m1",)) == 0


def test_what_somebody_has_written_stands_in_place_of_the_picks(rising: Figures) -> None:
    figures = picking(rising, TWO, y2026=("m1",))
    own = DeckPlan(area=AREA, slides=(SLIDE.model_copy(update={"text": "Vi gör så här."}),))
    assert told(resolved(figures, own, EVENT, year=2026)) == ("Vi gör så här.",)


def test_who_edits_the_deck_sees_what_stands_there_until_she_writes(rising: Figures) -> None:
    figures = picking(rising, TWO, y2026=("m1",))
    [form] = _slides(PLAN, resolved(figures, PLAN, EVENT, year=2026), "", {}, {})
    assert form.is_picked
    assert "Mentorer på heltid" in " ".join(form.suggested)
    [without] = _slides(PLAN, resolved(picking(rising, TWO), PLAN, EVENT, year=2026), "", {}, {})
    assert (without.suggested, "inget av dagens goda exempel" in without.state) == ((), True)


def test_what_has_a_slide_is_not_told_among_what_was_learned_too(rising: Figures) -> None:
    def learned(**picks: tuple[str, ...]) -> str:
        plan = first_plan(picking(rising, TWO, **picks), AREA, 2026)
        return next(one.text for one in plan.slides if one.is_suggested)

    assert "Mentorer på heltid" in learned()
    assert "Mentorer på heltid" not in learned(y2026=("m1",))
    assert "Läxhjälp varje dag" in learned(y2026=("m1",))


def test_frozen_it_keeps_what_was_picked_and_what_is_written_afterwards_stands_in_its_place(rising: Figures) -> None:
    frozen = resolved(picking(rising, TWO, y2026=("m1",)), PLAN, EVENT, year=2026)
    titled = PLAN.model_copy(update={"slides": (SLIDE.model_copy(update={"title": "Gör som de"}),)})
    [slide] = rewritten(frozen, titled).slides
    assert (slide.title, slide.content) == ("Gör som de", frozen.slides[0].content)
    written = PLAN.model_copy(update={"slides": (SLIDE.model_copy(update={"text": "Eget."}),)})
    again = rewritten(frozen, written)
    assert told(again) == ("Eget.",)
    assert rewritten(again, PLAN).slides == (), "words that are taken away leave nothing"
    nothing = resolved(picking(rising, TWO), PLAN, EVENT, year=2026)
    assert rewritten(nothing, PLAN).slides == ()


def test_a_pick_makes_its_own_areas_deck_anew_and_no_other(rising: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def watched(figures: Figures, plan: DeckPlan, event: str, *, year: int | None) -> Deck:
        made.append(plan.area)
        return resolved(figures, plan, event, year=year)

    monkeypatch.setattr(shown, "resolved", watched)
    day = SeminarDay(on=date(2026, 10, 26))
    for picks in ((), ("m1",), ("m1",), ("m1", "m2")):
        for area in (AREA, OTHER):
            automatic_deck(picking(rising, TWO, y2026=picks), day, area)
    assert made == [AREA, OTHER, AREA, AREA]
    assert len(told(automatic_deck(picking(rising, TWO, y2026=("m1", "m2")), day, AREA))) == 2


def test_it_is_the_same_on_screen_in_pdf_and_in_powerpoint_with_its_notes(rising: Figures) -> None:
    plan = PLAN.model_copy(update={"slides": (SLIDE.model_copy(update={"notes": "Fråga salen."}),)})
    deck = resolved(picking(rising, TWO, y2026=("m1", "m2")), plan, EVENT, year=2026)
    [slide] = Presentation(io.BytesIO(deck_pptx([deck]))).slides
    shapes = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    page = PdfDocument(handout_pdf([deck], per_page=1))[0].get_textpage().get_text_bounded()
    screen = parsed(deck_document(deck)).one("main").text
    for words in (shapes, page, screen):
        plain = "".join(words.replace("\N{SOFT HYPHEN}", "").split())
        for one in told(deck):
            assert "".join(one.replace("\N{SOFT HYPHEN}", "").split()) in plain
    assert "Fråga salen." in slide.notes_slide.notes_text_frame.text

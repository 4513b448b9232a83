"""The slide of what is done about deviations, and the section of the report: cause, measure, what the figure did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.cycle.book import CycleBook
from core.cycle.models import Ended
from core.documents.deck import Deck, SlideKind, Words
from core.features.decks.form import read_plan
from core.features.decks.plan import ACTED_ID, DeckPlan, SlidePlan
from core.features.decks.resolve import resolved
from core.features.decks.rewrite import rewritten
from core.features.decks.stories import first_plan
from core.features.decks.together import brief
from core.features.reports.report import Section
from core.features.reports.report_fill import filled_report
from core.outcomes.figures import Figures
from tests.cycle.loops import TODAY
from tests.cycle.told import CONCLUDED, GOING, TAKEN_UP, WHOLE, figures_telling, telling

AREA, EVENT = "grundskola", "Nyckeltalskonferens 26 oktober"
SLIDE = SlidePlan(id=ACTED_ID, kind=SlideKind.ACTED)
PLAN = DeckPlan(area=AREA, slides=(SLIDE,))
OLDER = DeckPlan(area=AREA, slides=(SlidePlan(id="titel", kind=SlideKind.TITLE),))


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_telling(tmp_path_factory.mktemp("acted")) as made:
        yield made


def told(deck: Deck) -> tuple[str, ...]:
    found = [slide.content for slide in deck.slides if isinstance(slide.content, Words)]
    return tuple(" ".join(one.split()) for words in found for one in words.paragraphs)


def test_it_tells_cause_measure_and_what_the_figure_did(rising: Figures) -> None:
    deck = resolved(telling(rising, WHOLE), PLAN, EVENT)
    assert deck.slides[0].title == "Efter åtgärden har siffran rört sig åt rätt håll"
    assert deck.slides[0].source
    assert told(deck) == (
        "Huddinge, Behöriga till gymnasiet. Varför: Frånvaron växer redan i årskurs 8. "
        "Åtgärd: Heltidsmentorer (genomförd, från 62,0 till 69,0 %, åt rätt håll).",
    )


LONG = f"Första meningen.\nAndra. {'Mycket mer text. ' * 20}"
ASSUMED = replace(
    GOING,
    conclusions={
        "d1": replace(CONCLUDED, text=f"Första meningen.\nAndra. {'Mycket mer text. ' * 20}", is_assumed=True)
    },
)


def test_an_assumption_is_told_as_one_and_long_conclusions_by_their_first_sentences(rising: Figures) -> None:
    [paragraph] = told(resolved(telling(rising, ASSUMED), PLAN, EVENT))
    assert paragraph.startswith("Huddinge, Behöriga till gymnasiet. Antagande: Första meningen. Andra. Mycket")
    assert len(paragraph) < 350
    assert "(pågår, syns tidigast" in paragraph


def test_what_goes_on_comes_first(rising: Figures) -> None:
    ended = replace(TAKEN_UP, id="d0", ended=Ended(TODAY, "Målet nås."))
    over = replace(GOING, municipality="0127", deviations={"d0": ended}, conclusions={"d0": CONCLUDED}, measures={})
    assert [one.split(",")[0] for one in told(resolved(telling(rising, over, GOING), PLAN, EVENT))] == [
        "Huddinge",
        "Botkyrka",
    ]


def test_where_nothing_is_told_there_is_no_slide_and_an_older_deck_is_as_it_was(rising: Figures) -> None:
    assert not resolved(telling(rising), PLAN, EVENT).slides
    assert [one.id for one in resolved(telling(rising, WHOLE), OLDER, EVENT).slides] == ["titel"]


def test_it_can_be_added_to_an_older_deck_once(rising: Figures) -> None:
    typed = {f"{one.id}.visas": "ja" for one in OLDER.slides}
    added = read_plan(typed, OLDER, (SlidePlan(id=ACTED_ID, kind=SlideKind.ACTED),))
    assert [one.kind for one in added.slides] == [SlideKind.TITLE, SlideKind.ACTED]
    again = read_plan({**typed, f"{ACTED_ID}.visas": "ja"}, added, (SlidePlan(id=ACTED_ID, kind=SlideKind.ACTED),))
    assert again.slides == added.slides


def test_frozen_it_keeps_what_it_told(rising: Figures) -> None:
    frozen = resolved(telling(rising, WHOLE), PLAN, EVENT).model_copy(update={"is_frozen": True})
    written = PLAN.model_copy(update={"slides": (SLIDE.model_copy(update={"title": "Vi gör något"}),)})
    [slide] = rewritten(frozen, written).slides
    assert (slide.title, slide.content) == ("Vi gör något", frozen.slides[0].content)
    assert Deck.model_validate_json(frozen.model_dump_json()) == frozen
    empty = resolved(telling(rising), OLDER, EVENT)
    assert [one.id for one in rewritten(empty, DeckPlan(area=AREA, slides=(*OLDER.slides, SLIDE))).slides] == ["titel"]


def test_it_stands_in_the_whole_days_deck_too(rising: Figures) -> None:
    assert told(brief(resolved(telling(rising, WHOLE), PLAN, EVENT)))


def test_good_examples_are_suggested_among_what_was_learned(rising: Figures) -> None:
    def learned(*books: CycleBook) -> str:
        return next(one.text for one in first_plan(telling(rising, *books), AREA).slides if one.is_suggested)

    line = (
        "Behöriga till gymnasiet: Huddinge har gjort något som andra kan lära av, Mentorer på heltid "
        "(från 62,0 till 69,0 %, åt rätt håll)."
    )
    assert line in " ".join(learned(WHOLE).split())
    assert "har gjort något" not in learned(GOING)


@pytest.mark.parametrize("books", [(WHOLE,), ()])
def test_the_report_has_the_section_where_something_is_told(rising: Figures, books: tuple[CycleBook, ...]) -> None:
    figures = telling(rising, *books)
    report = filled_report(figures, resolved(figures, PLAN, EVENT), {})
    found = {one.section: one.paragraphs for one in report.sections}
    assert (Section.ACTED in found) is bool(books)
    if books:
        assert "Heltidsmentorer" in found[Section.ACTED][0]
    own = filled_report(figures, resolved(figures, PLAN, EVENT), {Section.ACTED: "Vårt eget."})
    assert {one.section: one.paragraphs for one in own.sections}[Section.ACTED] == ("Vårt eget.",)

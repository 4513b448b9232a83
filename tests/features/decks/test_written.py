"""A title or text that somebody has written belongs to its figures: when these are others, it is marked."""

from __future__ import annotations

from datetime import date

import pytest

from core.documents.deck import Deck, Glance, Slide, SlideKind, Story
from core.documents.worked_on import outdated
from core.features.decks.changes import changes
from core.features.decks.plan import DeckPlan, SlidePlan
from core.features.decks.written import stamped, stamps_of
from tests.features.decks.decks import ordinary

STORY = next(slide for slide in ordinary().slides if isinstance(slide.content, Story))
PLAN = DeckPlan(
    area="aldreomsorg",
    slides=(
        SlidePlan(id="titel", kind=SlideKind.TITLE, title="Vår dag"),
        SlidePlan(id="oversikt", kind=SlideKind.GLANCE, title="Så är det"),
        SlidePlan(id=STORY.id, kind=SlideKind.STORY, title="Väntan är 58 dagar"),
        SlidePlan(id="slutsatser", kind=SlideKind.CONCLUSIONS, text="Vi fortsätter."),
    ),
)


def with_story(**changed: object) -> Deck:
    deck = ordinary()

    def slide(one: Slide) -> Slide:
        is_it = one.id == STORY.id
        return one.model_copy(update={"content": one.content.model_copy(update=changed)}) if is_it else one

    return deck.model_copy(update={"slides": tuple(map(slide, deck.slides))})


def with_cell(value: str) -> Deck:
    deck = ordinary().model_copy(update={"figures_on": date(2027, 1, 1)})

    def slide(one: Slide) -> Slide:
        if not isinstance(one.content, Glance):
            return one
        row = one.content.rows[0]
        cells = (row.cells[0].model_copy(update={"value": value}), *row.cells[1:])
        rows = (row.model_copy(update={"cells": cells}), *one.content.rows[1:])
        return one.model_copy(update={"content": one.content.model_copy(update={"rows": rows})})

    return deck.model_copy(update={"slides": tuple(map(slide, deck.slides))})


def marks(plan: DeckPlan, deck: Deck) -> dict[str, str]:
    now = stamps_of(deck)
    found = {one.id: outdated(one.written, now.of(one)) for one in plan.slides}
    return {id_: why for id_, why in found.items() if why}


@pytest.fixture
def written() -> DeckPlan:
    """PLAN as it is kept when somebody has written it of the ordinary deck's figures."""
    return stamped(PLAN, DeckPlan(area="aldreomsorg", slides=()), stamps_of(ordinary()), frozenset())


def test_a_title_is_marked_when_its_storys_figure_is_another(written: DeckPlan) -> None:
    assert marks(written, ordinary()) == {}
    story = STORY.content
    assert isinstance(story, Story)
    old = f"{story.outcome} ({story.year})"
    assert marks(written, with_story(outcome="64 dagar", year="2026")) == {
        STORY.id: f"Skriven när siffran var {old}. Nu är den 64 dagar (2026)."
    }
    assert "signalerna har ändrats" in marks(written, with_story(signals=story.signals[:1]))[STORY.id]
    assert "Nu finns den inte" in marks(written, with_story(lost="Värdet finns inte längre."))[STORY.id]


def test_a_text_about_the_whole_area_is_marked_when_its_table_is_another(written: DeckPlan) -> None:
    told = "Skriven av siffror per 2026-10-01, som har ändrats sedan."
    assert marks(written, with_cell("99")) == {"oversikt": told, "slutsatser": told}


def test_what_is_written_anew_or_said_to_hold_is_not_marked_any_more(written: DeckPlan) -> None:
    changed = with_cell("99")
    slides = [one.model_copy(update={"text": "Vi gör annat."} if one.text else {}) for one in written.slides]
    again = stamped(written.model_copy(update={"slides": tuple(slides)}), written, stamps_of(changed), frozenset())
    assert list(marks(again, changed)) == ["oversikt"]
    sure = stamped(again, again, stamps_of(changed), frozenset({"oversikt"}))
    assert marks(sure, changed) == {}


def test_words_that_are_taken_away_belong_to_no_figures(written: DeckPlan) -> None:
    blank = written.model_copy(update={"slides": tuple(s.model_copy(update={"title": ""}) for s in written.slides)})
    after = stamped(blank, written, stamps_of(ordinary()), frozenset())
    assert {one.id for one in after.slides if one.written} == {"slutsatser"}


def test_a_story_that_was_not_frozen_has_not_changed() -> None:
    frozen = ordinary().model_copy(update={"slides": tuple(s for s in ordinary().slides if s.id != STORY.id)})
    assert changes(frozen, ordinary()) == ()
    assert next(one.after for one in changes(ordinary(), with_cell("99"))).startswith("99")

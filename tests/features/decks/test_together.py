"""The day is short, says what comes and ends with what was found; the pause is over before anybody leaves."""

from __future__ import annotations

from datetime import date, time

import pytest

from core.documents.deck import Deck, Signal, Slide, SlideKind, Story, Title, Words
from core.features.decks.day import SeminarDay, Session
from core.features.decks.resolve import SUGGESTED
from core.features.decks.slide_words import foot_left
from core.features.decks.together import MOST_SECONDS, SECONDS, as_one, as_parts, brief, pause_loop

DAY = SeminarDay(name="Dagen")


def story(n: int, *tones: str) -> Slide:
    signals = tuple(Signal(symbol="", tone=tone, words="", sentence="") for tone in tones)
    content = Story(
        kpi=f"N{n}", municipality="0126", name="", outcome="", year="", change="", chart=None, signals=signals
    )
    return Slide(id=f"s{n}", title=f"Fynd {n}", content=content)


def title(text: str = "Skola", **more: str) -> Slide:
    return Slide(id="titel", title=text, automatic="Skola", content=Title(), **more)


def deck(area: str, *slides: Slide, is_frozen: bool = False) -> Deck:
    return Deck(
        area=area, name=area.title(), event="Dagen", figures_on=date(2026, 10, 1), is_frozen=is_frozen, slides=slides
    )


def ids(made: Deck) -> list[str]:
    return [slide.id for slide in made.slides]


def test_in_the_day_an_area_has_what_is_written_and_its_strongest_stories() -> None:
    suggested = Slide(
        id="lart", title=SUGGESTED, automatic=SUGGESTED, content=Words(kind=SlideKind.LEARNED, paragraphs=("a",))
    )
    weak = story(3, "bad")
    slides = (title(), story(1, "bad"), story(2, "bad"), weak, story(4, "bad", "bad"), suggested)
    assert ids(brief(deck("skola", *slides))) == ["s1", "s2", "s4"]
    assert ids(brief(deck("skola", *slides, is_frozen=True))) == ["s1", "s2", "s3", "s4"]
    assert ids(brief(deck("skola", title("Vår skola")))) == ["titel"]
    assert ids(brief(deck("skola", title(notes="Hälsa."))))[0] == "titel"


def test_the_only_story_that_is_red_or_green_stays_in_the_day() -> None:
    assert ids(brief(deck("a", story(1, "good"), story(2, "good"), story(3, "bad")))) == ["s1", "s2", "s3"]


def test_the_day_has_an_agenda_its_areas_in_the_foot_and_ends_with_five_findings() -> None:
    decks = [deck(area, title("Vår"), story(n, "bad", "bad")) for n, area in enumerate("abcdefg")]
    whole = as_one([*decks, deck("h", story(9, "good"))], DAY)
    agenda, last = whole.slides[1].content, whole.slides[-1].content
    assert isinstance(agenda, Words)
    assert isinstance(last, Words)
    assert agenda.paragraphs[:2] == ("A, bild 3", "B, bild 5")
    assert whole.slides[2].part == "A"
    assert foot_left(whole, 5) == "Dagen · B · 5 av 18"
    assert (whole.slides[-1].title, len(last.paragraphs)) == ("Dagen i fem fynd", 5)
    assert last.paragraphs[-1] == "Fynd 9", "both sides are heard"


def test_the_agenda_has_the_sessions_with_their_clocks() -> None:
    sessions = (Session(begins=time(10, 0), words="Kaffe"), Session(begins=time(9, 15), area="a"))
    agenda = as_one([deck("a", story(1, "bad")), deck("b", story(2, "bad"))], SeminarDay(sessions=sessions)).slides[1]
    assert isinstance(agenda.content, Words)
    assert agenda.content.paragraphs == ("09.15 A, bild 3", "10.00 Kaffe")


def test_files_have_the_same_slides_in_the_same_order() -> None:
    decks = [deck("a", story(1, "bad")), deck("b", story(2, "good"))]
    parts = as_parts(decks, DAY)
    assert [slide.title for part in parts for slide in part.slides] == [s.title for s in as_one(decks, DAY).slides]
    assert [parts[-1].number(1), parts[0].number(2)] == ["5 av 5", "2 av 5"]


@pytest.mark.parametrize("areas", [1, 3, 16])
def test_the_pause_is_at_most_eight_minutes_and_has_all_areas(areas: int) -> None:
    decks = [deck(f"o{n}", *(story(n * 10 + m, "bad") for m in range(8))) for n in range(areas)]
    loop = pause_loop(decks)
    assert sum(SECONDS[slide.content.kind] for part in loop for slide in part.slides) <= MOST_SECONDS
    assert {part.area for part in loop} == {one.area for one in decks}

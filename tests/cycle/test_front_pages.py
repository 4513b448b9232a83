"""Front pages of groups: what two write at once, what is sent twice, and what is no place on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.cycle.exercises import Leading, Run, new_run
from core.cycle.front_pages import GROUP, LONGEST_PIECE, FrontPages, Piece
from core.cycle.room_phones import Phones
from core.cycle.rooms import Room
from core.cycle.working import CycleError
from core.state import State
from tests.cycle.loops import ANALYST, NOW
from tests.shared import HUDDINGE


@pytest.fixture
def run(state: State) -> Run:
    typed = {"exercise": "toppnyhet", "title": "Skolan 2031", "way": "i rummet"}
    return Leading(state.engine, HUDDINGE, ANALYST, NOW).start(new_run(), typed, (), {})


@pytest.fixture
def pages(state: State) -> FrontPages:
    return FrontPages(state.engine, HUDDINGE)


def standing(pages: FrontPages, run: Run) -> list[str]:
    return [one.text for one in pages.pieces(run.id) if one.text and one.field != GROUP]


def test_a_group_is_begun_once_however_many_name_it(pages: FrontPages, run: Run) -> None:
    first = pages.begin(run.id, "anna", "s1", "Örnarna")
    assert {
        pages.begin(run.id, who, sent, name)
        for who, sent, name in [("anna", "s1", "Örnarna"), ("bo", "s2", " örnarna ")]
    } == {first}


def test_two_who_write_in_one_place_at_once_lose_no_words(pages: FrontPages, run: Run) -> None:
    group = pages.begin(run.id, "anna", "s1", "Örnarna")
    made = pages.put(run.id, "anna", Piece(group, "rubrik", "Skolan bäst", "a1"))
    hers = pages.put(run.id, "bo", Piece(group, "rubrik", "Skolan bäst i Sverige", "b1", made.key, "Skolan bäst"))
    mine = Piece(group, "rubrik", "Skolan bäst i världen", "a2", made.key, "Skolan bäst")
    beside = pages.put(run.id, "anna", mine)
    assert (hers.key, beside.key != hers.key) == (made.key, True)
    # The answer was lost, and more is written: it is still one beside, not two.
    assert pages.put(run.id, "anna", replace(mine, text="Skolan bäst i hela världen")).key == beside.key
    assert standing(pages, run) == ["Skolan bäst i Sverige", "Skolan bäst i hela världen"]


def test_what_is_sent_twice_is_one_and_what_grows_meanwhile_too(pages: FrontPages, run: Run) -> None:
    group = pages.begin(run.id, "anna", "s1", "Örnarna")
    for text, sent in (("Alla", ""), ("Alla", ""), ("Alla klarar", "Alla"), ("Alla klarar målen", "Alla klarar")):
        pages.put(run.id, "anna", Piece(group, "notis", text, "n1", sent=sent))
    assert standing(pages, run) == ["Alla klarar målen"]


def test_lines_stay_and_what_the_server_tidies_is_still_one_when_its_answer_was_lost(
    pages: FrontPages, run: Run
) -> None:
    group = pages.begin(run.id, "anna", "s1", "Örnarna")
    typed = "Alla  klarar\r\n\r\n  målen\u200b "
    made = pages.put(run.id, "anna", Piece(group, "nyhet", typed, "n1"))
    assert made.text == "Alla klarar\nmålen"
    # The same again, then more, by a phone that never saw how it was kept.
    for text in (typed, f"{typed} i år"):
        assert pages.put(run.id, "anna", Piece(group, "nyhet", text, "n1", sent=typed)).key == made.key
    assert standing(pages, run) == ["Alla klarar\nmålen i år"]


def test_what_is_emptied_is_gone_but_not_what_somebody_has_written_meanwhile(pages: FrontPages, run: Run) -> None:
    group = pages.begin(run.id, "anna", "s1", "Örnarna")
    made = pages.put(run.id, "anna", Piece(group, "citat", "Bra", "a1"))
    pages.put(run.id, "bo", Piece(group, "citat", "Mycket bra", "b1", made.key, "Bra"))
    hers = pages.put(run.id, "anna", Piece(group, "citat", "", "a2", made.key, "Bra"))
    assert hers.text == "Mycket bra", "and so the phone can tell it"
    assert standing(pages, run) == ["Mycket bra"]
    pages.put(run.id, "anna", Piece(group, "citat", "", "a2", made.key, "Mycket bra"))
    assert standing(pages, run) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("annat", True, "A"), "Den platsen finns inte"),
        (("notis", False, "A"), "Den platsen finns inte"),
        (("notis", True, "å" * (LONGEST_PIECE + 1)), "högst 600 får plats"),
    ],
)
def test_what_is_no_piece(pages: FrontPages, run: Run, asked: tuple[str, bool, str], told: str) -> None:
    field, is_group, text = asked
    group = pages.begin(run.id, "anna", "s1", "Örnarna") if is_group else "påhittad"
    with pytest.raises(CycleError, match=told):
        pages.put(run.id, "anna", Piece(group, field, text, "a1"))


def test_a_room_of_pages_takes_no_notes_and_is_shown_then_concluded_and_closed(
    state: State, pages: FrontPages, run: Run
) -> None:
    with pytest.raises(CycleError, match="skrivs inte"):
        Phones(state.engine, HUDDINGE).write(run.id, "anna", "x", "notis", "A")
    group = pages.begin(run.id, "anna", "s1", "Örnarna")
    rude = pages.put(run.id, "anna", Piece(group, "citat", "Fult", "a1"))
    pages.put(run.id, "anna", Piece(group, "rubrik", "Skolan bäst", "a2"))
    room = Room(state.engine, HUDDINGE, run.id, ANALYST, NOW)
    with pytest.raises(CycleError, match="Dit går det inte"):
        room.to_phase("skriva", "rosta")
    room.to_phase("skriva", "slutsatser")
    room.conclude("teman", "Lugn", 0)
    room.hide([rude.key], is_hidden=True)
    room.close()
    assert [(one.field, one.part == group, one.text) for one in room.board().notes] == [
        ("rubrik", True, "Skolan bäst"),
        (GROUP, True, "Örnarna"),
    ]

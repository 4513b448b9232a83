"""What people say in a review: by whom, checked, in versions, undone; nobody's is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.access.people import Person, Role
from core.access.rights import NotAllowedError
from core.features.reviews.reviewing import (
    LONGEST_TEXT,
    ReviewError,
    Reviewing,
    Saved,
    read_answer,
    read_judgement,
    read_recommendation,
    typed_of,
)
from core.goals.book import GoalBooks
from core.goals.judged import ANSWERS, Answer, Outcome, Recommendation, Reply, Step
from core.state import State
from core.state.versions import OvertakenError, VersionError
from core.tabular.fields import FieldsError
from tests.goals.chains import NOW, SCHOOL_BOARD
from tests.shared import BOTKYRKA, HUDDINGE, LAST

CILLA = Person(2, "cilla", "Cilla", Role.MANAGER, HUDDINGE, ("grundskola",))
DAN = replace(CILLA, id=4, login="dan", name="Dan", areas=("aldreomsorg",))
EVA = replace(CILLA, id=5, login="eva", name="Eva", areas=())
FREDA = replace(EVA, id=6, login="freda", name="Freda", municipality=BOTKYRKA)
CONVENOR = Person(7, "gun", "Gun", Role.CONVENOR, HUDDINGE, ("grundskola",))

TODAY = date(2026, 11, 29)
FINDING = "säger vad/trygga"
ANSWER = Answer(Reply.MENDED, "Ny text till nämnden.", "grundskolechef", TODAY, "Målet saknar måltext.", "Trygga")
ADVICE = Recommendation("gn", LAST, "Skriv vad eleverna ska ha.", "controller", TODAY)
KEY = f"gn/{LAST}/r1"


def reviewing(state: State, by: Person = EVA) -> Reviewing:
    return Reviewing(state.engine, HUDDINGE, by, NOW)


def answered(state: State, by: Person = CILLA, answer: Answer | None = ANSWER, seen: int | None = None) -> Saved:
    return reviewing(state, by).answer(SCHOOL_BOARD, LAST, FINDING, answer, seen)


def judged(state: State, by: Person = EVA) -> Saved:
    judgement = read_judgement({"text": "", "indicators": "delvis", "funktion": "controller"}, TODAY)
    return reviewing(state, by).judge(SCHOOL_BOARD, LAST, "trygga", judgement)


def recommended(state: State, by: Person = EVA) -> Saved:
    return reviewing(state, by).recommend(KEY, ADVICE)


@pytest.mark.parametrize(
    ("deed", "who"),
    [
        (answered, {CILLA, EVA}),
        (judged, {EVA}),
        (recommended, {EVA}),
        (lambda state, by: reviewing(state, by).book(), {CILLA, DAN, EVA, CONVENOR}),
    ],
)
def test_who_may(state: State, deed: Callable[[State, Person], object], who: set[Person]) -> None:
    for person in (CILLA, DAN, EVA, FREDA, CONVENOR):
        if person in who:
            deed(state, person)
        else:
            with pytest.raises(NotAllowedError):
                deed(state, person)


def test_what_is_said_is_read_again_by_its_plan(state: State) -> None:
    answered(state)
    judged(state)
    recommended(state)
    book = reviewing(state).book()
    assert {key: one.value for key, one in book.of_plan("gn", LAST).items()} == {FINDING: ANSWER}
    assert book.of_plan("gn", LAST + 1) == {}
    assert [one.value for one in book.recommended("gn", LAST)] == [ADVICE]
    [judgement] = [one.value for one in book.judgements.values()]
    assert judgement
    assert (judgement.text, judgement.indicators) == (None, Step.PARTLY)


def test_an_answer_that_somebody_has_changed_meanwhile_is_told_and_not_overwritten(state: State) -> None:
    answered(state, seen=0)
    other = replace(ANSWER, reply=Reply.INTENDED, text="Nämnden vill ha det så.")
    with pytest.raises(OvertakenError, match="Cilla"):
        answered(state, EVA, other, seen=0)
    answered(state, EVA, other, seen=1)
    assert [one.created_by for one in reviewing(state).history(ANSWERS, f"gn/{LAST}/{FINDING}")] == ["Eva", "Cilla"]


def test_a_save_is_undone_by_who_may_make_it_while_nobody_has_made_another(state: State) -> None:
    first = answered(state)
    second = answered(state, EVA, None)
    assert reviewing(state).book().answers == {}
    with pytest.raises(NotAllowedError):
        reviewing(state, DAN).undo(second, SCHOOL_BOARD)
    with pytest.raises(VersionError, match="ändrat sedan dess"):
        reviewing(state).undo(first, SCHOOL_BOARD)
    reviewing(state, CILLA).undo(second, SCHOOL_BOARD)
    assert [one.value for one in reviewing(state).book().answers.values()] == [ANSWER]
    with pytest.raises(NotAllowedError):
        reviewing(state, CILLA).undo(recommended(state), SCHOOL_BOARD)


def test_next_year_tells_what_became_of_a_recommendation(state: State) -> None:
    recommended(state)
    reviewing(state).follow_up(KEY, Outcome.PARTLY)
    [found] = reviewing(state).book().recommended("gn", LAST)
    assert found.value == replace(ADVICE, outcome=Outcome.PARTLY, outcome_on=TODAY)
    reviewing(state).follow_up(KEY, None)
    assert [one.value for one in reviewing(state).book().recommended("gn", LAST)] == [ADVICE]
    with pytest.raises(ReviewError, match="finns inte"):
        reviewing(state).follow_up("gn/2026/annan", Outcome.DONE)
    with pytest.raises(NotAllowedError):
        reviewing(state, CILLA).follow_up(KEY, Outcome.DONE)


def test_readers_see_none_of_it_and_the_chain_is_not_made_anew_by_it(state: State) -> None:
    books = GoalBooks(state.engine)
    before = [books.mark(HUDDINGE, drafts=drafts) for drafts in (True, False)]
    answered(state)
    recommended(state)
    assert [books.mark(HUDDINGE, drafts=drafts) for drafts in (True, False)] == before


@pytest.mark.parametrize(
    ("read", "faulty"),
    [
        (lambda typed: read_answer(typed, "", "", TODAY), {"svar": "avsiktligt", "text": " ", "funktion": ""}),
        (lambda typed: read_answer(typed, "", "", TODAY), {"svar": "kanske", "text": "a", "funktion": "b"}),
        (lambda typed: read_judgement(typed, TODAY), {"indicators": "mycket", "funktion": "controller"}),
        (lambda typed: read_judgement(typed, TODAY), {"indicators": "ja", "funktion": ""}),
        (
            lambda typed: read_recommendation(typed, "gn", LAST, TODAY, None),
            {"text": "a" * (LONGEST_TEXT + 1), "funktion": "controller"},
        ),
        (lambda typed: read_recommendation(typed, "gn", LAST, TODAY, None), {"text": "", "funktion": "controller"}),
    ],
)
def test_what_lacks_something_or_is_too_long_is_refused(
    read: Callable[[dict[str, str]], object], faulty: dict[str, str]
) -> None:
    with pytest.raises((FieldsError, ReviewError)):
        read(faulty)


def test_what_is_kept_can_stand_in_its_form_again() -> None:
    judgement = read_judgement({"text": "ja", "kommentar": "Bra.", "funktion": "controller"}, TODAY)
    assert read_judgement(typed_of(judgement), TODAY) == judgement
    assert read_answer(typed_of(ANSWER), ANSWER.about, ANSWER.goal, TODAY) == ANSWER
    assert read_recommendation(typed_of(ADVICE), "gn", LAST, TODAY, None) == ADVICE
    assert read_recommendation({"text": " "}, "gn", LAST, TODAY, ADVICE) is None

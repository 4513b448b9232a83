"""A question to the audience from the stage to its bars: one answer a phone, none told of fewer than five."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from core.access.people import READER, Person, Role
from core.access.rights import NotAllowedError
from core.access.service import opened_state
from core.cycle.audience import SHOWN_FOR, Audience, Question, Showing, Stage, told
from core.cycle.exercises import led_to
from core.cycle.working import CycleError
from core.settings import Settings
from core.state.ballots import BallotRow, CodeError
from core.state.database import reading

pytestmark = pytest.mark.usefixtures("remembered")

NOW = datetime(2026, 10, 26, 9, tzinfo=UTC)
ANNA = Person(1, "anna", "Anna", Role.CONVENOR, areas=("grundskola",))
ASKED = Question("grundskola", "fraga-1", "Vad först?", ("Lärare", "Lokaler", "Läsning"))


@pytest.fixture
def engine() -> Engine:
    return opened_state(Settings.from_environment().database_url).engine


def stage(engine: Engine, browser: str = "wall", now: datetime = NOW, by: Person = ANNA) -> Stage:
    return Stage(engine, "grundskola", browser, by, now)


def shown(engine: Engine) -> tuple[Showing, str]:
    showing, found = stage(engine).show(ASKED)
    return showing, found.round.id


def answers(engine: Engine, showing: Showing, round_id: str, *places: int) -> None:
    for n, place in enumerate(places):
        Audience(engine, showing.id).put(round_id, f"phone {n}", (place,))


@pytest.mark.parametrize("by", [READER, replace(ANNA, areas=("aldreomsorg",))])
def test_only_who_may_edit_the_deck_lets_phones_answer_it(engine: Engine, by: Person) -> None:
    with pytest.raises(NotAllowedError):
        stage(engine, by=by).show(ASKED)


def test_letters_lead_to_the_showing_that_day_and_not_the_next(engine: Engine) -> None:
    showing, _ = shown(engine)
    assert led_to(engine, showing.letters, "192.0.2.1", NOW) == (SHOWN_FOR, showing.id)
    tomorrow, _ = stage(engine, now=NOW + timedelta(days=1)).show(ASKED)
    assert tomorrow.id != showing.id
    with pytest.raises(CodeError):
        led_to(engine, showing.letters, "192.0.2.1", NOW)


def test_a_phone_has_one_answer_and_changes_it_until_the_bars(engine: Engine) -> None:
    showing, round_id = shown(engine)
    answers(engine, showing, round_id, 0, 0, 0, 1, 1)
    answers(engine, showing, round_id, 2)
    assert Audience(engine, showing.id).seen("phone 0")[1] == (2,)
    _, found = stage(engine).bars(ASKED)
    assert (found.count, found.counts) == (5, (2, 2, 1))
    with pytest.raises(CycleError, match="hann inte fram"):
        answers(engine, showing, round_id, 1)
    assert Audience(engine, showing.id).seen("phone 0")[1] == ()


def test_before_the_bars_nothing_but_their_number_is_told_and_never_of_fewer_than_five(engine: Engine) -> None:
    showing, round_id = shown(engine)
    answers(engine, showing, round_id, 0, 0, 0, 0)
    _, open_ = stage(engine).show(ASKED)
    assert (open_.count, open_.counts) == (4, None)
    _, closed = stage(engine).bars(ASKED)
    assert (closed.count, closed.counts) == (4, None)
    assert told(engine, "grundskola")["fraga-1"][0].counts is None


@pytest.mark.parametrize("chosen", [(), (0, 1), (9,), (-1,)])
def test_what_is_no_answer_to_the_question_is_refused(engine: Engine, chosen: tuple[int, ...]) -> None:
    showing, round_id = shown(engine)
    with pytest.raises(CycleError, match="Inget svar är valt"):
        Audience(engine, showing.id).put(round_id, "phone", chosen)
    with pytest.raises(CycleError, match="kakor"):
        Audience(engine, showing.id).put(round_id, "", (0,))
    with pytest.raises(CycleError, match="finns inte"):
        Audience(engine, "other").put(round_id, "phone", (0,))


def test_several_answers_each_count_once_a_phone(engine: Engine) -> None:
    several = replace(ASKED, is_several=True)
    showing, found = stage(engine).show(several)
    for n in range(5):
        Audience(engine, showing.id).put(found.round.id, f"phone {n}", (0, 2, 2))
    _, closed = stage(engine).bars(several)
    assert (closed.count, closed.counts) == (5, (5, 0, 5))


def test_another_browser_takes_over_only_when_it_says_so(engine: Engine) -> None:
    first, round_id = shown(engine)
    with pytest.raises(CycleError, match="annan dator"):
        stage(engine, "desk").show(ASKED)
    second, found = stage(engine, "desk").show(ASKED, is_anew=True)
    assert (second.id, second.letters) == (first.id, first.letters)
    assert found.round.id != round_id
    assert second.now == found.round.id


def test_asked_anew_both_rounds_are_kept_the_newest_first(engine: Engine) -> None:
    showing, first = shown(engine)
    answers(engine, showing, first, 0, 0, 0, 0, 0)
    stage(engine).bars(ASKED)
    _, again = stage(engine).show(ASKED, is_anew=True)
    answers(engine, showing, again.round.id, 1, 1, 1, 1, 1, 1)
    stage(engine).bars(ASKED)
    assert [one.counts for one in told(engine, "grundskola")["fraga-1"]] == [(0, 6, 0), (5, 0, 0)]
    assert told(engine, "aldreomsorg") == {}


def test_shown_again_after_a_restart_it_goes_on_where_it_was(engine: Engine) -> None:
    showing, round_id = shown(engine)
    answers(engine, showing, round_id, 0, 1)
    again, found = stage(engine).show(ASKED)
    assert (again, found.round.id, found.count) == (showing, round_id, 2)
    # A question that has been written anew is another.
    _, other = stage(engine).show(replace(ASKED, choices=("Lärare", "Läsning")))
    assert other.round.id != round_id


def test_what_was_left_open_is_closed_and_nobodys_when_another_day_begins(engine: Engine) -> None:
    showing, round_id = shown(engine)
    answers(engine, showing, round_id, 0, 0, 1, 1, 1)
    with reading(engine) as connection:
        keys = set(connection.execute(select(BallotRow.key)).scalars())
    stage(engine, now=NOW + timedelta(days=1)).show(ASKED)
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).where(BallotRow.key.in_(keys))).scalar_one() == 0
    assert told(engine, "grundskola")["fraga-1"][0].counts == (2, 3, 0)

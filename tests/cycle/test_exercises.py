"""Exercises as they are led and answered: anonymous, once a browser, shown when closed; and letters guessed at."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.exercises import LETTERS_LONG, Answering, Item, Leading, Run, Way, answerer_of, led_to, new_run
from core.cycle.working import CycleError
from core.state import State
from core.state.ballots import CodeError, answer_of
from core.state.database import reading
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CONVENOR, NEIGHBOUR, NOW
from tests.shared import HUDDINGE

PHONE, OTHER = "192.0.2.7", "198.51.100.4"
TYPED = {"exercise": "roda-traden-tjansteman", "title": "Röda tråden hösten", "way": "i rummet"}


def leading(state: State, who: Person = ANALYST) -> Leading:
    return Leading(state.engine, HUDDINGE, who, NOW)


def started(state: State, way: Way = Way.ROOM) -> Run:
    return leading(state).start(new_run(), TYPED | {"way": way.value}, (Item("m1", "Mål"),), {})


def answering(state: State) -> Answering:
    return Answering(state.engine, HUDDINGE)


def put(state: State, run: Run, token: str, **given: str) -> None:
    answering(state).put(run.id, token, tuple(given), given)


def test_three_hundred_phones_are_all_kept(state: State) -> None:
    run = started(state)
    with ThreadPoolExecutor(12) as phones:
        sent = [phones.submit(put, state, run, f"phone{n}", vision="ja" if n % 3 else "nej") for n in range(300)]
        assert {one.result() for one in sent} == {None}
    leading(state).close(run.id)
    given = [one["vision"] for one in leading(state).given(run.id)]
    assert (len(given), given.count("nej")) == (300, 100)


def test_an_answer_sent_twice_is_one_and_a_page_sent_again_is_changed(state: State) -> None:
    run = started(state)
    for _ in range(2):
        put(state, run, "anna", vision="ja", roll="chef")
    answering(state).put(run.id, "anna", ("vision", "analys"), {"analys": "hog"})
    assert answering(state).asked(run.id, "anna") == (run, {"roll": "chef", "analys": "hog"})
    assert answering(state).count(run) == 1


def test_what_says_nothing_is_no_answer(state: State) -> None:
    run = started(state)
    answering(state).put(run.id, "anna", ("vision",), {})
    assert answering(state).count(run) == 0


def test_nothing_is_told_before_it_is_closed_and_nothing_comes_after(state: State) -> None:
    run = started(state)
    put(state, run, "anna", vision="ja")
    assert leading(state).given(run.id) == []
    closed = leading(state, CONVENOR).close(run.id)
    assert (closed.answered, closed.closed_on is not None) == (1, True)
    with pytest.raises(CycleError, match="stängdes 2026-11-29"):
        put(state, run, "bo", vision="ja")
    with pytest.raises(CycleError, match="Kim stängde övningen"):
        leading(state).close(run.id)


def test_what_is_kept_tells_neither_who_nor_when_nor_in_which_order(state: State) -> None:
    run = started(state)
    for n in range(8):
        put(state, run, f"phone{n}", vision="ja")
    with reading(state.engine) as connection:
        keys = connection.execute(text("SELECT key FROM ballots")).scalars().all()
        columns = set(connection.execute(text("SELECT * FROM ballots")).keys())
    assert columns == {"key", "room", "content"}
    if state.engine.url.get_backend_name() == "sqlite":
        with sqlite3.connect(str(state.engine.url.database)) as file, pytest.raises(sqlite3.OperationalError):
            file.execute("SELECT rowid FROM ballots")
    # What a browser has leads to its answer only while that can be changed.
    leading(state).close(run.id)
    with reading(state.engine) as connection:
        assert not set(connection.execute(text("SELECT key FROM ballots")).scalars()) & set(keys)
        who = answerer_of(connection, run.id, "phone1")
        assert answer_of(connection, run.id, who) is None


def test_one_who_answers_alone_is_one(state: State) -> None:
    run = started(state, Way.ALONE)
    put(state, run, "anna", vision="ja")
    put(state, run, "anna", vision="nej")
    with pytest.raises(CycleError, match="av en person"):
        put(state, run, "bo", vision="ja")


def test_letters_lead_there_until_it_is_closed(state: State) -> None:
    run = started(state)
    assert re.fullmatch(rf"[B-Z]{{{LETTERS_LONG}}}", run.letters)
    typed = f" {run.letters[:2].lower()} {run.letters[2:]}"
    assert led_to(state.engine, typed, PHONE, NOW) == (HUDDINGE, run.id)
    leading(state).close(run.id)
    with pytest.raises(CodeError, match="leder ingenstans"):
        led_to(state.engine, run.letters, PHONE, NOW)


def test_who_guesses_letters_comes_six_times_a_minute_and_a_room_never_waits_long(state: State) -> None:
    run = started(state)
    tried, longest, now = 0, 0, NOW
    for _ in range(600):
        now += timedelta(seconds=1)
        with pytest.raises(CodeError) as refused:
            led_to(state.engine, "AAAA", PHONE, now)
        found = re.search(r"försök om (\d+) s", str(refused.value))
        tried += found is None
        longest = max(longest, int(found[1]) if found else 0)
    # The free ones, six in each of ten minutes, and those that outweigh the wait.
    assert tried <= 30 + 6 * 10 + 4
    assert longest <= 16
    # Elsewhere nobody notices, here the address in the code holds, and so do the letters after the wait.
    assert led_to(state.engine, run.letters, OTHER, now) == (HUDDINGE, run.id)
    put(state, run, "anna", vision="ja")
    assert led_to(state.engine, run.letters, PHONE, now + timedelta(seconds=longest + 1)) == (HUDDINGE, run.id)


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"exercise": "finns-inte"}, "finns inte"), ({"title": ""}, "namn: Saknas"), ({"way": "x"}, "besvaras")],
)
def test_an_exercise_that_cannot_be_is_told(state: State, typed: dict[str, str], told: str) -> None:
    with pytest.raises((CycleError, FieldsError), match=told):
        leading(state).start(new_run(), TYPED | typed, (), {})


def test_a_form_that_is_sent_twice_starts_one(state: State) -> None:
    key = new_run()
    first, second = (leading(state).start(key, TYPED, (), {}) for _ in range(2))
    assert first == second
    assert len(leading(state).runs()) == 1


@pytest.mark.parametrize("who", [READER, NEIGHBOUR])
def test_who_may_not_lead_neither_starts_nor_closes_nor_reads(state: State, who: Person) -> None:
    run, led = started(state), leading(state, who)
    for deed in (
        lambda: led.start(new_run(), TYPED, (), {}),
        lambda: led.close(run.id),
        led.runs,
        lambda: led.given(run.id),
    ):
        with pytest.raises(NotAllowedError):
            deed()

"""A blind vote: one answer a code, nothing seen before it is closed, and thirty phones that are counted right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from core.access.people import Person
from core.access.rights import NotAllowedError
from core.cycle.book import MEASURES, CycleBooks
from core.cycle.deciding import Deciding, new_vote
from core.cycle.models import Measure, Way
from core.cycle.voting import Given, Voting
from core.cycle.working import CycleError
from core.state import State
from core.state.ballots import CodeError
from core.state.database import writing
from core.state.entries import save_of
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, NOW, SCHOOL_HEAD
from tests.shared import GRADES, HUDDINGE, small_catalogue

PROPOSALS = tuple(
    Measure(key, GRADES, "T", "grundskola", title, Way.UP)
    for key, title in (("m1", "Heltidsmentorer"), ("m2", "Läxhjälp"), ("m3", "App för elevhälsan"))
)
KEYS = [one.id for one in PROPOSALS]
PHONE = "192.0.2.7"


@pytest.fixture(autouse=True)
def _proposals(state: State) -> None:
    with writing(state.engine) as session:
        for one in PROPOSALS:
            MEASURES.put(session, HUDDINGE, one.id, one, save_of(ANALYST, NOW), is_public=False)


def leading(state: State, who: Person = SCHOOL_HEAD) -> Deciding:
    return Deciding(state.engine, HUDDINGE, who, NOW, small_catalogue())


def opened(state: State, voters: int, measures: Sequence[str] = KEYS) -> tuple[str, tuple[str, ...]]:
    key = new_vote()
    return key, leading(state).open_vote(key, {"title": "Inför 2027", "voters": str(voters)}, measures)


def voting(state: State) -> Voting:
    return Voting(state.engine, HUDDINGE)


ALL = {"m1": (2, 4), "m2": (1, 3), "m3": (5, 1)}


def test_thirty_phones_are_counted_right(state: State) -> None:
    key, codes = opened(state, 32)
    chance = random.Random(7)  # noqa: S311 - made-up answers
    given = [{one: (chance.randint(1, 5), chance.randint(1, 5)) for one in KEYS} for _ in range(30)]
    with ThreadPoolExecutor(8) as phones:
        sent = [
            phones.submit(voting(state).cast, key, code, one, PHONE, NOW)
            for code, one in zip(codes, given, strict=False)
        ]
        assert [one.result() for one in sent] == [None] * 30
    leading(state).close_vote(key)
    book = CycleBooks(state.engine).book(HUDDINGE, drafts=True)
    vote = book.votes[key]
    assert (vote.answered, vote.voters) == (30, 32)
    for one, tally in zip(KEYS, vote.tallies, strict=True):
        for place, counted in enumerate((tally.effort, tally.effect)):
            every = sorted(ballot[one][place] for ballot in given)
            assert (counted.median, counted.lowest, counted.highest) == (
                (every[14] + every[15]) / 2,
                every[0],
                every[-1],
            )
        assert (book.measures[one].effort, book.measures[one].effect) == (tally.effort.median, tally.effect.median)


def test_before_it_is_closed_only_how_many_have_answered_is_seen(state: State) -> None:
    key, codes = opened(state, 5)
    voting(state).cast(key, codes[0], ALL, PHONE, NOW)
    ballot = voting(state).ballot(key)
    assert ballot is not None
    assert (ballot.answered, ballot.vote.tallies, [one.id for one in ballot.measures]) == (1, (), KEYS)
    assert CycleBooks(state.engine).book(HUDDINGE, drafts=True).measures["m1"].effort is None


def test_of_three_or_fewer_no_range_is_told(state: State) -> None:
    key, codes = opened(state, 3)
    for code in codes:
        voting(state).cast(key, code, ALL, PHONE, NOW)
    leading(state).close_vote(key)
    tally = CycleBooks(state.engine).book(HUDDINGE, drafts=True).votes[key].tallies[0]
    assert (tally.effort.median, tally.effort.lowest, tally.effort.highest) == (2.0, None, None)


def test_a_code_votes_once(state: State) -> None:
    key, codes = opened(state, 2)
    voting(state).cast(key, codes[0].lower(), ALL, PHONE, NOW)
    with pytest.raises(CodeError, match="redan använd"):
        voting(state).cast(key, codes[0], ALL, PHONE, NOW)
    assert voting(state).ballot(key).answered == 1  # type: ignore[union-attr]


def test_who_guesses_codes_must_wait_and_the_right_one_is_not_looked_at(state: State) -> None:
    key, codes = opened(state, 2)

    def guess(code: str, now: datetime, address: str = PHONE) -> str:
        try:
            voting(state).cast(key, code, ALL, address, now)
        except CodeError as error:
            return str(error)
        return ""

    told = [guess(f"AAA{n:03}", NOW) for n in range(33)]
    assert "gäller inte" in told[29]
    assert "Vänta 2 s" in told[31]
    assert "många fel koder" in guess(codes[0], NOW)
    # Others in another place are not kept out, and after a while she is not either.
    assert guess(codes[1], NOW, "198.51.100.4") == ""
    assert guess(codes[0], NOW + timedelta(minutes=20)) == ""


@pytest.mark.parametrize(
    "given", [{}, {"m1": (2, 4)}, ALL | {"m2": (0, 3)}, ALL | {"m2": (1, 6)}], ids=["none", "one", "low", "high"]
)
def test_what_is_not_answered_is_told_and_the_code_is_still_good(state: State, given: Given) -> None:
    key, codes = opened(state, 2)
    with pytest.raises(CycleError, match="både en insats och en effekt"):
        voting(state).cast(key, codes[0], given, PHONE, NOW)
    voting(state).cast(key, codes[0], ALL, PHONE, NOW)


def test_nobody_votes_after_it_is_closed_nor_where_there_is_none(state: State) -> None:
    key, codes = opened(state, 2)
    leading(state).close_vote(key)
    with pytest.raises(CycleError, match="stängdes 2026-11-29"):
        voting(state).cast(key, codes[0], ALL, PHONE, NOW)
    with pytest.raises(CycleError, match="finns inte"):
        voting(state).cast("gone", codes[0], ALL, PHONE, NOW)
    assert voting(state).ballot("gone") is None


def test_a_vote_that_another_has_closed_is_told_by_name(state: State) -> None:
    key, _ = opened(state, 2)
    leading(state, ANALYST).close_vote(key)
    with pytest.raises(CycleError, match="Dina stängde omröstningen 2026-11-29"):
        leading(state).close_vote(key)


def test_who_may_not_change_the_proposals_does_not_close(state: State) -> None:
    key, _ = opened(state, 2)
    with pytest.raises(NotAllowedError, match="inte rätt att ändra åtgärder"):
        leading(state, CARE_HEAD).close_vote(key)


def test_lost_codes_are_replaced_and_hold_no_longer(state: State) -> None:
    key, codes = opened(state, 3)
    voting(state).cast(key, codes[0], ALL, PHONE, NOW)
    others = leading(state).new_codes(key)
    assert len(others) == 2
    with pytest.raises(CodeError, match="gäller inte"):
        voting(state).cast(key, codes[1], ALL, PHONE, NOW)
    for code in others:
        voting(state).cast(key, code, ALL, PHONE, NOW)


@pytest.mark.parametrize(
    ("typed", "measures", "told"),
    [
        ({"voters": "1"}, KEYS, "heltal från 2 till 200"),
        ({"voters": "201"}, KEYS, "heltal från 2 till 200"),
        ({"title": ""}, KEYS, "namn: Saknas"),
        ({"title": "x" * 5000}, KEYS, "5000 tecken"),
        ({}, [], "Inga förslag är valda"),
        ({}, [f"m{n}" for n in range(21)], "Välj högst 20"),
        ({}, ["gone"], "finns inte"),
    ],
)
def test_a_vote_that_cannot_be_is_told(state: State, typed: dict[str, str], measures: list[str], told: str) -> None:
    with pytest.raises((CycleError, FieldsError), match=told):
        leading(state).open_vote(new_vote(), {"title": "Inför 2027", "voters": "12"} | typed, measures)


def test_a_form_that_is_sent_twice_makes_one_vote(state: State) -> None:
    key, _ = opened(state, 2)
    with pytest.raises(CycleError, match="redan öppnad"):
        leading(state).open_vote(key, {"title": "Inför 2027", "voters": "2"}, KEYS)

"""Answers by codes: one each, and nobody can tell whose."""

from __future__ import annotations

import pytest

from core.state import State
from core.state.ballots import CodeError, answered, answers, cast, make_codes
from core.state.database import reading, writing

pytestmark = pytest.mark.both_databases
ROOM = "omrostning-1"


def test_each_code_gives_one_answer_however_it_is_typed(state: State) -> None:
    with writing(state.engine) as session:
        first, second = make_codes(session, ROOM, 2)
        cast(session, ROOM, first, {"m1": [2, 4]})
        cast(session, ROOM, f" {second[:3].lower()}-{second[3:].lower()} ", {"m1": [3, 5]})
        with pytest.raises(CodeError, match="redan använd"):
            cast(session, ROOM, first, {"m1": [5, 5]})
    with reading(state.engine) as connection:
        assert answered(connection, ROOM) == 2
        assert sorted(one["m1"][0] for one in answers(connection, ROOM)) == [2, 3]


@pytest.mark.parametrize("code", ["", "AAAAAA", "💥", "x" * 5000])
def test_a_code_that_is_none_is_refused(state: State, code: str) -> None:
    with writing(state.engine) as session:
        make_codes(session, ROOM, 3)
        with pytest.raises(CodeError, match="gäller inte"):
            cast(session, ROOM, code, {})


def test_a_code_of_another_room_is_refused(state: State) -> None:
    with writing(state.engine) as session:
        (code,) = make_codes(session, "another", 1)
        with pytest.raises(CodeError, match="gäller inte"):
            cast(session, ROOM, code, {})


def test_codes_are_all_different_and_kept_by_their_hashes_alone(state: State) -> None:
    with writing(state.engine) as session:
        codes = make_codes(session, ROOM, 200)
    assert len(set(codes)) == 200
    with reading(state.engine) as connection:
        kept = connection.exec_driver_sql("select code_hash from participant_codes").scalars().all()
    assert not set(kept) & set(codes)

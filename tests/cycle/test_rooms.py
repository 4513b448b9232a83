"""A room from its first note to its last: what is sent twice or too late, two leaders, blind dots, what is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, text

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.exercises import Leading, Run, led_to, new_run
from core.cycle.room_phones import LONGEST_NOTE, MOST_NOTES, MOST_OF_ONE, Phones, RoomNow
from core.cycle.rooms import MOST_AT_ONCE, Board, Room
from core.cycle.working import CycleError
from core.state import State, open_state
from core.state.ballots import CodeError
from core.state.database import reading, writing
from core.state.notes import NoteRow
from core.state.versions import OvertakenError, VersionError
from tests.cycle.loops import ANALYST, CONVENOR, NEIGHBOUR, NOW
from tests.shared import HUDDINGE

STRENGTHS, THREATS = "styrkor", "hot"


def started(state: State) -> Run:
    typed = {"exercise": "swot", "title": "Hur utvecklar vi styrningen?", "way": "i rummet"}
    return Leading(state.engine, HUDDINGE, ANALYST, NOW).start(new_run(), typed, (), {})


def room(state: State, run: Run, who: Person = ANALYST) -> Room:
    return Room(state.engine, HUDDINGE, run.id, who, NOW)


def phones(state: State) -> Phones:
    return Phones(state.engine, HUDDINGE)


def mine(state: State, run: Run, phone: str) -> RoomNow:
    found = phones(state).now(run.id, phone)
    assert found is not None
    return found


def write(state: State, run: Run, text: str, field: str = STRENGTHS, phone: str = "anna") -> str:
    return phones(state).write(run.id, phone, text, field, text).key


def shown(board: Board) -> dict[str, list[str]]:
    """The notes' texts under each heading's name, '' for none."""
    found: dict[str, list[str]] = {}
    for one in board.notes:
        if one.text and not board.is_hidden(one):
            heading = board.heading_of(one)
            found.setdefault(board.headings[heading].name if heading else "", []).append(one.text)
    return found


@pytest.mark.both_databases
def test_a_note_that_is_sent_twice_is_one_and_thirty_at_once_are_all_kept(state: State) -> None:
    run = started(state)
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(write, state, run, f"lapp {n}", phone=f"t{n}") for n in range(30) for _ in "ab"]
        assert len({one.result() for one in sent}) == 30
    board = room(state, run).board()
    assert (board.counts.notes, board.phones, board.counts.change) == (30, 30, 30)
    assert [one.change for one in board.notes] == list(range(1, 31))


def test_the_screen_asks_for_what_is_new_alone_and_is_told_what_was_taken_back(state: State) -> None:
    run = started(state)
    first = write(state, run, "först")
    write(state, run, "sedan")
    phones(state).withdraw(run.id, "bo", first)
    assert [one.text for one in room(state, run).board(since=1).notes] == ["sedan"]
    phones(state).withdraw(run.id, "anna", first)
    assert [(one.key, one.text) for one in room(state, run).board(since=2).notes] == [(first, "")]
    assert [one.text for one in mine(state, run, "anna").mine] == ["sedan"]


@pytest.mark.both_databases
def test_two_servers_with_one_database_see_at_once_what_the_other_is_told(state: State) -> None:
    run = started(state)
    with open_state(state.engine.url.render_as_string(hide_password=False)) as other:
        seen = room(other, run).board()
        note = write(state, run, "ett")
        assert [one.text for one in room(other, run).board(since=seen.counts.change, known=seen.mark).notes] == ["ett"]
        heading = room(other, run).name("", STRENGTHS, "Ekonomi", [note])
        board = room(state, run).board(known=seen.mark)
        assert (shown(board), board.mark != seen.mark) == ({"Ekonomi": ["ett"]}, True)
        # The same note sent again, to the other: its answer was lost.
        assert write(other, run, "ett") == note
        room(other, run).to_phase("skriva", "gruppera")
        room(state, run).to_phase("gruppera", "rosta")
        phones(other).put_dots(run.id, "anna", {heading: 1})
        assert (mine(state, run, "anna").dots, room(state, run).board().voted) == ({heading: 1}, 1)
        for n in range(31):
            with pytest.raises(CodeError, match="leder ingenstans"):
                led_to((state, other)[n % 2].engine, "XXXX", "192.0.2.1", NOW)
        for one in (state, other):
            with pytest.raises(CodeError, match="många fel bokstäver"):
                led_to(one.engine, run.letters, "192.0.2.1", NOW)
        room(other, run).close()
        with pytest.raises(CycleError, match="stängd"):
            write(state, run, "för sent")


def test_who_knows_what_the_leader_has_done_is_told_of_new_notes_alone(state: State) -> None:
    run = started(state)
    leader = room(state, run)
    leader.name("", STRENGTHS, "Ekonomi", [write(state, run, "ett")])
    seen = leader.board()
    write(state, run, "två")
    board = leader.board(since=seen.counts.change, known=seen.mark)
    assert ([one.text for one in board.notes], board.headings, board.placed, board.step) == (["två"], {}, {}, None)
    assert (board.mark, board.phones, board.counts.notes) == (seen.mark, 1, 2)
    assert leader.board(known="annat").headings == seen.headings


def test_ten_thousand_notes_are_shown_and_not_one_more_is_taken(state: State) -> None:
    run = started(state)
    first = write(state, run, "först")
    columns = {"room": run.id, "field": STRENGTHS, "part": "", "author": "x"}
    rows = [{**columns, "key": f"{n:032}", "text": f"lapp {n} 👩‍🏫", "change": n} for n in range(2, MOST_NOTES + 1)]
    with writing(state.engine) as session:
        session.execute(insert(NoteRow), rows)
    leader = room(state, run)
    board = leader.board()
    assert (len(board.notes), board.phones) == (MOST_NOTES, 2)
    with pytest.raises(CycleError, match="fullt av lappar"):
        write(state, run, "en till")
    assert leader.board(since=MOST_NOTES, known=board.mark).notes == ()
    heading = leader.name("", STRENGTHS, "Alla", [one.key for one in board.notes[-MOST_AT_ONCE:]])
    with pytest.raises(CycleError, match="Markera färre"):
        leader.move([one.key for one in board.notes[-MOST_AT_ONCE - 1 :]], heading)
    phones(state).withdraw(run.id, "anna", first)
    leader.close()
    assert len(shown(leader.board())["Alla"]) == MOST_AT_ONCE
    assert len(leader.board().shown) == MOST_NOTES - 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  två\nrader\t här ", "två rader här"),
        ("👩‍🏫 مرحبا", "👩‍🏫 مرحبا"),
        ("lura\u202e oss\u200b", "lura oss"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_stands_on_a_note(state: State, sent: str, kept: str) -> None:
    assert phones(state).write(started(state).id, "anna", "x", STRENGTHS, sent).text == kept


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("", "Lappen är tom"),
        ("\u200b\u202e", "Lappen är tom"),
        ("å" * (LONGEST_NOTE + 1), "281 tecken, och högst 280 får plats"),
    ],
)
def test_what_is_no_note(state: State, sent: str, told: str) -> None:
    run = started(state)
    with pytest.raises(CycleError, match=told):
        write(state, run, sent)


def test_one_phone_fills_no_room_and_what_is_no_field_is_none(state: State) -> None:
    run = started(state)
    for n in range(MOST_OF_ONE):
        write(state, run, f"lapp {n}")
    with pytest.raises(CycleError, match="Ta bort någon"):
        write(state, run, "en till")
    with pytest.raises(CycleError, match="Välj ett av fälten"):
        write(state, run, "lapp", "påhittat")


def test_the_leader_groups_hides_and_takes_back_step_by_step(state: State) -> None:
    run = started(state)
    first, second, other = write(state, run, "ett"), write(state, run, "två"), write(state, run, "tre", THREATS)
    leader = room(state, run)
    heading = leader.name("", STRENGTHS, "Ekonomi", [first, other])
    assert leader.name("", STRENGTHS, " ekonomi ") == heading
    leader.move([second, other], heading)
    assert shown(leader.board()) == {"Ekonomi": ["ett", "två"], "": ["tre"]}
    leader.hide([second], is_hidden=True)
    leader.name(heading, "", "Pengar")
    leader.remove(heading)
    assert shown(leader.board()) == {"": ["ett", "tre"]}
    found = []
    while step := leader.board().step:
        leader.take_back(step.batch)
        found.append(shown(leader.board()))
    assert found == [
        {"Pengar": ["ett"], "": ["tre"]},
        {"Ekonomi": ["ett"], "": ["tre"]},
        {"Ekonomi": ["ett", "två"], "": ["tre"]},
        {"Ekonomi": ["ett"], "": ["två", "tre"]},
        {"": ["ett", "två", "tre"]},
    ]


def test_of_two_leaders_none_takes_back_or_writes_over_what_she_has_not_seen(state: State) -> None:
    run = started(state)
    note = write(state, run, "ett")
    dina, sara = room(state, run), room(state, run, CONVENOR)
    heading = dina.name("", STRENGTHS, "Ekonomi")
    seen = dina.board().step
    sara.move([note], heading)
    assert seen is not None
    with pytest.raises(VersionError, match="Någon annan"):
        dina.take_back(seen.batch)
    dina.to_phase("skriva", "gruppera")
    sara.to_phase("skriva", "gruppera")
    with pytest.raises(CycleError, match="Någon annan har gått vidare"):
        sara.to_phase("skriva", "rosta")
    dina.conclude("anvanda", "Så här", 0)
    with pytest.raises(OvertakenError):
        sara.conclude("anvanda", "Inte så", 0)


def test_dots_are_two_thirds_of_a_fields_headings_blind_and_last_as_they_were_sent(state: State) -> None:
    run = started(state)
    leader = room(state, run)
    a, b, c = (leader.name("", STRENGTHS, name) for name in "ABC")
    d = leader.name("", THREATS, "D")
    with pytest.raises(CycleError, match="Röstningen är inte öppen"):
        phones(state).put_dots(run.id, "t0", {a: 1})
    leader.to_phase("skriva", "gruppera")
    leader.to_phase("gruppera", "rosta")
    for wrong in ({a: 3}, {a: 1, b: 2}, {d: 2}, {"påhittad": 1}, {a: -1, b: 2}):
        with pytest.raises(CycleError, match="fler prickar"):
            phones(state).put_dots(run.id, "t0", wrong)
    phones(state).put_dots(run.id, "t0", {a: 2})
    for n in range(5):
        phones(state).put_dots(run.id, f"t{n}", {b: 2, d: 1} if n else {a: 1, b: 1, d: 1})
    assert (leader.board().voted, leader.board().state.dots) == (5, None)
    leader.to_phase("rosta", "ordning")
    assert leader.board().state.dots == {b: 9, d: 5, a: 1, c: 0}
    assert [one.name for _, one in leader.board().ordered(STRENGTHS)] == ["B", "A", "C"]
    with pytest.raises(CycleError, match="Dit går det inte"):
        leader.to_phase("ordning", "gruppera")
    with pytest.raises(CycleError, match="ligger fast"):
        leader.name("", STRENGTHS, "E")


def test_of_four_who_put_dots_nothing_is_told_but_that_they_did(state: State) -> None:
    run = started(state)
    leader = room(state, run)
    a, b = (leader.name("", STRENGTHS, name) for name in "AB")
    leader.to_phase("skriva", "gruppera")
    leader.to_phase("gruppera", "rosta")
    for n in range(4):
        phones(state).put_dots(run.id, f"t{n}", {b: 1})
    leader.to_phase("rosta", "ordning")
    board = leader.board()
    assert (board.state.voted, board.state.dots) == (4, None)
    assert [key for key, _ in board.ordered(STRENGTHS)] == [a, b]


def test_back_from_a_vote_its_dots_are_gone(state: State) -> None:
    run = started(state)
    leader = room(state, run)
    a = leader.name("", STRENGTHS, "A")
    for before, after in (("skriva", "gruppera"), ("gruppera", "rosta")):
        leader.to_phase(before, after)
    phones(state).put_dots(run.id, "anna", {a: 1})
    leader.to_phase("rosta", "gruppera")
    leader.to_phase("gruppera", "rosta")
    assert (leader.board().voted, mine(state, run, "anna").dots) == (0, {})


def test_there_is_nothing_to_vote_on_without_a_heading(state: State) -> None:
    run = started(state)
    room(state, run).to_phase("skriva", "gruppera")
    with pytest.raises(CycleError, match="inga rubriker"):
        room(state, run).to_phase("gruppera", "rosta")


def test_when_it_is_closed_nothing_leads_to_who_wrote_or_when_and_what_was_hidden_is_gone(state: State) -> None:
    run = started(state)
    leader = room(state, run)
    rude, taken, kept = write(state, run, "fult"), write(state, run, "ångrat"), write(state, run, "åäö")
    write(state, run, "abc", phone="bo")
    leader.name("", STRENGTHS, "Ekonomi", [kept])
    leader.hide([rude], is_hidden=True)
    phones(state).withdraw(run.id, "anna", taken)
    leader.close()
    board = leader.board()
    assert shown(board) == {"": ["abc"], "Ekonomi": ["åäö"]}
    assert (board.run.answered, board.run.closed_on is not None) == (2, True)
    with reading(state.engine) as connection:
        rows = connection.execute(text("SELECT author, change, key FROM room_notes")).all()
        assert [tuple(row)[:2] for row in rows] == [("", 0)] * 2
        assert not {rude, taken, kept} & {row[2] for row in rows}
    assert mine(state, run, "anna").mine == ()
    with pytest.raises(CycleError, match="stängd"):
        write(state, run, "för sent")
    with pytest.raises(CycleError, match="stängd"):
        leader.hide([kept], is_hidden=True)
    with pytest.raises(CodeError):
        led_to(state.engine, run.letters, "192.0.2.1", NOW)


@pytest.mark.parametrize("who", [READER, NEIGHBOUR])
def test_others_lead_no_room_and_read_none(state: State, who: Person) -> None:
    run = started(state)
    deeds: list[Callable[[Room], object]] = [
        lambda one: one.board(),
        lambda one: one.name("", STRENGTHS, "A"),
        lambda one: one.hide(["x"], is_hidden=True),
        lambda one: one.close(),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowedError):
            deed(room(state, run, who))


def test_a_room_is_no_list_of_questions(state: State) -> None:
    run = started(state)
    typed = {"exercise": "swot", "title": "X", "way": "med länk"}
    with pytest.raises(CycleError, match="i ett rum"):
        Leading(state.engine, HUDDINGE, ANALYST, NOW).start(new_run(), typed, (), {})
    with pytest.raises(CycleError, match="på sin skärm"):
        Leading(state.engine, HUDDINGE, ANALYST, NOW).close(run.id)

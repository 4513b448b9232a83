"""A file of goals: read with all its faults at once, saved whole, undone whole, and written out."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no types

from core.access.rights import NotAllowedError
from core.features.planning.goal_export import goals_csv, goals_xlsx
from core.features.planning.goal_file import read_goal_file
from core.features.planning.saving import save, saved_at, undo
from core.features.planning.words import plan_lines
from core.goals.edits import put_goal
from core.goals.models import Body, BodyKind, Goal, GoalIndicator, Level
from core.state import State
from core.state.versions import OvertakenError
from core.targets.versions import current_versions
from tests.features.planning.goal_files import (
    BOARD,
    CILLA,
    GRADE,
    GUN,
    HEAD,
    HELD,
    UNDER,
    WAITING,
    chain,
    planning,
    proposal_of,
    read,
    setting,
    target,
    targets_of,
    written,
)
from tests.goals.chains import CALM, COUNCILS_PLAN, KNOWLEDGE, LEARNING, PASSING, SCHOOL_BOARD, SCHOOLS_PLAN
from tests.shared import GRADES, HUDDINGE, LAST, PEOPLE, PREMISES, SAFE, WAIT

__all__ = ["chain"]


RICH = Goal(
    "rik",
    Level.COMMITTEE,
    "=Fler elever trivs",
    "En text på\ntvå rader; med semikolon",
    "kunskap",
    ("annat",),
    ("ks",),
    (GoalIndicator(SAFE, "K"), GoalIndicator(GRADES), GoalIndicator(PEOPLE)),
    "rektor",
)
OTHER = Goal("annat", Level.COUNCIL, "Alla trivs", "Trivsel.", "lara")


@pytest.mark.parametrize("write", [goals_csv, goals_xlsx])
def test_what_is_written_out_and_read_in_again_changes_nothing(chain: State, write: object) -> None:
    board = Body("ks", BodyKind.BOARD, "Kommunstyrelsen")
    planning(chain).put(
        replace(COUNCILS_PLAN, goals=(LEARNING, OTHER, KNOWLEDGE)),
        replace(SCHOOLS_PLAN, goals=(CALM, RICH, PASSING, replace(CALM, id="w", title="Struket", withdrawn="Nått"))),
        bodies=(board,),
    )
    content = goals_csv(written(chain)) if write is goals_csv else goals_xlsx(written(chain))
    found = read_goal_file(content, planning(chain), setting(chain), LAST, replaces=True)
    assert (found.faults, found.doubts, found.left) == ((), (), ())
    assert proposal_of(found).is_empty


def test_the_template_shows_how_and_changes_nothing(chain: State) -> None:
    content = goals_xlsx(replace(written(chain), bodies=()))
    found = read_goal_file(content, planning(chain), setting(chain), LAST)
    assert proposal_of(found).is_empty
    assert "läses inte: mallens exempel" in found.notes[0]


def test_a_whole_chain_is_put_in_at_once_and_undone_as_one(state: State) -> None:
    found = read(
        state,
        ("Bo", "", "", "", "Området.", "", "", "", ""),
        ("Bo", "Alla har ett hem", "", "", "Målet.", "", "", "", ""),
        ("Bo", "Alla har ett hem", "Bygg AB", "Fler bostäder", "Text.", GRADE, "", "90", "95 %"),
        ("", "", "", "", "", WAITING, "kvinnor", "högst 20", ""),
    )
    proposal = proposal_of(found)
    assert [(body.name, body.kind) for body in proposal.bodies] == [
        ("Kommunfullmäktige", BodyKind.COUNCIL),
        ("Bygg AB", BodyKind.COMPANY),
    ]
    council, company = proposal.plans
    assert [(goal.level, goal.title, goal.text) for goal in council.goals] == [
        (Level.AREA, "Bo", "Området."),
        (Level.COUNCIL, "Alla har ett hem", "Målet."),
    ]
    assert company.goals[0].parent == council.goals[1].id
    assert company.goals[0].indicators == (GoalIndicator(GRADES), GoalIndicator(WAIT, "K"))
    saved = save(planning(state), setting(state), proposal)
    assert targets_of(proposal, state) == [
        (GRADES, LAST, "minst 90"),
        (GRADES, LAST + 4, "minst 95"),
        (WAIT, LAST, "högst 20"),
    ]
    assert planning(state).book().of_year(LAST) == (council, company)
    assert [version.target.is_final for version in current_versions(state.engine, HUDDINGE)] == [False, True, False]
    assert undo(planning(state), setting(state), saved_at(saved.mark))
    assert planning(state).book().bodies == {}
    assert current_versions(state.engine, HUDDINGE) == ()


def test_goals_keep_their_ids_where_they_are_moved_and_what_is_left_out_stays(chain: State) -> None:
    found = read(
        chain,
        (LEARNING.title, "Alla trivs", "", "", "", "", "", "", ""),
        (LEARNING.title, "Alla trivs", SCHOOL_BOARD.name, f" {CALM.title.upper()} ", "", GRADE, "", "", ""),
    )
    council, school = proposal_of(found).plans
    new = council.goals[1]
    assert (new.title, council.goals[0], council.goals[2].id) == ("Alla trivs", LEARNING, KNOWLEDGE.id)
    moved = replace(CALM, parent=new.id, indicators=(*CALM.indicators, GoalIndicator(GRADES)))
    assert school.goals == (PASSING, moved)
    assert [goal.id for goal in found.left] == [KNOWLEDGE.id, PASSING.id]


def test_goals_stand_in_the_order_of_their_numbers_and_new_ones_where_they_are_written(chain: State) -> None:
    head = ("Organ", "Nämndmål", "Fullmäktigemål", "Ordning")
    rows = [(BOARD, title, KNOWLEDGE.title, n) for title, n in ((CALM.title, "1"), ("Nytt", ""), (PASSING.title, "2"))]
    (school,) = proposal_of(read(chain, *rows, head=head)).plans
    assert [goal.title for goal in school.goals] == [CALM.title, "Nytt", PASSING.title]
    proposal = proposal_of(read(chain, (BOARD, "Först", KNOWLEDGE.title, "1"), head=head))
    assert [goal.title for goal in proposal.plans[0].goals] == ["Först", PASSING.title, CALM.title]
    assert [line.what for line in plan_lines(proposal)[0].lines] == ["nytt"]
    (fault,) = read(chain, (BOARD, CALM.title, KNOWLEDGE.title, "först"), head=head).faults
    assert (fault.column, fault.what) == ("Ordning", "Är inget nummer i ordningen.")


def test_whoever_replaces_withdraws_what_the_file_leaves_out(chain: State) -> None:
    found = read(chain, (*UNDER, CALM.title, "", GRADE, "", "", ""), replaces=True)
    (school,) = proposal_of(found).plans
    assert [(goal.id, bool(goal.withdrawn)) for goal in school.goals] == [(PASSING.id, True), (CALM.id, False)]
    assert school.goals[1].indicators == (GoalIndicator(GRADES),)


def test_a_level_keeps_what_it_does_not_say_and_other_kinds_stand_as_they_are(chain: State) -> None:
    rows = [
        (*UNDER, PASSING.title, "", kpi, "", now, last) for kpi, now, last in ((GRADES, "89", "95"), (WAIT, "", ""))
    ]
    (change,) = proposal_of(read(chain, *rows)).targets
    assert change.target == target(GRADES, LAST, 89, tolerance=1.0)
    same = [
        (*UNDER, PASSING.title, "", GRADES, "", "88,5", "minst 95"),
        (*UNDER, PASSING.title, "", WAIT, "", "mellan 10 och 30", ""),
    ]
    assert proposal_of(read(chain, *same)).is_empty


FAULTY: Mapping[str, tuple[Sequence[Sequence[str]], str, str]] = {
    "an unknown body": (
        [(*UNDER[:2], "Grundskolenämden", "Nytt", *[""] * 5)],
        "Organ",
        "Menades Grundskolenämnden?",
    ),
    "another municipality's": (
        [(*UNDER[:2], "Nackas skolnämnd", "Nytt", *[""] * 5)],
        "Organ",
        "ser ut att vara Nackas",
    ),
    "no body": ([(*UNDER[:2], "", "Nytt", *[""] * 5)], "Organ", "vilken nämnd"),
    "an unknown council goal": (
        [(LEARNING.title, "Barn når kunskapsmålen", UNDER[2], "Nytt", *[""] * 5)],
        "Fullmäktigemål",
        "Menades ”Barn och elever når kunskapsmålen”?",
    ),
    "another goal area": (
        [("Bo", UNDER[1], UNDER[2], "Nytt", *[""] * 5)],
        "Målområde",
        "under målområdet Lära och växa",
    ),
    "an unknown indicator": ([(*UNDER, CALM.title, "", "Behöriga till gymnasium", "", "", "")], "Indikator", GRADES),
    "one goal with two texts": (
        [(*UNDER, "Nytt", "En", GRADE, "", "", ""), (*UNDER, "nytt", "Två", WAITING, "", "", "")],
        "Måltext",
        "något annat här på rad 2",
    ),
    "an indicator twice": (
        [(*UNDER, "Nytt", "", GRADE, "", "", ""), (*UNDER, "Nytt", "", GRADES, "T", "91", "")],
        "Indikator",
        "står redan för målet på rad 2",
    ),
    "one level as two": (
        [(*UNDER, "Nytt", "", GRADE, "", "90", ""), (*UNDER, "Annat", "", GRADES, "", "91", "")],
        str(LAST),
        "en annan på rad 2: minst 90",
    ),
    "no number": ([(*UNDER, "Nytt", "", GRADE, "", "bra", "")], str(LAST), "inte ett tal"),
    "a word alone": ([(*UNDER, "Nytt", "", GRADE, "", "minst", "")], str(LAST), "saknar tal"),
    "another unit": ([(*UNDER, "Nytt", "", WAITING, "", "20 %", "")], str(LAST), "en annan än nyckeltalets"),
    "a level with no way that is good": ([(*UNDER, "Nytt", "", PREMISES, "", "9000", "")], str(LAST), "högst 9000"),
    "a level of what none can influence": ([(*UNDER, "Nytt", "", PEOPLE, "", "9", "")], str(LAST), "informationsmått"),
    "a level of nothing": ([(*UNDER, "Nytt", "", "", "", "9", "")], str(LAST), "ingen indikator"),
    "an unknown gender": ([(*UNDER, "Nytt", "", GRADE, "barn", "", "")], "Kön", "Könet är okänt"),
    "a long text": ([(*UNDER, "Nytt", "x" * 5000, "", "", "", "")], "Måltext", "5000 tecken"),
    "a formula": ([(*UNDER, "=A1", "", "", "", "", "")], "Nämndmål", "en formel"),
    "an error of Excel's": ([(*UNDER, "#REF!", "", "", "", "", "")], "Nämndmål", "Excel visar ett fel"),
    "an indicator of no goal": ([("", "", "", "", "", GRADE, "", "", "")], "", "inte vilket mål"),
    "a council goal of no area": ([("", "Nytt", "", "", "", "", "", "", "")], "Målområde", "vilket målområde"),
    "too many goals": ([(*UNDER, f"Mål {n}", *[""] * 5) for n in range(501)], "", "501 mål"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_what_is_wrong_is_told_by_row_and_column_with_what_to_do(chain: State, case: str) -> None:
    rows, column, said = FAULTY[case]
    found = read(chain, *rows)
    assert found.proposal is None
    (fault,) = found.faults
    assert (fault.row, fault.column) == ((0 if case == "too many goals" else len(rows) + 1), column)
    assert said in fault.said


def test_all_faults_are_told_at_once_in_the_files_order(chain: State) -> None:
    found = read(
        chain,
        (*UNDER[:2], "Grundskolenämden", "Nytt", "", "Finns ej", "barn", "x", ""),
        (LEARNING.title, "Okänt", "Ingen", "Nytt två", "", "", "", "", ""),
        (*UNDER, "m" * 201, "", "", "", "", ""),
        by=CILLA,
    )
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (2, "Indikator"),
        (2, "Kön"),
        (2, "Organ"),
        (3, "Organ"),
        (4, "Nämndmål"),
    ]


HEADS: Mapping[str, tuple[Sequence[str], str]] = {
    "an unknown one": ((*HEAD, "Kommentar"), "Kolumnen är okänd"),
    "one twice": ((*HEAD, "Nämnd"), "densamma som Organ"),
    "no body": (tuple(one for one in HEAD if one != "Organ"), "Kolumnen saknas"),
    "a final target of no year": ((*HEAD, "Slutmål"), "Kolumnen saknas"),
    "none that are known": (("Namn", "Värde"), "inga rubriker som känns igen"),
}


@pytest.mark.parametrize("case", HEADS)
def test_headings_that_are_wrong_are_told(chain: State, case: str) -> None:
    head, said = HEADS[case]
    (fault,) = read(chain, ("x",), head=head).faults
    assert said in fault.what


def test_headings_are_known_as_people_write_them(chain: State) -> None:
    head = ("NÄMND", "Mål", "nyckeltal", f"Mål {LAST + 1}", "slutmål", "Slutår", "Kommun")
    row = (SCHOOL_BOARD.name, PASSING.title, GRADES, "≥ 90", "96", str(LAST + 6), "Huddinge")
    found = read(chain, row, head=head)
    assert targets_of(proposal_of(found), chain) == [(GRADES, LAST + 1, "minst 90"), (GRADES, LAST + 6, "minst 96")]
    (fault,) = read(chain, (*row[:-1], "Nacka"), head=head).faults
    assert "en annan kommun än Huddinge" in fault.what


def test_a_level_that_may_be_a_slip_of_the_hand_and_hidden_rows_are_to_be_confirmed(chain: State) -> None:
    book = Workbook()
    for row in (HEAD, (*UNDER, "Nytt", "", GRADE, "", 0.92, None), (*UNDER, "Annat", *[""] * 5)):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = False
    book.active.column_dimensions["F"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    found = read_goal_file(stream.getvalue(), planning(chain), setting(chain), LAST)
    assert [text for _, text in found.doubts] == [
        "Rad 3 är dold i arbetsboken, och läses in.",
        "Kolumn F är dold i arbetsboken, och läses in.",
        f"{GRADE}: 0,92\N{NO-BREAK SPACE}% kan vara 92\N{NO-BREAK SPACE}%, skrivet på annat sätt.",
    ]
    assert found.doubt_seal


def test_a_manager_of_some_areas_changes_her_bodies_plans_and_leaves_the_others_as_they_stand(chain: State) -> None:
    content = goals_csv(written(chain)).replace(CALM.title.encode(), "Elever är trygga och lugna".encode())
    found = read_goal_file(content, planning(chain, CILLA), setting(chain), LAST)
    assert [plan.body for plan in proposal_of(found).plans] == [SCHOOL_BOARD.id]
    other = content.replace(b"kunskapsm", b"Kunskaps-m")
    whole = read_goal_file(other, planning(chain, CILLA), setting(chain), LAST)
    assert ["får inte ändra planen för Kommunfullmäktige" in fault.what for fault in whole.faults] == [True]
    waits = read(chain, (*UNDER, PASSING.title, "", WAIT, "", "20", ""), by=CILLA)
    assert ["får inte sätta mål i området" in fault.what for fault in waits.faults] == [True]
    with pytest.raises(NotAllowedError):
        read(chain, by=replace(CILLA, municipality="0127"))


def test_who_may_change_no_plan_can_save_none(chain: State) -> None:
    found = read(chain, (*UNDER, "Nytt", *[""] * 5), by=GUN)
    assert ["får inte ändra planen" in fault.what for fault in found.faults] == [True]


def test_what_somebody_saved_since_the_file_was_read_is_not_overwritten(chain: State) -> None:
    found = read(chain, (*UNDER, "Nytt", "", GRADE, "", "93", ""))
    planning(chain).put(put_goal(replace(CALM, title="Lugna"))(SCHOOLS_PLAN))
    with pytest.raises(OvertakenError):
        save(planning(chain), setting(chain), proposal_of(found))
    assert [version.target for version in current_versions(chain.engine, HUDDINGE) if version.target.value == 93] == []
    assert read(chain, (*UNDER, "Nytt", "", GRADE, "", "93", "")).seal != found.seal


def test_targets_alone_are_saved_and_undone(chain: State) -> None:
    proposal = proposal_of(read(chain, (*UNDER, PASSING.title, "", GRADE, "", "93", "")))
    assert proposal.plans == ()
    saved = save(planning(chain), setting(chain), proposal)
    assert (saved.batch, bool(saved.moment)) == ("", True)
    undo(planning(chain), setting(chain), saved_at(saved.mark))
    assert {version.target for version in current_versions(chain.engine, HUDDINGE)} == set(HELD)


@pytest.mark.parametrize("mark", ["", "x", "x.nonsense", "." * 200, ".9999-99-99"])
def test_a_mark_that_is_none_undoes_nothing(mark: str) -> None:
    assert not saved_at(mark).moment

"""Measures that are proposed: who may, what is checked, and that nothing of it is public."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.book import CycleBook, CycleBooks
from core.cycle.models import Consequences, Measure, Support, Way
from core.cycle.proposing import Proposing
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.state import State
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, CONVENOR, KEY, NEIGHBOUR, NOW, SCHOOL_HEAD
from tests.shared import COST, GRADES, HUDDINGE, small_catalogue

MENTORS = {
    "title": " Heltidsmentorer ",
    "rests_on": "EXAMPLE RESEARCH",
    "example": "0136",
    "resources": "Två tjänster.",
    "otherwise": "Fler går ut utan behörighet.",
    "effort": "2",
    "effect": "3,5",
    "seen_from": "2027",
}
PLACES = ("0136",)


def at(state: State, who: Person = SCHOOL_HEAD) -> Proposing:
    return Proposing(state.engine, HUDDINGE, who, NOW, small_catalogue())


def book(state: State, *, drafts: bool = True) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


def proposed(state: State, **changed: str) -> str:
    return at(state).propose(*KEY, {**MENTORS, **changed}, places=PLACES)[0]


def test_a_proposal_says_what_it_rests_on_its_consequences_and_what_should_move(state: State) -> None:
    key = proposed(state)
    assert book(state).measures[key] == Measure(
        key,
        GRADES,
        "T",
        "grundskola",
        "Heltidsmentorer",
        Way.UP,
        rests_on=(Support.RESEARCH, Support.EXAMPLE),
        example="0136",
        consequences=Consequences(resources="Två tjänster.", otherwise="Fler går ut utan behörighet."),
        effort=2.0,
        effect=3.5,
        seen_from=2027,
    )
    assert not book(state, drafts=False).measures


@pytest.mark.parametrize(
    ("kpi", "way", "found"),
    [(GRADES, "", Way.UP), (GRADES, "ner", Way.UP), (COST, "", None), (COST, "ner", Way.DOWN)],
)
def test_an_indicator_without_a_good_side_is_asked_which_way_it_should_move(
    state: State, kpi: str, way: str, found: Way | None
) -> None:
    if found is None:
        with pytest.raises(FieldsError, match="Åt vilket håll"):
            at(state, ANALYST).propose(kpi, "T", {"title": "Mindre grupper", "way": way})
    else:
        key = at(state, ANALYST).propose(kpi, "T", {"title": "Mindre grupper", "way": way})[0]
        assert book(state).measures[key].way is found


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
def test_nobody_without_the_right_proposes_changes_or_withdraws(state: State, who: Person) -> None:
    key = proposed(state)
    before = book(state).measures
    for deed in (
        lambda: at(state, who).propose(*KEY, MENTORS, places=PLACES),
        lambda: at(state, who).change(key, MENTORS, 1),
        lambda: at(state, who).withdraw(key, {"reason": "Nej."}, 1),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    assert book(state).measures == before


BAD: Mapping[str, tuple[Mapping[str, str], type[NyckeltalError], str]] = {
    "no title": ({"title": " "}, FieldsError, "Förslag: Saknas"),
    "5 000 characters": ({"work": "x" * 5000}, FieldsError, "Texten har 5000 tecken"),
    "an effort of six": ({"effort": "6"}, CycleError, "hela eller halva steg"),
    "a strange support": ({"rests_on": "magkänsla"}, FieldsError, "magkänsla"),
    "an unknown body": ({"body": "xx"}, CycleError, "Organet finns inte"),
    "an unknown example": ({"example": "9999"}, CycleError, "Kommunen finns inte"),
    "a year long ago": ({"seen_from": "1066"}, FieldsError, "heltal från 2000"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_is_told_and_nothing_is_saved(state: State, case: str) -> None:
    typed, error, said = BAD[case]
    with pytest.raises(error) as told:
        proposed(state, **typed)
    assert said in str(told.value)
    assert not book(state).measures


def test_a_change_of_another_version_than_was_seen_is_refused(state: State) -> None:
    key = proposed(state)
    at(state).change(key, {**MENTORS, "title": "Mentorer"}, 1)
    with pytest.raises(OvertakenError):
        at(state, ANALYST).change(key, MENTORS, 1)
    assert book(state).measures[key].title == "Mentorer"


def test_what_is_withdrawn_is_kept_and_listed_no_more_until_that_is_undone(state: State) -> None:
    key = proposed(state)
    save = at(state).withdraw(key, {"reason": "Ingår i ett annat förslag."}, 1)
    assert book(state).measures[key].withdrawn == "Ingår i ett annat förslag."
    with pytest.raises(CycleError, match="återtagen"):
        at(state).change(key, MENTORS, 2)
    at(state).undo_save(save.batch)
    assert not book(state).measures[key].withdrawn


def test_a_proposal_of_a_deviation_that_is_not_there_is_refused(state: State) -> None:
    with pytest.raises(CycleError, match="Avvikelsen finns inte"):
        at(state).propose(*KEY, MENTORS, deviation="xx", places=PLACES)

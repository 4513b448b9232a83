"""Proposals that are weighed, decided and told to others: who may, what is public, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cycle.book import DEVIATIONS, MEASURES, CycleBook, CycleBooks
from core.cycle.deciding import Deciding, Estimate, new_vote
from core.cycle.models import Answer, Deviation, Measure, Way
from core.cycle.working import CycleError
from core.goals.book import BODIES
from core.goals.models import Body, BodyKind
from core.signals.effects import Effect
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, CONVENOR, FROZEN, KEY, NEIGHBOUR, NOW, SCHOOL_HEAD, TODAY
from tests.shared import GRADES, HUDDINGE, small_catalogue

MENTORS = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP, deviation="d1")
READING = Measure("m2", GRADES, "T", "grundskola", "Läxhjälp", Way.UP, effort=2.0, effect=4.0)
YES = {"answer": "ja", "by": "Grundskolenämnden", "on": "2026-11-20", "paragraph": "96", "words": "Åtta tjänster."}
LESSON = {"title": "Mentorer på heltid", "text": "Börja med en skola.", "contact": "grundskolechef"}
VOTE = {"title": "Grundskolan inför 2027", "voters": "12"}


def at(state: State, who: Person = SCHOOL_HEAD, **later: int) -> Deciding:
    return Deciding(state.engine, HUDDINGE, who, NOW + timedelta(**later), small_catalogue())


def book(state: State, *, drafts: bool = True) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


@pytest.fixture(autouse=True)
def _proposals(state: State) -> None:
    save = save_of(ANALYST, NOW)
    with writing(state.engine) as session:
        DEVIATIONS.put(
            session, HUDDINGE, "d1", Deviation("d1", *KEY, "grundskola", FROZEN, TODAY), save, is_public=False
        )
        for one in (MENTORS, READING):
            MEASURES.put(session, HUDDINGE, one.id, one, save, is_public=False)
        board = Body("gn", BodyKind.COMMITTEE, "Grundskolenämnden", ("grundskola",))
        BODIES.put(session, HUDDINGE, "gn", board, save)


def test_a_yes_says_where_when_and_what_and_is_public(state: State) -> None:
    at(state).decide("m1", YES, 1)
    found = book(state, drafts=False).measures["m1"]
    assert found.is_decided
    assert found.body == "gn"
    assert found.decision is not None
    assert (found.decision.decision.words, found.decision.words) == (
        "Grundskolenämnden 2026-11-20 § 96",
        "Åtta tjänster.",
    )


@pytest.mark.parametrize("answer", ["nej", "uppskjutet"])
def test_what_is_not_to_be_done_is_for_the_municipality_alone(state: State, answer: str) -> None:
    at(state).decide("m1", YES | {"answer": answer}, 1)
    assert book(state).measures["m1"].decision is not None
    assert "m1" not in book(state, drafts=False).measures


@pytest.mark.parametrize("answer", ["nej", "uppskjutet"])
def test_what_is_no_longer_to_be_done_is_a_draft_again_until_that_is_undone(state: State, answer: str) -> None:
    at(state).decide("m1", YES, 1)
    save = at(state).decide("m1", YES | {"answer": answer}, 2)
    assert "m1" not in book(state, drafts=False).measures
    assert book(state).measures["m1"].decision != MENTORS.decision
    at(state).undo_save(save.batch)
    assert book(state, drafts=False).measures["m1"].is_decided


def test_a_decision_is_undone_for_readers_too(state: State) -> None:
    save = at(state).decide("m1", YES, 1)
    assert at(state).undo_save(save.batch) == 1
    assert book(state).measures["m1"] == MENTORS
    assert "m1" not in book(state, drafts=False).measures


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on": "2026-11-30"}, "Dagen har inte varit än"),
        ({"on": "i går"}, "Är inget datum"),
        ({"by": " "}, "Beslutat av: Saknas"),
        ({"answer": ""}, "Svar: Saknas"),
        ({"words": "x" * 5000}, "Texten har 5000 tecken. Korta den till högst 2000"),
        ({"paragraph": "9" * 21}, "Korta den till högst 20"),
    ],
)
def test_what_is_wrong_in_a_decision_is_told_and_nothing_is_saved(
    state: State, typed: dict[str, str], told: str
) -> None:
    with pytest.raises((CycleError, FieldsError), match=told):
        at(state).decide("m1", YES | typed, 1)
    assert book(state).measures["m1"] == MENTORS


@pytest.mark.parametrize(("on", "doubts"), [("2026-11-28", 1), ("2026-11-29", 0), ("", 0)])
def test_a_decision_from_before_the_deviation_was_taken_up_is_asked_about(state: State, on: str, doubts: int) -> None:
    assert len(at(state).doubts_of("m1", YES | {"on": on})) == doubts
    assert not at(state).doubts_of("m2", YES | {"on": on})


def test_who_was_overtaken_in_a_decision_is_told(state: State) -> None:
    at(state).decide("m1", YES, 1)
    with pytest.raises(OvertakenError, match="Sara"):
        at(state, ANALYST).decide("m1", YES | {"words": "Sex tjänster."}, 1)


def typed(effort: str, effect: str, *drawn: str) -> Estimate:
    return Estimate(effort, effect, (drawn[0], drawn[1]) if drawn else ("", ""))


def test_efforts_and_effects_are_saved_together_and_only_those_that_were_changed(state: State) -> None:
    at(state).estimate({"m1": typed("1,5", "3.5"), "m2": typed("2", "4", "2", "4")})
    found = book(state).measures
    assert (found["m1"].effort, found["m1"].effect) == (1.5, 3.5)
    assert [one.number for one in at(state).history(MEASURES, "m2")] == [1]


def test_an_effort_and_effect_are_taken_away_together(state: State) -> None:
    at(state).estimate({"m2": typed("", "", "2", "4")})
    assert (book(state).measures["m2"].effort, book(state).measures["m2"].effect) == (None, None)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("6", "2"), "”6” går inte att använda för ”Heltidsmentorer”. Skriv 1–5"),
        (("0", "2"), "”0” går inte"),
        (("2,3", "2"), "hela eller halva steg"),
        (("nan", "2"), "”nan” går inte"),
        (("x" * 5000, "2"), "går inte att använda"),
        (("2", ""), "bara en av insats och effekt"),
    ],
)
def test_an_estimate_that_is_none_is_told(state: State, given: tuple[str, str], told: str) -> None:
    with pytest.raises(CycleError, match=told):
        at(state).estimate({"m1": typed(*given)})


def test_who_moves_what_another_has_moved_meanwhile_is_told_to_where(state: State) -> None:
    with pytest.raises(CycleError, match="gett ”Läxhjälp” insats 2 och effekt 4"):
        at(state).estimate({"m2": typed("5", "1", "3", "3")})


def test_a_decided_measure_is_not_weighed_any_more(state: State) -> None:
    at(state).decide("m1", YES, 1)
    with pytest.raises(CycleError, match="redan beslutad"):
        at(state).estimate({"m1": typed("2", "4")})


@pytest.mark.parametrize("effect", [one for one in Effect if one is not Effect.RIGHT])
def test_only_what_is_followed_by_the_right_way_is_an_example(state: State, effect: Effect) -> None:
    at(state).decide("m1", YES, 1)
    with pytest.raises(CycleError, match="inte rört sig åt rätt håll"):
        at(state).publish_example("m1", LESSON, effect, 0)


def test_an_example_is_public_until_it_is_withdrawn(state: State) -> None:
    at(state).decide("m1", YES, 1)
    at(state).publish_example("m1", LESSON, Effect.RIGHT, 0)
    assert book(state, drafts=False).examples["m1"].contact == "grundskolechef"
    at(state).withdraw_example("m1", 1)
    assert not book(state, drafts=False).examples


DEEDS: Mapping[str, Callable[[Deciding], object]] = {
    "decide": lambda who: who.decide("m1", YES, 1),
    "estimate": lambda who: who.estimate({"m1": typed("2", "4")}),
    "vote": lambda who: who.open_vote(new_vote(), VOTE, ["m1"]),
    "example": lambda who: who.publish_example("m1", LESSON, Effect.RIGHT, 0),
    "withdraw": lambda who: who.withdraw_example("m1", 0),
}


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_without_the_right_does_anything(state: State, who: Person, deed: str) -> None:
    with pytest.raises(NotAllowedError):
        DEEDS[deed](at(state, who))
    assert book(state).measures == {"m1": MENTORS, "m2": READING}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("key", ["m1", "gone"])
def test_what_is_withdrawn_or_gone_is_told(state: State, deed: str, key: str) -> None:
    with writing(state.engine) as session:
        gone = None if key == "gone" else replace(MENTORS, withdrawn="För dyrt.")
        MEASURES.put(session, HUDDINGE, "m1", gone, save_of(ANALYST, NOW), is_public=False)
    with pytest.raises(CycleError, match=r"finns inte|återtagen"):
        DEEDS[deed](at(state))


def test_a_decision_keeps_what_is_no_body_of_the_municipality(state: State) -> None:
    at(state).decide("m1", YES | {"by": "Skolchefens beslut"}, 1)
    found = book(state).measures["m1"]
    assert (found.body, found.decision and found.decision.decision.by) == (None, "Skolchefens beslut")
    assert found.decision is not None
    assert (found.decision.answer, found.decision.decision.on) == (Answer.YES, date(2026, 11, 20))

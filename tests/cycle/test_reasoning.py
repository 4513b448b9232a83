"""What an analysis says: checks, causes and hypotheses, conclusions; who may, what is public, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.catalogue.models import Influence
from core.cycle.book import DEVIATIONS, CycleBook, CycleBooks
from core.cycle.models import Check, Claim, Conclusion, Heading, HypothesisVerdict, MeasuringQuestion
from core.cycle.reasoning import DEEPEST, Reasoning
from core.cycle.working import CycleError
from core.errors import NyckeltalError
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.cycle.loops import ANALYST, CARE_HEAD, CONVENOR, NEIGHBOUR, NOW, SCHOOL_HEAD, TAKEN, TAKEN_UP, TODAY
from tests.shared import HUDDINGE, small_catalogue

KEY = TAKEN_UP.id
ABSENCE = {"text": " Frånvaron växer i årskurs 8. ", "heading": "brukare", "influence": "stor"}
GUESS = {
    **ABSENCE,
    "verdict": "öppen",
    "prediction": "De som inte blir behöriga är borta mer.",
    "evidence": "Frånvaron i årskurs 8.",
    "responsible": "kvalitetsstrateg",
    "answer_by": "2026-12-04",
}
WRITTEN = {"text": "Behörigheten hänger ihop med frånvaron."}
CHECKED = {"q0": "ja", "w0": "Behöriga till yrkesprogram.", "q3": "ja", "comment": "Kontrollerad."}


def at(state: State, who: Person = SCHOOL_HEAD) -> Reasoning:
    return Reasoning(state.engine, HUDDINGE, who, NOW, small_catalogue())


def book(state: State, *, drafts: bool = True) -> CycleBook:
    return CycleBooks(state.engine).book(HUDDINGE, drafts=drafts)


@pytest.fixture(autouse=True)
def _taken_up(state: State) -> None:
    with writing(state.engine) as session:
        DEVIATIONS.put(session, HUDDINGE, KEY, TAKEN_UP, save_of(ANALYST, NOW), is_public=False)


def test_a_check_says_which_questions_are_answered_and_by_whose_function(state: State) -> None:
    at(state).check(KEY, CHECKED, 0)
    assert book(state).checks[KEY] == Check(
        TODAY,
        "grundskolechef",
        (MeasuringQuestion.READ, MeasuringQuestion.TIME),
        ((MeasuringQuestion.READ, "Behöriga till yrkesprogram."),),
        "Kontrollerad.",
    )


def test_a_cause_is_a_sentence_and_a_hypothesis_has_a_verdict(state: State) -> None:
    plain, guess = (at(state).claim(KEY, typed)[0] for typed in (ABSENCE, {**GUESS, "verdict": ""}))
    assert book(state).claims[plain] == Claim(
        plain, KEY, "Frånvaron växer i årskurs 8.", Heading.USERS, Influence.LARGE
    )
    assert book(state).claims[guess].verdict is HypothesisVerdict.OPEN
    assert not book(state, drafts=False).claims


def test_a_conclusion_is_assumed_as_long_as_a_hypothesis_it_rests_on_is_open(state: State) -> None:
    key = at(state).claim(KEY, GUESS)[0]
    at(state).conclude(KEY, {**WRITTEN, "rests_on": f"{key} xx"}, 0)
    assert book(state).conclusions[KEY] == Conclusion(WRITTEN["text"], TODAY, (key,), is_assumed=True)
    at(state).publish(KEY, 1)
    save = at(state).claim(KEY, {**GUESS, "verdict": "styrks", "found": "Två av tre."}, key, 1)[1]
    assert not book(state).conclusions[KEY].is_assumed
    assert not book(state, drafts=False).conclusions[KEY].is_assumed, "readers see it too"
    at(state).undo_save(save.batch)
    assert book(state, drafts=False).conclusions[KEY].is_assumed


def test_a_conclusion_rests_no_more_on_a_cause_that_is_taken_away(state: State) -> None:
    key = at(state).claim(KEY, GUESS)[0]
    at(state).conclude(KEY, {**WRITTEN, "rests_on": key}, 0)
    save = at(state).remove_claim(key, 1)
    found = book(state)
    assert (found.claims, found.conclusions[KEY].rests_on, found.conclusions[KEY].is_assumed) == ({}, (), False)
    at(state).undo_save(save.batch)
    assert book(state).conclusions[KEY].rests_on == (key,)


def test_what_is_published_is_the_conclusion_and_the_frozen_figure_until_it_is_taken_back(state: State) -> None:
    at(state).check(KEY, CHECKED, 0)
    at(state).claim(KEY, GUESS)
    at(state).conclude(KEY, WRITTEN, 0)
    assert not book(state, drafts=False).deviations
    at(state).publish(KEY, 1)
    shown = book(state, drafts=False)
    assert (shown.conclusions[KEY].text, shown.deviations[KEY].frozen) == (WRITTEN["text"], TAKEN_UP.frozen)
    assert (shown.checks, shown.claims) == ({}, {})
    at(state).conclude(KEY, {"text": "En ny text."}, 2)
    assert book(state, drafts=False).conclusions[KEY].text == "En ny text."
    save = at(state).unpublish(KEY, 3)
    hidden = book(state, drafts=False)
    assert not hidden.conclusions
    assert not hidden.deviations
    assert book(state).conclusions[KEY].text == "En ny text."
    at(state).undo_save(save.batch)
    assert book(state, drafts=False).conclusions[KEY].text == "En ny text."


DEEDS: Mapping[str, Callable[[Reasoning, str], object]] = {
    "check": lambda who, _: who.check(KEY, CHECKED, 0),
    "claim": lambda who, _: who.claim(KEY, GUESS),
    "change a claim": lambda who, claim: who.claim(KEY, GUESS, claim, 1),
    "remove a claim": lambda who, claim: who.remove_claim(claim, 1),
    "conclude": lambda who, _: who.conclude(KEY, WRITTEN, 1),
    "publish": lambda who, _: who.publish(KEY, 1),
    "unpublish": lambda who, _: who.unpublish(KEY, 1),
}


@pytest.mark.parametrize("who", [READER, CONVENOR, CARE_HEAD, NEIGHBOUR], ids=lambda one: one.login or "reader")
def test_nobody_without_the_right_writes_in_an_analysis(state: State, who: Person) -> None:
    claim, save = at(state).claim(KEY, ABSENCE)
    at(state).conclude(KEY, WRITTEN, 0)
    before = book(state)
    for deed in DEEDS.values():
        with pytest.raises(NotAllowedError):
            deed(at(state, who), claim)
    with pytest.raises(NotAllowedError):
        at(state, who).undo_save(save.batch)
    after = book(state)
    assert (after.claims, after.conclusions, after.checks) == (before.claims, before.conclusions, before.checks)


BAD: Mapping[str, tuple[Mapping[str, str], type[NyckeltalError], str]] = {
    "no text": ({"text": " "}, FieldsError, "Orsak: Saknas"),
    "5 000 characters": ({"found": "x" * 5000}, FieldsError, "Texten har 5000 tecken"),
    "no heading": ({"heading": ""}, FieldsError, "Slags orsak"),
    "a strange verdict": ({"verdict": "kanske"}, FieldsError, "kanske"),
    "a verdict without what was found": ({"verdict": "förkastas"}, CycleError, "Skriv vad ni fann"),
    "a day that has been": ({"answer_by": "2026-11-01"}, CycleError, "redan varit"),
    "an answer after the conclusion": ({"answer_by": "2026-12-24"}, CycleError, "efter slutsatsen"),
    "under nothing": ({"parent": "xx"}, CycleError, "finns inte"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_cause_that_cannot_be_is_told_and_nothing_is_saved(state: State, case: str) -> None:
    typed, error, said = BAD[case]
    at(state).change(KEY, TAKEN, 1)
    with pytest.raises(error) as told:
        at(state).claim(KEY, {**GUESS, **typed})
    assert said in str(told.value)
    assert not book(state).claims


def test_causes_of_causes_make_no_circle_and_end_somewhere(state: State) -> None:
    first = above = at(state).claim(KEY, ABSENCE)[0]
    for _ in range(DEEPEST - 1):
        above = at(state).claim(KEY, {**ABSENCE, "parent": above})[0]
    with pytest.raises(CycleError, match="högst 6 led"):
        at(state).claim(KEY, {**ABSENCE, "parent": above})
    with pytest.raises(CycleError, match="under sig själv"):
        at(state).claim(KEY, {**ABSENCE, "parent": above}, first, 1)
    with pytest.raises(CycleError, match="andra under sig"):
        at(state).remove_claim(first, 1)


@pytest.mark.parametrize(
    "deed",
    [
        lambda who, claim: who.claim(KEY, {**GUESS, "text": "Annat."}, claim, 7),
        lambda who, _: who.conclude(KEY, {"text": "Annat."}, 7),
        lambda who, _: who.check(KEY, CHECKED, 7),
    ],
)
def test_nobody_is_written_over_unseen(state: State, deed: Callable[[Reasoning, str], object]) -> None:
    claim = at(state).claim(KEY, GUESS)[0]
    at(state).conclude(KEY, WRITTEN, 0)
    at(state).check(KEY, {}, 0)
    with pytest.raises(OvertakenError):
        deed(at(state, ANALYST), claim)


def test_a_conclusion_that_is_not_there_is_not_published(state: State) -> None:
    with pytest.raises(CycleError, match="ingen slutsats"):
        at(state).publish(KEY, 0)


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        (None, {**TAKEN, "mine": "ja"}, SCHOOL_HEAD.id),
        (SCHOOL_HEAD.id, TAKEN, None),
        (ANALYST.id, TAKEN, ANALYST.id),
        (ANALYST.id, {**TAKEN, "owner": "rektor"}, None),
    ],
)
def test_an_account_stands_beside_the_owner_as_long_as_it_is_hers(
    state: State, before: int | None, typed: Mapping[str, str], after: int | None
) -> None:
    with writing(state.engine) as session:
        held = replace(TAKEN_UP, account=before, conclude_by=TODAY)
        DEVIATIONS.put(session, HUDDINGE, KEY, held, save_of(ANALYST, NOW), is_public=False)
    at(state).change(KEY, typed, 2)
    assert book(state).deviations[KEY].account == after

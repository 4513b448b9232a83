"""How far measures have come, in the words that every page tells it with, and good examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from core.cycle.book import CycleBook, CycleBooks
from core.cycle.models import Answer, GoodExample, Measure, MeasureDecision, Way
from core.cycle.plans import ActionPlan, Activity, ActivityState
from core.goals.models import Decision
from core.outcomes.activities import Progress
from core.outcomes.effects import MeasuredEffect
from core.outcomes.entered import Entered
from core.outcomes.examples import examples_of
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.outcomes.measures import Stage, change_words, effect_note, effect_words, staged, years_words
from core.signals.effects import Effect
from tests.outcomes.test_effects import RISING
from tests.shared import GRADES, HUDDINGE, WAIT, figures_of, small_harvest

TODAY = date(2024, 3, 1)
MENTORS = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP, seen_from=2022)


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("rising"), harvest=small_harvest(own=RISING)) as made:
        yield made


def decided(answer: Answer) -> Measure:
    return replace(MENTORS, decision=MeasureDecision(answer, Decision("Grundskolenämnden", date(2021, 3, 1), "9")))


def plan(done_on: date | None) -> dict[str, ActionPlan]:
    return {"p1": ActionPlan("p1", "Heltidsmentorer", "grundskola", "m1", done_on=done_on)}


@pytest.mark.parametrize(
    ("measure", "done_on", "stage", "verdict"),
    [
        (MENTORS, None, "förslag", Effect.NOT_YET),
        (decided(Answer.POSTPONED), None, "uppskjutet", Effect.NOT_YET),
        (decided(Answer.NO), date(2021, 9, 1), "avslaget", Effect.NOT_YET),
        (decided(Answer.YES), None, "pågår", Effect.NOT_YET),
        (decided(Answer.YES), date(2021, 9, 1), "genomförd", Effect.RIGHT),
        (replace(decided(Answer.YES), way=Way.DOWN), date(2021, 9, 1), "genomförd", Effect.WRONG),
        (replace(decided(Answer.YES), withdrawn="För dyrt."), date(2021, 9, 1), "återtagen", Effect.NOT_YET),
    ],
)
def test_a_measure_has_a_stage_and_done_is_never_the_same_as_worked(
    rising: Figures, measure: Measure, done_on: date | None, stage: str, verdict: Effect
) -> None:
    book = CycleBook(HUDDINGE, measures={"m1": measure}, plans=plan(done_on))
    one = staged(rising, HUDDINGE, measure, book, TODAY)
    assert (one.stage, one.effect.verdict) == (Stage(stage), verdict)


def test_activities_are_counted_as_done_and_late(rising: Figures) -> None:
    due = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 1, 1)]
    states = [ActivityState.GOING_ON, ActivityState.NOT_BEGUN, ActivityState.DONE]
    activities = {
        str(n): Activity(str(n), "p1", "Något", "rektor", day, state=state)
        for n, (day, state) in enumerate(zip(due, states, strict=True))
    }
    measure = decided(Answer.YES)
    book = CycleBook(HUDDINGE, measures={"m1": measure}, plans=plan(None), activities=activities)
    one = staged(rising, HUDDINGE, measure, book, TODAY)
    assert one.progress == Progress(3, 1, 1)


RIGHT = MeasuredEffect(Effect.RIGHT, (2023, 17.0), (2025, 13.0), 0.4, 16.0, 15.0, 6)
WAITING = MeasuredEffect(Effect.NOT_YET, (2025, 71.0), seen_on=date(2027, 4, 10), seen_year=2026, is_done=True)
GOING = replace(WAITING, is_done=False)


@pytest.mark.parametrize(
    ("effect", "words", "note", "change", "years"),
    [
        (RIGHT, "åt rätt håll", "liknande kommuner 16 → 15", "17 → 13", "2023–2025"),
        (
            replace(RIGHT, verdict=Effect.UNCHANGED, peers_before=None),
            "oförändrat",
            "upp till 0,4 räknas som oförändrat",
            "17 → 13",
            "2023–2025",
        ),
        (WAITING, "syns tidigast 2027-04", "när Kolada publicerar utfallet för 2026", "71", "2025"),
        (GOING, "syns tidigast 2027-04", "när Kolada publicerar utfallet för 2026, om det görs nu", "71", "2025"),
        (
            replace(GOING, seen_on=None, planned=date(2026, 3, 31)),
            "syns tidigast i utfallet för 2026",
            "om allt blir klart 2026-03-31",
            "71",
            "2025",
        ),
        (replace(WAITING, seen_on=None), "syns tidigast i utfallet för 2026", "", "71", "2025"),
        (MeasuredEffect(Effect.NOT_YET), "syns inte än", "", "–", ""),
        (MeasuredEffect(Effect.NOT_JUDGED), "kan inte bedömas", "det saknas värden", "–", ""),
    ],
)
def test_what_a_figure_did_is_said_without_claiming_a_cause(
    effect: MeasuredEffect, words: str, note: str, change: str, years: str
) -> None:
    assert (effect_words(effect), effect_note(effect, 0)) == (words, note)
    assert (change_words(effect, 0), years_words(effect)) == (change, years)


def test_what_a_participant_has_told_is_found_by_its_indicator_with_what_the_figure_did(rising: Figures) -> None:
    lesson = GoodExample("Mentorer på heltid", "Börja med en skola.", "grundskolechef", date(2024, 2, 1))
    book = CycleBook(
        HUDDINGE,
        measures={"m1": decided(Answer.YES)},
        plans=plan(date(2021, 9, 1)),
        examples={"m1": lesson, "gone": lesson},
    )
    entered = Entered(pd.DataFrame, lambda _: (), cycle=_Books({HUDDINGE: book}))
    told = replace(rising, entered=entered, lasting=Lasting())
    (one,) = examples_of(told, GRADES)
    assert (one.name, one.example, one.of.effect.verdict) == ("Huddinge", lesson, Effect.RIGHT)
    assert examples_of(told, WAIT) == ()
    assert examples_of(told, "N99999") == ()


class _Books(CycleBooks):
    """What readers see, given."""

    def __init__(self, books: dict[str, CycleBook]) -> None:
        self._books = books

    def book(self, municipality: str, *, drafts: bool) -> CycleBook:
        assert not drafts
        return self._books.get(municipality, CycleBook(municipality))

    def mark(self, municipality: str, *, drafts: bool) -> str:
        assert not drafts
        return municipality

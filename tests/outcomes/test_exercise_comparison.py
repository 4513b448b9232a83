"""Municipalities beside each other: nothing is shown that their own results do not show, and none can be reckoned."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue.exercises import default_exercises
from core.cycle.exercises import Run, Way
from core.outcomes.exercise_comparison import EVERYBODY, Beside, Group, comparison_of
from core.outcomes.exercises import Answered, Given, Results, results_of
from core.signals.shown_groups import FEWEST
from tests.shared import small_catalogue

THREAD, WHOLE = default_exercises()["roda-traden-tjansteman"], default_exercises()["utvardering"]
KNOWN = "known"
# Of the survey the choices that are compared, and one question.
ASKED = [one.model_copy(update={"questions": (WHOLE.question(KNOWN),)}) for one in WHOLE.sections[1:2]]
SURVEY = WHOLE.model_copy(update={"sections": (WHOLE.sections[0], *ASKED)})
CATALOGUE = small_catalogue()
NAMES = {"0126": "Huddinge", "0127": "Botkyrka", "0136": "Haninge"}
TIMES = (date(2025, 11, 20), date(2026, 11, 20))
# Three choices that are compared: whom one is, where one works, and with what.
CHOICES = {"malgrupp": ["politiker", "chef"], "kommun": ["0126", "0127"], "omrade": ["grundskola", "aldreomsorg"]}

Answers = Mapping[str, Sequence[Given]]


def run(exercise: str, place: str, on: date) -> Run:
    return Run(f"{place}-{on}", exercise, "Enkät", Way.LINK, "BCDF", date(2025, 1, 1), closed_on=on)


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """What each municipality's persons have answered each time, by the run's id; some have not answered all."""
    sizes = draw(st.lists(st.integers(0, 26), min_size=6, max_size=6))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - made-up answers

    def one() -> Given:
        groups = {key: chance.choice([*options, options[0], ""]) for key, options in CHOICES.items()}
        said = chance.choice(["hog", "inte", "inte", ""])
        return {key: text for key, text in {**groups, KNOWN: said}.items() if text}

    runs = [run(SURVEY.id, place, on).id for place in NAMES for on in TIMES]
    return {key: [one() for _ in range(n)] for key, n in zip(runs, sizes, strict=True)}


Found = Mapping[tuple[str, date], Results]


def results(every: Answers) -> Found:
    """What each came to each time, beside the last time."""

    def one(place: str, on: date) -> Results:
        mine, last = run(SURVEY.id, place, on), run(SURVEY.id, place, TIMES[0])
        before = (last, every[last.id]) if on != TIMES[0] else None
        return results_of(mine, SURVEY, every[mine.id], CATALOGUE, before)

    return {(place, on): one(place, on) for place in NAMES for on in TIMES}


def compared(found: Found, places: Sequence[str], on: date) -> list[tuple[Group, Beside]]:
    """The question as PLACES compare it, of everybody and of each group that is offered."""
    held = {one: (NAMES[one], found[one, on]) for one in places}
    groups = [one for one, _ in comparison_of(SURVEY, held).groups]
    return [(group, comparison_of(SURVEY, held, group).sections[0][1][0]) for group in groups]


def question(found: Results) -> Answered:
    one = found.answered(KNOWN)
    assert one is not None
    return one


def agreeing() -> Iterator[tuple[str, ...]]:
    """Whoever may have said yes: one after another joins, and takes it back."""
    for size in range(1, len(NAMES) + 1):
        yield from combinations(NAMES, size)


@given(answers())
def test_a_comparison_shows_only_what_each_own_result_shows_whoever_joins_or_leaves(every: Answers) -> None:
    found = results(every)
    for places in agreeing():
        for _, one in compared(found, places, TIMES[1]):
            for bar in one.of.bars:
                own = question(found[bar.key, TIMES[1]])
                shown = [*own.bars, *(bar for held in own.groups for bar in held.bars)]
                assert (bar.count, bar.counts) in [(mine.count, mine.counts) for mine in shown]
            assert len(one.of.bars) + len(one.hidden) == len(places)
            if one.mean:
                shares = [bar.part(0, one.of.question) for bar in one.of.bars]
                assert one.mean[0] == pytest.approx(sum(shares) / len(shares))


def tables(every: Answers) -> list[set[tuple[str, int]]]:
    """Whose answers each table is about that anybody may come to see: own results, comparisons of whoever agrees."""
    found = results(every)
    told: list[set[tuple[str, int]]] = []

    def add(place: str, on: date, count: int, group: Group = EVERYBODY) -> None:
        key = run(SURVEY.id, place, on).id
        who = {
            (key, n)
            for n, one in enumerate(every[key])
            if KNOWN in one and (group == EVERYBODY or one.get(group.by, "Ej angivet") == group.option)
        }
        assert len(who) == count
        if who not in told:
            told.append(who)

    for place, on in found:
        one = question(found[place, on])
        for bar in one.bars:
            add(place, on, bar.count)
        for held in one.groups:
            for bar in held.bars:
                add(place, on, bar.count, Group(held.by, bar.key))
        if one.last:
            add(place, TIMES[0], one.last.count)
    for places, on in product(agreeing(), TIMES):
        for group, beside in compared(found, places, on):
            for bar in beside.of.bars:
                add(bar.key, on, bar.count, group)
    return told


@settings(deadline=None)
@given(answers())
def test_every_subtraction_between_all_that_is_shown_is_of_five_or_nobody(every: Answers) -> None:
    """Of one municipality's time each table added, taken away or left out; of all together any two, and all totals."""
    shown = tables(every)
    by_run = {key: [who for who in shown if next(iter(who))[0] == key] for key in every}
    for mine in by_run.values():
        assert_nothing_told(mine, product((-1, 0, 1), repeat=len(mine)))
    assert_nothing_told([max(mine, key=len) for mine in by_run.values() if mine], product((-1, 0, 1), repeat=6))
    for one, other in combinations(shown, 2):
        assert not 0 < len(one ^ other) < FEWEST


def assert_nothing_told(shown: Sequence[set[tuple[str, int]]], signs: Iterable[tuple[int, ...]]) -> None:
    persons = sorted(set().union(*shown))
    matrix = np.array([[one in who for one in persons] for who in shown], dtype=np.int8)
    if shown:
        made = np.array([some[: len(shown)] for some in signs], dtype=np.int8)
        about = np.count_nonzero(made @ matrix, axis=1)
        assert not ((about > 0) & (about < FEWEST)).any()


def thread(place: str, count: int, yes: int, role: str = "chef") -> tuple[str, Results]:
    given_ = [{"roll": role, "vision": "ja" if n < yes else "nej", "bra": "Text"} for n in range(count)]
    return NAMES[place], results_of(run(THREAD.id, place, TIMES[1]), THREAD, given_, CATALOGUE)


def compared_vision(places: Mapping[str, tuple[str, Results]]) -> Beside:
    every = [one for _, some in comparison_of(THREAD, places).sections for one in some]
    return next(one for one in every if one.of.question.id == "vision")


def test_the_mean_counts_each_municipality_alike_and_is_of_half_of_them_at_least() -> None:
    places = {"0126": thread("0126", 20, 10), "0127": thread("0127", 5, 5), "0136": thread("0136", 4, 0)}
    vision = compared_vision(places)
    assert [(bar.name, bar.count) for bar in vision.of.bars] == [("Huddinge", 20), ("Botkyrka", 5)]
    assert vision.hidden == ("Haninge",)
    assert vision.mean_share(vision.of.high) == pytest.approx(0.75)
    assert vision.spread == pytest.approx(0.5)
    few = {"0126": places["0126"], "0136": places["0136"]}
    assert compared_vision(few).mean == ()


def test_what_is_written_is_never_compared_and_a_group_that_nobody_shows_is_everybody() -> None:
    places = {"0126": thread("0126", 9, 3), "0127": thread("0127", 9, 3)}
    found = comparison_of(THREAD, places, Group("roll", "stab"))
    assert found.group == EVERYBODY
    assert all(one.of.question.id not in {"bra", "roll"} for _, some in found.sections for one in some)


def test_who_answers_for_the_municipality_alone_stands_beside_the_others() -> None:
    name, _ = thread("0126", 9, 3)
    alone = replace(run(THREAD.id, "0127", TIMES[1]), way=Way.ALONE)
    places = {"0126": thread("0126", 9, 3), "0127": (name, results_of(alone, THREAD, [{"vision": "ja"}], CATALOGUE))}
    vision = compared_vision(places)
    assert [bar.count for bar in vision.of.bars] == [9, 1]

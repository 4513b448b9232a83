"""What answers come to: counted right, too few never shown, and no table that tells by being taken from another."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from core.catalogue.exercises import default_exercises
from core.cycle.exercises import Item, Run, Way
from core.outcomes.exercises import Answered, Bar, Given, Results, asked_pages, results_of
from core.signals.shown_groups import FEWEST
from tests.shared import small_catalogue

THREAD, SURVEY = default_exercises()["roda-traden-tjansteman"], default_exercises()["utvardering"]
RUN = Run("r", THREAD.id, "Röda tråden", Way.LINK, "BCDF", date(2026, 11, 1), closed_on=date(2026, 11, 20))
LAST = replace(RUN, id="l", closed_on=date(2025, 11, 20))
CATALOGUE = small_catalogue()


def answers(count: int, seed: int, roles: str = "chef medarbetare medarbetare stab") -> list[Given]:
    chance = random.Random(seed)  # noqa: S311 - made-up answers
    return [
        {"roll": chance.choice(roles.split()), "vision": chance.choice(["ja", "nej"]), "bra": f"Text {n}"}
        for n in range(count)
    ]


def of(found: Results, key: str) -> Answered:
    return next(one for _, some in found.sections for one in some if one.question.id == key)


def test_what_is_shown_is_what_was_answered() -> None:
    given = answers(60, 1)
    vision = of(results_of(RUN, THREAD, given, CATALOGUE), "vision")
    everybody = vision.bars[0]
    counted = Counter(one["vision"] for one in given)
    assert (everybody.count, everybody.counts) == (60, (counted["nej"], counted["ja"], 0))
    assert everybody.share(vision.high) == counted["ja"] / 60
    for bar in vision.groups[0].bars:
        mine = Counter(one["vision"] for one in given if one["roll"] == bar.key)
        assert bar.counts == (mine["nej"], mine["ja"], 0)


def test_of_four_nothing_is_shown_and_of_five_all() -> None:
    for count in (4, 5):
        found = results_of(RUN, THREAD, answers(count, 2, "chef"), CATALOGUE)
        assert found.is_hidden == (count < FEWEST)
        assert bool(of(found, "vision").bars) == (count == FEWEST)
        assert bool(of(found, "bra").texts) == (count == FEWEST)


def test_one_who_answers_for_the_municipality_is_shown() -> None:
    found = results_of(replace(RUN, way=Way.ALONE), THREAD, answers(1, 3), CATALOGUE)
    assert of(found, "vision").bars[0].count == 1
    assert of(found, "vision").groups == ()


def test_answers_of_none_of_a_group_are_another_group() -> None:
    given = [*answers(10, 4, "chef"), *({"vision": "ja"} for _ in range(3))]
    vision = of(results_of(RUN, THREAD, given, CATALOGUE), "vision")
    assert vision.groups[0].bars == ()
    assert set(vision.groups[0].hidden) == {"Chef", "Ej angivet"}


def tables(found: Answered) -> Iterator[tuple[Bar, ...]]:
    """Everything that can be put together of the shown tables of a question: unions of groups, with the total."""
    for group in found.groups:
        for size in range(len(group.bars) + 1):
            yield from combinations(group.bars, size)


def told(bars: tuple[Bar, ...], members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(members[bar.key] for bar in bars))


@pytest.mark.parametrize("seed", range(12))
def test_no_subtraction_between_shown_tables_tells_of_fewer_than_five(seed: int) -> None:
    """Between groups, totals and the last time: of whom a difference is, not only how many."""
    chance = random.Random(seed)  # noqa: S311 - made-up answers
    every: dict[str, list[Given]] = {}
    for when in ("now", "last"):
        count = chance.randint(5, 45)
        every[when] = [
            {
                "malgrupp": chance.choice(["politiker", "politiker", "chef", "arbetsgrupp"]),
                "kommun": chance.choice(["0126", "0126", "0126", "0127", "0136"]),
                **({"known": chance.choice(["hog", "inte"])} if chance.random() > 0.1 else {}),
            }
            for _ in range(count)
        ]
    run, last = replace(RUN, exercise=SURVEY.id), replace(LAST, exercise=SURVEY.id)
    shown = {
        "now": of(results_of(run, SURVEY, every["now"], CATALOGUE, (last, every["last"])), "known"),
        "last": of(results_of(last, SURVEY, every["last"], CATALOGUE), "known"),
    }
    sets: set[frozenset[str]] = set()
    for when, found in shown.items():
        names = {f"{when}{n}": one for n, one in enumerate(every[when]) if "known" in one}
        everybody = frozenset(names)
        members = {
            key: frozenset(who for who, one in names.items() if key in (one["malgrupp"], one["kommun"]))
            for key in ("politiker", "chef", "arbetsgrupp", "0126", "0127", "0136")
        }
        if found.bars:
            assert found.bars[0].count == len(everybody)
            for bars in tables(found):
                sets |= {told(bars, members), everybody - told(bars, members)}
    # What is told beside this time's answers was told the last time too.
    if shown["now"].last:
        assert shown["now"].last.counts == shown["last"].bars[0].counts
    for one, other in combinations(sets, 2):
        assert len(one ^ other) >= FEWEST


def test_an_answer_is_of_one_time_only_so_that_times_are_never_parts_of_each_other() -> None:
    given = answers(30, 5)
    found = results_of(RUN, THREAD, given, CATALOGUE, (LAST, answers(4, 6)))
    assert of(found, "vision").last is None
    assert of(results_of(RUN, THREAD, given, CATALOGUE, (LAST, answers(9, 6))), "vision").last is not None


def test_published_shares_stand_beside_those_of_all_and_of_each_group() -> None:
    given: list[Given] = [{"malgrupp": "politiker", "kommun": "0126", "of_use": "hog"} for _ in range(6)]
    of_use = of(results_of(replace(RUN, exercise=SURVEY.id), SURVEY, given, CATALOGUE), "of_use")
    assert of_use.earlier is not None
    assert (of_use.earlier["", ""].high, of_use.earlier["politiker", ""].high) == (56, 65)


def test_an_exercise_about_goals_has_a_page_a_goal_and_one_about_indicators_several_on_each() -> None:
    items = tuple(Item(f"m{n}", f"Mål {n}") for n in range(9))
    pages = asked_pages(default_exercises()["tydlig-styrning"], items, CATALOGUE)
    assert [page.title for page in pages] == [one.name for one in items]
    assert (pages[0].parts[0][0], len(pages[0].fields)) == ("Styrning", 11)
    of_indicators = asked_pages(default_exercises()["paverkansgrad"], items, CATALOGUE)
    assert [len(page.fields) for page in of_indicators] == [8, 1]

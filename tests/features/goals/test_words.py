"""What is said of goals: sentences made of their faces and figures."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from core.features.goals import words
from core.goals.models import Decision, Level
from core.signals import Attainment, Standing
from core.words.sentences import Row

N, O, X, Q = Attainment.REACHED, Attainment.NEARLY, Attainment.NOT_REACHED, Attainment.NOT_JUDGED  # noqa: E741


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        ([], ""),
        ([N], "Nämndmålet nås"),
        ([O], "Nämndmålet nås nästan"),
        ([Q], "Nämndmålet kan inte bedömas"),
        ([N, N], "Båda nämndmålen nås"),
        ([N, N, N], "Alla tre nämndmål nås"),
        ([N, O, O], "Ett av tre nämndmål nås, två nås nästan"),
        ([X, X, O], "Inget av tre nämndmål nås, ett nås nästan, två nås inte"),
        ([N, N, Q], "Två av tre nämndmål nås, ett kan inte bedömas"),
        ([Q, Q], "Inget av två nämndmål kan bedömas än"),
        ([N] * 13 + [X], "13 av 14 nämndmål nås, ett nås inte"),
    ],
)
def test_how_many_goals_are_reached_is_a_sentence(faces: list[Attainment], said: str) -> None:
    assert words.reached_words(faces, Level.COMMITTEE) == said


def _row(name: str, verdict: str, trend: str) -> Row:
    return cast("Row", {"name": name, "trend_verdict": verdict, "trend": trend})


BETTER, WORSE, SAME = ("better", "up"), ("worse", "down"), ("unchanged", "level")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ("", "ingen trend", "")),
        ([_row("A", "none", "silent")], ("", "ingen trend", "")),
        ([_row("A", *BETTER), _row("B", *WORSE)], ("arrow-down", "försämras", "B")),
        ([_row("A", *WORSE), _row("B", *WORSE), _row("C", *SAME)], ("arrow-down", "försämras", "A och 1 till")),
        ([_row("A", *BETTER), _row("B", *SAME)], ("arrow-level", "oförändrat", "ingen försämras")),
        ([_row("A", *BETTER), _row("B", *BETTER)], ("arrow-up", "förbättras", "båda indikatorerna")),
        ([_row(name, *BETTER) for name in "ABC"], ("arrow-up", "förbättras", "alla indikatorer")),
        ([_row("A", *BETTER)], ("arrow-up", "förbättras", "A")),
        ([_row("A", "neutral", "down")], ("arrow-down", "minskar", "A")),
    ],
)
def test_the_worst_trend_of_a_goal_is_told_with_whose_it_is(rows: list[Row], said: tuple[str, ...]) -> None:
    found = words.trend_words(rows)
    assert (found.symbol, found.words, found.whose) == said


def test_a_decision_is_told_with_who_when_and_where() -> None:
    decision = Decision("Kommunfullmäktige", date(2025, 11, 17), "142")
    assert decision.words == "Kommunfullmäktige 2025-11-17 § 142"
    assert Decision("Nämnden", date(2025, 1, 2), "").words == "Nämnden 2025-01-02"
    assert (words.late_words(1), words.late_words(2)) == ("1 uppdrag är försenat", "2 uppdrag är försenade")


@pytest.mark.parametrize(
    ("face", "square", "is_told"),
    [(X, Standing.BEST, True), (N, Standing.BEST, False), (X, Standing.MIDDLE, False), (O, Standing.BEST, False)],
)
def test_a_red_face_beside_a_green_square_is_told_of(face: Attainment, square: Standing, is_told: bool) -> None:
    other: Row = {"attainment": N, "standing": Standing.WORST}
    assert words.has_red_beside_green([other, {"attainment": face, "standing": square}]) == is_told

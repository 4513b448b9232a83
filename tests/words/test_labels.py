"""Every name in code has its word on the screen."""

from __future__ import annotations

import pytest

from core.catalogue import Category, Direction
from core.signals import Attainment, Gender, Pace, Reason, Standing, Trend, Verdict
from core.words import labels


def test_the_face_s_words() -> None:
    assert labels.ATTAINMENT == {
        Attainment.REACHED: "målet nås",
        Attainment.NEARLY: "nästan",
        Attainment.NOT_REACHED: "nås inte",
        Attainment.NOT_JUDGED: "kan inte bedömas",
    }


@pytest.mark.parametrize(
    ("trend", "verdict", "word"),
    [
        ("up", "better", "förbättras"),
        ("down", "better", "förbättras"),
        ("up", "worse", "försämras"),
        ("level", "unchanged", "oförändrat"),
        ("up", "neutral", "ökar"),
        ("down", "neutral", "minskar"),
        ("level", "neutral", "oförändrat"),
        ("silent", "none", "ingen trend"),
    ],
)
def test_the_word_beside_the_arrow_is_the_verdict_s_and_without_direction_the_figure_s(
    trend: str, verdict: str, word: str
) -> None:
    assert labels.trend_word(trend, verdict) == word


def test_the_square_s_words() -> None:
    assert {square: word.replace("\N{NO-BREAK SPACE}", " ") for square, word in labels.STANDING.items()} == {
        Standing.BEST: "bästa 25 %",
        Standing.MIDDLE: "mittersta 50 %",
        Standing.WORST: "sämsta 25 %",
        Standing.NOT_JUDGED: "bedöms inte",
    }


def test_the_pace_s_words() -> None:
    assert labels.PACE == {
        Pace.ON_PACE: "i takt",
        Pace.TOO_SLOW: "för långsamt",
        Pace.WRONG_WAY: "åt fel håll",
    }


def test_everything_that_has_a_name_has_a_word() -> None:
    assert set(labels.TREND_VERDICT) | {Verdict.NEUTRAL} == set(Verdict)
    assert set(labels.TREND_NEUTRAL) | {Trend.SILENT} == set(Trend)
    assert set(labels.GENDER) == set(Gender)
    assert set(labels.DIRECTION) == {direction.value for direction in Direction}
    assert set(labels.CATEGORY) == {category.value for category in Category}
    said_in_sentences = {Reason.NONE, Reason.OPEN_YEAR, Reason.NOT_DUE}
    assert set(labels.REASON) | said_in_sentences == set(Reason)


@pytest.mark.parametrize(
    ("status", "word"),
    [("Missing", "bortfall"), ("Privacy", "sekretess"), ("Not applicable", "ej tillämplig"), ("New", "New")],
)
def test_kolada_s_statuses_have_words_and_an_unknown_one_is_said_as_it_is(status: str, word: str) -> None:
    assert labels.status_word(status) == word

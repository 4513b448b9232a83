"""The list's words and order, and the matrix: who stands where, what a vote said, and which names have room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.cycle.book import CycleBook
from core.cycle.models import Counted, Measure, Tally, Vote, Way
from core.features.measures.matrix import matrix_of, x_of, y_of
from core.features.measures.starts import starts_of
from core.features.measures.words import done_words, going_words, lead_words, priority_words, title_words
from core.outcomes.activities import Progress
from core.outcomes.effects import MeasuredEffect
from core.outcomes.figures import Figures
from core.outcomes.measures import Stage, StagedMeasure
from core.signals import TargetKind
from core.signals.effects import Effect
from core.web.choices import Choices
from tests.cycle.loops import DECISION
from tests.outcomes.test_deviations import Held
from tests.shared import GRADES, HUDDINGE, target

PLAIN = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP)
DECIDED = replace(PLAIN, decision=DECISION)
EFFECTS = {
    "r": Effect.RIGHT,
    "o": Effect.UNCHANGED,
    "f": Effect.WRONG,
    "v": Effect.NOT_YET,
    "x": Effect.NOT_JUDGED,
}


def measures(letters: str) -> list[StagedMeasure]:
    """One for each letter: p going on, P the same with a late activity, n proposed, else done with that effect."""
    stages = {"p": Stage.GOING_ON, "P": Stage.GOING_ON, "n": Stage.PROPOSED}
    return [
        StagedMeasure(
            PLAIN if letter == "n" else DECIDED,
            stages.get(letter, Stage.DONE),
            None,
            (),
            Progress(2, 1, int(letter == "P")),
            MeasuredEffect(EFFECTS.get(letter, Effect.NOT_YET)),
            None,
        )
        for letter in letters
    ]


@pytest.mark.parametrize(
    ("letters", "title"),
    [
        ("rrofpp", "Efter två av fyra genomförda åtgärder har siffran rört sig åt rätt håll"),
        ("ofv", "Efter ingen av tre genomförda åtgärder har siffran rört sig åt rätt håll"),
        ("r", "Efter den genomförda åtgärden har siffran rört sig åt rätt håll"),
        ("o", "Efter den genomförda åtgärden är siffran oförändrad"),
        ("f", "Efter den genomförda åtgärden har siffran rört sig åt fel håll"),
        ("v", "Efter den genomförda åtgärden har inget nytt värde kommit än"),
        ("x", "Efter den genomförda åtgärden går siffran inte att bedöma"),
        ("ppn", "Två åtgärder pågår, ingen är genomförd än"),
        ("n", "Ett förslag väntar på beslut"),
        ("nnn", "Tre förslag väntar på beslut"),
        ("", "Inga åtgärder är beslutade än"),
    ],
)
def test_the_title_is_made_of_what_figures_have_done(letters: str, title: str) -> None:
    assert title_words(measures(letters)) == title


@pytest.mark.parametrize(
    ("letters", "drafts", "lead"),
    [
        (
            "ppfrornnnnn",
            True,
            "Sex beslutade åtgärder: två pågår och fyra är genomförda. Fem förslag väntar på beslut.",
        ),
        ("prn", False, "Två beslutade åtgärder: en pågår och en är genomförd."),
        ("p", False, "En beslutad åtgärd: en pågår."),
        ("n", True, "Inga beslutade åtgärder."),
    ],
)
def test_what_stands_under_the_title_counts_them(letters: str, drafts: bool, lead: str) -> None:
    assert lead_words(measures(letters), drafts=drafts) == lead


def test_sections_say_what_is_late_and_which_way_figures_went() -> None:
    assert going_words(measures("pP")) == "Pågår: två åtgärder, en aktivitet är försenad"
    assert going_words(measures("p")) == "Pågår: en åtgärd, ingen aktivitet är försenad"
    assert done_words(measures("rrof")) == "Genomförda: två åt rätt håll, en oförändrad, en åt fel håll"
    assert done_words(measures("v")) == "Genomförda: en kan inte synas än"


def proposal(key: str, effort: float | None, effect: float | None, title: str = "Förslag") -> Measure:
    return replace(PLAIN, id=key, title=title, effort=effort, effect=effect)


@pytest.mark.parametrize(
    ("placed", "title"),
    [
        ([(2, 4), (1.5, 3.5), (4, 4)], "Att prioritera: två förslag bedöms ge stor effekt för liten insats"),
        ([(3, 4), (1, 3)], "Att prioritera: inget förslag bedöms ge stor effekt för liten insats"),
        ([(None, None)], "Att prioritera: ett förslag, inget är bedömt än"),
        ([], "Att prioritera: inga förslag än"),
    ],
)
def test_the_matrix_title_counts_those_that_give_much_for_little(
    placed: Sequence[tuple[float | None, float | None]], title: str
) -> None:
    assert priority_words([proposal(str(n), *one) for n, one in enumerate(placed)]) == title


def test_a_dot_stands_by_its_effort_and_effect_and_the_best_is_a() -> None:
    made = matrix_of([proposal("b", 4, 2), proposal("a", 2, 4.5), proposal("c", None, None)], [], {})
    assert [(dot.letter, dot.key, dot.is_placed) for dot in made.dots] == [
        ("A", "a", True),
        ("B", "b", True),
        ("C", "c", False),
    ]
    assert (made.dots[0].x, made.dots[0].y) == (x_of(2), y_of(4.5))
    assert x_of(1) < x_of(3) == made.middle[0] < x_of(5)
    assert y_of(5) < y_of(3) == made.middle[1] < y_of(1)
    assert [row.quadrant for row in made.rows] == ["effektiv förändring", "ineffektiv förändring", "inte bedömt"]


def test_two_in_one_place_stand_beside_each_other() -> None:
    first, other = matrix_of([proposal("a", 2, 4), proposal("b", 2, 4)], [], {}).dots
    assert other.x - first.x >= 20
    assert other.label == ""


def test_names_never_stand_on_each_other_or_on_a_dot() -> None:
    crowd = [proposal(str(n), 1 + n % 4, 1.5 + 0.1 * n, f"Ett förslag nummer {n}") for n in range(10)]
    dots = matrix_of(crowd, [], {}).dots
    spans: list[tuple[float, float, float]] = []
    for dot in dots:
        wide = len(dot.label) * 7.2
        start = dot.label_x - wide if dot.anchor == "end" else dot.label_x
        if dot.label:
            assert all(abs(dot.y - one.y) >= 20 or one.x + 13 < start or one.x - 13 > start + wide for one in dots)
            assert all(abs(dot.y - y) >= 20 or start + wide <= left or right <= start for left, right, y in spans)
            spans.append((start, start + wide, dot.y))
    assert spans


def test_a_closed_vote_draws_its_range_and_says_where_they_are_split() -> None:
    tally = Tally("a", Counted(2.0, 1, 3), Counted(3.5, 1, 5, is_split=True))
    closed = Vote("v", "Inför 2027", ("a",), 12, date(2026, 11, 1), date(2026, 11, 18), 12, (tally,))
    made = matrix_of([proposal("a", 2, 3.5)], [closed], {"grundskola": "Grundskola"})
    assert (made.dots[0].across, made.dots[0].down) == ((x_of(1), x_of(3)), (y_of(1), y_of(5)))
    (row,) = made.rows
    assert (row.effort_range, row.effect_range, row.split) == ("1–3", "1–5", "A: ni är oense om effekten")
    assert row.area == "Grundskola"


def test_a_vote_of_few_draws_no_range() -> None:
    tally = Tally("a", Counted(2.0), Counted(3.5))
    closed = Vote("v", "Inför 2027", ("a",), 3, date(2026, 11, 1), date(2026, 11, 18), 3, (tally,))
    made = matrix_of([proposal("a", 2, 3.5)], [closed], {})
    assert (made.dots[0].across, made.rows[0].effort_range, made.rows[0].split) == (None, "", "")


def test_an_open_vote_says_nothing() -> None:
    going = Vote("v", "Inför 2027", ("a",), 3, date(2026, 11, 1))
    assert matrix_of([proposal("a", 2, 3.5)], [going], {}).dots[0].across is None


@pytest.mark.parametrize(
    ("mine", "shown", "starts"),
    [
        ({"grundskola", "aldreomsorg"}, None, [("Grundskolenämnden", [GRADES])]),
        ({"grundskola", "aldreomsorg"}, "aldreomsorg", []),
        ({"aldreomsorg"}, None, []),
        (set(), None, None),
    ],
)
def test_a_measure_may_begin_in_a_goal_that_is_not_reached_or_any_indicator_of_hers(
    figures: Figures, mine: set[str], shown: str | None, starts: list[tuple[str, list[str]]] | None
) -> None:
    missed = target(GRADES, 2021, TargetKind.AT_LEAST, value=99.0)
    made = replace(figures, entered=Held(CycleBook(HUDDINGE), missed), lasting=type(figures.lasting)())
    found = starts_of(made, Choices(HUDDINGE, area=shown), lambda area: area in mine)
    if starts is None:
        assert found is None
        return
    assert found is not None
    places = [(goal.body, [dict(parse_qsl(urlsplit(to).query)) for _, to in goal.indicators]) for goal in found.goals]
    assert [(body, [to["nyckeltal"] for to in each]) for body, each in places] == starts
    assert all(to["forslag"] == "ny" for _, each in places for to in each)
    listed = {kpi for _, indicators in found.areas for kpi, _ in indicators}
    wanted = mine if shown is None else {shown}
    assert listed == {one.kpi for one in figures.catalogue.indicators if one.area in wanted}

"""What readers are told of measures elsewhere: by area, what goes on first, in a sentence made of the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.cycle.book import CONCLUSIONS, DEVIATIONS, CycleBook
from core.cycle.models import Deviation, DeviationState, Ended, Measure, Way
from core.outcomes.figures import Figures, FigureSource
from core.outcomes.told import told_about, told_in, told_sentence
from core.settings import Settings
from core.signals.effects import Effect
from core.state import open_state
from core.state.database import writing
from core.state.entries import save_of
from tests.conftest import current
from tests.cycle.loops import ANALYST, KEY, NOW, TODAY
from tests.cycle.told import (
    CONCLUDED,
    DECISION,
    DONE,
    GOING,
    MENTORS,
    TAKEN_UP,
    WHOLE,
    figures_telling,
    telling,
)
from tests.shared import BOTKYRKA, FALLS, GRADES, HUDDINGE, WAIT


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_telling(tmp_path_factory.mktemp("told")) as made:
        yield made


def test_a_conclusion_stands_with_its_measures_and_what_the_figure_did(rising: Figures) -> None:
    [one] = told_about(telling(rising, WHOLE), HUDDINGE, GRADES)
    assert (one.deviation, one.conclusion) == (TAKEN_UP, CONCLUDED)
    assert [(of.measure, of.effect.verdict) for of in one.measures] == [(MENTORS, Effect.RIGHT)]
    assert not one.is_over


@pytest.mark.parametrize(
    ("book", "state"),
    [
        (replace(WHOLE, measures={}), DeviationState.ANALYSED),
        (GOING, DeviationState.ACTED_ON),
        (replace(WHOLE, measures={"m1": replace(MENTORS, seen_from=2030)}), DeviationState.AWAITED),
        (WHOLE, None),
    ],
)
def test_what_has_come_is_not_said_to_be_waited_for(
    rising: Figures, book: CycleBook, state: DeviationState | None
) -> None:
    [one] = told_about(telling(rising, book), HUDDINGE, GRADES)
    assert one.state is state


def test_only_what_is_of_the_area_and_the_indicator_is_told(rising: Figures) -> None:
    figures = telling(rising, WHOLE)
    assert [one.kpi for one in told_in(figures, HUDDINGE, "grundskola")] == [GRADES]
    assert not told_in(figures, HUDDINGE, "aldreomsorg")
    assert not told_in(figures, BOTKYRKA, "grundskola")
    assert not told_about(figures, HUDDINGE, FALLS)
    assert not told_about(figures, HUDDINGE, "N99999")


def test_a_measure_whose_deviation_is_not_published_is_told_alone(rising: Figures) -> None:
    [one] = told_about(telling(rising, replace(WHOLE, deviations={}, conclusions={})), HUDDINGE, GRADES)
    assert (one.deviation, one.state, one.conclusion) == (None, None, None)
    assert [of.measure.title for of in one.measures] == ["Heltidsmentorer"]
    assert one.is_over


def test_what_goes_on_comes_before_what_is_over_and_the_newest_first(rising: Figures) -> None:
    ended = replace(TAKEN_UP, id="d0", ended=Ended(TODAY, "Målet nås."))
    others = {one.id: one for one in (ended, TAKEN_UP, replace(TAKEN_UP, id="d2", gender="K"))}
    found = told_in(telling(rising, replace(WHOLE, deviations=others)), HUDDINGE, "grundskola")
    assert [one.deviation and one.deviation.id for one in found] == ["d2", "d1", "d0"]


def measure(key: str, way: Way = Way.UP) -> Measure:
    return replace(MENTORS, id=key, way=way)


def done(*keys: str) -> dict[str, object]:
    return {f"p-{key}": replace(DONE, id=f"p-{key}", measure=key) for key in keys}


ONE_EACH_WAY = replace(
    WHOLE,
    measures={"m1": MENTORS, "m2": measure("m2", Way.DOWN)},
    plans=done("m1", "m2"),  # type: ignore[arg-type]  # plans by id
)
SENTENCES = {
    "right": (WHOLE, "Efter åtgärden har siffran rört sig åt rätt håll"),
    "wrong": (
        replace(WHOLE, measures={"m1": measure("m1", Way.DOWN)}),
        "Efter åtgärden har siffran rört sig åt fel håll",
    ),
    "one of two": (ONE_EACH_WAY, "Efter en av två åtgärder har siffran rört sig åt rätt håll"),
    "one of two, the other goes on": (
        replace(ONE_EACH_WAY, plans=done("m1")),  # type: ignore[arg-type]  # plans by id
        "Efter en åtgärd har siffran rört sig åt rätt håll, en pågår",
    ),
    "going on": (GOING, "En åtgärd pågår, ingen siffra visar den än"),
    "not to be seen yet": (
        replace(WHOLE, measures={"m1": replace(MENTORS, seen_from=2030)}),
        "Det som beslutats är gjort, ingen siffra visar det än",
    ),
    "only a cause": (replace(WHOLE, measures={}, plans={}), "Orsaken är analyserad, ingen åtgärd är beslutad än"),
    "nothing": (CycleBook(HUDDINGE), ""),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_the_sentence_is_made_of_what_the_figures_did(rising: Figures, case: str) -> None:
    book, sentence = SENTENCES[case]
    assert told_sentence(told_about(telling(rising, book), HUDDINGE, GRADES)) == sentence


def test_a_measure_that_was_refused_is_not_told(rising: Figures) -> None:
    no = replace(MENTORS, decision=replace(DECISION, answer=type(DECISION.answer).NO))
    [one] = told_about(telling(rising, replace(WHOLE, measures={"m1": no})), HUDDINGE, GRADES)
    assert one.measures == ()


def test_a_save_makes_only_its_own_areas_anew(opened_figures: FigureSource) -> None:
    care = Deviation("d2", WAIT, "T", "aldreomsorg", TAKEN_UP.frozen, TODAY, "äldreomsorgschef")

    def put(one: Deviation, *, is_public: bool = True) -> None:
        with open_state(Settings.from_environment().database_url) as state, writing(state.engine) as session:
            save = save_of(ANALYST, NOW)
            DEVIATIONS.put(session, HUDDINGE, one.id, one, save, is_public=is_public)
            CONCLUSIONS.put(session, HUDDINGE, one.id, CONCLUDED, save, is_public=is_public)

    def made() -> list[object]:
        figures = current(opened_figures)
        places = [(HUDDINGE, "grundskola"), (HUDDINGE, "aldreomsorg"), (BOTKYRKA, "aldreomsorg")]
        return [told_in(figures, *place) for place in places]

    put(replace(TAKEN_UP, kpi=KEY[0]))
    before = made()
    put(care)
    after = made()
    assert [now is then for now, then in zip(after, before, strict=True)] == [True, False, True]
    put(replace(care, id="d3"), is_public=False)
    assert [now is then for now, then in zip(made(), after, strict=True)] == [True, True, True], "a draft changes none"

"""The deviations of a municipality: which, since when, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.cycle.book import CycleBook
from core.cycle.models import (
    Answer,
    DeviationState,
    Ended,
    SetAside,
)
from core.cycle.plans import ActionPlan
from core.outcomes.deviations import AskedQueue, first_years, frozen_row, queue, since_frozen, state_of
from core.outcomes.figures import Figures
from core.outcomes.lists import Show, listed
from core.outcomes.rows import Choice
from core.signals import Standing, TargetKind
from tests.cycle.loops import DECISION, FROZEN, MENTORS, TAKEN_UP, TODAY
from tests.goals.chains import BooksInMemory, goal_book
from tests.shared import GRADES, HUDDINGE, SAFE, WAIT, HeldTargets, figures_of, small_harvest, target

# Among the lowest quarter from 2022 on; a target for 2021 is not reached either.
FALLING = {(GRADES, HUDDINGE, "T"): {2019: 72.0, 2020: 70.0, 2021: 68.0, 2022: 65.0, 2023: 62.5}}
TARGETS = (target(GRADES, 2021, TargetKind.AT_LEAST, value=80.0),)
DONE = ActionPlan("p1", "Heltidsmentorer", "grundskola", "m1", done_on=date(2026, 11, 1))


class Held(HeldTargets):
    """Targets and a cycle book without a database, the same for readers and for those who work."""

    def __init__(self, book: CycleBook, *targets: object) -> None:
        super().__init__(*targets)  # type: ignore[arg-type]  # only targets are given
        self._book, self._goals = book, BooksInMemory(goal_book())

    def cycle(self, municipality: str, *, drafts: bool = False) -> CycleBook:  # noqa: ARG002 - as the real one is asked
        return self._book


@pytest.fixture(scope="module")
def falling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("falling"), harvest=small_harvest(own=FALLING)) as made:
        yield made


def with_book(figures: Figures, book: CycleBook, *targets: object) -> Figures:
    return replace(figures, entered=Held(book, *targets), lasting=type(figures.lasting)())


def book(**held: object) -> CycleBook:
    return CycleBook(HUDDINGE, **held)  # type: ignore[arg-type]  # maps of what they are


def asked(*, drafts: bool = True) -> AskedQueue:
    return AskedQueue(HUDDINGE, TODAY, drafts=drafts)


@pytest.mark.parametrize(("targets", "first"), [((), 2022), (TARGETS, 2021)])
def test_a_deviation_has_been_one_since_the_first_of_the_red_years_in_a_row(
    falling: Figures, targets: tuple[object, ...], first: int
) -> None:
    assert first_years(with_book(falling, book(), *targets), HUDDINGE)[GRADES] == first


def test_a_year_without_a_value_ends_the_run(falling: Figures, tmp_path: Path) -> None:
    own = {(GRADES, HUDDINGE, "T"): {2020: 62.0, 2021: 62.0, 2022: None, 2023: 62.5}}
    with figures_of(tmp_path, harvest=small_harvest(own=own)) as figures:
        assert first_years(with_book(figures, book()), HUDDINGE)[GRADES] == 2023


def test_the_totals_analysis_is_told_of_a_gender_that_the_total_stands_in_for(falling: Figures) -> None:
    low = replace(TAKEN_UP, id="d2", kpi=SAFE)
    found = {
        one.kpi: one for one in queue(with_book(falling, book(deviations={"d2": low})), replace(asked(), gender="K"))
    }
    assert (found[SAFE].gender, found[SAFE].deviation) == ("T", low)


def test_the_queue_is_what_the_rule_calls_deviations_in_its_order(falling: Figures) -> None:
    figures = with_book(falling, book(), *TARGETS)
    rows = listed(figures.records(Choice(HUDDINGE)), Show.DEVIATIONS)
    found = queue(figures, asked())
    assert [one.kpi for one in found] == [row["kpi"] for row in rows]
    assert GRADES in {one.kpi for one in found}
    assert {one.state for one in found} == {DeviationState.NEW}


def test_a_row_tells_which_goals_it_serves_and_who_answers(falling: Figures) -> None:
    found = next(one for one in queue(with_book(falling, book()), asked()) if one.kpi == GRADES)
    assert [goal.id for goal in found.goals] == ["behoriga"]
    assert [body.id for body in found.bodies] == ["gn"]


def test_one_that_was_taken_up_stays_when_the_figure_is_no_deviation_any_more(falling: Figures) -> None:
    held = book(deviations={"d2": replace(TAKEN_UP, id="d2", kpi=SAFE)})
    found = queue(with_book(falling, held), asked())
    assert found[-1].kpi == SAFE
    assert (found[-1].first_year, found[-1].state) == (None, DeviationState.ANALYSED)


def test_one_whose_indicator_is_gone_keeps_the_name_that_it_had(falling: Figures) -> None:
    held = book(deviations={"d2": replace(TAKEN_UP, id="d2", kpi="N99999")})
    found = queue(with_book(falling, held), asked())[-1]
    assert (found.row, found.name, found.area) == (None, FROZEN.name, "grundskola")


def test_readers_are_not_told_that_what_is_not_published_is_new(falling: Figures) -> None:
    assert {one.state for one in queue(with_book(falling, book()), asked(drafts=False))} == {None}


ASIDE = SetAside("Osäker", date(2026, 11, 1), date(2026, 12, 1))
STATES = {
    "closed after it was set aside": (
        replace(TAKEN_UP, aside=ASIDE, ended=Ended(TODAY, "Målet nås.")),
        book(),
        DeviationState.CLOSED,
    ),
    "nobody has taken it up": (None, book(), DeviationState.NEW),
    "taken up": (TAKEN_UP, book(), DeviationState.ANALYSED),
    "set aside": (replace(TAKEN_UP, aside=ASIDE), book(), DeviationState.EXPLAINED),
    "to be looked at again": (
        replace(TAKEN_UP, aside=replace(ASIDE, look_again=TODAY)),
        book(),
        DeviationState.NEW,
    ),
    "closed": (replace(TAKEN_UP, ended=Ended(TODAY, "Målet nås.")), book(), DeviationState.CLOSED),
    "proposed": (TAKEN_UP, book(measures={"m1": replace(MENTORS, decision=None)}), DeviationState.ANALYSED),
    "refused": (
        TAKEN_UP,
        book(measures={"m1": replace(MENTORS, decision=replace(DECISION, answer=Answer.NO))}),
        DeviationState.ANALYSED,
    ),
    "decided": (TAKEN_UP, book(measures={"m1": MENTORS}), DeviationState.ACTED_ON),
    "going on": (
        TAKEN_UP,
        book(measures={"m1": MENTORS}, plans={"p1": replace(DONE, done_on=None)}),
        DeviationState.ACTED_ON,
    ),
    "done": (TAKEN_UP, book(measures={"m1": MENTORS}, plans={"p1": DONE}), DeviationState.AWAITED),
    "withdrawn": (
        TAKEN_UP,
        book(measures={"m1": replace(MENTORS, withdrawn="Pengarna finns inte.")}, plans={"p1": DONE}),
        DeviationState.ANALYSED,
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_how_far_one_has_come_is_computed(case: str) -> None:
    one, held, state = STATES[case]
    assert state_of(one, held, TODAY) is state


def test_what_is_frozen_is_what_the_row_says(falling: Figures) -> None:
    figures = with_book(falling, book(), *TARGETS)
    row = next(row for row in figures.records(Choice(HUDDINGE)) if row["kpi"] == GRADES)
    found = frozen_row(figures, row, 2021, TODAY)
    assert (found.value, found.year, found.first_year, found.on) == (62.5, 2023, 2021, TODAY)
    assert (found.attainment_text, found.standing_text) == (row["attainment_text"], row["standing_text"])
    assert found.definition


def test_the_total_stands_in_for_a_gender_without_values(falling: Figures) -> None:
    figures = with_book(falling, book())
    found = {one.kpi for one in queue(figures, replace(asked(), gender="K"))}
    assert set(first_years(figures, HUDDINGE, "K")) == found
    assert WAIT not in found


@pytest.mark.parametrize(
    ("changed", "is_revised", "is_same"),
    [({}, False, None), ({"value": 61.0}, True, True), ({"value": 61.0, "standing": Standing.BEST}, True, False)],
)
def test_a_frozen_figure_is_told_beside_when_kolada_revises_it(
    falling: Figures, changed: dict[str, object], is_revised: bool, is_same: bool | None
) -> None:
    figures = with_book(falling, book())
    row = next(row for row in figures.records(Choice(HUDDINGE)) if row["kpi"] == GRADES)
    one = replace(TAKEN_UP, frozen=replace(frozen_row(figures, row, 2022, TODAY), **changed))  # type: ignore[arg-type]
    since = since_frozen(figures, HUDDINGE, one, row)
    assert (since.now, since.is_revised, since.is_same) == (62.5, is_revised, is_same)
    assert (since.newer, since.is_gone, since.is_redefined) == (None, False, False)


def test_an_indicator_that_changes_meaning_or_disappears_is_told(falling: Figures) -> None:
    figures = with_book(falling, book())
    row = next(row for row in figures.records(Choice(HUDDINGE)) if row["kpi"] == GRADES)
    frozen = frozen_row(figures, row, 2022, TODAY)
    other = replace(TAKEN_UP, frozen=replace(frozen, definition="another", year=2022, value=65.0))
    since = since_frozen(figures, HUDDINGE, other, row)
    assert (since.is_redefined, since.newer) == (True, (2023, 62.5))
    assert since_frozen(figures, HUDDINGE, other, None).is_gone

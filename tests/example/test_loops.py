"""What the example's municipalities have done about deviations: as it is said to be, and never in people's way."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from statistics import median

import pytest

from core.access.people import Person, Role
from core.catalogue import Catalogue
from core.cycle.book import CLAIMS, MEASURES, CycleBook, read_book
from core.cycle.models import DeviationState, HypothesisVerdict, Measure, Way
from core.cycle.plans import ActivityState, InterimPeriod
from core.documents.files import to_csv
from core.example.install import put_loops
from core.example.loops import Asked, Loops, loops
from core.outcomes.deviations import AskedQueue, queue, state_of
from core.outcomes.effects import effect_of
from core.outcomes.export import export_frame
from core.outcomes.figures import Figures
from core.outcomes.references import SIMILAR, members
from core.outcomes.rows import Choice
from core.signals.effects import Effect
from core.state import open_state
from core.state.ballots import answers
from core.state.database import reading, writing
from core.state.entries import save_of
from core.words.dates import today
from tests.cycle.loops import FROZEN
from tests.example.conftest import Installed

STORKOPING = "9001"
EXAMPLE, BERIT = (Person(None, name, name, Role.ADMINISTRATOR) for name in ("exempeldata", "berit"))


@pytest.fixture(scope="module")
def day(installed: Installed) -> date:
    return today(installed.snapshot.info.fetched_at)


@pytest.fixture(scope="module")
def book(figures: Figures) -> CycleBook:
    return figures.cycle_of(STORKOPING, drafts=True)


def made(view: Catalogue, on: date) -> tuple[Loops, ...]:
    def frozen(asked: Asked) -> object:
        return replace(FROZEN, on=asked.on)

    return loops(view, on, frozen)  # type: ignore[arg-type]  # any outcome does


def test_storkopings_deviations_have_come_as_far_as_the_example_says(book: CycleBook, day: date) -> None:
    counts = Counter(state_of(one, book, day) for one in book.deviations.values())
    assert counts == {
        DeviationState.CLOSED: 2,
        DeviationState.ANALYSED: 3,
        DeviationState.ACTED_ON: 1,
        DeviationState.AWAITED: 1,
        DeviationState.EXPLAINED: 1,
    }


def test_those_that_are_open_are_deviations_by_the_rule_too(figures: Figures, book: CycleBook, day: date) -> None:
    found = {one.kpi: one for one in queue(figures, AskedQueue(STORKOPING, day, drafts=True))}
    still = [one for one in book.deviations.values() if not one.ended]
    assert all(found[one.kpi].first_year is not None for one in still)
    assert all(found[one.kpi].goals and found[one.kpi].bodies for one in still)


def test_analyses_have_hypotheses_of_each_verdict_and_an_assumption(book: CycleBook) -> None:
    assert {one.verdict for one in book.claims.values()} == {None, *HypothesisVerdict}
    assert all(one.parent is None or one.parent in book.claims for one in book.claims.values())
    for one in book.conclusions.values():
        is_open = any(book.claims[key].verdict is HypothesisVerdict.OPEN for key in one.rests_on)
        assert one.is_assumed is is_open


def test_one_activity_is_overdue_and_a_plan_goes_on(book: CycleBook, day: date) -> None:
    [overdue] = [one for one in book.activities.values() if one.is_overdue(day)]
    assert overdue.what == "Anställ en samordnare"
    of_plan = book.activities_of(overdue.plan)
    assert {one.state for one in of_plan} == set(ActivityState)
    assert book.plans[overdue.plan].done_on is None


def test_the_vote_is_closed_and_its_proposals_have_the_medians(installed: Installed, book: CycleBook) -> None:
    [vote] = book.votes.values()
    assert vote.closed_on is not None
    with reading(installed.state.engine) as connection:
        given = answers(connection, vote.id)
    assert 0 < len(given) < vote.voters
    for key in vote.measures:
        effort, effect = (median(one[key][place] for one in given) for place in range(2))
        assert (book.measures[key].effort, book.measures[key].effect) == (effort, effect)
        tally = next(one for one in vote.tallies if one.measure == key)
        assert (tally.effort.median, tally.effect.median) == (effort, effect)
    assert vote.answered == len(given)
    assert any(one.effect.is_split for one in vote.tallies)


@pytest.mark.parametrize("municipality", ["9001", "9003", "9004"])
def test_readers_see_conclusions_decisions_and_examples_alone(figures: Figures, municipality: str) -> None:
    told = figures.cycle_of(municipality)
    assert set(told.conclusions) == set(told.deviations) != set()
    assert all(one.is_decided for one in told.measures.values())
    assert not any((told.claims, told.checks, told.votes, told.follow_ups, told.check_ins, told.periods))
    assert "franvaro" not in told.conclusions


def value(figures: Figures, municipality: str, kpi: str, year: int) -> dict[str, str]:
    """The exported line of KPI as it was when YEAR was the newest."""
    rows = figures.rows(Choice(municipality, year=year))
    lines = csv.DictReader(io.StringIO(to_csv(export_frame(rows, reference="riket"))))
    return next(line for line in lines if line["kpi"] == kpi)


def recomputed(figures: Figures, municipality: str, one: Measure, done: int, last: int) -> tuple[str, str, str]:
    """By CYCLE.md section 4: the verdict, and the values before and after, from what is given out as files."""
    before, after = (value(figures, municipality, one.kpi, year) for year in (done - 1, last))
    change = Decimal(after["value"]) - Decimal(before["value"])
    step = Decimal(1).scaleb(-int(after["decimals"]))
    shown = [Decimal(line["value"]).quantize(step, ROUND_HALF_EVEN) for line in (before, after)]
    if abs(change) <= Decimal(after["trend_deadband"]) or shown[0] == shown[1]:
        return "oförändrat", before["value"], after["value"]
    is_right = (change > 0) == (one.way is Way.UP)
    return "åt rätt håll" if is_right else "åt fel håll", before["value"], after["value"]


@pytest.mark.parametrize(
    ("municipality", "measure", "verdict"),
    [
        ("9001", "mentorer", Effect.RIGHT),
        ("9001", "en-kontakt", Effect.UNCHANGED),
        ("9004", "fast-kontakt", Effect.RIGHT),
    ],
)
def test_effects_are_what_the_exported_rows_say(
    figures: Figures, municipality: str, measure: str, verdict: Effect
) -> None:
    told = figures.cycle_of(municipality)
    one, plan = told.measures[measure], told.plan_of[measure]
    assert plan.done_on is not None
    found = effect_of(figures, municipality, one, done_on=plan.done_on)
    assert found.verdict is verdict
    assert found.before
    assert found.after
    expected = recomputed(figures, municipality, one, plan.done_on.year, found.after[0])
    assert expected == (verdict.value, str(found.before[1]), str(found.after[1]))


def test_similar_municipalities_beside_are_the_medians_of_the_same_years(figures: Figures) -> None:
    told = figures.cycle_of(STORKOPING)
    one = told.measures["mentorer"]
    found = effect_of(figures, STORKOPING, one, done_on=told.plan_of[one.id].done_on)
    assert found.before
    assert found.after
    kind = figures.catalogue.area_by_id[one.area].similar
    others = [
        code for code in members(figures.snapshot, figures.catalogue, STORKOPING, SIMILAR, kind) if code != STORKOPING
    ]
    was, now = (
        median(float(value(figures, code, one.kpi, year)["value"]) for code in others)
        for year in (found.before[0], found.after[0])
    )
    assert (found.peers, found.peers_before, found.peers_after) == (len(others), was, now)


def test_what_is_done_and_not_measured_since_is_waited_for(figures: Figures) -> None:
    told = figures.cycle_of(STORKOPING)
    one = told.measures["snorojning"]
    assert effect_of(figures, STORKOPING, one, done_on=told.plan_of[one.id].done_on).verdict is Effect.NOT_YET


def test_a_period_is_closed_when_all_that_it_tells_is_said(book: CycleBook) -> None:
    closed = list(book.periods.values())
    assert closed[0].period is InterimPeriod.SECOND
    for one in closed:
        said = [each for each in book.check_ins.values() if (each.year, each.period) == (one.year, one.period)]
        assert said
        assert all(each.on <= one.on for each in said)


@pytest.mark.parametrize("on", [date(2027, 1, 1), date(2028, 2, 29), date(2027, 12, 31)])
def test_on_any_day_nothing_has_happened_before_it_is_made(view: Catalogue, on: date) -> None:
    for one in made(view, on):
        for each in one.held:
            happened = [
                getattr(each.value, name, None) for name in ("on", "taken_on", "done_on", "opened_on", "closed_on")
            ]
            assert all(when is None or when <= on for when in happened), each


def test_what_people_have_entered_stays_and_nobody_votes_twice(view: Catalogue, day: date, tmp_path: Path) -> None:
    storkoping, now = made(view, day)[0], datetime(2026, 11, 29, tzinfo=UTC)
    theirs = replace(next(one.value for one in storkoping.held if one.key == "samtal"), title="Vårt eget förslag")
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        with writing(state.engine) as session:
            put_loops(session, storkoping, save_of(EXAMPLE, now))
        with writing(state.engine) as session:
            MEASURES.put(session, STORKOPING, "samtal", theirs, save_of(BERIT, now))
            CLAIMS.put(session, STORKOPING, "bibliotek-stangt", None, save_of(BERIT, now))
            put_loops(session, storkoping, save_of(EXAMPLE, now))
        with reading(state.engine) as connection:
            found = read_book(connection, STORKOPING, drafts=True)
            given = answers(connection, "rost-omsorg")
    assert found.measures["samtal"] == theirs
    assert "bibliotek-stangt" not in found.claims
    assert len(given) == len(storkoping.ballots["rost-omsorg"])

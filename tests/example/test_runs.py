"""What Storköping has asked: a survey that is closed and can be read, and an exercise that letters lead to."""

from __future__ import annotations

from datetime import UTC, datetime

from core.access.people import at_the_terminal
from core.catalogue import Catalogue
from core.catalogue.exercises import default_exercises
from core.cycle.comparing import Comparing
from core.cycle.exercises import Leading, led_to
from core.example.install import put_runs
from core.outcomes.exercise_comparison import Group, comparison_of
from core.outcomes.exercises import results_of
from core.state.ballots import answered
from core.state.database import reading, writing
from tests.example.conftest import Installed


def test_storkoping_has_a_survey_to_read_and_an_exercise_to_answer(installed: Installed, view: Catalogue) -> None:
    town, now = view.participants[0].id, datetime.now(UTC)
    leading = Leading(installed.state.engine, town, at_the_terminal("x"), now)
    runs = {entry.key: entry.value for entry in leading.runs()}
    closed = runs["exempelenkat"]
    assert closed is not None
    assert closed.of is not None
    found = results_of(closed, closed.of, leading.given(closed.id), view)
    assert (found.count, closed.answered) == (47, 47)
    shown = [one for _, some in found.sections for one in some]
    assert all(one.bars for one in shown)
    # Each group is large enough, and nothing has to be hidden for its sake.
    assert [bar.name for group in shown[2].groups for bar in group.bars] == ["Chef", "Medarbetare", "Stab eller stöd"]
    assert led_to(installed.state.engine, "trvl", "192.0.2.1", now) == (town, "exempelrum")
    with writing(installed.state.engine) as session:
        put_runs(session, [one.id for one in view.participants], now)
    with reading(installed.state.engine) as connection:
        assert answered(connection, closed.id) == closed.answered


def test_three_compare_the_survey_and_one_of_them_has_a_group_that_is_too_small(
    installed: Installed, view: Catalogue
) -> None:
    town, names = view.participants[0].id, {one.id: one.name for one in view.participants}
    comparing = Comparing(installed.state.engine, town, at_the_terminal("x"), datetime.now(UTC))
    agreed = comparing.agreeing("roda-traden-tjansteman")
    exercise = default_exercises()["roda-traden-tjansteman"]
    places = {
        one.consent.municipality: (names[one.consent.municipality], results_of(one.run, exercise, one.given, view))
        for one in agreed
    }
    assert [found.count for _, found in places.values()] == [47, 33, 17]
    found = comparison_of(exercise, places, Group("roll", "stab"))
    vision = next(one for _, some in found.sections for one in some if one.of.question.id == "vision")
    assert (len(vision.of.bars), vision.hidden) == (2, (view.participants[2].name,))

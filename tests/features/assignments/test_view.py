"""Uppdrag: the order, the title, the filters, what is told of each, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from core.features.assignments.view import assignment_rows, assignments_html, chosen, history, title_words
from core.goals.book import ASSIGNMENTS, GoalBooks
from core.goals.models import Assignment, AssignmentState, Decision, Moved, Report
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.state import State
from core.state.database import writing
from core.web.choices import Choices, Tasks
from core.web.pages import Dated
from tests.goals.chains import COUNCIL, PASSING, SCHOOL_BOARD, put_chain
from tests.shared import HUDDINGE, LAST, figures_of, target_frame
from tests.web.html import parsed

DAY = date(LAST, 11, 29)
State_ = AssignmentState
PLAN = Assignment("plan", LAST - 1, "kf", ("gn",), "Ta fram en <b>läsplan</b>.", date(LAST, 10, 1), PASSING.id)
SOON = Assignment("snart", LAST, "gn", ("gn",), "Mät frånvaron.", date(LAST, 12, 15), state=State_.GOING_ON)
DONE = replace(SOON, id="klar", text="Räkna böckerna.", deadline=date(LAST, 1, 31), state=State_.DONE)
UNDATED = replace(SOON, id="utan", text="Fundera.", deadline=None)
CLOSED = replace(
    *(SOON,),
    id="slut",
    text="Byt golv.",
    state=State_.CLOSED,
    closed=Decision("Grundskolenämnden", date(LAST, 3, 1), "7"),
    reason="Golvet höll.",
)
EVERY = (DONE, CLOSED, UNDATED, SOON, PLAN)


def keys(found: list[Assignment]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        (Tasks.OPEN, ["plan", "snart", "utan", "klar"]),
        (Tasks.LATE, ["plan"]),
        (Tasks.DONE, ["klar"]),
        (Tasks.CLOSED, ["slut"]),
        (Tasks.ALL, ["plan", "snart", "utan", "klar", "slut"]),
    ],
)
def test_late_stand_first_then_by_deadline_and_closed_last(tasks: Tasks, expected: list[str]) -> None:
    assert keys(chosen(EVERY, tasks, DAY)) == expected


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ((), "Inga uppdrag är öppna"),
        ((CLOSED,), "Inga uppdrag är öppna"),
        ((SOON,), "Ett uppdrag är öppet och inte försenat"),
        ((PLAN,), "Det enda öppna uppdraget är försenat"),
        ((PLAN, SOON, DONE), "Ett av två öppna uppdrag är försenat, ett klart väntar på beslut"),
        ((SOON, UNDATED), "Inget av två öppna uppdrag är försenat"),
        ((DONE, DONE), "Inga uppdrag är öppna, två klara väntar på beslut"),
        ((PLAN, PLAN), "Alla två öppna uppdrag är försenade"),
        ((PLAN, PLAN, SOON), "Två av tre öppna uppdrag är försenade"),
    ],
)
def test_the_title_counts_what_is_open_and_late(every: tuple[Assignment, ...], words: str) -> None:
    assert title_words(every, DAY, None) == words
    assert title_words((PLAN,), DAY, COUNCIL) == "Kommunfullmäktige: det enda öppna uppdraget är försenat"


def test_an_assignment_tells_what_has_happened_newest_first() -> None:
    day = date(LAST, 5, 5)
    one = replace(
        CLOSED,
        reports=(Report(day, "Först.", "rektor"), Report(day, "Sedan.", "rektor")),
        moves=(Moved(date(LAST, 2, 2), "Väntar på dom.", date(LAST, 2, 1)),),
        closed=replace(CLOSED.closed or Decision("", day, ""), on=date(LAST, 6, 1)),
    )
    assert [(told.what, told.by) for told in history(one)] == [
        ("Avslutat. Golvet höll.", "Grundskolenämnden § 7"),
        ("Sedan.", "rektor"),
        ("Först.", "rektor"),
        (f"Väntar på dom. (före: {LAST}-02-01)", "uppdragsgivaren"),
    ]


@pytest.fixture(scope="module")
def snapshot_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("tasks")) as figures:
        yield figures


@pytest.fixture
def figures(snapshot_figures: Figures, state: State) -> Figures:
    save = put_chain(state.engine)
    with writing(state.engine) as session:
        for one in EVERY:
            ASSIGNMENTS.put(session, HUDDINGE, one.id, one, save, is_public=one is not UNDATED)
    entered = Entered(target_frame, lambda _: (), GoalBooks(state.engine))
    return replace(snapshot_figures, entered=entered, lasting=type(snapshot_figures.lasting)())


def page(figures: Figures, *, drafts: bool = False, **choices: object) -> str:
    asked = replace(Choices(HUDDINGE), **choices)  # type: ignore[arg-type]
    return assignments_html(figures, Dated(asked, DAY, drafts))


def test_everybody_sees_what_is_open_with_its_year_and_nothing_of_drafts(figures: Figures) -> None:
    html = page(figures)
    assert "Ett av två öppna uppdrag är försenat, ett klart väntar på beslut" in html
    cards = [one.text.split() for one in parsed(html).one("ul", "nk-task-bodies").all("a")]
    assert [" ".join(words) for words in cards] == [
        "Kommunfullmäktige Har gett 1 öppet 1 försenat",
        "Grundskolenämnden Har fått 2 öppna, 1 klart väntar på beslut 1 försenat"
        " Har gett 1 öppet, 1 klart väntar på beslut",
    ]
    assert "&lt;b&gt;läsplan&lt;/b&gt;" in html
    assert f"Planen {LAST - 1}" in html
    assert "Fundera." not in html
    assert "Redovisa eller ändra" not in html
    assert "Fundera." in page(figures, drafts=True)
    assert "utkast" in page(figures, drafts=True)


def test_a_body_has_what_it_gave_and_received(figures: Figures) -> None:
    of_council = page(figures, body="kf")
    assert "läsplan" in of_council
    assert "Mät frånvaron." not in of_council
    assert "Visar det som Kommunfullmäktige har gett eller fått." in of_council
    assert "Mät frånvaron." in page(figures, body=SCHOOL_BOARD.id)
    assert "läsplan" in page(figures, goal=PASSING.id)
    assert "Mät frånvaron." not in page(figures, goal=PASSING.id)


def test_a_choice_without_any_and_a_municipality_without_any_say_what_to_do(
    figures: Figures, snapshot_figures: Figures
) -> None:
    assert "Inga uppdrag med det urvalet." in page(figures, tasks=Tasks.LATE, body="gn", goal="kunskap")
    empty = page(snapshot_figures)
    assert "Huddinge har inga uppdrag här än." in empty
    assert "De ges av kommunens chefer" in empty


def test_the_table_has_what_everybody_sees(figures: Figures) -> None:
    rows = assignment_rows(figures, replace(Choices(HUDDINGE), tasks=Tasks.ALL), DAY)
    assert list(rows["id"]) == ["plan", "snart", "klar", "slut"]
    first, last = rows.iloc[0], rows.iloc[-1]
    assert (first["försenat"], first["mål"], first["klart senast"]) == ("ja", PASSING.title, f"{LAST}-10-01")
    assert (last["läge"], last["avslutat"], last["skäl"]) == (
        "avslutat",
        f"Grundskolenämnden {LAST}-03-01 § 7",
        "Golvet höll.",
    )
    assert list(assignment_rows(figures, replace(Choices(HUDDINGE), body="kf", tasks=Tasks.DONE), DAY)) == list(rows)

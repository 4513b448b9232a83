"""What other pages say of goals: which goal an indicator serves, and the list of all that serve one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.goals.models import GoalIndicator
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.site.site import SITE
from core.web.choices import GOAL, INDICATOR, OVERVIEW
from core.web.visit import Visit
from tests.goals.chains import (
    CALM,
    COUNCILS_PLAN,
    KNOWLEDGE,
    LEARNING,
    PASSING,
    SCHOOLS_PLAN,
    BooksInMemory,
    goal_book,
)
from tests.shared import FALLS, GRADES, HUDDINGE, LAST, WAIT, figures_of, target_frame
from tests.web.html import Element, parsed

GRADES_NAME, WAIT_NAME, SAFE_NAME = (
    "Behöriga till gymnasiet",
    "Väntetid till särskilt boende",
    "Elever som känner sig trygga",
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """The small chain, whose council goal has an indicator of its own; a draft of next year has another."""
    council = replace(COUNCILS_PLAN, goals=(LEARNING, replace(KNOWLEDGE, indicators=(GoalIndicator(GRADES),))))
    draft = replace(
        SCHOOLS_PLAN, year=LAST + 1, decision=None, goals=(replace(PASSING, indicators=(GoalIndicator(FALLS),)),)
    )
    books = BooksInMemory(goal_book(council, SCHOOLS_PLAN), goal_book(council, SCHOOLS_PLAN, draft))
    with figures_of(tmp_path_factory.mktemp("elsewhere")) as plain:
        yield replace(plain, entered=Entered(target_frame, lambda _: (), books))


def shown(figures: Figures, path: str, **params: str) -> Element:
    return parsed(SITE[path].show(Visit(path, {"kommun": HUDDINGE, **params}, figures)))


def names(root: Element) -> set[str]:
    return {one.all("a")[0].text for one in root.one("table", "nk-table").all("th", "c-name")}


def test_a_row_of_the_overview_says_which_goals_its_indicator_serves(figures: Figures) -> None:
    root = shown(figures, OVERVIEW, fler="ja")
    said = {
        row.all("a")[0].text: [line.text for line in row.all("small", "nk-serves")] for row in root.all("th", "c-name")
    }
    assert {name: lines for name, lines in said.items() if lines} == {
        GRADES_NAME: [f"Nämndmål: {PASSING.title}", f"Fullmäktigemål: {KNOWLEDGE.title}"],
        WAIT_NAME: [f"Nämndmål: {PASSING.title}"],
        SAFE_NAME: [f"Nämndmål: {CALM.title}"],
    }
    to = urlsplit(root.all("small", "nk-serves")[0].one("a").attributes["href"])
    assert (to.path, dict(parse_qsl(to.query))["mal"]) == (GOAL, PASSING.id)


def test_the_page_of_an_indicator_says_so_too(figures: Figures) -> None:
    said = [line.text for line in shown(figures, INDICATOR, nyckeltal=WAIT).all("p", "nk-serves")]
    assert said == [f"Nämndmål: {PASSING.title}"]
    assert not shown(figures, INDICATOR, nyckeltal=FALLS).all("p", "nk-serves")


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"visa": "mal"}, {GRADES_NAME, WAIT_NAME, SAFE_NAME}),
        ({"visa": "mal", "organ": "gn"}, {GRADES_NAME, WAIT_NAME, SAFE_NAME}),
        ({"visa": "mal", "organ": "kf"}, {GRADES_NAME}),
        ({"visa": "mal", "omrade": "aldreomsorg"}, {WAIT_NAME}),
    ],
)
def test_the_indicators_of_decided_goals_are_a_list_of_the_overview(
    figures: Figures, params: dict[str, str], found: set[str]
) -> None:
    assert names(shown(figures, OVERVIEW, **params)) == found


def test_that_list_is_offered_where_there_are_goals_and_says_when_it_is_empty(figures: Figures) -> None:
    offered = "Målens indikatorer"
    assert offered in shown(figures, OVERVIEW).text
    without = replace(figures, entered=Entered(target_frame, lambda _: ()), lasting=type(figures.lasting)())
    assert offered not in shown(without, OVERVIEW).text
    assert "hör till ett beslutat mål" in shown(without, OVERVIEW, visa="mal").text

"""The page Arbeta med planer with its routes, a chain of Huddinge's, and three managers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.service import Access
from core.features.planning.page import planning_html
from core.features.planning.routes import plan_routes
from core.goals.book import GoalBooks
from core.goals.models import Goal, Plan
from core.outcomes.figures import Figures
from core.site.figures import figure_source
from core.state import State
from core.targets.versions import current_versions
from core.web.visit import Visit
from tests.goals.chains import CALM, SCHOOL_BOARD, put_chain
from tests.shared import BOTKYRKA, HUDDINGE, LAST
from tests.site.visitors import Visitor, visits, with_accounts
from tests.web.html import Element, parsed

PEOPLE = {
    "cilla": Details("Cilla", Role.MANAGER, HUDDINGE, ("grundskola",)),
    "eva": Details("Eva", Role.MANAGER, HUDDINGE),
    "gun": Details("Gun", Role.MANAGER, BOTKYRKA),
}
HERE = {"kommun": HUDDINGE, "plan": str(LAST), "organ": SCHOOL_BOARD.id}
FINAL = LAST + 5

Come = Callable[[str | None], Visitor]


@pytest.fixture
def access(remembered: Path) -> Access:
    put_chain(state().engine)
    return with_accounts(PEOPLE)


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, plan_routes())


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def state() -> State:
    return figure_source()._state


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def page(who: Person, **params: str) -> Element:
    return parsed(planning_html(Visit("/plan", HERE | params, figures(), who)))


def plan(body: str = SCHOOL_BOARD.id, year: int = LAST) -> Plan:
    entry = GoalBooks(state().engine).book(HUDDINGE, drafts=True).plans[f"{body}/{year}"]
    assert entry.value
    return entry.value


def goal(wanted: str = CALM.id) -> Goal:
    return next(one for one in plan().goals if one.id == wanted)


def levels() -> dict[tuple[str, int], tuple[float | None, bool]]:
    held = [one.target for one in current_versions(state().engine, HUDDINGE)]
    return {(one.kpi, one.year): (one.value, one.is_final) for one in held}


def form_of(root: Element, action: str = "/plan/mal") -> dict[str, str]:
    """The form of ROOT that goes to ACTION, as a browser sends it when nothing is touched."""
    form = next(one for one in root.all("form") if one.attributes.get("action") == action)
    sent: dict[str, str] = {}
    for field in (one for tag in ("input", "textarea", "select") for one in form.all(tag)):
        name, attributes = field.attributes.get("name", ""), field.attributes
        if attributes.get("type") == "checkbox" and "data-checked" not in attributes:
            continue
        sent[name] = attributes.get("data-value", attributes.get("value", ""))
    return sent

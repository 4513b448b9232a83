"""Uppdrag for those who may do something about them, and the page of one assignment with its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from core.access.rights import Action, may, require
from core.access.service import current_engine
from core.features.assignments.view import (
    Told,
    assignments_html,
    decision_words,
    drawn,
    history,
    name_of,
)
from core.goals.assigning import LONGEST_PARAGRAPH, LONGEST_TEXT, REPORTED, Assigning, next_plan_year
from core.goals.book import ASSIGNMENTS as KEPT
from core.goals.book import GoalBook
from core.goals.models import Assignment
from core.state.merging import theirs_in
from core.web.choices import ASSIGNMENT, ASSIGNMENTS, GOAL, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import Dated, message, of_a_day
from core.web.render import render
from core.web.typed import DEED, typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.dates import today
from core.words.formats import listed

# In the address and the forms: which assignment, or for which body a new one is given.
KEY, GIVER = "uppdrag", "givare"
_FOR_ALL = of_a_day(assignments_html)


def assigning_of(visit: Visit, municipality: str) -> Assigning:
    """MUNICIPALITY's assignments for who asks, in the process's own database."""
    engine = current_engine()
    return Assigning(engine, municipality, visit.person, visit.now)


def list_html(visit: Visit) -> str:
    """The page Uppdrag: kept for everybody, but drawn for who may do something there."""
    municipality, figures = visit.choices.municipality, visit.figures
    if figures is None or municipality is None or not may(visit.person, Action.READ_PLANS, municipality=municipality):
        return _FOR_ALL(visit)
    book, assigning = figures.goals_of(municipality, drafts=True), assigning_of(visit, municipality)

    def work(one: Assignment, book: GoalBook) -> str:
        is_hers = assigning.may_report(one, book) or assigning.may_give(book.bodies.get(one.giver))
        return address_of(municipality, one.id) if is_hers else ""

    asked = Dated(visit.choices, today(visit.now), drafts=True)
    return drawn(figures, asked, work=work, givers=_givers(assigning, book, asked.today.year), address=visit.address)


def address_of(municipality: str, key: str = "", giver: str = "") -> str:
    """The page of the assignment KEY, or the one where a new one of GIVER's is written."""
    params = {"kommun": municipality, KEY: key, GIVER: giver}
    return f"{ASSIGNMENT}?{urlencode({name: text for name, text in params.items() if text})}"


def _givers(assigning: Assigning, book: GoalBook, year: int) -> list[tuple[str, str]]:
    return [
        (body.name, address_of(assigning.municipality, giver=body.id))
        for body in book.bodies.values()
        if (body.is_of(year) or body.is_of(year + 1)) and assigning.may_give(body)
    ]


def assignment_html(visit: Visit) -> str:
    """One assignment with what may be done about it, or a new one. Raises NotAllowedError."""
    municipality, figures = visit.params.get("kommun", ""), visit.figures
    if figures is None or municipality not in figures.snapshot.municipalities:
        return _lost(visit, "Länken säger inte vilken kommun det gäller.")
    require(visit.person, Action.READ_PLANS, municipality=municipality)
    book, assigning = figures.goals_of(municipality, drafts=True), assigning_of(visit, municipality)
    typed = typed_before(visit, WorkKind.ASSIGNMENT)
    common = {
        "address": visit.address,
        "notice": visit.notice,
        "name": figures.snapshot.municipalities[municipality],
        "municipality": municipality,
        "list": link(ASSIGNMENTS, Choices(municipality)),
        "typed": typed,
        "was_in": typed.get(DEED, ""),
        "theirs": theirs_in(typed),
        "work": work_in(visit),
        "longest": LONGEST_TEXT,
        "longest_paragraph": LONGEST_PARAGRAPH,
    }
    key, giver = visit.params.get(KEY, ""), visit.params.get(GIVER, "")
    if giver in book.bodies:
        return render("assignment_new.html", **common, **_new(assigning, book, giver, typed))
    versions = assigning.history(KEPT, key)
    if not versions or versions[0].value is None:
        return _lost(visit, "Länken är fel, eller så har den som gav det ångrat sig.", municipality)
    one, newest = versions[0].value, versions[0].number
    return render(
        "assignment.html",
        **common,
        **_facts(one, book, assigning),
        seen=written_from(typed, newest),
        newest=newest,
        versions=versions,
        states=REPORTED,
        is_open=one.is_open,
        can_report=one.is_open and assigning.may_report(one, book),
        can_give=one.is_open and assigning.may_give(book.bodies.get(one.giver)),
        next_year=next_plan_year(one, assigning.plans_for(key), assigning.today.year),
    )


def _facts(one: Assignment, book: GoalBook, assigning: Assigning) -> Mapping[str, object]:
    """What the page says of ONE."""
    plan, goal = book.goals.get(one.goal or "", (None, None))
    told: Sequence[Told] = history(one)
    return {
        "key": one.id,
        "one": one,
        "giver": name_of(one.giver, book),
        "receivers": listed([name_of(body, book) for body in one.receivers]) or "ingen mottagare",
        "goal": goal.title if goal else "",
        "to_goal": link(GOAL, Choices(assigning.municipality, goal=goal.id)) if goal and plan else "",
        "decision": decision_words(one.decision),
        "is_late": one.is_overdue(assigning.today),
        "history": told,
        "has_ended": one.year < assigning.today.year,
    }


def _new(assigning: Assigning, book: GoalBook, giver: str, typed: Mapping[str, str]) -> Mapping[str, object]:
    """What the form of a new assignment of GIVER's chooses among. Raises NotAllowedError."""
    body, year = book.bodies[giver], assigning.today.year
    assigning.require_giver(body)
    goals = [
        (goal.id, f"{plan.year}: {goal.title}")
        for goal_year in book.years
        if goal_year >= year
        for plan in book.of_year(goal_year)
        if plan.body == giver
        for goal in plan.standing_goals
    ]
    return {
        "giver": body.name,
        "giver_id": giver,
        "receivers": [(one.id, one.name) for one in book.bodies.values() if one.is_of(year) or one.is_of(year + 1)],
        "ticked": typed.get("mottagare", "").split(),
        "goals": goals,
    }


def _lost(visit: Visit, what: str, municipality: str | None = None) -> str:
    to = link(ASSIGNMENTS, Choices(municipality))
    return message(visit.address, "Uppdraget hittas inte", what, action="Till uppdragen", action_address=to)

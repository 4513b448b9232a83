"""A small goal chain of Huddinge's in a database: two bodies, a goal area, a council goal, two committee goals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from core.access.people import Person, Role
from core.goals.book import BODIES, PLANS, GoalBook, GoalBooks
from core.goals.models import Body, BodyKind, Decision, Goal, GoalIndicator, Level, Plan
from core.state.database import writing
from core.state.entries import Entry, Save, save_of
from tests.shared import GRADES, HUDDINGE, LAST, SAFE, WAIT

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BERIT = Person(3, "berit", "Berit", Role.ADMINISTRATOR)

COUNCIL = Body("kf", BodyKind.COUNCIL, "Kommunfullmäktige")
SCHOOL_BOARD = Body("gn", BodyKind.COMMITTEE, "Grundskolenämnden", ("grundskola",), "grundskolechef")
DECISION = Decision("Kommunfullmäktige", date(LAST - 1, 11, 17), "142")

LEARNING = Goal("lara", Level.AREA, "Lära och växa")
KNOWLEDGE = Goal("kunskap", Level.COUNCIL, "Barn och elever når kunskapsmålen", parent="lara")
PASSING = Goal(
    "behoriga",
    Level.COMMITTEE,
    "Fler elever blir behöriga till gymnasiet",
    "Varje elev ska lämna grundskolan med betyg som räcker till ett nationellt program.",
    parent="kunskap",
    indicators=(GoalIndicator(GRADES), GoalIndicator(WAIT)),
)
CALM = Goal("trygga", Level.COMMITTEE, "Elever är trygga", parent="kunskap", indicators=(GoalIndicator(SAFE, "K"),))
COUNCILS_PLAN = Plan("kf", LAST, f"Mål och budget {LAST}", (LEARNING, KNOWLEDGE), decision=DECISION)
SCHOOLS_PLAN = Plan("gn", LAST, f"Verksamhetsplan {LAST}", (PASSING, CALM), decision=replace(DECISION, paragraph="80"))


class BooksInMemory(GoalBooks):
    """Goal books without a database: PUBLIC as readers have it and DRAFTS, both of whichever municipality."""

    def __init__(self, public: GoalBook, drafts: GoalBook | None = None) -> None:
        self._of = {False: public, True: drafts or public}

    def book(self, municipality: str, *, drafts: bool) -> GoalBook:
        return replace(self._of[drafts], municipality=municipality)

    def mark(self, municipality: str, *, drafts: bool) -> str:  # noqa: ARG002 - as the real ones are asked
        return str(id(self._of[drafts]))


def goal_book(*plans: Plan, bodies: tuple[Body, ...] = (COUNCIL, SCHOOL_BOARD)) -> GoalBook:
    """The goal book with BODIES and PLANS (the small chain's two, if none are given), all of them seen."""
    held = plans or (COUNCILS_PLAN, SCHOOLS_PLAN)
    entries = {plan.key: Entry(plan.key, 1, plan, plan.decision is not None, "", BERIT.name, NOW) for plan in held}
    return GoalBook(HUDDINGE, {body.id: body for body in bodies}, entries)


def put_chain(
    engine: Engine,
    *plans: Plan,
    bodies: tuple[Body, ...] = (COUNCIL, SCHOOL_BOARD),
    municipality: str = HUDDINGE,
    by: Person = BERIT,
) -> Save:
    """Keep BODIES and PLANS (the small chain's two, if none are given) in one save."""
    save = save_of(by, NOW)
    with writing(engine) as session:
        for body in bodies:
            BODIES.put(session, municipality, body.id, body, save)
        for plan in plans or (COUNCILS_PLAN, SCHOOLS_PLAN):
            PLANS.put(session, municipality, plan.key, plan, save, is_public=plan.decision is not None)
    return save

"""What is done to plans: rights, checks and versions in front of every change. Nothing is overwritten or removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from core.access.entering import Entering
from core.access.rights import Action
from core.catalogue import Catalogue
from core.goals.book import ASSIGNMENTS, BODIES, OVERRULINGS, PLANS, GoalBook, read_book
from core.goals.checking import (
    LONGEST_TEXT,
    PlanError,
    PlanFaultsError,
    new_faults,
    plan_faults,
    surroundings,
    unknown_goal,
)
from core.goals.models import Body, BodyKind, Decision, Goal, Overruling, Plan
from core.goals.rights import require_of_body
from core.state.database import reading, writing
from core.state.entries import Entry, Made, Save, as_made, save_of, saved_in, undo
from core.state.versions import OvertakenError
from core.tabular.faults import CellError
from core.tabular.fields import text_field

V = TypeVar("V")

_OVERTAKEN = "Läs planen som den är nu, och spara igen om ditt ska gälla."


@dataclass(frozen=True)
class Seen:
    """What a maker saw before she changed it: the version of the plan, and the goal she changes ('' for the plan)."""

    number: int
    goal: str = ""


@dataclass(frozen=True)
class Planning(Entering):
    """The plans of MUNICIPALITY, and who changes them when. All raise StateError.

    The save of what changed nothing has no batch: there is nothing to undo.
    """

    catalogue: Catalogue

    def book(self) -> GoalBook:
        """All plans as they are now, with drafts. Raises NotAllowedError."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return read_book(connection, self.municipality, drafts=True)

    def put_body(self, body: Body, *, seen: int | None = None) -> Save:
        """Let BODY be as it is from now on: a new one, or with another name, areas or years.

        Raises NotAllowedError, PlanError, OvertakenError.
        """
        self.require(Action.DECIDE_PLAN)
        with self._writing() as (session, book, save):
            self._check_body(body, book)
            BODIES.put(session, self.municipality, body.id, body, save, seen=seen)
            return as_made(session, save)

    def put(self, *plans: Plan, bodies: Iterable[Body] = (), seen: Mapping[str, int] | None = None) -> Save:
        """Let PLANS (and new BODIES) hold as drafts from now on: all of them, or none.

        SEEN is the number of the version of each that the maker saw, by the plan's key. A plan that differs in nothing
        stays as it is, decided or not. Raises NotAllowedError, PlanFaultsError, OvertakenError. ``within`` does the
        same in a session of one's own.
        """
        with writing(self.engine) as session:
            save = save_of(self.by, self.now)
            self.within(session, save, *plans, bodies=bodies, seen=seen)
            return as_made(session, save)

    def within(
        self,
        session: Session,
        save: Save,
        *plans: Plan,
        bodies: Iterable[Body] = (),
        seen: Mapping[str, int] | None = None,
    ) -> None:
        """``put`` in a SESSION that writes, as a part of SAVE."""
        before = book = read_book(session.connection(), self.municipality, drafts=True)
        for body in bodies:
            self.require(Action.DECIDE_PLAN)
            self._check_body(body, book)
            BODIES.put(session, self.municipality, body.id, body, save)
            book = replace(book, bodies={**book.bodies, body.id: body})
        for plan in plans:
            require_of_body(self.by, Action.CHANGE_PLAN, self.municipality, book.bodies.get(plan.body))
            draft = self._draft(plan, book)
            if draft is not None:
                number = (seen or {}).get(plan.key)
                PLANS.put(session, self.municipality, plan.key, draft, save, seen=number, is_public=False)
        book = read_book(session.connection(), self.municipality, drafts=True)
        faults = [
            fault
            for plan in plans
            for fault in new_faults(plan, _content(before, plan.key), surroundings(plan, book, self.catalogue))
        ]
        if faults:
            raise PlanFaultsError(faults)

    def change(self, key: str, edit: Callable[[Plan], Plan], seen: Seen) -> Save:
        """Let EDIT be done to the plan KEY; what others have changed elsewhere in it meanwhile stays.

        Raises NotAllowedError, PlanError, PlanFaultsError; OvertakenError where the goal that was SEEN (or the plan
        itself, where none was) is another now.
        """
        with writing(self.engine) as session:
            newest = self._newest(session, key)
            assert newest.value is not None  # noqa: S101 - plans are never removed
            if newest.number != seen.number and self._is_overtaken(session, key, newest.value, seen):
                raise OvertakenError(newest.said, _OVERTAKEN, newest=newest)
            save = save_of(self.by, self.now)
            self.within(session, save, edit(newest.value))
            return as_made(session, save)

    def decide(self, key: str, decision: Decision, seen: int) -> Save:
        """Let the plan KEY be decided as it is, and what it assigns be seen by all.

        Raises NotAllowedError, PlanFaultsError for a plan with faults, OvertakenError.
        """
        self.require(Action.DECIDE_PLAN)
        _require_fit(by=decision.by, paragraph=decision.paragraph, link=decision.link)
        with self._writing() as (session, book, save):
            plan = self._newest(session, key).value
            assert plan is not None  # noqa: S101 - plans are never removed
            faults = plan_faults(plan, surroundings(plan, book, self.catalogue))
            if faults:
                raise PlanFaultsError(faults)
            decided = replace(plan, decision=decision)
            PLANS.put(session, self.municipality, key, decided, save, seen=seen)
            for assignment in book.assignments.values():
                if (assignment.giver, assignment.year) == (plan.body, plan.year):
                    ASSIGNMENTS.put(session, self.municipality, assignment.id, assignment, save)
            return as_made(session, save)

    def overrule(self, goal: str, overruling: Overruling | None, seen: int | None = None) -> Save:
        """Let the owner's face of GOAL (an id) stand in place of the computed one; None lets the computed one stand.

        Raises NotAllowedError, PlanError for a goal that is not there or no reason, OvertakenError.
        """
        with self._writing() as (session, book, save):
            if goal not in book.goals:
                raise unknown_goal()
            plan, _ = book.goals[goal]
            require_of_body(self.by, Action.CHANGE_PLAN, self.municipality, book.bodies.get(plan.body))
            if overruling and not (overruling.reason.strip() and overruling.function.strip()):
                raise PlanError("Ett eget ansikte behöver skäl och funktion.", "Fyll i båda.", field="reason")
            if overruling:
                _require_fit(function=overruling.function)
                _require_fit(has_lines=True, reason=overruling.reason)
            OVERRULINGS.put(session, self.municipality, goal, overruling, save, seen=seen)
            return as_made(session, save)

    def undo(self, batch: str) -> int:
        """Let what was before the save BATCH hold again; how many things came back.

        Raises NotAllowedError for who may not change what it changed, OvertakenError, VersionError. ``undo_in`` does
        the same in a session of one's own.
        """
        with writing(self.engine) as session:
            return self.undo_in(session, batch)

    def undo_in(self, session: Session, batch: str) -> int:
        """``undo`` in a SESSION that writes."""
        self.require(Action.READ_PLANS)
        made = saved_in(session, self.municipality, batch)
        if {one.by_id for one in made} != {self.by.id}:
            # What others have saved, whatever it was, is undone by who may decide.
            self.require(Action.DECIDE_PLAN)
        book = read_book(session.connection(), self.municipality, drafts=True)
        for one in made:
            self._require_undo(one, made, book)
        return undo(session, self.municipality, batch, self.by, self.now)

    def _require_undo(self, one: Made, made: Sequence[Made], book: GoalBook) -> None:
        """Raise NotAllowedError or PlanError unless ONE, among all that a save MADE, may be undone."""
        if one.kind == BODIES.kind:
            self.require(Action.DECIDE_PLAN)
            if one.first == 1 and _stands_on(one.key, {other.key for other in made}, book):
                what = "Organet har fått planer, mål eller uppdrag sedan dess."
                raise PlanError(what, "Ge det ett sista år i stället.")
        elif one.kind == PLANS.kind:
            plan = _content(book, one.key)
            # A decision is taken back by who may decide.
            action = Action.DECIDE_PLAN if plan and plan.decision else Action.CHANGE_PLAN
            require_of_body(self.by, action, self.municipality, book.bodies.get(one.key.rpartition("/")[0]))
        elif one.kind == OVERRULINGS.kind:
            body = book.goals[one.key][0].body if one.key in book.goals else ""
            require_of_body(self.by, Action.CHANGE_PLAN, self.municipality, book.bodies.get(body))
        elif all(other.kind != PLANS.kind for other in made):
            # Those that a plan's decision let be seen go with it; others are undone where they are made.
            raise PlanError("Det här ångras inte här.", "Gå till sidan där det gjordes.")

    @contextmanager
    def _writing(self) -> Iterator[tuple[Session, GoalBook, Save]]:
        with writing(self.engine) as session:
            yield (
                session,
                read_book(session.connection(), self.municipality, drafts=True),
                save_of(self.by, self.now),
            )

    def _newest(self, session: Session, key: str) -> Entry[Plan]:
        newest = PLANS.newest(session, self.municipality, key)
        if newest is None or newest.value is None:
            raise PlanError("Planen finns inte.", "Läs in sidan igen.")
        return newest

    def _draft(self, plan: Plan, book: GoalBook) -> Plan | None:
        """PLAN as a draft; None where it says what is there already."""
        held = _content(book, plan.key)
        if held and replace(held, decision=None) == replace(plan, decision=None):
            return None
        return replace(plan, decision=None)

    def _is_overtaken(self, session: Session, key: str, newest: Plan, seen: Seen) -> bool:
        versions = PLANS.history(session.connection(), self.municipality, key)
        then = next((version.value for version in versions if version.number == seen.number), None)
        if then is None:
            return True
        if not seen.goal:
            return replace(then, goals=()) != replace(newest, goals=())
        return _goal(then, seen.goal) != _goal(newest, seen.goal)

    def _check_body(self, body: Body, book: GoalBook) -> None:
        others = [one for one in book.bodies.values() if one.id != body.id]
        _require_fit(name=body.name, owner=body.owner)
        if not body.name.strip() or len(body.name) > 120:
            raise PlanError("Organet behöver ett namn på högst 120 tecken.", "Skriv dess namn.", field="name")
        if body.first and body.last and body.first > body.last:
            raise PlanError("Organets sista år är före det första.", "Ändra något av åren.", field="last")
        if unknown := [area for area in body.areas if area not in self.catalogue.area_by_id]:
            raise PlanError(f"Området {unknown[0]} finns inte.", "Välj bland områdena.", field="areas")
        is_there = [one for one in others if _overlap(one, body)]
        if any(one.name.casefold() == body.name.casefold() for one in is_there):
            raise PlanError(f"{body.name} finns redan de åren.", "Ändra det som finns.", field="name")
        if body.kind is BodyKind.COUNCIL and any(one.kind is BodyKind.COUNCIL for one in is_there):
            raise PlanError("Kommunen har redan ett fullmäktige.", "Ändra det som finns.", field="kind")


def _require_fit(*, has_lines: bool = False, **texts: str) -> None:
    """Raise PlanError for the first of TEXTS, by field, that is too long or has signs that cannot be seen."""
    for name, text in texts.items():
        try:
            text_field(name, LONGEST_TEXT, is_needed=False, has_lines=has_lines).read(text)
        except CellError as error:
            raise PlanError(error.what, error.advice, field=name) from error


def _stands_on(body: str, made: Collection[str], book: GoalBook) -> bool:
    """Whether anything in BOOK but what was MADE (keys) is of BODY (an id)."""
    plans = [entry.value for key, entry in book.plans.items() if entry.value and key not in made]
    given = [one for key, one in book.assignments.items() if key not in made]
    return (
        any(plan.body == body for plan in plans)
        or any(body in goal.bodies for plan in plans for goal in plan.goals)
        or any(body in (one.giver, *one.receivers) for one in given)
    )


def _content(book: GoalBook, key: str) -> Plan | None:
    return book.plans[key].value if key in book.plans else None


def _goal(plan: Plan, wanted: str) -> Goal | None:
    return next((goal for goal in plan.goals if goal.id == wanted), None)


def _overlap(one: Body, other: Body) -> bool:
    """Whether there is a year that both have."""
    latest_first = max(one.first or 0, other.first or 0)
    return latest_first <= min(one.last or latest_first, other.last or latest_first)

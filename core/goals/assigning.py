"""What is done to assignments: given, reported, moved, carried on and closed. Rights in front, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from core.access.entering import Entering
from core.access.rights import Action, NotAllowedError, may
from core.errors import NyckeltalError
from core.goals.book import ASSIGNMENTS, GoalBook, read_book
from core.goals.models import Assignment, AssignmentState, Body, Decision, Moved, Report, new_id, plan_key
from core.goals.rights import may_of_body, require_of_body
from core.state.database import reading, writing
from core.state.entries import Save, save_of
from core.tabular.fields import checked_fields, day_field, text_field

LONGEST_TEXT, LONGEST_PARAGRAPH = 2000, 30
REPORTED = (AssignmentState.NOT_BEGUN, AssignmentState.GOING_ON, AssignmentState.DONE)

Typed = Mapping[str, str]
_Change = Callable[[Assignment, GoalBook], Assignment]


class AssignmentError(NyckeltalError):
    """Something cannot be done to an assignment as it was asked for."""


@dataclass(frozen=True)
class Assigning(Entering):
    """The assignments of MUNICIPALITY, and who changes them when. All raise StateError."""

    def may_give(self, giver: Body | None) -> bool:
        """Whether assignments of GIVER may be given, moved, carried on and closed."""
        is_over_all = may(self.by, Action.DECIDE_PLAN, municipality=self.municipality)
        return is_over_all or may_of_body(self.by, Action.CHANGE_PLAN, self.municipality, giver)

    def require_giver(self, giver: Body | None) -> None:
        """Raise NotAllowedError unless ``may_give`` says yes."""
        if not self.may_give(giver):
            raise NotAllowedError(self.by, Action.CHANGE_PLAN)

    def may_report(self, one: Assignment, book: GoalBook) -> bool:
        """Whether a receiver of ONE is hers to answer for."""
        return self._reporter(one, book) is not None

    def plans_for(self, key: str) -> GoalBook:
        """The plans that the assignment KEY may stand in: for one that readers see, those that they see."""
        with reading(self.engine) as connection:
            public = read_book(connection, self.municipality, drafts=False)
            return public if key in public.assignments else read_book(connection, self.municipality, drafts=True)

    def give(self, giver: str, typed: Typed, receivers: tuple[str, ...]) -> tuple[str, Save]:
        """A new assignment of GIVER (a body's id) to RECEIVERS, as TYPED; its id. Seen by all once it is decided.

        Raises NotAllowedError, AssignmentError, FieldsError.
        """
        with writing(self.engine) as session:
            book, save = self._book(session), save_of(self.by, self.now)
            self.require_giver(book.bodies.get(giver))
            if giver not in book.bodies:
                raise AssignmentError("Organet finns inte.", "Läs in sidan igen.")
            found = checked_fields(_GIVEN, **typed)
            goal = _known_goal(typed.get("goal", ""), book)
            if not receivers or any(one not in book.bodies for one in receivers):
                raise AssignmentError("Ingen mottagare är vald.", "Välj minst ett organ.", field="receivers")
            decision = _decision(book.bodies[giver].name, found)
            year = book.goals[goal][0].year if goal else (found["deadline"] or self.today).year
            one = Assignment(new_id(), year, giver, receivers, found["text"], found["deadline"], goal, decision)
            plan = book.plans.get(plan_key(giver, year))
            is_public = decision is not None or bool(plan and plan.value and plan.value.decision)
            ASSIGNMENTS.put(session, self.municipality, one.id, one, save, is_public=is_public)
            return one.id, save

    def report(self, key: str, typed: Typed, seen: int) -> Save:
        """Let a receiver say of the assignment KEY how far it has come: a sentence and a state, as TYPED.

        Raises NotAllowedError, AssignmentError, FieldsError; OvertakenError where it is another than version SEEN.
        """

        def change(one: Assignment, book: GoalBook) -> Assignment:
            reporter = self._reporter(one, book)
            if reporter is None:
                require_of_body(self.by, Action.REPORT_ASSIGNMENT, self.municipality, _receiver(one, book))
            text = checked_fields(_REPORTED, **typed)["text"]
            state = next((state for state in REPORTED if state == typed.get("state")), None)
            if state is None:
                raise AssignmentError("Läget är inte valt.", "Välj hur långt ni har kommit.", field="state")
            function = (reporter.owner or reporter.name) if reporter else ""
            return replace(one, state=state, reports=(*one.reports, Report(self.today, text, function)))

        return self._change(key, change, seen)

    def close(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the giver's decision, as TYPED (day, § and reason), end the assignment KEY. Raises as ``report``."""

        def change(one: Assignment, book: GoalBook) -> Assignment:
            self.require_giver(book.bodies.get(one.giver))
            found = checked_fields(_CLOSED, **typed)
            if one.state is not AssignmentState.DONE and not found["reason"].strip():
                why = "Uppdraget är inte klart, så det behövs ett skäl."
                raise AssignmentError(why, "Skriv varför det avslutas.", field="reason")
            decision = _decision(book.bodies[one.giver].name, found)
            return replace(one, state=AssignmentState.CLOSED, closed=decision, reason=found["reason"])

        return self._change(key, change, seen)

    def move(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the assignment KEY have another deadline, for a reason, as TYPED. Raises as ``report``."""

        def change(one: Assignment, book: GoalBook) -> Assignment:
            self.require_giver(book.bodies.get(one.giver))
            found = checked_fields(_MOVED, **typed)
            if found["deadline"] == one.deadline:
                raise AssignmentError("Det är redan så.", "Välj ett annat datum.", field="deadline")
            moved = Moved(self.today, found["reason"], one.deadline)
            return replace(one, deadline=found["deadline"], moves=(*one.moves, moved))

        return self._change(key, change, seen)

    def carry_on(self, key: str, seen: int) -> Save:
        """Let the assignment KEY stand in its giver's next plan, for what its goal has become there.

        One that readers see goes on in a decided plan only. Raises as ``report``, and AssignmentError where there is
        no later plan.
        """
        plans = self.plans_for(key)

        def change(one: Assignment, book: GoalBook) -> Assignment:
            self.require_giver(book.bodies.get(one.giver))
            year = next_plan_year(one, plans, self.today.year)
            if year is None:
                what = "Det finns ingen senare plan som är beslutad."
                raise AssignmentError(what, "Besluta den först, avsluta uppdraget eller flytta datumet.")
            words = f"Förs vidare från planen {one.year} till {year}"
            moved = Moved(self.today, words, None)
            goal = became(one.goal, year, book)
            return replace(one, year=year, goal=goal if goal in plans.goals else None, moves=(*one.moves, moved))

        return self._change(key, change, seen)

    def undo(self, batch: str, key: str) -> None:
        """Let what was before the save BATCH of the assignment KEY hold again. Raises as ``report``."""
        with writing(self.engine) as session:
            book = self._book(session)
            versions = ASSIGNMENTS.history(session.connection(), self.municipality, key)
            newest = versions[0] if versions else None
            before = versions[1].value if len(versions) > 1 else None
            if newest is None or newest.batch != batch or newest.value == before:
                raise AssignmentError("Det som skulle ångras gäller inte längre.", "Läs in sidan igen.")
            one = newest.value or before
            assert one is not None  # noqa: S101 - they differ
            if not (before and newest.value and _is_reported(before, newest.value) and self.may_report(one, book)):
                self.require_giver(book.bodies.get(one.giver))
            # This alone: a save of many things is undone where it was made.
            is_public = versions[1].is_public if len(versions) > 1 else newest.is_public
            save = save_of(self.by, self.now)
            ASSIGNMENTS.put(session, self.municipality, key, before, save, seen=newest.number, is_public=is_public)

    def _change(self, key: str, change: _Change, seen: int) -> Save:
        with writing(self.engine) as session:
            newest = ASSIGNMENTS.newest(session, self.municipality, key)
            book = self._book(session)
            if newest is None or newest.value is None:
                self.require(Action.READ_PLANS)
                raise AssignmentError("Uppdraget finns inte.", "Läs in sidan igen.")
            changed, save = change(newest.value, book), save_of(self.by, self.now)
            if not newest.value.is_open:
                raise AssignmentError("Uppdraget är redan avslutat.", "Ångra avslutet först, om det blev fel.")
            ASSIGNMENTS.put(session, self.municipality, key, changed, save, seen=seen, is_public=newest.is_public)
            return save

    def _book(self, session: Session) -> GoalBook:
        return read_book(session.connection(), self.municipality, drafts=True)

    def _reporter(self, one: Assignment, book: GoalBook) -> Body | None:
        """The first receiver of ONE that she answers for."""
        mine = (book.bodies.get(body) for body in one.receivers)
        return next(
            (b for b in mine if b and may_of_body(self.by, Action.REPORT_ASSIGNMENT, self.municipality, b)), None
        )


def next_plan_year(one: Assignment, book: GoalBook, this_year: int) -> int | None:
    """The year after that of ONE in which its giver has a plan: THIS_YEAR, or the nearest to it; None for none."""
    years = [year for year in book.years if year > one.year and plan_key(one.giver, year) in book.plans]
    return min((year for year in years if year >= this_year), default=years[0] if years else None)


def became(goal: str | None, year: int, book: GoalBook) -> str | None:
    """The goal of YEAR that was made from GOAL (an id), by way of the years between; None where there is none."""
    line = {goal}
    for _, later in sorted(book.goals.values(), key=lambda one: one[0].year):
        if later.origin in line:
            line.add(later.id)
    return next((key for key, (plan, _) in book.goals.items() if key in line and plan.year == year), None)


def _is_reported(before: Assignment, after: Assignment) -> bool:
    """Whether a report is all that AFTER has more."""
    return replace(after, state=before.state, reports=before.reports) == before and not (
        after.state is AssignmentState.CLOSED or before.state is AssignmentState.CLOSED
    )


def _receiver(one: Assignment, book: GoalBook) -> Body | None:
    return next((book.bodies[body] for body in one.receivers if body in book.bodies), None)


def _known_goal(goal: str, book: GoalBook) -> str | None:
    if goal and goal not in book.goals:
        raise AssignmentError("Målet finns inte.", "Välj ett av målen.", field="goal")
    return goal or None


def _decision(by: str, found: Mapping[str, object]) -> Decision | None:
    """The decision in what was read of a form; None where neither day nor § is given."""
    on, paragraph = found["on"], str(found["paragraph"]).strip()
    if on is None and not paragraph:
        return None
    if not isinstance(on, date):
        raise AssignmentError("Beslutet saknar datum.", "Skriv dagen för beslutet.", field="on")
    if not paragraph:
        raise AssignmentError("Beslutet saknar paragraf.", "Skriv den, till exempel 142.", field="paragraph")
    return Decision(by, on, paragraph)


_TEXT = text_field("Uppdraget", LONGEST_TEXT, has_lines=True)
_REASON = text_field("Skäl", LONGEST_TEXT, has_lines=True)
_PARAGRAPH = text_field("Paragraf", LONGEST_PARAGRAPH, is_needed=False)
_GIVEN = {
    "text": _TEXT,
    "deadline": day_field("Klart senast", is_needed=False),
    "on": day_field("Beslutat den", is_needed=False),
    "paragraph": _PARAGRAPH,
}
_REPORTED = {"text": text_field("Vad har hänt?", LONGEST_TEXT, has_lines=True)}
_CLOSED = {
    "on": day_field("Beslutat den"),
    "paragraph": text_field("Paragraf", LONGEST_PARAGRAPH),
    "reason": text_field("Skäl", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_MOVED = {"deadline": day_field("Nytt datum"), "reason": _REASON}

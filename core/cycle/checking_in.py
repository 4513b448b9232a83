"""Check-ins on goals and assignments each interim period, and the closing of a body's period. Rights in front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.access.rights import Action, NotAllowedError
from core.cycle.book import CHECK_INS, PERIODS, CycleBook
from core.cycle.plans import (
    CheckIn,
    ClosedPeriod,
    Expected,
    FigureThen,
    InterimPeriod,
    Subject,
    check_in_key,
    period_key,
)
from core.cycle.working import LONGEST_TEXT, READ_AGAIN, CycleError, Working, Writing
from core.goals.book import GoalBook, read_book
from core.goals.models import Assignment, Body, Goal, Level
from core.goals.rights import may_of_body
from core.state.database import reading
from core.state.entries import Save
from core.tabular.fields import checked_fields, choice_field, text_field
from core.words.formats import listed

KINDS = (CHECK_INS, PERIODS)
_TOLD = 3
_RIGHTS = {Subject.GOAL: Action.CHANGE_PLAN, Subject.ASSIGNMENT: Action.REPORT_ASSIGNMENT}


@dataclass(frozen=True)
class AskedPeriod:
    """A body (an id) in a period of a year."""

    body: str
    year: int
    period: InterimPeriod

    @property
    def key(self) -> str:
        """What its closing is kept by."""
        return period_key(self.body, self.year, self.period)

    @property
    def before(self) -> AskedPeriod:
        """The body's period before."""
        return AskedPeriod(self.body, *self.period.before(self.year))


@dataclass(frozen=True)
class Followed:
    """A goal or an assignment that is followed up; ``said`` now and ``last`` time, None where nothing was."""

    subject: Subject
    of: Goal | Assignment
    said: CheckIn | None
    last: CheckIn | None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.of.title if isinstance(self.of, Goal) else self.of.text


@dataclass(frozen=True)
class CheckingIn(Working):
    """The check-ins of a municipality, and who makes them when. All raise StateError and NotAllowedError."""

    def may(self, body: Body | None, subject: Subject = Subject.GOAL) -> bool:
        """Whether she says how it goes with BODY's goals, or with what it has received."""
        return may_of_body(self.by, _RIGHTS[subject], self.municipality, body)

    def check_in(
        self,
        asked: AskedPeriod,
        key: str,
        typed: Mapping[str, str],
        seen: int | None = None,
        figures: tuple[FigureThen, ...] = (),
    ) -> Save:
        """Let what is TYPED be said of the goal or the assignment KEY in the period ASKED, with its FIGURES now.

        TYPED: expected, text (or nothing). Raises CycleError, FieldsError, OvertakenError.
        """
        with self.writing() as at:
            goals = self._goals(at)
            body = _body(asked, goals)
            one = next((one for one in followed(at.book, goals, asked) if one.of.id == key), None)
            if one is None:
                raise CycleError("Det följs inte upp av organet i den perioden.", READ_AGAIN)
            self._require(body, one.subject)
            if asked.key in at.book.periods:
                raise CycleError("Uppföljningen är avslutad.", "Öppna den igen först.")
            found = checked_fields(_CHECKED_IN, **typed)
            said = CheckIn(
                subject=one.subject,
                of=key,
                body=asked.body,
                year=asked.year,
                period=asked.period,
                on=self.today,
                by=body.owner or body.name,
                figures=figures,
                **found,
            )
            return self.put(at, CHECK_INS, check_in_key(key, asked.body, asked.year, asked.period), said, seen=seen)

    def close(self, asked: AskedPeriod) -> Save:
        """Let the period ASKED be over. Raises CycleError where something from the last lacks an answer, told which."""
        with self.writing() as at:
            goals = self._goals(at)
            body = _body(asked, goals)
            self._require(body, Subject.GOAL)
            if left := unanswered(at.book, goals, asked):
                said = listed([f"”{one.title[:80]}”" for one in left[:_TOLD]])
                more = f" och {len(left) - _TOLD} till" if len(left) > _TOLD else ""
                raise CycleError(f"Det som följdes upp förra gången saknar svar: {said}{more}.", "Svara först.")
            closed = ClosedPeriod(asked.body, asked.year, asked.period, self.today, body.owner or body.name)
            return self.put(at, PERIODS, asked.key, closed, is_public=False)

    def reopen(self, asked: AskedPeriod) -> Save:
        """Let more be said in the period ASKED."""
        with self.writing() as at:
            self._require(_body(asked, self._goals(at)), Subject.GOAL)
            return self.put(at, PERIODS, asked.key, None)

    def take_back(self, batch: str) -> int:
        """Let hold what was before the save BATCH of check-ins and closings. Raises as ``Working.undo``."""

        def require(kind: str, key: str, book: CycleBook) -> None:
            said = book.check_ins.get(key) if kind == CHECK_INS.kind else None
            if said and period_key(said.body, said.year, said.period) in book.periods:
                raise CycleError("Uppföljningen är avslutad.", "Öppna den igen först.")
            body = said.body if said else key.partition("/")[0]
            with reading(self.engine) as connection:
                goals = read_book(connection, self.municipality, drafts=True)
            self._require(goals.bodies.get(body), said.subject if said else Subject.GOAL)

        return self.undo(batch, require, KINDS)

    def _goals(self, at: Writing) -> GoalBook:
        return read_book(at.session.connection(), self.municipality, drafts=True)

    def _require(self, body: Body | None, subject: Subject) -> None:
        if not self.may(body, subject):
            raise NotAllowedError(self.by, _RIGHTS[subject])


def followed(book: CycleBook, goals: GoalBook, asked: AskedPeriod) -> tuple[Followed, ...]:
    """What the body ASKED for follows up: its standing goals of the year, then the assignments that it has received.

    Of these all that were not closed before the year, and those without a deadline after it.
    """
    last = asked.before
    found: list[tuple[Subject, Goal | Assignment]] = [
        (Subject.GOAL, goal)
        for plan in goals.of_year(asked.year)
        for goal in plan.standing_goals
        if asked.body == plan.body and goal.level is not Level.AREA
    ]
    found += [
        (Subject.ASSIGNMENT, one)
        for one in goals.assignments.values()
        if asked.body in one.receivers and one.year <= asked.year and (one.is_open or _is_closed_in(one, asked.year))
    ]

    def said(of: Goal | Assignment, at: AskedPeriod) -> CheckIn | None:
        keys = (of.id, of.origin) if isinstance(of, Goal) else (of.id,)
        found = (book.check_ins.get(check_in_key(key, at.body, at.year, at.period)) for key in keys if key)
        return next((one for one in found if one), None)

    def now(of: Goal | Assignment) -> CheckIn | None:
        return book.check_ins.get(check_in_key(of.id, asked.body, asked.year, asked.period))

    return tuple(Followed(subject, of, now(of), said(of, last)) for subject, of in found)


def unanswered(book: CycleBook, goals: GoalBook, asked: AskedPeriod) -> tuple[Followed, ...]:
    """What something was said of last time, and nothing in the period ASKED."""
    return tuple(one for one in followed(book, goals, asked) if one.last and not one.said)


def _is_closed_in(one: Assignment, year: int) -> bool:
    return one.closed is not None and one.closed.on.year >= year


def _body(asked: AskedPeriod, goals: GoalBook) -> Body:
    if asked.body not in goals.bodies:
        raise CycleError("Organet finns inte.", READ_AGAIN)
    return goals.bodies[asked.body]


_CHECKED_IN = {
    "expected": choice_field("Vid årets slut", {one: one.value for one in Expected}),
    "text": text_field("Kommentar", LONGEST_TEXT, is_needed=False, has_lines=True),
}

"""What somebody has to do in a municipality and by when, of all kinds; and what is without an owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from core.access.people import Person, Role
from core.access.rights import Action, may
from core.cycle.book import CycleBook
from core.cycle.checking_in import AskedPeriod, Followed, followed
from core.cycle.models import Deviation, DeviationState, HypothesisVerdict
from core.cycle.plans import ActionPlan, Activity, ActivityState, Subject, period_at
from core.goals.book import GoalBook
from core.goals.models import AssignmentState, Body, plan_key
from core.goals.rights import may_of_body
from core.outcomes.deviations import state_of
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.words.formats import counted, first_upper

# What a body has received is shown when it is late, or due within so many days.
SOON = timedelta(days=60)
# So many goals of a body are checked in one by one; of more it is said how many.
MOST_GOALS = 5
# All who have accounts, on some pages.
_KEPT = 400


class Kind(StrEnum):
    """What there is to do something about."""

    ACTIVITY = "aktivitet"
    PLAN = "handlingsplan"
    DEVIATION = "avvikelse"
    CLAIM = "hypotes"
    ASSIGNMENT = "uppdrag"
    CHECK_IN = "avstämning"
    # Many check-ins at once.
    PERIOD = "uppföljning"
    # What the review of a plan has found, all that has no answer at once.
    FINDINGS = "fynd"


@dataclass(frozen=True)
class Undertaking:
    """Something to do by ``due`` (None: no day). ``about`` says of what it is, ``of`` is its plan, deviation or body.

    ``is_unowned`` where the account that it was given to is closed.
    """

    kind: Kind
    key: str
    title: str
    about: str
    due: date | None = None
    state: str = ""
    of: str = ""
    is_done: bool = False
    is_unowned: bool = False

    def is_late(self, today: date) -> bool:
        """Whether it should have been done before TODAY."""
        return not self.is_done and self.due is not None and self.due < today


@dataclass(frozen=True)
class AskedMine:
    """Who asks for hers in MUNICIPALITY, on a day."""

    person: Person
    municipality: str
    today: date


@dataclass(frozen=True)
class Mine:
    """What somebody has to do: what is ``late`` with the oldest first, then what is ``next``; and what is ``done``."""

    late: tuple[Undertaking, ...]
    next: tuple[Undertaking, ...]
    done: tuple[Undertaking, ...]

    @property
    def has_any(self) -> bool:
        """Whether she has anything here."""
        return bool(self.late or self.next or self.done)


def undertakings(figures: Figures, asked: AskedMine) -> Mine:
    """What is ASKED for, kept until somebody saves something of the municipality's goals or measures."""
    return figures.kept(_mine, asked, most=_KEPT)


def unowned(figures: Figures, municipality: str, there: frozenset[int]) -> Sequence[Undertaking]:
    """What an account has that is not THERE, and is not done; of all areas, with its area in ``of``."""
    book = figures.cycle_of(municipality, drafts=True)
    return [
        replace(one, of=area, is_unowned=True)
        for account, area, one in _owned(book)
        if account not in (None, *there) and not one.is_done
    ]


def lost_to(figures: Figures, asked: AskedMine, there: frozenset[int]) -> tuple[Undertaking, ...]:
    """What nobody of THERE has any more (``unowned``), of what whoever ASKED answers for, the oldest first."""
    who, place = asked.person, asked.municipality
    found = unowned(figures, place, there)
    return _ordered(one for one in found if may(who, Action.CHANGE_MEASURE, area=one.of, municipality=place))


def _owned(book: CycleBook) -> Iterator[tuple[int | None, str, Undertaking]]:
    """What an account may have, with that account and its area: activities, plans, deviations."""
    areas = {plan.id: plan.area for plan in book.plans.values()}
    yield from ((one.account, areas.get(one.plan, ""), _activity(one, book)) for one in book.activities.values())
    yield from ((plan.account, plan.area, one) for plan, one in _plans(book))
    yield from ((one.account, one.area, item) for one, item in _deviations(book))


def to_answer(figures: Figures, asked: AskedMine, answered: frozenset[str]) -> Sequence[Undertaking]:
    """What is found in her bodies' newest plans and is not ANSWERED (keys): a line a body, one for who has all areas.

    By the end of the plan's year: of one that has passed nothing is asked any more.
    """
    goals = figures.goals_of(asked.municipality, drafts=True)
    year = goals.years[0] if goals.years else 0
    if asked.person.role is not Role.MANAGER or year < asked.today.year:
        return ()
    left, last = {}, date(year, 12, 31)
    for plan in reviewed(figures, asked.municipality, year):
        of, body = plan_key(plan.facts.body.id, year), plan.facts.body
        count = sum(f"{of}/{key}" not in answered for key in plan.findings)
        if count and may_of_body(asked.person, Action.CHANGE_PLAN, asked.municipality, body):
            left[body] = count
    if not asked.person.areas and len(left) > 1:
        about = f"{counted(len(left), 'ett organ', 'organ')}, {year}"
        return (Undertaking(Kind.FINDINGS, "fynd", _answer_words(sum(left.values())), about, last),)
    return tuple(
        Undertaking(Kind.FINDINGS, f"fynd-{body.id}", _answer_words(count), f"{body.name}, {year}", last, of=body.id)
        for body, count in left.items()
    )


def _answer_words(count: int) -> str:
    return f"Svara på {counted(count, 'en sak', 'saker')} i avstämningen"


def _mine(figures: Figures, asked: AskedMine) -> Mine:
    book = figures.cycle_of(asked.municipality, drafts=True)
    goals = figures.goals_of(asked.municipality, drafts=True)
    who, own = asked.person, asked.person.id
    found = [one for account, _, one in _owned(book) if own is not None and account == own]
    found += _claims(book, own)
    if who.role is Role.MANAGER and who.municipality == asked.municipality:
        found += _received(goals, asked)
        found += _to_say(book, goals, asked)
    left = [one for one in found if not one.is_done]
    return Mine(
        _ordered(one for one in left if one.is_late(asked.today)),
        _ordered(one for one in left if not one.is_late(asked.today)),
        tuple(one for one in found if one.is_done),
    )


def _ordered(found: Iterable[Undertaking]) -> tuple[Undertaking, ...]:
    return tuple(sorted(found, key=lambda one: one.due or date.max))


def _activity(one: Activity, book: CycleBook) -> Undertaking:
    plan = book.plans.get(one.plan)
    about = f"Aktivitet i {plan.title}" if plan else "Aktivitet"
    is_done = one.state is ActivityState.DONE or bool(plan and plan.done_on)
    return Undertaking(Kind.ACTIVITY, one.id, one.what, about, one.due, one.state.value, one.plan, is_done)


def _plans(book: CycleBook) -> Iterator[tuple[ActionPlan, Undertaking]]:
    for plan in book.plans.values():
        activities = book.activities_of(plan.id)
        due = max((one.due for one in activities), default=None)
        done = sum(one.state is ActivityState.DONE for one in activities)
        state = f"{done} av {len(activities)} klara" if activities else "inga aktiviteter än"
        is_done = plan.done_on is not None
        yield plan, Undertaking(Kind.PLAN, plan.id, plan.title, "Handlingsplan", due, state, plan.id, is_done)


def _deviations(book: CycleBook) -> Iterator[tuple[Deviation, Undertaking]]:
    """What is to be concluded, or looked at again; or whose measures go on."""
    for one in book.deviations.values():
        is_concluded = one.ended is None and one.aside is None and one.id in book.conclusions
        if is_concluded and state_of(one, book, one.taken_on) is DeviationState.ACTED_ON:
            # Its activities have their own days.
            about = "Avvikelse, åtgärden pågår"
            yield one, Undertaking(Kind.DEVIATION, one.id, one.frozen.name, about, of=one.id)
            continue
        is_done = one.ended is not None or is_concluded
        due, about = (
            (one.aside.look_again, "Avvikelse att titta på igen") if one.aside else (one.conclude_by, "Avvikelse")
        )
        yield one, Undertaking(Kind.DEVIATION, one.id, one.frozen.name, about, due, "", one.id, is_done)


def _claims(book: CycleBook, own: int | None) -> Iterator[Undertaking]:
    """The hypotheses of her deviations that have no answer yet."""
    for one in book.claims.values():
        of = book.deviations.get(one.deviation)
        if own is None or of is None or of.account != own or of.ended or one.verdict is not HypothesisVerdict.OPEN:
            continue
        about = ", ".join(filter(None, [f"Hypotes om {of.frozen.name}", one.responsible]))
        yield Undertaking(Kind.CLAIM, one.id, one.text, about, one.answer_by, "", of.id)


def _received(goals: GoalBook, asked: AskedMine) -> Iterator[Undertaking]:
    """What her bodies have received that is late or soon due."""
    for one in goals.assignments.values():
        is_left = one.state in (AssignmentState.NOT_BEGUN, AssignmentState.GOING_ON)
        if not is_left or one.deadline is None or one.deadline > asked.today + SOON:
            continue
        bodies = (goals.bodies.get(body) for body in one.receivers)
        action, place = Action.REPORT_ASSIGNMENT, asked.municipality
        if any(body and may_of_body(asked.person, action, place, body) for body in bodies):
            giver = goals.bodies[one.giver].name if one.giver in goals.bodies else ""
            about = f"Uppdrag från {one.decision.words if one.decision else giver}"
            yield Undertaking(Kind.ASSIGNMENT, one.id, one.text, about, one.deadline, one.state.value, one.giver)


def _to_say(book: CycleBook, goals: GoalBook, asked: AskedMine) -> Iterator[Undertaking]:
    """What is to be said of her bodies' goals in the period that is followed up, where the municipality does that.

    Goal by goal for who has some areas, where they are few; for who has all of them in one line.
    """
    if not book.check_ins and not book.periods:
        return
    year, period = period_at(asked.today)
    due, left = period.answer_by(year), _unsaid(book, goals, asked)
    if not asked.person.areas and left:
        count = sum(map(len, left.values()))
        about = f"{counted(len(left), 'ett organ', 'organ')}, {period.value} {year}"
        yield Undertaking(Kind.PERIOD, "alla", f"Stäm av {counted(count, 'ett mål', 'mål')}", about, due)
        return
    for body, found in left.items():
        if len(found) > MOST_GOALS:
            title = f"Stäm av {len(found)} mål"
            yield Undertaking(Kind.PERIOD, body.id, title, f"{body.name}, {period.value} {year}", due, "", body.id)
            continue
        for one in found:
            about = f"Nås målet vid årets slut? {first_upper(period.value)}"
            yield Undertaking(Kind.CHECK_IN, one.of.id, one.title, about, due, "", body.id)


def _unsaid(book: CycleBook, goals: GoalBook, asked: AskedMine) -> dict[Body, list[Followed]]:
    """The goals of her bodies that nothing is said of, by the body."""
    found = {}
    for body in goals.bodies.values():
        of = AskedPeriod(body.id, *period_at(asked.today))
        if of.key in book.periods or not may_of_body(asked.person, Action.CHANGE_PLAN, asked.municipality, body):
            continue
        found[body] = [one for one in followed(book, goals, of) if one.subject is Subject.GOAL and not one.said]
    return {body: left for body, left in found.items() if left}

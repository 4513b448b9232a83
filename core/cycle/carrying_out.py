"""How a decided measure is carried out: action plans, their activities and short follow-ups. Rights in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.access.colleagues import colleagues
from core.access.rights import Action, NotAllowedError, may
from core.cycle.book import ACTION_PLANS, ACTIVITIES, FOLLOW_UPS, CycleBook
from core.cycle.plans import ActionPlan, Activity, ActivityState, FollowUp, Subject
from core.cycle.working import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_OF_ONE,
    READ_AGAIN,
    CycleError,
    Typed,
    Working,
    Writing,
    last_of,
)
from core.goals.book import BODIES
from core.goals.models import Moved, new_id
from core.state.entries import Entry, Save
from core.tabular.fields import checked_fields, day_field, text_field
from core.words.formats import listed
from core.words.numbers import number_in

KINDS = (ACTION_PLANS, ACTIVITIES, FOLLOW_UPS)


@dataclass(frozen=True)
class CarryingOut(Working):
    """The action plans of a municipality, and who works with them when. All raise StateError and NotAllowedError.

    Readers see a plan and its activities (without their texts) where its measure is decided.
    """

    def may_plan(self, plan: ActionPlan) -> bool:
        """Whether PLAN is hers to change: her own, or of an area that she answers for."""
        return self._has(plan.account) or self.may_of_area(plan.area)

    def may_of_area(self, area: str) -> bool:
        """Whether she answers for the measures of AREA."""
        return may(self.by, Action.CHANGE_MEASURE, area=area, municipality=self.municipality)

    def may_report(self, one: Activity, book: CycleBook) -> bool:
        """Whether she says how far ONE has come: her own, or of a plan that is hers to change."""
        plan = book.plans.get(one.plan)
        return self._has(one.account) or (plan is not None and self.may_plan(plan))

    def begin(self, typed: Typed, measure: str | None = None) -> tuple[str, Save]:
        """A new plan as TYPED, of the MEASURE (an id) or from scratch; its id.

        TYPED: title, responsible, account (an id or nothing), follow_up, present, goal, area and body (a measure's own
        are kept). Raises CycleError, FieldsError.
        """
        with self.writing() as at:
            of = at.book.measures.get(measure or "")
            if measure and of is None:
                raise CycleError("Åtgärden finns inte.", READ_AGAIN)
            if of and of.id in at.book.plan_of:
                raise CycleError("Åtgärden har redan en handlingsplan.", "Öppna den från åtgärden.")
            if of and not of.is_decided:
                raise CycleError("Åtgärden är inte beslutad.", "Registrera beslutet först.")
            area = of.area if of else typed.get("area", "")
            if area not in self.catalogue.area_by_id:
                raise CycleError("Området är inte valt.", "Välj vilket område planen gäller.", field="area")
            self.require(Action.CHANGE_MEASURE, area)
            if sum(one.area == area and one.done_on is None for one in at.book.plans.values()) >= MOST_OF_ONE:
                raise CycleError(f"Området har redan {MOST_OF_ONE} planer.", "Markera dem som är klara.")
            found = self._planned(at, typed, of.body if of else None, None)
            one = ActionPlan(new_id(), area=area, measure=of.id if of else None, **found)
            return one.id, self.put(at, ACTION_PLANS, one.id, one, is_public=of is not None)

    def change_plan(self, key: str, typed: Typed, seen: int | None) -> Save:
        """Let the plan KEY be as TYPED. Raises as ``begin``, OvertakenError."""
        with self.writing() as at:
            plan = self._plan(at.book, key)
            planned = replace(plan, **self._planned(at, typed, plan.body if plan.measure else None, plan.account))
            return self.put(at, ACTION_PLANS, key, planned, seen=seen)

    def finish(self, key: str, typed: Typed, seen: int | None = None) -> Save:
        """Let all of the plan KEY be done since a day. TYPED: on. Raises CycleError where something of it is not."""
        with self.writing() as at:
            plan = self._plan(at.book, key)
            on = checked_fields(_FINISHED, **typed)["on"]
            if on > self.today:
                raise CycleError("Dagen har inte varit än.", "Skriv dagen då det sista blev klart.", field="on")
            self._require_after(at.book, plan, on)
            left = [one.what for one in at.book.activities_of(key) if one.state is not ActivityState.DONE]
            if left:
                said = listed([f"”{what}”" for what in left[:3]])
                what = f"{said} är inte klar." if len(left) == 1 else f"{len(left)} är inte klara, bland dem {said}."
                raise CycleError(what, "Markera det som klart eller ta bort det först.")
            return self.put(at, ACTION_PLANS, key, replace(plan, done_on=on), seen=seen)

    def reopen(self, key: str, seen: int | None = None) -> Save:
        """Let the plan KEY be going on again."""
        with self.writing() as at:
            return self.put(at, ACTION_PLANS, key, replace(self._plan(at.book, key), done_on=None), seen=seen)

    def add(self, plan: str, typed: Typed) -> tuple[str, Save]:
        """A new activity of PLAN (an id) as TYPED; its id.

        TYPED: what, responsible, account, start, due, why, how, resources. Raises CycleError, FieldsError.
        """
        with self.writing() as at:
            of = self._plan(at.book, plan)
            if of.done_on:
                raise CycleError("Planen är klar.", "Öppna den igen först.")
            if len(at.book.activities_of(plan)) >= MOST_OF_ONE:
                raise CycleError(f"Planen har redan {MOST_OF_ONE} aktiviteter.", "Gör en plan till.")
            one = Activity(new_id(), plan, **self._acted(at, typed, None))
            return one.id, self.put(at, ACTIVITIES, one.id, one, is_public=_is_public(of, at.book))

    def change(self, key: str, typed: Typed, seen: int | None) -> Save:
        """Let the activity KEY be as TYPED. Raises as ``add``, OvertakenError."""
        with self.writing() as at:
            one = self._activity(at.book, key)
            self._plan(at.book, one.plan)
            return self.put(at, ACTIVITIES, key, replace(one, **self._acted(at, typed, one.account)), seen=seen)

    def remove(self, key: str, seen: int | None = None) -> Save:
        """Take the activity KEY out of its plan; the versions stay."""
        with self.writing() as at:
            self._plan(at.book, self._activity(at.book, key).plan)
            return self.put(at, ACTIVITIES, key, None, seen=seen)

    def report(self, key: str, state: str, seen: int | None = None) -> Save:
        """Let the activity KEY be in STATE (its Swedish word). Raises CycleError, OvertakenError."""
        known = next((one for one in ActivityState if one == state), None)
        if known is None:
            raise CycleError("Läget är inte valt.", "Välj hur långt det har kommit.")
        done_on = self.today if known is ActivityState.DONE else None
        return self._reported(key, lambda one: replace(one, state=known, done_on=done_on), seen)

    def delay(self, key: str, typed: Typed, seen: int | None = None) -> Save:
        """Let the activity KEY be done by another day. TYPED: due, reason (or nothing). Raises as ``report``."""

        def moved(one: Activity) -> Activity:
            found = checked_fields(_DELAYED, **typed)
            if found["due"] == one.due:
                raise CycleError("Det är redan så.", "Välj en annan dag.", field="due")
            if found["due"] < max(self.today, one.start or self.today):
                raise CycleError("Dagen är för tidig.", "Välj en dag som kommer, efter starten.", field="due")
            move = Moved(self.today, found["reason"], one.due)
            return replace(one, due=found["due"], moves=(*one.moves, move))

        return self._reported(key, moved, seen)

    def note(self, plan: str, typed: Typed) -> Save:
        """A short follow-up of PLAN (an id), or of one of its activities, by whoever is responsible for that.

        TYPED: text, activity (an id or nothing).
        """
        with self.writing() as at:
            if not self._may_note(plan, at.book):
                self._plan(at.book, plan)
            text, about = checked_fields(_NOTED, **typed)["text"], typed.get("activity", "")
            of = next((one for one in at.book.activities_of(plan) if one.id == about), None)
            if of and not self.may_report(of, at.book):
                raise NotAllowedError(self.by, Action.CHANGE_MEASURE)
            if about and of is None:
                raise CycleError("Aktiviteten finns inte.", READ_AGAIN)
            if sum(one.of in (plan, about) for one in at.book.follow_ups.values()) >= MOST_OF_ONE:
                raise CycleError(f"Det finns redan {MOST_OF_ONE} uppföljningar.", "Skriv i en ny plan.")
            by = of.responsible if of else at.book.plans[plan].responsible
            said = FollowUp(new_id(), Subject.ACTIVITY if of else Subject.PLAN, about or plan, self.today, text, by)
            return self.put(at, FOLLOW_UPS, said.id, said, is_public=False)

    def take_back(self, batch: str) -> int:
        """Let hold what was before the save BATCH of plans, activities and follow-ups. Raises as ``Working.undo``."""
        return self.undo(batch, self._require_undo, KINDS)

    def _require_undo(self, kind: str, key: str, book: CycleBook) -> None:
        if kind == FOLLOW_UPS.kind:
            note = book.follow_ups.get(key)
            of = book.activities.get(note.of) if note else None
            is_hers = note is not None and self._may_note(of.plan if of else note.of, book)
        elif kind == ACTION_PLANS.kind:
            plan = last_of(self.history(ACTION_PLANS, key))
            is_hers = plan is not None and self.may_plan(plan)
        else:
            versions = self.history(ACTIVITIES, key)
            one = last_of(versions)
            plan = book.plans.get(one.plan) if one else None
            is_hers = (plan is not None and self.may_plan(plan)) or (
                one is not None and _is_reported(versions) and self.may_report(one, book)
            )
        if not is_hers:
            raise NotAllowedError(self.by, Action.CHANGE_MEASURE)

    def _require_after(self, book: CycleBook, plan: ActionPlan, on: date) -> None:
        """Raise CycleError where PLAN was not done ON that day: its measure was decided later."""
        of = book.measures.get(plan.measure or "")
        decided = of.decision.decision.on if of and of.decision else on
        if on < decided:
            what = f"Då var åtgärden inte beslutad: det är den sedan {decided}."
            raise CycleError(what, "Skriv dagen då det sista blev klart.", field="on")

    def _has(self, account: int | None) -> bool:
        """Whether ACCOUNT is her own, and she still has something to do here."""
        is_own = self.by.id is not None and account == self.by.id
        return is_own and may(self.by, Action.READ_PLANS, municipality=self.municipality)

    def _may_note(self, plan: str, book: CycleBook) -> bool:
        of = book.plans.get(plan)
        owns = any(self.may_report(one, book) for one in book.activities_of(plan))
        return of is not None and (owns or self.may_plan(of))

    def _plan(self, book: CycleBook, key: str) -> ActionPlan:
        """The plan KEY of BOOK, hers to change. Raises CycleError, NotAllowedError."""
        one = book.plans.get(key)
        if one is None:
            raise CycleError("Handlingsplanen finns inte.", READ_AGAIN)
        if not self.may_plan(one):
            raise NotAllowedError(self.by, Action.CHANGE_MEASURE)
        return one

    def _activity(self, book: CycleBook, key: str) -> Activity:
        if key not in book.activities:
            raise CycleError("Aktiviteten finns inte.", READ_AGAIN)
        return book.activities[key]

    def _reported(self, key: str, change: Callable[[Activity], Activity], seen: int | None) -> Save:
        """Let CHANGE hold of the activity KEY, which is hers to report."""
        with self.writing() as at:
            one = self._activity(at.book, key)
            if not self.may_report(one, at.book):
                raise NotAllowedError(self.by, Action.CHANGE_MEASURE)
            if at.book.plans[one.plan].done_on:
                raise CycleError("Planen är klar.", "Öppna den igen först.")
            return self.put(at, ACTIVITIES, key, change(one), seen=seen)

    def _planned(self, at: Writing, typed: Typed, body: str | None, account: int | None) -> dict[str, Any]:
        """What a plan's form says, ACCOUNT being its now: BODY (its measure's) where the form has none."""
        found = checked_fields(_PLANNED, **typed)
        given = typed.get("body", "") or body
        if given and BODIES.newest(at.session, self.municipality, given) is None:
            raise CycleError("Organet finns inte.", "Välj ett av kommunens organ.", field="body")
        return {**found, "body": given or None, "account": self._account(at, typed, account)}

    def _acted(self, at: Writing, typed: Typed, account: int | None) -> dict[str, Any]:
        """What an activity's form says, ACCOUNT being its now. Raises CycleError for days the wrong way around."""
        found = checked_fields(_ACTED, **typed)
        if found["start"] and found["start"] > found["due"]:
            what = f"Klart senast {found['due']} är före starten {found['start']}."
            raise CycleError(what, "Ändra ett av datumen.", field="due")
        return {**found, "account": self._account(at, typed, account)}

    def _account(self, at: Writing, typed: Typed, before: int | None) -> int | None:
        """The account that a form gives something to. Raises CycleError for one that may not read plans here, unless
        it was so BEFORE: whoever corrects a word does not hide that nobody owns it.
        """
        given = typed.get("account", "").strip()
        if not given:
            return None
        number = number_in(given)
        if number != before and number not in colleagues(at.session, self.municipality):
            what = "Kontot kan inte äga något här: det är stängt eller får inte läsa kommunens planer."
            raise CycleError(what, "Välj ett annat konto eller inget.", field="account")
        return number


def _is_public(plan: ActionPlan, book: CycleBook) -> bool:
    """Whether readers see that PLAN is there, and how many of its activities are done."""
    of = book.measures.get(plan.measure or "")
    return of is not None and of.is_decided


def _is_reported(versions: Sequence[Entry[Activity]]) -> bool:
    """Whether the newest of VERSIONS says how far it has come or another day, and nothing else."""
    values = [one.value for one in versions[:2]]
    if len(values) < len(("newest", "before")) or values[0] is None or values[1] is None:
        return False
    newest, before = values[0], values[1]
    said = {name: getattr(before, name) for name in ("state", "done_on", "due", "moves")}
    return replace(newest, **said) == before


_RESPONSIBLE = text_field("Ansvarig", LONGEST_TITLE)
_PLANNED = {
    "title": text_field("Vad planen gäller", LONGEST_TITLE),
    "responsible": _RESPONSIBLE,
    "follow_up": text_field("Följs upp", LONGEST_TITLE, is_needed=False),
    "present": text_field("Nuläge", LONGEST_TEXT, is_needed=False, has_lines=True),
    "goal": text_field("Mål", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_ACTED = {
    "what": text_field("Vad", LONGEST_TITLE),
    "responsible": _RESPONSIBLE,
    "due": day_field("Klart senast"),
    "start": day_field("Start", is_needed=False),
    "why": text_field("Varför", LONGEST_TEXT, is_needed=False, has_lines=True),
    "how": text_field("Hur", LONGEST_TEXT, is_needed=False, has_lines=True),
    "resources": text_field("Resurser", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_FINISHED = {"on": day_field("Klar den")}
_DELAYED = {
    "due": day_field("Ny dag"),
    "reason": text_field("Skäl", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_NOTED = {"text": text_field("Vad har hänt?", LONGEST_TEXT, has_lines=True)}

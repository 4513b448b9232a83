"""What is done to a deviation: taken up, set aside, looked at again, closed. Rights in front, nothing overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core.access.rights import Action
from core.cycle.book import DEVIATIONS, CycleBook
from core.cycle.models import Deviation, Ended, Frozen, SetAside
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE, READ_AGAIN, CycleError, Typed, Working
from core.goals.models import new_id
from core.state.entries import Save
from core.tabular.fields import checked_fields, day_field, text_field


@dataclass(frozen=True)
class Analysing(Working):
    """The deviations of a municipality, and who works with them when. All raise StateError and NotAllowedError."""

    def take_up(self, kpi: str, gender: str, frozen: Frozen, typed: Typed) -> tuple[str, Save]:
        """Let KPI of GENDER be analysed from now on, with the outcome as it is FROZEN; the deviation's id.

        TYPED: owner (a function), conclude_by (a day, or nothing), mine ("ja" where the owner is she who takes it up).
        One that is set aside is taken up again with what there was. Raises CycleError where it is taken up already or
        the indicator is unknown, FieldsError.
        """
        with self.writing() as at:
            area = self._area(kpi)
            self.require(Action.ANALYSE, area)
            found = checked_fields(_TAKEN, **typed)
            held = at.book.of_indicator(kpi, gender)
            if held and held.is_open:
                raise CycleError(f"{held.owner or 'Någon'} har redan tagit upp avvikelsen.", READ_AGAIN)
            self.require_later(found["conclude_by"], "conclude_by")
            before = held or Deviation(new_id(), kpi, gender, area, frozen, self.today)
            account = self.by.id if typed.get("mine") else None
            # What is said of it already is said of the figure as it was then.
            is_said = before.id in at.book.conclusions or bool(at.book.measures_of(before.id))
            fresh = before if is_said else replace(before, frozen=frozen, taken_on=self.today)
            one = replace(fresh, aside=None, account=account, **found)
            return one.id, self.put(at, DEVIATIONS, one.id, one)

    def set_aside(self, kpi: str, gender: str, frozen: Frozen, typed: Typed) -> Save:
        """Let nothing be done about KPI of GENDER until a day. TYPED: reason, look_again. Raises as ``take_up``."""
        with self.writing() as at:
            area = self._area(kpi)
            self.require(Action.ANALYSE, area)
            held = at.book.of_indicator(kpi, gender) or Deviation(new_id(), kpi, gender, area, frozen, self.today)
            return self.put(at, DEVIATIONS, held.id, self._aside(held, typed))

    def lay_aside(self, key: str, typed: Typed, seen: int) -> Save:
        """Let nothing be done about the deviation KEY until a day. TYPED and raises as in ``set_aside``."""
        with self.writing() as at:
            return self.put(at, DEVIATIONS, key, self._aside(self.held(at.book, key), typed), seen=seen)

    def _aside(self, one: Deviation, typed: Typed) -> Deviation:
        found = checked_fields(_ASIDE, **typed)
        self.require_later(found["look_again"], "look_again")
        return replace(one, aside=SetAside(found["reason"], self.today, found["look_again"]))

    def change(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the deviation KEY have another owner or day. TYPED as in ``take_up``. Raises as it, OvertakenError."""
        with self.writing() as at:
            one = self.held(at.book, key)
            found = checked_fields(_TAKEN, **typed)
            if found["conclude_by"] != one.conclude_by:
                self.require_later(found["conclude_by"], "conclude_by")
            kept = one.account if one.owner == found["owner"] and one.account != self.by.id else None
            account = self.by.id if typed.get("mine") else kept
            return self.put(at, DEVIATIONS, key, replace(one, account=account, **found), seen=seen)

    def end(self, key: str, typed: Typed, seen: int) -> Save:
        """Close the deviation KEY. TYPED: reason. Raises CycleError, FieldsError, OvertakenError."""
        with self.writing() as at:
            one = self.held(at.book, key)
            ended = Ended(self.today, checked_fields(_ENDED, **typed)["reason"])
            return self.put(at, DEVIATIONS, key, replace(one, ended=ended), seen=seen)

    def held(self, book: CycleBook, key: str) -> Deviation:
        """The deviation KEY of BOOK, open and hers to work with. Raises CycleError, NotAllowedError."""
        one = book.deviations.get(key)
        if one is None:
            raise CycleError("Avvikelsen finns inte.", READ_AGAIN)
        self.require(Action.ANALYSE, one.area)
        if one.ended:
            raise CycleError("Avvikelsen är avslutad.", "Ångra avslutet först, om det blev fel.")
        return one

    def _area(self, kpi: str) -> str:
        if kpi not in self.catalogue.by_kpi:
            raise CycleError("Nyckeltalet finns inte.", READ_AGAIN)
        return self.catalogue.by_kpi[kpi].area

    def require_later(self, day: date | None, field: str) -> None:
        """Raise CycleError about FIELD where DAY is not after today."""
        if day is not None and day <= self.today:
            raise CycleError("Datumet har redan varit.", "Välj en dag som kommer.", field=field)


_TAKEN = {
    "owner": text_field("Ägare", LONGEST_TITLE),
    "conclude_by": day_field("Slutsats senast", is_needed=False),
}
_ASIDE = {
    "reason": text_field("Skäl", LONGEST_TEXT, has_lines=True),
    "look_again": day_field("Titta igen"),
}
_ENDED = {"reason": text_field("Skäl", LONGEST_TEXT, has_lines=True)}

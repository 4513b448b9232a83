"""What is done to a measure before it is decided: proposed, changed, withdrawn. Rights in front, nothing lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from core.access.rights import Action
from core.catalogue import Direction
from core.cycle.book import MEASURES, CycleBook
from core.cycle.deciding import Deciding, estimate_of
from core.cycle.models import Consequences, Measure, Support, Way
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE, MOST_OF_ONE, READ_AGAIN, CycleError, Typed
from core.goals.book import BODIES
from core.goals.models import new_id
from core.state.entries import Save
from core.tabular.fields import FieldFault, FieldsError, checked_fields, choice_field, text_field, whole_field

_FIRST_SEEN, _LAST_SEEN = 2000, 2099
_WAYS = {Direction.HIGH: Way.UP, Direction.LOW: Way.DOWN}


@dataclass(frozen=True)
class Proposing(Deciding):
    """The proposals of a municipality, and who makes them when. All raise StateError and NotAllowedError."""

    def propose(
        self, kpi: str, gender: str, typed: Typed, *, deviation: str | None = None, places: Collection[str] = ()
    ) -> tuple[str, Save]:
        """A new measure that should move KPI of GENDER, of a DEVIATION (an id) or from scratch; its id.

        TYPED: title; text, rests_on (names of ``Support``, spaces between), example (one of PLACES, municipalities),
        resources, work, citizens, goals, otherwise, effort, effect, way, seen_from (a year), body (an id), all of which
        may be empty: the way of an indicator with a direction is known. Raises CycleError, FieldsError.
        """
        with self.writing() as at:
            area = self._area_of(at.book, kpi, deviation)
            waiting = [one for one in at.book.measures.values() if one.is_proposed and one.area == area]
            if sum(one.deviation == deviation for one in waiting) >= MOST_OF_ONE:
                raise CycleError(f"Det finns redan {MOST_OF_ONE} förslag.", "Dra tillbaka något av dem först.")
            found = self._checked(at.session, kpi, typed, places)
            one = Measure(new_id(), kpi, gender, area, deviation=deviation, **found)
            return one.id, self.put(at, MEASURES, one.id, one)

    def change(self, key: str, typed: Typed, seen: int, *, places: Collection[str] = ()) -> Save:
        """Let the proposal KEY be as TYPED (as in ``propose``). Raises as it, OvertakenError."""
        with self.writing() as at:
            one = self.proposed(at.book, key)
            known = {*places, *filter(None, [one.example])}
            found = self._checked(at.session, one.kpi, typed, known)
            return self.put(at, MEASURES, key, replace(one, **found), seen=seen)

    def withdraw(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the measure KEY no longer hold. TYPED: reason. Raises CycleError, FieldsError, OvertakenError."""
        with self.writing() as at:
            one = self.held(at.book, key)
            reason = checked_fields(_WITHDRAWN, **typed)["reason"].strip()
            self.forget_example(at, key)
            return self.put(at, MEASURES, key, replace(one, withdrawn=reason), seen=seen)

    def _area_of(self, book: CycleBook, kpi: str, deviation: str | None) -> str:
        """The area of KPI, which is hers to propose for."""
        held = book.deviations.get(deviation or "")
        if deviation and held is None:
            raise CycleError("Avvikelsen finns inte.", READ_AGAIN)
        if held is None and kpi not in self.catalogue.by_kpi:
            raise CycleError("Nyckeltalet finns inte.", READ_AGAIN)
        area = held.area if held else self.catalogue.by_kpi[kpi].area
        self.require(Action.CHANGE_MEASURE, area)
        if held and held.ended:
            raise CycleError("Avvikelsen är avslutad.", "Ångra avslutet först, om det blev fel.")
        return area

    def _checked(self, session: Session, kpi: str, typed: Typed, places: Collection[str]) -> dict[str, Any]:
        """The fields of a measure as TYPED."""
        found = checked_fields(_PROPOSED, **typed)
        indicator = self.catalogue.by_kpi.get(kpi)
        way = _WAYS.get(indicator.direction) if indicator else None
        if way is None:
            way = checked_fields({"way": _WAY}, way=typed.get("way", ""))["way"]
        body, example = (typed.get(name, "").strip() for name in ("body", "example"))
        if body and body not in BODIES.values(session.connection(), self.municipality):
            raise CycleError("Organet finns inte.", "Välj ett av kommunens organ.", field="body")
        if example and example not in places:
            raise CycleError("Kommunen finns inte.", "Välj en kommun i listan.", field="example")
        return {
            "title": found["title"].strip(),
            "text": found["text"].strip(),
            "way": way,
            "body": body or None,
            "rests_on": _supports(typed.get("rests_on", "")),
            "example": example or None,
            "consequences": Consequences(**{name: found[name].strip() for name in CONSEQUENCES}),
            "effort": estimate_of(found["effort"], found["title"], "effort"),
            "effect": estimate_of(found["effect"], found["title"], "effect"),
            "seen_from": found["seen_from"] or None,
        }


def _supports(text: str) -> tuple[Support, ...]:
    """What TEXT says that a measure rests on."""
    given, known = text.split(), {one.name: one for one in Support}
    if strange := [one for one in given if one not in known]:
        fault = FieldFault("rests_on", "Vilar på", f"”{strange[0][:40]}” går inte att välja.", "Välj i listan.")
        raise FieldsError([fault])
    return tuple(known[name] for name in known if name in given)


# (name in forms, words) of what a measure may rest on.
SUPPORTS = tuple((one.name, one.value) for one in Support)
CONSEQUENCES = {
    "resources": "Resurser",
    "work": "Arbetet",
    "citizens": "Invånarna",
    "goals": "Målen",
    "otherwise": "Om vi inte gör något",
}
_WAY = choice_field("Åt vilket håll ska siffran?", {one: one.value for one in Way})
_PROPOSED = {
    "title": text_field("Förslag", LONGEST_TITLE),
    "text": text_field("Vad som ska göras", LONGEST_TEXT, is_needed=False, has_lines=True),
    **{name: text_field(label, LONGEST_TEXT, is_needed=False, has_lines=True) for name, label in CONSEQUENCES.items()},
    "effort": text_field("Insats", 5, is_needed=False),
    "effect": text_field("Effekt", 5, is_needed=False),
    "seen_from": whole_field("Syns från utfallet", _FIRST_SEEN, _LAST_SEEN, usual=0),
}
_WITHDRAWN = {"reason": text_field("Skäl", LONGEST_TEXT, has_lines=True)}

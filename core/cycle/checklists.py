"""Checklists as a municipality has ticked them: each point with a day and the function that answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.access.entering import Entering
from core.access.rights import Action
from core.catalogue.checklists import Checklist
from core.state.database import reading, writing
from core.state.entries import Entries, Entry, Save, as_made, save_of, saved_in, undo
from core.state.versions import VersionError
from core.tabular.fields import checked_fields, day_field, text_field

LONGEST_OWNER = 100
# Before the id of a point in a form: whether it is done, the day, and the function.
DONE, DAY, OWNER = "klart-", "dag-", "vem-"


@dataclass(frozen=True)
class Point:
    """How it is with a point: done ``on`` a day, or to be done by it (None: no day). ``owner`` is a function."""

    id: str
    is_done: bool = False
    on: date | None = None
    owner: str = ""

    def is_late(self, day: date) -> bool:
        """Whether it was to be done before DAY."""
        return not self.is_done and self.on is not None and self.on < day


@dataclass(frozen=True)
class Ticked:
    """A checklist as it is ticked: the points of which anything is said. Kept by the checklist."""

    points: tuple[Point, ...] = ()

    def point(self, key: str) -> Point:
        """The point KEY."""
        return next((one for one in self.points if one.id == key), Point(key))

    def counts(self, checklist: Checklist, day: date) -> tuple[int, int]:
        """How many points of CHECKLIST are done, and how many were to be before DAY."""
        points = [self.point(key) for key in checklist.points]
        return sum(one.is_done for one in points), sum(one.is_late(day) for one in points)


_KEPT = Entries("checklista", Ticked)


def texts_of(one: Ticked | None, checklist: Checklist) -> dict[str, str]:
    """ONE as the form of CHECKLIST has it."""
    points = [(one or Ticked()).point(key) for key in checklist.points]
    return {
        name: text
        for point in points
        for name, text in (
            (f"{DONE}{point.id}", "ja" if point.is_done else ""),
            (f"{DAY}{point.id}", point.on.isoformat() if point.on else ""),
            (f"{OWNER}{point.id}", point.owner),
        )
    }


@dataclass(frozen=True)
class Ticking(Entering):
    """The checklists of MUNICIPALITY, for who asks and when. All raise NotAllowedError and StateError."""

    def all(self) -> Mapping[str, Ticked]:
        """Those that anything is said of, by checklist."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return _KEPT.values(connection, self.municipality)

    def versions(self, checklist: Checklist) -> list[Entry[Ticked]]:
        """All versions of CHECKLIST, newest first."""
        return self.history(_KEPT, checklist.id)

    def save(self, checklist: Checklist, typed: Mapping[str, str], seen: int) -> Save:
        """Let CHECKLIST be as TYPED (``texts_of``); what is done and has no day is done today.

        Raises FieldsError, OvertakenError.
        """
        self.require(Action.LEAD_EXERCISE)
        fields = {f"{DAY}{key}": day_field("Dag", is_needed=False) for key in checklist.points}
        fields |= {f"{OWNER}{key}": text_field("Funktion", LONGEST_OWNER, is_needed=False) for key in checklist.points}
        found = checked_fields(fields, **{name: typed.get(name, "") for name in fields})
        points = []
        for key in checklist.points:
            is_done, on = typed.get(f"{DONE}{key}") == "ja", found[f"{DAY}{key}"]
            on = self.today if is_done and on is None else on
            points.append(Point(key, is_done, on, found[f"{OWNER}{key}"].strip()))
        said = Ticked(tuple(one for one in points if one != Point(one.id)))
        save = save_of(self.by, self.now)
        with writing(self.engine) as session:
            _KEPT.put(session, self.municipality, checklist.id, said, save, seen=seen, is_public=False)
            return as_made(session, save)

    def undo(self, batch: str) -> None:
        """Let what was before the save BATCH hold again. Raises OvertakenError, VersionError."""
        self.require(Action.LEAD_EXERCISE)
        with writing(self.engine) as session:
            if any(one.kind != _KEPT.kind for one in saved_in(session, self.municipality, batch)):
                raise VersionError("Det här ångras inte här.", "Gå till sidan där det gjordes.")
            undo(session, self.municipality, batch, self.by, self.now)

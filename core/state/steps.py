"""Several saves of one thing taken back one after another, the newest first, by whoever works on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from core.state.entries import Entries, EntryRow, Save, saved_in
from core.state.versions import VersionError

# What marks a save that takes another back: the other's batch behind it.
_BACK = "-"


@dataclass(frozen=True)
class Step:
    """A save that can be taken back: who made it, and of which kind how many things."""

    batch: str
    by: str
    counts: dict[str, int]


def last_step(connection: Connection | Session, scope: str, of: Collection[Entries[Any]]) -> Step | None:
    """The newest save of SCOPE's things of kinds OF that is not taken back; None where there is none."""
    row, kinds = EntryRow, [one.kind for one in of]
    newest = func.max(row.id).label("newest")
    made = select(row.batch, func.max(row.created_by), newest).where(row.municipality == scope, row.kind.in_(kinds))
    batches = connection.execute(made.group_by(row.batch).order_by(newest.desc())).all()
    taken_back = {batch[1:] for batch, _, _ in batches if batch.startswith(_BACK)}
    for batch, by, _ in batches:
        if not batch.startswith(_BACK) and batch[1:] not in taken_back:
            counted = select(row.kind, func.count(row.key.distinct()).label("n")).where(row.municipality == scope)
            found = connection.execute(counted.where(row.batch == batch).group_by(row.kind))
            return Step(batch, by, {one.kind: one.n for one in found})
    return None


def take_back(session: Session, scope: str, batch: str, of: Sequence[Entries[Any]], save: Save) -> None:
    """Let hold what SCOPE had before its newest save BATCH of kinds OF, in a session that writes.

    Raises VersionError where it is no longer the newest.
    """
    step = last_step(session, scope, of)
    if step is None or step.batch != batch:
        raise VersionError("Någon annan har ändrat sedan dess.", "Se hur det står nu, och ångra igen om det behövs.")
    back = Save(save.by, save.now, f"{_BACK}{batch[1:]}")
    kinds = {one.kind: one for one in of}
    for one in saved_in(session, scope, batch):
        if kind := kinds.get(one.kind):
            before = [
                version for version in kind.history(session.connection(), scope, one.key) if version.number < one.first
            ]
            kind.put(session, scope, one.key, before[0].value if before else None, back, is_public=False)

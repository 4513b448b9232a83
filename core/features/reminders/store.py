"""Which reminders have gone. Taken first, then sent: who is cut off in between is told nothing rather than twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from core.access.rows import digest, noting
from core.features.reminders.tables import ReminderRow
from core.state.database import reading

# A key has its day in it, which has long passed by then.
KEPT = timedelta(days=60)
# Nobody is still sending what was taken so long ago.
_CUT_OFF = timedelta(hours=2)


@dataclass(frozen=True)
class Sent:
    """The reminders of one database. All raise StateError."""

    engine: Engine

    def left(self, account: int, keys: Collection[str]) -> set[str]:
        """Those of KEYS that ACCOUNT has not been told."""
        with reading(self.engine) as connection:
            return set(keys) - _taken(connection, account, keys)

    def take(self, account: int, keys: Collection[str], now: datetime) -> set[str]:
        """The same, which nobody else sends from now on."""
        with noting(self.engine, one_at_a_time=True) as session:
            new = set(keys) - _taken(session, account, keys)
            rows = [
                {"account_id": account, "key": digest(key), "taken_at": now, "is_settled": False} for key in sorted(new)
            ]
            if rows:
                session.execute(insert(ReminderRow), rows)
        return new

    def give_back(self, account: int, keys: Collection[str]) -> None:
        """Let KEYS be sent the next time: they have certainly not been."""
        with noting(self.engine) as session:
            session.execute(delete(ReminderRow).where(*_those(account, keys)))

    def settle(self, account: int, keys: Collection[str]) -> None:
        """KEYS have been sent, or may have been."""
        with noting(self.engine) as session:
            session.execute(update(ReminderRow).where(*_those(account, keys)).values(is_settled=True))

    def cut_off(self, now: datetime) -> int:
        """How many reminders were taken and nothing more is known of; told once. What is old is forgotten."""
        row = ReminderRow
        with noting(self.engine, one_at_a_time=True) as session:
            session.execute(delete(row).where(row.taken_at < now - KEPT))
            lost = (row.is_settled.is_(False), row.taken_at < now - _CUT_OFF)
            found = session.scalars(select(row.key).where(*lost)).all()
            session.execute(update(row).where(*lost).values(is_settled=True))
        return len(found)


def _those(account: int, keys: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return ReminderRow.account_id == account, ReminderRow.key.in_([digest(key) for key in keys])


def _taken(at: Connection | Session, account: int, keys: Collection[str]) -> set[str]:
    by_digest = {digest(key): key for key in keys}
    found = select(ReminderRow.key).where(*_those(account, keys))
    return {by_digest[one] for one in at.execute(found).scalars()}

"""Work that somebody has begun and not yet saved: a form's fields and a file, kept between the steps of a wizard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rows import LARGEST_ID, account_of, noting
from core.access.service import current_engine
from core.errors import NyckeltalError
from core.state.database import explained
from core.tabular.faults import cut
from core.tabular.limits import LONGEST_FILE_NAME, MOST_BYTES
from core.web.tables import PendingRow

# Enough for a group's indicators in one sitting; nobody fills the disk.
MOST_KEPT = 20
KEPT_FOR = timedelta(days=30)
MOST_FIELD_CHARACTERS = 50_000


class WorkKind(StrEnum):
    """What the work is about."""

    INDICATOR = "indicator"
    TARGETS = "targets"
    COMMENT = "comment"
    DECK = "deck"
    REPORT = "report"
    REASON = "reason"
    DAY = "day"
    ACCOUNT = "account"
    ASSIGNMENT = "assignment"
    REVIEW = "review"
    PLAN = "plan"
    DEVIATION = "deviation"
    CARRYING_OUT = "carrying out"
    CHECK_IN = "check-in"
    MEASURE = "measure"
    YEAR = "year"
    REMINDERS = "reminders"
    CHECKLIST = "checklist"


# A whole report or deck that another has changed too: twice what either can say.
_MOST_OF = {WorkKind.REPORT: 100_000, WorkKind.DECK: 500_000}


class WorkGoneError(NyckeltalError):
    """No such work, or somebody else's."""

    def __init__(self) -> None:
        message = f"Arbetet finns inte längre: det är sparat, kasserat eller äldre än {KEPT_FOR.days} dagar."
        super().__init__(message, "Börja på nytt från listan.")


class WorkTooLargeError(NyckeltalError):
    """A file or a form that there is no room for."""


@dataclass(frozen=True)
class Work:
    """One piece. ``subject`` is the indicator or municipality that it is about, '' for a new one.

    ``fields`` are as they were typed. ``file_name`` and ``sha256`` are '' where there is no file yet.
    """

    id: int
    kind: WorkKind
    subject: str
    fields: Mapping[str, str]
    file_name: str
    sha256: str
    changed_at: datetime

    @property
    def has_file(self) -> bool:
        """Whether a file has come."""
        return bool(self.sha256)


class PendingWork:
    """The work of one database. ``by`` is always who asks, and nobody reaches another's.

    All raise NoAccountError and StateError; all with an id raise WorkGoneError.
    """

    def __init__(self, engine: Engine, kind: WorkKind | None = None) -> None:
        """All pieces, or those of KIND only."""
        self._engine = engine
        self._kind = kind

    def only(self, kind: WorkKind) -> PendingWork:
        """The same, for which pieces of other kinds do not exist: what a page or a form of that kind uses."""
        return PendingWork(self._engine, kind)

    def begin(self, kind: WorkKind, subject: str, fields: Mapping[str, str], *, by: Person, now: datetime) -> Work:
        """A new piece. The oldest of BY's of KIND are thrown away where she has too many. Raises WorkTooLargeError."""
        account, texts = account_of(by), _checked(fields, kind)
        with noting(self._engine, one_at_a_time=True) as session:
            _tidy(session, account, kind, now)
            row = PendingRow(
                account_id=account,
                kind=kind.value,
                subject=subject,
                fields=texts,
                file_name="",
                content=b"",
                sha256="",
                changed_at=now,
            )
            session.add(row)
            session.flush()
            return _as_work(row)

    def get(self, number: int, *, by: Person) -> Work:
        """BY's piece NUMBER."""
        with explained(self._engine.url), Session(self._engine) as session:
            return _as_work(self._row(session, number, by))

    def content(self, number: int, *, by: Person) -> bytes:
        """The file of BY's piece NUMBER; b'' where there is none."""
        with explained(self._engine.url), Session(self._engine) as session:
            return self._row(session, number, by).content

    def mine(self, kind: WorkKind, *, by: Person) -> tuple[Work, ...]:
        """BY's pieces of KIND, newest first."""
        row = PendingRow
        wanted = select(row).where(row.account_id == account_of(by), row.kind == kind.value)
        with explained(self._engine.url), Session(self._engine) as session:
            return tuple(_as_work(found) for found in session.scalars(wanted.order_by(row.changed_at.desc(), row.id)))

    def put_fields(self, number: int, fields: Mapping[str, str], *, by: Person, now: datetime) -> Work:
        """Let FIELDS be what was typed. Raises WorkTooLargeError."""
        with noting(self._engine, one_at_a_time=True) as session:
            row = self._row(session, number, by)
            row.fields, row.changed_at = _checked(fields, row.kind), now
            return _as_work(row)

    def change_fields(self, number: int, changes: Mapping[str, str], *, by: Person, now: datetime) -> Work:
        """Let CHANGES be what was typed in those fields; the others stay. Raises WorkTooLargeError."""
        with noting(self._engine, one_at_a_time=True) as session:
            row = self._row(session, number, by)
            row.fields, row.changed_at = _checked({**row.fields, **changes}, row.kind), now
            return _as_work(row)

    def put_file(self, number: int, file_name: str, content: bytes, *, by: Person, now: datetime) -> Work:
        """Let CONTENT be the file, in place of the one before. Raises WorkTooLargeError."""
        if len(content) > MOST_BYTES:
            size = f"{MOST_BYTES // 1_000_000} MB"
            raise WorkTooLargeError(f"Filen är större än {size}.", "Dela upp den, eller ta bort blad som inte behövs.")
        with noting(self._engine, one_at_a_time=True) as session:
            row = self._row(session, number, by)
            row.file_name, row.content = cut(file_name, LONGEST_FILE_NAME), content
            row.sha256, row.changed_at = sha256(content).hexdigest(), now
            return _as_work(row)

    def remove_file(self, number: int, *, by: Person, now: datetime) -> Work:
        """Take the file away again; the fields stay."""
        with noting(self._engine, one_at_a_time=True) as session:
            row = self._row(session, number, by)
            row.file_name, row.content, row.sha256, row.changed_at = "", b"", "", now
            return _as_work(row)

    def remove(self, number: int, *, by: Person) -> None:
        """Throw BY's piece NUMBER away; nothing happens where it is gone."""
        if not 0 < number <= LARGEST_ID:
            return
        with noting(self._engine) as session:
            session.execute(delete(PendingRow).where(PendingRow.id == number, *self._owned(by)))

    def _row(self, session: Session, number: int, by: Person) -> PendingRow:
        mine = select(PendingRow).where(PendingRow.id == number, *self._owned(by))
        found = session.scalar(mine) if 0 < number <= LARGEST_ID else None
        if found is None:
            raise WorkGoneError
        return found

    def _owned(self, by: Person) -> tuple[ColumnElement[bool], ...]:
        hers = PendingRow.account_id == account_of(by)
        return (hers,) if self._kind is None else (hers, PendingRow.kind == self._kind.value)


def current_drafts() -> PendingWork:
    """That of the process's own database, by the settings in the environment."""
    return PendingWork(current_engine())


def _checked(fields: Mapping[str, str], kind: str) -> dict[str, str]:
    if sum(map(len, fields.values())) > _MOST_OF.get(WorkKind(kind), MOST_FIELD_CHARACTERS):
        raise WorkTooLargeError("Texterna är för långa tillsammans.", "Korta dem och försök igen.")
    # Neither database keeps half a surrogate pair or NUL.
    return {name: text.encode("utf-8", "replace").decode().replace("\0", "") for name, text in fields.items()}


def _tidy(session: Session, account: int, kind: WorkKind, now: datetime) -> None:
    """Leave room for one more of ACCOUNT's of KIND, and nothing that is too old.

    By kind: a comment that could not be saved must not throw an indicator away.
    """
    row = PendingRow
    session.execute(delete(row).where(row.changed_at < now - KEPT_FOR))
    same = (row.account_id == account, row.kind == kind.value)
    kept = select(row.id).where(*same).order_by(row.changed_at.desc(), row.id.desc()).limit(MOST_KEPT - 1)
    session.execute(delete(row).where(*same, row.id.not_in(session.scalars(kept).all())))


def _as_work(row: PendingRow) -> Work:
    return Work(row.id, WorkKind(row.kind), row.subject, row.fields, row.file_name, row.sha256, row.changed_at)

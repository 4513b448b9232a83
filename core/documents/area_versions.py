"""What is worked on for an area, in versions: some of them keep their figures as they are. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.catalogue import Catalogue, default_catalogue
from core.documents.entry import AreaEntry, Written
from core.documents.tables import AreaVersionRow
from core.outcomes.year import Worked
from core.state.audit import Change, record
from core.state.database import explained
from core.state.versions import OvertakenError, VersionError, authored, newest_of, who_saved
from core.words.dates import HERE, today

# In place of what is frozen: from here on nothing is.
_WITHDRAWN = ""

W = TypeVar("W", bound=Written)
F = TypeVar("F", bound=AreaEntry)
E = TypeVar("E", bound=AreaEntry)


@dataclass(frozen=True)
class Kind(Generic[W, F]):
    """What is kept in versions: what is written, and what it becomes with its figures when it is frozen.

    ``name`` stands in the log, ``the_thing`` in messages ("Bildspelet"), ``freezes`` is the log's verb, and ``facts``
    what the log says of a version.
    """

    name: str
    the_thing: str
    freezes: str
    row: type[AreaVersionRow]
    written: type[W]
    frozen: type[F]
    facts: Callable[[W], Mapping[str, object]]


@dataclass(frozen=True)
class AreaVersion(Generic[W, F]):
    """One version. ``parent`` is the version that it was made from, None for the first."""

    kind: Kind[W, F]
    area: str
    number: int
    parent: int | None
    written: W
    frozen_json: str | None
    note: str
    created_by: str
    created_at: datetime

    @property
    def said(self) -> str:
        """Who had saved it and when, to whoever comes after."""
        return who_saved(self.created_by, self.number, self.created_at)

    @property
    def is_frozen(self) -> bool:
        """Whether its figures stay as they are."""
        return bool(self.frozen_json)

    @cached_property
    def frozen(self) -> F | None:
        """It as it was frozen; None for one that is not. Raises VersionError."""
        return _read(self.kind, self.kind.frozen, self.frozen_json) if self.frozen_json else None


class AreaVersions(Generic[W, F]):
    """The versions of one KIND in a database. ``by`` is always who asks.

    All raise StateError and VersionError; those with ``by`` NotAllowedError. What is not frozen has the figures of the
    day, so nothing here changes what readers see of them: the state's revision stays.
    """

    def __init__(self, engine: Engine, kind: Kind[W, F], catalogue: Catalogue | None = None) -> None:
        self._engine = engine
        self._kind = kind
        self._catalogue = catalogue or default_catalogue()

    @property
    def engine(self) -> Engine:
        """The database that they are in."""
        return self._engine

    def newest(self, area: str) -> AreaVersion[W, F] | None:
        """The version of AREA that is worked on; None before anybody has saved one."""
        with self._session() as session:
            row = self._newest_row(session, area)
            return self._as_version(row) if row else None

    def last_frozen(self, area: str) -> AreaVersion[W, F] | None:
        """The newest version of AREA that is frozen: what readers see."""
        row = self._kind.row
        with self._session() as session:
            found = newest_of(session, row, row.area == area, row.frozen.is_not(None))
            return self._as_version(found) if found and found.frozen != _WITHDRAWN else None

    def in_year(self, year: int) -> tuple[Worked, ...]:
        """What was saved of each area in YEAR, and since when what readers then saw was frozen; in the areas' order."""
        row = self._kind.row
        mine: dict[str, Worked] = {}
        begins, ends = (datetime(one, 1, 1, tzinfo=HERE) for one in (year, year + 1))
        asked = select(row.area, row.created_at, row.frozen.is_not(None), row.frozen == _WITHDRAWN)
        with self._session() as session:
            saved = session.execute(asked.where(row.created_at >= begins, row.created_at < ends).order_by(row.number))
            for area, at, is_told, is_withdrawn in saved:
                before = mine[area].ready_on if area in mine else None
                ready = before if not is_told else None if is_withdrawn else today(at)
                mine[area] = Worked(area, ready)
        return tuple(mine[area] for area in sorted(mine))

    def version(self, area: str, number: int, *, by: Person) -> AreaVersion[W, F]:
        """Version NUMBER of AREA. Raises VersionError where there is none."""
        require(by, Action.EDIT_DECK, area=area)
        with self._session() as session:
            row = session.get(self._kind.row, (area, number))
            if row is None:
                raise VersionError(f"Version {number} finns inte.", "Läs in sidan igen.")
            return self._as_version(row)

    def versions(self, area: str, *, by: Person) -> tuple[AreaVersion[W, F], ...]:
        """All versions, newest first."""
        require(by, Action.EDIT_DECK, area=area)
        row = self._kind.row
        with self._session() as session:
            found = session.scalars(select(row).where(row.area == area).order_by(row.number.desc()))
            return tuple(self._as_version(one) for one in found)

    def save(self, written: W, *, parent: int, by: Person, now: datetime) -> AreaVersion[W, F]:
        """A version with WRITTEN. PARENT is the newest number that BY has seen, 0 for none.

        Raises OvertakenError where another has come since.
        """
        return self._add(written, "ändrade", parent=parent, by=by, now=now)

    def freeze(
        self, written: W, frozen: F, *, parent: int, by: Person, now: datetime, note: str = ""
    ) -> AreaVersion[W, F]:
        """A version with WRITTEN whose figures stay as they are in FROZEN. Raises as ``save``."""
        if frozen.area != written.area:
            raise ValueError("that of another area")
        content = frozen.model_dump_json()
        return self._add(written, self._kind.freezes, frozen=content, parent=parent, by=by, now=now, note=note)

    def thaw(self, written: W, *, parent: int, by: Person, now: datetime) -> AreaVersion[W, F]:
        """A version with WRITTEN and the figures of the day, after one that is frozen. Raises as ``save``."""
        require(by, Action.EDIT_DECK, area=written.area)
        newest = self.newest(written.area)
        if newest is None or not newest.is_frozen:
            raise VersionError(f"{self._kind.the_thing} är inte fryst.", "Läs in sidan igen.")
        return self._add(written, "tinade upp", parent=parent, by=by, now=now)

    def withdraw(self, area: str, *, parent: int, by: Person, now: datetime) -> AreaVersion[W, F]:
        """A version with what the newest one has written, after which readers see no frozen one. Raises as ``save``."""
        require(by, Action.EDIT_DECK, area=area)
        newest = self.newest(area)
        if newest is None:
            raise VersionError(f"{self._kind.the_thing} finns inte.", "Läs in sidan igen.")
        return self._add(newest.written, "drog tillbaka", parent=parent, by=by, now=now, frozen=_WITHDRAWN)

    def restore(self, area: str, number: int, *, parent: int, by: Person, now: datetime) -> AreaVersion[W, F]:
        """A version with what version NUMBER has written. Raises as ``save``."""
        old = self.version(area, number, by=by)
        note = f"innehåll från version {number}"
        return self._add(old.written, "återställde", parent=parent, note=note, by=by, now=now)

    def _add(
        self,
        written: W,
        action: str,
        *,
        parent: int,
        by: Person,
        now: datetime,
        frozen: str | None = None,
        note: str = "",
    ) -> AreaVersion[W, F]:
        require(by, Action.EDIT_DECK, area=written.area)
        if written.area not in self._catalogue.area_by_id:
            raise VersionError("Området finns inte.", "Kontrollera adressen.")
        with noting(self._engine, one_at_a_time=True) as session:
            newest = self._newest_row(session, written.area)
            if newest is not None and newest.number != parent:
                advice = "Titta på den under Versioner, och spara igen om din ska gälla."
                raise OvertakenError(self._as_version(newest).said, advice)
            row = self._kind.row(
                area=written.area,
                number=(newest.number if newest else 0) + 1,
                parent=newest.number if newest else None,
                plan=written.model_dump_json(),
                frozen=frozen,
                note=note,
                **authored(by, now),
            )
            session.add(row)
            session.flush()
            facts = dict(self._kind.facts(written)) | ({"anteckning": note} if note else {})
            record(session, by, now, Change(action, self._kind.name, f"{row.area} version {row.number}", after=facts))
            return self._as_version(row)

    def _newest_row(self, session: Session, area: str) -> AreaVersionRow | None:
        return newest_of(session, self._kind.row, self._kind.row.area == area)

    def _as_version(self, row: AreaVersionRow) -> AreaVersion[W, F]:
        return AreaVersion(
            kind=self._kind,
            area=row.area,
            number=row.number,
            parent=row.parent,
            written=_read(self._kind, self._kind.written, row.plan),
            frozen_json=row.frozen,
            note=row.note,
            created_by=row.created_by,
            created_at=row.created_at,
        )

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with explained(self._engine.url), Session(self._engine, expire_on_commit=False) as session:
            yield session


def _read(kind: Kind[W, F], model: type[E], content: str) -> E:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        what = f"{kind.the_thing} kommer från en annan version av programmet."
        raise VersionError(what, "Återställ en äldre version.") from error

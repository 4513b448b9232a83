"""Keeps decks in versions: worked on, frozen with their figures, and thawed again. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pydantic import ValidationError
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.access.service import opened_state
from core.catalogue import Catalogue, default_catalogue
from core.errors import NyckeltalError
from core.present.day import SeminarDay
from core.present.deck import Deck
from core.present.plan import DeckPlan
from core.settings import Settings
from core.state.audit import Change, record
from core.state.database import explained
from core.state.models import DeckRow, SeminarDayRow
from core.words.dates import moment_words

KIND = "bildspel"
LONGEST_NOTE = 500


class DeckError(NyckeltalError):
    """A deck cannot be made, found or changed as it was asked for."""


class DeckOvertakenError(DeckError):
    """Somebody else saved a version meanwhile; nothing is saved."""

    def __init__(self, newest: DeckVersion) -> None:
        what = f"{newest.created_by} hade redan sparat version {newest.number} ({moment_words(newest.created_at)})"
        super().__init__(f"{what} när din kom.", "Läs den som finns nu, och spara igen om din ska gälla.")
        self.newest = newest


@dataclass(frozen=True)
class DeckVersion:
    """One version of an area's deck. ``parent`` is the version that it was made from, None for the first."""

    area: str
    number: int
    parent: int | None
    plan: DeckPlan
    frozen_json: str | None
    note: str
    created_by: str
    created_at: datetime

    @property
    def is_frozen(self) -> bool:
        """Whether its figures stay as they are."""
        return self.frozen_json is not None

    @cached_property
    def frozen(self) -> Deck | None:
        """The deck as it was frozen; None for one that is not."""
        return Deck.model_validate_json(self.frozen_json) if self.frozen_json else None


class Decks:
    """The decks of one database. ``by`` is always who asks; writing raises NotAllowedError, DeckError, StateError.

    What is not frozen has the figures of the day, so nothing here changes what readers see: the revision stays.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue | None = None) -> None:
        self._engine = engine
        self._catalogue = catalogue or default_catalogue()

    def newest(self, area: str) -> DeckVersion | None:
        """The version of AREA's deck that is worked on; None before anybody has saved one."""
        with self._session() as session:
            row = _newest_row(session, area)
            return _as_version(row) if row else None

    def last_frozen(self, area: str) -> DeckVersion | None:
        """The newest version of AREA's deck that is frozen."""
        row = DeckRow
        frozen = select(row).where(row.area == area, row.frozen.is_not(None)).order_by(row.number.desc()).limit(1)
        with self._session() as session:
            found = session.scalars(frozen).one_or_none()
            return _as_version(found) if found else None

    def versions(self, area: str, *, by: Person) -> tuple[DeckVersion, ...]:
        """All versions, newest first."""
        require(by, Action.EDIT_DECK, area=area)
        row = DeckRow
        with self._session() as session:
            found = session.scalars(select(row).where(row.area == area).order_by(row.number.desc()))
            return tuple(_as_version(one) for one in found)

    def save(self, plan: DeckPlan, *, parent: int, note: str = "", by: Person, now: datetime) -> DeckVersion:
        """A version with PLAN. PARENT is the newest number that BY has seen, 0 for none.

        Raises DeckOvertakenError where another has come since.
        """
        return self._add(plan, "ändrade", parent=parent, note=note, by=by, now=now)

    def freeze(self, plan: DeckPlan, deck: Deck, *, parent: int, by: Person, now: datetime) -> DeckVersion:
        """A version with PLAN whose figures stay as they are in DECK. Raises as ``save``."""
        if deck.area != plan.area:
            raise ValueError("the deck of another area")
        frozen = deck.model_copy(update={"is_frozen": True}).model_dump_json()
        return self._add(plan, "frös", frozen=frozen, parent=parent, by=by, now=now)

    def thaw(self, area: str, *, parent: int, by: Person, now: datetime) -> DeckVersion:
        """A version with the newest one's slides and the figures of the day. Raises as ``save``."""
        with self._session() as session:
            row = _newest_row(session, area)
        if row is None or row.frozen is None:
            raise DeckError("Bildspelet är inte fryst.", "Läs in sidan igen.")
        return self._add(_as_version(row).plan, "tinade upp", parent=parent, by=by, now=now)

    def restore(self, area: str, number: int, *, parent: int, by: Person, now: datetime) -> DeckVersion:
        """A version with version NUMBER's slides. Raises as ``save``."""
        with self._session() as session:
            row = session.get(DeckRow, (area, number))
        if row is None:
            raise DeckError(f"Version {number} finns inte.", "Läs in sidan igen.")
        note = f"innehåll från version {number}"
        return self._add(_as_version(row).plan, "återställde", parent=parent, note=note, by=by, now=now)

    def day(self) -> SeminarDay:
        """What is known of the seminar day."""
        row = SeminarDayRow
        with self._session() as session:
            found = session.scalars(select(row).order_by(row.number.desc()).limit(1)).one_or_none()
        return SeminarDay.model_validate_json(found.content) if found else SeminarDay()

    def set_day(self, day: SeminarDay, *, by: Person, now: datetime) -> None:
        """Let DAY hold from now on. For administrators."""
        require(by, Action.CHANGE_SETTINGS)
        with noting(self._engine, one_at_a_time=True) as session:
            number = (session.scalar(select(func.max(SeminarDayRow.number))) or 0) + 1
            who = {"created_by_id": by.id, "created_by": by.name, "created_at": now}
            session.add(SeminarDayRow(number=number, content=day.model_dump_json(), **who))
            record(session, by, now, Change("ändrade", "seminariedag", day.name, after={"dag": str(day.on or "")}))

    def _add(
        self,
        plan: DeckPlan,
        action: str,
        *,
        parent: int,
        by: Person,
        now: datetime,
        frozen: str | None = None,
        note: str = "",
    ) -> DeckVersion:
        require(by, Action.EDIT_DECK, area=plan.area)
        if plan.area not in self._catalogue.area_by_id:
            raise DeckError("Området finns inte.", "Kontrollera adressen.")
        with noting(self._engine, one_at_a_time=True) as session:
            newest = _newest_row(session, plan.area)
            if newest is not None and newest.number != parent:
                raise DeckOvertakenError(_as_version(newest))
            row = DeckRow(
                area=plan.area,
                number=(newest.number if newest else 0) + 1,
                parent=newest.number if newest else None,
                plan=plan.model_dump_json(),
                frozen=frozen,
                note=note[:LONGEST_NOTE],
                created_by_id=by.id,
                created_by=by.name,
                created_at=now,
            )
            session.add(row)
            session.flush()
            facts = {"bilder": len(plan.slides)} | ({"anteckning": row.note} if row.note else {})
            record(session, by, now, Change(action, KIND, f"{row.area} version {row.number}", after=facts))
            return _as_version(row)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with explained(self._engine.url), Session(self._engine, expire_on_commit=False) as session:
            yield session


def current_decks(catalogue: Catalogue | None = None) -> Decks:
    """The process's own, by the settings in the environment."""
    return Decks(opened_state(Settings.from_environment().database_url).engine, catalogue)


def _newest_row(session: Session, area: str) -> DeckRow | None:
    row = DeckRow
    return session.scalars(select(row).where(row.area == area).order_by(row.number.desc()).limit(1)).one_or_none()


def _as_version(row: DeckRow) -> DeckVersion:
    try:
        plan = DeckPlan.model_validate_json(row.plan)
    except ValidationError as error:
        raise DeckError(
            "Bildspelet är gjort av en annan version av programmet.", "Återställ en äldre version."
        ) from error
    return DeckVersion(
        area=row.area,
        number=row.number,
        parent=row.parent,
        plan=plan,
        frozen_json=row.frozen,
        note=row.note,
        created_by=row.created_by,
        created_at=row.created_at,
    )

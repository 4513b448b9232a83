"""Keeps the decks in versions, and what is known of the seminar day."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from sqlalchemy import Engine, func, select

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.access.service import opened_state
from core.catalogue import Catalogue
from core.documents.area_versions import AreaVersion, AreaVersions, Kind
from core.documents.deck import Deck
from core.features.decks.day import SeminarDay
from core.features.decks.plan import DeckPlan
from core.features.decks.tables import DeckRow, SeminarDayRow
from core.settings import Settings
from core.state.audit import Change, record
from core.state.versions import authored, newest_of

DECKS = Kind(
    name="bildspel",
    the_thing="Bildspelet",
    freezes="frös",
    row=DeckRow,
    written=DeckPlan,
    frozen=Deck,
    facts=lambda plan: {"bilder": len(plan.slides)},
)

DeckVersion = AreaVersion[DeckPlan, Deck]


class Decks(AreaVersions[DeckPlan, Deck]):
    """The decks of one database, and the seminar day."""

    def __init__(self, engine: Engine, catalogue: Catalogue | None = None) -> None:
        super().__init__(engine, DECKS, catalogue)

    def freeze(
        self, written: DeckPlan, frozen: Deck, *, parent: int, by: Person, now: datetime, note: str = ""
    ) -> DeckVersion:
        """As for all versions; the deck says itself that it is frozen."""
        told = frozen.model_copy(update={"is_frozen": True})
        return super().freeze(written, told, parent=parent, by=by, now=now, note=note)

    def shown_now(self) -> Hashable:
        """Equal as long as readers see the same day and the same frozen decks."""
        row = DeckRow
        frozen = select(row.area, func.max(row.number)).where(row.frozen.is_not(None)).group_by(row.area)
        with self._session() as session:
            day = session.scalar(select(func.max(SeminarDayRow.number)))
            return day, frozenset(tuple(one) for one in session.execute(frozen))

    def day(self) -> SeminarDay:
        """What is known of the seminar day."""
        with self._session() as session:
            found = newest_of(session, SeminarDayRow)
        return SeminarDay.model_validate_json(found.content) if found else SeminarDay()

    def set_day(self, day: SeminarDay, *, by: Person, now: datetime) -> None:
        """Let DAY hold from now on. For administrators."""
        require(by, Action.CHANGE_SETTINGS)
        with noting(self._engine, one_at_a_time=True) as session:
            before = newest_of(session, SeminarDayRow)
            number = before.number + 1 if before else 1
            session.add(SeminarDayRow(number=number, content=day.model_dump_json(), **authored(by, now)))
            record(session, by, now, Change("ändrade", "seminariedag", day.name, after={"dag": str(day.on or "")}))


def current_decks(catalogue: Catalogue | None = None) -> Decks:
    """The process's own, by the settings in the environment."""
    return Decks(opened_state(Settings.from_environment().database_url).engine, catalogue)

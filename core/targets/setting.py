"""Rights in front of the targets: everything that is set, undone, or read of who set it, goes through here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, may, require
from core.access.service import opened_state
from core.cache import Snapshot
from core.catalogue import Area, Catalogue, Category, Indicator, default_catalogue
from core.errors import NyckeltalError
from core.settings import Settings
from core.state import State
from core.state.database import writing
from core.targets.doubts import Doubt, Newest, doubts
from core.targets.models import Target
from core.targets.references import References
from core.targets.store import held_targets
from core.targets.versions import (
    OvertakenTargetError,
    SavedTargets,
    TargetChange,
    TargetEvent,
    TargetVersion,
    current_versions,
    save_in,
    target_events,
    undo_in,
    versions_by_id,
    versions_of_save,
    versions_seen,
)
from core.targets.words import overtaken_words

# A catalogue, and which of its indicators readers see no more.
EverShown = Callable[[Engine, Catalogue], tuple[Catalogue, frozenset[str]]]


class TargetsOvertakenError(NyckeltalError):
    """Somebody else was first; nothing is saved."""


class TargetSetting:
    """The targets of STATE, for CATALOGUE's indicators and the own ones; may be shared by threads.

    MUNICIPALITIES maps id to name; a SNAPSHOT knows them, and the values that levels are doubted by. ``catalogue`` has
    the own indicators that readers see or have seen: of one that is ``withdrawn`` the targets stay, and hold again when
    it is published. All raise NotAllowedError for what ``by`` may not set, and StateError.
    """

    def __init__(
        self,
        state: State,
        catalogue: Catalogue,
        municipalities: Mapping[str, str] | None = None,
        snapshot: Snapshot | None = None,
    ) -> None:
        self._state = state
        self._engine: Engine = state.engine
        self.catalogue, self.withdrawn = _Process.ever_shown(state.engine, catalogue)
        names = snapshot.municipalities if snapshot else municipalities
        self.references = References.of(self.catalogue, names, self.withdrawn)
        self._snapshot = snapshot
        self._newest: dict[str, dict[tuple[str, str], Newest]] = {}

    def doubts(self, target: Target, before: Target | None = None) -> tuple[Doubt, ...]:
        """What somebody must confirm of TARGET; what stood in BEFORE, which it replaces, is not asked again."""
        known, figures = self.catalogue.by_kpi.get(target.kpi), self._snapshot
        if known is None or figures is None:
            return doubts(target, known, None, before) if known else ()
        place = target.municipality
        self._newest[place] = self._newest.get(place) or figures.newest_of(place)
        newest = self._newest[place].get((target.kpi, target.gender or "T"))
        return doubts(target, known, figures.value_spans.get(target.kpi), before, newest=newest)

    @property
    def newest_years(self) -> Mapping[str, int]:
        """The newest year with a value by indicator; of all that have any, where the figures are known."""
        return self._snapshot.newest_years if self._snapshot else {}

    def areas(self, municipality: str, *, by: Person) -> tuple[Area, ...]:
        """The areas in which BY may set MUNICIPALITY's targets, and which have indicators that take any."""
        taking = {indicator.area for indicator in self.catalogue.indicators if takes_targets(indicator)}
        known = municipality in self.references.names
        return tuple(
            area
            for area in self.catalogue.areas
            if known and area.id in taking and may(by, Action.SET_TARGET, area=area.id, municipality=municipality)
        )

    def may_set(self, municipality: str, kpi: str, *, by: Person) -> bool:
        """Whether BY may set MUNICIPALITY's targets for KPI. What the catalogue lacks is the administrator's."""
        known = self.catalogue.by_kpi.get(kpi)
        return may(by, Action.SET_TARGET, area=known.area if known else None, municipality=municipality)

    def require(self, municipality: str, kpi: str, *, by: Person) -> None:
        """Raise NotAllowedError unless ``may_set`` says yes."""
        known = self.catalogue.by_kpi.get(kpi)
        require(by, Action.SET_TARGET, area=known.area if known else None, municipality=municipality)

    def current(self, municipality: str, *, by: Person) -> tuple[TargetVersion, ...]:
        """Those versions that hold in MUNICIPALITY and that BY may change, by indicator, year and gender."""
        held = current_versions(self._engine, municipality)
        return tuple(version for version in held if self.may_set(municipality, version.target.kpi, by=by))

    def versions(self, ids: Collection[int], *, by: Person) -> dict[int, TargetVersion]:
        """The versions IDS that BY may set, whether they hold or not."""
        found = versions_by_id(self._engine, ids) if ids else {}
        return {
            number: version
            for number, version in found.items()
            if self.may_set(version.target.municipality, version.target.kpi, by=by)
        }

    def frame(self, municipality: str, kpis: Iterable[str], *, by: Person) -> pd.DataFrame:
        """MUNICIPALITY's targets for KPIS as ``held_targets`` gives them."""
        wanted = {kpi for kpi in kpis if self.may_set(municipality, kpi, by=by)}
        held = held_targets(self._state.engine, municipality)
        found: pd.DataFrame = held[held["kpi"].isin(wanted)]
        return found

    def history(self, municipality: str, kpi: str, *, by: Person) -> tuple[TargetEvent, ...]:
        """All that has happened to MUNICIPALITY's targets for KPI, newest first."""
        self.require(municipality, kpi, by=by)
        return target_events(self._engine, municipality, kpi)

    def save(self, changes: Sequence[TargetChange], *, by: Person, now: datetime) -> SavedTargets:
        """Make CHANGES in one transaction. Raises TargetsOvertakenError, and then nothing is changed."""
        with writing(self._engine) as session:
            return self.save_in(session, changes, by=by, now=now)

    def save_in(self, session: Session, changes: Sequence[TargetChange], *, by: Person, now: datetime) -> SavedTargets:
        """``save`` as a part of SESSION's transaction (``core.state.database.writing``)."""
        self._require_all([change.target for change in changes if change.target], by)
        self._require_all([version.target for version in versions_seen(session, changes).values()], by)
        try:
            return save_in(session, changes, by=by, now=now)
        except OvertakenTargetError as error:
            advice = "Inget är sparat. Det du skrev står kvar: se vad som gäller nu, och spara igen om ditt ska gälla."
            raise TargetsOvertakenError(overtaken_words(error.event, self.catalogue), advice) from error

    def undo(self, moment: datetime, *, by: Person, now: datetime) -> SavedTargets:
        """Take back the save at MOMENT. Raises TargetsOvertakenError where what it did has been changed since."""
        with writing(self._engine) as session:
            return self.undo_in(session, moment, by=by, now=now)

    def undo_in(self, session: Session, moment: datetime, *, by: Person, now: datetime) -> SavedTargets:
        """``undo`` as a part of SESSION's transaction."""
        self._require_all([version.target for version in versions_of_save(session, moment)], by)
        try:
            return undo_in(session, moment, by=by, now=now)
        except OvertakenTargetError as error:
            advice = "Därför går det inte att ångra allt på en gång. Ändra målet i tabellen i stället."
            raise TargetsOvertakenError(overtaken_words(error.event, self.catalogue), advice) from error

    def _require_all(self, targets: Iterable[Target], by: Person) -> None:
        for municipality, kpi in {(target.municipality, target.kpi) for target in targets}:
            self.require(municipality, kpi, by=by)


class _Process:
    """What the process was given."""

    ever_shown: EverShown = staticmethod(lambda _engine, catalogue: (catalogue, frozenset()))


def also_for(ever_shown: EverShown) -> None:
    """Let targets be set for the indicators, too, that EVER_SHOWN finds in a database and adds to a catalogue."""
    _Process.ever_shown = staticmethod(ever_shown)


def takes_targets(indicator: Indicator) -> bool:
    """Whether anybody may set targets for INDICATOR: not for what the municipality can hardly influence."""
    return indicator.category is not Category.INFORMATION


def current_setting(catalogue: Catalogue | None = None, snapshot: Snapshot | None = None) -> TargetSetting:
    """The process's own, by the settings in the environment. Without CATALOGUE, the shipped.

    SNAPSHOT has the figures in use, where anything is fetched.
    """
    state = opened_state(Settings.from_environment().database_url)
    return setting_of(state, catalogue or default_catalogue(), snapshot)


def setting_of(state: State, catalogue: Catalogue, snapshot: Snapshot | None = None) -> TargetSetting:
    """Where STATE's targets are set, with all municipalities and values of SNAPSHOT."""
    return TargetSetting(state, catalogue, snapshot=snapshot)

"""The figures in use, and the rows made of them: one place for pages, downloads and the warm-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import pandas as pd

from core.cache import CurrentSnapshot, Snapshot, SnapshotStore
from core.cache.current import OnlySnapshot
from core.cache.store import beside
from core.catalogue import Catalogue, default_catalogue
from core.features.comments.store import Comment, Comments
from core.features.own_indicators.history import History, Published, nothing_published
from core.features.targets.store import held_targets
from core.outcomes.own_joined import Joined, joined
from core.outcomes.references import Reference, references
from core.outcomes.rows import Choice, records, signal_rows
from core.settings import Settings
from core.state import State, open_state
from core.words.sentences import Row

# 290 municipalities with their first view; a frame takes some 150 kB, its rows one by one five times that.
_ROWS_KEPT, _RECORDS_KEPT = 300, 60
# The participants' and as many others; a frame takes some 4 MB.
_BANDS_KEPT = 20


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lasting:
    """What is made of a snapshot and of a part of the state, kept until one of them is another.

    ``folder`` is where the same may be kept over a restart; None for figures that are nobody else's (a preview).
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._kept: dict[Any, tuple[Hashable, Any]] = {}
        self._making: defaultdict[Any, Lock] = defaultdict(Lock)

    def get(self, key: Hashable, facts: Hashable, make: Callable[[], V]) -> V:
        """What MAKE made for KEY when FACTS, the part of the state that it uses, were the same; else anew.

        KEY is one of few: an older one's is never thrown away. Who asks for what somebody is making waits for it.
        """
        with self._making[key]:
            seen, found = self._kept.get(key, (None, None))
            if seen != facts or found is None:
                found = make()
                self._kept[key] = (facts, found)
        made: V = found
        return made


@dataclass(frozen=True, eq=False)
class Figures:
    """A snapshot with the catalogue that fits it and one revision of the state; equal when nothing has changed.

    Snapshot and catalogue have the published own indicators (``own``) among Kolada's.
    """

    snapshot: Snapshot
    catalogue: Catalogue
    state: State
    revision: int
    own: Published = field(default_factory=nothing_published)
    comments: Comments | None = None
    lasting: Lasting = field(default_factory=Lasting)

    def __hash__(self) -> int:
        return hash((self.snapshot.file, self.revision))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figures) and (self.snapshot.file, self.revision) == (
            other.snapshot.file,
            other.revision,
        )

    @cached_property
    def references(self) -> dict[str, Reference]:
        """Whom one can compare with."""
        return references(self.catalogue)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that have values, newest first."""
        return tuple(sorted((int(y) for y in self.snapshot.kpi_years["year"].unique()), reverse=True))

    @cached_property
    def targets(self) -> pd.DataFrame:
        """All targets that hold, for what readers see: not those for an own indicator that is withdrawn."""
        held = held_targets(self.state.engine)
        return held[held["kpi"].isin(list(self.catalogue.by_kpi))].reset_index(drop=True)

    def has_targets(self, municipality: str) -> bool:
        """Whether MUNICIPALITY has any target, for whichever gender."""
        return bool((self.targets["municipality"] == municipality).any())

    def comments_on(self, municipality: str) -> Mapping[str, Sequence[Comment]]:
        """What is said of MUNICIPALITY's outcomes, by indicator, newest year first; kept."""
        return self.kept(_comments, municipality, most=_ROWS_KEPT)

    def bands(self, municipality: str) -> pd.DataFrame:
        """``Snapshot.signals_of`` MUNICIPALITY, kept: shared, never to be changed."""
        return self.kept(_bands, municipality, most=_BANDS_KEPT)

    def rows(self, choice: Choice) -> pd.DataFrame:
        """``signal_rows`` for CHOICE, kept for the next who asks: shared, never to be changed."""
        return self.kept(_rows, choice, most=_ROWS_KEPT)

    def records(self, choice: Choice) -> list[Row]:
        """The same rows one by one."""
        return self.kept(_records, choice, most=_RECORDS_KEPT)

    def kept(self, make: Callable[[Figures, K], V], key: K, *, most: int) -> V:
        """What MAKE makes of these figures and KEY, kept (the MOST latest) as long as the figures are in use.

        Kept here and not in the module: with new figures everything made of the old ones goes, files and all.
        """
        if make not in self._kept:
            self._kept[make] = lru_cache(maxsize=most)(partial(make, self))
        found: V = self._kept[make](key)
        return found

    @cached_property
    def _kept(self) -> dict[Any, Any]:
        return {}


def _bands(figures: Figures, municipality: str) -> pd.DataFrame:
    return figures.snapshot.signals_of(municipality)


def _comments(figures: Figures, municipality: str) -> Mapping[str, Sequence[Comment]]:
    found: dict[str, list[Comment]] = {}
    for comment in figures.comments.comments(municipality) if figures.comments else ():
        found.setdefault(comment.indicator, []).append(comment)
    return found


def _rows(figures: Figures, choice: Choice) -> pd.DataFrame:
    return signal_rows(figures.snapshot, figures.catalogue, _targets(figures, choice), choice)


def _records(figures: Figures, choice: Choice) -> list[Row]:
    return records(figures.rows(choice))


def _targets(figures: Figures, choice: Choice) -> pd.DataFrame:
    return figures.targets[figures.targets["municipality"] == choice.municipality]


class FigureSource:
    """Opens the stores once and gives the figures as they are now. STATE is the settings' own, where it is open.

    SNAPSHOTS are those of the settings' folder, unless others are given.
    """

    def __init__(
        self, settings: Settings, state: State | None = None, snapshots: CurrentSnapshot | OnlySnapshot | None = None
    ) -> None:
        self._snapshots = snapshots or CurrentSnapshot(SnapshotStore(settings.data_dir))
        self._state = state or open_state(settings.database_url)
        self._history = History(self._state.engine)
        self._changing = Lock()
        self._fetched: Snapshot | None = None
        self._joined: Joined | None = None
        self._latest: Figures | None = None

    def get(self) -> Figures | None:
        """The figures, or None when nothing has been fetched yet. Raises NyckeltalError when a store is broken."""
        snapshot = self._snapshots.get()
        if snapshot is None:
            return None
        # Asked for before the content: then nothing old is taken for new.
        revision = self._state.revision()
        with self._changing:
            if self._latest is None or self._fetched is not snapshot or self._latest.revision < revision:
                found = self._with_own(snapshot)
                is_same = self._latest is not None and self._latest.snapshot is found.snapshot
                self._latest = Figures(
                    snapshot=found.snapshot,
                    catalogue=found.catalogue,
                    state=self._state,
                    revision=revision,
                    own=found.own,
                    comments=Comments(self._state.engine, found.catalogue),
                    lasting=self._latest.lasting if self._latest and is_same else Lasting(beside(snapshot.file)),
                )
                self._fetched = snapshot
            return self._latest

    def _with_own(self, snapshot: Snapshot) -> Joined:
        """SNAPSHOT with what is published now; the same as last time while nothing else is published."""
        own = self._history.published()
        is_same = self._joined is not None and self._joined.asked == own.indicators and self._fetched is snapshot
        if self._joined is None or not is_same:
            self._joined = joined(snapshot, _catalogue_for(snapshot), own)
        return self._joined


def _catalogue_for(snapshot: Snapshot) -> Catalogue:
    catalogue = default_catalogue()
    if not snapshot.info.is_example:
        return catalogue
    from core.example import example_catalogue  # noqa: PLC0415 - a fifth of a second that others need not wait

    return example_catalogue(catalogue)


@lru_cache(maxsize=1)
def figure_source() -> FigureSource:
    """The process's own source, by the settings in the environment."""
    return FigureSource(Settings.from_environment())

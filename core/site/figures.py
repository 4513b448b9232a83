"""Puts together where the figures come from: the snapshot, and what people enter; and what has targets."""

from __future__ import annotations

from core.cache import CurrentSnapshot, SnapshotStore
from core.cache.current import OnlySnapshot
from core.cycle.book import CycleBooks
from core.features.comments.store import Comments
from core.features.own_indicators.other_series import OwnSeries, ever_shown
from core.goals.book import GoalBooks
from core.outcomes.figures import FigureSource, figure_source, opened_by
from core.settings import Settings
from core.state import State, open_state
from core.targets.setting import also_for
from core.targets.store import held_targets
from core.year.book import YearBooks

__all__ = ["figure_source", "open_figures"]


def open_figures(
    settings: Settings, state: State | None = None, snapshots: CurrentSnapshot | OnlySnapshot | None = None
) -> FigureSource:
    """The figures by SETTINGS; STATE is the settings' own, where it is open.

    SNAPSHOTS are those of the settings' folder, unless others are given. Raises StateError.
    """
    found = state or open_state(settings.database_url)
    return FigureSource(
        snapshots or CurrentSnapshot(SnapshotStore(settings.data_dir)),
        found,
        others=OwnSeries(found.engine),
        targets=lambda: held_targets(found.engine),
        comments=lambda catalogue, municipality: Comments(found.engine, catalogue).comments(municipality),
        goals=GoalBooks(found.engine),
        cycle=CycleBooks(found.engine),
        years=YearBooks(found.engine),
    )


opened_by(lambda: open_figures(Settings.from_environment()))
also_for(ever_shown)

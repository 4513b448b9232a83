"""The example as a snapshot: what Storköping's politicians would see."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from core.cache import SnapshotStore
from core.catalogue import Catalogue, default_catalogue
from core.example import install, install_example
from core.outcomes.rows import Choice, signal_rows
from core.targets.store import held_targets
from tests.example.conftest import Installed


@pytest.fixture(scope="module")
def rows(installed: Installed, view: Catalogue) -> dict[str, pd.DataFrame]:
    engine = installed.state.engine
    return {
        municipality: signal_rows(installed.snapshot, view, held_targets(engine, municipality), Choice(municipality))
        for municipality in view.full_participants
    }


@pytest.fixture(scope="module")
def storkoping(rows: dict[str, pd.DataFrame], view: Catalogue) -> pd.DataFrame:
    return rows[view.participants[0].id]


def test_snapshot_is_current_and_says_that_it_is_an_example(installed: Installed) -> None:
    assert installed.store.current() == installed.snapshot.file
    assert installed.snapshot.info.is_example
    assert installed.snapshot.info.source == "exempeldata"
    assert len(installed.snapshot.municipalities) == 290


def test_targets_are_written(installed: Installed, view: Catalogue) -> None:
    assert set(held_targets(installed.state.engine)["municipality"]) == set(view.full_participants)


def test_storkoping_has_signals_of_every_colour(storkoping: pd.DataFrame) -> None:
    faces = storkoping["attainment"].value_counts()
    assert faces[["reached", "nearly", "not_reached", "not_judged"]].min() >= 3
    arrows = storkoping["trend_verdict"].value_counts()
    assert arrows[["better", "worse", "unchanged", "neutral"]].min() >= 5
    assert arrows["none"] >= 1
    squares = storkoping["standing"].value_counts()
    assert squares[["best", "middle", "worst", "not_judged"]].min() >= 10


def test_storkoping_has_successes_deviations_and_quiet_rows(storkoping: pd.DataFrame) -> None:
    assert 8 <= storkoping["is_deviation"].sum() <= 25
    assert 8 <= storkoping["is_success"].sum() <= 40
    worst = storkoping[storkoping["is_deviation"]].nsmallest(5, "deviation_order")
    assert (worst[["attainment", "standing"]] == ["not_reached", "worst"]).all(axis=1).any()


def test_reasons_of_every_day_are_met(rows: dict[str, pd.DataFrame]) -> None:
    everything = pd.concat(rows.values())
    assert {"open_year", "no_direction", "outdated"} <= set(everything["standing_reason"])
    assert {"no_target", "information", "not_due"} <= set(everything["attainment_reason"])
    assert everything["later_text"].ne("").any()
    assert everything["preliminary"].any()
    assert {"on_pace", "too_slow", "wrong_way"} <= set(everything["pace"])


def test_about_half_of_the_targets_are_reached(rows: dict[str, pd.DataFrame]) -> None:
    faces = pd.concat(rows.values())["attainment"]
    shares = faces[faces != "not_judged"].value_counts(normalize=True)
    assert 0.35 <= shares["reached"] <= 0.55
    assert 0.15 <= shares["nearly"] <= 0.35
    assert 0.2 <= shares["not_reached"] <= 0.4


def test_installing_again_changes_nothing(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = installed.state.revision()
    # Only the snapshot is what it was: building it takes five seconds.
    monkeypatch.setattr(install, "build", lambda file, *_: shutil.copy(installed.snapshot.file, file))
    install_example(SnapshotStore(tmp_path), default_catalogue(), installed.state)
    assert installed.state.revision() == before


def test_half_a_file_is_taken_away(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def broken(file: Path, *_: object) -> None:
        file.touch()
        raise RuntimeError("full")

    monkeypatch.setattr(install, "build", broken)
    folder = tmp_path_factory.mktemp("broken")
    store = SnapshotStore(folder)
    with pytest.raises(RuntimeError, match="full"):
        install_example(store, default_catalogue(), installed.state)
    assert store.current() is None
    assert not list(folder.glob("cache-*"))

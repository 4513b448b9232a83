"""A database, people, and figures of an ordinary municipality to set targets for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.features.targets.setting import TargetSetting
from core.outcomes.figures import Figures
from core.state import State, open_state
from tests.conftest import STORY
from tests.shared import PLACES, figures_of, small_catalogue, small_harvest


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def setting(state: State) -> TargetSetting:
    return TargetSetting(state, small_catalogue(), PLACES)


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Figures with STORY and no targets."""
    with figures_of(tmp_path_factory.mktemp("outcomes"), harvest=small_harvest(own=STORY)) as made:
        yield made

"""What targets are set for: the figures of an ordinary municipality, and a small catalogue for files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.outcomes.figures import Figures
from core.state import State
from core.targets.models import COLUMNS
from core.targets.setting import TargetSetting
from tests.conftest import STORY
from tests.shared import PLACES, figures_of, small_catalogue, small_harvest
from tests.targets.files import WriteFile, cut_catalogue


@pytest.fixture
def setting(state: State) -> TargetSetting:
    return TargetSetting(state, small_catalogue(), PLACES)


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Figures with STORY and no targets."""
    with figures_of(tmp_path_factory.mktemp("outcomes"), harvest=small_harvest(own=STORY)) as made:
        yield made


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two participants, one group and five indicators."""
    return cut_catalogue()


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes a targets file with our header and the given rows, and returns its path."""

    def write(*rows: str, header: str = ";".join(COLUMNS), name: str = "mål.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
        return path

    return write

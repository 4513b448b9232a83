"""A small catalogue, and files to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import Catalogue, Category, Direction, Participant, default_catalogue
from core.features.targets.models import COLUMNS

WriteFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def _migrated_before() -> None:
    """Here the making of a database is what is tested."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped one, cut down to two participants, one group and five indicators made for these tests.

    High is good, low is, neither is (a cost), information, and one of Kolada's U.
    """
    whole = default_catalogue()
    like = next(indicator for indicator in whole.indicators if indicator.unit == "%")
    indicators = [
        ("N15001", "Behöriga till gymnasiet", Direction.HIGH, Category.RESULT_OBJECTIVE),
        ("N15002", "Elever som känner oro", Direction.LOW, Category.RESULT_SUBJECTIVE),
        ("N15003", "Kostnad för grundskola", Direction.NONE, Category.RESOURCE),
        ("N15004", "Invånare 6 till 15 år", Direction.NONE, Category.INFORMATION),
        ("U15005", "Lärare med legitimation", Direction.HIGH, Category.RESOURCE),
    ]
    names = ("kpi", "name", "direction", "category")
    own = {
        "participants": [Participant(id="0126", name="Huddinge"), Participant(id="0127", name="Botkyrka")],
        "groups": [group for group in whole.groups if group.id == "sodertorn"],
        "indicators": [like.model_copy(update=dict(zip(names, row, strict=True))) for row in indicators],
    }
    return Catalogue.model_validate({name: getattr(whole, name) for name in Catalogue.model_fields} | own)


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes a targets file with our header and the given rows, and returns its path."""

    def write(*rows: str, header: str = ";".join(COLUMNS), name: str = "mål.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
        return path

    return write

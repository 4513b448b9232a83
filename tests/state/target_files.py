"""What the tests of targets files share: rows that are good but for what is said, and what a refusal told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.features.targets.cells import References
from core.features.targets.importing import TargetFault, TargetFileError, read_targets
from core.features.targets.models import COLUMNS, Target

GOOD = {"municipality": "0126", "kpi": "N15001", "year": "2026", "kind": "at_least", "value": "90"}
NAMES = {"0126": "Huddinge", "0180": "Stockholm"}


def row(**cells: str) -> str:
    """A row that is good but for CELLS; a kind of its own brings no value with it."""
    first = {key: text for key, text in GOOD.items() if key != "value" or "kind" not in cells}
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow((first | cells).get(name, "") for name in COLUMNS)
    return text.getvalue().removesuffix("\r\n")


def faults(file: Path, catalogue: Catalogue, municipalities: dict[str, str] | None = None) -> tuple[TargetFault, ...]:
    with pytest.raises(TargetFileError) as caught:
        read_targets(file, References.of(catalogue, municipalities))
    for fault in caught.value.faults:
        assert str(fault) in str(caught.value)
    return caught.value.faults


def refusal(file: Path, catalogue: Catalogue, max_bytes: int = 5_000_000) -> str:
    with pytest.raises(TargetFileError) as caught:
        read_targets(file, References.of(catalogue, None), max_bytes=max_bytes)
    return str(caught.value)


def targets_in(file: Path, references: References) -> list[Target]:
    """The targets of FILE, which has no faults."""
    return [target for _, target in read_targets(file, references).targets]

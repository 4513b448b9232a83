"""What the tests of targets files share: rows that are good but for what is said, and what a refusal told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from core.catalogue import Catalogue
from core.cli.files import content_of
from core.cli.targets import MOST_SHOWN_FAULTS, faulty
from core.errors import NyckeltalError
from core.features.targets.models import COLUMNS, Target
from core.features.targets.reading import read_target_file
from core.features.targets.references import References
from core.tabular.faults import Fault

GOOD = {"municipality": "0126", "kpi": "N15001", "year": "2026", "kind": "at_least", "value": "90"}
NAMES = {"0126": "Huddinge", "0180": "Stockholm"}


def row(**cells: str) -> str:
    """A row that is good but for CELLS; a kind of its own brings no value with it."""
    first = {key: text for key, text in GOOD.items() if key != "value" or "kind" not in cells}
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow((first | cells).get(name, "") for name in COLUMNS)
    return text.getvalue().removesuffix("\r\n")


def faults(file: Path, catalogue: Catalogue, municipalities: dict[str, str] | None = None) -> tuple[Fault, ...]:
    found = read_target_file(content_of(file), References.of(catalogue, municipalities)).faults
    assert all(str(fault) in faulty(file, found).message for fault in found[:MOST_SHOWN_FAULTS])
    return found


def refusal(file: Path, catalogue: Catalogue) -> str:
    """What the terminal says of FILE, which cannot be used."""
    try:
        return str(faulty(file, faults(file, catalogue)))
    except NyckeltalError as error:
        return str(error)


def targets_in(file: Path, references: References) -> list[Target]:
    """The targets of FILE, which has no faults."""
    found = read_target_file(content_of(file), references)
    assert found.faults == ()
    return [target for _, target in found.targets]

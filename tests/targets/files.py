"""What the tests of targets files share: rows that are good but for what is said, and what a refusal told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from core.catalogue import Catalogue, Category, Direction, Participant, default_catalogue
from core.cli.files import content_of
from core.cli.targets import MOST_SHOWN_FAULTS, faulty
from core.errors import NyckeltalError
from core.tabular.faults import Fault
from core.targets.models import COLUMNS, Target
from core.targets.reading import read_target_file
from core.targets.references import References

WriteFile = Callable[..., Path]

GOOD = {"municipality": "0126", "kpi": "N15001", "year": "2026", "kind": "at_least", "value": "90"}
NAMES = {"0126": "Huddinge", "0180": "Stockholm"}


def cut_catalogue() -> Catalogue:
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

"""Whatever stands in a file, the answer is targets or faults; what is exported comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue import Catalogue
from core.signals import TargetKind
from core.state import open_state
from core.tabular.limits import LARGEST_NUMBER
from core.targets.cells import guarded, unguarded
from core.targets.export import write_targets
from core.targets.models import COLUMNS, KIND_RULES, Target
from core.targets.reading import read_target_file
from core.targets.references import References
from core.targets.store import held_targets, replace_targets
from tests.targets.files import GOOD, NAMES, targets_in

LIKELY = st.sampled_from(
    ["", "0126", "N15001", "K", "2026", "within", "rank", "1,5", "-1", "lan", "ja", "https://a.se", '"', "=1"]
)
CELL = LIKELY | st.text(max_size=30)


def targets_or_faults(file: Path, catalogue: Catalogue) -> None:
    found = read_target_file(file.read_bytes(), References.of(catalogue, NAMES))
    assert found.faults or found.targets


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=len(COLUMNS) + 1), min_size=1, max_size=4))
def test_any_text_in_any_cell_gives_targets_or_faults(
    rows: list[list[str]], catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([list(COLUMNS), *rows])
    file = tmp_path_factory.getbasetemp() / "cells.csv"
    file.write_text(text.getvalue(), encoding="utf-8", errors="replace", newline="")
    targets_or_faults(file, catalogue)


@settings(max_examples=300, deadline=None)
@given(cells=st.dictionaries(st.sampled_from(COLUMNS), CELL, max_size=3))
def test_any_text_in_a_few_cells_of_a_good_row_gives_targets_or_faults(
    cells: dict[str, str], catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([COLUMNS, [(GOOD | cells).get(name, "") for name in COLUMNS]])
    file = tmp_path_factory.getbasetemp() / "few.csv"
    file.write_text(text.getvalue(), encoding="utf-8", errors="replace", newline="")
    targets_or_faults(file, catalogue)


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_targets_or_faults(
    content: bytes, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.csv"
    for start in ("", ";".join(COLUMNS) + "\n"):
        file.write_bytes(start.encode() + content)
        targets_or_faults(file, catalogue)


@given(text=st.text(alphabet="'=+-@a ", max_size=5))
def test_guarding_loses_nothing(text: str) -> None:
    assert unguarded(guarded(text)) == text


NUMBER = st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)
LINE = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)


@st.composite
def any_target(draw: st.DrawFn) -> Target:
    kind = draw(st.sampled_from(TargetKind))
    low, high = sorted([draw(NUMBER), draw(NUMBER)])
    cells: dict[str, Any] = {
        "value": low,
        "value2": high,
        "base_year": draw(st.integers(1990, 2025)),
        "group": draw(st.sampled_from(["riket", "sodertorn", "G33612"])),
        "rank": draw(st.integers(1, 290)),
        "tolerance": draw(st.none() | st.floats(1e-9, 1e9)),
    }
    rule = KIND_RULES[kind]
    return Target(
        municipality=draw(st.sampled_from(["0126", "0127"])),
        kpi=draw(st.sampled_from(["N15001", "N15002", "U15005"])),
        gender=draw(st.sampled_from([None, "T", "K", "M"])),
        year=draw(st.integers(2026, 2030)),
        kind=kind,
        **{name: cell for name, cell in cells.items() if name in rule.needs | rule.may_have},
        is_final=draw(st.booleans()),
        decided_by=draw(LINE),
        decision=draw(LINE),
        link=draw(st.sampled_from(["", "https://example.se/a?b=c;d"])),
    )


@settings(max_examples=50, deadline=None)
@given(targets=st.lists(any_target(), min_size=1, unique_by=lambda target: target.key))
def test_any_targets_that_are_exported_are_the_same_when_read_in(
    targets: list[Target], catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with open_state(f"sqlite:///{folder / 'state.sqlite'}") as state:
        replace_targets(state.engine, targets, by="Anna")
        write_targets(held_targets(state.engine), folder / "ut.csv")
    found = targets_in(folder / "ut.csv", References.of(catalogue, None))
    assert {target.key: target for target in found} == {target.key: target for target in targets}

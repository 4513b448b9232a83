"""Every file of the corpus gives what it should, and nothing else."""

from __future__ import annotations

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.cells import letter
from core.tabular.faults import Fault, SkipReason
from tests.features.own_indicators.reading.corpus.case import Case
from tests.features.own_indicators.reading.corpus.everything import CORPUS
from tests.features.own_indicators.shared import context, told

# The header and what stands above it are left out of every table.
_ABOVE = {SkipReason.HEADING, SkipReason.TITLE}


def test_there_are_enough_files() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("case", CORPUS.values(), ids=CORPUS.keys())
def test_a_file_gives_what_it_should(case: Case) -> None:
    upload = read_upload(case.content, "fil.csv", context(**case.context))
    assert told(upload) == case.entries
    assert sorted(filter(None, map(place_of, upload.faults))) == case.places
    assert bool(upload.faults) == bool(case.faults or case.says)
    assert not case.says or any(case.says in str(fault) for fault in upload.faults)
    assert sorted(caution.kind for caution in upload.warnings) == sorted(case.cautions)
    assert not case.notes or case.notes in [note.what for note in upload.notes]
    assert skipped(upload) == dict(case.skipped)
    for name, value in case.understood.items():
        assert getattr(upload.understood, name) == value


@pytest.mark.parametrize("case", CORPUS.values(), ids=CORPUS.keys())
def test_a_fault_says_what_to_do(case: Case) -> None:
    for fault in read_upload(case.content, "fil.csv", context(**case.context)).faults:
        assert fault.what.endswith((".", "?"))
        assert fault.advice.endswith((".", "?"))
        assert len(fault.given) <= 61
        assert fault.given.isprintable()


def place_of(fault: Fault) -> str:
    """Row and column letter: "3C"; the row alone, or '' for the file."""
    column = fault.column.split(" ")[0]
    assert not column or any(column == letter(place) for place in range(200))
    return f"{fault.row or ''}{column}"


def skipped(upload: Upload) -> dict[int, SkipReason]:
    return {one.row: one.reason for one in upload.skipped if one.reason not in _ABOVE}

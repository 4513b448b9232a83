"""Files that LibreOffice 7.4 has saved, in Swedish: made of the convenors' kinds of tables, kept as they came."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from tests.features.own_indicators.shared import context, told

FILES = Path(__file__).parent / "corpus" / "libreoffice"

BY_GENDER = {"0126 2024 K 81.5 n=120", "0126 2024 M 79 n=131", "0127 2024 K Privacy", "0127 2024 M 75.5 n=88"}
PER_CENT = {"0126 2023 81.5", "0126 2024 82", "0138 2023 79", "0138 2024 80.5"}
WIDE = {
    *("0126 2022 80.5", "0126 2023 81", "0126 2024 81.5"),
    *("0127 2022 79.2", "0127 2023 Privacy", "0127 2024 80.1"),
    *("0128 2022 1234.5", "0128 2023 90", "0128 2024 Missing"),
}


def read(name: str) -> Upload:
    return read_upload((FILES / name).read_bytes(), name, context())


@pytest.mark.parametrize(
    ("name", "entries"),
    [("long.xlsx", BY_GENDER), ("percent.xlsx", PER_CENT), ("wide.xlsx", WIDE), ("wide.csv", WIDE), ("wide.ods", WIDE)],
)
def test_every_value_is_read(name: str, entries: set[str]) -> None:
    assert told(read(name)) == entries


@pytest.mark.parametrize("name", ["wide.xlsx", "wide.csv", "wide.ods"])
def test_the_one_fault_is_found_in_its_cell(name: str) -> None:
    [fault] = read(name).faults
    assert (fault.row, fault.column, fault.given.replace("\N{NO-BREAK SPACE}", " ")) == (6, "B 2022", "1 234,5")


def test_an_older_workbook_is_refused_with_advice() -> None:
    upload = read("wide.xls")
    [fault] = upload.faults
    assert "äldre format" in fault.what
    assert fault.advice.startswith("Spara om filen som xlsx eller csv")
    assert not upload.rows

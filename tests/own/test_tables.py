"""Files are held to their limits before they cost anything."""

from __future__ import annotations

import tracemalloc

import pytest

from core.own import limits, read_upload
from core.own.cells import letter
from tests.own.corpus.case import LONG, LONG_TOLD, text
from tests.own.shared import context, told
from tests.own.workbooks import parts_of, workbook, zipped


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = zipped(parts_of(workbook([["Kommun", 2024]])) | {"xl/worksheets/sheet2.xml": bytes(30_000_000)})
    tracemalloc.start()
    upload = read_upload(bomb, "b.xlsx", context())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "orimligt stor" in upload.faults[0].what
    assert peak < 5_000_000


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    content = bytearray(zipped(parts_of(workbook([["Kommun", 2024]])) | {"xl/worksheets/sheet1.xml": bytes(1_000_000)}))
    directory = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert content[directory : directory + 4] == b"PK\x01\x02"
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    tracemalloc.start()
    upload = read_upload(bytes(content), "b.xlsx", context())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "skadad" in upload.faults[0].what
    assert peak < 1_000_000


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.own.xlsx_table.MOST_CELLS", 50)
    upload = read_upload(workbook([["Kommun", 2024], *[["Huddinge", 1]] * 50]), "b.xlsx", context())
    assert "för stort" in upload.faults[0].what


def test_100_000_rows_under_the_header_are_allowed() -> None:
    rows = "Kommun;År;Värde\n" + "Huddinge;2024;1\n" * limits.MOST_ROWS
    upload = read_upload(rows.encode(), "b.csv", context())
    assert upload.faults == ()
    assert told(upload) == {"0126 2024 1"}
    assert len(upload.skipped) == limits.MOST_ROWS


def test_the_files_name_says_nothing_about_what_it_is() -> None:
    assert told(read_upload(text(*LONG), "tabell.xlsx", context())) == {*LONG_TOLD.split("; ")}
    assert told(read_upload(workbook([["Kommun", 2024], ["Salem", 1]]), "x.csv", context())) == {"0128 2024 1"}


def test_a_name_of_any_length_is_shown_on_one_line() -> None:
    upload = read_upload(b"", "a\nb" + "x" * 500 + ".csv", context())
    assert upload.filename.startswith("a bxxx")
    assert len(upload.filename) <= limits.LONGEST_GIVEN + 1


@pytest.mark.parametrize(
    ("place", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (199, "GR"), (702, "AAA")]
)
def test_columns_have_excels_letters(place: int, expected: str) -> None:
    assert letter(place) == expected

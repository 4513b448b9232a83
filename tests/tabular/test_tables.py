"""Files are held to their limits before they cost anything."""

from __future__ import annotations

import secrets
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core.features.own_indicators.reading.reading import read_upload
from core.tabular import limits
from core.tabular.cells import RawRow, RawTable, letter
from core.tabular.csv_table import read_text
from core.tabular.faults import UnusableError
from core.tabular.tables import kept_table
from tests.features.own_indicators.reading.corpus.case import LONG, LONG_TOLD, text
from tests.features.own_indicators.shared import context, told
from tests.features.own_indicators.workbooks import parts_of, raw_workbook, workbook, zipped

CONTEXT = context()


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
    monkeypatch.setattr("core.tabular.xlsx_parts.MOST_CELLS", 50)
    upload = read_upload(workbook([["Kommun", 2024], *[["Huddinge", 1]] * 50]), "b.xlsx", context())
    assert "för stort" in upload.faults[0].what


def stuffed(part: str, end: str, content: str) -> bytes:
    """A workbook with CONTENT before END of PART, and ballast so that nothing can be told from how small it packs."""
    parts = parts_of(workbook([["Kommun", 2024], ["Huddinge", 5]]))
    before = bytes(parts[part]).decode()  # type: ignore[arg-type]
    assert end in before
    ballast = secrets.token_bytes(len(content) // 100)
    return zipped(parts | {part: before.replace(end, content + end), "xl/media/picture.bin": ballast})


SHEET, ENDED = "xl/worksheets/sheet1.xml", "</sheetData>"
CELL = "<c><v>1</v></c>"
BOMBS = {
    "a-row-of-nothing": (SHEET, ENDED, '<row r="3">' + "<c/>" * 1_000_000 + "</row>"),
    "a-row-of-values": (SHEET, ENDED, '<row r="3">' + CELL * 200_000 + "</row>"),
    "what-no-sheet-has": (SHEET, "</worksheet>", "<x>" + "<a/>" * 2_000_000 + "</x>"),
    "one-in-another": (SHEET, ENDED, "<a>" * 200_000 + "</a>" * 200_000),
    "an-attribute": (SHEET, ENDED, f'<row r="{"1" * 3_000_000}"/>'),
    "a-comment": (SHEET, ENDED, f"<!--{'1' * 3_000_000}-->"),
    "a-text": (SHEET, ENDED, f'<row r="3"><c t="str"><v>{"1" * 3_000_000}</v></c></row>'),
    "a-document-type": (SHEET, "<worksheet", f"<!--{'1' * 3_000}--><!DOCTYPE x [<!ENTITY a 'aa'>]>"),
    "names": ("xl/workbook.xml", "</sheets>", '<sheet name="a" sheetId="1"/>' * 100_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_grows_in_the_reader_is_refused_before_it_has_grown(name: str) -> None:
    part, end, content = BOMBS[name]
    bomb = stuffed(part, end, content)
    del content
    tracemalloc.start()
    upload = read_upload(bomb, "b.xlsx", context())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    [fault] = upload.faults
    assert "orimligt stor" in fault.what or "skadad" in fault.what
    assert peak < 15_000_000


def test_one_long_text_that_all_cells_show_is_kept_once() -> None:
    parts = parts_of(raw_workbook("", strings=["Kommun", "2024", "lång " * 10_000]))
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    rows += '<row><c t="s"><v>2</v></c><c t="s"><v>2</v></c></row>' * 2_000
    sheet = bytes(parts[SHEET]).decode().replace("<sheetData>", f"<sheetData>{rows}")  # type: ignore[arg-type]
    tracemalloc.start()
    read_upload(zipped(parts | {SHEET: sheet, "xl/media/picture.bin": secrets.token_bytes(20_000)}), "b", CONTEXT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_what_a_reading_of_a_japanese_word_says_is_no_part_of_the_text() -> None:
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>5</v></c></row>'
    content = raw_workbook(rows, strings=["Kommun", "2024", "Hud</t><phonetic/><t>dinge"])
    parts = parts_of(content)
    strings = bytes(parts["xl/sharedStrings.xml"]).decode()  # type: ignore[arg-type]
    strings = strings.replace("<phonetic/>", '<rPh sb="0" eb="1"><t>HADDO</t></rPh>')
    assert told(read_upload(zipped(parts | {"xl/sharedStrings.xml": strings}), "a", CONTEXT)) == {"0126 2024 5"}


@pytest.mark.parametrize("make", [workbook, lambda rows: text(*(";".join(map(str, row)) for row in rows))])
def test_a_file_with_more_values_than_a_version_may_hold_is_not_looked_at(
    make: Callable[[list[list[object]]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.features.own_indicators.reading.reading.MOST_VALUES", 3)
    rows: list[list[object]] = [["Kommun", 2023, 2024], ["Huddinge", 1, 2], ["Salem", 1, "x"]]
    upload = read_upload(make(rows), "b", context())
    assert ["fler än" in fault.what for fault in upload.faults] == [True]
    monkeypatch.setattr("core.features.own_indicators.reading.reading.MOST_VALUES", 4)
    assert read_upload(make(rows), "b", context()).faults == ()


def test_a_text_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.tabular.cells.MOST_CELLS", 50)
    upload = read_upload(text("Kommun;2024", *["Huddinge;1"] * 25), "b.csv", context())
    assert ("mer än 50 celler" in upload.faults[0].what, upload.faults[0].row) == (True, 26)


def has_table(rows: Sequence[RawRow]) -> bool:
    return bool(rows)


def test_a_table_that_is_asked_for_at_every_draw_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    content, read = text("Kommun;2024", "Huddinge;271828"), []

    def counted(*args: Any) -> RawTable:
        read.append(args)
        return read_text(content)

    monkeypatch.setattr("core.tabular.tables.read_text", counted)
    tables = [kept_table(content, has_table) for _ in range(3)]
    assert (len(read), tables[0].rows[1].cells, tables[2] is tables[0]) == (1, ("Huddinge", "271828"), True)


def test_a_file_that_cannot_be_read_is_refused_again_without_being_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = stuffed(*BOMBS["names"])
    with pytest.raises(UnusableError) as first:
        kept_table(content, has_table)
    monkeypatch.setattr("core.tabular.tables.read_workbook", None)
    with pytest.raises(UnusableError) as again:
        kept_table(content, has_table)
    assert (again.value.what, again.value.advice) == (first.value.what, first.value.advice)


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

"""Whatever the bytes are there is an answer, and every row of the file is in it.

NYCKELTAL_FUZZ_EXAMPLES sets how many files each test makes (10000 before a release).
"""

from __future__ import annotations

import csv
import io
import math
import os
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.reading.sheets import together
from core.tabular.cells import clean, letter
from core.tabular.headings import find_header
from core.tabular.limits import FIRST_YEAR
from core.tabular.municipalities import Places
from core.tabular.numbers import SUPPRESSED
from core.tabular.tables import read_table
from core.tabular.years_and_genders import periods_of
from tests.features.own_indicators.reading.corpus.everything import CORPUS
from tests.features.own_indicators.reading.test_trials import TRIALS
from tests.features.own_indicators.shared import NAMES, context, key
from tests.features.own_indicators.workbooks import workbook
from tests.tabular import test_ods as sheets

EXAMPLES = int(os.environ.get("NYCKELTAL_FUZZ_EXAMPLES") or 150)
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
PERIODS = {""} | {period for kind in "TQM" for period in periods_of(kind)}
CONTEXT = context(earlier={key("0126", 2022): 50.0, key("0136", 2022): 60.0, key("0136", 2023): None})
STARTS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"sep=;\n", b"Kommun;2024\n", b'"']
)
# Files that are quick to read; the largest would only make the same thing slower.
SMALL = [case.content for case in CORPUS.values() if len(case.content) < 50_000]
ODS_HEAD = sheets.row(*map(sheets.word, ("Kommun", "År", "Värde")))
ODS_ROW = sheets.row(sheets.word("Huddinge"), sheets.figure(2024), sheets.figure(12.5))
SMALL.append(sheets.ods(sheets.sheet(ODS_HEAD, ODS_ROW)))
SMALL += [file.read_bytes() for file in sorted(TRIALS.glob("*")) if file.suffix in (".csv", ".xlsx")]

NUMBER = st.sampled_from(
    ["12,5", "12.5", "1.234", "1 234,5", "95 %", "0", "-3", "1e3", "..", "-", ".", "", "", " ", "'5"]
)
MESS = st.sampled_from(
    ["x1", "#DIV/0!", "=1+1", "12-maj", "2024-05-12", "\u00a0", "\u200b7", "9" * 30, '"', "a\nb", "a;b", "nan"]
)
VALUE = NUMBER | MESS | st.text(max_size=6)
PLACE = st.sampled_from(
    [*NAMES.values(), *NAMES, "126", "HUDDINGE ", "Salem kommun", "0126 Huddinge", "", "Hudinge", "Medel", "Källa: x"]
)
YEAR = st.sampled_from(
    ["2023", "2024", "2025", "2024.0", "2024-12-31", "", "1850", "x", "2024 T1", "T1", "mars 2024", "2024/25"]
)
GENDER = st.sampled_from(["K", "M", "T", "", "kvinnor", "pojkar", "?"])
PERSONS = st.sampled_from(["", "3", "4", "5", "1.234", "40", "x", "-1"])
LONG_CELLS = {
    "Kommun": PLACE,
    "År": YEAR,
    "Period": YEAR,
    "Kön": GENDER,
    "Värde": VALUE,
    "Antal": PERSONS,
    "Anm": VALUE,
}


@dataclass(frozen=True)
class Grid:
    """A table as rows of cells; VALUES are the places of the columns with values, HEADER the place of the header."""

    rows: list[list[Any]]
    header: int
    values: tuple[int, ...]


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A table with a good header, and whatever people write around and under it."""
    above = draw(st.lists(st.sampled_from([[], ["Titel"], ["", "2024", "Kommun Ett"]]), max_size=3))
    if draw(st.booleans()):
        names = draw(st.permutations(["Kommun", "År", "Värde"]))
        names = [*names, *draw(st.lists(st.sampled_from(["Period", "Kön", "Antal", "Anm"]), unique=True, max_size=4))]
        cells = [LONG_CELLS[name] for name in names]
        values: tuple[int, ...] = (names.index("Värde"),)
    else:
        names = [
            "Kommun",
            *draw(st.sampled_from([["2023", "2024"], ["2024 T1", "2024 T2"], ["2024 K", "2024 M", "2024"]])),
        ]
        cells = [PLACE, *[VALUE] * (len(names) - 1)]
        values = tuple(range(1, len(names)))
    row: st.SearchStrategy[list[str]] = (
        st.tuples(*cells).map(list) | st.just([]) | st.just([""] * len(names)) | st.just(["* fotnot; 5"])
    )
    below = draw(st.lists(row, max_size=8))
    return Grid([*above, names, *below], len(above), values)


@FUZZ
@given(
    start=STARTS,
    content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_any_bytes_have_an_answer(start: bytes, content: bytes) -> None:
    nothing_is_lost(start + content, read_upload(start + content, "fil", CONTEXT))


@FUZZ
@given(data=st.data(), content=st.sampled_from(SMALL))
def test_good_files_that_are_damaged_have_an_answer(data: st.DataObject, content: bytes) -> None:
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(broken)))
        length = data.draw(st.integers(0, 12))
        new = data.draw(
            st.binary(max_size=12) | st.just(bytes(broken[place : place + 40])) | st.sampled_from([b'"', b";", b"\n"])
        )
        broken[place : place + length] = new
    nothing_is_lost(bytes(broken), read_upload(bytes(broken), "fil", CONTEXT))


@FUZZ
@given(grid=grids(), data=st.data())
def test_every_row_of_a_messy_text_is_stored_or_reported(grid: Grid, data: st.DataObject) -> None:
    delimiter = data.draw(st.sampled_from([";", ",", "\t", "|"]))
    line_end = data.draw(st.sampled_from(["\r\n", "\n"]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    stream = io.StringIO(newline="")
    # The writer does not quote a lone carriage return, which would be the end of the row.
    rows = [[cell.replace("\r", " ") for cell in row] for row in grid.rows]
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    content = stream.getvalue().encode(encoding, "replace")
    every_row_is_there(grid, read_upload(content, "fil.csv", CONTEXT))


@FUZZ
@given(grid=grids(), data=st.data())
def test_every_row_of_a_messy_workbook_is_stored_or_reported(grid: Grid, data: st.DataObject) -> None:
    typed = data.draw(st.booleans())
    rows = [[_typed(cell) if typed else _storable(cell) for cell in row] for row in grid.rows]
    content = workbook(rows, change=_as_text)
    every_row_is_there(Grid(rows, grid.header, grid.values), read_upload(content, "fil.xlsx", CONTEXT))


def nothing_is_lost(content: bytes, upload: Upload) -> None:
    """The rows that the file has, as its table says, are in UPLOAD."""
    is_well_formed(upload)
    if upload.understood is None:
        assert upload.faults
        assert not upload.rows
        return
    places = Places(NAMES)
    table = read_table(content, lambda rows: find_header(rows, places) is not None)
    if as_one := together(table, places):
        table, _ = as_one
    assert table.sheet == upload.understood.sheet
    assert {row.number for row in table.rows} <= reported(upload)


def every_row_is_there(grid: Grid, upload: Upload) -> None:
    """Every row and value of GRID is in UPLOAD."""
    is_well_formed(upload)
    filled = {number: row for number, row in enumerate(grid.rows, start=1) if any(_is_filled(cell) for cell in row)}
    found = reported(upload)
    unreadable = min((fault.row for fault in upload.faults if not fault.column), default=len(grid.rows) + 1)
    # What is no table at all (a strange sign in the text) is refused whole, on row 0.
    assert {number for number in filled if number < unreadable} <= found
    if not upload.understood or upload.understood.header_row != grid.header + 1 or 0 < unreadable <= len(grid.rows):
        return
    left_out = {one.row for one in upload.skipped} | {fault.row for fault in upload.faults}
    repeats = [note.row for note in upload.notes if "står redan" in note.what]
    for number in filled.keys() - left_out:
        row = filled[number]
        values = {letter(place) for place in grid.values if place < len(row) and _is_filled(row[place])}
        entries = [one for one in upload.rows if one.row == number]
        stored = [one for one in entries if one.column.split()[0] in values]
        assert len(stored) + repeats.count(number) == len(values)
        # Nothing is made of an empty cell but secrecy, where few stand behind.
        assert all(one.status == SUPPRESSED for one in entries if one not in stored)


def is_well_formed(upload: Upload) -> None:
    """What every upload promises, whatever stood in the file."""
    last = CONTEXT.this_year + 1
    assert len({one.key for one in upload.rows}) == len(upload.rows)
    for one in upload.rows:
        assert one.municipality in NAMES
        assert FIRST_YEAR <= one.year <= last
        assert one.period in PERIODS
        assert one.gender in {"T", "K", "M"}
        assert (one.value is None) == bool(one.status)
        assert one.value is None or math.isfinite(one.value)
        assert one.persons is None or one.persons >= CONTEXT.least_persons
    for fault in upload.faults:
        assert fault.what
        assert fault.advice
        assert fault.given.isprintable()
    assert [fault.row for fault in upload.faults] == sorted(fault.row for fault in upload.faults)


def reported(upload: Upload) -> set[int]:
    rows = {one.row for one in upload.rows} | {one.row for one in upload.skipped}
    return rows | {fault.row for fault in upload.faults}


def _is_filled(cell: Any) -> bool:
    return cell is not None and bool(clean(str(cell)))


def _typed(cell: str) -> Any:
    """CELL as Excel would store it when typed in: a number where it is one."""
    try:
        return float(cell.replace(",", ".")) if math.isfinite(float(cell.replace(",", "."))) else cell
    except ValueError:
        return _storable(cell)


def _storable(cell: str) -> str | None:
    """CELL without the signs that no workbook can hold."""
    return "".join(sign for sign in cell if sign.isprintable() or sign == "\n") or None


def _as_text(book: Any) -> None:
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"

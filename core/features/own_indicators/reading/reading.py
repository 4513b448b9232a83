"""A convenor's file, from bytes to entries and everything there is to say about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.features.own_indicators.models import Context, Entry, Form, Understood, Upload
from core.features.own_indicators.reading.checking import (
    file_cautions,
    missing_note,
    period_faults,
    range_faults,
    without_repeats,
)
from core.features.own_indicators.reading.jumps import jump_cautions
from core.features.own_indicators.reading.layout import Layout, settle
from core.features.own_indicators.reading.secrecy import hide_small, secrecy_cautions
from core.features.own_indicators.reading.shape import hidden_cautions, shape_of
from core.features.own_indicators.reading.sheets import together
from core.features.own_indicators.reading.table_rows import RowsRead, read_rows
from core.tabular.cells import RawRow, RawTable, shown
from core.tabular.csv_table import NAMES
from core.tabular.faults import Caution, CautionKind, Fault, Note, Skipped, SkipReason, UnusableError, cut
from core.tabular.headings import Header, Role, find_header, next_header
from core.tabular.limits import MOST_ROWS_ABOVE_HEADER, MOST_VALUES
from core.tabular.municipalities import Places
from core.tabular.numbers import STATUS_SIGN, Decimals, DecimalSign, both_readings, decimals_of
from core.tabular.progress import part
from core.tabular.tables import read_table
from core.tabular.units import unit_range
from core.tabular.years_and_genders import not_one_year, said
from core.words.formats import counted, number
from core.words.labels import status_word

_NO_HEADER = Fault(
    row=0,
    column="",
    given="",
    what="Ingen rad med rubriker hittades.",
    advice="Utgå från mallen: en rad med rubrikerna Kommun, År och Värde, eller Kommun och ett år i varje kolumn.",
)
_TOO_MANY = Fault(
    row=0,
    column="",
    given="",
    what=f"Filen har fler än {number(MOST_VALUES)} värden.",
    advice="Dela upp nyckeltalet i flera, eller ta bort de äldsta åren.",
)

# How far the reading of a large file has come when its cells are read, and its rows; the checks are what is left.
_TABLE_READ, _ROWS_READ = 0.5, 0.8
_SEVERAL = re.compile(r"[^,;]+[;,][^,;]+[;,].")
_SPLIT_ADVICE = "Allt på en rad ligger i en enda cell. Dela upp det i kolumner med Data, Text till kolumner i Excel."


def read_upload(content: bytes, filename: str, context: Context) -> Upload:
    """What CONTENT says, read as far as it can be; never raises, whatever the bytes are.

    FILENAME is the uploader's own and only shown. All faults are found at once; what the upload promises about them
    stands in ``Upload``.
    """
    name = cut(filename)
    places = Places(context.municipalities)
    try:
        with part(0, _TABLE_READ):
            table = read_table(content, lambda rows: find_header(rows, places) is not None, sheet=context.sheet)
    except UnusableError as error:
        return Upload(name, None, faults=(Fault(error.row, "", "", error.what, error.advice),))
    header = find_header(table.rows, places)
    if header is None:
        return _without_header(name, table, places)
    table, header = together(table, places) or (table, header)
    if two := _two_headers(table, header):
        skipped = tuple(Skipped(raw.number, SkipReason.UNREAD, cut(raw.start)) for raw in table.rows)
        return Upload(name, None, faults=(two, *table.faults), warnings=table.cautions, skipped=skipped)
    second = next_header(table.rows, header)
    below = table.rows[header.last + 1 : second]
    row = table.rows[header.last].number
    last_year, chosen = context.this_year + 1, context.value_column
    layout = settle(header.columns, row, below, unit=context.unit, last_year=last_year, chosen=chosen)
    if sum(raw[column.place] != "" for raw in below for column in layout.of(Role.VALUE)) > MOST_VALUES:
        return Upload(name, None, faults=(_TOO_MANY,))
    decimals = decimals_of(raw[column.place] for raw in below for column in layout.of(Role.VALUE))
    understood = _understood(table, layout, decimals, context)
    shape = shape_of(table, header, second, layout=layout, places=places, unit=context.unit)
    start = Upload(
        filename=name,
        understood=understood,
        faults=(*table.faults, *shape.faults, *layout.faults, *layout.column_faults),
        warnings=(*table.cautions, *shape.cautions, *layout.cautions),
        notes=tuple(layout.notes),
        skipped=(*_above(table.rows, header), *shape.skipped),
    )
    if layout.faults:
        return _with(start, skipped=[Skipped(raw.number, SkipReason.UNREAD, cut(raw.start)) for raw in below])
    with part(_TABLE_READ, _ROWS_READ):
        read = read_rows(below, layout, places, decimals.sign, context)
    return _checked(start, read, decimals, context, hidden_cautions(table, layout, read.entries))


def _without_header(name: str, table: RawTable, places: Places) -> Upload:
    skipped = tuple(Skipped(raw.number, SkipReason.UNREAD, cut(raw.start)) for raw in table.rows)
    together = table.rows and all(len(raw.cells) == 1 and _SEVERAL.search(raw.start) for raw in table.rows)
    fault = replace(_NO_HEADER, advice=_SPLIT_ADVICE) if together else _why_no_header(table.rows, places)
    return Upload(name, None, faults=(fault, *table.faults), warnings=table.cautions, skipped=skipped)


def _why_no_header(rows: Sequence[RawRow], places: Places) -> Fault:
    """The fault of a table whose header was not found: what stands in the row that looks most like one."""
    for row in rows[:MOST_ROWS_ABOVE_HEADER]:
        texts = [cell for cell in row.cells[1:] if isinstance(cell, str) and cell]
        if len([text for text in texts if places.knows(text)]) > 1:
            advice = "Markera tabellen i Excel, kopiera, och klistra in med Klistra in special, Transponera."
            return Fault(row.number, "", cut(row.start), "Kommunerna står i kolumner, inte på rader.", advice)
        if why := next(filter(None, (not_one_year(text) for text in texts if not said(text))), None):
            return Fault(row.number, "", cut(row.start), *why)
    return _NO_HEADER


def _two_headers(table: RawTable, header: Header) -> Fault | None:
    """A fault where years stand under headings that say what they are years of: only one row of them is read."""
    row = table.rows[header.last + 1] if header.last + 1 < len(table.rows) else None
    if row is None or row[0] != "" or any(column.year for column in header.columns):
        return None
    years = [said(shown(cell)) for cell in row.cells if cell != ""]
    if len(years) < 2 or not all(one and one.year for one in years):
        return None
    advice = "Skriv allt i en rad: Värde 2023, Värde 2024, Antal 2023, Antal 2024."
    return Fault(
        row.number, "", cut(shown(row.cells[-1])), "Tabellen har två rubrikrader, som inte går att para ihop.", advice
    )


def _checked(
    start: Upload, read: RowsRead, decimals: Decimals, context: Context, hidden_in_file: Sequence[Caution]
) -> Upload:
    """START with what the rows gave, and everything that the checks say of it."""
    kept, doubled, repeats, repeated = without_repeats(read.entries, context)
    faults = [*read.faults, *_told_apart(start, doubled), *period_faults(kept), *range_faults(kept, context)]
    hidden, small = hide_small(kept, context)
    start = replace(start, least_persons=context.least_persons)
    cautions = [
        *hidden_in_file,
        *read.cautions.values(),
        *_number_cautions(decimals, context),
        *file_cautions(kept, context),
        *jump_cautions(kept, context),
        *secrecy_cautions(hidden, read.without_persons, context),
    ]
    notes = [
        *_no_values(read, faults),
        *missing_note(kept, context),
        *_status_notes(kept),
        *_untested_note(start, kept),
        *read.notes.values(),
        *repeats,
        *small,
    ]
    return _with(
        start,
        rows=hidden,
        faults=faults,
        cautions=cautions,
        notes=notes,
        skipped=[*read.skipped, *repeated],
    )


def _told_apart(start: Upload, doubled: Sequence[Fault]) -> list[Fault]:
    """DOUBLED, with the column that tells such rows apart, where START has one."""
    unread = {one.label for one in start.understood.columns if one.role is Role.OTHER} if start.understood else set()
    apart = next((one.column for one in start.warnings if one.kind is CautionKind.APART and one.column in unread), "")
    advice = f"Kolumn {apart} kan skilja dem åt: behåll bara den rad som gäller hela kommunen."
    return [replace(fault, advice=advice) for fault in doubled] if apart else list(doubled)


def _with(
    start: Upload,
    *,
    rows: Sequence[Entry] = (),
    faults: Sequence[Fault] = (),
    cautions: Sequence[Caution] = (),
    notes: Sequence[Note] = (),
    skipped: Sequence[Skipped] = (),
) -> Upload:
    """START with these added, everything in the file's order."""
    return replace(
        start,
        rows=tuple(rows),
        faults=tuple(sorted((*start.faults, *faults), key=lambda fault: fault.row)),
        warnings=tuple(sorted((*start.warnings, *cautions), key=lambda caution: caution.row)),
        notes=tuple(sorted((*start.notes, *notes), key=lambda note: note.row)),
        skipped=tuple(sorted((*start.skipped, *skipped), key=lambda one: one.row)),
    )


def _understood(table: RawTable, layout: Layout, decimals: Decimals, context: Context) -> Understood:
    is_wide = any(column.says_time or column.gender for column in layout.of(Role.VALUE))
    return Understood(
        kind=table.kind,
        encoding=table.encoding,
        delimiter=NAMES.get(table.delimiter, ""),
        decimal_sign=decimals.sign,
        sheet=table.sheet,
        header_row=layout.row,
        form=Form.WIDE if is_wide else Form.LONG,
        columns=tuple(column for column in layout.columns if column.heading or column.role is not Role.OTHER),
        unit=context.unit,
        sheets=table.sheets if len(table.sheets) > 1 else (),
        value_columns=tuple(layout.choices),
    )


def _above(rows: Sequence[RawRow], header: Header) -> list[Skipped]:
    titles = [Skipped(raw.number, SkipReason.TITLE, cut(raw.start)) for raw in rows[: header.first]]
    headings = rows[header.first : header.last + 1]
    return titles + [Skipped(raw.number, SkipReason.HEADING, cut(raw.start)) for raw in headings]


def _number_cautions(decimals: Decimals, context: Context) -> list[Caution]:
    if not decimals.unsure:
        return []
    with_decimals, whole = both_readings(decimals.unsure)
    most = (context.allowed or unit_range(context.unit))[1]
    if most is not None and int(whole) > most:
        return []
    what = f"”{cut(decimals.unsure)}” kan betyda {with_decimals} eller {whole}. Det läses som {with_decimals}."
    sign = "punkten" if decimals.sign is DecimalSign.POINT else "kommat"
    advice = f"Bekräfta om {sign} är ett decimaltecken. Ta annars bort det ur talen."
    return [Caution(CautionKind.NUMBERS, 0, "", what, advice)]


def _no_values(read: RowsRead, faults: Sequence[Fault]) -> list[Note]:
    """An untouched template has no fault, and nothing to store."""
    return [] if read.entries or faults else [Note(0, "Filen har inga värden. Fyll i minst ett.")]


def _status_notes(entries: Sequence[Entry]) -> list[Note]:
    counts = Counter(entry.status for entry in entries if entry.status)
    return [
        Note(0, f"{counted(count, 'En cell', 'celler')} läses som {status_word(status)} ({STATUS_SIGN[status]}).")
        for status, count in counts.items()
    ]


def _untested_note(start: Upload, entries: Sequence[Entry]) -> list[Note]:
    """Without numbers of persons nothing can be hidden; whoever knows the values must know that."""
    columns = start.understood.columns if start.understood else ()
    if not entries or any(column.role is Role.PERSONS for column in columns):
        return []
    return [Note(0, "Filen har inget antal personer, så små grupper är inte prövade.", matters=True)]

"""Reads targets from a file, the same at the terminal as on the page: all of it, and every fault in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.tabular.cells import RawRow, RawTable, letter, shown
from core.tabular.csv_table import NAMES
from core.tabular.faults import CellError, Fault, UnusableError, rows_named
from core.tabular.limits import MOST_ROWS, MOST_ROWS_ABOVE_HEADER
from core.tabular.municipalities import is_comment, is_summary
from core.tabular.numbers import DecimalSign, decimals_of
from core.tabular.tables import kept_table
from core.targets.columns import HEADINGS, Header, is_header, read_header
from core.targets.models import Target
from core.targets.references import References
from core.targets.rows import MEASURED_COLUMNS, RowReader

WITHDRAWN_WORDS = "målen ligger kvar, och visas igen när det publiceras på nytt."
# What somebody more may have to say of a target: why she may not set it (the column, what, and what to do), or None.
Refusal = Callable[[Target], "tuple[str, str, str] | None"]


@dataclass(frozen=True)
class TargetFile:
    """What a file says. ``targets`` are those without faults, each with its row; ``notes`` are good to know.

    ``columns`` are those that were found, in the file's order and words; ``rows`` counts those under the header that
    are neither comments nor sums. ``encoding`` and ``delimiter`` are in Swedish words, '' for a workbook; ``sheet`` is
    '' for a text.
    """

    columns: tuple[str, ...] = ()
    rows: int = 0
    targets: tuple[tuple[int, Target], ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def read_target_file(
    content: bytes, references: References, refuse: Refusal = lambda _: None, *, most_rows: int = MOST_ROWS
) -> TargetFile:
    """What CONTENT (a text or a workbook) says, with a fault for every row that REFUSE has a word about.

    Columns are those of ``Target``, in any order, by their codes or in Swedish (``columns``); all but
    ``REQUIRED_COLUMNS`` may be left out. Never raises for what is in it: with any fault, nothing may be saved.
    """
    try:
        # The text, or the first sheet with our headings.
        table = kept_table(content, _has_header, str.strip)
    except UnusableError as error:
        return _refused(error.what, error.advice, error.row)
    place = next((i for i, row in enumerate(table.rows[:MOST_ROWS_ABOVE_HEADER]) if _is_header(row)), None)
    if place is None:
        advice = f"Första raden ska vara {';'.join(HEADINGS.values())}."
        return _refused("Filen har inga rubriker som känns igen.", advice, faults=table.faults)
    if len(table.rows) - place - 1 > most_rows:
        return _refused(f"Filen har fler än {most_rows} rader.", "Dela upp den i flera filer.")
    return _read(table, place, references, refuse)


def _refused(what: str, advice: str, row: int = 0, faults: Sequence[Fault] = ()) -> TargetFile:
    return TargetFile(faults=(Fault(row, "", "", what, advice), *faults))


def _read(table: RawTable, place: int, references: References, refuse: Refusal) -> TargetFile:
    """What stands in TABLE, whose header is its row at PLACE."""
    first, below = table.rows[place], table.rows[place + 1 :]
    head, faults = read_header(first.number, _texts(first))
    aside = [row.number for row in below if _is_aside(row, head)]
    rows = [row for row in below if row.number not in aside]
    reader = RowReader(references, wording=head.wording, decimals=_decimals(rows, head))
    targets = () if faults else tuple(_targets(reader, head, rows, refuse))
    faults += [*map(head.called, reader.faults), *table.faults]
    if not rows:
        faults.append(
            Fault(first.number, "", "", "Filen har inga mål.", "Skriv ett mål på varje rad under rubrikerna.")
        )
    left_out = [f"{rows_named(aside).capitalize()} läses inte: källa, kommentar eller summa."] if aside else []
    return TargetFile(
        columns=head.shown,
        rows=len(rows),
        targets=targets,
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        notes=(
            *left_out,
            *_withdrawn(references, targets),
            *(f"{caution.what} {caution.advice}" for caution in table.cautions),
        ),
        encoding=table.encoding,
        delimiter=NAMES.get(table.delimiter, ""),
        sheet=table.sheet,
    )


def _withdrawn(references: References, targets: Sequence[tuple[int, Target]]) -> list[str]:
    """That TARGETS for own indicators that readers do not see are kept, and not shown."""
    named = dict.fromkeys(target.kpi for _, target in targets if target.kpi in references.withdrawn)
    return [f"{references.indicators[kpi].name} ({kpi}) är tillbakadraget: {WITHDRAWN_WORDS}" for kpi in named]


def _targets(reader: RowReader, head: Header, rows: Sequence[RawRow], refuse: Refusal) -> Sequence[tuple[int, Target]]:
    found = []
    for row in rows:
        target = _target(reader, head, row)
        refused = refuse(target) if target else None
        if refused:
            column, *why = refused
            reader.note(row.number, column, shown(row[head.columns.index(column)]), CellError(*why))
        elif target:
            found.append((row.number, target))
    return found


def _target(reader: RowReader, head: Header, row: RawRow) -> Target | None:
    """The target in ROW, or None when READER noted faults."""
    before, texts = len(reader.faults), _texts(row)
    for place, cell in enumerate(texts):
        if cell and (place >= len(head.columns) or not head.columns[place]):
            advice = "Töm cellen, eller sätt text med semikolon inom citattecken."
            reader.note(row.number, letter(place), cell, CellError("Kolumnen har ingen rubrik.", advice))
            break
    target = reader.target(row.number, {name: text for name, text in zip(head.columns, texts, strict=False) if name})
    return target if len(reader.faults) == before else None


def _is_aside(row: RawRow, head: Header) -> bool:
    """Whether ROW is a source, a comment or a sum: it says neither which indicator nor of what kind."""
    said = {name for name, text in zip(head.columns, _texts(row), strict=False) if name and text}
    return not said & {"kpi", "kind"} and (is_summary(row.start) or is_comment(row.start))


def _decimals(rows: Sequence[RawRow], head: Header) -> DecimalSign:
    """The sign that the levels are written with; none where nothing settles it."""
    places = [place for place, column in enumerate(head.columns) if column in MEASURED_COLUMNS]
    found = decimals_of(row[place] for row in rows for place in places)
    return DecimalSign.NONE if found.unsure else found.sign


def _texts(row: RawRow) -> list[str]:
    return [shown(cell).strip() for cell in row.cells]


def _has_header(rows: Sequence[RawRow]) -> bool:
    return any(map(_is_header, rows[:MOST_ROWS_ABOVE_HEADER]))


def _is_header(row: RawRow) -> bool:
    return is_header(_texts(row))

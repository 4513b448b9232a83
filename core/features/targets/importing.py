"""Reads targets from a file, the same at the terminal as on the page: all of it, or a list of every fault in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.features.targets.cells import References
from core.features.targets.faults import TargetFault, TargetFileError
from core.features.targets.file_words import HEADINGS
from core.features.targets.header import Header, is_header, read_header
from core.features.targets.models import Target
from core.features.targets.rows import MEASURED_COLUMNS, RowReader
from core.tabular.cells import RawRow, RawTable, shown
from core.tabular.faults import UnusableError, rows_named
from core.tabular.limits import MOST_ROWS_ABOVE_HEADER
from core.tabular.municipalities import is_comment, is_summary
from core.tabular.numbers import DecimalSign, decimals_of
from core.tabular.tables import kept_table

__all__ = ["TargetFault", "TargetFileError", "TargetsRead", "read_target_table", "read_targets", "target_table"]

WITHDRAWN_WORDS = "målen ligger kvar, och visas igen när det publiceras på nytt."
# What somebody more may have to say of a target: why she may not set it (the column and what to do), or None.
Refusal = Callable[[Target], "tuple[str, str] | None"]


@dataclass(frozen=True)
class TargetsRead:
    """What a table says. ``targets`` are those without faults, each with its row; ``notes`` are good to know.

    ``columns`` are those that were found, in the file's order and words; ``rows`` counts those under the header that
    are neither comments nor sums.
    """

    columns: tuple[str, ...] = ()
    rows: int = 0
    targets: tuple[tuple[int, Target], ...] = ()
    faults: tuple[TargetFault, ...] = ()
    notes: tuple[str, ...] = ()


def read_targets(path: Path, references: References, *, max_bytes: int = 5_000_000) -> TargetsRead:
    """What the file at PATH (CSV or a workbook) says, without faults: its targets in its order, at least one.

    Columns are those of ``Target``, in any order, by their codes or in Swedish (``file_words``); all
    but ``REQUIRED_COLUMNS`` may be left out.
    Raises TargetFileError with all faults at once; nothing is read in part.
    """
    try:
        table = target_table(_content(path, max_bytes))
    except UnusableError as error:
        raise TargetFileError(f"Målfilen {path.name} går inte att läsa. {error.what}", error.advice) from error
    found = read_target_table(table, references)
    if found.faults:
        raise TargetFileError.listing(path, found.faults)
    return found


def target_table(content: bytes) -> RawTable:
    """The table in CONTENT: the text, or the first sheet with our headings. Raises UnusableError."""
    return kept_table(content, _has_header, str.strip)


def read_target_table(table: RawTable, references: References, refuse: Refusal = lambda _: None) -> TargetsRead:
    """What TABLE says, with a fault for every row that REFUSE has a word about. Never raises for what is in it."""
    place = next((i for i, row in enumerate(table.rows[:MOST_ROWS_ABOVE_HEADER]) if _is_header(row)), None)
    unread = tuple(TargetFault(f.row, f.column, f.given, f"{f.what} {f.advice}") for f in table.faults)
    if place is None:
        advice = f"Filen har inga rubriker som känns igen. Första raden ska vara {';'.join(HEADINGS.values())}."
        return TargetsRead(faults=(TargetFault(0, "", "", advice), *unread))
    faults: list[TargetFault] = []
    first, below = table.rows[place], table.rows[place + 1 :]
    head = read_header(first.number, _texts(first), faults)
    rows = [row for row in below if not _is_aside(row, head)]
    reader = RowReader(references, wording=head.wording, decimals=_decimals(rows, head))
    targets = () if faults else tuple(_targets(reader, head, rows, refuse))
    faults += [*head.called(reader.faults), *unread]
    if not rows:
        faults.append(
            TargetFault(first.number, "", "", "Filen har inga mål. Skriv ett mål på varje rad under rubrikerna.")
        )
    aside = [row.number for row in below if _is_aside(row, head)]
    left_out = [f"{rows_named(aside).capitalize()} läses inte: källa, kommentar eller summa."] if aside else []
    return TargetsRead(
        columns=head.shown,
        rows=len(rows),
        targets=targets,
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        notes=(
            *left_out,
            *_withdrawn(references, targets),
            *(f"{caution.what} {caution.advice}" for caution in table.cautions),
        ),
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
            column, advice = refused
            reader.note(row.number, column, shown(row[head.columns.index(column)]), advice)
        elif target:
            found.append((row.number, target))
    return found


def _target(reader: RowReader, head: Header, row: RawRow) -> Target | None:
    """The target in ROW, or None when READER noted faults."""
    before = len(reader.faults)
    for place, cell in enumerate(_texts(row)):
        if cell and (place >= len(head.columns) or not head.columns[place]):
            advice = "Kolumnen har ingen rubrik. Töm cellen, eller sätt text med semikolon inom citattecken."
            reader.note(row.number, str(place + 1), cell, advice)
            break
    texts = {name: text for name, text in zip(head.columns, _texts(row), strict=False) if name}
    target = reader.target(row.number, texts)
    return target if len(reader.faults) == before else None


def _is_aside(row: RawRow, head: Header) -> bool:
    """Whether ROW is a source, a comment or a sum: it says neither which indicator nor of what kind."""
    said = {name for name, text in zip(head.columns, _texts(row), strict=False) if name and text}
    first = row.start
    return not said & {"kpi", "kind"} and (is_summary(first) or is_comment(first))


def _decimals(rows: Sequence[RawRow], head: Header) -> DecimalSign:
    """The sign that the levels are written with; none where nothing settles it."""
    places = [place for place, column in enumerate(head.columns) if column in MEASURED_COLUMNS]
    found = decimals_of(row[place] for row in rows for place in places)
    return DecimalSign.NONE if found.unsure else found.sign


def _content(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a file that is too large, whatever its size.
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise TargetFileError(f"Målfilen {path} finns inte.", "Kontrollera sökvägen.") from error
    except OSError as error:
        raise TargetFileError(
            f"Målfilen {path} går inte att läsa.", "Kontrollera sökvägen och rättigheterna."
        ) from error
    if len(data) > max_bytes:
        size = f"{max_bytes / 1_000_000:g} MB".replace(".", ",")
        raise TargetFileError(f"Målfilen {path.name} är större än {size}.", "Dela upp den i flera filer.")
    return data


def _texts(row: RawRow) -> list[str]:
    return [shown(cell).strip() for cell in row.cells]


def _has_header(rows: Sequence[RawRow]) -> bool:
    return any(_is_header(row) for row in rows[:MOST_ROWS_ABOVE_HEADER])


def _is_header(row: RawRow) -> bool:
    return is_header(_texts(row))

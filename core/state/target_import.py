"""Reads targets from a CSV file: all of it, or a list of every fault in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core.catalogue import Catalogue
from core.state.target_cells import References
from core.state.target_faults import TargetFault, TargetFileError
from core.state.target_header import Header, is_header, read_header
from core.state.target_rows import RowReader
from core.state.targets import COLUMNS, Target

__all__ = ["TargetFault", "TargetFileError", "read_record", "read_targets"]

_SAVE_AS = "Spara den i Excel som ”CSV UTF-8” och läs in den igen."


def read_targets(
    path: Path, *, catalogue: Catalogue, municipalities: Mapping[str, str] | None, max_bytes: int = 5_000_000
) -> list[Target]:
    """The targets in the CSV file at PATH (semicolon, UTF-8), in its order; at least one.

    Columns are those of ``Target``, in any order, by their codes or in Swedish (``core.state.target_words``); all
    but ``REQUIRED_COLUMNS`` may be left out.
    MUNICIPALITIES maps id to name; with None any code of four digits is taken, and as names those of the
    catalogue's participants. Raises TargetFileError with all faults at once; nothing is read in part.
    """
    text = _text(path, max_bytes)
    _refuse_other_separators(path, text)
    faults: list[TargetFault] = []
    records = _records(text, faults)
    header = next(records, None)
    head = read_header(*header, faults) if header else Header()
    if faults:
        raise TargetFileError.listing(path, faults)
    reader = RowReader(References.of(catalogue, municipalities), faults, head.wording)
    found = [read_record(reader, row, head.columns, record) for row, record in records]
    if faults:
        raise TargetFileError.listing(path, head.called(faults))
    targets = [target for target in found if target is not None]
    if not targets:
        raise TargetFileError(f"Målfilen {path.name} har inga mål.", "Skriv ett mål på varje rad under rubrikerna.")
    return targets


def read_record(reader: RowReader, row: int, columns: Sequence[str], record: Sequence[str]) -> Target | None:
    """The target in RECORD, whose cells stand under COLUMNS, or None when READER noted faults."""
    before = len(reader.faults)
    for place, cell in enumerate(record):
        if cell.strip() and (place >= len(columns) or not columns[place]):
            advice = "Kolumnen har ingen rubrik. Töm cellen, eller sätt text med semikolon inom citattecken."
            reader.note(row, str(place + 1), cell.strip(), advice)
            break
    target = reader.target(row, {name: cell.strip() for name, cell in zip(columns, record, strict=False) if name})
    return target if len(reader.faults) == before else None


def _text(path: Path, max_bytes: int) -> str:
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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise TargetFileError(f"Målfilen {path.name} är inte i UTF-8 (se rad {row}).", _SAVE_AS) from error
    if not text.strip(" \t\r\n;"):
        raise TargetFileError(f"Målfilen {path.name} är tom.", f"Första raden ska vara {';'.join(COLUMNS)}.")
    return text


def _refuse_other_separators(path: Path, text: str) -> None:
    header = text.strip().partition("\n")[0].lower()
    for sign, name in ((",", "komma"), ("\t", "tabbar")):
        if ";" not in header and is_header([part.strip(' "\r') for part in header.split(sign)]):
            message = f"Målfilen {path.name} har {name} mellan kolumnerna; det ska vara semikolon."
            raise TargetFileError(message, _SAVE_AS)


def _records(text: str, faults: list[TargetFault]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers; a row with lines in its cells is one, as in Excel."""
    row = 0
    try:
        for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True), start=1):
            if any(cell.strip() for cell in record):
                yield row, record
    except csv.Error:
        # Where a quotation mark stands wrong, nothing after it can be trusted to be what it seems.
        advice = 'De går inte ihop, och raderna härifrån är inte granskade. Ett " inne i en cell ska vara "".'
        faults.append(TargetFault(row + 1, "", "citattecken", advice))

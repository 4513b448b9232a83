"""Writes targets as the CSV file that ``target_import`` reads, for Excel in Swedish."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import NyckeltalError
from core.state.target_cells import guarded
from core.state.targets import COLUMNS


def write_targets(targets: pd.DataFrame, path: Path) -> None:
    """Write TARGETS (a frame as ``State.targets`` gives it) to PATH, replacing what is there.

    Semicolon, UTF-8 with BOM (without it Excel takes it for Windows-1252), decimal comma, full precision;
    what a spreadsheet would take for a formula gets an apostrophe first. Raises NyckeltalError if PATH cannot
    be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row] for row in targets[list(COLUMNS)].itertuples(index=False))
    try:
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        message = f"Filen {path} går inte att skriva."
        raise NyckeltalError(message, "Kontrollera att mappen finns och går att skriva i.") from error


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if pd.isna(value):
        return ""
    return repr(float(value)).removesuffix(".0").replace(".", ",")

"""Writes targets as the CSV file that ``reading`` reads, for Excel in Swedish."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import NyckeltalError
from core.signals import TargetKind
from core.targets.cells import gender_words, guarded
from core.targets.columns import HEADINGS
from core.targets.models import COLUMNS, KIND_RULES
from core.targets.references import References


def write_targets(targets: pd.DataFrame, path: Path) -> None:
    """Write ``targets_csv`` of TARGETS to PATH, replacing what is there. Raises NyckeltalError if it cannot be."""
    try:
        path.write_bytes(targets_csv(targets))
    except OSError as error:
        message = f"Filen {path} går inte att skriva."
        raise NyckeltalError(message, "Kontrollera att mappen finns och går att skriva i.") from error


def targets_csv(targets: pd.DataFrame, words: References | None = None) -> bytes:
    """TARGETS (a frame as ``held_targets`` gives it) as the file that is read in again.

    Semicolon, UTF-8 with BOM (without it Excel takes it for Windows-1252), decimal comma, full precision;
    what a spreadsheet would take for a formula gets an apostrophe first. With WORDS headings and cells are in
    Swedish, by the names of WORDS; otherwise they are codes.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([HEADINGS[column] for column in COLUMNS] if words else COLUMNS)
    if words:
        targets = _in_words(targets, words)
    writer.writerows([_cell(value) for value in row] for row in targets[list(COLUMNS)].itertuples(index=False))
    return text.getvalue().encode("utf-8-sig")


def cell_text(value: Any) -> str:
    """VALUE of a target's field as it is written, and read again, in a file or a form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if pd.isna(value):
        return ""
    return repr(float(value)).removesuffix(".0").replace(".", ",")


def _in_words(targets: pd.DataFrame, words: References) -> pd.DataFrame:
    return targets.assign(
        municipality=[words.names.get(place, place) for place in targets["municipality"]],
        kpi=[words.indicator_word(kpi) for kpi in targets["kpi"]],
        gender=[gender_words(gender or None) for gender in targets["gender"]],
        kind=[KIND_RULES[TargetKind(kind)].swedish for kind in targets["kind"]],
        group=[words.group_word(group) if group else "" for group in targets["group"]],
    )


def _cell(value: Any) -> str:
    # A negative number looks like a formula, and is none.
    return guarded(value) if isinstance(value, str) else cell_text(value)

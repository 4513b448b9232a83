"""What is wrong with a targets file, in Swedish, by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import NyckeltalError

MOST_SHOWN_FAULTS = 200
LONGEST_SHOWN_CELL = 60


@dataclass(frozen=True)
class TargetFault:
    """One fault: ``row`` as Excel numbers it (the header is 1), ``column``, what stands there, what to do.

    ``column`` is '' where the fault is the whole row's.
    """

    row: int
    column: str
    found: str
    advice: str

    def __str__(self) -> str:
        """One Swedish line."""
        start = self.found[:LONGEST_SHOWN_CELL]
        shown = "".join(character if character.isprintable() else " " for character in start)
        if len(self.found) > LONGEST_SHOWN_CELL:
            shown = f"{shown}…"
        where = f"rad {self.row}, kolumn {self.column}" if self.column else f"rad {self.row}"
        return f"{where}: {f'”{shown}”' if shown else 'tom cell'}. {self.advice}"


class TargetFileError(NyckeltalError):
    """The file cannot be used and nothing of it was; ``faults`` are in the file's order (may be none)."""

    def __init__(self, message: str, advice: str, faults: Sequence[TargetFault] = ()) -> None:
        """MESSAGE and ADVICE as for every NyckeltalError; FAULTS where single rows are to blame."""
        super().__init__(message, advice)
        self.faults = tuple(faults)

    @classmethod
    def listing(cls, file: Path, faults: Sequence[TargetFault]) -> TargetFileError:
        """The error that names every fault in FILE (the text the first 200 of them)."""
        lines = [f"  {fault}" for fault in faults[:MOST_SHOWN_FAULTS]]
        if len(faults) > MOST_SHOWN_FAULTS:
            lines.append(f"  … och {len(faults) - MOST_SHOWN_FAULTS} fel till.")
        head = f"Målfilen {file.name} har {len(faults)} fel, och inget i den är inläst:"
        return cls("\n".join([head, *lines, ""]), "Rätta felen och läs in filen igen.", faults)

"""What a file of the corpus is, and what should come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.tabular.faults import CautionKind, SkipReason


@dataclass(frozen=True)
class Case:
    """A file and its outcome.

    ``told`` lists the entries in short, parted by ";" (``shared.told``). ``faults`` are places
    ("3C", "3" for the whole row, "" for the file) parted by spaces, all of them; ``says`` must stand in one of the
    faults. ``skipped`` are the rows left out, but for the header and titles. ``understood`` are attributes.
    """

    content: bytes
    told: str = ""
    faults: str = ""
    says: str = ""
    cautions: tuple[CautionKind, ...] = ()
    skipped: Mapping[int, SkipReason] = field(default_factory=dict)
    notes: str = ""
    understood: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def entries(self) -> set[str]:
        return {part.strip() for part in self.told.split(";") if part.strip()}

    @property
    def places(self) -> list[str]:
        return sorted(self.faults.split()) if self.faults else []


def text(*lines: str, end: str = "\r\n", encoding: str = "utf-8", bom: bytes = b"") -> bytes:
    return bom + (end.join(lines) + end).encode(encoding)


LONG = ("Kommun;År;Värde", "Huddinge;2024;12,5", "Haninge;2024;13")
LONG_TOLD = "0126 2024 12.5; 0136 2024 13"

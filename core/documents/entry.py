"""What the models of presentations share."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from core.charts.description import EXAMPLE

DRAFT_MARK = "UTKAST"
# What the list of a document's headings is called.
CONTENTS = "Innehåll"
_NOT_IN_NAMES = re.compile(r"[^\w .,-]+")
_LONGEST_NAME = 80
# Unseen signs that no database keeps, or that turn a text round.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cleaned(text: str) -> str:
    """TEXT as it is kept, of what was typed on one line or several."""
    return _UNFIT.sub("", text).replace("\r\n", "\n").strip()


class Entry(BaseModel):
    """A part of what is kept: never changed, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AreaEntry(Entry):
    """The whole of what is kept for an area of the catalogue."""

    area: str


class Written(AreaEntry):
    """What people write for an area."""

    @property
    def typed(self) -> dict[str, str]:
        """It as somebody would have typed it in the form: reading that gives the same."""
        raise NotImplementedError


class AreaDocument(AreaEntry):
    """What is shown of an area with figures as they were on a date. ``is_draft`` tells whether readers see another."""

    name: str
    figures_on: date
    is_example: bool = False
    is_draft: bool = False

    @property
    def mark(self) -> str:
        """What stands on every slide or page of what is not what readers see, or is made up; '' else."""
        marks = (DRAFT_MARK if self.is_draft else "", EXAMPLE if self.is_example else "")
        return " · ".join(filter(None, marks))

    def file_stem(self, *, has_notes: bool = False) -> str:
        """What its files are called, whatever the system: "Äldreomsorg UTKAST 2026-10-01 med anteckningar"."""
        name = " ".join(_NOT_IN_NAMES.sub(" ", self.name)[:_LONGEST_NAME].split()).strip(". ") or "Bildspel"
        draft, notes = DRAFT_MARK if self.is_draft else "", "med anteckningar" if has_notes else ""
        return " ".join(filter(None, (name, draft, self.figures_on.isoformat(), notes)))

"""What goes into the reading of an upload, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from core.tabular.faults import Caution, Fault, Note, Skipped
from core.tabular.headings import Column
from core.tabular.limits import LEAST_PERSONS
from core.tabular.units import Range


class Key(NamedTuple):
    """What one value belongs to. ``period`` is '' for a whole year, else T1-T3, Q1-Q4 or M01-M12."""

    municipality: str
    year: int
    period: str
    gender: str


# In place of a number of persons that is hidden in the file ("<5", "..") or said not to be known.
HIDDEN_COUNT = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One value, of a file or as it is kept. Where ``value`` is None, ``status`` is Kolada's word for why, else ''.

    ``gender`` is T, K or M. ``persons`` is how many stand behind the value, None where that is not given or not to be
    told, and HIDDEN_COUNT until the value is hidden with it. ``row`` and ``column`` ("C Utfall") tell where it stood in
    the file, and do not make it another.
    """

    municipality: str
    year: int
    period: str
    gender: str
    value: float | None
    status: str
    persons: int | None = None
    row: int = field(default=0, compare=False)
    column: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        """What the value belongs to."""
        return Key(self.municipality, self.year, self.period, self.gender)


@dataclass(frozen=True)
class Context:
    """What is known before the file is read.

    ``municipalities`` (id -> name) are all that may stand in it, ``expected`` the ids of those that take part in the
    area. ``unit`` is the indicator's. ``allowed`` is the least and the highest value (None: no bound); without it the
    unit tells. ``earlier`` holds the values of the version before (None where it has a status).
    ``sheet`` and ``value_column`` (its letter) are what somebody has chosen where the file leaves it open.
    """

    municipalities: Mapping[str, str]
    expected: frozenset[str]
    unit: str
    this_year: int
    allowed: Range | None = None
    least_persons: int = LEAST_PERSONS
    earlier: Mapping[Key, float | None] = field(default_factory=dict)
    sheet: str = ""
    value_column: str = ""


class Form(StrEnum):
    """How a table lies; the value is what the screen calls it."""

    LONG = "ett värde på varje rad"
    WIDE = "flera värden på varje rad"


@dataclass(frozen=True)
class Understood:
    """How the file was read, for a person to look over.

    ``kind`` is csv or xlsx; ``encoding`` and ``delimiter`` (Swedish name) are '' for xlsx, ``sheet`` is '' for csv.
    ``header_row`` is as Excel numbers it. ``columns`` are all with a heading or content; those that are not read
    have the role OTHER. ``unit`` is the indicator's. ``sheets`` and ``value_columns`` are those that the table and the
    values may be taken from, where there are several.
    """

    kind: str
    encoding: str
    delimiter: str
    decimal_sign: str
    sheet: str
    header_row: int
    form: Form
    columns: tuple[Column, ...]
    unit: str
    sheets: tuple[str, ...] = ()
    value_columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Upload:
    """What was read of a file.

    ``understood`` is None when no table was found. Every row of the file that is not blank is in ``rows``,
    ``faults`` or ``skipped``, or there is a fault that says from which row on nothing was read (row 0: nothing at
    all). With any fault nothing may be stored; ``warnings`` must first be confirmed by a person. A file without
    values has no fault but a note. Values with fewer than ``least_persons`` behind them are hidden in it; 0 where
    nobody has looked for them.
    """

    filename: str
    understood: Understood | None
    rows: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Caution, ...] = ()
    notes: tuple[Note, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    least_persons: int = 0

    @property
    def size(self) -> int:
        """How many values and findings there are, together."""
        return sum(map(len, (self.rows, self.faults, self.warnings, self.notes, self.skipped)))

    @property
    def is_usable(self) -> bool:
        """Whether it may be stored, once its warnings are confirmed."""
        return bool(self.rows) and not self.faults

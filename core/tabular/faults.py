"""What the reader of a file has to say about it: faults, cautions, notes and rows that were left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from core.tabular.limits import LONGEST_GIVEN
from core.words.formats import number


class CautionKind(StrEnum):
    """What a caution is about."""

    NUMBERS = "numbers"
    SHARES = "shares"
    HISTORY = "history"
    LEVEL = "level"
    OTHERS = "others"
    GONE = "gone"
    OUTSIDE = "outside"
    UNREAD = "unread"
    UNITS = "units"
    LOOKS = "looks"
    PERSONS = "persons"
    APART = "apart"
    TIMES = "times"
    HIDDEN = "hidden"


# What to do about what is not read and speaks of secrecy.
SECRECY_ADVICE = "Skriv .. i stället för de värden som är sekretess, eller bekräfta att inga sådana visas."


class SkipReason(StrEnum):
    """Why a row that is not blank gave no values; the value is what the screen says."""

    TITLE = "text ovanför tabellen"
    HEADING = "rubrikrad"
    NO_VALUE = "raden har inga värden"
    COMMENT = "kommentar"
    SUMMARY = "sammanräkning"
    REPEATED = "upprepning"
    SECOND = "hör till en annan tabell"
    UNREAD = "inte läst, eftersom tabellens rubriker har fel"


@dataclass(frozen=True)
class Fault:
    """Something that must be mended before the file can be used.

    ``row`` is as Excel numbers it, 0 where the whole file is meant. ``column`` is its letter and heading
    ("C Utfall"), '' where the whole row is meant. ``given`` is what stands there, cut and on one line. ``column``
    and ``given`` are the uploader's own text: whoever draws them escapes them. ``what`` and ``advice`` are Swedish
    sentences; ``what`` may quote the file too.
    """

    row: int
    column: str
    given: str
    what: str
    advice: str

    @property
    def said(self) -> str:
        """What is wrong and what to do, without where."""
        return f"{self.what} {self.advice}"

    def __str__(self) -> str:
        """One Swedish line."""
        where = ", ".join(
            filter(None, (f"rad {self.row}" if self.row else "", self.column and f"kolumn {self.column}"))
        )
        given = f"”{self.given}”. " if self.given else ""
        return f"{where}: {given}{self.said}".strip(": ")


@dataclass(frozen=True)
class Caution:
    """Something that may be right but must be confirmed by a person. ``row`` 0: the whole file."""

    kind: CautionKind
    row: int
    column: str
    what: str
    advice: str


@dataclass(frozen=True)
class Note:
    """Something that is good to know. ``row`` 0: the whole file. ``matters``: it must be seen before the verdict."""

    row: int
    what: str
    matters: bool = False


@dataclass(frozen=True)
class Skipped:
    """A row that gave no values. ``detail`` is the beginning of what stands there, or which row it repeats."""

    row: int
    reason: SkipReason
    detail: str = ""


class CellError(Exception):
    """A cell cannot be used; ``what`` and ``advice`` are Swedish sentences. Never leaves the reader."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} {advice}")
        self.what = what
        self.advice = advice


class UnusableError(Exception):
    """A file cannot be read at all; ``what`` and ``advice`` are Swedish sentences. Never leaves the reader."""

    def __init__(self, what: str, advice: str, row: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.row = row


def cut(text: str, longest: int = LONGEST_GIVEN) -> str:
    """TEXT on one line, without signs that cannot be seen, at most LONGEST characters."""
    start = text[: longest + 1]
    shown = " ".join("".join(character if character.isprintable() else " " for character in start).split())
    return f"{shown[:longest]}…" if len(text) > longest else shown


def meant(text: str, known: Mapping[str, str], most: int = 3, alike: float = 0.7) -> str:
    """A question with a space after, which of KNOWN (what may be written -> how it is told) TEXT was meant to be.

    At most MOST of them, each at least so ALIKE (0 to 1); '' where none is.
    """
    told = {name.casefold(): words for name, words in known.items()}
    near = get_close_matches(text[:100].casefold(), told, n=most, cutoff=alike)
    likely = " eller ".join(dict.fromkeys(told[name] for name in near))
    return f"Menades {likely}? " if likely else ""


def rows_named(rows: Sequence[int], most: int = 5) -> str:
    """ROWS as they are named in a sentence: "rad 4", "rad 4, 7 och 9", "rad 4, 7, 9 och 12 till"."""
    different = sorted(set(rows))
    named = [str(row) for row in different[:most]]
    if len(different) > most:
        return f"rad {', '.join(named)} och {number(len(different) - most)} till"
    return f"rad {' och '.join(filter(None, (', '.join(named[:-1]), named[-1])))}"


@dataclass(frozen=True)
class Alike:
    """Faults of one kind in one column: the ``first`` stands for all, which are ``rows`` (0: the whole file)."""

    first: Fault
    rows: tuple[int, ...]
    kind: str

    @property
    def where(self) -> str:
        """Their rows, the first of them by number."""
        return rows_named(self.rows).removeprefix("rad ") if self.rows[0] else "hela filen"


def alike(faults: Sequence[Fault], most_single: int = 10) -> list[Alike]:
    """FAULTS in their order, those of a kind as one where they are more than MOST_SINGLE."""
    kinds: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        kinds.setdefault((fault.column, _kind(fault.what), _kind(fault.advice)), []).append(fault)
    found = []
    for (_, kind, _), group in kinds.items():
        parts = [group] if len(group) > most_single else [[fault] for fault in group]
        found += [Alike(part[0], tuple(fault.row for fault in part), kind) for part in parts]
    return sorted(found, key=lambda one: one.first.row)


def _kind(sentence: str) -> str:
    """SENTENCE without what is only of this fault: figures, what is quoted, whose value it is, who was meant."""
    return _OWN.sub("…", sentence)


_OWN = re.compile(r"^.*(?= har två olika)|^Menades [^?]*\? |”[^”]*”|\d+(?:[ ,.]\d+)*|Skriv [^ ]*\d[^ ]*")

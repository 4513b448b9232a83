"""The headings of a targets file: codes or the page's own words, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.features.targets.faults import TargetFault
from core.features.targets.file_words import HEADINGS, column_of
from core.features.targets.models import COLUMNS
from core.features.targets.rows import IN_FILE, IN_SWEDISH_FILE, Wording

# A header far wider than ours is another kind of file, and not worth a fault for every column.
MOST_COLUMNS = 100
REQUIRED_COLUMNS = ("municipality", "kpi", "year", "kind")


@dataclass(frozen=True)
class Header:
    """The ``columns`` of a file, in its order ('' for one without a heading), and what the file calls them.

    ``names`` is by column, empty where the file has codes and nothing else.
    """

    columns: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """How faults name things to who reads the file."""
        return IN_SWEDISH_FILE if self.names else IN_FILE

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns as the file calls them, without those that have no heading."""
        return tuple(self.names.get(column, column) for column in self.columns if column)

    def called(self, faults: Iterable[TargetFault]) -> list[TargetFault]:
        """FAULTS with the file's own names of their columns."""
        return [replace(fault, column=self.names.get(fault.column, fault.column)) for fault in faults]


def is_header(cells: Sequence[str]) -> bool:
    """Whether CELLS are headings of ours."""
    return sum(bool(column_of(cell)) for cell in cells) > 1


def read_header(row: int, cells: Sequence[str], faults: list[TargetFault]) -> Header:
    """The headings in CELLS, which stand in ROW; notes those that are unknown, doubled or missing."""
    if len(cells) > MOST_COLUMNS:
        advice = f"Raden har {len(cells)} celler. Första raden ska vara {';'.join(COLUMNS)}."
        faults.append(TargetFault(row, "", cells[0].strip(), advice))
        return Header()
    texts = [cell.strip() for cell in cells]
    columns = [column_of(text) for text in texts]
    found = Header(tuple(columns), _names(texts, columns))
    for place, (text, column) in enumerate(zip(texts, columns, strict=True)):
        if text and not column:
            faults.append(TargetFault(row, text, text, _unknown(text, found)))
        elif column and column in columns[:place]:
            called = text if found.names else column
            faults.append(TargetFault(row, called, text, _twice(texts[columns.index(column)], text)))
    missing = (name for name in REQUIRED_COLUMNS if name not in columns)
    faults += found.called(TargetFault(row, name, "", "Kolumnen saknas. Lägg till den.") for name in missing)
    return found


def _names(texts: Sequence[str], columns: Sequence[str]) -> Mapping[str, str]:
    own: dict[str, str] = {}
    for text, column in zip(texts, columns, strict=True):
        if column:
            own.setdefault(column, text)
    return {**HEADINGS, **own} if any(text.lower() != column for column, text in own.items()) else {}


def _unknown(text: str, header: Header) -> str:
    known = [header.names.get(column, column) for column in COLUMNS]
    by_word = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text[:100].casefold(), by_word, n=1)
    likely = f"Menades {by_word[near[0]]}? " if near else ""
    return f"Kolumnen är okänd. {likely}Kolumnerna är {', '.join(known)}."


def _twice(first: str, text: str) -> str:
    if first.casefold() == text.casefold():
        return "Kolumnen står två gånger. Ta bort den ena."
    return f"Kolumnen är densamma som {first}. Ta bort den ena."

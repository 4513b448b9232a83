"""The headings of a targets file: codes or the page's own words, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.tabular.faults import Fault, cut, meant
from core.targets.models import COLUMNS
from core.targets.rows import IN_FILE, IN_SWEDISH_FILE, Wording

# A header far wider than ours is another kind of file, and not worth a fault for every column.
MOST_COLUMNS = 100
REQUIRED_COLUMNS = ("municipality", "kpi", "year", "kind")
# The first of each stands in the file that is downloaded; a heading is known in any case.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "municipality": ("Kommun", "Kommunkod", "Kommunnamn"),
    "kpi": ("Nyckeltal", "Indikator", "Mått"),
    "gender": ("Kön", "Gäller", "Gäller för", "För"),
    "year": ("År", "Målår"),
    "kind": ("Sort", "Målsort", "Sorts mål"),
    "value": ("Nivå", "Värde", "Målnivå", "Målvärde", "Från"),
    "value2": ("Till och med", "Till", "Övre nivå", "Högsta nivå"),
    "base_year": ("Basår", "Från år", "Jämförelseår"),
    "group": ("Grupp", "Jämförelsegrupp"),
    "rank": ("Högst plats", "Plats", "Placering"),
    "tolerance": ("Tolerans",),
    "is_final": ("Slutmål",),
    "decided_by": ("Beslutat av", "Beslutad av", "Beslutsfattare"),
    "decision": ("Paragraf och datum", "Beslut", "Paragraf"),
    "link": ("Länk till beslutet", "Länk", "Webbadress"),
}
HEADINGS: Mapping[str, str] = MappingProxyType({column: words[0] for column, words in _HEADINGS.items()})
_COLUMN_OF = {word.casefold(): column for column, words in _HEADINGS.items() for word in words}


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

    def called(self, fault: Fault) -> Fault:
        """FAULT with the file's own name of its column."""
        return replace(fault, column=self.names.get(fault.column, fault.column))


def column_of(heading: str) -> str:
    """The column that HEADING, a code or Swedish, stands over; '' for one that is not known."""
    name = " ".join(heading.casefold().split())
    return name if name in COLUMNS else _COLUMN_OF.get(name, "")


def is_header(cells: Sequence[str]) -> bool:
    """Whether CELLS are headings of ours."""
    return sum(bool(column_of(cell)) for cell in cells) > 1


def read_header(row: int, texts: Sequence[str]) -> tuple[Header, list[Fault]]:
    """The headings TEXTS, which stand in ROW, and a fault for those that are unknown, doubled or missing."""
    if len(texts) > MOST_COLUMNS:
        advice = f"Första raden ska vara {';'.join(COLUMNS)}."
        return Header(), [Fault(row, "", cut(texts[0]), f"Raden har {len(texts)} celler.", advice)]
    columns = [column_of(text) for text in texts]
    found = Header(tuple(columns), _names(texts, columns))
    faults = []
    for place, (text, column) in enumerate(zip(texts, columns, strict=True)):
        if text and not column:
            faults.append(Fault(row, cut(text), cut(text), "Kolumnen är okänd.", _known(text, found)))
        elif column and column in columns[:place]:
            first = texts[columns.index(column)]
            is_same = first.casefold() == text.casefold()
            what = "Kolumnen står två gånger." if is_same else f"Kolumnen är densamma som {first}."
            faults.append(Fault(row, text if found.names else column, text, what, "Ta bort den ena."))
    missing = (name for name in REQUIRED_COLUMNS if name not in columns)
    return found, faults + [
        found.called(Fault(row, name, "", "Kolumnen saknas.", "Lägg till den.")) for name in missing
    ]


def _names(texts: Sequence[str], columns: Sequence[str]) -> Mapping[str, str]:
    own: dict[str, str] = {}
    for text, column in zip(texts, columns, strict=True):
        if column:
            own.setdefault(column, text)
    return {**HEADINGS, **own} if any(text.lower() != column for column, text in own.items()) else {}


def _known(text: str, header: Header) -> str:
    known = [header.names.get(column, column) for column in COLUMNS]
    return f"{meant(text, {name: name for name in known}, most=1, alike=0.6)}Kolumnerna är {', '.join(known)}."

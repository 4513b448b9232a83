"""Municipalities as people write them: names, codes, or both."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tabular.cells import Cell, clean, shown
from core.tabular.limits import MOST_SUGGESTIONS

_CODE = re.compile(r"\d{3,4}(?:[.,]0+)?", re.ASCII)
_CODE_FIRST = re.compile(r"(\d{4})\s*[-–:,]?\s+(\D.*)", re.ASCII)
_CODE_LAST = re.compile(r"(\D.*?)\s*[(,]?\s*(\d{4})\)?", re.ASCII)
# å, ä and ö in UTF-8, Mac Roman and code page 850, read as Windows-1252.
_WRONG_ENCODING = re.compile("Ã.|�|[ŒŠš„†”]")
SUMMARY_WORDS = frozenset(
    {
        *("medel", "medelvärde", "genomsnitt", "snitt", "summa", "totalt", "total", "totalsumma", "riket", "alla"),
        *("samtliga", "median", "medianvärde", "min", "max", "medel alla", "oviktat medel", "viktat medel"),
        *("länet", "kommunerna", "gruppen"),
    }
)
_LONGEST = 100


class UnknownPlaceError(Exception):
    """No municipality; the text is Swedish advice that names the nearest, or is general."""


@dataclass
class Places:
    """Finds a municipality's id. ``names`` maps id to name."""

    names: Mapping[str, str]
    _by_name: dict[str, str] = field(init=False)
    _found: dict[str, str | None] = field(default_factory=dict)
    _advice: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {clean(name).casefold(): id_ for id_, name in self.names.items()}

    def find(self, cell: Cell) -> str:
        """The id of the municipality in CELL. Raises UnknownPlaceError with advice."""
        text = shown(cell)
        if text not in self._found:
            self._found[text] = self._look_up(text[:_LONGEST])
        found = self._found[text]
        if found is None:
            raise UnknownPlaceError(self._suggestion(text[:_LONGEST]))
        return found

    def knows(self, cell: Cell) -> bool:
        """Whether CELL is a municipality."""
        try:
            return bool(self.find(cell))
        except UnknownPlaceError:
            return False

    def _look_up(self, text: str) -> str | None:
        if _CODE.fullmatch(text):
            code = re.split("[.,]", text)[0].zfill(4)
            return code if code in self.names else None
        for pattern, code_group, name_group in ((_CODE_FIRST, 1, 2), (_CODE_LAST, 2, 1)):
            both = pattern.fullmatch(text)
            if both and self._named(both.group(name_group)) == both.group(code_group):
                return both.group(code_group)
        return self._named(text)

    def _named(self, text: str) -> str | None:
        name = text.casefold().strip(" .,:*")
        tries = [name]
        for ending in (" kommun", " stad"):
            if name.endswith(ending):
                short = name.removesuffix(ending).rstrip()
                # "Stockholms stad", but also "Borås stad".
                tries += [short, short.removesuffix("s")]
        tries += [name.removeprefix(start) for start in ("region ", "kommunen ") if name.startswith(start)]
        return next((self._by_name[one] for one in tries if one in self._by_name), None)

    def _suggestion(self, text: str) -> str:
        if text not in self._advice:
            if len(self._advice) >= MOST_SUGGESTIONS:
                return "Skriv kommunens namn eller fyrsiffriga kod, till exempel 0126."
            self._advice[text] = self._think(text)
        return self._advice[text]

    def _think(self, text: str) -> str:
        if _WRONG_ENCODING.search(text):
            return "Bokstäverna å, ä och ö har gått sönder. Spara filen som xlsx eller ”CSV UTF-8”."
        near = difflib.get_close_matches(text.casefold(), self._by_name, n=3, cutoff=0.7)
        likely = " eller ".join(f"{self.names[self._by_name[name]]} ({self._by_name[name]})" for name in near)
        start = f"Menades {likely}? " if likely else ""
        return f"{start}Skriv kommunens namn eller fyrsiffriga kod, till exempel 0126."


def is_summary(text: str) -> bool:
    """Whether TEXT names a mean or a sum instead of a municipality."""
    name = text.casefold().strip(" .,:*")
    return name in SUMMARY_WORDS or name.startswith(("medel ", "medelvärde ", "genomsnitt ", "snitt ", "summa "))

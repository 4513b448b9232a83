"""Municipalities as people write them: names, codes, or both."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tabular.cells import Cell, clean, shown
from core.tabular.faults import CellError, meant
from core.tabular.limits import MOST_SUGGESTIONS
from core.tabular.old_places import TODAYS_CODE, TODAYS_NAME, no_municipality

_CODE = re.compile(r"\d{3,4}(?:[.,]0+)?", re.ASCII)
_CODE_FIRST = re.compile(r"(\d{4})\s*[-–:,]?\s+(\D.*)", re.ASCII)
_CODE_LAST = re.compile(r"(\D.*?)\s*[(,]?\s*(\d{4})\)?", re.ASCII)
# å, ä and ö in UTF-8, Mac Roman and code page 850, read as Windows-1252.
_WRONG_ENCODING = re.compile("Ã.|�|[ŒŠš„†”]")
SUMMARY_WORDS = frozenset(
    {
        *("medel", "medelvärde", "genomsnitt", "snitt", "summa", "totalt", "total", "totalsumma", "riket", "alla"),
        *(
            "samtliga",
            "median",
            "medianvärde",
            "min",
            "max",
            "delsumma",
            "slutsumma",
            "medel alla",
            "oviktat medel",
            "viktat medel",
        ),
        *("länet", "kommunerna", "gruppen", "hela landet", "hela riket", "sverige", "landet", "0000", "totalt riket"),
    }
)
_LONGEST = 100
_COMMENT = re.compile(
    r"(källa|källor|not|anm|anmärkning|kommentar|obs|fotnot|uppdaterad|definition)\b|[*#¹²³]|\d\)", re.I
)
# Signs around a name, and marks of footnotes after it.
_AROUND = " .,:*¹²³⁴⁵⁶⁷⁸⁹"
_UNKNOWN = "Kommunen är okänd."
_WRITE = "Skriv kommunens namn eller fyrsiffriga kod, till exempel 0126."


@dataclass
class Places:
    """Finds a municipality's id. ``names`` maps id to name."""

    names: Mapping[str, str]
    _by_name: dict[str, str] = field(init=False)
    _found: dict[str, str | None] = field(default_factory=dict)
    _former: dict[str, str] = field(default_factory=dict)
    _errors: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {clean(name).casefold(): id_ for id_, name in self.names.items()}

    def find(self, cell: Cell) -> str:
        """The id of the municipality in CELL. Raises CellError with advice."""
        text = shown(cell)
        if text not in self._found:
            self._found[text] = self._look_up(text[:_LONGEST])
        found = self._found[text]
        if found is None:
            raise CellError(*self._error(text[:_LONGEST]))
        return found

    def former(self, cell: Cell) -> str:
        """What CELL, a municipality, was told by: a code or a name that is not today's; else ''."""
        text = shown(cell)
        if text not in self._former:
            self._former[text] = self._told_by(text)
        return self._former[text]

    def _told_by(self, text: str) -> str:
        name = text.casefold().strip(_AROUND)
        code = _code(text) or next((word for word in re.findall(r"\d{4}", text, re.ASCII)), "")
        if code in TODAYS_CODE and code not in self.names:
            return code
        return text if name in TODAYS_NAME and name.replace("-", " ") != TODAYS_NAME[name].replace("-", " ") else ""

    def knows(self, cell: Cell) -> bool:
        """Whether CELL is a municipality."""
        try:
            return bool(self.find(cell))
        except CellError:
            return False

    def _look_up(self, text: str) -> str | None:
        if code := _code(text):
            return self._coded(code)
        for pattern, code_group, name_group in ((_CODE_FIRST, 1, 2), (_CODE_LAST, 2, 1)):
            both = pattern.fullmatch(text)
            found = self._coded(both.group(code_group)) if both else None
            if both and found and self._named(both.group(name_group)) == found:
                return found
        return self._named(html.unescape(text))

    def _coded(self, code: str) -> str | None:
        today = code if code in self.names else TODAYS_CODE.get(code, code)
        return today if today in self.names else None

    def _named(self, text: str) -> str | None:
        name = text.casefold().strip(_AROUND)
        tries = [name]
        for ending in (" kommun", " stad"):
            if name.endswith(ending):
                short = name.removesuffix(ending).rstrip()
                # "Stockholms stad", but also "Borås stad".
                tries += [short, short.removesuffix("s")]
        tries += [name.removeprefix("kommunen ")] if name.startswith("kommunen ") else []
        tries += [TODAYS_NAME[one] for one in tries if one in TODAYS_NAME]
        return next((self._by_name[one] for one in tries if one in self._by_name), None)

    def _error(self, text: str) -> tuple[str, str]:
        """What is said of TEXT, and the advice."""
        if text not in self._errors:
            if other := no_municipality(text):
                return other, "Ta bort raden."
            if len(self._errors) >= MOST_SUGGESTIONS:
                return _UNKNOWN, _WRITE
            self._errors[text] = (_UNKNOWN, self._think(text))
        return self._errors[text]

    def _think(self, text: str) -> str:
        if _WRONG_ENCODING.search(text):
            return "Bokstäverna å, ä och ö har gått sönder. Spara filen som xlsx eller ”CSV UTF-8”."
        known = {name: f"{self.names[id_]} ({id_})" for name, id_ in self._by_name.items()}
        return f"{meant(text, known)}{_WRITE}"


def _code(text: str) -> str:
    """The code that TEXT is, with its first zero, which spreadsheets drop; '' when it is none."""
    return re.split("[.,]", text)[0].zfill(4) if _CODE.fullmatch(text) else ""


def is_comment(text: str) -> bool:
    """Whether TEXT begins as a comment under a table does: "Källa: …", "* preliminärt"."""
    return bool(_COMMENT.match(text))


def is_summary(text: str) -> bool:
    """Whether TEXT names a mean or a sum instead of a municipality."""
    name = text[:_LONGEST].casefold().strip(" .,:*")
    return name in SUMMARY_WORDS or name.startswith(("medel ", "medelvärde ", "genomsnitt ", "snitt ", "summa "))

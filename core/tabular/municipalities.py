"""Municipalities as people write them: names, codes, or both; those of former days, and what is none."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tabular.cells import Cell, clean, shown
from core.tabular.faults import CellError, meant
from core.tabular.limits import MOST_SUGGESTIONS

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


# Statistics Sweden's list of changed codes: Kristianstad and Malmöhus to Skåne (1997), Göteborg och Bohus, Älvsborg
# and Skaraborg to Västra Götaland, and Habo and Mullsjö to Jönköping (1998), Heby to Uppsala (2007).
# Gullspång's before 1998 could not be confirmed, and is not here.
_CHANGED = """
1121 1256 1137 1257 1160 1270 1162 1272 1163 1273 1165 1275 1166 1276 1167 1277 1168 1278 1180 1290 1181 1291
1182 1292 1183 1293
1504 1438 1507 1439 1521 1440 1524 1441 1527 1442 1532 1443 1552 1452 1560 1460 1561 1461 1562 1462 1563 1463
1565 1465 1566 1466 1580 1487 1581 1488 1582 1489 1583 1490 1584 1491 1585 1492
1602 1444 1603 1445 1637 1446 1660 1470 1661 1471 1662 1472 1663 1473 1680 1493 1681 1494 1682 1495
1683 1496 1684 1497 1685 1498 1686 1499
1642 0642 1643 0643
1917 0331
"""
_PAIRS = _CHANGED.split()
TODAYS_CODE = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
# A former or a shorter name, in small letters, and today's.
TODAYS_NAME = {
    "malung": "malung-sälen",
    "dals ed": "dals-ed",
    "upplands-väsby": "upplands väsby",
    "upplands bro": "upplands-bro",
    "lilla-edet": "lilla edet",
    "östra-göinge": "östra göinge",
    "malung sälen": "malung-sälen",
    "region gotland": "gotland",
}
_REGION = re.compile(
    r"(?:region(?:en)?|landstinget?|läns?landstinget?)\b.*|.*\blandsting|västra götalandsregionen", re.I
)
_COUNTY = re.compile(r".*\blän(?:et)?(?: \(.*\))?", re.I)
_SOUTH = re.compile(r"södertörn(?:skommunerna|s kommuner)?.*", re.I)
_COUNTY_CODE = re.compile(r"0{0,3}[1-9]|0{0,2}(?:1\d|2[0-5])", re.ASCII)


def no_municipality(text: str) -> str:
    """What TEXT is when it is no municipality but something that is often written among them; '' when it is not.

    A Swedish sentence. "Region Gotland" is a municipality too, and is not asked about here.
    """
    name = text.strip(" .,:*")
    if _REGION.fullmatch(name) or _COUNTY_CODE.fullmatch(name):
        return "Det är en region, inte en kommun."
    if _COUNTY.fullmatch(name):
        return "Det är ett län, inte en kommun."
    return "Det är en grupp av kommuner, inte en kommun." if _SOUTH.fullmatch(name) else ""

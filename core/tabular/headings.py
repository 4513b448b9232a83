"""What a column's heading says about the column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.tabular.cells import Cell, clean, letter, shown
from core.tabular.faults import cut
from core.tabular.units import is_known, scales_in
from core.tabular.years_and_genders import forecast, said

_LONGEST, _LONGEST_SHOWN = 150, 30


class Role(StrEnum):
    """What stands in a column; the value is what the screen calls it."""

    CODE = "kommunkod"
    NAME = "kommun"
    YEAR = "år"
    PERIOD = "period"
    TERTIAL = "tertial"
    QUARTER = "kvartal"
    MONTH = "månad"
    GENDER = "kön"
    VALUE = "värde"
    PERSONS = "antal personer"
    OTHER = "läses inte"


PLACES = frozenset({Role.CODE, Role.NAME})
PARTS_OF_YEAR = {Role.PERIOD: "", Role.TERTIAL: "T", Role.QUARTER: "Q", Role.MONTH: "M"}
_SYNONYMS: dict[Role, tuple[str, ...]] = {
    Role.CODE: (
        *("kommunkod", "kommun kod", "kommun-kod", "kod", "kommunnummer", "kommunnr", "kommun nr", "kommun id"),
        *("kommunid", "knr", "municipality id", "municipality code", "municipality_id", "code"),
    ),
    Role.NAME: ("kommun", "kommuner", "kommunnamn", "kommunens namn", "namn", "municipality", "municipality name"),
    Role.YEAR: ("år", "year", "årtal", "mätår", "redovisningsår", "kalenderår", "ar", "utfallsår", "läsår"),
    Role.PERIOD: ("period", "tidsperiod", "mätperiod", "tid", "datum", "date"),
    Role.TERTIAL: ("tertial",),
    Role.QUARTER: ("kvartal", "quarter", "kv"),
    Role.MONTH: ("månad", "month", "mån", "manad"),
    Role.GENDER: ("kön", "gender", "sex", "kon"),
    Role.VALUE: (
        *("värde", "värden", "utfall", "value", "values", "resultat", "varde", "result", "andel", "procent", "%"),
        *("nyckeltal", "siffra", "tal", "belopp", "uppmätt värde", "mätvärde"),
    ),
    Role.PERSONS: ("antal", "n", "antal personer", "persons", "nämnare", "underlag"),
}
_ROLE_OF = {name: role for role, names in _SYNONYMS.items() for name in names}
# "Utfall (%)", "Utfall, kr": the unit is set apart from the word.
_UNIT = re.compile(r"(.+?)\s*(?:\(([^()]*)\)|[,;]\s*([^,;()]*)|\[([^\[\]]*)\])\s*$")


@dataclass(frozen=True)
class Column:
    """A column. ``place`` counts from 0; ``heading`` is the uploader's own text, cut.

    Where the heading says when or for whom ("2025 T1 kvinnor"), ``year`` is not 0, and ``period`` and ``gender``
    are not ''. ``unit`` is what stands in brackets or after a comma, or the unit that is named anywhere in it. ``day``
    is '1015' where it is a date.
    """

    place: int
    heading: str
    role: Role
    year: int = 0
    period: str = ""
    gender: str = ""
    unit: str = ""
    day: str = ""

    @property
    def label(self) -> str:
        """How messages name it: "C Utfall"."""
        return f"{letter(self.place)} {self.heading}".strip()

    @property
    def says_time(self) -> bool:
        """Whether its heading says when."""
        return bool(self.year or self.period)


def read_heading(place: int, cell: Cell) -> Column:
    """The column PLACE under the heading CELL."""
    text = shown(cell)[:_LONGEST]
    return Column(place, cut(text, _LONGEST_SHOWN), *_meaning(text))


def is_heading(text: str) -> bool:
    """Whether TEXT is a heading that is known."""
    return _meaning(clean(text[:_LONGEST]))[0] is not Role.OTHER


def names_places(text: str) -> bool:
    """Whether TEXT is a heading over municipalities. Quick, for it is asked of every cell."""
    return _ROLE_OF.get(text[:_LONGEST].casefold().rstrip(" :*").replace("_", " ")) in PLACES


@lru_cache(maxsize=4_096)
def _meaning(text: str) -> tuple[Role, int, str, str, str, str]:
    name = text.casefold().rstrip(" :*=")
    apart = _UNIT.fullmatch(name)
    unit = next(filter(None, apart.groups()[1:]), "").strip() if apart else ""
    if not is_known(unit):
        unit = next(iter(sorted(scales_in(name))), unit)
    whole = _without_unit(name)
    if whole and not is_known(unit):
        # What stands apart is understood too, and is no unit.
        unit = ""
    if forecast(name):
        return Role.OTHER, 0, "", "", "", ""
    role, year, period, gender, day = (
        whole or (_without_unit(apart.group(1).rstrip(" :*")) if apart else None) or (Role.OTHER, 0, "", "", "")
    )
    return role, year, period, gender, unit, day


def _without_unit(name: str) -> tuple[Role, int, str, str, str] | None:
    if role := _ROLE_OF.get(name.replace("_", " ")):
        return role, 0, "", "", ""
    words = said(name)
    if words is None:
        return None
    # A first or last day stands for its year; any other day for its month.
    period = "" if words.day in ("0101", "1231") else words.period
    role = Role.PERSONS if words.is_persons else Role.VALUE
    return role, words.year, period, words.gender, words.day

"""Reads one cell of a targets file: kind to how people write, strict about what it means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.catalogue import Catalogue, Indicator
from core.features.targets.file_words import gender_in, kind_of, plain
from core.features.targets.models import KIND_RULES
from core.signals import TargetKind
from core.tabular import faults as tabular
from core.tabular.cells import clean
from core.tabular.limits import FIRST_YEAR, MOST_SUGGESTIONS
from core.tabular.municipalities import Places, UnknownPlaceError
from core.tabular.numbers import DecimalSign, Number, both_readings, decimals_of, read_number
from core.tabular.units import is_per_cent, unit_fits, unit_name
from core.words.labels import GROUP

LAST_YEAR = 2100
LONGEST_TEXT = 500
LARGEST_RANK = 1000

_ADVICE = "Skriv ett tal utan enhet, till exempel 12,5."
_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_KOLADA_GROUP = re.compile(r"G\d{4,6}", re.ASCII)
_OWN_ID = re.compile(r"E\d{5}", re.ASCII | re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@]")
_YES = frozenset({"ja", "j", "true", "sant", "1"})
_NO = frozenset({"", "nej", "n", "false", "falskt", "0"})


class CellError(Exception):
    """A cell cannot be used; the text (Swedish, a whole sentence) says why and what to do."""


def number(text: str, unit: str = "", decimals: DecimalSign = DecimalSign.NONE) -> float | None:
    """A number with comma or point, or None for an empty cell; UNIT, the indicator's own, may stand after it.

    DECIMALS is what the whole file tells of its decimal sign: of "98.500" nothing else tells whether it is 98,5.
    """
    if not text:
        return None
    own = decimals_of([clean(text)])
    if "." in own.unsure and decimals is DecimalSign.NONE:
        with_decimals, whole = both_readings(own.unsure)
        raise CellError(f"Talet kan betyda {with_decimals} eller {whole}. Skriv det utan tusentalstecken.")
    sign = decimals if "." in own.unsure else own.sign
    try:
        found = read_number(clean(text), sign)
    except tabular.CellError as error:
        is_size = "för stort" in error.what
        raise CellError(error.what if is_size else f"{error.what} {_ADVICE}") from None
    if not isinstance(found, Number) or not _fits(found.unit, unit):
        raise CellError(_ADVICE)
    return found.value


def _fits(written: str, unit: str) -> bool:
    """Whether WRITTEN is UNIT or its beginning. Shares differ by percentage points, so a tolerance may be in them."""
    is_points = is_per_cent(unit) and written == unit_name("procentenheter")
    return not written or (bool(unit) and (is_points or unit_fits(written, unit)))


def year(text: str) -> int:
    """A year that must be given."""
    found = optional_year(text)
    if found is None:
        raise CellError("Skriv ett årtal.")
    return found


def optional_year(text: str) -> int | None:
    """A year from 1990 to 2100, or None for an empty cell."""
    if not text:
        return None
    return _whole(text, FIRST_YEAR, LAST_YEAR, f"Skriv ett årtal mellan {FIRST_YEAR} och {LAST_YEAR}.")


def rank(text: str) -> int | None:
    """A place from 1, or None for an empty cell."""
    return _whole(text, 1, LARGEST_RANK, "Skriv en plats som heltal, 1 eller högre.") if text else None


def tolerance(text: str, unit: str = "", decimals: DecimalSign = DecimalSign.NONE) -> float | None:
    """A number above 0, or None for an empty cell."""
    value = number(text, unit, decimals)
    if value is not None and value <= 0:
        raise CellError("Toleransen ska vara större än 0. Lämna tomt för indikatorns egen.")
    return value


def gender(text: str) -> str | None:
    """T, K, M, or None for an empty cell and for "alla"."""
    try:
        return gender_in(text)
    except ValueError:
        raise CellError("Skriv T (totalt), K (kvinnor), M (män) eller lämna tomt.") from None


def kind(text: str) -> TargetKind:
    """A target's kind by its Swedish words or its code, in any case."""
    found = kind_of(text)
    if found is None:
        raise CellError(f"Skriv en av sorterna {', '.join(rule.swedish for rule in KIND_RULES.values())}.")
    return found


def yes_or_no(text: str) -> bool:
    """Yes or no, also as Excel writes it; an empty cell is no."""
    word = text.lower()
    if word not in _YES | _NO:
        raise CellError("Skriv ja eller nej.")
    return word in _YES


def free_text(text: str) -> str:
    """A text of at most 500 characters, every run of spaces and line ends made one space."""
    found = unguarded(" ".join(text.split()))
    if len(found) > LONGEST_TEXT:
        raise CellError(f"Texten har {len(found)} tecken. Korta den till högst {LONGEST_TEXT}.")
    if any(unicodedata.category(character) == "Cc" for character in found):
        raise CellError("Texten har osynliga styrtecken. Skriv om den.")
    return found


def link(text: str) -> str:
    """A web address, or '' for an empty cell."""
    found = free_text(text)
    if found and not _LINK.fullmatch(found):
        raise CellError("Skriv en webbadress som börjar med http:// eller https://.")
    return found


def guarded(text: str) -> str:
    """TEXT so that no spreadsheet takes it for a formula: an apostrophe first where it looks like one."""
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if _GUARDED.match(text) else text


@dataclass
class References:
    """What a cell may point at: indicators (own ones too), groups, and municipalities.

    ``groups`` and ``names`` map id to name. Where not ``names_are_all``, any code of four digits is taken.
    ``withdrawn`` are the ids of own indicators that readers see no more.
    """

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, str]
    names: Mapping[str, str]
    names_are_all: bool
    withdrawn: Collection[str] = frozenset()
    _suggestions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        municipalities: Mapping[str, str] | None,
        withdrawn: Collection[str] = frozenset(),
    ) -> References:
        """From the catalogue, its participants, and the municipalities (id -> name) where they are known."""
        participants = {participant.id: participant.name for participant in catalogue.participants}
        own = {group.id: group.name for group in catalogue.groups}
        return cls(
            indicators=catalogue.by_kpi,
            groups={**GROUP, **own, **GROUP},
            names=participants | dict(municipalities or {}),
            names_are_all=municipalities is not None,
            withdrawn=withdrawn,
        )

    def municipality(self, text: str) -> str:
        """A municipality's id, from its code (also as Excel saves it, or an old one) or its name."""
        code = text.zfill(4) if re.fullmatch(r"\d{3,4}", text, re.ASCII) else ""
        if code and not self.names_are_all:
            return code
        try:
            return self._places.find(clean(text))
        except UnknownPlaceError as error:
            raise CellError(f"{error.what} {error.advice}") from None

    def indicator(self, text: str) -> Indicator:
        """The indicator with the id TEXT, or the only one with that name."""
        found = self.indicators.get(text.upper())
        if found is not None:
            return found
        named = self._named.get(plain(text), ())
        if len(named) == 1:
            return self.indicators[named[0]]
        if named:
            raise CellError(f"Flera nyckeltal heter så. Skriv dess id: {' eller '.join(named)}.")
        if _OWN_ID.fullmatch(text):
            what = f"Inget eget nyckeltal med id {text.upper()} är publicerat."
            raise CellError(f"{what} Publicera det först, eller rätta id:t.")
        ids = {kpi: f"{kpi} ({known.name})" for kpi, known in self.indicators.items()}
        names = {known.name: f"{kpi} ({known.name})" for kpi, known in self.indicators.items()}
        likely = self._suggest(text, ids | names)
        what = "Nyckeltalet finns inte i katalogen, och inget publicerat eget heter så."
        raise CellError(f"{what} {likely}Skriv dess id, till exempel N00945.")

    def group(self, text: str) -> str | None:
        """A comparison group's id, from its id or its name, or None for an empty cell."""
        if not text:
            return None
        if _KOLADA_GROUP.fullmatch(text.upper()):
            return text.upper()
        if text.lower() in self.groups:
            return text.lower()
        named = [group for group, name in self.groups.items() if plain(name) == plain(text)]
        if len(named) == 1:
            return named[0]
        known = ", ".join(f"{name} ({group})" for group, name in self.groups.items())
        raise CellError(f"Gruppen är okänd. Skriv {known} eller en grupp i Kolada (G och siffror).")

    def indicator_word(self, kpi: str) -> str:
        """What ``indicator`` takes for KPI and a reader understands: its name where no other has it, else KPI."""
        known = self.indicators.get(kpi)
        return known.name if known and self._named[plain(known.name)] == (kpi,) else kpi

    def group_word(self, group: str) -> str:
        """What ``group`` takes for GROUP and a reader understands: its name where no other has it, else GROUP."""
        name = self.groups.get(group, group)
        return name if list(self.groups.values()).count(name) == 1 else group

    @cached_property
    def _places(self) -> Places:
        return Places(self.names)

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        """The ids of the indicators with each name: of those that readers see, where any is called so."""
        found: dict[str, tuple[str, ...]] = {}
        for kpi, known in sorted(self.indicators.items(), key=lambda item: item[0] in self.withdrawn):
            name = plain(known.name)
            if name not in found or kpi not in self.withdrawn or found[name][0] in self.withdrawn:
                found[name] = (*found.get(name, ()), kpi)
        return found

    def _suggest(self, text: str, known: Mapping[str, str]) -> str:
        if text not in self._suggestions:
            if len(self._suggestions) >= MOST_SUGGESTIONS:
                return ""
            folded = {name.casefold(): shown for name, shown in known.items()}
            near = difflib.get_close_matches(text[:100].casefold(), folded, n=3, cutoff=0.7)
            likely = " eller ".join(dict.fromkeys(folded[name] for name in near))
            self._suggestions[text] = f"Menades {likely}? " if likely else ""
        return self._suggestions[text]


def _whole(text: str, least: int, most: int, advice: str) -> int:
    try:
        value = number(text)
    except CellError:
        raise CellError(advice) from None
    if value is None or not value.is_integer() or not least <= value <= most:
        raise CellError(advice)
    return int(value)

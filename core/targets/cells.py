"""Reads one cell of a targets file: kind to how people write, strict about what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.signals import TargetKind
from core.tabular.cells import clean
from core.tabular.faults import CellError
from core.tabular.fields import text_field
from core.tabular.limits import FIRST_YEAR
from core.tabular.numbers import DecimalSign, typed_number
from core.tabular.units import is_per_cent, unit_fits, unit_name
from core.tabular.years_and_genders import gender_of
from core.targets.models import KIND_RULES
from core.words.labels import GENDER

LAST_YEAR = 2100
LONGEST_TEXT = 500
LARGEST_RANK = 1000

_ADVICE = "Skriv ett tal utan enhet, till exempel 12,5."
_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@]")
_YES = frozenset({"ja", "j", "true", "sant", "1"})
_NO = frozenset({"", "nej", "n", "false", "falskt", "0"})
_TEXT = text_field("", LONGEST_TEXT, is_needed=False)
_KINDS: Mapping[TargetKind, tuple[str, ...]] = {
    TargetKind.AT_LEAST: ("lägst", "minimum"),
    TargetKind.AT_MOST: ("som mest", "maximum"),
    TargetKind.WITHIN: ("inom", "mellan", "intervall"),
    TargetKind.INCREASE: ("öka", "ökar", "ökning"),
    TargetKind.DECREASE: ("minska", "minskar", "minskning"),
    TargetKind.KEEP: ("behåll", "behålla", "oförändrat"),
    TargetKind.AS_GROUP: ("som grupp", "som en grupp", "som gruppen", "lika bra som grupp", "lika bra som gruppen"),
    TargetKind.BEST_QUARTER: ("bland de bästa", "bästa 25 %", "de bästa 25 %", "bland de 25 % bästa"),
    TargetKind.RANK: ("plats", "högst plats", "placering"),
}


def plain(text: str) -> str:
    """TEXT as words are compared: in small letters, with one space between, and none before a percent sign."""
    return " ".join(text.casefold().split()).replace(" %", "%")


_KIND_OF = {plain(word): kind for kind, words in _KINDS.items() for word in (*words, KIND_RULES[kind].swedish, kind)}


def number(text: str, unit: str = "", decimals: DecimalSign = DecimalSign.NONE) -> float | None:
    """A number with comma or point, or None for an empty cell; UNIT, the indicator's own, may stand after it.

    DECIMALS is what the whole file tells of its decimal sign: of "98.500" nothing else tells whether it is 98,5.
    """
    if not text:
        return None
    found = typed_number(clean(text), _ADVICE, decimals)
    if not _fits(found.unit, unit):
        raise CellError("Enheten är en annan än nyckeltalets." if unit else "Talet har en enhet.", _ADVICE)
    return found.value


def _fits(written: str, unit: str) -> bool:
    """Whether WRITTEN is UNIT or its beginning. Shares differ by percentage points, so a tolerance may be in them."""
    is_points = is_per_cent(unit) and written == unit_name("procentenheter")
    return not written or (bool(unit) and (is_points or unit_fits(written, unit)))


def year(text: str) -> int:
    """A year that must be given."""
    found = optional_year(text)
    if found is None:
        raise CellError("Saknas.", "Skriv ett årtal.")
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
        raise CellError("Toleransen ska vara större än 0.", "Lämna tomt för indikatorns egen.")
    return value


def gender(text: str) -> str | None:
    """T, K, M, or None for an empty cell and for "alla"."""
    word = plain(text)
    if word in ("", gender_words(None)):
        return None
    found = gender_of(word)
    if found is None:
        raise CellError("Könet är okänt.", "Skriv T (totalt), K (kvinnor), M (män) eller lämna tomt.")
    return found


def gender_words(gender: str | None) -> str:
    """The word in the downloaded file: a target for all is not the same version as one for the total."""
    return GENDER[gender] if gender else "alla"


def kind(text: str) -> TargetKind:
    """A target's kind by its Swedish words or its code, in any case."""
    found = _KIND_OF.get(plain(text))
    if found is None:
        advice = f"Skriv en av sorterna {', '.join(rule.swedish for rule in KIND_RULES.values())}."
        raise CellError("Sorten är okänd." if text else "Saknas.", advice)
    return found


def yes_or_no(text: str) -> bool:
    """Yes or no, also as Excel writes it; an empty cell is no."""
    word = text.lower()
    if word not in _YES | _NO:
        raise CellError("Är varken ja eller nej.", "Skriv ja eller nej.")
    return word in _YES


def free_text(text: str) -> str:
    """A text of at most 500 characters, every run of spaces and line ends made one space."""
    found: str = _TEXT.read(unguarded(" ".join(text.split())))
    return found


def link(text: str) -> str:
    """A web address, or '' for an empty cell."""
    found = free_text(text)
    if found and not _LINK.fullmatch(found):
        raise CellError("Är ingen webbadress.", "Skriv en som börjar med http:// eller https://.")
    return found


def guarded(text: str) -> str:
    """TEXT so that no spreadsheet takes it for a formula: an apostrophe first where it looks like one."""
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if _GUARDED.match(text) else text


def _whole(text: str, least: int, most: int, advice: str) -> int:
    try:
        value = number(text)
    except CellError:
        value = None
    if value is None or not value.is_integer() or not least <= value <= most:
        raise CellError("Går inte att använda.", advice)
    return int(value)

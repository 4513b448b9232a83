"""Units as people write them: which are the same, and what values they allow."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

# The least and the highest; None where there is no bound.
Range: TypeAlias = tuple[float | None, float | None]
PER_CENT = "%"
# One way to write each unit; a unit "per" something is taken by what stands before it too.
_SAME = (
    (PER_CENT, "procent", "pct"),
    ("kr", "kronor", "krona", "sek"),
    ("tkr", "tusen kronor", "tusen kr", "tusentals kronor", "ksek"),
    ("mnkr", "miljoner kronor", "miljoner kr", "miljon kronor", "mkr", "mkn", "msek"),
    ("mdkr", "miljarder kronor", "miljarder kr", "miljard kronor"),
    ("promille", "‰"),
    ("tusental", "tusen", "1000-tal", "1 000-tal"),
    ("miljoner", "miljon"),
    ("antal", "st", "stycken", "styck"),
    ("timmar", "timme", "tim", "h"),
    ("minuter", "minut", "min"),
    ("dagar", "dag", "dgr", "dygn"),
    ("månader", "månad", "mån"),
    ("procentenheter", "procentenhet", "%-enheter", "p.e."),
    ("inv", "invånare", "inv."),
)
_NAME = {word: words[0] for words in _SAME for word in words}
# Those that one may write as a single word beside a year.
UNIT_WORDS = frozenset(word for words in _SAME[:8] for word in words if " " not in word)
# What is known as a unit where the indicator has none, and where a heading has it in brackets.
KNOWN_UNITS = frozenset({PER_CENT, "kr", "tkr", "mnkr"})
# In which a figure would be another number: what is looked for in every heading, and in the text around a table.
_SCALES = {word: words[0] for words in _SAME[:8] for word in words}
_SCALE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_SCALES, key=len, reverse=True)))})(?!\w)")
# What a number of persons may be a number of; schools, matters and hours are none.
PEOPLE = (
    *("person", "individ", "elev", "barn", "ungdom", "brukar", "svar", "enkätsvar", "respondent", "deltag", "invånar"),
    *("anställd", "medarbet", "patient", "klient", "vårdnadshav", "föräld", "stude", "sökande", "mottagar", "boende"),
    *("äldre", "besökar", "kund", "medborgar", "lärare", "pedagog", "folkbokförd", "inskriv", "arbetslös", "nyanländ"),
    *("avgångselev", "people", "pupil", "respons", "children"),
)
_SHARES = re.compile(r"(?:index|poäng)?\s*0[–-]100")
_PER = re.compile(r"\s*/\s*|\s+per\s+")
# Kronor and differences may be below zero, and of an index only its name tells.
_SIGNED = (
    "kr",
    "tkr",
    "mnkr",
    "mdkr",
    "tusental",
    "miljoner",
    "procentenheter",
    "index",
    "poäng",
    "differens",
    "avvikelse",
)


@lru_cache(maxsize=1_024)
def unit_name(unit: str) -> str:
    """UNIT in the one way that it is compared by: "Kronor per invånare" is kr/inv, and a share is in per cent."""
    text, _ = _parts(unit)
    return PER_CENT if text.startswith("andel") else "/".join(map(_named, _PER.split(text)))


def is_per_cent(unit: str) -> bool:
    """Whether values in UNIT are shares of a hundred, and written so."""
    return PER_CENT in _starts(unit_name(unit))


def unit_fits(written: str, unit: str) -> bool:
    """Whether WRITTEN, found after a number or in a heading, is what the indicator's UNIT is measured in."""
    found, own = unit_name(written), unit_name(unit)
    # "Avvikelse (%)": the word says what, and the sign in what.
    _, inside = _parts(unit)
    return not written or found in _starts(own) | {inside and unit_name(inside)} or (not own and found in KNOWN_UNITS)


def scales_in(text: str) -> frozenset[str]:
    """The units of money and shares that TEXT names: "Kostnad per elev, tkr" names tkr."""
    return frozenset(_SCALES[found] for found in _SCALE.findall(" ".join(text.casefold().split())))


def is_known(unit: str) -> bool:
    """Whether UNIT, or what stands before "per" in it, is a unit and no other word."""
    return unit_name(unit).split("/")[0] in _NAME.values()


def counts_people(unit: str) -> bool:
    """Whether a value in UNIT may be a number of persons: "antal", "antal elever", "personer", and no share of any."""
    text, _ = _parts(unit)
    words = text.removeprefix("antal").strip()
    return "/" not in unit_name(unit) and (text in ("antal", "st") or words.startswith(PEOPLE))


def unit_range(unit: str) -> Range:
    """What values UNIT allows."""
    name = unit_name(unit)
    if is_per_cent(unit) or _SHARES.match(name):
        return 0, 100
    return (None, None) if not name or name.startswith(_SIGNED) else (0, None)


def _parts(unit: str) -> tuple[str, str]:
    """UNIT in small letters, and what stands in brackets after it."""
    text = " ".join(unit.casefold().split())
    whole, _, inside = text.partition("(")
    return (whole.strip(" .,"), inside.rstrip(") ")) if whole.strip(" .,") else (text, "")


def _starts(name: str) -> set[str]:
    """NAME, and what it says before "per" and before what it is a unit of: "kr/inv" is kr, "% av alla" is %."""
    before = name.split("/", maxsplit=1)[0]
    return {name, before, name.split(" ", maxsplit=1)[0], before.split(" ")[0]}


def _named(part: str) -> str:
    """PART in its one way; "kronor i fasta priser" by its first words."""
    words = part.strip(" .").split(" ")
    for length in range(len(words), 0, -1):
        if known := _NAME.get(" ".join(words[:length])):
            return " ".join([known, *words[length:]])
    return part

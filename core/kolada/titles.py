"""What a KPI's title tells beside its name: Kolada has no field for the unit, but most titles end with it."""

from __future__ import annotations

import re

# "(-2024)" after the unit: measured until then.
_ENDED = re.compile(r"\(\s*-\s*\d{4}\s*\)")
_YES_NO = re.compile(r"\bja\s*=\s*1\b", re.IGNORECASE)
_PER_CENT = re.compile(r"\(%\)|\bprocent$|^%")
# What a part of a title begins with where it is the unit, and ends with: what follows in brackets is no unit.
_UNIT = re.compile(
    r"((?:kr|tkr|mkr|mnkr|miljoner kronor|tusen kronor|antal|index|poäng|kg|ton|gram|g|[kMGT]Wh|W|km|meter|m|kvm|kbm|"
    r"hektar|ha|liter|år|månader|veckor|dagar|dygn|timmar|minuter|balanstal|meritvärde|betygspoäng)(?:[ /].*)?)$"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_IN_THE_NAME = re.compile(r"(?:\bantal|tid i) (dagar|dygn|timmar|minuter|månader|år|veckor)\b")
_COUNTED = ("dagar", "dygn", "timmar", "minuter", "månader", "år", "veckor")


def unit_in(title: str) -> str:
    """The unit that TITLE (one line) ends with, as the catalogue writes units; "" where it tells none.

    Percentages are "%", shares and answers alike; "antal dagar" is "dagar"; "kr/inv 65+" is told whole.
    """
    plain = _ENDED.sub("", title).strip()
    if _PER_CENT.search(plain):
        return "%"
    if _YES_NO.search(plain):
        return "1 = ja, 0 = nej"
    for part in reversed(plain.split(",")):
        found = _UNIT.match(_BRACKETS.sub("", part).strip())
        if found:
            unit = _RANGE.sub("–", " ".join(found[1].split()))
            if unit.startswith("index "):
                return "index"
            counted = unit.removeprefix("antal ")
            return counted if counted in _COUNTED else unit
    if plain.casefold().endswith("index"):
        return "index"
    counted_in = _IN_THE_NAME.search(plain)
    return counted_in[1] if counted_in else ""

"""Numbers as a Swedish reader writes them: 138 420; 12,9; −1,3."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.signals import shown, shown_one

MINUS = "−"
THOUSANDS = "\N{NO-BREAK SPACE}"
MISSING = "–"
_MOST_DECIMALS = 4
_SMALL = 100
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}"})
_COUNTS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_ORDINALS = (
    *("nollte", "första", "andra", "tredje", "fjärde", "femte", "sjätte"),
    *("sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte"),
)
_PER_CENT = ("%", "procent")
_SINGULAR = {"dagar": "dag", "månader": "månad", "procentenheter": "procentenhet"}


def number(value: float | None, decimals: int = 0) -> str:
    """VALUE with DECIMALS, rounded as it is judged; a dash for no value."""
    if value is None or math.isnan(value):
        return MISSING
    rounded = shown_one(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THOUSANDS).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float | None, decimals: int = 0) -> str:
    """VALUE with its sign written out; ±0 has none."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and shown_one(value, decimals) > 0 else text


def level(value: float | None, decimals: int = 0) -> str:
    """A level that somebody has decided: never shown coarser than it was written."""
    if value is None or math.isnan(value):
        return MISSING
    return number(value, max(decimals, needed_decimals(value)))


def needed_decimals(value: float) -> int:
    """How many decimals, at most four, VALUE was written with."""
    return next((d for d in range(_MOST_DECIMALS) if math.isclose(round(value, d), value)), _MOST_DECIMALS)


def with_unit(text: str, unit: str) -> str:
    """TEXT (a number) followed by its unit, unless the unit only says that it is a count or an index."""
    if unit in ("antal", "andel") or unit.startswith(("index", "poäng")):
        return text
    if text.lstrip(f"+{MINUS}") == "1":
        unit = _SINGULAR.get(unit, unit)
    return f"{text}{THOUSANDS}{unit}"


def dated(text: str, when: str | float) -> str:
    """TEXT, a figure, with the year or years it is of: "58 dagar 2022", but "29 (2022)" where no unit is between."""
    when = when if isinstance(when, str) else f"{when:.0f}"
    return f"{text} ({when})" if text[-1:].isdigit() else f"{text} {when}"


def finer(value: float | None, decimals: int) -> int:
    """DECIMALS, or one more where a small whole number would hide what VALUE is."""
    if value is None or math.isnan(value):
        return decimals
    hidden = value != 0 and shown_one(value, decimals) == 0
    return decimals + 1 if hidden or (decimals == 0 and abs(value) < _SMALL) else decimals


def together(decimals: int, *amounts: float, apart: tuple[float, float] | None = None) -> int:
    """The one rounding of AMOUNTS that stand in a sentence: DECIMALS, or as few more (at most four) as they need.

    They need more where one that is not 0 would be shown as 0, or where the two APART, which the sentence compares,
    would look the same without being it. NaN needs nothing.
    """

    def tells(d: int) -> bool:
        hidden = any(a != 0 and shown_one(a, d) == 0 for a in amounts)
        alike = apart is not None and apart[0] != apart[1] and shown_one(apart[0], d) == shown_one(apart[1], d)
        return not hidden and not alike

    return next((d for d in range(decimals, _MOST_DECIMALS) if tells(d)), max(decimals, _MOST_DECIMALS))


def difference(value: float | None, decimals: int, unit: str, *, sign: bool = False) -> str:
    """A difference between two figures in UNIT: shares differ by percentage points. Never shown as 0 unless it is."""
    while value is not None and value != 0 and decimals < _MOST_DECIMALS and shown_one(value, decimals) == 0:
        decimals += 1
    text = signed(value, decimals) if sign else number(None if value is None else abs(value), decimals)
    if unit.casefold() in _PER_CENT:
        unit = "procentenheter"
    return with_unit(text, unit)


def first_upper(text: str) -> str:
    """TEXT with a capital first letter, the rest as it is (KKiK, Södertörn)."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """TEXT as it stands within a sentence: förskola, but KKiK and VA-verksamhet."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def counted(count: int, one: str, several: str) -> str:
    """COUNT of something: ONE is what a single is called ("ett fel"), SEVERAL what stands after a number ("fel")."""
    return one if count == 1 else f"{number(count)} {several}"


def count_word(n: int, one: str = "en") -> str:
    """N as it is written in running text; ONE is how a single is said ("ett")."""
    return one if n == 1 else _COUNTS[n] if n < len(_COUNTS) else number(n)


def ordinal_word(n: int) -> str:
    """ "tredje"; "13:e" where it is not written out."""
    if n < len(_ORDINALS):
        return _ORDINALS[n]
    return f"{n}:{'a' if n % 10 in (1, 2) and n % 100 not in (11, 12) else 'e'}"


def alphabetical(text: str) -> str:
    """What TEXT is sorted by: å, ä and ö come last, in that order."""
    return text.casefold().translate(_LAST_LETTERS)


def listed(words: Sequence[str]) -> str:
    """ "Nacka, Solna och Täby"."""
    return " och ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def share(part: float, whole: float) -> str:
    """PART of WHOLE in whole per cent; never 0 or 100 unless it is exactly so."""
    if whole <= 0:
        return MISSING
    percent = int(shown(100 * part / whole, 0))
    if 0 < part < whole:
        percent = min(max(percent, 1), 99)
    return per_cent(percent)


def per_cent(value: float, decimals: int = 0, *, sign: bool = False) -> str:
    """VALUE, which is in per cent, with its mark."""
    return f"{signed(value, decimals) if sign else number(value, decimals)}{THOUSANDS}%"


def spans(years: Sequence[int]) -> str:
    """YEARS, oldest first, with those that follow each other as one: "2013–2014 och 2019"."""
    parts: list[list[int]] = []
    for year in years:
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return listed([f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts])


def filled_lines(text: str) -> tuple[str, ...]:
    """The lines of TEXT that say something, without the space around them."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))

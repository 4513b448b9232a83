"""What Excel's codes for number formats do to a number: how large it is shown, with which words, or as a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from core.tabular.cells import Shown
from core.tabular.units import unit_name

# A text, one sign that stands for itself, one that is left as room, one that fills the cell, brackets, any sign.
_TOKEN = re.compile(r'"([^"]*)"?|\\(.?)|_(.?)|\*(.?)|\[([^\]]*)\]|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:[.,]\d+)?)")
# Excel's own word for no format, as it and other programs write it in different countries.
_GENERAL = re.compile(
    r'("[^"]*"|\[[^\]]*\])|general|standard|allmänt|generell|normal|estándar|geral|standaard|algemeen|@', re.IGNORECASE
)
_DIGITS = "0#?"
# Years (å in a program that writes in Swedish), months, days, hours, minutes and seconds.
_MOMENT = "yåmdhs"
_SPAN = re.compile(r"[hms]+", re.IGNORECASE)
_NOTHING = "ingenting"


@dataclass(frozen=True)
class Section:
    """One of the parts of a format, which are for positive, negative and no numbers.

    ``factor`` is what a number is shown times; ``before`` and ``after`` are words around it. Where ``has_number`` is
    False, the words alone are shown. ``shape`` is which of y, m and d a moment shows.
    """

    factor: Decimal
    before: str
    after: str
    has_number: bool
    is_moment: bool = False
    is_span: bool = False
    shape: str = ""
    condition: tuple[str, float] | None = None

    def shown(self, number: float) -> float:
        """NUMBER as this section shows it: plain where the cell says the number and nothing else."""
        if number in (float("inf"), float("-inf")):
            return number
        if not self.has_number:
            return Shown(number, looks=self.before.strip() or _NOTHING)
        value = float(Decimal(repr(number)) * self.factor) if self.factor != 1 else number
        before, after = _words(self.before), _words(self.after)
        unit = after or ("" if "%" not in self.after else "%")
        if before and not unit and unit_name(before) in ("kr", "tkr", "mnkr"):
            before, unit = "", before
        if before:
            return Shown(value, unit, looks=f"{before} {_plain(value)} {unit}".strip())
        return Shown(value, unit) if unit or value != number else number


@dataclass(frozen=True)
class NumberFormat:
    """A format's sections, in its order."""

    sections: tuple[Section, ...]

    def section(self, number: float) -> Section:
        """The section that NUMBER is shown by."""
        if any(one.condition for one in self.sections):
            held = (one for one in self.sections if one.condition is None or _holds(number, *one.condition))
            return next(held, self.sections[-1])
        place = 0 if number > 0 or len(self.sections) < 2 else 1 if number < 0 else 2
        return self.sections[place if place < len(self.sections) else 0]


def read_format(code: str) -> NumberFormat:
    """What the format CODE says; a code that is empty or no format shows the number as it is."""
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(_GENERAL.sub(lambda found: found.group(1) or "0", code)):
        if token.group(6) == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    # The fourth is for texts.
    return NumberFormat(tuple(_section(tokens, is_only=len(sections) == 1) for tokens in sections[:3]))


def _section(tokens: list[re.Match[str]], *, is_only: bool) -> Section:
    signs = "".join(token.group(6) or "" for token in tokens)
    condition = next((found for token in tokens if (found := _CONDITION.fullmatch(token.group(5) or ""))), None)
    held = (condition.group(1), float(condition.group(2).replace(",", "."))) if condition else None
    if is_only and not tokens:
        return Section(Decimal(1), "", "", has_number=True)
    first = next((sign for sign in signs.lower() if sign in _DIGITS or sign in _MOMENT), "")
    spans = [token.group(5) for token in tokens if _SPAN.fullmatch(token.group(5) or "")]
    if spans or (first and first in _MOMENT):
        shape = "".join(sign for sign in "ymd" if sign in signs.lower().replace("å", "y"))
        return Section(Decimal(1), "", "", True, True, bool(spans), shape, held)
    if not first:
        return Section(Decimal(1), _around(tokens, is_before=True), "", has_number=False, condition=held)
    commas = re.search(r"[0#?](,+)(?![,0#?])", signs)
    factor = Decimal(100) ** signs.count("%") / Decimal(1000) ** (len(commas.group(1)) if commas else 0)
    before, after = _around(tokens, is_before=True), _around(tokens, is_before=False)
    return Section(factor, before, after, has_number=True, condition=held)


def _around(tokens: list[re.Match[str]], *, is_before: bool) -> str:
    """The words before the first digit, or after the last."""
    places = [place for place, token in enumerate(tokens) if (token.group(6) or " ") in _DIGITS]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))
    return "".join(map(_said, tokens[:first] if is_before else tokens[last + 1 :]))


def _said(token: re.Match[str]) -> str:
    text, sign, room, filler, bracket, plain = token.groups()
    if bracket is not None:
        return bracket[1:].split("-")[0] if bracket.startswith("$") else ""
    if room is not None or filler is not None:
        return " "
    return text or sign or (plain if plain and plain not in ",.Ee+" else "") or ""


def _words(text: str) -> str:
    """TEXT where it says something: brackets and dashes around a number do not."""
    return text.strip() if any(map(str.isalpha, text)) or any(sign in "€$£‰<>≤≥~" for sign in text) else ""


def _plain(value: float) -> str:
    return f"{value:.12g}".replace(".", ",")


def _holds(number: float, sign: str, bound: float) -> bool:
    return {
        "<": number < bound,
        ">": number > bound,
        "=": number == bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": number != bound,
    }[sign]

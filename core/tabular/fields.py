"""Reads what somebody typed in a form's fields, and says in Swedish what is wrong with it: all of it at once."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias, TypeVar

from core.errors import NyckeltalError
from core.tabular.faults import CellError, cut
from core.tabular.limits import FIRST_YEAR, LARGEST_NUMBER
from core.tabular.numbers import typed_number

# Turn round the reading of the line they stand in, so that a text says something else than it holds.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\n\r\t")
_LONGEST_WHOLE = 9
# What is later is a slip of the pen.
_AFTER_LAST_YEAR = 2100
# What is wrong where nothing was typed or chosen.
MISSING = "Saknas."

Reader: TypeAlias = Callable[[object], Any]
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class FieldFault:
    """One fault. ``field`` is its name in code, ``label`` on the screen; ``what`` and ``advice`` are sentences."""

    field: str
    label: str
    what: str
    advice: str

    def __str__(self) -> str:
        """One Swedish line."""
        return f"{self.label}: {self.what} {self.advice}"


def counted_words(n: int) -> str:
    """That N fields are to be mended, without a full stop."""
    return "Ett fält behöver rättas" if n == 1 else f"{n} fält behöver rättas"


class FieldsError(NyckeltalError):
    """What was typed cannot be kept, and nothing was; ``faults`` are in the form's order."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{counted_words(len(faults))}, och inget är sparat:\n{lines}\n", "Rätta och spara igen.")


@dataclass(frozen=True)
class Field:
    """A field of a form: its label on the screen, and what makes a value of what was typed or raises CellError.

    ``longest`` is how many characters a text may have, None for what is no text; ``has_lines`` whether it may have
    several lines; ``is_needed`` whether something must be typed.
    """

    label: str
    read: Reader
    longest: int | None = None
    has_lines: bool = False
    is_needed: bool = False


def read_fields(form: Mapping[str, Field], given: Mapping[str, object]) -> tuple[dict[str, Any], list[FieldFault]]:
    """The values of those fields of FORM that could be read from GIVEN, and a fault for every other one."""
    found: dict[str, Any] = {}
    faults: list[FieldFault] = []
    for name, field in form.items():
        try:
            found[name] = field.read(given.get(name))
        except CellError as error:
            faults.append(FieldFault(name, field.label, error.what, error.advice))
    return found, faults


def checked_fields(form: Mapping[str, Field], **given: object) -> dict[str, Any]:
    """The values of FORM's fields, read from GIVEN. Raises FieldsError with every fault."""
    found, faults = read_fields(form, given)
    if faults:
        raise FieldsError(faults)
    return found


def text_field(label: str, longest: int, *, is_needed: bool = True, has_lines: bool = False) -> Field:
    """A text, kept as it was typed, of at most LONGEST characters; on one line unless HAS_LINES."""
    read = partial(_text, longest=longest, is_needed=is_needed, has_lines=has_lines)
    return Field(label, read, longest, has_lines, is_needed)


def whole_field(label: str, least: int, most: int, usual: int | None = None) -> Field:
    """A whole number between LEAST and MOST; USUAL where nothing was typed (None: it is needed)."""
    return Field(label, partial(_whole, least=least, most=most, usual=usual), is_needed=usual is None)


def bound_field(label: str) -> Field:
    """A number, or None where nothing was typed."""
    return Field(label, _bound)


def choice_field(label: str, words: Mapping[E, str], usual: E | None = None) -> Field:
    """One of an enumeration, whose members are the keys of WORDS; USUAL where none was chosen (None: it is needed)."""
    return Field(label, partial(_choice, words=words, usual=usual), is_needed=usual is None)


def day_field(label: str, *, is_needed: bool = True) -> Field:
    """A day, written as 2026-05-31; None where nothing was typed and it is not needed."""
    return Field(label, partial(_day, is_needed=is_needed), is_needed=is_needed)


def _text(value: object, *, longest: int, is_needed: bool, has_lines: bool) -> str:
    text = "" if value is None else value
    if not isinstance(text, str):
        raise CellError("Är ingen text.", "Skriv en text.")
    if len(text) > longest:
        raise CellError(*_too_long(len(text), longest))
    if any(_is_unfit(sign, has_lines=has_lines) for sign in text):
        what = "Texten har tecken som inte syns" + ("" if has_lines else " eller flera rader")
        raise CellError(f"{what}.", "Skriv den på nytt i stället för att klistra in den.")
    if is_needed and not has_content(text):
        raise CellError(MISSING, "Fyll i fältet.")
    return text


def too_long(field: str, label: str, length: int, longest: int) -> FieldFault:
    """The fault of a text of LENGTH characters where LONGEST have room."""
    return FieldFault(field, label, *_too_long(length, longest))


def _too_long(length: int, longest: int) -> tuple[str, str]:
    return f"Texten har {length} tecken.", f"Korta den till högst {longest}."


def _is_unfit(sign: str, *, has_lines: bool) -> bool:
    kind = unicodedata.category(sign)
    if sign in _LINE_ENDS or kind in ("Zl", "Zp"):
        return not has_lines
    # PostgreSQL keeps neither NUL nor half characters.
    return kind in ("Cc", "Cs") or sign in _TURNING


def has_content(text: str) -> bool:
    """Whether TEXT has anything that can be seen."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def _whole(value: object, *, least: int, most: int, usual: int | None) -> int:
    given = value.strip() if isinstance(value, str) else value
    if given in (None, ""):
        if usual is not None:
            return usual
        raise CellError(MISSING, f"Skriv ett heltal från {least} till {most}.")
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) <= _LONGEST_WHOLE:
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most:
        raise CellError(f"”{cut(str(given))}” går inte att använda.", f"Skriv ett heltal från {least} till {most}.")
    return given


def _bound(value: object) -> float | None:
    given = value.strip() if isinstance(value, str) else value
    if given in (None, ""):
        return None
    if isinstance(given, str):
        return _number(given)
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise CellError("Är inget tal.", "Skriv ett tal, eller lämna tomt.")
    if not math.isfinite(given) or abs(given) > LARGEST_NUMBER:
        raise CellError("Talet är för stort.", "Skriv ett mindre tal, eller lämna tomt.")
    return float(given)


def _number(text: str) -> float:
    advice = "Skriv ett tal utan enhet, eller lämna tomt."
    found = typed_number(text, advice, unsure=".,")
    if found.unit:
        raise CellError(f"”{cut(text)}” är inte bara ett tal.", advice)
    return found.value


def _day(value: object, *, is_needed: bool) -> date | None:
    text = str(value or "").strip()
    if not text:
        if is_needed:
            raise CellError(MISSING, "Skriv det som 2026-05-31.")
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise CellError("Är inget datum.", "Skriv det som 2026-05-31.") from None
    if not FIRST_YEAR <= found.year < _AFTER_LAST_YEAR:
        raise CellError("Är ett orimligt datum.", "Kontrollera året.")
    return found


def _choice(value: object, *, words: Mapping[E, str], usual: E | None) -> E:
    if value in (None, "") and usual is not None:
        return usual
    for member, word in words.items():
        if value in (member, word):
            return member
    what = MISSING if value in (None, "") else f"”{cut(str(value))}” går inte att välja."
    raise CellError(what, f"Välj bland: {', '.join(words.values())}.")

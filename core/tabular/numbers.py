"""Numbers as Swedes write them, and which sign a file uses for decimals."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from core.tabular.cells import Cell, Shown
from core.tabular.faults import CellError
from core.tabular.limits import LARGEST_NUMBER
from core.tabular.units import unit_name

MISSING, SUPPRESSED, NOT_APPLICABLE = "Missing", "Privacy", "Not applicable"
# Words in a text that speak of what may not be shown.
SECRECY = re.compile(
    r"\b(sekretess|skydda|dold[at]?\b|dölj|färre än|för få|(?:endast|bara) \d\b|röja|röjer|får inte visas"
    r"|privacy|suppressed|confidential)",
    re.IGNORECASE,
)
# Kolada's words for why there is no value. The signs are those of official statistics: two dots stand for a figure
# that may not be shown, one dot for one that cannot exist.
STATUS_OF = (
    dict.fromkeys(
        ("..", "...", "…", "sekretess", "sekretessbelagt", "sekr", "x", "privacy", "dold", "dolt"), SUPPRESSED
    )
    | dict.fromkeys(("-", "--", "bortfall", "saknas", "uppgift saknas", "missing", "ej svar", "ej redovisat"), MISSING)
    | dict.fromkeys((".", "ej tillämplig", "ej tillämpligt", "ej aktuellt", "not applicable"), NOT_APPLICABLE)
    | dict.fromkeys(("n/a", "na", "i.u.", "iu", "ingen uppgift"), MISSING)
)
# What a cell says whose formula has never been computed; such files come from other programs than Excel.
UNCOMPUTED = "#OBERÄKNAD!"
STATUS_SIGN = {SUPPRESSED: "..", MISSING: "-", NOT_APPLICABLE: "."}

# A column is taken for numbers when nearly all of its first cells are, footnotes apart.
SAMPLE_ROWS, NUMBER_SHARE = 300, 0.6
_LONGEST = 60
_DASHES = str.maketrans("−–—‐‑", "-----")
_PARTS = re.compile(r"([+-]?) ?([0-9][0-9., '’´]*[0-9]|[0-9])(?:e([+-]?[0-9]{1,3}))? ?(%.*|[^\W\d_].*)?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[- ](?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*"
    r"|(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*[- ]\d{1,4}",
    re.IGNORECASE | re.ASCII,
)
# The letter o beside a figure, or between two.
_LETTER_O = re.compile(r"(?<=[\d.,])o+|^[+-]?o+(?=[\d.,])", re.IGNORECASE)


_RAISED = re.compile(r"\d ?(?:[¹²³⁰⁴-⁹]+|\*+|\d?\))$")
# A number that is only said to be within something: <5, färre än 5, 1-4, högst 4, minst 10.
SMALL = re.compile(
    r"(?P<below>[<≤]=?|färre än|mindre än|lägre än|under|högst|max|upp till|som mest) ?(?P<bound>\d+)(?: st| personer)?"
    r"|(?P<above>[>≥]=?|fler än|mer än|över|minst|från) ?(?P<least>\d+)(?: st| personer)?"
    r"|(?P<first>\d+) ?(?:-|till) ?(?P<last>\d+)(?: st| personer)?",
    re.IGNORECASE | re.ASCII,
)


class DecimalSign(StrEnum):
    """The sign before the decimals; the value is what the screen calls it."""

    COMMA = "komma"
    POINT = "punkt"
    NONE = "inga decimaler"

    @property
    def sign(self) -> str:
        """The sign itself; comma where there are no decimals."""
        return "." if self is DecimalSign.POINT else ","


@dataclass(frozen=True)
class Number:
    """A number as it was read; ``unit`` is what stood after it, in Kolada's words ("%", "kr", "tkr")."""

    value: float
    unit: str = ""


@dataclass(frozen=True)
class NoNumber:
    """Why there is none, in Kolada's words."""

    status: str


Reading: TypeAlias = Number | NoNumber | None


@dataclass(frozen=True)
class Decimals:
    """What the cells of a file tell of its decimal sign.

    ``unsure`` is the first text that could be read both ways, '' when something in the file settles it.
    """

    sign: DecimalSign
    unsure: str = ""


def decimals_of(cells: Iterable[Cell]) -> Decimals:
    """The decimal sign of the file whose values are CELLS: decided for the whole file, never cell by cell.

    "12,5" tells comma, and so does "1.234.567"; "1.234" alone tells nothing. Where both signs are used the more
    common one holds (comma when they are as common), and the other's cells are faults.
    """
    seen: Counter[DecimalSign] = Counter()
    unsure = ""
    for cell in cells:
        if not isinstance(cell, str) or not ("," in cell or "." in cell):
            continue
        parts = _PARTS.fullmatch(_plain(cell))
        sign = _evidence(parts.group(2)) if parts else None
        if sign is not None:
            seen[sign] += 1
        elif parts and not unsure and _is_unsure(parts.group(2)):
            unsure = cell
    if seen:
        most = max((DecimalSign.COMMA, DecimalSign.POINT), key=lambda sign: seen[sign])
        return Decimals(most)
    if unsure:
        return Decimals(DecimalSign.POINT if "." in unsure else DecimalSign.COMMA, unsure)
    return Decimals(DecimalSign.NONE)


def read_number(cell: Cell, decimal: DecimalSign) -> Reading:
    """The number in CELL, why there is none, or None for an empty cell. Raises CellError."""
    if not isinstance(cell, str):
        return Number(_sized(float(cell)), unit_name(cell.unit) if isinstance(cell, Shown) else "")
    return _read_text(cell, decimal) if cell else None


# The same texts come again and again in a large file.
@lru_cache(maxsize=20_000)
def _read_text(cell: str, decimal: DecimalSign) -> Reading:
    text = _plain(cell)
    if status := STATUS_OF.get(text.casefold()):
        return NoNumber(status)
    if _PARTS.fullmatch(mended := _LETTER_O.sub(_noughts, text)) and mended != text:
        raise CellError("Talet har bokstaven o i stället för en nolla.", f"Skriv {mended}.")
    parts = _PARTS.fullmatch(text)
    if not parts or _RAISED.search(text):
        raise _no_number(text)
    minus, body, exponent, unit = parts.groups(default="")
    value = float(f"{_digits(body, decimal)}e{exponent or 0}")
    return Number(_sized(-value if minus == "-" else value), unit_name(unit))


def typed_number(text: str, advice: str, decimals: DecimalSign = DecimalSign.NONE, unsure: str = ".") -> Number:
    """The number in TEXT, which stands alone, with the unit that is written after it. Raises CellError.

    ADVICE is given where it is no number. DECIMALS is what tells its decimal sign around it; where nothing does,
    one of the signs UNSURE may as well set thousands apart.
    """
    own = decimals_of([text])
    is_unsure = any(sign in own.unsure for sign in unsure)
    if is_unsure and decimals is DecimalSign.NONE:
        with_decimals, whole = both_readings(own.unsure)
        raise CellError(f"Talet kan betyda {with_decimals} eller {whole}.", "Skriv det utan tusentalstecken.")
    try:
        found = read_number(text, decimals if is_unsure else own.sign)
    except CellError as error:
        raise CellError(error.what, advice if error.advice in _ADVICE_OF_VALUES else error.advice) from None
    if not isinstance(found, Number):
        raise CellError("Det är inget tal.", advice)
    return found


def least_said(text: str) -> int | None:
    """The least that TEXT ("<5", "1–4", "minst 10", ".."), which is no number, may stand for; None for other texts.

    What is below something, or secret, may be as little as nothing.
    """
    plain = _plain(text)
    if plain.casefold() in STATUS_OF:
        return 0
    found = SMALL.fullmatch(plain)
    if not found:
        return None
    return int(found["least"] or found["first"] or 0)


def may_be_number(cell: Cell) -> bool:
    """Whether CELL is a number by either sign, or says why there is none."""
    for sign in (DecimalSign.COMMA, DecimalSign.POINT):
        try:
            read_number(cell, sign)
        except CellError:
            continue
        return True
    return False


def both_readings(text: str) -> tuple[str, str]:
    """The two numbers that TEXT ("1.234 kr") may be, as a Swede writes them: 1,234 and 1234."""
    parts = _PARTS.fullmatch(_plain(text))
    body = parts.group(2) if parts else text
    return body.replace(".", ","), re.sub(r"\D", "", body)


def _plain(text: str) -> str:
    return text[: _LONGEST + 1].translate(_DASHES).strip()


def _evidence(body: str) -> DecimalSign | None:
    """Which decimal sign BODY can only have; None when it has none or can be read both ways."""
    commas, points = body.count(","), body.count(".")
    if not commas and not points:
        return None
    if commas and points:
        return DecimalSign.COMMA if body.rindex(",") > body.rindex(".") else DecimalSign.POINT
    own, other = (DecimalSign.COMMA, DecimalSign.POINT) if commas else (DecimalSign.POINT, DecimalSign.COMMA)
    if commas + points > 1:
        return other
    return None if _is_unsure(body) else own


def _is_unsure(body: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body))


def _digits(body: str, decimal: DecimalSign) -> str:
    """BODY as Python writes it. Raises CellError unless every sign in it stands where it should."""
    whole, _, rest = body.partition(decimal.sign)
    between = "," if decimal.sign == "." else r"\."
    grouped = re.fullmatch(rf"\d{{1,3}}(?:([ '’´]|{between})\d{{3}})(?:\1\d{{3}})*", whole, re.ASCII)
    if (whole.isdecimal() or grouped) and (rest.isdecimal() or not (rest or decimal.sign in body)):
        return re.sub(r"\D", "", whole) + (f".{rest}" if rest else "")
    if decimal.sign == "," and "." in body and "," not in body:
        raise CellError(
            "Talet har decimalpunkt, men resten av filen har decimalkomma.", f"Skriv {body.replace('.', ',')}."
        )
    if decimal.sign == "." and "," in body and "." not in body:
        raise CellError(
            "Talet har decimalkomma, men resten av filen har decimalpunkt.", f"Skriv {body.replace(',', '.')}."
        )
    raise CellError("Talet går inte att läsa.", "Skriv det utan tusentalstecken, till exempel 12345,6.")


def _sized(value: float) -> float:
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise CellError("Talet är för stort.", "Kontrollera talet och skriv det på nytt.")
    # Minus nothing is nothing.
    return value + 0.0


def _noughts(letters: re.Match[str]) -> str:
    return "0" * len(letters.group())


def _no_number(text: str) -> CellError:
    said = next((said for fits, said in _NO_NUMBERS if fits(text)), None)
    return CellError(*(said or ("Cellen är inte ett tal.", _NUMBER_ADVICE)))


_NUMBER_ADVICE = "Skriv ett tal, .. för sekretess, - för bortfall eller . för ej tillämplig. Lämna annars tomt."
_SMALL_ADVICE = "Skriv .. (sekretess) om talet inte får visas, annars talet."
_ADVICE_OF_VALUES = (_NUMBER_ADVICE, _SMALL_ADVICE)
_NO_NUMBERS: tuple[tuple[Callable[[str], object], tuple[str, str]], ...] = (
    (
        lambda text: text == UNCOMPUTED,
        ("Formeln är aldrig uträknad.", "Öppna filen i Excel och spara den, och välj den igen."),
    ),
    (
        lambda text: text.startswith("#"),
        ("Excel visar ett fel i cellen.", "Rätta formeln eller skriv talet i stället."),
    ),
    (
        _DATE.fullmatch,
        (
            "Excel har gjort om talet till ett datum.",
            "Skriv talet på nytt i en cell som har formatet Tal eller Text.",
        ),
    ),
    (lambda text: text.startswith("="), ("Cellen är en formel.", "Skriv talet i stället.")),
    (
        SMALL.fullmatch,
        (
            "Cellen säger hur litet eller stort talet är, men inte vilket det är.",
            _SMALL_ADVICE,
        ),
    ),
    (_RAISED.search, ("Talet har en fotnot.", "Skriv talet utan fotnoten.")),
)

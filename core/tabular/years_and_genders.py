"""What people write for a year, a part of a year and a gender: in a heading or in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from core.tabular.units import PEOPLE, UNIT_WORDS

KINDS = {"T": 3, "Q": 4, "M": 12}
KIND_NAMES = {"": "helår", "T": "tertial", "Q": "kvartal", "M": "månader"}
WOMEN = ("k", "kvinna", "kvinnor", "flicka", "flickor", "women", "woman", "female", "girls")
MEN = ("m", "man", "män", "pojke", "pojkar", "men", "male", "boys")
ALL = ("t", "tot", "total", "totalt", "alla", "samtliga", "båda", "both")
GENDERS = dict.fromkeys(WOMEN, "K") | dict.fromkeys(MEN, "M") | dict.fromkeys(ALL, "T")
_ALL_PHRASES = ("båda könen", "kvinnor och män", "män och kvinnor", "flickor och pojkar", "pojkar och flickor", "k+m")
# Of flickor and pojkar, in a column of genders: elsewhere the letters may be anything.
_CHILDREN = {"f": "K", "p": "M"}
_TERM = re.compile(
    r"(?:vt|ht|vår(?:termin)?(?:en)?|höst(?:termin)?(?:en)?)\s*-?'?\s*\d{2,4}|\d{2,4}\s*-?(?:vt|ht)", re.IGNORECASE
)
# What was not measured, by word or by the letter that stands after (or before) a year.
_FORECAST = re.compile(
    r"\b(?P<word>(?:(?:hel)?års)?(?:prognos(?:en|er|ti[sc]\w*|värde|år)?|budget(?:en|era[dt]e?|värde|år)?)|progn"
    r"|plan|planera[dt]|forecast|beräkna[dt]e?|mål(?:nivå|värde)?)\b"
    r"|(?<=\d)[ _-]?\(?(?P<letter>[fpb])\)?$|^(?P<before>[fpb])[ _-]?(?=\d{4}$)",
    re.IGNORECASE,
)
_LETTERS = {"f": "prognos (forecast) eller flickor", "p": "preliminärt, prognos eller pojkar", "b": "budget"}
_LETTER_ADVICE = "Är det ett utfall, skriv bara årtalet. Är det flickor eller pojkar, skriv K eller M efter årtalet."
_WORD_ADVICE = "Är det ändå ett utfall, skriv bara årtalet."
_NAME_ADVICE = "Är det ändå ett utfall, döp om den till Utfall."
_SIGNS = " ()[]/:,;*=_–-"
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SEVERAL_YEARS = re.compile(r"(?:19|20)\d{2}\s*[-–/]\s*((?:19|20)\d{2})")
_MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "february"),
    ("mars", "mar", "march"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("augusti", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_OF = {name: f"M{number:02}" for number, names in enumerate(_MONTHS, start=1) for name in names}
_KIND_OF = (
    dict.fromkeys(("t", "tertial"), "T")
    | dict.fromkeys(("q", "k", "kv", "kvartal", "quarter"), "Q")
    | dict.fromkeys(("m", "mån", "månad", "month"), "M")
)
_VALUE_WORDS = frozenset({"värde", "värden", "utfall", "value", "values", "resultat", "andel", "result"})
_PERSON_WORDS = frozenset({"antal", "n", "persons", "number", "nämnare"})
_SCHOOL_WORDS = frozenset({"läsår", "läsåret"})
_FILLERS = frozenset({*_SCHOOL_WORDS, "år", "helår", "året", "year", ".", ",", ":", "-", "–", "(", ")", "_", ";"})
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[ T]\d{2}:\d{2}.*)?)?", re.ASCII)
# What Excel makes of a month: mar-25.
_SHORT_MONTH = re.compile(r"([^\W\d_]{3,4})-(\d{2})")
# 2023/24, 2023/2024, 2023-2024; of 2011-12 nothing tells whether it is a month.
_SCHOOL_YEAR = re.compile(r"(?<!\d)(?P<first>\d{4}|\d{2})\s*(?P<sign>[/–-])\s*(?P<last>\d{4}|\d{2})(?!\d)", re.ASCII)
_WHOLE_YEAR = re.compile(r"(\d{4})[.,]0+", re.ASCII)
_YEARS = range(1900, 2200)
_LONGEST = 80


@dataclass(frozen=True)
class Said:
    """What some words say. ``year`` 0, ``period`` '' and ``gender`` '' where they say nothing of it.

    ``period`` is T1-T3, Q1-Q4 or M01-M12. ``day`` is '0101' or such where a whole date stood. ``is_people``: those
    whom a number counts were named.
    """

    year: int = 0
    period: str = ""
    gender: str = ""
    day: str = ""
    is_value: bool = False
    is_persons: bool = False
    is_people: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it says when, and nothing else."""
        return bool(self.year or self.period) and not (self.gender or self.is_value or self.is_persons)


@lru_cache(maxsize=4_096)
def said(text: str) -> Said | None:
    """What TEXT says; None where it has a word that is not known, or says a thing twice."""
    text = text.casefold()
    if not text or len(text) > _LONGEST:
        return None
    if iso := _ISO.fullmatch(text):
        return _from_iso(*iso.groups(default=""))
    short = _SHORT_MONTH.fullmatch(text)
    if short and short.group(1) in _MONTH_OF:
        return Said(2000 + int(short.group(2)), _MONTH_OF[short.group(1)])
    if whole := _WHOLE_YEAR.fullmatch(text):
        text = whole.group(1)
    text = _SCHOOL_YEAR.sub(lambda found: str(_last_year(found) or found.group()), text)
    found: Said | None = Said()
    tokens = _TOKEN.findall(text)
    place = 0
    while place < len(tokens) and found is not None:
        used, found = _take(tokens, place, found)
        place += used
    return found if found != Said() else None


@lru_cache(maxsize=4_096)
def school_year(text: str) -> int:
    """The year in which the school year in TEXT ends ("2023/24", "läsåret 2023/2024 K"); 0 where there is none."""
    if len(text) > _LONGEST:
        return 0
    found = next(filter(None, map(_last_year, _SCHOOL_YEAR.finditer(text))), 0)
    told = said(text) if not found and any(word in _SCHOOL_WORDS for word in text.casefold().split()) else None
    return told.year if told else found


def _last_year(found: re.Match[str]) -> int:
    """The last of two years that follow on each other, the second perhaps in short; else 0."""
    first, last = found["first"], found["last"]
    if (len(first) == 2 and (len(last) != 2 or found["sign"] != "/")) or (
        len(last) == 2 and found["sign"] != "/" and 1 <= int(last) <= 12
    ):
        return 0
    year = int(first) + (2000 if len(first) == 2 else 0) + 1
    return year if year in _YEARS and last in (str(year), f"{year % 100:02}") else 0


def not_one_year(text: str) -> tuple[str, str] | None:
    """Why TEXT, which says when, is no year that was measured, and what to do; None where it is nothing of the kind."""
    if _TERM.fullmatch(text):
        advice = "Skriv läsåret (2024/25) eller året, med ett värde om året."
        return f"”{text}” är en termin, och terminer läses inte.", advice
    if several := _SEVERAL_YEARS.fullmatch(text):
        advice = f"Är det ett medel av flera år, skriv det sista ({several[1]}), och säg det i definitionen."
        return f"”{text}” är flera år.", advice
    if _A_YEAR.search(text) and (told := forecast(text)):
        return f"”{text}” är inget år: {told[0]}.", told[1]
    return None


@lru_cache(maxsize=4_096)
def forecast(text: str) -> tuple[str, str] | None:
    """What tells that TEXT ("2025 F", "Budget 2025", "Prognos") was not measured, and what to do; else None.

    A plan, a goal or a budget may also be what is measured: such a word tells only where nothing but when, for whom or
    a unit stands beside it.
    """
    found = _FORECAST.search(text) if len(text) <= _LONGEST else None
    has_year = bool(_A_YEAR.search(text))
    if found is None or not (has_year or found["word"]):
        return None
    if word := found["word"]:
        beside = _FORECAST.sub("", text).strip(_SIGNS)
        # With a word that is known, a unit alone says something too.
        told = said(beside) or said(f"värde {beside}")
        is_sure = found.start() == 0 and word.casefold().startswith("progn")
        if not is_sure and (told is None or (told.is_persons and not has_year)):
            return None
        return f"{word.casefold()} är inget utfall", _WORD_ADVICE if has_year else _NAME_ADVICE
    letter = found["letter"] or found["before"]
    return f"{letter.upper()} kan betyda {_LETTERS[letter.casefold()]}", _LETTER_ADVICE


def gender_of(text: str) -> str | None:
    """T, K or M; T for an empty cell; None for what is no gender."""
    word = text.casefold()
    return "T" if not word or word in _ALL_PHRASES else GENDERS.get(word) or _CHILDREN.get(word)


def numbered(kind: str, text: str) -> str:
    """The period of KIND (T, Q or M) whose number TEXT is ("1", "01", "1.0"); '' when it is none."""
    whole = re.fullmatch(r"0?(\d{1,2})(?:[.,]0+)?", text, re.ASCII)
    return _period(kind, int(whole.group(1))) if whole else ""


def periods_of(kind: str) -> tuple[str, ...]:
    """All periods of a year of KIND (T, Q or M), in order; the whole year ('') for ''."""
    return tuple(_period(kind, number) for number in range(1, KINDS[kind] + 1)) if kind else ("",)


def period_name(year: int, period: str) -> str:
    """YEAR and PERIOD as a person reads them: 2025, 2025 T1, mars 2025."""
    if not period:
        return str(year)
    return f"{_MONTHS[int(period[1:]) - 1][0]} {year}" if period[0] == "M" else f"{year} {period}"


def _period(kind: str, number: int) -> str:
    if not 1 <= number <= KINDS[kind]:
        return ""
    return f"M{number:02}" if kind == "M" else f"{kind}{number}"


def _from_iso(year: str, month: str, day: str) -> Said | None:
    period = _period("M", int(month))
    if int(year) not in _YEARS or not period:
        return None
    return Said(int(year), period, day=month + day if day else "")


def _take(tokens: list[str], place: int, so_far: Said) -> tuple[int, Said | None]:
    """How many tokens were used, and what is said with them; None when they do not fit what was said before."""
    token = tokens[place]
    follower = tokens[place + 1] if place + 1 < len(tokens) else ""
    if token in _KIND_OF and follower.isdecimal() and (period := _period(_KIND_OF[token], int(follower[:9]))):
        return 2, _with_period(so_far, period)
    if token in _MONTH_OF:
        return 1, _with_period(so_far, _MONTH_OF[token])
    if token.isdecimal():
        return 1, _with_year(so_far, token)
    return 1, _with_word(so_far, token)


def _with_word(so_far: Said, token: str) -> Said | None:
    if token in _PERSON_WORDS:
        return replace(so_far, is_persons=True)
    if token in _VALUE_WORDS:
        return replace(so_far, is_value=True)
    if token in GENDERS:
        return None if so_far.gender else replace(so_far, gender=GENDERS[token])
    # After "antal elever" any word may follow.
    if so_far.is_persons and token.isalpha() and (so_far.is_people or token.startswith(PEOPLE)):
        return replace(so_far, is_people=True)
    return so_far if token in _FILLERS or token in UNIT_WORDS else None


def _with_year(so_far: Said, digits: str) -> Said | None:
    is_year = len(digits) == 4 and int(digits) in _YEARS
    return replace(so_far, year=int(digits)) if is_year and not so_far.year else None


def _with_period(so_far: Said, period: str) -> Said | None:
    return None if so_far.period else replace(so_far, period=period)

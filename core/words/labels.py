"""The Swedish word for everything that has a name in code."""

from __future__ import annotations

import re

from core.signals import Attainment, Pace, Reason, Standing, Trend, Verdict

ATTAINMENT = {
    Attainment.REACHED: "målet nås",
    Attainment.NEARLY: "nästan",
    Attainment.NOT_REACHED: "nås inte",
    Attainment.NOT_JUDGED: "kan inte bedömas",
}
TREND_VERDICT = {
    Verdict.BETTER: "förbättras",
    Verdict.WORSE: "försämras",
    Verdict.UNCHANGED: "oförändrat",
    Verdict.NONE: "ingen trend",
}
TREND_NEUTRAL = {Trend.UP: "ökar", Trend.DOWN: "minskar", Trend.LEVEL: "oförändrat"}
STANDING = {
    Standing.BEST: "bästa 25\N{NO-BREAK SPACE}%",
    Standing.MIDDLE: "mittersta 50\N{NO-BREAK SPACE}%",
    Standing.WORST: "sämsta 25\N{NO-BREAK SPACE}%",
    Standing.NOT_JUDGED: "bedöms inte",
}
PACE = {
    Pace.ON_PACE: "i takt",
    Pace.TOO_SLOW: "för långsamt",
    Pace.WRONG_WAY: "åt fel håll",
}
_OF_MEAN = re.compile(r" \(medel( av \d+)?\)$")
GENDER = {"T": "totalt", "K": "kvinnor", "M": "män"}
_CHILDREN = {"K": "flickor", "M": "pojkar"}
DIRECTION = {"high": "högt är bra", "low": "lågt är bra", "none": "varken högt eller lågt är bra i sig"}
STATUS = {
    "Missing": "bortfall",
    "Privacy": "sekretess",
    "Incomplete": "året är inte komplett",
    "Not applicable": "ej tillämplig",
}
# The groups that every co-operation has beside its own (DESIGN.md, section 3, "Standing").
GROUP = {
    "riket": "Landets kommuner",
    "lan": "Länets kommuner",
    "klass": "Samma kommuntyp",
    "liknande": "Liknande kommuner",
}
# What marks an own indicator among Kolada's.
OWN = "eget nyckeltal"
CATEGORY = {
    "resurs": "resurs",
    "produktion": "produktion",
    "resultat-subjektivt": "resultat, upplevt",
    "resultat-objektivt": "resultat",
    "effektivitet": "effektivitet",
    "information": "information",
}
REASON = {
    Reason.NO_OUTCOME: "det finns inget värde",
    Reason.SUPPRESSED: "värdet är skyddat av sekretess",
    Reason.NOT_REPORTED: "kommunen har inte redovisat något värde",
    Reason.INCOMPLETE: "året är inte komplett: en del av det saknas",
    Reason.OUTDATED: "värdet är för gammalt för att bedömas",
    Reason.TOO_FEW_YEARS: "det saknas ett värde två eller tre år tidigare",
    Reason.TOO_FEW_PAIRS: "mätningarna är för få för att skilja en ändring från slumpen",
    Reason.BREAK: "mätmetoden har bytts däremellan",
    Reason.EXCEPTIONAL: "ett av åren var ett undantagsår",
    Reason.TOO_FEW: "det är för få kommuner att jämföra med",
    Reason.TIES: "de flesta har samma värde",
    Reason.NO_DIRECTION: "varken högt eller lågt är bra i sig",
    Reason.NOT_COMPARABLE: "måttet går inte att jämföra rakt av mellan kommuner",
    Reason.INFORMATION: "det är ett informationsmått som kommunen knappt kan påverka",
    Reason.NO_TARGET: "inget mål är satt",
    Reason.NO_BASE: "det saknas ett värde för det år som målet utgår från",
    Reason.GROUP_TOO_SMALL: "färre än hälften i jämförelsegruppen har ett värde",
}


def whom(gender: str, *, is_children: bool) -> str:
    """Whom a figure of GENDER is about: "flickor" where it is about children."""
    return _CHILDREN.get(gender, GENDER[gender]) if is_children else GENDER[gender]


def with_gender(name: str, gender: str) -> str:
    """NAME (an indicator's), with whom it is about where that is not everybody."""
    return name if gender == "T" else f"{name}, {GENDER[gender]}"


def genders(*, is_children: bool) -> str:
    """ "Kvinnor och män", or "Flickor och pojkar"."""
    return " och ".join(whom(gender, is_children=is_children) for gender in "KM").capitalize()


def in_country(*, is_own: bool) -> str:
    """Among whom a figure stands in the whole country: an own indicator has values of a few only, wherever they are."""
    return "som har värde" if is_own else "i landet"


def tags(category: str, *, kkik: bool, is_own: bool) -> tuple[str, ...]:
    """The small words beside an indicator's name: its CATEGORY, and what else it is."""
    return (CATEGORY[category], *(("KKiK",) if kkik else ()), *((OWN,) if is_own else ()))


def trend_word(trend: str, verdict: str) -> str:
    """The word beside an arrow."""
    if verdict == Verdict.NEUTRAL:
        return TREND_NEUTRAL[Trend(trend)]
    return TREND_VERDICT[Verdict(verdict)]


def without_count(mean: str, said: str = "") -> str:
    """MEAN (a line's name), with SAID in place of of how many it is: "Södertörn (medel av 7)"."""
    return _OF_MEAN.sub(said, mean)


def status_word(status: str) -> str:
    """Kolada's status in words; one that we do not know is said as it is."""
    return STATUS.get(status, status)


def missing_words(status: str) -> str:
    """Why there is no value, by its status; that there is none where there is no status."""
    return status_word(status) if status else "inget värde"

"""The page's own words in a targets file, beside the codes: headings, kinds and genders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.features.targets.models import COLUMNS, KIND_RULES
from core.signals import TargetKind
from core.tabular.years_and_genders import gender_of
from core.words.labels import GENDER

# The first of each stands in the file that is downloaded; a heading is known in any case.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "municipality": ("Kommun", "Kommunkod", "Kommunnamn"),
    "kpi": ("Nyckeltal", "Indikator", "Mått"),
    "gender": ("Kön", "Gäller", "Gäller för", "För"),
    "year": ("År", "Målår"),
    "kind": ("Sort", "Målsort", "Sorts mål"),
    "value": ("Nivå", "Värde", "Målnivå", "Målvärde", "Från"),
    "value2": ("Till och med", "Till", "Övre nivå", "Högsta nivå"),
    "base_year": ("Basår", "Från år", "Jämförelseår"),
    "group": ("Grupp", "Jämförelsegrupp"),
    "rank": ("Högst plats", "Plats", "Placering"),
    "tolerance": ("Tolerans",),
    "is_final": ("Slutmål",),
    "decided_by": ("Beslutat av", "Beslutad av", "Beslutsfattare"),
    "decision": ("Paragraf och datum", "Beslut", "Paragraf"),
    "link": ("Länk till beslutet", "Länk", "Webbadress"),
}
HEADINGS: Mapping[str, str] = MappingProxyType({column: words[0] for column, words in _HEADINGS.items()})
_COLUMN_OF = {word.casefold(): column for column, words in _HEADINGS.items() for word in words}

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


def column_of(heading: str) -> str:
    """The column that HEADING, a code or Swedish, stands over; '' for one that is not known."""
    name = " ".join(heading.casefold().split())
    return name if name in COLUMNS else _COLUMN_OF.get(name, "")


def kind_of(text: str) -> TargetKind | None:
    """The kind that TEXT, a code or Swedish, says."""
    return _KIND_OF.get(plain(text))


def gender_words(gender: str | None) -> str:
    """The word in the downloaded file: a target for all is not the same version as one for the total."""
    return GENDER[gender] if gender else "alla"


def gender_in(text: str) -> str | None:
    """T, K, M, or None where TEXT says nobody in particular. Raises ValueError for what is no gender."""
    word = plain(text)
    if word in ("", gender_words(None)):
        return None
    found = gender_of(word)
    if found is None:
        raise ValueError(text)
    return found

"""Finding an indicator or an area by a part of its name or id."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from core.catalogue import Area, Catalogue, Indicator

MOST_LETTERS = 60


@dataclass(frozen=True)
class Found:
    """What matches, areas and indicators, each best first."""

    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]


def folded(text: str) -> str:
    """TEXT as it is compared: small letters without dots, rings and accents, so that "aldre" finds "Äldreomsorg"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def search(catalogue: Catalogue, query: str) -> Found:
    """Areas and indicators whose name, id or area holds every word of QUERY; names that begin so come first.

    An empty query finds every area and no indicator.
    """
    words = folded(query[:MOST_LETTERS]).split()
    if not words:
        return Found(catalogue.areas, ())

    def holds(*texts: str) -> bool:
        return all(any(word in folded(text) for text in texts) for word in words)

    whole = " ".join(words)

    def order(name: str) -> tuple[bool, bool, bool]:
        plain = " ".join(folded(name).split())
        return plain != whole, not plain.startswith(words[0]), not any(p.startswith(words[0]) for p in plain.split())

    areas = [a for a in catalogue.areas if holds(a.name)]
    names = {area.id: area.name for area in catalogue.areas}
    indicators = [i for i in catalogue.indicators if holds(i.name, i.kpi, names[i.area])]
    return Found(
        tuple(sorted(areas, key=lambda a: order(a.name))),
        tuple(sorted(indicators, key=lambda i: (*order(i.name), i.prominence))),
    )

"""Sök as the templates draw it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from core.catalogue import Indicator
from core.features.search.rules import search
from core.outcomes.figures import Figures
from core.web.choices import AREAS, INDICATOR, OVERVIEW, SEARCH, Choices, link, query, visiting
from core.web.render import render
from core.words import labels
from core.words.finding import MOST_LETTERS, Found, Kind
from core.words.finding import Hit as FoundHit


@dataclass(frozen=True)
class Hit:
    """Something found: its name, what it is, and its page."""

    name: str
    about: str
    address: str


def hits(figures: Figures, choices: Choices, found: Found) -> tuple[Hit, ...]:
    """What is FOUND, best first; the choices of the reader follow along."""
    of = visiting(choices, found.municipality) if found.municipality else choices
    whose = figures.snapshot.municipalities[found.municipality] if found.municipality else ""
    return tuple(_hit(figures, of, hit, whose) for hit in found.hits)


def _hit(figures: Figures, choices: Choices, hit: FoundHit, whose: str) -> Hit:
    catalogue, names = figures.catalogue, figures.snapshot.municipalities
    if hit.kind is Kind.AREA:
        kind, page = (f"{whose} · område", OVERVIEW) if whose else ("område", AREAS)
        return Hit(catalogue.area_by_id[hit.id].name, kind, link(page, choices, area=hit.id))
    if hit.kind is Kind.MUNICIPALITY:
        return Hit(names[hit.id], "kommun", link(OVERVIEW, choices, municipality=hit.id, home=None))
    indicator = catalogue.by_kpi[hit.id]
    about = [
        whose,
        catalogue.area_by_id[indicator.area].name,
        indicator.unit,
        _known_as(indicator),
        "ordet står i förklaringen" if hit.only_told else "",
    ]
    return Hit(indicator.name, " · ".join(filter(None, about)), link(INDICATOR, choices, kpi=hit.id))


def _tries(choices: Choices, found: Found, about: str) -> tuple[Hit, ...]:
    """The searches to try instead, where nothing is found."""
    kept = query(choices)
    return tuple(Hit(word, about, f"{SEARCH}?{urlencode(kept | {'q': word})}") for word in found.near)


def suggestions(figures: Figures, choices: Choices, text: str) -> tuple[Hit, ...]:
    """What TEXT finds so far, or what is near it."""
    found = search(figures, text)
    return hits(figures, choices, found) or _tries(choices, found, "sök på det i stället")


def search_html(figures: Figures, choices: Choices, text: str, *, address: str) -> str:
    """The page, with what TEXT (a stranger's) finds."""
    found = search(figures, text)
    return render(
        "search.html",
        address=address,
        text=text[:MOST_LETTERS].strip(),
        kept=query(choices),
        hits=hits(figures, choices, found),
        read_as=found.read_as,
        near=_tries(choices, found, ""),
        areas=hits(figures, choices, search(figures, "")),
    )


def _known_as(indicator: Indicator) -> str:
    """What an indicator can be found by outside: Kolada's number, where it has one."""
    return labels.OWN if indicator.own else indicator.kpi

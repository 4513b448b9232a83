"""Finding areas, municipalities and indicators by what one remembers: of a name, of what is measured, or nearly so."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalogue import Catalogue
from core.catalogue.synonyms import default_synonyms
from core.outcomes.figures import Figures
from core.words.finding import Entry, Found, Kind, SearchIndex


def search(figures: Figures, text: str) -> Found:
    """What TEXT finds among all areas, municipalities and indicators; without any letter, every area."""
    return figures.kept(_index, None, most=1).search(text)


def _index(figures: Figures, _: None) -> SearchIndex:
    own = {i.kpi: i.own.definition for i in figures.catalogue.indicators if i.own}
    told = {kpi: f"{info.title} {info.description}" for kpi, info in figures.snapshot.kpis.items()}
    return search_index(figures.catalogue, figures.snapshot.municipalities, told | own)


def search_index(catalogue: Catalogue, municipalities: Mapping[str, str], told: Mapping[str, str]) -> SearchIndex:
    """What can be found: CATALOGUE's areas and indicators with what is TOLD of each, and MUNICIPALITIES by id."""
    near = {participant.id for participant in catalogue.participants}
    areas = {area.id: area.name for area in catalogue.areas}
    entries = (
        *(Entry(Kind.AREA, id_, name) for id_, name in areas.items()),
        *(Entry(Kind.MUNICIPALITY, id_, name, weight=int(id_ not in near)) for id_, name in municipalities.items()),
        *(
            Entry(Kind.INDICATOR, i.kpi, i.name, areas[i.area], told.get(i.kpi, ""), i.prominence)
            for i in catalogue.indicators
        ),
    )
    return SearchIndex(entries, default_synonyms())

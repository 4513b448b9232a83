"""Kolada's whole list of KPIs, and what words find in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from core.catalogue.synonyms import default_synonyms
from core.errors import NyckeltalError
from core.kolada import KpiMeta
from core.words.finding import Entry, Kind, SearchIndex

OLD_AFTER = timedelta(days=7)
_ENDED = re.compile(r"\(\s*-\s*\d{4}\s*\)")


@dataclass(frozen=True)
class FoundKpis:
    """What words find in Kolada's list, best first; ``total`` is how many they find in all.

    ``read_as`` are the words that were searched for where they were not as written, ``near`` words to try where nothing
    is found. ``fetched_at`` is when the list was fetched: None while it is fetched for the first time, or could not be:
    then ``problem`` says why. With both, the list is an old one and could not be renewed.
    """

    kpis: tuple[KpiMeta, ...] = ()
    total: int = 0
    read_as: str = ""
    near: tuple[str, ...] = ()
    fetched_at: datetime | None = None
    problem: NyckeltalError | None = None


@dataclass(frozen=True)
class KoladaList:
    """Kolada's whole list of KPIs, as it was at ``fetched_at``."""

    kpis: tuple[KpiMeta, ...]
    source: str
    fetched_at: datetime

    def is_old(self, now: datetime) -> bool:
        """Whether to fetch it again; what is here holds meanwhile."""
        return now - self.fetched_at > OLD_AFTER

    @cached_property
    def by_id(self) -> dict[str, KpiMeta]:
        """All of them by id."""
        return {kpi.id: kpi for kpi in self.kpis}

    @cached_property
    def _index(self) -> SearchIndex:
        entries = (
            Entry(Kind.INDICATOR, kpi.id, kpi.title, kpi.operating_area, kpi.description, _weight(kpi))
            for kpi in self.kpis
        )
        return SearchIndex(tuple(entries), default_synonyms())

    def search(self, text: str, *, most: int, problem: NyckeltalError | None) -> FoundKpis:
        """The MOST best that TEXT (a stranger's) finds; PROBLEM is why there is no newer list."""
        found = self._index.search(text)
        kpis = tuple(self.by_id[hit.id] for hit in found.hits[:most])
        return FoundKpis(kpis, len(found.hits), found.read_as, found.near, self.fetched_at, problem)


def _weight(kpi: KpiMeta) -> int:
    """Of equals those that municipalities have come first, and those that are not measured any more last."""
    return 2 * (not kpi.is_of_municipalities) + bool(_ENDED.search(kpi.title))

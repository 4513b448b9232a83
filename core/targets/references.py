"""What a cell of a targets file may point at: municipalities, indicators and groups, by id or by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.catalogue import Catalogue, Indicator
from core.tabular.cells import clean
from core.tabular.faults import CellError, meant
from core.tabular.limits import MOST_SUGGESTIONS
from core.tabular.municipalities import Places
from core.targets.cells import plain
from core.words.labels import GROUP

_KOLADA_GROUP = re.compile(r"G\d{4,6}", re.ASCII)
_OWN_ID = re.compile(r"E\d{5}", re.ASCII | re.IGNORECASE)


@dataclass
class References:
    """What a cell may point at: indicators (own ones too), groups, and municipalities.

    ``groups`` and ``names`` map id to name. Where not ``names_are_all``, any code of four digits is taken.
    ``withdrawn`` are the ids of own indicators that readers see no more.
    """

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, str]
    names: Mapping[str, str]
    names_are_all: bool
    withdrawn: Collection[str] = frozenset()
    _suggestions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        municipalities: Mapping[str, str] | None,
        withdrawn: Collection[str] = frozenset(),
    ) -> References:
        """From the catalogue, its participants, and the municipalities (id -> name) where they are known."""
        participants = {participant.id: participant.name for participant in catalogue.participants}
        own = {group.id: group.name for group in catalogue.groups}
        return cls(
            indicators=catalogue.by_kpi,
            groups={**GROUP, **own, **GROUP},
            names=participants | dict(municipalities or {}),
            names_are_all=municipalities is not None,
            withdrawn=withdrawn,
        )

    def municipality(self, text: str) -> str:
        """A municipality's id, from its code (also as Excel saves it, or an old one) or its name."""
        code = text.zfill(4) if re.fullmatch(r"\d{3,4}", text, re.ASCII) else ""
        if code and not self.names_are_all:
            return code
        return self._places.find(clean(text))

    def indicator(self, text: str) -> Indicator:
        """The indicator with the id TEXT, or the only one with that name."""
        found = self.indicators.get(text.upper())
        if found is not None:
            return found
        named = self._named.get(plain(text), ())
        if len(named) == 1:
            return self.indicators[named[0]]
        if named:
            raise CellError("Flera nyckeltal heter så.", f"Skriv dess id: {' eller '.join(named)}.")
        if _OWN_ID.fullmatch(text):
            what = f"Inget eget nyckeltal med id {text.upper()} är publicerat."
            raise CellError(what, "Publicera det först, eller rätta id:t.")
        ids = {kpi: f"{kpi} ({known.name})" for kpi, known in self.indicators.items()}
        names = {known.name: f"{kpi} ({known.name})" for kpi, known in self.indicators.items()}
        what = "Nyckeltalet finns inte i katalogen, och inget publicerat eget heter så."
        raise CellError(what, f"{self._suggest(text, ids | names)}Skriv dess id, till exempel N00945.")

    def group(self, text: str) -> str | None:
        """A comparison group's id, from its id or its name, or None for an empty cell."""
        if not text:
            return None
        if _KOLADA_GROUP.fullmatch(text.upper()):
            return text.upper()
        if text.lower() in self.groups:
            return text.lower()
        named = [group for group, name in self.groups.items() if plain(name) == plain(text)]
        if len(named) == 1:
            return named[0]
        known = ", ".join(f"{name} ({group})" for group, name in self.groups.items())
        raise CellError("Gruppen är okänd.", f"Skriv {known} eller en grupp i Kolada (G och siffror).")

    def indicator_word(self, kpi: str) -> str:
        """What ``indicator`` takes for KPI and a reader understands: its name where no other has it, else KPI."""
        known = self.indicators.get(kpi)
        return known.name if known and self._named[plain(known.name)] == (kpi,) else kpi

    def group_word(self, group: str) -> str:
        """What ``group`` takes for GROUP and a reader understands: its name where no other has it, else GROUP."""
        name = self.groups.get(group, group)
        return name if list(self.groups.values()).count(name) == 1 else group

    @cached_property
    def _places(self) -> Places:
        return Places(self.names)

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        """The ids of the indicators with each name: of those that readers see, where any is called so."""
        found: dict[str, tuple[str, ...]] = {}
        for kpi, known in sorted(self.indicators.items(), key=lambda item: item[0] in self.withdrawn):
            name = plain(known.name)
            if name not in found or kpi not in self.withdrawn or found[name][0] in self.withdrawn:
                found[name] = (*found.get(name, ()), kpi)
        return found

    def _suggest(self, text: str, known: Mapping[str, str]) -> str:
        if text not in self._suggestions:
            if len(self._suggestions) >= MOST_SUGGESTIONS:
                return ""
            self._suggestions[text] = meant(text, known)
        return self._suggestions[text]

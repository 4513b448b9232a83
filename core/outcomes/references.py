"""Whom a municipality is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.cache import Snapshot
from core.catalogue import Catalogue
from core.words.labels import GROUP

COUNTRY = "riket"
COUNTY = "lan"
CLASS = "klass"
SIMILAR = "liknande"


@dataclass(frozen=True)
class Reference:
    """A choice of whom to compare with. ``where`` follows "andra kommuner" or "andra" in a sentence."""

    id: str
    name: str
    where: str


def references(catalogue: Catalogue) -> dict[str, Reference]:
    """All choices by id, in the order they are offered; the country first."""
    fixed = [
        Reference(COUNTRY, GROUP[COUNTRY], "i landet"),
        Reference(COUNTY, GROUP[COUNTY], "i länet"),
        Reference(CLASS, GROUP[CLASS], "av samma kommuntyp"),
        Reference(SIMILAR, GROUP[SIMILAR], "bland liknande kommuner"),
    ]
    taken = {reference.id for reference in fixed}
    own = [Reference(group.id, group.name, group.where) for group in catalogue.groups if group.id not in taken]
    return {reference.id: reference for reference in [*fixed[:2], *own, *fixed[2:]]}


def own_group(snapshot: Snapshot, groups: tuple[str, ...], municipality: str) -> str | None:
    """The one of GROUPS (Kolada ids) that MUNICIPALITY belongs to."""
    return next((g for g in groups if municipality in snapshot.group_members.get(g, ())), None)


def members(
    snapshot: Snapshot, catalogue: Catalogue, municipality: str, reference: str, kind: str = "övergripande"
) -> tuple[str, ...]:
    """Ids of the members of REFERENCE seen from MUNICIPALITY; KIND chooses among its similar municipalities.

    A Kolada group id is a reference too. Empty when there is no such group.
    """
    if reference == COUNTRY:
        return tuple(snapshot.municipalities)
    named = next((g for g in catalogue.groups if g.id == reference), None)
    if named and reference not in (COUNTY, CLASS, SIMILAR):
        return named.members or snapshot.group_members.get(named.kolada or "", ())
    group = {
        COUNTY: lambda: own_group(snapshot, catalogue.counties, municipality),
        CLASS: lambda: own_group(snapshot, catalogue.classes, municipality),
        SIMILAR: lambda: snapshot.similar.get((municipality, kind)),
    }.get(reference, lambda: reference)()
    return snapshot.group_members.get(group or "", ())


def member_pairs(snapshot: Snapshot, catalogue: Catalogue, municipality: str, reference: str) -> pd.DataFrame:
    """kpi, municipality of everyone an indicator is compared with, oneself included."""
    kinds = {area.id: area.similar for area in catalogue.areas}
    by_kind = {
        kind: {*members(snapshot, catalogue, municipality, reference, kind), municipality}
        for kind in set(kinds.values())
    }
    pairs = [(i.kpi, other) for i in catalogue.indicators for other in by_kind[kinds[i.area]]]
    return pd.DataFrame(pairs, columns=["kpi", "municipality"])

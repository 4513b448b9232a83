"""The catalogue as the made-up country sees it: the same indicators, other municipalities and groups."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalogue import Catalogue, Group, PriceIndex, PriceTable
from core.example.places import CLASS_GROUPS, COUNTY_GROUPS, country, county_name
from core.words.formats import listed

_SHORT_NAME = "Storköpingsbygden"
_WHERE = "i Storköpingsbygden"
# Prices in the made-up country: three per cent dearer every year.
_PRICES = PriceIndex(
    name="ett påhittat prisindex",
    short_name="påhittat",
    tables=(PriceTable(source="Exempeldata.", changes=dict.fromkeys(range(2011, 2041), 3.0)),),
)


def example_catalogue(catalogue: Catalogue) -> Catalogue:
    """CATALOGUE with Storköping and its neighbours in the places of the participants, in their order.

    Groups, areas and indicators keep their ids, so links and targets work the same. The view of a view is the
    same view.
    """
    land = country()
    ids = {p.id: i for p, i in zip(catalogue.participants, land.ids, strict=False)}
    names = dict(zip(land.ids, land.names, strict=True))
    content = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
    content["cooperation"] = catalogue.cooperation.model_copy(update={"short_name": _SHORT_NAME})
    content["participants"] = tuple(
        p.model_copy(update={"id": ids[p.id], "name": names[ids[p.id]]}) for p in catalogue.participants
    )
    content["areas"] = tuple(
        area.model_copy(update={"coordinator": ids.get(area.coordinator or "")}) for area in catalogue.areas
    )
    content["price_index"] = _PRICES if catalogue.price_index else None
    content["groups"] = _groups(catalogue, ids, names)
    content |= {"home_county": COUNTY_GROUPS[0], "counties": COUNTY_GROUPS, "classes": CLASS_GROUPS}
    # Made anew, not copied: a copy would keep what the real catalogue has worked out from its participants.
    return Catalogue.model_validate(content)


def _groups(catalogue: Catalogue, ids: Mapping[str, str], names: Mapping[str, str]) -> tuple[Group, ...]:
    """The groups that exist in the made-up country too: those of participants, and the home county."""
    full = {ids[municipality] for municipality in catalogue.full_participants}
    groups: list[Group] = []
    for group in catalogue.groups:
        members = tuple(ids[member] for member in group.members if member in ids)
        if members:
            others = listed([names[member] for member in members if member not in full])
            more = f" med {others}" if others else ""
            groups.append(Group(id=group.id, name=_SHORT_NAME + more, where=_WHERE + more, members=members))
        elif group.kolada == catalogue.home_county:
            groups.append(Group(id=group.id, name=county_name(), where=f"i {county_name()}", kolada=COUNTY_GROUPS[0]))
    return tuple(groups)

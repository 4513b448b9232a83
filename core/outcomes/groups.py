"""Which municipalities stand beside each other on the comparison pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.outcomes.figures import Figures
from core.outcomes.references import CLASS, COUNTY, SIMILAR, members

MOST_CHOSEN = 30


@dataclass(frozen=True)
class ComparisonGroup:
    """A group seen from one municipality. ``members`` are ids in the order they are shown, without strangers.

    ``name_within`` is the name in the midst of a sentence: a place keeps its capital. ``where`` follows "andra
    kommuner" in a sentence; ``has_own`` tells whether the municipality itself belongs.
    """

    id: str
    name: str
    where: str
    members: tuple[str, ...]
    has_own: bool
    name_within: str


def chosen_codes(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The municipality codes in TEXT ("0126.0127") in order, each once; empty unless all are KNOWN and not too many."""
    codes = sorted(set(text.split(".")))
    return tuple(codes) if len(codes) <= MOST_CHOSEN and all(code in known for code in codes) else ()


def comparison_group(figures: Figures, municipality: str, group: str | None, *, kind: str) -> ComparisonGroup:
    """The group that the address names (None: the co-operation's first), as ``municipality`` sees it.

    KIND chooses among its similar municipalities. A group that does not exist for it has no members.
    """
    names = figures.snapshot.municipalities
    given = group or default_group(figures)
    codes = chosen_codes(given, names)
    if codes:
        return ComparisonGroup(given, "Eget urval", "i urvalet", codes, municipality in codes, "eget urval")
    reference = figures.references[given]
    found = members(figures.snapshot, figures.catalogue, municipality, given, kind)
    ordered = tuple(id_ for id_ in names if id_ in set(found))
    is_place = any(group.id == given for group in figures.catalogue.groups) and given not in (COUNTY, CLASS, SIMILAR)
    within = reference.name if is_place else reference.name.lower()
    return ComparisonGroup(given, reference.name, reference.where, ordered, municipality in ordered, within)


def default_group(figures: Figures) -> str:
    """The group one sees without having chosen."""
    return figures.catalogue.groups[0].id if figures.catalogue.groups else COUNTY

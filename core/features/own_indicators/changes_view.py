"""What differs between an own indicator's values and description as they are, and as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.features.own_indicators.models import Entry
from core.features.own_indicators.reading.checking import whose
from core.features.own_indicators.shared import places_of
from core.features.own_indicators.versions import Comparison
from core.features.own_indicators.words import field_words
from core.web.visit import Visit
from core.words.formats import level
from core.words.labels import status_word

MOST_CHANGES = 100


@dataclass(frozen=True)
class ChangeView:
    """Something that differs: a field, or a value with whose it is and when."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangesView:
    """What differs; ``groups`` are (title, at most MOST_CHANGES of the kind, how many there are)."""

    fields: tuple[ChangeView, ...]
    groups: tuple[tuple[str, tuple[ChangeView, ...], int], ...]
    is_same: bool


def changes_view(found: Comparison, asked: Visit) -> ChangesView:
    """FOUND in words."""
    fields = tuple(
        ChangeView(
            change.label,
            field_words(change.field, change.before, asked.catalogue),
            field_words(change.field, change.after, asked.catalogue),
        )
        for change in found.fields
    )
    return ChangesView(fields, _value_changes(found, places_of(asked.figures, asked.catalogue)), found.is_same)


def _value_changes(found: Comparison, places: Mapping[str, str]) -> tuple[tuple[str, tuple[ChangeView, ...], int], ...]:
    def named(value: Entry) -> str:
        return whose(value.key, places)

    most = MOST_CHANGES
    changed = [ChangeView(named(one.after), _words(one.before), _words(one.after)) for one in found.changed[:most]]
    added = [ChangeView(named(value), "", _words(value)) for value in found.added[:most]]
    removed = [ChangeView(named(value), _words(value), "") for value in found.removed[:most]]
    groups = (
        ("Ändrade värden", tuple(changed), len(found.changed)),
        ("Nya värden", tuple(added), len(found.added)),
        ("Borttagna värden", tuple(removed), len(found.removed)),
    )
    return tuple(group for group in groups if group[2])


def _words(value: Entry) -> str:
    text = status_word(value.status) if value.value is None else level(value.value)
    return text if value.persons is None else f"{text} ({value.persons} personer)"

"""What is kept of an own indicator: versions, their values, what differs between two, and what may be done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.access.people import Person
from core.access.rights import Action, may
from core.features.own_indicators.indicators import FieldChange, OwnIndicator, differences
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.models import Entry, Key
from core.state.versions import who_saved


@dataclass(frozen=True)
class KeptUpload:
    """The file that a version's values came with. ``sha256`` is of the file as it was; the file itself is not kept.

    ``entries`` counts values and reasons for none; ``first_year`` and ``last_year`` are the outermost.
    """

    file_name: str
    sha256: str
    uploaded_by_id: int
    uploaded_by: str
    uploaded_at: datetime
    entries: int
    municipalities: int
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Step:
    """A move that was made with a version. ``by`` is the name as it was then; ``reason`` is '' where none was asked."""

    move: Move
    at: datetime
    by_id: int
    by: str
    reason: str


@dataclass(frozen=True)
class Version:
    """One version of an own indicator, without its values.

    ``number`` counts from 1; ``parent`` is the version that it was made from, ``restored`` the one whose content it
    has, None for none. One that ``is_beside`` was made when another had come since its parent. ``steps`` are in order.
    ``editors`` are the accounts of all who have made what readers have not seen before in it.
    """

    indicator: OwnIndicator
    number: int
    parent: int | None
    restored: int | None
    is_beside: bool
    state: VersionState
    created_by_id: int
    created_by: str
    created_at: datetime
    note: str
    upload: KeptUpload
    steps: tuple[Step, ...]
    editors: frozenset[int] = frozenset()

    @property
    def authors(self) -> frozenset[int]:
        """The accounts of those who may not approve it: whoever uploaded its values, and all who have edited it."""
        return self.editors | {self.created_by_id, self.upload.uploaded_by_id}

    @property
    def said(self) -> str:
        """Who had saved it and when, to whoever comes after."""
        return who_saved(self.created_by, self.number, self.created_at)

    @property
    def published(self) -> Step | None:
        """How it was last published."""
        return next((step for step in reversed(self.steps) if step.move.publishes), None)

    @property
    def reviewed_by(self) -> str:
        """Who approved it ("kvalitetsgranskad av"); '' where it was published without, or not at all."""
        return self.published.by if self.published and self.published.move is Move.APPROVE else ""

    @property
    def reason(self) -> str:
        """Why it is refused or withdrawn; '' else."""
        return self.steps[-1].reason if self.steps else ""


Values: TypeAlias = tuple[Entry, ...]


@dataclass(frozen=True)
class Content:
    """A version with its values, ordered by municipality, year, period and gender."""

    version: Version
    values: Values

    @property
    def earlier(self) -> Mapping[Key, float | None]:
        """The values as the reader of the next file asks for them (``Context.earlier``)."""
        return {value.key: value.value for value in self.values}


@dataclass(frozen=True)
class ValueChange:
    """A value that differs."""

    before: Entry
    after: Entry


@dataclass(frozen=True)
class Comparison:
    """What one version has and another has not. All are in the order of their keys."""

    fields: tuple[FieldChange, ...]
    added: Values
    removed: Values
    changed: tuple[ValueChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.fields or self.added or self.removed or self.changed)


def compared(before: Content, after: Content) -> Comparison:
    """What AFTER has that BEFORE has not, and the reverse. A value differs also by its status and its persons."""
    old, new = _by_key(before.values), _by_key(after.values)
    return Comparison(
        fields=differences(before.version.indicator, after.version.indicator),
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(ValueChange(old[key], new[key]) for key in sorted(old) if key in new and old[key] != new[key]),
    )


def _by_key(values: Iterable[Entry]) -> dict[Key, Entry]:
    return {value.key: value for value in values}


@dataclass(frozen=True)
class Deeds:
    """``sends`` tells that to publish is to send for approval. ``is_author``: she may not judge it, for it is hers."""

    publishes: bool
    sends: bool
    judges: bool
    is_author: bool
    withdraws: bool
    restores: bool

    @property
    def any(self) -> bool:
        """Whether there is anything that she may do."""
        return self.publishes or self.judges or self.withdraws or self.restores


def deeds(version: Version, newest: Version, *, needs_approval: bool, by: Person) -> Deeds:
    """What BY may do with VERSION of an indicator whose NEWEST (those beside left out) is given.

    NEEDS_APPROVAL is the area's setting.
    """
    area = version.indicator.area
    move = Move.SEND if needs_approval else Move.PUBLISH
    is_passed = version.state is VersionState.SUPERSEDED or version.is_beside
    waits = version.state is VersionState.WAITING
    return Deeds(
        publishes=not is_passed and version.state in move.rule.origins and may(by, Action.PUBLISH, area=area),
        sends=needs_approval,
        judges=waits and all(may(by, Action.APPROVE, area=area, author=author) for author in version.authors),
        is_author=waits and by.id in version.authors,
        withdraws=version.state in Move.WITHDRAW.rule.origins and may(by, Action.WITHDRAW, area=area),
        restores=version.number != newest.number and may(by, Action.RESTORE, area=area),
    )

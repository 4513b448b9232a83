"""What somebody may do with a version as things stand: what a page offers. Each deed is asked again when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from core.access.people import Person
from core.access.rights import Action, may
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.versions import Version


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

"""A version's life: its states, and the moves between them. Pure. docs/own-indicators-rules.md tells the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.state.versions import VersionError


class VersionState(StrEnum):
    """Where a version is in its life. Readers see PUBLISHED and nothing else."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def swedish(self) -> str:
        """Its word on the screen."""
        return _SWEDISH[self]


_SWEDISH = {
    VersionState.DRAFT: "utkast",
    VersionState.WAITING: "väntar på godkännande",
    VersionState.PUBLISHED: "publicerad",
    VersionState.REFUSED: "nekad",
    VersionState.SUPERSEDED: "ersatt",
    VersionState.WITHDRAWN: "tillbakadragen",
}
_IS = {
    VersionState.DRAFT: "är ett utkast",
    VersionState.WAITING: "väntar på godkännande",
    VersionState.PUBLISHED: "är publicerad",
    VersionState.REFUSED: "är nekad",
    VersionState.SUPERSEDED: "är ersatt av en nyare",
    VersionState.WITHDRAWN: "är tillbakadragen",
}


class Move(StrEnum):
    """What can be done to a version."""

    SEND = "send"
    PUBLISH = "publish"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"

    @property
    def rule(self) -> MoveRule:
        """From where, to where, and how it is said."""
        return MOVES[self]

    @property
    def publishes(self) -> bool:
        """Whether readers see the version after it."""
        return self.rule.to is VersionState.PUBLISHED


@dataclass(frozen=True)
class MoveRule:
    """``done`` is how the log says it, ``passive`` how it follows "kan inte"."""

    origins: frozenset[VersionState]
    to: VersionState
    done: str
    passive: str


_S = VersionState
MOVES: Mapping[Move, MoveRule] = MappingProxyType(
    {
        Move.SEND: MoveRule(
            frozenset({_S.DRAFT, _S.WITHDRAWN}), _S.WAITING, "skickade för godkännande", "skickas för godkännande"
        ),
        # A version waits no longer where the area's setting was changed meanwhile.
        Move.PUBLISH: MoveRule(
            frozenset({_S.DRAFT, _S.WAITING, _S.WITHDRAWN}), _S.PUBLISHED, "publicerade", "publiceras"
        ),
        Move.APPROVE: MoveRule(frozenset({_S.WAITING}), _S.PUBLISHED, "godkände", "godkännas"),
        Move.REFUSE: MoveRule(frozenset({_S.WAITING}), _S.REFUSED, "nekade", "nekas"),
        Move.WITHDRAW: MoveRule(
            frozenset({_S.DRAFT, _S.WAITING, _S.PUBLISHED}), _S.WITHDRAWN, "drog tillbaka", "dras tillbaka"
        ),
        # What was refused stays so, for those who read its history.
        Move.SUPERSEDE: MoveRule(
            frozenset({_S.DRAFT, _S.WAITING, _S.PUBLISHED, _S.WITHDRAWN}), _S.SUPERSEDED, "ersatte", "ersättas"
        ),
    }
)


def moved(number: int, state: VersionState, move: Move, *, is_beside: bool) -> VersionState:
    """The state of version NUMBER after MOVE. Raises VersionError where it cannot be made from STATE.

    A version that lies beside the others must first be taken in among them (restored): it was made without knowledge
    of what they hold.
    """
    rule = move.rule
    if state not in rule.origins:
        advice = "Läs in sidan igen och se vad som har hänt med den."
        raise VersionError(f"Version {number} {_IS[state]} och kan inte {rule.passive}.", advice)
    if is_beside and (move.publishes or move is Move.SEND):
        advice = "Jämför den med den senaste, och återställ den om dess innehåll ska gälla."
        raise VersionError(f"Version {number} ligger bredvid de andra och kan inte {rule.passive}.", advice)
    return rule.to

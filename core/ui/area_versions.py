"""What the pages Bildspel and Rapport share: their versions as a list, and what was typed and could not be saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.own.pending import WorkGoneError, WorkKind
from core.own.store import current_own
from core.present.versions import AreaVersion
from core.ui.account_pages import Asked
from core.ui.choices import PRESENT, number_in
from core.ui.render import render
from core.ui.unsent import UNSENT, UNSENT_PARAM
from core.words.dates import moment_words

# The number, in the address, of the work that keeps what was typed.
WORK = "arbete"


@dataclass(frozen=True)
class VersionLine:
    """A version in the list."""

    number: int
    who: str
    when: str
    note: str
    is_frozen: bool
    is_newest: bool


@dataclass(frozen=True)
class Seen:
    """What each of the page's forms carries: the area, the newest version that is seen, and the kept work."""

    area: str
    number: int
    work: str


def version_lines(versions: Sequence[AreaVersion[Any, Any]]) -> list[VersionLine]:
    """VERSIONS, newest first, as they are listed."""
    return [
        VersionLine(
            number=one.number,
            who=one.created_by,
            when=moment_words(one.created_at),
            note=one.note,
            is_frozen=one.is_frozen,
            is_newest=place == 0,
        )
        for place, one in enumerate(versions)
    ]


def seen_by(asked: Asked, versions: Sequence[AreaVersion[Any, Any]], area: str) -> Seen:
    """What the forms carry where VERSIONS (newest first) are shown."""
    return Seen(area, versions[0].number if versions else 0, str(number_in(asked.params.get(WORK, "")) or ""))


def typed_before(asked: Asked, kind: WorkKind) -> Mapping[str, str]:
    """What was typed last in a form of KIND and could not be saved."""
    if unsent := UNSENT.get(asked.params.get(UNSENT_PARAM, ""), datetime.now(UTC)):
        return unsent
    number = number_in(asked.params.get(WORK, ""))
    if not number:
        return {}
    try:
        return current_own(asked.catalogue).pending.only(kind).get(number, by=asked.person).fields
    except WorkGoneError:
        return {}


def without_area(asked: Asked, what: str) -> str:
    """The page where the address does not say which area's WHAT ("bildspel") it is about."""
    return render(
        "message.html",
        title="Välj ett område",
        paragraphs=(f"Länken säger inte vilket områdes {what} det gäller.",),
        action="Till presentationen",
        action_address=PRESENT,
        address=asked.address,
    )

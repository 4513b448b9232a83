"""What the pages Bildspel and Rapport share: their versions as a list, and what was typed and could not be saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.access.rights import Action, may_somewhere, require
from core.catalogue import Area
from core.own.pending import WorkGoneError, WorkKind
from core.own.store import current_own
from core.present.versions import AreaVersion
from core.ui.account_pages import Asked
from core.ui.choices import PRESENT, number_in
from core.ui.notices import Notice
from core.ui.render import render
from core.ui.unsent import UNSENT, UNSENT_PARAM
from core.words.dates import moment_words

# The number, in the address, of the work that keeps what was typed.
WORK = "arbete"
# The number, in the address, of the version that is looked at.
VERSION = "version"


@dataclass(frozen=True)
class VersionLine:
    """A version in the list. ``is_seen`` by readers; ``look`` is where it can be looked at."""

    number: int
    who: str
    when: str
    note: str
    is_frozen: bool
    is_newest: bool
    is_seen: bool
    look: str


@dataclass(frozen=True)
class Seen:
    """What each of the page's forms carries: the area, the newest version that is seen, and the kept work."""

    area: str
    number: int
    work: str


def seen_by_readers(versions: Sequence[AreaVersion[Any, Any]]) -> AreaVersion[Any, Any] | None:
    """The one of VERSIONS, newest first, that readers have; None where nothing is frozen, or it is taken back."""
    last = next((one for one in versions if one.is_frozen or one.is_withdrawal), None)
    return last if last and last.is_frozen else None


def version_lines(versions: Sequence[AreaVersion[Any, Any]], draft: str) -> list[VersionLine]:
    """VERSIONS, newest first, as they are listed. DRAFT is the address where the newest can be looked at."""
    shown = seen_by_readers(versions)
    return [
        VersionLine(
            number=one.number,
            who=one.created_by,
            when=moment_words(one.created_at),
            note=one.note,
            is_frozen=one.is_frozen,
            is_newest=place == 0,
            is_seen=one is shown,
            look=f"{draft}?{VERSION}={one.number}",
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


def notice_of(asked: Asked, typed: Mapping[str, str]) -> Notice | None:
    """What the page tells first: how the form was answered, else that what was TYPED stands there unsaved."""
    if asked.notice or not typed:
        return asked.notice
    return Notice("Det här är inte sparat än. Läs igenom det, och spara.", is_good=False)


def editable_area(asked: Asked) -> Area | None:
    """The area of the address. Raises NotAllowedError where ASKED's person may not edit it.

    None where the address names none and she may edit some: she has only come the wrong way.
    """
    known = asked.catalogue.area_by_id.get(asked.params.get("omrade", ""))
    if known is not None or not may_somewhere(asked.person, Action.EDIT_DECK):
        require(asked.person, Action.EDIT_DECK, area=known.id if known else None)
    return known


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

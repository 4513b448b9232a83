"""What the pages Bildspel and Rapport share: which area it is about, and its versions as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.access.rights import Action, may_somewhere, require
from core.catalogue import Area
from core.documents.area_versions import AreaVersion
from core.web.choices import PRESENT
from core.web.pages import message
from core.web.typed import AREA, WORK, written_from
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.numbers import number_in

# The number, in the address, of the version that is looked at.
VERSION = "version"
# In an address before an area's id: what is worked on there.
DRAFT = "utkast-"

# What can be taken away: (words, address).
Files: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Seen:
    """What each of the page's forms carries: the area, the newest version that is seen, and the kept work.

    ``written`` is what the form with texts carries instead: the version that these were written from.
    """

    area: str
    number: int
    work: str
    written: int


def frozen_words(version: AreaVersion[Any, Any] | None, frozen: str) -> str:
    """VERSION as readers have it, FROZEN ("utgiven") or so; '' for none."""
    if version is None or version.frozen is None:
        return ""
    when = moment_words(version.created_at)
    return f"version {version.number}, {frozen} {when}, siffror per {version.frozen.figures_on}"


def seen_by(asked: Visit, versions: Sequence[AreaVersion[Any, Any]], area: str, typed: Mapping[str, str]) -> Seen:
    """What the forms carry where VERSIONS (newest first) are shown, and what was TYPED before."""
    newest = versions[0].number if versions else 0
    work = str(number_in(asked.params.get(WORK, "")) or "")
    return Seen(area, newest, work, written_from(typed, newest))


def editable_area(asked: Visit) -> Area | None:
    """The area of the address. Raises NotAllowedError where ASKED's person may not edit it.

    None where the address names none and she may edit some: she has only come the wrong way.
    """
    known = asked.catalogue.area_by_id.get(asked.params.get(AREA, ""))
    if known is not None or not may_somewhere(asked.person, Action.EDIT_DECK):
        require(asked.person, Action.EDIT_DECK, area=known.id if known else None)
    return known


def without_area(asked: Visit, what: str) -> str:
    """The page where the address does not say which area's WHAT ("bildspel") it is about."""
    why = f"Länken säger inte vilket områdes {what} det gäller."
    return message(asked.address, "Välj ett område", why, action="Till presentationen", action_address=PRESENT)

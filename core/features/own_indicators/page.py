"""Egna nyckeltal: what there is in each area, what waits for somebody, and what one has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may, may_somewhere
from core.features.own_indicators.history_view import own_history_html
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.shared import explained, wizard_of
from core.features.own_indicators.store import OwnStore, current_own
from core.features.own_indicators.versions import Version
from core.features.own_indicators.words import STATE_TONE
from core.web.choices import OWN_HISTORY, OWN_WORK
from core.web.drafts import Work
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words

__all__ = ["own_history_html", "own_html"]

# What asks for somebody stands first.
_ORDER = (
    VersionState.WAITING,
    VersionState.REFUSED,
    VersionState.DRAFT,
    VersionState.PUBLISHED,
    VersionState.WITHDRAWN,
    VersionState.SUPERSEDED,
)
_PASSING = (VersionState.DRAFT, VersionState.REFUSED)


@dataclass(frozen=True)
class VersionLine:
    """A version in a list."""

    id: str
    name: str
    number: int
    state: str
    tone: str
    who: str
    at: str
    reason: str
    is_beside: bool
    address: str


@dataclass(frozen=True)
class AreaView:
    """An area with what it has, and whether somebody else must approve there."""

    id: str
    name: str
    lines: tuple[VersionLine, ...]
    needs_approval: bool


@dataclass(frozen=True)
class WorkLine:
    """Something begun: ``about`` says what it is, ``address`` goes on with it."""

    number: int
    name: str
    about: str
    at: str
    address: str


@explained
def own_html(asked: Visit) -> str:
    """The list. Raises NotAllowedError for who may not see what is not published."""
    person = asked.person
    if not may_somewhere(person, Action.READ_DRAFTS):
        raise NotAllowedError(person, Action.READ_DRAFTS)
    own = current_own(asked.catalogue)
    areas = _areas(asked, own)
    return render(
        "own.html",
        address=asked.address,
        notice=asked.notice,
        waiting=[version_line(version) for version in own.history.waiting(by=person)],
        works=_works(asked),
        areas=[area for area in areas if area.lines or len(areas) == 1],
        empty_areas=[area.name for area in areas if not area.lines] if len(areas) > 1 else [],
        is_empty=not any(area.lines for area in areas),
        may_upload=may_somewhere(person, Action.UPLOAD),
        settings=areas if may(person, Action.CHANGE_SETTINGS) else [],
    )


def version_line(version: Version) -> VersionLine:
    """VERSION in a list: by whom and when it came to be what it is."""
    step = version.steps[-1] if version.steps else None
    return VersionLine(
        id=version.indicator.id,
        name=version.indicator.name,
        number=version.number,
        state=version.state.swedish,
        tone=STATE_TONE[version.state],
        who=step.by if step else version.created_by,
        at=moment_words(step.at if step else version.created_at),
        reason=version.reason,
        is_beside=version.is_beside,
        address=f"{OWN_HISTORY}?{urlencode({'id': version.indicator.id, 'version': version.number})}",
    )


def _areas(asked: Visit, own: OwnStore) -> list[AreaView]:
    person: Person = asked.person
    found = []
    for area in asked.catalogue.areas:
        if may(person, Action.READ_DRAFTS, area=area.id):
            versions = _lively(own.history.current(area.id, by=person))
            ordered = sorted(versions, key=lambda one: (_ORDER.index(one.state), one.indicator.name.casefold()))
            lines = tuple(version_line(version) for version in ordered)
            found.append(AreaView(area.id, area.name, lines, own.publishing.needs_approval(area.id)))
    return found


def _lively(versions: Sequence[Version]) -> list[Version]:
    """Those of VERSIONS (newest first) that still matter: not what is a draft or refused and has a newer after it."""
    newest: dict[str, int] = {}
    for version in versions:
        if not version.is_beside:
            newest.setdefault(version.indicator.id, version.number)
    return [one for one in versions if one.state not in _PASSING or one.number >= newest.get(one.indicator.id, 0)]


def _works(asked: Visit) -> list[WorkLine]:
    if not may_somewhere(asked.person, Action.UPLOAD):
        return []
    wizard = wizard_of(asked.person, asked.catalogue, asked.figures, datetime.now(UTC))
    return [_work_line(work) for work in wizard.mine()]


def _work_line(work: Work) -> WorkLine:
    about = f"ny version av {work.subject}" if work.subject else "nytt nyckeltal"
    return WorkLine(
        number=work.id,
        name=work.fields.get("name", "").strip()[:150] or "Utan namn",
        about=f"{about} · fil: {work.file_name}" if work.has_file else about,
        at=moment_words(work.changed_at),
        address=f"{OWN_WORK}?{urlencode({'arbete': work.id})}",
    )

"""Eget nyckeltal: its description, its versions, what differs between two, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.rights import Action, NotAllowedError, may, may_somewhere
from core.features.own_indicators.history import History
from core.features.own_indicators.indicators import FORM, OwnIndicator, description
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.shared import explained, places_of
from core.features.own_indicators.store import current_own
from core.features.own_indicators.values_view import (
    ChangesView,
    SignalTable,
    ValueTable,
    changes_view,
    signal_table,
    value_table,
)
from core.features.own_indicators.versions import Content, Deeds, Version, deeds
from core.features.own_indicators.words import MOVE_DONE, STATE_TONE, field_words
from core.features.own_indicators.work import participants
from core.web.choices import DOWNLOADS, INDICATOR, OWN_HISTORY
from core.web.drafts import WorkKind
from core.web.menus import Menu, Option
from core.web.render import render
from core.web.typed import typed_before
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.numbers import number_in

VALUES_FILE = f"{DOWNLOADS}/eget.csv"


@dataclass(frozen=True)
class StepView:
    """A move that was made."""

    what: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True)
class VersionView:
    """A version and what the asking person may do with it. ``compare_address`` is '' for the first."""

    number: int
    state: str
    tone: str
    made: str
    at: str
    by: str
    note: str
    is_beside: bool
    file: str
    file_by: str
    counts: str
    reviewed_by: str
    steps: tuple[StepView, ...]
    deeds: Deeds
    is_withdrawn: bool
    is_published: bool
    address: str
    compare_address: str
    values_address: str


@dataclass(frozen=True)
class ComparisonView:
    """What differs between two versions."""

    before: int
    after: int
    changes: ChangesView
    menus: tuple[Menu, ...]


@dataclass(frozen=True)
class ContentView:
    """One version looked at: its description and its values. ``signals`` is None where there are no figures."""

    version: VersionView
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    values: ValueTable
    signals: SignalTable | None


@explained
def own_history_html(asked: Visit) -> str:
    """The page of the indicator that the address names. Raises NotAllowedError."""
    if not may_somewhere(asked.person, Action.READ_DRAFTS):
        raise NotAllowedError(asked.person, Action.READ_DRAFTS)
    own, id_ = current_own(asked.catalogue), asked.params.get("id", "")
    versions = own.history.versions(id_, by=asked.person)
    newest = next(version for version in versions if not version.is_beside)
    area = newest.indicator.area
    needs_approval = own.publishing.needs_approval(area)
    views = [_version(one, versions, newest, asked, needs_approval=needs_approval) for one in versions]
    looked = _looked_at(views, number_in(asked.params.get("version", "")))
    content = own.history.content(id_, looked.number, by=asked.person)
    return render(
        "own_history.html",
        address=asked.address,
        notice=asked.notice,
        id=id_,
        name=newest.indicator.name,
        area=field_words("area", area, asked.catalogue),
        versions=views,
        newest=newest.number,
        published=next((view for view in views if view.is_published), None),
        reader_address=f"{INDICATOR}?{urlencode({'nyckeltal': id_})}",
        content=_content(content, looked, asked),
        comparison=_comparison(own.history, id_, asked, [view.number for view in views]),
        kept=_kept(asked),
        may_upload=may(asked.person, Action.UPLOAD, area=area),
    )


def _kept(asked: Visit) -> dict[int, str]:
    """The reason that was typed for a version and not taken, by the version's number."""
    fields = typed_before(asked, WorkKind.REASON)
    return {number_in(fields.get("version", "")): fields["skal"]} if fields.get("skal") else {}


def _looked_at(views: Sequence[VersionView], wanted: int) -> VersionView:
    """The version that the address names; else the one that waits for this person, else the newest."""
    named = next((view for view in views if view.number == wanted), None)
    waiting = next((view for view in views if view.deeds.judges), None)
    return named or waiting or next(view for view in views if not view.is_beside)


def _version(
    version: Version, versions: Sequence[Version], newest: Version, asked: Visit, *, needs_approval: bool
) -> VersionView:
    upload, id_ = version.upload, version.indicator.id
    years = (
        f"{upload.first_year}" if upload.first_year == upload.last_year else f"{upload.first_year}–{upload.last_year}"
    )
    compared_to = version.parent or next((one.number for one in versions if one.number < version.number), 0)
    return VersionView(
        number=version.number,
        state=version.state.swedish,
        tone=STATE_TONE[version.state],
        made=_made(version),
        at=moment_words(version.created_at),
        by=version.created_by,
        note=version.note,
        is_beside=version.is_beside,
        file=upload.file_name,
        file_by=f"{upload.uploaded_by}, {moment_words(upload.uploaded_at)}",
        counts=f"{upload.entries} värden · {upload.municipalities} kommuner · {years}",
        reviewed_by=version.reviewed_by,
        steps=tuple(StepView(MOVE_DONE[one.move], moment_words(one.at), one.by, one.reason) for one in version.steps),
        deeds=deeds(version, newest, needs_approval=needs_approval, by=asked.person),
        is_withdrawn=version.state is VersionState.WITHDRAWN,
        is_published=version.state is VersionState.PUBLISHED,
        address=_address(id_, version=version.number),
        compare_address=_address(id_, fore=compared_to, efter=version.number) + "#skillnad" if compared_to else "",
        values_address=f"{VALUES_FILE}?{urlencode({'id': id_, 'version': version.number})}",
    )


def _made(version: Version) -> str:
    if version.restored is not None:
        return f"innehållet i version {version.restored} återställt"
    if version.parent is None:
        return "inlagd"
    is_edit = version.upload.uploaded_at != version.created_at
    return f"{'ändrad beskrivning' if is_edit else 'nya värden'}, från version {version.parent}"


def _address(id_: str, **params: int) -> str:
    return f"{OWN_HISTORY}?{urlencode({'id': id_, **params})}"


def _content(content: Content, view: VersionView, asked: Visit) -> ContentView:
    indicator = content.version.indicator
    places = places_of(asked.figures, asked.catalogue)
    members = participants(asked.catalogue, indicator.area)
    figures = asked.figures
    return ContentView(
        version=view,
        facts=described(indicator, asked),
        values=value_table(content.values, indicator.decimals, places, members),
        signals=signal_table(figures, indicator, content.values, members) if figures else None,
    )


def described(indicator: OwnIndicator, asked: Visit) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The description of INDICATOR, what is filled in of it: each label with its text, a paragraph a piece."""
    found = {name: value for name, value in description(indicator).items() if value not in (None, "")}
    names = [name for name in FORM if name in found and name != "name"]
    words = ((FORM[name].label, field_words(name, found[name], asked.catalogue)) for name in names)
    return tuple((label, tuple(line for line in text.splitlines() if line.strip())) for label, text in words)


def _comparison(history: History, id_: str, asked: Visit, numbers: Sequence[int]) -> ComparisonView | None:
    """What differs between the two versions that the address names; None where it names none."""
    before, after = (number_in(asked.params.get(name, "")) for name in ("fore", "efter"))
    if before not in numbers or after not in numbers:
        return None
    found = history.compare(id_, before, after, by=asked.person)
    menus = (_menu(id_, "Före", before, numbers, other=after), _menu(id_, "Efter", after, numbers, other=before))
    return ComparisonView(before, after, changes_view(found, asked), menus)


def _menu(id_: str, label: str, chosen: int, numbers: Sequence[int], *, other: int) -> Menu:
    def to(number: int) -> str:
        pair = (number, other) if label == "Före" else (other, number)
        return _address(id_, fore=pair[0], efter=pair[1])

    options = tuple(Option(f"version {number}", to(number), number == chosen) for number in numbers)
    return Menu(label, options)

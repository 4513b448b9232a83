"""Makes versions of own indicators: from a file, from an edited description, from an older version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import account_of, noting
from core.catalogue import Catalogue
from core.features.own_indicators.indicators import (
    FORM,
    MOST_INDICATORS,
    FieldChange,
    OwnIndicator,
    checked,
    description,
    differences,
)
from core.features.own_indicators.kept_values import check_persons, check_upload, keep_upload
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.models import Upload
from core.features.own_indicators.publishing import make_step
from core.features.own_indicators.tables import OwnIndicatorRow, OwnUploadRow, OwnVersionRow
from core.features.own_indicators.version_rows import (
    KIND,
    as_version,
    described_columns,
    editors_of,
    newest_row,
    next_number,
    required_area,
    values_of,
    version_row,
)
from core.features.own_indicators.versions import Version
from core.state.audit import Change, Facts, record
from core.state.versions import OvertakenError, VersionError, authored
from core.tabular.fields import checked_fields, text_field

NOTE_FORM = {"note": text_field("Anteckning", 500, is_needed=False, has_lines=True)}


@dataclass(frozen=True)
class _Draft:
    """What a new version is made of. ``action`` and ``before`` and ``after`` are for the log."""

    indicator: OwnIndicator
    upload_id: int
    parent: int | None
    note: str
    action: str
    before: Facts | None
    after: dict[str, Any]
    restored: int | None = None


class Saving:
    """Makes versions. ``by`` is always who asks; each is one transaction and one line in the log.

    ``parent`` is the newest version that BY has seen. Where another has come since, what was sent is kept as a draft
    beside, and OvertakenError says who and when. All raise NotAllowedError, NoAccountError, FieldsError, VersionError,
    ValuesError and StateError.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue

    def add(
        self, indicator: OwnIndicator, upload: Upload, sha256: str, *, note: str = "", by: Person, now: datetime
    ) -> Version:
        """A new indicator, with the values of UPLOAD, as the draft of its first version. It is given its id.

        SHA256 is the file's, 64 hexadecimal figures. Raises ValueError for an upload that may not be stored.
        """
        require(by, Action.UPLOAD, area=indicator.area)
        account_of(by)
        indicator, note = self._checked(indicator, note)
        check_upload(upload, sha256, indicator.least_persons)
        with noting(self._engine, one_at_a_time=True) as session:
            indicator = replace(indicator, id=_next_id(session))
            session.add(OwnIndicatorRow(id=indicator.id, area=indicator.area))
            session.flush()
            upload_id = keep_upload(session, indicator.id, upload, sha256, by=by, now=now)
            return as_version(first_version(session, indicator, upload_id, note=note, by=by, now=now))

    def upload(
        self,
        indicator: OwnIndicator,
        upload: Upload,
        sha256: str,
        *,
        parent: int,
        note: str = "",
        by: Person,
        now: datetime,
    ) -> Version:
        """A version with the values of UPLOAD, described as INDICATOR is. As ``add`` otherwise."""
        require(by, Action.UPLOAD, area=indicator.area)
        # Before the transaction: nobody else should wait for it.
        indicator, note = self._checked(indicator, note)
        check_upload(upload, sha256, indicator.least_persons)
        with noting(self._engine, one_at_a_time=True) as session:
            old = _known(session, indicator, parent, by)
            upload_id = keep_upload(session, indicator.id, upload, sha256, by=by, now=now)
            before, after = _change_facts(differences(old.indicator, indicator))
            after |= _upload_facts(session, upload_id)
            kept = _saved(session, _Draft(indicator, upload_id, parent, note, "laddade upp", before, after), by, now)
        return _or_overtaken(*kept)

    def edit(self, indicator: OwnIndicator, *, parent: int, note: str = "", by: Person, now: datetime) -> Version:
        """A version with the values of PARENT, described as INDICATOR is."""
        require(by, Action.UPLOAD, area=indicator.area)
        indicator, note = self._checked(indicator, note)
        with noting(self._engine, one_at_a_time=True) as session:
            old = _known(session, indicator, parent, by)
            changes = differences(old.indicator, indicator)
            if not changes:
                raise VersionError("Inget är ändrat.", "Ändra något fält och spara igen.")
            upload_id = version_row(session, indicator.id, parent).upload_id
            if indicator.least_persons != old.indicator.least_persons:
                check_persons(values_of(session, upload_id), indicator.least_persons)
            before, after = _change_facts(changes)
            kept = _saved(session, _Draft(indicator, upload_id, parent, note, "ändrade", before, after), by, now)
        return _or_overtaken(*kept)

    def restore(
        self, indicator: str, number: int, *, parent: int, note: str = "", by: Person, now: datetime
    ) -> Version:
        """A version with the whole content of version NUMBER. One that lay beside is then superseded.

        Where another than PARENT is the newest, nothing is kept: what was to be restored is there already.
        """
        with noting(self._engine, one_at_a_time=True) as session:
            required_area(session, indicator, Action.RESTORE, by)
            note = checked_fields(NOTE_FORM, note=note)["note"]
            old, newest = version_row(session, indicator, number), newest_row(session, indicator)
            if newest.number != parent:
                raise _overtaken(as_version(newest), None)
            version = as_version(old)
            after = {"innehåll från version": number}
            draft = _Draft(version.indicator, old.upload_id, parent, note, "återställde", None, after, number)
            made = _made(session, draft, newest, by, now)
            if old.is_beside and old.state in Move.SUPERSEDE.rule.origins:
                make_step(old, Move.SUPERSEDE, by, now)
                session.flush()
            return as_version(made)

    def _checked(self, indicator: OwnIndicator, note: str) -> tuple[OwnIndicator, str]:
        return checked(indicator, self._catalogue), checked_fields(NOTE_FORM, note=note)["note"]


def _known(session: Session, indicator: OwnIndicator, parent: int, by: Person) -> Version:
    """The version that BY works on. Raises VersionError also for an indicator that would move to another area."""
    if required_area(session, indicator.id, Action.UPLOAD, by) != indicator.area:
        advice = "Lägg in det som ett nytt nyckeltal i det andra området, och dra tillbaka det här."
        raise VersionError("Ett nyckeltal kan inte byta område.", advice)
    return as_version(version_row(session, indicator.id, parent))


def _next_id(session: Session) -> str:
    last = session.scalar(select(func.max(OwnIndicatorRow.id)))
    number = int(last[1:]) + 1 if last else 1
    if number > MOST_INDICATORS:
        raise VersionError("Det finns inga fler nummer för egna nyckeltal.", "Hör av dig till den som sköter systemet.")
    return f"E{number:05}"


def _saved(session: Session, draft: _Draft, by: Person, now: datetime) -> tuple[Version, Version]:
    """The version that DRAFT becomes, and the newest before it."""
    newest = newest_row(session, draft.indicator.id)
    before = as_version(newest)
    return as_version(_made(session, draft, newest, by, now)), before


def _or_overtaken(made: Version, newest: Version) -> Version:
    """MADE. Raises OvertakenError where it lies beside; by then it is kept."""
    if made.is_beside:
        raise _overtaken(newest, made)
    return made


def _overtaken(newest: Version, kept: Version | None) -> OvertakenError:
    """That somebody had saved NEWEST, and that what was sent is KEPT beside; None: nothing was."""
    advice = "Läs in sidan igen och se vad som har ändrats."
    if kept is not None:
        advice = (
            f"Ditt finns kvar bredvid, som version {kept.number}. Jämför den med version {newest.number}, "
            "och återställ den om dess innehåll ska gälla."
        )
    return OvertakenError(newest.said, advice, newest=newest, kept=kept)


def _made(session: Session, draft: _Draft, newest: OwnVersionRow | None, by: Person, now: datetime) -> OwnVersionRow:
    """The row of DRAFT, in the log too; beside unless its parent is NEWEST."""
    row = OwnVersionRow(
        indicator=draft.indicator.id,
        number=next_number(session, draft.indicator.id),
        parent=draft.parent,
        restored=draft.restored,
        is_beside=newest is not None and newest.number != draft.parent,
        state=VersionState.DRAFT.value,
        note=draft.note,
        upload_id=draft.upload_id,
        editors=editors_of(session, draft.indicator.id, draft.restored or draft.parent, account_of(by)),
        steps=[],
        **authored(by, now),
        **described_columns(draft.indicator),
    )
    session.add(row)
    session.flush()
    facts = draft.after | ({"från version": draft.parent} if draft.parent else {})
    facts |= {"bredvid version": newest.number} if row.is_beside and newest else {}
    key = f"{row.indicator} version {row.number}"
    record(session, by, now, Change(draft.action, KIND, key, draft.before, facts))
    return row


def first_version(
    session: Session, indicator: OwnIndicator, upload_id: int, *, note: str = "", by: Person, now: datetime
) -> OwnVersionRow:
    """The draft of the first version of INDICATOR, whose row is there, with the values of UPLOAD_ID."""
    after = _facts(indicator) | _upload_facts(session, upload_id)
    return _made(session, _Draft(indicator, upload_id, None, note, "lade till", None, after), None, by, now)


def _facts(indicator: OwnIndicator) -> dict[str, Any]:
    return {FORM[name].label: value for name, value in description(indicator).items() if value not in (None, "")}


def _change_facts(changes: tuple[FieldChange, ...]) -> tuple[Facts | None, dict[str, Any]]:
    before = {change.label: change.before for change in changes}
    return before or None, {change.label: change.after for change in changes}


def _upload_facts(session: Session, upload_id: int) -> dict[str, Any]:
    row = session.get_one(OwnUploadRow, upload_id)
    counts = {"antal värden": row.entries, "antal kommuner": row.municipalities}
    return counts | {"fil": row.file_name, "sha256": row.sha256}

"""The wizard in which an own indicator is put in: what a piece of work has come to, and what it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may, may_somewhere, require
from core.catalogue import Catalogue
from core.errors import NyckeltalError
from core.features.own_indicators.indicators import FORM, OwnIndicator, description, read_indicator
from core.features.own_indicators.models import Context, Upload
from core.features.own_indicators.progress import (
    COLUMN,
    CONFIRMED,
    NOTE,
    PARENT,
    SHEET,
    TRIED,
    UNDESCRIBED,
    Progress,
    UnfinishedError,
    both_have_values,
    require_finished,
)
from core.features.own_indicators.reading.questions import confirmed_note, questions
from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.succession import added, can_be_added, gone
from core.features.own_indicators.versions import Content, Version
from core.state.merging import Merge, beside, is_theirs, merged, together_words
from core.state.versions import OvertakenError
from core.tabular.faults import cut
from core.tabular.fields import FieldFault, FieldsError, read_fields
from core.tabular.kept import Kept
from core.tabular.limits import LEAST_PERSONS
from core.web.drafts import PendingWork, Work, WorkKind
from core.words.dates import HERE

LONGEST_OWN_NOTE = 300
_READINGS: Kept[Upload] = Kept(lambda upload: upload.size)


class PutTogetherError(NyckeltalError):
    """Somebody else had saved NEWEST: it and the work are one by now, as MERGE tells, and are to be looked at."""

    def __init__(self, newest: Version, merge: Merge) -> None:
        said = newest.said
        super().__init__(*together_words(said, merge))
        self.has_theirs = bool(merge.theirs)


class Wizard:
    """BY's own work. PLACES (id -> name) are the municipalities that may stand in a file; NOW is the clock's time.

    All raise NotAllowedError for who may put in nothing anywhere, NoAccountError, WorkGoneError and StateError.
    """

    def __init__(
        self, own: OwnStore, catalogue: Catalogue, places: Mapping[str, str], *, by: Person, now: datetime
    ) -> None:
        if not may_somewhere(by, Action.UPLOAD):
            raise NotAllowedError(by, Action.UPLOAD)
        self._own, self._catalogue, self._places = own, catalogue, places
        self._by, self._now = by, now
        self._areas = areas_of(by, catalogue)

    @property
    def _pending(self) -> PendingWork:
        return self._own.pending.only(WorkKind.INDICATOR)

    def mine(self) -> tuple[Work, ...]:
        """What BY has begun, newest first."""
        return self._pending.mine(WorkKind.INDICATOR, by=self._by)

    def begin(self) -> Work:
        """A piece of work for a new indicator; one that she has begun and left blank is taken first."""
        first = {"area": self._areas[0]} if len(self._areas) == 1 else {}
        for work in self.mine():
            if not work.subject and not work.has_file and dict(work.fields) in ({}, first):
                return work
        return self._pending.begin(WorkKind.INDICATOR, "", first, by=self._by, now=self._now)

    def begin_version(self, indicator: str) -> Work:
        """A piece of work for a new version of INDICATOR, as its newest is; that which she has begun is taken first.

        Raises NotAllowedError, and VersionError where there is no such indicator.
        """
        newest = self._own.history.newest(indicator, by=self._by)
        require(self._by, Action.UPLOAD, area=newest.indicator.area)
        for work in self.mine():
            if work.subject == indicator and work.fields.get(PARENT) == str(newest.number):
                return work
        fields = as_typed(newest.indicator) | {PARENT: str(newest.number)}
        return self._pending.begin(WorkKind.INDICATOR, indicator, fields, by=self._by, now=self._now)

    def keep(self, number: int, typed: Mapping[str, str]) -> Work:
        """Keep what was TYPED or ticked in any step, without a word about it: she goes on with it later."""
        known = {name: text for name, text in typed.items() if name in (*FORM, CONFIRMED, NOTE)}
        return self._change(number, known)

    def keep_file(self, number: int, file_name: str, content: bytes) -> Work:
        """Let CONTENT be the file; it is read when she comes back. Raises WorkTooLargeError."""
        put = self._pending.put_file(number, file_name, content, by=self._by, now=self._now)
        # What was chosen in another file is not asked for in this one.
        return self.choose(number, "", "") if put.fields.get(SHEET) or put.fields.get(COLUMN) else put

    def describe(self, number: int, typed: Mapping[str, str]) -> Work:
        """Keep what was TYPED in the fields of FORM. She thinks that it is right, so faults are shown."""
        known = {name: text for name, text in typed.items() if name in FORM}
        before = self._pending.get(number, by=self._by).fields
        # She has seen what somebody else had written beside hers.
        kept = {name: text for name, text in before.items() if not is_theirs(name)}
        return self._pending.put_fields(number, kept | known | {TRIED: "ja"}, by=self._by, now=self._now)

    def put_file(self, number: int, file_name: str, content: bytes, patience: float | None = None) -> Progress:
        """Let CONTENT be the file, and read it, for PATIENCE as ``progress``. Raises WorkTooLargeError."""
        self.keep_file(number, file_name, content)
        return self.progress(number, patience)

    def remove_file(self, number: int) -> Work:
        """Take the file away: a new version then keeps the values that it was begun from."""
        return self._pending.remove_file(number, by=self._by, now=self._now)

    def confirm(self, number: int, tokens: str) -> Progress:
        """Let TOKENS, with spaces between, be what she has confirmed; those that no question has are left out."""
        progress = self.progress(number)
        asked = {token for one in progress.questions for token in (one.token, one.kept) if token}
        kept = " ".join(sorted(asked & set(tokens.split())))
        self._change(number, {CONFIRMED: kept})
        return self.progress(number)

    def choose(self, number: int, sheet: str, column: str) -> Work:
        """Read the file's SHEET, and its values from COLUMN (a letter), where it leaves that open; '' for neither."""
        return self._change(number, {SHEET: cut(sheet), COLUMN: cut(column, 3), CONFIRMED: ""})

    def discard(self, number: int) -> None:
        """Throw the work away. Raises WorkGoneError where it is gone already."""
        self._pending.get(number, by=self._by)
        self._pending.remove(number, by=self._by)

    def progress(self, number: int, patience: float | None = None) -> Progress:
        """What piece NUMBER has come to. The file is read the first time; then it is known.

        A large one takes seconds: after PATIENCE of them (None: as long as it takes) it is told how far that has come.
        """
        work = self._pending.get(number, by=self._by)
        before, newest = self._versions(work)
        indicator, faults = self._described(work, before)
        upload, share = self._read(work, before, patience) if work.has_file else (None, 1.0)
        if upload is None:
            values = before.values if before else ()
            return Progress(work, indicator, faults, before, newest, None, (), values, share=share)
        if before is None or not upload.is_usable:
            asked = questions(upload.warnings, _digest(work))
            return Progress(work, indicator, faults, before, newest, upload, asked, upload.rows)
        return self._succeeding(
            Progress(work, indicator, faults, before, newest, upload, (), upload.rows), before, upload
        )

    def _succeeding(self, progress: Progress, before: Content, upload: Upload) -> Progress:
        """PROGRESS with what becomes of the values of BEFORE, and what is asked about that."""
        old, new = [one.key for one in before.values], [one.key for one in upload.rows]
        asked = questions(upload.warnings, _digest(progress.work))
        if lost := questions(gone(old, new, self._places), _digest(progress.work)):
            asked = (replace(lost[0], can_be_kept=can_be_added(old, new)), *asked)
        found = replace(progress, questions=asked)
        if not any(one.kept and one.kept in found.confirmed for one in asked):
            return found
        rows, notes, told = added(before.values, upload.rows, self._context(progress.work, before))
        more = questions([one for one in told if one not in upload.warnings], _digest(progress.work))
        return replace(found, questions=(*asked, *more), rows=rows, is_adding=True, notes=tuple(notes))

    def save(self, number: int, note: str, seen: str) -> Version:
        """The version that piece NUMBER becomes, as a draft; the work is then gone.

        SEEN is the seal of what was looked at. Raises UnfinishedError, also where that is another; PutTogetherError
        where somebody has saved a version meanwhile; and what ``Saving`` raises. After an OvertakenError (both have
        sent values) it is kept beside and the work gone.
        """
        self._change(number, {NOTE: note})
        progress = self.progress(number)
        if progress.before and progress.newest and not both_have_values(progress, progress.newest):
            raise self._together(progress, progress.before.version, progress.newest)
        require_finished(progress, seen)
        if progress.is_adding and progress.before:
            note = (
                f"{note.rstrip()}\nFilen är tillagd till värdena i version {progress.before.version.number}.".lstrip()
            )
        try:
            version = self._saved(progress, confirmed_note(note, progress.confirmed_questions))
        except OvertakenError as error:
            if error.kept is not None:
                self._pending.remove(number, by=self._by)
            raise
        self._pending.remove(number, by=self._by)
        return version

    def _together(self, progress: Progress, before: Version, newest: Version) -> PutTogetherError:
        """Let the work go on from NEWEST, with what only one has changed since BEFORE as she changed it."""
        typed = {name: text for name, text in progress.work.fields.items() if name in FORM}
        merge = merged(as_typed(before.indicator), typed, as_typed(newest.indicator))
        kept = {name: text for name, text in progress.work.fields.items() if not is_theirs(name)}
        fields = {**kept, **merge.fields, **beside(merge.theirs), PARENT: str(newest.number)}
        self._pending.put_fields(progress.work.id, fields, by=self._by, now=self._now)
        return PutTogetherError(newest, merge)

    def _change(self, number: int, changes: Mapping[str, str]) -> Work:
        return self._pending.change_fields(number, changes, by=self._by, now=self._now)

    def _versions(self, work: Work) -> tuple[Content | None, Version | None]:
        """The version that WORK was begun from, and the newest where that is another."""
        if not work.subject:
            return None, None
        before = self._own.history.content(work.subject, int(work.fields[PARENT]), by=self._by)
        newest = self._own.history.newest(work.subject, by=self._by)
        return before, None if newest.number == before.version.number else newest

    def _described(self, work: Work, before: Content | None) -> tuple[OwnIndicator | None, tuple[FieldFault, ...]]:
        area = before.version.indicator.area if before else work.fields.get("area", "")
        foreign = bool(area) and area not in self._areas
        theirs = FieldFault(
            "area", FORM["area"].label, "Du får inte lägga in nyckeltal där.", "Välj ett av dina områden."
        )
        try:
            found = read_indicator({**work.fields, "area": area}, self._catalogue)
        except FieldsError as error:
            others = tuple(fault for fault in error.faults if not (foreign and fault.field == "area"))
            return None, ((theirs, *others) if foreign else others)
        return (None, (theirs,)) if foreign else (replace(found, id=work.subject), ())

    def _read(self, work: Work, before: Content | None, patience: float | None) -> tuple[Upload | None, float]:
        """WORK's file, or how much of it is read after PATIENCE."""
        context = self._context(work, before)
        known = (context.unit, context.this_year, context.allowed, context.least_persons, context.expected)
        places = frozenset(context.municipalities.items())
        key = (_digest(work), work.file_name, work.subject, work.fields.get(PARENT), known, places)
        pending, by = self._pending, self._by

        def read() -> Upload:
            return read_upload(pending.content(work.id, by=by), work.file_name, context)

        share = 1.0 if patience is None else _READINGS.share(key, read, patience)
        return (None, share) if share < 1 else (_READINGS.get(key, read), 1.0)

    def _context(self, work: Work, before: Content | None) -> Context:
        """What is known before the file is read; of a description with faults, as much as can be read."""
        found, _ = read_fields(FORM, work.fields)
        lowest, highest = found.get("lowest"), found.get("highest")
        area = before.version.indicator.area if before else found.get("area", "")
        return Context(
            municipalities=self._places,
            expected=frozenset(participants(self._catalogue, area)),
            unit=found.get("unit", ""),
            this_year=self._now.astimezone(HERE).year,
            allowed=None if lowest is None and highest is None else (lowest, highest),
            least_persons=found.get("least_persons", LEAST_PERSONS),
            earlier=before.earlier if before else {},
            sheet=work.fields.get(SHEET, ""),
            value_column=work.fields.get(COLUMN, ""),
        )

    def _saved(self, progress: Progress, note: str) -> Version:
        indicator, upload, saving = progress.indicator, progress.upload, self._own.saving
        if indicator is None:
            raise UnfinishedError(*UNDESCRIBED)
        digest = progress.work.sha256
        if progress.before is None and upload is not None:
            return saving.add(indicator, upload, digest, note=note, by=self._by, now=self._now)
        parent = int(progress.work.fields[PARENT])
        if upload is None or progress.has_same_values:
            return saving.edit(indicator, parent=parent, note=note, by=self._by, now=self._now)
        whole = replace(upload, rows=progress.rows)
        return saving.upload(indicator, whole, digest, parent=parent, note=note, by=self._by, now=self._now)


def _digest(work: Work) -> str:
    """Stands for WORK's file and what was chosen in it."""
    return "\0".join((work.sha256, work.fields.get(SHEET, ""), work.fields.get(COLUMN, "")))


def areas_of(person: Person, catalogue: Catalogue) -> tuple[str, ...]:
    """The areas of CATALOGUE where PERSON may put in indicators."""
    return tuple(id_ for id_ in catalogue.area_by_id if may(person, Action.UPLOAD, area=id_))


def participants(catalogue: Catalogue, area: str) -> dict[str, str]:
    """Those of the co-operation that take part in AREA, id -> name, in the catalogue's order."""
    return {one.id: one.name for one in catalogue.participants if one.is_full or area in one.areas}


def as_typed(indicator: OwnIndicator) -> dict[str, str]:
    """INDICATOR as somebody would have typed it in the fields of FORM: reading it gives the same."""
    return {name: _typed(value) for name, value in description(indicator).items()}


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    text = repr(value).removesuffix(".0").replace(".", ",")
    # Three decimals could be thousands as well.
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text

"""The versions of targets: which hold, how each came and went, and changes that overwrite nothing.

A save is known by its moment: what it made has it as ``created_at``, what it ended as ``superseded_at``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from core.access.tables import AccountRow
from core.signals import TargetKind
from core.state.audit import Change, Who, differing, record
from core.state.database import reading
from core.state.tables import AuditRow
from core.targets.models import COLUMNS, Target, TargetKey
from core.targets.tables import TargetRow

KIND = "mål"
ADDED, CHANGED, REMOVED, RESTORED = "lade till", "ändrade", "tog bort", "återställde"
# Databases bound how many values a question may have.
_IDS_AT_ONCE = 500


@dataclass(frozen=True)
class TargetVersion:
    """One version. ``created_by`` is the account's name where there is one, else what was noted.

    ``superseded_at`` is None while it holds.
    """

    id: int
    target: Target
    created_by: str
    created_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True)
class TargetChange:
    """What is asked for: TARGET in place of the version SEEN (None: a new one); without TARGET it is removed."""

    seen: int | None
    target: Target | None


@dataclass(frozen=True)
class SavedTargets:
    """What a save did, and its ``moment``, by which it can be undone: None where there was nothing to do."""

    moment: datetime | None
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class TargetEvent:
    """Something that happened to a target: ``before`` None where it was new, ``after`` None where it was removed."""

    at: datetime
    who: str
    before: Target | None
    after: Target | None


class OvertakenTargetError(Exception):
    """Somebody else has changed what was to be changed; ``event`` is what she did."""

    def __init__(self, event: TargetEvent) -> None:
        super().__init__("overtaken")
        self.event = event


def current_versions(engine: Engine, municipality: str) -> tuple[TargetVersion, ...]:
    """The versions that hold in MUNICIPALITY, by indicator, year and gender, those for all first."""
    row = TargetRow
    with reading(engine) as connection:
        return _holding(connection, [municipality], (row.kpi, row.year, row.gender_key != "T", row.gender_key))


def versions_by_id(engine: Engine, ids: Collection[int]) -> dict[int, TargetVersion]:
    """Those of the versions IDS that there are, whether they hold or not."""
    with reading(engine) as connection:
        return _by_id(connection, ids)


def versions_seen(session: Session, changes: Iterable[TargetChange]) -> dict[int, TargetVersion]:
    """Those of the versions that CHANGES are made to that there are, whether they hold or not."""
    return _by_id(session.connection(), [change.seen for change in changes if change.seen])


def versions_of_save(session: Session, moment: datetime) -> tuple[TargetVersion, ...]:
    """What the save at MOMENT made and what it ended."""
    return _versions(session.connection(), _touched(moment))


def touched_by_others(session: Session, login: str) -> set[TargetKey]:
    """The keys of targets that anybody but LOGIN has set, or that have been removed."""
    row = TargetRow
    places = (row.municipality, row.kpi, row.gender_key, row.year)
    is_others = func.max(case((row.created_by != login, 1), else_=0)) == 1
    is_gone = func.max(case((row.superseded_at.is_(None), 1), else_=0)) == 0
    found = session.execute(select(*places).group_by(*places).having(or_(is_others, is_gone)))
    return {(municipality, kpi, gender, year) for municipality, kpi, gender, year in found}


def target_events(engine: Engine, municipality: str, kpi: str) -> tuple[TargetEvent, ...]:
    """All that has happened to MUNICIPALITY's targets for KPI, newest first."""
    row = TargetRow
    with reading(engine) as connection:
        versions = _versions(connection, row.municipality == municipality, row.kpi == kpi, order=(row.id,))
        removers = _removers(connection, f"{municipality} {kpi} ")
    ended = {(v.target.key, v.superseded_at): v.target for v in versions if v.superseded_at}
    begun = {(v.target.key, v.created_at) for v in versions}
    events = [
        TargetEvent(v.created_at, v.created_by, ended.get((v.target.key, v.created_at)), v.target) for v in versions
    ]
    events += [
        TargetEvent(at, removers.get((_key(target), at), ""), target, None)
        for (key, at), target in ended.items()
        if at and (key, at) not in begun
    ]
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def set_in(session: Session, targets: Sequence[Target], *, by: Who, now: datetime) -> SavedTargets:
    """In SESSION (``writing``), let TARGETS hold from NOW on in place of what holds now, whatever it is.

    Those with other keys stay as they are; one that is the same as what holds gets no version. Raises ValueError
    where two of TARGETS have the same key. The rights of BY are the caller's to ask about.
    """
    holding = _holding(session.connection(), {target.municipality for target in targets})
    held = {version.target.key: version.id for version in holding}
    return save_in(session, [TargetChange(held.get(target.key), target) for target in targets], by=by, now=now)


def save_in(session: Session, changes: Sequence[TargetChange], *, by: Who, now: datetime) -> SavedTargets:
    """In SESSION (``writing``), make CHANGES, all of them. Those that ask for what holds already make no version.

    Raises OvertakenTargetError where a version that was seen holds no more, or a new target's place is taken;
    ValueError where two of CHANGES want the same place. The rights of BY are the caller's to ask about.
    """
    before = _seen(session, changes)
    real = [change for change in changes if change.target != before.get(change.seen or 0)]
    wanted = [change.target for change in real if change.target]
    _require_free(session, wanted, {change.seen for change in real if change.seen})
    moment = _own_moment(session, now)
    _end(session, [change.seen for change in real if change.seen], moment)
    _begin(session, wanted, by, moment)
    told = [entry for change in real for entry in _told(before.get(change.seen or 0), change.target)]
    record(session, by, moment, *told)
    counted = [(before.get(change.seen or 0) is not None, change.target is not None) for change in real]
    counts = [counted.count(kind) for kind in ((False, True), (True, True), (True, False))]
    return SavedTargets(moment if real else None, *counts)


def undo_in(session: Session, moment: datetime, *, by: Who, now: datetime) -> SavedTargets:
    """In SESSION (``writing``), let what held before the save at MOMENT hold again, as new versions.

    Nothing where there was no such save. Raises OvertakenTargetError where something that it touched has been changed
    since. The rights of BY are the caller's to ask about.
    """
    touched = versions_of_save(session, moment)
    made = [version for version in touched if version.created_at == moment]
    ended = [version for version in touched if version.superseded_at == moment]
    if not touched:
        return SavedTargets(None)
    if changed := next((version for version in made if version.superseded_at), None):
        raise OvertakenTargetError(_fate(session, changed))
    _require_free(session, [version.target for version in ended], {version.id for version in made})
    new_moment = _own_moment(session, now)
    _end(session, [version.id for version in made], new_moment)
    _begin(session, [version.target for version in ended], by, new_moment)
    now_held = {version.target.key: version.target for version in made}
    back = {version.target.key: version.target for version in ended}
    told = [entry for key in {**now_held, **back} for entry in _told(now_held.get(key), back.get(key), is_undone=True)]
    record(session, by, new_moment, *told)
    both = len(now_held.keys() & back.keys())
    return SavedTargets(new_moment, len(back) - both, both, len(now_held) - both)


def _touched(moment: datetime) -> ColumnElement[bool]:
    return or_(TargetRow.created_at == moment, TargetRow.superseded_at == moment)


def _versions(
    connection: Connection, *conditions: ColumnElement[bool], order: tuple[Any, ...] = ()
) -> tuple[TargetVersion, ...]:
    row = TargetRow
    name = func.coalesce(AccountRow.name, row.created_by)
    # Every column but "group" is named as the field that it is.
    columns = [row.comparison_group if column == "group" else getattr(row, column) for column in COLUMNS]
    asked = select(row.id, name, row.created_at, row.superseded_at, *columns)
    rows = connection.execute(
        asked.outerjoin(AccountRow, AccountRow.login == row.created_by).where(*conditions).order_by(*order)
    )
    return tuple(TargetVersion(number, _target(kept), who, at, gone) for number, who, at, gone, *kept in rows)


def _holding(
    connection: Connection, municipalities: Iterable[str], order: tuple[Any, ...] = ()
) -> tuple[TargetVersion, ...]:
    row = TargetRow
    return _versions(connection, row.municipality.in_(municipalities), row.superseded_at.is_(None), order=order)


def _by_id(connection: Connection, ids: Collection[int]) -> dict[int, TargetVersion]:
    every, found = list(ids), list[TargetVersion]()
    for start in range(0, len(every), _IDS_AT_ONCE):
        found += _versions(connection, TargetRow.id.in_(every[start : start + _IDS_AT_ONCE]))
    return {version.id: version for version in found}


def _target(kept: Sequence[Any]) -> Target:
    fields = dict(zip(COLUMNS, kept, strict=True))
    return Target(**fields | {"kind": TargetKind(fields["kind"])})


def _seen(session: Session, changes: Iterable[TargetChange]) -> dict[int, Target]:
    """The targets that CHANGES are made to, by version. Raises OvertakenTargetError unless all of them hold."""
    found = versions_seen(session, changes)
    if gone := next((version for version in found.values() if version.superseded_at), None):
        raise OvertakenTargetError(_fate(session, gone))
    if len(found) != sum(change.seen is not None for change in changes):
        raise ValueError("a version is named twice, or there is no such version")
    return {number: version.target for number, version in found.items()}


def _require_free(session: Session, targets: Sequence[Target], leaving: Collection[int]) -> None:
    """Raise OvertakenTargetError where another version than those LEAVING holds the place of one of TARGETS."""
    keys = {target.key for target in targets}
    if len(keys) != len(targets):
        raise ValueError("two targets for the same municipality, kpi, gender and year")
    for version in _holding(session.connection(), {target.municipality for target in targets}):
        if version.target.key in keys and version.id not in leaving:
            raise OvertakenTargetError(TargetEvent(version.created_at, version.created_by, None, version.target))


def _own_moment(session: Session, now: datetime) -> datetime:
    """NOW, or the first moment after it that no other save has: a save is known by it."""
    while session.scalar(select(TargetRow.id).where(_touched(now)).limit(1)):
        now += timedelta(microseconds=1)
    return now


def _end(session: Session, ids: Sequence[int], moment: datetime) -> None:
    if ids:
        session.execute(update(TargetRow), [{"id": number, "superseded_at": moment} for number in ids])


def _begin(session: Session, targets: Sequence[Target], by: Who, moment: datetime) -> None:
    if targets:
        version = {"created_by": by.login, "created_at": moment, "import_batch": uuid4().hex}
        session.execute(insert(TargetRow), [target_values(target) | version for target in targets])


def target_values(target: Target) -> dict[str, Any]:
    """TARGET as the table's columns."""
    values = asdict(target)
    return values | {"kind": target.kind.value, "comparison_group": values.pop("group")}


def change_of(before: Target | None, after: Target | None, *, is_undone: bool = False) -> Change:
    """What the log tells of a target that was BEFORE and is AFTER (one of them may be None, not both)."""
    old, new = differing(asdict(before) if before else {}, asdict(after) if after else {})
    there = after or before
    if there is None:
        raise ValueError("nothing has changed")
    deed = ADDED if before is None else REMOVED if after is None else RESTORED if is_undone else CHANGED
    return Change(deed, KIND, _key(there), old if before else None, new if after else None)


def _told(before: Target | None, after: Target | None, *, is_undone: bool = False) -> list[Change]:
    """A target that is moved to another year or gender is one that goes and one that comes."""
    if before and after and before.key != after.key:
        return [change_of(before, None), change_of(None, after)]
    return [change_of(before, after, is_undone=is_undone)]


def _key(target: Target) -> str:
    return key_words(target.key)


def key_words(key: TargetKey) -> str:
    """KEY as the log has it."""
    return " ".join(map(str, key))


def _fate(session: Session, version: TargetVersion) -> TargetEvent:
    """What became of VERSION, which holds no more."""
    at, key = version.superseded_at or version.created_at, version.target.key
    here = (TargetRow.municipality == key[0], TargetRow.kpi == key[1], TargetRow.created_at == at)
    came = [other for other in _versions(session.connection(), *here) if other.target.key == key]
    if came:
        return TargetEvent(at, came[0].created_by, version.target, came[0].target)
    removers = _removers(session.connection(), _key(version.target))
    return TargetEvent(at, removers.get((_key(version.target), at), ""), version.target, None)


def _removers(connection: Connection, start: str) -> dict[tuple[str, datetime], str]:
    """Who removed the targets whose key in the log begins with START, by key and moment.

    Nobody is noted on a version that ended without another: the log is written in the same transaction.
    """
    row = AuditRow
    name = func.coalesce(AccountRow.name, row.who)
    asked = select(row.key, row.at, name).outerjoin(AccountRow, AccountRow.id == row.who_id)
    removed = (row.kind == KIND, row.action == REMOVED, row.key.startswith(start, autoescape=True))
    return {(key, at): who for key, at, who in connection.execute(asked.where(*removed))}

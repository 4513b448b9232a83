"""Takes versions through their life: sent, published, approved, refused, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, require
from core.access.rows import account_of, noting
from core.catalogue import Catalogue
from core.errors import NyckeltalError
from core.features.own_indicators.lifecycle import Move, VersionState, moved
from core.features.own_indicators.tables import AreaSettingsRow, OwnStepRow, OwnVersionRow
from core.features.own_indicators.version_rows import KIND, as_version, required_area, version_row
from core.features.own_indicators.versions import Version
from core.state.audit import Change, record
from core.state.database import reading
from core.state.tables import Revision
from core.tabular.fields import checked_fields, text_field

REASON_FORM = {"reason": text_field("Skäl", 1000, has_lines=True)}


class AreaError(NyckeltalError):
    """An area that is not in the catalogue."""


class OwnWorkError(NotAllowedError):
    """Somebody would judge what she made herself."""

    def __init__(self, person: Person) -> None:
        super().__init__(person, Action.APPROVE)
        self.message = "Du har själv laddat upp eller ändrat något i den här versionen, och kan inte godkänna den."
        self.advice = "Be någon annan som får godkänna i området."


class Publishing:
    """Moves versions. ``by`` is always who asks; each move is one transaction and one line in the log.

    All raise NotAllowedError, NoAccountError, VersionError (no such version, or not in a state where it can be done)
    and StateError. What readers see changes the state's revision; nothing else does.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue

    def publish(self, indicator: str, number: int, *, by: Person, now: datetime) -> Version:
        """Publish version NUMBER of INDICATOR, or send it for approval where its area asks for that.

        Which of them was done is the version's state. A withdrawn version is published again in the same way.
        """
        with noting(self._engine, one_at_a_time=True) as session:
            area = required_area(session, indicator, Action.PUBLISH, by)
            move = Move.SEND if _needs_approval(session, area) else Move.PUBLISH
            return _moved(session, version_row(session, indicator, number), move, by, now)

    def approve(self, indicator: str, number: int, *, by: Person, now: datetime) -> Version:
        """Publish a version that waits, as the second person: BY has neither uploaded nor edited anything in it."""
        with noting(self._engine, one_at_a_time=True) as session:
            row = _judged(session, indicator, number, by)
            return _moved(session, row, Move.APPROVE, by, now)

    def refuse(self, indicator: str, number: int, reason: str, *, by: Person, now: datetime) -> Version:
        """Let a version that waits not be published, for REASON. Raises FieldsError without one."""
        with noting(self._engine, one_at_a_time=True) as session:
            row = _judged(session, indicator, number, by)
            return _moved(session, row, Move.REFUSE, by, now, reason=_checked_reason(reason))

    def withdraw(self, indicator: str, number: int, reason: str, *, by: Person, now: datetime) -> Version:
        """Hide a published version from readers, or take back a draft, for REASON. Raises FieldsError without one."""
        with noting(self._engine, one_at_a_time=True) as session:
            required_area(session, indicator, Action.WITHDRAW, by)
            row = version_row(session, indicator, number)
            return _moved(session, row, Move.WITHDRAW, by, now, reason=_checked_reason(reason))

    def needs_approval(self, area: str) -> bool:
        """Whether a second person must approve what is published in AREA: usually so."""
        if area not in self._catalogue.area_by_id:
            return True
        with reading(self._engine) as connection:
            kept = connection.scalar(select(AreaSettingsRow.needs_approval).where(AreaSettingsRow.area == area))
        return True if kept is None else kept

    def set_approvals(self, needed: Mapping[str, bool], *, by: Person, now: datetime) -> None:
        """Let what NEEDED says of each area hold, all of it or nothing.

        Raises NotAllowedError, and AreaError for an unknown one.
        """
        require(by, Action.CHANGE_SETTINGS)
        if needed.keys() - self._catalogue.area_by_id.keys():
            raise AreaError("Området finns inte.", f"Välj bland: {', '.join(self._catalogue.area_by_id)}.")
        with noting(self._engine, one_at_a_time=True) as session:
            for area in sorted(needed):
                _set_approval(session, area, needed[area], by, now)


def make_step(row: OwnVersionRow, move: Move, by: Person, now: datetime, *, reason: str = "") -> None:
    """Let ROW make MOVE, in its session. Raises VersionError where it cannot."""
    row.state = moved(row.number, VersionState(row.state), move, is_beside=row.is_beside).value
    row.steps.append(OwnStepRow(move=move.value, at=now, by_id=account_of(by), by=by.name, reason=reason))


def _needs_approval(session: Session, area: str) -> bool:
    kept = session.get(AreaSettingsRow, area)
    return True if kept is None else kept.needs_approval


def _set_approval(session: Session, area: str, needs_approval: bool, by: Person, now: datetime) -> None:
    before = _needs_approval(session, area)
    if before != needs_approval:
        session.merge(AreaSettingsRow(area=area, needs_approval=needs_approval))
        old, new = {"kräver godkännande": before}, {"kräver godkännande": needs_approval}
        record(session, by, now, Change("ändrade", "inställning", area, old, new))


def _checked_reason(reason: str) -> str:
    text: str = checked_fields(REASON_FORM, reason=reason)["reason"]
    return text


def _judged(session: Session, indicator: str, number: int, by: Person) -> OwnVersionRow:
    """The version that BY may judge. Raises NotAllowedError where she is one of its authors."""
    # Who has no rights in the area at all learns nothing of its versions.
    area = required_area(session, indicator, Action.READ_DRAFTS, by)
    row = version_row(session, indicator, number)
    for author in as_version(row).authors:
        if author == by.id:
            raise OwnWorkError(by)
        require(by, Action.APPROVE, area=area, author=author)
    return row


def _moved(session: Session, row: OwnVersionRow, move: Move, by: Person, now: datetime, *, reason: str = "") -> Version:
    old = VersionState(row.state)
    was_seen = old is VersionState.PUBLISHED
    before: dict[str, object] = {"läge": old.swedish}
    # Asked before anything is changed.
    new = moved(row.number, old, move, is_beside=row.is_beside)
    if move.publishes:
        before |= _superseded(session, row, by, now)
    make_step(row, move, by, now, reason=reason)
    session.flush()
    after = {"läge": new.swedish} | ({"skäl": reason} if reason else {})
    record(session, by, now, Change(move.rule.done, KIND, f"{row.indicator} version {row.number}", before, after))
    if was_seen or move.publishes:
        session.execute(update(Revision).values(number=Revision.number + 1))
    return as_version(row)


def _superseded(session: Session, row: OwnVersionRow, by: Person, now: datetime) -> dict[str, object]:
    """Supersede all older versions in ROW's line; for the log, the one that readers saw until now."""
    older = OwnVersionRow
    conditions = (older.indicator == row.indicator, older.number < row.number, older.is_beside.is_(False))
    passed = session.scalars(
        select(older).where(*conditions, older.state.in_(Move.SUPERSEDE.rule.origins)).order_by(older.number)
    ).all()
    seen = [one.number for one in passed if one.state == VersionState.PUBLISHED]
    for one in passed:
        make_step(one, Move.SUPERSEDE, by, now)
    # At no moment may two be published: the database itself refuses that.
    session.flush()
    return {"publicerad version": seen[0]} if seen else {}

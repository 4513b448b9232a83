"""Versions of own indicators between the tables and the shapes that the program uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import LARGEST_ID
from core.catalogue import Category, Direction
from core.features.own_indicators.indicators import OwnIndicator, description
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.models import Entry
from core.features.own_indicators.outcome import YearRule
from core.features.own_indicators.tables import OwnIndicatorRow, OwnStepRow, OwnUploadRow, OwnValueRow, OwnVersionRow
from core.features.own_indicators.versions import KeptUpload, Step, Values, Version
from core.state.versions import VersionError

# What the log calls an own indicator.
KIND = "eget nyckeltal"
OWN_ID = re.compile(r"E\d{5}", re.ASCII)
_ENUMS = {"direction": Direction, "category": Category, "year_rule": YearRule}
_VALUE = ("municipality", "year", "period", "gender", "value", "status", "persons")


def area_of(session: Session | Connection, indicator: str) -> str | None:
    """The area of INDICATOR; None where there is no such one."""
    if not OWN_ID.fullmatch(indicator):
        return None
    return session.scalar(select(OwnIndicatorRow.area).where(OwnIndicatorRow.id == indicator))


def required_area(session: Session, indicator: str, action: Action, by: Person) -> str:
    """The area of INDICATOR, where BY may do ACTION. Raises NotAllowedError, and VersionError for an unknown one."""
    area = area_of(session, indicator)
    require(by, action, area=area)
    if area is None:
        raise VersionError("Det egna nyckeltalet finns inte.", "Kontrollera adressen.")
    return area


def version_row(session: Session, indicator: str, number: int) -> OwnVersionRow:
    """Version NUMBER of INDICATOR. Raises VersionError."""
    row = OwnVersionRow
    mine = select(row).where(row.indicator == indicator, row.number == number)
    found = session.scalars(mine).one_or_none() if 0 < number <= LARGEST_ID else None
    if found is None:
        raise VersionError(f"Version {number} av {indicator} finns inte.", "Läs in sidan igen.")
    return found


def newest_row(session: Session, indicator: str) -> OwnVersionRow:
    """The newest version of INDICATOR, those beside left out."""
    row = OwnVersionRow
    mine = select(row).where(row.indicator == indicator, row.is_beside.is_(False))
    return session.scalars(mine.order_by(row.number.desc()).limit(1)).one()


def next_number(session: Session, indicator: str) -> int:
    """What INDICATOR's next version is called."""
    row = OwnVersionRow
    return (session.scalar(select(func.max(row.number)).where(row.indicator == indicator)) or 0) + 1


def editors_of(session: Session, indicator: str, origin: int | None, by: int) -> list[int]:
    """The accounts of all who have made what readers have not seen before, where BY makes a version of ORIGIN's."""
    row = version_row(session, indicator, origin) if origin else None
    is_seen = row is None or any(Move(step.move).publishes for step in row.steps)
    return sorted({by, *([] if row is None or is_seen else row.editors)})


def versions_where(session: Session, *conditions: ColumnElement[bool]) -> tuple[Version, ...]:
    """The versions that meet CONDITIONS (on OwnVersionRow and OwnIndicatorRow), newest first."""
    row = OwnVersionRow
    statement = select(row).join(OwnIndicatorRow, OwnIndicatorRow.id == row.indicator).where(*conditions)
    return tuple(as_version(found) for found in session.scalars(statement.order_by(row.id.desc())))


def values_of(connection: Session | Connection, upload: int) -> Values:
    """The values of UPLOAD, in the order of their keys."""
    row = OwnValueRow
    key = (row.municipality, row.year, row.period, row.gender)
    found = connection.execute(
        select(*(getattr(row, name) for name in _VALUE)).where(row.upload_id == upload).order_by(*key)
    )
    return tuple(Entry(*values) for values in found)


def described_columns(indicator: OwnIndicator) -> dict[str, Any]:
    """INDICATOR's description as a version's columns; the area is the indicator's own row's."""
    found = {name: value for name, value in description(indicator).items() if name != "area"}
    return found | {name: found[name].value for name in _ENUMS}


def as_version(row: OwnVersionRow) -> Version:
    """The version that ROW is about."""
    return Version(
        indicator=_as_indicator(row),
        number=row.number,
        parent=row.parent,
        restored=row.restored,
        is_beside=row.is_beside,
        state=VersionState(row.state),
        created_by_id=row.created_by_id,
        created_by=row.created_by,
        created_at=row.created_at,
        note=row.note,
        upload=_as_upload(row.upload),
        steps=_as_steps(row.steps),
        editors=frozenset(row.editors),
    )


def _as_indicator(row: OwnVersionRow) -> OwnIndicator:
    own: dict[str, Any] = {"id": row.indicator, "area": row.own.area}
    plain = {f.name: getattr(row, f.name) for f in fields(OwnIndicator) if f.name not in own}
    return OwnIndicator(**own, **plain | {name: enum(plain[name]) for name, enum in _ENUMS.items()})


def _as_upload(row: OwnUploadRow) -> KeptUpload:
    return KeptUpload(**{field.name: getattr(row, field.name) for field in fields(KeptUpload)})


def _as_steps(rows: Sequence[OwnStepRow]) -> tuple[Step, ...]:
    return tuple(Step(Move(row.move), row.at, row.by_id, row.by, row.reason) for row in rows)

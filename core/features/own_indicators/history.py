"""Reads what is kept of own indicators: what readers see, and what those see who work with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Engine, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.access.people import Person
from core.access.rights import Action, may, require
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.models import Entry
from core.features.own_indicators.outcome import YearRule
from core.features.own_indicators.tables import OwnIndicatorRow, OwnStepRow, OwnUploadRow, OwnValueRow, OwnVersionRow
from core.features.own_indicators.version_rows import (
    as_version,
    newest_row,
    required_area,
    values_of,
    version_row,
    versions_where,
)
from core.features.own_indicators.versions import Comparison, Content, Version, compared
from core.state.database import explained

# What only those who may read drafts see; what is published everybody sees.
_UNSEEN = (VersionState.DRAFT, VersionState.WAITING, VersionState.REFUSED, VersionState.WITHDRAWN)
_DTYPES = {
    **dict.fromkeys(("kpi", "municipality", "gender"), "str"),
    "year": "int64",
    "period": "str",
    "value": "float64",
    "status": "str",
}


@dataclass(frozen=True)
class PublishedIndicator:
    """An indicator as readers see it. By whom it was reviewed is told in its history, to those who have signed in.

    ``is_withdrawn`` where readers saw it and see it no more.
    """

    indicator: OwnIndicator
    number: int
    published_at: datetime
    is_reviewed: bool
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Published:
    """All that readers see, of one moment.

    ``values`` has the columns kpi (an indicator's id), municipality, gender, year (int64), period ('' for a whole
    year), value (float64, NaN for none) and status ('' or Kolada's word for why there is none), ordered by indicator,
    municipality, year, period and gender; the same when there are no rows. How many persons are behind is not told.
    """

    indicators: tuple[PublishedIndicator, ...]
    values: pd.DataFrame

    @property
    def year_rules(self) -> dict[str, YearRule]:
        """How each indicator's year comes from its periods, for ``series.yearly``."""
        return {one.indicator.id: one.indicator.year_rule for one in self.indicators}


class History:
    """Reads versions. ``by`` is always who asks; all but ``published…`` and ``shown_once`` raise
    NotAllowedError, and VersionError.

    All raise StateError.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def published_indicators(self) -> tuple[PublishedIndicator, ...]:
        """All published indicators by id: equal as long as readers see the same, values and all."""
        with self._session() as session:
            return tuple(_published(as_version(version)) for version in _seen(session))

    def published(self) -> Published:
        """All published indicators by id, and their values."""
        with self._session() as session:
            versions = _seen(session)
            # By upload, because these never change: what is published meanwhile does not mix with this.
            values = _values(session, [version.upload_id for version in versions])
            return Published(tuple(_published(as_version(version)) for version in versions), values)

    def shown_once(self) -> tuple[PublishedIndicator, ...]:
        """All that readers see or have seen, by id: each as it was last described to them."""
        row, step = OwnVersionRow, OwnStepRow
        was_seen = exists().where(step.version_id == row.id, step.move.in_([m.value for m in Move if m.publishes]))
        with self._session() as session:
            versions = versions_where(session, was_seen)
        # The last of each stays: what is published, where anything is.
        seen = {version.indicator.id: version for version in sorted(versions, key=_is_seen_and_number)}
        return tuple(_published(seen[one]) for one in sorted(seen))

    def waiting_counts(self) -> tuple[tuple[str, int], ...]:
        """How many indicators of each area wait to be approved: no more is told of them."""
        row, own = OwnVersionRow, OwnIndicatorRow
        asked = select(own.area, func.count(row.indicator.distinct())).join(own, own.id == row.indicator)
        with self._session() as session:
            held = session.execute(asked.where(row.state == VersionState.WAITING).group_by(own.area).order_by(own.area))
            return tuple((area, count) for area, count in held)

    def versions(self, indicator: str, *, by: Person) -> tuple[Version, ...]:
        """All versions of INDICATOR, newest first, without their values."""
        with self._session() as session:
            required_area(session, indicator, Action.READ_DRAFTS, by)
            return versions_where(session, OwnVersionRow.indicator == indicator)

    def newest(self, indicator: str, *, by: Person) -> Version:
        """The newest version of INDICATOR, those beside left out: the parent of the next."""
        with self._session() as session:
            required_area(session, indicator, Action.READ_DRAFTS, by)
            return as_version(newest_row(session, indicator))

    def content(self, indicator: str, number: int, *, by: Person) -> Content:
        """Version NUMBER of INDICATOR with its values."""
        with self._session() as session:
            required_area(session, indicator, Action.READ_DRAFTS, by)
            return _content(session, indicator, number)

    def compare(self, indicator: str, before: int, after: int, *, by: Person) -> Comparison:
        """What version AFTER of INDICATOR has that version BEFORE has not, and the reverse."""
        with self._session() as session:
            required_area(session, indicator, Action.READ_DRAFTS, by)
            return compared(_content(session, indicator, before), _content(session, indicator, after))

    def drafts(self, area: str, *, by: Person) -> tuple[Version, ...]:
        """What AREA has that readers do not see, newest first: drafts, what waits, and what is withdrawn.

        What was refused is among them until a newer version is published.
        """
        return self._of_area(area, _UNSEEN, by)

    def current(self, area: str, *, by: Person) -> tuple[Version, ...]:
        """As ``drafts``, with what is published: all of AREA that is not superseded."""
        return self._of_area(area, (*_UNSEEN, VersionState.PUBLISHED), by)

    def waiting(self, *, by: Person) -> tuple[Version, ...]:
        """The versions that wait for approval and that BY may approve, newest first; none for who may approve none."""
        with self._session() as session:
            found = versions_where(session, OwnVersionRow.state == VersionState.WAITING.value)
        return tuple(version for version in found if _may_approve(by, version))

    def _of_area(self, area: str, states: Sequence[VersionState], by: Person) -> tuple[Version, ...]:
        require(by, Action.READ_DRAFTS, area=area)
        row, newer = OwnVersionRow, aliased(OwnVersionRow)
        is_passed = exists().where(
            newer.indicator == row.indicator,
            newer.number > row.number,
            newer.state == VersionState.PUBLISHED.value,
        )
        with self._session() as session:
            return versions_where(
                session,
                OwnIndicatorRow.area == area,
                row.state.in_(states),
                or_(row.state != VersionState.REFUSED.value, ~is_passed),
            )

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with explained(self._engine.url), Session(self._engine) as session:
            yield session


def _may_approve(by: Person, version: Version) -> bool:
    area = version.indicator.area
    return all(may(by, Action.APPROVE, area=area, author=author) for author in version.authors)


def _seen(session: Session) -> Sequence[OwnVersionRow]:
    row = OwnVersionRow
    return session.scalars(select(row).where(row.state == VersionState.PUBLISHED.value).order_by(row.indicator)).all()


def _content(session: Session, indicator: str, number: int) -> Content:
    row = version_row(session, indicator, number)
    return Content(as_version(row), values_of(session, row.upload_id))


def _is_seen_and_number(version: Version) -> tuple[bool, int]:
    return version.state is VersionState.PUBLISHED, version.number


def _published(version: Version) -> PublishedIndicator:
    at = version.published.at if version.published else version.created_at
    is_withdrawn = version.state is not VersionState.PUBLISHED
    return PublishedIndicator(version.indicator, version.number, at, bool(version.reviewed_by), is_withdrawn)


def _values(session: Session, uploads: list[int]) -> pd.DataFrame:
    upload, row = OwnUploadRow, OwnValueRow
    statement = (
        select(upload.indicator, row.municipality, row.gender, row.year, row.period, row.value, row.status)
        .join(upload, upload.id == row.upload_id)
        .where(row.upload_id.in_(uploads))
        .order_by(upload.indicator, row.municipality, row.year, row.period, row.gender)
    )
    return _frame(tuple(found) for found in session.execute(statement))


def value_frame(indicator: str, values: Iterable[Entry]) -> pd.DataFrame:
    """VALUES of INDICATOR as ``Published.values`` has them."""
    return _frame((indicator, v.municipality, v.gender, v.year, v.period, v.value, v.status) for v in values)


def _frame(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame.from_records(list(rows), columns=list(_DTYPES)).astype(_DTYPES)

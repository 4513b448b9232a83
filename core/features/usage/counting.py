"""Views counted in memory, and written a minute at a time: whoever kills the process loses a minute of them at most."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from core.access.rows import noting
from core.access.service import current_engine
from core.errors import NyckeltalError
from core.features.usage.tables import ViewsRow
from core.state.database import reading
from core.web.visit import Visit
from core.words.dates import today

WRITTEN_EVERY = 60.0
# Twenty-five months of the longest.
KEPT = timedelta(days=762)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """A page's path, of an area ('' of none), in the week from MONDAY."""

    monday: date
    page: str
    area: str


def viewed(visit: Visit) -> None:
    """Count that somebody has been shown what VISIT is to."""
    VIEWS.add(visit.path, _area_of(visit), visit.now)


def _area_of(visit: Visit) -> str:
    """The area that VISIT is about, a chosen indicator's own; '' for none."""
    indicator = visit.catalogue.by_kpi.get(visit.choices.kpi or "")
    return indicator.area if indicator else visit.choices.area or ""


def monday_of(day: date) -> date:
    """The Monday of DAY's week."""
    return day - timedelta(day.weekday())


@dataclass
class Views:
    """What has been shown and is not written yet. May be asked by many threads."""

    _counts: Counter[Shown] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, area: str, now: datetime) -> None:
        """Count that PAGE is shown at NOW. Takes a microsecond, and asks no store."""
        one = Shown(monday_of(today(now)), page, area)
        with self._lock:
            self._counts[one] += 1

    @property
    def has_any(self) -> bool:
        """Whether anything waits to be written."""
        return bool(self._counts)

    def write(self, engine: Engine, now: datetime) -> None:
        """Add what has been counted to what others have, forget what is too old. Raises StateError, losing nothing."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        try:
            _add(engine, taken, monday_of(today(now) - KEPT))
        except BaseException:
            with self._lock:
                self._counts.update(taken)
            raise


def _add(engine: Engine, counts: Mapping[Shown, int], oldest: date) -> None:
    row = ViewsRow
    with noting(engine, one_at_a_time=True) as session:
        for one, count in counts.items():
            named = {"monday": one.monday.isoformat(), "page": one.page, "area": one.area}
            mine = (row.monday == named["monday"], row.page == one.page, row.area == one.area)
            if session.execute(select(row.count).where(*mine)).one_or_none() is None:
                session.execute(insert(row).values(**named, count=count))
            else:
                session.execute(update(row).where(*mine).values(count=row.count + count))
        session.execute(delete(row).where(row.monday < oldest.isoformat()))


def read_views(engine: Engine) -> dict[Shown, int]:
    """All that is kept, the oldest week first. Raises StateError."""
    row = ViewsRow
    found = select(row.monday, row.page, row.area, row.count).order_by(row.monday, row.page, row.area)
    with reading(engine) as connection:
        return {
            Shown(date.fromisoformat(monday), page, area): count
            for monday, page, area, count in connection.execute(found)
        }


# The process's own.
VIEWS = Views()


def write_now() -> None:
    """Write what the process has counted. Raises StateError."""
    if VIEWS.has_any:
        VIEWS.write(current_engine(), datetime.now(UTC))


def keep_writing(is_over: threading.Event, write: Callable[[], None] = write_now) -> None:
    """Write every minute until IS_OVER, and once more then. What cannot be written waits."""
    while True:
        has_ended = is_over.wait(WRITTEN_EVERY)
        try:
            write()
        except NyckeltalError:
            log.warning("the views of pages could not be written", exc_info=True)
        if has_ended:
            return

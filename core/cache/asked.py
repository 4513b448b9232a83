"""KPIs outside the catalogue that somebody has asked for: kept beside the snapshot, and never a part of it.

A snapshot promises that all of it was fetched together and that nothing of it goes away. What lies here is fetched one
KPI at a time, by whoever asked, has a date of its own each, and the least used goes when there are too many. All of it
can be fetched again (so it is in no backup). ``core.cache.asking`` fetches.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd

from core.cache.build import with_preliminary
from core.cache.kolada_list import KoladaList
from core.cache.snapshot import Snapshot
from core.cache.store import DataFolderError
from core.errors import NyckeltalError
from core.kolada import NATION, KpiMeta, Observation, unit_in
from core.locks import lock
from core.private import private_file, private_folder, private_subfolder

FOLDER = "asked"
# A KPI takes some 100 kB.
MOST_KEPT = 300
OLD_AFTER = timedelta(days=30)
SERIES_COLUMNS = ("municipality", "year", "gender", "value", "status", "preliminary")

_LIST = "kolada"
_VERSION = 1
_BETWEEN_TRIES = 0.1
_SMALL_NUMBERS = 100
# In memory; a frame takes some megabytes.
_AT_HAND = 12
_NOTED_AGAIN_SECONDS = 3600

log = logging.getLogger(__name__)


class OthersFetchError(NyckeltalError):
    """Another process fetches, and goes on too long to be waited for."""

    def __init__(self) -> None:
        super().__init__("Ett annat nyckeltal hämtas just nu och är inte klart.", "Försök igen om en minut.")


@dataclass(frozen=True, eq=False)
class AskedSeries:
    """One KPI's values of all municipalities and the nation (0000), as they were at ``fetched_at``.

    ``values`` has SERIES_COLUMNS, a row a municipality, year and gender (T, K, M): value NaN with a status (Missing,
    Privacy, ...); shared, never to be changed. ``unit`` is read from the title, "" where it tells none. ``decimals``
    is how many to show. ``source`` is the address that was asked. ``from_snapshot`` where the KPI is in the snapshot
    and was fetched with that.
    """

    kpi: str
    title: str
    description: str
    unit: str
    decimals: int
    source: str
    fetched_at: datetime
    publication_date: date | None
    values: pd.DataFrame
    from_snapshot: bool = False

    def is_old(self, now: datetime) -> bool:
        """Whether to fetch it again: after a month, or when Kolada has published since; this holds meanwhile."""
        if self.from_snapshot:
            return False
        published = self.publication_date is not None and self.fetched_at.date() < self.publication_date <= now.date()
        return published or now - self.fetched_at > OLD_AFTER


@dataclass(frozen=True)
class Kept:
    """What is kept of a KPI: ``size`` in bytes."""

    kpi: str
    title: str
    fetched_at: datetime
    size: int


class AskedStore:
    """The folder ``asked`` in a data folder: a Parquet file a KPI, and one of Kolada's list of KPIs.

    Each file is made beside and renamed: whoever reads has the old one or the new one whole, also when a fetch is
    interrupted. Safe to use from several threads and processes.
    """

    def __init__(self, data_dir: Path, *, most_kept: int = MOST_KEPT) -> None:
        """Nothing is made before something is kept."""
        self.folder = data_dir / FOLDER
        self._most_kept = most_kept
        self._at_hand: OrderedDict[str, tuple[int, AskedSeries]] = OrderedDict()
        self._list: tuple[int, KoladaList] | None = None
        self._changing = Lock()

    def series(self, kpi: str) -> AskedSeries | None:
        """What is kept of KPI; None when it has not been fetched, or cannot be read."""
        file = self._file(kpi)
        try:
            made = file.stat()
        except OSError:
            return None
        _note_use(file, made)
        with self._changing:
            stamp, series = self._at_hand.get(kpi, (0, None))
        if series is None or stamp != made.st_mtime_ns:
            found = _read(file)
            if found is None:
                return None
            about, values = found
            series = _series(KpiMeta.model_validate(about["kpi"]), values, about["source"], _moment(about))
        with self._changing:
            self._at_hand[kpi] = made.st_mtime_ns, series
            self._at_hand.move_to_end(kpi)
            while len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        return series

    def fetched_at(self, kpi: str) -> datetime | None:
        """When KPI was fetched; None when it was not."""
        about = _about(self._file(kpi))
        return _moment(about) if about else None

    def keep(self, kpi: KpiMeta, observations: Sequence[Observation], *, source: str, now: datetime) -> None:
        """Keep what was fetched of KPI in the place of what there was; the least used go. Raises DataFolderError."""
        values = pd.DataFrame(observations, columns=list(Observation._fields))
        meta = pd.DataFrame([kpi.model_dump()])
        values = with_preliminary(values, meta, now.date())[list(SERIES_COLUMNS)]
        about = {"kpi": kpi.model_dump(mode="json"), "source": source, "fetched_at": now.isoformat()}
        self._write(self._file(kpi.id), values.sort_values(["municipality", "gender", "year"]), about)
        for old in sorted(self._files(), key=_used_at, reverse=True)[self._most_kept :]:
            old.unlink(missing_ok=True)

    def kept(self) -> tuple[Kept, ...]:
        """All KPIs that are kept and can be read, by id."""
        return tuple(
            Kept(file.stem, about["kpi"]["title"], _moment(about), file.stat().st_size)
            for file in sorted(self._files())
            if (about := _about(file))
        )

    def kolada_list(self) -> KoladaList | None:
        """Kolada's list of KPIs as it was last fetched, the same until it is another; None when it never was."""
        file = self._file(_LIST)
        try:
            stamp = file.stat().st_mtime_ns
        except OSError:
            return None
        with self._changing:
            if self._list is None or self._list[0] != stamp:
                found = _read(file)
                self._list = (stamp, _list_of(*found)) if found else None
            return self._list[1] if self._list else None

    def list_fetched_at(self) -> datetime | None:
        """When Kolada's list was fetched; None when it never was."""
        return self.fetched_at(_LIST)

    def keep_list(self, kpis: Sequence[KpiMeta], *, source: str, now: datetime) -> None:
        """Keep Kolada's list of KPIs in the place of what there was. Raises DataFolderError."""
        rows = pd.DataFrame({"kpi": [kpi.model_dump_json() for kpi in kpis]}, dtype=object)
        self._write(self._file(_LIST), rows, {"kpi": {}, "source": source, "fetched_at": now.isoformat()})

    @contextmanager
    def fetching(self, patience: float) -> Iterator[None]:
        """Hold the only right to fetch, of all processes with this folder.

        Waits PATIENCE seconds for another's; then OthersFetchError. Raises DataFolderError.
        """
        self._make_folder()
        private_file(self.folder / "fetch.lock")
        with (self.folder / "fetch.lock").open("a+b") as handle:
            end = time.monotonic() + patience
            while True:
                try:
                    lock(handle.fileno())
                    break
                except OSError as error:
                    if time.monotonic() >= end:
                        raise OthersFetchError from error
                time.sleep(_BETWEEN_TRIES)
            for left in self.folder.glob(".*"):  # of a process that was killed while it wrote
                left.unlink(missing_ok=True)
            yield

    def _file(self, kpi: str) -> Path:
        return self.folder / f"{Path(kpi).name}.parquet"

    def _files(self) -> list[Path]:
        return [file for file in self.folder.glob("*.parquet") if file.stem != _LIST]

    def _make_folder(self) -> None:
        try:
            private_folder(self.folder.parent)
            private_subfolder(self.folder)
        except OSError as error:
            raise DataFolderError(self.folder, error.strerror) from error

    def _write(self, file: Path, rows: pd.DataFrame, about: dict[str, Any]) -> None:
        self._make_folder()
        made = file.with_name(f".{file.name}.{os.getpid()}")
        text = json.dumps(about | {"version": _VERSION}).replace("'", "''")
        try:
            private_file(made)
            with duckdb.connect() as connection:
                connection.register("incoming", rows)
                # The text is quoted, and the name is this module's: COPY takes no parameters.
                name = str(made).replace("'", "''")
                connection.execute(f"copy incoming to '{name}' (format parquet, kv_metadata {{about: '{text}'}})")
            private_file(made)
            made.replace(file)
        except (duckdb.Error, OSError) as error:
            with suppress(OSError):
                made.unlink(missing_ok=True)
            raise DataFolderError(self.folder, str(error).splitlines()[0]) from error


def series_in(snapshot: Snapshot, kpi: str) -> AskedSeries | None:
    """KPI of SNAPSHOT as what was asked for is; None where it is not in it, or an own indicator."""
    info = snapshot.kpis.get(kpi)
    if info is None or kpi.startswith("E"):
        return None
    values = snapshot.values_of_kpi(kpi)
    areas = [*snapshot.municipalities, NATION]
    values = values.loc[values["municipality"].isin(areas), list(SERIES_COLUMNS)].reset_index(drop=True)
    meta = KpiMeta(id=kpi, title=info.title, description=info.description, publication_date=info.publication_date)
    return _series(meta, values, snapshot.info.source, snapshot.info.fetched_at, from_snapshot=True)


def _series(
    kpi: KpiMeta, values: pd.DataFrame, source: str, fetched_at: datetime, *, from_snapshot: bool = False
) -> AskedSeries:
    return AskedSeries(
        kpi=kpi.id,
        title=kpi.title,
        description=kpi.description,
        unit=unit_in(kpi.title),
        decimals=_decimals(values["value"]),
        source=source,
        fetched_at=fetched_at,
        publication_date=kpi.publication_date,
        values=values,
        from_snapshot=from_snapshot,
    )


def _decimals(values: pd.Series[float]) -> int:
    """None for whole numbers and large ones, two for very small ones, else one."""
    known = values.dropna().abs()
    if known.empty or bool((known % 1 == 0).all()) or known.median() >= _SMALL_NUMBERS:
        return 0
    return 2 if known.median() < 1 else 1


def _read(file: Path) -> tuple[dict[str, Any], pd.DataFrame] | None:
    about = _about(file)
    if about is None:
        return None
    try:
        with duckdb.connect() as connection:
            return about, connection.execute("from read_parquet(?)", [str(file)]).df()
    except duckdb.Error:
        log.warning("%s cannot be read, and is as if it had not been fetched", file, exc_info=True)
        return None


def _about(file: Path) -> dict[str, Any] | None:
    """What FILE tells of itself; None where there is none, or it is of another version."""
    if not file.exists():
        return None
    try:
        with duckdb.connect() as connection:
            asked = "select decode(value) from parquet_kv_metadata(?) where decode(key) = 'about'"
            row = connection.execute(asked, [str(file)]).fetchone()
        about: dict[str, Any] = json.loads(row[0]) if row else {}
    except (duckdb.Error, ValueError):
        log.warning("%s cannot be read, and is as if it had not been fetched", file, exc_info=True)
        return None
    return about if about.get("version") == _VERSION else None


def _list_of(about: dict[str, Any], rows: pd.DataFrame) -> KoladaList:
    return KoladaList(tuple(map(KpiMeta.model_validate_json, rows["kpi"])), about["source"], _moment(about))


def _moment(about: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(about["fetched_at"])


def _used_at(file: Path) -> float:
    # When it was made lies in the other time: what is new has been used.
    found = file.stat()
    return max(found.st_atime, found.st_mtime)


def _note_use(file: Path, made: os.stat_result) -> None:
    """Once an hour is enough to know which are used the least."""
    now = time.time()
    if now - made.st_atime > _NOTED_AGAIN_SECONDS:
        with suppress(OSError):
            os.utime(file, ns=(int(now * 1e9), made.st_mtime_ns))

"""Reads one snapshot. All SQL on the cache that pages and commands cause is here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd

from core.cache.opening import SnapshotUnreadableError, opened
from core.cache.schema import VERSION
from core.cache.similar import similar_groups

# A page's frames are short, and every step on them is a third quicker than with Arrow's texts.
pd.set_option("mode.string_storage", "python")


@dataclass(frozen=True)
class Info:
    """When and from where the figures were fetched. ``problems`` is by KPI, in Swedish.

    ``version`` is that of its tables: what an older one had not is missing.
    """

    file: Path
    source: str
    fetched_at: datetime
    is_example: bool
    kpis: int
    values: int
    problems: dict[str, str]
    missing: tuple[str, ...]
    version: str

    @property
    def is_older(self) -> bool:
        """Whether an older version of the program made it."""
        return self.version != VERSION


@dataclass(frozen=True)
class KpiInfo:
    """What Kolada says about a KPI."""

    id: str
    title: str
    description: str
    publication_date: date | None
    prel_publication_date: date | None
    publ_period: int | None
    fetched_at: datetime
    problem: str


class Snapshot:
    """One version of the figures. Safe to share between threads: every call has a cursor of its own."""

    def __init__(self, file: Path, beside: Mapping[str, pd.DataFrame] | None = None) -> None:
        """The snapshot in FILE, with the rows BESIDE it by table (``core.cache.beside`` makes them)."""
        self.file = file
        self._is_joined = bool(beside)
        self._closing = Lock()
        self._connection, self._meta = opened(file, beside or {})

    @staticmethod
    def info_of(file: Path) -> Info | None:
        """What is known of FILE; None for a file that cannot be read."""
        try:
            snapshot = Snapshot(file)
        except SnapshotUnreadableError:
            return None
        try:
            return snapshot.info
        finally:
            snapshot.close()

    @staticmethod
    def is_example_file(file: Path) -> bool:
        """Whether FILE holds example data; also True for a file that cannot be read, so that it is not built on."""
        info = Snapshot.info_of(file)
        return info is None or info.is_example

    def without_own(self) -> Snapshot:
        """The same as it was fetched; itself where nothing lies beside it."""
        return Snapshot(self.file) if self._is_joined else self

    def close(self) -> None:
        """Let go of the file."""
        with self._closing:
            self._connection.close()

    @cached_property
    def info(self) -> Info:
        """When, from where, how much and what is stale."""
        problems = dict(self._rows("select id, problem from kpi where problem <> '' order by id"))
        return Info(
            file=self.file,
            source=self._meta["source"],
            fetched_at=datetime.fromisoformat(self._meta["fetched_at"]),
            is_example=self._meta["is_example"] == "true",
            kpis=self._rows("select count(*) from kpi where not starts_with(id, 'E')")[0][0],
            values=self._rows("select count(*) from value where not starts_with(kpi, 'E')")[0][0],
            problems=problems,
            missing=self.missing,
            version=self._meta["version"],
        )

    @cached_property
    def municipalities(self) -> dict[str, str]:
        """Names of all municipalities by id, in Swedish alphabetical order."""
        return dict(self._rows("select id, title from municipality where type = 'K' order by title collate sv"))

    @cached_property
    def kpis(self) -> dict[str, KpiInfo]:
        """What Kolada says about every KPI."""
        rows = self._rows(
            "select id, title, description, publication_date, prel_publication_date, publ_period, fetched_at, problem "
            "from kpi"
        )
        return {row[0]: KpiInfo(*row) for row in rows}

    @cached_property
    def group_titles(self) -> dict[str, str]:
        """Titles of Kolada's groups by id."""
        return dict(self._rows("select distinct id, title from municipality_group"))

    @cached_property
    def group_members(self) -> dict[str, tuple[str, ...]]:
        """Member ids of Kolada's groups by group id."""
        rows = self._rows("select id, list(member order by member) from municipality_group group by id")
        return {group: tuple(members) for group, members in rows}

    @cached_property
    def similar(self) -> dict[tuple[str, str], str]:
        """(municipality id, kind) -> id of its group of similar municipalities."""
        ids = {title: municipality for municipality, title in self.municipalities.items()}
        return similar_groups(self.group_titles.items(), ids)

    @cached_property
    def kpi_years(self) -> pd.DataFrame:
        """kpi, gender, year, n, is_open, deadband, pairs, low_cut, high_cut: shared, never to be changed."""
        return self._frame("from kpi_year")

    def years_of(self, kpis: Collection[str]) -> pd.DataFrame:
        """Those of KPIS alone."""
        return self._frame(f"from kpi_year where kpi in ({_marks(list(kpis))})", list(kpis))

    def kpi_year(self, kpi: str, gender: str, year: float | None) -> pd.Series | None:
        """The row of ``kpi_years`` of KPI, GENDER and YEAR; None where no municipality has a value."""
        known = self.kpi_years
        found = known[(known["kpi"] == kpi) & (known["gender"] == gender) & (known["year"] == year)]
        return found.iloc[0] if len(found) else None

    def signals_of(
        self, municipality: str, genders: Collection[str] = ("T", "K", "M"), kpis: Collection[str] = ()
    ) -> pd.DataFrame:
        """All rows of a municipality and GENDERS: every kpi and year, with value, status, trend and standing.

        Of KPIS only, where given.
        """
        asked = sorted(genders)
        sql = f"from signal where municipality = ? and gender in ({_marks(asked)})"
        if kpis:
            sql = f"{sql} and kpi in ({_marks(list(kpis))})"
        return self._frame(sql, [municipality, *asked, *kpis])

    def signals_of_kpi(self, kpi: str, municipalities: Sequence[str]) -> pd.DataFrame:
        """All rows of one KPI for some municipalities, as in ``signals_of``."""
        sql = f"from signal where kpi = ? and municipality in ({_marks(municipalities)})"
        return self._frame(sql, [kpi, *municipalities])

    def values_of_kpi(self, kpi: str) -> pd.DataFrame:
        """Every area's values of a KPI: municipality (or region, nation, group), year, gender, value, status, ..."""
        return self._frame(
            "select municipality, year, gender, value, status, members, preliminary from value where kpi = ?",
            [kpi],
        )

    def totals_of(self, kpis: Collection[str]) -> pd.DataFrame:
        """Every municipality's values of KPIS, indicators or not: kpi, municipality, year, value, status, preliminary.

        Of women and men together; value is NaN with a status.
        """
        asked = sorted(kpis)
        sql = (
            "select kpi, municipality, year, value, status, preliminary from value "  # noqa: S608
            f"where kpi in ({_marks(asked)}) and gender = 'T' "
            "and municipality in (select id from municipality where type = 'K')"
        )
        return self._frame(sql, asked)

    def values_of(self, municipalities: Sequence[str], kpis: Sequence[str] = ()) -> pd.DataFrame:
        """Values of some municipalities: kpi, municipality, gender, year, value; of KPIS only, where given."""
        where, asked = f"municipality in ({_marks(municipalities)})", list(municipalities)
        if kpis:
            where, asked = f"{where} and kpi in ({_marks(kpis)})", [*asked, *kpis]
        # Only question marks are put into the text.
        sql = f"select kpi, municipality, gender, year, value from signal where {where} and value is not null"  # noqa: S608
        return self._frame(sql, asked)

    def values_beside(self, municipality: str, kpis: Sequence[str], genders: Collection[str]) -> pd.DataFrame:
        """What a municipality has of KPIS that are no indicators: kpi, gender, year, value."""
        sql = (
            "select kpi, gender, year, value from value where municipality = ? and value is not null "  # noqa: S608
            f"and kpi in ({_marks(kpis)}) and gender in ({_marks(sorted(genders))})"
        )
        return self._frame(sql, [municipality, *kpis, *sorted(genders)])

    @property
    def missing(self) -> tuple[str, ...]:
        """KPIs that Kolada did not know when they were asked for."""
        return tuple(filter(None, self._meta["missing"].split(",")))

    def everything(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All values as they were fetched, and all KPI rows: what a later snapshot may have to keep."""
        fetched = (
            "select kpi, municipality, year, gender, value, status, members from value "
            "where not starts_with(municipality, 'egen:')"
        )
        return self._frame(fetched), self._frame("from kpi")

    @cached_property
    def unit_kpis(self) -> frozenset[str]:
        """KPIs that units have values of."""
        return frozenset(kpi for (kpi,) in self._rows("select distinct kpi from unit_value"))

    @cached_property
    def units(self) -> dict[str, tuple[str, str]]:
        """Title and municipality of each unit by id."""
        return {id_: (title, place) for id_, title, place in self._rows("select id, title, municipality from unit")}

    def unit_values(self, kpi: str) -> pd.DataFrame:
        """Everything that units have of KPI: unit, municipality, year, gender, value (NaN with a status), status."""
        asked = "select unit, municipality, year, gender, value, status from unit_value where kpi = ?"
        return self._frame(asked, [kpi])

    @cached_property
    def unit_years(self) -> pd.DataFrame:
        """kpi, gender, year, n, typical_distance of the country's units: shared, never to be changed."""
        return self._frame("from unit_year")

    def all_units(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The tables of units as they were fetched: what a later snapshot may have to keep."""
        return self._frame("from unit"), self._frame("from unit_value"), self._frame("from unit_year")

    def all_values(self) -> pd.DataFrame:
        """Every municipality's values: municipality, kpi, gender, year, value."""
        return self._frame("select municipality, kpi, gender, year, value from signal where value is not null")

    @cached_property
    def value_spans(self) -> dict[str, tuple[float, float]]:
        """The lowest and the highest value that any municipality has had, of any gender, by KPI."""
        sql = "select kpi, min(value), max(value) from signal where value is not null group by kpi"
        return {kpi: (least, most) for kpi, least, most in self._rows(sql)}

    @cached_property
    def newest_years(self) -> dict[str, int]:
        """The newest year in which any municipality has a value, of any gender, by KPI."""
        return dict(self._rows("select kpi, max(year) from kpi_year where n > 0 group by kpi"))

    def newest_of(self, municipality: str) -> dict[tuple[str, str], tuple[int, float]]:
        """The newest year with a value, and the value, of a municipality by (kpi, gender)."""
        sql = (
            "select kpi, gender, max(year), arg_max(value, year) from signal "
            "where municipality = ? and value is not null group by kpi, gender"
        )
        return {(kpi, gender): (year, value) for kpi, gender, year, value in self._rows(sql, [municipality])}

    def all_changes(self) -> pd.DataFrame:
        """What the last fetches changed: seen_on, municipality, kpi, gender, year, before, after (NaN for none)."""
        return self._frame("from change")

    def changes_of(self, municipality: str) -> pd.DataFrame:
        """``all_changes`` of one municipality, newest first."""
        return self._frame("from change where municipality = ? order by seen_on desc, kpi, year", [municipality])

    def cells_of(self, municipalities: Sequence[str], kpis: Sequence[str], gender: str) -> pd.DataFrame:
        """What a comparison shows: every year of KPIS for MUNICIPALITIES, of GENDER, and of the total beside it.

        kpi, municipality, gender, year, value, status, preliminary, is_open, standing_n, standing_lower,
        standing_higher, standing_better, standing_worse, standing, standing_reason (among the whole country).
        """
        sql = (
            "select kpi, municipality, gender, year, value, status, preliminary, is_open, standing_n, standing_lower, "  # noqa: S608
            "standing_higher, standing_better, standing_worse, standing, standing_reason from signal "
            f"where municipality in ({_marks(municipalities)}) and kpi in ({_marks(kpis)}) and gender in (?, 'T')"
        )
        return self._frame(sql, [*municipalities, *kpis, gender])

    def placed_in(self, years: pd.DataFrame, gender: str = "T") -> pd.DataFrame:
        """Every municipality's value and counts in one year of each KPI; YEARS has kpi and year.

        kpi, municipality, year, value, standing_n, standing_lower, standing_higher, standing_better,
        standing_worse, standing, standing_reason (among the whole country).
        """
        pairs = [(str(kpi), int(year)) for kpi, year in zip(years["kpi"], years["year"], strict=True)]
        sql = (
            "select kpi, municipality, year, value, standing_n, standing_lower, standing_higher, standing_better, "  # noqa: S608
            "standing_worse, standing, standing_reason from signal where gender = ? and value is not null "
            f"and (kpi, year) in ({','.join(['(?, ?)'] * len(pairs)) or '(null, null)'})"
        )
        return self._frame(sql, [gender, *chain.from_iterable(pairs)])

    def means_of(self, areas: Sequence[str], kpis: Sequence[str], gender: str) -> pd.DataFrame:
        """Values of groups or the nation, of GENDER and of the total: kpi, area, gender, year, value, members."""
        sql = (
            "select kpi, municipality as area, gender, year, value, members from value "  # noqa: S608
            f"where municipality in ({_marks(areas)}) and kpi in ({_marks(kpis)}) and gender in (?, 'T') "
            "and value is not null"
        )
        return self._frame(sql, [*areas, *kpis, gender])

    def _rows(self, sql: str, asked: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, list(asked)).fetchall()

    def _frame(self, sql: str, asked: Sequence[Any] = ()) -> pd.DataFrame:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, list(asked)).df()


def _marks(items: Sequence[str]) -> str:
    return ",".join("?" * len(items)) or "null"

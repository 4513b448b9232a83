"""Makes a snapshot file out of a harvest: tables, means, trend and standing of all municipalities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from core.cache.changes import CHANGE_COLUMNS, changes
from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS, Harvest, UnitHarvest
from core.cache.schema import TABLES, VERSION
from core.cache.snapshot import Snapshot
from core.catalogue import Catalogue
from core.catalogue.frames import indicator_frame
from core.signals import group_means, kpi_years, standing, trend

_SIGNAL_KEY = ["kpi", "municipality", "gender", "year"]


def build(file: Path, harvest: Harvest, catalogue: Catalogue, *, kept: Path | None = None) -> None:
    """Write the snapshot FILE from HARVEST; what failed or was not asked for is taken from the snapshot KEPT.

    Raises duckdb.Error when the disk is full or FILE cannot be written.
    """
    values, kpis, missing = harvest.values, _kpi_rows(harvest), set(harvest.missing)
    if kept is not None:
        old_values, old_kpis, old_missing = _kept(kept, harvest, catalogue)
        values = pd.concat([values, old_values], ignore_index=True) if len(old_values) else values
        # A failed KPI is described by what is kept of it, where anything is.
        kpis = pd.concat([old_kpis, kpis], ignore_index=True).drop_duplicates("id") if len(old_kpis) else kpis
        missing |= old_missing
    values = values.drop_duplicates(_SIGNAL_KEY, ignore_index=True)
    values = with_preliminary(values, kpis, harvest.fetched_at.date())
    indicators = indicator_frame(catalogue)
    is_municipality = harvest.municipalities["type"] == "K"
    municipal = values[
        values["municipality"].isin(harvest.municipalities.loc[is_municipality, "id"])
        & values["kpi"].isin(indicators["kpi"])
    ]
    years, signals = judged(municipal, indicators)
    news = _changes(kept, municipal, harvest.fetched_at.date())
    with duckdb.connect(file) as connection:
        connection.execute(TABLES)
        _insert(connection, "kpi", kpis, "id")
        _insert(connection, "municipality", harvest.municipalities, "id")
        _insert(connection, "municipality_group", harvest.groups, "id, member")
        everything = pd.concat([values, group_rows(municipal, catalogue)], ignore_index=True)
        _insert(connection, "value", everything, "kpi, municipality, year, gender")
        _insert(connection, "kpi_year", years, "kpi, gender, year")
        _insert(connection, "signal", signals, "municipality, kpi, gender, year")
        units = harvest.units or (_kept_units(kept) if kept else None)
        if units is not None:
            _insert(connection, "unit", units.units, "id")
            _insert(connection, "unit_value", units.values, "kpi, municipality, unit, year, gender")
            _insert(connection, "unit_year", units.years, "kpi, gender, year")
        _insert(connection, "change", news, "municipality, kpi, gender, year")
        _insert(connection, "meta", _meta(harvest, missing, _version(kept, harvest)), "name")
        connection.execute("checkpoint")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame, order: str) -> None:
    connection.register("incoming", rows)
    # Table and order are this module's own words, never anybody's input.
    connection.execute(f"insert into {table} by name select * from incoming order by {order}")  # noqa: S608
    connection.unregister("incoming")


def _kpi_rows(harvest: Harvest) -> pd.DataFrame:
    rows = harvest.kpis[list(KPI_COLUMNS)].copy()
    rows["fetched_at"] = pd.Timestamp(harvest.fetched_at).tz_localize(None)
    rows["problem"] = [harvest.failed.get(kpi, "") for kpi in rows["id"]]
    return rows


def _kept(file: Path, harvest: Harvest, catalogue: Catalogue) -> tuple[pd.DataFrame, pd.DataFrame, set[str]]:
    """Values, KPI rows and missing KPIs of the old snapshot that the new one must keep."""
    wanted = set(catalogue.fetched())
    fresh = set(harvest.kpis["id"]) - set(harvest.failed)
    trouble = harvest.failed | dict.fromkeys(harvest.missing, "finns inte längre i Kolada")
    keep = (wanted if harvest.partial else set(trouble)) - fresh
    snapshot = Snapshot(file)
    try:
        (values, kpis), missing = snapshot.everything(), set(snapshot.missing)
    finally:
        snapshot.close()
    old = values["kpi"].isin(keep)
    if harvest.partial:
        old |= values["kpi"].isin(fresh) & (values["year"] < harvest.from_year)
    kpis = kpis[kpis["id"].isin(keep)].copy()
    kpis["problem"] = [trouble.get(kpi, before) for kpi, before in zip(kpis["id"], kpis["problem"], strict=True)]
    still = missing - fresh if harvest.partial else set()
    return values.loc[old, list(VALUE_COLUMNS)], kpis, still


def _kept_units(file: Path) -> UnitHarvest:
    snapshot = Snapshot(file)
    try:
        return UnitHarvest(*snapshot.all_units())
    finally:
        snapshot.close()


def with_preliminary(values: pd.DataFrame, kpis: pd.DataFrame, today: date) -> pd.DataFrame:
    """Kolada flags nothing: a period between its two publication dates is preliminary."""
    first, last = (pd.to_datetime(kpis[c]) for c in ("prel_publication_date", "publication_date"))
    now = pd.Timestamp(today)
    pending = kpis[(first <= now) & (now < last) & kpis["publ_period"].notna()]
    period = values["kpi"].map(dict(zip(pending["id"], pending["publ_period"], strict=True)))
    return values.assign(preliminary=(period == values["year"]).fillna(value=False))


def judged(municipal: pd.DataFrame, indicators: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the tables kpi_year and signal for the values of municipalities.

    MUNICIPAL has VALUE_COLUMNS and preliminary; INDICATORS as ``indicator_frame``.
    """
    years = kpi_years(municipal, indicators)
    stood = standing(municipal, indicators, years)
    cuts = stood.drop_duplicates(["kpi", "gender", "year"])[
        ["kpi", "gender", "year", "standing_low_cut", "standing_high_cut"]
    ].rename(columns={"standing_low_cut": "low_cut", "standing_high_cut": "high_cut"})
    signals = municipal.drop(columns="members").merge(trend(municipal, indicators), on=_SIGNAL_KEY, how="left")
    signals = signals.merge(stood, on=_SIGNAL_KEY, how="left")
    signals = signals.merge(years[["kpi", "gender", "year", "is_open"]], on=["kpi", "gender", "year"], how="left")
    # A year that nobody has a value for is in no row of YEARS: it is not open, it has not begun.
    signals["is_open"] = signals["is_open"].eq(other=True)
    return years.merge(cuts, on=["kpi", "gender", "year"], how="left"), signals


def _changes(kept: Path | None, municipal: pd.DataFrame, today: date) -> pd.DataFrame:
    if kept is None:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS))
    snapshot = Snapshot(kept)
    try:
        return changes(snapshot.all_values(), municipal[municipal["value"].notna()], snapshot.all_changes(), today)
    finally:
        snapshot.close()


def group_rows(municipal: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Means of the groups whose members the catalogue lists, under the id ``egen:<group>``."""
    parts = [
        group_means(municipal, group.members).assign(municipality=f"egen:{group.id}", status="", preliminary=False)
        for group in catalogue.groups
        if group.members
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _version(kept: Path | None, harvest: Harvest) -> str:
    """VERSION; that of what is KEPT while not everything has been fetched since."""
    before = Snapshot.info_of(kept) if kept and (harvest.partial or harvest.failed) else None
    return VERSION if before is None else before.version


def _meta(harvest: Harvest, missing: set[str], version: str) -> pd.DataFrame:
    content = {
        "version": version,
        "source": harvest.source,
        "fetched_at": harvest.fetched_at.isoformat(),
        "is_example": str(harvest.is_example).lower(),
        "missing": ",".join(sorted(missing)),
    }
    return pd.DataFrame({"name": list(content), "content": list(content.values())})

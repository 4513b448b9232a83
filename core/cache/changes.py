"""What differs between two fetches: new years, and values that were revised afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

CHANGE_COLUMNS = ("seen_on", "municipality", "kpi", "gender", "year", "before", "after")
# What is new is news for a month, whether figures are fetched nightly or monthly.
NEWS_DAYS = 31

_KEY = ["municipality", "kpi", "gender", "year"]


def changes(old: pd.DataFrame, new: pd.DataFrame, known: pd.DataFrame, today: date) -> pd.DataFrame:
    """CHANGE_COLUMNS of every value that differs between OLD and NEW, and of KNOWN changes not a month old.

    OLD and NEW: municipality, kpi, gender, year, value, rows with a value only. ``before`` is NaN for a value that
    was not there, ``after`` for one that is gone. KPIs that OLD lacks altogether are not news but an addition to
    the catalogue. KNOWN has CHANGE_COLUMNS; of two changes of the same value the latest is kept.
    """
    both = set(old["kpi"]) & set(new["kpi"])
    before = old.loc[old["kpi"].isin(both), [*_KEY, "value"]].rename(columns={"value": "before"})
    after = new.loc[new["kpi"].isin(both), [*_KEY, "value"]].rename(columns={"value": "after"})
    rows = before.merge(after, on=_KEY, how="outer")
    rows = rows[(rows["before"] != rows["after"]) & ~(rows["before"].isna() & rows["after"].isna())]
    rows = rows.assign(seen_on=pd.Timestamp(today))
    recent = known[pd.to_datetime(known["seen_on"]) > pd.Timestamp(today - timedelta(days=NEWS_DAYS))]
    parts = [part[list(CHANGE_COLUMNS)] for part in (rows, recent) if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS))
    return pd.concat(parts, ignore_index=True).drop_duplicates(_KEY, keep="first", ignore_index=True)

"""An outcome among the members of a comparison group, for targets that ask for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.rounding import Floats, shown


def mean_of_others(rows: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame) -> Floats:
    """The unweighted mean of the group's OTHER members in each row's year; NaN when under half have a value.

    ROWS: kpi, municipality, gender, year, target_group. VALUES: kpi, municipality, gender, year, value.
    MEMBERS: municipality (whose group it is), group, member.
    """
    others = _with_members(rows, members)
    others = others[others["member"] != others["municipality"]]
    joined = _with_values(others, values)
    by_row = joined.groupby("row")["value"]
    enough = by_row.count() * 2 >= by_row.size()
    return _in_order(by_row.mean().where(enough), len(rows))


def rank_in_group(rows: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame) -> Floats:
    """1 + how many members are strictly better, as shown; NaN when under half of the members have a value.

    ROWS also has shown, sign and decimals.
    """
    joined = _with_values(_with_members(rows, members), values)
    seen = shown(joined["value"], joined["decimals"])
    better = joined["sign"].to_numpy() * (seen - joined["shown"].to_numpy()) > 0
    by_row = joined.assign(better=better).groupby("row")
    enough = by_row["value"].count() * 2 >= by_row.size()
    return _in_order((1 + by_row["better"].sum()).where(enough), len(rows))


def _with_members(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    numbered = rows.assign(row=np.arange(len(rows))).drop(columns=["value"], errors="ignore")
    known = members.rename(columns={"group": "target_group"})
    return numbered.merge(known, on=["municipality", "target_group"])


def _with_values(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    known = values[["kpi", "municipality", "gender", "year", "value"]].rename(columns={"municipality": "member"})
    return rows.merge(known, on=["kpi", "member", "gender", "year"], how="left")


def _in_order(by_row: pd.Series, n: int) -> Floats:
    return by_row.reindex(range(n)).to_numpy(dtype=np.float64)

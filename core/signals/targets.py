"""Which target holds for an outcome."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd


class TargetKind(StrEnum):
    """What a target asks for."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    INCREASE = "increase"
    DECREASE = "decrease"
    KEEP = "keep"
    AS_GROUP = "as_group"
    BEST_QUARTER = "best_quarter"
    RANK = "rank"


CHANGE_KINDS = (TargetKind.INCREASE, TargetKind.DECREASE, TargetKind.KEEP)
GROUP_KINDS = (TargetKind.AS_GROUP, TargetKind.RANK)
DIRECTED_KINDS = (TargetKind.AS_GROUP, TargetKind.RANK, TargetKind.BEST_QUARTER)
# One level to reach, and those that say a level or two.
ONE_LEVEL_KINDS = (TargetKind.AT_LEAST, TargetKind.AT_MOST)
LEVEL_KINDS = (*ONE_LEVEL_KINDS, TargetKind.WITHIN)

TOTAL = "T"

NUMBERS = ("target_value", "target_value2", "base_year", "target_rank", "target_tolerance")
TEXTS = ("target_group", "target_gender", "decided_by", "decision", "link")
_RENAMED = {
    "year": "target_year",
    "kind": "target_kind",
    "value": "target_value",
    "value2": "target_value2",
    "rank": "target_rank",
    "group": "target_group",
    "tolerance": "target_tolerance",
    "gender": "target_gender",
}


def for_gender(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """ROWS joined with every target that applies: those of its own gender, else the total's ("mål för alla").

    ROWS has kpi, municipality, gender; a target's empty gender means the total's.
    """
    known = targets.rename(columns=_RENAMED)
    known["target_gender"] = known["target_gender"].replace("", TOTAL)
    for column in NUMBERS:
        known[column] = known[column].astype("float64")
    joined = rows.merge(known, on=["kpi", "municipality"])
    own = joined["target_gender"] == joined["gender"]
    has_own = own.groupby([joined[c] for c in ("kpi", "municipality", "gender")]).transform("any").astype(bool)
    return joined[own | (~has_own & (joined["target_gender"] == TOTAL))]


def valid_targets(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """ROWS (kpi, municipality, gender, year of the outcome) with the target that holds, or kind "" without one.

    The target of the outcome year, else the latest earlier one (fallen due, and holds still), else the next
    later one, which can be reached early but not failed: then target_due is False.
    Source: DESIGN.md section 3, attainment.
    """
    keys = ["kpi", "municipality", "gender"]
    joined = for_gender(rows[[*keys, "year"]], targets)
    due = joined["target_year"] <= joined["year"]
    joined["target_due"] = due
    # Latest first among those fallen due, then earliest first among those to come.
    joined["_order"] = np.where(due, -joined["target_year"], 1_000_000 + joined["target_year"])
    chosen = joined.sort_values("_order", kind="stable").drop_duplicates(keys).drop(columns=["_order", "year"])
    result = rows.merge(chosen, on=keys, how="left")
    result["target_kind"] = result["target_kind"].fillna("")
    result["target_due"] = result["target_due"].eq(other=True)
    return result


def final_targets(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """ROWS joined with the nearest final target after each outcome year; rows without one are left out."""
    keys = ["kpi", "municipality", "gender"]
    joined = for_gender(rows, targets)
    later = joined[(joined["target_year"] > joined["year"]) & joined["is_final"]]
    return later.sort_values("target_year", kind="stable").drop_duplicates(keys)

"""The face: is our own target reached?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from core.signals.constants import (
    COMPARED_DECIMALS,
    DEADBAND_FACTOR,
    RANK_TOLERANCE,
    TOLERANCE_SHARE_OF_LEVEL,
    Attainment,
    Reason,
)
from core.signals.directions import SIGN
from core.signals.groups import mean_of_others, rank_in_group
from core.signals.rounding import Floats, shown
from core.signals.targets import CHANGE_KINDS, DIRECTED_KINDS, GROUP_KINDS, NUMBERS, TEXTS, TargetKind, valid_targets

KEY = ["kpi", "municipality", "gender"]

ADDED = (
    "target_kind",
    "target",
    "target_year",
    "target_due",
    "tolerance",
    "attainment",
    "attainment_distance",
    "attainment_reason",
)


def attainment(
    outcomes: pd.DataFrame,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
    values: pd.DataFrame,
    members: pd.DataFrame,
) -> pd.DataFrame:
    """Judge every outcome against its valid target; OUTCOMES with the columns of ADDED and the target's own.

    OUTCOMES: kpi, municipality, gender (of the value), year, value (NaN without), outcome_reason (a Reason),
    deadband, standing_n, standing_best_cut, standing_reason (country). TARGETS as ``held_targets`` gives them.
    INDICATORS: kpi, direction, category, decimals, tolerance, break_years. VALUES: kpi, municipality, gender,
    year, value of all that groups and base years need. MEMBERS: municipality, group, member.
    ``attainment_distance`` is d of the rule, positive when reached, in the indicator's unit.
    Source: DESIGN.md section 3, attainment.
    """
    if targets.empty:
        return _without_targets(outcomes, indicators)
    rows = outcomes.merge(
        indicators[["kpi", "direction", "category", "decimals", "tolerance", "break_years"]].rename(
            columns={"tolerance": "catalogue_tolerance"}
        ),
        on="kpi",
    )
    rows = valid_targets(rows, targets)
    rows["sign"] = rows["direction"].map(SIGN)
    rows["shown"] = shown(rows["value"], rows["decimals"])
    rows = _with_base(rows, values)
    level, distance = _judged_distance(rows, values, members)
    rows["target"] = level
    rows["tolerance"] = _tolerance(rows, level)
    distance = np.where(rows["target_kind"].isin(CHANGE_KINDS), _change_distance(rows), distance)
    rows["attainment_distance"] = np.round(distance, COMPARED_DECIMALS)
    rows["attainment_reason"] = _reasons(rows)
    rows["attainment"] = _faces(rows)
    early = (rows["attainment"] != Attainment.REACHED) & ~rows["target_due"]
    undue = early & (rows["attainment_reason"] == Reason.NONE)
    rows.loc[undue, "attainment_reason"] = Reason.NOT_DUE
    rows.loc[undue, "attainment"] = Attainment.NOT_JUDGED
    return rows.drop(columns=["sign", "shown", "catalogue_tolerance", "break_years", "direction", "category"])


def _without_targets(outcomes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The same columns where nobody has set a target: most municipalities, and most readers' first page."""
    known = indicators.set_index("kpi")
    rows = outcomes[outcomes["kpi"].isin(known.index)].reset_index(drop=True)
    informs = rows["kpi"].map(known["category"]) == "information"
    nothing = dict.fromkeys(
        (*NUMBERS, "target_year", "target", "tolerance", "attainment_distance", "base_value"), np.nan
    )
    texts = dict.fromkeys((*TEXTS, "target_kind"), "")
    judged = {
        "decimals": rows["kpi"].map(known["decimals"]),
        **nothing,
        **texts,
        "target_due": False,
        "is_final": False,
        "attainment": Attainment.NOT_JUDGED.value,
        "attainment_reason": np.where(informs, Reason.INFORMATION, Reason.NO_TARGET),
    }
    return pd.concat([rows, pd.DataFrame(judged, index=rows.index)], axis=1)


def _with_base(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """The value of the target's base year, as shown."""
    base = values[[*KEY, "year", "value"]].rename(columns={"year": "base_year", "value": "base_value"})
    base["base_year"] = base["base_year"].astype("float64")
    rows = rows.merge(base, on=[*KEY, "base_year"], how="left")
    rows["base_value"] = shown(rows["base_value"], rows["decimals"])
    return rows


def _judged_distance(rows: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame) -> tuple[Floats, Floats]:
    """The level that each target asks for, and d; NaN where there is none. Changes are judged elsewhere."""
    level, distance = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    kinds: dict[str, Callable[[pd.DataFrame], tuple[Any, Any]]] = {
        TargetKind.AT_LEAST: lambda r: (r["target_value"], r["shown"] - r["target_value"]),
        TargetKind.AT_MOST: lambda r: (r["target_value"], r["target_value"] - r["shown"]),
        TargetKind.WITHIN: _within,
        TargetKind.BEST_QUARTER: lambda r: (
            r["standing_best_cut"],
            r["sign"] * (r["shown"] - r["standing_best_cut"]),
        ),
        TargetKind.AS_GROUP: lambda r: _as_group(r, values, members),
        TargetKind.RANK: lambda r: _rank(r, values, members),
        **{kind: (lambda r: (r["base_value"], np.nan)) for kind in CHANGE_KINDS},
    }
    for kind in rows["target_kind"].unique():
        if kind in kinds:
            where = (rows["target_kind"] == kind).to_numpy()
            level[where], distance[where] = kinds[kind](rows[where])
    return level, distance


def _within(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """The bound that lies nearest the outcome is the level."""
    to_low = (rows["shown"] - rows["target_value"]).to_numpy()
    to_high = (rows["target_value2"] - rows["shown"]).to_numpy()
    level = np.where(to_low <= to_high, rows["target_value"], rows["target_value2"])
    return level, np.minimum(to_low, to_high)


def _as_group(rows: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame) -> tuple[Any, Any]:
    mean = mean_of_others(rows, values, members)
    return mean, rows["sign"].to_numpy() * (rows["shown"].to_numpy() - mean)


def _rank(rows: pd.DataFrame, values: pd.DataFrame, members: pd.DataFrame) -> tuple[Any, Any]:
    wanted = rows["target_rank"].to_numpy(dtype=np.float64)
    return wanted, wanted - rank_in_group(rows, values, members)


def _change_distance(rows: pd.DataFrame) -> Floats:
    change = (rows["shown"] - rows["base_value"]).to_numpy()
    tolerance = rows["tolerance"].to_numpy()
    return np.select(
        [rows["target_kind"] == TargetKind.INCREASE, rows["target_kind"] == TargetKind.DECREASE],
        [change - tolerance, -change - tolerance],
        default=tolerance - np.abs(change),
    )


def _tolerance(rows: pd.DataFrame, level: Floats) -> Floats:
    """The target's, else the catalogue's, else one typical year's change, else 5 % of the level.

    A rank is always allowed one place.
    """
    chosen = (
        rows["target_tolerance"]
        .fillna(rows["catalogue_tolerance"])
        .fillna(rows["deadband"] / DEADBAND_FACTOR)
        .fillna(pd.Series(np.abs(level) * TOLERANCE_SHARE_OF_LEVEL, index=rows.index))
    )
    is_rank = rows["target_kind"] == TargetKind.RANK
    return chosen.mask(is_rank, RANK_TOLERANCE).where(rows["target_kind"] != "").to_numpy(dtype=np.float64)


def _reasons(rows: pd.DataFrame) -> np.ndarray:
    kind = rows["target_kind"]
    changes, groups = kind.isin(CHANGE_KINDS), kind.isin(GROUP_KINDS)
    return np.select(
        [
            rows["category"] == "information",
            kind == "",
            rows["outcome_reason"] != Reason.NONE,
            kind.isin(DIRECTED_KINDS) & (rows["sign"] == 0),
            (kind == TargetKind.BEST_QUARTER) & (rows["standing_reason"] == Reason.OPEN_YEAR),
            (kind == TargetKind.BEST_QUARTER) & rows["standing_reason"].isin([Reason.TOO_FEW, Reason.NOT_COMPARABLE]),
            # Also where the reader looks at a year before the one that the change is reckoned from.
            changes & (rows["base_value"].isna() | (rows["base_year"] >= rows["year"])),
            changes & _break_since_base(rows),
            groups & rows["attainment_distance"].isna(),
        ],
        [
            Reason.INFORMATION,
            Reason.NO_TARGET,
            rows["outcome_reason"],
            Reason.NO_DIRECTION,
            Reason.OPEN_YEAR,
            Reason.TOO_FEW,
            Reason.NO_BASE,
            Reason.BREAK,
            Reason.GROUP_TOO_SMALL,
        ],
        default=Reason.NONE,
    )


def _break_since_base(rows: pd.DataFrame) -> np.ndarray:
    return np.array(
        [
            any(base < year <= to for year in breaks)
            for base, to, breaks in zip(rows["base_year"], rows["year"], rows["break_years"], strict=True)
        ],
        dtype=np.bool_,
    )


def _faces(rows: pd.DataFrame) -> np.ndarray:
    distance = rows["attainment_distance"]
    nearly = -np.round(rows["tolerance"], COMPARED_DECIMALS)
    return np.select(
        [rows["attainment_reason"] != Reason.NONE, distance >= 0, distance >= nearly],
        [Attainment.NOT_JUDGED, Attainment.REACHED, Attainment.NEARLY],
        default=Attainment.NOT_REACHED,
    )

"""The rows as files: the columns that the commands and the downloads promise."""

from __future__ import annotations

import json

import pandas as pd

COLUMNS = {
    "kpi": "kpi",
    "title": "name",
    "area": "area",
    "category": "category",
    "direction": "direction",
    "municipality": "municipality",
    "gender": "gender",
    "year": "year",
    "value": "value",
    "status": "outcome_status",
    "preliminary": "preliminary",
    "decimals": "decimals",
    "unit": "unit",
    "target_kind": "target_kind",
    "target": "target",
    "target_year": "target_year",
    "target_due": "target_due",
    "tolerance": "tolerance",
    "attainment": "attainment",
    "attainment_reason": "attainment_text",
    "trend_from_year": "trend_from_year",
    "trend_change": "trend_change",
    "trend_change_country": "trend_change_country",
    "trend_deadband": "trend_deadband",
    "trend": "trend",
    "trend_reason": "trend_text",
    "trend_verdict": "trend_verdict",
    "standing_reference": "standing_reference",
    "standing_n": "standing_n",
    "standing_better": "standing_better",
    "standing_worse": "standing_worse",
    "standing_cut": "standing_cut",
    "standing": "standing",
    "standing_reason": "standing_text",
    "pace": "pace",
    "uncertainty": "uncertainty",
    "trend_uncertainty": "trend_uncertainty",
    "trend_uncertain": "trend_uncertain",
    "standing_uncertain": "standing_uncertain",
}
_WHOLE = ("year", "target_year", "trend_from_year", "standing_n", "standing_better", "standing_worse")


def export_frame(rows: pd.DataFrame, *, reference: str) -> pd.DataFrame:
    """ROWS of ``signal_rows`` with the columns of COLUMNS, in full precision; whole numbers as Int64."""
    frame = rows.assign(
        standing_reference=reference,
        outcome_status=rows["later_status"].where(rows["value"].isna(), ""),
        target_due=rows["target_due"].where(rows["target_kind"] != ""),
    )[list(COLUMNS.values())].set_axis(list(COLUMNS), axis=1)
    return frame.astype(dict.fromkeys(_WHOLE, "Int64") | {"target_due": "boolean"})


def to_json(frame: pd.DataFrame) -> str:
    """A list of objects; null where there is nothing."""
    # Not DataFrame.to_json: it cuts numbers at 15 digits.
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return json.dumps(records, ensure_ascii=False, indent=1)

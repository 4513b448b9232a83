"""The rows as files: the columns that the commands and the downloads promise."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

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
}
# Widths of a spreadsheet's columns, in letters.
_NARROWEST, _WIDEST = 8, 48
_WHOLE = ("year", "target_year", "trend_from_year", "standing_n", "standing_better", "standing_worse")
# A cell that begins so is a formula to a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_frame(rows: pd.DataFrame, *, reference: str) -> pd.DataFrame:
    """ROWS of ``signal_rows`` with the columns of COLUMNS, in full precision; whole numbers as Int64."""
    frame = rows.assign(
        standing_reference=reference,
        outcome_status=rows["later_status"].where(rows["value"].isna(), ""),
        target_due=rows["target_due"].where(rows["target_kind"] != ""),
    )[list(COLUMNS.values())].set_axis(list(COLUMNS), axis=1)
    return frame.astype(dict.fromkeys(_WHOLE, "Int64") | {"target_due": "boolean"})


def to_csv(frame: pd.DataFrame) -> str:
    """Comma separated, decimal point, full precision; text that a spreadsheet would run is made harmless.

    CRLF, so that a line end within a text is quoted.
    """
    safe = frame.copy()
    for column in safe.columns[[pd.api.types.is_string_dtype(t) for t in safe.dtypes]]:
        safe[column] = safe[column].map(harmless, na_action="ignore")
    return str(safe.rename(columns=harmless).to_csv(index=False, lineterminator="\r\n"))


def harmless(text: str) -> str:
    """TEXT with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{text}" if str(text).startswith(_FORMULA_STARTS) else text


def to_json(frame: pd.DataFrame) -> str:
    """A list of objects; null where there is nothing."""
    # Not DataFrame.to_json: it cuts numbers at 15 digits.
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return json.dumps(records, ensure_ascii=False, indent=1)


def _readable(sheet: Worksheet) -> None:
    """Text stays text; the heading stays in sight, can be filtered by, and columns show what they hold."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    for column in sheet.iter_cols():
        widest = max(len(str(cell.value)) for cell in column if cell.value is not None)
        sheet.column_dimensions[column[0].column_letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def to_excel(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with typed cells, one sheet for each frame; text stays text, whatever it begins with."""
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            _readable(writer.sheets[name])
    return stream.getvalue()

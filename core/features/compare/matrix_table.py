"""The matrix as a file: one row a figure, so that it can be filtered and turned in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from core.features.compare.matrix import Cell, MatrixRow
from core.features.compare.sentences import MEANS, mean_kind, standing_words
from core.words import labels
from core.words.labels import missing_words


def matrix_table(rows: Sequence[MatrixRow], names: Mapping[str, str]) -> pd.DataFrame:
    """Every cell and mean of ROWS in full precision; NAMES are the municipalities'. Means have no code."""
    figures = [
        {
            **_indicator(row),
            "kommunkod": cell.municipality,
            "kommun": names[cell.municipality],
            "år": cell.year,
            "värde": cell.value,
            "värde saknas": missing_words(cell.status) if cell.value is None else "",
            "preliminärt": cell.preliminary,
            "läge i landet": _standing(row, cell),
            "antal kommuner": cell.n or None,
        }
        for row in rows
        for cell in row.cells
    ]
    means = [
        {
            **_indicator(row),
            "kommun": f"{MEANS[column]} ({mean_kind(column)})",
            "år": row.year,
            "värde": mean.value,
            "medel av": mean.of,
        }
        for row in rows
        for column, mean in row.means.items()
        if mean.value is not None
    ]
    whole = dict.fromkeys(("år", "antal kommuner", "medel av"), "Int64") | {
        "värde": "float64",
        "preliminärt": "boolean",
    }
    return pd.DataFrame([*figures, *means], columns=_COLUMNS).astype(whole)


_COLUMNS = [
    "nyckeltal",
    "indikator",
    "enhet",
    "kön",
    "kommunkod",
    "kommun",
    "år",
    "värde",
    "värde saknas",
    "preliminärt",
    "läge i landet",
    "antal kommuner",
    "medel av",
]


def _indicator(row: MatrixRow) -> dict[str, object]:
    indicator = row.indicator
    return {
        "nyckeltal": indicator.kpi,
        "indikator": indicator.name,
        "enhet": indicator.unit,
        "kön": labels.GENDER[row.gender],
    }


def _standing(row: MatrixRow, cell: Cell) -> str:
    where = labels.in_country(is_own=row.indicator.own is not None)
    return standing_words(cell, where=where) if cell.value is not None else ""

"""The catalogue as a frame, the shape that the rules work on."""

from __future__ import annotations

import pandas as pd

from core.catalogue.models import Catalogue


def indicator_frame(catalogue: Catalogue) -> pd.DataFrame:
    """One row an indicator, in the file's order, with every field of the rules (numbers float, NaN for none)."""
    rows = pd.DataFrame(
        [
            {
                "kpi": i.kpi,
                "area": i.area,
                "name": i.name,
                "unit": i.unit,
                "decimals": i.decimals,
                "direction": i.direction.value,
                "category": i.category.value,
                "prominence": i.prominence,
                "kkik": i.kkik,
                "is_own": i.own is not None,
                "step": i.step,
                "comparable": i.comparable,
                "break_years": i.break_years,
                "exceptional_years": i.exceptional_years,
            }
            for i in catalogue.indicators
        ]
    )
    for field in ("tolerance", "deadband"):
        rows[field] = pd.Series([getattr(i, field) for i in catalogue.indicators], dtype="float64")
    return rows

"""Means of groups that the catalogue itself defines."""

from __future__ import annotations

import pandas as pd


def group_means(values: pd.DataFrame, members: tuple[str, ...]) -> pd.DataFrame:
    """The unweighted mean of MEMBERS for each kpi, gender and year: kpi, gender, year, value, members (count).

    VALUES: kpi, municipality, gender, year, value. No mean when fewer than half have a value; never imputed.
    Source: DESIGN.md section 3, means.
    """
    rows = values[values["municipality"].isin(members) & values["value"].notna()]
    means = rows.groupby(["kpi", "gender", "year"], as_index=False).agg(
        value=("value", "mean"), members=("value", "size")
    )
    return means[means["members"] * 2 >= len(members)]

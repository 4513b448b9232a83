"""The outcome year: the newest value, and whether it is fresh enough to be judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.constants import OUTDATED_AFTER_YEARS, Reason

_STATUS_REASON = {"Privacy": Reason.SUPPRESSED, "Missing": Reason.NOT_REPORTED, "Incomplete": Reason.INCOMPLETE}


def newest_closed_years(kpi_years: pd.DataFrame) -> pd.DataFrame:
    """kpi, newest_closed: the newest year that is not open, of any gender. KPI_YEARS: kpi, gender, year, is_open.

    The KPI's and not the gender's: a split that Kolada has stopped publishing grows old like any other value.
    """
    closed = kpi_years[~kpi_years["is_open"]]
    return closed.groupby("kpi", as_index=False).agg(newest_closed=("year", "max"))


def outcomes(values: pd.DataFrame, kpi_years: pd.DataFrame) -> pd.DataFrame:
    """The newest value of each kpi, municipality and gender, with outcome_reason and what came after it.

    VALUES: kpi, municipality, gender, year, value (NaN with a status) and any columns that should follow along.
    KPI_YEARS: kpi, gender, year, is_open. Added: newest_closed, outcome_reason (OUTDATED when the value is more
    than two years older than the newest closed year, SUPPRESSED / NOT_REPORTED / INCOMPLETE / NO_OUTCOME where
    there is no value at all), later_year and later_status (a newer year without a value, NaN and "" otherwise).
    Source: DESIGN.md section 3, outcome year.
    """
    keys = ["kpi", "municipality", "gender"]
    ordered = values.sort_values("year", kind="stable")
    with_value = ordered[ordered["value"].notna()].drop_duplicates(keys, keep="last")
    empty = ordered[ordered["value"].isna()].drop_duplicates(keys, keep="last")
    later = empty[[*keys, "year", "status"]].rename(columns={"year": "later_year", "status": "later_status"})
    rows = with_value.merge(later, on=keys, how="outer")
    rows = rows.merge(newest_closed_years(kpi_years), on="kpi", how="left")
    without = rows["value"].isna()
    rows["outcome_reason"] = np.select(
        [without, rows["year"] < rows["newest_closed"] - OUTDATED_AFTER_YEARS],
        [rows["later_status"].map(_STATUS_REASON).fillna(Reason.NO_OUTCOME), Reason.OUTDATED],
        default=Reason.NONE,
    )
    newer = without | (rows["later_year"] > rows["year"])
    rows["later_year"] = rows["later_year"].where(newer)
    rows["later_status"] = rows["later_status"].where(newer, "").fillna("")
    return rows


def by_chosen_gender(rows: pd.DataFrame, gender: str) -> pd.DataFrame:
    """One row a kpi and municipality: of GENDER where it has a value, else the total's.

    Adds split: False where the total stands in for want of values by gender.
    """
    has_value = rows["value"].notna()
    own = (rows["gender"] == gender) & has_value
    order = np.select([own, rows["gender"] == "T"], [0, 1], default=2)
    ordered = rows.assign(_order=order)
    kept: pd.DataFrame = ordered[ordered["_order"] < 2]
    kept = kept.sort_values("_order", kind="stable").drop_duplicates(["kpi", "municipality"])
    kept["split"] = kept["gender"] == gender
    return kept.drop(columns="_order")

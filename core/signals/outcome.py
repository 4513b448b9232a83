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
    return closed.groupby("kpi")["year"].max().rename("newest_closed").reset_index()


def outcomes(values: pd.DataFrame, kpi_years: pd.DataFrame) -> pd.DataFrame:
    """The newest measured value of each kpi, municipality and gender, with outcome_reason and what came after it.

    VALUES: kpi, municipality, gender, year, measured_year (``with_measured_years``), value (NaN with a status) and any
    columns that should follow along: those of the year that it was measured in.
    KPI_YEARS: kpi, gender, year, is_open. Added: repeated_to (the last year that repeats the value, else its own),
    newest_closed, outcome_reason (OUTDATED when repeated_to is more than two years before the newest closed year,
    SUPPRESSED / NOT_REPORTED / INCOMPLETE / NO_OUTCOME where there is no value at all), later_year and later_status (a
    newer year without a value, NaN and "" otherwise).
    Source: DESIGN.md section 3, outcome year.
    """
    keys = ["kpi", "municipality", "gender"]
    ordered = values.sort_values("year", kind="stable").reset_index(drop=True)
    series = ordered.groupby(keys).ngroup().to_numpy()
    groups = int(series.max(initial=-1)) + 1
    # Where each series has its last measured value, its last value and its last empty row; -1 where it has none.
    has_value = ordered["value"].notna().to_numpy()
    is_measured = has_value & (ordered["measured_year"] == ordered["year"]).to_numpy()
    measured, valued, empty, first = (np.full(groups, -1) for _ in range(4))
    everything = np.full(len(ordered), fill_value=True)
    kinds = ((measured, is_measured), (valued, has_value), (empty, ~has_value), (first, everything))
    for places, kept in kinds:
        # Of several assigned to one place the last stays: the newest.
        places[series[kept]] = np.flatnonzero(kept)
    rows = ordered.drop(columns=[*keys, "measured_year"]).reindex(measured).reset_index(drop=True)
    rows = pd.concat([ordered.loc[first, keys].reset_index(drop=True), rows], axis=1)
    rows["repeated_to"] = ordered["year"].reindex(valued).reset_index(drop=True)
    later = ordered[["year", "status"]].reindex(empty).reset_index(drop=True)
    rows["later_year"], rows["later_status"] = later["year"], later["status"]
    closed = newest_closed_years(kpi_years).set_index("kpi")["newest_closed"]
    rows["newest_closed"] = rows["kpi"].map(closed).astype("float64")
    without = rows["value"].isna()
    rows["outcome_reason"] = np.select(
        [without, rows["repeated_to"] < rows["newest_closed"] - OUTDATED_AFTER_YEARS],
        [rows["later_status"].map(_STATUS_REASON).fillna(Reason.NO_OUTCOME), Reason.OUTDATED],
        default=Reason.NONE,
    )
    newer = without | (rows["later_year"] > rows["repeated_to"])
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

"""The result index, after Jämföraren: each value's place among all municipalities, and the mean of the places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.signals.constants import (
    COMPARED_DECIMALS,
    INDEX_LEAST_N,
    INDEX_LEAST_SHARE,
    QUARTER,
    Gender,
    Standing,
)
from core.signals.standing import quarters


def places(stood: pd.DataFrame) -> pd.Series:
    """The place of each value, 0-100, where 100 is the best in the country; in the order and with the index of STOOD.

    STOOD has standing_n, standing_better and standing_worse as ``core.signals.standing`` gives them. The place is
    100 x (strictly worse + (equal - 1) / 2) / (n - 1), where equal counts oneself. NaN without a direction and
    where n < 2. Source: the issue on the result index.
    """
    n, better, worse = (stood[f"standing_{c}"].astype("float64") for c in ("n", "better", "worse"))
    equal = n - better - worse
    place = 100 * (worse + (equal - 1) / 2) / (n - 1).where(n > 1)
    return place.rename("place")


def index_years(kpi_years: pd.DataFrame) -> pd.DataFrame:
    """kpi, year, n: the year that each KPI has in the index, the newest closed one where enough have a value.

    KPI_YEARS has kpi, gender, year, n (municipalities with a value), is_open. Only the total's years count; a KPI
    that never had INDEX_LEAST_N municipalities has no row. Source: the issue on the result index.
    """
    full = ~kpi_years["is_open"] & (kpi_years["n"] >= INDEX_LEAST_N) & (kpi_years["gender"] == Gender.TOTAL)
    rows = kpi_years.loc[full, ["kpi", "year", "n"]].sort_values(["kpi", "year"], kind="stable")
    return rows.drop_duplicates("kpi", keep="last").reset_index(drop=True)


def result_index(placed: pd.DataFrame, perspectives: pd.DataFrame) -> pd.DataFrame:
    """The index of every municipality that has any value, in every perspective.

    PLACED has kpi, municipality, place (0-100, NaN for none), one row for each kpi and municipality. PERSPECTIVES
    has perspective, kpi: a row for each indicator in a perspective, only those that have a year. Returned, by
    perspective (in the order of PERSPECTIVES) and municipality: perspective, municipality, of (the perspective's
    indicators), n (how many of them the municipality has), index (the unweighted mean of its places, 0-100, NaN
    where it has under INDEX_LEAST_SHARE of them), index_n (how many municipalities have an index in the
    perspective), better and worse (how many have a strictly higher and lower index; NaN without an index), and
    band (a Standing, by the square's quarters; NOT_JUDGED without an index). Source: the issue on the result index.
    """
    known = placed.loc[placed["place"].notna(), ["kpi", "municipality", "place"]]
    known = known.merge(perspectives[["perspective", "kpi"]], on="kpi")
    means = known.groupby(["perspective", "municipality"])["place"].agg(n="size", mean="mean")
    everyone = pd.MultiIndex.from_product(
        [perspectives["perspective"].unique(), sorted(known["municipality"].unique())],
        names=["perspective", "municipality"],
    )
    rows = means.reindex(everyone).reset_index()
    rows["n"] = rows["n"].fillna(0).astype("int64")
    rows["of"] = rows["perspective"].map(perspectives["perspective"].value_counts()).astype("int64")
    # A quotient of whole numbers is the same float as its decimal: 3 / 5 is 0.6, while 5 * 0.6 need not be 3.
    enough = rows["n"] / rows["of"] >= INDEX_LEAST_SHARE
    rows["index"] = rows["mean"].where(enough).round(COMPARED_DECIMALS)
    columns = ["perspective", "municipality", "of", "n", "index"]
    return _compared(rows[columns])


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """ROWS with each index compared with the others' in the same perspective."""
    found = rows.groupby("perspective")["index"]
    compared = rows.assign(
        index_n=found.transform("count").astype("int64"),
        better=found.rank(method="min", ascending=False) - 1,
        worse=found.rank(method="min") - 1,
    )
    return compared.assign(band=_bands(compared))


def _bands(compared: pd.DataFrame) -> npt.NDArray[np.str_]:
    bands = quarters(compared["better"], compared["worse"], compared["index_n"] / QUARTER)
    return np.where(compared["index"].isna(), Standing.NOT_JUDGED, bands)

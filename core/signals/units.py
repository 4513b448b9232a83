"""Units (schools, homes …) beside each other: how far they lie apart, and which stand out for years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.signals.targets import TOTAL

# Beyond so many typical distances from the middle, in each of so many years, and among so many units.
STANDS_OUT_DISTANCES, STANDS_OUT_YEARS, STANDS_OUT_LEAST = 2.0, 3, 4
# The country has a typical distance where at least so many units have a value.
_COUNTRY_LEAST = 20


def shown(values: pd.DataFrame, withheld: str) -> pd.DataFrame:
    """VALUES (unit, year, gender, value, status; of one kpi) without those that would tell what is WITHHELD, a status.

    Where a unit's total is shown and just one of women's and men's is withheld, the other's value goes too: the
    withheld one could be worked out from the two, as in files of own indicators. What goes has the same status.
    """
    of_gender = values["gender"] != TOTAL
    hidden = values[of_gender & (values["status"] == withheld)].groupby(["unit", "year"])["gender"].nunique()
    totals = values.loc[~of_gender & values["value"].notna(), ["unit", "year"]]
    alone = hidden[hidden == 1].index
    telling = alone[alone.isin(pd.MultiIndex.from_frame(totals))]
    told = of_gender & values["value"].notna() & pd.MultiIndex.from_frame(values[["unit", "year"]]).isin(telling)
    return values.assign(value=values["value"].mask(told), status=values["status"].mask(told, withheld))


def distances(values: pd.DataFrame) -> pd.Series:
    """How far each of VALUES lies from the median of its municipality's units of that kpi, gender and year.

    VALUES: kpi, unit, municipality, year, gender, value; NaN where it has none. In the KPI's unit, with its sign.
    """
    middle = values.groupby(["kpi", "municipality", "year", "gender"])["value"].transform("median")
    return values["value"] - middle


def typical_distances(values: pd.DataFrame) -> pd.DataFrame:
    """kpi, gender, year, n, typical_distance: the median of the units' distances (``distances``) without their signs.

    VALUES as ``distances`` takes them, of the whole country. Those alone in their municipality have none, and do not
    count. NaN under twenty units. Source: the issue on units, "twice the median distance of the country's units".
    """
    known = values[values["value"].notna()]
    size = known.groupby(["kpi", "municipality", "year", "gender"])["unit"].transform("nunique")
    known = known[size > 1].assign(distance=lambda rows: distances(rows).abs())
    found = known.groupby(["kpi", "gender", "year"])["distance"].agg(["size", "median"]).reset_index()
    found["median"] = found["median"].where(found["size"] >= _COUNTRY_LEAST)
    return found.rename(columns={"size": "n", "median": "typical_distance"})


def judged_years(values: pd.DataFrame) -> list[int]:
    """The three newest years, oldest first, in which at least four units of VALUES (as ``standing_out`` takes them)
    have one.
    """
    counted = values[values["value"].notna()].groupby("year")["unit"].nunique()
    return [int(year) for year in sorted(counted[counted >= STANDS_OUT_LEAST].index)[-STANDS_OUT_YEARS:]]


def standing_out(values: pd.DataFrame, typical: float) -> dict[str, int]:
    """The units of VALUES (one kpi, gender and municipality, as ``distances`` takes them) that stand out, by id: 1
    above the others, -1 below.

    One does whose distance is more than twice TYPICAL, on the same side, in each of the three newest years that
    its municipality's units have values, where at least four have one. Without a typical distance (NaN) none does.
    Source: the issue on units.
    """
    known = values[values["value"].notna()]
    years = judged_years(values)
    if len(years) < STANDS_OUT_YEARS or np.isnan(typical):
        return {}
    newest = known[known["year"].isin(years)].assign(distance=distances)
    far = newest[newest["distance"].abs() > STANDS_OUT_DISTANCES * typical]
    sides = far.assign(side=np.sign(far["distance"])).groupby("unit")["side"].agg(["size", "sum"])
    out = sides[(sides["size"] == STANDS_OUT_YEARS) & (sides["sum"].abs() == STANDS_OUT_YEARS)]
    return {str(unit): int(np.sign(total)) for unit, total in out["sum"].items()}

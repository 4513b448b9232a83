"""What in a series is no measurement, whatever the source says: zeros that cannot be right, and repetitions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np
import pandas as pd

_LEAST_OTHERS, _FAR = 3, 0.5


def doubtful_zeros(points: Sequence[tuple[int, float]]) -> tuple[int, ...]:
    """The years of POINTS (year, value; a nation's or a mean's) whose zero is most likely a missing value.

    A zero is doubted where zeros are fewer than the other values, at least three of those there are, and all of them
    lie far from zero: each at least half their median. Source: issue 11, B5 (N18409 for the nation, 0 in 2013-14).
    """
    zeros = tuple(year for year, value in points if value == 0)
    others = [abs(value) for _, value in points if value != 0]
    if len(others) < max(_LEAST_OTHERS, len(zeros) + 1) or min(others) < _FAR * median(others):
        return ()
    return zeros


def repetitions(points: Sequence[tuple[int, float]], step: int) -> tuple[int, ...]:
    """The years of POINTS (year, value; a whole series, oldest first), measured every STEP years, that repeat another.

    Where some value is the same as the year before's, what is measured are the years in step with most of those whose
    value differs from the year before's; the first where all are the same. Where as many differ out of step, only the
    same values repeat; where none is the same, nothing does: a mean of those measured in different years, and what is
    left out between. Source: DESIGN.md section 3, trend (N05401 has the last election's value, N15613 and N15643 the
    year before's).
    """
    known = dict(points)
    same = tuple(year for year, value in points if known.get(year - 1) == value)
    if step == 1 or not same:
        return ()
    changed = Counter(year % step for year, value in points if known.get(year - 1, value) != value)
    (phase, count), *others = changed.most_common() or [(points[0][0] % step, 1)]
    if others and others[0][1] == count:
        return same
    return tuple(year for year, _ in points if year % step != phase)


def measured_in(points: Sequence[tuple[int, float]], step: int) -> dict[int, int]:
    """By year of POINTS (as ``repetitions`` takes them), the year in which its value was measured: an earlier one where
    it is the same as there and all between, and those repeat it.
    """
    repeated, known, found = set(repetitions(points, step)), dict(points), dict[int, int]()
    for year, value in points:
        is_same = year in repeated and known.get(year - 1) == value
        found[year] = found[year - 1] if is_same else year
    return found


def with_measured_years(values: pd.DataFrame, steps: Mapping[str, int]) -> pd.DataFrame:
    """VALUES (kpi, municipality, gender, year, value: whole series) with measured_year: the year itself but where its
    value repeats an earlier one's. STEPS has the kpis that are not measured every year, with every how many they are.
    """
    years = values["year"].to_numpy(dtype="int64").copy()
    places = np.flatnonzero(values["kpi"].isin(list(steps)) & values["value"].notna())
    known = values.iloc[places]
    whole: defaultdict[tuple[str, str, str], list[tuple[int, float, int]]] = defaultdict(list)
    # As Python's own values: a country has a thousand series, and a frame of each would take a second.
    columns = (known[column].tolist() for column in ("kpi", "municipality", "gender", "year", "value"))
    for kpi, municipality, gender, year, value, place in zip(*columns, places.tolist(), strict=True):
        whole[kpi, municipality, gender].append((year, value, place))
    for (kpi, _, _), series in whole.items():
        series.sort()
        found = measured_in([(year, value) for year, value, _ in series], steps[kpi])
        for year, _, place in series:
            years[place] = found[year]
    return values.assign(measured_year=years)

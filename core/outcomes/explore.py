"""Any KPI's values put together as Utforska shows them: one frame for each way of looking."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pandas as pd

from core.cache.asked import AskedSeries, series_in
from core.cache.asking import asked_kpis
from core.cache.harvest import ALL_MUNICIPALITIES
from core.catalogue import Direction
from core.outcomes.figures import Figures
from core.outcomes.references import CLASS, COUNTRY, COUNTY, members, own_group
from core.signals import Gender, group_means, standing
from core.signals.constants import Reason

# Fewer points than these say nothing of how two measures go together.
CORRELATED_LEAST = 10
# Each is some 10,000 rows: half a megabyte.
_MEASURES_KEPT = 60
_FRAME = ("municipality", "year", "gender", "value", "status", "preliminary")


@dataclass(frozen=True)
class Measure:
    """What is known of one KPI or own indicator, wherever its values are kept. Equal when fetched at the same time.

    ``values`` has municipality (or a group's id), year, gender, value (NaN for none), status ('' where there is a
    value) and preliminary. ``breaks`` are the years from which it is measured otherwise, ``step`` every how many years
    it is. Without ``direction`` neither way is good. ``is_chosen`` where the catalogue has it.
    """

    kpi: str
    title: str
    unit: str
    decimals: int
    description: str
    fetched_at: datetime
    values: pd.DataFrame = field(compare=False, repr=False)
    direction: Direction = Direction.NONE
    breaks: tuple[int, ...] = ()
    step: int = 1
    is_chosen: bool = False
    is_own: bool = False
    comparable: bool = True
    said_of_source: str = ""

    @cached_property
    def genders(self) -> frozenset[str]:
        """The genders that have values."""
        return frozenset(self.values.loc[self.values["value"].notna(), "gender"].unique())

    @cached_property
    def preliminary(self) -> frozenset[int]:
        """The years whose values may still be corrected."""
        return frozenset(self.values.loc[self.values["preliminary"].eq(True), "year"].astype(int))

    def shown_gender(self, wished: Gender) -> Gender:
        """WISHED, or the total where the KPI is not split."""
        return wished if wished.value in self.genders else Gender.TOTAL

    def of(self, gender: Gender, municipalities: Collection[str]) -> pd.DataFrame:
        """The rows of MUNICIPALITIES and GENDER (the total where there is no split), with and without values."""
        rows = self.values[self.values["gender"] == self.shown_gender(gender).value]
        return rows[rows["municipality"].isin(list(municipalities))]


def measure_of(figures: Figures, kpi: str) -> Measure | None:
    """The measure KPI of the catalogue, own indicators among them, or one of Kolada's that has been asked for.

    None for one that nobody has fetched (``core.cache.asking`` does).
    """
    if kpi in figures.catalogue.by_kpi:
        return figures.kept(_measure, kpi, most=_MEASURES_KEPT)
    if kpi in figures.snapshot.kpis:
        return figures.kept(_other_measure, kpi, most=_MEASURES_KEPT)
    return _asked_measure(asked_kpis().series(kpi, figures.snapshot))


def title_of(kpi: str) -> str:
    """What Kolada calls KPI, one that nobody has fetched; '' where its list is not at hand."""
    return asked_kpis().title(kpi)


def _other_measure(figures: Figures, kpi: str) -> Measure | None:
    return _asked_measure(series_in(figures.snapshot, kpi))


def _asked_measure(series: AskedSeries | None) -> Measure | None:
    return (
        None
        if series is None
        else Measure(
            kpi=series.kpi,
            title=series.title,
            unit=series.unit,
            decimals=series.decimals,
            description=series.description,
            fetched_at=series.fetched_at,
            values=series.values,
        )
    )


def _measure(figures: Figures, kpi: str) -> Measure:
    indicator, info = figures.catalogue.by_kpi[kpi], figures.snapshot.kpis.get(kpi)
    values = figures.snapshot.values_of_kpi(kpi)
    return Measure(
        kpi=kpi,
        title=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        description=indicator.own.definition if indicator.own else info.description if info else "",
        fetched_at=info.fetched_at if info else figures.snapshot.info.fetched_at,
        values=values[list(_FRAME)],
        direction=indicator.direction,
        breaks=indicator.break_years,
        step=indicator.step,
        is_chosen=True,
        is_own=indicator.own is not None,
        comparable=indicator.comparable,
        said_of_source=indicator.own.source if indicator.own else "",
    )


def years_of(figures: Figures, *measures: Measure, gender: Gender = Gender.TOTAL) -> tuple[int, ...]:
    """The years in which all MEASURES have a municipality's value, newest first."""
    return _in_all(_counts(figures, measures, gender))


def usual_year(figures: Figures, *measures: Measure, gender: Gender = Gender.TOTAL) -> int | None:
    """The newest common year in which at least 60 % as many as in the fullest one have a value (an open one has not).

    None without any common year.
    """
    counts = _counts(figures, measures, gender)
    years = _in_all(counts)
    closed = (year for year in years if all(count[year] >= 0.6 * max(count.values()) for count in counts))
    return next(closed, years[0] if years else None)


def _counts(figures: Figures, measures: Sequence[Measure], gender: Gender) -> list[Counter[int]]:
    """By year how many municipalities have a value of each of MEASURES."""
    rows = (one.of(gender, figures.snapshot.municipalities) for one in measures)
    return [Counter(found.loc[found["value"].notna(), "year"].astype(int).tolist()) for found in rows]


def _in_all(counts: Sequence[Counter[int]]) -> tuple[int, ...]:
    """The years that are in all of COUNTS, newest first."""
    years = set[int]().union(*counts[:1]).intersection(*counts[1:])
    return tuple(sorted(years, reverse=True))


def of_year(measure: Measure, municipalities: Sequence[str], gender: Gender, year: int) -> pd.DataFrame:
    """One row for each of MUNICIPALITIES in YEAR: municipality, value (NaN for none), status ('' where unknown)."""
    rows = measure.of(gender, municipalities)
    rows = rows[rows["year"] == year].drop_duplicates("municipality").set_index("municipality")
    found = rows.reindex(list(municipalities))[["value", "status"]]
    return found.assign(status=found["status"].fillna("")).reset_index(names="municipality")


def lines(measure: Measure, municipalities: Sequence[str], gender: Gender) -> pd.DataFrame:
    """municipality, year, value, status: one row for each of MUNICIPALITIES and year from the first value to the last.

    A year without a value is there too, with NaN: whoever draws it leaves a gap.
    """
    rows = measure.of(gender, municipalities)
    with_value = rows[rows["value"].notna()]
    if with_value.empty:
        return pd.DataFrame(columns=["municipality", "year", "value", "status"])
    span = range(int(with_value["year"].min()), int(with_value["year"].max()) + 1)
    every = pd.MultiIndex.from_product([list(municipalities), list(span)], names=["municipality", "year"])
    whole = rows.drop_duplicates(["municipality", "year"]).set_index(["municipality", "year"])
    found = whole[["value", "status"]].reindex(every)
    return found.assign(status=found["status"].fillna("")).reset_index()


@dataclass(frozen=True)
class Changes:
    """How each municipality's value changed from the year ``first`` to ``last``: ``by_id``, in the KPI's own unit."""

    first: int
    last: int
    by_id: Mapping[str, float]


def changes(measure: Measure, found: pd.DataFrame) -> Changes | None:
    """The changes over FOUND (``lines``), from its first to its last year in which at least half have a value.

    Of those with a value in both. None over a change of method, and where there is one such year.
    """
    wide = found.pivot(index="municipality", columns="year", values="value")
    years = [int(year) for year in wide.columns[wide.notna().sum() * 2 >= len(wide)]]
    if len(years) < 2 or any(years[0] < one <= years[-1] for one in measure.breaks):
        return None
    known = (wide[years[-1]] - wide[years[0]]).dropna()
    return Changes(years[0], years[-1], {str(code): float(value) for code, value in known.items()})


def mean_line(figures: Figures, measure: Measure, reference: str, municipality: str, gender: Gender) -> pd.DataFrame:
    """year, value, members: the unweighted mean of REFERENCE (a group's id) as seen from MUNICIPALITY.

    Kolada's own for the country, the county and the class where it is there; never of fewer than half the members.
    Source: DESIGN.md section 3, means.
    """
    named = reference_members(figures, municipality, reference)
    shown = measure.of(gender, named).assign(kpi=measure.kpi)
    computed = group_means(shown, named).set_index("year")[["value", "members"]]
    if kolada := _koladas_mean(figures, reference, municipality):
        rows = measure.of(gender, [kolada]).dropna(subset=["value"]).drop_duplicates("year").set_index("year")
        computed["value"] = rows["value"].reindex(computed.index).fillna(computed["value"])
    return computed.sort_index().reset_index()


def _koladas_mean(figures: Figures, reference: str, municipality: str) -> str | None:
    snapshot, catalogue = figures.snapshot, figures.catalogue
    if reference == COUNTRY:
        return ALL_MUNICIPALITIES
    groups = {COUNTY: catalogue.counties, CLASS: catalogue.classes}.get(reference)
    return own_group(snapshot, groups, municipality) if groups else None


def reference_members(figures: Figures, municipality: str, reference: str) -> tuple[str, ...]:
    """The municipalities of REFERENCE as seen from MUNICIPALITY."""
    found = members(figures.snapshot, figures.catalogue, municipality, reference)
    known = figures.snapshot.municipalities
    return tuple(one for one in found if one in known)


def crossed(
    x: Measure, y: Measure, size: Measure | None, municipalities: Sequence[str], gender: Gender
) -> pd.DataFrame:
    """municipality, year, x, y and, with SIZE, size: a row where a municipality has both X and Y in a year.

    Who has no size, or a negative one, keeps its row with NaN there.
    """
    both = _named(y, "y", municipalities, gender).merge(
        _named(x, "x", municipalities, gender), on=["municipality", "year"]
    )
    if size is None:
        return both
    sizes = _named(size, "size", municipalities, gender)
    found = both.merge(sizes, on=["municipality", "year"], how="left")
    return found.assign(size=found["size"].where(found["size"] >= 0))


def _named(measure: Measure, name: str, municipalities: Sequence[str], gender: Gender) -> pd.DataFrame:
    rows = measure.of(gender, municipalities).dropna(subset=["value"])
    rows = rows.drop_duplicates(["municipality", "year"])
    return rows[["municipality", "year", "value"]].rename(columns={"value": name})


@dataclass(frozen=True)
class Correlation:
    """How two measures go together: Pearson's ``r`` (-1 to 1; NaN where it is not said) of ``n`` municipalities."""

    r: float
    n: int


def correlation(both: pd.DataFrame) -> Correlation:
    """Pearson's correlation of the columns x and y; none under CORRELATED_LEAST rows or where one does not vary."""
    n = len(both)
    if n < CORRELATED_LEAST or both["x"].nunique() < 2 or both["y"].nunique() < 2:
        return Correlation(math.nan, n)
    return Correlation(float(both["x"].corr(both["y"])), n)


def group_names(figures: Figures, by: str) -> dict[str, str]:
    """The county (BY is COUNTY) or SKR's class (CLASS) of each municipality, in Kolada's order of the groups."""
    catalogue = figures.catalogue
    found: dict[str, str] = {}
    for group in catalogue.counties if by == COUNTY else catalogue.classes:
        title = _group_title(figures.snapshot.group_titles.get(group, group))
        for member in figures.snapshot.group_members.get(group, ()):
            if member in figures.snapshot.municipalities:
                found.setdefault(member, title)
    return found


def _group_title(title: str) -> str:
    return title.split(" (", maxsplit=1)[0].replace(" läns kommuner", " län")


def standings(figures: Figures, measure: Measure, gender: Gender) -> Mapping[tuple[str, int], str]:
    """The standing (a Standing's value) of each municipality and year among all with a value, by DESIGN.md's rule.

    Empty where the rule is silent: no direction, an open year, too few, not comparable.
    """
    shown = measure.shown_gender(gender)
    rows = measure.of(shown, figures.snapshot.municipalities).assign(kpi=measure.kpi)
    indicators = pd.DataFrame(
        {"kpi": [measure.kpi], "direction": [measure.direction.value], "comparable": [measure.comparable]}
    )
    placed = standing(rows, indicators, figures.snapshot.kpi_years)
    judged = placed[placed["standing_reason"] == Reason.NONE]
    keys = zip(judged["municipality"], judged["year"].astype(int), strict=True)
    return dict(zip(keys, judged["standing"].astype(str), strict=True))


def can_be_logarithmic(values: pd.Series) -> bool:
    """Whether a logarithmic scale shows all VALUES: there are some, and all are over zero."""
    known = values.dropna()
    return bool(len(known)) and bool((known > 0).all())

"""Which municipalities are most like one: Kolada's groups, else the nearest in population and tax base."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from core.cache.harvest import GENERAL_KIND
from core.outcomes.figures import Figures
from core.outcomes.references import SIMILAR, members, own_group
from core.signals import Gender

# As many as Kolada puts in a group of similar municipalities.
NEAREST_MOST = 7
CLASS_LEAST = 3
_POPULATION, _TAX_BASE = "population", "tax_base"


class Method(StrEnum):
    """How the most alike were found."""

    KOLADA = "kolada"
    NEAREST = "nearest"
    NONE = "none"


@dataclass(frozen=True)
class Peers:
    """The municipalities most like one (ids), the most alike first, itself never among them.

    ``kind`` is which of Kolada's groups they are. Of the nearest, ``by_tax_base`` tells whether the tax base
    counted beside the population, and ``class_group`` the Kolada group they were sought in (None: the country).
    """

    members: tuple[str, ...]
    method: Method
    kind: str = ""
    by_tax_base: bool = False
    class_group: str | None = None


def peers(figures: Figures, municipality: str, kind: str) -> Peers:
    """Kolada's group of KIND for MUNICIPALITY, else its general one, else the nearest (method NONE without any).

    Kolada's groups have no order; here the members come by how near they are in population.
    """
    snapshot = figures.snapshot
    for tried in dict.fromkeys((kind, GENERAL_KIND)):
        group = members(snapshot, figures.catalogue, municipality, SIMILAR, tried)
        others = [m for m in snapshot.municipalities if m in group and m != municipality]
        if others:
            apart = _apart(_sizes(figures), municipality, (_POPULATION,)).to_dict()
            ordered = sorted(others, key=lambda m: apart.get(m, math.inf))
            return Peers(tuple(ordered), Method.KOLADA, kind=tried)
    return nearest(figures, municipality)


def populations(figures: Figures) -> Mapping[str, float]:
    """How many live in each municipality, the newest year that all have reported; those without a value are absent."""
    people: dict[str, float] = np.exp(_sizes(figures)[_POPULATION].dropna()).round().to_dict()
    return people


def nearest(figures: Figures, municipality: str, most: int | None = NEAREST_MOST) -> Peers:
    """The MOST (None: all) nearest of the same class; of all, where it is unknown or too small to choose from.

    Method NONE without a population to go by.
    """
    snapshot, sizes = figures.snapshot, _sizes(figures)
    measures = tuple(m for m in (_POPULATION, _TAX_BASE) if municipality in sizes[m].dropna().index)
    if _POPULATION not in measures:
        return Peers((), Method.NONE)
    class_group = own_group(snapshot, figures.catalogue.classes, municipality)
    of_class = snapshot.group_members.get(class_group or "", ())
    if len(of_class) < CLASS_LEAST:
        class_group, of_class = None, tuple(snapshot.municipalities)
    apart = _apart(sizes, municipality, measures)
    found = apart[apart.index.isin(of_class)].sort_values(kind="stable").index[:most]
    if not len(found):
        return Peers((), Method.NONE)
    return Peers(tuple(found), Method.NEAREST, by_tax_base=_TAX_BASE in measures, class_group=class_group)


def _apart(sizes: pd.DataFrame, municipality: str, measures: tuple[str, ...]) -> pd.Series:
    """How far each other municipality is from MUNICIPALITY in MEASURES, each in its own spread over the country.

    By id in Swedish alphabetical order, without those that lack a value; empty when MUNICIPALITY itself does.
    """
    known = sizes[list(measures)].dropna()
    if municipality not in known.index:
        return pd.Series(dtype="float64")
    # Where all are alike there is no spread, and nobody is far away.
    spread = known.std(ddof=0).replace(0.0, 1.0)
    away = (known - known.loc[municipality]) / spread
    return (away**2).sum(axis=1).pow(0.5).drop(municipality)


def _sizes(figures: Figures) -> pd.DataFrame:
    """The logarithms of population and tax base by municipality id, NaN for none: shared, never to be changed."""
    return figures.kept(_sizes_now, None, most=1)


def _sizes_now(figures: Figures, _: None) -> pd.DataFrame:
    catalogue = figures.catalogue
    return pd.DataFrame(
        {_POPULATION: _newest(figures, catalogue.population), _TAX_BASE: _newest(figures, catalogue.tax_base)},
        index=list(figures.snapshot.municipalities),
        dtype="float64",
    )


def _newest(figures: Figures, kpi: str | None) -> pd.Series:
    """The logarithm of KPI by municipality in its newest closed year."""
    years = figures.snapshot.kpi_years
    closed = years[(years["kpi"] == kpi) & (years["gender"] == Gender.TOTAL) & ~years["is_open"]]
    if kpi is None or closed.empty:
        return pd.Series(dtype="float64")
    values = figures.snapshot.values_of_kpi(kpi)
    now = (values["gender"] == Gender.TOTAL) & (values["year"] == closed["year"].max()) & (values["value"] > 0)
    known = values[now]
    return pd.Series(np.log(known["value"].to_numpy()), index=known["municipality"])

"""How sure a municipality's outcomes are: by Kolada's own number, else by how many stand behind a share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isnan, nan
from typing import NamedTuple

import pandas as pd

from core.cache import Snapshot
from core.catalogue import Catalogue
from core.signals.uncertainty import of_change, of_share, uncertain

_PER_CENT = "%"


class Cell(NamedTuple):
    """A municipality's outcome; the year as it stands in a frame (a whole number)."""

    kpi: str
    gender: str
    year: float


class Sure(NamedTuple):
    """Half a 95 % interval in the outcome's own unit, and on how many answers it is reckoned: NaN for Kolada's own."""

    width: float
    answers: float = nan


def uncertainties(
    snapshot: Snapshot, catalogue: Catalogue, municipality: str, values: pd.DataFrame, kpis: Collection[str] = ()
) -> Mapping[Cell, Sure]:
    """How sure the outcomes of MUNICIPALITY are, of every year, where something is known; of KPIS only, where given.

    VALUES are those outcomes: kpi, gender, year, value. Known is Kolada's Osäkerhetstal of the catalogue's
    ``uncertainty_kpi``, else what is reckoned from the number of answers of ``answers_kpi`` where the outcome is a
    share. How many answered is only told of all, so women and men have Kolada's number or none.
    """
    chosen = {i.kpi: i for i in catalogue.indicators if i.beside and (not kpis or i.kpi in kpis)}
    beside = sorted({kpi for i in chosen.values() for kpi in i.beside})
    found = _by_cell(snapshot.values_beside(municipality, beside, set(values["gender"])))
    known: dict[Cell, Sure] = {}
    shares: dict[Cell, tuple[float, float]] = {}
    for cell, value in _by_cell(values[values["kpi"].isin(list(chosen))]).items():
        indicator = chosen[cell.kpi]
        width, answers = (
            found.get(cell._replace(kpi=kpi or "")) for kpi in (indicator.uncertainty_kpi, indicator.answers_kpi)
        )
        if width is not None:
            known[cell] = Sure(width)
        elif answers is not None and indicator.unit == _PER_CENT:
            shares[cell] = value, answers
    widths = of_share(*(pd.Series([pair[n] for pair in shares.values()], dtype="float64") for n in (0, 1)))
    counted = zip(shares, widths.tolist(), shares.values(), strict=True)
    return known | {cell: Sure(width, answers) for cell, width, (_, answers) in counted if not isnan(width)}


def _by_cell(values: pd.DataFrame) -> dict[Cell, float]:
    columns = (values[column].tolist() for column in ("kpi", "gender", "year", "value"))
    return {Cell(kpi, gender, year): value for kpi, gender, year, value in zip(*columns, strict=True)}


def with_uncertainty(rows: pd.DataFrame, known: Mapping[Cell, Sure]) -> pd.DataFrame:
    """ROWS of ``signal_rows`` with uncertainty, answers, trend_uncertainty, trend_uncertain and standing_uncertain.

    KNOWN is what ``uncertainties`` tells of their municipality.
    """
    kpis, genders = rows["kpi"].tolist(), rows["gender"].tolist()
    now, then = (
        pd.DataFrame(
            [known.get(Cell(*cell), Sure(nan)) for cell in zip(kpis, genders, rows[year].tolist(), strict=True)],
            columns=list(Sure._fields),
            index=rows.index,
        )
        for year in ("year", "trend_from_year")
    )
    rows = rows.assign(uncertainty=now["width"], answers=now["answers"])
    return uncertain(rows.assign(trend_uncertainty=of_change(now["width"], then["width"])))

"""How sure a municipality's outcomes are: by Kolada's own number, else by how many stand behind a share."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from core.cache import Snapshot
from core.catalogue import Catalogue
from core.signals.uncertainty import of_change, of_share, uncertain

_CELL = ["kpi", "gender", "year"]
_PER_CENT = "%"


def uncertainties(
    snapshot: Snapshot, catalogue: Catalogue, municipality: str, values: pd.DataFrame, kpis: Collection[str] = ()
) -> pd.DataFrame:
    """How sure the outcomes of MUNICIPALITY are, of every year: kpi, gender, year, uncertainty, answers.

    VALUES are those outcomes: kpi, gender, year, value. ``uncertainty`` is half a 95 % interval in the outcome's own
    unit: Kolada's Osäkerhetstal of the catalogue's ``uncertainty_kpi``, else reckoned from the ``answers`` (NaN beside
    Kolada's own) of ``answers_kpi`` where the outcome is a share. How many answered is only told of all, so women and
    men have Kolada's number or none. Of KPIS only, where given; a row only where something is known.
    """
    chosen = [i for i in catalogue.indicators if i.beside and (not kpis or i.kpi in kpis)]
    beside = sorted({kpi for i in chosen for kpi in i.beside})
    found = snapshot.values_beside(municipality, beside, set(values["gender"]))

    def of(pairs: list[tuple[str, str | None]], name: str) -> pd.DataFrame:
        frame = pd.DataFrame([pair for pair in pairs if pair[1]], columns=["kpi", "beside"])
        return frame.merge(found.rename(columns={"kpi": "beside", "value": name}), on="beside")

    given = of([(i.kpi, i.uncertainty_kpi) for i in chosen], "uncertainty")
    counted = of([(i.kpi, i.answers_kpi) for i in chosen if i.unit == _PER_CENT], "answers")
    counted = counted.merge(values[[*_CELL, "value"]], on=_CELL)
    counted["uncertainty"] = of_share(counted["value"], counted["answers"])
    columns = [*_CELL, "uncertainty", "answers"]
    whole = pd.concat([given.assign(answers=np.nan)[columns], counted[columns]], ignore_index=True)
    return whole[whole["uncertainty"].notna()].drop_duplicates(_CELL, ignore_index=True)


def with_uncertainty(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """ROWS of ``signal_rows`` with uncertainty, answers, trend_uncertainty, trend_uncertain and standing_uncertain.

    KNOWN is what ``uncertainties`` tells of their municipality.
    """
    now, then = ({**rows[["kpi", "gender"]], "year": rows[year]} for year in ("year", "trend_from_year"))
    found = known.set_index(_CELL)
    of_now, of_then = (found.reindex(pd.MultiIndex.from_frame(pd.DataFrame(cell))) for cell in (now, then))
    rows = rows.assign(
        uncertainty=of_now["uncertainty"].to_numpy(),
        answers=of_now["answers"].to_numpy(),
    )
    before = pd.Series(of_then["uncertainty"].to_numpy(), rows.index)
    return uncertain(rows.assign(trend_uncertainty=of_change(rows["uncertainty"], before)))

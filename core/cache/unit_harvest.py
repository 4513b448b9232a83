"""Fetches what Kolada knows of units: the participants' from all years, and how far the country's lie apart."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pandas as pd

from core.cache.harvest import UNIT_COLUMNS, UNIT_VALUE_COLUMNS, VALUE_COLUMNS, UnitHarvest
from core.catalogue import Catalogue
from core.catalogue.frames import indicator_frame
from core.kolada import Batch, KoladaClient, KoladaError, KpiMeta, Observation
from core.signals import kpi_years
from core.signals.outcome import newest_closed_years
from core.signals.targets import TOTAL
from core.signals.units import typical_distances

log = logging.getLogger(__name__)


def harvest_units(
    client: KoladaClient, catalogue: Catalogue, kpis: Sequence[KpiMeta], values: pd.DataFrame, years: range
) -> UnitHarvest | None:
    """The units of CATALOGUE's participants with their values of those of KPIS that units have, in YEARS.

    VALUES are the municipalities', which tell each KPI's newest closed year: of that the whole country's units are
    asked for, and only how far they lie apart is kept. None where no KPI has any, and, with a line in the log, where
    Kolada does not answer: the figures of municipalities do not wait for units.
    """
    chosen = [kpi.id for kpi in kpis if kpi.has_ou_data and kpi.id in catalogue.by_kpi]
    if not chosen:
        return None
    newest = _newest_closed(values[values["kpi"].isin(chosen)], catalogue)
    of_country = [Batch((kpi,), (), (newest[kpi],), of_units=True) for kpi in chosen if kpi in newest]
    try:
        units = pd.DataFrame([(u.id, u.title, u.municipality) for u in client.units()], columns=list(UNIT_COLUMNS))
        mine = units[units["municipality"].isin([participant.id for participant in catalogue.participants])]
        batches = client.observation_batches(chosen, list(mine["id"]), list(years), of_units=True)
        own, everybody = _fetched(client, batches, units), _fetched(client, of_country, units)
    except KoladaError as error:
        log.warning("units were not fetched: %s", error)
        return None
    return UnitHarvest(mine, own[list(UNIT_VALUE_COLUMNS)], typical_distances(everybody))


def _fetched(client: KoladaClient, batches: Sequence[Batch], units: pd.DataFrame) -> pd.DataFrame:
    """The rows of BATCHES with UNIT_VALUE_COLUMNS. Raises the first KoladaError: half of the units are none."""
    found: list[Observation] = []

    def keep(_: Batch, answer: list[Observation] | KoladaError) -> None:
        if isinstance(answer, KoladaError):
            raise answer
        found.extend(answer)

    client.fetch(batches, keep)
    rows = pd.DataFrame(found, columns=[*VALUE_COLUMNS]).rename(columns={"municipality": "unit"})
    places = dict(zip(units["id"], units["municipality"], strict=True))
    return rows.assign(municipality=rows["unit"].map(places)).dropna(subset="municipality")


def _newest_closed(values: pd.DataFrame, catalogue: Catalogue) -> dict[str, int]:
    """The newest closed year of the total of each KPI in VALUES."""
    of_all = values[values["value"].notna() & (values["gender"] == TOTAL)]
    newest = newest_closed_years(kpi_years(of_all, indicator_frame(catalogue)))
    return {str(kpi): int(year) for kpi, year in zip(newest["kpi"], newest["newest_closed"], strict=True)}

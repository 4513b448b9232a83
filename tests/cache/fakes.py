"""A Kolada that answers from a harvest, and fails where it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.cache.harvest import Harvest
from core.kolada import Answer, Batch, Group, KoladaClient, KoladaError, KpiMeta, Municipality, Observation, Unit
from tests.shared import GROUPS

Failing = Callable[[Batch], KoladaError | None]


class FakeKolada(KoladaClient):
    """``failing`` says which batches fail, and how; ``unknown`` are KPIs that Kolada does not have.

    ``of_units`` are the values of ``units``; ``without_units`` is what Kolada answers in place of them.
    """

    def __init__(
        self,
        harvest: Harvest,
        *,
        failing: Failing = lambda _: None,
        unknown: Sequence[str] = (),
        down: KoladaError | None = None,
        units: Sequence[Unit] = (),
        of_units: Sequence[Observation] = (),
        without_units: KoladaError | None = None,
    ) -> None:
        self._harvest = harvest
        self._failing = failing
        self._unknown = set(unknown)
        self._down = down
        self.asked: list[Batch] = []
        rows = harvest.values.itertuples(index=False, name=None)
        self._values = [*(Observation(*row) for row in rows), *of_units]
        self._units, self._without_units = tuple(units), without_units
        self._has_units = {observation.kpi for observation in of_units}

    def kpis(self, ids: Sequence[str]) -> Answer[KpiMeta]:
        if self._down:
            raise self._down
        known = tuple(
            KpiMeta(id=kpi, title=f"Titel på {kpi}", has_ou_data=kpi in self._has_units)
            for kpi in ids
            if kpi not in self._unknown
        )
        return Answer(known, tuple(kpi for kpi in ids if kpi in self._unknown))

    def municipalities(self) -> tuple[Municipality, ...]:
        rows = self._harvest.municipalities.itertuples(index=False, name=None)
        return tuple(Municipality(id=id_, title=title, type=kind) for id_, title, kind in rows)

    def groups(self) -> tuple[Group, ...]:
        strange = Group(id="G99999", title="En grupp som ingen frågar efter", members=("0126",))
        return (strange, *(Group(id=g, title=title, members=members) for g, (title, members) in GROUPS.items()))

    def units(self) -> tuple[Unit, ...]:
        if self._without_units:
            raise self._without_units
        return self._units

    def close(self) -> None:
        """There is nothing to close."""

    def fetch(
        self, batches: Iterable[Batch], on_done: Callable[[Batch, list[Observation] | KoladaError], None]
    ) -> None:
        for batch in batches:
            self.asked.append(batch)
            on_done(batch, self._failing(batch) or self._answer(batch))

    def _answer(self, batch: Batch) -> list[Observation]:
        kpis, areas, years = set(batch.kpis), set(batch.areas), set(batch.years)
        areas = areas or {unit.id for unit in self._units}
        return [v for v in self._values if v.kpi in kpis and v.municipality in areas and v.year in years]

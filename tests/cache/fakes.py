"""A Kolada that answers from a harvest, and fails where it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.cache.harvest import Harvest
from core.kolada import Answer, Batch, Group, KoladaClient, KoladaError, KpiMeta, Municipality, Observation
from tests.shared import GROUPS

Failing = Callable[[Batch], KoladaError | None]


class FakeKolada(KoladaClient):
    """``failing`` says which batches fail, and how; ``unknown`` are KPIs that Kolada does not have."""

    def __init__(
        self,
        harvest: Harvest,
        *,
        failing: Failing = lambda _: None,
        unknown: Sequence[str] = (),
        down: KoladaError | None = None,
    ) -> None:
        self._harvest = harvest
        self._failing = failing
        self._unknown = set(unknown)
        self._down = down
        self.asked: list[Batch] = []
        rows = harvest.values.itertuples(index=False, name=None)
        self._values = [Observation(*row) for row in rows]

    def kpis(self, ids: Sequence[str]) -> Answer[KpiMeta]:
        if self._down:
            raise self._down
        known = tuple(KpiMeta(id=kpi, title=f"Titel på {kpi}") for kpi in ids if kpi not in self._unknown)
        return Answer(known, tuple(kpi for kpi in ids if kpi in self._unknown))

    def municipalities(self) -> tuple[Municipality, ...]:
        rows = self._harvest.municipalities.itertuples(index=False, name=None)
        return tuple(Municipality(id=id_, title=title, type=kind) for id_, title, kind in rows)

    def groups(self) -> tuple[Group, ...]:
        strange = Group(id="G99999", title="En grupp som ingen frågar efter", members=("0126",))
        return (strange, *(Group(id=g, title=title, members=members) for g, (title, members) in GROUPS.items()))

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
        return [v for v in self._values if v.kpi in kpis and v.municipality in areas and v.year in years]

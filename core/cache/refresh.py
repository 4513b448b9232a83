"""Fetches the whole catalogue from Kolada and swaps the new snapshot in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from core.cache.build import build
from core.cache.harvest import ALL_MUNICIPALITIES, VALUE_COLUMNS, Harvest
from core.cache.similar import similar_groups
from core.cache.snapshot import Snapshot
from core.cache.store import DataFolderError, SnapshotStore
from core.cache.unit_harvest import harvest_units
from core.catalogue import Catalogue
from core.errors import NyckeltalError
from core.kolada import NATION, Batch, Group, KoladaClient, KoladaError, Municipality, Observation

FIRST_YEAR = 2005

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


def _unseen(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def _unprepared(_file: Path) -> None:
    """Nothing is made of a snapshot before readers see it."""


@dataclass(frozen=True)
class Report:
    """What a refresh did. ``failed`` tells why, by KPI; ``missing`` are KPIs that Kolada does not know."""

    file: Path
    kpis: int
    values: int
    failed: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


class UnknownKpiError(NyckeltalError):
    """A refresh was asked for KPIs that are not in the catalogue."""

    def __init__(self, kpis: Sequence[str]) -> None:
        super().__init__(
            f"Nyckeltal som inte finns i katalogen: {', '.join(kpis)}.",
            "Lägg till dem i catalogue.yaml eller stava om.",
        )


class NothingFetchedError(NyckeltalError):
    """Not one KPI could be fetched."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Inget nyckeltal gick att hämta. {reason}", "De gamla siffrorna är kvar. Försök igen senare.")


def refresh(
    store: SnapshotStore,
    catalogue: Catalogue,
    client: KoladaClient,
    *,
    source: str,
    kpis: Sequence[str] = (),
    from_year: int = FIRST_YEAR,
    progress: Progress = _unseen,
    prepare: Callable[[Path], None] = _unprepared,
) -> Report:
    """Fetch, build and swap in a snapshot of CATALOGUE; PROGRESS gets (batches done, all batches).

    PREPARE gets the new file while readers still have the old one, and raises nothing.
    KPIS limits it to those (the rest is kept as it is); FROM_YEAR fetches only later years and keeps the older.
    Raises KoladaError when Kolada cannot be talked to, RefreshUnderWayError, UnknownKpiError,
    NothingFetchedError; the old snapshot stays in every case.
    """
    if unknown := [kpi for kpi in kpis if kpi not in catalogue.by_kpi]:
        raise UnknownKpiError(unknown)
    # The whole country's texts take a quarter of the room in Arrow's form, and are judged quicker.
    with pd.option_context("mode.string_storage", "pyarrow"), store.building():
        current = store.current()
        previous = current if current and not Snapshot.is_example_file(current) else None
        partial = previous is not None and (bool(kpis) or from_year > FIRST_YEAR)
        harvest = _harvest(catalogue, client, source, kpis, from_year, partial=partial, progress=progress)
        file = store.new_file()
        try:
            build(file, harvest, catalogue, kept=previous)
            prepare(file)
        except BaseException as error:
            store.discard(file)
            if isinstance(error, duckdb.OperationalError | duckdb.FatalException | OSError):
                raise DataFolderError(store.folder, error) from error
            raise
        store.swap_in(file)
    return Report(file, len(harvest.kpis) - len(harvest.failed), len(harvest.values), harvest.failed, harvest.missing)


def _harvest(
    catalogue: Catalogue,
    client: KoladaClient,
    source: str,
    kpis: Sequence[str],
    from_year: int,
    *,
    partial: bool,
    progress: Progress,
) -> Harvest:
    now = datetime.now(UTC)
    meta = client.kpis(catalogue.fetched(kpis))
    municipalities, groups = client.municipalities(), _groups_in_use(client.groups(), catalogue)
    known = [kpi.id for kpi in meta.items]
    if not known:
        raise NothingFetchedError("Kolada känner inte till något av katalogens nyckeltal.")
    areas = _areas(municipalities, groups, catalogue)
    values, failed = _values(client, known, areas, range(from_year, now.year + 1), progress)
    if len(failed) == len(known):
        raise NothingFetchedError(next(iter(failed.values())))
    if values["value"].notna().sum() == 0:
        raise NothingFetchedError("Kolada har inga värden för de åren.")
    is_whole = not partial and not failed
    country = values[values["municipality"].isin([m.id for m in municipalities if m.type == "K"])]
    units = harvest_units(client, catalogue, meta.items, country, range(from_year, now.year + 1)) if is_whole else None
    for kpi, why in failed.items():
        log.warning("KPI %s was not fetched: %s", kpi, why)
    return Harvest(
        source=source,
        fetched_at=now,
        kpis=pd.DataFrame([kpi.model_dump() for kpi in meta.items]),
        municipalities=pd.DataFrame([(m.id, m.title, m.type) for m in municipalities], columns=["id", "title", "type"]),
        groups=pd.DataFrame(
            [(g.id, g.title, member) for g in groups for member in g.members],
            columns=["id", "title", "member"],
        ),
        values=values[~values["kpi"].isin(failed)],
        failed=failed,
        missing=meta.missing,
        partial=partial,
        from_year=from_year,
        units=units,
    )


def _groups_in_use(groups: Sequence[Group], catalogue: Catalogue) -> list[Group]:
    """The groups whose members the product needs: counties, classes, named ones and all similar municipalities."""
    named = {g.kolada for g in catalogue.groups if g.kolada}
    wanted = {ALL_MUNICIPALITIES, *catalogue.counties, *catalogue.classes, *named}
    return [g for g in groups if g.id in wanted or g.title.startswith("Liknande kommuner")]


def _areas(municipalities: Sequence[Municipality], groups: Sequence[Group], catalogue: Catalogue) -> list[str]:
    """Every area to ask values of: municipalities, regions, the nation, and the groups whose means are shown."""
    of_participants = {p.id for p in catalogue.participants}
    kinds = {area.similar for area in catalogue.areas}
    titles = {m.title: m.id for m in municipalities if m.type == "K"}
    similar = {
        group
        for (municipality, kind), group in similar_groups([(g.id, g.title) for g in groups], titles).items()
        if municipality in of_participants and kind in kinds
    }
    means = [g.id for g in groups if not g.title.startswith("Liknande kommuner") or g.id in similar]
    return sorted({m.id for m in municipalities} | {NATION}) + means


def _values(
    client: KoladaClient, kpis: Sequence[str], areas: Sequence[str], years: range, progress: Progress
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Values of all KPIS, and why some could not be fetched. A batch that fails is tried again KPI by KPI."""
    fetched: list[Observation] = []
    again: list[Batch] = []
    failed: dict[str, str] = {}
    batches = client.observation_batches(kpis, areas, list(years))
    done = 0

    def first_try(batch: Batch, answer: list[Observation] | KoladaError) -> None:
        nonlocal done
        done += 1
        progress(done, len(batches))
        if isinstance(answer, KoladaError):
            again.extend(Batch((kpi,), batch.areas, batch.years) for kpi in batch.kpis)
        else:
            fetched.extend(answer)

    def second_try(batch: Batch, answer: list[Observation] | KoladaError) -> None:
        if isinstance(answer, KoladaError):
            failed.update(dict.fromkeys(batch.kpis, answer.message))
        else:
            fetched.extend(answer)

    client.fetch(batches, first_try)
    client.fetch(again, second_try)
    return pd.DataFrame(fetched, columns=list(VALUE_COLUMNS)), failed

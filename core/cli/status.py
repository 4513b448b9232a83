"""``status``: what figures there are, how old and from where."""

from __future__ import annotations

import argparse
import json

from core.cache import CurrentSnapshot, Snapshot, SnapshotStore
from core.errors import NyckeltalError
from core.settings import Settings


class NoSnapshotError(NyckeltalError):
    """There are no figures yet."""

    def __init__(self) -> None:
        super().__init__("Det finns inga siffror ännu.", "Hämta dem med: python -m core refresh")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("status", help="visa vilka siffror som finns och hur färska de är")
    parser.add_argument("--json", action="store_true", help="som JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the state of the cache. Raises NoSnapshotError when there is none."""
    info = snapshot().info
    facts = {
        "file": info.file.name,
        "source": info.source,
        "fetched_at": info.fetched_at.isoformat(),
        "example": info.is_example,
        "kpis": info.kpis,
        "values": info.values,
        "stale": info.problems,
        "missing": list(info.missing),
        "older": info.is_older,
    }
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    print(f"Siffror:  {info.kpis} nyckeltal, {info.values} värden ({info.file.name})")
    print(f"Hämtade:  {info.fetched_at.astimezone():%Y-%m-%d %H:%M} från {info.source}")
    if info.is_example:
        print("OBS: detta är exempeldata med påhittade kommuner.")
    if info.is_older:
        print("OBS: hämtade med en äldre version av programmet. Hämta det som saknas: python -m core refresh")
    for kpi in info.missing:
        print(f"Saknas:   {kpi} finns inte längre i Kolada.")
    for kpi, why in info.problems.items():
        print(f"Inaktuell: {kpi}: {why}")
    return 0


def municipality_names() -> dict[str, str] | None:
    """Names of all municipalities by id, or None before anything has been fetched."""
    found = _found()
    return found.municipalities if found else None


def _found() -> Snapshot | None:
    return CurrentSnapshot(SnapshotStore(Settings.from_environment().data_dir)).get()


def snapshot() -> Snapshot:
    """The snapshot of the data folder. Raises NoSnapshotError."""
    found = _found()
    if found is None:
        raise NoSnapshotError
    return found

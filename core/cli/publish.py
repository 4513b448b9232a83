"""``publish``: lay the figures that one has where other machines get theirs."""

from __future__ import annotations

import argparse

from core.cache import SnapshotStore
from core.cache.shared import shared_snapshots
from core.cli.status import NoSnapshotError
from core.errors import NyckeltalError
from core.kolada import without_secrets
from core.settings import Settings


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    text = "lägg ut de siffror som finns för andra servrar (refresh gör det själv)"
    commands.add_parser("publish", help=text).set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Lay the current snapshot there. Raises NyckeltalError where there is none, or nowhere to lay it."""
    settings = Settings.from_environment()
    shared, file = shared_snapshots(settings), SnapshotStore(settings.data_dir).current()
    if shared is None:
        raise NyckeltalError(
            "Det är inte sagt var siffrorna ska läggas ut.",
            "Ange NYCKELTAL_FIGURES_URL, till exempel s3://hink/nyckeltal eller en mapp.",
        )
    if file is None:
        raise NoSnapshotError
    published = shared.publish(file)
    print(f"Utlagt: {published.name} ({published.size / 1e6:.0f} MB) i {without_secrets(settings.figures_url)}.")
    return 0

"""``example``: make the example data, with made-up municipalities."""

from __future__ import annotations

import argparse

from core.cache import SnapshotStore
from core.catalogue import default_catalogue
from core.example import install_example
from core.settings import Settings
from core.state import open_state


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("example", help="gör exempeldata med påhittade kommuner")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Put the example in place, with its targets."""
    settings = Settings.from_environment()
    with open_state(settings.database_url) as state:
        file = install_example(SnapshotStore(settings.data_dir), default_catalogue(), state)
    print(f"Exempeldata finns nu i {file.name}.")
    return 0

"""``example``: make the example data, with made-up municipalities."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from functools import partial

from core.cache import SnapshotStore
from core.catalogue import default_catalogue
from core.cycle.models import Frozen
from core.example import install_example
from core.example.install import install_loops
from core.example.loops import Asked
from core.features.own_indicators.example import install_own_example
from core.outcomes.deviations import first_years, frozen_row
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.settings import Settings
from core.site.figures import open_figures
from core.state import open_state


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("example", help="gör exempeldata med påhittade kommuner")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Put the example in place, with its targets, goals, deviations, measures and own indicator."""
    settings = Settings.from_environment()
    with open_state(settings.database_url) as state:
        file = install_example(SnapshotStore(settings.data_dir), default_catalogue(), state)
        figures = open_figures(settings, state).get()
        assert figures is not None  # noqa: S101 - they were just made
        install_own_example(figures.catalogue, state, datetime.now(UTC))
        install_loops(figures.catalogue, state, datetime.now(UTC), partial(_frozen, figures))
    print(f"Exempeldata finns nu i {file.name}.")
    return 0


def _frozen(figures: Figures, asked: Asked) -> Frozen:
    """What the outcome that is ASKED for was said to be."""
    choice = Choice(asked.municipality, asked.gender, year=asked.year)
    row = next(row for row in figures.records(choice) if row["kpi"] == asked.kpi)
    first = None if asked.year else first_years(figures, asked.municipality, asked.gender).get(asked.kpi)
    return frozen_row(figures, row, first, asked.on)

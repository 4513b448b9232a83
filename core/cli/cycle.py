"""``deviations`` and ``measures``: what a municipality has to look closer at, what it does, and what became of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from core.cli.status import NoSnapshotError
from core.cli.targets import municipality_named
from core.outcomes.cycle_export import deviation_lines, deviation_tree, measure_lines, measure_tree
from core.outcomes.deviations import AskedQueue
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures
from core.settings import Settings
from core.signals import Gender
from core.site.figures import open_figures
from core.state import open_state
from core.targets.setting import setting_of
from core.words.dates import today

Tree = dict[str, Any]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands."""
    deviations = commands.add_parser("deviations", help="visa en kommuns avvikelser och hur långt arbetet har kommit")
    deviations.add_argument("--gender", choices=list(Gender), default=Gender.TOTAL, help="T totalt, K kvinnor, M män")
    deviations.set_defaults(run=_deviations)
    measures = commands.add_parser("measures", help="visa en kommuns åtgärder och vad siffran har gjort efter dem")
    measures.set_defaults(run=_measures)
    for one in (deviations, measures):
        one.add_argument("--municipality", required=True, metavar="KOMMUN", help="kod eller namn")
        one.add_argument("--drafts", action="store_true", help="också det som inte är publicerat")
        one.add_argument("--json", action="store_true", help="som JSON i stället för text")


def _deviations(args: argparse.Namespace) -> int:
    def tree(figures: Figures, municipality: str, day: date) -> Tree:
        return deviation_tree(figures, AskedQueue(municipality, day, str(args.gender), drafts=args.drafts))

    return _printed(args, tree, deviation_lines)


def _measures(args: argparse.Namespace) -> int:
    def tree(figures: Figures, municipality: str, day: date) -> Tree:
        return measure_tree(figures, AskedMeasures(municipality, day, drafts=args.drafts))

    return _printed(args, tree, measure_lines)


def _printed(
    args: argparse.Namespace, tree: Callable[[Figures, str, date], Tree], lines: Callable[[Tree], Iterator[str]]
) -> int:
    """Print what TREE makes of the figures. Raises NoSnapshotError, NyckeltalError for an unknown municipality."""
    settings = Settings.from_environment()
    with open_state(settings.database_url) as state:
        figures = open_figures(settings, state).get()
        if figures is None:
            raise NoSnapshotError
        setting = setting_of(state, figures.catalogue, figures.snapshot)
        municipality = municipality_named(setting, args.municipality)
        found = tree(figures, municipality, today(datetime.now(UTC)))
    print(json.dumps(found, ensure_ascii=False, indent=1, default=str) if args.json else "\n".join(lines(found)))
    return 0

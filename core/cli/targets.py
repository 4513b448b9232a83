"""``targets``: import, list and export the municipalities' targets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from core.catalogue import Catalogue, default_catalogue
from core.cli.operator import operator
from core.cli.status import municipality_names
from core.errors import NyckeltalError
from core.settings import Settings
from core.state import State, open_state
from core.state.target_cells import CellError, References
from core.state.target_export import write_targets
from core.state.target_import import read_targets
from core.state.targets import COLUMNS
from core.words.sentences import kind_words


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``targets`` command with its three actions to SUBPARSERS; ``args.run`` runs it."""
    parser = subparsers.add_parser("targets", help="kommunernas mål: läsa in, visa, skriva ut till fil")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ÅTGÄRD")
    read = actions.add_parser(
        "import",
        help="läs in mål från en CSV-fil: allt eller inget",
        description=f"Filen har semikolon, UTF-8 och kolumnerna {', '.join(COLUMNS)}. "
        "Mål som inte står i filen lämnas som de är.",
    )
    read.add_argument("file", type=Path, metavar="FIL", help="CSV-fil med mål")
    read.add_argument("--by", metavar="NAMN", help="för vem målen sätts; datorns användare står alltid med")
    show = actions.add_parser("list", help="visa de mål som gäller")
    show.add_argument("--municipality", metavar="KOMMUN", help="kod eller namn, till exempel 0126")
    write = actions.add_parser("export", help="skriv de mål som gäller till en CSV-fil som går att läsa in igen")
    write.add_argument("file", type=Path, metavar="FIL", help="CSV-fil att skriva")


def run(args: argparse.Namespace) -> int:
    """Run the action in ARGS; 0 when it is done. Raises NyckeltalError when it cannot be."""
    actions = {"import": _import, "list": _list, "export": _export}
    actions[args.action](args, default_catalogue())
    return 0


def _open() -> State:
    return open_state(Settings.from_environment().database_url)


def _import(args: argparse.Namespace, catalogue: Catalogue) -> None:
    # Who is at the terminal is what the system says; whom it is done for is what she says.
    named = (args.by or "").strip()
    by = " för ".join(filter(None, (operator().login, named)))
    targets = read_targets(args.file, catalogue=catalogue, municipalities=municipality_names())
    with _open() as state:
        outcome = state.replace_targets(targets, by=by)
    print(f"{outcome.added} nya, {outcome.changed} ändrade, {outcome.unchanged} oförändrade mål")


def _list(args: argparse.Namespace, catalogue: Catalogue) -> None:
    municipality = None
    if args.municipality:
        try:
            municipality = References.of(catalogue, municipality_names()).municipality(args.municipality.strip())
        except CellError as error:
            raise NyckeltalError(f"”{args.municipality}”:", str(error)) from error
    with _open() as state:
        targets = state.targets(municipality)
    for line in _lines(targets, catalogue):
        print(line)


def _lines(targets: pd.DataFrame, catalogue: Catalogue) -> Iterator[str]:
    """One line for each target, ordered by municipality."""
    if targets.empty:
        yield "Inga mål."
    names = {participant.id: participant.name for participant in catalogue.participants}
    for row in targets.itertuples(index=False):
        target: Any = row
        who = f"{target.municipality} {names.get(target.municipality, '')}".strip()
        known = catalogue.by_kpi.get(target.kpi)
        what = f"{target.kpi} {known.name}, {known.unit}" if known else target.kpi
        decimals = known.decimals if known else 0
        final = ", slutmål" if target.is_final else ""
        by = f" ({', '.join(filter(None, (target.decided_by, target.decision)))})".replace(" ()", "")
        gender = f" {target.gender}" if target.gender else ""
        yield f"{who} | {what} |{gender} {target.year}: {kind_words(target._asdict(), decimals)}{final}{by}"


def _export(args: argparse.Namespace, _catalogue: Catalogue) -> None:
    with _open() as state:
        targets = state.targets()
    write_targets(targets, args.file)
    print(f"{len(targets)} mål skrivna till {args.file}")

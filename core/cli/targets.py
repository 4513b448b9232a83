"""``targets``: import, list and export the municipalities' targets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from core.access.events import Event, told
from core.catalogue import default_catalogue
from core.cli.files import content_of
from core.cli.operator import operator
from core.errors import NyckeltalError
from core.settings import Settings
from core.site.figures import open_figures
from core.state import State, open_state
from core.tabular.faults import CellError, Fault
from core.targets.export import write_targets
from core.targets.models import COLUMNS
from core.targets.planning import plan
from core.targets.reading import TargetFile, read_target_file
from core.targets.setting import TargetSetting, setting_of
from core.targets.store import held_targets, replace_targets
from core.words.sentences import Level, kind_words

MOST_SHOWN_FAULTS = 200


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``targets`` command with its three actions to SUBPARSERS; ``args.run`` runs it."""
    parser = subparsers.add_parser("targets", help="kommunernas mål: läsa in, visa, skriva ut till fil")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ÅTGÄRD")
    read = actions.add_parser(
        "import",
        help="läs in mål från en fil: allt eller inget",
        description=f"Filen har semikolon, UTF-8 och kolumnerna {', '.join(COLUMNS)}. "
        "Ett nyckeltal, också ett eget, skrivs med sitt id eller sitt namn. "
        "Mål som inte står i filen lämnas som de är.",
    )
    read.add_argument("file", type=Path, metavar="FIL", help="fil med mål: csv, xlsx eller ods")
    read.add_argument("--confirm", action="store_true", help="nivåer som kan vara skrivfel stämmer")
    read.add_argument("--by", metavar="NAMN", help="för vem målen sätts; datorns användare står alltid med")
    show = actions.add_parser("list", help="visa de mål som gäller")
    show.add_argument("--municipality", metavar="KOMMUN", help="kod eller namn, till exempel 0126")
    write = actions.add_parser("export", help="skriv de mål som gäller till en CSV-fil som går att läsa in igen")
    write.add_argument("file", type=Path, metavar="FIL", help="CSV-fil att skriva")


def run(args: argparse.Namespace) -> int:
    """Run the action in ARGS; 0 when it is done. Raises NyckeltalError when it cannot be."""
    actions = {"import": _import, "list": _list, "export": _export}
    actions[args.action](args)
    return 0


@contextmanager
def _opened() -> Iterator[tuple[State, TargetSetting]]:
    """The targets, with the indicators and municipalities of the figures in use, if there are any."""
    settings = Settings.from_environment()
    with open_state(settings.database_url) as state:
        figures = open_figures(settings, state).get()
        yield state, setting_of(state, *((figures.catalogue, figures.snapshot) if figures else (default_catalogue(),)))


def _import(args: argparse.Namespace) -> None:
    # Who is at the terminal is what the system says; whom it is done for is what she says.
    named = (args.by or "").strip()
    by = " för ".join(filter(None, (operator().login, named)))
    with _opened() as (state, setting):
        found = read_target_file(content_of(args.file), setting.references)
        if found.faults:
            raise faulty(args.file, found.faults)
        targets = [target for _, target in found.targets]
        _require_sure(setting, found, is_confirmed=args.confirm)
        outcome = replace_targets(state.engine, targets, by=by)
        told(Event.TARGETS, by, about=f"{args.file.name}: {outcome.added} new, {outcome.changed} changed")
    for note in found.notes:
        print(note)
    print(f"{outcome.added} nya, {outcome.changed} ändrade, {outcome.unchanged} oförändrade mål")


def faulty(file: Path, faults: Sequence[Fault], *, what: str = "Målfilen") -> NyckeltalError:
    """The error that names every one of FAULTS in FILE (the text the first MOST_SHOWN_FAULTS of them)."""
    lines = [f"  {fault}" for fault in faults[:MOST_SHOWN_FAULTS]]
    if len(faults) > MOST_SHOWN_FAULTS:
        lines.append(f"  … och {len(faults) - MOST_SHOWN_FAULTS} fel till.")
    head = f"{what} {file.name} har {len(faults)} fel, och inget i den är inläst:"
    return NyckeltalError("\n".join([head, *lines, ""]), "Rätta felen och läs in filen igen.")


def municipality_named(setting: TargetSetting, text: str) -> str:
    """The id of the municipality that TEXT names. Raises NyckeltalError."""
    try:
        return setting.references.municipality(text.strip())
    except CellError as error:
        raise NyckeltalError(f"”{text}”: {error.what}", error.advice) from error


def _require_sure(setting: TargetSetting, found: TargetFile, *, is_confirmed: bool) -> None:
    """Raise NyckeltalError where somebody must say that levels are right, and has not."""
    rows = {target: row for row, target in found.targets}
    doubted = plan(setting, list(rows), by=operator()).doubts
    if doubted and not is_confirmed:
        said = "\n".join(f"  rad {rows[target]}: {doubt.what}" for target, doubt in doubted)
        advice = "Rätta nivåerna, eller läs in filen igen med --confirm om de stämmer."
        raise NyckeltalError(f"Inget är inläst. Det här kan vara skrivfel:\n{said}\n", advice)


def _list(args: argparse.Namespace) -> None:
    municipality = None
    with _opened() as (state, setting):
        if args.municipality:
            municipality = municipality_named(setting, args.municipality)
        targets = held_targets(state.engine, municipality)
    for line in _lines(targets, setting):
        print(line)


def _lines(targets: pd.DataFrame, setting: TargetSetting) -> Iterator[str]:
    """One line for each target, ordered by municipality."""
    if targets.empty:
        yield "Inga mål."
    names = {participant.id: participant.name for participant in setting.catalogue.participants}
    for row in targets.itertuples(index=False):
        target: Any = row
        who = f"{target.municipality} {names.get(target.municipality, '')}".strip()
        known = setting.catalogue.by_kpi.get(target.kpi)
        what = f"{target.kpi} {known.name}, {known.unit}" if known else target.kpi
        decimals = known.decimals if known else 0
        gone = ", tillbakadraget" if target.kpi in setting.withdrawn else ""
        final = ", slutmål" if target.is_final else ""
        by = f" ({', '.join(filter(None, (target.decided_by, target.decision)))})".replace(" ()", "")
        gender = f" {target.gender}" if target.gender else ""
        asked = Level(target.kind, target.value, target.value2, target.base_year, target.group, target.rank)
        yield f"{who} | {what}{gone} |{gender} {target.year}: {kind_words(asked, decimals)}{final}{by}"


def _export(args: argparse.Namespace) -> None:
    with open_state(Settings.from_environment().database_url) as state:
        targets = held_targets(state.engine)
    write_targets(targets, args.file)
    print(f"{len(targets)} mål skrivna till {args.file}")

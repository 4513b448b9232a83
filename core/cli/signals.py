"""``signals``: the rows behind the overview, as a file."""

from __future__ import annotations

import argparse
import sys

from core.catalogue import default_catalogue
from core.cli.status import NoSnapshotError
from core.documents.files import to_csv
from core.errors import NyckeltalError
from core.outcomes.export import export_frame, to_json
from core.outcomes.references import COUNTRY, references
from core.outcomes.rows import Choice
from core.settings import Settings
from core.signals import Gender
from core.site.figures import open_figures


class UnknownChoiceError(NyckeltalError):
    """A municipality or an area that does not exist."""

    def __init__(self, what: str, given: str, known: str) -> None:
        super().__init__(f"{what} ”{given}” finns inte.", f"Välj bland: {known}.")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("signals", help="skriv ut signalerna för en kommun")
    parser.add_argument("--municipality", required=True, metavar="KOD", help="kommunkod, till exempel 0126")
    parser.add_argument("--area", metavar="OMRÅDE", help="bara ett område, till exempel grundskola")
    parser.add_argument("--gender", choices=list(Gender), default=Gender.TOTAL, help="T totalt, K kvinnor, M män")
    parser.add_argument(
        "--reference",
        choices=list(references(default_catalogue())),
        default=COUNTRY,
        help="vilka läget jämförs med",
    )
    parser.add_argument("--format", choices=["csv", "json"], default="csv", help="filformat")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the rows. Raises UnknownChoiceError and NoSnapshotError."""
    figures = open_figures(Settings.from_environment()).get()
    if figures is None:
        raise NoSnapshotError
    catalogue = figures.catalogue
    if options.municipality not in figures.snapshot.municipalities:
        some = ", ".join(f"{p.id} {p.name}" for p in catalogue.participants)
        raise UnknownChoiceError("Kommunen", options.municipality, f"{some} eller en annan kommunkod")
    if options.area and options.area not in catalogue.area_by_id:
        raise UnknownChoiceError("Området", options.area, ", ".join(catalogue.area_by_id))
    rows = figures.rows(Choice(options.municipality, options.gender, options.reference))
    if options.area:
        rows = rows[rows["area"] == options.area]
    if figures.snapshot.info.is_example:
        print("OBS: exempeldata med påhittade kommuner.", file=sys.stderr)
    frame = export_frame(rows, reference=options.reference)
    sys.stdout.write(to_json(frame) + "\n" if options.format == "json" else to_csv(frame))
    return 0

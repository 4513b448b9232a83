"""``goals``: import, export, list and review a municipality's goals of a year."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.catalogue import default_catalogue
from core.cli.files import content_of
from core.cli.operator import operator
from core.cli.status import NoSnapshotError
from core.cli.targets import faulty, municipality_named
from core.errors import NyckeltalError
from core.features.planning.goal_export import exported, goals_csv, goals_xlsx, money_csv, money_xlsx
from core.features.planning.goal_file import GoalFile, read_goal_file
from core.features.planning.saving import save
from core.features.planning.words import counted, file_lines
from core.features.reviews.reviewing import Reviewing
from core.features.reviews.told import review_lines, review_tree
from core.goals.planning import Planning
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.chain_export import chain_lines, chain_tree
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.settings import Settings
from core.site.figures import open_figures
from core.state import State, open_state
from core.targets.setting import TargetSetting, setting_of
from core.words.dates import today


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``goals`` command with its actions to SUBPARSERS; ``args.run`` runs it."""
    parser = subparsers.add_parser("goals", help="målkedjan: läsa in, skriva ut och visa en kommuns mål")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ÅTGÄRD")
    read = actions.add_parser(
        "import",
        help="läs in mål från en fil: allt eller inget",
        description="En rad för varje indikator på ett mål. Rubrikerna står i docs/goals.md. "
        "Det som inte står i filen lämnas som det är.",
    )
    read.add_argument("file", type=Path, metavar="FIL", help="fil med mål: csv, xlsx eller ods")
    read.add_argument("--check", action="store_true", help="säg vad som skulle ändras, utan att spara något")
    read.add_argument("--replace", action="store_true", help="stryk mål i filens planer som inte står i filen")
    read.add_argument("--confirm", action="store_true", help="det som kan vara skrivfel eller är dolt stämmer")
    read.set_defaults(run=_import)
    write = actions.add_parser("export", help="skriv ut målen till en fil som går att läsa in igen")
    write.add_argument("file", type=Path, nargs="?", metavar="FIL", help="csv eller xlsx (annars till skärmen)")
    write.add_argument("--budget", action="store_true", help="organens budget och volymer i stället för målen")
    write.set_defaults(run=_export)
    show = actions.add_parser("list", help="visa målkedjan med ansikten, indikatorer, etappmål och uppdrag")
    show.add_argument("--drafts", action="store_true", help="också planer och ändringar som inte är beslutade")
    show.add_argument("--json", action="store_true", help="som JSON i stället för text")
    show.set_defaults(run=_list)
    look = actions.add_parser(
        "review", help="stäm av planerna: vad som är att se över, organ för organ och regel för regel"
    )
    look.add_argument("--json", action="store_true", help="som JSON i stället för text")
    look.set_defaults(run=_review)
    for action in (read, write, show, look):
        action.add_argument("--municipality", required=True, metavar="KOMMUN", help="kod eller namn")
        action.add_argument("--year", required=True, type=int, metavar="ÅR", help="planernas år")


@dataclass(frozen=True)
class _Opened:
    state: State
    setting: TargetSetting
    planning: Planning
    figures: Figures | None


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[_Opened]:
    """The plans and targets of the municipality in ARGS, with the indicators of the figures in use, if any."""
    settings = Settings.from_environment()
    with open_state(settings.database_url) as state:
        figures = open_figures(settings, state).get()
        known = (figures.catalogue, figures.snapshot) if figures else (default_catalogue(),)
        setting = setting_of(state, *known)
        municipality = municipality_named(setting, args.municipality)
        planning = Planning(state.engine, municipality, operator(), datetime.now(UTC), known[0])
        yield _Opened(state, setting, planning, figures)


def _import(args: argparse.Namespace) -> int:
    content = content_of(args.file)
    with _opened(args) as here:
        found = read_goal_file(content, here.planning, here.setting, args.year, replaces=args.replace)
        if found.faults:
            raise faulty(args.file, found.faults, what="Filen")
        assert found.proposal is not None  # noqa: S101 - a file without faults has one
        print("\n".join([*found.notes, *file_lines(found, here.setting)]))
        _require_sure(found, is_confirmed=args.confirm)
        if not args.check:
            save(here.planning, here.setting, found.proposal)
        print(f"{'Skulle spara' if args.check else 'Sparat'}: {counted(found.proposal)}.")
    return 0


def _require_sure(found: GoalFile, *, is_confirmed: bool) -> None:
    if found.doubts and not is_confirmed:
        said = "\n".join(f"  {f'rad {row}: ' if row else ''}{what}" for row, what in found.doubts)
        advice = "Rätta filen, eller läs in den igen med --confirm om det stämmer."
        raise NyckeltalError(f"Inget är inläst. Det här behöver bekräftas:\n{said}\n", advice)


def _export(args: argparse.Namespace) -> int:
    with _opened(args) as here:
        found = exported(here.planning, here.setting, args.year)
    as_csv, as_workbook = (money_csv, money_xlsx) if args.budget else (goals_csv, goals_xlsx)
    content = (as_workbook if args.file and args.file.suffix.lower() == ".xlsx" else as_csv)(found)
    if args.file is None:
        sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
        return 0
    try:
        args.file.write_bytes(content)
    except OSError as error:
        message = f"Filen {args.file} går inte att skriva."
        raise NyckeltalError(message, "Kontrollera att mappen finns och går att skriva i.") from error
    goals = sum(len(plan.standing_goals) for plan in found.plans)
    print(f"{'Budget och volymer' if args.budget else f'{goals} mål'} skrivna till {args.file}")
    return 0


def _list(args: argparse.Namespace) -> int:
    with _opened(args) as here:
        if here.figures is None:
            raise NoSnapshotError
        chain = chain_of(here.figures, AskedChain(here.planning.municipality, args.year, args.drafts))
        day = today(here.planning.now)
        if args.json:
            print(json.dumps(chain_tree(here.figures, chain, day), ensure_ascii=False, indent=1))
        else:
            print("\n".join(chain_lines(here.figures, chain, day)))
    return 0


def _review(args: argparse.Namespace) -> int:
    with _opened(args) as here:
        if here.figures is None:
            raise NoSnapshotError
        planning = here.planning
        said = Reviewing(here.state.engine, planning.municipality, planning.by, planning.now).book()
        plans = reviewed(here.figures, planning.municipality, args.year)
        if args.json:
            print(json.dumps(review_tree(plans, said, args.year), ensure_ascii=False, indent=1))
        else:
            print("\n".join(review_lines(plans, said, args.year)))
    return 0
